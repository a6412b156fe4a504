//! The queue as tests want it.

use crate::journal::db::execute;
use crate::journal::{Journal, Result};

/// Puts the jobs whose keys begin so into a state.
pub async fn set_state(journal: &Journal, begin: &str, state: &str) -> Result<()> {
    execute!(journal.database(), "UPDATE job SET state = $1 WHERE key LIKE $2", state, format!("{begin}%"));
    Ok(())
}
