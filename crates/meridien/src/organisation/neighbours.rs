//! Who else is at work around an authority: on the territories where it works, or where it has no partnership, in the
//! territories that contain it.

use super::Organisation;
use crate::partnership::criteria::Criteria;
use crate::partnership::dimension::{Dimension, Value};
use crate::partnership::profile::{Partners, Profile};
use crate::partnership::query::PartnershipQuery;
use crate::territory::{Level, Territory};
use crate::value::{Country, Id};
use crate::web::words::Link;
use crate::web::{self, Visit};

/// The home country's authorities at work on the territories of an authority's partners, or on its own where it is abroad.
///
/// # Errors
/// When the index or the journal cannot be read.
pub(super) async fn at_work(
    visit: &Visit,
    id: Id,
    organisation: &Organisation,
    profile: &Profile,
    home: Country,
) -> web::Result<Option<Partners>> {
    let l = visit.locale;
    let is_home = organisation.country == Some(home);
    let mut territories: Vec<Id> = match is_home {
        true => profile.partners_abroad().filter_map(|partner| partner.territory).collect(),
        false => organisation.territory.into_iter().collect(),
    };
    territories.sort_unstable();
    territories.dedup();
    if territories.is_empty() {
        return Ok(None);
    }
    let mut list = Criteria::default();
    list.chosen.insert(Dimension::Territory, territories.iter().map(|id| Value::Code(id.as_u64())).collect());
    let day = visit.app.status_day();
    let asked = PartnershipQuery { counted: vec![Dimension::Home], ..list.first(0, &[]) };
    let (search, query) = (visit.app.search.clone(), asked.clone());
    let found = web::blocking(move || search.partnerships(&query, day)).await??;
    // Its own partners are named above.
    let mut known = vec![id];
    if !is_home {
        known.extend(profile.partners_at_home().map(|partner| partner.id));
    }
    let caption = l.t(if is_home { "neighbours-of-partners" } else { "neighbours-here" }).into_owned();
    let found = Partners::load(visit, &found, Dimension::Home, &list, &asked, &known).await?;
    let partners = Partners { caption, ..found };
    Ok(Some(partners).filter(|partners| !partners.rows.is_empty()))
}

/// The lists of the partnerships in the territories that contain an authority, the nearest first, with how many there are.
///
/// # Errors
/// When the index cannot be read.
pub(super) async fn around(visit: &Visit, territories: &[(Id, Territory)]) -> web::Result<Vec<(Link, u64)>> {
    let (l, day) = (visit.locale, visit.app.status_day());
    let mut around = Vec::new();
    for (id, territory) in territories.iter().skip(1).filter(|(_, territory)| territory.level != Level::Country) {
        let list = Criteria::of(Dimension::Territory, Value::Code(id.as_u64()));
        let (search, asked) = (visit.app.search.clone(), list.first(0, &[]));
        let total = web::blocking(move || search.total(&asked, day)).await??;
        around.push((Link { text: territory.name_for(l), href: Some(list.href(l)) }, total));
    }
    around.retain(|(_, total)| *total > 0);
    Ok(around)
}
