//! `meridien import atlas-page FILE...`: record pages of the old atlas.
//!
//! One page becomes one partnership, whatever it lacks: a page without its foreign party, or with one of unknown country,
//! stays a partnership with an error to mend. Only a page that shows both its ends, and they are not authorities of two
//! countries, becomes an activity.
//!
//! A page is recognised by its number in the old atlas, else by a digest of title, parties and start.

mod map;
mod notices;
mod parties;
mod phases;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

use meridien_legacy::{self as legacy, Page};

use crate::anomaly::{Anomaly, Code};
use crate::journal::{Change, Entry, Journal, Kind};
use crate::partnership::identity::{self, SAME_ENDS, SAME_TEXT};
use crate::partnership::{Partnership, identifiers, rules};
use crate::value::Id;

use super::input::Input;
use super::register::Register;
use super::{Existing, Found, ImportError, Options, Outcome, Plan, existing, proposal};
use map::Draft;

/// Scheme of the old atlas's own numbers.
pub const ATLAS: &str = "atlas";

/// Scheme of the digest by which a page without a number is recognised.
pub const ATLAS_PAGE: &str = "atlas-page";

/// A file as it was read.
struct Source {
    file: String,
    page: Page,
    persons: Vec<legacy::Person>,
    number: Option<u64>,
    digest: String,
}

/// Plans the import of pages.
///
/// # Errors
/// When none of the files is a record page, or the journal fails.
pub async fn plan(journal: Option<&Journal>, inputs: Vec<Input>, options: &Options) -> Result<Plan, ImportError> {
    let mut plan = Plan::default();
    let first = inputs.first().map(|input| PathBuf::from(&input.name)).unwrap_or_default();
    let sources = read(inputs, &mut plan);
    if sources.is_empty() {
        return Err(ImportError::NotAPage(first));
    }
    let mut register = Register::read(journal, options.home, &[ATLAS, ATLAS_PAGE, SAME_ENDS, SAME_TEXT]).await?;
    let drafts: Vec<(Source, Draft)> = sources
        .into_iter()
        .map(|source| {
            let draft = Draft::of(&source.page, &source.persons, &mut register, options);
            (source, draft)
        })
        .collect();
    let existing = existing(journal, &related(&drafts, &register)).await?;
    let mut import = Import { plan, register, existing, options, done: HashMap::new(), series: BTreeMap::new() };
    for (source, draft) in drafts {
        import.put(source, draft);
    }
    if options.proposal {
        import.plan.propose(journal, options.now).await?;
    } else {
        // Records that are themselves proposals are united once they are published.
        import.propose_phases(journal).await?;
    }
    Ok(import.plan)
}

/// The record that one page's text gives, with the organisations that it needs and that are not in the register: nothing is
/// written, the text is only read. None where it is no record page.
///
/// # Errors
/// When the journal fails.
pub async fn draft(
    journal: &Journal,
    text: &str,
    options: &Options,
) -> crate::journal::Result<Option<(Partnership, Vec<Entry>)>> {
    let page = legacy::read(text);
    if page.notices.iter().any(|notice| notice.code == legacy::Code::NotARecord) {
        return Ok(None);
    }
    let mut register = Register::read(Some(journal), options.home, &[]).await?;
    let mut draft = Draft::of(&page, &[], &mut register, options);
    let number = page.legacy_number.as_ref().map(|number| number.value);
    draft.partnership.legacy_ids = map::legacy_ids(number, &map::page_digest(&page));
    Ok(Some((draft.partnership, draft.needs)))
}

/// Reads the pages; files that are none are reported.
fn read(inputs: Vec<Input>, plan: &mut Plan) -> Vec<Source> {
    let mut sources = Vec::new();
    for input in inputs {
        plan.report.anomalies.extend(input.anomaly());
        let (page, persons) = legacy::read_with_persons(&input.text);
        if page.notices.iter().any(|notice| notice.code == legacy::Code::NotARecord) {
            plan.report.count(Outcome::Skipped);
            plan.report.anomalies.push(Anomaly::new(Code::WrongFile, "", "").of(&input.name));
            continue;
        }
        let number = page.legacy_number.as_ref().map(|number| number.value).or_else(|| number_in_name(&input.name));
        sources.push(Source { digest: map::page_digest(&page), number, file: input.name, page, persons });
    }
    sources
}

/// The old atlas's number in a file's name: `detailProjet.html?criteres.prjId=4217`, `4217.txt`.
fn number_in_name(name: &str) -> Option<u64> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if stem.bytes().all(|byte| byte.is_ascii_digit()) {
        return stem.parse().ok();
    }
    let (_, after) = name.split_once("prjId")?;
    let digits = after.trim_start_matches(['=', '_', '-']);
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

/// The records that the pages may be, or that may be their duplicates.
fn related(drafts: &[(Source, Draft)], register: &Register) -> Vec<(Kind, Id)> {
    let mut records = HashSet::new();
    for (source, draft) in drafts {
        let number = source.number.map(|number| number.to_string()).unwrap_or_default();
        records.extend(register.records(ATLAS, &number));
        records.extend(register.records(ATLAS_PAGE, &source.digest));
        for code in identifiers(&draft.partnership) {
            for scheme in [SAME_ENDS, SAME_TEXT] {
                if code.scheme == scheme {
                    records.extend(register.records(scheme, &code.value));
                }
            }
        }
    }
    records.into_iter().collect()
}

/// An import of pages under way.
struct Import<'a> {
    plan: Plan,
    register: Register,
    existing: Existing,
    options: &'a Options,
    /// The records that this import gave, by identifier.
    /// Each with the name of its file.
    done: HashMap<Id, (Partnership, String)>,
    /// Records with the same ends and title, which may be phases of one partnership.
    series: BTreeMap<(String, String), Vec<Id>>,
}

impl Import<'_> {
    fn put(&mut self, source: Source, draft: Draft) {
        let Source { file, page, number, digest, .. } = source;
        let Draft { kind, mut partnership, needs, persons, anomalies } = draft;
        partnership.legacy_ids = map::legacy_ids(number, &digest);
        let mut found: Vec<Anomaly> = anomalies.into_iter().map(|anomaly| anomaly.of(&file)).collect();
        found.extend(notices::anomalies(&page, &file));
        let today = self.options.now.date_naive();
        found.extend(rules::anomalies(&partnership, today).into_iter().map(|anomaly| anomaly.of(&file)));

        let (kind, id) = self.identity(kind, number, &digest);
        if let Some((_, other)) = self.done.get(&id) {
            self.plan.report.count(Outcome::Merged);
            self.plan.report.anomalies.push(Anomaly::new(Code::RowMerged, "", other.as_str()).of(&file));
            self.plan.carried.extend(needs);
            return;
        }
        found.extend(self.compare(id, &partnership).into_iter().map(|anomaly| anomaly.of(&file)));
        for code in identifiers(&partnership) {
            for scheme in [ATLAS, ATLAS_PAGE, SAME_ENDS, SAME_TEXT] {
                if code.scheme == scheme {
                    self.register.add_record(scheme, &code.value, kind, id);
                }
            }
        }
        let record = Found { kind, id, partnership: partnership.clone(), source: file.clone() };
        let outcome = self.plan.put(record, needs, &self.existing);
        self.plan.report.anomalies.extend(found);
        if outcome != Outcome::Skipped {
            self.plan.persons.extend(persons.into_iter().map(|(person, data)| (person, data, id)));
        }
        self.done.insert(id, (partnership, file));
    }

    /// The record that a page is: the one with its number; else the one with its digest, unless that one has another
    /// number; else a new one.
    fn identity(&mut self, kind: Kind, number: Option<u64>, digest: &str) -> (Kind, Id) {
        let number = number.map(|number| number.to_string());
        if let Some(record) = number.as_ref().and_then(|number| self.register.records(ATLAS, number).first()) {
            return *record;
        }
        let same_page = self.register.records(ATLAS_PAGE, digest).iter().find(|(_, id)| {
            let numbers = self.held(*id).map(|held| held.legacy_ids).unwrap_or_default();
            number.is_none() || numbers.iter().all(|legacy| legacy.scheme != ATLAS)
        });
        if let Some(record) = same_page {
            return *record;
        }
        let key = number.map_or_else(|| format!("{ATLAS_PAGE}/{digest}"), |number| format!("{ATLAS}/{number}"));
        (kind, self.register.new_id(&key))
    }

    /// A record of this import or of the register.
    fn held(&self, id: Id) -> Option<Partnership> {
        let of_import = self.done.get(&id).map(|(done, _)| done.clone());
        let published = self.existing.get(&id).filter(|revision| revision.change == Change::Published);
        of_import.or_else(|| published?.read().ok())
    }

    /// Likely duplicates, phases and copied texts among the records of the register and of this import.
    fn compare(&mut self, id: Id, partnership: &Partnership) -> Vec<Anomaly> {
        let mut anomalies = Vec::new();
        let ends = identity::ends(partnership);
        let same_ends: Vec<Id> = ends.iter().flat_map(|ends| self.others(SAME_ENDS, ends, id)).collect();
        for other in same_ends {
            let Some(held) = self.held(other) else { continue };
            let title = held.title.best("fr").map_or("", |(_, title)| title);
            let value = format!("{other} {} {title}", phases::years(&held));
            let same_title = phases::title_key(&held) == phases::title_key(partnership);
            if same_title && (phases::follows(&held, partnership) || phases::follows(partnership, &held)) {
                anomalies.push(Anomaly::new(Code::LikelyPhases, "phases", value));
                let key = (ends.clone().unwrap_or_default(), phases::title_key(partnership));
                let series = self.series.entry(key).or_default();
                for member in [other, id] {
                    if !series.contains(&member) {
                        series.push(member);
                    }
                }
            } else if phases::overlap(&held, partnership) {
                anomalies.push(Anomaly::new(Code::LikelyDuplicate, "parties", value));
            }
        }
        let texts = identifiers(partnership).into_iter().filter(|code| code.scheme == SAME_TEXT);
        let same_text: HashSet<Id> = texts.flat_map(|code| self.others(SAME_TEXT, &code.value, id)).collect();
        for other in same_text {
            let Some(held) = self.held(other) else { continue };
            anomalies.push(Anomaly::new(Code::SameText, "narratives", other.to_string()));
            let years =
                |record: &Partnership| (record.start.map(|date| date.year()), record.end.map(|date| date.year()));
            if years(&held) != years(partnership) {
                let value = format!("{} ≠ {} ({other})", phases::years(partnership), phases::years(&held));
                anomalies.push(Anomaly::new(Code::ContradictoryYears, "narratives", value));
            }
        }
        anomalies
    }

    fn others(&self, scheme: &'static str, value: &str, id: Id) -> Vec<Id> {
        let records = self.register.records(scheme, value).iter().map(|record| record.1);
        records.filter(|other| *other != id).collect()
    }

    /// Proposes each series of successive records as the phases of one partnership, once.
    async fn propose_phases(&mut self, journal: Option<&Journal>) -> Result<(), ImportError> {
        for mut ids in std::mem::take(&mut self.series).into_values() {
            ids.sort_unstable();
            let key = ids.iter().map(Id::to_string).collect::<Vec<_>>().join("+");
            let proposal_id = Id::derived(&format!("phases/{key}"));
            if let Some(journal) = journal
                && journal.proposal(proposal_id).await?.is_some()
            {
                continue;
            }
            let mut records: Vec<(Id, Partnership)> =
                ids.iter().filter_map(|id| Some((*id, self.held(*id)?))).collect();
            records.sort_by_key(|(id, record)| (record.start.map(|start| start.first_day()), *id));
            // Only an unbroken series: between the others a person has to choose.
            if records.len() < 2 || !records.windows(2).all(|pair| phases::follows(&pair[0].1, &pair[1].1)) {
                continue;
            }
            let bodies: Vec<&Partnership> = records.iter().map(|(_, record)| record).collect();
            let Some(united) = phases::unite(&bodies) else { continue };
            let first = records[0].0;
            let entry = Entry::publish(Kind::Partnership, first, self.version_after(first), &united, Vec::new());
            let reason = format!("phases: {key}");
            self.plan.proposals.push(proposal(proposal_id, &entry, 0, Some(reason), self.options.now));
        }
        Ok(())
    }

    /// The version that a record will have when the plan is written.
    fn version_after(&self, id: Id) -> i32 {
        let planned = self.plan.records.iter().find(|planned| planned.entry.id == id);
        let held = self.existing.get(&id).map_or(0, |revision| revision.version);
        planned.map_or(held, |planned| planned.entry.base + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::number_in_name;

    #[test]
    fn the_number_is_read_from_names_that_have_one() {
        for (name, number) in [
            ("4217.txt", Some(4217)),
            ("detailProjet.html?criteres.prjId=4217", Some(4217)),
            ("page_prjId_12.txt", Some(12)),
            ("000_fb8359.txt", None),
            ("projet 2009.txt", None),
            ("prjId.txt", None),
        ] {
            assert_eq!(number_in_name(name), number, "{name}");
        }
    }
}
