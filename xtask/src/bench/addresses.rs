//! What readers ask for.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};

use super::client::Client;
use super::load;

/// Words as people type them.
const WORDS: [&str; 8] =
    ["", "eau", "%C3%A9cole", "assainissement", "jumelage%20jeunesse", "sante", "Bamako", "agriculture%20formation"];
/// What they narrow them by, or how they look at them.
const FILTERS: [&str; 5] =
    ["", "pays=ML", "statut=active&debut=2010-2019", "theme=4&tri=montant", "region=002&vue=tableau"];
/// How many records' pages are asked for in turn: more than the program keeps.
const RECORDS: usize = 8000;
/// Pages of the list for each one that they are taken from.
const STEP: usize = 50;

/// Searches: each word with each filter, those that find anything.
pub fn searches(client: &mut Client) -> Result<Vec<String>> {
    let mut addresses = Vec::new();
    for words in WORDS {
        for filter in FILTERS {
            let address = format!("/fr/partenariats?q={words}&{filter}");
            if client.get(&address, "")?.status == 200 {
                addresses.push(address);
            }
        }
    }
    let pages = [2, 3, 10, 50].map(|page| format!("/fr/partenariats?page={page}"));
    addresses.extend(pages);
    ensure!(addresses.len() >= 40, "only {} searches can be asked", addresses.len());
    Ok(addresses)
}

/// Those of the searches that have words, never the same twice.
pub fn never_asked(searches: &[String]) -> Vec<String> {
    searches.iter().filter(|address| address.contains("?q=")).map(|address| load::asked_anew(address)).collect()
}

/// Pages of that many records, from all over a register of `partnerships`.
pub fn records(client: &mut Client, partnerships: u32) -> Result<Vec<String>> {
    let step = (partnerships as usize / RECORDS).clamp(1, STEP);
    let mut found = BTreeSet::new();
    for page in 1..=RECORDS.min(partnerships as usize) / 20 {
        let list = client.page(&format!("/fr/partenariats?page={}", page * step))?;
        found.extend(links(&list, "/fr/partenariats/"));
    }
    Ok(found.into_iter().collect())
}

/// The page of some record.
pub fn one_record(client: &mut Client) -> Result<String> {
    let list = client.page("/fr/partenariats")?;
    links(&list, "/fr/partenariats/").pop_first().ok_or_else(|| anyhow::anyhow!("the list names no record"))
}

/// The constant file whose size is nearest to `bytes`, and its size: the style sheets and scripts of the map's page.
pub fn constant(client: &mut Client, bytes: u64) -> Result<(String, u64)> {
    let page = client.page("/fr/partenariats?vue=carte")?;
    let mut nearest: Option<(String, u64)> = None;
    for address in links(&page, "/assets/") {
        let size = client.get(&address, "")?.bytes;
        if nearest.as_ref().is_none_or(|(_, best)| size.abs_diff(bytes) < best.abs_diff(bytes)) {
            nearest = Some((address, size));
        }
    }
    nearest.ok_or_else(|| anyhow::anyhow!("the map's page names no file"))
}

/// The addresses under `prefix` in a page, each once.
fn links(page: &str, prefix: &str) -> BTreeSet<String> {
    let quoted = page.split('"').filter(|text| text.starts_with(prefix) && !text.contains(['?', '<']));
    quoted.map(str::to_owned).collect()
}
