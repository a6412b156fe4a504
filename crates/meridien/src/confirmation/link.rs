//! A link by which a partner without an account confirms its side: light, in its language, without JavaScript.
//!
//! Whoever has the link speaks for the party, once. It names no person: it is sent to a function's mailbox, which is kept no
//! longer than the letter waits.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use axum_extra::extract::Form;
use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

use super::pages::{self, Summary, read_answer};
use super::voice::Subject;
use super::{Confirmation, dissent};
use crate::access::Role;
use crate::account::{Purpose, Secret};
use crate::app::State;
use crate::job::JobState;
use crate::job::mail::Mail;
use crate::journal::Author;
use crate::partnership::{Party, show};
use crate::value::{Id, folded_mail};
use crate::web::cache::Cache;
use crate::web::parameters::Parameters;
use crate::web::{self, Lang, Locale, Page, Visit, page};

/// How long a link is good: a campaign's length.
const LASTS: Duration = Duration::days(120);

/// The address of the links.
pub(super) fn routes() -> Router<State> {
    Router::new().route("/confirmation", get(show_page).post(answer))
}

/// For whom a link speaks of what.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Side {
    partnership: Id,
    party: Id,
    /// The organisation that asked, which the record names.
    #[serde(default)]
    asked_by: Option<Id>,
}

/// What a link is asked for.
pub(super) struct Asked<'a> {
    pub(super) subject: &'a Subject,
    /// The party that is asked.
    pub(super) party: &'a Party,
    /// The organisation that asks.
    pub(super) by: Id,
}

/// What became of a link that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sending {
    /// It is on its way.
    Leaves,
    /// One was asked for today already, at the same address: it is the only one.
    AskedToday,
    /// The address is none.
    NoAddress,
}

/// Sends a party a link. Asked twice on a day for the same address, in whatever letters and language, it sends one.
pub(super) async fn send(app: &State, asked: &Asked<'_>, to: &str, lang: Lang) -> web::Result<Sending> {
    let Ok(address) = to.parse::<lettre::Address>() else { return Ok(Sending::NoAddress) };
    let Asked { subject, party, by } = asked;
    let side = Side { partnership: subject.revision.id, party: party.organisation, asked_by: Some(*by) };
    let body = serde_json::to_string(&side).map_err(anyhow::Error::from)?;
    let secret = Secret::draw();
    app.accounts.keep(Purpose::Confirm, &secret, &body, LASTS, (app.now)()).await?;
    let l = Locale::from(lang);
    // In the query, which is not logged.
    let link = format!("{}?lien={}", app.address(l, "/confirmation"), secret.reveal());
    let told = [
        ("party", party.name.as_str().into()),
        ("title", show::title(l, &subject.partnership).into()),
        ("address", link.into()),
    ];
    let mail = Mail::new(app, l, address.as_ref(), ("mail-confirm-subject", "mail-confirm"), &told);
    let about = about(side.partnership);
    let key = format!("{about}{}:{}:{}", side.party, (app.today)(), Id::derived(&folded_mail(&mail.to)));
    if !app.jobs.mail(&key, &mail, (app.now)()).await? {
        // Nobody gets this link.
        app.accounts.redeem(Purpose::Confirm, secret.reveal(), (app.now)()).await?;
        return Ok(Sending::AskedToday);
    }
    Ok(Sending::Leaves)
}

/// What the keys of the letters about a partnership begin with; the party follows.
fn about(partnership: Id) -> String {
    format!("confirm:{partnership}:")
}

/// A letter by which a party was asked.
pub(super) struct Letter {
    pub(super) party: Id,
    on: NaiveDate,
    state: JobState,
}

impl Letter {
    /// When it was asked for, and what became of it.
    pub(super) fn sentence(&self, l: Locale) -> String {
        let key = match self.state {
            JobState::Done => "confirm-letter-left",
            JobState::Waiting | JobState::Running | JobState::Held => "confirm-letter-waits",
            JobState::Failed => "confirm-letter-failed",
            JobState::Dropped => "confirm-letter-dropped",
        };
        l.t_with(key, &[("day", l.day(self.on).into())])
    }
}

/// The letters by which parties of a partnership were asked, the latest first.
pub(super) async fn letters(app: &State, partnership: Id) -> web::Result<Vec<Letter>> {
    let about = about(partnership);
    let letters = app.jobs.letters_about(&about).await?.into_iter().filter_map(|letter| {
        let party = letter.key.strip_prefix(&about)?.split(':').next()?.parse().ok()?;
        Some(Letter { party, on: letter.asked.date_naive(), state: letter.state })
    });
    Ok(letters.collect())
}

#[derive(Template)]
#[template(path = "confirmation/link.html")]
struct LinkPage {
    l: Locale,
    page: Page,
    /// The link's secret; none once it has served, or where it is not good.
    secret: Option<String>,
    version: i32,
    party: String,
    summary: Option<Summary>,
    /// The key of what the page says in place of a question.
    said: &'static str,
    /// Where the record is, in place of a question.
    record: Option<String>,
    /// What was answered, as sent.
    agreed: String,
    remark: String,
    fault: Option<&'static str>,
}

impl LinkPage {
    /// Whoever may not agree is not asked at all.
    fn may_agree(&self) -> bool {
        true
    }

    /// The `id` of where a fault is mended.
    fn field(&self, fault: &str) -> &'static str {
        pages::field(fault)
    }

    /// What is wrong with a field.
    fn fault_of(&self, field: &str) -> Option<&'static str> {
        self.fault.filter(|fault| self.field(fault) == field)
    }
}

/// What a page says in place of a question: the keys of its title and its text, and the record.
struct Ended {
    status: StatusCode,
    title: &'static str,
    said: &'static str,
    record: Option<Id>,
}

impl Ended {
    /// The link is good for nothing.
    fn void(said: &'static str, record: Option<Id>) -> Ended {
        Ended { status: StatusCode::GONE, title: "confirm-link-void", said, record }
    }
}

/// What a link speaks of: the record, the party and who asked it; or why it asks nothing.
async fn subject(visit: &Visit, secret: &str) -> web::Result<Result<(Subject, Party, Option<Id>), Ended>> {
    let app = &visit.app;
    let Some(ticket) = app.accounts.ticket(Purpose::Confirm, secret, (app.now)()).await? else {
        return Ok(Err(Ended::void("confirm-link-void-means", None)));
    };
    let side: Side = serde_json::from_str(&ticket.body).map_err(anyhow::Error::from)?;
    let record = Some(side.partnership);
    let Some(subject) = Subject::of(app, &[side.partnership]).await?.pop() else {
        return Ok(Err(Ended::void("confirm-link-gone", record)));
    };
    let Some(party) = subject.present_parties().find(|party| party.organisation == side.party).cloned() else {
        return Ok(Err(Ended::void("confirm-link-left", record)));
    };
    Ok(match subject.disputed_by(party.organisation) {
        Some(said) => Err(Ended { status: StatusCode::CONFLICT, title: "confirm-link-answered", said, record }),
        None => Ok((subject, party, side.asked_by)),
    })
}

/// `/confirmation?lien=…`
async fn show_page(visit: Visit) -> web::Result {
    let mut parameters = Parameters::of(&visit);
    let secret = parameters.text("lien");
    parameters.finish()?;
    match subject(&visit, &secret).await? {
        Ok((subject, party, _)) => draw(&visit, &subject, &party, Answer { lien: secret, ..Answer::default() }, None),
        Err(instead) => ended(&visit, instead),
    }
}

fn draw(visit: &Visit, subject: &Subject, party: &Party, sent: Answer, fault: Option<&'static str>) -> web::Result {
    let l = visit.locale;
    let title = l.t_with("confirm-link-title", &[("party", party.name.as_str().into())]);
    let shown = LinkPage {
        l,
        page: visit.page(l.form_title(title, fault.is_some())).unindexed(),
        secret: Some(sent.lien),
        version: subject.revision.version,
        party: party.name.clone(),
        summary: Some(Summary::new(visit, subject)),
        said: "",
        record: None,
        agreed: sent.accord,
        remark: sent.remarque.trim().to_owned(),
        fault,
    };
    page::form(fault.is_some(), &shown)
}

/// The page after the answer, or in place of it.
fn ended(visit: &Visit, ended: Ended) -> web::Result {
    let l = visit.locale;
    let shown = LinkPage {
        l,
        page: visit.page(l.t(ended.title)).unindexed(),
        secret: None,
        version: 0,
        party: String::new(),
        summary: None,
        said: ended.said,
        record: ended.record.map(|id| l.href(&format!("/partenariats/{id}"))),
        agreed: String::new(),
        remark: String::new(),
        fault: None,
    };
    Ok((ended.status, page::answer(Cache::Private, &shown)?).into_response())
}

/// The fields of the answer.
#[derive(Default, Deserialize)]
struct Answer {
    lien: String,
    version: i32,
    #[serde(default)]
    accord: String,
    #[serde(default)]
    remarque: String,
}

async fn answer(visit: Visit, Form(typed): Form<Answer>) -> web::Result {
    let app = &visit.app;
    let (subject, party, asked_by) = match subject(&visit, &typed.lien).await? {
        Ok(found) => found,
        Err(instead) => return ended(&visit, instead),
    };
    let remark = typed.remarque.trim();
    let read = match typed.version == subject.revision.version {
        true => read_answer(&typed.accord, remark),
        false => Err("confirm-fault-changed"),
    };
    let remark = match read {
        Ok(remark) => remark,
        Err(fault) => return draw(&visit, &subject, &party, typed, Some(fault)),
    };
    let word = Confirmation::agreed(subject.revision.id, party.organisation, (app.today)(), subject.revision.version);
    let word = Confirmation { asked_by, ..word.remarking(remark, Some(visit.locale.lang)) };
    let author = Author {
        actor: "link".to_owned(),
        role: Role::PartnerAgent.as_str().to_owned(),
        on_behalf_of: Some(party.organisation),
    };
    let id = Id::random(&mut rand::rng());
    // Of two answers at the same moment, one counts; one that cannot be kept is given again by the same link.
    let link = (Purpose::Confirm, typed.lien.as_str());
    if !app.journal.append_by_link(link, &author, (app.now)(), &[word.entry(id)]).await? {
        return ended(&visit, Ended::void("confirm-link-void-means", None));
    }
    dissent::tell(app, &subject, &word, id).await?;
    let record = Some(subject.revision.id);
    ended(&visit, Ended { status: StatusCode::OK, title: "confirm-link-thanks", said: "confirm-link-next", record })
}
