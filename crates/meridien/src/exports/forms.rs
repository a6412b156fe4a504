//! The public form of each kind of record, as `docs/EXPORT.md` describes it.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::confirmation;
use crate::journal::{Journal, JournalError, Kind, Result, Revision};
use crate::partnership::export::{View, json};
use crate::value::Id;

/// The public forms of published revisions of one kind, as JSON.
///
/// # Errors
/// When a body is unreadable or the journal cannot be read.
pub async fn forms(journal: &Journal, view: View, revisions: &[Revision]) -> Result<Vec<String>> {
    let is_partnership =
        revisions.first().is_some_and(|first| matches!(first.kind, Kind::Partnership | Kind::Activity));
    if !is_partnership {
        return revisions.iter().map(form).collect();
    }
    let ids: Vec<Id> = revisions.iter().map(|revision| revision.id).collect();
    let confirmations = confirmation::of(journal, &ids).await?;
    let of = |id: &Id| confirmations.get(id).map_or(&[][..], Vec::as_slice);
    revisions.iter().map(|revision| json(revision, of(&revision.id), view)).collect()
}

/// The public form of a record that is neither a partnership nor an activity: its body, with identifier and type before.
///
/// # Errors
/// When the body is unreadable.
pub fn form(revision: &Revision) -> Result<String> {
    #[derive(Serialize)]
    struct Form {
        id: Id,
        r#type: &'static str,
        #[serde(flatten)]
        body: Map<String, Value>,
    }
    let form = Form { id: revision.id, r#type: revision.kind.as_str(), body: revision.read()? };
    serde_json::to_string(&form).map_err(|cause| JournalError::Body { kind: revision.kind, id: revision.id, cause })
}

/// What [`form`] gives, described for programs.
macro_rules! described {
    ($($(#[$doc:meta])* $name:ident: $body:path;)*) => {$(
        $(#[$doc])*
        #[derive(ToSchema)]
        #[allow(dead_code, reason = "it describes what is written, and is never made")]
        pub(crate) struct $name {
            /// Its identifier.
            id: Id,
            /// What it is.
            r#type: String,
            #[serde(flatten)]
            #[schema(inline)]
            body: $body,
        }
    )*};
}

described! {
    /// Anything that acts: a local authority, a ministry, a diplomatic post, an association.
    Organisation: crate::organisation::Organisation;
    /// A place with a code, a point and a parent.
    Territory: crate::territory::Territory;
    /// A term of the vocabulary of themes.
    Theme: crate::theme::Theme;
    /// What several partnerships belong to.
    Programme: crate::programme::Programme;
    /// A party's word that a record is true, or is not.
    Confirmation: crate::confirmation::Confirmation;
    /// What a diplomatic post or the ministry notes on a record.
    Annotation: crate::annotation::Annotation;
}
