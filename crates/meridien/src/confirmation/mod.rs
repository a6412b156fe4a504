//! Confirmations: a party's dated statement that a partnership's record is still true, or is not.
//!
//! [`voice`] tells for which parties an account may speak. Accounts confirm on `/confirmer` ([`pages`]); a partner without an
//! account confirms through a link that it is sent ([`link`]). The ministry opens a [`campaign`] each year.

pub mod campaign;
mod dissent;
mod link;
#[cfg(test)]
mod page_tests;
pub mod pages;
pub mod voice;

use std::collections::{HashMap, HashSet};

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

    /// Whether the party says so by an account of its own, rather than by a link that another sent or by a post.
    fn is_own(&self) -> bool {
        self.post.is_none() && self.asked_by.is_none()
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

/// The words that stand, of those of one partnership, oldest first: what a party itself found wrong is taken back by nobody
/// but itself, neither by a link that another party sent nor by a diplomatic post.
pub fn standing(said: &[Confirmation]) -> impl Iterator<Item = &Confirmation> {
    let mut disputed = HashSet::new();
    said.iter().filter(move |word| match (word.is_own(), word.agreed) {
        (true, true) => {
            disputed.remove(&word.party);
            true
        }
        (true, false) => {
            disputed.insert(word.party);
            true
        }
        (false, _) => !disputed.contains(&word.party),
    })
}

/// What a party said last, of what stands.
pub fn last_word(said: &[Confirmation], party: Id) -> Option<&Confirmation> {
    standing(said).filter(|word| word.party == party).last()
}

/// The day of the latest confirmation by which a party agreed.
pub fn latest(said: &[Confirmation]) -> Option<NaiveDate> {
    standing(said).filter(|word| word.agreed).map(|word| word.on).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_party_found_wrong_is_taken_back_by_itself_alone() {
        let id = |number| Id::from_u64(number).unwrap();
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        let yes = |on| Confirmation::agreed(id(1), id(2), day(on), 1);
        let no = Confirmation { agreed: false, remark: Some("Faux".to_owned()), ..yes(3) };
        let by_link = Confirmation { asked_by: Some(id(9)), ..yes(4) };
        let by_post = Confirmation { post: Some(id(8)), ..yes(5) };
        let other = Confirmation { party: id(3), ..by_link.clone() };
        let mut said = vec![yes(1), by_link.clone()];
        assert_eq!((last_word(&said, id(2)), latest(&said)), (Some(&by_link), Some(day(4))));
        said = vec![yes(1), no.clone(), by_link, by_post, other];
        assert_eq!(last_word(&said, id(2)), Some(&no));
        assert_eq!(latest(&said), Some(day(4)), "that of the other party");
        said.push(yes(6));
        assert_eq!((last_word(&said, id(2)), latest(&said)), (Some(&yes(6)), Some(day(6))));
    }
}
