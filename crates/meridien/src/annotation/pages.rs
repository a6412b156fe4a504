//! `/partenariats/{id}/annoter`: what is noted on a record, and the form to add to it.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;

use super::{Annotation, Note};
use crate::access::{Action, Field, Relations, Role};
use crate::account::{Account, Posted, SignedIn};
use crate::app::State;
use crate::journal::{Author, Entry, Kind, Revision};
use crate::partnership::{Partnership, label, relations, rules, show};
use crate::registers;
use crate::value::{Country, Id, straight};
use crate::web::parameters::Parameters;
use crate::web::words::Passage;
use crate::web::{self, Error, Locale, Page, Visit, page, record};

/// The longest annotation, in characters.
const LONGEST: usize = 4000;

/// The address of annotating.
pub fn routes() -> Router<State> {
    Router::new().route("/partenariats/{id}/annoter", get(read).post(write)).merge(super::contacts::routes())
}

/// An annotation or a note on the page.
struct Line {
    id: Id,
    text: String,
    lang: Option<String>,
    day: String,
    /// The key of its author's role.
    role: &'static str,
    /// Whether the account may take it away: it wrote it or speaks for who did, or it is the ministry's and its author is gone.
    own: bool,
}

#[derive(Template)]
#[template(path = "annotation/annotate.html")]
struct AnnotatePage {
    l: Locale,
    page: Page,
    id: Id,
    public: Vec<Line>,
    internal: Vec<Line>,
    may_write: bool,
    /// Whether it may say how to reach the post.
    may_contact: bool,
    text: String,
    /// Whether it was to be read by everyone.
    for_everyone: bool,
    fault: Option<&'static str>,
    /// Whether something was just taken away.
    taken: bool,
}

impl AnnotatePage {
    /// The two lists: title, what to say where one is empty, lines.
    fn sections(&self) -> [(&'static str, &'static str, &[Line]); 2] {
        [
            ("annotations-public", "annotations-no-public", &self.public),
            ("annotations-internal", "annotations-no-internal", &self.internal),
        ]
    }
}

/// A published partnership as an account may annotate it.
struct Subject {
    revision: Revision,
    title: Passage,
    relations: Relations,
    countries: Vec<Country>,
}

impl Subject {
    async fn find(visit: &Visit, code: &str) -> web::Result<Subject> {
        let address = |id| format!("/partenariats/{id}/annoter");
        let revision = record::find(visit, Kind::Partnership, code, address).await?;
        let partnership: Partnership = revision.read()?;
        let relations = relations::of(&visit.app.journal, &partnership).await?;
        let countries = partnership.countries();
        Ok(Subject { revision, title: show::marked_title(visit.locale, &partnership), relations, countries })
    }

    /// As whom an account may write: the ministry, its posts in countries of the record. The first is the one as whom it does.
    fn authors(&self, account: &Account, home: Country) -> Vec<Author> {
        let may = |relations: &Relations| account.may(relations, Action::Annotate, Field::Annotation);
        if may(&Relations::default()) {
            return vec![account.author(Role::Ministry, None)];
        }
        let only = |country| Relations { countries: vec![country], ..Relations::default() };
        let own = self.countries.iter().filter(|country| may(&only(**country)));
        own.map(|country| account.author(Role::Correspondent, Some(registers::ids::post(home, *country)))).collect()
    }

    /// Whether an account reads what administrations note among themselves.
    fn is_read_by(&self, account: &Account) -> bool {
        account.may(&self.relations, Action::Read, Field::Internal)
    }
}

/// Whether an account may take a note away: its own, whatever it may do now, or as the ministry one whose author signs in no
/// more.
async fn may_take(app: &State, account: &Account, note: &Note) -> web::Result<bool> {
    if note.author.actor == account.id.to_string() {
        return Ok(true);
    }
    if !account.may(&Relations::default(), Action::Annotate, Field::Internal) {
        return Ok(false);
    }
    let author = match note.author.actor.parse::<Id>() {
        Ok(id) => app.accounts.account(id).await?,
        Err(_) => None,
    };
    Ok(author.is_none_or(|author| !author.active))
}

async fn read(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    let mut parameters = Parameters::of(&visit);
    let taken = parameters.text("fait") == "retire";
    parameters.finish()?;
    let subject = Subject::find(&visit, &code).await?;
    draw(&visit, &who.account, &subject, Typed { taken, ..Typed::default() }, None).await
}

/// The notes that an account reads on a record: whoever lost his role still finds those that he may take away.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not read them and has none here.
async fn internal(visit: &Visit, account: &Account, subject: &Subject) -> web::Result<Vec<Line>> {
    let (l, app) = (visit.locale, &visit.app);
    let mut lines = Vec::new();
    for note in app.notes.of(subject.revision.id).await? {
        lines.push(Line {
            id: note.id,
            day: l.day(note.at.date_naive()),
            role: label::author_role(&note.author.role),
            own: may_take(app, account, &note).await?,
            lang: None,
            text: note.text,
        });
    }
    let reads = subject.is_read_by(account);
    lines.retain(|line| reads || line.own);
    if reads || !lines.is_empty() { Ok(lines) } else { Err(Error::Forbidden) }
}

/// What a form sent, or the sentence on what it did.
#[derive(Default)]
struct Typed {
    text: String,
    for_everyone: bool,
    taken: bool,
}

async fn draw(
    visit: &Visit,
    account: &Account,
    subject: &Subject,
    Typed { text, for_everyone, taken }: Typed,
    fault: Option<&'static str>,
) -> web::Result {
    let (l, app) = (visit.locale, &visit.app);
    let internal = internal(visit, account, subject).await?;
    let authors = subject.authors(account, app.settings.home_country);
    let public = super::of(&app.journal, subject.revision.id).await?.into_iter().map(|(id, annotation)| Line {
        id,
        day: l.day(annotation.on),
        role: label::author_role(if annotation.post.is_some() { "correspondent" } else { "ministry" }),
        own: authors.iter().any(|author| author.on_behalf_of == annotation.post),
        lang: (annotation.lang != l.lang.code()).then_some(annotation.lang),
        text: annotation.text,
    });
    let title = l.t_with("annotate-title", &[("title", subject.title.text.as_str().into())]);
    let shown = AnnotatePage {
        public: public.collect(),
        internal,
        may_write: !authors.is_empty(),
        may_contact: account.may(&subject.relations, Action::Edit, Field::PostContacts),
        page: visit
            .page(l.form_title(title, fault.is_some()))
            .record_crumb(subject.title.clone(), &format!("/partenariats/{}", subject.revision.id))
            .of_account(account),
        id: subject.revision.id,
        l,
        text,
        for_everyone,
        fault,
        taken,
    };
    page::form(fault.is_some(), &shown)
}

/// Adds an annotation or a note, or takes one away.
async fn write(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    let app = &visit.app;
    let account = &posted.who.account;
    let subject = Subject::find(&visit, &code).await?;
    let authors = subject.authors(account, app.settings.home_country);
    let id = subject.revision.id;
    if let Ok(taken) = posted.text("retirer").parse() {
        take_away(app, account, id, taken, &authors).await?;
        let page = if subject.is_read_by(account) { "/annoter?fait=retire" } else { "" };
        return Ok(Redirect::to(&visit.locale.href(&format!("/partenariats/{id}{page}"))).into_response());
    }
    let author = authors.into_iter().next().ok_or(Error::Forbidden)?;
    let text = straight(posted.text("texte"));
    let text = text.trim();
    let for_everyone = posted.text("portee") == "public";
    if let Some(fault) = fault(text, for_everyone) {
        let typed = Typed { text: text.to_owned(), for_everyone, taken: false };
        return draw(&visit, account, &subject, typed, Some(fault)).await;
    }
    if for_everyone {
        let annotation = Annotation {
            partnership: id,
            post: author.on_behalf_of,
            on: (app.today)(),
            text: text.to_owned(),
            lang: visit.locale.lang.code().to_owned(),
        };
        // Sent twice, it is one.
        let held = super::of(&app.journal, id).await?;
        if held.iter().all(|(_, other)| *other != annotation) {
            let new = Id::random(&mut rand::rng());
            app.journal.append(&author, (app.now)(), &[annotation.entry(new)]).await?;
        }
    } else {
        app.notes.add(id, &author, text, (app.now)()).await?;
    }
    Ok(Redirect::to(&visit.locale.href(&format!("/partenariats/{id}/annoter"))).into_response())
}

/// The key of what keeps a text from being added.
fn fault(text: &str, for_everyone: bool) -> Option<&'static str> {
    match text.chars().count() {
        0 => Some("annotate-fault-empty"),
        count if count > LONGEST => Some("annotate-fault-long"),
        _ if for_everyone && !rules::personal_data(text).is_empty() => Some("annotate-fault-person"),
        _ => None,
    }
}

/// Takes away a note that this account [may take](may_take), or a public annotation of one of its `authors`.
async fn take_away(app: &State, account: &Account, partnership: Id, id: Id, authors: &[Author]) -> web::Result<()> {
    if let Some(note) = app.notes.of(partnership).await?.into_iter().find(|note| note.id == id) {
        if !may_take(app, account, &note).await? {
            return Err(Error::NotFound);
        }
        app.notes.delete(partnership, id, &note.author.actor).await?;
        return Ok(());
    }
    // Pressed twice: it is gone already.
    let Some(revision) = app.journal.newest_of(Kind::Annotation, &[id]).await?.remove(&id) else { return Ok(()) };
    let annotation: Annotation = revision.read()?;
    let own = authors.iter().find(|author| author.on_behalf_of == annotation.post);
    let author = own.filter(|_| annotation.partnership == partnership).ok_or(Error::Forbidden)?;
    let entry = Entry::withdraw(Kind::Annotation, id, revision.version, "");
    app.journal.append(author, (app.now)(), &[entry]).await?;
    Ok(())
}
