//! The hand-written tables of `xtask/data-sources` and `crates/meridien/data`: tab-separated, `#` comments, a header.

use std::path::Path;

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;

/// The rows of `xtask/data-sources/{file}`.
pub fn read<T: DeserializeOwned>(file: &str) -> Result<Vec<T>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data-sources").join(file);
    csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .comment(Some(b'#'))
        .quoting(false)
        .from_path(&path)
        .with_context(|| path.display().to_string())?
        .deserialize()
        .collect::<Result<_, _>>()
        .with_context(|| path.display().to_string())
}
