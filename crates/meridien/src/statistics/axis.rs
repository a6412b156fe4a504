//! What figures are told apart by: the dimensions of partnerships, the year, the stage of the money.

use meridien_search::{By, Count, Filter};

use super::measure::Measure;
use crate::index::Fields;
use crate::partnership::criteria::Criteria;
use crate::partnership::dimension::{Dimension, Value, theme_of};
use crate::partnership::funding::Stage;
use crate::partnership::index::StatusDay;
use crate::partnership::names::Names;
use crate::reference;
use crate::territory::Level;
use crate::value::Country;
use crate::web::Locale;

/// What makes the rows or the columns of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Axis {
    /// The values of a dimension.
    Of(Dimension),
    /// The year: of the start for partnerships, of each line for money.
    Year,
    /// The stage of each line of money.
    Stage,
}

/// The greatest year that is told apart; keys are years themselves.
const LAST_YEAR: i64 = 2200;
/// The first of the decades that starts are counted in, whatever is older in one row before.
const FIRST_DECADE: i64 = 1950;

impl Axis {
    /// Every axis, in the order shown to people.
    pub(crate) const ALL: [Axis; 16] = [
        Axis::Of(Dimension::Country),
        Axis::Of(Dimension::WorldRegion),
        Axis::Of(Dimension::Theme),
        Axis::Year,
        Axis::Of(Dimension::Start),
        Axis::Of(Dimension::Status),
        Axis::Of(Dimension::Form),
        Axis::Of(Dimension::Territory),
        Axis::Of(Dimension::Kind),
        Axis::Of(Dimension::Home),
        Axis::Of(Dimension::Partner),
        Axis::Of(Dimension::Goal),
        Axis::Of(Dimension::Amount),
        Axis::Of(Dimension::Funder),
        Axis::Of(Dimension::Mechanism),
        Axis::Stage,
    ];

    /// Its name in addresses.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Axis::Of(dimension) => dimension.parameter(),
            Axis::Year => "annee",
            Axis::Stage => "etape",
        }
    }

    /// The key of its title.
    pub(crate) fn key(self, measure: Measure) -> &'static str {
        match self {
            Axis::Of(Dimension::Start) => "axis-decade",
            Axis::Of(dimension) => dimension.key(),
            Axis::Year if measure == Measure::Amount => "axis-year-of-money",
            Axis::Year => "dimension-start",
            Axis::Stage => "axis-stage",
        }
    }

    /// Whether its values follow each other by themselves; else the greatest come first.
    pub(crate) fn is_ordered(self) -> bool {
        use Dimension::{Amount, Goal, Start, Status};
        matches!(self, Axis::Year | Axis::Stage | Axis::Of(Start | Amount | Goal | Status))
    }

    /// Whether what is measured may have several of its values: a partnership, an authority, a line where money is summed.
    pub(crate) fn is_shared(self, measure: Measure) -> bool {
        use Dimension::{Amount, Form, Home, Kind, Start, Status};
        match measure {
            Measure::Partnerships | Measure::Amount => {
                !matches!(self, Axis::Year | Axis::Stage | Axis::Of(Start | Amount | Status | Form))
            }
            Measure::Authorities => !matches!(self, Axis::Of(Home | Kind)),
            Measure::Pairs => true,
        }
    }

    /// Whether its values hold each other, of which one level is shown.
    pub(crate) fn is_nested(self) -> bool {
        matches!(self, Axis::Of(Dimension::Theme | Dimension::WorldRegion | Dimension::Territory))
    }

    /// Whether its values are those of an authority at home, not of a partnership.
    pub(crate) fn is_of_authority(self) -> bool {
        matches!(self, Axis::Of(Dimension::Home | Dimension::Kind | Dimension::Territory))
    }

    /// How the index tells its values apart.
    pub(crate) fn by(self, measure: Measure, fields: &Fields, as_signed: bool, day: StatusDay) -> By {
        let money = measure == Measure::Amount;
        By::Document(match self {
            Axis::Stage => return By::Line(fields.line.stage),
            Axis::Year if money => return By::Line(fields.line.year),
            Axis::Of(Dimension::Funder) if money && as_signed => return By::Line(fields.line.funder_signed),
            Axis::Of(Dimension::Funder) if money => return By::Line(fields.line.funder_today),
            Axis::Of(Dimension::Mechanism) if money => return By::Line(fields.line.mechanism),
            Axis::Year => Count::Steps(fields.start_year, (0..=LAST_YEAR).collect()),
            Axis::Of(Dimension::Start) => Count::Steps(fields.start_year, decades()),
            Axis::Of(Dimension::Home) if !as_signed => Count::Codes(fields.home_today),
            Axis::Of(Dimension::Partner) if !as_signed => Count::Codes(fields.partner_today),
            Axis::Of(Dimension::Territory) if !as_signed => Count::Codes(fields.territory_today),
            Axis::Of(dimension) => dimension.count(fields, as_signed, day),
        })
    }

    /// The value that a key stands for, and the dimension that filters by it.
    pub(crate) fn value(self, key: u64, measure: Measure) -> Option<(Dimension, Value)> {
        let number = i64::try_from(key).unwrap_or(i64::MAX);
        match self {
            Axis::Year if measure == Measure::Amount => None,
            Axis::Stage => None,
            Axis::Year => Some((Dimension::Start, Value::Range(Some(number), Some(number)))),
            Axis::Of(Dimension::Start) => {
                let decades = decades();
                let at = usize::try_from(key).ok()?;
                let from = decades.get(at).copied().filter(|_| at > 0);
                let to = decades.get(at + 1).map(|next| next - 1);
                Some((Dimension::Start, Value::Range(from, to)))
            }
            Axis::Of(dimension @ Dimension::Amount) => Some((dimension, dimension.step(usize::try_from(key).ok()?))),
            Axis::Of(dimension) => Some((dimension, Value::Code(key))),
        }
    }

    /// What the partnerships with one of some values meet.
    pub(crate) fn filter(self, keys: &[u64], fields: &Fields, as_signed: bool, day: StatusDay) -> Filter {
        let values = keys.iter().filter_map(|key| self.value(*key, Measure::Partnerships));
        Filter::Any(values.map(|(dimension, value)| dimension.filter(value, fields, as_signed, day)).collect())
    }

    /// The name of a key.
    pub(crate) fn label(self, l: Locale, key: u64, measure: Measure, names: &Names) -> String {
        match (self, self.value(key, measure)) {
            (Axis::Stage, _) => {
                let stage = usize::try_from(key).ok().and_then(|at| Stage::ALL.get(at)).copied();
                l.t(stage.unwrap_or_default().key()).into_owned()
            }
            (Axis::Year, _) | (_, None) => key.to_string(),
            (_, Some((dimension, value))) => names.label(l, dimension, value),
        }
    }

    /// Whether a key is of the level shown: that below what is chosen, or the first.
    pub(crate) fn shows(self, key: u64, criteria: &Criteria, names: &Names, home: Country) -> bool {
        let Axis::Of(dimension) = self else { return true };
        let chosen: Vec<Value> = criteria.chosen.get(&dimension).cloned().unwrap_or_default();
        let value = Value::Code(key);
        match dimension {
            Dimension::Theme => theme_of(key).is_some_and(|code| {
                let parent = code.rsplit_once('.').and_then(|(parent, _)| dimension.read(parent));
                below(parent, &chosen) || chosen.contains(&value) && !has_below(code)
            }),
            Dimension::WorldRegion => {
                let code = dimension.write(value);
                let region = reference::world_regions().iter().find(|region| region.code == code);
                let parent = region.and_then(|region| dimension.read(region.parent));
                below(parent, &chosen) || region.is_some() && chosen.contains(&value)
            }
            Dimension::Territory => names.territory(value).is_some_and(|territory| match territory.level {
                Level::Region => chosen.is_empty() && territory.country == home,
                Level::Department => {
                    let parent = territory.parent.map(|id| Value::Code(id.as_u64()));
                    chosen.contains(&value) || parent.is_some_and(|parent| chosen.contains(&parent))
                }
                _ => chosen.contains(&value),
            }),
            _ => true,
        }
    }
}

/// Whether a value stands right below a chosen one, or on top where none is chosen.
fn below(parent: Option<Value>, chosen: &[Value]) -> bool {
    match parent {
        None => chosen.is_empty(),
        Some(parent) => chosen.contains(&parent),
    }
}

/// Whether a theme has narrower ones.
fn has_below(code: &str) -> bool {
    reference::themes().iter().any(|theme| theme.code.rsplit_once('.').is_some_and(|(parent, _)| parent == code))
}

fn decades() -> Vec<i64> {
    let decades = (0..).map(|decade| FIRST_DECADE + 10 * decade).take_while(|year| *year < LAST_YEAR);
    std::iter::once(0).chain(decades).collect()
}
