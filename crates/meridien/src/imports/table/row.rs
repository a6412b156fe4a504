//! One row: its cells by column, and the record that they make.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use meridien_tables::Cell;
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;

use super::column::{Column, Heading, Meaning};
use super::party::Parties;
use super::template;
use crate::anomaly::{Anomaly, Code, Severity};
use crate::declaration::value;
use crate::imports::atlas_page::ATLAS;
use crate::imports::matching::certain;
use crate::journal::Journal;
use crate::partnership::fields::Kind as Type;
use crate::partnership::funding::FundingLine;
use crate::partnership::status::{CONFIRM_AFTER_MONTHS, Status, StatusFacts};
use crate::partnership::{
    Agreement, AgreementKind, Document, Form, LegacyId, NamedOrganisation, OtherTheme, Partnership, Party,
};
use crate::reference::{self, fold};
use crate::theme::Theme;
use crate::value::{Country, Currency, Id, PartialDate, Text};
use crate::web::address::is_web_address;
use crate::web::{Lang, Locale};

/// What people wrote in the place of cells, by row number and column.
pub type Corrections = BTreeMap<(u64, Column), String>;

/// What people wrote in the place of the cells of one row.
pub(super) fn corrections(all: &Corrections, row: u64) -> impl Iterator<Item = (Column, &str)> {
    let (from, to) = ((row, Column::ALL[0]), (row, Column::ALL[Column::ALL.len() - 1]));
    all.range(from..=to).map(|((_, column), text)| (*column, text.trim()))
}

/// The cells of a row that hold something, by column.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Values {
    cells: BTreeMap<Column, Cell>,
    /// Those that hold what is no value.
    broken: BTreeMap<Column, String>,
}

impl Values {
    /// The cells of a row under these headings, with what was written in their place.
    pub(super) fn new(row: &meridien_tables::read::Row, headings: &[Heading], corrections: &Corrections) -> Values {
        let mut values = Values::default();
        for (heading, cell) in headings.iter().zip(&row.cells) {
            match (heading.meaning, cell) {
                (Meaning::Column(_), Cell::Empty) => {}
                (Meaning::Column(column), Cell::Broken(text)) => _ = values.broken.insert(column, text.clone()),
                (Meaning::Column(column), Cell::Text(text)) if is_error(text) => {
                    values.broken.insert(column, text.clone());
                }
                (Meaning::Column(column), cell) => _ = values.cells.insert(column, cell.clone()),
                _ => {}
            }
        }
        if let Some(surplus) = surplus(row, headings) {
            values.cells.insert(Column::Surplus, Cell::text(surplus));
        }
        for (column, text) in self::corrections(corrections, row.number) {
            values.broken.remove(&column);
            match text {
                "" => values.cells.remove(&column),
                text => values.cells.insert(column, Cell::text(text)),
            };
        }
        values
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.broken.is_empty()
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.cells.contains_key(&column)
    }

    /// A cell's text; empty where there is none.
    pub(super) fn text(&self, column: Column) -> Cow<'_, str> {
        self.cells.get(&column).map_or(Cow::Borrowed(""), Cell::plain)
    }
}

/// Whether a text is what spreadsheets write where a formula failed: `#REF!`, `#N/A`, `#NOM?`.
fn is_error(text: &str) -> bool {
    let word = text.strip_prefix('#').and_then(|rest| rest.strip_suffix(['!', '?', 'A'])).unwrap_or_default();
    !word.is_empty() && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '/')
}

/// What stands to the right of the headings: an unquoted separator pushes the rest of a text there.
pub(super) fn surplus(row: &meridien_tables::read::Row, headings: &[Heading]) -> Option<String> {
    let cells = row.cells.iter().skip(headings.len()).filter(|cell| **cell != Cell::Empty);
    let texts: Vec<_> = cells.map(Cell::plain).collect();
    (!texts.is_empty()).then(|| texts.join(" | "))
}

/// Several values of one cell.
pub(super) fn list(text: &str) -> Vec<&str> {
    text.split(['|', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// What is wrong with a row.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// Where it stands: `table.csv:12`.
    pub(super) place: String,
    pub(super) all: Vec<Anomaly>,
    /// The authorities that could not be told, as the row gives them.
    pub(super) untold: Vec<String>,
}

impl Faults {
    pub(super) fn add(&mut self, code: Code, column: Column, value: impl Into<String>) {
        self.all.push(Anomaly::new(code, column.as_str(), value).of(&self.place));
    }

    /// Whether there is an error, so that the row waits.
    pub(super) fn wait(&self) -> bool {
        self.all.iter().any(|fault| fault.code.severity() == Severity::Error)
    }

    /// Whether one of these columns is known to be wrong.
    pub(super) fn blame(&self, columns: &[Column]) -> bool {
        let is_error = |fault: &&Anomaly| fault.code.severity() == Severity::Error;
        self.all.iter().filter(is_error).any(|fault| columns.iter().any(|column| fault.field == column.as_str()))
    }
}

/// What is known of the vocabulary and the words of the columns, in every language.
pub(super) struct Words {
    themes: HashMap<String, String>,
    forms: HashMap<String, Form>,
    statuses: HashMap<String, Status>,
    answers: HashMap<String, bool>,
    /// Months by their names.
    months: HashMap<String, u32>,
}

impl Words {
    /// The vocabulary of a register; without one, that of a new register.
    pub(super) async fn read(journal: Option<&Journal>) -> crate::journal::Result<Words> {
        let mut themes = HashMap::new();
        let mut add = |code: &str, label: &str| {
            for name in [fold(code), fold(label), fold(&format!("{code} {label}"))] {
                // Of two terms of one name, the more general comes first.
                themes.entry(name).or_insert_with(|| code.to_owned());
            }
        };
        for theme in reference::themes() {
            Lang::ALL.into_iter().for_each(|lang| add(theme.code, Locale::from(lang).label(theme.name)));
        }
        if let Some(journal) = journal {
            for revision in journal.list(crate::journal::Kind::Theme, None, i64::MAX).await? {
                let theme: Theme = revision.read()?;
                theme.label.iter().for_each(|(_, label)| add(&theme.code, label));
            }
        }
        Ok(Words { themes, forms: forms(), statuses: statuses(), answers: answers(), months: months() })
    }

    fn theme(&self, text: &str) -> Option<&str> {
        self.themes.get(&fold(text)).map(String::as_str)
    }

    /// A date whose month is a word, in figures: `1er mars 2018`, `March 1st, 2018` and `mars 2018` are `1/3/2018` and
    /// `3/2018`.
    fn in_figures(&self, text: &str) -> Option<String> {
        let month = |part: &str| self.months.get(&fold(part)).copied();
        let day = |part: &str| {
            let figures = part.trim_end_matches(|c: char| c.is_alphabetic());
            let ending = part[figures.len()..].to_lowercase();
            let is_day = matches!(ending.as_str(), "" | "er" | "st" | "nd" | "rd" | "th");
            figures.parse::<u32>().ok().filter(|_| is_day)
        };
        let parts: Vec<&str> = text.split([' ', ',', '\u{a0}']).filter(|part| !part.is_empty()).collect();
        match parts[..] {
            [named, year] => Some(format!("{}/{year}", month(named)?)),
            [a, b, year] => {
                let (day, month) =
                    month(b).zip(day(a)).map(|(month, day)| (day, month)).or_else(|| day(b).zip(month(a)))?;
                Some(format!("{day}/{month}/{year}"))
            }
            _ => None,
        }
    }
}

/// A word in every language.
fn in_languages(key: &str) -> [String; Lang::ALL.len()] {
    Lang::ALL.map(|lang| fold(&Locale::from(lang).t(key)))
}

fn forms() -> HashMap<String, Form> {
    let mut words = HashMap::new();
    for &form in Form::ALL {
        // "Action au titre du 1 % (eau, énergie, déchets)" is known without what stands in brackets.
        let short = Lang::ALL.map(|lang| fold(Locale::from(lang).t(form.key()).split('(').next().unwrap_or_default()));
        words.extend(in_languages(form.key()).into_iter().chain(short).map(|word| (word, form)));
        words.insert(fold(form.code()), form);
    }
    words
}

fn statuses() -> HashMap<String, Status> {
    let others = [
        ("en cours", Status::Active),
        ("en activite", Status::Active),
        ("ongoing", Status::Active),
        ("termine", Status::Ended),
        ("acheve", Status::Ended),
        ("clos", Status::Ended),
        ("closed", Status::Ended),
        ("en veille", Status::Dormant),
    ];
    let mut words: HashMap<String, Status> = others.map(|(word, status)| (word.to_owned(), status)).into();
    for &status in Status::ALL {
        words.extend(in_languages(status.key()).map(|word| (word, status)));
        words.insert(fold(status.code()), status);
    }
    words
}

fn answers() -> HashMap<String, bool> {
    let others = [("true", true), ("vrai", true), ("false", false), ("faux", false)];
    let mut words: HashMap<String, bool> = others.map(|(word, answer)| (word.to_owned(), answer)).into();
    for (key, answer) in [("yes", true), ("no", false)] {
        words.extend(in_languages(key).map(|word| (word, answer)));
    }
    words
}

fn months() -> HashMap<String, u32> {
    let named = |lang: Lang, month: u32| {
        let name = Locale::from(lang).month(2000, month);
        (fold(name.trim_end_matches("2000")), month)
    };
    Lang::ALL.into_iter().flat_map(|lang| (1..=12).map(move |month| named(lang, month))).collect()
}

/// What reading a row needs.
pub(super) struct Context<'a> {
    pub(super) words: &'a Words,
    pub(super) locale: Locale,
}

/// A row that was read.
pub(super) struct Read {
    /// The record that it names.
    pub(super) id: Option<Id>,
    /// What it says.
    pub(super) record: Partnership,
    /// The form that it gives.
    form: Option<Form>,
    /// The currency that it gives its amount in.
    currency: Option<Currency>,
    pub(super) status: Option<Status>,
}

impl Context<'_> {
    /// Reads a row. Everything that is wrong with it is among the faults.
    pub(super) fn read(&self, values: &Values, parties: &mut Parties, faults: &mut Faults) -> Read {
        let lang = self.locale.lang.code();
        values.broken.iter().for_each(|(column, text)| faults.add(Code::NoValue, *column, text.as_str()));
        if values.has(Column::Surplus) {
            faults.add(Code::SurplusCells, Column::Surplus, values.text(Column::Surplus));
        }
        let id = id(values, faults);
        let mut record = Partnership {
            title: Text::new(lang, values.text(Column::Title)),
            start: self.date(Column::Start, values, faults),
            end: self.date(Column::End, values, faults),
            parties: parties.of(values, id, faults),
            ..Partnership::default()
        };
        let form = self.word(Column::Form, &self.words.forms, values, faults);
        record.form = form.unwrap_or_default();
        record.themes.main = self.theme(Column::Theme, &values.text(Column::Theme), faults);
        let others = values.text(Column::OtherThemes).into_owned();
        let others = list(&others).into_iter().filter_map(|text| self.theme(Column::OtherThemes, text, faults));
        record.themes.others = others.map(|theme| OtherTheme { theme, priority: None, eligible: None }).collect();
        let signed = self.date(Column::Signed, values, faults);
        record.agreements = signed.into_iter().map(agreement).collect();
        let status = self.word(Column::Status, &self.words.statuses, values, faults);
        record.ended = status == Some(Status::Ended);
        record.dormant = status == Some(Status::Dormant);
        record.demo = self.word(Column::Demo, &self.words.answers, values, faults).unwrap_or_default();
        record.narratives.objective = Text::new(lang, values.text(Column::Objective));
        record.documents = self.documents(values, faults);
        record.legacy_ids = number(values, faults).into_iter().collect();
        let countries = record.countries();
        let currency = values.has(Column::Amount).then(|| self.currency(values, faults)).flatten();
        record.funding = self.funding(values, currency, &countries, parties, faults).into_iter().collect();
        Read { id, record, form, currency, status }
    }

    /// A value of a type that forms have too, written as there.
    fn typed<T: DeserializeOwned>(
        &self,
        column: Column,
        kind: &Type,
        values: &Values,
        faults: &mut Faults,
    ) -> Option<T> {
        let text = values.text(column);
        if text.is_empty() {
            return None;
        }
        let read = self.value(kind, &text);
        if read.is_none() {
            faults.add(Code::BadCell, column, text.clone());
        }
        read
    }

    fn value<T: DeserializeOwned>(&self, kind: &Type, text: &str) -> Option<T> {
        value::read(kind, &[text], self.locale).ok().and_then(|value| serde_json::from_value(value).ok())
    }

    /// A date, of which the month may be a word.
    fn date(&self, column: Column, values: &Values, faults: &mut Faults) -> Option<PartialDate> {
        let in_words = self.words.in_figures(&values.text(column)).and_then(|text| self.value(&Type::Date, &text));
        in_words.or_else(|| self.typed(column, &Type::Date, values, faults))
    }

    fn amount(&self, values: &Values, faults: &mut Faults) -> Option<Decimal> {
        match values.cells.get(&Column::Amount)? {
            Cell::Integer(number) => Some(Decimal::from(*number)),
            Cell::Amount(amount) => Some(*amount),
            cell if value::is_ambiguous(&cell.plain(), self.locale.lang) => {
                faults.add(Code::AmbiguousAmount, Column::Amount, cell.plain());
                None
            }
            _ => self.typed(Column::Amount, &Type::Amount, values, faults),
        }
    }

    fn word<T: Copy>(
        &self,
        column: Column,
        words: &HashMap<String, T>,
        values: &Values,
        faults: &mut Faults,
    ) -> Option<T> {
        let text = values.text(column);
        let found = words.get(&fold(&text)).copied();
        if found.is_none() && !text.is_empty() {
            faults.add(Code::BadCell, column, text.clone());
        }
        found
    }

    fn theme(&self, column: Column, text: &str, faults: &mut Faults) -> Option<String> {
        let found = self.words.theme(text);
        if found.is_none() && !text.is_empty() {
            faults.add(Code::BadCell, column, text);
        }
        found.map(str::to_owned)
    }

    fn documents(&self, values: &Values, faults: &mut Faults) -> Vec<Document> {
        let text = values.text(Column::Document).into_owned();
        let (good, bad): (Vec<&str>, Vec<&str>) = list(&text).into_iter().partition(|text| is_web_address(text));
        bad.into_iter().for_each(|text| faults.add(Code::BadCell, Column::Document, text));
        let document = |url: &str| {
            let title = url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/');
            Document { title: Text::new(self.locale.lang.code(), title), file: None, url: Some(url.to_owned()) }
        };
        good.into_iter().map(document).collect()
    }

    /// The currency of the amount, where the row says it: in its column, or by a sign beside the amount.
    fn currency(&self, values: &Values, faults: &mut Faults) -> Option<Currency> {
        match values.text(Column::Currency).trim() {
            "" => values.text(Column::Amount).contains('€').then_some(Currency::EUR),
            // No other sign means one currency.
            "€" => Some(Currency::EUR),
            text if matches!(fold(text).as_str(), "euro" | "euros") => Some(Currency::EUR),
            _ => self.typed(Column::Currency, &Type::Currency, values, faults),
        }
    }

    /// The line of funding, where the row gives an amount; in euros where it gives no currency.
    fn funding(
        &self,
        values: &Values,
        currency: Option<Currency>,
        countries: &[Country],
        parties: &Parties,
        faults: &mut Faults,
    ) -> Option<FundingLine> {
        if !values.has(Column::Amount) {
            return None;
        }
        let amount = self.amount(values, faults);
        let funder = |name: &str| {
            let organisation = certain(name, countries, &parties.register);
            NamedOrganisation { name: name.to_owned(), organisation }
        };
        Some(FundingLine {
            funders: list(&values.text(Column::Funders)).into_iter().map(funder).collect(),
            year: self.typed(Column::Year, &Type::Year, values, faults),
            amount,
            currency: currency.unwrap_or_default(),
            ..FundingLine::default()
        })
    }
}

fn agreement(signed: PartialDate) -> Agreement {
    Agreement { kind: AgreementKind::Unspecified, signed: Some(signed), ..Agreement::default() }
}

fn number(values: &Values, faults: &mut Faults) -> Option<LegacyId> {
    let text = values.text(Column::Atlas);
    let is_number = text.parse::<u32>().is_ok() && !text.starts_with(['0', '+']);
    if !is_number && !text.is_empty() {
        faults.add(Code::BadCell, Column::Atlas, text.clone());
    }
    is_number.then(|| LegacyId { scheme: ATLAS.to_owned(), value: text.into_owned() })
}

fn id(values: &Values, faults: &mut Faults) -> Option<Id> {
    let text = values.text(Column::Id);
    let id = text.parse().ok();
    if id.is_none() && !text.is_empty() {
        faults.add(Code::UnknownRecord, Column::Id, text.clone());
    }
    id
}

/// A record with what a row says of it. An empty cell says nothing, and what the row says as the record does leaves the
/// record as it is, with all that a row has no place for.
pub(super) fn merged(held: &Partnership, read: &Read, now: Status, l: Locale, faults: &mut Faults) -> Partnership {
    let Read { record: row, form, status, .. } = read;
    let mut record = held.clone();
    let (own, new) = (template::cells(held, l), template::cells(row, l));
    let differs = |columns: &[Column]| {
        let cell = |cells: &template::Cells, column: &Column| cells.get(column).cloned().unwrap_or_default();
        columns.iter().any(|column| !cell(&new, column).is_empty())
            && columns.iter().any(|column| cell(&own, column) != cell(&new, column))
    };
    let lang = l.lang.code();
    if differs(&[Column::Title]) {
        record.title = record.title.with(lang, row.title.exact(lang).unwrap_or_default());
    }
    if differs(&[Column::Objective]) {
        let text = row.narratives.objective.exact(lang).unwrap_or_default();
        record.narratives.objective = record.narratives.objective.with(lang, text);
    }
    record.form = form.unwrap_or(held.form);
    take_parties(&mut record, row);
    if differs(&[Column::Theme]) {
        record.themes.main.clone_from(&row.themes.main);
    }
    if differs(&[Column::OtherThemes]) {
        let kept = |other: &OtherTheme| held.themes.others.iter().find(|held| held.theme == other.theme).cloned();
        record.themes.others =
            row.themes.others.iter().map(|other| kept(other).unwrap_or_else(|| other.clone())).collect();
    }
    record.start = finer(row.start, held.start);
    record.end = finer(row.end, held.end);
    if differs(&[Column::Signed]) {
        take_signature(&mut record, row);
    }
    if let Some(status) = status.filter(|status| *status != now) {
        (record.ended, record.dormant) = (status == Status::Ended, status == Status::Dormant);
    }
    // What is invented in part is invented.
    record.demo |= row.demo;
    take_funding(&mut record, read, faults);
    for document in &row.documents {
        if !record.documents.iter().any(|held| held.url == document.url) {
            record.documents.push(document.clone());
        }
    }
    for number in &row.legacy_ids {
        if !record.legacy_ids.contains(number) {
            record.legacy_ids.push(number.clone());
        }
    }
    record
}

/// The parties of the row, each with what the record says of it, where they are others or otherwise named.
fn take_parties(record: &mut Partnership, row: &Partnership) {
    if row.parties.is_empty() {
        return;
    }
    let held = &record.parties;
    let taken = row.parties.iter().map(|party| match held.iter().find(|own| own.organisation == party.organisation) {
        Some(own) if party.name.is_empty() => own.clone(),
        Some(own) => Party { name: party.name.clone(), ..own.clone() },
        None => party.clone(),
    });
    let mut taken: Vec<_> = taken.collect();
    // The order of a table says nothing: the record keeps its own.
    taken.sort_by_key(|party| held.iter().position(|own| own.organisation == party.organisation).unwrap_or(usize::MAX));
    record.parties = taken;
}

/// The row's signature in the place of the earliest that the record has.
fn take_signature(record: &mut Partnership, row: &Partnership) {
    let first = record.first_signature();
    let signed = row.first_signature();
    match record.agreements.iter_mut().find(|agreement| agreement.signed.is_some() && agreement.signed == first) {
        Some(agreement) => agreement.signed = finer(signed, agreement.signed),
        None => record.agreements.extend(signed.map(agreement)),
    }
}

/// The row's date, unless the record's agrees with it and is as exact or more.
fn finer(row: Option<PartialDate>, own: Option<PartialDate>) -> Option<PartialDate> {
    let is_within =
        |(row, own): (PartialDate, PartialDate)| row.first_day() <= own.first_day() && own.last_day() <= row.last_day();
    if row.zip(own).is_some_and(is_within) { own } else { row.or(own) }
}

/// What the row says of the only line of funding that the record has. Which of several it means cannot be told, unless
/// it says nothing new of the only one that is of no phase.
fn take_funding(record: &mut Partnership, read: &Read, faults: &mut Faults) {
    let Some(row) = read.record.funding.first() else { return };
    let lines = record.all_funding().count();
    let line = match &record.funding[..] {
        [] if lines == 0 => Some(row.clone()),
        [own] => Some(with_row(own, row, read.currency)).filter(|line| lines == 1 || line == own),
        _ => None,
    };
    match line {
        Some(line) => record.funding = vec![line],
        None => faults.add(Code::SeveralLines, Column::Amount, ""),
    }
}

/// A line of funding with what a row says of it, in the currency that the row gives.
fn with_row(own: &FundingLine, row: &FundingLine, currency: Option<Currency>) -> FundingLine {
    let kept = |new: &NamedOrganisation| own.funders.iter().find(|held| held.name == new.name).unwrap_or(new).clone();
    let same_funders = row.funders.is_empty() || template::funders(row) == template::funders(own);
    FundingLine {
        funders: if same_funders { own.funders.clone() } else { row.funders.iter().map(kept).collect() },
        year: row.year.or(own.year),
        // 1234.5 and 1234.50 are one amount.
        amount: if row.amount == own.amount { own.amount } else { row.amount.or(own.amount) },
        currency: currency.unwrap_or(own.currency),
        ..own.clone()
    }
}

/// The status of a record on a day, as far as the record itself tells.
pub(super) fn status_of(record: &Partnership, today: chrono::NaiveDate) -> Status {
    StatusFacts::of(record, None, today).status(today, CONFIRM_AFTER_MONTHS)
}
