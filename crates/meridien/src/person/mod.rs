//! `/admin/personnes`: what is held about persons, for those who answer for it. It is found, shown, corrected, handed over and
//! erased; every access is noted, and the notes name nobody.

#[cfg(test)]
mod tests;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;

use crate::access::{self, Action, Field, Relations};
use crate::account::{Account, Posted, SignedIn};
use crate::app::State;
use crate::journal::{Author, Basis, Deed, Person, PersonAccess};
use crate::partnership::label::author_role;
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Locale, Page, Visit, page};

/// Persons shown for one search.
const FOUND: usize = 50;
/// Accesses shown.
const ACCESSES: i64 = 100;
/// The longest field, in characters.
const LONGEST: usize = 300;

/// The addresses under each language's prefix.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/admin/personnes", get(list))
        .route("/admin/personnes/{id}", get(show).post(change))
        .route("/admin/personnes/{id}/export", get(export))
}

/// An access, in words.
struct AccessRow {
    person: Id,
    role: &'static str,
    deed: &'static str,
    at: String,
}

impl AccessRow {
    fn new(l: Locale, access: PersonAccess) -> AccessRow {
        AccessRow {
            person: access.person,
            role: author_role(&access.role),
            deed: match access.deed {
                Deed::Read => "person-deed-read",
                Deed::Exported => "person-deed-exported",
                Deed::Corrected => "person-deed-corrected",
                Deed::Erased => "person-deed-erased",
            },
            at: format!("{} {} UTC", l.day(access.at.date_naive()), access.at.format("%H:%M")),
        }
    }
}

#[derive(Template)]
#[template(path = "person/list.html")]
struct ListPage {
    l: Locale,
    page: Page,
    words: String,
    /// Identifier, name and function of those found; none where nothing was asked.
    found: Option<Vec<(Id, String, String)>>,
    accesses: Vec<AccessRow>,
    erased: bool,
}

/// Refuses whoever may not do this to anybody's data.
fn check(account: &Account, action: Action) -> web::Result<()> {
    match access::may(&account.grants, &Relations::default(), action, Field::Persons) {
        true => Ok(()),
        false => Err(Error::Forbidden),
    }
}

/// As whom an account is noted.
fn by(account: &Account) -> Author {
    let role = account.grants.iter().map(|grant| grant.role).max();
    Author { actor: account.id.to_string(), role: role.map_or("", |role| role.as_str()).to_owned(), on_behalf_of: None }
}

async fn list(visit: Visit, who: SignedIn) -> web::Result {
    check(&who.account, Action::ReadPersonal)?;
    let (l, journal, now) = (visit.locale, &visit.app.journal, (visit.app.now)());
    let mut parameters = Parameters::of(&visit);
    let words = parameters.text("q");
    let erased = parameters.text("fait") == "efface";
    parameters.finish()?;
    let mut found = None;
    if !words.is_empty() {
        let mut rows = Vec::new();
        for (id, person) in journal.find_persons(&words, FOUND).await? {
            journal.note_person_access(id, &by(&who.account), Deed::Read, now).await?;
            rows.push((id, person.name, person.function.unwrap_or_default()));
        }
        found = Some(rows);
    }
    let accesses = journal.person_accesses(None, ACCESSES).await?;
    let accesses = accesses.into_iter().map(|access| AccessRow::new(l, access)).collect();
    let page = visit.page(l.t("admin-persons")).crumb(l.t("admin"), "/admin").of_account(&who.account);
    page::answer(Cache::Private, &ListPage { l, page, words, found, accesses, erased })
}

#[derive(Template)]
#[template(path = "person/show.html")]
struct ShowPage {
    l: Locale,
    page: Page,
    id: Id,
    person: Person,
    may_edit: bool,
    accesses: Vec<AccessRow>,
    fault: Option<&'static str>,
}

impl ShowPage {
    fn basis(&self) -> &'static str {
        self.person.basis.map_or("", Basis::as_str)
    }
}

impl Basis {
    fn as_str(self) -> &'static str {
        match self {
            Basis::Consent => "consent",
            Basis::Office => "office",
        }
    }

    fn read(word: &str) -> Option<Basis> {
        [Basis::Consent, Basis::Office].into_iter().find(|basis| basis.as_str() == word)
    }
}

/// The person of an address, for someone who may do this.
async fn find(visit: &Visit, who: &SignedIn, code: &str, action: Action) -> web::Result<(Id, Person)> {
    check(&who.account, action)?;
    let id: Id = code.parse().map_err(|_| Error::NotFound)?;
    let person = visit.app.journal.person(id).await?.ok_or(Error::NotFound)?;
    Ok((id, person))
}

async fn show(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    let (id, person) = find(&visit, &who, &code, Action::ReadPersonal).await?;
    visit.app.journal.note_person_access(id, &by(&who.account), Deed::Read, (visit.app.now)()).await?;
    draw(&visit, &who.account, id, person, None).await
}

async fn draw(visit: &Visit, account: &Account, id: Id, person: Person, fault: Option<&'static str>) -> web::Result {
    let l = visit.locale;
    let accesses = visit.app.journal.person_accesses(Some(id), ACCESSES).await?;
    let title = match fault {
        Some(_) => format!("{} {}", l.t("error-prefix"), l.t("person-title")),
        None => l.t("person-title").into_owned(),
    };
    let page = visit.page(title).crumb(l.t("admin"), "/admin").crumb(l.t("admin-persons"), "/admin/personnes");
    let shown = ShowPage {
        l,
        page: page.of_account(account),
        id,
        person,
        may_edit: check(account, Action::EditPersonal).is_ok(),
        accesses: accesses.into_iter().map(|access| AccessRow::new(l, access)).collect(),
        fault,
    };
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, page::answer(Cache::Private, &shown)?).into_response())
}

/// What is held, as JSON, to be handed to the person.
async fn export(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    let (id, person) = find(&visit, &who, &code, Action::ReadPersonal).await?;
    visit.app.journal.note_person_access(id, &by(&who.account), Deed::Exported, (visit.app.now)()).await?;
    let name = format!("attachment; filename=\"{id}.json\"");
    let headers = [(header::CONTENT_DISPOSITION, name), (header::CACHE_CONTROL, "no-store".to_owned())];
    Ok((headers, axum::Json(person)).into_response())
}

/// Corrects or erases.
async fn change(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    let (id, held) = find(&visit, &posted.who, &code, Action::EditPersonal).await?;
    let (journal, account, now) = (&visit.app.journal, &posted.who.account, (visit.app.now)());
    let to = |path: String| Ok(Redirect::to(&visit.locale.href(&path)).into_response());
    if posted.text("faire") == "effacer" {
        journal.note_person_access(id, &by(account), Deed::Erased, now).await?;
        journal.erase_person(id, now).await?;
        return to("/admin/personnes?fait=efface".to_owned());
    }
    let typed = |name| Some(posted.text(name).to_owned()).filter(|text| !text.is_empty());
    let until = posted.text("jusqu-au");
    let person = Person {
        name: posted.text("nom").to_owned(),
        mail: typed("courriel"),
        function: typed("fonction"),
        basis: Basis::read(posted.text("base")),
        until: until.parse().ok(),
        ..held
    };
    let texts = [Some(&person.name), person.mail.as_ref(), person.function.as_ref()];
    let long = texts.into_iter().flatten().any(|text| text.chars().count() > LONGEST);
    let fault = match &person.mail {
        _ if long => Some("person-fault-long"),
        _ if !until.is_empty() && person.until.is_none() => Some("person-fault-until"),
        Some(mail) if mail.parse::<lettre::Address>().is_err() => Some("person-fault-mail"),
        _ => None,
    };
    if fault.is_some() {
        return draw(&visit, account, id, person, fault).await;
    }
    journal.put_person(id, &person, now).await?;
    journal.note_person_access(id, &by(account), Deed::Corrected, now).await?;
    to(format!("/admin/personnes/{id}"))
}
