//! The running program as its pages see it, and the table of routes.

pub mod latest;
#[cfg(test)]
pub mod testing;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use chrono::{DateTime, NaiveDate, Utc};

use self::latest::Latest;
use crate::account::openid::Provider;
use crate::account::{Accounts, Limits};
use crate::annotation::Notes;
use crate::iati::Publisher;
use crate::index::Search;
use crate::job::Jobs;
use crate::journal::Journal;
use crate::partnership::download::long::Downloads;
use crate::partnership::index::StatusDay;
use crate::partnership::names;
use crate::partnership::status::CONFIRM_AFTER_MONTHS;
use crate::settings::Live;
use crate::value::{Country, Text};
use crate::web::Locale;
use crate::web::language::Lang;
use crate::{
    about, access, account, annotation, api, confirmation, country, crawlers, declaration, exports, guide, home, map,
    organisation, partnership, person, settings, statistics, suggestion, territory, theme, transmission, web,
};

/// For how long somebody waits for the index to follow the journal.
const INDEX_PATIENCE: Duration = Duration::from_secs(10);
/// How often he looks whether it has.
const INDEX_LOOK: Duration = Duration::from_millis(50);

/// What the operator of this atlas decides.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the public reaches it, without a final slash: `https://atlas.example.org`.
    pub public_address: String,
    /// The country whose side is "home".
    pub home_country: Country,
    /// Who publishes it.
    pub operator: String,
    /// Where readers write to, a role's mailbox.
    pub contact: String,
    /// The publisher's organisation identifier in IATI: `FR-SIREN-…`.
    pub iati_identifier: String,
    /// Months after which a partnership that nobody confirmed is "to confirm".
    pub confirm_after_months: u32,
    /// Whether requests come through a proxy of ours, whose word on the client's address is believed.
    pub behind_proxy: bool,
    /// Whether its data are invented: pages say so and ask not to be indexed.
    pub demonstration: bool,
    /// A sentence on every page; empty for none.
    pub notice: Text,
    /// Whether nothing may be written for the moment.
    pub read_only: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            public_address: "http://localhost:8080".to_owned(),
            home_country: Country::FR,
            operator: "Méridien".to_owned(),
            contact: "contact@example.org".to_owned(),
            iati_identifier: crate::iati::UNREGISTERED.to_owned(),
            confirm_after_months: CONFIRM_AFTER_MONTHS,
            behind_proxy: false,
            demonstration: false,
            notice: Text::default(),
            read_only: false,
        }
    }
}

impl Settings {
    /// What must be said wherever data leave the site that do not say themselves that they are invented.
    pub fn disclaimer(&self, l: Locale) -> Option<String> {
        self.demonstration.then(|| format!("{} {}", l.t("demonstration"), l.t("demonstration-means")))
    }
}

/// What every handler can reach. Cloning it copies handles only.
#[derive(Clone)]
pub struct State {
    /// The operator's settings: in a request's own copy, those in force when it came.
    pub settings: Arc<Settings>,
    /// The settings as the operator changes them while the program runs.
    pub live: Live,
    /// The register.
    pub journal: Journal,
    /// Its search index.
    pub search: Search,
    /// How far in the journal the answers have got.
    pub position: Position,
    /// The register at a glance, for the home page.
    pub home: Arc<Latest<(u64, StatusDay), home::Overview>>,
    /// Records whose names the filters show.
    pub names: names::Kept,
    /// The last maps drawn.
    pub maps: map::Kept,
    /// How far the register is filled and confirmed.
    pub coverage: Arc<Latest<(Moment, StatusDay), statistics::Coverage>>,
    /// The folder of the dumps that are offered, where there are any.
    pub dumps: Option<Arc<Path>>,
    /// Who may sign in.
    pub accounts: Accounts,
    /// The provider through which people may sign in.
    pub provider: Option<Provider>,
    /// Work to be done later: letters.
    pub jobs: Jobs,
    /// What administrations note among themselves.
    pub notes: Notes,
    /// Limits against guessing.
    pub limits: Limits,
    /// Whether records name the persons who agreed to it: not in copies that cannot be called back.
    pub names_persons: bool,
    /// Files that take long to make.
    pub downloads: Downloads,
    /// The time; tests put their own.
    pub now: fn() -> DateTime<Utc>,
    /// The day on which statuses are computed; tests put their own.
    pub today: fn() -> NaiveDate,
}

impl State {
    /// A program with these settings, at the start of the journal.
    pub fn new(settings: Settings, journal: Journal, search: Search) -> State {
        let live = Live::new(settings);
        let settings = live.settings();
        let position = Position::default();
        let (home, names, maps, coverage, limits) = Default::default();
        let (accounts, jobs, notes) = (Accounts::new(&journal), Jobs::new(&journal), Notes::new(&journal));
        State {
            settings,
            live,
            journal,
            search,
            position,
            home,
            names,
            maps,
            coverage,
            accounts,
            provider: None,
            jobs,
            notes,
            limits,
            names_persons: true,
            downloads: Downloads::default(),
            dumps: None,
            now: Utc::now,
            today: today_utc,
        }
    }

    /// The same with the settings in force now.
    pub fn current(&self) -> State {
        State { settings: self.live.settings(), ..self.clone() }
    }

    /// What a kept answer is good for: the position that the index has reached, and the last one that this process wrote or has
    /// heard of, which pages read from the journal show before the index does.
    pub fn moment(&self) -> Moment {
        Moment { reached: self.position.get(), written: *self.journal.watch().borrow() }
    }

    /// Waits until the index shows all that the journal holds now.
    ///
    /// # Errors
    /// When the journal fails, or the index does not get there in time.
    pub async fn indexed(&self) -> web::Result<()> {
        let wanted = self.journal.position().await?.unsigned_abs();
        let reached = async {
            while self.position.get() < wanted {
                tokio::time::sleep(INDEX_LOOK).await;
            }
        };
        tokio::time::timeout(INDEX_PATIENCE, reached).await.map_err(|_| web::Error::Unavailable)
    }

    /// In whose name IATI files are written.
    pub fn publisher(&self) -> Publisher {
        let settings = self.live.settings();
        Publisher {
            reference: settings.iati_identifier.clone(),
            name: settings.operator.clone(),
            address: settings.public_address.clone(),
            home: settings.home_country,
        }
    }

    /// The day and the delay by which statuses are computed.
    pub fn status_day(&self) -> StatusDay {
        StatusDay { today: (self.today)(), confirm_after_months: self.live.settings().confirm_after_months }
    }
}

/// A state of the register as this process sees it: whatever was made of another one is stale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    reached: u64,
    written: i64,
}

impl Moment {
    /// The position that the index has reached, and the one known of where the index has not followed yet, else 0: every
    /// process that has followed says the same.
    pub fn stamp(self) -> [u64; 2] {
        let written = self.written.unsigned_abs();
        [self.reached, if written > self.reached { written } else { 0 }]
    }
}

fn today_utc() -> NaiveDate {
    chrono::Utc::now().date_naive()
}

/// The journal position that pages are drawn from: whoever follows the journal moves it, and every
/// cached page of an earlier position is stale from then on.
#[derive(Clone, Default)]
pub struct Position(Arc<AtomicU64>);

impl Position {
    /// The position now.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }

    /// Moves to `seq`, once all that a page may read has reached it.
    pub fn set(&self, seq: u64) {
        self.0.store(seq, Ordering::Release);
    }
}

/// Every route, with the layers that all answers pass through.
pub fn router(state: State) -> Router {
    let mut routes = Router::new()
        .route("/", get(home::show))
        .merge(web::routes())
        .merge(api::routes(&state))
        .merge(exports::pages::routes())
        .merge(statistics::yearly::routes())
        .merge(crawlers::routes())
        .merge(map::routes())
        .merge(partnership::pages::legacy_routes());
    for lang in Lang::ALL {
        let prefix = format!("/{}", lang.code());
        // A nested `/` would answer `/fr`, not `/fr/`.
        routes = routes.route(&format!("{prefix}/"), get(home::show)).nest(&prefix, pages());
    }
    web::layers(routes, &state).with_state(state)
}

/// The pages that exist in each language, at addresses without the language's prefix.
fn pages() -> Router<State> {
    Router::new()
        .merge(about::routes())
        .merge(guide::routes())
        .merge(api::pages())
        .merge(exports::pages::pages())
        .merge(partnership::pages::routes())
        .merge(organisation::pages::routes())
        .merge(country::pages::routes())
        .merge(territory::pages::routes())
        .merge(theme::pages::routes())
        .merge(statistics::pages::routes())
        .merge(suggestion::routes())
        .merge(declaration::routes())
        .merge(crate::imports::pages::routes())
        .merge(account::routes())
        .merge(access::pages::routes())
        .merge(confirmation::pages::routes())
        .merge(annotation::pages::routes())
        .merge(transmission::routes())
        .merge(person::routes())
        .merge(settings::routes())
        .merge(crate::anomaly::pages::routes())
        .merge(crate::programme::administration::routes())
}
