//! Places and links put together for a zoom, and the last ones of these: a map that is moved is the same map.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use super::arc::{self, Arc as Line};
use super::cluster::{self, Cluster, Place};
use super::spot::{Link, Spot};
use crate::partnership::query::MapCounts;

/// What is drawn of the whole world at a zoom.
#[derive(Debug)]
pub struct Drawn {
    /// The places, the clusters of most partnerships first. Where links end only, nothing is counted.
    pub clusters: Vec<Cluster>,
    /// The links between them, the heaviest first.
    pub links: Vec<Line>,
}

impl Drawn {
    /// `places` holds each spot once.
    #[must_use]
    pub fn new(places: &[Place], links: &[(Link, u64)], zoom: i8) -> Drawn {
        let clusters = cluster::cluster(&with_ends(places, links), zoom);
        let links = arc::joined(&clusters, links);
        Drawn { clusters, links }
    }

    /// Places and links that it holds.
    fn size(&self) -> usize {
        self.clusters.iter().map(|cluster| cluster.places.len()).sum::<usize>() + self.links.len()
    }
}

/// The places, and those where links end only, with nothing counted there.
fn with_ends(places: &[Place], links: &[(Link, u64)]) -> Vec<Place> {
    let known: HashSet<Spot> = places.iter().map(|place| place.spot).collect();
    let mut ends: Vec<Spot> = links.iter().flat_map(|(link, _)| [link.from, link.to]).collect();
    ends.sort_unstable();
    ends.dedup();
    let ends = ends.into_iter().filter(|spot| !known.contains(spot)).map(|spot| Place { spot, count: 0 });
    places.iter().copied().chain(ends).collect()
}

/// Maps that are kept.
const KEPT: usize = 24;
/// Places and links of all of them.
const PLACES: usize = 1_000_000;

/// A map, with the counts and the zoom that it is of.
type Made = (MapCounts, i8, Arc<Drawn>);

/// The last maps drawn.
#[derive(Clone, Default)]
pub struct Kept(Arc<Mutex<VecDeque<Made>>>);

impl Kept {
    /// The map of some counts at a zoom.
    #[must_use]
    pub fn drawn(&self, counts: &MapCounts, zoom: i8) -> Arc<Drawn> {
        let same = |kept: &&Made| {
            kept.1 == zoom && Arc::ptr_eq(&kept.0.spots, &counts.spots) && Arc::ptr_eq(&kept.0.links, &counts.links)
        };
        if let Some((.., drawn)) = self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().find(same) {
            return Arc::clone(drawn);
        }
        let drawn = Arc::new(Drawn::new(&counts.places(), &counts.joined(), zoom));
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_front((counts.clone(), zoom, Arc::clone(&drawn)));
        let mut left = PLACES;
        let fits = |(.., drawn): &&Made| {
            let size = drawn.size();
            let fits = size <= left;
            left = left.saturating_sub(size);
            fits
        };
        let fit = kept.iter().take_while(fits).count();
        kept.truncate(fit.min(KEPT));
        drawn
    }
}
