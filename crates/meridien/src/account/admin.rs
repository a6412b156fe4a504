//! `/admin`: what an account may look after; `/admin/comptes`: the accounts.

use std::collections::{HashMap, HashSet};

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};

use super::link::Cause;
use super::request::JoinRequest;
use super::{Account, NewAccount, Posted, SignedIn, done, keys, link, request, roles};
use crate::access::{Action, Field, Grant, Relations, Role, Scope};
use crate::app::State;
use crate::job::mail::Mail;
use crate::journal::Kind;
use crate::organisation::Organisation;
use crate::reference::fold;
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::page::percent_encoded;
use crate::web::pager::Pager;
use crate::web::parameters::Parameters;
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
/// The key of why the last administrator stays.
const LAST: &str = "last-administrator";
/// Accounts on a page.
const SIZE: usize = 100;
/// Requests to join on a page, each with its two forms.
const REQUESTS: usize = 10;

/// The addresses of administration.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/admin", get(home))
        .route("/admin/comptes", get(list).post(invite))
        .route("/admin/comptes/{id}", get(show).post(change))
        .route("/admin/demandes/{id}", post(decide))
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
    pub(super) fn sees(&self, other: &Account) -> bool {
        self.manages_everyone() || other.grants.iter().any(|grant| self.may_give(grant))
    }

    /// Another account's roles that it may see: those that are its own to take, and how many others there are.
    fn seen_roles(&self, other: &Account) -> (Vec<Grant>, usize) {
        let whole = self.manages_everyone() || other.id == self.id;
        let seen: Vec<_> = other.grants.iter().filter(|grant| whole || self.may_give(grant)).cloned().collect();
        let elsewhere = other.grants.len() - seen.len();
        (seen, elsewhere)
    }

    /// Whether it may give the role of agent for an organisation, `home` or abroad, for whose accounts it answers: where it is
    /// one, else at home unless it is a partner's agent there. A partner, who only confirms, must not come to declare and to read
    /// contacts through a second mailbox of his, nor through somebody responsible whom he invites.
    fn makes_agents(&self, organisation: Id, home: bool) -> bool {
        let holds = |role| self.organisations(role).any(|own| own == organisation);
        self.manages_everyone() || holds(Role::Agent) || home && !holds(Role::PartnerAgent)
    }

    fn manages_everyone(&self) -> bool {
        crate::access::may_everywhere(&self.grants, Action::ManageUsers)
    }

    /// The roles that it may give to someone.
    fn givable(&self) -> Vec<Role> {
        if self.manages_everyone() {
            return Role::ALL.to_vec();
        }
        let agents = self.organisations(Role::Responsible).any(|id| self.makes_agents(id, true));
        let roles = [Role::Agent, Role::PartnerAgent, Role::Responsible].into_iter();
        roles.filter(|role| agents || *role != Role::Agent).collect()
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
    let given_up = match super::jobs::keeper(&who) {
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
    /// How many were found in all.
    found: usize,
    pager: Pager,
    /// The words that were looked for.
    q: String,
    requests: Requests,
    givable: Vec<(&'static str, String)>,
    askable: Vec<(&'static str, String)>,
    /// What the invitation says: typed, or offered.
    email: String,
    name: String,
    language: Lang,
    role: String,
    scope: String,
    done: Option<String>,
    /// What is wrong with the form that was sent.
    faults: Vec<Fault>,
}

impl List {
    /// What is wrong with the field of this `id`.
    fn fault_of(&self, field: &str) -> Option<&str> {
        self.faults.iter().find(|fault| fault.field == field).map(|fault| fault.told.as_str())
    }

    /// What is wrong with a field of the forms that decide a request.
    fn fault_in(&self, name: &str, asked: &Asked) -> Option<&str> {
        self.fault_of(&field_id(name, Some(asked.request.id)))
    }
}

/// What is wrong with a field of a form.
struct Fault {
    /// The field's `id`.
    field: String,
    /// What is wrong.
    told: String,
    /// The same, with the field's name and what was typed into it.
    said: String,
}

/// The requests to join that wait.
struct Requests {
    /// Those of this page, the oldest first.
    shown: Vec<Asked>,
    /// How many wait in all.
    total: usize,
    pager: Pager,
}

/// A request to join, with what was typed to decide it.
struct Asked {
    request: JoinRequest,
    /// The account that its address has already, and the key of its state.
    account: Option<(Account, &'static str)>,
    role: String,
    scope: String,
    reason: String,
}

/// A form that is not taken: it is shown again with what was typed.
struct Refused<'a> {
    form: &'a Posted,
    /// The request that it decides; none where it invites.
    request: Option<Id>,
    /// The keys of what is wrong with it.
    faults: Vec<&'static str>,
}

/// The form that is not taken, where it decides this request, or, without one, invites.
fn sent<'a>(refused: Option<&Refused<'a>>, request: Option<Id>) -> Option<&'a Posted> {
    refused.filter(|refused| refused.request == request).map(|refused| refused.form)
}

/// The `id` of a field of the form that decides a request, or, without one, invites.
fn field_id(name: &str, request: Option<Id>) -> String {
    request.map_or_else(|| name.to_owned(), |request| format!("{name}-{request}"))
}

impl Refused<'_> {
    /// What is wrong with it, for the page.
    fn faults(&self, l: Locale) -> Vec<Fault> {
        let fault = |key: &&'static str| {
            let (name, label) = match *key {
                "email-wrong" | "self-wrong" | "account-is-closed" => ("email", "email"),
                "name-wrong" => ("name", "person-name"),
                "role-wrong" => ("role", "role"),
                "reason-wrong" => ("reason", "request-reason"),
                _ => ("scope", "scope"),
            };
            let (label, told) = (l.t(label).into_owned(), l.t(key).into_owned());
            let label = match self.form.text(name) {
                "" => label,
                typed => l.t_with("field-typed", &[("label", label.into()), ("value", typed.into())]),
            };
            let said = l.t_with("fault-of", &[("label", label.into()), ("fault", told.as_str().into())]);
            Fault { field: field_id(name, self.request), told, said }
        };
        self.faults.iter().map(fault).collect()
    }
}

/// What was typed into a field of a form that is not taken.
fn typed(form: Option<&Posted>, name: &str) -> String {
    form.map(|form| form.text(name).to_owned()).unwrap_or_default()
}

/// An account in the list.
struct Row {
    account: Account,
    /// The key of its state.
    state: &'static str,
    roles: Vec<roles::Held>,
    /// How many roles it has where the one who looks answers for nothing.
    elsewhere: usize,
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
    let mut asked = Parameters::of(visit);
    let (q, at) = (asked.text("q"), asked.page());
    let unanswered = visit.app.accounts.unanswered().await?;
    let accounts = visit.app.accounts.all().await?;
    let accounts = accounts.into_iter().filter(|account| manager.sees(account)).collect();
    let accounts = search(visit, manager, accounts, &q).await?;
    let found = accounts.len();
    let words = percent_encoded(&q);
    let address = move |page: usize| format!("{}?q={words}&page={page}", l.href("/admin/comptes"));
    let pager = Pager::new(at, found as u64, SIZE, address)?;
    let mut rows = Vec::new();
    for account in accounts.into_iter().skip((at - 1) * SIZE).take(SIZE) {
        let state = state(&account, unanswered.contains(&account.id));
        let (grants, elsewhere) = manager.seen_roles(&account);
        rows.push(Row { roles: roles::held(visit, &grants).await?, elsewhere, state, account });
    }
    let invitation = sent(refused.as_ref(), None);
    let own = manager.organisations(Role::Responsible).next().map_or(String::new(), |id| id.to_string());
    let faults = refused.as_ref().map_or_else(Vec::new, |refused| refused.faults(l));
    let is_faulty = !faults.is_empty();
    let title = l.form_title(l.t("admin-accounts"), is_faulty);
    let list = List {
        l,
        page: visit.page(title).of_account(manager).crumb(l.t("admin"), "/admin"),
        rows,
        found,
        pager,
        q,
        requests: requests(visit, manager, refused.as_ref(), &unanswered).await?,
        givable: roles::choices(l, &manager.givable()),
        askable: roles::choices(l, &request::ROLES),
        email: typed(invitation, "email"),
        name: typed(invitation, "name"),
        language: Lang::from_code(&typed(invitation, "lang")).unwrap_or_default(),
        role: typed(invitation, "role"),
        scope: if invitation.is_some() { typed(invitation, "scope") } else { own },
        done: done::about(visit, manager).await?,
        faults,
    };
    page::form(is_faulty, &list)
}

/// The requests to join on the page that is asked for; none for whoever does not decide on them. `unanswered` are the accounts
/// that nobody can sign in to yet.
async fn requests(
    visit: &Visit,
    manager: &Account,
    refused: Option<&Refused<'_>>,
    unanswered: &HashSet<Id>,
) -> web::Result<Requests> {
    let (l, accounts) = (visit.locale, &visit.app.accounts);
    let waiting = if manager.manages_everyone() { accounts.join_requests().await? } else { Vec::new() };
    let total = waiting.len();
    let asked: usize = Parameters::of(visit).text("demandes").parse().unwrap_or(1);
    // Whoever has decided the last ones of a page sees the one before.
    let at = asked.clamp(1, total.div_ceil(REQUESTS).max(1));
    let pager = Pager::new(at, total as u64, REQUESTS, move |page| l.href(&format!("/admin/comptes?demandes={page}")))?;
    let mut shown = Vec::new();
    for request in waiting.into_iter().skip((at - 1) * REQUESTS).take(REQUESTS) {
        let account = accounts.by_email(&request.email).await?.map(|account| {
            let state = state(&account, unanswered.contains(&account.id));
            (account, state)
        });
        let form = sent(refused, Some(request.id));
        let chosen = form.map(|form| form.text("role")).filter(|role| !role.is_empty());
        let role = chosen.unwrap_or(request.role.as_str()).to_owned();
        shown.push(Asked { role, account, scope: typed(form, "scope"), reason: typed(form, "reason"), request });
    }
    Ok(Requests { shown, total, pager })
}

/// The accounts in whose names, addresses, roles or places, as far as the manager sees them, every word of `q` is.
async fn search(visit: &Visit, manager: &Account, accounts: Vec<Account>, q: &str) -> web::Result<Vec<Account>> {
    let (l, app) = (visit.locale, &visit.app);
    let q = fold(q);
    if q.is_empty() {
        return Ok(accounts);
    }
    let scopes = accounts.iter().flat_map(|account| &account.grants).map(|grant| &grant.scope);
    let mut places: HashMap<Scope, String> = scopes.map(|scope| (scope.clone(), String::new())).collect();
    let ids: Vec<Id> = places.keys().filter_map(organisation).collect();
    let organisations = app.journal.newest_of(Kind::Organisation, &ids).await?;
    for (scope, name) in &mut places {
        *name = match organisation(scope).and_then(|id| organisations.get(&id)) {
            Some(revision) => revision.read::<Organisation>()?.name_on((app.today)(), l.lang.code()).to_owned(),
            None => roles::scope(app, l, scope).await?,
        };
    }
    let holds = |account: &Account| {
        let mut text = format!("{} {}", account.name, account.email);
        for grant in manager.seen_roles(account).0 {
            text = format!("{text} {} {}", l.t(grant.role.key()), places[&grant.scope]);
        }
        let text = fold(&text);
        q.split(' ').all(|word| text.contains(word))
    };
    Ok(accounts.into_iter().filter(holds).collect())
}

fn organisation(scope: &Scope) -> Option<Id> {
    match scope {
        Scope::Organisation(id) => Some(*id),
        _ => None,
    }
}

/// The role that a form gives, if the manager may give it.
async fn read_grant(visit: &Visit, manager: &Account, form: &Posted) -> web::Result<Result<Grant, &'static str>> {
    let Ok(role) = form.text("role").parse::<Role>() else { return Ok(Err("role-wrong")) };
    let scope = match roles::read_scope(&visit.app, role, form.text("scope")).await? {
        Ok(scope) => scope,
        Err(fault) => return Ok(Err(fault)),
    };
    let grant = Grant { role, scope };
    match grant.scope {
        Scope::Organisation(id) if role == Role::Agent && manager.may_give(&grant) => {
            let home = is_home(&visit.app, id).await?;
            Ok(if manager.makes_agents(id, home) { Ok(grant) } else { Err("agent-not-yours") })
        }
        _ if manager.may_give(&grant) => Ok(Ok(grant)),
        // The forms offer the role: the place was typed.
        Scope::Organisation(_) if manager.givable().contains(&role) => Ok(Err("scope-not-yours")),
        _ => Err(Error::Forbidden),
    }
}

/// Whether an organisation is of the home country.
async fn is_home(app: &State, id: Id) -> web::Result<bool> {
    let found = app.journal.newest_of(Kind::Organisation, &[id]).await?;
    let Some(revision) = found.get(&id) else { return Ok(false) };
    Ok(revision.read::<Organisation>()?.country == Some(app.settings.home_country))
}

/// Invites someone, or gives one more role to an account that exists.
async fn invite(visit: Visit, form: Posted) -> web::Result {
    let manager = manager(&form.who)?;
    let (email, name) = (form.text("email"), form.text("name"));
    let mut faults: Vec<&'static str> = address_fault(&visit.app, manager, email).await?.into_iter().collect();
    faults.extend((!request::is_name(name)).then_some("name-wrong"));
    let grant = match read_grant(&visit, manager, &form).await? {
        Ok(grant) if faults.is_empty() => grant,
        read => {
            faults.extend(read.err());
            return draw_list(&visit, &form.who, Some(Refused { form: &form, request: None, faults })).await;
        }
    };
    let language = Lang::from_code(form.text("lang")).unwrap_or(visit.locale.lang);
    let new = NewAccount { email: email.to_owned(), name: name.to_owned(), language, grants: vec![grant] };
    let (id, word) = admit(&visit.app, manager, Cause::Manager(manager), &new).await?;
    Ok(done::lead_about(&visit, "/admin/comptes", word, id))
}

/// The key of why nobody at this address can be given a role here, if so.
async fn address_fault(app: &State, manager: &Account, email: &str) -> web::Result<Option<&'static str>> {
    if !request::is_address(email) {
        return Ok(Some("email-wrong"));
    }
    Ok(match app.accounts.by_email(email).await? {
        Some(account) if account.id == manager.id => Some("self-wrong"),
        // Open again it would have its old roles too: its page shows them.
        Some(account) if !account.active => Some("account-is-closed"),
        _ => None,
    })
}

/// Gives the roles of `new` to the account of its address, which is made where there is none, and writes to it where that
/// is news. Gives the account and the word for what was done.
async fn admit(app: &State, manager: &Account, cause: Cause<'_>, new: &NewAccount) -> web::Result<(Id, &'static str)> {
    for grant in &new.grants {
        tracing::info!(manager = %manager.id, role = grant.role.as_str(), scope = %grant.scope, "account invited");
    }
    let made = app.accounts.create(new, (app.now)()).await?.is_some();
    let account = app.accounts.by_email(&new.email).await?.ok_or(Error::NotFound)?;
    if !made {
        return Ok((account.id, give(app, cause, &account, &new.grants).await?));
    }
    link::invite(app, &account, cause, false).await?;
    Ok((account.id, "invite"))
}

/// Gives roles to an account and writes to it where that is news. Gives the word for what was done.
async fn give(app: &State, cause: Cause<'_>, account: &Account, grants: &[Grant]) -> web::Result<&'static str> {
    let mut added = Vec::new();
    for grant in grants {
        if app.accounts.add_grant(account.id, grant).await? {
            added.push(grant);
        }
    }
    let nothing = added.is_empty();
    if account.active && app.accounts.unanswered().await?.contains(&account.id) {
        let account = app.accounts.account(account.id).await?.ok_or(Error::NotFound)?;
        // A role more is news, however short a time ago the last letter left.
        let sent = link::invite(app, &account, cause, !nothing).await?;
        return Ok(match (nothing, sent) {
            (false, _) => "ajoute",
            (true, true) => "renvoye",
            (true, false) => "deja-invite",
        });
    }
    if account.active {
        for grant in added {
            tell(app, account, grant, cause).await?;
        }
    }
    Ok(match (nothing, account.active) {
        (true, _) => "deja",
        (false, true) => "ajoute",
        (false, false) => "ajoute-ferme",
    })
}

/// Tells someone who has an account already that it may do more.
async fn tell(app: &State, account: &Account, grant: &Grant, cause: Cause<'_>) -> web::Result<()> {
    let (l, now) = (Locale::from(account.language), (app.now)());
    let told = [
        ("name", account.name.as_str().into()),
        ("opening", cause.opening(l, "mail-more-by", "mail-more-asked").into()),
        ("role", roles::line(app, l, grant).await?.into()),
        ("address", app.address(l, "/espace").into()),
        ("roles", app.address(l, "/aide/roles").into()),
    ];
    // Taken and given again, a role is news again.
    let key = format!("role:{}:{}:{}", account.id, Id::derived(&roles::code(grant)), now.timestamp_millis());
    let mail = Mail::new(app, l, &account.email, ("mail-role-subject", "mail-role"), &told);
    app.jobs.mail(&key, &mail, now).await?;
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
    /// How many roles it has where the one who looks answers for nothing.
    elsewhere: usize,
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
    /// The key of where the last letter about it stands.
    letter: Option<&'static str>,
    /// Whether an identity provider knows it.
    linked: bool,
    done: Option<String>,
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
    let page = visit.page(l.form_title(account.name.as_str(), fault.is_some())).of_account(manager);
    let (seen, elsewhere) = manager.seen_roles(&account);
    let show = Show {
        l,
        page: page.crumb(l.t("admin"), "/admin").crumb(l.t("admin-accounts"), "/admin/comptes"),
        state: state(&account, unanswered),
        roles: roles::held(visit, &seen).await?,
        elsewhere,
        takable: takable.collect(),
        givable: roles::choices(l, &manager.givable()),
        own,
        looked_after: manager.looks_after(&account) && !own,
        closes: !manager.manages_everyone() && account.grants.len() == 1,
        second_step: visit.app.accounts.has_second_step(account.id).await?,
        rows: keys::rows(visit, account.id).await?,
        role: typed(form, "role"),
        scope: typed(form, "scope"),
        letter: done::letter(visit, account.id).await?,
        linked: !visit.app.accounts.providers(account.id).await?.is_empty(),
        account,
        done: done::about(visit, manager).await?,
        fault,
    };
    page::form(fault.is_some(), &show)
}

/// Changes an account that is not one's own: nobody changes what he himself is.
async fn change(visit: Visit, Path(id): Path<String>, form: Posted) -> web::Result {
    let manager = manager(&form.who)?;
    let account = seen(&visit, manager, &id).await?;
    if account.id == manager.id {
        return Err(Error::Forbidden);
    }
    let done = match act(&visit, manager, &account, &form).await? {
        Ok(done) => done,
        Err(fault) => return draw(&visit, &form.who, account, Some((&form, fault))).await,
    };
    tracing::info!(manager = %manager.id, account = %account.id, change = form.text("do"), "account changed");
    let still = visit.app.accounts.account(account.id).await?.is_some_and(|account| manager.sees(&account));
    let page = if still { format!("/admin/comptes/{}", account.id) } else { "/admin/comptes".to_owned() };
    Ok(done::lead_about(&visit, &page, done, account.id))
}

/// The word for what was done, or the key of why nothing was.
type Act = web::Result<Result<&'static str, &'static str>>;

/// Gives or takes a role, or changes an account that the manager looks after.
async fn act(visit: &Visit, manager: &Account, account: &Account, form: &Posted) -> Act {
    match form.text("do") {
        "add" => match read_grant(visit, manager, form).await? {
            Ok(grant) => Ok(Ok(give(&visit.app, Cause::Manager(manager), account, &[grant]).await?)),
            Err(fault) => Ok(Err(fault)),
        },
        "remove" => take(visit, manager, account, form.text("role")).await,
        _ if manager.looks_after(account) => look_after(&visit.app, manager, account, form).await,
        _ => Err(Error::Forbidden),
    }
}

/// Takes the role of this code.
async fn take(visit: &Visit, manager: &Account, account: &Account, code: &str) -> Act {
    let found = account.grants.iter().find(|grant| roles::code(grant) == code).ok_or(Error::NotFound)?;
    if !manager.may_give(found) {
        return Err(Error::Forbidden);
    }
    if !visit.app.accounts.remove_grant(account.id, found).await? {
        return Ok(Err(LAST));
    }
    Ok(Ok(left(visit, manager, account.id).await?))
}

/// Closes, opens, erases, invites again, takes off a key, an identity or the code.
async fn look_after(app: &State, manager: &Account, account: &Account, form: &Posted) -> Act {
    let (accounts, id, now) = (&app.accounts, account.id, (app.now)());
    Ok(Ok(match form.text("do") {
        "revoke-key" => {
            accounts.revoke_key(id, form.text("key")).await?;
            "cle"
        }
        "close" => {
            if !accounts.leave(id, false, now).await? {
                return Ok(Err(LAST));
            }
            app.jobs.drop_letters_to(&account.email, now).await?;
            "ferme"
        }
        "open" => {
            accounts.set_active(id, true).await?;
            "rouvert"
        }
        // In two steps: what is erased does not come back.
        "erase" if account.active => return Err(Error::Forbidden),
        "erase" => {
            app.journal.erase_account(id, now).await?;
            "efface"
        }
        // For someone whose provider knows him by another identifier from now on, or whose mailbox is another's.
        "unlink" => {
            accounts.unlink(id, None).await?;
            "detache"
        }
        // For someone who lost both the application and the recovery codes.
        "reset-code" => {
            accounts.set_second_step(id, None, &[]).await?;
            "code"
        }
        "invite" if account.active => match link::invite(app, account, Cause::Manager(manager), false).await? {
            true => "renvoye",
            false => "deja-invite",
        },
        _ => return Err(Error::NotFound),
    }))
}

/// What becomes of an account from which a role was taken: without any, it is closed where it is out of its manager's sight.
async fn left(visit: &Visit, manager: &Account, id: Id) -> web::Result<&'static str> {
    let accounts = &visit.app.accounts;
    let bare = accounts.account(id).await?.filter(|account| account.grants.is_empty());
    let Some(bare) = bare else { return Ok("retire") };
    // What was written to it promises what it has no more.
    visit.app.jobs.drop_letters_to(&bare.email, (visit.app.now)()).await?;
    if manager.manages_everyone() {
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
    let again =
        |fault| draw_list(&visit, &form.who, Some(Refused { form: &form, request: Some(id), faults: vec![fault] }));
    let Some(request) = app.accounts.join_request(id).await? else {
        return Ok(done::lead_to(&visit, "/admin/comptes", "deja-decidee"));
    };
    let answer = if form.text("do") == "accept" {
        let grant = match read_grant(&visit, manager, &form).await? {
            Ok(grant) => grant,
            Err(fault) => return again(fault).await,
        };
        if let Some(fault) = address_fault(app, manager, &request.email).await? {
            return again(fault).await;
        }
        let (email, name) = (request.email.clone(), request.name.clone());
        let new = NewAccount { email, name, language: request.language, grants: vec![grant] };
        let (id, word) = admit(app, manager, Cause::Request(request.at.date_naive()), &new).await?;
        done::lead_about(&visit, "/admin/comptes", word, id)
    } else {
        let reason = form.text("reason");
        if reason.is_empty() {
            return again("reason-wrong").await;
        }
        refuse(app, &request, reason).await?;
        done::lead_to(&visit, "/admin/comptes", "refuse")
    };
    // Only now: a request whose answer breaks off waits on.
    app.accounts.take_join_request(id).await?;
    Ok(answer)
}

async fn refuse(app: &State, request: &JoinRequest, reason: &str) -> web::Result<()> {
    let l = Locale::from(request.language);
    let told = [("name", request.name.as_str().into()), ("reason", reason.into())];
    let mail = Mail::new(app, l, &request.email, ("mail-refused-subject", "mail-refused"), &told);
    app.jobs.mail(&format!("request:{}", request.id), &mail, (app.now)()).await?;
    Ok(())
}
