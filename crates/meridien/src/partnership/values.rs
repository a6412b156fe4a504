//! Every value of a filter that has too many to stand beside the results, ten thousand at most: by name, each with what it
//! leads to.

use askama::Template;
use axum::extract::Path;

use super::criteria::Criteria;
use super::dimension::{Dimension, Value};
use super::facets::offered;
use super::list;
use super::names::Names;
use super::query::PartnershipQuery;
use crate::web::cache::Cache;
use crate::web::page::percent_encoded;
use crate::web::pager::Pager;
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Locale, Nav, Page, Visit, page};

/// Values on a page.
const SIZE: usize = 300;

/// The filters that have such a page.
pub(super) const LONG: [Dimension; 4] = [Dimension::Home, Dimension::Partner, Dimension::Territory, Dimension::Funder];

#[derive(Template)]
#[template(path = "partnership/values.html")]
struct Values {
    l: Locale,
    page: Page,
    /// How many there are.
    total: u64,
    /// Those of this page: name, address of the results with it, and how many they are.
    values: Vec<(String, String, u64)>,
    /// What must be in the name.
    named: String,
    action: String,
    kept: Vec<(&'static str, String)>,
    /// The results from which the reader comes.
    back: String,
    pager: Pager,
}

/// The address of the values of a filter.
pub(super) fn href(l: Locale, criteria: &Criteria, dimension: Dimension) -> String {
    // From the first page, whichever of the results is read.
    l.address(&path(dimension), &criteria.but(|_| {}).query())
}

fn path(dimension: Dimension) -> String {
    format!("/partenariats/filtres/{}", dimension.parameter())
}

/// `/partenariats/filtres/{filter}`
pub(super) async fn show(visit: Visit, Path(filter): Path<String>) -> web::Result {
    let l = visit.locale;
    let dimension = LONG.into_iter().find(|dimension| dimension.parameter() == filter).ok_or(Error::NotFound)?;
    let mut parameters = Parameters::of(&visit);
    let (criteria, _) = list::read(&visit, &mut parameters);
    let named = parameters.text("nom");
    parameters.finish()?;
    let day = visit.app.status_day();
    let search = visit.app.search.clone();
    let asked = PartnershipQuery { every_value: true, ..criteria.first(0, &[dimension]) };
    let found = web::blocking(move || search.partnerships(&asked, day)).await??;
    let counted = found.of(dimension);
    let names = Names::load(&visit.app, counted.iter().map(|(value, _)| (dimension, *value))).await?;
    let each = criteria.each(l, dimension);
    let wanted = meridien_search::fold(&named);
    let mut values: Vec<(String, Value, u64)> = counted
        .iter()
        .filter(|(value, _)| offered(&criteria, &names, visit.app.settings.home_country, dimension, *value))
        .map(|(value, count)| (names.label(l, dimension, *value), *value, *count))
        .filter(|(label, ..)| meridien_search::fold(label).contains(wanted.trim()))
        .collect();
    values.sort_by_cached_key(|(label, ..)| l.sort_key(label));
    let total = values.len() as u64;
    let own = criteria.but(|_| {});
    let address = {
        let (first, named) = (href(l, &own, dimension), named.clone());
        move |page: usize| {
            let mark = if first.contains('?') { '&' } else { '?' };
            format!("{first}{mark}nom={}&page={page}", percent_encoded(&named))
        }
    };
    let pager = Pager::new(criteria.page, total, SIZE, address)?;
    let shown = values.into_iter().skip((pager.page - 1) * SIZE).take(SIZE);
    let title = l.t(dimension.key()).into_owned();
    let back = own.href(l);
    let values = Values {
        l,
        page: visit.page(title).nav(Nav::Partnerships).crumb(l.t("nav-partnerships"), "/partenariats").unindexed(),
        total,
        values: shown.map(|(label, value, count)| (label, each.href(value), count)).collect(),
        named,
        action: l.href(&path(dimension)),
        kept: own.pairs(),
        back,
        pager,
    };
    page::answer(Cache::Journal, &values)
}
