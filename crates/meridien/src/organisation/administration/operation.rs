//! What can be done to an organisation: what each operation asks, and what it would write.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{Datelike, NaiveDate};
use strum::VariantArray;

use super::super::reform::{self, Fault};
use super::super::{Identifier, Name, NameKind, Organisation, OrganisationKind};
use super::directory;
use crate::account::Posted;
use crate::app::State;
use crate::declaration::form::Pick;
use crate::declaration::value;
use crate::journal::{Change, Kind, Revision};
use crate::partnership::fields::Register;
use crate::reference;
use crate::territory::Territory;
use crate::value::{Country, Id, PartialDate, latest_day};
use crate::web::address::is_web_address;
use crate::web::form::{Input, Meaning, Widget, meaning};
use crate::web::{self, Error, Locale, Visit};

/// How many others may merge with it, or take over from it.
const OTHERS: usize = 4;
/// Characters of one line.
const LONGEST: usize = 300;
/// The last year in which nothing is dated: the day before the first day of the next one has four digits still.
const EARLIEST: i32 = 1000;
/// Revisions before one among which those written with it are looked for.
const TOGETHER: i64 = 50;

/// What can be done, in the order in which it is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
pub enum Operation {
    /// It gets another name from a day on.
    Rename,
    /// It and perhaps others hand over to one.
    Merge,
    /// It hands over to several.
    Split,
    /// It ends without a successor.
    Close,
    /// What the record says was wrong.
    Correct,
    /// An earlier state comes back.
    Restore,
}

impl Operation {
    /// The operation of an address.
    pub fn of(slug: &str) -> web::Result<Operation> {
        Operation::VARIANTS.iter().copied().find(|operation| operation.slug() == slug).ok_or(Error::NotFound)
    }

    /// Its word in addresses.
    pub fn slug(self) -> &'static str {
        match self {
            Operation::Rename => "renommer",
            Operation::Merge => "fusionner",
            Operation::Split => "scinder",
            Operation::Close => "fermer",
            Operation::Correct => "corriger",
            Operation::Restore => "retablir",
        }
    }

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Operation::Rename => "reform-rename",
            Operation::Merge => "reform-merge",
            Operation::Split => "reform-split",
            Operation::Close => "reform-close",
            Operation::Correct => "reform-correct",
            Operation::Restore => "reform-restore",
        }
    }

    /// The key of what it means.
    pub fn means(self) -> &'static str {
        match self {
            Operation::Rename => "reform-rename-means",
            Operation::Merge => "reform-merge-means",
            Operation::Split => "reform-split-means",
            Operation::Close => "reform-close-means",
            Operation::Correct => "reform-correct-means",
            Operation::Restore => "reform-restore-means",
        }
    }

    /// What can be done to an organisation as it is.
    pub fn offered(organisation: &Organisation) -> Vec<Operation> {
        let lasts = organisation.successors.is_empty();
        let fits = |operation: &Operation| match operation {
            Operation::Merge | Operation::Split => lasts,
            Operation::Close => lasts && organisation.to.is_none(),
            Operation::Rename | Operation::Correct => true,
            Operation::Restore => false,
        };
        Operation::VARIANTS.iter().copied().filter(fits).collect()
    }

    /// What it asks.
    pub fn inputs(self, l: Locale, organisation: &Organisation) -> Vec<Input> {
        let day = || Input::line("date", l.t("reform-since"), "").widget(Widget::Day).hint(l.t("reform-since-hint"));
        let other = |at: usize, label: &str| {
            Input::line(format!("autre-{at}"), label, "").widget(picking(Register::Organisations))
        };
        match self {
            Operation::Rename => vec![Input::line("nom", l.t("reform-new-name"), ""), day()],
            Operation::Merge => {
                let into = Input::line("successeur", l.t("reform-into"), "").hint(l.t("reform-into-hint"));
                let label = |at: usize| l.t_with("reform-other", &[("number", at.into())]);
                let mut inputs = vec![into.widget(picking(Register::Organisations)), day()];
                inputs.extend((1..=OTHERS).map(|at| other(at, &label(at))));
                inputs
            }
            Operation::Split => {
                let label = |at: usize| l.t_with("reform-part", &[("number", at.into())]);
                let parts = (1..=OTHERS).map(|at| other(at, &label(at)));
                parts.chain([day()]).collect()
            }
            Operation::Close => {
                vec![Input::line("date", l.t("reform-last-day"), "").widget(Widget::Day)]
            }
            Operation::Correct => record_inputs(l, organisation),
            Operation::Restore => Vec::new(),
        }
    }
}

fn picking(register: Register) -> Widget {
    Widget::Record(register, String::new(), Vec::new())
}

/// The fields of a whole record.
pub fn record_inputs(l: Locale, body: &Organisation) -> Vec<Input> {
    let date = |date: Option<PartialDate>| date.map_or_else(String::new, value::date_text);
    let kinds = OrganisationKind::ALL.iter().map(|kind| (kind.code().to_owned(), l.t(kind.key()).into_owned()));
    let mut countries: Vec<(String, String)> = reference::countries()
        .iter()
        .map(|country| (country.iso2.to_string(), l.label(country.name).to_owned()))
        .collect();
    countries.sort_by(|one, other| l.compare(&one.1, &other.1));
    countries.insert(0, (String::new(), l.t("no-country").into_owned()));
    let mut inputs = Vec::new();
    let usages = || {
        let usage = |word: &str, key: &str| (word.to_owned(), l.t(key).into_owned());
        Widget::Choice(vec![usage("usual", "name-usual"), usage("body", "name-body"), usage("alias", "name-alias")])
    };
    let blank = Name::usual("");
    // One more than there are, to be filled in or left.
    for (at, name) in body.names.iter().filter(|name| !name.name.is_empty()).chain([&blank]).enumerate() {
        let label = |key: &str| l.t_with("name-number", &[("number", (at + 1).into()), ("what", l.t(key).into())]);
        inputs.push(Input::line(format!("nom-{at}"), label("organisation-name"), &name.name));
        inputs.push(Input::line(format!("usage-{at}"), label("name-kind"), <&str>::from(name.kind)).widget(usages()));
        inputs.push(Input::line(format!("debut-{at}"), label("name-since"), date(name.from)));
        inputs.push(Input::line(format!("fin-{at}"), label("name-until"), date(name.to)));
    }
    let code = |scheme: &str| body.identifier(scheme).unwrap_or_default().to_owned();
    let others = body.identifiers.iter().filter(|code| code.scheme != "siren");
    let others: Vec<String> = others.map(|code| format!("{} {}", code.scheme, code.value)).collect();
    inputs.extend([
        Input::line("nature", l.t("organisation-kind"), body.kind.code()).widget(Widget::Choice(kinds.collect())),
        Input::line("pays", l.t("country"), body.country.map_or_else(String::new, |code| code.to_string()))
            .widget(Widget::Choice(countries)),
        Input::line("territoire", l.t("territory"), "")
            .widget(picking(Register::Territories))
            .hint(l.t("reform-territory-hint")),
        Input::line("siren", l.t("register-siren"), code("siren")).hint(l.t("reform-siren-hint")),
        Input::line("codes", l.t("reform-codes"), others.join("\n"))
            .widget(Widget::Lines)
            .hint(l.t("reform-codes-hint")),
        Input::line("depuis", l.t("reform-exists-since"), date(body.from)).hint(l.t("reform-date-hint")),
        Input::line("jusque", l.t("reform-exists-until"), date(body.to)).hint(l.t("reform-date-hint")),
        Input::line("site", l.t("website"), body.website.clone().unwrap_or_default()),
    ]);
    inputs
}

/// Writes the name of the territory that a record names into its field, with the choice that stands for it; `proposed` is one
/// that no register holds yet.
///
/// # Errors
/// When the register cannot be read.
pub async fn name_territory(
    visit: &Visit,
    inputs: &mut [Input],
    body: &Organisation,
    proposed: Option<&Territory>,
) -> web::Result<()> {
    let Some(id) = body.territory else { return Ok(()) };
    let held = visit.app.journal.newest_of(Kind::Territory, &[id]).await?.remove(&id);
    let held = held.map(|revision| revision.read::<Territory>()).transpose()?;
    let Some(territory) = held.as_ref().or(proposed) else { return Ok(()) };
    let name = territory.name_for(visit.locale);
    for input in inputs.iter_mut().filter(|input| input.name == "territoire") {
        let pick = Pick { id: Some(id), typed: name.clone() };
        let choice = serde_json::to_string(&pick).map_err(anyhow::Error::from)?;
        input.widget = Widget::Record(Register::Territories, choice, Vec::new());
        input.value.clone_from(&name);
    }
    Ok(())
}

/// A record to be written.
#[derive(Debug, Clone)]
pub struct Planned {
    /// Which.
    pub id: Id,
    /// The version that it is written after.
    pub base: i32,
    /// As it is.
    pub before: Option<Organisation>,
    /// As it will be.
    pub after: Organisation,
}

/// What an operation would write.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The records.
    pub writes: Vec<Planned>,
}

impl Plan {
    /// Whoever takes over from those that it writes, or no longer does.
    pub fn others(&self) -> BTreeSet<Id> {
        let states = self.writes.iter().flat_map(|write| write.before.iter().chain([&write.after]));
        let successors = states.flat_map(|body| &body.successors).map(|successor| successor.organisation);
        successors.filter(|id| self.writes.iter().all(|write| write.id != *id)).collect()
    }
}

/// A form read: the plan, or the fields with what is wrong.
pub type Read = Result<Plan, Vec<Input>>;

/// What a form sent, field by field, with what is wrong with it.
pub struct Reader<'a> {
    visit: &'a Visit,
    posted: &'a Posted,
    /// The fields, with what was typed.
    pub inputs: Vec<Input>,
}

impl<'a> Reader<'a> {
    /// Fills the fields with what was sent.
    pub fn new(visit: &'a Visit, posted: &'a Posted, mut inputs: Vec<Input>) -> Reader<'a> {
        for input in &mut inputs {
            input.value = posted.text(&input.name).to_owned();
            if let Widget::Record(_, choice, _) = &mut input.widget {
                *choice = posted.text(&format!("{}.choix", input.name)).to_owned();
            }
        }
        Reader { visit, posted, inputs }
    }

    /// Notes what is wrong with a field.
    pub fn fault(&mut self, name: &str, key: &str) {
        let text = self.visit.locale.t(key).into_owned();
        if let Some(input) = self.inputs.iter_mut().find(|input| input.name == name) {
            input.fault.get_or_insert(text);
        }
    }

    /// Whether all is well so far.
    pub fn is_well(&self) -> bool {
        self.inputs.iter().all(|input| input.fault.is_none())
    }

    fn text(&mut self, name: &str) -> String {
        let text = self.posted.text(name).to_owned();
        if text.chars().count() > LONGEST {
            self.fault(name, "reform-too-long");
        }
        text
    }

    /// A day that has come somewhere.
    pub fn day(&mut self, name: &str) -> Option<NaiveDate> {
        let text = self.text(name);
        match text.parse::<NaiveDate>() {
            Ok(day) if day > latest_day((self.visit.app.today)()) => {
                self.fault(name, "reform-future");
                None
            }
            // A slip of the hand: no authority of today was there then, and no such date can be kept.
            Ok(day) if day.year() <= EARLIEST => {
                self.fault(name, "reform-early");
                None
            }
            Ok(day) => Some(day),
            Err(_) => {
                self.fault(name, "fault-day");
                None
            }
        }
    }

    fn date(&mut self, name: &str) -> Option<PartialDate> {
        let text = self.text(name);
        let date = value::date(&text);
        if date.is_none() && !text.is_empty() {
            self.fault(name, value::no_date(&text));
        }
        date
    }

    /// The record that a field names; `None` where it is empty or unclear.
    pub async fn record(&mut self, name: &str) -> web::Result<Option<Id>> {
        let Some(at) = self.inputs.iter().position(|input| input.name == name) else { return Ok(None) };
        let Widget::Record(register, choice, _) = self.inputs[at].widget.clone() else { return Ok(None) };
        let (visit, typed) = (self.visit, self.inputs[at].value.clone());
        match meaning(&visit.app, visit.locale, register, &typed, &choice).await? {
            Meaning::Nothing => Ok(None),
            Meaning::One(id) => {
                let kind = if register == Register::Territories { Kind::Territory } else { Kind::Organisation };
                if visit.app.journal.newest_of(kind, &[id]).await?.is_empty() {
                    self.fault(name, "reform-unknown-record");
                    return Ok(None);
                }
                Ok(Some(id))
            }
            Meaning::Unclear(candidates) => {
                self.fault(name, if candidates.is_empty() { "reform-unknown-record" } else { "reform-which" });
                self.inputs[at].widget = Widget::Record(register, String::new(), candidates);
                Ok(None)
            }
        }
    }

    /// The records that the fields `autre-1`, `autre-2`, … name.
    async fn others(&mut self) -> web::Result<Vec<Id>> {
        let mut ids = Vec::new();
        for at in 1..=OTHERS {
            ids.extend(self.record(&format!("autre-{at}")).await?);
        }
        Ok(ids)
    }

    /// The record that the fields of [`record_inputs`] describe; what they do not ask is as in `held`.
    pub async fn organisation(&mut self, held: &Organisation) -> web::Result<Organisation> {
        let mut names = Vec::new();
        for at in 0.. {
            let field = format!("nom-{at}");
            if !self.inputs.iter().any(|input| input.name == field) {
                break;
            }
            let (name, kind) = (self.text(&field), self.text(&format!("usage-{at}")));
            let (from, to) = (self.date(&format!("debut-{at}")), self.date(&format!("fin-{at}")));
            if name.is_empty() {
                continue;
            }
            if from.zip(to).is_some_and(|(from, to)| to.last_day() < from.first_day()) {
                self.fault(&format!("fin-{at}"), "reform-out-of-order");
            }
            let kind = kind.parse().unwrap_or_default();
            let lang = held.names.get(at).and_then(|name| name.lang.clone());
            names.push(Name { name, lang, kind, from, to });
        }
        if !names.iter().any(|name| name.kind == NameKind::Usual) {
            self.fault("nom-0", Fault::NameMissing.key());
        }
        let kind = self.text("nature").parse().unwrap_or(held.kind);
        let country: Option<Country> = self.text("pays").parse().ok();
        if country.is_none() && kind.is_local_authority() {
            self.fault("pays", "reform-no-country");
        }
        let territory = self.record("territoire").await?;
        let (from, to) = (self.date("depuis"), self.date("jusque"));
        if from.zip(to).is_some_and(|(from, to)| to.last_day() < from.first_day()) {
            self.fault("jusque", "reform-out-of-order");
        }
        let website = Some(self.text("site")).filter(|site| !site.is_empty());
        if website.as_deref().is_some_and(|site| !is_web_address(site)) {
            self.fault("site", "reform-website");
        }
        let identifiers = self.identifiers();
        Ok(Organisation { kind, country, names, identifiers, territory, from, to, website, ..held.clone() })
    }

    fn identifiers(&mut self) -> Vec<Identifier> {
        let mut codes = Vec::new();
        let siren: String = self.text("siren").split_whitespace().collect();
        if !siren.is_empty() {
            if !is_siren(&siren) {
                self.fault("siren", "reform-siren-wrong");
            }
            codes.push(Identifier { scheme: "siren".to_owned(), value: siren });
        }
        let lines = self.posted.text("codes").to_owned();
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let plain = |text: &str| text.len() <= 60 && !text.is_empty() && !text.contains(char::is_control);
            match line.split_once(char::is_whitespace) {
                Some((scheme, value)) if plain(scheme) && plain(value.trim()) => {
                    codes.push(Identifier { scheme: scheme.to_lowercase(), value: value.trim().to_owned() });
                }
                _ => self.fault("codes", "reform-codes-wrong"),
            }
        }
        codes
    }

    /// Whether an organisation exists still.
    async fn lasts(&self, id: Id) -> web::Result<bool> {
        let newest = self.visit.app.journal.newest(Kind::Organisation, id).await?;
        let body =
            newest.filter(|newest| newest.change == Change::Published).map(|newest| newest.read::<Organisation>());
        Ok(body.transpose()?.is_some_and(|body| body.to.is_none() && body.successors.is_empty()))
    }

    /// Refuses codes that another organisation has.
    pub async fn check_codes(&mut self, own: Option<Id>, codes: &[Identifier]) -> web::Result<()> {
        for code in codes {
            let held = self.visit.app.journal.find(Kind::Organisation, &code.scheme, &code.value).await?;
            for other in held.into_iter().filter(|id| Some(*id) != own) {
                // A former commune and its successor may have had the same number; nobody has another's SIREN.
                if code.scheme == "siren" {
                    self.fault("siren", "reform-code-taken");
                } else if self.lasts(other).await? {
                    self.fault("codes", "reform-codes-taken");
                }
            }
        }
        Ok(())
    }
}

/// Whether nine digits are a SIREN: their Luhn sum is a multiple of ten.
fn is_siren(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|letter| letter.to_digit(10)).collect();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| if at % 2 == 1 { (digit * 2) / 10 + (digit * 2) % 10 } else { *digit })
        .sum();
    text.len() == 9 && digits.len() == 9 && sum.is_multiple_of(10)
}

/// Reads the form of an operation on `revision`'s organisation.
///
/// # Errors
/// When the register cannot be read.
pub async fn read(visit: &Visit, operation: Operation, revision: &Revision, posted: &Posted) -> web::Result<Read> {
    let body: Organisation = revision.read()?;
    let mut reader = Reader::new(visit, posted, operation.inputs(visit.locale, &body));
    let plan = match operation {
        Operation::Rename => {
            let (name, on) = (reader.text("nom"), reader.day("date"));
            if name.is_empty() {
                reader.fault("nom", Fault::NameMissing.key());
            }
            let renamed = on.map(|on| reform::rename(&body, &name, on));
            one(&mut reader, revision, &body, renamed, |fault| match fault {
                Fault::NameMissing | Fault::NameSame => "nom",
                _ => "date",
            })
        }
        Operation::Close => {
            let closed = reader.day("date").map(|last| reform::close(&body, last));
            one(&mut reader, revision, &body, closed, |_| "date")
        }
        Operation::Merge => {
            let target: Vec<Id> = reader.record("successeur").await?.into_iter().collect();
            if target.is_empty() {
                reader.fault("successeur", Fault::NoSuccessor.key());
            }
            let mut sources = vec![revision.id];
            sources.extend(reader.others().await?);
            let on = reader.day("date");
            hand_over(&mut reader, &sources, target, on, "successeur").await?
        }
        Operation::Split => {
            let targets = reader.others().await?;
            if reader.is_well() && targets.iter().collect::<HashSet<_>>().len() < 2 {
                reader.fault("autre-2", "reform-two-parts");
            }
            let on = reader.day("date");
            hand_over(&mut reader, &[revision.id], targets, on, "autre-1").await?
        }
        Operation::Correct => {
            let corrected = reader.organisation(&body).await?;
            reader.check_codes(Some(revision.id), &corrected.identifiers).await?;
            one(&mut reader, revision, &body, Some(Ok(corrected)), |_| "nom-0")
        }
        Operation::Restore => restored(&mut reader, revision, posted.text("version")).await?,
    };
    Ok(if reader.is_well() { Ok(plan) } else { Err(reader.inputs) })
}

/// The plan that writes one record.
fn one(
    reader: &mut Reader<'_>,
    revision: &Revision,
    before: &Organisation,
    after: Option<Result<Organisation, Fault>>,
    field: impl Fn(Fault) -> &'static str,
) -> Plan {
    match after {
        Some(Ok(after)) => {
            let before = Some(before.clone());
            let write = Planned { id: revision.id, base: revision.version, before, after };
            Plan { writes: vec![write] }
        }
        Some(Err(fault)) => {
            reader.fault(field(fault), fault.key());
            Plan::default()
        }
        None => Plan::default(),
    }
}

/// The plan by which some organisations hand over to others.
async fn hand_over(
    reader: &mut Reader<'_>,
    sources: &[Id],
    targets: Vec<Id>,
    on: Option<NaiveDate>,
    field: &str,
) -> web::Result<Plan> {
    let Some(on) = on.filter(|_| reader.is_well()) else { return Ok(Plan::default()) };
    let app = &reader.visit.app;
    let directory = directory(app, sources.iter().chain(&targets).copied()).await?;
    match reform::succeed(&directory, sources, &targets, on) {
        Ok(changed) => {
            let held = app.journal.newest_of(Kind::Organisation, sources).await?;
            let write = |(id, after): (Id, Organisation)| {
                let before = directory.get(id).cloned();
                Planned { id, base: held.get(&id).map_or(0, |revision| revision.version), before, after }
            };
            Ok(Plan { writes: changed.into_iter().map(write).collect() })
        }
        Err(fault) => {
            let date = matches!(fault, Fault::BeforeItBegan | Fault::SuccessorNotYet);
            reader.fault(if date { "date" } else { field }, fault.key());
            Ok(Plan::default())
        }
    }
}

/// The plan that brings an earlier version back; a merger that it takes back is taken back of all who merged.
async fn restored(reader: &mut Reader<'_>, newest: &Revision, version: &str) -> web::Result<Plan> {
    let visit = reader.visit;
    let number: i32 = version.parse().map_err(|_| Error::NotFound)?;
    let mut writes = vec![back(visit, newest, number).await?];
    writes.extend(undone_with(&visit.app, newest, number).await?);
    let mut later = Vec::new();
    for write in &writes {
        later.extend(write.after.successors.iter().map(|successor| successor.organisation));
    }
    let directory = directory(&visit.app, later).await?;
    let rings = writes.iter().any(|write| reform::check(&directory, write.id, &write.after).is_err());
    if rings {
        // What succeeds it in that state has changed since: it would succeed itself. Another version may be named.
        reader.inputs.push(Input::line("version", visit.locale.t("history-version"), version));
        reader.fault("version", "reform-ring-restore");
        return Ok(Plan::default());
    }
    Ok(Plan { writes })
}

/// What handed over together with an organisation in the versions that it loses: it gets back its end and its successors of
/// before, and keeps what was corrected since.
async fn undone_with(app: &State, newest: &Revision, number: i32) -> web::Result<Vec<Planned>> {
    let journal = &app.journal;
    let mut others: BTreeMap<Id, (Organisation, Organisation)> = BTreeMap::new();
    for version in number + 1..=newest.version {
        let Some(own) = journal.version(Kind::Organisation, newest.id, version).await? else { continue };
        let Some((before, after)) = states(app, &own).await?.filter(|(before, after)| hands_over(before, after)) else {
            continue;
        };
        let to: HashSet<Id> = successors(&before).chain(successors(&after)).collect();
        for other in journal.written(&own.author.actor, own.at, own.seq - TOGETHER).await? {
            if other.kind != Kind::Organisation || other.id == newest.id {
                continue;
            }
            let Some((before, after)) = states(app, &other).await? else { continue };
            let same = successors(&before).chain(successors(&after)).any(|id| to.contains(&id));
            if same && hands_over(&before, &after) {
                let entry = others.entry(other.id).or_insert_with(|| (before, after.clone()));
                entry.1 = after;
            }
        }
    }
    let mut writes = Vec::new();
    for (id, (before, after)) in others {
        let Some(head) = journal.newest(Kind::Organisation, id).await? else { continue };
        let body = match head.change {
            Change::Published => head.read::<Organisation>()?,
            _ => continue,
        };
        // Of one that was taken back by itself meanwhile, or has handed over to others, nothing is left to undo.
        if body.successors == after.successors && hands_over(&before, &body) {
            let after = Organisation { successors: before.successors, to: before.to, ..body.clone() };
            writes.push(Planned { id, base: head.version, before: Some(body), after });
        }
    }
    Ok(writes)
}

/// An organisation before and after a version of it; none where it was not public in both.
async fn states(app: &State, revision: &Revision) -> web::Result<Option<(Organisation, Organisation)>> {
    let before = app.journal.version(Kind::Organisation, revision.id, revision.version - 1).await?;
    let Some(before) = before.filter(|before| before.change == Change::Published) else { return Ok(None) };
    match revision.change {
        Change::Published => Ok(Some((before.read()?, revision.read()?))),
        _ => Ok(None),
    }
}

/// Whether it has other successors than before.
fn hands_over(before: &Organisation, after: &Organisation) -> bool {
    before.successors != after.successors
}

fn successors(body: &Organisation) -> impl Iterator<Item = Id> {
    body.successors.iter().map(|successor| successor.organisation)
}

async fn back(visit: &Visit, newest: &Revision, number: i32) -> web::Result<Planned> {
    let found = visit.app.journal.version(Kind::Organisation, newest.id, number).await?;
    let earlier = found.filter(|found| found.change == Change::Published && found.version < newest.version);
    let earlier = earlier.ok_or(Error::NotFound)?;
    let before = Some(newest.read()?);
    Ok(Planned { id: newest.id, base: newest.version, before, after: earlier.read()? })
}

#[cfg(test)]
mod tests {
    use super::is_siren;

    #[test]
    fn a_siren_has_nine_digits_and_a_check_digit() {
        assert!(is_siren("215903501"), "Lille");
        assert!(is_siren("732829320"));
        for wrong in ["215903502", "21590350", "2159035011", "21590350a", ""] {
            assert!(!is_siren(wrong), "{wrong}");
        }
    }
}
