//! Who or what is meant where an address has a name in the place of an identifier.

use meridien_search::{self as search, Filter, Query};

use super::dimension::{Dimension, named_funder, printed_funder};
use super::index::is;
use crate::app::State;
use crate::index::Search;
use crate::journal::Kind;
use crate::organisation::Organisation;
use crate::suggestion;
use crate::territory::Territory;
use crate::value::Id;
use crate::web::error::Fault;
use crate::web::{self, Locale};

/// The dimensions whose values are identifiers.
const BY_IDENTIFIER: [Dimension; 4] = [Dimension::Home, Dimension::Partner, Dimension::Territory, Dimension::Funder];

/// So many names of an address are looked up; nobody types more.
const MOST: usize = 4;

/// The faults of an address, with the identifier of whoever has the name that stands in its place.
pub(crate) async fn offered(app: &State, l: Locale, faults: &[Fault]) -> Vec<Fault> {
    let by_name = |fault: &Fault| {
        let dimension = BY_IDENTIFIER.into_iter().find(|dimension| dimension.parameter() == fault.parameter);
        dimension.filter(|_| fault.is_of_value() && fault.value.chars().count() <= suggestion::LONGEST)
    };
    let named = faults.iter().enumerate().filter_map(|(at, fault)| Some((at, by_name(fault)?)));
    let named: Vec<(usize, Dimension)> = named.take(MOST).collect();
    let mut offered = faults.to_vec();
    for (at, dimension) in named {
        // Where index or journal cannot be asked, the fault is told all the same.
        if let Ok(Some((id, name))) = meant(app, l, dimension, &faults[at].value).await {
            offered[at] = faults[at].clone().near(Some(id.to_string())).called(Some(name));
        }
    }
    offered
}

/// Who or what has this name, or one that begins so: its identifier, and its name today.
async fn meant(app: &State, l: Locale, dimension: Dimension, name: &str) -> web::Result<Option<(Id, String)>> {
    let (search, home, typed) = (app.search.clone(), app.settings.home_country, name.to_owned());
    let found = web::blocking(move || {
        let at_home = is(search.fields.country, home.as_u64());
        match dimension {
            Dimension::Funder => funder(&search, &typed),
            Dimension::Partner => authority(&search, &typed, Filter::Not(Box::new(at_home))),
            Dimension::Home => authority(&search, &typed, at_home),
            _ => authority(&search, &typed, Filter::default()),
        }
    })
    .await??;
    if dimension != Dimension::Territory {
        return Ok(found);
    }
    let id = match suggestion::territory(l, home, name) {
        None => governed(app, found).await?,
        territory => territory,
    };
    let Some(id) = id else { return Ok(None) };
    let newest = app.journal.newest_of(Kind::Territory, &[id]).await?;
    let Some(territory) = newest.get(&id).map(|revision| revision.read::<Territory>()).transpose()? else {
        return Ok(None);
    };
    Ok(l.words(&territory.name).map(|name| (id, name.text.to_owned())))
}

/// The territory that an authority governs.
async fn governed(app: &State, authority: Option<(Id, String)>) -> web::Result<Option<Id>> {
    let Some((id, _)) = authority else { return Ok(None) };
    let newest = app.journal.newest_of(Kind::Organisation, &[id]).await?;
    let authority = newest.get(&id).map(|revision| revision.read::<Organisation>()).transpose()?;
    Ok(authority.and_then(|authority| authority.territory))
}

/// An authority of such a name that has a partnership.
fn authority(search: &Search, name: &str, filter: Filter) -> Result<Option<(Id, String)>, search::Error> {
    let filter = Filter::All(vec![Filter::Range(search.fields.partnerships, Some(1), None), filter]);
    let first = suggestion::named(search, name, filter)?.into_iter().next();
    Ok(first.map(|card| (card.id, card.name)))
}

/// A funder of such a name: one of which nothing else is known, an organisation, or whoever it is printed for.
fn funder(search: &Search, name: &str) -> Result<Option<(Id, String)>, search::Error> {
    let funds = |id: Id| -> Result<bool, search::Error> {
        let filter = is(search.fields.funder, id.as_u64());
        Ok(search.index.search(&Query { filter, ..Query::default() })?.total > 0)
    };
    let printed = |id: Id| (id, name.to_owned());
    let organisations =
        suggestion::named(search, name, Filter::default())?.into_iter().map(|card| (card.id, card.name));
    let candidates =
        [printed(named_funder(name))].into_iter().chain(organisations).chain([printed(printed_funder(name))]);
    for (id, name) in candidates {
        if funds(id)? {
            return Ok(Some((id, name)));
        }
    }
    Ok(None)
}
