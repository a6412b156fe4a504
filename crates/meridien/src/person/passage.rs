//! `/partenariats/{id}/caviarder`, and the same of organisations and programmes: a passage about somebody is taken out of a
//! record, in every version, for good.

use askama::Template;
use axum::extract::Path;

use super::{by, check};
use crate::access::{Action, Relations};
use crate::account::{Account, Posted, SignedIn};
use crate::journal::{Kind, MARK, Passage, Rewritten};
use crate::value::Id;
use crate::web::{self, Error, Locale, Page, Visit, page};

#[derive(Template)]
#[template(path = "person/passage.html")]
struct PassagePage {
    l: Locale,
    page: Page,
    action: String,
    passage: String,
    /// Where it was found, before it is taken out; or what was done.
    found: Option<Rewritten>,
    done: bool,
    fault: Option<&'static str>,
}

/// A record, in whatever state.
struct Record {
    id: Id,
    /// Its page, without the language's prefix.
    page: String,
}

impl Record {
    /// The record of an address, for someone who may erase what is held about anybody.
    async fn find(visit: &Visit, account: &Account, code: &str) -> web::Result<Record> {
        check(account, &Relations::default(), Action::EditPersonal)?;
        let id: Id = code.parse().map_err(|_| Error::NotFound)?;
        for (kind, base) in [
            (Kind::Partnership, "partenariats"),
            (Kind::Activity, "partenariats"),
            (Kind::Organisation, "organisations"),
            (Kind::Programme, "programmes"),
        ] {
            if visit.app.journal.newest(kind, id).await?.is_some() {
                return Ok(Record { id, page: format!("/{base}/{id}") });
            }
        }
        Err(Error::NotFound)
    }
}

pub(super) async fn show(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    let record = Record::find(&visit, &who.account, &code).await?;
    draw(&visit, &who.account, &record, "", Ok(None), false)
}

fn draw(
    visit: &Visit,
    account: &Account,
    record: &Record,
    passage: &str,
    found: Result<Option<Rewritten>, &'static str>,
    done: bool,
) -> web::Result {
    let l = visit.locale;
    let title = l.form_title(l.t("redact-title"), found.is_err());
    let page = visit.page(title).unindexed().crumb(record.id.to_string(), &record.page);
    let shown = PassagePage {
        l,
        page: page.of_account(account),
        action: l.href(&format!("{}/caviarder", record.page)),
        passage: passage.to_owned(),
        found: found.ok().flatten(),
        done,
        fault: found.err(),
    };
    page::form(found.is_err(), &shown)
}

/// Says where the passage is; then, once that is confirmed, takes it out.
pub(super) async fn take_out(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    let (journal, account) = (&visit.app.journal, &posted.who.account);
    let record = Record::find(&visit, account, &code).await?;
    let text = posted.text("passage");
    let Some(passage) = Passage::read(text) else {
        return draw(&visit, account, &record, text, Err("redact-fault-length"), false);
    };
    let done = posted.text("faire") == "caviarder";
    let by = by(account, &Relations::default(), Action::EditPersonal);
    let found = match done {
        true => journal.redact(record.id, &passage, &by, (visit.app.now)()).await?,
        false => journal.rehearse_redaction(record.id, &passage).await?,
    };
    if found == Rewritten::default() {
        return draw(&visit, account, &record, text, Err("redact-fault-nowhere"), false);
    }
    draw(&visit, account, &record, if done { "" } else { text }, Ok(Some(found)), done)
}
