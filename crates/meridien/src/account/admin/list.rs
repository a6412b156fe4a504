//! `/admin/comptes`: the accounts that a manager sees, and the form that invites.

use std::collections::HashMap;

use askama::Template;

use super::form::{Fault, Refused, address_fault, field_id, read_grant, sent, typed};
use super::give::admit;
use super::requests::{Asked, Requests, requests};
use super::{manager, state};
use crate::access::{Role, Scope};
use crate::account::link::Cause;
use crate::account::{Account, NewAccount, Posted, SignedIn, done, request, roles};
use crate::journal::Kind;
use crate::organisation::Organisation;
use crate::reference::fold;
use crate::value::Id;
use crate::web::page::percent_encoded;
use crate::web::pager::Pager;
use crate::web::parameters::Parameters;
use crate::web::{self, Lang, Locale, Page, Visit, page};

/// Accounts on a page.
const SIZE: usize = 100;

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

/// An account in the list.
struct Row {
    account: Account,
    /// The key of its state.
    state: &'static str,
    roles: Vec<roles::Held>,
    /// How many roles it has where the one who looks answers for nothing.
    elsewhere: usize,
}

pub(super) async fn show(visit: Visit, who: SignedIn) -> web::Result {
    draw(&visit, &who, None).await
}

pub(super) async fn draw(visit: &Visit, who: &SignedIn, refused: Option<Refused<'_>>) -> web::Result {
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

/// Invites someone, or gives one more role to an account that exists.
pub(super) async fn invite(visit: Visit, form: Posted) -> web::Result {
    let manager = manager(&form.who)?;
    let (email, name) = (form.text("email"), form.text("name"));
    let mut faults: Vec<&'static str> = address_fault(&visit.app, manager, email).await?.into_iter().collect();
    faults.extend((!request::is_name(name)).then_some("name-wrong"));
    let grant = match read_grant(&visit, manager, &form).await? {
        Ok(grant) if faults.is_empty() => grant,
        read => {
            faults.extend(read.err());
            return draw(&visit, &form.who, Some(Refused { form: &form, request: None, faults })).await;
        }
    };
    let language = Lang::from_code(form.text("lang")).unwrap_or(visit.locale.lang);
    let new = NewAccount { email: email.to_owned(), name: name.to_owned(), language, grants: vec![grant] };
    let (id, word) = admit(&visit.app, manager, Cause::Manager(manager), &new).await?;
    Ok(done::lead_about(&visit, "/admin/comptes", word, id))
}
