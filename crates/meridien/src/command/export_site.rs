//! `meridien export site --out FOLDER`: the public atlas as files that open without a server.

use std::path::PathBuf;

use clap::Args;

use super::{Confirming, Failure, Language, Register, say};
use crate::app::{Settings, State};
use crate::edition;
use crate::index::{Follower, Search};
use crate::progress::Bar;
use crate::web::{Lang, Locale};

/// What to write, and whose it is.
#[derive(Debug, Clone, Args)]
pub struct Site {
    /// Folder to make.
    #[arg(long)]
    out: PathBuf,
    /// Languages of the pages; may be given several times, the first one opens.
    #[arg(long, value_enum, default_value = "fr")]
    language: Vec<Language>,
    /// Where the living atlas is: https://atlas.example.org.
    #[arg(long, env = "MERIDIEN_PUBLIC_ADDRESS", value_parser = super::site)]
    public_address: String,
    /// Who publishes it.
    #[arg(long, env = "MERIDIEN_OPERATOR")]
    operator: Option<String>,
    /// Where readers write to: the mailbox of a role.
    #[arg(long, env = "MERIDIEN_CONTACT")]
    contact: Option<String>,
    #[command(flatten)]
    confirming: Confirming,
    #[command(flatten)]
    register: Register,
}

/// Writes the edition beside the folder asked for, which takes its name once it is whole.
pub async fn run(site: Site, l: Locale) -> Result<(), Failure> {
    let path = site.out.display().to_string();
    let refused = |fault| Failure::Write(site.out.clone(), fault);
    if site.out.is_dir() && site.out.read_dir().map_err(refused)?.next().is_some() {
        return Err(anyhow::anyhow!(l.t_with("edition-folder-full", &[("path", path.into())])).into());
    }
    let part = site.out.with_added_extension("part");
    if part.exists() {
        std::fs::remove_dir_all(&part).map_err(refused)?;
    }
    std::fs::create_dir_all(&part).map_err(refused)?;
    let languages: Vec<Lang> = site.language.iter().map(|language| language.lang()).collect();
    // An index of its own: that of the data folder belongs to the server that may be running.
    let index = tempfile::tempdir()?;
    let state = open(&site, index.path(), l).await?;
    let bar = Bar::new(&l.t("edition-writing"));
    let written = edition::write(&state, &languages, &part, &|done, total| bar.set(done, total)).await;
    let written = written.map_err(|fault| Failure::unwritten(&site.out, fault))?;
    bar.finish();
    state.journal.close().await;
    if site.out.is_dir() {
        std::fs::remove_dir(&site.out).map_err(refused)?;
    }
    std::fs::rename(&part, &site.out).map_err(refused)?;
    let (pages, size) = (written.pages.into(), l.size(written.bytes).into());
    say(l.t_with("edition-written", &[("path", path.into()), ("pages", pages), ("size", size)]))?;
    Ok(())
}

/// The program as it would be served, with an index in `folder`.
async fn open(site: &Site, folder: &std::path::Path, l: Locale) -> Result<State, Failure> {
    let (journal, home) = site.register.open().await?;
    let demonstration = journal.is_demonstration().await?;
    let (search, index) = Search::open(folder, home)?;
    let bar = Bar::new(&l.t("command-indexing"));
    let follower = Follower::start(search.clone(), index, journal.clone(), &|done, total| bar.set(done, total)).await?;
    bar.finish();
    let defaults = Settings::default();
    let settings = Settings {
        public_address: site.public_address.clone(),
        home_country: home,
        operator: site.operator.clone().unwrap_or(defaults.operator),
        contact: site.contact.clone().unwrap_or(defaults.contact),
        confirm_after_months: site.confirming.confirm_after,
        demonstration,
        ..Settings::default()
    };
    let state = State::new(settings, journal, search);
    state.position.set(follower.position().unsigned_abs());
    Ok(state)
}
