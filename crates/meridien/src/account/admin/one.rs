//! `/admin/comptes/{id}`: one account, and what is changed of it.

use askama::Template;
use axum::extract::Path;

use super::form::{read_grant, typed};
use super::give::give;
use super::{manager, state};
use crate::account::link::{self, Cause};
use crate::account::{Account, Posted, SignedIn, done, keys, roles};
use crate::app::State;
use crate::value::Id;
use crate::web::{self, Error, Locale, Page, Visit, page};

/// The key of why the last administrator stays.
const LAST: &str = "last-administrator";

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

pub(super) async fn show(visit: Visit, who: SignedIn, Path(id): Path<String>) -> web::Result {
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
pub(super) async fn change(visit: Visit, Path(id): Path<String>, form: Posted) -> web::Result {
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
