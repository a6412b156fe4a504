//! Signing in within tests, in one line: `let agent = testing::sign_in(&app, Role::Agent, Scope::Organisation(id)).await;`

use axum::body::Body;
use axum::http::Request;

use super::{Account, NewAccount};
use crate::access::{Grant, Role, Scope};
use crate::app::testing::{Answer, TestApp, form, now};
use crate::journal::db::execute;
use crate::web::Lang;

/// An account with a session of a test program.
pub struct Person<'a> {
    app: &'a TestApp,
    /// The account.
    pub account: Account,
    /// Its cookie, as a request's header has it.
    pub cookie: String,
}

/// A new account with this one role, signed in.
pub async fn sign_in(app: &TestApp, role: Role, scope: Scope) -> Person<'_> {
    sign_in_as(app, vec![Grant { role, scope }]).await
}

/// A new account with these roles, signed in.
pub async fn sign_in_as(app: &TestApp, grants: Vec<Grant>) -> Person<'_> {
    let accounts = &app.state.accounts;
    let email = format!("{:x}@example.org", rand::random::<u64>());
    let new = NewAccount { email, name: "Camille Test".to_owned(), language: Lang::Fr, grants };
    let id = accounts.create(&new, now()).await.unwrap().unwrap();
    // It signed in without a password: through some provider.
    let sql = "INSERT INTO identity (issuer, subject, account) VALUES ('https://provider.example', $1, $1)";
    let link = async || Ok::<_, sqlx::Error>(execute!(accounts.db, sql, id.to_string()));
    link().await.unwrap();
    let account = accounts.account(id).await.unwrap().unwrap();
    again(app, account).await
}

/// A new session of an account.
pub async fn again(app: &TestApp, account: Account) -> Person<'_> {
    let secret = app.state.accounts.begin_session(account.id, "Test", now()).await.unwrap();
    Person { app, account, cookie: format!("session={}", secret.reveal()) }
}

impl Person<'_> {
    /// Asks for an address.
    pub async fn get(&self, address: &str) -> Answer {
        self.send(Request::get(address).body(Body::empty()).unwrap()).await
    }

    /// Sends a form.
    pub async fn post(&self, address: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(form(address, fields)).await
    }

    /// Sends a request with the session's cookie.
    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        request.headers_mut().insert("cookie", self.cookie.parse().unwrap());
        self.app.send(request).await
    }
}
