//! Opening the register that a command names.

use std::path::{Path, PathBuf};

use super::{Failure, Register};
use crate::account::Accounts;
use crate::journal::{Journal, Location, OpenError};
use crate::progress::Bar;
use crate::registers;
use crate::theme::vocabulary;
use crate::value::Country;
use crate::web::Locale;

/// The data folder where none is named.
pub const FOLDER: &str = "meridien-data";
/// The data folder of a demonstration where none is named.
pub const DEMO_FOLDER: &str = "meridien-demo";
/// The fact that holds the home country.
const HOME: &str = "home_country";

/// Whether nothing was ever put into a register: no record, no account, not even its home country.
pub async fn is_untouched(journal: &Journal) -> Result<bool, Failure> {
    let accounts = Accounts::new(journal).all().await?;
    Ok(journal.position().await? == 0 && accounts.is_empty() && journal.fact(HOME).await?.is_none())
}

impl Register {
    /// The data folder: of the register, or beside a register on a server, of the index.
    pub fn folder(&self, default: &str) -> PathBuf {
        self.data.clone().unwrap_or_else(|| PathBuf::from(default))
    }

    fn location<'a>(&'a self, folder: &'a Path) -> Location<'a> {
        match &self.database {
            Some(url) => Location::Server(url),
            None => Location::Folder(folder),
        }
    }

    /// Opens a register that must be there.
    pub async fn open(&self) -> Result<(Journal, Country), Failure> {
        let folder = self.folder(FOLDER);
        let journal = Journal::open(self.location(&folder), false).await?;
        vocabulary::load(&journal).await?;
        let home = self.home(&journal).await?;
        Ok((journal, home))
    }

    /// Makes a register, or opens one, without anything of its own in it.
    pub async fn open_new(&self, default_folder: &str) -> Result<Journal, Failure> {
        let folder = self.folder(default_folder);
        Ok(Journal::open(self.location(&folder), true).await?)
    }

    /// Opens a register if there is one: what a dry run works on.
    pub async fn open_if_there(&self) -> Result<Option<(Journal, Country)>, Failure> {
        match self.open().await {
            Ok(opened) => Ok(Some(opened)),
            Err(Failure::Open(OpenError::Absent(_))) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// Opens the register, making it with its reference registers where nothing is there yet.
    pub async fn open_or_make(&self, default_folder: &str, locale: Locale) -> Result<(Journal, Country), Failure> {
        let journal = self.open_new(default_folder).await?;
        let home = self.load(&journal, locale).await?;
        Ok((journal, home))
    }

    /// Loads the reference registers that an open register lacks; gives its home country.
    pub async fn load(&self, journal: &Journal, locale: Locale) -> Result<Country, Failure> {
        let home = self.home(journal).await?;
        let bar = Bar::new(&locale.t("command-loading"));
        registers::load(journal, home, chrono::Utc::now(), &|done, total| bar.set(done, total)).await?;
        bar.finish();
        Ok(home)
    }

    /// The register's home country; noted from the command line, else France, when it is new.
    async fn home(&self, journal: &Journal) -> Result<Country, Failure> {
        let noted = journal.fact(HOME).await?.and_then(|code| code.parse().ok());
        match (noted, self.home_country) {
            (Some(register), Some(given)) if register != given => Err(Failure::OtherHome { register, given }),
            (Some(home), _) => Ok(home),
            (None, given) => {
                let home = given.unwrap_or(Country::FR);
                journal.note(HOME, home.as_str()).await?;
                Ok(home)
            }
        }
    }
}
