//! What ties a partnership to people, for `access`.

use std::collections::HashMap;

use super::Partnership;
use crate::access::Relations;
use crate::journal::{Journal, Result};
use crate::organisation::directory::Directory;
use crate::territory;
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
    let own = organisations.iter().filter_map(|id| directory.get(*id)?.territory).collect();
    let mut territories = HashMap::new();
    territory::read_with_containers(journal, own, &mut territories).await?;
    let countries = partnership.countries();
    Ok(Relations { organisations, countries, territories: territories.into_keys().collect(), ..Relations::default() })
}
