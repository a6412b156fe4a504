//! What has changed since a position: how a copy is kept up with the register.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::listing::{MOST, nearest_number, next_address};
use super::parameters::Since;
use crate::journal::{Kind, Revision};
use crate::partnership::reason;
use crate::value::Id;
use crate::web::parameters::Parameters;
use crate::web::{self, Locale, Visit};

/// A record that has changed, as it is now: what it was in between is in its history.
#[derive(Debug, Serialize, ToSchema)]
struct Changed {
    /// The position of the change.
    position: i64,
    /// What kind of record it is.
    r#type: &'static str,
    /// The record.
    id: Id,
    /// Its version: 1, 2, ...
    version: i32,
    /// `published`, `withdrawn` or `merged`.
    change: &'static str,
    /// When (UTC).
    #[schema(format = "date-time")]
    at: String,
    /// The role of its author.
    by: String,
    /// Why, in the author's words.
    reason: Option<String>,
    /// The record into which it was merged.
    merged_into: Option<Id>,
    /// The partnership that a confirmation or annotation is about.
    partnership: Option<Id>,
    /// Where the record is read, for the kinds that have an address here; for a confirmation or annotation its
    /// partnership.
    address: Option<String>,
}

/// What a confirmation and an annotation have in common.
#[derive(Deserialize)]
struct About {
    partnership: Id,
}

/// The records changed after a position, in the order of their last change.
#[derive(Debug, Serialize, ToSchema)]
struct Changes {
    /// The records.
    items: Vec<Changed>,
    /// The address of those that follow; asked again later, it gives what has changed meanwhile.
    next: String,
    /// Whether there are more now.
    more: bool,
    /// The position of the register that the answer shows.
    position: i64,
}

#[utoipa::path(get, path = "/api/v1/changes", operation_id = "listChanges", params(Since),
    responses((status = 200, body = Changes)))]
pub(super) async fn list(visit: Visit) -> web::Result {
    let newest = visit.app.journal.position().await?;
    let mut parameters = Parameters::of(&visit);
    // Whoever has read further has read another register: this one may have been restored from an older backup.
    let nearest = |text: &str| nearest_number(text, 0, newest);
    parameters.once("since");
    let since =
        parameters.values("since", |text| text.parse().ok().filter(|since| (0..=newest).contains(since)), nearest);
    let since: i64 = since.first().copied().unwrap_or_default();
    let kinds = parameters.words("kind", Kind::ALL, Kind::as_str);
    parameters.finish()?;
    let (journal, limit) = (&visit.app.journal, MOST as i64);
    let revisions = match &kinds[..] {
        [] => journal.follow(since, limit).await?,
        kinds => journal.follow_kinds(kinds, since, limit).await?,
    };
    let more = revisions.len() == MOST;
    let last = revisions.last().map_or(since, |last| last.seq);
    let position = last.max(newest);
    // Up to here, whatever is not among the changes is of another kind: nobody need look at it again.
    let last = if more { last } else { position };
    let origin = &visit.app.settings.public_address;
    let body = Changes {
        next: next_address(&visit, "since", &last.to_string()),
        items: revisions.into_iter().map(|revision| changed(origin, visit.locale, revision)).collect(),
        more,
        position,
    };
    json(&visit, &body, body.more.then_some(body.next.as_str()))
}

fn changed(origin: &str, l: Locale, revision: Revision) -> Changed {
    let reason = reason::shown(l, &revision);
    let about = match revision.kind {
        // One that was taken back has no body: it is among the records that changed all the same.
        Kind::Confirmation | Kind::Annotation => revision.read().ok().map(|About { partnership }| partnership),
        _ => None,
    };
    let place = match revision.kind {
        Kind::Partnership | Kind::Activity => Some(("partnerships", revision.id)),
        Kind::Confirmation | Kind::Annotation => about.map(|partnership| ("partnerships", partnership)),
        Kind::Organisation => Some(("organisations", revision.id)),
        Kind::Territory => Some(("territories", revision.id)),
        _ => None,
    };
    Changed {
        position: revision.seq,
        r#type: revision.kind.as_str(),
        id: revision.id,
        version: revision.version,
        change: revision.change.as_str(),
        at: revision.at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        by: revision.author.role.clone(),
        merged_into: revision.merged_into(),
        partnership: about,
        address: place.map(|(collection, id)| format!("{origin}/api/v1/{collection}/{id}")),
        reason,
    }
}
