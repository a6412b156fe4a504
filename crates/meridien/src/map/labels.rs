//! What the map says of what it draws.

use super::Described;
use super::arc::Arcs;
use super::cluster::Cluster;
use super::spot::Spot;
use crate::country;
use crate::web::Locale;

/// Places named in the label of a disc that stands for several.
pub(super) const NAMED: usize = 3;

/// "Kayes (Mali)"; the position where nothing is known of it.
pub(super) fn name(l: Locale, spot: Spot, described: Option<&Described>) -> String {
    match described {
        Some(Described { name, country: Some(country), .. }) => format!("{name} ({})", country::name(l, *country)),
        Some(Described { name, .. }) => name.clone(),
        None => l.t_with("map-position", &[("lat", l.number(spot.lat()).into()), ("lon", l.number(spot.lon()).into())]),
    }
}

/// What a disc stands for.
pub(super) fn label(l: Locale, cluster: &Cluster, describe: &dyn Fn(Spot) -> Option<Described>) -> String {
    let named = cluster.places.iter().take(NAMED);
    let names: Vec<String> = named.map(|place| name(l, place.spot, describe(place.spot).as_ref())).collect();
    let others = cluster.places.len() - names.len();
    let mut names = if others == 0 { l.list(&names) } else { names.join(", ") };
    if others > 0 {
        names = l.t_with("map-and-others", &[("names", names.into()), ("count", others.into())]);
    }
    match cluster.count {
        0 => names,
        count => l.t_with("map-place", &[("name", names.into()), ("count", count.into())]),
    }
}

/// What is shown of what there is: `shown` partnerships of the `total` that have a place, and links.
pub(super) fn note(l: Locale, shown: u64, total: u64, arcs: &Arcs) -> String {
    let places = l.t_with("map-note-places", &[("shown", shown.into()), ("total", total.into())]);
    let (drawn, all) = (arcs.shown.len(), arcs.total);
    let links =
        l.t_with("map-note-links", &[("shown", drawn.into()), ("total", all.into()), ("hidden", (all - drawn).into())]);
    format!("{places} {links}")
}
