//! What the operator decides while the program runs: its name, its mailbox, how long a confirmation holds, a notice on every
//! page, whether the atlas only reads. What is entered on `/admin/parametres` goes before what the program was started with; an
//! empty field leaves the latter in force. Every decision is kept with its day, role and reason.

mod pages;
#[cfg(test)]
mod tests;

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use axum::extract::{OriginalUri, Request, State as Extract};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::sync::watch;

use crate::app::{Settings, State};
use crate::journal::{Journal, JournalError, Result};
use crate::value::Text;
use crate::web::{Error, Lang};

/// Where the decisions are noted.
const FACT: &str = "settings";
/// How soon another node's decision holds here.
const POLL: Duration = Duration::from_secs(2);
/// What may be written while the atlas only reads: signing in and out, and this page, which ends it.
const ALWAYS: [&str; 5] =
    ["/connexion", "/connexion/code", "/connexion/fournisseur", "/deconnexion", "/admin/parametres"];

/// The addresses under each language's prefix.
pub fn routes() -> Router<State> {
    Router::new().route("/admin/parametres", get(pages::show).post(pages::decide))
}

/// What the operator decides while the program runs. What is empty stays as the program was started.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Decisions {
    /// Who publishes the atlas.
    pub operator: Option<String>,
    /// Where readers write to: a role's mailbox.
    pub contact: Option<String>,
    /// Months after which a partnership that nobody confirmed is "to confirm".
    pub confirm_after_months: Option<u32>,
    /// A sentence on every page.
    pub notice: Text,
    /// Whether nothing may be written.
    pub read_only: bool,
}

/// Decisions with who made them, when and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// What holds from then on.
    pub decisions: Decisions,
    /// The account.
    pub actor: String,
    /// In which role.
    pub role: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

impl Decisions {
    /// The settings in force where the program was started with `started`.
    pub fn over(&self, started: &Settings) -> Settings {
        let started = started.clone();
        Settings {
            operator: self.operator.clone().unwrap_or(started.operator),
            contact: self.contact.clone().unwrap_or(started.contact),
            confirm_after_months: self.confirm_after_months.unwrap_or(started.confirm_after_months),
            notice: self.notice.clone(),
            read_only: self.read_only,
            ..started
        }
    }
}

/// Every decision, the newest last.
///
/// # Errors
/// When the register cannot be read.
pub async fn all(journal: &Journal) -> Result<Vec<Decided>> {
    read(journal.fact(FACT).await?.as_deref())
}

/// The decisions as they are noted.
fn read(noted: Option<&str>) -> Result<Vec<Decided>> {
    let unreadable = |_| JournalError::Stored(FACT.to_owned());
    noted.map_or(Ok(Vec::new()), |noted| serde_json::from_str(noted).map_err(unreadable))
}

/// The settings in force. Cheap to clone; all clones follow.
#[derive(Clone)]
pub struct Live {
    started: Arc<Settings>,
    now: Arc<RwLock<InForce>>,
}

/// Settings with their digest, for the tags of pages.
#[derive(Clone)]
struct InForce {
    settings: Arc<Settings>,
    digest: [u8; 32],
}

impl InForce {
    fn of(settings: Settings) -> InForce {
        let digest = Sha256::digest(format!("{settings:?}")).into();
        InForce { settings: Arc::new(settings), digest }
    }
}

impl Live {
    /// Those that the program is started with.
    pub fn new(started: Settings) -> Live {
        let now = Arc::new(RwLock::new(InForce::of(started.clone())));
        Live { started: Arc::new(started), now }
    }

    fn get(&self) -> InForce {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Those in force.
    pub fn settings(&self) -> Arc<Settings> {
        self.get().settings
    }

    /// A digest of them: two states of it draw different pages.
    pub fn digest(&self) -> [u8; 32] {
        self.get().digest
    }

    /// Those that the program was started with.
    pub fn started(&self) -> &Settings {
        &self.started
    }

    /// Puts the newest decision of a register into force.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub async fn read(&self, journal: &Journal) -> Result<()> {
        let decisions = all(journal).await?.pop().map(|decided| decided.decisions).unwrap_or_default();
        let settings = decisions.over(&self.started);
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = InForce::of(settings);
        Ok(())
    }
}

/// Keeps the settings in force as other nodes decide, until `stop` changes or its sender goes.
pub async fn follow(live: Live, journal: Journal, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(fault) = live.read(&journal).await {
            tracing::warn!(%fault, "the operator's decisions cannot be read");
        }
        tokio::select! {
            () = tokio::time::sleep(POLL) => {}
            _ = stop.changed() => return,
        }
    }
}

/// Refuses to write while the atlas only reads.
pub async fn layer(
    Extract(state): Extract<State>,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Response {
    let reading = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let (_, path) = Lang::split(uri.path());
    if reading || ALWAYS.contains(&path) || !state.live.settings().read_only {
        return next.run(request).await;
    }
    Error::ReadOnly.into_response()
}
