//! `meridien index rebuild` and `meridien index check`: looking after the search index.

use std::io::Write;

use meridien_search::{Error, Reason, State};

use super::open::FOLDER;
use super::{Failure, Register, say};
use crate::index::{Faults, Follower, Search, check};
use crate::progress::Bar;
use crate::web::Locale;

/// Makes the index anew from the journal.
pub async fn rebuild(register: &Register, l: Locale) -> Result<(), Failure> {
    let (journal, home) = register.open().await?;
    let (search, _) = Search::open(&register.folder(FOLDER).join("index"), home)?;
    let bar = Bar::new(&l.t("command-indexing"));
    let anew = State::Stale(Reason::Absent);
    let follower = Follower::start(search, anew, journal, &|done, total| bar.set(done, total)).await?;
    bar.finish();
    say(l.t_with("command-index-built", &[("position", follower.position().to_string().into())]))?;
    Ok(())
}

/// Compares the index with the journal.
pub async fn compare(register: &Register, l: Locale) -> Result<(), Failure> {
    let (journal, home) = register.open().await?;
    let (search, state) = Search::open(&register.folder(FOLDER).join("index"), home)?;
    if let State::Stale(reason) = state {
        // Whoever writes an index that is not there is building it: there is nothing to mend, but to wait for.
        if let Err(busy @ Error::Busy(_)) = search.index.writer() {
            return Err(busy.into());
        }
        return Err(Failure::Index(match reason {
            Reason::Absent => l.t("command-index-absent").into_owned(),
            Reason::OtherSchema => l.t("command-index-other-version").into_owned(),
            // There is nothing to mend in it.
            Reason::Forbidden(how) => {
                return Err(anyhow::anyhow!(l.t_with("command-index-forbidden", &[("cause", how.into())])).into());
            }
            Reason::Damaged(how) => l.t_with("command-index-damaged", &[("cause", how.into())]),
        }));
    }
    let bar = Bar::new(&l.t("command-comparing"));
    let found = check(&search, &journal, &|done, total| bar.set(done, total)).await?;
    bar.finish();
    let sum = [
        ("documents", found.documents.into()),
        ("position", found.position.to_string().into()),
        ("journal", found.journal.to_string().into()),
    ];
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", l.t_with("command-index-compared", &sum))?;
    let mut list = |text: String, faults: &Faults| -> std::io::Result<()> {
        if faults.count > 0 {
            writeln!(out, "{text}")?;
            for key in &faults.keys {
                writeln!(out, "  {key}")?;
            }
        }
        Ok(())
    };
    let count = |faults: &Faults| [("count", faults.count.into())];
    list(l.t_with("command-index-missing", &count(&found.missing)), &found.missing)?;
    list(l.t_with("command-index-stale", &count(&found.stale)), &found.stale)?;
    list(l.t_with("command-index-extra", &count(&found.extra)), &found.extra)?;
    match found.is_sound() {
        true => Ok(()),
        false => Err(Failure::Index(l.t("command-index-differs").into_owned())),
    }
}
