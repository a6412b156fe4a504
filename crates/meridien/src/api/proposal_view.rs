//! The documents about proposals that programs send and are given.

use std::collections::BTreeMap;

use chrono::SecondsFormat;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::problem::Anomaly;
use super::record_schema::Record;
use crate::declaration::draft::Draft;
use crate::declaration::work::Work;
use crate::declaration::{duplicates as declared, json};
use crate::journal::{Claim, Outcome, Proposal};
use crate::value::{Id, Text};
use crate::web::{self, Visit};

/// A proposal to be begun. Whatever is absent is as in an empty declaration, or as in the record to be corrected.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "it describes what is read, and is never made")]
pub(super) struct NewProposal {
    /// What the record says, merged into what the proposal begins with (RFC 7396).
    record: Option<Record>,
    /// The published record to be corrected; a new one is proposed where it is absent.
    corrects: Option<Id>,
    /// The authority for which it is declared; needed where the account acts for several.
    organisation: Option<Id>,
    /// A name of the program's own: asked again under it, nothing is begun twice.
    #[schema(max_length = 2000)]
    reference: Option<String>,
    /// What changes and why, for the history.
    #[schema(max_length = 2000)]
    reason: Option<String>,
    /// Why warnings are no mistake, each under its code, a space and its path.
    words: Option<BTreeMap<String, Option<String>>>,
}

/// A proposal, whole: a member of the record that is absent is emptied.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "it describes what is read, and is never made")]
pub(super) struct WholeProposal {
    /// What the record says.
    record: Record,
    /// What changes and why.
    #[schema(max_length = 2000)]
    reason: Option<String>,
    /// Why warnings are no mistake.
    words: Option<BTreeMap<String, Option<String>>>,
}

/// What changes of a proposal (RFC 7396): null empties a member, lists are replaced whole.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "it describes what is read, and is never made")]
pub(super) struct PartProposal {
    /// What changes of the record.
    record: Option<Record>,
    /// What changes and why.
    #[schema(max_length = 2000)]
    reason: Option<String>,
    /// Why warnings are no mistake; null takes a word back.
    words: Option<BTreeMap<String, Option<String>>>,
}

/// What is said while handing in.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "it describes what is read, and is never made")]
pub(super) struct Submission {
    /// What changes and why.
    #[schema(max_length = 2000)]
    reason: Option<String>,
    /// Why warnings are no mistake.
    words: Option<BTreeMap<String, Option<String>>>,
}

/// A proposal.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProposalView {
    /// Its identifier.
    id: Id,
    /// `draft`, `submitted` (it waits for validation), `returned` (see `remarks`), `published` or `discarded`.
    state: &'static str,
    /// How many times it was saved: what `If-Match` names.
    edit: Option<i32>,
    /// The identifier that its record has, or will have.
    record_id: Id,
    /// The version of the record that it corrects; null for a new record.
    corrects: Option<i32>,
    /// The authority for which it is declared.
    organisation: Option<Id>,
    /// The name that the program gave it.
    reference: Option<String>,
    /// What changes and why.
    reason: Option<String>,
    /// Why warnings are no mistake.
    words: BTreeMap<String, String>,
    /// What the record says; null once the proposal has ended.
    #[schema(value_type = Option<Record>)]
    record: Option<Value>,
    /// Whether nothing keeps it from being handed in.
    ready: bool,
    /// Everything to be said of the record.
    anomalies: Vec<Anomaly>,
    /// Why it was sent back.
    returned: Option<String>,
    /// What the validator asks, by path.
    remarks: BTreeMap<String, String>,
    /// When it was last saved (UTC).
    #[schema(format = "date-time")]
    saved_at: String,
    /// Its own address.
    #[schema(format = "uri")]
    address: String,
    /// Where people see it, or the published record; null where it was discarded before any was published.
    #[schema(format = "uri")]
    page: Option<String>,
}

impl ProposalView {
    /// A proposal under way; `ready` where nothing keeps it from being handed in.
    pub(super) fn of(visit: &Visit, work: &Work, reference: Option<String>, ready: bool) -> ProposalView {
        let (l, today, proposal, draft) = (visit.locale, (visit.app.today)(), &work.proposal, &work.draft);
        ProposalView {
            id: proposal.id,
            state: proposal.state.as_str(),
            edit: Some(proposal.edit),
            record_id: proposal.record,
            corrects: Some(proposal.base).filter(|base| *base > 0),
            organisation: draft.on_behalf_of,
            reference,
            reason: draft.reason.clone(),
            words: draft.words.clone(),
            record: Some(json::shown(draft)),
            ready,
            anomalies: Anomaly::all(draft, today, l),
            returned: proposal.reason.clone(),
            remarks: draft.remarks.clone(),
            saved_at: proposal.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            address: address(visit, proposal.id),
            page: Some(page(visit, &format!("/declarer/{}", proposal.id))),
        }
    }

    /// A proposal that has ended.
    pub(super) fn ended(visit: &Visit, claim: &Claim) -> ProposalView {
        let is_published = claim.base > 0 || claim.outcome == Some(Outcome::Published);
        ProposalView {
            id: claim.proposal,
            state: claim.outcome.map_or("discarded", |outcome| outcome.as_str()),
            edit: None,
            record_id: claim.record,
            corrects: Some(claim.base).filter(|base| *base > 0),
            organisation: None,
            reference: Some(claim.name.clone()).filter(|name| *name != claim.proposal.to_string()),
            reason: None,
            words: BTreeMap::new(),
            record: None,
            ready: false,
            anomalies: Vec::new(),
            returned: None,
            remarks: BTreeMap::new(),
            saved_at: claim.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            address: address(visit, claim.proposal),
            page: is_published.then(|| page(visit, &format!("/partenariats/{}", claim.record))),
        }
    }

    /// Its own address.
    pub(super) fn address(&self) -> &str {
        &self.address
    }
}

fn address(visit: &Visit, id: Id) -> String {
    format!("{}/api/v1/proposals/{id}", visit.app.settings.public_address)
}

fn page(visit: &Visit, path: &str) -> String {
    format!("{}{}", visit.app.settings.public_address, visit.locale.href(path))
}

/// A proposal in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProposalSummary {
    /// Its identifier.
    id: Id,
    /// `draft`, `submitted` or `returned`.
    state: &'static str,
    /// How many times it was saved.
    edit: i32,
    /// The identifier that its record has, or will have.
    record_id: Id,
    /// The version of the record that it corrects; null for a new record.
    corrects: Option<i32>,
    /// The authority for which it is declared.
    organisation: Option<Id>,
    /// The name that the program gave it.
    reference: Option<String>,
    /// The record's title.
    title: Text,
    /// When it was last saved (UTC).
    #[schema(format = "date-time")]
    saved_at: String,
    /// Its own address.
    #[schema(format = "uri")]
    address: String,
}

impl ProposalSummary {
    /// A proposal, with the name under which it was begun.
    pub(super) fn of(visit: &Visit, proposal: &Proposal, draft: &Draft, name: Option<String>) -> ProposalSummary {
        ProposalSummary {
            id: proposal.id,
            state: proposal.state.as_str(),
            edit: proposal.edit,
            record_id: proposal.record,
            corrects: Some(proposal.base).filter(|base| *base > 0),
            organisation: draft.on_behalf_of,
            reference: name.filter(|name| *name != proposal.id.to_string()),
            title: draft.partnership().title,
            saved_at: proposal.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            address: address(visit, proposal.id),
        }
    }
}

/// What would be said of a proposal, of which nothing was kept.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Checked {
    /// Whether nothing would keep it from being handed in.
    pub(super) ready: bool,
    /// Everything to be said of the record.
    pub(super) anomalies: Vec<Anomaly>,
    /// Published records that it may repeat.
    pub(super) duplicates: Vec<Duplicate>,
    /// The record as it was understood.
    #[schema(value_type = Record)]
    pub(super) record: Value,
}

/// A published record of the same ends in the same years.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Duplicate {
    /// The record.
    id: Id,
    /// Its title.
    title: Text,
    /// Where it is read.
    #[schema(format = "uri")]
    address: String,
}

/// The records that a proposal may repeat.
pub(super) async fn duplicates(visit: &Visit, work: &Work) -> web::Result<Vec<Duplicate>> {
    let found = declared::find(&visit.app, &work.partnership(), work.proposal.record).await?;
    let origin = &visit.app.settings.public_address;
    let address = |id: Id| format!("{origin}/api/v1/partnerships/{id}");
    Ok(found.into_iter().map(|card| Duplicate { address: address(card.id), id: card.id, title: card.title }).collect())
}
