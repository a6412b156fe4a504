//! Confirmations: a party's dated statement that a partnership's record is still true, or is not.
//!
//! [`voice`] tells for which parties an account may speak. Accounts confirm on `/confirmer` ([`pages`]); a partner without an
//! account confirms through a link that it is sent ([`link`]). The ministry opens a [`campaign`] each year.

pub mod campaign;
mod link;
#[cfg(test)]
mod page_tests;
pub mod pages;
pub mod voice;

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::journal::{Entry, Journal, Kind, Result, Revision};
use crate::organisation::Identifier;
use crate::value::Id;

/// The identifier scheme under which the confirmations of a partnership are found.
const SCHEME: &str = "partnership";

/// The stored body of a confirmation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Confirmation {
    /// What is confirmed.
    pub partnership: Id,
    /// The party that says so.
    pub party: Id,
    /// On what day.
    pub on: NaiveDate,
    /// Whether the party agrees with the record.
    pub agreed: bool,
    /// Which version of the record it saw.
    pub version: i32,
    /// What is not right, in the party's words. Public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// The diplomatic post that says so for the party, where the party does not itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<Id>,
    /// The organisation that sent the party the link by which it says so, where it has no account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<Id>,
}

impl Confirmation {
    /// A party's word that a version of its partnership's record is true.
    pub fn agreed(partnership: Id, party: Id, on: NaiveDate, version: i32) -> Confirmation {
        Confirmation { partnership, party, on, agreed: true, version, remark: None, post: None, asked_by: None }
    }

    /// The entry that publishes it as a new record.
    pub fn entry(&self, id: Id) -> Entry {
        let of = Identifier { scheme: SCHEME.to_owned(), value: self.partnership.to_string() };
        Entry::publish(Kind::Confirmation, id, 0, self, vec![of])
    }
}

/// The confirmations of several partnerships, oldest first.
pub async fn of(journal: &Journal, partnerships: &[Id]) -> Result<HashMap<Id, Vec<Confirmation>>> {
    let values: Vec<String> = partnerships.iter().map(Id::to_string).collect();
    let ids = journal.find_all(Kind::Confirmation, SCHEME, &values).await?;
    let mut found = HashMap::<Id, Vec<Confirmation>>::new();
    let mut revisions: Vec<Revision> = journal.newest_of(Kind::Confirmation, &ids).await?.into_values().collect();
    // Of two words of one day the one said later comes last: the sort by day below keeps this order.
    revisions.sort_by_key(|revision| revision.seq);
    for revision in revisions {
        let confirmation: Confirmation = revision.read()?;
        found.entry(confirmation.partnership).or_default().push(confirmation);
    }
    for confirmations in found.values_mut() {
        confirmations.sort_by_key(|confirmation| confirmation.on);
    }
    Ok(found)
}

/// The day of the latest confirmation by which a party agreed.
pub fn latest(confirmations: &[Confirmation]) -> Option<NaiveDate> {
    confirmations.iter().filter(|confirmation| confirmation.agreed).map(|confirmation| confirmation.on).max()
}
