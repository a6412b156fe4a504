//! Confirmations: a party's dated statement that a partnership's record is still true, or is not.
//!
//! [`voice`] tells for which parties an account may speak. Accounts confirm on `/confirmer` ([`pages`]); a partner without an
//! account confirms through a link that it is sent ([`link`]). The ministry opens a [`campaign`] each year.

pub mod campaign;
pub mod dissent;
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
use crate::organisation::directory::Directory;
use crate::value::Id;
use crate::web::{Lang, Locale};

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
    #[schema(nullable = false)]
    pub remark: Option<String>,
    /// The language of what is not right (BCP 47): that of the page on which it was written, where it was written on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub lang: Option<String>,
    /// The diplomatic post that says so for the party, where the party does not itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub post: Option<Id>,
    /// The organisation that sent the party the link by which it says so, where it has no account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub asked_by: Option<Id>,
}

impl Confirmation {
    /// A party's word that a version of its partnership's record is true.
    pub fn agreed(partnership: Id, party: Id, on: NaiveDate, version: i32) -> Confirmation {
        Confirmation {
            partnership,
            party,
            on,
            agreed: true,
            version,
            remark: None,
            lang: None,
            post: None,
            asked_by: None,
        }
    }

    /// The same with what is not right, where something is not.
    pub fn remarking(self, remark: Option<String>, lang: Option<Lang>) -> Confirmation {
        let lang = lang.filter(|_| remark.is_some()).map(|lang| lang.code().to_owned());
        Confirmation { agreed: remark.is_none(), remark, lang, ..self }
    }

    /// The language of what is not right, where it is not the reader's.
    pub fn foreign(&self, l: Locale) -> Option<String> {
        self.lang.clone().filter(|lang| lang != l.lang.code())
    }

    /// Whether the party says so by an account of its own, rather than by a link that another sent or by a post.
    fn is_own(&self) -> bool {
        self.post.is_none() && self.asked_by.is_none()
    }

    /// Whether what a link or a post says of a version counts beside this, which the party found wrong: never where an
    /// account of the party said so, and only of a later version where the party answered by a link.
    fn is_outlived_by(&self, version: i32) -> bool {
        !self.is_own() && version > self.version
    }

    /// The word as a sentence: the place where it stands names the party, it names the post that speaks in its place.
    pub fn sentence(&self, l: Locale, directory: &Directory) -> String {
        let day = l.day(self.on);
        let post = self.post.map(|post| name_of(l, directory, post, self.on));
        let key = match (self.agreed, post.is_some()) {
            (true, false) => "word-agreed",
            (false, false) => "word-disagreed",
            (true, true) => "word-post-agreed",
            (false, true) => "word-post-disagreed",
        };
        l.t_with(key, &[("day", day.into()), ("post", post.unwrap_or_default().into())])
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

/// An organisation's name on a day; its identifier where its record is not public.
pub fn name_of(l: Locale, directory: &Directory, id: Id, day: NaiveDate) -> String {
    directory.get(id).map_or_else(|| id.to_string(), |found| found.name_on(day, l.lang.code()).to_owned())
}

/// The words that stand, of those of one partnership, oldest first. What a party itself found wrong is taken back neither by a
/// link that another party sent nor by a diplomatic post, unless the record has changed since and no account of the party
/// said so. What a post finds wrong stands beside whatever the party says.
pub fn standing(said: &[Confirmation]) -> impl Iterator<Item = &Confirmation> {
    let mut wrong = HashMap::<Id, &Confirmation>::new();
    said.iter().filter(move |word| {
        let by_post = word.post.is_some();
        let stands = word.is_own()
            || (by_post && !word.agreed)
            || wrong.get(&word.party).is_none_or(|found| found.is_outlived_by(word.version));
        match (stands && !by_post, word.agreed) {
            (true, true) => _ = wrong.remove(&word.party),
            (true, false) => _ = wrong.insert(word.party, word),
            (false, _) => {}
        }
        stands
    })
}

/// What a party said last itself, of what stands.
pub fn last_word(said: &[Confirmation], party: Id) -> Option<&Confirmation> {
    standing(said).filter(|word| word.party == party && word.post.is_none()).last()
}

/// What a diplomatic post said last in a party's place, of what stands.
pub fn last_word_of_post(said: &[Confirmation], party: Id) -> Option<&Confirmation> {
    standing(said).filter(|word| word.party == party && word.post.is_some()).last()
}

/// The words by which parties confirm the record, or posts for them: the last word of each counts. Whoever finds the record
/// wrong takes back that it was true; a party what a post said for it, too, and never the other way round.
pub fn confirming(said: &[Confirmation]) -> Vec<&Confirmation> {
    let mut held: Vec<&Confirmation> = Vec::new();
    for word in standing(said) {
        if word.agreed {
            held.push(word);
        } else {
            held.retain(|other| other.party != word.party || (word.post.is_some() && other.post.is_none()));
        }
    }
    held
}

/// The day of the latest word by which a party confirms the record, or a post for it.
pub fn latest(said: &[Confirmation]) -> Option<NaiveDate> {
    confirming(said).into_iter().map(|word| word.on).max()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(number: u64) -> Id {
        Id::from_u64(number).unwrap()
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn yes(on: u32, version: i32) -> Confirmation {
        Confirmation::agreed(id(1), id(2), day(on), version)
    }

    fn no(word: Confirmation) -> Confirmation {
        Confirmation { agreed: false, remark: Some("Faux".to_owned()), ..word }
    }

    fn by_link(word: Confirmation) -> Confirmation {
        Confirmation { asked_by: Some(id(9)), ..word }
    }

    fn by_post(word: Confirmation) -> Confirmation {
        Confirmation { post: Some(id(8)), ..word }
    }

    #[test]
    fn what_a_party_found_wrong_is_taken_back_by_itself_alone() {
        let mut said = vec![yes(1, 1), by_link(yes(4, 1))];
        assert_eq!((last_word(&said, id(2)), latest(&said)), (Some(&by_link(yes(4, 1))), Some(day(4))));
        let other = Confirmation { party: id(3), ..by_link(yes(4, 1)) };
        said = vec![yes(1, 1), no(yes(3, 1)), by_link(yes(4, 2)), by_post(yes(5, 2)), other];
        assert_eq!(last_word(&said, id(2)), Some(&no(yes(3, 1))));
        assert_eq!(latest(&said), Some(day(4)), "that of the other party");
        said.push(yes(6, 1));
        assert_eq!((last_word(&said, id(2)), latest(&said)), (Some(&yes(6, 1)), Some(day(6))));
    }

    #[test]
    fn what_a_party_found_wrong_by_a_link_is_taken_back_by_another_link_once_the_record_has_changed() {
        let wrong = by_link(no(yes(1, 1)));
        let mut said = vec![wrong.clone(), by_link(yes(2, 1)), by_post(yes(2, 1))];
        assert_eq!(
            (last_word(&said, id(2)), last_word_of_post(&said, id(2)), latest(&said)),
            (Some(&wrong), None, None)
        );
        said.push(by_link(yes(3, 2)));
        assert_eq!((last_word(&said, id(2)), latest(&said)), (Some(&by_link(yes(3, 2))), Some(day(3))));
        said = vec![wrong, yes(2, 1)];
        assert_eq!(last_word(&said, id(2)), Some(&yes(2, 1)), "an account of the party");
    }

    /// Of a party: its own word, by an account or a link, or that of a post; on which version.
    fn word() -> impl Strategy<Value = (u64, bool, u8, i32)> {
        (2u64..4, any::<bool>(), 0u8..3, 1i32..3)
    }

    proptest! {
        /// A party confirms the record only while its last word is yes, whatever was said before.
        #[test]
        fn the_last_word_of_a_party_counts(words in prop::collection::vec(word(), 0..12), party in 2u64..4) {
            let said = |(at, (party, agreed, by, version)): (u32, (u64, bool, u8, i32))| {
                let word = Confirmation { party: id(party), ..yes(at, version) };
                let word = match by {
                    0 => word,
                    1 => by_link(word),
                    _ => by_post(word),
                };
                if agreed { word } else { no(word) }
            };
            let mut said: Vec<Confirmation> = (1u32..).zip(words).map(said).collect();
            let of = |said: &[Confirmation], party: u64, by_post: bool| {
                let of = |word: &&Confirmation| word.party == id(party) && word.post.is_some() == by_post;
                confirming(said).into_iter().filter(of).cloned().collect::<Vec<_>>()
            };
            for party in 2..4 {
                let last = last_word(&said, id(party)).filter(|word| word.agreed).cloned();
                prop_assert_eq!(of(&said, party, false).last().cloned(), last);
                if last_word_of_post(&said, id(party)).is_none_or(|word| !word.agreed) {
                    prop_assert_eq!(of(&said, party, true), vec![]);
                }
            }
            let other = if party == 2 { 3 } else { 2 };
            let others = [of(&said, other, false), of(&said, other, true)];
            let own = Confirmation { party: id(party), ..yes(20, 2) };
            said.push(no(own.clone()));
            prop_assert_eq!(of(&said, party, false), vec![]);
            prop_assert_eq!(of(&said, party, true), vec![]);
            prop_assert_eq!([of(&said, other, false), of(&said, other, true)], others.clone());
            let latest_of_others = others.iter().flatten().map(|word| word.on).max();
            prop_assert_eq!(latest(&said), latest_of_others);
            said.push(own);
            prop_assert_eq!(latest(&said), Some(day(20)));
        }
    }

    #[test]
    fn a_post_never_speaks_over_the_party() {
        let wrong = no(by_post(yes(3, 1)));
        for own in [yes(1, 1), by_link(yes(1, 1)), no(yes(1, 1)), no(by_link(yes(1, 1)))] {
            let said = [own.clone(), wrong.clone()];
            assert_eq!((last_word(&said, id(2)), last_word_of_post(&said, id(2))), (Some(&own), Some(&wrong)));
        }
        let said = [yes(1, 1), wrong, by_link(yes(4, 1))];
        assert_eq!(last_word(&said, id(2)), Some(&by_link(yes(4, 1))), "nor forbids it to speak");
    }
}
