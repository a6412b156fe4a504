//! The second step of signing in: a code that changes every thirty seconds (RFC 6238), or one of ten recovery codes.

use askama::Template;
use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use axum_extra::extract::Form;
use chrono::{DateTime, Duration, Utc};
use qrcode::QrCode;
use qrcode::render::svg;
use totp_rs::{Builder, Secret as Key, Totp};

use super::openid::Link;
use super::secret::digest;
use super::session::field;
use super::sign_in::{Waiting, begin, instead};
use super::ticket::Purpose;
use super::{Account, Accounts, MaybeSignedIn, Posted, SignedIn, done, leaving, own};
use crate::app::State;
use crate::journal::Result;
use crate::journal::db::{execute, execute_in, on};
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::client::Client;
use crate::web::page::{self, percent_encoded};
use crate::web::{self, Locale, Page, Visit};

/// How long someone may take between the password and the code, or to set up the second step.
const PATIENCE: Duration = Duration::minutes(15);
/// How many recovery codes there are.
const CODES: usize = 10;

/// The addresses of the second step.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/connexion/code", post(enter))
        .route("/compte/code", get(offer).post(set_up))
        .route("/compte/code/retirer", post(remove))
}

impl Accounts {
    /// Whether an account asks for a second step.
    pub async fn has_second_step(&self, id: Id) -> Result<bool> {
        Ok(self.totp(id).await?.is_some())
    }

    async fn totp(&self, id: Id) -> Result<Option<String>> {
        let sql = "SELECT totp FROM account WHERE id = $1";
        let key: Option<Option<String>> =
            on!(self.db.reader(), pool => sqlx::query_scalar(sql).bind(id.to_string()).fetch_optional(pool).await?);
        Ok(key.flatten())
    }

    /// Sets up the second step with a key and the step of the code that showed it, which is used by that; or takes it away.
    /// Recovery codes are replaced.
    pub(super) async fn set_second_step(&self, id: Id, key: Option<(&str, u64)>, codes: &[String]) -> Result<()> {
        let (key, step) = key.unzip();
        let step = i64::try_from(step.unwrap_or_default()).unwrap_or_default();
        let mut tx = self.db.begin().await?;
        execute_in!(&mut tx, "UPDATE account SET totp = $2, totp_step = $3 WHERE id = $1", id.to_string(), key, step);
        execute_in!(&mut tx, "DELETE FROM recovery_code WHERE account = $1", id.to_string());
        for code in codes {
            let sql = "INSERT INTO recovery_code (account, code) VALUES ($1, $2)";
            execute_in!(&mut tx, sql, id.to_string(), digest(&plain(code)));
        }
        tx.commit().await?;
        Ok(())
    }

    /// Whether a code is good now; it is not good a second time.
    pub(super) async fn use_code(&self, id: Id, code: &str, now: DateTime<Utc>) -> Result<bool> {
        let Some(key) = self.totp(id).await? else { return Ok(false) };
        let code = plain(code);
        let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
        if let Some(step) = totp(&key).and_then(|totp| totp.check(&code, seconds)) {
            let step = i64::try_from(step).unwrap_or_default();
            let sql = "UPDATE account SET totp_step = $2 WHERE id = $1 AND totp_step < $2";
            return Ok(execute!(self.db, sql, id.to_string(), step) == 1);
        }
        let sql = "DELETE FROM recovery_code WHERE account = $1 AND code = $2";
        Ok(execute!(self.db, sql, id.to_string(), digest(&code)) == 1)
    }

    /// How many recovery codes are left.
    pub(super) async fn codes_left(&self, id: Id) -> Result<i64> {
        let sql = "SELECT COUNT(*) FROM recovery_code WHERE account = $1";
        Ok(on!(self.db.reader(), pool => sqlx::query_scalar(sql).bind(id.to_string()).fetch_one(pool).await?))
    }
}

/// A code as it is compared: without spaces or hyphens, in small letters.
fn plain(code: &str) -> String {
    code.chars().filter(|sign| sign.is_ascii_alphanumeric()).take(64).collect::<String>().to_ascii_lowercase()
}

fn totp(key: &str) -> Option<Totp> {
    Builder::new().with_secret(Key::try_from_base32(key).ok()?).build().ok()
}

/// The address that an authenticator reads (`otpauth://`).
fn otpauth(key: &str, account: &str, site: &str) -> Option<String> {
    let builder = Builder::new().with_secret(Key::try_from_base32(key).ok()?);
    let colon_free = |text: &str| text.replace(':', " ");
    builder.with_account_name(colon_free(account)).with_issuer(Some(colon_free(site))).build().ok()?.to_url().ok()
}

/// Ten codes of 60 random bits, such as `4f2a9-c01b7-90d3e`.
fn draw_codes() -> Vec<String> {
    let half = || format!("{:05x}", rand::random::<u32>() >> 12);
    (0..CODES).map(|_| format!("{}-{}-{}", half(), half(), half())).collect()
}

#[derive(Template)]
#[template(path = "account/code.html")]
struct CodePage {
    l: Locale,
    page: Page,
    waiting: Waiting,
    ticket: String,
    fault: Option<&'static str>,
}

/// The page that asks for the code, once the password was right or a provider has said who it is. An identity that is new to
/// the account is linked when the code has been given.
pub(super) async fn ask(visit: &Visit, account: &Account, link: Option<&Link>, waiting: Waiting) -> web::Result {
    let (accounts, now) = (&visit.app.accounts, (visit.app.now)());
    let body = link.map(serde_json::to_string).transpose().map_err(anyhow::Error::from)?.unwrap_or_default();
    let ticket = accounts.issue(Purpose::SecondStep, account.id, &body, PATIENCE, now).await?;
    let l = visit.locale;
    let page = visit.page(l.t("second-step")).unindexed();
    let ticket = ticket.reveal().to_owned();
    page::answer(Cache::Private, &CodePage { l, page, waiting, ticket, fault: None })
}

async fn enter(
    visit: Visit,
    client: Client,
    old: MaybeSignedIn,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> web::Result {
    let (waiting, ticket) = (Waiting::read(&fields), field(&fields, "ticket"));
    let (accounts, now, l) = (&visit.app.accounts, (visit.app.now)(), visit.locale);
    visit.app.limits.count_client(client)?;
    let account = match accounts.ticket(Purpose::SecondStep, ticket, now).await?.and_then(|ticket| ticket.account) {
        Some(id) => accounts.account(id).await?.filter(|account| account.active),
        None => None,
    };
    let Some(account) = account else {
        return match waiting.typed.is_empty() {
            true => Ok(Redirect::to(&l.href("/connexion")).into_response()),
            false => instead(&visit, waiting, StatusCode::FORBIDDEN, "provider-again"),
        };
    };
    visit.app.limits.count_account(&format!("code {}", account.id))?;
    if accounts.use_code(account.id, field(&fields, "code"), now).await? {
        let ticket = accounts.redeem(Purpose::SecondStep, ticket, now).await?;
        let link = ticket.and_then(|ticket| serde_json::from_str::<Link>(&ticket.body).ok());
        return begin(&visit, &account, link.as_ref(), old, &headers, waiting).await;
    }
    let page = visit.page(l.t("second-step")).unindexed();
    let page = CodePage { l, page, waiting, ticket: ticket.to_owned(), fault: Some("second-step-wrong") };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page::answer(Cache::Private, &page)?).into_response())
}

#[derive(Template)]
#[template(path = "account/set_up.html")]
struct SetUpPage {
    l: Locale,
    page: Page,
    ticket: String,
    key: String,
    address: String,
    /// The address as a picture, in the form of a `data:` address.
    picture: Option<String>,
    /// Whether it replaces another, which takes the password.
    replaces: bool,
    fault: Option<&'static str>,
}

impl SetUpPage {
    fn new(visit: &Visit, who: &SignedIn, ticket: &str, key: &str, replaces: bool) -> SetUpPage {
        let l = visit.locale;
        let address = otpauth(key, &who.account.email, &visit.app.settings.operator).unwrap_or_default();
        let picture = QrCode::new(&address).ok().map(|code| {
            let svg = code.render::<svg::Color>().min_dimensions(200, 200).build();
            format!("data:image/svg+xml,{}", percent_encoded(&svg))
        });
        // In groups of four it can be typed.
        let key = key.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ");
        let page = visit.page(l.t("second-step-set-up")).of_account(&who.account).crumb(l.t("my-account"), "/compte");
        SetUpPage { l, page, ticket: ticket.to_owned(), key, address, picture, replaces, fault: None }
    }
}

async fn offer(visit: Visit, who: SignedIn) -> web::Result {
    let key = Key::from(rand::random::<[u8; 20]>()).to_base32();
    let now = (visit.app.now)();
    let ticket = visit.app.accounts.issue(Purpose::Setup, who.account.id, &key, PATIENCE, now).await?;
    let replaces = visit.app.accounts.has_second_step(who.account.id).await?;
    page::answer(Cache::Private, &SetUpPage::new(&visit, &who, ticket.reveal(), &key, replaces))
}

#[derive(Template)]
#[template(path = "account/codes.html")]
struct CodesPage {
    l: Locale,
    page: Page,
    codes: Vec<String>,
}

async fn set_up(visit: Visit, form: Posted) -> web::Result {
    let (accounts, now, l) = (&visit.app.accounts, (visit.app.now)(), visit.locale);
    let (id, ticket) = (form.who.account.id, form.text("ticket"));
    visit.app.limits.count_account(&format!("code {id}"))?;
    let found = accounts.ticket(Purpose::Setup, ticket, now).await?.filter(|found| found.account == Some(id));
    let replaces = accounts.has_second_step(id).await?;
    let Some(found) = found else {
        // The page of the recovery codes asked for again: they are shown once.
        return Ok(match replaces {
            true => done::lead_to(&visit, "/compte", "code-actif"),
            false => Redirect::to(&l.href("/compte/code")).into_response(),
        });
    };
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    let again = |fault| {
        let page = SetUpPage::new(&visit, &form.who, ticket, &found.body, replaces);
        let page = page::answer(Cache::Private, &SetUpPage { fault: Some(fault), ..page })?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
    };
    // Whoever finds a browser open must not lock its owner out.
    if replaces && let Some(doubt) = leaving::doubt(&visit, &form).await? {
        return again(doubt);
    }
    let step = totp(&found.body).and_then(|totp| totp.check(&plain(form.text("code")), seconds));
    let Some(step) = step else { return again("second-step-wrong") };
    accounts.redeem(Purpose::Setup, ticket, now).await?;
    let codes = draw_codes();
    accounts.set_second_step(id, Some((&found.body, step)), &codes).await?;
    accounts.end_other_sessions(id, &form.who.session.id).await?;
    let page = visit.page(l.t("recovery-codes")).of_account(&form.who.account).crumb(l.t("my-account"), "/compte");
    page::answer(Cache::Private, &CodesPage { l, page, codes })
}

/// Takes the second step away, from someone who shows that the account is his.
async fn remove(visit: Visit, form: Posted) -> web::Result {
    if let Some(doubt) = leaving::doubt(&visit, &form).await? {
        return own::show_with_fault(&visit, &form.who, doubt).await;
    }
    visit.app.accounts.set_second_step(form.who.account.id, None, &[]).await?;
    Ok(done::lead_to(&visit, "/compte", "sans-code"))
}

/// The code that an authenticator with this key shows.
#[cfg(test)]
pub(super) fn code_of(key: &str, now: DateTime<Utc>) -> String {
    totp(key).unwrap().generate(now.timestamp() as u64).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of RFC 6238, appendix B, for SHA-1, cut to six digits.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let key = Key::from(*b"12345678901234567890").to_base32();
        let totp = totp(&key).unwrap();
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(totp.check(code, seconds), Some(seconds / 30));
            assert!(totp.check(code, seconds + 90).is_none());
        }
        for wrong in ["", "28708", "2870822", "abcdef", "２８７０８２"] {
            assert!(totp.check(&plain(wrong), 59).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_code_is_read_as_people_write_it() {
        assert_eq!(plain(" 287 082 "), "287082");
        assert_eq!(plain("4F2A9-C01B7"), "4f2a9c01b7");
        let codes = draw_codes();
        assert_eq!((codes.len(), codes[0].len()), (CODES, 17));
        assert_ne!(codes[0], codes[1]);
    }

    #[test]
    fn an_authenticator_can_read_the_address() {
        let address = otpauth("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "a@b.example", "Atlas : été").unwrap();
        assert!(address.starts_with("otpauth://totp/"), "{address}");
        assert!(address.contains("secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"), "{address}");
        assert!(otpauth("not base 32!", "a", "b").is_none());
    }
}
