//! `/admin/parametres`: what the operator has decided, where each value comes from, and what can be changed here.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};

use super::{Decided, Decisions, FACT, all};
use crate::access::{self, Action};
use crate::account::{Account, Posted, SignedIn};
use crate::app::Settings;
use crate::country;
use crate::declaration::tasks::moment;
use crate::partnership::label::author_role;
use crate::value::Text;
use crate::web::cache::Cache;
use crate::web::form::{Form, Input, Widget, changed_line};
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Lang, Locale, Page, Visit, page};

/// Months that a confirmation may hold at most.
const MONTHS: u32 = 120;
/// Characters of a text at most.
const LONGEST: usize = 300;
/// Decisions kept.
const KEPT: usize = 500;
/// Decisions shown.
const SHOWN: usize = 50;

/// A setting: what it is, its value, where that comes from, how to change it.
struct Row {
    label: String,
    value: String,
    source: String,
    option: &'static str,
}

/// A decision in the history.
struct Past {
    day: String,
    role: &'static str,
    reason: String,
    changes: Vec<String>,
}

#[derive(Template)]
#[template(path = "settings/show.html")]
struct SettingsPage {
    l: Locale,
    page: Page,
    done: bool,
    rows: Vec<Row>,
    form: Form,
    past: Vec<Past>,
}

fn check(account: &Account) -> web::Result<()> {
    match access::may_everywhere(&account.grants, Action::ManageSettings) {
        true => Ok(()),
        false => Err(Error::Forbidden),
    }
}

/// `/admin/parametres`
pub async fn show(visit: Visit, who: SignedIn) -> web::Result {
    check(&who.account)?;
    let mut parameters = Parameters::of(&visit);
    let done = parameters.text("fait") == "oui";
    parameters.finish()?;
    let past = all(&visit.app.journal).await?;
    let base = base(&past);
    let held = past.last().map(|decided| decided.decisions.clone()).unwrap_or_default();
    let form = form(visit.locale, &held, visit.app.live.started(), base);
    draw(&visit, &who.account, form, done).await
}

/// Which decision a form was made from: when the last one was taken.
fn base(past: &[Decided]) -> String {
    past.last().map(|decided| decided.at.timestamp_millis().to_string()).unwrap_or_default()
}

/// The fields, as these decisions fill them in.
fn form(l: Locale, held: &Decisions, started: &Settings, base: String) -> Form {
    let otherwise = |value: &str| l.t_with("setting-otherwise", &[("value", value.into())]);
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let months = held.confirm_after_months.map_or_else(String::new, |months| months.to_string());
    let notice = |lang: Lang| held.notice.exact(lang.code()).unwrap_or_default().to_owned();
    let check = if held.read_only { "oui" } else { "" };
    let inputs = vec![
        Input::line("nom", l.t("setting-operator"), text(&held.operator)).hint(otherwise(&started.operator)),
        Input::line("contact", l.t("setting-contact"), text(&held.contact)).hint(otherwise(&started.contact)),
        Input::line("mois", l.t("setting-months"), months).hint(otherwise(&started.confirm_after_months.to_string())),
        Input::line("avis-fr", l.t("setting-notice-fr"), notice(Lang::Fr)).hint(l.t("setting-notice-hint")),
        Input::line("avis-en", l.t("setting-notice-en"), notice(Lang::En)),
        Input::line("lecture", l.t("setting-read-only"), check)
            .widget(Widget::Check)
            .hint(l.t("setting-read-only-hint")),
        Input::line("motif", l.t("setting-reason"), ""),
    ];
    let (action, button) = (l.href("/admin/parametres"), l.t("save").into_owned());
    Form { l, prefix: "", action, inputs, hidden: vec![("base".to_owned(), base)], button }
}

async fn draw(visit: &Visit, account: &Account, form: Form, done: bool) -> web::Result {
    let l = visit.locale;
    let past = all(&visit.app.journal).await?;
    let status = if form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = SettingsPage {
        l,
        page: visit.page(form.title(l.t("admin-settings"))).crumb(l.t("admin"), "/admin").of_account(account),
        done,
        rows: rows(l, visit.app.live.started(), past.last().map(|decided| &decided.decisions)),
        form,
        past: history(l, &past),
    };
    Ok((status, page::answer(Cache::Private, &shown)?).into_response())
}

/// Every setting with its source.
fn rows(l: Locale, started: &Settings, held: Option<&Decisions>) -> Vec<Row> {
    let default = Settings::default();
    let now = held.map_or_else(|| started.clone(), |held| held.over(started));
    let source = |here: bool, given: bool| {
        let key = match (here, given) {
            (true, _) => "setting-from-here",
            (false, true) => "setting-from-start",
            (false, false) => "setting-from-default",
        };
        l.t(key).into_owned()
    };
    let row =
        |key: &str, value: String, source: String, option| Row { label: l.t(key).into_owned(), value, source, option };
    let yes = |yes: bool| l.t(if yes { "yes" } else { "no" }).into_owned();
    let here = |set: fn(&Decisions) -> bool| held.is_some_and(set);
    vec![
        row(
            "setting-operator",
            now.operator.clone(),
            source(here(|held| held.operator.is_some()), started.operator != default.operator),
            "--operator",
        ),
        row(
            "setting-contact",
            now.contact.clone(),
            source(here(|held| held.contact.is_some()), started.contact != default.contact),
            "--contact",
        ),
        row(
            "setting-months",
            now.confirm_after_months.to_string(),
            source(
                here(|held| held.confirm_after_months.is_some()),
                started.confirm_after_months != default.confirm_after_months,
            ),
            "--confirm-after",
        ),
        row(
            "setting-address",
            now.public_address.clone(),
            source(false, started.public_address != default.public_address),
            "--public-address",
        ),
        row(
            "setting-home",
            country::name(l, now.home_country),
            source(false, started.home_country != default.home_country),
            "--home-country",
        ),
        row(
            "setting-iati",
            now.iati_identifier.clone(),
            source(false, started.iati_identifier != default.iati_identifier),
            "--iati-identifier",
        ),
        row("setting-proxy", yes(now.behind_proxy), source(false, started.behind_proxy), "--behind-proxy"),
        row("setting-read-only", yes(now.read_only), source(here(|held| held.read_only), false), ""),
    ]
}

/// The decisions, newest first, each with what it changed.
fn history(l: Locale, past: &[Decided]) -> Vec<Past> {
    let before = |at: usize| at.checked_sub(1).map(|at| past[at].decisions.clone()).unwrap_or_default();
    let shown = past.iter().enumerate().rev().take(SHOWN).map(|(at, decided)| Past {
        day: moment(l, decided.at),
        role: author_role(&decided.role),
        reason: decided.reason.clone(),
        changes: changes(l, &before(at), &decided.decisions),
    });
    shown.collect()
}

fn changes(l: Locale, before: &Decisions, after: &Decisions) -> Vec<String> {
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| l.t("setting-started").into_owned());
    let months = |held: &Decisions| held.confirm_after_months.map(|months| months.to_string());
    let notice = |held: &Decisions, lang: Lang| held.notice.exact(lang.code()).map(str::to_owned);
    let read_only = |held: &Decisions| Some(l.t(if held.read_only { "yes" } else { "no" }).into_owned());
    let pairs = [
        ("setting-operator", before.operator.clone(), after.operator.clone()),
        ("setting-contact", before.contact.clone(), after.contact.clone()),
        ("setting-months", months(before), months(after)),
        ("setting-notice-fr", notice(before, Lang::Fr), notice(after, Lang::Fr)),
        ("setting-notice-en", notice(before, Lang::En), notice(after, Lang::En)),
        ("setting-read-only", read_only(before), read_only(after)),
    ];
    let differ = pairs.iter().filter(|(_, before, after)| before != after);
    differ.map(|(key, before, after)| changed_line(l, key, &shown(before), &shown(after))).collect()
}

/// Reads the decisions that a form sends, with what is wrong.
fn read(l: Locale, posted: &Posted) -> (Decisions, Vec<(String, String)>) {
    let mut faults = Vec::new();
    let mut fault = |name: &str, key: &str| faults.push((name.to_owned(), l.t(key).into_owned()));
    for name in ["nom", "contact", "avis-fr", "avis-en", "motif"] {
        if posted.text(name).chars().count() > LONGEST {
            fault(name, "reform-too-long");
        }
    }
    let text = |name: &str| Some(posted.text(name).to_owned()).filter(|text| !text.is_empty());
    let contact = text("contact");
    if contact.as_ref().is_some_and(|contact| contact.parse::<lettre::Address>().is_err()) {
        fault("contact", "person-fault-mail");
    }
    let months = text("mois").map(|months| months.parse::<u32>().ok().filter(|months| (1..=MONTHS).contains(months)));
    if months == Some(None) {
        fault("mois", "setting-months-wrong");
    }
    if posted.text("motif").is_empty() {
        fault("motif", "fault-reason");
    }
    let notice = Lang::ALL.iter().fold(Text::default(), |notice, lang| match text(&format!("avis-{}", lang.code())) {
        Some(words) => notice.with(lang.code(), words),
        None => notice,
    });
    let read_only = posted.text("lecture") == "oui";
    let confirm_after_months = months.flatten();
    (Decisions { operator: text("nom"), contact, confirm_after_months, notice, read_only }, faults)
}

/// Shows the form again as it was sent, with what is wrong; it is made from the newest decision by now, which the page shows.
async fn again(visit: &Visit, posted: &Posted, decisions: &Decisions, faults: Vec<(String, String)>) -> web::Result {
    let base = base(&all(&visit.app.journal).await?);
    let mut form = form(visit.locale, decisions, visit.app.live.started(), base);
    for input in &mut form.inputs {
        input.value = posted.text(&input.name).to_owned();
    }
    draw(visit, &posted.who.account, form.with_faults(faults), false).await
}

/// Notes a decision and puts it into force.
pub async fn decide(visit: Visit, posted: Posted) -> web::Result {
    let account = &posted.who.account;
    check(account)?;
    let (l, app) = (visit.locale, &visit.app);
    let (decisions, mut faults) = read(l, &posted);
    let noted = app.journal.fact(FACT).await?;
    let mut past = super::read(noted.as_deref())?;
    let changed = ("motif".to_owned(), l.t("setting-changed").into_owned());
    if posted.fields.iter().any(|(name, value)| name == "base" && *value != base(&past)) {
        faults.push(changed.clone());
    }
    if !faults.is_empty() {
        return again(&visit, &posted, &decisions, faults).await;
    }
    let author = account.author_of(Action::ManageSettings);
    past.push(Decided {
        decisions: decisions.clone(),
        actor: author.actor,
        role: author.role,
        at: (app.now)(),
        reason: posted.text("motif").to_owned(),
    });
    past.drain(..past.len().saturating_sub(KEPT));
    let text = serde_json::to_string(&past).map_err(anyhow::Error::from)?;
    if !app.journal.note_if(FACT, noted.as_deref(), &text).await? {
        return again(&visit, &posted, &decisions, vec![changed]).await;
    }
    app.live.read(&app.journal).await?;
    Ok(Redirect::to(&l.href("/admin/parametres?fait=oui")).into_response())
}
