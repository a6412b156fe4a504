//! Partnerships and activities as relational tables: what one has several of, each a row with the record's identifier.

use chrono::SecondsFormat;
use meridien_tables::{Cell, Column, Kind, Table, point};

use crate::country;
use crate::journal::{Kind as JournalKind, Revision};
use crate::partnership::export::without_persons;
use crate::partnership::flat::{self, joined};
use crate::partnership::show::theme_link;
use crate::partnership::{
    Action, Agreement, Answer, Contact, Document, NamedOrganisation, Partnership, Party, Phase, Place, Side, Volunteer,
    funding::FundingLine,
};
use crate::reference;
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
