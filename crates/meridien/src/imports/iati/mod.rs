//! `meridien import iati FILE|FOLDER…`: activities of the aid sector's own standard.
//!
//! A file is read as a stream: [`source`] gives batches of activities with the faults found in them, [`Import`] decides on
//! a batch while the next is read and the one before is written, so that memory does not grow with the file.
//!
//! An activity is recognised by its identifier, or an earlier one that it names; one that an atlas wrote by the record that
//! it is. Organisations are matched by identifier, then by name, or made ([`finder`]).

mod finder;
pub mod findings;
mod merge;
mod source;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};

use meridien_iati::{Activity, Writable};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::input::{Fault, InputError};
use super::register::{RECORD_KINDS, Register};
use super::{ACTOR, Existing, Found, ImportError, Options, Outcome, Plan, Planned, Report, says, write_all};
use crate::anomaly::{Anomaly, Code, shortened};
use crate::iati::incoming::{self, is_partnership};
use crate::iati::organisations::{Stamped, stamp};
use crate::iati::{SCHEME, organisations};
use crate::journal::{Change, Entry, Journal, Kind, Person, Revision};
use crate::partnership::{Partnership, Verification, rules};
use crate::reference::fold;
use crate::value::{Country, Id};

use finder::{Finder, Matched};
use findings::Findings;
use source::{Batch, Content, Read};

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// Activities and organisations read: the sum of created, updated, merged (unchanged, or repeated) and skipped.
    pub report: Report,
    /// Partnerships among the records created or updated; the others are aid activities.
    pub partnerships: u64,
}

impl Sums {
    fn add(&mut self, batch: &Report, partnerships: &HashSet<Id>) {
        self.partnerships += batch.records.iter().filter(|id| partnerships.contains(id)).count() as u64;
        self.report.add_counts(batch);
    }
}

/// The report on a batch that was written, and which of its records are partnerships.
type Written = Result<(Report, HashSet<Id>), ImportError>;

impl Plan {
    /// The partnerships to be written.
    fn partnerships(&self) -> HashSet<Id> {
        let entries = self.records.iter().map(|planned| &planned.entry);
        entries.filter(|entry| entry.kind == Kind::Partnership).map(|entry| entry.id).collect()
    }
}

/// Opens a file to be read.
///
/// # Errors
/// When there is none, or it is a folder or unreadable.
pub fn open(path: &Path) -> Result<File, ImportError> {
    let refuse = |fault| ImportError::from(InputError { path: path.to_owned(), fault });
    match File::open(path) {
        Ok(file) if file.metadata().is_ok_and(|metadata| metadata.is_dir()) => Err(refuse(Fault::Folder)),
        Ok(file) => Ok(file),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(refuse(Fault::Absent)),
        Err(error) => Err(refuse(Fault::Unreadable(error))),
    }
}

/// The files that are meant: those named, and every `.xml` file of the folders named, in the order of their names.
///
/// # Errors
/// When one cannot be read, or a folder has no such file.
pub fn files(named: &[PathBuf]) -> Result<Vec<PathBuf>, ImportError> {
    let mut files = Vec::new();
    for path in named {
        if !path.is_dir() {
            open(path)?;
            files.push(path.clone());
            continue;
        }
        let unreadable = |error| InputError { path: path.clone(), fault: Fault::Unreadable(error) };
        let entries = std::fs::read_dir(path).map_err(unreadable)?;
        let paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>();
        let mut inside = paths.map_err(unreadable)?;
        inside.retain(|path| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xml")));
        if inside.is_empty() {
            return Err(InputError { path: path.clone(), fault: Fault::NoXml }.into());
        }
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}

/// Imports files. Without a journal, or as a `dry_run`, everything is decided and nothing written.
///
/// # Errors
/// When a file, the report or the journal fails. What was written before stays; the same import again goes on from there.
pub async fn run(
    journal: Option<&Journal>,
    files: Vec<PathBuf>,
    options: &Options,
    dry_run: bool,
    findings: &mut Findings,
) -> Result<Sums, ImportError> {
    let (sender, mut batches) = mpsc::channel::<Result<Batch, ImportError>>(1);
    let (home, today) = (options.home, options.now.date_naive());
    let reading = tokio::task::spawn_blocking(move || source::read(&files, home, today, &sender));
    let register = Register::read(journal, options.home, &[]).await?;
    let mut import = Import::new(register, options);
    let mut read = 0;
    let mut writing: Option<JoinHandle<Written>> = None;
    while let Some(batch) = batches.recv().await {
        let batch = batch?;
        let held = Held::read(journal, &batch).await?;
        let plan = import.plan(batch, &held, findings)?;
        read += plan.report().read;
        findings.has_read(read);
        if let Some(before) = writing.take() {
            import.wrote(before, findings).await?;
        }
        match journal.filter(|_| !dry_run) {
            None => import.sums.add(plan.report(), &plan.partnerships()),
            Some(journal) => {
                let (journal, options, partnerships) = (journal.clone(), options.clone(), plan.partnerships());
                let write = async move { write_all(&journal, plan, &options).await.map(|done| (done, partnerships)) };
                writing = Some(tokio::spawn(write));
            }
        }
    }
    if let Some(last) = writing {
        import.wrote(last, findings).await?;
    }
    if let Err(failure) = reading.await {
        std::panic::resume_unwind(failure.into_panic());
    }
    Ok(import.sums)
}

/// What the journal holds of the records that a batch may be.
#[derive(Default)]
struct Held {
    /// By an identifier that the standard gave them.
    coded: HashMap<String, (Kind, Id)>,
    existing: Existing,
    /// Every revision of those that people changed, newest first.
    histories: HashMap<Id, Vec<Revision>>,
}

impl Held {
    async fn read(journal: Option<&Journal>, batch: &Batch) -> crate::journal::Result<Held> {
        let mut held = Held::default();
        let Some(journal) = journal else { return Ok(held) };
        let values: Vec<String> = batch.records.iter().flat_map(Read::identifiers).map(str::to_owned).collect();
        let wanted: Vec<Id> = batch
            .records
            .iter()
            .map(|read| read.own().map_or_else(|| new_id(read.identifier()), |own| own.id))
            .collect();
        for kind in RECORD_KINDS {
            let coded = journal.coded(kind, SCHEME, &values).await?;
            // Most are both: what an activity becomes is called after its identifier.
            let ids: HashSet<Id> = coded.iter().map(|(_, id)| *id).chain(wanted.iter().copied()).collect();
            held.coded.extend(coded.into_iter().map(|(value, id)| (value, (kind, id))));
            let newest = journal.newest_of_any(kind, &Vec::from_iter(ids)).await?;
            // Of the others there is the one version that an import wrote.
            let several = newest.values().filter(|newest| newest.version > 1).map(|newest| newest.id);
            for id in journal.not_only_by(kind, &Vec::from_iter(several), ACTOR).await? {
                held.histories.insert(id, journal.history(kind, id).await?);
            }
            held.existing.extend(newest);
        }
        Ok(held)
    }

    /// The record of an activity, by its identifier or an earlier one.
    fn record(&self, read: &Read) -> Option<(Kind, Id)> {
        read.identifiers().find_map(|identifier| self.coded.get(identifier)).copied()
    }
}

/// The identifier of the record that an activity becomes, the same in every register.
fn new_id(identifier: &str) -> Id {
    Id::derived(&format!("{SCHEME}/{identifier}"))
}

/// An import under way.
struct Import<'a> {
    matched: Matched,
    options: &'a Options,
    sums: Sums,
    /// Digests of the identifiers read so far: an activity that comes again is none.
    seen: HashSet<u64>,
    hasher: RandomState,
    /// What records needed that were not written themselves: later ones may need it too.
    carried: Vec<Entry>,
}

impl<'a> Import<'a> {
    fn new(register: Register, options: &'a Options) -> Self {
        Import {
            matched: Matched::new(register),
            options,
            sums: Sums::default(),
            seen: HashSet::new(),
            hasher: RandomState::new(),
            carried: Vec::new(),
        }
    }

    /// Takes in what became of a batch.
    async fn wrote(&mut self, batch: JoinHandle<Written>, findings: &mut Findings) -> Result<(), ImportError> {
        let (report, partnerships) = match batch.await {
            Ok(written) => written?,
            Err(failure) => std::panic::resume_unwind(failure.into_panic()),
        };
        self.sums.add(&report, &partnerships);
        for anomaly in &report.anomalies {
            let (file, line) = anomaly.record.rsplit_once(':').unwrap_or((&anomaly.record, "0"));
            findings.anomaly(file, line.parse().unwrap_or_default(), "", anomaly)?;
        }
        Ok(())
    }

    fn plan(&mut self, batch: Batch, held: &Held, findings: &mut Findings) -> Result<Plan, ImportError> {
        let mut plan = Plan { carried: std::mem::take(&mut self.carried), ..Plan::default() };
        for fault in &batch.faults {
            findings.fault(&batch.file, fault)?;
        }
        (0..batch.lost).for_each(|_| plan.report.count(Outcome::Skipped));
        for read in batch.records {
            let (line, identifier) = (read.line, shortened(read.activity_identifier()));
            self.put(read, &batch.file, held, &mut plan);
            for anomaly in std::mem::take(&mut plan.report.anomalies) {
                findings.anomaly(&batch.file, line, &identifier, &anomaly)?;
            }
        }
        self.carried = std::mem::take(&mut plan.carried);
        Ok(plan)
    }

    /// Plans what becomes of an activity or organisation.
    fn put(&mut self, read: Read, file: &str, held: &Held, plan: &mut Plan) {
        let skip = |plan: &mut Plan, outcome, code, value: &str| {
            plan.report.count(outcome);
            plan.report.anomalies.push(Anomaly::new(code, "iati-identifier", value));
        };
        if read.is_nameless() {
            // Nothing would recognise it a second time.
            return skip(plan, Outcome::Skipped, Code::NoIdentifier, "");
        }
        // A record comes once, whichever kind a file gives it; an identifier of the standard may read like one of ours.
        let own = read.own().map(|own| own.id.to_string());
        let is_own = own.is_some();
        let key = own.unwrap_or_else(|| read.identifier().to_owned());
        if !self.seen.insert(self.hasher.hash_one((is_own, &key))) {
            return skip(plan, Outcome::Merged, Code::RowMerged, &key);
        }
        let source = format!("{file}:{}", read.line);
        let known = held.record(&read);
        match read.content {
            Content::Organisation(organisation) => self.organisation(&organisation, source, plan),
            Content::Own { own, activity } => {
                let mut needs = Vec::new();
                let mut partnership = self.finder(&activity, &mut needs).rehome(own.record, &activity);
                partnership.provenance.verification = verified(own.id, &held.existing);
                // A record keeps the kind that it first had.
                let kind = held.existing.get(&own.id).map_or(own.kind, |revision| revision.kind);
                let found = Found { kind, id: own.id, partnership, source };
                self.record(found, needs, held, plan);
            }
            Content::Foreign { activity, persons } => {
                let mut needs = Vec::new();
                let identifier =
                    activity.identifier.as_ref().map_or("", |identifier| identifier.text.as_str()).to_owned();
                let mut partnership = self.foreign(*activity, &mut needs, plan);
                let named = self.persons(&mut partnership, &persons, &identifier, plan);
                // Of some the source tells no more than a website, for which there is no field.
                partnership.contacts.retain(|contact| !contact.is_empty());
                partnership.provenance.licence.clone_from(&self.options.licence);
                let kind = if is_partnership(&partnership) { Kind::Partnership } else { Kind::Activity };
                let (kind, id) = known.unwrap_or_else(|| (kind, free_id(&identifier, held)));
                plan.persons.extend(named.into_iter().map(|(person, data)| (person, data, id)));
                self.record(Found { kind, id, partnership, source }, needs, held, plan);
            }
        }
    }

    fn finder<'f>(&'f mut self, activity: &Activity, needs: &'f mut Vec<Entry>) -> Finder<'f> {
        Finder::new(&mut self.matched, activity, self.options.home, needs)
    }

    /// The record of an activity of another publisher, which is kept to be given back with what we have no field for.
    fn foreign(&mut self, mut activity: Activity, needs: &mut Vec<Entry>, plan: &mut Plan) -> Partnership {
        let mut finder = Finder::new(&mut self.matched, &activity, self.options.home, needs);
        stamp(&mut activity, &mut finder);
        let told = |doubt: &String| Anomaly::new(Code::NameOfAnother, "participating-org", doubt);
        plan.report.anomalies.extend(finder.doubts().iter().map(told));
        if let Some(reporter) = &mut activity.reporting_organisation {
            // From here on we report it in that publisher's place.
            reporter.secondary_reporter = Some(true);
        }
        let days = incoming::impossible_days(&activity).into_iter();
        plan.report
            .anomalies
            .extend(days.map(|(element, day)| Anomaly::new(Code::ImplausibleYear, element, day.to_string())));
        let mut partnership = incoming::record(&activity, self.options.home, &mut Stamped);
        partnership.iati = Some(activity.to_xml());
        plan.report.anomalies.extend(
            organisations::unfound_authorities(&activity)
                .map(|name| Anomaly::new(Code::CountryUntold, "participating-org", name)),
        );
        partnership
    }

    fn record(&mut self, found: Found, needs: Vec<Entry>, held: &Held, plan: &mut Plan) {
        let is_partnership = found.kind == Kind::Partnership;
        if is_partnership {
            plan.report.anomalies.extend(rules::errors(&found.partnership, self.options.now.date_naive()));
        }
        put(found, needs, held, plan);
    }

    /// Counts the persons of the contacts; gives those to be kept apart, where that was asked.
    fn persons(
        &self,
        partnership: &mut Partnership,
        persons: &[meridien_iati::Person],
        identifier: &str,
        plan: &mut Plan,
    ) -> Vec<(Id, Person)> {
        let mut named = Vec::new();
        for (number, person) in persons.iter().enumerate() {
            let Some(contact) = partnership.contacts.get_mut(person.contact) else { continue };
            contact.count += 1;
            if !self.options.persons {
                continue;
            }
            let name = person.name.iter().flat_map(|name| &name.narratives).map(|name| name.text.clone()).next();
            let mail = person.emails.first().map(|mail| mail.text.clone());
            // By what it is called, not by its place: one who was erased does not come back where the source is put in
            // another order.
            let called = name.as_ref().or(mail.as_ref()).map_or_else(|| number.to_string(), |called| fold(called));
            let id = Id::derived(&format!("person/{SCHEME}/{identifier}/{called}"));
            let kept = Person {
                name: name.unwrap_or_default(),
                mail,
                function: contact.function.clone(),
                organisation: Some(contact.name.clone()).filter(|name| !name.is_empty()),
                source: identifier.to_owned(),
                ..Person::default()
            };
            contact.persons.push(id);
            named.push((id, kept));
        }
        if !persons.is_empty() && !self.options.persons {
            plan.report.anomalies.push(Anomaly::new(Code::PersonsDropped, "contacts", persons.len().to_string()));
        }
        named
    }

    /// An organisation of an organisation file: what the standard says of its budgets has no place.
    fn organisation(&mut self, organisation: &meridien_iati::Organisation, source: String, plan: &mut Plan) {
        let reference = organisation.identifier.as_ref().map_or("", |identifier| identifier.text.as_str());
        let names = organisation.name.as_ref().map(|name| name.narratives.as_slice()).unwrap_or_default();
        let reporter = organisation.reporting_organisation.as_ref();
        let itself = reporter.filter(|reporter| reporter.reference == reference);
        let name = names.first().map_or(reference, |name| name.text.as_str());
        let named = organisations::Named {
            name: name.to_owned(),
            reference: Some(reference.to_owned()),
            kind: itself.map(|reporter| reporter.kind.clone()).unwrap_or_default(),
            id: None,
            is_party: false,
            country: organisations::country_of(reference),
        };
        let mut needs = Vec::new();
        let home = self.options.home;
        organisations::Organisations::find(
            &mut Finder::new(&mut self.matched, &Activity::default(), home, &mut needs),
            &named,
        );
        let outcome = if needs.is_empty() { Outcome::Merged } else { Outcome::Created };
        plan.report.count(outcome);
        plan.report.organisations_created += u64::from(outcome == Outcome::Created);
        if let Some(entry) = needs.pop() {
            plan.records.push(Planned { source, outcome, needs, entry });
        }
    }
}

/// Plans what becomes of a record; of one that people changed, only what they left as an import wrote it.
fn put(mut found: Found, needs: Vec<Entry>, held: &Held, plan: &mut Plan) -> Outcome {
    let history = held.histories.get(&found.id).map_or(&[][..], Vec::as_slice);
    let of_people = |newest: &&Revision| !newest.is_of_import() || !history.is_empty();
    let newest = held.existing.get(&found.id).filter(of_people);
    let Some(newest) = newest.filter(|newest| !says(newest, &found.partnership)) else {
        return plan.put(found, needs, &held.existing);
    };
    let (kept, outcome) = match merge::merge(history, &found.partnership) {
        Some(merged) => {
            found.partnership = merged.record;
            let outcome = match says(newest, &found.partnership) {
                true if merged.kept.is_empty() => Outcome::Merged,
                true => Outcome::Skipped,
                false => Outcome::Updated,
            };
            (merged.kept, outcome)
        }
        None if newest.is_of_import() => return plan.put(found, needs, &held.existing),
        // Nothing tells what the source changed: no import wrote it, or it is withdrawn.
        None => {
            let mine = newest.read::<Partnership>();
            (mine.map(|mine| merge::differing(&mine, &found.partnership)).unwrap_or_default(), Outcome::Skipped)
        }
    };
    if !kept.is_empty() || outcome == Outcome::Skipped {
        plan.report.anomalies.push(Anomaly::new(Code::EditedSince, kept.join(", "), found.id.to_string()));
    }
    plan.keep(found, newest.version, outcome, needs);
    outcome
}

/// How far a record was checked here: anybody can write a file, and a digest has no key, so what a file says of it is
/// worth nothing.
fn verified(id: Id, existing: &Existing) -> Verification {
    let held = existing.get(&id).filter(|revision| revision.change == Change::Published);
    let held = held.and_then(|revision| revision.read::<Partnership>().ok());
    held.map_or(Verification::ImportedUnverified, |held| held.provenance.verification)
}

/// The identifier of the record that an activity becomes: a second one where the first is that of a record which bears the
/// activity's identifier no more.
fn free_id(identifier: &str, held: &Held) -> Id {
    let first = new_id(identifier);
    if held.existing.contains_key(&first) { Id::derived(&format!("{SCHEME}/{identifier} 2")) } else { first }
}

/// Candidates for the country of an authority whose identifier does not tell it.
fn countries(activity: &Activity, home: Country) -> Vec<Country> {
    let recipients = activity.recipient_countries.iter().filter_map(|country| country.code.parse().ok());
    let reporter = activity.reporting_organisation.as_ref();
    let reporter = reporter.and_then(|reporter| organisations::country_of(&reporter.reference));
    let mut countries: Vec<Country> = recipients.chain(reporter).chain([home]).collect();
    countries.sort_unstable();
    countries.dedup();
    countries
}
