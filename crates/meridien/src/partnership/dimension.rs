//! The dimensions along which partnerships are narrowed and counted: one catalogue for addresses, filters, facets and
//! statistics.

use meridien_search::{Count, Facet, Filter};
use rust_decimal::Decimal;

use super::Form;
use super::index::{StatusDay, is, status_filter};
use super::status::Status;
use crate::index::Fields;
use crate::map::Spot;
use crate::organisation::OrganisationKind;
use crate::reference;
use crate::theme;
use crate::value::{Country, Id, PartialDate, Point, Precision};
use crate::web::Locale;
use crate::web::error::Fault;
use crate::web::parameters::{nearest, unknown_word};

/// A dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Country of the parties that are not home.
    Country,
    /// Region of the world of these countries.
    WorldRegion,
    /// Home authority, with those whose rights it took over.
    Home,
    /// What kind of body the home authority is.
    Kind,
    /// Territory of an authority on whichever side, or one that contains it.
    Territory,
    /// Authority abroad, with those whose rights it took over.
    Partner,
    /// Theme, at any of its levels.
    Theme,
    /// Sustainable development goal.
    Goal,
    /// Form of the partnership.
    Form,
    /// Computed status.
    Status,
    /// Year of the start.
    Start,
    /// Funding in euros.
    Amount,
    /// Who pays.
    Funder,
    /// Part of the 1 % mechanisms.
    Mechanism,
    /// Where it is on the map: the place of its first located party that is not home.
    Place,
}

/// A value of a dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// A code of the index, or the position in a list.
    Code(u64),
    /// Whole years or whole euros, both ends included.
    Range(Option<i64>, Option<i64>),
    /// Not known.
    Unknown,
}

impl Value {
    /// The code of the index, if it is one.
    pub fn code(self) -> Option<u64> {
        match self {
            Value::Code(code) => Some(code),
            Value::Range(..) | Value::Unknown => None,
        }
    }
}

/// The mechanisms, in the order of their codes: an energy service's 1 % has code 2.
pub const MECHANISMS: [&str; 3] = ["water", "energy", "waste"];

/// The keys of what pages call them.
pub(crate) const MECHANISM_KEYS: [&str; 3] =
    ["mechanism-value-water", "mechanism-value-energy", "mechanism-value-waste"];

/// First years of the ranges that starts are counted in.
const DECADES: [i64; 10] = [1900, 1950, 1960, 1970, 1980, 1990, 2000, 2010, 2020, 2030];
/// Smallest amounts of the ranges that funding is counted in, in euros.
const AMOUNTS: [i64; 7] = [0, 10_000, 50_000, 100_000, 500_000, 1_000_000, 5_000_000];

/// The word for [`Value::Unknown`] in addresses.
const UNKNOWN: &str = "inconnu";

impl Dimension {
    /// Every dimension, in the order shown to people.
    pub const ALL: [Dimension; 15] = [
        Dimension::Status,
        Dimension::Country,
        Dimension::WorldRegion,
        Dimension::Theme,
        Dimension::Home,
        Dimension::Kind,
        Dimension::Territory,
        Dimension::Partner,
        Dimension::Form,
        Dimension::Start,
        Dimension::Amount,
        Dimension::Goal,
        Dimension::Funder,
        Dimension::Mechanism,
        Dimension::Place,
    ];

    /// Its name in addresses.
    pub fn parameter(self) -> &'static str {
        match self {
            Dimension::Country => "pays",
            Dimension::WorldRegion => "region",
            Dimension::Home => "collectivite",
            Dimension::Kind => "nature",
            Dimension::Territory => "territoire",
            Dimension::Partner => "partenaire",
            Dimension::Theme => "theme",
            Dimension::Goal => "odd",
            Dimension::Form => "forme",
            Dimension::Status => "statut",
            Dimension::Start => "debut",
            Dimension::Amount => "montant",
            Dimension::Funder => "financeur",
            Dimension::Mechanism => "mecanisme",
            Dimension::Place => "lieu",
        }
    }

    /// The key of its title.
    pub fn key(self) -> &'static str {
        match self {
            Dimension::Country => "dimension-country",
            Dimension::WorldRegion => "dimension-world-region",
            Dimension::Home => "dimension-home-authority",
            Dimension::Kind => "dimension-kind",
            Dimension::Territory => "dimension-territory",
            Dimension::Partner => "dimension-partner",
            Dimension::Theme => "dimension-theme",
            Dimension::Goal => "dimension-goal",
            Dimension::Form => "dimension-form",
            Dimension::Status => "dimension-status",
            Dimension::Start => "dimension-start",
            Dimension::Amount => "dimension-amount",
            Dimension::Funder => "dimension-funder",
            Dimension::Mechanism => "dimension-mechanism",
            Dimension::Place => "dimension-place",
        }
    }

    /// Reads a value of an address.
    pub fn read(self, text: &str) -> Option<Value> {
        let position = |at: Option<usize>| at.map(|at| Value::Code(at as u64));
        match self {
            Dimension::Country => {
                let country: Country = text.parse().ok()?;
                reference::country(country).map(|_| Value::Code(country.as_u64()))
            }
            Dimension::WorldRegion => {
                let known =
                    reference::world_regions().iter().any(|region| region.code == text || region.parent == text);
                known.then(|| text.parse().ok().map(Value::Code))?
            }
            Dimension::Home | Dimension::Partner | Dimension::Territory | Dimension::Funder => {
                text.parse::<Id>().ok().map(|id| Value::Code(id.as_u64()))
            }
            Dimension::Kind => position(OrganisationKind::ALL.iter().position(|kind| kind.code() == text)),
            Dimension::Theme => {
                reference::theme(reference::heir(text)).and_then(|theme| theme::number(theme.code)).map(Value::Code)
            }
            Dimension::Goal => text.parse().ok().filter(|goal| (1..=17).contains(goal)).map(Value::Code),
            Dimension::Form => position(Form::ALL.iter().position(|form| form.code() == text)),
            Dimension::Status => position(Status::ALL.iter().position(|status| status.code() == text)),
            Dimension::Mechanism => position(MECHANISMS.iter().position(|name| *name == text)),
            Dimension::Start | Dimension::Amount | Dimension::Place if text == UNKNOWN => Some(Value::Unknown),
            Dimension::Start | Dimension::Amount => range(text).filter(|range| self.holds(*range)),
            Dimension::Place => spot(text).map(|spot| Value::Code(spot.code())),
        }
    }

    /// Whether its values go so far: years are those that a date may have.
    pub(crate) fn reaches(self, end: i64) -> bool {
        self != Dimension::Start || i32::try_from(end).ok().and_then(PartialDate::year_only).is_some()
    }

    fn holds(self, range: Value) -> bool {
        let Value::Range(from, to) = range else { return true };
        [from, to].into_iter().flatten().all(|end| self.reaches(end))
    }

    /// Writes a value as addresses have it: what [`Dimension::read`] reads.
    pub fn write(self, value: Value) -> String {
        let (code, at) = match value {
            Value::Code(code) => (code, usize::try_from(code).unwrap_or(usize::MAX)),
            Value::Range(Some(from), Some(to)) if from == to => return from.to_string(),
            Value::Range(from, to) => {
                let end = |end: Option<i64>| end.map(|end| end.to_string()).unwrap_or_default();
                return format!("{}-{}", end(from), end(to));
            }
            Value::Unknown => return UNKNOWN.to_owned(),
        };
        let word = match self {
            Dimension::Country => {
                return Country::from_u64(code).map(|country| country.to_string()).unwrap_or_default();
            }
            Dimension::WorldRegion => return format!("{code:03}"),
            Dimension::Home | Dimension::Partner | Dimension::Territory | Dimension::Funder => {
                return Id::from_u64(code).map(|id| id.to_string()).unwrap_or_default();
            }
            Dimension::Theme => theme_of(code),
            Dimension::Kind => OrganisationKind::ALL.get(at).map(|kind| kind.code()),
            Dimension::Form => Form::ALL.get(at).map(|form| form.code()),
            Dimension::Status => Status::ALL.get(at).map(|status| status.code()),
            Dimension::Mechanism => MECHANISMS.get(at).copied(),
            Dimension::Place => {
                return Spot::from_code(code).map(|spot| format!("{},{}", spot.lat(), spot.lon())).unwrap_or_default();
            }
            Dimension::Goal | Dimension::Start | Dimension::Amount => return code.to_string(),
        };
        word.unwrap_or_default().to_owned()
    }

    /// Tells of a value that there is not, with what should have been typed in its place.
    pub fn fault(self, l: Locale, text: &str) -> Fault {
        let words: Vec<(&'static str, &'static str)> = match self {
            Dimension::Kind => OrganisationKind::ALL.iter().map(|kind| (kind.code(), kind.key())).collect(),
            Dimension::Form => Form::ALL.iter().map(|form| (form.code(), form.key())).collect(),
            Dimension::Status => Status::ALL.iter().map(|status| (status.code(), status.key())).collect(),
            Dimension::Mechanism => MECHANISMS.into_iter().zip(MECHANISM_KEYS).collect(),
            Dimension::Start if range(text).is_some() => return Fault::years(self.parameter(), text),
            _ => {
                let meant = self.meant(text);
                let called = meant.as_deref().and_then(|meant| self.called(l, meant));
                return Fault::unknown_value(self.parameter(), text).near(meant).called(called);
            }
        };
        let fault = unknown_word(self.parameter(), text, &words);
        match self {
            // As the former atlas called it.
            Dimension::Status if reference::fold(text) == "en cours" => {
                fault.near(Some(Status::Active.code().to_owned()))
            }
            _ => fault,
        }
    }

    /// What pages call a value, where that is no more than a number in addresses.
    fn called(self, l: Locale, text: &str) -> Option<String> {
        let label = match self {
            Dimension::Theme => reference::theme(text)?.name,
            Dimension::Goal => reference::code("SDG", text)?.label,
            _ => return None,
        };
        Some(l.label(label).to_owned())
    }

    fn meant(self, text: &str) -> Option<String> {
        let is = |label: reference::Label| {
            [label.fr, label.en].iter().any(|name| reference::fold(name) == reference::fold(text))
        };
        match self {
            Dimension::Country => reference::find_country(text).map(|country| country.iso2.to_string()),
            Dimension::WorldRegion => {
                let regions = reference::world_regions().iter();
                let mut names = regions
                    .clone()
                    .flat_map(|region| [(region.code, region.name), (region.parent, region.parent_name)]);
                let named = names.find(|(_, name)| is(*name)).map(|(code, _)| code);
                named.or_else(|| nearest(text, regions.map(|region| region.code))).map(str::to_owned)
            }
            Dimension::Theme => {
                let named = labelled(text, reference::themes().iter().map(|theme| (theme.code, theme.name)));
                let above = || text.rsplit_once('.').map(|(parent, _)| parent);
                named.or_else(|| above().filter(|code| reference::theme(code).is_some())).map(str::to_owned)
            }
            Dimension::Goal => {
                let goals = reference::code_list("SDG").map(|list| list.codes.as_slice()).unwrap_or_default();
                labelled(text, goals.iter().map(|goal| (goal.code, goal.label))).map(str::to_owned)
            }
            Dimension::Start => year_range_meant(text).filter(|years| self.read(years).is_some()),
            Dimension::Amount => amount_range_meant(text),
            Dimension::Place => Some(UNKNOWN.to_owned()),
            _ => None,
        }
    }

    /// Where the index holds its codes; as they were at the signature if `as_signed`.
    fn facet(self, fields: &Fields, as_signed: bool) -> Option<Facet> {
        match self {
            Dimension::Country => Some(fields.country),
            Dimension::WorldRegion => Some(fields.world_region),
            Dimension::Home if as_signed => Some(fields.home_signed),
            Dimension::Home => Some(fields.home),
            Dimension::Partner if as_signed => Some(fields.partner_signed),
            Dimension::Partner => Some(fields.partner),
            Dimension::Kind if as_signed => Some(fields.kind_signed),
            Dimension::Kind => Some(fields.kind),
            Dimension::Territory => Some(fields.territory),
            Dimension::Theme => Some(fields.theme),
            Dimension::Goal => Some(fields.goal),
            Dimension::Form => Some(fields.nature),
            Dimension::Funder if as_signed => Some(fields.funder_signed),
            Dimension::Funder => Some(fields.funder_today),
            Dimension::Mechanism => Some(fields.mechanism),
            Dimension::Place => Some(fields.spot),
            Dimension::Status | Dimension::Start | Dimension::Amount => None,
        }
    }

    /// The partnerships that have a value.
    pub fn filter(self, value: Value, fields: &Fields, as_signed: bool, day: StatusDay) -> Filter {
        let none = || Filter::Any(Vec::new());
        match (self, value) {
            (Dimension::Status, Value::Code(at)) => {
                let status = usize::try_from(at).ok().and_then(|at| Status::ALL.get(at));
                status.map_or_else(none, |status| status_filter(*status, fields, day))
            }
            (Dimension::Start, Value::Range(from, to)) => Filter::Range(fields.start_year, from, to),
            (Dimension::Start, Value::Unknown) => Filter::Not(Box::new(Filter::Exists(fields.start_year))),
            // An amount is a fraction of euros: up to 49,999 holds 49,999.99.
            (Dimension::Amount, Value::Range(from, to)) => {
                let cents = |euros: i64| euros.saturating_mul(100);
                Filter::Range(fields.cents, from.map(cents), to.map(|to| cents(to).saturating_add(99)))
            }
            (Dimension::Amount, Value::Unknown) => Filter::Not(Box::new(Filter::Exists(fields.cents))),
            // Whichever the epoch: an address made in another, or before there were two, means the same.
            (Dimension::Funder, Value::Code(code)) => is(fields.funder, code),
            (Dimension::Place, Value::Unknown) => Filter::Not(Box::new(Filter::Exists(fields.located))),
            (dimension, Value::Code(code)) => {
                dimension.facet(fields, as_signed).map_or_else(none, |facet| is(facet, code))
            }
            _ => none(),
        }
    }

    /// How the index counts its values.
    pub fn count(self, fields: &Fields, as_signed: bool, day: StatusDay) -> Count {
        match self {
            Dimension::Status => {
                Count::Each(Status::ALL.iter().map(|status| status_filter(*status, fields, day)).collect())
            }
            Dimension::Start => Count::Steps(fields.start_year, DECADES.to_vec()),
            Dimension::Amount => Count::Steps(fields.cents, AMOUNTS.iter().map(|euros| euros * 100).collect()),
            dimension => dimension.facet(fields, as_signed).map_or(Count::Nothing, Count::Codes),
        }
    }

    /// The value of each step of [`Dimension::count`].
    pub fn step(self, at: usize) -> Value {
        let bounds: &[i64] = match self {
            Dimension::Start => &DECADES,
            Dimension::Amount => &AMOUNTS,
            _ => return Value::Code(at as u64),
        };
        Value::Range(bounds.get(at).copied(), bounds.get(at + 1).map(|next| next - 1))
    }
}

/// Whether an amount in whole euros ends one of the ranges that funding is counted in.
pub(super) fn ends_a_step(euros: i64) -> bool {
    AMOUNTS.iter().any(|next| euros == next - 1)
}

/// The theme of a number of the index.
pub fn theme_of(number: u64) -> Option<&'static str> {
    let code = theme::code(number);
    // Looked up each time: the vocabulary in force may change while the program runs.
    reference::theme(&code).map(|theme| theme.code).filter(|code| theme::number(code) == Some(number))
}

/// What is labelled as it was typed, in any language; else the first whose label begins so, or of which a word does.
fn labelled<T>(typed: &str, labels: impl Iterator<Item = (T, reference::Label)>) -> Option<T> {
    const LEAST_LETTERS: usize = 3;
    let typed = reference::fold(typed);
    let distance = |name: &str| match reference::fold(name) {
        name if name == typed => Some(0),
        _ if typed.chars().count() < LEAST_LETTERS => None,
        name if name.starts_with(&typed) => Some(1),
        name => name.contains(&format!(" {typed}")).then_some(2),
    };
    let near = labels.filter_map(|(value, label)| {
        let distance = [label.fr, label.en].into_iter().filter_map(distance).min()?;
        Some((distance, value))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, value)| value)
}

/// `48.86,2.35`: latitude and longitude in degrees.
fn spot(text: &str) -> Option<Spot> {
    let (lat, lon) = text.split_once(',')?;
    let (lat, lon): (f64, f64) = (lat.parse().ok()?, lon.parse().ok()?);
    let on_earth = lat.abs() <= 90.0 && lon.abs() <= 180.0;
    on_earth.then(|| Spot::of(Point { lat, lon, precision: Precision::Commune }))
}

/// `2008`, `2008-2015`, `2008-`, `-2015`.
fn range(text: &str) -> Option<Value> {
    let end = |text: &str| match text {
        "" => Some(None),
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok().map(Some),
        _ => None,
    };
    let (from, to) = match text.split_once('-') {
        Some((from, to)) => (end(from)?, end(to)?),
        None => (end(text)?, end(text)?),
    };
    match (from, to) {
        (None, None) => None,
        (Some(from), Some(to)) if from > to => None,
        _ => Some(Value::Range(from, to)),
    }
}

/// `2015-2008`, `2008-15`, `2010..2015`, `2010+`, `depuis 2010`: the years that are meant.
fn year_range_meant(text: &str) -> Option<String> {
    let whole = |from: i64, to: i64| match from - from % 100 {
        _ if !(1000..10_000).contains(&from) || to > 99 => to,
        century if century + to < from => century + 100 + to,
        century => century + to,
    };
    range_meant(text, whole)
}

/// The same for amounts, whose digits people part in threes.
fn amount_range_meant(text: &str) -> Option<String> {
    let joined: String = text.split_whitespace().collect();
    range_meant(joined.trim_end_matches('€'), |_, to| to)
}

/// A range written otherwise than addresses have it; `end` completes its end, which may be short for one like its start.
fn range_meant(text: &str, end: impl Fn(i64, i64) -> i64) -> Option<String> {
    let text = text.trim().to_lowercase();
    let digits = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let numbers: Vec<i64> = digits.map(str::parse::<i64>).collect::<Result<_, _>>().ok()?;
    let sign: String = text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect();
    match (sign.as_str(), numbers.as_slice()) {
        ("jusqu'en" | "jusqu’en" | "jusqu'à" | "jusqu’à" | "until" | "upto", [to]) => Some(format!("-{to}")),
        ("+" | "-" | "--" | "depuis" | "àpartirde" | "since" | "from", [from]) if !text.starts_with(['+', '-']) => {
            Some(format!("{from}-"))
        }
        ("" | "+", [one]) => Some(one.to_string()),
        ("-" | "--" | "–" | ".." | "..." | "…" | "/" | "à" | "to" | "deà" | "fromto", [from, to]) => {
            let to = end(*from, *to);
            Some(format!("{}-{}", to.min(*from), to.max(*from)))
        }
        _ => None,
    }
}

/// An amount as the index holds it; one that is beyond, the largest or smallest that it can hold.
pub fn cents(euros: Decimal) -> i64 {
    use rust_decimal::prelude::ToPrimitive;
    let beyond = if euros.is_sign_negative() { i64::MIN } else { i64::MAX };
    euros.checked_mul(Decimal::ONE_HUNDRED).and_then(|cents| cents.round().to_i64()).unwrap_or(beyond)
}

/// The code of a funder's name as records print it, whoever it is.
pub fn printed_funder(name: &str) -> Id {
    Id::derived(&format!("funder/{}", meridien_search::fold(name)))
}

/// The code of a funder of which nothing but the name is known: another than that of the name as printed, since the same name
/// may be printed elsewhere for an organisation that is known.
pub fn named_funder(name: &str) -> Id {
    Id::derived(&format!("funder-by-name/{}", meridien_search::fold(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_beyond_what_the_index_holds_is_the_last_that_it_does() {
        for (euros, held) in [
            (Decimal::new(1_234_565, 3), 123_456),
            (Decimal::new(-5, 1), -50),
            ("999999999999999999999".parse().unwrap(), i64::MAX),
            (Decimal::MAX, i64::MAX),
            (Decimal::MIN, i64::MIN),
        ] {
            assert_eq!(cents(euros), held, "{euros}");
        }
    }

    #[test]
    fn values_are_written_as_they_are_read() {
        for (dimension, text) in [
            (Dimension::Country, "ML"),
            (Dimension::WorldRegion, "011"),
            (Dimension::WorldRegion, "002"),
            (Dimension::Home, "7K3M9QXA"),
            (Dimension::Kind, "intermunicipal"),
            (Dimension::Theme, "4.1.1"),
            (Dimension::Goal, "6"),
            (Dimension::Form, "twinning"),
            (Dimension::Status, "to_confirm"),
            (Dimension::Start, "2008-2015"),
            (Dimension::Start, "2008-"),
            (Dimension::Start, "-2015"),
            (Dimension::Start, "2008"),
            (Dimension::Amount, "10000-49999"),
            (Dimension::Amount, "inconnu"),
            (Dimension::Mechanism, "water"),
            (Dimension::Place, "inconnu"),
            (Dimension::Place, "-17.73,168.32"),
        ] {
            let value = dimension.read(text).unwrap_or_else(|| panic!("{dimension:?} {text}"));
            assert_eq!(dimension.write(value), text, "{dimension:?}");
        }
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for (dimension, text) in [
            (Dimension::Country, "QQ"),
            (Dimension::WorldRegion, "999"),
            (Dimension::Goal, "18"),
            (Dimension::Theme, "9.9"),
            (Dimension::Start, "-"),
            (Dimension::Start, "2015-2008"),
            (Dimension::Start, "+2008"),
            (Dimension::Start, "0"),
            (Dimension::Start, "999-2015"),
            (Dimension::Start, "2010-99999"),
            (Dimension::Amount, "-5--1"),
            (Dimension::Amount, "1e3"),
            (Dimension::Status, "Active"),
            (Dimension::Place, "91,0"),
            (Dimension::Place, "NaN,0"),
        ] {
            assert_eq!(dimension.read(text), None, "{dimension:?} {text}");
        }
    }

    #[test]
    fn a_range_written_otherwise_is_offered_as_addresses_have_it() {
        for (dimension, text, meant) in [
            (Dimension::Start, "2015-2008", "2008-2015"),
            (Dimension::Start, "2008-15", "2008-2015"),
            (Dimension::Start, "1998-03", "1998-2003"),
            (Dimension::Start, "2010..2015", "2010-2015"),
            (Dimension::Start, "de 2010 à 2015", "2010-2015"),
            (Dimension::Start, "2010+", "2010-"),
            (Dimension::Start, "2010--", "2010-"),
            (Dimension::Start, "depuis 2010", "2010-"),
            (Dimension::Start, "Jusqu’en 2015", "-2015"),
            (Dimension::Amount, "10 000", "10000"),
            (Dimension::Amount, "10\u{a0}000 €", "10000"),
            (Dimension::Amount, "5000-100", "100-5000"),
            (Dimension::Amount, "5000-10", "10-5000"),
        ] {
            assert_eq!(dimension.read(text), None, "{text}");
            assert_eq!(dimension.meant(text).as_deref(), Some(meant), "{text}");
            assert!(dimension.read(meant).is_some(), "{meant}");
        }
        for (dimension, text) in [
            (Dimension::Start, "abc"),
            (Dimension::Start, "depuis 99999"),
            (Dimension::Start, "1 2 3"),
            (Dimension::Amount, "abc"),
            (Dimension::Amount, "99999999999999999999"),
        ] {
            assert_eq!(dimension.meant(text), None, "nothing is near {text}");
        }
    }

    #[test]
    fn a_label_or_its_beginning_stands_for_its_code() {
        for (dimension, text, meant) in [
            (Dimension::Theme, "eau", Some("4.1")),
            (Dimension::Theme, "Eau et assainissement", Some("4.1.1")),
            (Dimension::Theme, "assainiss", Some("4.1.1")),
            (Dimension::Theme, "4.9", Some("4")),
            (Dimension::Theme, "9.9", None),
            (Dimension::Theme, "xyz", None),
            (Dimension::Theme, "ea", None),
            (Dimension::Goal, "EAU", Some("6")),
            (Dimension::Goal, "villes et", Some("11")),
            (Dimension::Goal, "18", None),
        ] {
            assert_eq!(dimension.meant(text).as_deref(), meant, "{dimension:?} {text}");
        }
    }

    #[test]
    fn steps_follow_each_other() {
        assert_eq!(Dimension::Start.step(7), Value::Range(Some(2010), Some(2019)));
        assert_eq!(Dimension::Start.step(9), Value::Range(Some(2030), None));
        assert_eq!(Dimension::Amount.step(0), Value::Range(Some(0), Some(9_999)));
    }
}
