//! What a proposal holds: the body so far, and beside it all that is not yet, or never, part of the record.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use strum::IntoStaticStr;

use super::control;
use super::form::{self, Pairs, Reading, Wanted};
use super::section::{self, Section};
use super::trifle;
use super::value::{self, Fault};
use crate::anomaly::{Anomaly, Code, Severity};
use crate::journal::{Entry, JournalError, Kind as Record, Proposal};
use crate::organisation::{Name, Organisation};
use crate::partnership::fields::{self, FIELDS, Field, Kind};
use crate::partnership::identity::digest;
use crate::partnership::wording::{self, Unit, Wording};
use crate::partnership::{Partnership, rules};
use crate::reference::fold;
use crate::territory::Territory;
use crate::value::{Country, Id, Text};
use crate::web::Locale;

/// A declaration under way.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The body so far. Repeated parts may be incomplete.
    pub body: Value,
    /// Texts that are no values, by the path of their field, as they were typed.
    pub raw: BTreeMap<String, String>,
    /// Organisations that are in no register: they are created when the record is published.
    pub proposed: BTreeMap<Id, Proposed>,
    /// Languages that texts are asked in, beside those that they have.
    pub langs: BTreeSet<String>,
    /// Sections that the agent has been through, by their word.
    pub done: BTreeSet<String>,
    /// Why a warning is no mistake, in the agent's words, by code and path.
    pub words: BTreeMap<String, String>,
    /// What the ministry asks to be changed, by path.
    pub remarks: BTreeMap<String, String>,
    /// Each time that it was sent back, the last one at the end: what is handed in anew is read against it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub returns: Vec<Return>,
    /// What changes and why, for the history.
    pub reason: Option<String>,
    /// The authority for which it is declared.
    pub on_behalf_of: Option<Id>,
    /// The accounts that wrote in it or handed it in: like its author, they have declared it and do not validate it.
    pub hands: BTreeSet<Id>,
    /// What a pasted table said that no field takes: heading and text.
    pub unread: Vec<(String, String)>,
    /// Whether its parties are others than the authority for which it is declared: found whenever it is read.
    #[serde(skip)]
    pub foreign: bool,
    /// The programmes that it names and that there are, with their titles: found whenever it is read.
    #[serde(skip)]
    pub programmes: HashMap<Id, Text>,
    /// The part that was taken out last, until its section is sent again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed: Option<form::Removed>,
    /// The paths of what the ministry mended while validating, which its author has not seen.
    pub mended: BTreeSet<String>,
    /// The record as it was handed in, once something in it was mended: what is mended little by little is measured by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed_in: Option<Box<Partnership>>,
    /// The accounts that changed more than a trifle in it while validating: they do not publish it.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub reworked: BTreeSet<Id>,
}

/// That a declaration was sent back to its author.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Return {
    /// What was missing in general.
    pub reason: Option<String>,
    /// What was asked, by path.
    pub remarks: BTreeMap<String, String>,
    /// The body of which it was asked.
    pub body: Value,
}

/// What the rules say of a draft on a day.
pub struct Seen {
    /// The record as it would be published.
    record: Partnership,
    /// The rules that it breaks.
    broken: Vec<Anomaly>,
}

/// An organisation that is in no register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposed {
    /// Its body.
    pub organisation: Organisation,
    /// The territory that it governs, where that has no record either.
    #[serde(default)]
    pub territory: Option<(Id, Territory)>,
}

/// How far a section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Progress {
    /// Nothing in it.
    NotBegun,
    /// Something in it, and the agent has not been through.
    InProgress,
    /// The agent has been through and nothing is wrong.
    Complete,
    /// The agent has been through and left it empty.
    LeftEmpty,
    /// Something is wrong.
    Faulty,
}

impl Progress {
    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Progress::NotBegun => "progress-not-begun",
            Progress::InProgress => "progress-in-progress",
            Progress::Complete => "progress-complete",
            Progress::LeftEmpty => "progress-left-empty",
            Progress::Faulty => "progress-faulty",
        }
    }
}

impl Progress {
    /// The class of its mark.
    pub fn class(self) -> &'static str {
        self.into()
    }
}

/// Something to say about a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The path of the field.
    pub path: String,
    /// How grave it is.
    pub severity: Severity,
    /// The stable word for what is wrong.
    pub code: &'static str,
    /// What is wrong, in the reader's language.
    pub rule: String,
    /// What mends it.
    pub mend: Option<String>,
    /// The texts that it is about, each shortened to what shows the fault.
    pub values: Vec<String>,
}

impl Remark {
    /// What keeps a declaration from being handed in.
    pub fn keeping(path: &str, code: &'static str, rule: String) -> Remark {
        Remark { path: path.to_owned(), severity: Severity::Error, code, rule, mend: None, values: Vec::new() }
    }

    /// Whether it is about what was typed, and not about what is still to be.
    pub fn is_of_a_value(&self) -> bool {
        let to_come = [Code::MissingParty, Code::AmountUnknown].map(Code::as_str);
        !self.values.is_empty() && !to_come.contains(&self.code)
    }

    /// What to say.
    pub fn text(&self) -> String {
        match &self.mend {
            Some(mend) => format!("{} {mend}", self.rule),
            None => self.rule.clone(),
        }
    }

    /// What to say beside its field: of what is only doubted, which passage it is.
    pub fn said(&self, l: Locale) -> String {
        if self.severity == Severity::Error { self.text() } else { self.quoting(l) }
    }

    /// What to say above its form: which field it is.
    pub fn labelled(&self, l: Locale) -> String {
        of_field(l, &self.path, self.text())
    }

    /// What to say away from its form: which field it is, and what is in it.
    pub fn told(&self, l: Locale) -> String {
        of_field(l, &self.path, self.quoting(l))
    }

    fn quoting(&self, l: Locale) -> String {
        let quoted = self.values.iter().map(|value| l.t_with("quoted", &[("words", value.as_str().into())]));
        std::iter::once(self.text()).chain(quoted).collect::<Vec<_>>().join(" ")
    }

    /// The key under which a word about it is kept: code and path.
    pub fn key(&self) -> String {
        format!("{} {}", self.code, self.path)
    }
}

impl Draft {
    /// The labels of the fields that the ministry mended while validating.
    pub fn mended_labels(&self, l: Locale) -> Vec<String> {
        wording::labels(l, &self.body, &self.mended)
    }

    /// Notes what an account mended while validating: `before` is what the record said, `paths` what differs from it in words.
    /// Whoever leaves it with more than trifles changed since it was handed in has written in it.
    pub fn mend(&mut self, account: Id, before: Partnership, paths: Vec<String>) {
        let now = self.partnership();
        if now == before {
            return;
        }
        let handed_in = self.handed_in.get_or_insert_with(|| Box::new(before));
        if !trifle::is_trifle(handed_in, &now) {
            self.reworked.insert(account);
        }
        self.mended.extend(paths);
    }

    /// Says, for an account that validates, which organisation of the register is meant by one that it proposes. Where both
    /// are one by name, country and kind it was only found: its author meant it, and what was mended so far is measured as if
    /// he had chosen it. Any other is another party than the one that he declared, which is no trifle.
    pub fn identify(&mut self, account: Id, proposed: Id, chosen: Id, organisation: &Organisation) {
        let (before, stored, country) = (self.partnership(), self.body.clone(), organisation.country);
        let found = self.proposed.get(&proposed).is_some_and(|held| is_same(&held.organisation, organisation));
        self.put_in_place(proposed, chosen, country);
        let changed = differing(FIELDS, "", &stored, &self.body);
        if !found {
            return self.mend(account, before, changed);
        }
        self.mended.extend(changed);
        if let Some(handed_in) = &mut self.handed_in {
            // A record is plain data: it always serialises.
            let mut body = serde_json::to_value(&**handed_in).unwrap_or_default();
            replace(&mut body, proposed, chosen, country);
            **handed_in = serde_json::from_value(body).unwrap_or_default();
        }
    }

    /// Begins its validation: what was mended in it before is a part of what is handed in, and whoever wrote that has declared it.
    pub fn begin_validation(&mut self) {
        self.hands.append(&mut self.reworked);
        self.handed_in = None;
        self.mended.clear();
    }

    /// A declaration that begins with this record.
    pub fn of(partnership: &Partnership) -> Draft {
        // A record is plain data: it always serialises.
        Draft { body: serde_json::to_value(partnership).unwrap_or_default(), ..Draft::default() }
    }

    /// A correction that begins with a published record: whoever published it has been through what it says.
    pub fn correcting(published: &Partnership) -> Draft {
        let mut draft = Draft::of(published);
        let filled = section::all().filter(|section| !section.is_blank(&draft.body));
        draft.done = filled.map(|section| section.slug.to_owned()).collect();
        draft
    }

    /// The draft that a proposal holds; imports propose bare records.
    ///
    /// # Errors
    /// When the stored text is no JSON.
    pub fn read(proposal: &Proposal) -> Result<Draft, JournalError> {
        let unreadable = |cause| JournalError::Body { kind: proposal.kind, id: proposal.id, cause };
        let stored: Value = serde_json::from_str(&proposal.body).map_err(unreadable)?;
        match stored.get("body") {
            Some(_) => serde_json::from_value(stored).map_err(unreadable),
            None => Ok(Draft { body: stored, ..Draft::default() }),
        }
    }

    /// The text to be stored.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Takes over what a form sent of a section: its fields, a language to add, a part to add or take out. Returns the
    /// organisations that it proposes.
    pub fn take(&mut self, section: &Section, pairs: &Pairs, l: Locale) -> Vec<Wanted> {
        let fields = section.fields();
        let of_section = |path: &str| section::of_path(path) == Some(section);
        self.raw.retain(|path, _| !of_section(path));
        let reading = Reading::of(pairs, &fields, &mut self.body, l);
        let wanted = reading.wanted;
        self.raw.extend(reading.raw);
        // What is stored while somebody types leaves him the time to think again.
        let removed = if pairs.get("quiet").is_some() { None } else { self.removed.take() };
        if let Some(removed) = removed.filter(|removed| pairs.get("undo").is_some() && of_section(&removed.list)) {
            form::put_back(&mut self.body, &mut self.raw, removed);
        }
        if let Some(path) = pairs.get("remove").filter(|path| of_section(path)) {
            self.removed = form::remove(&mut self.body, &mut self.raw, path);
        }
        if let Some(path) = pairs.get("add").filter(|path| of_section(path)) {
            form::add(&mut self.body, path);
        }
        if let Some(lang) = pairs.get("add-language").and(pairs.get("language")).filter(|lang| form::is_language(lang))
        {
            self.langs.insert(lang.to_owned());
        }
        wanted
    }

    /// A mark of what is stored of a section: another one once anything in it is changed.
    pub fn mark(&self, section: &Section) -> String {
        let fields: Vec<&Value> = section.fields().iter().map(|field| &self.body[field.name]).collect();
        let raw: Vec<_> = self.raw.iter().filter(|(path, _)| section::of_path(path) == Some(section)).collect();
        digest(&json!([fields, raw]).to_string())
    }

    /// Takes out the repeated parts that were left empty, once the agent goes on.
    pub fn settle(&mut self, section: &Section) {
        let mut blank = Vec::new();
        section.fields().into_iter().for_each(|field| blank_parts(field, &self.body, "", &mut blank));
        for path in blank
            .iter()
            .filter(|path| !self.raw.keys().any(|name| name.starts_with(*path)))
            .cloned()
            .collect::<Vec<_>>()
        {
            form::remove(&mut self.body, &mut self.raw, &path);
        }
        if section.fields().iter().any(|field| field.name == "parties") {
            form::keep_signatories(&mut self.body);
        }
        self.done.insert(section.slug.to_owned());
    }

    /// The record as it would be published: parts that are incomplete are left out.
    pub fn partnership(&self) -> Partnership {
        let mut body = self.body.clone();
        if body.is_object() {
            form::whole_parts(FIELDS, &mut body);
        }
        serde_json::from_value(body).unwrap_or_default()
    }

    /// The languages that its texts are asked in, the reader's own where there is none yet.
    pub fn languages(&self, l: Locale) -> Vec<String> {
        let mut langs = self.langs.clone();
        languages_of(FIELDS, &self.body, &mut langs);
        if langs.is_empty() {
            langs.insert(l.lang.code().to_owned());
        }
        let mut langs: Vec<String> = langs.into_iter().collect();
        langs.sort_by_key(|lang| lang != l.lang.code());
        langs
    }

    /// What the rules say of the record. They read every text: it is found once, for all sections.
    pub fn seen(&self, today: NaiveDate) -> Seen {
        let record = self.partnership();
        let mut broken = rules::anomalies(&record, today);
        let missing = record.programmes.iter().filter(|id| !self.programmes.contains_key(id));
        broken.extend(missing.map(|id| Anomaly::new(Code::NotInList, "programmes", id.to_string())));
        Seen { record, broken }
    }

    /// Everything to be said of a section's fields: texts that are no values, and rules that the record breaks.
    pub fn remarks(&self, section: &Section, seen: &Seen, l: Locale) -> Vec<Remark> {
        let mut all: Vec<Remark> = form::faults(&section.fields(), &self.body, &self.raw, l)
            .into_iter()
            .map(|(path, key)| {
                let typed = self.raw.get(&path).filter(|text| !text.is_empty());
                Remark {
                    severity: Severity::Error,
                    code: key,
                    rule: said_of(key, &path, typed.map_or("", String::as_str), l),
                    mend: None,
                    values: typed.cloned().into_iter().collect(),
                    path,
                }
            })
            .collect();
        let faulty = !all.is_empty();
        let here = seen.broken.iter().filter(|anomaly| section::of_path(&anomaly.field) == Some(section));
        let unread: Vec<String> = all.iter().map(|remark| remark.path.clone()).collect();
        let whole = if faulty { serde_json::to_value(&seen.record).unwrap_or_default() } else { Value::Null };
        let told = |rule: &&Anomaly| {
            !faulty || rule.code.severity() != Severity::Error || !misleads(&rule.field, &unread, &self.body, &whole)
        };
        for rule in here.filter(told) {
            // One word answers all that breaks one rule in one field.
            match all.iter_mut().find(|remark| remark.code == rule.code.as_str() && remark.path == rule.field) {
                Some(same) if same.values.contains(&rule.value) => {}
                Some(same) => same.values.push(rule.value.clone()),
                None => all.push(remark(rule, l)),
            }
        }
        all.extend((self.foreign && !faulty && section::of_path("parties") == Some(section)).then(|| Remark {
            path: "parties".to_owned(),
            severity: Severity::Error,
            code: Code::NotOwnRecord.as_str(),
            rule: l.t("fault-not-own").into_owned(),
            mend: Some(l.t("fault-not-own-mend").into_owned()),
            values: Vec::new(),
        }));
        all
    }

    /// Everything to be said, section by section.
    pub fn all_remarks(&self, today: NaiveDate, l: Locale) -> Vec<Remark> {
        let seen = self.seen(today);
        section::all().flat_map(|section| self.remarks(section, &seen, l)).collect()
    }

    /// What keeps it from being handed in: errors, and warnings on which no word was given.
    pub fn obstacles(&self, today: NaiveDate, l: Locale) -> Vec<Remark> {
        let mut all = self.all_remarks(today, l);
        all.retain(|remark| self.is_kept_by(remark));
        all
    }

    /// Whether a remark keeps it from being handed in: an error, or a warning on which no word was given.
    pub fn is_kept_by(&self, remark: &Remark) -> bool {
        match remark.severity {
            Severity::Error => true,
            Severity::Warning => self.words.get(&remark.key()).is_none_or(|word| word.trim().is_empty()),
            Severity::Hint => false,
        }
    }

    /// What is wrong with the reason, which the public will read: it names or reaches a person.
    pub fn reason_fault(&self, l: Locale) -> Option<Remark> {
        let personal = !rules::personal_data(self.reason.as_deref().unwrap_or_default()).is_empty();
        personal
            .then(|| Remark::keeping("reason", Code::PersonInText.as_str(), l.t("confirm-fault-person").into_owned()))
    }

    /// Whether a field holds a text that could not be read.
    pub fn is_unread(&self, path: &str) -> bool {
        self.raw.get(path).is_some_and(|text| !text.is_empty())
    }

    /// What it says in a section, in words.
    pub fn said(&self, section: &Section, wording: &Wording) -> Vec<Unit> {
        let mut units = wording.units(section.fields(), &self.body);
        // What is not published yet is not validated, whatever the version that it began with says; and where what was typed
        // is no value, what stands in the body was chosen by nobody.
        units.retain(|unit| {
            !unit.lines.is_empty() && unit.path != "provenance.verification" && !self.raw.contains_key(&unit.path)
        });
        units
    }

    /// How far a section is.
    pub fn progress(&self, section: &Section, seen: &Seen, l: Locale) -> Progress {
        let unread = self.raw.keys().any(|path| section::of_path(path) == Some(section) && self.is_unread(path));
        let empty = !unread && section.is_blank(&self.body);
        let done = self.done.contains(section.slug);
        let asked = self.remarks.keys().any(|path| section::of_path(path) == Some(section));
        // The partner of a declaration that was just begun is not missing yet.
        let is_to_come = |remark: &Remark| !done && remark.code == Code::MissingParty.as_str();
        let is_wrong = |remark: &Remark| self.is_kept_by(remark) && !is_to_come(remark);
        let faulty = asked || self.remarks(section, seen, l).iter().any(is_wrong);
        match (done, empty) {
            (false, true) if !asked => Progress::NotBegun,
            _ if faulty => Progress::Faulty,
            (true, _) if self.said(section, &Wording::new(l, &[&self.body])).is_empty() => Progress::LeftEmpty,
            (true, _) => Progress::Complete,
            (false, _) => Progress::InProgress,
        }
    }

    /// The organisations that it proposes and still names.
    pub fn named(&self) -> impl Iterator<Item = Id> {
        let body = serde_json::to_string(&self.partnership()).unwrap_or_default();
        self.proposed.keys().copied().filter(move |id| body.contains(&format!("\"{id}\"")))
    }

    /// Puts an organisation of the register in the place of one that it proposes, wherever it names it.
    pub fn put_in_place(&mut self, proposed: Id, chosen: Id, country: Option<Country>) {
        replace(&mut self.body, proposed, chosen, country);
        self.proposed.remove(&proposed);
    }

    /// The records of the organisations that it proposes and still names.
    pub fn needs(&self, source: &str) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (id, proposed) in self.named().filter_map(|id| self.proposed.get_key_value(&id)) {
            if let Some((territory_id, territory)) = &proposed.territory {
                let codes = territory.codes.clone();
                entries.push(Entry::publish(Record::Territory, *territory_id, 0, territory, codes));
            }
            let organisation = Organisation { source: source.to_owned(), ..proposed.organisation.clone() };
            let codes = organisation.identifiers.clone();
            entries.push(Entry::publish(Record::Organisation, *id, 0, &organisation, codes));
        }
        entries
    }

    /// Proposes the organisations among some entries, each with its territory.
    ///
    /// # Errors
    /// When a body does not fit its type.
    pub fn propose_all(&mut self, entries: Vec<Entry>) -> Result<(), JournalError> {
        let (territories, others): (Vec<_>, Vec<_>) =
            entries.into_iter().partition(|entry| entry.kind == Record::Territory);
        for entry in others.into_iter().filter(|entry| entry.kind == Record::Organisation) {
            let organisation: Organisation = entry.read()?;
            let governed = territories.iter().find(|territory| Some(territory.id) == organisation.territory);
            let territory =
                governed.map(|governed| Ok::<_, JournalError>((governed.id, governed.read()?))).transpose()?;
            self.proposed.insert(entry.id, Proposed { organisation, territory });
        }
        Ok(())
    }

    /// The country of an organisation that it proposes.
    pub fn proposed_country(&self, id: Id) -> Option<Country> {
        self.proposed.get(&id)?.organisation.country
    }
}

fn of_field(l: Locale, path: &str, fault: String) -> String {
    l.t_with("fault-of", &[("label", control::label(l, path).into()), ("fault", fault.into())])
}

/// What is said of a text that is no value; of codes, which do not exist.
fn said_of(fault: Fault, path: &str, typed: &str, l: Locale) -> String {
    match fields::at(path).map(|field| field.kind) {
        Some(Kind::Codes(list)) if fault == value::UNKNOWN_CODES => {
            let unknown = value::unknown_codes(typed, list);
            l.t_with(fault, &[("count", unknown.len().into()), ("codes", unknown.join(", ").into())])
        }
        _ => l.t(fault).into_owned(),
    }
}

/// Whether a rule's word on a field would mislead while some texts are no values: one of them is in it, or a part that lacks
/// something is not counted, so that the parts after it have other numbers.
fn misleads(field: &str, unread: &[String], body: &Value, whole: &Value) -> bool {
    let is_within =
        |path: &String| path.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
    let parts = |of: &Value, list: &str| of.pointer(&form::pointer(list)).and_then(Value::as_array).map_or(0, Vec::len);
    let mut lists = field.match_indices('[').map(|(at, _)| &field[..at]);
    unread.iter().any(is_within) || lists.any(|list| parts(body, list) != parts(whole, list))
}

/// A broken rule as people read it.
fn remark(rule: &Anomaly, l: Locale) -> Remark {
    Remark {
        path: rule.field.clone(),
        severity: rule.code.severity(),
        code: rule.code.as_str(),
        rule: rule.code.rule(l).into_owned(),
        mend: Some(rule.code.mend(l).into_owned()),
        values: Some(rule.value.clone()).filter(|value| !value.is_empty()).into_iter().collect(),
    }
}

/// The paths of repeated parts that are empty, those of one list from the last to the first.
fn blank_parts(field: &Field, whole: &Value, prefix: &str, found: &mut Vec<String>) {
    let path = fields::join(prefix, field.name);
    let value = &whole[field.name];
    match &field.kind {
        Kind::Group(fields) => fields.iter().for_each(|field| blank_parts(field, value, &path, found)),
        Kind::List(repeated) => {
            let parts = value.as_array().map(Vec::as_slice).unwrap_or_default();
            for (at, part) in parts.iter().enumerate().rev() {
                let here = format!("{path}[{at}]");
                match form::is_blank(repeated.fields, part) {
                    true => found.push(here),
                    false => repeated.fields.iter().for_each(|field| blank_parts(field, part, &here, found)),
                }
            }
        }
        _ => {}
    }
}

/// The languages of every text.
fn languages_of(fields: &[Field], body: &Value, langs: &mut BTreeSet<String>) {
    for field in fields {
        let value = &body[field.name];
        match &field.kind {
            Kind::Title | Kind::Prose => {
                langs.extend(value.as_object().into_iter().flatten().map(|(lang, _)| lang.clone()))
            }
            Kind::Group(fields) => languages_of(fields, value, langs),
            Kind::List(repeated) => {
                value.as_array().into_iter().flatten().for_each(|part| languages_of(repeated.fields, part, langs));
            }
            _ => {}
        }
    }
}

/// The paths of the fields that two bodies hold differently, lists whole. In words they may be the same: a party keeps the
/// name by which it signed.
fn differing(fields: &[Field], prefix: &str, one: &Value, other: &Value) -> Vec<String> {
    let differs = |field: &&Field| one[field.name] != other[field.name];
    let paths = |field: &Field| {
        let path = fields::join(prefix, field.name);
        match &field.kind {
            Kind::Group(fields) => differing(fields, &path, &one[field.name], &other[field.name]),
            _ => vec![path],
        }
    };
    fields.iter().filter(differs).flat_map(paths).collect()
}

/// Whether two records tell of the same organisation: its kind, its country, and a name that is written alike.
fn is_same(one: &Organisation, other: &Organisation) -> bool {
    let has = |name: &Name| other.names.iter().any(|of_other| fold(&of_other.name) == fold(&name.name));
    one.kind == other.kind && one.country == other.country && one.names.iter().any(has)
}

/// Writes one record in the place of another wherever a value names it, with its country where the part says one.
fn replace(value: &mut Value, old: Id, new: Id, country: Option<Country>) {
    match value {
        Value::String(text) if *text == old.to_string() => *text = new.to_string(),
        Value::Array(parts) => parts.iter_mut().for_each(|part| replace(part, old, new, country)),
        Value::Object(fields) => {
            let names = fields.get("organisation").and_then(Value::as_str) == Some(old.to_string().as_str());
            if let Some(country) = country.filter(|_| names && fields.contains_key("country")) {
                fields.insert("country".to_owned(), Value::String(country.to_string()));
            }
            fields.values_mut().for_each(|part| replace(part, old, new, country));
        }
        _ => {}
    }
}
