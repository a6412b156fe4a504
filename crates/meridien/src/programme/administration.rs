//! `/admin/programmes`: the programmes to which partnerships belong are added and named otherwise. Records point to a programme,
//! so that its new name shows on all of them.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;

use super::Programme;
use crate::access::{self, Action};
use crate::account::{Account, Posted, SignedIn};
use crate::app::State;
use crate::declaration::value;
use crate::journal::{Entry, JournalError, Kind};
use crate::partnership::NamedOrganisation;
use crate::partnership::show::period;
use crate::reference::fold;
use crate::value::{Id, PartialDate, Text};
use crate::web::cache::Cache;
use crate::web::form::{Form, Input, reason_fault};
use crate::web::words::Link;
use crate::web::{self, Error, Locale, Page, Visit, page, record};

/// Characters of a title at most.
const LONGEST: usize = 200;
/// Programmes shown.
const MOST: i64 = 1000;

/// The addresses under each language's prefix.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/admin/programmes", get(list).post(add))
        .route("/admin/programmes/{id}", get(show).post(change))
}

fn check(account: &Account) -> web::Result<()> {
    match access::may_everywhere(&account.grants, Action::ManageVocabulary) {
        true => Ok(()),
        false => Err(Error::Forbidden),
    }
}

#[derive(Template)]
#[template(path = "programme/list.html")]
struct ListPage {
    l: Locale,
    page: Page,
    /// Each with its years.
    programmes: Vec<(Link, String)>,
    form: Form,
}

#[derive(Template)]
#[template(path = "programme/show.html")]
struct ShowPage {
    page: Page,
    form: Form,
}

fn inputs(l: Locale, held: &Programme) -> Vec<Input> {
    let exact = |lang: &str| held.title.exact(lang).unwrap_or_default().to_owned();
    let operator = held.operator.as_ref().map_or_else(String::new, |operator| operator.name.clone());
    let date = |date: Option<PartialDate>| date.map_or_else(String::new, value::date_text);
    vec![
        Input::line("fr", l.t("programme-fr"), exact("fr")),
        Input::line("en", l.t("programme-en"), exact("en")),
        Input::line("operateur", l.t("programme-operator"), operator),
        Input::line("debut", l.t("reform-exists-since"), date(held.start)).hint(l.t("reform-date-hint")),
        Input::line("fin", l.t("reform-exists-until"), date(held.end)).hint(l.t("reform-date-hint")),
        Input::line("motif", l.t("reform-reason"), ""),
    ]
}

fn blank() -> Programme {
    Programme { title: Text::default(), operator: None, start: None, end: None }
}

fn form(l: Locale, held: &Programme, id: Option<(Id, i32)>) -> Form {
    let (path, base) = match id {
        Some((id, version)) => (format!("/admin/programmes/{id}"), version),
        None => ("/admin/programmes".to_owned(), 0),
    };
    let button = if id.is_some() { "save" } else { "programme-add" };
    Form {
        l,
        prefix: "",
        action: l.href(&path),
        inputs: inputs(l, held),
        hidden: vec![("base".to_owned(), base.to_string())],
        button: l.t(button).into_owned(),
    }
}

/// Reads a form, with what is wrong.
fn read(l: Locale, posted: &Posted, held: &Programme) -> (Programme, Vec<(String, String)>) {
    let mut faults = Vec::new();
    let mut fault = |name: &str, key: &str| faults.push((name.to_owned(), l.t(key).into_owned()));
    let mut title = held.title.clone();
    for lang in ["fr", "en"] {
        let text = posted.text(lang);
        if text.chars().count() > LONGEST {
            fault(lang, "reform-too-long");
        }
        title = title.with(lang, text);
    }
    if title.is_empty() {
        fault("fr", "programme-fault-title");
    }
    let mut date = |name: &str| {
        let text = posted.text(name);
        let date = value::date(text);
        if date.is_none() && !text.is_empty() {
            fault(name, value::no_date(text));
        }
        date
    };
    let (start, end) = (date("debut"), date("fin"));
    if start.zip(end).is_some_and(|(start, end)| end.last_day() < start.first_day()) {
        fault("fin", "reform-out-of-order");
    }
    if let Some(key) = reason_fault(posted.text("motif")) {
        fault("motif", key);
    }
    let name = posted.text("operateur");
    let same = held.operator.clone().filter(|operator| operator.name == name);
    let new = (!name.is_empty()).then(|| NamedOrganisation { name: name.to_owned(), organisation: None });
    let operator = same.or(new);
    (Programme { title, operator, start, end }, faults)
}

/// What is wrong where another programme has one of these titles.
async fn taken(visit: &Visit, programme: &Programme, own: Option<Id>) -> web::Result<Option<(String, String)>> {
    for revision in visit.app.journal.list(Kind::Programme, None, MOST).await? {
        let other: Programme = revision.read()?;
        let same = programme
            .title
            .iter()
            .find(|(lang, title)| other.title.exact(lang).is_some_and(|held| fold(held).trim() == fold(title).trim()));
        if let Some((lang, _)) = same.filter(|_| own != Some(revision.id)) {
            return Ok(Some((lang.to_owned(), visit.locale.t("programme-fault-taken").into_owned())));
        }
    }
    Ok(None)
}

/// A form that keeps what was typed.
fn typed(mut form: Form, posted: &Posted, faults: Vec<(String, String)>) -> Form {
    for input in &mut form.inputs {
        input.value = posted.text(&input.name).to_owned();
    }
    form.with_faults(faults)
}

fn answer(form_is_faulty: bool, shown: &impl Template) -> web::Result {
    let status = if form_is_faulty { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, page::answer(Cache::Private, shown)?).into_response())
}

/// `/admin/programmes`
async fn list(visit: Visit, who: SignedIn) -> web::Result {
    check(&who.account)?;
    draw_list(&visit, &who.account, form(visit.locale, &blank(), None)).await
}

async fn draw_list(visit: &Visit, account: &Account, form: Form) -> web::Result {
    let l = visit.locale;
    let mut programmes = Vec::new();
    for revision in visit.app.journal.list(Kind::Programme, None, MOST).await? {
        let programme: Programme = revision.read()?;
        let text = l.words(&programme.title).map_or_else(|| revision.id.to_string(), |words| words.text.to_owned());
        let href = Some(l.href(&format!("/admin/programmes/{}", revision.id)));
        programmes.push((Link { text, href }, period(l, programme.start, programme.end).unwrap_or_default()));
    }
    programmes.sort_by(|(one, _), (other, _)| l.compare(&one.text, &other.text));
    let page = visit.page(form.title(l.t("admin-programmes"))).crumb(l.t("admin"), "/admin").of_account(account);
    answer(form.is_faulty(), &ListPage { l, page, programmes, form })
}

/// Adds a programme.
async fn add(visit: Visit, posted: Posted) -> web::Result {
    check(&posted.who.account)?;
    let (programme, mut faults) = read(visit.locale, &posted, &blank());
    faults.extend(taken(&visit, &programme, None).await?);
    if !faults.is_empty() {
        let form = typed(form(visit.locale, &blank(), None), &posted, faults);
        return draw_list(&visit, &posted.who.account, form).await;
    }
    let id = Id::random(&mut rand::rng());
    write(&visit, &posted, id, 0, &programme).await?;
    Ok(Redirect::to(&visit.locale.href("/admin/programmes")).into_response())
}

async fn write(visit: &Visit, posted: &Posted, id: Id, base: i32, body: &Programme) -> Result<(), JournalError> {
    let entry = Entry::publish(Kind::Programme, id, base, body, Vec::new());
    let entry = Entry { reason: Some(posted.text("motif").to_owned()), ..entry };
    let author = posted.who.account.author_of(Action::ManageVocabulary);
    visit.app.journal.append(&author, (visit.app.now)(), &[entry]).await.map(|_| ())
}

/// `/admin/programmes/{id}`
async fn show(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    check(&who.account)?;
    let revision = record::find(&visit, Kind::Programme, &code, |id| format!("/admin/programmes/{id}")).await?;
    let held: Programme = revision.read()?;
    let form = form(visit.locale, &held, Some((revision.id, revision.version)));
    draw(&visit, &who.account, &held, form)
}

fn draw(visit: &Visit, account: &Account, held: &Programme, form: Form) -> web::Result {
    let l = visit.locale;
    let title = l.words(&held.title).map_or_else(String::new, |words| words.text.to_owned());
    let page = visit.page(form.title(title)).crumb(l.t("admin"), "/admin");
    let page = page.crumb(l.t("admin-programmes"), "/admin/programmes").of_account(account);
    answer(form.is_faulty(), &ShowPage { page, form })
}

/// Names a programme otherwise.
async fn change(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    check(&posted.who.account)?;
    let l = visit.locale;
    let revision = record::find(&visit, Kind::Programme, &code, |id| format!("/admin/programmes/{id}")).await?;
    let held: Programme = revision.read()?;
    let (programme, mut faults) = read(l, &posted, &held);
    faults.extend(taken(&visit, &programme, Some(revision.id)).await?);
    if faults.is_empty() && posted.text("base") == revision.version.to_string() {
        match write(&visit, &posted, revision.id, revision.version, &programme).await {
            Ok(()) => return Ok(Redirect::to(&l.href("/admin/programmes")).into_response()),
            Err(JournalError::Conflict { .. }) => {}
            Err(fault) => return Err(fault.into()),
        }
    }
    if faults.is_empty() {
        faults.push(("motif".to_owned(), l.t("programme-changed-meanwhile").into_owned()));
    }
    let form = typed(form(l, &held, Some((revision.id, revision.version))), &posted, faults);
    draw(&visit, &posted.who.account, &held, form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Role, Scope};
    use crate::account::testing::sign_in;
    use crate::app::Settings;
    use crate::app::testing::TestApp;

    const PAGE: &str = "/fr/admin/programmes";

    #[tokio::test]
    async fn programmes_are_added_and_named_otherwise_by_those_who_look_after_the_vocabularies() {
        let app = TestApp::new(Settings::default()).await;
        let agent = sign_in(&app, Role::Agent, Scope::Organisation(Id::from_u64(1).unwrap())).await;
        assert_eq!(agent.get(PAGE).await.status, StatusCode::FORBIDDEN);
        assert_eq!(agent.post(PAGE, &[("fr", "x"), ("motif", "x")]).await.status, StatusCode::FORBIDDEN);
        let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
        let wrong = ministry.post(PAGE, &[("fr", ""), ("debut", "2020"), ("fin", "2019"), ("motif", "x")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("<title>Erreur") && wrong.body.contains("précède le début"), "{}", wrong.body);
        let missing = ministry.post(PAGE, &[("fr", "x"), ("debut", "31/02/2020"), ("motif", "x")]).await;
        assert!(missing.body.contains("Ce jour n’existe pas"), "{}", missing.body);
        let fields = [("fr", "Fonds conjoint"), ("operateur", "Ministère"), ("debut", "2019"), ("motif", "Nouveau")];
        assert_eq!(ministry.post(PAGE, &fields).await.status, StatusCode::SEE_OTHER);
        let twice = ministry.post(PAGE, &[("fr", "FONDS conjoint "), ("motif", "Nouveau")]).await;
        assert!(twice.body.contains("Un autre programme a ce titre"), "{}", twice.body);
        let held = app.state.journal.list(Kind::Programme, None, 9).await.unwrap();
        assert_eq!(held.len(), 1);
        let (id, author) = (held[0].id, &held[0].author);
        assert_eq!((author.role.as_str(), held[0].reason.as_deref()), ("ministry", Some("Nouveau")));
        let address = format!("{PAGE}/{id}");
        assert!(ministry.get(PAGE).await.body.contains("Fonds conjoint"));
        let renamed = [("fr", "Fonds commun"), ("operateur", "Ministère"), ("motif", "Usage"), ("base", "1")];
        assert_eq!(ministry.post(&address, &renamed).await.status, StatusCode::SEE_OTHER);
        let late = ministry.post(&address, &renamed).await;
        assert!(late.body.contains("a changé entre-temps"), "{}", late.body);
        let body: Programme = app.state.journal.newest(Kind::Programme, id).await.unwrap().unwrap().read().unwrap();
        assert_eq!((body.title.exact("fr"), body.start), (Some("Fonds commun"), None));
    }
}
