//! The index of the offline search: scripts that a page loads one by one, since from a disk it may load nothing else.
//!
//! `m-ea.js` holds the words that begin with `ea`, each with the numbers of its records (each less the one before);
//! `f-0.js` the first [`BLOCK`] records, by number. A search loads a file per word typed, and those of the records shown.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde_json::json;

use super::address::Addresses;
use super::lists::{Lists, words};

/// Records in a file.
pub(super) const BLOCK: usize = 500;

/// Writes the index of `lists` into `folder`; the records' files are told from the folder above.
///
/// # Errors
/// When the disk refuses.
pub(super) fn write(lists: &Lists, addresses: &Addresses, folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut files: BTreeMap<String, BTreeMap<String, Vec<usize>>> = BTreeMap::new();
    let mut rows = Vec::new();
    for (number, entry) in lists.all().enumerate() {
        let mut found = words(&format!("{} {} {}", entry.title, entry.about, entry.words));
        found.sort();
        found.dedup();
        for word in found {
            files.entry(key(&word)).or_default().entry(word).or_default().push(number);
        }
        // The search page is in the language's folder, as what its links are told from.
        let file = addresses.file(&entry.address).unwrap_or_default();
        let file = file.split_once('/').map_or(file.as_str(), |(_, rest)| rest);
        rows.push(json!([file, entry.title, entry.about]));
    }
    for (key, words) in files {
        let words: BTreeMap<String, Vec<usize>> =
            words.into_iter().map(|(word, numbers)| (word, steps(&numbers))).collect();
        std::fs::write(
            folder.join(format!("m-{key}.js")),
            format!("edition.words({},{});\n", json!(key), json!(words)),
        )?;
    }
    for (number, rows) in rows.chunks(BLOCK).enumerate() {
        std::fs::write(folder.join(format!("f-{number}.js")), format!("edition.records({number},{});\n", json!(rows)))?;
    }
    Ok(())
}

/// The name of the file of a word: its first two characters, those beyond a to z and 0 to 9 by their numbers.
pub(super) fn key(word: &str) -> String {
    let name = |c: char| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("_{:x}", u32::from(c)) };
    word.chars().take(2).map(name).collect()
}

fn steps(numbers: &[usize]) -> Vec<usize> {
    let before = [0].into_iter().chain(numbers.iter().copied());
    numbers.iter().zip(before).map(|(number, before)| number - before).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_a_file_whatever_its_script() {
        assert_eq!(
            ["eau", "a", "1er", "水", "ирпень"].map(key),
            ["ea", "a", "1e", "_6c34", "_438_440"].map(str::to_owned)
        );
        assert_eq!(steps(&[0, 3, 4]), [0, 3, 1]);
    }
}
