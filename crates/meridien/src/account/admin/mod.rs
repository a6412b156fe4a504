//! `/admin`: what an account may look after; `/admin/comptes`: the accounts.

mod form;
mod give;
mod list;
mod one;
mod reach;
mod requests;

use askama::Template;
use axum::Router;
use axum::routing::{get, post};

use super::{Account, SignedIn, jobs};
use crate::access::{Action, Field, Relations, Scope};
use crate::app::State;
use crate::web::cache::Cache;
use crate::web::{self, Error, Locale, Page, Visit, page};

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

/// The addresses of administration.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/admin", get(home))
        .route("/admin/comptes", get(list::show).post(list::invite))
        .route("/admin/comptes/{id}", get(one::show).post(one::change))
        .route("/admin/demandes/{id}", post(requests::decide))
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
    let given_up = match jobs::keeper(&who) {
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

/// The key of an account's state; `unanswered` says that nobody can sign in to it yet.
fn state(account: &Account, unanswered: bool) -> &'static str {
    match (account.active, unanswered) {
        (false, _) => "account-closed",
        (true, true) => "account-invited",
        (true, false) => "account-open",
    }
}
