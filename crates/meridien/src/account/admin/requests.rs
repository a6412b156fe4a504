//! The requests to join that wait on the page of accounts, and what is decided of them.

use std::collections::HashSet;

use axum::extract::Path;

use super::form::{Refused, address_fault, read_grant, sent, typed};
use super::give::admit;
use super::{list, manager, state};
use crate::account::link::Cause;
use crate::account::request::JoinRequest;
use crate::account::{Account, NewAccount, Posted, done};
use crate::app::State;
use crate::job::mail::Mail;
use crate::value::Id;
use crate::web::pager::Pager;
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Locale, Visit};

/// Requests to join on a page, each with its two forms.
const REQUESTS: usize = 10;

/// The requests to join that wait.
pub(super) struct Requests {
    /// Those of this page, the oldest first.
    pub(super) shown: Vec<Asked>,
    /// How many wait in all.
    pub(super) total: usize,
    pub(super) pager: Pager,
}

/// A request to join, with what was typed to decide it.
pub(super) struct Asked {
    pub(super) request: JoinRequest,
    /// The account that its address has already, and the key of its state.
    pub(super) account: Option<(Account, &'static str)>,
    pub(super) role: String,
    pub(super) scope: String,
    pub(super) reason: String,
}

/// The requests to join on the page that is asked for; none for whoever does not decide on them. `unanswered` are the accounts
/// that nobody can sign in to yet.
pub(super) async fn requests(
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

/// Accepts or refuses a request to join; the answer goes by mail.
pub(super) async fn decide(visit: Visit, Path(id): Path<String>, form: Posted) -> web::Result {
    let (app, manager) = (&visit.app, manager(&form.who)?);
    if !manager.manages_everyone() {
        return Err(Error::Forbidden);
    }
    let id: Id = id.parse().map_err(|_| Error::NotFound)?;
    let again =
        |fault| list::draw(&visit, &form.who, Some(Refused { form: &form, request: Some(id), faults: vec![fault] }));
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
