//! How a declaration begins: empty, from an earlier record, from the old atlas's page, from lines of a table, or as a
//! correction of a published one.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::Value;

use super::draft::Draft;
use super::form;
use super::section;
use super::tasks::similar;
use super::work;
use crate::access::{Action, Field, Relations};
use crate::account::{Account, Posted, SignedIn};
use crate::app::State;
use crate::imports::table::{self, Line};
use crate::imports::{self, atlas_page};
use crate::journal::{Journal, Kind, Revision};
use crate::organisation::directory::Directory;
use crate::partnership::index::Card;
use crate::partnership::query::{Order, PartnershipQuery};
use crate::partnership::{Form, Partnership, Party, PartyRole, Provenance, Verification, relations};
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::{self, Error, Locale, Page, Visit, page, record};

/// Records of the account's authorities on offer at most.
pub(super) const MOST: usize = 30;

#[derive(Template)]
#[template(path = "declaration/start.html")]
struct StartPage {
    l: Locale,
    page: Page,
    /// The authorities for which the account declares: code, name, and whether it is chosen.
    authorities: Vec<(String, String, bool)>,
    /// Their records: code and title.
    earlier: Vec<(String, String)>,
    /// The pasted text that could not be read.
    refused: Option<Refused>,
    /// The identifier of the draft that its button begins.
    draft: Id,
}

/// A pasted text that could not be read.
struct Refused {
    /// The field: `page` or `table`.
    field: &'static str,
    page: String,
    table: String,
    /// The authority that was chosen.
    authority: Option<Id>,
    /// The lines of the table that are about partnerships of others.
    foreign: Vec<String>,
}

impl StartPage {
    /// Whether what was pasted into a field could not be read.
    fn is_refused(&self, field: &str) -> bool {
        self.refused.as_ref().is_some_and(|refused| refused.field == field)
    }

    /// Why what was pasted into a field could not be taken.
    fn fault(&self, field: &str) -> String {
        let foreign = self.refused.as_ref().map(|refused| refused.foreign.join(", ")).unwrap_or_default();
        match field {
            "page" => self.l.t("fault-page").into_owned(),
            _ if foreign.is_empty() => self.l.t("fault-table").into_owned(),
            _ => self.l.t_with("fault-table-foreign", &[("lines", foreign.into())]),
        }
    }

    /// What was pasted into a field.
    fn pasted(&self, field: &str) -> &str {
        let texts = self.refused.as_ref().map(|refused| if field == "page" { &refused.page } else { &refused.table });
        texts.map_or("", String::as_str)
    }
}

/// `/declarer`
pub async fn show(visit: Visit, who: SignedIn) -> web::Result {
    may_declare(&who.account)?;
    draw(&visit, &who, None).await
}

/// Whether an account may begin a declaration at all.
///
/// # Errors
/// [`Error::Forbidden`] where it may not.
pub fn may_declare(account: &Account) -> web::Result<()> {
    let relations = Relations { organisations: work::authorities(account), ..Relations::default() };
    if account.may(&relations, Action::Declare, Field::Whole) { Ok(()) } else { Err(Error::Forbidden) }
}

async fn draw(visit: &Visit, who: &SignedIn, refused: Option<Refused>) -> web::Result {
    let l = visit.locale;
    let own = work::authorities(&who.account);
    let directory = Directory::load(&visit.app.journal, own.iter().copied()).await?;
    let chosen = refused.as_ref().and_then(|refused| refused.authority).or(own.first().copied());
    let named = |id: &Id| {
        let name = directory.get(*id)?.name_on((visit.app.today)(), l.lang.code()).to_owned();
        Some((id.to_string(), name, chosen == Some(*id)))
    };
    let earlier = records_of(&visit.app, &own).await?;
    let faulty = refused.is_some();
    page::form(
        faulty,
        &StartPage {
            l,
            page: visit
                .page(l.form_title(l.t("declare-title"), faulty))
                .crumb(l.t("workspace"), "/espace")
                .of_account(&who.account),
            authorities: own.iter().filter_map(named).collect(),
            earlier: earlier.iter().map(|card| (card.id.to_string(), similar(l, card).1.text)).collect(),
            refused,
            draft: random(),
        },
    )
}

/// The published partnerships of some organisations, the latest first.
pub async fn records_of(app: &State, organisations: &[Id]) -> web::Result<Vec<Card>> {
    if organisations.is_empty() {
        return Ok(Vec::new());
    }
    let (search, day, parties) = (app.search.clone(), app.status_day(), organisations.to_vec());
    let asked = PartnershipQuery { parties, order: Order::Latest, limit: MOST, ..PartnershipQuery::default() };
    Ok(web::blocking(move || search.partnerships(&asked, day)).await??.cards)
}

/// Begins a declaration.
pub async fn begin(visit: Visit, posted: Posted) -> web::Result {
    may_declare(&posted.who.account)?;
    let own = work::authorities(&posted.who.account);
    let chosen = posted.text("authority").parse::<Id>().ok().filter(|id| own.contains(id));
    // Whoever acts for several and names none does not declare as the ministry.
    let authority = chosen.or(own.first().copied());
    let drafts = match drafts(&visit, &posted, &own, (chosen, authority)).await? {
        Ok(drafts) => drafts,
        Err((field, foreign)) => {
            let text = |field| posted.text(field).to_owned();
            let refused = Refused { field, page: text("page"), table: text("table"), authority, foreign };
            return draw(&visit, &posted.who, Some(refused)).await;
        }
    };
    let several = drafts.len() > 1;
    let space = visit.locale.href(&format!("/espace?brouillons={}", drafts.len()));
    let mut answer = Redirect::to(&space).into_response();
    let mut id = asked(&posted);
    for draft in drafts {
        let is_said = posted.text("from") == "earlier";
        let begun = Begun { id, record: random(), base: 0, is_said };
        let (opened, is_new) = open(&visit, &posted, draft, begun).await?;
        answer = if several { answer } else { opened };
        if !is_new {
            break;
        }
        id = random();
    }
    Ok(answer)
}

/// Why nothing is begun: the field that could not be taken, and the lines of the table that are about others.
type Refusal = (&'static str, Vec<String>);

/// The drafts to begin with, for the authority chosen where it is tied to what they say, else for another of the account's that
/// is, else for `authority`.
async fn drafts(
    visit: &Visit,
    posted: &Posted,
    own: &[Id],
    (chosen, authority): (Option<Id>, Option<Id>),
) -> web::Result<Result<Vec<Draft>, Refusal>> {
    let (app, l) = (&visit.app, visit.locale);
    // What names its parties itself is not added to.
    let (mut draft, names_parties) = match posted.text("from") {
        "table" => return of_table(app, l, posted.text("table"), own, authority).await,
        "page" => match pasted(app, posted.text("page")).await? {
            Some(draft) => (draft, true),
            None => return Ok(Err(("page", Vec::new()))),
        },
        "earlier" => (Draft::of(&earlier(app, own, posted.text("earlier")).await?), false),
        _ => (Draft::of(&Partnership::default()), false),
    };
    let tied = tied(app, &draft.partnership(), own, chosen).await?;
    draft.on_behalf_of = tied.or(authority);
    if tied.is_none() && !names_parties {
        name_authority(app, l, &mut draft).await?;
    }
    mark(&mut draft, app, l)?;
    ask_form(&mut draft);
    Ok(Ok(vec![draft]))
}

/// A draft for each line of a pasted table.
async fn of_table(
    app: &State,
    l: Locale,
    text: &str,
    own: &[Id],
    authority: Option<Id>,
) -> web::Result<Result<Vec<Draft>, Refusal>> {
    let Some(lines) = table::drafts(&app.journal, text, &options(app), l).await? else {
        return Ok(Err(("table", Vec::new())));
    };
    let (mut drafts, mut foreign) = (Vec::new(), Vec::new());
    for line in lines {
        let number = line.number.to_string();
        match of_line(app, l, line, own, authority).await? {
            Some(draft) => drafts.push(draft),
            None => foreign.push(number),
        }
    }
    Ok(if foreign.is_empty() { Ok(drafts) } else { Err(("table", foreign)) })
}

fn random() -> Id {
    Id::random(&mut rand::rng())
}

/// The identifier that the page made for the draft that its button begins.
fn asked(posted: &Posted) -> Id {
    posted.text("draft").parse().unwrap_or_else(|_| random())
}

/// The authority for which a record is declared: the one chosen where it is one of the parties or holds the rights of one, else
/// another of the account's that is or does.
async fn tied(app: &State, record: &Partnership, own: &[Id], chosen: Option<Id>) -> web::Result<Option<Id>> {
    let tied = relations::of(&app.journal, record).await?.organisations;
    Ok(chosen.into_iter().chain(own.iter().copied()).find(|own| tied.contains(own)))
}

/// The draft of a line of a pasted table, for the authority chosen where it is one of the parties or may be, else for another
/// of the account's; none where the line is about others.
async fn of_line(app: &State, l: Locale, line: Line, own: &[Id], chosen: Option<Id>) -> web::Result<Option<Draft>> {
    let authority = tied(app, &line.record, own, chosen).await?;
    if line.names_own_side && authority.is_none() && line.untold.is_empty() && !own.is_empty() {
        return Ok(None);
    }
    let mut draft = Draft { on_behalf_of: authority.or(chosen), unread: line.unread, ..Draft::of(&line.record) };
    draft.propose_all(line.needs)?;
    if authority.is_none() && !line.names_own_side {
        name_authority(app, l, &mut draft).await?;
    }
    mark(&mut draft, app, l)?;
    ask_form(&mut draft);
    // What is no record yet is put beside what is one: a draft may hold anything.
    for name in line.untold {
        form::add(&mut draft.body, "parties");
        if let Some(party) = draft.body["parties"].as_array_mut().and_then(|parties| parties.last_mut()) {
            party["name"] = name.into();
        }
    }
    for path in line.raw.keys() {
        // A part of which nothing could be read is there for what was written.
        if let Some((list, _)) = path.split_once('[').filter(|(list, _)| draft.body[*list][0].is_null()) {
            form::add(&mut draft.body, list);
        }
        // Opened, it says what is wrong.
        draft.done.extend(section::of_path(path).map(|section| section.slug.to_owned()));
    }
    draft.raw.extend(line.raw);
    Ok(Some(draft))
}

/// Leaves the form to be chosen where nothing says it.
fn ask_form(draft: &mut Draft) {
    if draft.body["form"] == Form::Other.code() {
        draft.raw.insert("form".to_owned(), String::new());
    }
}

/// An empty declaration for an authority, which it names as its first party.
///
/// # Errors
/// When the journal fails.
pub async fn empty(app: &State, l: Locale, authority: Option<Id>) -> web::Result<Draft> {
    let mut draft = Draft { on_behalf_of: authority, ..Draft::of(&Partnership::default()) };
    name_authority(app, l, &mut draft).await?;
    mark(&mut draft, app, l)?;
    Ok(draft)
}

/// Writes what every declaration says of itself.
fn mark(draft: &mut Draft, app: &State, l: Locale) -> web::Result<()> {
    let mut partnership = draft.partnership();
    partnership.demo |= app.settings.demonstration;
    if partnership.provenance.source.is_empty() {
        partnership.provenance.source = l.t("declared-source").into_owned();
    }
    partnership.provenance.verification = Verification::Declared;
    draft.body = serde_json::to_value(partnership).map_err(anyhow::Error::from)?;
    Ok(())
}

/// What a new draft is of.
struct Begun {
    /// The draft's own identifier.
    id: Id,
    record: Id,
    /// The version of the record from which it begins.
    base: i32,
    /// Whether a published record said what it begins with: how posts are reached stays then.
    is_said: bool,
}

/// Stores a new draft and leads to it, and says whether it is new: a button pressed twice begins one. Once that was written in,
/// the same page, come back to, begins another.
async fn open(visit: &Visit, posted: &Posted, draft: Draft, begun: Begun) -> web::Result<(Response, bool)> {
    let (journal, now) = (&visit.app.journal, (visit.app.now)());
    let Begun { id, record, base, is_said } = begun;
    let mut work = work::begin(journal, posted.who.account.clone(), draft, record, base, now).await?;
    work.proposal.id = id;
    if is_said {
        work.proposal.body = work.draft.write();
    }
    let mut is_new = work.store(journal, now).await?;
    if !is_new {
        let held = journal.proposal(id).await?;
        if held.is_none_or(|held| held.edit > 1 || held.author != work.proposal.author) {
            work.proposal.id = random();
            is_new = work.store(journal, now).await?;
        }
    }
    let address = visit.locale.href(&format!("/declarer/{}", work.proposal.id));
    Ok((Redirect::to(&address).into_response(), is_new))
}

/// What a new record takes over from an earlier one of the same authority: who and what about, not when nor how much.
async fn earlier(app: &State, own: &[Id], code: &str) -> web::Result<Partnership> {
    let id: Id = code.parse().map_err(|_| Error::NotFound)?;
    let found = app.journal.newest_of(Kind::Partnership, &[id]).await?.remove(&id).ok_or(Error::NotFound)?;
    let before: Partnership = found.read()?;
    let tied = relations::of(&app.journal, &before).await?;
    if !own.iter().any(|own| tied.organisations.contains(own)) {
        return Err(Error::Forbidden);
    }
    let parties = before.present_parties((app.today)());
    let parties = parties.map(|party| Party { from: None, to: None, ..party.clone() }).collect();
    Ok(Partnership {
        legacy_ids: Vec::new(),
        parties,
        agreements: Vec::new(),
        start: None,
        end: None,
        ended: false,
        dormant: false,
        funding: Vec::new(),
        phases: Vec::new(),
        actions: Vec::new(),
        volunteers: Vec::new(),
        documents: Vec::new(),
        provenance: Provenance::default(),
        ..before
    })
}

/// The draft that the text of an old record page gives; none where it is no such page.
async fn pasted(app: &State, text: &str) -> web::Result<Option<Draft>> {
    let Some((partnership, needs)) = atlas_page::draft(&app.journal, text, &options(app)).await? else {
        return Ok(None);
    };
    let mut draft = Draft::of(&partnership);
    show_no_marks(&mut draft.body);
    draft.propose_all(needs)?;
    Ok(Some(draft))
}

/// Writes the line breaks of texts with two spaces in the place of the backslash: it says the same, and a form shows no mark
/// that nobody typed.
pub(super) fn show_no_marks(body: &mut Value) {
    match body {
        Value::String(text) if text.contains("\\\n") => {
            let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
            let last = lines.len() - 1;
            let plain = |(at, line): (usize, &String)| {
                // Of an even number, each pair is a backslash that is meant.
                let marks = line.len() - line.trim_end_matches('\\').len();
                if at < last && marks % 2 == 1 { format!("{}  ", &line[..line.len() - 1]) } else { line.clone() }
            };
            *text = lines.iter().enumerate().map(plain).collect::<Vec<_>>().join("\n");
        }
        Value::Array(parts) => parts.iter_mut().for_each(show_no_marks),
        Value::Object(fields) => fields.values_mut().for_each(show_no_marks),
        _ => {}
    }
}

fn options(app: &State) -> imports::Options {
    imports::Options {
        proposal: true,
        licence: None,
        persons: false,
        home: app.settings.home_country,
        now: (app.now)(),
    }
}

/// Puts the authority for which it is declared first among the parties, unless it is one already.
async fn name_authority(app: &State, l: Locale, draft: &mut Draft) -> web::Result<()> {
    let mut partnership = draft.partnership();
    let Some(id) = draft.on_behalf_of else { return Ok(()) };
    if partnership.parties.iter().any(|party| party.organisation == id) {
        return Ok(());
    }
    let directory = Directory::load(&app.journal, [id]).await?;
    let Some((organisation, country)) = directory.get(id).and_then(|found| Some((found, found.country?))) else {
        return Ok(());
    };
    let name = organisation.name_on((app.today)(), l.lang.code()).to_owned();
    let role = PartyRole::default();
    partnership.parties.insert(0, Party { organisation: id, name, country, role, from: None, to: None });
    draft.body = serde_json::to_value(partnership).map_err(anyhow::Error::from)?;
    Ok(())
}

#[derive(Template)]
#[template(path = "declaration/correct.html")]
struct CorrectPage {
    l: Locale,
    page: Page,
    action: String,
    /// Corrections of the same record by the same account that are under way.
    under_way: Vec<String>,
    /// The identifier of the draft that its button begins.
    draft: Id,
}

/// `/partenariats/{id}/modifier`
pub async fn correct(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    let l = visit.locale;
    let newest = record::find(&visit, Kind::Partnership, &code, |id| format!("/partenariats/{id}/modifier")).await?;
    let (id, draft) = (newest.id, correction(&visit.app.journal, &who.account, &newest).await?);
    let partnership = draft.partnership();
    let title = crate::partnership::show::marked_title(l, &partnership);
    let mine = visit.app.journal.proposals_by(&who.account.id.to_string()).await?;
    let address = |id: Id| l.href(&format!("/declarer/{id}"));
    page::answer(
        Cache::Private,
        &CorrectPage {
            l,
            page: visit
                .page(l.t("correct-title"))
                .record_crumb(title, &format!("/partenariats/{id}"))
                .of_account(&who.account),
            action: l.href(&format!("/partenariats/{id}/modifier")),
            under_way: mine.iter().filter(|own| own.record == id).map(|own| address(own.id)).collect(),
            draft: random(),
        },
    )
}

/// The correction of a published record, as it begins.
///
/// # Errors
/// [`Error::Forbidden`] where the account may not correct it.
pub async fn correction(journal: &Journal, account: &Account, newest: &Revision) -> web::Result<Draft> {
    let partnership: Partnership = newest.read()?;
    let relations = relations::of(journal, &partnership).await?;
    if !account.may(&relations, Action::Edit, Field::Content) {
        return Err(Error::Forbidden);
    }
    let own = work::authorities(account).into_iter().find(|own| relations.organisations.contains(own));
    Ok(Draft { on_behalf_of: own, ..Draft::correcting(&partnership) })
}

/// Begins a correction of a published record.
pub async fn begin_correction(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    let newest = record::find(&visit, Kind::Partnership, &code, |id| format!("/partenariats/{id}/modifier")).await?;
    let draft = correction(&visit.app.journal, &posted.who.account, &newest).await?;
    begin_from(&visit, &posted, draft, &newest).await
}

/// Begins a draft from what is published, and leads to it.
async fn begin_from(visit: &Visit, posted: &Posted, draft: Draft, newest: &Revision) -> web::Result {
    let begun = Begun { id: asked(posted), record: newest.id, base: newest.version, is_said: true };
    Ok(open(visit, posted, draft, begun).await?.0)
}

/// A proposal that brings an earlier version of a record back.
///
/// # Errors
/// When the journal fails.
pub async fn restore(
    visit: &Visit,
    posted: &Posted,
    newest: &Revision,
    (version, earlier): (i32, &Partnership),
) -> web::Result {
    let mut draft = Draft::correcting(earlier);
    draft.reason = Some(visit.locale.t_with("restore-reason", &[("version", version.to_string().into())]));
    begin_from(visit, posted, draft, newest).await
}
