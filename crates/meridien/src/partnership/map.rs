//! The results on a map: the page, and what its script asks for at each move.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::Json;
use axum::response::IntoResponse;

use super::criteria::{Criteria, View};
use super::dimension::{Dimension, Value};
use super::facets::OFFERED;
use super::list::Shell;
use super::names::Place as Named;
use super::query::{PartnershipPage, PartnershipQuery};
use crate::map::{Answer, CountryCount, Described, Input, MapView, Mode, ROWS, Spot, WORLD_ZOOM, Window, rows_of};
use crate::value::Country;
use crate::web::cache::Cache;
use crate::web::pager::Pager;
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Locale, Page, Visit, page};

#[derive(Template)]
#[template(path = "partnership/map.html")]
struct Show {
    l: Locale,
    page: Page,
    shell: Shell,
    map: MapView,
}

/// What the map tells, as the address asks.
pub(super) fn read_mode(parameters: &mut Parameters) -> Mode {
    parameters.once("carte");
    parameters.words("carte", Mode::ALL, Mode::code).pop().unwrap_or(Mode::Places)
}

/// `/partenariats?vue=carte`: the page of an address is that of the table of places.
pub(super) async fn show(visit: &Visit, criteria: Criteria, mode: Mode) -> web::Result {
    let l = visit.locale;
    let day = visit.app.status_day();
    let (app, asked, at) = (visit.app.clone(), criteria.first(0, &OFFERED), criteria.page);
    let (found, counts, cents, drawn, places, rows, names) = web::blocking(move || {
        let search = &app.search;
        let found = search.partnerships(&asked, day)?;
        let meant = PartnershipQuery { words: found.sought.clone(), ..asked };
        let counts = search.map_counts(&meant, day)?;
        let places = counts.places();
        let rows = rows_of(&places, at);
        let names = app.names.places(&app, rows.iter().map(|place| place.spot.code()))?;
        let cents = search.cents_by_country(&meant, day)?;
        let drawn = app.maps.drawn(&counts, WORLD_ZOOM);
        Ok::<_, web::Error>((found, counts, cents, drawn, places, rows, names))
    })
    .await??;
    let pages = criteria.clone();
    let href = move |page| format!("{}#lieux", Criteria { page, ..pages.clone() }.href(l));
    let pager = Pager::new(criteria.page, places.len() as u64, ROWS, href)?;
    let part =
        (pager.page > 1).then(|| l.t_with("list-page", &[("page", pager.page.into()), ("pages", pager.pages.into())]));
    let (page, shell) = Shell::new(visit, &criteria, &found, part).await?;
    let listed = criteria.but(|criteria| criteria.view = View::List);
    let mode_href = |mode: Mode| {
        let carte = (mode != Mode::Places).then(|| ("carte", mode.code().to_owned()));
        criteria.but(|criteria| criteria.figure = carte.into_iter().collect()).href(l)
    };
    let map = MapView::new(
        l,
        &Input {
            mode,
            total: counts.total,
            places: &places,
            rows: &rows,
            drawn: &drawn,
            countries: &countries(l, &listed, &found, &cents),
            describe: &|spot| described(l, &listed, &names, spot),
            mode_href: &mode_href,
            unlocated_href: Some(listed.and(Dimension::Place, Value::Unknown).href(l)),
            data_href: data_href(l, &criteria),
        },
        pager,
    );
    page::answer(Cache::Journal, &Show { l, page, shell, map })
}

/// Where the script asks.
fn data_href(l: Locale, criteria: &Criteria) -> String {
    l.address("/partenariats/carte.json", &criteria.but(|criteria| criteria.view = View::List).query())
}

/// `/partenariats/carte.json?zoom=4&zone=-10,35,30,60`
pub(super) async fn data(visit: Visit) -> web::Result {
    let l = visit.locale;
    let mut parameters = Parameters::of(&visit);
    let criteria = Criteria::read(&mut parameters);
    let (zoom, zone) = (parameters.text("zoom"), parameters.text("zone"));
    parameters.finish()?;
    let window = Window::read(&zoom, &zone).map_err(|fault| Error::BadRequest(vec![*fault]))?;
    let day = visit.app.status_day();
    let (app, asked) = (visit.app.clone(), criteria.first(0, &[]));
    let answer = web::blocking(move || {
        let meant = app.search.corrected(asked, day)?;
        let drawn = app.maps.drawn(&app.search.map_counts(&meant, day)?, window.zoom);
        let names = app.names.places(&app, window.named(&drawn).map(Spot::code))?;
        Ok::<_, web::Error>(Answer::new(l, window, &drawn, &|spot| described(l, &criteria, &names, spot)))
    })
    .await??;
    let mut response = Json(answer).into_response();
    response.extensions_mut().insert(Cache::Journal);
    Ok(response)
}

fn countries(l: Locale, listed: &Criteria, found: &PartnershipPage, cents: &BTreeMap<u64, i64>) -> Vec<CountryCount> {
    let count = |(country, partnerships): (Country, u64)| CountryCount {
        country,
        partnerships,
        euros: cents.get(&country.as_u64()).and_then(|cents| u64::try_from(cents / 100).ok()),
        href: listed.and(Dimension::Country, Value::Code(country.as_u64())).href(l),
    };
    found.countries(l).into_iter().map(count).collect()
}

fn described(l: Locale, listed: &Criteria, names: &HashMap<u64, Named>, spot: Spot) -> Option<Described> {
    let named = names.get(&spot.code())?;
    Some(Described {
        name: named.name.clone(),
        country: Some(named.country),
        href: Some(listed.and(Dimension::Place, Value::Code(spot.code())).href(l)),
    })
}
