//! Organisations read together, with those that have succeeded them.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::Organisation;
use crate::journal::{Journal, Kind, Result};
use crate::value::Id;

/// Some organisations, their successors, the successors of these and so on.
#[derive(Debug, Clone, Default)]
pub struct Directory(HashMap<Id, Organisation>);

impl Directory {
    /// Reads the public records of `ids`. One that is not public is absent.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub async fn load(journal: &Journal, ids: impl IntoIterator<Item = Id>) -> Result<Directory> {
        let mut found = HashMap::new();
        let mut asked = HashSet::new();
        let mut wanted: Vec<Id> = ids.into_iter().filter(|id| asked.insert(*id)).collect();
        // Communes merge more than once. A ring of successors ends here, since nothing is asked twice.
        while !wanted.is_empty() {
            let mut next = Vec::new();
            for (id, revision) in journal.newest_of(Kind::Organisation, &wanted).await? {
                let organisation: Organisation = revision.read()?;
                let successors = organisation.successors.iter().map(|successor| successor.organisation);
                next.extend(successors.filter(|id| asked.insert(*id)));
                found.insert(id, organisation);
            }
            wanted = next;
        }
        Ok(Directory(found))
    }

    /// An organisation, where its record is public.
    pub fn get(&self, id: Id) -> Option<&Organisation> {
        self.0.get(&id)
    }

    /// Those that hold an organisation's rights on `day`: itself while it lasts, else the last of its successors.
    pub fn holders_on(&self, id: Id, day: NaiveDate) -> Vec<(Id, &Organisation)> {
        let mut holders = Vec::new();
        let mut seen = HashSet::from([id]);
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let Some(organisation) = self.get(id) else { continue };
            let mut took_over = organisation
                .successors
                .iter()
                .filter(|successor| successor.on.is_none_or(|on| on.first_day() <= day))
                .map(|successor| successor.organisation)
                .filter(|id| self.0.contains_key(id))
                .peekable();
            if took_over.peek().is_none() {
                holders.push((id, organisation));
            }
            open.extend(took_over.filter(|id| seen.insert(*id)));
        }
        holders.sort_by_key(|(id, _)| *id);
        holders
    }

    /// An organisation and all that have succeeded it, whenever, in the order in which they did.
    pub fn lineage(&self, id: Id) -> Vec<Id> {
        lineage(id, |id| self.get(id))
    }

    /// Every organisation read.
    pub fn iter(&self) -> impl Iterator<Item = (Id, &Organisation)> {
        self.0.iter().map(|(id, organisation)| (*id, organisation))
    }
}

/// An organisation and all that have succeeded it, whenever, in the order in which they did. Whoever `get` does not know
/// has no successor.
pub fn lineage<'a>(id: Id, get: impl Fn(Id) -> Option<&'a Organisation>) -> Vec<Id> {
    let mut line = vec![id];
    let mut at = 0;
    while at < line.len() {
        for successor in get(line[at]).map_or(&[][..], |organisation| &organisation.successors) {
            if !line.contains(&successor.organisation) {
                line.push(successor.organisation);
            }
        }
        at += 1;
    }
    line
}

impl FromIterator<(Id, Organisation)> for Directory {
    fn from_iter<T: IntoIterator<Item = (Id, Organisation)>>(organisations: T) -> Self {
        Directory(organisations.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{OrganisationKind, Successor};
    use super::*;

    fn id(number: u64) -> Id {
        Id::from_u64(number).unwrap()
    }

    fn succeeded(name: &str, by: &[(u64, &str)]) -> Organisation {
        let successor = |(number, on): &(u64, &str)| Successor { organisation: id(*number), on: on.parse().ok() };
        Organisation {
            successors: by.iter().map(successor).collect(),
            ..Organisation::new(OrganisationKind::Region, "FR".parse().ok(), name)
        }
    }

    fn holders(directory: &Directory, of: u64, day: &str) -> Vec<u64> {
        directory.holders_on(id(of), day.parse().unwrap()).iter().map(|(id, _)| id.as_u64()).collect()
    }

    #[test]
    fn rights_pass_to_the_last_successors_on_their_day() {
        let directory: Directory = [
            (id(1), succeeded("A", &[(2, "2010-01-01")])),
            (id(2), succeeded("B", &[(3, "2016-01-01"), (4, "2016-01-01")])),
            (id(3), succeeded("C", &[])),
            (id(4), succeeded("D", &[])),
        ]
        .into_iter()
        .collect();
        assert_eq!(holders(&directory, 1, "2009-12-31"), [1]);
        assert_eq!(holders(&directory, 1, "2015-12-31"), [2]);
        assert_eq!(holders(&directory, 1, "2016-01-01"), [3, 4]);
        assert!(holders(&directory, 9, "2016-01-01").is_empty());
    }

    #[test]
    fn a_ring_of_successors_ends_and_an_unknown_one_is_passed_over() {
        let ring: Directory =
            [(id(1), succeeded("A", &[(2, "2010")])), (id(2), succeeded("B", &[(1, "2011")]))].into_iter().collect();
        assert!(holders(&ring, 1, "2020-01-01").is_empty());
        assert_eq!(ring.lineage(id(1)), [id(1), id(2)]);
        let lone: Directory = [(id(1), succeeded("A", &[(7, "2010")]))].into_iter().collect();
        assert_eq!(holders(&lone, 1, "2020-01-01"), [1]);
        assert_eq!(lone.lineage(id(1)), [id(1), id(7)]);
    }
}
