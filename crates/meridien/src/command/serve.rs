//! `meridien serve` and `meridien demo`: from a data folder to a running atlas.

use std::io::IsTerminal;
use std::path::Path;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::open::{DEMO_FOLDER, FOLDER, is_untouched};
use super::{DemoSize, Failure, OpenId, Postal, Register, Service, say};
use crate::account::Accounts;
use crate::account::openid::{Provider, ProviderSettings};
use crate::app::{self, Settings, State};
use crate::demo::{self, Size};
use crate::exports::nightly;
use crate::index::{Follower, Search};
use crate::job;
use crate::job::mail::Post;
use crate::journal::{DEMONSTRATION, Journal};
use crate::partnership::download::long::Downloads;
use crate::progress::Bar;
use crate::settings;
use crate::value::Country;
use crate::web::{Locale, server};

/// The folder of downloads that take long, inside the data folder.
const DOWNLOADS: &str = "downloads";
/// How long a reader may be made to wait for a whole download.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the index, then the register, may take to be left: one may be in the midst of a write, a file that is being made
/// reads the other still.
const CLOSE_TIME: Duration = Duration::from_secs(5);
/// The status of a process that was interrupted, as shells know it.
pub(super) const INTERRUPTED: i32 = 130;

/// Serves the register.
pub async fn serve(register: &Register, service: Service, locale: Locale) -> Result<(), Failure> {
    start_log();
    server::listen(service.listen).await?;
    let (journal, home) = register.open_or_make(FOLDER, locale).await?;
    let demonstration = journal.is_demonstration().await?;
    run(journal, home, &register.folder(FOLDER), service, demonstration, locale).await
}

/// Serves a demonstration, generating it first where it is not there.
pub async fn demo(size: &DemoSize, register: &Register, service: Service, locale: Locale) -> Result<(), Failure> {
    start_log();
    server::listen(service.listen).await?;
    let journal = register.open_new(DEMO_FOLDER).await?;
    let size = claim(&journal, size).await?;
    let home = register.load(&journal, locale).await?;
    let bar = Bar::new(&locale.t("command-generating"));
    demo::generate(&journal, size, demo::SEED, chrono::Utc::now(), &|done, total| bar.set(done, total)).await?;
    bar.finish();
    let accounts = Accounts::new(&journal);
    demo::accounts::create(&accounts, chrono::Utc::now()).await.map_err(anyhow::Error::from)?;
    demo::states::create(&journal, &accounts, chrono::Utc::now()).await.map_err(anyhow::Error::from)?;
    let folder = register.folder(DEMO_FOLDER);
    let mut service = service;
    service.post.mail_folder.get_or_insert_with(|| folder.join("mail"));
    run(journal, home, &folder, service, true, locale).await
}

/// Makes an untouched register a demonstration, or finds that it is one; gives how large it is to be, which is noted. A
/// real register would get published passwords among its accounts, so it is refused, however little is in it.
async fn claim(journal: &Journal, asked: &DemoSize) -> Result<Size, Failure> {
    if let Some(found) = journal.fact(DEMONSTRATION).await? {
        let found = Size::parse(&found).unwrap_or_default();
        return match asked.within(found) {
            same if same == found => Ok(found),
            _ => Err(Failure::OtherDemonstration { found: Some(found) }),
        };
    }
    if !is_untouched(journal).await? {
        return Err(Failure::OtherDemonstration { found: None });
    }
    let size = asked.within(Size::default());
    // Noted first: an interrupted generation goes on at the next start.
    journal.note(DEMONSTRATION, &size.to_string()).await?;
    Ok(size)
}

/// Serves until the process is asked to stop, then closes the register.
async fn run(
    journal: Journal,
    home: Country,
    folder: &Path,
    service: Service,
    demonstration: bool,
    locale: Locale,
) -> Result<(), Failure> {
    let (search, state) = Search::open(&folder.join("index"), home)?;
    let follower = Follower::open(search.clone(), state, journal.clone()).await?;
    let listener = server::listen(service.listen).await?;
    let address = format!("http://{}", listener.local_addr()?);
    let defaults = Settings::default();
    let settings = Settings {
        public_address: service.publishing.publisher.public_address.unwrap_or(address),
        home_country: home,
        operator: service.publishing.publisher.operator.unwrap_or_else(|| defaults.operator.clone()),
        contact: service.contact.unwrap_or_else(|| defaults.contact.clone()),
        iati_identifier: service.publishing.iati_identifier.unwrap_or_else(|| defaults.iati_identifier.clone()),
        confirm_after_months: service.confirming.confirm_after,
        behind_proxy: service.behind_proxy,
        demonstration,
        ..defaults
    };
    let post = service.post.open(&settings)?;
    let provider = service.openid.provider(&settings.public_address)?;
    let downloads = folder.join(DOWNLOADS);
    let downloads = Downloads::open(&downloads, PATIENCE).map_err(|fault| Failure::Write(downloads, fault))?;
    let dumps = folder.join(nightly::FOLDER);
    let state = State {
        provider,
        downloads,
        dumps: Some(dumps.as_path().into()),
        ..State::new(settings, journal.clone(), search)
    };
    state.live.read(&journal).await?;
    let served = serve_all(&state, listener, follower, post, &dumps, locale).await;
    // What is being made for readers goes on reading otherwise.
    state.downloads.forget();
    if tokio::time::timeout(CLOSE_TIME, journal.close()).await.is_err() {
        tracing::warn!("left before the register was closed: it is as it was last written");
    }
    served
}

/// Serves until the process is asked to stop: what the journal alone tells at once, the rest when the index has been made current.
/// Jobs are told to end with the server's last requests, not after them; the index follows until those have their answers.
async fn serve_all(
    state: &State,
    listener: TcpListener,
    mut follower: Follower,
    post: Post,
    dumps: &Path,
    locale: Locale,
) -> Result<(), Failure> {
    let address = format!("http://{}", listener.local_addr()?);
    let position = state.position.clone();
    position.set(follower.position().unsigned_abs());
    let (stop, stopped) = watch::channel(false);
    let asked = stop.clone();
    let asked = async move {
        stop_signal().await;
        asked.send_replace(true);
        tokio::spawn(end_when_asked_again());
    };
    let mut serving = tokio::spawn(server::serve(listener, app::router(state.clone()), asked));
    // What ends with this function, wherever it stands: of a dump that is being made nothing stays.
    let mut beside = JoinSet::new();
    beside.spawn(settings::follow(state.live.clone(), state.journal.clone(), stopped.clone()));
    beside.spawn(nightly::renew(state.clone(), dumps.to_owned(), stopped.clone()));
    let bar = Bar::new(&locale.t("command-indexing"));
    let progress = |done, total| bar.set(done, total);
    tokio::select! {
        made = follower.make_current(&progress) => made?,
        _ = &mut serving => return Ok(()),
    }
    bar.finish();
    position.set(follower.position().unsigned_abs());
    beside.spawn(nightly::run(state.clone(), dumps.to_owned(), stopped.clone()));
    let working = tokio::spawn(job::work(state.clone(), post, stopped));
    let (end, ended) = watch::channel(false);
    let following = tokio::spawn(follower.run(move |seq| position.set(seq.unsigned_abs()), ended));
    let (search, day) = (state.search.clone(), state.status_day());
    tokio::task::spawn_blocking(move || search.warm(day));
    say(locale.t_with("command-serving", &[("address", address.into())]))?;
    if let Err(error) = serving.await {
        tracing::error!(%error, "the server stopped");
    }
    stop.send_replace(true);
    end.send_replace(true);
    match tokio::time::timeout(CLOSE_TIME, following).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, "the index stopped following"),
        Err(_) => tracing::warn!("left while the index was written: the next start goes on from where it was"),
    }
    if let Err(error) = working.await {
        tracing::error!(%error, "the worker of the job queue stopped");
    }
    Ok(())
}

impl Postal {
    /// The way that letters take.
    fn open(self, settings: &Settings) -> Result<Post, Failure> {
        let from = self.mail_from.as_deref().unwrap_or(&settings.contact);
        Post::new(from, self.smtp.as_deref(), self.mail_folder).map_err(Failure::Post)
    }
}

impl OpenId {
    /// The provider, where one is named.
    fn provider(self, public_address: &str) -> Result<Option<Provider>, Failure> {
        let (Some(issuer), Some(client_id), Some(client_secret)) =
            (self.openid_issuer, self.openid_client, self.openid_secret)
        else {
            return Ok(None);
        };
        let (name, trusts_mail) = (self.openid_name, self.openid_trusts_mail);
        let settings = ProviderSettings { issuer, client_id, client_secret, name, trusts_mail };
        Ok(Some(Provider::new(settings, public_address)?))
    }
}

/// Ready when the process is interrupted or told to end.
pub(super) async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupted = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
        }
        Err(error) => {
            tracing::warn!(%error, "cannot listen to the signal to end");
            interrupted.await.ok();
        }
    }
}

/// Ends the process at once when it is asked to stop again: whoever asks twice does not want to wait for what is under
/// way. The register is as it was last written.
async fn end_when_asked_again() {
    stop_signal().await;
    tracing::warn!("asked again to stop: left at once");
    std::process::exit(INTERRUPTED);
}

/// Structured lines: JSON for a machine, short text for a terminal. `RUST_LOG` chooses what is logged.
fn start_log() {
    use tracing_subscriber::{EnvFilter, fmt};
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,tantivy=warn"));
    let log = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        log.compact().init();
    } else {
        log.json().init();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Grant, Role, Scope};
    use crate::account::NewAccount;
    use crate::app::testing::now;
    use crate::journal::testing::journals;
    use crate::registers;
    use crate::web::Lang;

    fn somebody() -> NewAccount {
        let grants = vec![Grant { role: Role::Administrator, scope: Scope::Everything }];
        NewAccount { email: "a@lille.example".into(), name: "A".into(), language: Lang::Fr, grants }
    }

    fn of(partnerships: u32) -> DemoSize {
        DemoSize { partnerships: Some(partnerships), ..DemoSize::default() }
    }

    #[tokio::test]
    async fn a_real_register_never_becomes_a_demonstration() {
        let refused = |claimed| matches!(claimed, Err(Failure::OtherDemonstration { found: None }));
        for test in journals().await {
            Accounts::new(&test.journal).create(&somebody(), now()).await.unwrap();
            assert!(refused(claim(&test.journal, &of(5)).await), "it has an account");
            assert_eq!(test.journal.fact(DEMONSTRATION).await.unwrap(), None);
        }
        for test in journals().await {
            registers::load(&test.journal, "DE".parse().unwrap(), now(), &|_, _| {}).await.unwrap();
            assert!(refused(claim(&test.journal, &DemoSize::default()).await), "it was made by serve");
        }
    }

    #[tokio::test]
    async fn an_untouched_register_does_and_stays_one() {
        for test in journals().await {
            assert_eq!(claim(&test.journal, &of(5)).await.ok(), Some(Size::of(5)));
            Accounts::new(&test.journal).create(&somebody(), now()).await.unwrap();
            registers::load(&test.journal, "DE".parse().unwrap(), now(), &|_, _| {}).await.unwrap();
            assert_eq!(claim(&test.journal, &DemoSize::default()).await.ok(), Some(Size::of(5)));
            let longer = DemoSize { characters: Some(3400), ..DemoSize::default() };
            for other in [of(6), longer] {
                let refused = claim(&test.journal, &other).await;
                assert!(
                    matches!(refused, Err(Failure::OtherDemonstration { found: Some(found) }) if found == Size::of(5))
                );
            }
        }
    }
}
