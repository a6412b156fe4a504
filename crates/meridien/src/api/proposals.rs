//! Proposals: an authority's own software declares and corrects, by the rules and the steps of the pages (`declaration`).

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use serde_json::Value;

use super::answer::{Listed, private};
use super::document::Document;
use super::problem::{Anomaly, refuse};
use super::proposal_view::{
    Checked, NewProposal, PartProposal, ProposalSummary, ProposalView, Submission, WholeProposal, duplicates,
};
use crate::account::{Account, Keyed};
use crate::app::State;
use crate::declaration::draft::Draft;
use crate::declaration::work::{self, Work};
use crate::declaration::workflow::{Refusal, Step};
use crate::declaration::{json, program, start};
use crate::journal::{Claim, Kind, Outcome, ProposalState};
use crate::value::Id;
use crate::web::error::Fault;
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Visit, record};

/// The account of a key that may write.
pub(super) fn writer(keyed: &Keyed) -> web::Result<&Account> {
    match keyed.key.writes {
        true => Ok(&keyed.account),
        false => Err(Error::Refused(StatusCode::FORBIDDEN, "api-key-reads")),
    }
}

/// A proposal that a key may see: one of the organisation to which it is tied, if it is tied to one.
async fn find(app: &State, keyed: &Keyed, code: &str) -> web::Result<Work> {
    let work = Work::load(app, keyed.account.clone(), code).await?;
    let tied = keyed.key.organisation;
    if tied.is_none() || work.draft.on_behalf_of == tied { Ok(work) } else { Err(Error::NotFound) }
}

/// The edit count that a request names in `If-Match`; none where it names any.
fn condition(headers: &HeaderMap) -> web::Result<Option<i32>> {
    let Some(value) = headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok()) else {
        return Err(Error::Refused(StatusCode::PRECONDITION_REQUIRED, "api-condition-means"));
    };
    if value.trim() == "*" {
        return Ok(None);
    }
    let tag = value.trim().trim_start_matches("W/").trim_matches('"');
    tag.parse().map(Some).map_err(|_| STALE)
}

const STALE: Error = Error::Refused(StatusCode::PRECONDITION_FAILED, "api-stale-means");

/// Refuses a request that was made after an older state than the one there is.
fn expect(work: &Work, edit: Option<i32>) -> web::Result<()> {
    if edit.is_none_or(|edit| edit == work.proposal.edit) { Ok(()) } else { Err(STALE) }
}

/// As [`expect`], where the request names a state at all.
fn expect_if_named(work: &Work, headers: &HeaderMap) -> web::Result<()> {
    match headers.contains_key(header::IF_MATCH) {
        true => expect(work, condition(headers)?),
        false => Ok(()),
    }
}

/// Refuses a step that cannot be taken, or not by this account.
fn check(work: &Work, step: Step) -> web::Result<()> {
    match work.refusal(step) {
        None => Ok(()),
        Some(Refusal::NotFromHere) => Err(Error::Refused(StatusCode::CONFLICT, "api-conflict-means")),
        Some(Refusal::NotAllowed) => Err(Error::Forbidden),
    }
}

/// A proposal as an answer, with its edit count as ETag.
async fn answer(visit: &Visit, work: &Work, status: StatusCode) -> web::Result {
    let claim = visit.app.journal.claim_on(work.proposal.id).await?;
    let reference = claim.map(|claim| claim.name).filter(|name| *name != work.proposal.id.to_string());
    let ready = work.obstacles(&visit.app, visit.locale).await?.is_empty();
    let view = ProposalView::of(visit, work, reference, ready);
    let mut response = private(visit, &view)?;
    let etag = HeaderValue::try_from(format!("\"{}\"", work.proposal.edit)).map_err(anyhow::Error::from)?;
    response.headers_mut().insert(header::ETAG, etag);
    if status == StatusCode::CREATED {
        let location = HeaderValue::try_from(view.address()).map_err(anyhow::Error::from)?;
        response.headers_mut().insert(header::LOCATION, location);
    }
    *response.status_mut() = status;
    Ok(response)
}

#[utoipa::path(get, path = "/api/v1/proposals", operation_id = "listProposals", params(super::parameters::Own),
    responses((status = 200, body = Listed<ProposalSummary>)))]
pub(super) async fn list(visit: Visit, keyed: Keyed) -> web::Result {
    let mut parameters = Parameters::of(&visit);
    let state = parameters.values("state", |text| text.parse::<ProposalState>().ok(), |_| Some("draft".into()));
    let reference = parameters.values("reference", |text| Some(text.to_owned()), |_| None);
    parameters.finish()?;
    let (journal, account) = (&visit.app.journal, &keyed.account);
    let claims = journal.claims_by(account.id).await?;
    let mut items = Vec::new();
    for proposal in journal.proposals_by(&account.id.to_string()).await? {
        let draft = Draft::read(&proposal)?;
        let name = claims.iter().find(|claim| claim.proposal == proposal.id).map(|claim| claim.name.clone());
        let tied = keyed.key.organisation.is_none() || draft.on_behalf_of == keyed.key.organisation;
        let asked = state.is_empty() || state.contains(&proposal.state);
        if tied && asked && (reference.is_empty() || name.as_ref().is_some_and(|name| reference.contains(name))) {
            items.push(ProposalSummary::of(&visit, &proposal, &draft, name));
        }
    }
    private(&visit, &Listed { total: items.len() as u64, items, next: None, position: visit.app.position.get() })
}

/// What a request to begin a proposal says.
struct Begun {
    record: Option<Value>,
    corrects: Option<Id>,
    organisation: Option<Id>,
    reference: Option<String>,
    reason: Option<String>,
    words: BTreeMap<String, String>,
    digest: String,
}

impl Begun {
    fn read(mut document: Document) -> web::Result<Begun> {
        let begun = Begun {
            record: document.value("record"),
            corrects: document.id("corrects"),
            organisation: document.id("organisation"),
            reference: document.text("reference").filter(|text| !text.is_empty()),
            reason: document.text("reason"),
            words: words(document.texts("words")),
            digest: document.digest().to_owned(),
        };
        document.finish()?;
        Ok(begun)
    }

    /// The proposal that it asks for, not stored yet.
    async fn work(self, visit: &Visit, keyed: &Keyed) -> web::Result<Work> {
        let (app, l, account) = (&visit.app, visit.locale, &keyed.account);
        let (mut draft, id, base) = match self.corrects {
            Some(id) => {
                let address = |id| format!("/api/v1/partnerships/{id}");
                let newest = record::find_at(visit, Kind::Partnership, &id.to_string(), address).await?;
                let draft = start::correction(&app.journal, account, &newest).await?;
                (draft, newest.id, newest.version)
            }
            None => {
                start::may_declare(account)?;
                let authority = authority(keyed, self.organisation)?;
                (start::empty(app, l, authority).await?, Id::random(&mut rand::rng()), 0)
            }
        };
        if let Some(patch) = &self.record {
            let mut whole = json::shown(&draft);
            json::merge(&mut whole, patch);
            program::take(app, l, &mut draft, &whole).await?;
        }
        draft.reason = self.reason.filter(|reason| !reason.is_empty());
        draft.words = self.words;
        let mut work = work::begin(&app.journal, account.clone(), draft, id, base, (app.now)()).await?;
        check(&work, Step::Save)?;
        work.step(Step::Save)?;
        Ok(work)
    }
}

/// The words that are given, without those that are empty.
fn words(sent: Option<BTreeMap<String, Option<String>>>) -> BTreeMap<String, String> {
    let given = sent.into_iter().flatten().filter_map(|(key, word)| Some((key, word?)));
    given.filter(|(_, word)| !word.is_empty()).collect()
}

/// The authority for which a program declares: the one that it names, that of its key, or the only one of its account.
fn authority(keyed: &Keyed, named: Option<Id>) -> web::Result<Option<Id>> {
    let own = work::authorities(&keyed.account);
    match named {
        Some(id) if own.contains(&id) => Ok(Some(id)),
        Some(_) => Err(Error::Forbidden),
        None if own.len() > 1 => Err(Error::BadRequest(vec![Fault::missing("organisation")])),
        None => Ok(own.first().copied()),
    }
}

#[utoipa::path(post, path = "/api/v1/proposals", operation_id = "beginProposal", request_body = NewProposal,
    responses((status = 201, body = ProposalView), (status = 200, body = ProposalView)))]
pub(super) async fn begin(visit: Visit, keyed: Keyed, document: Document) -> web::Result {
    Parameters::of(&visit).finish()?;
    writer(&keyed)?;
    let begun = Begun::read(document)?;
    let (journal, account) = (&visit.app.journal, keyed.account.id);
    let (reference, digest) = (begun.reference.clone(), begun.digest.clone());
    if let Some(name) = &reference
        && let Some(claim) = journal.claim_named(account, name).await?
        && let Some(known) = known(&visit, &keyed, &claim, &digest).await?
    {
        return Ok(known);
    }
    let mut work = begun.work(&visit, &keyed).await?;
    let drawn = work.proposal.id;
    let claim = Claim {
        account,
        name: reference.unwrap_or_else(|| drawn.to_string()),
        digest: digest.clone(),
        proposal: drawn,
        record: work.proposal.record,
        base: work.proposal.base,
        outcome: None,
        at: (visit.app.now)(),
    };
    // Two requests of one name at once, or one whose first try broke off, are about one proposal.
    let claim = journal.claim(&claim).await?;
    (work.proposal.id, work.proposal.record) = (claim.proposal, claim.record);
    if claim.digest == digest && work.store(journal, (visit.app.now)()).await? {
        return answer(&visit, &work, StatusCode::CREATED).await;
    }
    known(&visit, &keyed, &claim, &digest).await?.ok_or(STALE)
}

/// The answer about a proposal that was begun before; none where its first try broke off.
async fn known(
    visit: &Visit,
    keyed: &Keyed,
    claim: &Claim,
    digest: &str,
) -> web::Result<Option<axum::response::Response>> {
    if claim.digest != digest {
        return Err(Error::Refused(StatusCode::CONFLICT, "api-reference-used"));
    }
    if claim.outcome.is_some() {
        return private(visit, &ProposalView::ended(visit, claim)).map(Some);
    }
    if visit.app.journal.proposal(claim.proposal).await?.is_none() {
        return Ok(None);
    }
    let work = find(&visit.app, keyed, &claim.proposal.to_string()).await?;
    answer(visit, &work, StatusCode::OK).await.map(Some)
}

#[utoipa::path(post, path = "/api/v1/proposals/check", operation_id = "checkProposal", request_body = NewProposal,
    responses((status = 200, body = Checked)))]
pub(super) async fn check_only(visit: Visit, keyed: Keyed, document: Document) -> web::Result {
    Parameters::of(&visit).finish()?;
    let work = Begun::read(document)?.work(&visit, &keyed).await?;
    let (l, today) = (visit.locale, (visit.app.today)());
    let checked = Checked {
        ready: work.obstacles(&visit.app, l).await?.is_empty(),
        anomalies: Anomaly::all(&work.draft, today, l),
        duplicates: duplicates(&visit, &work).await?,
        record: json::shown(&work.draft),
    };
    private(&visit, &checked)
}

#[utoipa::path(get, path = "/api/v1/proposals/{id}", operation_id = "getProposal", params(("id" = Id, Path)),
    responses((status = 200, body = ProposalView)))]
pub(super) async fn one(visit: Visit, keyed: Keyed, Path(code): Path<String>) -> web::Result {
    Parameters::of(&visit).finish()?;
    if let Some(claim) = ended(&visit, &keyed, &code).await? {
        return private(&visit, &ProposalView::ended(&visit, &claim));
    }
    answer(&visit, &find(&visit.app, &keyed, &code).await?, StatusCode::OK).await
}

#[utoipa::path(put, path = "/api/v1/proposals/{id}", operation_id = "replaceProposal", params(("id" = Id, Path), super::parameters::Condition),
    request_body = WholeProposal,
    responses((status = 200, body = ProposalView)))]
pub(super) async fn replace(
    visit: Visit,
    keyed: Keyed,
    Path(code): Path<String>,
    headers: HeaderMap,
    mut document: Document,
) -> web::Result {
    let mut work = to_change(&visit, &keyed, &code, &headers).await?;
    let record = document.value("record");
    if record.is_none() {
        document.need("record");
    }
    work.draft.reason = document.text("reason").filter(|reason| !reason.is_empty());
    work.draft.words = words(document.texts("words"));
    document.finish()?;
    program::take(&visit.app, visit.locale, &mut work.draft, &record.unwrap_or_default()).await?;
    store(&visit, work).await
}

#[utoipa::path(patch, path = "/api/v1/proposals/{id}", operation_id = "changeProposal", params(("id" = Id, Path), super::parameters::Condition),
    request_body(content = PartProposal, content_type = "application/merge-patch+json"),
    responses((status = 200, body = ProposalView)))]
pub(super) async fn change(
    visit: Visit,
    keyed: Keyed,
    Path(code): Path<String>,
    headers: HeaderMap,
    mut document: Document,
) -> web::Result {
    let mut work = to_change(&visit, &keyed, &code, &headers).await?;
    let patch = document.value("record");
    explain(&mut work.draft, &mut document);
    document.finish()?;
    if let Some(patch) = patch {
        let mut whole = json::shown(&work.draft);
        json::merge(&mut whole, &patch);
        program::take(&visit.app, visit.locale, &mut work.draft, &whole).await?;
    }
    store(&visit, work).await
}

/// The name that the key's account gave to a proposal that has ended.
async fn ended(visit: &Visit, keyed: &Keyed, code: &str) -> web::Result<Option<Claim>> {
    let id: Id = code.parse().map_err(|_| Error::NotFound)?;
    let claim = visit.app.journal.claim_on(id).await?;
    Ok(claim.filter(|claim| claim.account == keyed.account.id && claim.outcome.is_some()))
}

/// Takes over the reason and the words of a document: one that is null goes, one that is absent stays.
fn explain(draft: &mut Draft, document: &mut Document) {
    if document.has("reason") {
        draft.reason = document.text("reason").filter(|reason| !reason.is_empty());
    }
    for (key, word) in document.texts("words").unwrap_or_default() {
        match word.filter(|word| !word.is_empty()) {
            Some(word) => _ = draft.words.insert(key, word),
            None => _ = draft.words.remove(&key),
        }
    }
}

/// A proposal that a key may change, in the state that the request names.
async fn to_change(visit: &Visit, keyed: &Keyed, code: &str, headers: &HeaderMap) -> web::Result<Work> {
    Parameters::of(visit).finish()?;
    writer(keyed)?;
    let mut work = find(&visit.app, keyed, code).await?;
    check(&work, Step::Save)?;
    expect(&work, condition(headers)?)?;
    work.step(Step::Save)?;
    Ok(work)
}

async fn store(visit: &Visit, mut work: Work) -> web::Result {
    match work.store(&visit.app.journal, (visit.app.now)()).await? {
        true => answer(visit, &work, StatusCode::OK).await,
        false => Err(STALE),
    }
}

#[utoipa::path(delete, path = "/api/v1/proposals/{id}", operation_id = "discardProposal", params(("id" = Id, Path), super::parameters::MaybeCondition),
    responses((status = 204)))]
pub(super) async fn discard(visit: Visit, keyed: Keyed, Path(code): Path<String>, headers: HeaderMap) -> web::Result {
    Parameters::of(&visit).finish()?;
    writer(&keyed)?;
    if let Some(claim) = ended(&visit, &keyed, &code).await? {
        return match claim.outcome {
            Some(Outcome::Discarded) => Ok(StatusCode::NO_CONTENT.into_response()),
            _ => Err(Error::Refused(StatusCode::CONFLICT, "api-ended")),
        };
    }
    let work = find(&visit.app, &keyed, &code).await?;
    check(&work, Step::Discard)?;
    expect_if_named(&work, &headers)?;
    visit.app.journal.discard_proposal(&work.proposal).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(post, path = "/api/v1/proposals/{id}/submit", operation_id = "submitProposal", params(("id" = Id, Path), super::parameters::MaybeCondition),
    request_body = Submission,
    responses((status = 200, body = ProposalView)))]
pub(super) async fn submit(
    visit: Visit,
    keyed: Keyed,
    Path(code): Path<String>,
    headers: HeaderMap,
    mut document: Document,
) -> web::Result {
    Parameters::of(&visit).finish()?;
    writer(&keyed)?;
    if let Some(claim) = ended(&visit, &keyed, &code).await? {
        // Validated before a program asked again.
        return private(&visit, &ProposalView::ended(&visit, &claim));
    }
    let mut work = find(&visit.app, &keyed, &code).await?;
    explain(&mut work.draft, &mut document);
    document.finish()?;
    if work.proposal.state == ProposalState::Submitted {
        // Asked again by a program that has not seen the answer.
        return answer(&visit, &find(&visit.app, &keyed, &code).await?, StatusCode::OK).await;
    }
    check(&work, Step::Submit)?;
    expect_if_named(&work, &headers)?;
    let obstacles = work.obstacles(&visit.app, visit.locale).await?;
    if !obstacles.is_empty() {
        let anomalies = obstacles.into_iter().map(|remark| Anomaly::of(&work.draft, remark)).collect();
        return Ok(refuse(&visit, StatusCode::UNPROCESSABLE_ENTITY, "api-unready-means", anomalies));
    }
    match work.hand_in(&visit.app).await? {
        true => answer(&visit, &work, StatusCode::OK).await,
        false => Err(STALE),
    }
}

#[utoipa::path(post, path = "/api/v1/proposals/{id}/recall", operation_id = "recallProposal", params(("id" = Id, Path), super::parameters::MaybeCondition),
    responses((status = 200, body = ProposalView)))]
pub(super) async fn recall(visit: Visit, keyed: Keyed, Path(code): Path<String>, headers: HeaderMap) -> web::Result {
    Parameters::of(&visit).finish()?;
    writer(&keyed)?;
    let mut work = find(&visit.app, &keyed, &code).await?;
    check(&work, Step::Recall)?;
    expect_if_named(&work, &headers)?;
    work.step(Step::Recall)?;
    store(&visit, work).await
}
