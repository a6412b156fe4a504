//! The gazetteer: populated places of the world, by which names in sources are matched.

use anyhow::Result;

use super::fold::fold;
use super::output::{About, Output, Table};
use super::packages::PLACES;
use super::places::Place;

/// Builds the gazetteer, ordered by country.
pub fn build(places: &[Place], output: &mut Output) -> Result<()> {
    let mut sorted: Vec<&Place> = places.iter().collect();
    sorted.sort_by_key(|place| (&place.countrycode, place.geonameid));
    let mut table = Table::new(&["geonames", "name", "country", "lat", "lon", "population", "alternates"]);
    for place in sorted {
        table.push(&[
            &place.geonameid.to_string(),
            &place.name,
            &place.countrycode,
            &format!("{:.4}", place.latitude),
            &format!("{:.4}", place.longitude),
            &place.population.to_string(),
            &alternates(place).join("|"),
        ])?;
    }
    let about = About {
        name: "places.tsv.zst",
        about: "places of over 500 inhabitants, with names in other languages",
        licence: "MIT AND CC-BY-4.0",
        from: &[PLACES],
    };
    output.write(about, &table)
}

/// Other names in Latin script that are compared otherwise than the place's own, each spelling once. The package also
/// lists codes of airports, and machine transcriptions from other scripts, which have no capital letter.
fn alternates(place: &Place) -> Vec<&str> {
    let mut keys = vec![fold(&place.name)];
    let mut kept = Vec::new();
    for name in &place.alternates {
        let key = fold(name);
        let latin = name.chars().all(|c| c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c) || c == '’');
        let code = name.len() == 3 && name.chars().all(|c| c.is_ascii_uppercase());
        let transcription = !name.chars().any(char::is_uppercase);
        if latin
            && !code
            && !transcription
            && !name.contains(['|', '\t', '\n'])
            && !key.is_empty()
            && !keys.contains(&key)
        {
            keys.push(key);
            kept.push(name.as_str());
        }
    }
    kept
}
