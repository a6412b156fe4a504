//! Lines copied from a table and pasted: declarations to be completed.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use meridien_tables::Cell;
use meridien_tables::read;

use super::column::{Chosen, Column, Heading, Meaning};
use super::head::{Head, Settled, tells};
use super::party::Parties;
use super::row::{self, Context, Corrections, Faults, Values, Words};
use crate::anomaly::Code;
use crate::imports::Options;
use crate::imports::register::Register;
use crate::journal::{Entry, Journal};
use crate::partnership::Partnership;
use crate::web::Locale;

/// Declarations begun at once from lines that were pasted.
const MOST_DRAFTS: usize = 50;

/// What a line that was pasted says.
#[derive(Debug, Default)]
pub struct Line {
    /// Its number in the table.
    pub number: u64,
    /// What could be read.
    pub record: Partnership,
    /// The organisations that are in no register.
    pub needs: Vec<Entry>,
    /// The authorities that could not be told, by the names that it gives.
    pub untold: Vec<String>,
    /// Whether it names the authorities of its own side.
    pub names_own_side: bool,
    /// The texts that are no values, by the path of their field.
    pub raw: BTreeMap<String, String>,
    /// What no field takes: heading and text.
    pub unread: Vec<(String, String)>,
}

/// What lines copied from a table, headings first, say of partnerships: whatever can be read of each row, to be completed by
/// whoever declares it, and what cannot. None where no heading is known.
///
/// # Errors
/// When the journal cannot be read.
pub async fn drafts(
    journal: &Journal,
    text: &str,
    options: &Options,
    locale: Locale,
) -> crate::journal::Result<Option<Vec<Line>>> {
    let mut head = Head::default();
    let read = read::pasted(text, &mut |row| {
        head.0.push(row);
        if head.0.len() > MOST_DRAFTS { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let Settled { headings, rows, .. } = head.settle(&Chosen::default());
    if read.is_err() || !tells(&headings) {
        return Ok(None);
    }
    let mut parties = Parties::new(Register::read(Some(journal), options.home, &[]).await?, options.home);
    let words = Words::read(Some(journal)).await?;
    let context = Context { words: &words, locale };
    let mut drafts = Vec::new();
    for row in rows {
        let values = Values::new(&row, &headings, &Corrections::new());
        if values.is_empty() {
            continue;
        }
        let mut faults = Faults::default();
        let mut record = context.read(&values, &mut parties, &mut faults).record;
        parties.name(&mut record.parties);
        let (raw, unread) = left(&row, &headings, &values, &faults);
        drafts.push(Line {
            number: row.number,
            needs: parties.needs(&record.parties),
            record,
            untold: faults.untold,
            names_own_side: [Column::Authority, Column::AuthorityCode, Column::Parties]
                .iter()
                .any(|column| values.has(*column)),
            raw,
            unread,
        });
    }
    Ok(Some(drafts).filter(|drafts| !drafts.is_empty()))
}

/// What could not be read of a row: the texts that are kept in their fields, by path, and those that no field takes, by
/// heading.
fn left(
    row: &read::Row,
    headings: &[Heading],
    values: &Values,
    faults: &Faults,
) -> (BTreeMap<String, String>, Vec<(String, String)>) {
    let (mut raw, mut unread) = (BTreeMap::new(), Vec::new());
    for (heading, cell) in headings.iter().zip(&row.cells).filter(|(_, cell)| **cell != Cell::Empty) {
        let text = cell.plain().into_owned();
        let Meaning::Column(column) = heading.meaning else {
            unread.push((heading.text.clone(), text));
            continue;
        };
        let faulty = faults.all.iter().any(|fault| fault.field == column.as_str() && is_loss(fault.code));
        // Without an amount there is no line of funding for these.
        let homeless =
            !values.has(Column::Amount) && matches!(column, Column::Year | Column::Currency | Column::Funders);
        match path(column).filter(|_| !homeless) {
            Some(path) if faulty => _ = raw.insert(path.to_owned(), text),
            None if faulty || homeless => unread.push((heading.text.clone(), text)),
            _ => {}
        }
    }
    unread.extend(row::surplus(row, headings).map(|text| (String::new(), text)));
    (raw, unread)
}

/// Whether a fault says that something was not taken over.
fn is_loss(code: Code) -> bool {
    matches!(
        code,
        Code::BadCell
            | Code::NoValue
            | Code::AmbiguousAmount
            | Code::UnknownCountry
            | Code::OtherCountry
            | Code::UnknownCode
            | Code::UnknownRecord
    )
}

/// The field that holds what a column says, where it takes any text.
fn path(column: Column) -> Option<&'static str> {
    Some(match column {
        Column::Start => "start",
        Column::End => "end",
        Column::Signed => "agreements[0].signed",
        Column::Year => "funding[0].year",
        Column::Amount => "funding[0].amount",
        _ => return None,
    })
}
