//! What words that are being typed may mean.

use super::answer::json;
use super::parameters::Words;
use crate::suggestion::{Group, suggestions};
use crate::web::{self, Visit};

#[utoipa::path(get, path = "/api/v1/suggestions", operation_id = "suggest", params(Words),
    responses((status = 200, body = Vec<Group>)))]
pub(super) async fn show(visit: Visit) -> web::Result {
    let groups = suggestions(&visit).await?;
    json(&visit, &groups, None)
}
