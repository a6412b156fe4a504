//! `/confirmer`: an account says of its partnerships that the records are still true, many at once or one by one, and asks
//! the partner abroad to do the same.

use std::collections::HashSet;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use chrono::NaiveDate;

use super::link::{Asked, Sending};
use super::voice::{Subject, Voice};
use super::{Confirmation, campaign, link};
use crate::access::{Action, Field, Role, Scope};
use crate::account::{Account, Posted, SignedIn};
use crate::app::State;
use crate::journal::Kind;
use crate::partnership::dimension::{Dimension, Value};
use crate::partnership::list::CardView;
use crate::partnership::query::{Order, PartnershipQuery};
use crate::partnership::rules::personal_data;
use crate::partnership::{Party, relations, show};
use crate::value::{Currency, Id};
use crate::web::cache::Cache;
use crate::web::markdown::SafeHtml;
use crate::web::pager::Pager;
use crate::web::parameters::Parameters;
use crate::web::words::Passage;
use crate::web::{self, Error, Locale, Page, Visit, page, record};

/// Partnerships on a page.
const SIZE: usize = 100;
/// Letters to a party that its page tells of.
const LETTERS: usize = 5;
/// The longest remark, in characters.
pub const LONGEST_REMARK: usize = 2000;

/// The addresses of confirming.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/confirmer", get(list).post(confirm))
        .route("/confirmer/toutes", get(every))
        .route("/confirmer/{id}", get(one).post(answer))
        .route("/confirmer/{id}/demander", post(ask))
        .merge(link::routes())
        .merge(campaign::routes())
}

/// A party that may be spoken for, on a page.
pub(super) struct VoiceView {
    /// Identifier of the party.
    party: Id,
    name: String,
    /// What was said last for it, as sentences.
    words: Vec<String>,
    /// Whether it has confirmed in this campaign.
    done: bool,
    /// The key of why the account cannot confirm for it.
    refused: Option<&'static str>,
    /// Whether a diplomatic post speaks in its place.
    by_post: bool,
}

impl VoiceView {
    fn is_open(&self) -> bool {
        !self.done && self.refused.is_none()
    }
}

/// A partnership in the list of those to confirm.
struct Row {
    id: Id,
    version: i32,
    href: String,
    title: Passage,
    parties: String,
    voices: Vec<VoiceView>,
}

impl Row {
    /// The first party for which it may be confirmed.
    fn open(&self) -> Option<Id> {
        self.voices.iter().find(|voice| voice.is_open()).map(|voice| voice.party)
    }

    /// The parties for which it may be confirmed along with others: what a post says in a party's place is said one by one.
    fn open_together(&self) -> impl Iterator<Item = &VoiceView> {
        self.voices.iter().filter(|voice| voice.is_open() && !voice.by_post)
    }
}

#[derive(Template)]
#[template(path = "confirmation/list.html")]
struct ListPage {
    l: Locale,
    page: Page,
    rows: Vec<Row>,
    pager: Pager,
    /// Where all of the page are confirmed at once, where there are several.
    every: Option<String>,
    since: String,
    /// What became of what was just confirmed.
    outcome: Option<Outcome>,
    /// Whether those ticked were to be confirmed, and none was.
    unticked: bool,
}

/// How many records were confirmed, how many had changed meanwhile, and how many a party itself finds wrong.
#[derive(Default)]
struct Outcome {
    done: u64,
    changed: u64,
    disputed: u64,
}

/// The authorities for which an account confirms.
pub(super) fn own_authorities(account: &Account) -> Vec<Id> {
    [Role::Agent, Role::PartnerAgent].into_iter().flat_map(|role| account.organisations(role)).collect()
}

/// The organisations and countries for which an account confirms, as a query on the partnerships that have not ended.
fn asked(account: &Account, limit: usize, offset: usize) -> Option<PartnershipQuery> {
    let own = own_authorities(account);
    let countries: Vec<Value> = account
        .grants
        .iter()
        .filter(|grant| grant.role == Role::Correspondent)
        .filter_map(|grant| match grant.scope {
            Scope::Country(country) => Some(Value::Code(country.as_u64())),
            _ => None,
        })
        .collect();
    let chosen = campaign::not_ended();
    let mut query = PartnershipQuery { chosen, order: Order::Name, limit, offset, ..PartnershipQuery::default() };
    match (own.is_empty(), countries.is_empty()) {
        (true, true) => return None,
        // Whoever acts for an authority sees its partnerships; the others are on the pages of the country.
        (false, _) => query.parties = own,
        (true, false) => _ = query.chosen.insert(Dimension::Country, countries),
    }
    Some(query)
}

/// `/confirmer`
async fn list(visit: Visit, who: SignedIn) -> web::Result {
    let mut parameters = Parameters::of(&visit);
    let at = parameters.page();
    let [done, changed, disputed] = ["fait", "change", "conteste"].map(|name| parameters.text(name).parse().ok());
    parameters.finish()?;
    let outcome =
        done.map(|done| Outcome { done, changed: changed.unwrap_or_default(), disputed: disputed.unwrap_or_default() });
    draw_list(&visit, &who.account, at, outcome, false).await
}

async fn draw_list(
    visit: &Visit,
    account: &Account,
    at: usize,
    outcome: Option<Outcome>,
    unticked: bool,
) -> web::Result {
    let l = visit.locale;
    let since = campaign::since(&visit.app).await?;
    let (rows, pager) = rows(visit, account, at, since).await?;
    let title = l.form_title(l.t("confirm-title"), unticked);
    let page = visit.page(title).crumb(l.t("workspace"), "/espace").of_account(account);
    let together = rows.iter().filter(|row| row.open_together().next().is_some()).count();
    let every = (together > 1).then(|| l.href(&format!("/confirmer/toutes?page={at}")));
    page::form(unticked, &ListPage { since: l.day(since), l, page, rows, pager, every, outcome, unticked })
}

/// A page of the partnerships to confirm, what is answered last.
async fn rows(visit: &Visit, account: &Account, at: usize, since: NaiveDate) -> web::Result<(Vec<Row>, Pager)> {
    let l = visit.locale;
    let query = asked(account, SIZE, (at - 1).saturating_mul(SIZE)).ok_or(Error::Forbidden)?;
    let (search, day) = (visit.app.search.clone(), visit.app.status_day());
    let found = web::blocking(move || search.partnerships(&query, day)).await??;
    let address = move |page| l.href(&format!("/confirmer?page={page}"));
    let pager = Pager::new(at, found.total, SIZE, address)?;
    let ids: Vec<Id> = found.cards.iter().map(|card| card.id).collect();
    let mut rows = Vec::new();
    for subject in Subject::of(&visit.app, &ids).await? {
        let voices = voices(l, &subject, &subject.voices(account, visit.app.settings.home_country), since);
        let Some(card) = found.cards.iter().find(|card| card.id == subject.revision.id) else { continue };
        let view = CardView::new(l, card, day);
        if !voices.is_empty() {
            rows.push(Row {
                id: subject.revision.id,
                version: subject.revision.version,
                title: match view.untitled {
                    Some(text) => Passage { foreign: None, text },
                    None => view.title.into(),
                },
                href: view.href,
                parties: view.parties,
                voices,
            });
        }
    }
    let answered = |row: &Row| row.open().is_none();
    rows.sort_by(|one, other| {
        answered(one).cmp(&answered(other)).then_with(|| l.compare(&one.title.text, &other.title.text))
    });
    Ok((rows, pager))
}

#[derive(Template)]
#[template(path = "confirmation/every.html")]
struct EveryPage {
    l: Locale,
    page: Page,
    rows: Vec<Row>,
    back: String,
}

/// `/confirmer/toutes`: shows all of a page once more, and asks whether each is true.
async fn every(visit: Visit, who: SignedIn) -> web::Result {
    let l = visit.locale;
    let mut parameters = Parameters::of(&visit);
    let at = parameters.page();
    parameters.finish()?;
    let since = campaign::since(&visit.app).await?;
    let (mut rows, _) = rows(&visit, &who.account, at, since).await?;
    rows.retain(|row| row.open_together().next().is_some());
    let page = visit.page(l.t_with("confirm-every-ask", &[("count", rows.len().into())]));
    let page = page.crumb(l.t("workspace"), "/espace").crumb(l.t("confirm-title"), "/confirmer");
    let shown =
        EveryPage { page: page.of_account(&who.account), rows, back: l.href(&format!("/confirmer?page={at}")), l };
    page::answer(Cache::Private, &shown)
}

pub(super) fn voices(l: Locale, subject: &Subject, voices: &[Voice], since: NaiveDate) -> Vec<VoiceView> {
    let view = |voice: &Voice| VoiceView {
        party: voice.party,
        name: voice.name.clone(),
        words: sentences(l, subject, voice.party),
        done: subject.is_confirmed(voice, since),
        refused: subject.refuses(voice),
        by_post: voice.post.is_some(),
    };
    voices.iter().map(view).collect()
}

/// What was said last for a party, as sentences.
fn sentences(l: Locale, subject: &Subject, party: Id) -> Vec<String> {
    subject.words(party).map(|word| word.sentence(l, &subject.directory)).collect()
}

/// What is confirmed in the list: `ID.version.PARTY`.
fn choice(text: &str) -> Option<(Id, i32, Id)> {
    let mut parts = text.split('.');
    let read = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(read)
}

/// Confirms those chosen. One that changed since the page was drawn is left, and said.
async fn confirm(visit: Visit, posted: Posted) -> web::Result {
    let (app, account) = (&visit.app, &posted.who.account);
    // A button of one row counts alone; the button below takes the boxes ticked.
    let alone: Vec<&str> = posted.texts("seul").collect();
    let chosen = if alone.is_empty() { posted.texts("fiche").collect() } else { alone };
    let chosen: Vec<_> = chosen.into_iter().filter_map(choice).collect();
    if chosen.is_empty() {
        return draw_list(&visit, account, 1, None, true).await;
    }
    let mut ids: Vec<Id> = chosen.iter().map(|(id, ..)| *id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.truncate(SIZE);
    let mut outcome = Outcome::default();
    for subject in Subject::of(app, &ids).await? {
        let voices = subject.voices(account, app.settings.home_country);
        let (mut said, mut changed, mut disputed) = (false, false, false);
        for (_, version, party) in chosen.iter().filter(|(id, ..)| *id == subject.revision.id) {
            let Some(voice) = voices.iter().find(|voice| voice.party == *party) else { return Err(Error::Forbidden) };
            if *version != subject.revision.version {
                changed = true;
            } else if subject.refuses(voice).is_some() {
                disputed = true;
            } else {
                subject.say(app, account, voice, None, None).await?;
                said = true;
            }
        }
        // A record counts once, however many of its parties the account confirmed it for.
        outcome.done += u64::from(said);
        outcome.changed += u64::from(changed);
        outcome.disputed += u64::from(disputed);
    }
    let Outcome { done, changed, disputed } = outcome;
    let next = format!("/confirmer?fait={done}&change={changed}&conteste={disputed}");
    Ok(Redirect::to(&visit.locale.href(&next)).into_response())
}

/// What a party reads before it answers.
pub(super) struct Summary {
    pub(super) title: Passage,
    pub(super) href: String,
    pub(super) parties: Vec<String>,
    /// Name of each fact, and the fact.
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) objective: Option<SafeHtml>,
}

impl Summary {
    /// The summary of a partnership.
    pub(super) fn new(visit: &Visit, subject: &Subject) -> Summary {
        let (l, p) = (visit.locale, &subject.partnership);
        let totals = crate::partnership::funding::totals(p.all_funding(), crate::reference::rate);
        let party = |party: &Party| format!("{} ({})", party.name, crate::country::name(l, party.country));
        let facts = [
            Some(("fact-form", l.t(p.form.key()).into_owned())),
            show::period(l, p.start.or(p.first_signature()), p.end).map(|period| ("fact-period", period)),
            p.themes.main.as_deref().map(|code| ("fact-theme", show::theme_link(l, code).text)),
            (totals.counted > 0).then(|| ("fact-total", l.money(totals.euros, Currency::EUR))),
        ];
        Summary {
            title: show::marked_title(l, p),
            href: l.href(&format!("/partenariats/{}", subject.revision.id)),
            parties: p.parties.iter().map(party).collect(),
            facts: facts.into_iter().flatten().collect(),
            objective: show::objective(l, p),
        }
    }
}

/// A word, as another party reads it.
struct Said {
    sentence: String,
    /// What it finds wrong, and the language of that where it is not the reader's.
    remark: Option<String>,
    lang: Option<String>,
}

impl Said {
    fn of(l: Locale, subject: &Subject, word: &Confirmation) -> Said {
        let sentence = word.sentence(l, &subject.directory);
        Said { sentence, remark: word.remark.clone(), lang: word.foreign(l) }
    }
}

/// Another party of the record, who may be asked to confirm its side.
struct OtherParty {
    party: Id,
    name: String,
    /// What was said last for it.
    words: Vec<Said>,
    /// The key of why it cannot be asked.
    unasked: Option<&'static str>,
    /// When it was asked, and what became of the letter, as sentences.
    letters: Vec<String>,
    /// The mailbox of a function that the record gives, or the address that was typed and is not good.
    mailbox: String,
    /// The `id` of the address's field.
    field: String,
    /// Whether the address that was typed for it is not good.
    refused: bool,
}

/// What was sent and is not good, to be mended.
#[derive(Default)]
struct Typed {
    /// The party for which it was answered.
    party: Option<Id>,
    /// What was answered, as sent.
    agreed: String,
    remark: String,
    /// The party that was to be asked, and at which address.
    asked: Option<(Id, String)>,
}

impl Typed {
    /// The address that was typed for a party.
    fn address(&self, party: Id) -> Option<&str> {
        self.asked.as_ref().filter(|(asked, _)| *asked == party).map(|(_, address)| address.as_str())
    }
}

#[derive(Template)]
#[template(path = "confirmation/one.html")]
struct OnePage {
    l: Locale,
    page: Page,
    id: Id,
    version: i32,
    summary: Summary,
    voices: Vec<VoiceView>,
    /// Whether the account may correct the record itself.
    may_correct: bool,
    others: Vec<OtherParty>,
    /// The party for which it is answered: the one that was sent, else the first.
    chosen: Option<Id>,
    /// What was answered, as sent.
    agreed: String,
    remark: String,
    /// The key of what is wrong with the answer.
    fault: Option<&'static str>,
    /// The key of what was done.
    done: Option<&'static str>,
}

impl OnePage {
    /// Whether the account may agree for a party.
    fn may_agree(&self) -> bool {
        self.voices.iter().any(|voice| voice.refused.is_none())
    }

    /// Whether it is this party for which it is answered.
    fn is_chosen(&self, voice: &VoiceView) -> bool {
        self.chosen == Some(voice.party)
    }

    /// The `id` of where a fault is mended.
    fn field(&self, fault: &str) -> &'static str {
        match fault {
            "confirm-fault-address" | "confirm-fault-own-address" => "adresse",
            // What is said of another party whom nobody can ask any more.
            _ if self.others.iter().any(|other| other.refused) => "autres",
            _ => field(fault),
        }
    }

    /// What is wrong with a field.
    fn fault_of(&self, field: &str) -> Option<&'static str> {
        self.fault.filter(|fault| self.field(fault) == field)
    }
}

/// `/confirmer/{id}`
async fn one(visit: Visit, who: SignedIn, Path(code): Path<String>) -> web::Result {
    let subject = find(&visit, &code).await?;
    let mut parameters = Parameters::of(&visit);
    let done = match parameters.text("fait").as_str() {
        "demande" => Some("confirm-asked"),
        "deja-demande" => Some("confirm-asked-today"),
        "dit" => Some("confirm-said"),
        _ => None,
    };
    parameters.finish()?;
    draw(&visit, &who.account, &subject, Typed::default(), None, done).await
}

async fn find(visit: &Visit, code: &str) -> web::Result<Subject> {
    let revision = record::find(visit, Kind::Partnership, code, |id| format!("/confirmer/{id}")).await?;
    Subject::load(&visit.app, revision).await
}

async fn draw(
    visit: &Visit,
    account: &Account,
    subject: &Subject,
    typed: Typed,
    fault: Option<&'static str>,
    done: Option<&'static str>,
) -> web::Result {
    let l = visit.locale;
    let since = campaign::since(&visit.app).await?;
    let own = subject.voices(account, visit.app.settings.home_country);
    if own.is_empty() {
        return Err(Error::Forbidden);
    }
    let letters = link::letters(&visit.app, subject.revision.id).await?;
    let answering = answering(&visit.app, subject).await?;
    let others = subject.present_parties().filter(|party| may_ask(&own, party));
    let others = others.enumerate().map(|(at, party)| {
        let contact =
            subject.partnership.contacts.iter().find(|contact| contact.organisation == Some(party.organisation));
        let words = subject.words(party.organisation);
        let asked = letters.iter().filter(|letter| letter.party == party.organisation);
        let refused = typed.address(party.organisation);
        // The message above leads to the address that is not good.
        let led_to = refused.is_some() || (typed.asked.is_none() && at == 0);
        OtherParty {
            party: party.organisation,
            name: party.name.clone(),
            words: words.map(|word| Said::of(l, subject, word)).collect(),
            unasked: subject
                .disputed_by(party.organisation)
                .or(answering.contains(&party.organisation).then_some("confirm-answers-itself")),
            letters: asked.take(LETTERS).map(|letter| letter.sentence(l)).collect(),
            mailbox: match refused {
                Some(address) => address.to_owned(),
                None => contact.and_then(|contact| contact.mailbox.clone()).unwrap_or_default(),
            },
            field: if led_to { "adresse".to_owned() } else { format!("adresse-{}", party.organisation) },
            refused: refused.is_some(),
        }
    });
    let title = l.form_title(l.t("confirm-one-title"), fault.is_some());
    let page = visit.page(title).crumb(l.t("workspace"), "/espace").crumb(l.t("confirm-title"), "/confirmer");
    let tied = relations::of(&visit.app.journal, &subject.partnership).await?;
    let shown = OnePage {
        may_correct: account.may(&tied, Action::Edit, Field::Content),
        others: others.collect(),
        voices: voices(l, subject, &own, since),
        summary: Summary::new(visit, subject),
        id: subject.revision.id,
        version: subject.revision.version,
        page: page.of_account(account),
        l,
        chosen: typed.party.or(own.first().map(|voice| voice.party)),
        agreed: typed.agreed,
        remark: typed.remark,
        fault,
        done,
    };
    page::form(fault.is_some(), &shown)
}

/// What an answer's fields say: `None` where they agree, the remark where they do not.
///
/// # Errors
/// The key of what is wrong with them.
pub(crate) fn read_answer(agreed: &str, remark: &str) -> Result<Option<String>, &'static str> {
    match agreed {
        // One of the two is a slip, and the remark would be lost.
        "oui" if !remark.is_empty() => Err("confirm-fault-both"),
        "oui" => Ok(None),
        "non" if remark.is_empty() => Err("confirm-fault-remark"),
        "non" if remark.chars().count() > LONGEST_REMARK => Err("confirm-fault-long"),
        "non" if !personal_data(remark).is_empty() => Err("confirm-fault-person"),
        "non" => Ok(Some(remark.to_owned())),
        _ => Err("confirm-fault-choice"),
    }
}

/// The `id` of where an answer is mended; of the record, where that has changed.
pub(super) fn field(fault: &str) -> &'static str {
    match fault {
        "confirm-fault-changed" => "fiche",
        "confirm-fault-remark" | "confirm-fault-long" | "confirm-fault-person" => "remarque",
        _ => "accord",
    }
}

/// Says that the record is true, or what is not.
async fn answer(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    let subject = find(&visit, &code).await?;
    let account = &posted.who.account;
    let voices = subject.voices(account, visit.app.settings.home_country);
    let party = posted.text("partie").parse().ok();
    let voice = voices.iter().find(|voice| Some(voice.party) == party).ok_or(Error::Forbidden)?;
    let (agreed, remark) = (posted.text("accord"), posted.text("remarque"));
    let typed = || Typed { party, agreed: agreed.to_owned(), remark: remark.to_owned(), asked: None };
    let again = |fault| draw(&visit, account, &subject, typed(), Some(fault), None);
    if posted.text("version") != subject.revision.version.to_string() {
        return again("confirm-fault-changed").await;
    }
    match (read_answer(agreed, remark), subject.refuses(voice)) {
        (Err(fault), _) | (Ok(None), Some(fault)) => again(fault).await,
        (Ok(remark), _) => {
            subject.say(&visit.app, account, voice, remark, Some(visit.locale.lang)).await?;
            let next = format!("/confirmer/{}?fait=dit", subject.revision.id);
            Ok(Redirect::to(&visit.locale.href(&next)).into_response())
        }
    }
}

/// Whether an address is that of the asker, or of another account that speaks for the same organisation, whatever is added to
/// its name after a `+`.
async fn speaks_for(
    app: &State,
    subject: &Subject,
    asker: &Account,
    voices: &[Voice],
    address: &str,
) -> web::Result<bool> {
    let plain = |address: &str| {
        let address = address.trim().to_lowercase();
        match address.split_once('@') {
            Some((name, host)) => format!("{}@{host}", name.split('+').next().unwrap_or_default()),
            None => address,
        }
    };
    let (wanted, home) = (plain(address), app.settings.home_country);
    let beside = |account: &Account| {
        let same = |voice: &Voice| voices.iter().any(|own| own.on_behalf_of == voice.on_behalf_of);
        account.id == asker.id || subject.voices(account, home).iter().any(same)
    };
    Ok(app.accounts.all().await?.iter().any(|account| plain(&account.email) == wanted && beside(account)))
}

/// The parties for which somebody with an account answers: nobody has a link sent in their place to a mailbox of his choice.
async fn answering(app: &State, subject: &Subject) -> web::Result<HashSet<Id>> {
    let (accounts, unanswered) = (app.accounts.all().await?, app.accounts.unanswered().await?);
    let come = accounts.iter().filter(|account| account.active && !unanswered.contains(&account.id));
    let voices = come.flat_map(|account| subject.voices(account, app.settings.home_country));
    Ok(voices.filter(|voice| voice.post.is_none()).map(|voice| voice.party).collect())
}

/// Whether one who has these voices may ask a party to answer itself: a post the authorities of its country, for which it
/// speaks in their place; an authority the other parties.
fn may_ask(own: &[Voice], party: &Party) -> bool {
    let voice = own.iter().find(|voice| voice.party == party.organisation);
    let is_post = own.iter().all(|voice| voice.post.is_some());
    if is_post { voice.is_some() } else { voice.is_none() }
}

/// Sends another party a link by which it confirms its side. The record will say who asked.
async fn ask(visit: Visit, Path(code): Path<String>, posted: Posted) -> web::Result {
    let subject = find(&visit, &code).await?;
    let account = &posted.who.account;
    let voices = subject.voices(account, visit.app.settings.home_country);
    let by = voices.first().ok_or(Error::Forbidden)?.on_behalf_of;
    let party = posted.text("partie").parse().ok();
    let asked = |other: &&Party| Some(other.organisation) == party && may_ask(&voices, other);
    let party = subject.present_parties().find(asked).ok_or(Error::NotFound)?;
    visit.app.limits.count_account(&format!("ask {}", account.id))?;
    let address = posted.text("adresse");
    let lang = web::Lang::from_code(posted.text("langue")).unwrap_or(visit.locale.lang);
    let mut done = "demande";
    let wrong = if let Some(fault) = subject.disputed_by(party.organisation) {
        Some(fault)
    } else if answering(&visit.app, &subject).await?.contains(&party.organisation) {
        Some("confirm-answers-itself")
    } else if speaks_for(&visit.app, &subject, account, &voices, address).await? {
        // Whoever asks would answer in the other's place.
        Some("confirm-fault-own-address")
    } else {
        match link::send(&visit.app, &Asked { subject: &subject, party, by }, address, lang).await? {
            Sending::Leaves => None,
            Sending::AskedToday => {
                done = "deja-demande";
                None
            }
            Sending::NoAddress => Some("confirm-fault-address"),
        }
    };
    if wrong.is_some() {
        let typed = Typed { asked: Some((party.organisation, address.to_owned())), ..Typed::default() };
        return draw(&visit, account, &subject, typed, wrong, None).await;
    }
    let next = format!("/confirmer/{}?fait={done}", subject.revision.id);
    Ok(Redirect::to(&visit.locale.href(&next)).into_response())
}
