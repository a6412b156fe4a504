//! Partnerships as relational tables: what a partnership has several of, each a row with the partnership's identifier.

use meridien_tables::{Cell, Column, Kind, Table, point};

use crate::annotation::Annotation;
use crate::confirmation::Confirmation;
use crate::country;
use crate::journal::{self, Kind as JournalKind, Revision};
use crate::organisation::{Identifier, Name, Organisation, Successor};
use crate::partnership::show::theme_link;
use crate::partnership::{Partnership, funding::FundingLine};
use crate::programme::Programme;
use crate::reference;
use crate::territory::Territory;
use crate::theme::Theme;
use crate::value::{Country, Id, PartialDate};
use crate::web::Locale;

/// The parties of partnerships.
pub(crate) const PARTIES: Table = Table {
    name: "parties",
    columns: &[
        Column::text("partnership"),
        Column::text("organisation"),
        Column::text("name"),
        Column::text("country"),
        Column::text("country_name"),
        Column::text("side"),
        Column::text("role"),
        Column::text("from"),
        Column::text("to"),
    ],
};

/// The lines of funding of partnerships and their phases.
pub(crate) const FUNDING: Table = Table {
    name: "funding",
    columns: &[
        Column::text("partnership"),
        Column::of("line", Kind::Integer),
        Column::of("phase", Kind::Integer),
        Column::text("funders"),
        Column::of("year", Kind::Integer),
        Column::of("amount", Kind::Amount),
        Column::text("currency"),
        Column::of("euros", Kind::Amount),
        Column::text("stage"),
        Column::of("in_kind", Kind::Boolean),
        Column::of("water", Kind::Amount),
        Column::of("energy", Kind::Amount),
        Column::of("waste", Kind::Amount),
    ],
};

/// The themes, goals and purposes of partnerships.
pub(crate) const THEMES: Table = Table {
    name: "themes",
    columns: &[
        Column::text("partnership"),
        Column::text("vocabulary"),
        Column::text("code"),
        Column::text("name"),
        Column::of("main", Kind::Boolean),
        Column::of("weight", Kind::Integer),
    ],
};

/// The places of partnerships.
pub(crate) const PLACES: Table = Table {
    name: "places",
    columns: &[
        Column::text("partnership"),
        Column::text("name"),
        Column::text("territory"),
        Column::text("country"),
        Column::of("lat", Kind::Number),
        Column::of("lon", Kind::Number),
        Column::of("geometry", Kind::Geometry),
    ],
};

/// A word of an enumeration as it is written in JSON.
pub(super) fn word(value: &impl serde::Serialize) -> Cell {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Cell::Text(word),
        _ => Cell::Empty,
    }
}

pub(super) fn date(date: Option<PartialDate>) -> Cell {
    Cell::maybe(date.map(|date| date.to_string()))
}

/// The rows of [`PARTIES`].
pub(crate) fn parties(l: Locale, home: Country, id: Id, record: &Partnership) -> Vec<Vec<Cell>> {
    let sides = record.sides(home);
    let row = |(party, side): (&crate::partnership::Party, crate::partnership::Side)| {
        vec![
            id.to_string().into(),
            party.organisation.to_string().into(),
            Cell::text(&party.name),
            party.country.to_string().into(),
            country::name(l, party.country).into(),
            word(&side),
            word(&party.role),
            date(party.from),
            date(party.to),
        ]
    };
    record.parties.iter().zip(sides).map(row).collect()
}

/// The rows of [`FUNDING`].
pub(crate) fn funding(id: Id, record: &Partnership) -> Vec<Vec<Cell>> {
    let own = record.funding.iter().map(|line| (None, line));
    let phases = record.phases.iter().zip(0i64..);
    let of_phases = phases.flat_map(|(phase, at)| phase.funding.iter().map(move |line| (Some(at), line)));
    let row = |(number, (phase, line)): (i64, (Option<i64>, &FundingLine))| {
        vec![
            id.to_string().into(),
            number.into(),
            Cell::maybe(phase),
            Cell::text(line.funders.iter().map(|funder| funder.name.as_str()).collect::<Vec<_>>().join(" | ")),
            Cell::maybe(line.year),
            Cell::maybe(line.amount),
            line.currency.to_string().into(),
            Cell::maybe(line.amount.and_then(|amount| line.euros(amount, reference::rate))),
            word(&line.stage),
            Cell::maybe(line.in_kind),
            Cell::maybe(line.of_which.water),
            Cell::maybe(line.of_which.energy),
            Cell::maybe(line.of_which.waste),
        ]
    };
    (1..).zip(own.chain(of_phases)).map(row).collect()
}

/// The rows of [`THEMES`].
pub(crate) fn themes(l: Locale, id: Id, record: &Partnership) -> Vec<Vec<Cell>> {
    let row = |vocabulary: &str, code: &str, name: Cell, main: bool, weight: Option<u8>| {
        vec![id.to_string().into(), vocabulary.into(), code.into(), name, main.into(), Cell::maybe(weight)]
    };
    let label = |list: &str, code: &str| Cell::maybe(reference::code(list, code).map(|found| l.label(found.label)));
    let themes = &record.themes;
    let theme = |code: &str| Cell::text(theme_link(l, code).text);
    let main = themes.main.iter().map(|code| row("theme", code, theme(code), true, None));
    let others =
        themes.others.iter().map(|other| row("theme", &other.theme, theme(&other.theme), false, other.priority));
    let goals = themes.sdgs.iter().map(|goal| {
        let code = goal.goal.to_string();
        row("sdg", &code, label("SDG", &code), goal.weight == Some(2), goal.weight)
    });
    let purposes = themes.purposes.iter().map(|code| row("dac", code, label("Sector", code), false, None));
    main.chain(others).chain(goals).chain(purposes).collect()
}

/// The rows of [`PLACES`].
pub(crate) fn places(id: Id, record: &Partnership) -> Vec<Vec<Cell>> {
    let row = |place: &crate::partnership::Place| {
        vec![
            id.to_string().into(),
            Cell::text(&place.name),
            Cell::maybe(place.territory.map(|id| id.to_string())),
            Cell::maybe(place.country.map(|country| country.to_string())),
            Cell::maybe(place.point.map(|point| point.lat)),
            Cell::maybe(place.point.map(|point| point.lon)),
            place.point.map_or(Cell::Empty, |at| Cell::Geometry(point([at.lon, at.lat]))),
        ]
    };
    record.places.iter().map(row).collect()
}

/// Organisations.
const ORGANISATIONS: Table = Table {
    name: "organisations",
    columns: &[
        Column::text("id"),
        Column::text("kind"),
        Column::text("country"),
        Column::text("name"),
        Column::text("territory"),
        Column::text("from"),
        Column::text("to"),
        Column::text("website"),
        Column::text("source"),
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
        Column::text("from"),
        Column::text("to"),
    ],
};

/// Who took over whose rights.
const SUCCESSORS: Table = Table {
    name: "successors",
    columns: &[Column::text("organisation"), Column::text("successor"), Column::text("on")],
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
        Column::text("on"),
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
        Column::text("on"),
        Column::text("text"),
        Column::text("lang"),
    ],
};

/// Programmes.
const PROGRAMMES: Table = Table {
    name: "programmes",
    columns: &[Column::text("id"), Column::text("title"), Column::text("start"), Column::text("end")],
};

/// The tables that are not about partnerships alone.
pub(super) const OTHERS: [Table; 9] =
    [ORGANISATIONS, NAMES, SUCCESSORS, CODES, TERRITORIES, VOCABULARY, CONFIRMATIONS, ANNOTATIONS, PROGRAMMES];

type Rows = Vec<Vec<Cell>>;

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
