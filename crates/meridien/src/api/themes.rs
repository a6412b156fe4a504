//! The vocabulary of themes, whole.

use super::answer::{Listed, listed, raw};
use crate::exports::{self, Theme};
use crate::journal::{Kind, Revision};
use crate::web::parameters::Parameters;
use crate::web::{self, Visit};

/// Terms of a vocabulary that people can choose from: fewer than this.
const MOST: i64 = 1000;

#[utoipa::path(get, path = "/api/v1/themes", operation_id = "listThemes",
    responses((status = 200, body = Listed<Theme>)))]
pub(super) async fn list(visit: Visit) -> web::Result {
    Parameters::of(&visit).finish()?;
    let position = visit.app.position.get();
    let mut revisions = visit.app.journal.list(Kind::Theme, None, MOST).await?;
    revisions.sort_by_cached_key(code);
    let items = raw(revisions.iter().map(exports::form).collect::<Result<_, _>>()?)?;
    listed(&visit, &Listed { total: items.len() as u64, items, next: None, position })
}

/// Its place in the vocabulary.
fn code(revision: &Revision) -> Option<u64> {
    crate::theme::number(&revision.read::<crate::theme::Theme>().ok()?.code)
}
