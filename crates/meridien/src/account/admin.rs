//! `/admin`: what an account may look after; `/admin/comptes`: the accounts; `/admin/taches`: the job queue.

use std::collections::HashMap;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::request::{JoinRequest, person_fault};
use super::{Account, NewAccount, Posted, SignedIn, done, keys, link, own, request, roles};
use crate::access::{Action, Field, Grant, Relations, Role, Scope};
use crate::app::State;
use crate::job::mail::Mail;
use crate::job::{JobState, Kind as JobKind, Listed};
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::{self, Error, Lang, Locale, Page, Visit, page};

/// What can be looked after: the action that it takes and to what, its name, its address.
const ENTRIES: &[(Action, Field, &str, &str)] = &[
    (Action::ManageCampaigns, Field::Whole, "campaign-title", "/admin/campagne"),
    (Action::ManageUsers, Field::Whole, "admin-accounts", "/admin/comptes"),
    (Action::ManageOrganisations, Field::Whole, "admin-organisations", "/admin/organisations"),
    (Action::EditPersonal, Field::Persons, "admin-persons", "/admin/personnes"),
    (Action::Merge, Field::Whole, "admin-pairs", "/admin/doublons"),
    (Action::ManageVocabulary, Field::Whole, "admin-themes", "/admin/thematiques"),
    (Action::ManageVocabulary, Field::Whole, "admin-programmes", "/admin/programmes"),
    (Action::Edit, Field::Content, "admin-anomalies", "/admin/anomalies"),
    (Action::ManageSettings, Field::Whole, "admin-jobs", "/admin/taches"),
    (Action::ManageSettings, Field::Whole, "admin-settings", "/admin/parametres"),
];
/// Jobs on the page.
const JOBS: i64 = 100;

/// The addresses of administration.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/admin", get(home))
        .route("/admin/comptes", get(list).post(invite))
        .route("/admin/comptes/{id}", get(show).post(change))
        .route("/admin/demandes/{id}", post(decide))
        .route("/admin/taches", get(jobs).post(retry))
}

impl Account {
    /// What it may look after: names and addresses without the language's prefix.
    pub fn manages(&self) -> Vec<(&'static str, &'static str)> {
        let allowed = |action, field| match field {
            // An agent answers for its own records alone, which have no page here.
            Field::Persons | Field::Content => self.may(&Relations::default(), action, field),
            _ => self.may(&self.own(), action, field),
        };
        let entries = ENTRIES.iter().filter(|(action, field, ..)| allowed(*action, *field));
        entries.map(|(.., key, path)| (*key, *path)).collect()
    }

    /// What ties records of its own organisations, countries and territories to it.
    pub fn own(&self) -> Relations {
        let mut own = Relations::default();
        for grant in &self.grants {
            match &grant.scope {
                Scope::Organisation(id) => own.organisations.push(*id),
                Scope::Country(country) => own.countries.push(*country),
                Scope::Territory(id) => own.territories.push(*id),
                Scope::Everything => {}
            }
        }
        own
    }

    /// Whether it may give or take this role.
    fn may_give(&self, grant: &Grant) -> bool {
        let organisations = match grant.scope {
            Scope::Organisation(id) => vec![id],
            _ => Vec::new(),
        };
        grant.role.fits(&grant.scope)
            && self.may(&Relations { organisations, ..Relations::default() }, Action::ManageUsers, Field::Whole)
    }

    /// Whether it looks after another account: all of its roles are its own to take.
    fn looks_after(&self, other: &Account) -> bool {
        self.manages_everyone() || (!other.grants.is_empty() && other.grants.iter().all(|grant| self.may_give(grant)))
    }

    /// Whether it may see another account in the list: one of its roles is its own to take.
    fn sees(&self, other: &Account) -> bool {
        self.manages_everyone() || other.grants.iter().any(|grant| self.may_give(grant))
    }

    fn manages_everyone(&self) -> bool {
        crate::access::may_everywhere(&self.grants, Action::ManageUsers)
    }

    /// The roles that it may give to someone.
    fn givable(&self) -> Vec<Role> {
        let by_organisation = [Role::Agent, Role::PartnerAgent, Role::Responsible];
        if self.manages_everyone() { Role::ALL.to_vec() } else { by_organisation.to_vec() }
    }
}

#[derive(Template)]
#[template(path = "account/admin.html")]
struct Home {
    l: Locale,
    page: Page,
    entries: Vec<(&'static str, &'static str)>,
    /// How many jobs were given up, for whoever looks after them.
    given_up: i64,
}

async fn home(visit: Visit, who: SignedIn) -> web::Result {
    let entries = who.account.manages();
    if entries.is_empty() {
        return Err(Error::Forbidden);
    }
    let l = visit.locale;
    let given_up = match keeper(&who) {
        Ok(_) => visit.app.jobs.given_up().await?,
        Err(_) => 0,
    };
    page::answer(
        Cache::Private,
        &Home { l, page: visit.page(l.t("admin")).of_account(&who.account), entries, given_up },
    )
}

/// The account, if it looks after accounts at all.
fn manager(who: &SignedIn) -> web::Result<&Account> {
    let account = &who.account;
    if account.may(&account.own(), Action::ManageUsers, Field::Whole) { Ok(account) } else { Err(Error::Forbidden) }
}

#[derive(Template)]
#[template(path = "account/list.html")]
struct List {
    l: Locale,
    page: Page,
    rows: Vec<Row>,
    requests: Vec<Asked>,
    givable: Vec<(&'static str, String)>,
    askable: Vec<(&'static str, String)>,
    /// What the invitation says: typed, or offered.
    email: String,
    name: String,
    language: Lang,
    role: String,
    scope: String,
    done: Option<&'static str>,
    fault: Option<&'static str>,
}

/// A request to join, with what was typed to decide it.
struct Asked {
    request: JoinRequest,
    role: String,
    scope: String,
    reason: String,
}

/// A form that is not taken: it is shown again with what was typed.
#[derive(Clone, Copy)]
struct Refused<'a> {
    form: &'a Posted,
    /// The request that it decides; none where it invites.
    request: Option<Id>,
    fault: &'static str,
}

/// What was typed into a field of a form that is not taken.
fn typed(form: Option<&Posted>, name: &str) -> String {
    form.map(|form| form.text(name).to_owned()).unwrap_or_default()
}

/// The title of a page, which says first that something is wrong on it.
fn titled(l: Locale, title: String, faulty: bool) -> String {
    if faulty { l.t_with("error-title", &[("title", title.into())]) } else { title }
}

/// An account in the list.
struct Row {
    account: Account,
    /// The key of its state.
    state: &'static str,
    roles: Vec<roles::Held>,
}

/// The key of an account's state; `unanswered` says that nobody can sign in to it yet.
fn state(account: &Account, unanswered: bool) -> &'static str {
    match (account.active, unanswered) {
        (false, _) => "account-closed",
        (true, true) => "account-invited",
        (true, false) => "account-open",
    }
}

async fn list(visit: Visit, who: SignedIn) -> web::Result {
    draw_list(&visit, &who, None).await
}

async fn draw_list(visit: &Visit, who: &SignedIn, refused: Option<Refused<'_>>) -> web::Result {
    let (l, manager) = (visit.locale, manager(who)?);
    let mut rows = Vec::new();
    let unanswered = visit.app.accounts.unanswered().await?;
    for account in visit.app.accounts.all().await? {
        if manager.sees(&account) {
            let state = state(&account, unanswered.contains(&account.id));
            rows.push(Row { roles: roles::held(visit, &account.grants).await?, state, account });
        }
    }
    let everyone = manager.manages_everyone();
    let requests = if everyone { visit.app.accounts.join_requests().await? } else { Vec::new() };
    let form = |of: Option<Id>| refused.filter(|refused| refused.request == of).map(|refused| refused.form);
    let asked = |request: JoinRequest| {
        let form = form(Some(request.id));
        let chosen = form.map(|form| form.text("role")).filter(|role| !role.is_empty());
        let role = chosen.unwrap_or(request.role.as_str()).to_owned();
        Asked { role, scope: typed(form, "scope"), reason: typed(form, "reason"), request }
    };
    let invitation = form(None);
    let own = manager.organisations(Role::Responsible).next().map_or(String::new(), |id| id.to_string());
    let fault = refused.map(|refused| refused.fault);
    let title = titled(l, l.t("admin-accounts").into_owned(), fault.is_some());
    let list = List {
        l,
        page: visit.page(title).of_account(manager).crumb(l.t("admin"), "/admin"),
        rows,
        requests: requests.into_iter().map(asked).collect(),
        givable: roles::choices(l, &manager.givable()),
        askable: roles::choices(l, &request::ROLES),
        email: typed(invitation, "email"),
        name: typed(invitation, "name"),
        language: Lang::from_code(&typed(invitation, "lang")).unwrap_or_default(),
        role: typed(invitation, "role"),
        scope: if invitation.is_some() { typed(invitation, "scope") } else { own },
        done: done::sentence(visit),
        fault,
    };
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, page::answer(Cache::Private, &list)?).into_response())
}

/// The role that a form gives, if the manager may give it.
async fn read_grant(visit: &Visit, manager: &Account, form: &Posted) -> web::Result<Result<Grant, &'static str>> {
    let Ok(role) = form.text("role").parse::<Role>() else { return Ok(Err("role-wrong")) };
    let scope = match roles::read_scope(&visit.app, role, form.text("scope")).await? {
        Ok(scope) => scope,
        Err(fault) => return Ok(Err(fault)),
    };
    let grant = Grant { role, scope };
    if manager.may_give(&grant) { Ok(Ok(grant)) } else { Err(Error::Forbidden) }
}

/// Invites someone, or gives one more role to an account that exists.
async fn invite(visit: Visit, form: Posted) -> web::Result {
    let manager = manager(&form.who)?;
    let again = |fault| draw_list(&visit, &form.who, Some(Refused { form: &form, request: None, fault }));
    let grant = match read_grant(&visit, manager, &form).await? {
        Ok(grant) => grant,
        Err(fault) => return again(fault).await,
    };
    let (email, name) = (form.text("email"), form.text("name"));
    if let Some(fault) = person_fault(email, name) {
        return again(fault).await;
    }
    match visit.app.accounts.by_email(email).await? {
        Some(account) if account.id == manager.id => return again("self-wrong").await,
        Some(account) if !account.active => return again("account-is-closed").await,
        _ => {}
    }
    let language = Lang::from_code(form.text("lang")).unwrap_or(visit.locale.lang);
    let new = NewAccount { email: email.to_owned(), name: name.to_owned(), language, grants: vec![grant] };
    let admitted = admit(&visit.app, manager, &new).await?;
    Ok(done::lead_to(&visit, "/admin/comptes", admitted))
}

/// Gives the roles of `new` to the account of its address, which is made where there is none, and writes to it where that
/// is news. Gives the word for what was sent.
async fn admit(app: &State, manager: &Account, new: &NewAccount) -> web::Result<&'static str> {
    app.accounts.create(new, (app.now)()).await?;
    let account = app.accounts.by_email(&new.email).await?.ok_or(Error::NotFound)?;
    let mut added = Vec::new();
    for grant in &new.grants {
        tracing::info!(manager = %manager.id, role = grant.role.as_str(), scope = %grant.scope, "account invited");
        if app.accounts.add_grant(account.id, grant).await? {
            added.push(grant);
        }
    }
    if app.accounts.unanswered().await?.contains(&account.id) {
        return Ok(if link::invite(app, &account).await? { "invite" } else { "deja-invite" });
    }
    for grant in &added {
        tell(app, &account, grant).await?;
    }
    Ok(if added.is_empty() { "deja" } else { "averti" })
}

/// Tells someone who has an account already that it may do more.
async fn tell(app: &State, account: &Account, grant: &Grant) -> web::Result<()> {
    let l = Locale::from(account.language);
    let address = format!("{}{}", app.settings.public_address, l.href("/espace"));
    let mail = Mail {
        to: account.email.clone(),
        subject: l.t("mail-role-subject").into_owned(),
        text: l.t_with(
            "mail-role",
            &[
                ("name", account.name.as_str().into()),
                ("role", l.t(grant.role.key()).into_owned().into()),
                ("place", roles::scope(app, l, &grant.scope).await?.into()),
                ("address", address.into()),
                ("operator", app.settings.operator.as_str().into()),
            ],
        ),
    };
    let key = format!("role:{}:{}:{}", account.id, Id::derived(&roles::code(grant)), (app.today)());
    app.jobs.mail(&key, &mail, (app.now)()).await?;
    Ok(())
}

#[derive(Template)]
#[template(path = "account/show.html")]
struct Show {
    l: Locale,
    page: Page,
    account: Account,
    /// The key of its state.
    state: &'static str,
    roles: Vec<roles::Held>,
    /// The codes of those that the one who looks may take.
    takable: Vec<String>,
    givable: Vec<(&'static str, String)>,
    /// Whether it is the account of the one who looks: nobody changes what he himself is.
    own: bool,
    /// Whether the one who looks may close it.
    looked_after: bool,
    /// Whether taking its last role closes it: the one who looks would see it no more.
    closes: bool,
    /// Whether it asks for a code at each sign-in.
    second_step: bool,
    /// The keys of its programs, without their tokens.
    rows: Vec<keys::Row>,
    /// The role that was to be given, where that is wrong.
    role: String,
    scope: String,
    done: Option<&'static str>,
    fault: Option<&'static str>,
}

impl Show {
    /// Whether the one who looks may take a role.
    fn takes(&self, held: &roles::Held) -> bool {
        self.takable.contains(&held.code)
    }

    /// Where a key of the list is revoked.
    fn revoking(&self) -> String {
        self.l.href(&format!("/admin/comptes/{}", self.account.id))
    }
}

async fn show(visit: Visit, who: SignedIn, Path(id): Path<String>) -> web::Result {
    let account = seen(&visit, manager(&who)?, &id).await?;
    draw(&visit, &who, account, None).await
}

/// The account at an address, as far as the manager may see it.
async fn seen(visit: &Visit, manager: &Account, id: &str) -> web::Result<Account> {
    let id: Id = id.parse().map_err(|_| Error::NotFound)?;
    let account = visit.app.accounts.account(id).await?;
    account.filter(|account| manager.sees(account)).ok_or(Error::NotFound)
}

/// The account; `refused` is a form that is not taken, and why.
async fn draw(
    visit: &Visit,
    who: &SignedIn,
    account: Account,
    refused: Option<(&Posted, &'static str)>,
) -> web::Result {
    let (l, manager) = (visit.locale, &who.account);
    let (form, fault) = refused.unzip();
    let own = account.id == manager.id;
    let takable = account.grants.iter().filter(|grant| !own && manager.may_give(grant)).map(roles::code);
    let unanswered = visit.app.accounts.unanswered().await?.contains(&account.id);
    let page = visit.page(titled(l, account.name.clone(), fault.is_some())).of_account(manager);
    let show = Show {
        l,
        page: page.crumb(l.t("admin"), "/admin").crumb(l.t("admin-accounts"), "/admin/comptes"),
        state: state(&account, unanswered),
        roles: roles::held(visit, &account.grants).await?,
        takable: takable.collect(),
        givable: roles::choices(l, &manager.givable()),
        own,
        looked_after: manager.looks_after(&account) && !own,
        closes: !manager.manages_everyone() && account.grants.len() == 1,
        second_step: visit.app.accounts.has_second_step(account.id).await?,
        rows: keys::rows(visit, account.id).await?,
        role: typed(form, "role"),
        scope: typed(form, "scope"),
        account,
        done: done::sentence(visit),
        fault,
    };
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, page::answer(Cache::Private, &show)?).into_response())
}

/// Gives or takes a role, closes, opens, erases, invites again, takes the code off. Nobody changes what he himself is.
async fn change(visit: Visit, Path(id): Path<String>, form: Posted) -> web::Result {
    let manager = manager(&form.who)?;
    let account = seen(&visit, manager, &id).await?;
    let accounts = &visit.app.accounts;
    if account.id == manager.id {
        return Err(Error::Forbidden);
    }
    let done = match form.text("do") {
        "add" => match read_grant(&visit, manager, &form).await? {
            Ok(grant) if accounts.add_grant(account.id, &grant).await? => "ajoute",
            Ok(_) => "deja",
            Err(fault) => return draw(&visit, &form.who, account, Some((&form, fault))).await,
        },
        "remove" => {
            let code = form.text("role");
            let found = account.grants.iter().find(|grant| roles::code(grant) == code).ok_or(Error::NotFound)?;
            if !manager.may_give(found) {
                return Err(Error::Forbidden);
            }
            accounts.remove_grant(account.id, found).await?;
            left(&visit, manager, account.id).await?
        }
        _ if !manager.looks_after(&account) => return Err(Error::Forbidden),
        "revoke-key" => {
            accounts.revoke_key(account.id, form.text("key")).await?;
            "cle"
        }
        "close" => {
            accounts.set_active(account.id, false).await?;
            "ferme"
        }
        "open" => {
            accounts.set_active(account.id, true).await?;
            "rouvert"
        }
        // In two steps: what is erased does not come back.
        "erase" if account.active => return Err(Error::Forbidden),
        "erase" => {
            visit.app.journal.erase_account(account.id, (visit.app.now)()).await?;
            "efface"
        }
        // For someone who lost both the application and the recovery codes.
        "reset-code" => {
            accounts.set_second_step(account.id, None, &[]).await?;
            "code"
        }
        "invite" if account.active => match link::invite(&visit.app, &account).await? {
            true => "invite",
            false => "deja-invite",
        },
        _ => return Err(Error::NotFound),
    };
    tracing::info!(manager = %manager.id, account = %account.id, change = form.text("do"), "account changed");
    let still = accounts.account(account.id).await?.is_some_and(|account| manager.sees(&account));
    let page = if still { format!("/admin/comptes/{}", account.id) } else { "/admin/comptes".to_owned() };
    Ok(done::lead_to(&visit, &page, done))
}

/// What becomes of an account from which a role was taken: without any, it is closed where it is out of its manager's sight.
async fn left(visit: &Visit, manager: &Account, id: Id) -> web::Result<&'static str> {
    let accounts = &visit.app.accounts;
    let bare = accounts.account(id).await?.is_some_and(|account| account.grants.is_empty());
    if !bare || manager.manages_everyone() {
        return Ok("retire");
    }
    accounts.set_active(id, false).await?;
    Ok("retire-ferme")
}

/// Accepts or refuses a request to join; the answer goes by mail.
async fn decide(visit: Visit, Path(id): Path<String>, form: Posted) -> web::Result {
    let (app, manager) = (&visit.app, manager(&form.who)?);
    if !manager.manages_everyone() {
        return Err(Error::Forbidden);
    }
    let id: Id = id.parse().map_err(|_| Error::NotFound)?;
    let again = |fault| draw_list(&visit, &form.who, Some(Refused { form: &form, request: Some(id), fault }));
    let request = app.accounts.join_request(id).await?.ok_or(Error::NotFound)?;
    let done = if form.text("do") == "accept" {
        let grant = match read_grant(&visit, manager, &form).await? {
            Ok(grant) => grant,
            Err(fault) => return again(fault).await,
        };
        match app.accounts.by_email(&request.email).await? {
            Some(account) if account.id == manager.id => return again("self-wrong").await,
            Some(account) if !account.active => app.accounts.set_active(account.id, true).await?,
            _ => {}
        }
        let (email, name) = (request.email.clone(), request.name.clone());
        admit(app, manager, &NewAccount { email, name, language: request.language, grants: vec![grant] }).await?
    } else {
        let reason = form.text("reason");
        if reason.is_empty() {
            return again("reason-wrong").await;
        }
        refuse(app, &request, reason).await?;
        "refuse"
    };
    // Only now: a request whose answer breaks off waits on.
    app.accounts.take_join_request(id).await?;
    Ok(done::lead_to(&visit, "/admin/comptes", done))
}

async fn refuse(app: &State, request: &JoinRequest, reason: &str) -> web::Result<()> {
    let l = Locale::from(request.language);
    let mail = Mail {
        to: request.email.clone(),
        subject: l.t("mail-refused-subject").into_owned(),
        text: l.t_with(
            "mail-refused",
            &[
                ("name", request.name.as_str().into()),
                ("reason", reason.into()),
                ("operator", app.settings.operator.as_str().into()),
            ],
        ),
    };
    app.jobs.mail(&format!("request:{}", request.id), &mail, (app.now)()).await?;
    Ok(())
}

#[derive(Template)]
#[template(path = "account/jobs.html")]
struct JobsPage {
    l: Locale,
    page: Page,
    jobs: Vec<Listed>,
    /// The names of the accounts, by which the jobs' keys are explained.
    names: HashMap<Id, String>,
    /// How many are held since a backup was restored.
    held: i64,
}

impl JobsPage {
    fn state(&self, job: &Listed) -> &'static str {
        match job.state {
            JobState::Waiting => "job-waiting",
            JobState::Running => "job-running",
            JobState::Done => "job-done",
            JobState::Failed => "job-failed",
            JobState::Dropped => "job-dropped",
            JobState::Held => "job-held",
        }
    }

    fn kind(&self, job: &Listed) -> &'static str {
        match job.kind {
            JobKind::Mail => "job-kind-mail",
            JobKind::Tidy => "job-kind-tidy",
            JobKind::Import => "job-kind-import",
            JobKind::Campaign => "job-kind-campaign",
        }
    }

    /// Whether somebody may say that it goes on now, or not at all.
    fn may_be_decided(&self, job: &Listed) -> bool {
        matches!(job.state, JobState::Failed | JobState::Held) || job.state == JobState::Waiting && job.attempts > 0
    }

    fn time(&self, job: &Listed) -> String {
        own::moment(self.l, job.at)
    }

    /// The account that a job is for: its identifier and its name.
    fn account(&self, job: &Listed) -> Option<(Id, &str)> {
        let id = job.key.split(':').filter_map(|part| part.parse().ok()).find(|id| self.names.contains_key(id))?;
        self.names.get(&id).map(|name| (id, name.as_str()))
    }
}

fn keeper(who: &SignedIn) -> web::Result<&Account> {
    let account = &who.account;
    if crate::access::may_everywhere(&account.grants, Action::ManageSettings) {
        Ok(account)
    } else {
        Err(Error::Forbidden)
    }
}

async fn jobs(visit: Visit, who: SignedIn) -> web::Result {
    let (l, keeper) = (visit.locale, keeper(&who)?);
    let page = visit.page(l.t("admin-jobs")).of_account(keeper).crumb(l.t("admin"), "/admin");
    let queue = &visit.app.jobs;
    let (jobs, held) = (queue.list(JOBS).await?, queue.held().await?);
    let names = visit.app.accounts.all().await?.into_iter().map(|account| (account.id, account.name)).collect();
    page::answer(Cache::Private, &JobsPage { l, page, jobs, names, held })
}

async fn retry(visit: Visit, form: Posted) -> web::Result {
    keeper(&form.who)?;
    let (queue, key, now) = (&visit.app.jobs, form.text("key"), (visit.app.now)());
    match form.text("do") {
        "drop" => queue.drop(key).await?,
        "release-held" => queue.release_held(now).await?,
        "drop-held" => queue.drop_held().await?,
        _ => queue.retry(key, now).await?,
    }
    Ok(to(&visit, "/admin/taches"))
}

fn to(visit: &Visit, path: &str) -> Response {
    Redirect::to(&visit.locale.href(path)).into_response()
}
