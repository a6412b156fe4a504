//! `/mes-donnees`: a person sees, corrects, takes along and erases what is held about him, by a link sent to his mailbox. Whoever
//! asks is told the same whether anything is held or not.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use axum_extra::extract::Form;
use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::handed::{Handed, hand_over};
use super::{ACCESSES, AccessRow, CHANGED, is_made_of_another, line};
use crate::account::{JoinRequest, Purpose, Secret};
use crate::app::State;
use crate::job::{self, mail::Mail};
use crate::journal::{Author, Basis, Deed, Kind, Passage, Person};
use crate::partnership::{Partnership, show as record_page};
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::client::Client;
use crate::web::file::attached;
use crate::web::parameters::Parameters;
use crate::web::words::TitleLink;
use crate::web::{self, Error, Lang, Locale, Page, Visit, page};

/// How long a link is good.
const LASTS: Duration = Duration::hours(24);
/// Seconds within which one link is sent to a mailbox, however often it is asked for.
const APART: i64 = 15 * 60;
/// The longest name, function or organisation, in characters.
const LONGEST: usize = 300;
/// As whom a person is noted who sees his own data.
pub(super) const ROLE: &str = "self";

pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/mes-donnees", get(ask).post(send))
        .route("/mes-donnees/lien", get(show).post(change))
        .route("/mes-donnees/export", get(export))
}

fn by() -> Author {
    Author { actor: "link".to_owned(), role: ROLE.to_owned(), on_behalf_of: None }
}

#[derive(Template)]
#[template(path = "person/ask.html")]
struct AskPage {
    l: Locale,
    page: Page,
    /// What became of a request: the key of the text.
    outcome: Option<&'static str>,
    email: String,
    fault: Option<&'static str>,
}

async fn ask(visit: Visit) -> web::Result {
    let mut parameters = Parameters::of(&visit);
    let outcome = match parameters.text("fait").as_str() {
        "envoye" => Some("own-sent"),
        "efface" => Some("own-all-erased"),
        "lien" => Some("own-link-void"),
        _ => None,
    };
    parameters.finish()?;
    draw_ask(&visit, outcome, String::new(), None)
}

fn draw_ask(visit: &Visit, outcome: Option<&'static str>, email: String, fault: Option<&'static str>) -> web::Result {
    let l = visit.locale;
    let title = l.form_title(l.t("own-title"), fault.is_some());
    let page = visit.page(title).unindexed().crumb(l.t("privacy"), "/donnees-personnelles");
    page::form(fault.is_some(), &AskPage { l, page, outcome, email, fault })
}

/// What a link is asked for by: an address, and the language in which it is written to.
#[derive(Serialize, Deserialize)]
struct Asked {
    to: String,
    lang: String,
}

/// Asks for a link. A job looks whether anything is held, so that the answer says the same either way and comes as fast, and so
/// that the register is looked through for one who asks at a time.
async fn send(visit: Visit, client: Client, Form(fields): Form<Vec<(String, String)>>) -> web::Result {
    let (app, email) = (&visit.app, field(&fields, "email"));
    let Ok(address) = email.parse::<lettre::Address>() else {
        return draw_ask(&visit, None, email.to_owned(), Some("email-wrong"));
    };
    app.limits.count(&format!("persons {email}"), client)?;
    let (to, now) = (address.to_string(), (app.now)());
    let key = format!("persons:{}:{}", Id::derived(&to.to_lowercase()), now.timestamp() / APART);
    let asked = Asked { to, lang: visit.locale.lang.code().to_owned() };
    let body = serde_json::to_string(&asked).map_err(anyhow::Error::from)?;
    app.jobs.add(&key, job::Kind::Persons, &body, now).await?;
    Ok(Redirect::to(&visit.locale.href("/mes-donnees?fait=envoye")).into_response())
}

/// Sends the link that a job's body asks for, where something is held under its address. The job's key is the letter's.
pub async fn send_link(app: &State, key: &str, body: &str) -> anyhow::Result<()> {
    let Asked { to, lang } = serde_json::from_str(body)?;
    if Held::load(app, &to).await?.is_nothing() {
        return Ok(());
    }
    let (l, now) = (Locale::from(Lang::from_code(&lang).unwrap_or_default()), (app.now)());
    let secret = Secret::draw();
    // In the query, which is not logged.
    let link = format!("{}?lien={}", app.address(l, "/mes-donnees/lien"), secret.reveal());
    let mail = Mail::new(app, l, &to, ("mail-persons-subject", "mail-persons"), &[("address", link.into())]);
    // Before the letter: it may leave at once.
    app.accounts.keep(Purpose::Persons, &secret, &to, LASTS, now).await?;
    app.jobs.mail(key, &mail, now).await?;
    Ok(())
}

/// A person, as the page shows it.
struct Row {
    id: Id,
    person: Person,
    /// Of what its form is made.
    mark: String,
    /// What is kept, where the form was made of something else.
    kept: Option<String>,
    public: bool,
    basis: &'static str,
    until: Option<String>,
    /// The partnerships of which it is a contact.
    records: Vec<TitleLink>,
    accesses: Vec<AccessRow>,
}

/// What is held under a mail address.
struct Held {
    email: String,
    persons: Vec<(Id, Person)>,
    /// Whether an account has it.
    account: bool,
    requests: Vec<JoinRequest>,
    /// Subjects of letters that have not left.
    letters: Vec<String>,
    /// The records that give the address as that of a function.
    mailbox_of: Vec<Id>,
}

impl Held {
    async fn load(app: &State, email: &str) -> web::Result<Held> {
        let same = |request: &JoinRequest| request.email.to_lowercase() == email.to_lowercase();
        let letters = app.jobs.letters_to(email).await?.into_iter();
        Ok(Held {
            email: email.to_owned(),
            persons: app.journal.persons_at(email).await?,
            account: app.accounts.by_email(email).await?.is_some(),
            requests: app.accounts.join_requests().await?.into_iter().filter(same).collect(),
            letters: letters.map(|(_, mail)| mail.subject).collect(),
            mailbox_of: app.journal.records_with_mailbox(email).await?,
        })
    }

    fn is_nothing(&self) -> bool {
        self.persons.is_empty() && !self.account && self.requests.is_empty() && self.mailbox_of.is_empty()
    }
}

/// What a good link shows.
async fn held(visit: &Visit, secret: &str) -> web::Result<Option<Held>> {
    let ticket = visit.app.accounts.ticket(Purpose::Persons, secret, (visit.app.now)()).await?;
    match ticket {
        Some(ticket) => Held::load(&visit.app, &ticket.body).await.map(Some),
        None => Ok(None),
    }
}

fn void(visit: &Visit) -> web::Result {
    let answer = draw_ask(visit, Some("own-link-void"), String::new(), None)?;
    Ok((StatusCode::GONE, answer).into_response())
}

#[derive(Template)]
#[template(path = "person/own.html")]
struct OwnPage {
    l: Locale,
    page: Page,
    secret: String,
    held: Held,
    rows: Vec<Row>,
    /// The records that give the address as that of a function.
    mailbox_of: Vec<TitleLink>,
    /// What was just done: the key of the text.
    done: Option<&'static str>,
    /// What is wrong with a correction: the key of the text, and the person.
    fault: Option<(&'static str, Id)>,
}

/// `/mes-donnees/lien?lien=…`
async fn show(visit: Visit) -> web::Result {
    let mut parameters = Parameters::of(&visit);
    let secret = parameters.text("lien");
    let done = match parameters.text("fait").as_str() {
        "corrige" => Some("own-corrected"),
        "consenti" => Some("own-consented"),
        "retire" => Some("own-withdrawn"),
        "efface" => Some("own-erased"),
        "boite" => Some("own-mailbox-gone"),
        "rien" => Some("own-nothing-there"),
        _ => None,
    };
    parameters.finish()?;
    let Some(held) = held(&visit, &secret).await? else { return void(&visit) };
    let now = (visit.app.now)();
    for (id, _) in &held.persons {
        visit.app.journal.note_person_access(*id, &by(), Deed::Read, now).await?;
    }
    draw(&visit, secret, held, done, None).await
}

async fn draw(
    visit: &Visit,
    secret: String,
    held: Held,
    done: Option<&'static str>,
    fault: Option<(&'static str, Id, Person)>,
) -> web::Result {
    let l = visit.locale;
    let mut rows = Vec::new();
    for (id, kept) in &held.persons {
        let typed = fault.as_ref().filter(|(_, of, _)| of == id);
        let person = typed.map_or(kept, |(_, _, person)| person);
        let changed = typed.is_some_and(|(fault, ..)| *fault == CHANGED);
        rows.push(row(visit, *id, (kept, changed), person.clone()).await?);
    }
    let fault = fault.map(|(fault, id, _)| (fault, id));
    let title = l.form_title(l.t("own-title"), fault.is_some());
    let page = visit.page(title).unindexed();
    let mailbox_of = records(visit, &held.mailbox_of).await?;
    let shown = OwnPage { l, page, secret, held, rows, mailbox_of, done, fault };
    page::form(fault.is_some(), &shown)
}

/// The public ones of these records, as links.
async fn records(visit: &Visit, ids: &[Id]) -> web::Result<Vec<TitleLink>> {
    let (l, mut links) = (visit.locale, Vec::new());
    for kind in [Kind::Partnership, Kind::Activity] {
        for (id, revision) in visit.app.journal.newest_of(kind, ids).await? {
            let title = record_page::marked_title(l, &revision.read::<Partnership>()?);
            links.push(TitleLink { title, href: l.href(&format!("/partenariats/{id}")) });
        }
    }
    Ok(links)
}

/// A person, as it is kept and as its form has it; `changed` where the form was made of something else.
async fn row(visit: &Visit, id: Id, (kept, changed): (&Person, bool), person: Person) -> web::Result<Row> {
    let (l, journal) = (visit.locale, &visit.app.journal);
    let records = records(visit, &journal.records_of_person(id).await?).await?;
    let accesses = journal.person_accesses(Some(id), ACCESSES).await?;
    Ok(Row {
        id,
        public: person.is_public((visit.app.today)()),
        mark: kept.mark(),
        kept: changed.then(|| line(kept)),
        basis: match person.basis {
            Some(Basis::Consent) => "own-basis-consent",
            Some(Basis::Office) => "own-basis-office",
            None => "own-basis-none",
        },
        until: journal.person_kept_until(id).await?.map(|day| l.day(day)),
        person,
        records,
        accesses: accesses.into_iter().map(|access| AccessRow::new(l, access)).collect(),
    })
}

fn field<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields.iter().rev().find(|(other, _)| other == name).map_or("", |(_, value)| value.trim())
}

/// Corrects, agrees, no longer agrees, or erases.
async fn change(visit: Visit, client: Client, Form(fields): Form<Vec<(String, String)>>) -> web::Result {
    let (app, secret) = (&visit.app, field(&fields, "lien"));
    app.limits.count_client(client)?;
    let Some(mut held) = held(&visit, secret).await? else { return void(&visit) };
    if field(&fields, "faire") == "tout" {
        return erase_all(&visit, &held).await;
    }
    if field(&fields, "faire") == "boite" {
        return take_out_mailbox(&visit, secret, held).await;
    }
    let id = field(&fields, "personne").parse::<Id>().map_err(|_| Error::NotFound)?;
    let erases = field(&fields, "faire") == "effacer";
    let Some(at) = held.persons.iter().position(|(held, _)| *held == id) else {
        // Pressed twice; whoever guesses a reference learns nothing.
        return if erases { back(&visit, secret, "rien") } else { Err(Error::NotFound) };
    };
    if erases {
        erase(app, id).await?;
        held.persons.remove(at);
        return if held.is_nothing() { all_erased(&visit) } else { back(&visit, secret, "efface") };
    }
    let kept = &held.persons[at].1;
    let mut person = kept.clone();
    let applied = apply(&fields, &mut person)?;
    let (deed, done) = match applied {
        _ if is_made_of_another(field(&fields, "vu"), kept) => {
            return draw(&visit, secret.to_owned(), held, None, Some((CHANGED, id, person))).await;
        }
        Ok(done) => done,
        Err(fault) => return draw(&visit, secret.to_owned(), held, None, Some((fault, id, person))).await,
    };
    if !app.journal.correct_person(id, kept, &person, (app.now)()).await? {
        let held = Held::load(app, &held.email).await?;
        return draw(&visit, secret.to_owned(), held, None, Some((CHANGED, id, person))).await;
    }
    app.journal.note_person_access(id, &by(), deed, (app.now)()).await?;
    back(&visit, secret, done)
}

/// Changes a person as a form asks: what is noted, and the word for what was done; or what is wrong.
fn apply(fields: &[(String, String)], person: &mut Person) -> web::Result<Result<(Deed, &'static str), &'static str>> {
    person.by_hand = true;
    Ok(Ok(match field(fields, "faire") {
        "consentir" => {
            (person.shown, person.withdrawn) = (true, false);
            person.basis = person.basis.or(Some(Basis::Consent));
            (Deed::Consented, "consenti")
        }
        "retirer" => {
            (person.shown, person.withdrawn) = (false, true);
            person.basis = person.basis.filter(|basis| *basis != Basis::Consent);
            (Deed::Withdrew, "retire")
        }
        "corriger" => {
            let typed = |name| Some(field(fields, name).to_owned()).filter(|text| !text.is_empty());
            (person.function, person.organisation) = (typed("fonction"), typed("organisme"));
            field(fields, "nom").clone_into(&mut person.name);
            let texts = [Some(&person.name), person.function.as_ref(), person.organisation.as_ref()];
            if texts.into_iter().flatten().any(|text| text.chars().count() > LONGEST) {
                return Ok(Err("person-fault-long"));
            }
            (Deed::Corrected, "corrige")
        }
        _ => return Err(Error::NotFound),
    }))
}

fn back(visit: &Visit, secret: &str, done: &str) -> web::Result {
    Ok(Redirect::to(&visit.locale.href(&format!("/mes-donnees/lien?lien={secret}&fait={done}"))).into_response())
}

async fn erase(app: &State, id: Id) -> web::Result<()> {
    app.journal.note_person_access(id, &by(), Deed::Erased, (app.now)()).await?;
    app.journal.erase_person(id, (app.now)()).await?;
    Ok(())
}

/// Takes the address, which whoever has the link reads, out of every version of the records that give it as a function's.
async fn take_out_mailbox(visit: &Visit, secret: &str, mut held: Held) -> web::Result {
    let (app, now) = (&visit.app, (visit.app.now)());
    if let Some(address) = Passage::read(&held.email) {
        for record in std::mem::take(&mut held.mailbox_of) {
            app.journal.redact(record, &address, &by(), now).await?;
        }
    }
    app.journal.forget_address(&held.email).await?;
    if held.is_nothing() { all_erased(visit) } else { back(visit, secret, "boite") }
}

/// Erases every person of the mailbox and its requests for an account. An account is closed by who is signed in to it.
async fn erase_all(visit: &Visit, held: &Held) -> web::Result {
    let app = &visit.app;
    for (id, _) in &held.persons {
        erase(app, *id).await?;
    }
    for request in &held.requests {
        app.journal.erase_join_request(request.id, (app.now)()).await?;
    }
    // Letters stay where an account has the address, or a record gives it; this link has served.
    app.accounts.forget_links(&held.email).await?;
    all_erased(visit)
}

fn all_erased(visit: &Visit) -> web::Result {
    Ok(Redirect::to(&visit.locale.href("/mes-donnees?fait=efface")).into_response())
}

/// Everything, as JSON.
#[derive(Serialize)]
struct Export<'a> {
    email: &'a str,
    persons: Vec<Handed>,
    account: bool,
    requests: Vec<ExportedRequest<'a>>,
    letters: &'a [String],
    /// The records that give the address as that of a function.
    mailbox_of: &'a [Id],
}

#[derive(Serialize)]
struct ExportedRequest<'a> {
    name: &'a str,
    organisation: &'a str,
    proof: &'a str,
    at: chrono::DateTime<chrono::Utc>,
}

/// `/mes-donnees/export?lien=…`
async fn export(visit: Visit) -> web::Result {
    let (app, mut parameters) = (&visit.app, Parameters::of(&visit));
    let secret = parameters.text("lien");
    parameters.finish()?;
    let Some(held) = held(&visit, &secret).await? else { return void(&visit) };
    let mut persons = Vec::new();
    for (reference, _) in &held.persons {
        persons.extend(hand_over(&app.journal, *reference, &by(), (app.now)()).await?);
    }
    let requests = held.requests.iter().map(|request| ExportedRequest {
        name: &request.name,
        organisation: &request.organisation,
        proof: &request.proof,
        at: request.at,
    });
    let export = Export {
        email: &held.email,
        persons,
        account: held.account,
        requests: requests.collect(),
        letters: &held.letters,
        mailbox_of: &held.mailbox_of,
    };
    Ok(attached("mes-donnees.json", "application/json", Cache::Private, axum::Json(export)))
}
