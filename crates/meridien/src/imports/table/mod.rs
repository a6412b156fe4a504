//! Tables that people make, CSV or XLSX: one row, one partnership. `docs/IMPORT.md` tells what columns there are.
//!
//! Headings are found ([`head`]), recognised or chosen ([`column`](mod@column)), a row becomes a record ([`row`], [`party`]), the
//! good rows are written and the others wait, each fault with its row, column, value, rule and mend. Rows are read as a stream and
//! planned in batches: memory does not grow with the table.
//!
//! A row is recognised by the record that it names, the number in the old atlas, or its parties and title together. An empty
//! cell says nothing: it takes nothing away from a record.

pub mod column;
mod head;
mod party;
mod pasted;
pub mod report;
mod row;
pub mod side;
pub mod template;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use meridien_tables::Cell;
use meridien_tables::read::{self, Told};
use tokio::sync::mpsc;

use super::atlas_page::ATLAS;
use super::register::Register;
use super::{Existing, Found, ImportError, Options, Outcome, Plan, Report, existing, twinning_title, write_all};
use crate::anomaly::{Anomaly, Code, Severity};
use crate::journal::{Change, Journal, Kind};
use crate::partnership::identity::{ROW, SAME_ENDS, digest};
use crate::partnership::{Form, LegacyId, Partnership, Party, Provenance, Verification, identity, rules};
use crate::reference::fold;
use crate::value::{Id, Text};
use crate::web::{Lang, Locale};

use column::{Chosen, Column, Heading, Meaning};
use head::{Head, Settled, known, knows, refusing, tells};
pub use head::{check, headings};
use party::Parties;
pub use pasted::{Line, drafts};
pub use row::Corrections;
use row::{Context, Faults, Read, Values, Words};
use side::Side;

/// What records and organisations say of their source.
const SOURCE: &str = "Tableau importé";
/// Rows planned at once.
const BATCH: usize = 1000;
/// Records of the same parties that are named of a row.
const MOST_OTHERS: usize = 3;

/// What is asked of the reading of a table.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The file.
    pub path: PathBuf,
    /// The file's name, for people.
    pub name: String,
    /// What people say that its headings mean.
    pub chosen: Chosen,
    /// What they wrote in the place of cells.
    pub corrections: Corrections,
    /// Rows at most.
    pub most_rows: u64,
    /// The language of its texts, and in which its amounts and dates are written.
    pub texts: Lang,
    /// The language of what is said about it.
    pub locale: Locale,
    /// The agent whose declarations its rows become; nobody's where it is published or proposed by the import itself.
    pub side: Option<Side>,
}

/// What became of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Done {
    /// Rows read, and what became of them; every fault.
    pub report: Report,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// The rows that wait to be mended.
    pub waiting: Vec<read::Row>,
    /// Those that come in and name an authority that nobody knew: it may have another name.
    pub naming: Vec<read::Row>,
    /// What was written in the place of their cells.
    pub corrections: Corrections,
}

/// What the reader of a table hands on.
enum Part {
    /// The headings, and the number of their row.
    Headings(Vec<Heading>, u64),
    Rows(Vec<read::Row>),
    End(Told),
}

/// Imports a table. Without a journal, or as a `dry_run`, everything is decided and nothing written.
///
/// # Errors
/// When the file is no table or has too many rows, no heading is known, or the journal fails. What was written before
/// stays; the same import again goes on from there.
pub async fn run(
    journal: Option<&Journal>,
    asked: Asked,
    options: &Options,
    dry_run: bool,
) -> Result<Done, ImportError> {
    let register = Register::read(journal, options.home, &[ATLAS, ROW, SAME_ENDS]).await?;
    let words = Words::read(journal).await?;
    let (sender, mut parts) = mpsc::channel(1);
    let (reading, name) = (asked.clone(), asked.name.clone());
    let reading = tokio::task::spawn_blocking(move || stream(&reading, &sender));
    let mut import = Import {
        parties: Parties::new(register, options.home),
        context: Context { words: &words, locale: asked.texts.into() },
        asked: &asked,
        options,
        seen: HashMap::new(),
        unnamed: HashSet::new(),
        head: 0,
        done: Done::default(),
    };
    while let Some(part) = parts.recv().await {
        match part? {
            Part::Headings(headings, number) => import.begin(headings, number)?,
            Part::End(told) => import.told(&name, &told),
            Part::Rows(rows) => {
                let plan = import.plan(journal, rows).await?;
                let report = match journal.filter(|_| !dry_run) {
                    Some(journal) => write_all(journal, plan, options).await?,
                    None => plan.report,
                };
                import.done.report.add(report);
            }
        }
    }
    if let Err(failure) = reading.await {
        std::panic::resume_unwind(failure.into_panic());
    }
    Ok(import.done)
}

/// Reads the table and hands it on in batches, until nobody takes them.
fn stream(asked: &Asked, sender: &mpsc::Sender<Result<Part, ImportError>>) {
    if let Err(fault) = stream_parts(asked, sender) {
        // Whoever imports may have stopped already.
        let _ = sender.blocking_send(Err(fault));
    }
}

fn stream_parts(asked: &Asked, sender: &mpsc::Sender<Result<Part, ImportError>>) -> Result<(), ImportError> {
    let file: File = super::iati::open(&asked.path)?;
    let send = |part| sender.blocking_send(Ok(part)).is_ok();
    let (mut head, mut batch, mut count) = (Some(Head::default()), Vec::new(), 0u64);
    let begin = |head: Head| {
        let Settled { headings, number, rows } = head.settle(&asked.chosen);
        (send(Part::Headings(headings, number)), rows)
    };
    let told = read::rows_of(file, &knows(&asked.chosen), &mut |row| {
        match head.as_mut() {
            Some(first) => {
                if first.take(row) {
                    return ControlFlow::Continue(());
                }
                let (taken, rows) = begin(head.take().unwrap_or_default());
                batch = rows;
                count += batch.len() as u64;
                if !taken {
                    return ControlFlow::Break(());
                }
            }
            None => {
                batch.push(row);
                count += 1;
            }
        }
        let goes_on = batch.len() < BATCH || send(Part::Rows(std::mem::take(&mut batch)));
        if goes_on && count <= asked.most_rows { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })
    .map_err(refusing(Path::new(&asked.name)))?;
    if let Some(head) = head {
        batch = begin(head).1;
        count = batch.len() as u64;
    }
    if count > asked.most_rows {
        return Err(ImportError::TooManyRows(PathBuf::from(&asked.name), asked.most_rows));
    }
    if count == 0 {
        return Err(ImportError::NoRows(PathBuf::from(&asked.name)));
    }
    let _ = send(Part::Rows(batch)) && send(Part::End(told));
    Ok(())
}

/// An import under way.
struct Import<'a> {
    parties: Parties,
    context: Context<'a>,
    asked: &'a Asked,
    options: &'a Options,
    /// The records that rows of this table are.
    seen: HashMap<Id, Seen>,
    /// Columns without a heading that hold something.
    unnamed: HashSet<usize>,
    /// The row of the headings.
    head: u64,
    done: Done,
}

/// A row that was read, and what it is in the register.
struct Row {
    source: read::Row,
    faults: Faults,
    read: Read,
    key: String,
    /// The record that it is.
    known: Option<(Kind, Id)>,
    /// The column in which an authority is missing where too few are named, and what stands in it.
    short: (Column, String),
}

/// A row whose record another row may be.
struct Seen {
    number: u64,
    /// What the record says with it.
    digest: String,
}

/// The columns that tell the authorities of a row.
const PARTIES: [Column; 8] = [
    Column::Authority,
    Column::AuthorityCode,
    Column::AuthorityCountry,
    Column::Partner,
    Column::PartnerCode,
    Column::PartnerCountry,
    Column::Parties,
    Column::Countries,
];

/// Those in which an agent's own authority stands.
const OWN_SIDE: [Column; 5] =
    [Column::Authority, Column::AuthorityCode, Column::AuthorityCountry, Column::Parties, Column::Countries];

impl Import<'_> {
    /// Takes the headings; refuses a table that has none by which a row can be told.
    fn begin(&mut self, headings: Vec<Heading>, number: u64) -> Result<(), ImportError> {
        if !tells(&headings) {
            let (file, none) = (PathBuf::from(&self.asked.name), known(&headings) == 0);
            let found = headings.into_iter().map(|heading| heading.text).filter(|text| !text.is_empty()).collect();
            return Err(if none { ImportError::NoHeadings(file, found) } else { ImportError::Headings(file, found) });
        }
        for heading in headings.iter().filter(|heading| heading.meaning == Meaning::Unknown && !heading.text.is_empty())
        {
            let unread = Anomaly::new(Code::UnreadColumn, &heading.text, "").of(&self.asked.name);
            self.done.report.anomalies.push(unread);
        }
        (self.done.headings, self.head) = (headings, number);
        Ok(())
    }

    fn told(&mut self, name: &str, told: &Told) {
        let ours = |sheet: &str| Lang::ALL.into_iter().any(|lang| template::is_guide(sheet, lang.into()));
        let others: Vec<&str> = told.other_sheets.iter().map(String::as_str).filter(|sheet| !ours(sheet)).collect();
        if let Some(sheet) = told.sheet.as_ref().filter(|_| !others.is_empty()) {
            let unread = Anomaly::new(Code::UnreadSheet, sheet, others.join(" | ")).of(name);
            self.done.report.anomalies.push(unread);
        }
        // A title merged over the table is nobody's value.
        let below = told.merged.iter().filter(|merged| merged.last_row > self.head);
        let merged: Vec<&str> = below.map(|merged| merged.range.as_str()).collect();
        let mut add = |code, value: String| self.done.report.anomalies.push(Anomaly::new(code, "", value).of(name));
        if let Some(encoding) = told.encoding {
            add(Code::Encoding, encoding.to_owned());
        }
        if told.far_cells > 0 {
            add(Code::UnreadColumn, told.far_cells.to_string());
        }
        if !merged.is_empty() {
            add(Code::MergedCells, merged.join(", "));
        }
    }

    /// Decides on a batch of rows.
    async fn plan(&mut self, journal: Option<&Journal>, rows: Vec<read::Row>) -> Result<Plan, ImportError> {
        let held = self.named_by(&rows, journal).await?;
        self.parties.hold(held);
        let mut read = Vec::with_capacity(rows.len());
        for row in rows {
            read.extend(self.read(row));
        }
        let known: Vec<(Kind, Id)> = read.iter().flat_map(Row::candidates).collect();
        let existing = existing(journal, &known).await?;
        let mut plan = Plan { corrects: self.asked.side.is_some(), ..Plan::default() };
        for row in read {
            self.put(row, &existing, &mut plan);
        }
        match &self.asked.side {
            Some(side) => {
                let (register, l) = (&self.parties.register, self.asked.locale);
                side.declare(&mut plan, register, journal, self.options, l).await?;
            }
            None if self.options.proposal => plan.propose(journal, self.options.now).await?,
            None => {}
        }
        Ok(plan)
    }

    /// The parties of the records that rows name by their identifier.
    async fn named_by(
        &self,
        rows: &[read::Row],
        journal: Option<&Journal>,
    ) -> crate::journal::Result<HashMap<Id, Vec<Party>>> {
        let values = rows.iter().map(|row| Values::new(row, &self.done.headings, &self.asked.corrections));
        let named = values.filter_map(|values| values.text(Column::Id).parse().ok());
        let named: Vec<(Kind, Id)> =
            named.flat_map(|id: Id| super::register::RECORD_KINDS.map(|kind| (kind, id))).collect();
        let held = existing(journal, &named).await?.into_iter();
        let published = held.filter(|(_, revision)| revision.change == Change::Published);
        published.map(|(id, revision)| Ok((id, revision.read::<Partnership>()?.parties))).collect()
    }

    fn read(&mut self, row: read::Row) -> Option<Row> {
        let values = Values::new(&row, &self.done.headings, &self.asked.corrections);
        if values.is_empty() {
            return None;
        }
        let short = self.short(&values);
        let short = (short, values.text(short).into_owned());
        self.tell_unnamed(&row);
        let mut faults = Faults { place: format!("{}:{}", self.asked.name, row.number), ..Faults::default() };
        let mut read = self.context.read(&values, &mut self.parties, &mut faults);
        if read.record.title.is_empty() && read.id.is_none() && read.record.form == Form::Twinning {
            read.record.title = self.twinning(&read.record);
        }
        let key = key(&read.record);
        let register = &self.parties.register;
        let number = read.record.legacy_ids.first();
        let known = number.and_then(|number| register.records(ATLAS, &number.value).first());
        let known = known.or_else(|| register.records(ROW, &key).first()).copied();
        Some(Row { source: row, faults, read, key, known, short })
    }

    /// The column in which an authority is missing where a row names too few.
    fn short(&self, values: &Values) -> Column {
        let is_there =
            |column: Column| self.done.headings.iter().any(|heading| heading.meaning == Meaning::Column(column));
        match () {
            () if is_there(Column::Parties) => Column::Parties,
            () if values.has(Column::Authority) || values.has(Column::AuthorityCode) => Column::Partner,
            () => Column::Authority,
        }
    }

    /// Tells, once for each, of columns that have no heading.
    fn tell_unnamed(&mut self, row: &read::Row) {
        let headings = self.done.headings.iter().zip(&row.cells).enumerate();
        for (at, _) in headings.filter(|(_, (heading, cell))| heading.text.is_empty() && **cell != Cell::Empty) {
            if self.unnamed.insert(at) {
                let unread = Anomaly::new(Code::UnreadColumn, letters(at), "").of(&self.asked.name);
                self.done.report.anomalies.push(unread);
            }
        }
    }

    /// A twinning without a title is named after its ends.
    fn twinning(&self, record: &Partnership) -> Text {
        let mut parties = record.parties.clone();
        self.parties.name(&mut parties);
        let [a, b, ..] = &parties[..] else { return Text::default() };
        twinning_title(&a.name, &b.name)
    }

    /// Plans what becomes of a row.
    fn put(&mut self, row: Row, existing: &Existing, plan: &mut Plan) {
        let Row { source, mut faults, read, key, known, short } = row;
        // A row before it may have made it.
        let known = known.or_else(|| self.parties.register.records(ROW, &key).first().copied());
        let named = read.id.map(|id| (existing.get(&id).map_or(Kind::Partnership, |revision| revision.kind), id));
        let record_of = named.or(known);
        let held = self.held(read.id, record_of, existing, &mut faults);
        let today = self.options.now.date_naive();
        let mut record = match &held {
            Some(held) => {
                let now = row::status_of(held, today);
                row::merged(held, &read, now, self.asked.texts.into(), &mut faults)
            }
            None => self.new_record(&read, &key),
        };
        self.parties.name(&mut record.parties);
        self.check_side(held.as_ref(), &record, &read, &mut faults);
        check_rules(&record, today, (short.0, &short.1), &mut faults);
        let digest = digest(&serde_json::to_string(&record).unwrap_or_default());
        let other = record_of.and_then(|(_, id)| self.seen.get(&id)).filter(|_| !faults.wait());
        if let Some(other) = other {
            let code = if other.digest == digest { Code::RowMerged } else { Code::RowsDiffer };
            faults.add(code, Column::Title, row_text(other.number, self.asked.locale));
        }
        let is_repeated = other.is_some();
        if faults.wait() {
            self.keep_waiting(source, faults, plan);
            return;
        }
        if is_repeated {
            plan.report.count(Outcome::Merged);
            plan.report.anomalies.extend(faults.all);
            return;
        }
        let register = &mut self.parties.register;
        let (kind, id) = record_of.unwrap_or_else(|| (Kind::Partnership, register.new_id(&format!("{ROW}/{key}"))));
        register.add_record(ROW, &key, kind, id);
        self.tell_likely(&record, kind, id, &mut faults);
        self.seen.insert(id, Seen { number: source.number, digest });
        if faults.all.iter().any(|fault| fault.code == Code::OrganisationCreated) {
            self.done.naming.push(source);
        }
        plan.report.anomalies.extend(faults.all);
        self.write(Found { kind, id, partnership: record, source: faults.place }, existing, plan);
    }

    /// The published record that a row is. Told where the one that it names is none, and to an agent where it was taken
    /// away: that is for those who publish to undo.
    fn held(
        &self,
        named: Option<Id>,
        record_of: Option<(Kind, Id)>,
        existing: &Existing,
        faults: &mut Faults,
    ) -> Option<Partnership> {
        let revision = record_of.and_then(|(_, id)| existing.get(&id));
        let published = revision.filter(|revision| revision.change == Change::Published);
        let held: Option<Partnership> = published.and_then(|revision| revision.read().ok());
        match (named, revision) {
            _ if held.is_some() => {}
            (Some(id), _) => faults.add(Code::UnknownRecord, Column::Id, id.to_string()),
            (None, Some(gone)) if self.asked.side.is_some() => {
                faults.add(Code::UnknownRecord, Column::Title, gone.id.to_string());
            }
            (None, _) => {}
        }
        held
    }

    /// Keeps a row for its faults to be mended, with what was corrected in it so far.
    fn keep_waiting(&mut self, source: read::Row, faults: Faults, plan: &mut Plan) {
        plan.report.count(Outcome::Skipped);
        plan.report.anomalies.extend(faults.all);
        let corrections = row::corrections(&self.asked.corrections, source.number);
        self.done.corrections.extend(corrections.map(|(column, text)| ((source.number, column), text.to_owned())));
        self.done.waiting.push(source);
    }

    /// Tells the records that have the same parties, and takes this one in among them.
    fn tell_likely(&mut self, record: &Partnership, kind: Kind, id: Id, faults: &mut Faults) {
        let ends = identity::ends(record).unwrap_or_default();
        let same = self.parties.register.records(SAME_ENDS, &ends).iter();
        for (_, other) in same.filter(|(_, other)| *other != id).take(MOST_OTHERS) {
            // What this table makes has no page yet.
            let row = self.seen.get(other).map(|seen| row_text(seen.number, self.asked.locale));
            faults.add(Code::LikelyDuplicate, Column::Title, row.unwrap_or_else(|| other.to_string()));
        }
        self.parties.register.add_record(SAME_ENDS, &ends, kind, id);
    }

    /// A row of an agent is about a record of his, before and after.
    fn check_side(&self, held: Option<&Partnership>, record: &Partnership, read: &Read, faults: &mut Faults) {
        let Some(side) = &self.asked.side else { return };
        let register = &self.parties.register;
        if let Some(held) = held.filter(|held| !side.may(Some(held), held, register)) {
            let number = read.record.legacy_ids.first().map(|number| number.value.clone());
            let (column, value) = match read.id {
                Some(id) => (Column::Id, id.to_string()),
                None => (Column::Atlas, number.unwrap_or_default()),
            };
            let named = held.parties.iter().map(|party| party.name.as_str()).collect::<Vec<_>>().join(" | ");
            faults.add(Code::ForeignRecord, column, format!("{value} · {named}"));
        } else if !faults.blame(&OWN_SIDE) && !side.may(held, record, register) {
            let named = record.parties.iter().map(|party| party.name.as_str()).collect::<Vec<_>>().join(" | ");
            faults.add(Code::NotOwnRecord, Column::Authority, named);
        }
    }

    fn write(&mut self, found: Found, existing: &Existing, plan: &mut Plan) {
        let (parties, id, place) = (found.partnership.parties.clone(), found.id, found.source.clone());
        let before = plan.report.anomalies.len();
        let outcome = plan.put(found, self.parties.needs(&parties), existing);
        // What was not written is not needed: it is made with the first row that is.
        plan.carried.clear();
        // A declaration brings the authorities that it needs itself.
        if matches!(outcome, Outcome::Created | Outcome::Updated) && self.asked.side.is_none() {
            self.parties.written(&parties);
        }
        for anomaly in &mut plan.report.anomalies[before..] {
            anomaly.record.clone_from(&place);
            anomaly.value = id.to_string();
        }
    }

    fn new_record(&self, read: &Read, key: &str) -> Partnership {
        let mut record = read.record.clone();
        record.legacy_ids.push(LegacyId { scheme: ROW.to_owned(), value: key.to_owned() });
        record.provenance = Provenance {
            source: SOURCE.to_owned(),
            licence: self.options.licence.clone(),
            verification: Verification::ImportedUnverified,
            ..Provenance::default()
        };
        record
    }
}

impl Done {
    /// What stands in a cell of a row that waits, or names an authority that nobody knew.
    pub fn cell(&self, row: u64, column: Column) -> String {
        let mut kept = self.waiting.iter().chain(&self.naming);
        let Some(row) = kept.find(|kept| kept.number == row) else { return String::new() };
        let at = self.headings.iter().position(|heading| heading.meaning == Meaning::Column(column));
        let cell = at.and_then(|at| row.cells.get(at)).map(|cell| cell.plain().into_owned()).unwrap_or_default();
        match column {
            Column::Surplus => row::surplus(row, &self.headings).unwrap_or(cell),
            _ => cell,
        }
    }
}

impl Row {
    /// The records that it may be.
    fn candidates(&self) -> impl Iterator<Item = (Kind, Id)> {
        let named = self.read.id.into_iter().flat_map(|id| super::register::RECORD_KINDS.map(|kind| (kind, id)));
        named.chain(self.known)
    }
}

/// Adds the rules that a record breaks to the faults of its row, but for what follows from a fault that is known. What the
/// table has no column for is no fault of a row; each record's page says what it lacks.
fn check_rules(record: &Partnership, today: chrono::NaiveDate, (short, cell): (Column, &str), faults: &mut Faults) {
    for anomaly in rules::anomalies(record, today) {
        let is_of_parties = anomaly.field.starts_with("parties");
        let column = if is_of_parties { Some(short) } else { Column::of_path(&anomaly.field) };
        let columns = if is_of_parties { &PARTIES[..] } else { column.as_slice() };
        // What was not understood is missing.
        let may_follow = anomaly.code.severity() == Severity::Error || anomaly.value.is_empty();
        let follows = may_follow && faults.blame(columns);
        if anomaly.code.severity() != Severity::Hint && !follows {
            let field = column.map_or("", Column::as_str).to_owned();
            // Of the parties as a whole the rule names those there are: they stand in another column.
            let value = if anomaly.field == "parties" { cell.to_owned() } else { anomaly.value.clone() };
            faults.all.push(Anomaly { field, value, record: faults.place.clone(), ..anomaly });
        }
    }
}

fn row_text(number: u64, l: Locale) -> String {
    l.t_with("table-row", &[("row", number.into())])
}

/// The letters over a column of a spreadsheet, of the 256 that are read.
fn letters(at: usize) -> String {
    let letter = |at: usize| char::from(b'A' + (at % 26) as u8);
    (at >= 26).then(|| letter(at / 26 - 1)).into_iter().chain([letter(at)]).collect()
}

/// What recognises a row that names no record.
fn key(record: &Partnership) -> String {
    let ends = identity::ends(record).unwrap_or_default();
    let title = record.title.best("fr").map_or_else(String::new, |(_, title)| fold(title));
    format!("{ends}/{}", digest(&title))
}
