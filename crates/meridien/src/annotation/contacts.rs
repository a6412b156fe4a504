//! `/partenariats/{id}/poste`: the mailboxes under which a diplomatic post follows a partnership, by role, never by person.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;

use crate::access::{Action, Field, Relations, Role};
use crate::account::{Account, Posted, SignedIn};
use crate::app::State;
use crate::journal::{Entry, JournalError, Kind, Revision};
use crate::organisation::directory::Directory;
use crate::partnership::reason::Note;
use crate::partnership::{Contact, ContactRole, Partnership, identifiers, show};
use crate::registers;
use crate::value::{Country, Id};
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Locale, Page, Visit, page, record};

/// The roles of a post's contacts.
const ROLES: [ContactRole; 2] = [ContactRole::CooperationCorrespondent, ContactRole::CulturalCounsellor];

/// The address.
pub(super) fn routes() -> Router<State> {
    Router::new().route("/partenariats/{id}/poste", get(read).post(write))
}

/// A post that an account may speak for, with its mailboxes.
struct PostView {
    id: Id,
    name: String,
    boxes: Vec<Mailbox>,
}

/// The mailbox of a role, as it is typed.
struct Mailbox {
    role: ContactRole,
    /// The name of its field.
    field: String,
    typed: String,
    /// Whether it is said to be that of a service, though it looks like a person's.
    of_service: bool,
    /// The key of what is wrong with it.
    fault: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "annotation/contacts.html")]
struct ContactsPage {
    l: Locale,
    page: Page,
    id: Id,
    version: i32,
    posts: Vec<PostView>,
    /// The key of what keeps it from being saved.
    fault: Option<&'static str>,
    done: bool,
}

/// A published partnership and the posts that an account may speak for in it.
struct Subject {
    revision: Revision,
    partnership: Partnership,
    posts: Vec<PostView>,
}

impl Subject {
    async fn find(visit: &Visit, account: &Account, code: &str) -> web::Result<Subject> {
        let app = &visit.app;
        let revision = record::find(visit, Kind::Partnership, code, |id| format!("/partenariats/{id}/poste")).await?;
        let partnership: Partnership = revision.read()?;
        let home = app.settings.home_country;
        let may = |country: &Country| {
            let relations = Relations { countries: vec![*country], ..Relations::default() };
            *country != home && account.may(&relations, Action::Edit, Field::PostContacts)
        };
        let countries = partnership.countries().into_iter().filter(may);
        let ids: Vec<Id> = countries.map(|country| registers::ids::post(home, country)).collect();
        if ids.is_empty() {
            return Err(Error::Forbidden);
        }
        let directory = Directory::load(&app.journal, ids.iter().copied()).await?;
        let post = |id: &Id| PostView {
            id: *id,
            name: directory
                .get(*id)
                .map_or_else(String::new, |post| post.name_on((app.today)(), visit.locale.lang.code()).to_owned()),
            boxes: ROLES.map(|role| Mailbox::of(&partnership, *id, role)).into(),
        };
        Ok(Subject { posts: ids.iter().map(post).collect(), revision, partnership })
    }

    /// The contacts as they were typed; `false` where one cannot be published.
    async fn take(&mut self, app: &State, posted: &Posted) -> web::Result<bool> {
        for mailbox in self.posts.iter_mut().flat_map(|post| &mut post.boxes) {
            mailbox.typed = posted.text(&mailbox.field).to_owned();
            mailbox.of_service = posted.text(&format!("service-{}", mailbox.field)) == "oui";
            mailbox.fault = mailbox.check();
            if mailbox.fault.is_none() && app.journal.is_address_of_person(&mailbox.typed).await? {
                mailbox.fault = Some("post-contacts-fault-known");
            }
        }
        for post in &self.posts {
            post.boxes.iter().for_each(|mailbox| set(&mut self.partnership.contacts, post, mailbox));
        }
        Ok(self.posts.iter().flat_map(|post| &post.boxes).all(|mailbox| mailbox.fault.is_none()))
    }
}

impl Mailbox {
    fn of(partnership: &Partnership, post: Id, role: ContactRole) -> Mailbox {
        let found = partnership.contacts.iter().find(|contact| is_of(contact, post, role));
        let word = if role == ContactRole::CulturalCounsellor { "conseiller" } else { "correspondant" };
        Mailbox {
            role,
            field: format!("{word}-{post}"),
            typed: found.and_then(|contact| contact.mailbox.clone()).unwrap_or_default(),
            of_service: false,
            fault: None,
        }
    }

    /// The key of what is wrong with an address that everyone will read.
    fn check(&self) -> Option<&'static str> {
        match self.typed.parse::<lettre::Address>() {
            _ if self.typed.is_empty() => None,
            Err(_) => Some("post-contacts-fault"),
            Ok(_) if meridien_iati::is_personal(&self.typed) && !self.of_service => Some("post-contacts-fault-person"),
            Ok(_) => None,
        }
    }
}

fn is_of(contact: &Contact, post: Id, role: ContactRole) -> bool {
    contact.organisation == Some(post) && contact.role == role
}

/// Writes a mailbox into the contacts; a role without one is added only where there is something to say of it.
fn set(contacts: &mut Vec<Contact>, post: &PostView, mailbox: &Mailbox) {
    let typed = Some(mailbox.typed.clone()).filter(|typed| !typed.is_empty());
    match contacts.iter_mut().find(|contact| is_of(contact, post.id, mailbox.role)) {
        Some(contact) => contact.mailbox = typed,
        None if typed.is_none() => {}
        None => contacts.push(Contact {
            name: post.name.clone(),
            organisation: Some(post.id),
            role: mailbox.role,
            function: None,
            mailbox: typed,
            count: 0,
            persons: Vec::new(),
        }),
    }
}

async fn read(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    let mut parameters = Parameters::of(&visit);
    let done = parameters.text("fait") == "note";
    parameters.finish()?;
    let subject = Subject::find(&visit, &who.account, &code).await?;
    draw(&visit, &who.account, subject, None, done)
}

fn draw(visit: &Visit, account: &Account, subject: Subject, fault: Option<&'static str>, done: bool) -> web::Result {
    let (l, id) = (visit.locale, subject.revision.id);
    let title = l.form_title(l.t("post-contacts"), fault.is_some());
    let page =
        visit.page(title).record_crumb(show::marked_title(l, &subject.partnership), &format!("/partenariats/{id}"));
    let version = subject.revision.version;
    let shown = ContactsPage { l, page: page.of_account(account), id, version, posts: subject.posts, fault, done };
    page::form(fault.is_some(), &shown)
}

async fn write(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    let (app, account) = (&visit.app, &posted.who.account);
    let mut subject = Subject::find(&visit, account, &code).await?;
    let before = subject.partnership.contacts.clone();
    if !subject.take(app, &posted).await? {
        let wrong = subject.posts.iter().flat_map(|post| &post.boxes).find_map(|mailbox| mailbox.fault);
        return draw(&visit, account, subject, wrong, false);
    }
    let (id, version) = (subject.revision.id, subject.revision.version);
    if posted.text("version") != version.to_string() {
        return draw(&visit, account, subject, Some("post-contacts-changed"), false);
    }
    let done = || Ok(Redirect::to(&visit.locale.href(&format!("/partenariats/{id}/poste?fait=note"))).into_response());
    if subject.partnership.contacts == before {
        return done();
    }
    let body = &subject.partnership;
    let mut entry = Entry::publish(Kind::Partnership, id, version, body, identifiers(body));
    entry.reason = Some(Note::PostContacts.to_string());
    let correspondent = account.grants.iter().any(|grant| grant.role == Role::Correspondent);
    let author = match correspondent {
        true => account.author(Role::Correspondent, subject.posts.first().map(|post| post.id)),
        false => account.author(Role::Ministry, None),
    };
    match app.journal.append(&author, (app.now)(), &[entry]).await {
        Ok(_) => done(),
        Err(JournalError::Conflict { .. }) => draw(&visit, account, subject, Some("post-contacts-changed"), false),
        Err(fault) => Err(fault.into()),
    }
}
