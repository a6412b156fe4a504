//! What ties a partnership to people, for `access`.

use std::collections::HashMap;

use super::Partnership;
use crate::access::Relations;
use crate::journal::{Journal, Kind, Result};
use crate::organisation::directory::Directory;
use crate::territory::Territory;
use crate::value::Id;

/// The organisations that hold its parties' rights, its countries, and the territories of these organisations with those that
/// contain them.
///
/// # Errors
/// When the journal cannot be read.
pub async fn of(journal: &Journal, partnership: &Partnership) -> Result<Relations> {
    let parties: Vec<Id> = partnership.parties.iter().map(|party| party.organisation).collect();
    let directory = Directory::load(journal, parties.iter().copied()).await?;
    let organisations: Vec<Id> = parties.iter().flat_map(|party| directory.lineage(*party)).collect();
    let mut wanted: Vec<Id> = organisations.iter().filter_map(|id| directory.get(*id)?.territory).collect();
    let mut territories: HashMap<Id, Territory> = HashMap::new();
    while !wanted.is_empty() {
        let mut parents = Vec::new();
        for (id, revision) in journal.newest_of(Kind::Territory, &wanted).await? {
            let territory: Territory = revision.read()?;
            parents.extend(territory.parent);
            territories.insert(id, territory);
        }
        parents.retain(|id| !territories.contains_key(id));
        wanted = parents;
    }
    let countries = partnership.countries();
    Ok(Relations { organisations, countries, territories: territories.into_keys().collect(), ..Relations::default() })
}
