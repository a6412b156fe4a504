//! A party's word that a published record is true, or what is not.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::private;
use super::document::Document;
use super::proposals::writer;
use crate::account::Keyed;
use crate::confirmation::pages::read_answer;
use crate::confirmation::voice::Subject;
use crate::journal::Kind;
use crate::value::Id;
use crate::web::error::Fault;
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Visit, record};

/// A party's word.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "it describes what is read, and is never made")]
pub(super) struct Word {
    /// The party; needed where the key speaks for several.
    party: Option<Id>,
    /// The version of the record that was looked at: the newest.
    version: i32,
    /// Whether it is true.
    agreed: bool,
    /// What is not; needed where it is not true. Everyone reads it.
    #[schema(max_length = 2000)]
    remark: Option<String>,
}

/// A party's word, as it stands on the record.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Said {
    /// The record.
    partnership: Id,
    /// The party.
    party: Id,
    /// On what day.
    on: NaiveDate,
    /// Whether it is true.
    agreed: bool,
    /// The version that was looked at.
    version: i32,
    /// What is not true.
    remark: Option<String>,
    /// The diplomatic post that spoke for the party.
    post: Option<Id>,
}

#[utoipa::path(post, path = "/api/v1/partnerships/{id}/confirmations", operation_id = "confirmPartnership", params(("id" = Id, Path)),
    request_body = Word,
    responses((status = 201, body = Said), (status = 301)))]
pub(super) async fn confirm(
    visit: Visit,
    keyed: Keyed,
    Path(code): Path<String>,
    mut document: Document,
) -> web::Result {
    Parameters::of(&visit).finish()?;
    let account = writer(&keyed)?;
    let (party, version) = (document.id("party"), document.number("version"));
    let (agreed, remark) = (document.yes("agreed"), document.text("remark"));
    let remark = remark.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    for (name, there) in [
        ("version", version.is_some()),
        ("agreed", agreed.is_some()),
        ("remark", agreed != Some(false) || remark.is_some()),
    ] {
        if !there && !document.has(name) {
            document.need(name);
        }
    }
    document.finish()?;
    let address = |id| format!("/api/v1/partnerships/{id}/confirmations");
    let revision = record::find_at(&visit, Kind::Partnership, &code, address).await?;
    let subject = Subject::load(&visit.app, revision).await?;
    let voices = subject.voices(account, visit.app.settings.home_country);
    let voice = match (party, &voices[..]) {
        (_, []) => return Err(Error::Forbidden),
        (None, [only]) => only,
        (None, _) => return Err(Error::BadRequest(vec![Fault::missing("party")])),
        (Some(party), all) => all.iter().find(|voice| voice.party == party).ok_or(Error::Forbidden)?,
    };
    if version != Some(subject.revision.version) {
        return Err(Error::Refused(StatusCode::CONFLICT, "api-version-passed"));
    }
    if let Some(why) = subject.refuses(voice).filter(|_| agreed == Some(true)) {
        return Err(Error::Refused(StatusCode::CONFLICT, why));
    }
    let remark = read_answer(if agreed == Some(true) { "oui" } else { "non" }, remark.as_deref().unwrap_or_default());
    let remark = remark.map_err(|fault| Error::Refused(StatusCode::UNPROCESSABLE_ENTITY, fault))?;
    let word = subject.say(&visit.app, account, voice, remark, None).await?;
    let said = Said {
        partnership: word.partnership,
        party: word.party,
        on: word.on,
        agreed: word.agreed,
        version: word.version,
        remark: word.remark,
        post: word.post,
    };
    Ok((StatusCode::CREATED, private(&visit, &said)?).into_response())
}
