//! From the address of a record to the record.

use super::{Error, Result, Visit};
use crate::journal::{Change, Kind, Revision};
use crate::partnership::reason;
use crate::value::Id;

/// The published record that an address means.
///
/// `code` is what stands in the address; `address` gives the path of the page for an identifier, without the language's
/// prefix.
///
/// # Errors
/// [`Error::Moved`] where the address is written otherwise than it should be, or the record was merged into another;
/// [`Error::Gone`] where it was withdrawn; [`Error::NotFound`] where there is none.
pub async fn find(visit: &Visit, kind: Kind, code: &str, address: impl Fn(Id) -> String) -> Result<Revision> {
    find_at(visit, kind, code, |id| visit.locale.href(&address(id))).await
}

/// The same where the address of a record has no language's prefix.
///
/// # Errors
/// As [`find`].
pub async fn find_at(visit: &Visit, kind: Kind, code: &str, address: impl Fn(Id) -> String) -> Result<Revision> {
    let id: Id = code.parse().map_err(|_| Error::NotFound)?;
    let moved = |id: Id, query: Option<&str>| {
        let query = query.map_or(String::new(), |query| format!("?{query}"));
        Error::Moved(format!("{}{query}", address(id)))
    };
    let revision = visit.app.journal.newest(kind, id).await?.ok_or(Error::NotFound)?;
    match revision.change {
        Change::Published if id.to_string() != code => Err(moved(id, visit.query.as_deref())),
        Change::Published => Ok(revision),
        // The versions of the old record are not those of the new one, so the query stays behind.
        Change::Merged => Err(revision.merged_into().map_or(Error::NotFound, |target| moved(target, None))),
        Change::Withdrawn => {
            let reason = reason::shown(visit.locale, &revision).unwrap_or_default();
            Err(Error::Gone { reason, date: revision.at.date_naive() })
        }
    }
}
