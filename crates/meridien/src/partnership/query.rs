//! Asking the search index for partnerships.

use std::collections::BTreeMap;
use std::sync::Arc;

use meridien_search::{self as search, By, Count, Counts, Filter, LineFilter, Measure, Query, Sort, Tabulation};
use strum::VariantArray;

use super::Form;
use super::dimension::{Dimension, Value};
use super::index::{Card, StatusDay, is};
use super::status::Status;
use crate::country;
use crate::index::{Fields, RecordType, Search, cards};
use crate::map::{Link, Place, Spot};
use crate::value::{Country, Id};
use crate::web::{Lang, Locale};

/// What a reader asks of the partnerships. Values of one dimension mean "or"; dimensions and words mean "and".
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PartnershipQuery {
    /// The language of the names that the results are in the order of.
    pub lang: Lang,
    /// Words, as typed.
    pub words: String,
    /// The values chosen.
    pub chosen: BTreeMap<Dimension, Vec<Value>>,
    /// Whether merged authorities count as they signed rather than for their successors.
    pub as_signed: bool,
    /// Activities that are no partnership, rather than partnerships.
    pub activities: bool,
    /// Organisations that are parties on whichever side, or have succeeded one; none means all.
    pub parties: Vec<Id>,
    /// The dimensions whose values are counted.
    pub counted: Vec<Dimension>,
    /// Whether all their values are given, rather than the most frequent.
    pub every_value: bool,
    /// Order.
    pub order: Order,
    /// How many to pass over.
    pub offset: usize,
    /// How many to return.
    pub limit: usize,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, VariantArray)]
pub enum Order {
    /// Best match first; without words, as [`Order::Latest`].
    #[default]
    Relevance,
    /// Most recently confirmed or signed first.
    Latest,
    /// Most recently confirmed first.
    Confirmed,
    /// Most recently published or confirmed first, to the second.
    Updated,
    /// Most recently begun first.
    Newest,
    /// First begun first.
    Oldest,
    /// The one that ends last first.
    Ended,
    /// Greatest amount first.
    Amount,
    /// Smallest known amount first.
    Smallest,
    /// Most recent first signature first.
    Signed,
    /// By title.
    Name,
    /// By the names of the parties, in the order in which the record has them.
    Parties,
    /// By the country, other than home, whose name comes first.
    Country,
    /// By main theme, in the order of the codes.
    Theme,
    /// By form, in the order of [`Form::ALL`].
    Form,
    /// By status, in the order of [`Status::ALL`].
    Status,
}

impl Order {
    /// Every order, as a reader is offered them.
    pub const ALL: &[Order] = Order::VARIANTS;

    /// The word used in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Order::Relevance => "pertinence",
            Order::Latest => "actualite",
            Order::Newest => "recents",
            Order::Oldest => "anciens",
            Order::Confirmed => "confirmation",
            Order::Updated => "mise-a-jour",
            Order::Ended => "fin",
            Order::Amount => "montant",
            Order::Smallest => "montant-croissant",
            Order::Name => "nom",
            Order::Parties => "parties",
            Order::Country => "pays",
            Order::Signed => "signature",
            Order::Theme => "theme",
            Order::Form => "forme",
            Order::Status => "statut",
        }
    }

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Order::Relevance => "order-relevance",
            Order::Latest => "order-latest",
            Order::Newest => "order-newest",
            Order::Oldest => "order-oldest",
            Order::Confirmed => "order-confirmed",
            Order::Updated => "order-updated",
            Order::Ended => "order-ended",
            Order::Amount => "order-amount",
            Order::Smallest => "order-smallest",
            Order::Name => "order-name",
            Order::Parties => "order-parties",
            Order::Country => "order-country",
            Order::Signed => "order-signed",
            Order::Theme => "order-theme",
            Order::Form => "order-form",
            Order::Status => "order-status",
        }
    }
}

impl PartnershipQuery {
    fn sort(&self, words: &str, fields: &Fields, day: StatusDay) -> Sort {
        use search::Order::{Ascending, Descending};
        match self.order {
            Order::Relevance if !words.trim().is_empty() => Sort::Relevance,
            Order::Relevance | Order::Latest => Sort::Number(fields.latest, Descending),
            Order::Newest => Sort::Number(fields.start, Descending),
            Order::Oldest => Sort::Number(fields.start, Ascending),
            Order::Confirmed => Sort::Number(fields.confirmed, Descending),
            Order::Updated => Sort::Number(fields.updated, Descending),
            Order::Ended => Sort::Number(fields.end, Descending),
            Order::Amount => Sort::Number(fields.cents, Descending),
            Order::Smallest => Sort::Number(fields.cents, Ascending),
            Order::Signed => Sort::Number(fields.signed, Descending),
            Order::Theme => Sort::Number(fields.main_theme, Ascending),
            Order::Name => Sort::Text(fields.by_name, Ascending),
            Order::Parties => Sort::Text(fields.by_parties, Ascending),
            Order::Country => Sort::Codes(fields.country, country::by_name(Locale { lang: self.lang })),
            Order::Form => Sort::Codes(fields.nature, (0..Form::ALL.len() as u64).collect()),
            Order::Status => {
                let each = (0..Status::ALL.len() as u64).map(Value::Code);
                Sort::Each(each.map(|value| Dimension::Status.filter(value, fields, self.as_signed, day)).collect())
            }
        }
    }
}

/// One page of partnerships, with counts over all that match.
#[derive(Debug, Clone, Default)]
pub struct PartnershipPage {
    /// How many match.
    pub total: u64,
    /// Those of this page.
    pub cards: Vec<Card>,
    /// For each dimension asked for, how many match with each value, and `Unknown`, the choice in the dimension left aside.
    /// The most frequent come first, a thousand at most and those chosen; where every value was asked for, or the dimension
    /// has a list, all of them in its order.
    pub counts: BTreeMap<Dimension, Vec<(Value, u64)>>,
    /// The words that were looked for: those typed, the last as the beginning of one where few have it whole, or those
    /// that were looked for in their place.
    pub sought: String,
    /// The words that were looked for in place of those typed, of which nothing was found.
    pub corrected: Option<String>,
    /// Where the words typed are found in few: words close to them that more have, and how many.
    pub nearest: Option<(String, u64)>,
}

/// Up to so many results are few: the reader may have typed but the beginning of a word, or made a slip that another made
/// before him.
pub(crate) const FEW: u64 = 3;

impl PartnershipPage {
    /// The counts of a dimension.
    pub fn of(&self, dimension: Dimension) -> &[(Value, u64)] {
        self.counts.get(&dimension).map(Vec::as_slice).unwrap_or_default()
    }

    /// The countries, the most frequent first, those as frequent in the order of their names.
    pub fn countries(&self, l: Locale) -> Vec<(Country, u64)> {
        let country = |value: &Value| Country::from_u64(value.code()?);
        let counted = self.of(Dimension::Country).iter();
        let mut countries: Vec<_> = counted.filter_map(|(value, count)| Some((country(value)?, *count))).collect();
        countries.sort_by_key(|(country, count)| (std::cmp::Reverse(*count), country::rank(l, *country)));
        countries
    }

    /// The statuses that any has, in the order of [`Status::ALL`].
    pub fn statuses(&self) -> Vec<(Status, u64)> {
        let status = |value: &Value| Status::ALL.get(usize::try_from(value.code()?).ok()?).copied();
        self.of(Dimension::Status).iter().filter_map(|(value, count)| Some((status(value)?, *count))).collect()
    }
}

impl PartnershipQuery {
    /// What no dimension leaves aside.
    pub(crate) fn base(&self, fields: &Fields) -> Filter {
        let record_type = if self.activities { RecordType::Activity } else { RecordType::Partnership };
        let mut all = vec![is(fields.record_type, record_type as u64)];
        if !self.parties.is_empty() {
            all.push(Filter::In(fields.organisation, self.parties.iter().map(|id| id.as_u64()).collect()));
        }
        Filter::All(all)
    }

    /// The choice in one dimension.
    fn choice(&self, dimension: Dimension, fields: &Fields, day: StatusDay) -> Option<Filter> {
        let values = self.chosen.get(&dimension).filter(|values| !values.is_empty())?;
        // Codes, which are all of one facet, are told from a document at once.
        let (mut any, mut facet, mut codes) = (Vec::new(), None, Vec::new());
        for value in values {
            match dimension.filter(*value, fields, self.as_signed, day) {
                Filter::In(of, code) => {
                    facet = Some(of);
                    codes.extend(code);
                }
                other => any.push(other),
            }
        }
        any.extend(facet.map(|facet| Filter::In(facet, codes)));
        Some(Filter::Any(any))
    }

    /// All of it but the words.
    pub(crate) fn filter(&self, fields: &Fields, day: StatusDay) -> Filter {
        let choices = self.chosen.keys().filter_map(|dimension| self.choice(*dimension, fields, day));
        Filter::All([self.base(fields)].into_iter().chain(choices).collect())
    }

    /// The same for the number of results alone.
    fn counted_only(&self) -> PartnershipQuery {
        PartnershipQuery { limit: 0, offset: 0, counted: Vec::new(), ..self.clone() }
    }

    /// Everything chosen or counted, each dimension once.
    fn dimensions(&self, fields: &Fields, day: StatusDay) -> (Vec<Dimension>, Vec<search::Dimension>) {
        let of_interest = Dimension::ALL.into_iter().filter(|dimension| {
            self.counted.contains(dimension) || self.chosen.get(dimension).is_some_and(|values| !values.is_empty())
        });
        let asked = |dimension: Dimension| search::Dimension {
            chosen: self.choice(dimension, fields, day),
            count: match self.counted.contains(&dimension) {
                true => dimension.count(fields, self.as_signed, day),
                false => search::Count::Nothing,
            },
        };
        of_interest.map(|dimension| (dimension, asked(dimension))).unzip()
    }
}

/// Values of a dimension at most, where every one is asked for: their names must find room beside those of other pages.
const MOST_VALUES: usize = 10_000;

/// The values of a dimension with their counts, in the order of [`PartnershipPage::counts`].
fn values(dimension: Dimension, counts: &Counts, query: &PartnershipQuery) -> Vec<(Value, u64)> {
    let listed = query.every_value
        || matches!(
            dimension,
            Dimension::Status | Dimension::Start | Dimension::Amount | Dimension::Goal | Dimension::Theme
        );
    let value = |key: u64| match dimension {
        Dimension::Start | Dimension::Amount => dimension.step(usize::try_from(key).unwrap_or(usize::MAX)),
        _ => Value::Code(key),
    };
    let valued = |(key, count): (u64, u64)| (value(key), count);
    let mut values: Vec<_> = match listed {
        true => counts.by_key().map(valued).collect(),
        false => counts.most_frequent().iter().copied().map(valued).collect(),
    };
    if values.len() > MOST_VALUES {
        values.select_nth_unstable_by_key(MOST_VALUES, |(_, count)| std::cmp::Reverse(*count));
        values.truncate(MOST_VALUES);
    }
    // What is chosen is shown, however rare.
    let chosen = query.chosen.get(&dimension).map_or(&[][..], Vec::as_slice);
    let rare = chosen.iter().filter(|value| !listed && !values.iter().any(|(other, _)| other == *value));
    let rare: Vec<_> = rare.filter_map(|value| Some((*value, counts.of(value.code()?)))).collect();
    values.extend(rare.into_iter().filter(|(_, count)| *count > 0));
    if matches!(dimension, Dimension::Start | Dimension::Amount) && counts.without > 0 {
        values.push((Value::Unknown, counts.without));
    }
    values
}

/// What a map tells of some partnerships.
#[derive(Debug, Clone, Default)]
pub struct MapCounts {
    /// How many there are.
    pub total: u64,
    /// How many at each spot; each located one at one spot.
    pub spots: Arc<Counts>,
    /// How many join each link.
    pub links: Arc<Counts>,
}

impl MapCounts {
    /// How many there are at each spot.
    pub fn places(&self) -> Vec<Place> {
        let place = |(code, count): (u64, u64)| Some(Place { spot: Spot::from_code(code)?, count });
        self.spots.by_key().filter_map(place).collect()
    }

    /// How many join each link.
    pub fn joined(&self) -> Vec<(Link, u64)> {
        self.links.by_key().filter_map(|(code, count)| Some((Link::from_code(code)?, count))).collect()
    }
}

/// The lines of money that partnerships are chosen for: those of a mechanism or funder, where one is chosen.
pub(crate) fn chosen_lines(chosen: &BTreeMap<Dimension, Vec<Value>>, fields: &Fields) -> Vec<LineFilter> {
    let codes = |dimension| -> Vec<u64> {
        chosen.get(&dimension).into_iter().flatten().filter_map(|value: &Value| value.code()).collect()
    };
    let lines = [(fields.line.mechanism, codes(Dimension::Mechanism)), (fields.line.funder, codes(Dimension::Funder))];
    lines
        .into_iter()
        .filter(|(_, codes)| !codes.is_empty())
        .map(|(field, codes)| LineFilter::In(field, codes))
        .collect()
}

impl Search {
    /// The same query with the words that its list is of: the last one begun where few have it whole, and the nearest
    /// where nothing has those typed.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn corrected(&self, query: PartnershipQuery, day: StatusDay) -> Result<PartnershipQuery, search::Error> {
        if query.words.trim().is_empty() {
            return Ok(query);
        }
        let words = self.partnerships(&query.counted_only(), day)?.sought;
        Ok(PartnershipQuery { words, ..query })
    }

    /// How many partnerships meet a query with its words, none of them corrected.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn total(&self, query: &PartnershipQuery, day: StatusDay) -> Result<u64, search::Error> {
        Ok(self.uncorrected(&query.counted_only(), day)?.total)
    }

    /// The words of a query by which partnerships are called or filed, with what must not be found, and its other words: what a
    /// sentence is about, and what it says of it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn words_that_name<'a>(&self, query: &'a PartnershipQuery) -> Result<(String, Vec<&'a str>), search::Error> {
        let Fields { title, names, other_names, terms, codes, .. } = self.fields;
        let mut naming = Vec::new();
        for (words, _) in search::without_each(&query.words) {
            let fields = &[title, names, other_names, terms, codes];
            let asked = Query { words, fields, filter: query.base(&self.fields), ..Query::default() };
            if self.index.search(&asked)?.total > 0 {
                naming.push(words);
            }
        }
        Ok(search::with_only(&query.words, |words| naming.contains(&words)))
    }

    /// Counts partnerships by place and link.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn map_counts(&self, query: &PartnershipQuery, day: StatusDay) -> Result<MapCounts, search::Error> {
        let fields = &self.fields;
        let answer = self.index.search(&Query {
            words: &query.words,
            filter: query.filter(fields, day),
            dimensions: &[fields.spot, fields.link].map(search::Dimension::of),
            ..Query::default()
        })?;
        let [spots, links] = [0, 1].map(|dimension| Arc::clone(&answer.counts[dimension]));
        Ok(MapCounts { total: answer.total, spots, links })
    }

    /// The funding of partnerships in cents of euros by country, where an amount is known.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn cents_by_country(
        &self,
        query: &PartnershipQuery,
        day: StatusDay,
    ) -> Result<BTreeMap<u64, i64>, search::Error> {
        let sums = self.index.tabulate(&Tabulation {
            words: &query.words,
            filter: query.filter(&self.fields, day),
            lines: &chosen_lines(&query.chosen, &self.fields),
            rows: By::Document(Count::Codes(self.fields.country)),
            measure: Measure::Sum(self.fields.line.cents),
            ..Tabulation::default()
        })?;
        Ok(sums.rows.iter().filter_map(|(country, cents)| Some(((*country)?, *cents))).collect())
    }

    /// Answers a query on the partnerships. Where few have the words typed, the last of them is as well the beginning of
    /// one. Where nothing has them even so, it answers for the nearest words that something has, and says so; where few
    /// have them, it names words close to them that more have.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn partnerships(&self, query: &PartnershipQuery, day: StatusDay) -> Result<PartnershipPage, search::Error> {
        let page = self.uncorrected(query, day)?;
        if page.total > FEW || query.words.trim().is_empty() || page.sought != query.words {
            return Ok(page);
        }
        let among = query.base(&self.fields);
        let Some(words) = self.index.did_you_mean(&query.words, page.total, &among)? else { return Ok(page) };
        let other = self.partnerships_with(&words, query, day)?;
        Ok(match (page.total, other.total) {
            (few, more) if more <= few => page,
            (0, _) => PartnershipPage { corrected: Some(words), ..other },
            (_, more) => PartnershipPage { nearest: Some((words, more)), ..page },
        })
    }

    /// The same, no word corrected.
    fn uncorrected(&self, query: &PartnershipQuery, day: StatusDay) -> Result<PartnershipPage, search::Error> {
        let page = self.partnerships_with(&query.words, query, day)?;
        match page.total > FEW {
            true => Ok(page),
            false => match self.begun(query, page.total, day)? {
                Some(words) => self.partnerships_with(&words, query, day),
                None => Ok(page),
            },
        }
    }

    /// The words of a query that finds so many, the last of them as the beginning of one, if few have it whole and more so.
    /// Whatever values are chosen, the words mean the same: a value leads to as many results as it told.
    fn begun(&self, query: &PartnershipQuery, total: u64, day: StatusDay) -> Result<Option<String>, search::Error> {
        let Some(words) = search::begun(&query.words) else { return Ok(None) };
        let narrowed = !query.chosen.is_empty();
        let of_words = PartnershipQuery { chosen: BTreeMap::new(), ..query.counted_only() };
        let total_of = |words: &str| self.partnerships_with(words, &of_words, day).map(|page| page.total);
        let whole = if narrowed { total_of(&query.words)? } else { total };
        Ok((whole <= FEW && total_of(&words)? > whole).then_some(words))
    }

    /// Counts everything along every dimension, so that what the index keeps of it is there before the first reader asks.
    pub fn warm(&self, day: StatusDay) {
        let all = PartnershipQuery { counted: Dimension::ALL.to_vec(), limit: 1, ..PartnershipQuery::default() };
        if let Err(error) = self.partnerships(&all, day) {
            tracing::warn!(%error, "the index cannot be asked");
        }
    }

    /// Every partnership of a query, in its order, whatever its offset and limit; all of one state of the index: those of
    /// the words that the list is of.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn every_partnership(
        &self,
        query: &PartnershipQuery,
        day: StatusDay,
    ) -> Result<impl Iterator<Item = anyhow::Result<Card>> + use<>, search::Error> {
        let (fields, query) = (&self.fields, self.corrected(query.clone(), day)?);
        let hits = self.index.hits(&Query {
            words: &query.words,
            filter: query.filter(fields, day),
            sort: query.sort(&query.words, fields, day),
            ..Query::default()
        })?;
        Ok(hits.map(|hit| Ok(serde_json::from_str(&hit?.card)?)))
    }

    fn partnerships_with(
        &self,
        words: &str,
        query: &PartnershipQuery,
        day: StatusDay,
    ) -> Result<PartnershipPage, search::Error> {
        let fields = &self.fields;
        let (dimensions, asked) = query.dimensions(fields, day);
        let answer = self.index.search(&Query {
            words,
            filter: query.base(fields),
            dimensions: &asked,
            sort: query.sort(words, fields, day),
            offset: query.offset,
            limit: query.limit,
            ..Query::default()
        })?;
        let counts =
            dimensions.into_iter().zip(&answer.counts).filter(|(dimension, _)| query.counted.contains(dimension));
        Ok(PartnershipPage {
            total: answer.total,
            cards: cards(&answer.hits),
            counts: counts.map(|(dimension, counts)| (dimension, values(dimension, counts, query))).collect(),
            sought: words.to_owned(),
            corrected: None,
            nearest: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_chosen_of_a_dimension_are_one_condition() {
        let (_, fields) = crate::index::schema(Country::FR);
        let day = StatusDay { today: chrono::NaiveDate::MIN, confirm_after_months: 18 };
        let values = vec![Value::Code(1), Value::Unknown, Value::Code(2)];
        let query =
            PartnershipQuery { chosen: BTreeMap::from([(Dimension::Place, values)]), ..PartnershipQuery::default() };
        let unlocated = Filter::Not(Box::new(Filter::Exists(fields.located)));
        let condition = Filter::Any(vec![unlocated, Filter::In(fields.spot, vec![1, 2])]);
        assert_eq!(query.choice(Dimension::Place, &fields, day), Some(condition));
    }
}
