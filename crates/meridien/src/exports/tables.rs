//! Records as relational tables: what a partnership or an activity has several of, each a row with the record's identifier; then
//! the records that these speak of.

use chrono::SecondsFormat;
use meridien_tables::{Cell, Column, Kind, Table, point};

use crate::annotation::Annotation;
use crate::confirmation::Confirmation;
use crate::country;
use crate::journal::{self, Kind as JournalKind, Revision};
use crate::organisation::{Identifier, Name, Organisation, Successor};
use crate::partnership::export::without_persons;
use crate::partnership::flat::{self, joined};
use crate::partnership::show::theme_link;
use crate::partnership::{
    Action, Agreement, Answer, Contact, Document, NamedOrganisation, Partnership, Party, Phase, Place, Side, Volunteer,
    funding::FundingLine,
};
use crate::programme::Programme;
use crate::reference;
use crate::territory::Territory;
use crate::theme::Theme;
use crate::value::{Country, Id, PartialDate, Text};
use crate::web::Locale;

/// The rows of a table.
pub(super) type Rows = Vec<Vec<Cell>>;

/// A published partnership or activity, and what its rows depend on.
pub(crate) struct Of<'a> {
    /// The language of names.
    pub l: Locale,
    /// The operator's home country.
    pub home: Country,
    /// Its version.
    pub revision: &'a Revision,
    /// Its body.
    pub record: &'a Partnership,
}

/// A table of what a record has several of. Partnerships and activities have one each, which differ by the name of their key
/// alone, so that a sum over partnerships counts no activity.
#[derive(Clone, Copy)]
pub(crate) struct Part {
    partnerships: Table,
    activities: Table,
    /// The rows of a record, without its key.
    cells: fn(&Of<'_>) -> Rows,
}

impl Part {
    /// The table of records of this kind.
    pub(crate) fn table(&self, kind: JournalKind) -> Table {
        match kind {
            JournalKind::Activity => self.activities,
            _ => self.partnerships,
        }
    }

    /// The rows of a record.
    pub(crate) fn rows(&self, of: &Of<'_>) -> Rows {
        let keyed = |cells: Vec<Cell>| {
            let mut row = Vec::with_capacity(cells.len() + 1);
            row.push(Cell::from(of.revision.id.to_string()));
            row.extend(cells);
            row
        };
        (self.cells)(of).into_iter().map(keyed).collect()
    }
}

/// A part: how its rows are made, its name, its columns after the key.
macro_rules! part {
    ($cells:ident, $name:literal, $($column:expr),* $(,)?) => {
        Part {
            partnerships: Table { name: $name, columns: &[Column::text("partnership"), $($column),*] },
            activities: Table { name: concat!("activity_", $name), columns: &[Column::text("activity"), $($column),*] },
            cells: $cells,
        }
    };
}

/// The table with one row a record of this kind.
pub(super) fn main(kind: JournalKind) -> Table {
    match kind {
        JournalKind::Activity => Table { name: "activities", ..flat::TABLE },
        _ => flat::TABLE,
    }
}

/// The parties.
const PARTIES: Part = part!(
    parties,
    "parties",
    Column::text("organisation"),
    Column::text("name"),
    Column::text("country"),
    Column::text("country_name"),
    Column::text("side"),
    Column::text("side_name"),
    Column::text("role"),
    Column::text("role_name"),
    Column::date("from"),
    Column::date("to"),
);

/// The lines of funding, of records and of their phases.
const FUNDING: Part = part!(
    funding,
    "funding",
    Column::of("line", Kind::Integer),
    Column::of("phase", Kind::Integer),
    Column::text("funders"),
    Column::of("year", Kind::Integer),
    Column::of("amount", Kind::Amount),
    Column::text("currency"),
    Column::of("euros", Kind::Amount),
    Column::text("stage"),
    Column::text("stage_name"),
    Column::of("in_kind", Kind::Boolean),
    Column::of("water", Kind::Amount),
    Column::of("energy", Kind::Amount),
    Column::of("waste", Kind::Amount),
);

/// The themes, goals and purposes.
const THEMES: Part = part!(
    themes,
    "themes",
    Column::text("vocabulary"),
    Column::text("vocabulary_name"),
    Column::text("code"),
    Column::text("name"),
    Column::of("main", Kind::Boolean),
    Column::of("weight", Kind::Integer),
);

/// The sheets of a workbook after the first.
pub(crate) const SHEETS: [Part; 3] = [PARTIES, FUNDING, THEMES];

/// Every part, in the order of `docs/EXPORT.md`. `number` and `phase` are places in the lists of the JSON form, from 0.
pub(super) const PARTS: &[Part] = &[
    PARTIES,
    FUNDING,
    part!(funders, "funders", Column::of("line", Kind::Integer), Column::text("name"), Column::text("organisation"),),
    THEMES,
    part!(
        places,
        "places",
        Column::text("name"),
        Column::text("territory"),
        Column::text("country"),
        Column::of("lat", Kind::Number),
        Column::of("lon", Kind::Number),
        Column::of("geometry", Kind::Geometry),
    ),
    part!(
        agreements,
        "agreements",
        Column::of("number", Kind::Integer),
        Column::text("kind"),
        Column::date("signed"),
        Column::text("object"),
        Column::of("forecast_amount", Kind::Amount),
        Column::text("currency"),
        Column::text("parties"),
        Column::date("transmitted"),
    ),
    part!(
        phases,
        "phases",
        Column::of("phase", Kind::Integer),
        Column::text("title"),
        Column::date("start"),
        Column::date("end"),
        Column::text("themes"),
        Column::text("call"),
        Column::of("call_year", Kind::Integer),
    ),
    part!(
        actions,
        "actions",
        Column::of("number", Kind::Integer),
        Column::of("phase", Kind::Integer),
        Column::text("kind"),
        Column::text("title"),
        Column::date("start"),
        Column::date("end"),
        Column::text("state"),
    ),
    part!(
        action_places,
        "action_places",
        Column::of("number", Kind::Integer),
        Column::text("name"),
        Column::text("territory"),
        Column::text("country"),
        Column::of("lat", Kind::Number),
        Column::of("lon", Kind::Number),
        Column::of("geometry", Kind::Geometry),
    ),
    part!(
        documents,
        "documents",
        Column::of("number", Kind::Integer),
        Column::text("title"),
        Column::text("file"),
        Column::text("url"),
    ),
    part!(
        texts,
        "texts",
        Column::text("section"),
        Column::of("number", Kind::Integer),
        Column::text("lang"),
        Column::text("text"),
    ),
    part!(glossary, "glossary", Column::text("short"), Column::text("long")),
    part!(answers, "answers", Column::text("question"), Column::of("answer", Kind::Boolean)),
    part!(named, "named_organisations", Column::text("role"), Column::text("name"), Column::text("organisation"),),
    part!(
        contacts,
        "contacts",
        Column::text("name"),
        Column::text("organisation"),
        Column::text("role"),
        Column::text("function"),
        Column::text("mailbox"),
        Column::of("count", Kind::Integer),
    ),
    part!(
        volunteers,
        "volunteers",
        Column::of("number", Kind::Integer),
        Column::text("scheme"),
        Column::text("mission"),
        Column::text("field"),
        Column::text("host_body"),
        Column::of("count", Kind::Integer),
    ),
    part!(legacy_ids, "legacy_ids", Column::text("scheme"), Column::text("value")),
    part!(programmes, "in_programmes", Column::text("programme")),
    part!(
        declared,
        "declared",
        Column::of("ended", Kind::Boolean),
        Column::of("dormant", Kind::Boolean),
        Column::text("periodicity"),
        Column::of("demo", Kind::Boolean),
    ),
    part!(
        provenance,
        "provenance",
        Column::text("source"),
        Column::text("url"),
        Column::date("date"),
        Column::text("licence"),
        Column::text("verification"),
        Column::of("version", Kind::Integer),
        Column::text("published_at"),
        Column::text("published_by"),
    ),
];

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

fn id(id: Option<Id>) -> Cell {
    Cell::maybe(id.map(|id| id.to_string()))
}

/// A text as its reader sees it; [`texts`] has it in every language.
fn seen(l: Locale, text: &Text) -> Cell {
    Cell::maybe(l.words(text).map(|words| words.text))
}

fn numbered<T>(list: &[T]) -> impl Iterator<Item = (i64, &T)> {
    (0i64..).zip(list)
}

fn parties(of: &Of<'_>) -> Rows {
    let row = |(party, side): (&Party, Side)| {
        vec![
            party.organisation.to_string().into(),
            Cell::text(&party.name),
            party.country.to_string().into(),
            country::name(of.l, party.country).into(),
            word(&side),
            of.l.t(side.key()).into_owned().into(),
            word(&party.role),
            of.l.t(party.role.key()).into_owned().into(),
            date(party.from),
            date(party.to),
        ]
    };
    of.record.parties.iter().zip(of.record.sides(of.home)).map(row).collect()
}

/// The lines with their numbers from 1 and their phases: those of the record itself first.
fn lines(record: &Partnership) -> impl Iterator<Item = (i64, Option<i64>, &FundingLine)> {
    let own = record.funding.iter().map(|line| (None, line));
    let of_phases =
        numbered(&record.phases).flat_map(|(at, phase)| phase.funding.iter().map(move |line| (Some(at), line)));
    (1i64..).zip(own.chain(of_phases)).map(|(number, (phase, line))| (number, phase, line))
}

fn funding(of: &Of<'_>) -> Rows {
    let row = |(number, phase, line): (i64, Option<i64>, &FundingLine)| {
        vec![
            number.into(),
            Cell::maybe(phase),
            joined(line.funders.iter().map(|funder| funder.name.clone())),
            Cell::maybe(line.year),
            Cell::maybe(line.amount),
            line.currency.to_string().into(),
            Cell::maybe(line.amount.and_then(|amount| line.euros(amount, reference::rate))),
            word(&line.stage),
            of.l.t(line.stage.key()).into_owned().into(),
            Cell::maybe(line.in_kind),
            Cell::maybe(line.of_which.water),
            Cell::maybe(line.of_which.energy),
            Cell::maybe(line.of_which.waste),
        ]
    };
    lines(of.record).map(row).collect()
}

fn funders(of: &Of<'_>) -> Rows {
    let row = |number: i64, funder: &NamedOrganisation| {
        vec![number.into(), Cell::text(&funder.name), id(funder.organisation)]
    };
    lines(of.record).flat_map(|(number, _, line)| line.funders.iter().map(move |funder| row(number, funder))).collect()
}

fn themes(of: &Of<'_>) -> Rows {
    let l = of.l;
    let row = |vocabulary: &str, code: &str, name: Cell, main: bool, weight: Option<u8>| {
        let list = match vocabulary {
            "theme" => "section-themes",
            "sdg" => "sdgs",
            _ => "purposes",
        };
        vec![vocabulary.into(), l.t(list).into_owned().into(), code.into(), name, main.into(), Cell::maybe(weight)]
    };
    let label = |list: &str, code: &str| Cell::maybe(reference::code(list, code).map(|found| l.label(found.label)));
    let themes = &of.record.themes;
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

fn place(place: &Place) -> Vec<Cell> {
    vec![
        Cell::text(&place.name),
        id(place.territory),
        Cell::maybe(place.country.map(|country| country.to_string())),
        Cell::maybe(place.point.map(|point| point.lat)),
        Cell::maybe(place.point.map(|point| point.lon)),
        place.point.map_or(Cell::Empty, |at| Cell::Geometry(point([at.lon, at.lat]))),
    ]
}

fn places(of: &Of<'_>) -> Rows {
    of.record.places.iter().map(place).collect()
}

fn agreements(of: &Of<'_>) -> Rows {
    let row = |(number, agreement): (i64, &Agreement)| {
        vec![
            number.into(),
            word(&agreement.kind),
            date(agreement.signed),
            seen(of.l, &agreement.object),
            Cell::maybe(agreement.forecast_amount),
            agreement.currency.to_string().into(),
            joined(agreement.parties.iter().map(Id::to_string)),
            date(agreement.transmitted),
        ]
    };
    numbered(&of.record.agreements).map(row).collect()
}

fn phases(of: &Of<'_>) -> Rows {
    let row = |(number, phase): (i64, &Phase)| {
        vec![
            number.into(),
            seen(of.l, &phase.title),
            date(phase.start),
            date(phase.end),
            joined(phase.themes.iter().cloned()),
            Cell::maybe(phase.call.clone()),
            Cell::maybe(phase.call_year),
        ]
    };
    numbered(&of.record.phases).map(row).collect()
}

fn actions(of: &Of<'_>) -> Rows {
    let row = |(number, action): (i64, &Action)| {
        vec![
            number.into(),
            Cell::maybe(action.phase.and_then(|at| i64::try_from(at).ok())),
            word(&action.kind),
            seen(of.l, &action.title),
            date(action.start),
            date(action.end),
            word(&action.state),
        ]
    };
    numbered(&of.record.actions).map(row).collect()
}

fn action_places(of: &Of<'_>) -> Rows {
    let row = |number: i64, at: &Place| std::iter::once(Cell::from(number)).chain(place(at)).collect::<Vec<Cell>>();
    let actions = numbered(&of.record.actions);
    actions.flat_map(|(number, action)| action.places.iter().map(move |at| row(number, at))).collect()
}

fn documents(of: &Of<'_>) -> Rows {
    let row = |(number, document): (i64, &Document)| {
        vec![
            number.into(),
            seen(of.l, &document.title),
            Cell::maybe(document.file.clone()),
            Cell::maybe(document.url.clone()),
        ]
    };
    numbered(&of.record.documents).map(row).collect()
}

/// Every text in every language.
fn texts(of: &Of<'_>) -> Rows {
    let record = of.record;
    let mut all: Vec<(&str, Option<i64>, &Text)> = vec![("title", None, &record.title)];
    all.extend(record.narratives.sections().map(|(section, text)| (section, None, text)));
    all.extend([
        ("beneficiaries", None, &record.beneficiaries),
        ("communication_home", None, &record.communication.home.text),
        ("communication_abroad", None, &record.communication.abroad.text),
        ("evaluation", None, &record.evaluation.text),
    ]);
    all.extend(numbered(&record.agreements).map(|(at, one)| ("agreement_object", Some(at), &one.object)));
    all.extend(numbered(&record.phases).map(|(at, one)| ("phase_title", Some(at), &one.title)));
    for (at, action) in numbered(&record.actions) {
        all.extend([
            ("action_title", Some(at), &action.title),
            ("action_objective", Some(at), &action.objective),
            ("action_description", Some(at), &action.description),
        ]);
    }
    all.extend(numbered(&record.documents).map(|(at, one)| ("document_title", Some(at), &one.title)));
    all.extend(numbered(&record.volunteers).map(|(at, one)| ("volunteer_mission", Some(at), &one.mission)));
    let rows = all.into_iter().flat_map(|(section, at, text)| {
        text.iter().map(move |(lang, text)| vec![section.into(), Cell::maybe(at), lang.into(), text.into()])
    });
    rows.collect()
}

fn glossary(of: &Of<'_>) -> Rows {
    of.record.glossary.iter().map(|entry| vec![Cell::text(&entry.short), Cell::text(&entry.long)]).collect()
}

/// Questions that are answered: unknown is no row.
fn answers(of: &Of<'_>) -> Rows {
    let record = of.record;
    let questions = [
        ("communication_home", &record.communication.home),
        ("communication_abroad", &record.communication.abroad),
        ("evaluation", &record.evaluation),
    ];
    let row = |(question, answer): (&str, &Answer)| {
        answer.answer.map(|answer| vec![Cell::from(question), Cell::from(answer)])
    };
    questions.into_iter().filter_map(row).collect()
}

/// The organisations named beside the parties.
fn named(of: &Of<'_>) -> Rows {
    let record = of.record;
    let roles = [
        ("contracting_authority", &record.contracting_authorities),
        ("implementer", &record.implementers),
        ("other_partner_home", &record.other_partners.home),
        ("other_partner_abroad", &record.other_partners.abroad),
    ];
    let row = |role: &str, one: &NamedOrganisation| vec![role.into(), Cell::text(&one.name), id(one.organisation)];
    roles.into_iter().flat_map(|(role, all)| all.iter().map(move |one| row(role, one))).collect()
}

/// Roles, in the form in which they leave as JSON: never persons.
fn contacts(of: &Of<'_>) -> Rows {
    let row = |contact: &Contact| {
        let contact = without_persons(contact);
        vec![
            Cell::text(contact.name),
            id(contact.organisation),
            word(&contact.role),
            Cell::maybe(contact.function),
            Cell::maybe(contact.mailbox),
            contact.count.into(),
        ]
    };
    of.record.contacts.iter().map(row).collect()
}

fn volunteers(of: &Of<'_>) -> Rows {
    let row = |(number, volunteer): (i64, &Volunteer)| {
        vec![
            number.into(),
            Cell::maybe(volunteer.scheme.clone()),
            seen(of.l, &volunteer.mission),
            Cell::maybe(volunteer.field.clone()),
            Cell::maybe(volunteer.host_body.clone()),
            volunteer.count.into(),
        ]
    };
    numbered(&of.record.volunteers).map(row).collect()
}

fn legacy_ids(of: &Of<'_>) -> Rows {
    of.record.legacy_ids.iter().map(|legacy| vec![Cell::text(&legacy.scheme), Cell::text(&legacy.value)]).collect()
}

fn programmes(of: &Of<'_>) -> Rows {
    of.record.programmes.iter().map(|programme| vec![Cell::from(programme.to_string())]).collect()
}

fn declared(of: &Of<'_>) -> Rows {
    let record = of.record;
    vec![vec![record.ended.into(), record.dormant.into(), word(&record.periodicity), record.demo.into()]]
}

fn provenance(of: &Of<'_>) -> Rows {
    let (from, revision) = (&of.record.provenance, of.revision);
    vec![vec![
        Cell::text(&from.source),
        Cell::maybe(from.url.clone()),
        date(from.date),
        Cell::maybe(from.licence.clone()),
        word(&from.verification),
        revision.version.into(),
        revision.at.to_rfc3339_opts(SecondsFormat::AutoSi, true).into(),
        Cell::text(&revision.author.role),
    ]]
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
