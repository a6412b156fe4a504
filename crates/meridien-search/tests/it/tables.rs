//! Tables of documents and sums, against a recount by hand.

use std::collections::{BTreeMap, BTreeSet};

use meridien_search::{
    By, Change, Count, Document, Filter, Index, Line, LineAmount, LineCode, LineFilter, Measure, Schema, Table,
    Tabulation,
};
use proptest::prelude::*;
use tempfile::TempDir;

use meridien_search::{Facet, Number};

/// A schema of accounts.
struct Fields {
    schema: Schema,
    country: Facet,
    year: Number,
    funder: LineCode,
    when: LineCode,
    amount: LineAmount,
}

fn fields() -> Fields {
    let mut schema = Schema::builder(1);
    let country = schema.facet("country");
    let year = schema.number("year");
    let funder = schema.line_code("funder");
    let when = schema.line_code("when");
    let amount = schema.line_amount("amount");
    Fields { schema: schema.build(), country, year, funder, when, amount }
}

/// A document as the test knows it.
#[derive(Clone, Debug)]
struct Account {
    countries: BTreeSet<u64>,
    years: Vec<i64>,
    lines: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    funders: BTreeSet<u64>,
    when: Option<u64>,
    amount: Option<i64>,
}

fn account() -> impl Strategy<Value = Account> {
    let entry = (prop::collection::btree_set(0..4u64, 0..3), prop::option::of(2000..2004u64), amount());
    let entry = entry.prop_map(|(funders, when, amount)| Entry { funders, when, amount });
    let countries = prop::collection::btree_set((0..4u64).prop_map(|code| code * (u64::MAX / 5)), 0..3);
    (countries, prop::collection::vec(-3..4i64, 0..3), prop::collection::vec(entry, 0..5))
        .prop_map(|(countries, years, lines)| Account { countries, years, lines })
}

fn amount() -> impl Strategy<Value = Option<i64>> {
    prop_oneof![
        Just(None),
        (-500..1000i64).prop_map(Some),
        prop_oneof![Just(i64::MAX), Just(-i64::MAX), Just(0)].prop_map(Some)
    ]
}

impl Account {
    fn document(&self, fields: &Fields, key: usize) -> Document {
        let mut document = Document::new(key.to_string(), "{}");
        self.countries.iter().for_each(|&code| {
            document.facet(fields.country, code);
        });
        self.years.iter().for_each(|&year| {
            document.number(fields.year, year);
        });
        for entry in &self.lines {
            let mut line = Line::default();
            for &funder in &entry.funders {
                line.code(fields.funder, funder).code(fields.funder, funder);
            }
            if let Some(when) = entry.when {
                line.code(fields.when, when);
            }
            if let Some(amount) = entry.amount {
                line.amount(fields.amount, 7).amount(fields.amount, amount);
            }
            document.line(line);
        }
        document
    }
}

/// Writes the accounts into several segments, and removes some after. Returns what is left.
fn write(fields: &Fields, accounts: &[Account]) -> (Index, TempDir, Vec<Account>) {
    let folder = TempDir::new().unwrap();
    let index = Index::open(folder.path(), &fields.schema).unwrap().index;
    let mut writer = index.writer().unwrap();
    writer.rebuild().unwrap().finish(1).unwrap();
    let mut left = Vec::new();
    for (seq, chunk) in accounts.chunks(15).enumerate() {
        let key = |place: usize| seq * 15 + place;
        let documents = chunk.iter().enumerate().map(|(place, account)| account.document(fields, key(place)));
        writer.apply(documents.map(Change::Put)).unwrap();
        writer.commit(seq as u64 + 2).unwrap();
        writer.apply([Change::Remove(key(2).to_string())]).unwrap();
        writer.commit(seq as u64 + 2).unwrap();
        left.extend(chunk.iter().enumerate().filter(|(place, _)| *place != 2).map(|(_, account)| account.clone()));
    }
    (index, folder, left)
}

/// What makes rows or columns, without the fields' handles.
#[derive(Clone, Debug)]
enum Axis {
    Nothing,
    Countries,
    Each(Vec<BTreeSet<u64>>),
    Years(Vec<i64>),
    Funders,
    When,
}

fn axis() -> impl Strategy<Value = Axis> {
    let countries = prop::collection::btree_set((0..4u64).prop_map(|code| code * (u64::MAX / 5)), 0..3);
    prop_oneof![
        Just(Axis::Nothing),
        Just(Axis::Countries),
        prop::collection::vec(countries, 0..3).prop_map(Axis::Each),
        prop::collection::btree_set(-4..5i64, 0..4).prop_map(|bounds| Axis::Years(bounds.into_iter().collect())),
        Just(Axis::Funders),
        Just(Axis::When),
    ]
}

impl Axis {
    fn by(&self, fields: &Fields) -> By {
        match self {
            Self::Nothing => By::Document(Count::Nothing),
            Self::Countries => By::Document(Count::Codes(fields.country)),
            Self::Each(sets) => {
                let filter = |set: &BTreeSet<u64>| Filter::In(fields.country, set.iter().copied().collect());
                By::Document(Count::Each(sets.iter().map(filter).collect()))
            }
            Self::Years(bounds) => By::Document(Count::Steps(fields.year, bounds.clone())),
            Self::Funders => By::Line(fields.funder),
            Self::When => By::Line(fields.when),
        }
    }

    fn is_of_lines(&self) -> bool {
        matches!(self, Self::Funders | Self::When)
    }

    /// The keys of an account, in the light of one of its lines, if any.
    fn keys(&self, account: &Account, line: Option<&Entry>) -> BTreeSet<u64> {
        match self {
            Self::Nothing => BTreeSet::new(),
            Self::Countries => account.countries.clone(),
            Self::Each(sets) => (0..)
                .zip(sets)
                .filter(|(_, set)| !set.is_disjoint(&account.countries))
                .map(|(place, _)| place)
                .collect(),
            Self::Years(bounds) => {
                let step = |year: &i64| (0..).zip(bounds).filter(|(_, bound)| *bound <= year).last();
                account.years.iter().filter_map(step).map(|(place, _)| place).collect()
            }
            Self::Funders => line.map(|line| line.funders.clone()).unwrap_or_default(),
            Self::When => line.and_then(|line| line.when).into_iter().collect(),
        }
    }
}

fn or_none(keys: BTreeSet<u64>) -> BTreeSet<Option<u64>> {
    if keys.is_empty() { BTreeSet::from([None]) } else { keys.into_iter().map(Some).collect() }
}

/// A table as a reader would make it: the set of items behind each number, then their measure.
struct Recount<'a> {
    axes: [&'a Axis; 2],
    seen: &'a dyn Fn(&Entry) -> bool,
}

/// An item: a document or a line or a code of a document, and what it adds.
type Items = BTreeMap<(usize, u64), i64>;

impl Recount<'_> {
    fn table(&self, accounts: &[Account], measure: &str, seq: u64) -> Table {
        let (mut all, mut rows, mut columns, mut cells) =
            (Items::new(), BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut table = Table { seq, documents: accounts.len() as u64, ..Table::default() };
        let looks_at_lines = measure == "sum" || self.axes.iter().any(|axis| axis.is_of_lines());
        for (place, account) in accounts.iter().enumerate() {
            let lines: Vec<_> = account.lines.iter().filter(|line| looks_at_lines && (self.seen)(line)).collect();
            table.lines += lines.len() as u64;
            table.unknown += lines.iter().filter(|line| measure == "sum" && line.amount.is_none()).count() as u64;
            for side in 0..2 {
                let own = self.axes[side].keys(account, None).is_empty();
                let of_lines = lines.iter().all(|line| self.axes[side].keys(account, Some(line)).is_empty());
                table.without[side] += u64::from(own && of_lines);
            }
            let mut add = |line: Option<&Entry>, item: (usize, u64), value: i64| {
                all.insert(item, value);
                for row in or_none(self.axes[0].keys(account, line)) {
                    rows.entry(row).or_insert_with(Items::new).insert(item, value);
                    for column in or_none(self.axes[1].keys(account, line)) {
                        columns.entry(column).or_insert_with(Items::new).insert(item, value);
                        cells.entry((row, column)).or_insert_with(Items::new).insert(item, value);
                    }
                }
            };
            let mut each: Vec<_> = lines.iter().map(|line| Some(*line)).collect();
            if measure != "sum" && each.is_empty() {
                each.push(None);
            }
            for (at, line) in each.into_iter().enumerate() {
                match measure {
                    "sum" => {
                        line.and_then(|line| line.amount).into_iter().for_each(|v| add(line, (place, at as u64), v))
                    }
                    "documents" => add(line, (place, 0), 1),
                    _ => account.countries.iter().for_each(|&code| add(line, (0, code), 1)),
                }
            }
        }
        table.total = sum(&all);
        table.rows = rows.into_iter().map(|(key, items)| (key, sum(&items))).collect();
        table.columns = columns.into_iter().map(|(key, items)| (key, sum(&items))).collect();
        table.cells = cells.into_iter().map(|(key, items)| (key, sum(&items))).collect();
        table
    }
}

fn sum(items: &Items) -> i64 {
    let sum: i128 = items.values().map(|&value| i128::from(value)).sum();
    i64::try_from(sum).unwrap_or(if sum > 0 { i64::MAX } else { i64::MIN })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn tables_equal_a_recount(
        accounts in prop::collection::vec(account(), 1..50),
        asked in prop::collection::vec((axis(), axis(), prop::option::of(0..4u64), any::<bool>()), 1..6),
    ) {
        let fields = fields();
        let (index, _folder, left) = write(&fields, &accounts);
        let seq = index.position().unwrap();
        for (rows, columns, country, recent) in asked {
            let country = country.map(|code| code * (u64::MAX / 5));
            let filter = country.map_or_else(Filter::default, |code| Filter::In(fields.country, vec![code]));
            let left: Vec<_> = left
                .iter()
                .filter(|account| country.is_none_or(|code| account.countries.contains(&code)))
                .cloned()
                .collect();
            let lines = [LineFilter::In(fields.funder, vec![1, 2]), LineFilter::Range(fields.when, Some(2001), Some(2002))];
            let lines = if recent { &lines[..] } else { &[] };
            let seen = |line: &Entry| {
                let when = line.when.is_some_and(|when| (2001..=2002).contains(&when));
                !recent || when && !line.funders.is_disjoint(&BTreeSet::from([1, 2]))
            };
            let recount = Recount { axes: [&rows, &columns], seen: &seen };
            for (name, measure) in [
                ("documents", Measure::Documents),
                ("sum", Measure::Sum(fields.amount)),
                ("distinct", Measure::Distinct(fields.country)),
            ] {
                let (rows, columns) = (rows.by(&fields), columns.by(&fields));
                let tabulation = Tabulation { words: "", filter: filter.clone(), lines, rows, columns, measure };
                let table = index.tabulate(&tabulation).unwrap();
                prop_assert_eq!(&*table, &recount.table(&left, name, seq), "{:?}", tabulation);
            }
        }
    }
}
