//! The filters of a list, as its page shows them: those applied, each with its removal, and those that may be chosen,
//! each with the number of results that it leads to.

/// A link in words: a filter with the address of the list without it, a spelling with the list that it finds.
pub struct Chip {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// A value to filter by.
pub struct Choice {
    /// Its name.
    pub label: String,
    /// The list with this value alone, or without it where it is chosen.
    pub href: String,
    /// The list with this value besides those chosen, where others are.
    pub add: Option<String>,
    /// How many results the list with this value alone has.
    pub count: u64,
    /// Whether it is chosen.
    pub chosen: bool,
    /// Its depth in a tree of values, from 1.
    pub level: usize,
}

/// The values of one filter: the first ones, then the rest, folded away.
pub struct Facet {
    /// The key of its name.
    pub title: &'static str,
    /// Shown at once.
    pub first: Vec<Choice>,
    /// Folded away.
    pub rest: Vec<Choice>,
    /// Whether it is folded away as a whole.
    pub folded: bool,
    /// The form of a range that may be typed.
    pub range: Option<RangeForm>,
    /// The page of all values, where there are more than these.
    pub all: Option<String>,
}

/// A form for both ends of a range.
pub struct RangeForm {
    /// Where it is sent.
    pub action: String,
    /// The parameter of each end.
    pub ends: [&'static str; 2],
    /// The unit of both, if they have one.
    pub unit: Option<&'static str>,
    /// What a browser takes for an end.
    pub pattern: &'static str,
    /// The key of the words for that.
    pub rule: &'static str,
    /// What stands in it.
    pub values: [Option<i64>; 2],
    /// The parameters that it keeps.
    pub kept: Vec<(&'static str, String)>,
}

/// Values shown at once.
const FIRST: usize = 8;

impl Facet {
    /// A filter with few values, in the order given.
    pub fn short(title: &'static str, choices: impl Iterator<Item = Choice>) -> Facet {
        Facet { title, first: choices.collect(), rest: Vec::new(), folded: false, range: None, all: None }
    }

    /// A filter with many values, the most frequent first: those chosen lead, the last are sorted by `name`.
    pub fn long<V, K: Ord>(
        title: &'static str,
        choices: impl Iterator<Item = (V, Choice)>,
        name: impl Fn(&V, &Choice) -> K,
    ) -> Facet {
        let mut first: Vec<(V, Choice)> = choices.collect();
        first.sort_by_key(|(_, choice)| !choice.chosen);
        // One alone is better shown.
        let shown = if first.len() == FIRST + 1 { FIRST + 1 } else { FIRST };
        let mut rest = first.split_off(first.len().min(shown));
        rest.sort_by_cached_key(|(value, choice)| name(value, choice));
        let [first, rest] = [first, rest].map(|part| part.into_iter().map(|(_, choice)| choice).collect());
        Facet { title, first, rest, folded: false, range: None, all: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_value_is_not_folded_away() {
        let facet = |values: usize| {
            let choice = |value: usize| {
                let (label, href) = (value.to_string(), String::new());
                (value, Choice { label, href, add: None, count: 1, chosen: false, level: 1 })
            };
            let facet = Facet::long("country", (0..values).map(choice), |value, _| *value);
            (facet.first.len(), facet.rest.len())
        };
        assert_eq!([7, 8, 9, 10].map(facet), [(7, 0), (8, 0), (9, 0), (8, 2)]);
    }
}
