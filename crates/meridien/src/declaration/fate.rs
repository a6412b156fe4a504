//! What became of a published record while a correction of it was under way: taken away or merged, it cannot be corrected.

use crate::app::State;
use crate::journal::{Change, Kind, Proposal};
use crate::partnership::reason;
use crate::web::{self, Locale};

/// That a record is public no more.
pub struct Fate {
    /// What a correction of it is now.
    pub heading: String,
    /// What happened to it, and what comes of publishing a correction.
    pub text: String,
    /// The address of the record into which it was merged; none where it was taken away.
    pub stays: Option<String>,
}

impl Fate {
    /// What became of the record that a proposal corrects; none where it is public, or new.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub async fn of(app: &State, l: Locale, proposal: &Proposal) -> web::Result<Option<Fate>> {
        let newest = app.journal.newest(Kind::Partnership, proposal.record).await?;
        Ok(newest.filter(|newest| newest.change != Change::Published).map(|gone| {
            let reason = reason::shown(l, &gone).unwrap_or_default();
            let told = [("day", l.day(gone.at.date_naive()).into()), ("reason", reason.into())];
            let stays = gone.merged_into().map(|stays| l.href(&format!("/partenariats/{stays}")));
            let (heading, text) = match stays {
                Some(_) => ("queue-correction-merged", "fate-merged"),
                None => ("queue-correction-withdrawn", "fate-withdrawn"),
            };
            Fate { heading: l.t_with(heading, &told), text: l.t_with(text, &told), stays }
        }))
    }
}
