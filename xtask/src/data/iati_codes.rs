//! The code lists by which `meridien-iati` checks files: of each list that the standard names for an attribute, its codes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use quick_xml::de::from_str;
use serde::Deserialize;

use super::code_lists::Document;
use super::output::Table;
use super::packages::{IATI, Packages};

const FOLDER: &str = "pyIATI-0.4.1/iati/resources/standard/2-03";

/// Lists that are part of the standard: they change with a version only.
const EMBEDDED: [&str; 8] = [
    "ActivityDateType",
    "ActivityStatus",
    "BudgetStatus",
    "BudgetType",
    "DocumentCategory",
    "OrganisationRole",
    "RelatedActivityType",
    "TransactionType",
];

/// A list of what is not checked: any media type is one.
const LEFT_OUT: &str = "FileFormat";

#[derive(Deserialize)]
struct Mappings {
    mapping: Vec<Mapping>,
}

#[derive(Deserialize)]
struct Mapping {
    codelist: Reference,
}

#[derive(Deserialize)]
struct Reference {
    #[serde(rename = "@ref")]
    name: String,
}

/// Numbers by size, then words.
type Code = (u32, String);

/// Writes `crates/meridien-iati/data/codes.tsv`; the codes that came after the package are those of `code-lists.tsv`.
pub fn build(packages: &Packages, root: &Path) -> Result<()> {
    let mappings: Mappings = from_str(&packages.text(IATI, &format!("{FOLDER}/codelist-mapping.xml"))?)?;
    let names: BTreeSet<String> = mappings.mapping.into_iter().map(|mapping| mapping.codelist.name).collect();
    let later = later(root)?;
    let mut table = Table::new(&["list", "kept", "codes"]);
    for name in names.iter().filter(|name| *name != LEFT_OUT) {
        let file = packages.text(IATI, &format!("{FOLDER}/codelists/{name}.xml"))?;
        let document: Document = from_str(&file).with_context(|| name.clone())?;
        let of_package = document.items.items.iter().map(|item| item.code.trim());
        let codes: BTreeSet<Code> =
            of_package.chain(later.get(name).into_iter().flatten().map(String::as_str)).map(code).collect();
        let codes: Vec<String> = codes.into_iter().map(|(_, code)| code).collect();
        let kept = if EMBEDDED.contains(&name.as_str()) { "embedded" } else { "open" };
        table.push(&[name, kept, &codes.join(" ")])?;
    }
    let path = root.join("crates/meridien-iati/data/codes.tsv");
    fs::write(&path, table.text()).with_context(|| path.display().to_string())?;
    println!("codes.tsv: {} rows, {} kB", table.rows(), table.text().len().div_ceil(1000));
    Ok(())
}

fn code(text: &str) -> Code {
    (text.parse().unwrap_or(u32::MAX), text.to_owned())
}

/// The codes of the lists that the program has labels for.
fn later(root: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let text = fs::read_to_string(root.join("crates/meridien/data/code-lists.tsv"))?;
    let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in text.lines().skip(1).filter(|row| !row.starts_with('#')) {
        if let [list, code, ..] = row.split('\t').collect::<Vec<_>>()[..] {
            lists.entry(list.to_owned()).or_default().push(code.to_owned());
        }
    }
    Ok(lists)
}
