//! The table that we offer to be filled in, and what a record looks like in it.

use std::collections::BTreeMap;
use std::io::{Seek, Write};

use meridien_tables::{Blank, BlankColumn};

use super::column::Column;
use crate::partnership::funding::FundingLine;
use crate::partnership::status::Status;
use crate::partnership::{Form, Partnership};
use crate::reference;
use crate::reference::fold;
use crate::value::Text;
use crate::web::Locale;
use crate::web::parameters::alike;

/// What stands in the columns of one row; empty cells are absent.
pub type Cells = BTreeMap<Column, String>;

/// The row of a record: what the template has columns for. Several lines of funding have no place in one row.
pub fn cells(record: &Partnership, l: Locale) -> Cells {
    let mut cells = Cells::new();
    let mut put = |column, text: String| {
        if !text.is_empty() {
            cells.insert(column, text);
        }
    };
    let best = |text: &Text| text.best(l.lang.code()).map_or_else(String::new, |(_, text)| text.trim().to_owned());
    put(Column::Title, best(&record.title));
    put(Column::Form, record.form.code().to_owned());
    let (near, far) = record.parties.split_at(record.parties.len().min(1));
    for (parties, [names, codes, countries]) in [
        (near, [Column::Authority, Column::AuthorityCode, Column::AuthorityCountry]),
        (far, [Column::Partner, Column::PartnerCode, Column::PartnerCountry]),
    ] {
        put(names, joined(parties.iter().map(|party| party.name.clone())));
        put(codes, joined(parties.iter().map(|party| party.organisation.to_string())));
        put(countries, joined(parties.iter().map(|party| party.country.to_string())));
    }
    put(Column::Theme, record.themes.main.clone().unwrap_or_default());
    put(Column::OtherThemes, joined(record.themes.others.iter().map(|other| other.theme.clone())));
    let date = |date: Option<crate::value::PartialDate>| date.map_or_else(String::new, |date| date.to_string());
    put(Column::Start, date(record.start));
    put(Column::End, date(record.end));
    put(Column::Signed, date(record.first_signature()));
    let status = if record.ended { Some(Status::Ended) } else { record.dormant.then_some(Status::Dormant) };
    put(Column::Status, status.map_or_else(String::new, |status| status.code().to_owned()));
    if let [line] = record.funding[..].iter().collect::<Vec<_>>()[..]
        && let Some(amount) = line.amount
    {
        put(Column::Amount, amount.normalize().to_string());
        put(Column::Currency, line.currency.to_string());
        put(Column::Year, line.year.map_or_else(String::new, |year| year.to_string()));
        put(Column::Funders, funders(line));
    }
    put(Column::Objective, best(&record.narratives.objective));
    put(Column::Document, joined(record.documents.iter().filter_map(|document| document.url.clone())));
    let numbers = record.legacy_ids.iter().filter(|legacy| legacy.scheme == crate::imports::atlas_page::ATLAS);
    put(Column::Atlas, numbers.map(|legacy| legacy.value.clone()).next().unwrap_or_default());
    cells
}

/// The names of those who pay, as one cell.
pub(super) fn funders(line: &FundingLine) -> String {
    joined(line.funders.iter().map(|funder| funder.name.clone()))
}

fn joined(values: impl Iterator<Item = String>) -> String {
    values.collect::<Vec<_>>().join(" | ")
}

/// The words that a cell may hold, where they are few.
fn choices(column: Column, l: Locale) -> Vec<String> {
    match column {
        Column::Form => Form::ALL.iter().map(|form| l.t(form.key()).into_owned()).collect(),
        Column::Status => {
            [Status::Ended, Status::Dormant].iter().map(|status| l.t(status.key()).into_owned()).collect()
        }
        Column::Theme | Column::OtherThemes => {
            reference::themes().iter().map(|theme| format!("{} {}", theme.code, l.label(theme.name))).collect()
        }
        _ => Vec::new(),
    }
}

/// How the cells of a column are written, with the words that they may hold.
pub fn help(column: Column, l: Locale) -> String {
    let help = l.t(column.help()).into_owned();
    match column {
        Column::Form | Column::Status => format!("{help} {}", choices(column, l).join(" · ")),
        _ => help,
    }
}

/// The word that somebody most likely meant who wrote another, where a column has words to choose from.
pub fn meant(column: Column, text: &str, l: Locale) -> Option<String> {
    let choices = choices(column, l);
    // A theme is seldom called by its code.
    let name = |choice: &str| match column {
        Column::Theme | Column::OtherThemes => fold(choice.split_once(' ').map_or(choice, |(_, name)| name)),
        _ => fold(choice),
    };
    let names: Vec<String> = choices.iter().map(|choice| name(choice)).collect();
    let meant = alike(&fold(text), names.iter().map(String::as_str))?;
    let at = names.iter().position(|name| name == meant)?;
    choices.into_iter().nth(at)
}

/// The template as a workbook: a sheet to be filled in, one that explains each column, one with the words to choose from.
///
/// # Errors
/// When `out` cannot be written.
pub fn workbook(out: impl Write + Seek + Send, l: Locale) -> meridien_tables::Result {
    let columns: Vec<BlankColumn> = Column::of_template()
        .map(|column| BlankColumn {
            heading: column.heading(l),
            // A list of choices takes one.
            choices: if column == Column::OtherThemes { Vec::new() } else { choices(column, l) },
            is_number: matches!(column, Column::Amount | Column::Year),
        })
        .collect();
    let heads = ["table-guide-column", "table-guide-name", "table-guide-help", "table-guide-example"];
    let heads = heads.map(|key| l.t(key).into_owned());
    let line = |column: Column| {
        [column.heading(l), column.as_str().to_owned(), help(column, l), column.example(l).into_owned()]
    };
    let guide: Vec<[String; 4]> = std::iter::once(heads).chain(Column::of_template().map(line)).collect();
    let names = ["table-sheet", "table-guide", "table-words"].map(|key| l.t(key).into_owned());
    Blank { names, columns, guide }.write(out)
}

/// Whether a sheet is one of those with which the template explains itself.
pub fn is_guide(sheet: &str, l: Locale) -> bool {
    ["table-guide", "table-words"].iter().any(|key| l.t(key) == sheet)
}

/// The template as CSV: its headings, in a form that spreadsheets take for UTF-8.
pub fn csv(l: Locale) -> String {
    let headings: Vec<String> = Column::of_template().map(|column| column.heading(l)).collect();
    format!("\u{feff}{}\r\n", headings.join(";"))
}
