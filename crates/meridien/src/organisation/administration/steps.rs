//! The steps of an operation: what it asks, what follows, done.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};

use super::super::Organisation;
use super::consequence::Consequences;
use super::difference::{self, Difference, Names};
use super::operation::{self, Operation, Plan, Planned, Reader, record_inputs};
use super::{check, directory, find, page_of};
use crate::access::Action;
use crate::account::{Posted, SignedIn};
use crate::declaration::registers;
use crate::journal::{Change, Entry, JournalError, Kind, Revision};
use crate::organisation::OrganisationKind;
use crate::partnership::fields::Register;
use crate::value::Id;
use crate::web::form::{Form, Input, reason_fault};
use crate::web::parameters::Parameters;
use crate::web::words::Link;
use crate::web::{self, Page, Visit, page};

/// The fields of the last step, which are not those of the operation.
const LAST: [&str; 4] = ["motif", "base", "confirmer", NEW];
/// The field with the identifier of a new organisation: saved twice, it is one.
const NEW: &str = "nouvelle";

#[derive(Template)]
#[template(path = "organisation/administration/ask.html")]
struct AskPage {
    page: Page,
    means: String,
    form: Form,
}

/// What is written to one record.
struct Written {
    name: String,
    differences: Vec<Difference>,
}

#[derive(Template)]
#[template(path = "organisation/administration/consequences.html")]
struct ConsequencesPage {
    l: crate::web::Locale,
    page: Page,
    written: Vec<Written>,
    /// Organisations whose name is the same or nearly.
    similar: Vec<Link>,
    consequences: Option<Consequences>,
    /// The key of a sentence on what stays as it is.
    stays: &'static str,
    form: Form,
    back: String,
}

/// An operation under way: on which record, none for a new one.
struct Step<'a> {
    visit: &'a Visit,
    who: &'a SignedIn,
    operation: Option<Operation>,
    revision: Option<&'a Revision>,
}

/// `/admin/organisations/{id}/{operation}`
pub async fn ask(visit: Visit, who: SignedIn, Path((code, slug)): Path<(String, String)>) -> web::Result {
    check(&who.account)?;
    let operation = Operation::of(&slug)?;
    let revision = find(&visit, &code).await?;
    let step = Step { visit: &visit, who: &who, operation: Some(operation), revision: Some(&revision) };
    if operation != Operation::Restore {
        let body: Organisation = revision.read()?;
        let mut inputs = operation.inputs(visit.locale, &body);
        operation::name_territory(&visit, &mut inputs, &body, None).await?;
        return step.form(inputs);
    }
    let mut parameters = Parameters::of(&visit);
    let version = parameters.text("version");
    parameters.finish()?;
    let posted = Posted { who: who.clone(), fields: vec![("version".to_owned(), version)] };
    match operation::read(&visit, operation, &revision, &posted).await? {
        Ok(plan) => step.consequences(&plan, &posted, None).await,
        Err(inputs) => step.form(inputs),
    }
}

/// Shows what follows; once that is confirmed with a reason, does it.
pub async fn act(visit: Visit, Path((code, slug)): Path<(String, String)>, posted: Posted) -> web::Result {
    check(&posted.who.account)?;
    let operation = Operation::of(&slug)?;
    let revision = find(&visit, &code).await?;
    let step = Step { visit: &visit, who: &posted.who, operation: Some(operation), revision: Some(&revision) };
    match operation::read(&visit, operation, &revision, &posted).await? {
        Ok(plan) => step.go_on(plan, &posted).await,
        Err(inputs) => step.form(inputs),
    }
}

fn blank() -> Organisation {
    Organisation { names: Vec::new(), ..Organisation::new(OrganisationKind::Commune, None, "") }
}

/// `/admin/organisations/nouvelle`
pub async fn new(visit: Visit, who: SignedIn) -> web::Result {
    check(&who.account)?;
    let held = Organisation { country: Some(visit.app.settings.home_country), ..blank() };
    let step = Step { visit: &visit, who: &who, operation: None, revision: None };
    step.form(record_inputs(visit.locale, &held))
}

/// Creates an organisation, once what follows is confirmed.
pub async fn create(visit: Visit, posted: Posted) -> web::Result {
    check(&posted.who.account)?;
    let step = Step { visit: &visit, who: &posted.who, operation: None, revision: None };
    let settings = &visit.app.settings;
    let held = Organisation { source: settings.operator.clone(), demo: settings.demonstration, ..blank() };
    let mut reader = Reader::new(&visit, &posted, record_inputs(visit.locale, &held));
    let after = reader.organisation(&held).await?;
    let id = posted.text(NEW).parse().unwrap_or_else(|_| Id::random(&mut rand::rng()));
    reader.check_codes(Some(id), &after.identifiers).await?;
    if !reader.is_well() {
        return step.form(reader.inputs);
    }
    let plan = Plan { writes: vec![Planned { id, base: 0, before: None, after }] };
    step.go_on(plan, &posted).await
}

/// The versions that a plan is made from, as the form keeps them.
fn bases(plan: &Plan) -> String {
    let known = plan.writes.iter().filter(|write| write.base > 0);
    known.map(|write| format!("{}:{}", write.id, write.base)).collect::<Vec<_>>().join(" ")
}

impl Step<'_> {
    fn title(&self) -> String {
        let l = self.visit.locale;
        l.t(self.operation.map_or("reform-create", Operation::key)).into_owned()
    }

    fn action(&self) -> String {
        let path = match (self.revision, self.operation) {
            (Some(revision), Some(operation)) => format!("{}/{}", revision.id, operation.slug()),
            _ => "nouvelle".to_owned(),
        };
        self.visit.locale.href(&format!("/admin/organisations/{path}"))
    }

    fn page(&self, title: String) -> web::Result<Page> {
        let l = self.visit.locale;
        let page = page_of(self.visit, &self.who.account, title);
        let page = page.crumb(l.t("admin-organisations"), "/admin/organisations");
        let Some(revision) = self.revision else { return Ok(page) };
        let body: Organisation = revision.read()?;
        let name = body.name_on((self.visit.app.today)(), l.lang.code());
        Ok(page.crumb(name, &format!("/admin/organisations/{}", revision.id)))
    }

    /// Asks.
    fn form(&self, inputs: Vec<Input>) -> web::Result {
        let l = self.visit.locale;
        let button = l.t("reform-look").into_owned();
        let form = Form { l, prefix: "", action: self.action(), inputs, hidden: Vec::new(), button };
        let (page, faulty) = (self.page(form.title(self.title()))?, form.is_faulty());
        let means = l.t(self.operation.map_or("reform-create-means", Operation::means)).into_owned();
        page::form(faulty, &AskPage { page, means, form })
    }

    /// Shows what follows, or does it.
    async fn go_on(&self, plan: Plan, posted: &Posted) -> web::Result {
        if posted.text("confirmer").is_empty() {
            return self.consequences(&plan, posted, None).await;
        }
        let reason = posted.text("motif");
        if let Some(fault) = reason_fault(reason) {
            return self.consequences(&plan, posted, Some(fault)).await;
        }
        if posted.text("base") != bases(&plan) {
            return self.consequences(&plan, posted, Some("reform-changed-meanwhile")).await;
        }
        let entry = |write: &Planned| {
            let codes = write.after.identifiers.clone();
            let entry = Entry::publish(Kind::Organisation, write.id, write.base, &write.after, codes);
            Entry { reason: Some(reason.to_owned()), ..entry }
        };
        let entries: Vec<Entry> = plan.writes.iter().map(entry).collect();
        let app = &self.visit.app;
        let author = self.who.account.author_of(Action::ManageOrganisations);
        match app.journal.append(&author, (app.now)(), &entries).await {
            Ok(_) => {}
            Err(JournalError::Conflict { .. }) if self.is_created(&plan).await? => {}
            Err(JournalError::Conflict { .. }) => {
                return self.consequences(&plan, posted, Some("reform-changed-meanwhile")).await;
            }
            Err(fault) => return Err(fault.into()),
        }
        let id = plan.writes.first().map_or_else(String::new, |write| write.id.to_string());
        Ok(Redirect::to(&self.visit.locale.href(&format!("/admin/organisations/{id}?fait=oui"))).into_response())
    }

    /// Whether the organisation to be created is there already, word for word: it was saved twice.
    async fn is_created(&self, plan: &Plan) -> web::Result<bool> {
        let [Planned { id, before: None, after, .. }] = &plan.writes[..] else { return Ok(false) };
        let held = self.visit.app.journal.newest(Kind::Organisation, *id).await?;
        let held = held.filter(|held| held.change == Change::Published).map(|held| held.read::<Organisation>());
        Ok(held.transpose()?.as_ref() == Some(after))
    }

    /// What would be written and what follows from it, with the reason asked for.
    async fn consequences(&self, plan: &Plan, posted: &Posted, fault: Option<&str>) -> web::Result {
        let (visit, l) = (self.visit, self.visit.locale);
        let bodies: Vec<Organisation> =
            plan.writes.iter().flat_map(|write| write.before.iter().chain([&write.after])).cloned().collect();
        let names = Names::of(visit, &bodies).await?;
        let known = directory(&visit.app, plan.others()).await?;
        let today = (visit.app.today)();
        let name = |id: Id| {
            let own = plan.writes.iter().find(|write| write.id == id).map(|write| &write.after);
            own.or(known.get(id)).map_or_else(String::new, |body| body.name_on(today, l.lang.code()).to_owned())
        };
        let written = plan.writes.iter().map(|write| Written {
            name: name(write.id),
            differences: match &write.before {
                Some(before) => difference::between(l, before, &write.after, &names),
                None => created(difference::facts(l, &write.after, &names)),
            },
        });
        let fields = posted.fields.iter().filter(|(name, _)| !LAST.contains(&name.as_str())).cloned();
        let last = [("base".to_owned(), bases(plan)), ("confirmer".to_owned(), "oui".to_owned())];
        let new = plan.writes.iter().filter(|write| write.before.is_none());
        let new = new.map(|write| (NEW.to_owned(), write.id.to_string()));
        let reason = Input::line("motif", l.t("reform-reason"), posted.text("motif")).hint(l.t("reform-reason-hint"));
        let faults = fault.map(|key| ("motif".to_owned(), l.t(key).into_owned()));
        let form = Form {
            l,
            prefix: "",
            action: self.action(),
            inputs: vec![reason],
            hidden: fields.chain(last).chain(new).collect(),
            button: l.t("reform-do").into_owned(),
        }
        .with_faults(faults.into_iter().collect());
        let title = l.t_with("reform-consequences", &[("operation", self.title().into())]);
        let shown = ConsequencesPage {
            page: self.page(form.title(title))?,
            written: written.collect(),
            similar: self.similar(plan).await?,
            consequences: match self.operation {
                Some(_) => Some(Consequences::read(visit, plan, name).await?),
                None => None,
            },
            stays: self.stays(),
            back: self.back(),
            form,
            l,
        };
        page::form(shown.form.is_faulty(), &shown)
    }

    /// The key of a sentence on what stays as it is.
    fn stays(&self) -> &'static str {
        match self.operation {
            None => "reform-stays-create",
            Some(Operation::Rename) => "reform-stays-rename",
            Some(Operation::Merge | Operation::Split) => "reform-stays-hand-over",
            Some(Operation::Close) => "reform-stays-close",
            Some(Operation::Correct | Operation::Restore) => "reform-stays-correct",
        }
    }

    fn back(&self) -> String {
        match self.revision {
            Some(revision) => self.visit.locale.href(&format!("/admin/organisations/{}", revision.id)),
            None => self.visit.locale.href("/admin/organisations"),
        }
    }

    /// For a new organisation: those that bear its name.
    async fn similar(&self, plan: &Plan) -> web::Result<Vec<Link>> {
        let (l, app) = (self.visit.locale, &self.visit.app);
        let new = plan.writes.iter().find(|write| write.before.is_none()).map(|write| &write.after);
        let Some(name) = new.and_then(|body| body.names.first()) else { return Ok(Vec::new()) };
        let found = registers::candidates(app, l, Register::Organisations, &name.name).await?;
        let link = |found: registers::Candidate| Link {
            text: format!("{} ({})", found.name, found.detail),
            href: Some(l.href(&format!("/admin/organisations/{}", found.id))),
        };
        Ok(found.into_iter().map(link).collect())
    }
}

/// What a new record says, as differences from nothing.
fn created(facts: Vec<difference::Fact>) -> Vec<Difference> {
    let said = facts.into_iter().filter(|fact| !fact.values.is_empty());
    said.map(|fact| Difference { label: fact.label, gone: Vec::new(), new: fact.values }).collect()
}
