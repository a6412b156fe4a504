//! The pages of those who answer for persons: all of them on `/admin/personnes`, the contacts of one record beside it.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};

use super::form::{self, Fault, Fields};
use super::handed::hand_over;
use super::{ACCESSES, AccessRow, by, check, is_made_of_another, line};
use crate::access::{Action, Relations};
use crate::account::{Account, Posted, SignedIn};
use crate::app::State;
use crate::journal::{Author, Deed, Kind, Person};
use crate::partnership::{Partnership, relations, show as record_page};
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::file::attached;
use crate::web::parameters::Parameters;
use crate::web::words::Passage;
use crate::web::{self, Error, Locale, Page, Visit, page, record};

/// Persons shown for one search.
const FOUND: usize = 50;

/// Where persons are looked after.
struct Place {
    /// The address, without the language's prefix.
    base: String,
    /// The record whose contacts they are, and its title; all persons where there is none.
    record: Option<(Id, Passage)>,
    /// What ties accounts to them.
    relations: Relations,
}

impl Place {
    /// The whole register.
    fn all() -> Place {
        Place { base: "/admin/personnes".to_owned(), record: None, relations: Relations::default() }
    }

    /// A published partnership.
    async fn of(visit: &Visit, code: &str) -> web::Result<Place> {
        let address = |id| format!("/partenariats/{id}/personnes");
        let revision = record::find(visit, Kind::Partnership, code, address).await?;
        let partnership: Partnership = revision.read()?;
        let relations = relations::present(&visit.app.journal, &partnership, (visit.app.today)()).await?;
        let title = record_page::marked_title(visit.locale, &partnership);
        Ok(Place { base: address(revision.id), record: Some((revision.id, title)), relations })
    }

    /// As whom an account is noted that reads here.
    fn reader(&self, account: &Account) -> Author {
        by(account, &self.relations, Action::ReadPersonal)
    }

    /// As whom an account is noted that writes here.
    fn editor(&self, account: &Account) -> Author {
        by(account, &self.relations, Action::EditPersonal)
    }

    /// A page of this place.
    fn page(&self, visit: &Visit, title: String, account: &Account) -> Page {
        let l = visit.locale;
        let page = visit.page(title).unindexed().of_account(account);
        match &self.record {
            Some((id, title)) => page.record_crumb(title.clone(), &format!("/partenariats/{id}")),
            None => page.crumb(l.t("admin"), "/admin"),
        }
    }

    /// The person of an address, for someone who may do this.
    async fn find(&self, visit: &Visit, account: &Account, code: &str, action: Action) -> web::Result<(Id, Person)> {
        check(account, &self.relations, action)?;
        let journal = &visit.app.journal;
        let id: Id = code.parse().map_err(|_| Error::NotFound)?;
        if let Some((record, _)) = &self.record
            && !journal.records_of_person(id).await?.contains(record)
        {
            return Err(Error::NotFound);
        }
        Ok((id, journal.person(id).await?.ok_or(Error::NotFound)?))
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

/// `/admin/personnes`
pub(super) async fn list(visit: Visit, who: SignedIn) -> web::Result {
    let place = Place::all();
    check(&who.account, &place.relations, Action::ReadPersonal)?;
    let (l, journal, now) = (visit.locale, &visit.app.journal, (visit.app.now)());
    let mut parameters = Parameters::of(&visit);
    let words = parameters.text("q");
    let erased = parameters.text("fait") == "efface";
    parameters.finish()?;
    let mut found = None;
    if !words.is_empty() {
        let mut rows = Vec::new();
        for (id, person) in journal.find_persons(&words, FOUND).await? {
            journal.note_person_access(id, &place.reader(&who.account), Deed::Read, now).await?;
            rows.push((id, person.name, person.function.unwrap_or_default()));
        }
        found = Some(rows);
    }
    let accesses = journal.person_accesses(None, ACCESSES).await?;
    let accesses = accesses.into_iter().map(|access| AccessRow::new(l, access)).collect();
    let page = place.page(&visit, l.t("admin-persons").into_owned(), &who.account);
    page::answer(Cache::Private, &ListPage { l, page, words, found, accesses, erased })
}

#[derive(Template)]
#[template(path = "person/record.html")]
struct RecordPage<'a> {
    l: Locale,
    page: Page,
    base: String,
    /// The persons, each with whether the public reads its name.
    persons: Vec<(Id, Person, bool)>,
    may_edit: bool,
    may_redact: bool,
    redact: String,
    fields: Fields<'a>,
    erased: bool,
}

/// `/partenariats/{record}/personnes`
pub(super) async fn list_of_record(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    let place = Place::of(&visit, &code).await?;
    draw_record(&visit, &who.account, &place, &Person::default(), None).await
}

async fn draw_record(
    visit: &Visit,
    account: &Account,
    place: &Place,
    typed: &Person,
    fault: Option<Fault>,
) -> web::Result {
    check(account, &place.relations, Action::ReadPersonal)?;
    let (l, app) = (visit.locale, &visit.app);
    let Some((record, title)) = &place.record else { return Err(Error::NotFound) };
    let mut persons = Vec::new();
    for (id, person) in app.journal.persons_of(*record).await? {
        app.journal.note_person_access(id, &place.reader(account), Deed::Read, (app.now)()).await?;
        let public = person.is_public((app.today)());
        persons.push((id, person, public));
    }
    let heading = l.t_with("persons-of", &[("title", title.text.as_str().into())]);
    let shown = RecordPage {
        l,
        page: place.page(visit, l.form_title(heading, fault.is_some()), account),
        base: l.href(&place.base),
        persons,
        may_edit: check(account, &place.relations, Action::EditPersonal).is_ok(),
        may_redact: check(account, &Relations::default(), Action::EditPersonal).is_ok(),
        redact: l.href(&format!("/partenariats/{record}/caviarder")),
        fields: Fields { person: typed, fault },
        erased: visit.query.as_deref() == Some("fait=efface"),
    };
    page::form(fault.is_some(), &shown)
}

/// Adds a person to the contacts of a record.
pub(super) async fn add_to_record(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    let place = Place::of(&visit, &code).await?;
    let (app, account) = (&visit.app, &posted.who.account);
    check(account, &place.relations, Action::EditPersonal)?;
    let Some((record, title)) = &place.record else { return Err(Error::NotFound) };
    let held = Person { source: title.text.clone(), ..Person::default() };
    let (person, fault) = form::read(|name| posted.text(name), &held, (app.today)());
    let fault = match fault {
        None => refused(app, &person, &held, &[*record]).await?,
        fault => fault,
    };
    if fault.is_some() {
        return draw_record(&visit, account, &place, &person, fault).await;
    }
    let (id, now) = (Id::random(&mut rand::rng()), (app.now)());
    // Sent twice, it is one.
    if app.journal.add_person(id, &person, *record, now).await? {
        app.journal.note_person_access(id, &place.editor(account), Deed::Added, now).await?;
    }
    Ok(Redirect::to(&visit.locale.href(&place.base)).into_response())
}

/// What the person itself has decided, that nobody else undoes: to be erased, or no longer to be named.
async fn refused(app: &State, person: &Person, held: &Person, records: &[Id]) -> web::Result<Option<Fault>> {
    if app.journal.was_erased(person, held, records).await? {
        return Ok(Some(form::ERASED));
    }
    let says = |person: &Person| (person.name.clone(), person.mail.clone(), person.shown, person.basis);
    let named = form::names(person) && says(person) != says(held);
    Ok((named && app.journal.has_withdrawn(person, records).await?).then_some(form::WITHDRAWN))
}

/// Whether this account has just erased the person of an address: it pressed the button twice.
async fn has_erased(app: &State, account: &Account, code: &str) -> web::Result<bool> {
    let Ok(id) = code.parse() else { return Ok(false) };
    let accesses = app.journal.person_accesses(Some(id), ACCESSES).await?;
    let by = account.id.to_string();
    Ok(accesses.iter().any(|access| access.deed == Deed::Erased && access.actor == by))
}

#[derive(Template)]
#[template(path = "person/show.html")]
struct ShowPage<'a> {
    l: Locale,
    page: Page,
    id: Id,
    /// The address of the person's page.
    action: String,
    person: &'a Person,
    fields: Fields<'a>,
    /// Of what the form is made.
    mark: String,
    /// What is kept, where the form was made of something else.
    kept: Option<String>,
    /// The records of which it is a contact.
    records: Vec<Id>,
    may_edit: bool,
    accesses: Vec<AccessRow>,
}

pub(super) async fn show(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    show_at(&visit, &who.account, &Place::all(), &code).await
}

pub(super) async fn show_of_record(visit: Visit, who: SignedIn, Path(codes): Path<(String, String)>) -> web::Result {
    show_at(&visit, &who.account, &Place::of(&visit, &codes.0).await?, &codes.1).await
}

async fn show_at(visit: &Visit, account: &Account, place: &Place, code: &str) -> web::Result {
    let (id, person) = place.find(visit, account, code, Action::ReadPersonal).await?;
    visit.app.journal.note_person_access(id, &place.reader(account), Deed::Read, (visit.app.now)()).await?;
    draw(visit, account, place, id, (&person, &person), None).await
}

/// The page of a person: of what is kept, with what was typed in its form.
async fn draw(
    visit: &Visit,
    account: &Account,
    place: &Place,
    id: Id,
    (kept, person): (&Person, &Person),
    fault: Option<Fault>,
) -> web::Result {
    let (l, journal) = (visit.locale, &visit.app.journal);
    let accesses = journal.person_accesses(Some(id), ACCESSES).await?;
    let up = if place.record.is_some() { "persons-record" } else { "admin-persons" };
    let page = place.page(visit, l.form_title(l.t("person-title"), fault.is_some()), account);
    let shown = ShowPage {
        l,
        page: page.crumb(l.t(up), &place.base),
        id,
        action: l.href(&format!("{}/{id}", place.base)),
        person,
        fields: Fields { person, fault },
        mark: kept.mark(),
        kept: (fault == Some(form::CHANGED)).then(|| line(kept)),
        records: journal.records_of_person(id).await?,
        may_edit: check(account, &place.relations, Action::EditPersonal).is_ok(),
        accesses: accesses.into_iter().map(|access| AccessRow::new(l, access)).collect(),
    };
    page::form(fault.is_some(), &shown)
}

pub(super) async fn export(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    export_at(&visit, &who.account, &Place::all(), &code).await
}

pub(super) async fn export_of_record(visit: Visit, who: SignedIn, Path(codes): Path<(String, String)>) -> web::Result {
    export_at(&visit, &who.account, &Place::of(&visit, &codes.0).await?, &codes.1).await
}

/// What is held, as JSON, to be handed to the person.
async fn export_at(visit: &Visit, account: &Account, place: &Place, code: &str) -> web::Result {
    let (id, _) = place.find(visit, account, code, Action::ReadPersonal).await?;
    let handed = hand_over(&visit.app.journal, id, &place.reader(account), (visit.app.now)()).await?;
    let handed = axum::Json(handed.ok_or(Error::NotFound)?);
    Ok(attached(&format!("{id}.json"), "application/json", Cache::Private, handed))
}

pub(super) async fn change(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    change_at(&visit, &posted, &Place::all(), &code).await
}

pub(super) async fn change_of_record(visit: Visit, Path(codes): Path<(String, String)>, posted: Posted) -> web::Result {
    change_at(&visit, &posted, &Place::of(&visit, &codes.0).await?, &codes.1).await
}

/// Corrects or erases.
async fn change_at(visit: &Visit, posted: &Posted, place: &Place, code: &str) -> web::Result {
    let (journal, account, now) = (&visit.app.journal, &posted.who.account, (visit.app.now)());
    let to = |path: String| Ok(Redirect::to(&visit.locale.href(&path)).into_response());
    let erases = posted.text("faire") == "effacer";
    check(account, &place.relations, Action::EditPersonal)?;
    if erases && has_erased(&visit.app, account, code).await? {
        return to(format!("{}?fait=efface", place.base));
    }
    let (id, held) = place.find(visit, account, code, Action::EditPersonal).await?;
    if erases {
        journal.note_person_access(id, &place.editor(account), Deed::Erased, now).await?;
        journal.erase_person(id, now).await?;
        return to(format!("{}?fait=efface", place.base));
    }
    let (person, fault) = form::read(|name| posted.text(name), &held, (visit.app.today)());
    let fault = match fault {
        _ if is_made_of_another(posted.text("vu"), &held) => Some(form::CHANGED),
        None => refused(&visit.app, &person, &held, &journal.records_of_person(id).await?).await?,
        fault => fault,
    };
    if fault.is_some() {
        return draw(visit, account, place, id, (&held, &person), fault).await;
    }
    if !journal.correct_person(id, &held, &person, now).await? {
        let kept = journal.person(id).await?.ok_or(Error::NotFound)?;
        return draw(visit, account, place, id, (&kept, &person), Some(form::CHANGED)).await;
    }
    journal.note_person_access(id, &place.editor(account), Deed::Corrected, now).await?;
    to(format!("{}/{id}", place.base))
}
