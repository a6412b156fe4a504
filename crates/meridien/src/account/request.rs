//! `/connexion/demande`: someone asks for an account and says by what office. A person decides.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use axum_extra::extract::Form;
use chrono::{DateTime, Duration, Utc};
use sqlx::FromRow;

use super::own::NAME;
use super::session::field;
use super::{Accounts, roles};
use crate::access::Role;
use crate::app::State;
use crate::journal::db::{execute, execute_in, on};
use crate::journal::{JournalError, Result, moment, stored_id};
use crate::value::{Id, folded_mail};
use crate::web::cache::Cache;
use crate::web::client::Client;
use crate::web::{self, Error, Lang, Locale, Page, Visit, page};

/// The longest proof kept, in characters.
const PROOF: usize = 2000;
/// How long a request waits for its decision before it goes.
const KEPT: Duration = Duration::days(90);
/// How many wait at once, so that somebody can read them all; whoever asks after them is told to come back.
const MOST: i64 = 500;
/// Seconds after which he may.
const WAIT: u64 = 3600;
/// The roles that can be asked for: the others are given.
pub(super) const ROLES: [Role; 2] = [Role::Agent, Role::PartnerAgent];

/// The address of requests.
pub(super) fn routes() -> Router<State> {
    Router::new().route("/connexion/demande", get(show).post(send))
}

/// A request for an account. Personal data: it goes when it is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinRequest {
    /// Its identifier.
    pub id: Id,
    /// Where the answer goes.
    pub email: String,
    /// Who asks.
    pub name: String,
    /// In what language.
    pub language: Lang,
    /// For what organisation, in their words.
    pub organisation: String,
    /// In what role.
    pub role: Role,
    /// What shows their office: a function, the mailbox of a role, a page that names them.
    pub proof: String,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(FromRow)]
struct Row {
    id: String,
    email: String,
    name: String,
    lang: String,
    organisation: String,
    role: String,
    proof: String,
    at: i64,
}

impl Row {
    fn request(self) -> Result<JoinRequest> {
        Ok(JoinRequest {
            id: stored_id(&self.id)?,
            email: self.email,
            name: self.name,
            language: Lang::from_code(&self.lang).unwrap_or_default(),
            organisation: self.organisation,
            role: self.role.parse().map_err(JournalError::Stored)?,
            proof: self.proof,
            at: moment(self.at)?,
        })
    }
}

impl Accounts {
    /// Keeps a request. Where one of the same address waits, that one stays as it is: whoever knows an address must not put
    /// his own words into its holder's request. `false`, and nothing kept, where too many wait.
    pub async fn ask_to_join(&self, request: &JoinRequest) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "SELECT COUNT(*) FROM join_request";
        let waiting: i64 = on!(&mut tx, tx => sqlx::query_scalar(sql).fetch_one(&mut **tx).await?);
        if waiting >= MOST {
            return Ok(false);
        }
        let sql = "INSERT INTO join_request (id, email, name, lang, organisation, role, proof, at)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE NOT EXISTS (SELECT 1 FROM join_request WHERE email = $2)";
        execute_in!(
            &mut tx,
            sql,
            request.id.to_string(),
            &request.email,
            &request.name,
            request.language.code(),
            &request.organisation,
            request.role.as_str(),
            &request.proof,
            request.at.timestamp_millis()
        );
        tx.commit().await?;
        Ok(true)
    }

    /// The requests that wait, the oldest first.
    pub async fn join_requests(&self) -> Result<Vec<JoinRequest>> {
        let sql = "SELECT id, email, name, lang, organisation, role, proof, at FROM join_request ORDER BY at, id";
        let rows: Vec<Row> = on!(self.db.reader(), pool => sqlx::query_as(sql).fetch_all(pool).await?);
        rows.into_iter().map(Row::request).collect()
    }

    /// Deletes the requests that nobody decided in time.
    pub async fn forget_requests(&self, now: DateTime<Utc>) -> Result<u64> {
        Ok(execute!(self.db, "DELETE FROM join_request WHERE at <= $1", (now - KEPT).timestamp_millis()))
    }

    /// A request that waits.
    pub async fn join_request(&self, id: Id) -> Result<Option<JoinRequest>> {
        let sql = "SELECT id, email, name, lang, organisation, role, proof, at FROM join_request WHERE id = $1";
        let row: Option<Row> =
            on!(self.db.reader(), pool => sqlx::query_as(sql).bind(id.to_string()).fetch_optional(pool).await?);
        row.map(Row::request).transpose()
    }

    /// Takes a request away, once it is decided.
    pub async fn take_join_request(&self, id: Id) -> Result<Option<JoinRequest>> {
        let found = self.join_request(id).await?;
        let taken = execute!(self.db, "DELETE FROM join_request WHERE id = $1", id.to_string());
        Ok(found.filter(|_| taken == 1))
    }
}

#[derive(Template)]
#[template(path = "account/request.html")]
struct RequestPage {
    l: Locale,
    page: Page,
    fields: Vec<(String, String)>,
    roles: Vec<(&'static str, String)>,
    fault: Option<&'static str>,
    sent: bool,
}

impl RequestPage {
    fn new(visit: &Visit) -> RequestPage {
        let l = visit.locale;
        let page = visit.page(l.t("request")).unindexed().crumb(l.t("sign-in"), "/connexion");
        RequestPage { l, page, fields: Vec::new(), roles: roles::choices(l, &ROLES), fault: None, sent: false }
    }

    fn value(&self, name: &str) -> &str {
        field(&self.fields, name)
    }
}

async fn show(visit: Visit) -> web::Result {
    page::answer(Cache::Private, &RequestPage::new(&visit))
}

async fn send(visit: Visit, client: Client, Form(fields): Form<Vec<(String, String)>>) -> web::Result {
    let app = &visit.app;
    app.limits.count(&format!("request {}", field(&fields, "email")), client)?;
    match read(&fields, visit.locale.lang, (app.now)()) {
        Ok(request) => {
            app.limits.count_request(client)?;
            if !app.accounts.ask_to_join(&request).await? {
                return Err(Error::TooMany(WAIT));
            }
            page::answer(Cache::Private, &RequestPage { sent: true, ..RequestPage::new(&visit) })
        }
        Err(fault) => {
            let page = RequestPage { fields, fault: Some(fault), ..RequestPage::new(&visit) };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page::answer(Cache::Private, &page)?).into_response())
        }
    }
}

/// The request that a form holds, or the key of what is wrong with it.
fn read(fields: &[(String, String)], language: Lang, at: DateTime<Utc>) -> Result<JoinRequest, &'static str> {
    let short = |name: &str, most: usize, fault: &'static str| {
        let text = field(fields, name);
        if text.is_empty() || text.chars().count() > most { Err(fault) } else { Ok(text.to_owned()) }
    };
    let email = folded_mail(field(fields, "email"));
    if !is_address(&email) {
        return Err("email-wrong");
    }
    Ok(JoinRequest {
        id: Id::random(&mut rand::rng()),
        email,
        name: Some(field(fields, "name")).filter(|name| is_name(name)).ok_or("name-wrong")?.to_owned(),
        language,
        organisation: short("organisation", NAME, "organisation-wrong")?,
        role: field(fields, "role").parse().ok().filter(|role| ROLES.contains(role)).ok_or("role-wrong")?,
        proof: short("proof", PROOF, "proof-wrong")?,
        at,
    })
}

/// The key of what is wrong with an address and a name, if anything is.
pub fn person_fault(email: &str, name: &str) -> Option<&'static str> {
    match (is_address(email), is_name(name.trim())) {
        (false, _) => Some("email-wrong"),
        (true, false) => Some("name-wrong"),
        (true, true) => None,
    }
}

/// Whether a text is a person's name. Letters begin with it: it has neither lines of its own nor an address to lead somebody to.
pub(super) fn is_name(text: &str) -> bool {
    (1..=NAME).contains(&text.chars().count()) && !text.contains(|sign: char| sign.is_control() || "/@".contains(sign))
}

/// Whether a text is one mail address.
pub(super) fn is_address(text: &str) -> bool {
    text.len() <= 254 && text.parse::<lettre::Address>().is_ok()
}
