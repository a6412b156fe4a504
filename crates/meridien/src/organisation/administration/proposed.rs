//! Organisations that declarations name and no register holds: those who look after the register accept them, correct them, or
//! say which existing one is meant. Whatever is left undecided is created as it was proposed when the declaration is published.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};

use super::super::Organisation;
use super::operation::{Reader, name_territory, record_inputs};
use super::{check, page_of};
use crate::access::Action;
use crate::account::{Account, Posted, SignedIn};
use crate::country;
use crate::declaration::draft::{Draft, Proposed};
use crate::declaration::form::Pick;
use crate::declaration::registers;
use crate::journal::{Entry, JournalError, Kind, Proposal, ProposalState};
use crate::partnership::fields::Register;
use crate::partnership::reason::Note;
use crate::partnership::show;
use crate::value::Id;
use crate::web::form::{Form, Input, Widget};
use crate::web::words::Link;
use crate::web::{self, Error, Page, Visit, page};

/// A proposed organisation in the list.
pub struct Row {
    /// Its name and page.
    pub link: Link,
    /// What it is and where.
    pub detail: String,
    /// The declaration that names it.
    pub declaration: String,
}

/// Those that wait: named by a declaration that was handed in.
///
/// # Errors
/// When the journal cannot be read.
pub async fn rows(visit: &Visit) -> web::Result<Vec<Row>> {
    let (l, journal) = (visit.locale, &visit.app.journal);
    let mut rows = Vec::new();
    for proposal in journal.proposals(ProposalState::Submitted).await? {
        let draft = Draft::read(&proposal)?;
        let named: Vec<Id> = draft.named().collect();
        let held = journal.held(Kind::Organisation, &named).await?;
        for id in named.into_iter().filter(|id| !held.contains(id)) {
            let Some(Proposed { organisation, .. }) = draft.proposed.get(&id) else { continue };
            let name = organisation.names.first().map_or("", |name| name.name.as_str());
            let href = l.href(&format!("/admin/organisations/proposees/{}/{id}", proposal.id));
            let place = organisation.country.map(|country| country::name(l, country));
            let detail = [Some(l.t(organisation.kind.key()).into_owned()), place];
            rows.push(Row {
                link: Link { text: name.to_owned(), href: Some(href) },
                detail: detail.into_iter().flatten().collect::<Vec<String>>().join(" · "),
                declaration: show::title(l, &draft.partnership()),
            });
        }
    }
    Ok(rows)
}

#[derive(Template)]
#[template(path = "organisation/administration/proposed.html")]
struct ProposedPage {
    l: crate::web::Locale,
    page: Page,
    declaration: String,
    /// Those of the register that may be meant.
    similar: Vec<Link>,
    accept: Form,
    replace: Form,
}

/// The proposal, its draft and the organisation that an address means.
async fn find(visit: &Visit, codes: &(String, String)) -> web::Result<(Proposal, Draft, Id)> {
    let code = |text: &str| text.parse::<Id>().map_err(|_| Error::NotFound);
    let (proposal, id) = (code(&codes.0)?, code(&codes.1)?);
    let found = visit.app.journal.proposal(proposal).await?;
    let proposal = found.filter(|found| found.state == ProposalState::Submitted).ok_or(Error::NotFound)?;
    let draft = Draft::read(&proposal)?;
    if draft.proposed.contains_key(&id) { Ok((proposal, draft, id)) } else { Err(Error::NotFound) }
}

async fn fields(visit: &Visit, draft: &Draft, id: Id) -> web::Result<Vec<Input>> {
    let Proposed { organisation, territory } = draft.proposed.get(&id).ok_or(Error::NotFound)?;
    let mut inputs = record_inputs(visit.locale, organisation);
    let territory = territory.as_ref().map(|(_, territory)| territory);
    name_territory(visit, &mut inputs, organisation, territory).await?;
    Ok(inputs)
}

fn replacement(visit: &Visit) -> Vec<Input> {
    let l = visit.locale;
    let widget = Widget::Record(Register::Organisations, String::new(), Vec::new());
    vec![Input::line("remplacer", l.t("proposed-existing"), "").hint(l.t("reform-into-hint")).widget(widget)]
}

/// `/admin/organisations/proposees/{proposal}/{id}`
pub async fn show(visit: Visit, who: SignedIn, Path(codes): Path<(String, String)>) -> web::Result {
    check(&who.account)?;
    let (proposal, draft, id) = find(&visit, &codes).await?;
    let fields = fields(&visit, &draft, id).await?;
    draw(&visit, &who.account, (&proposal, &draft, id), fields, replacement(&visit)).await
}

async fn draw(
    visit: &Visit,
    account: &Account,
    (proposal, draft, id): (&Proposal, &Draft, Id),
    accept: Vec<Input>,
    replace: Vec<Input>,
) -> web::Result {
    let l = visit.locale;
    let action = l.href(&format!("/admin/organisations/proposees/{}/{id}", proposal.id));
    let form = |inputs, word: &str, button: &str| Form {
        l,
        prefix: "",
        action: action.clone(),
        inputs,
        hidden: vec![("faire".to_owned(), word.to_owned())],
        button: l.t(button).into_owned(),
    };
    let name = draft.proposed.get(&id).and_then(|proposed| proposed.organisation.names.first());
    let name = name.map_or("", |name| name.name.as_str());
    let (accept, replace) =
        (form(accept, "accepter", "proposed-accept"), form(replace, "remplacer", "proposed-replace"));
    let faulty = accept.is_faulty() || replace.is_faulty();
    let title = if accept.is_faulty() { accept.title(name) } else { replace.title(name) };
    let found = registers::candidates(&visit.app, l, Register::Organisations, name).await?;
    let similar = found.into_iter().map(|found| Link {
        text: format!("{} ({})", found.name, found.detail),
        href: Some(l.href(&format!("/organisations/{}", found.id))),
    });
    let shown = ProposedPage {
        l,
        page: page_of(visit, account, title).crumb(l.t("admin-organisations"), "/admin/organisations"),
        declaration: show::title(l, &draft.partnership()),
        similar: similar.collect(),
        accept,
        replace,
    };
    page::form(faulty, &shown)
}

/// Creates the organisation as corrected, or puts an existing one in its place in the declaration.
pub async fn decide(visit: Visit, Path(codes): Path<(String, String)>, posted: Posted) -> web::Result {
    check(&posted.who.account)?;
    let (proposal, draft, id) = find(&visit, &codes).await?;
    match posted.text("faire") {
        "accepter" => accept(&visit, &posted, (proposal, draft, id)).await,
        "remplacer" => replace(&visit, &posted, (proposal, draft, id)).await,
        _ => Err(Error::NotFound),
    }
}

fn back(visit: &Visit) -> axum::response::Response {
    Redirect::to(&visit.locale.href("/admin/organisations")).into_response()
}

async fn accept(visit: &Visit, posted: &Posted, (proposal, draft, id): (Proposal, Draft, Id)) -> web::Result {
    let app = &visit.app;
    let Some(Proposed { organisation: held, territory }) = draft.proposed.get(&id).cloned() else {
        return Err(Error::NotFound);
    };
    let mut reader = Reader::new(visit, posted, record_inputs(visit.locale, &held));
    // The territory that it governs may be proposed with it, and have no record yet.
    let kept = territory.as_ref().filter(|(id, _)| {
        let pick: Pick = serde_json::from_str(posted.text("territoire.choix")).unwrap_or_default();
        pick.id == Some(*id) && pick.typed == posted.text("territoire")
    });
    let without = Organisation { territory: None, ..held.clone() };
    if kept.is_some() {
        reader.inputs.retain(|input| input.name != "territoire");
    }
    let mut body = reader.organisation(&without).await?;
    reader.check_codes(Some(id), &body.identifiers).await?;
    if !reader.is_well() {
        let (account, inputs) = (&posted.who.account, reader.inputs);
        return draw(visit, account, (&proposal, &draft, id), inputs, replacement(visit)).await;
    }
    body.source = app.settings.operator.clone();
    let mut entries = Vec::new();
    if let Some((territory, record)) = kept {
        body.territory = Some(*territory);
        if app.journal.held(Kind::Territory, &[*territory]).await?.is_empty() {
            entries.push(Entry::publish(Kind::Territory, *territory, 0, record, record.codes.clone()));
        }
    }
    let entry = Entry::publish(Kind::Organisation, id, 0, &body, body.identifiers.clone());
    entries.push(Entry { reason: Some(Note::Proposed.to_string()), ..entry });
    let author = posted.who.account.author_of(Action::ManageOrganisations);
    match app.journal.append(&author, (app.now)(), &entries).await {
        // Somebody accepted it meanwhile.
        Ok(_) | Err(JournalError::Conflict { .. }) => Ok(back(visit)),
        Err(fault) => Err(fault.into()),
    }
}

async fn replace(visit: &Visit, posted: &Posted, (proposal, mut draft, id): (Proposal, Draft, Id)) -> web::Result {
    let app = &visit.app;
    let mut reader = Reader::new(visit, posted, replacement(visit));
    let chosen = reader.record("remplacer").await?;
    let chosen = match chosen {
        Some(chosen) => app.journal.newest_of(Kind::Organisation, &[chosen]).await?.remove(&chosen),
        None => None,
    };
    let Some(chosen) = chosen else {
        reader.fault("remplacer", "reform-unknown-record");
        let (accepted, inputs) = (fields(visit, &draft, id).await?, reader.inputs);
        return draw(visit, &posted.who.account, (&proposal, &draft, id), accepted, inputs).await;
    };
    draft.identify(posted.who.account.id, id, chosen.id, &chosen.read::<Organisation>()?);
    let saved = Proposal { body: draft.write(), ..proposal };
    match app.journal.save_proposal(&saved).await {
        // Its agent or the validator changed it meanwhile: what waits is shown again.
        Ok(_) | Err(JournalError::StaleProposal(_)) => Ok(back(visit)),
        Err(fault) => Err(fault.into()),
    }
}
