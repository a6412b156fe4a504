//! What an address of the search asks for: the address is the whole state.

use std::collections::BTreeMap;

use strum::VariantArray;

use super::dimension::{Dimension, Value};
use super::query::{Order, PartnershipQuery};
use super::status::Status;
use crate::app::State;
use crate::journal::Kind;
use crate::value::{Country, Id};
use crate::web::error::Fault;
use crate::web::page::percent_encoded;
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Lang, Locale};

/// Results on a page of the list.
pub(crate) const SIZE: usize = 20;

/// The formats of files: name, suffix, and the bytes that an empty one takes and each partnership in it, about (mean of a
/// demonstration with five funding lines each).
pub(crate) const FILES: [(&str, &str, (u64, u64)); 7] = [
    ("CSV", ".csv", (200, 340)),
    ("Excel", ".xlsx", (8000, 600)),
    ("JSON", ".json", (0, 3900)),
    ("JSON Lines", ".jsonl", (0, 3900)),
    ("GeoJSON", ".geojson", (50, 440)),
    ("Parquet", ".parquet", (7000, 105)),
    ("IATI", ".xml", (150, 9900)),
];

/// A way to look at the same results.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, VariantArray)]
pub enum View {
    /// Cards.
    #[default]
    List,
    /// A map of places and links.
    Map,
    /// A table of chosen columns.
    Table,
    /// Figures and charts.
    Statistics,
}

impl View {
    /// Every view, in the order shown to people.
    pub const ALL: &[View] = View::VARIANTS;

    /// The word used in addresses.
    pub fn code(self) -> &'static str {
        match self {
            View::List => "liste",
            View::Map => "carte",
            View::Table => "tableau",
            View::Statistics => "statistiques",
        }
    }

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            View::List => "view-list",
            View::Map => "view-map",
            View::Table => "view-table",
            View::Statistics => "view-statistics",
        }
    }
}

/// What an address asks for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Criteria {
    /// The language that the results are read in.
    pub(crate) lang: Lang,
    pub(crate) words: String,
    pub(crate) chosen: BTreeMap<Dimension, Vec<Value>>,
    /// Whether merged authorities count as they signed.
    pub(crate) as_signed: bool,
    /// Activities rather than partnerships.
    pub(crate) activities: bool,
    pub(crate) order: Order,
    pub(crate) view: View,
    /// What the statistics show: parameters of that view, which stay while filters change.
    pub(crate) figure: Vec<(&'static str, String)>,
    /// From 1; 0 means the first too.
    pub(crate) page: usize,
}

/// The ends of a range that a form sends one by one: dimension, from, to, and the fault of what is none: who typed it knows
/// the filter, not the parameter.
pub(crate) const RANGE_ENDS: [(Dimension, &str, &str, &str); 2] = [
    (Dimension::Start, "debut-de", "debut-a", "fault-year-typed"),
    (Dimension::Amount, "montant-de", "montant-a", "fault-amount-typed"),
];

impl Criteria {
    /// Reads the parameters of an address; whatever has no such value is a fault of `parameters`.
    pub(crate) fn read(parameters: &mut Parameters) -> Criteria {
        let mut chosen = BTreeMap::new();
        let l = Locale { lang: parameters.lang };
        for dimension in Dimension::ALL {
            let values =
                parameters.read(dimension.parameter(), |text| dimension.read(text), |text| dimension.fault(l, text));
            if !values.is_empty() {
                chosen.insert(dimension, values);
            }
        }
        for (dimension, from, to, fault) in RANGE_ENDS {
            let end = |parameters: &mut Parameters, name| {
                parameters.once(name);
                // People part the digits of amounts in threes.
                let number =
                    |text: &str| text.split_whitespace().collect::<String>().parse::<u32>().ok().map(i64::from);
                let read = |text: &str| number(text).filter(|end| dimension.reaches(*end));
                parameters.read(name, read, |text| Fault::new(fault, name, text)).pop()
            };
            let (from, to) = (end(parameters, from), end(parameters, to));
            if from.is_some() || to.is_some() {
                let ordered = if from.zip(to).is_some_and(|(from, to)| from > to) { (to, from) } else { (from, to) };
                chosen.insert(dimension, vec![Value::Range(ordered.0, ordered.1)]);
            }
        }
        ["epoque", "type", "tri", "vue"].into_iter().for_each(|name| parameters.once(name));
        Criteria {
            lang: parameters.lang,
            words: parameters.typed("q"),
            chosen,
            as_signed: !parameters.words("epoque", &[()], |()| "signature").is_empty(),
            activities: parameters.words("type", &[false, true], type_code).pop().unwrap_or_default(),
            order: parameters.labelled("tri", Order::ALL, Order::code, Order::key).pop().unwrap_or_default(),
            view: parameters.labelled("vue", View::ALL, View::code, View::key).pop().unwrap_or_default(),
            figure: Vec::new(),
            page: parameters.page(),
        }
    }

    /// Refuses the codes that no record ever had.
    ///
    /// # Errors
    /// [`Error::BadRequest`] with each of them.
    pub(crate) async fn refuse_unknown(&self, app: &State) -> web::Result<()> {
        let mut faults = Vec::new();
        for (kind, dimensions) in [
            (Kind::Organisation, &[Dimension::Home, Dimension::Partner][..]),
            (Kind::Territory, &[Dimension::Territory]),
        ] {
            let chosen = self.values().filter(|(dimension, _)| dimensions.contains(dimension));
            let codes: Vec<(Dimension, Id)> =
                chosen.filter_map(|(dimension, value)| Some((dimension, Id::from_u64(value.code()?)?))).collect();
            if codes.is_empty() {
                continue;
            }
            let held = app.journal.held(kind, &codes.iter().map(|(_, id)| *id).collect::<Vec<_>>()).await?;
            let unknown = codes.iter().filter(|(_, id)| !held.contains(id));
            faults.extend(unknown.map(|(dimension, id)| Fault::unknown_value(dimension.parameter(), id.to_string())));
        }
        if faults.is_empty() { Ok(()) } else { Err(Error::BadRequest(faults)) }
    }

    /// Whether the form of a range was sent, whose address has a shorter form.
    pub(crate) fn is_range_form(query: &str) -> bool {
        RANGE_ENDS
            .iter()
            .any(|(_, from, to, _)| query.contains(&format!("{from}=")) || query.contains(&format!("{to}=")))
    }

    /// The parameters of the address, in an order of their own.
    pub(crate) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.words.is_empty() {
            pairs.push(("q", self.words.clone()));
        }
        for (dimension, values) in &self.chosen {
            pairs.extend(values.iter().map(|value| (dimension.parameter(), dimension.write(*value))));
        }
        if self.as_signed {
            pairs.push(("epoque", "signature".to_owned()));
        }
        if self.activities {
            pairs.push(("type", type_code(true).to_owned()));
        }
        if self.order != Order::default() {
            pairs.push(("tri", self.order.code().to_owned()));
        }
        if self.view != View::default() {
            pairs.push(("vue", self.view.code().to_owned()));
        }
        let own = |name: &str| match self.view {
            View::List => false,
            View::Table => name == "colonne",
            View::Map => name == "carte",
            View::Statistics => !["colonne", "carte"].contains(&name),
        };
        pairs.extend(self.figure.iter().filter(|(name, _)| own(name)).cloned());
        if self.page > 1 {
            pairs.push(("page", self.page.to_string()));
        }
        pairs
    }

    /// The query of the address, without `?`; empty when nothing is asked.
    pub(crate) fn query(&self) -> String {
        query_of(&self.pairs())
    }

    /// The address of the results with these criteria.
    pub(crate) fn href(&self, l: Locale) -> String {
        self.address(l, "")
    }

    /// The address of all the results in another format, such as `.csv`.
    pub(crate) fn download(&self, l: Locale, extension: &str) -> String {
        self.but(|criteria| criteria.view = View::default()).address(l, extension)
    }

    /// All the results as files: the name of each format with about how large it is, and its address.
    pub(crate) fn downloads(&self, l: Locale, total: u64) -> Vec<(String, String)> {
        let file = |(name, extension, (empty, each)): (&str, &str, (u64, u64))| {
            (format!("{name} ({})", l.size(empty + total * each)), self.download(l, extension))
        };
        FILES.map(file).into()
    }

    /// The kind of record looked for.
    pub(crate) fn kind(&self) -> Kind {
        if self.activities { Kind::Activity } else { Kind::Partnership }
    }

    fn address(&self, l: Locale, extension: &str) -> String {
        l.address(&format!("/partenariats{extension}"), &self.query())
    }

    /// The partnerships with one value.
    pub(crate) fn of(dimension: Dimension, value: Value) -> Criteria {
        Criteria { chosen: BTreeMap::from([(dimension, vec![value])]), ..Criteria::default() }
    }

    /// The partnerships with a country.
    pub(crate) fn of_country(country: Country) -> Criteria {
        Criteria::of(Dimension::Country, Value::Code(country.as_u64()))
    }

    /// The partnerships of an organisation of a country, seen from home.
    pub(crate) fn of_organisation(id: Id, country: Option<Country>, home: Country) -> Criteria {
        let dimension = if country == Some(home) { Dimension::Home } else { Dimension::Partner };
        Criteria::of(dimension, Value::Code(id.as_u64()))
    }

    /// The partnerships on a theme.
    pub(crate) fn of_theme(code: &str) -> Criteria {
        Dimension::Theme.read(code).map_or_else(Criteria::default, |value| Criteria::of(Dimension::Theme, value))
    }

    /// Those of them with this value alone of its dimension.
    pub(crate) fn and(&self, dimension: Dimension, value: Value) -> Criteria {
        self.but(|criteria| {
            criteria.chosen.insert(dimension, vec![value]);
        })
    }

    /// The addresses of [`Criteria::and`] for any value of a dimension: a page has hundreds of them.
    pub(crate) fn each(&self, l: Locale, dimension: Dimension) -> Each {
        let pairs = self.and(dimension, Value::Unknown).pairs();
        let at = pairs.iter().position(|(name, _)| *name == dimension.parameter()).unwrap_or_default();
        let path = l.href("/partenariats");
        let (before, after) = (query_of(&pairs[..at]), query_of(&pairs[at + 1..]));
        let tie = |query: &str| if query.is_empty() { "" } else { "&" };
        Each {
            dimension,
            before: format!("{path}?{before}{}{}=", tie(&before), dimension.parameter()),
            after: format!("{}{after}", tie(&after)),
        }
    }

    /// The same from its first page, changed.
    pub(crate) fn but(&self, change: impl FnOnce(&mut Criteria)) -> Criteria {
        let mut changed = Criteria { page: 1, ..self.clone() };
        change(&mut changed);
        changed
    }

    /// The same without a value.
    pub(crate) fn without(&self, dimension: Dimension, value: Value) -> Criteria {
        self.but(|criteria| {
            if let Some(values) = criteria.chosen.get_mut(&dimension) {
                values.retain(|other| *other != value);
                if values.is_empty() {
                    criteria.chosen.remove(&dimension);
                }
            }
        })
    }

    /// The same with a value more.
    pub(crate) fn with(&self, dimension: Dimension, value: Value) -> Criteria {
        self.but(|criteria| criteria.chosen.entry(dimension).or_default().push(value))
    }

    /// Whether a value is chosen.
    pub(crate) fn has(&self, dimension: Dimension, value: Value) -> bool {
        self.chosen.get(&dimension).is_some_and(|values| values.contains(&value))
    }

    /// Every value chosen.
    pub(crate) fn values(&self) -> impl Iterator<Item = (Dimension, Value)> + '_ {
        self.chosen.iter().flat_map(|(dimension, values)| values.iter().map(|value| (*dimension, *value)))
    }

    /// Whether the words or a filter leave out anything.
    pub(crate) fn narrows(&self) -> bool {
        !self.words.is_empty() || !self.chosen.is_empty() || self.as_signed || self.activities
    }

    /// Whether what was typed holds nothing to look for, such as `?`.
    pub(crate) fn is_wordless(&self) -> bool {
        !self.words.is_empty() && !self.words.chars().any(char::is_alphanumeric)
    }

    /// The partnerships known to be alive: neither dormant nor waiting for a confirmation, which are left in unless asked.
    pub(crate) fn without_doubtful(&self) -> Criteria {
        let kept = [Status::Active, Status::Planned, Status::Ended];
        let values = kept.iter().filter_map(|status| Dimension::Status.read(status.code())).collect();
        self.but(|criteria| {
            criteria.chosen.insert(Dimension::Status, values);
        })
    }

    /// What to ask the index for to get the first ones, with the counts of some dimensions.
    pub(crate) fn first(&self, limit: usize, counted: &[Dimension]) -> PartnershipQuery {
        PartnershipQuery {
            lang: self.lang,
            words: self.words.clone(),
            chosen: self.chosen.clone(),
            as_signed: self.as_signed,
            activities: self.activities,
            order: self.order,
            counted: counted.to_vec(),
            limit,
            ..PartnershipQuery::default()
        }
    }

    /// What to ask the index for to get the page of the list.
    pub(crate) fn asked(&self, counted: &[Dimension]) -> PartnershipQuery {
        let offset = (self.page.max(1) - 1).saturating_mul(SIZE);
        PartnershipQuery { offset, ..self.first(SIZE, counted) }
    }
}

/// What stands before and after the one value of a dimension in an address.
pub(crate) struct Each {
    dimension: Dimension,
    before: String,
    after: String,
}

impl Each {
    /// The address with a value.
    pub(crate) fn href(&self, value: Value) -> String {
        format!("{}{}{}", self.before, percent_encoded(&self.dimension.write(value)), self.after)
    }
}

fn type_code(activities: bool) -> &'static str {
    if activities { "activite" } else { "partenariat" }
}

/// Parameters as an address has them.
pub(crate) fn query_of(pairs: &[(&'static str, String)]) -> String {
    pairs.iter().map(|(name, value)| format!("{name}={}", percent_encoded(value))).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_addresses_of_a_dimension_are_those_of_each_value() {
        let l = Locale { lang: Lang::Fr };
        let country = |code: &str| Dimension::Country.read(code).map(|value| (Dimension::Country, vec![value]));
        let all = [
            Criteria::default(),
            Criteria { words: "l'eau & Kéniéba".into(), page: 3, ..Criteria::default() },
            Criteria { chosen: country("ML").into_iter().collect(), order: Order::Name, ..Criteria::default() },
            Criteria { view: View::Table, as_signed: true, activities: true, ..Criteria::of_theme("4.1") },
        ];
        let values = [
            (Dimension::Country, "SN"),
            (Dimension::Theme, "4.1.1"),
            (Dimension::Start, "2008-2015"),
            (Dimension::Amount, "inconnu"),
            (Dimension::Place, "-17.73,168.32"),
        ];
        for criteria in all {
            for (dimension, text) in values {
                let value = dimension.read(text).expect("a value");
                assert_eq!(criteria.each(l, dimension).href(value), criteria.and(dimension, value).href(l));
            }
        }
    }

    #[test]
    fn a_file_of_few_takes_what_an_empty_one_does() {
        let l = Locale { lang: Lang::Fr };
        let excel = |total: u64| Criteria::default().downloads(l, total)[1].0.clone();
        assert_eq!(excel(0), format!("Excel ({})", l.size(8000)));
        assert_eq!(excel(1000), format!("Excel ({})", l.size(608_000)));
    }

    #[test]
    fn what_a_view_shows_stands_in_its_own_addresses_alone() {
        let figure = [("colonne", "titre"), ("carte", "pays"), ("par", "theme"), ("graphique", "barres")];
        let figure = figure.map(|(name, value)| (name, value.to_owned())).into();
        let criteria = Criteria { figure, ..Criteria::of_theme("4.1") };
        let query = |view| criteria.but(|criteria| criteria.view = view).query();
        assert_eq!(query(View::List), "theme=4.1");
        assert_eq!(query(View::Table), "theme=4.1&vue=tableau&colonne=titre");
        assert_eq!(query(View::Map), "theme=4.1&vue=carte&carte=pays");
        assert_eq!(query(View::Statistics), "theme=4.1&vue=statistiques&par=theme&graphique=barres");
        let table = criteria.but(|criteria| criteria.view = View::Table);
        assert_eq!(
            table.without(Dimension::Theme, Dimension::Theme.read("4.1").expect("a theme")).query(),
            "vue=tableau&colonne=titre"
        );
    }
}
