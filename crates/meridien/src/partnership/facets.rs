//! The filters beside the results: every dimension with its values, each with the number of results that it leads to.

use super::criteria::{Criteria, Each, RANGE_ENDS};
use super::dimension::{Dimension, Value, theme_of};
use super::names::Names;
use super::query::PartnershipPage;
use super::values;
use crate::country;
use crate::theme;
use crate::value::Country;
use crate::web::Locale;
use crate::web::filters::{Choice, Facet, RangeForm};

/// Values of a dimension that may be chosen here, where it has more.
const MOST: usize = 40;
/// Of those with many values that are rarely of use.
const MOST_NAMES: usize = 16;

/// The dimensions that filters are offered for: all but the last, since a place is chosen on the map.
pub(crate) const OFFERED: [Dimension; Dimension::ALL.len() - 1] = match Dimension::ALL.first_chunk() {
    Some(offered) => *offered,
    None => panic!("they are fewer"),
};

/// Values whose records are read, of each dimension that has them: some are left out once they are known.
fn read_at_most(dimension: Dimension) -> usize {
    match dimension {
        Dimension::Territory => 8 * MOST_NAMES,
        Dimension::Home | Dimension::Partner | Dimension::Funder => 2 * MOST_NAMES,
        _ => 0,
    }
}

/// The values whose names the page needs: those offered, and those chosen.
pub(crate) fn named<'a>(
    criteria: &'a Criteria,
    found: &'a PartnershipPage,
) -> impl Iterator<Item = (Dimension, Value)> + 'a {
    let offered = OFFERED.into_iter().flat_map(|dimension| {
        found.of(dimension).iter().take(read_at_most(dimension)).map(move |(value, _)| (dimension, *value))
    });
    offered.chain(criteria.values())
}

/// Every filter that has something to choose.
pub(crate) fn facets(
    l: Locale,
    criteria: &Criteria,
    found: &PartnershipPage,
    names: &Names,
    home: Country,
) -> Vec<Facet> {
    let facet = |dimension: Dimension| {
        let each = criteria.each(l, dimension);
        let choices = values(dimension, criteria, found, names, home)
            .into_iter()
            .map(|(value, count)| (value, choice(l, criteria, names, (dimension, &each), value, count)));
        let mut facet = match dimension {
            Dimension::Status
            | Dimension::Start
            | Dimension::Amount
            | Dimension::Theme
            | Dimension::Goal
            | Dimension::Mechanism => Facet::short(dimension.key(), choices.map(|(_, choice)| choice)),
            Dimension::Country => {
                let country = |value: &Value| value.code().and_then(Country::from_u64);
                let rank = |value: &Value| country(value).map_or(usize::MAX, |country| country::rank(l, country));
                Facet::long(dimension.key(), choices, |value, _| rank(value))
            }
            _ => Facet::long(dimension.key(), choices, |_, choice| l.sort_key(&choice.label)),
        };
        facet.folded = !matches!(
            dimension,
            Dimension::Status | Dimension::Country | Dimension::Theme | Dimension::Home | Dimension::Start
        ) && !criteria.chosen.contains_key(&dimension);
        facet.range = range_form(l, criteria, dimension);
        let counted = found.of(dimension).len();
        if values::LONG.contains(&dimension) && counted > facet.first.len() + facet.rest.len() {
            facet.all = Some(values::href(l, criteria, dimension));
        }
        facet
    };
    OFFERED.into_iter().map(facet).filter(|facet| !facet.first.is_empty()).collect()
}

/// The form in which a range of one's own is typed.
fn range_form(l: Locale, criteria: &Criteria, dimension: Dimension) -> Option<RangeForm> {
    let (_, from, to, _) = RANGE_ENDS.into_iter().find(|(other, ..)| *other == dimension)?;
    let others = criteria.but(|criteria| {
        criteria.chosen.remove(&dimension);
    });
    let values = criteria.chosen.get(&dimension).into_iter().flatten().find_map(|value| match value {
        Value::Range(from, to) => Some([*from, *to]),
        _ => None,
    });
    let (unit, pattern, rule) = match dimension {
        Dimension::Amount => (Some("€"), r"[0-9\s]*", "range-amount"),
        _ => (None, "[1-9][0-9]{3}", "range-year"),
    };
    Some(RangeForm {
        action: l.href("/partenariats"),
        unit,
        pattern,
        rule,
        ends: [from, to],
        values: values.unwrap_or_default(),
        kept: others.pairs(),
    })
}

/// The values offered, with those chosen even where nothing has them.
fn values(
    dimension: Dimension,
    criteria: &Criteria,
    found: &PartnershipPage,
    names: &Names,
    home: Country,
) -> Vec<(Value, u64)> {
    let chosen = |value: Value| criteria.has(dimension, value);
    let most = match dimension {
        Dimension::Home | Dimension::Partner | Dimension::Funder | Dimension::Territory => MOST_NAMES,
        Dimension::Country => usize::MAX,
        _ => MOST,
    };
    let counted = found.of(dimension).iter().copied();
    let mut values: Vec<_> = counted
        .filter(|(value, _)| chosen(*value) || offered(criteria, names, home, dimension, *value))
        .take(most)
        .collect();
    let missing = criteria.chosen.get(&dimension).into_iter().flatten();
    let missing = missing.filter(|value| !values.iter().any(|(other, _)| other == *value)).map(|value| {
        let count = found.of(dimension).iter().find(|(other, _)| other == value).map_or(0, |(_, count)| *count);
        (*value, count)
    });
    let missing: Vec<_> = missing.collect();
    // A range of one's own, and a funder of the other epoch, have no count beside the others: they are the result itself.
    let is_counted = |value: &Value| dimension != Dimension::Funder && !matches!(value, Value::Range(..));
    values.extend(missing.into_iter().filter(|(value, count)| *count > 0 || is_counted(value)));
    values
}

/// Whether a value is offered: not those succeeded by others, and of places and themes those that are in question.
pub(super) fn offered(criteria: &Criteria, names: &Names, home: Country, dimension: Dimension, value: Value) -> bool {
    match dimension {
        Dimension::Home | Dimension::Partner if !criteria.as_signed => !names.is_succeeded(value),
        Dimension::Territory => names.is_division(value, &shown_countries(criteria, home)),
        Dimension::Theme => is_open(value, criteria),
        _ => true,
    }
}

/// The countries whose regions and departments are shown: home, and those chosen.
fn shown_countries(criteria: &Criteria, home: Country) -> Vec<Country> {
    let chosen = criteria.chosen.get(&Dimension::Country).into_iter().flatten();
    chosen.filter_map(|value| Country::from_u64(value.code()?)).chain([home]).collect()
}

/// Whether a theme is shown: those of the first level, and those below or beside a chosen one.
fn is_open(value: Value, criteria: &Criteria) -> bool {
    let Value::Code(number) = value else { return false };
    let Some((parent, _)) = theme_of(number).and_then(|code| code.rsplit_once('.')) else { return true };
    let chosen = criteria.chosen.get(&Dimension::Theme).into_iter().flatten();
    let mut open = chosen.filter_map(|value| theme_of(value.code()?));
    open.any(|chosen| theme::path(chosen).any(|level| level == parent))
}

fn choice(
    l: Locale,
    criteria: &Criteria,
    names: &Names,
    (dimension, each): (Dimension, &Each),
    value: Value,
    count: u64,
) -> Choice {
    let chosen = criteria.has(dimension, value);
    let others = criteria.chosen.contains_key(&dimension) && !chosen;
    Choice {
        label: names.label(l, dimension, value),
        href: if chosen { criteria.without(dimension, value).href(l) } else { each.href(value) },
        add: others.then(|| criteria.with(dimension, value).href(l)),
        count,
        chosen,
        level: match (dimension, value) {
            (Dimension::Theme, Value::Code(number)) => theme_of(number).map_or(1, |code| theme::path(code).count()),
            _ => 1,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dimension_is_offered_but_places() {
        let expected: Vec<_> = Dimension::ALL.into_iter().filter(|dimension| *dimension != Dimension::Place).collect();
        assert_eq!(OFFERED.to_vec(), expected);
    }
}
