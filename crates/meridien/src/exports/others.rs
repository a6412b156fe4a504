//! What partnerships and activities speak of as relational tables: organisations, territories, themes, programmes, and what is
//! said of a partnership.

use meridien_tables::{Cell, Column, Kind, Table, point};

use super::tables::{Rows, date, word};
use crate::annotation::Annotation;
use crate::confirmation::Confirmation;
use crate::journal::{self, Kind as JournalKind, Revision};
use crate::organisation::{Identifier, Name, Organisation, Successor};
use crate::programme::Programme;
use crate::territory::Territory;
use crate::theme::Theme;
use crate::value::Id;

/// Organisations.
const ORGANISATIONS: Table = Table {
    name: "organisations",
    columns: &[
        Column::text("id"),
        Column::text("kind"),
        Column::text("country"),
        Column::text("name"),
        Column::text("territory"),
        Column::date("from"),
        Column::date("to"),
        Column::text("website"),
        Column::text("source"),
        Column::of("demo", Kind::Boolean),
    ],
};

/// The names of organisations through time.
const NAMES: Table = Table {
    name: "organisation_names",
    columns: &[
        Column::text("organisation"),
        Column::text("name"),
        Column::text("lang"),
        Column::text("kind"),
        Column::date("from"),
        Column::date("to"),
    ],
};

/// Who took over whose rights.
const SUCCESSORS: Table = Table {
    name: "successors",
    columns: &[Column::text("organisation"), Column::text("successor"), Column::date("on")],
};

/// The codes of organisations and territories in registers.
const CODES: Table = Table {
    name: "codes",
    columns: &[Column::text("record"), Column::text("type"), Column::text("scheme"), Column::text("value")],
};

/// Territories.
const TERRITORIES: Table = Table {
    name: "territories",
    columns: &[
        Column::text("id"),
        Column::text("level"),
        Column::text("country"),
        Column::text("name_fr"),
        Column::text("name_en"),
        Column::text("parent"),
        Column::of("lat", Kind::Number),
        Column::of("lon", Kind::Number),
        Column::of("population", Kind::Integer),
        Column::text("source"),
        Column::of("geometry", Kind::Geometry),
    ],
};

/// The vocabulary of themes.
const VOCABULARY: Table = Table {
    name: "vocabulary",
    columns: &[Column::text("code"), Column::text("id"), Column::text("label_fr"), Column::text("label_en")],
};

/// Confirmations of partnerships by their parties.
const CONFIRMATIONS: Table = Table {
    name: "confirmations",
    columns: &[
        Column::text("partnership"),
        Column::text("party"),
        Column::date("on"),
        Column::of("agreed", Kind::Boolean),
        Column::of("version", Kind::Integer),
        Column::text("remark"),
        Column::text("post"),
    ],
};

/// What diplomatic posts and the ministry note on partnerships for everyone to read.
const ANNOTATIONS: Table = Table {
    name: "annotations",
    columns: &[
        Column::text("id"),
        Column::text("partnership"),
        Column::text("post"),
        Column::date("on"),
        Column::text("text"),
        Column::text("lang"),
    ],
};

/// Programmes.
const PROGRAMMES: Table = Table {
    name: "programmes",
    columns: &[Column::text("id"), Column::text("title"), Column::date("start"), Column::date("end")],
};

/// The tables that are not about partnerships alone.
pub(super) const OTHERS: [Table; 9] =
    [ORGANISATIONS, NAMES, SUCCESSORS, CODES, TERRITORIES, VOCABULARY, CONFIRMATIONS, ANNOTATIONS, PROGRAMMES];

/// The rows of [`OTHERS`] that revisions of one kind make.
///
/// # Errors
/// When a body is unreadable.
pub(super) fn of_others(revisions: &[Revision]) -> journal::Result<Vec<(Table, Rows)>> {
    let mut tables: Vec<(Table, Rows)> = OTHERS.map(|table| (table, Rows::new())).into();
    for revision in revisions {
        let rows = match revision.kind {
            JournalKind::Organisation => organisation(revision.id, &revision.read()?),
            JournalKind::Territory => territory(revision.id, &revision.read()?),
            JournalKind::Theme => vec![(VOCABULARY, vec![theme(revision.id, &revision.read()?)])],
            JournalKind::Confirmation => vec![(CONFIRMATIONS, vec![confirmation(&revision.read()?)])],
            JournalKind::Annotation => vec![(ANNOTATIONS, vec![annotation(revision.id, &revision.read()?)])],
            JournalKind::Programme => vec![(PROGRAMMES, vec![programme(revision.id, &revision.read()?)])],
            JournalKind::Partnership | JournalKind::Activity => Vec::new(),
        };
        for (table, rows) in rows {
            if let Some((_, into)) = tables.iter_mut().find(|(other, _)| other.name == table.name) {
                into.extend(rows);
            }
        }
    }
    Ok(tables)
}

fn codes(id: Id, of: &str, codes: &[Identifier]) -> (Table, Rows) {
    let row =
        |code: &Identifier| vec![id.to_string().into(), of.into(), Cell::text(&code.scheme), Cell::text(&code.value)];
    (CODES, codes.iter().map(row).collect())
}

fn organisation(id: Id, organisation: &Organisation) -> Vec<(Table, Rows)> {
    let today = chrono::NaiveDate::MAX;
    let row = vec![
        id.to_string().into(),
        organisation.kind.code().into(),
        Cell::maybe(organisation.country.map(|country| country.to_string())),
        Cell::text(organisation.name_on(today, "fr")),
        Cell::maybe(organisation.territory.map(|id| id.to_string())),
        date(organisation.from),
        date(organisation.to),
        Cell::maybe(organisation.website.clone()),
        Cell::text(&organisation.source),
        organisation.demo.into(),
    ];
    let name = |name: &Name| {
        vec![
            id.to_string().into(),
            Cell::text(&name.name),
            Cell::maybe(name.lang.clone()),
            word(&name.kind),
            date(name.from),
            date(name.to),
        ]
    };
    let successor = |next: &Successor| vec![id.to_string().into(), next.organisation.to_string().into(), date(next.on)];
    vec![
        (ORGANISATIONS, vec![row]),
        (NAMES, organisation.names.iter().map(name).collect()),
        (SUCCESSORS, organisation.successors.iter().map(successor).collect()),
        codes(id, "organisation", &organisation.identifiers),
    ]
}

fn territory(id: Id, territory: &Territory) -> Vec<(Table, Rows)> {
    let name = |lang| Cell::maybe(territory.name.exact(lang));
    let row = vec![
        id.to_string().into(),
        word(&territory.level),
        territory.country.to_string().into(),
        name("fr"),
        name("en"),
        Cell::maybe(territory.parent.map(|id| id.to_string())),
        Cell::maybe(territory.point.map(|point| point.lat)),
        Cell::maybe(territory.point.map(|point| point.lon)),
        Cell::maybe(territory.population.and_then(|count| i64::try_from(count).ok())),
        Cell::text(&territory.source),
        territory.point.map_or(Cell::Empty, |at| Cell::Geometry(point([at.lon, at.lat]))),
    ];
    vec![(TERRITORIES, vec![row]), codes(id, "territory", &territory.codes)]
}

fn theme(id: Id, theme: &Theme) -> Vec<Cell> {
    let label = |lang| Cell::maybe(theme.label.exact(lang));
    vec![Cell::text(&theme.code), id.to_string().into(), label("fr"), label("en")]
}

fn confirmation(confirmation: &Confirmation) -> Vec<Cell> {
    vec![
        confirmation.partnership.to_string().into(),
        confirmation.party.to_string().into(),
        confirmation.on.to_string().into(),
        confirmation.agreed.into(),
        confirmation.version.into(),
        Cell::maybe(confirmation.remark.clone()),
        Cell::maybe(confirmation.post.map(|id| id.to_string())),
    ]
}

fn annotation(id: Id, annotation: &Annotation) -> Vec<Cell> {
    vec![
        id.to_string().into(),
        annotation.partnership.to_string().into(),
        Cell::maybe(annotation.post.map(|id| id.to_string())),
        annotation.on.to_string().into(),
        Cell::text(&annotation.text),
        Cell::text(&annotation.lang),
    ]
}

fn programme(id: Id, programme: &Programme) -> Vec<Cell> {
    let title = programme.title.best("fr").map(|(_, title)| title);
    vec![id.to_string().into(), Cell::maybe(title), date(programme.start), date(programme.end)]
}
