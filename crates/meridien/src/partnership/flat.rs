//! A partnership as one row: the table of CSV, Parquet and the first sheet of XLSX, documented in `docs/SEARCH.md`.

use meridien_tables::{Cell, Column, Kind, Table, points};

use super::index::{Card, StatusDay};
use super::show::theme_link;
use crate::country;
use crate::value::{Id, PartialDate};
use crate::web::Locale;

/// The table. Column names are stable.
pub(crate) const TABLE: Table = Table {
    name: "partnerships",
    columns: &[
        Column::text("id"),
        Column::text("permalink"),
        Column::text("title"),
        Column::text("parties"),
        Column::text("countries"),
        Column::text("country_names"),
        Column::text("form"),
        Column::text("form_name"),
        Column::text("theme"),
        Column::text("theme_name"),
        Column::text("status"),
        Column::text("status_name"),
        Column::date("start"),
        Column::date("end"),
        Column::date("signed"),
        Column::date("confirmed"),
        Column::of("euros", Kind::Amount),
        Column::text("funders"),
        Column::of("demo", Kind::Boolean),
        Column::of("geometry", Kind::Geometry),
    ],
};

/// The row of a partnership, its labels in the reader's language.
pub(crate) fn row(l: Locale, origin: &str, card: &Card, day: StatusDay) -> Vec<Cell> {
    let status = card.status_facts().status(day.today, day.confirm_after_months);
    let date = |date: Option<PartialDate>| Cell::maybe(date.map(|date| date.to_string()));
    let at = card.points();
    vec![
        card.id.to_string().into(),
        permalink(origin, card.id).into(),
        Cell::maybe(l.words(&card.title).map(|words| words.text)),
        joined(card.parties.iter().map(|(name, _)| name.clone())),
        joined(card.parties.iter().map(|(_, country)| country.to_string())),
        joined(card.parties.iter().map(|(_, country)| country::name(l, *country))),
        card.form.code().into(),
        l.t(card.form.key()).into_owned().into(),
        Cell::maybe(card.theme.clone()),
        Cell::maybe(card.theme.as_deref().map(|code| theme_link(l, code).text)),
        status.code().into(),
        l.t(status.key()).into_owned().into(),
        date(card.start),
        date(card.end),
        date(card.signed),
        Cell::maybe(card.confirmed.map(|day| day.to_string())),
        Cell::maybe(card.euros),
        joined(card.funders.iter().cloned()),
        card.demo.into(),
        if at.is_empty() { Cell::Empty } else { Cell::Geometry(points(&at)) },
    ]
}

/// Several values in one cell.
pub(crate) fn joined(values: impl Iterator<Item = String>) -> Cell {
    Cell::text(values.collect::<Vec<_>>().join(" | "))
}

/// The permanent address of a partnership's page.
pub(crate) fn permalink(origin: &str, id: Id) -> String {
    format!("{origin}/fr/partenariats/{id}")
}
