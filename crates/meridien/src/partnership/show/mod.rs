//! The record page: every section of a partnership, in an order that answers who, where, with what money and since when
//! before it tells the long story. An empty section is one sentence.

mod citation;
mod funding;
mod languages;
mod people;
mod places;
mod signposts;
mod summary;
#[cfg(test)]
mod tests;
mod timeline;

use std::collections::HashMap;

use askama::Template;
use chrono::NaiveDate;

use super::index::Card;
use super::list::title_link;
use super::related::Related;
use super::rules;
use super::status::{Status, StatusFacts};
use super::{Answer, NamedOrganisation, Partnership, label, personal};
use crate::annotation::{self, Annotation};
use crate::anomaly;
use crate::confirmation::{self, Confirmation};
use crate::country;
use crate::journal::{Journal, Kind, Person, Result, Revision};
use crate::organisation::directory::Directory;
use crate::programme::Programme;
use crate::reference;
use crate::registers;
use crate::territory::Territory;
use crate::theme;
use crate::value::{Amount, Country, Currency, Id, PartialDate, Text};
use crate::web::address::is_web_address;
use crate::web::markdown::SafeHtml;
use crate::web::words::{Link, Passage, TitleLink, Words};
use crate::web::{Locale, Nav, Page, Visit};

use citation::Citation;
use funding::Funding;
use languages::Prose;
use people::{AnnotationRow, ContactRow, PartyRow};
use places::Places;
use summary::Standing;
use timeline::Moment;

/// A version of a partnership with all that its page needs from the journal.
pub struct Record {
    /// The version shown.
    pub revision: Revision,
    /// Its body.
    pub partnership: Partnership,
    /// The newest version's number.
    pub newest: i32,
    /// The organisations that it names, with their successors.
    pub directory: Directory,
    /// The territories of its parties and places.
    pub territories: HashMap<Id, Territory>,
    /// What its parties said of it, oldest first.
    pub confirmations: Vec<Confirmation>,
    /// What posts and the ministry noted on it, oldest first.
    pub annotations: Vec<Annotation>,
    /// The programmes that it belongs to.
    pub programmes: Vec<(Id, Programme)>,
    /// The home country's diplomatic posts in the partner countries.
    pub posts: Vec<Id>,
    /// The persons who are its contacts, public or not.
    pub persons: Vec<Person>,
}

impl Record {
    /// Reads what the page of `revision` needs, seen from `home`.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub async fn load(journal: &Journal, home: Country, revision: Revision, newest: i32) -> Result<Record> {
        let partnership = personal::public(&revision)?;
        let abroad = partnership.countries().into_iter().filter(|country| *country != home);
        let posts: Vec<Id> = abroad.map(|country| registers::ids::post(home, country)).collect();
        let confirmations = confirmation::of(journal, &[revision.id]).await?.remove(&revision.id).unwrap_or_default();
        let mut spoke = Vec::new();
        for word in &confirmations {
            spoke.extend([word.party].into_iter().chain(word.post).chain(word.asked_by));
        }
        let named = organisations(&partnership).into_iter().chain(posts.iter().copied()).chain(spoke);
        let directory = Directory::load(journal, named).await?;
        let of_parties = partnership.parties.iter().filter_map(|party| directory.get(party.organisation)?.territory);
        let of_places = partnership.places.iter().filter_map(|place| place.territory);
        let wanted: Vec<Id> = of_parties.chain(of_places).collect();
        let mut territories = HashMap::new();
        for (id, revision) in journal.newest_of(Kind::Territory, &wanted).await? {
            territories.insert(id, revision.read()?);
        }
        let mut programmes = Vec::new();
        for (id, revision) in journal.newest_of(Kind::Programme, &partnership.programmes).await? {
            programmes.push((id, revision.read()?));
        }
        programmes.sort_by_key(|(id, _)| *id);
        let annotations = annotation::of(journal, revision.id).await?.into_iter().map(|(_, said)| said).collect();
        let persons = journal.persons_of(revision.id).await?.into_iter().map(|(_, person)| person).collect();
        Ok(Record {
            revision,
            partnership,
            newest,
            directory,
            territories,
            confirmations,
            annotations,
            programmes,
            posts,
            persons,
        })
    }
}

/// Every organisation that a partnership names by its record.
pub(crate) fn organisations(partnership: &Partnership) -> Vec<Id> {
    let parties = partnership.parties.iter().map(|party| party.organisation);
    let signatories = partnership.agreements.iter().flat_map(|agreement| agreement.parties.iter().copied());
    let contacts = partnership.contacts.iter().filter_map(|contact| contact.organisation);
    let named = partnership
        .contracting_authorities
        .iter()
        .chain(&partnership.implementers)
        .chain(&partnership.other_partners.home)
        .chain(&partnership.other_partners.abroad)
        .chain(partnership.all_funding().flat_map(|line| &line.funders))
        .filter_map(|named| named.organisation);
    parties.chain(signatories).chain(contacts).chain(named).collect()
}

/// Parties of one side named at the top of the page.
const PARTIES_ON_TOP: usize = 4;

/// The page.
#[derive(Template)]
#[template(path = "partnership/show/show.html")]
pub struct Show<'a> {
    l: Locale,
    page: Page,
    id: Id,
    p: &'a Partnership,
    record: &'a Record,
    /// The name of the country that the atlas looks from.
    home: String,
    today: NaiveDate,
    title: Words<'a>,
    standing: Standing,
    parties: Vec<PartyRow>,
    contacts: Vec<ContactRow>,
    /// The persons whom it may name.
    persons: Vec<&'a Person>,
    /// The diplomatic posts that follow it.
    posts: Vec<Link>,
    annotations: Vec<AnnotationRow>,
    places: Places,
    funding: Funding,
    timeline: Vec<Moment>,
    objective: Option<Narrative<'a>>,
    /// The other long texts, in reading order.
    narratives: Vec<Narrative<'a>>,
    /// What could be mended: the rule in words, and how often it is broken.
    to_check: Vec<(String, usize)>,
    citation: Citation,
    /// Other partnerships: the key of the heading, then each with its parties.
    related: Vec<(&'static str, Vec<(TitleLink, String)>)>,
}

/// A long text of the record.
struct Narrative<'a> {
    /// Its anchor.
    anchor: &'static str,
    /// The key of its heading.
    heading: &'static str,
    /// Its language, where that is not the reader's.
    foreign: Option<&'a str>,
    html: SafeHtml,
    /// In the languages of no page.
    others: SafeHtml,
}

impl<'a> Show<'a> {
    /// The page of `record` for this visit.
    ///
    /// `related` are other partnerships.
    pub fn new(visit: &Visit, record: &'a Record, related: &Related) -> Show<'a> {
        let l = visit.locale;
        let p = &record.partnership;
        let id = record.revision.id;
        let home = visit.app.settings.home_country;
        let today = (visit.app.today)();
        let words = l.words(&p.title).unwrap_or(Words { foreign: None, text: "" });
        let mut page = visit.page(title(l, p)).nav(Nav::Partnerships).crumb(l.t("nav-partnerships"), "/partenariats");
        let first_abroad = p.countries().into_iter().find(|country| *country != home);
        if let Some(country) = first_abroad {
            page = page.crumb(country::name(l, country), &format!("/pays/{country}"));
        }
        let standing = Standing::of(l, record, today, visit.app.settings.confirm_after_months);
        page = page.describe(summary::sentence(l, p, &standing));
        if record.revision.version != record.newest || p.demo {
            page = page.unindexed();
        }
        let data = signposts::linked_data(l, &page, record);
        page = page.about(data);
        let funding = Funding::of(l, p, &record.directory);
        let mut narratives: Vec<_> = narratives(l, p).collect();
        let objective = narratives.iter().position(|text| text.anchor == "objectif").map(|at| narratives.remove(at));
        Show {
            timeline: timeline::moments(l, record, today, &standing),
            citation: Citation::of(l, &page, record, today),
            parties: people::parties(l, record, home, today),
            contacts: people::contacts(l, record),
            persons: people::persons(record, visit.app.names_persons, today),
            posts: people::posts(l, record, today),
            annotations: people::annotations(l, record, today),
            places: Places::of(l, record),
            to_check: to_check(l, record, today),
            related: lists(l, related),
            l,
            page,
            id,
            p,
            record,
            home: country::name(l, home),
            today,
            title: words,
            standing,
            funding,
            objective,
            narratives,
        }
    }

    /// The links of the answer's header.
    pub fn links(&self) -> String {
        signposts::header(&self.page, self.p)
    }

    fn is_old(&self) -> bool {
        self.record.revision.version != self.record.newest
    }

    /// The first parties of each side, and how many more there are: what the top of the page has room for.
    fn sides(&self) -> Vec<(&[PartyRow], usize)> {
        let sides = self.parties.chunk_by(|a, b| a.side == b.side);
        sides
            .map(|side| side.split_at(side.len().min(PARTIES_ON_TOP)))
            .map(|(shown, rest)| (shown, rest.len()))
            .collect()
    }

    /// Whether it is an aid activity, which is counted with no partnership.
    fn is_activity(&self) -> bool {
        self.record.revision.kind == Kind::Activity
    }

    /// The anchor and the heading of every section, in their order.
    const CONTENTS: [(&'static str, &'static str); 16] = [
        ("objectif", "narrative-objective"),
        ("parties", "section-parties"),
        ("lieux", "section-places"),
        ("financement", "section-funding"),
        ("chronologie", "section-timeline"),
        ("recit", "section-narratives"),
        ("accords", "section-agreements"),
        ("themes", "section-themes"),
        ("mise-en-oeuvre", "section-roles"),
        ("contacts", "section-contacts"),
        ("suivi", "section-follow-up"),
        ("phases", "section-phases"),
        ("documents", "section-documents"),
        ("sigles", "section-glossary"),
        ("provenance", "section-provenance"),
        ("citer", "section-cite"),
    ];

    /// The contents of the page.
    fn contents(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        Self::CONTENTS.into_iter().filter(|(anchor, _)| self.shows(anchor))
    }

    /// Whether a section is shown: every one of a partnership; of an aid activity, which has few of them, those with
    /// something in them.
    fn shows(&self, anchor: &str) -> bool {
        let p = self.p;
        self.row(match anchor {
            "objectif" => self.objective.is_some(),
            "parties" => !self.parties.is_empty(),
            "lieux" => !self.places.rows.is_empty(),
            "financement" => !self.funding.rows.is_empty(),
            "chronologie" => !self.timeline.is_empty(),
            "recit" => !self.narratives.is_empty(),
            "accords" => !p.agreements.is_empty(),
            "themes" => p.themes != super::Themes::default(),
            "mise-en-oeuvre" => {
                let named = p.contracting_authorities.iter().chain(&p.implementers);
                let named = named.chain(&p.other_partners.home).chain(&p.other_partners.abroad);
                named.count() > 0 || !p.beneficiaries.is_empty() || !self.record.programmes.is_empty()
            }
            "contacts" => !self.contacts.is_empty() || !self.annotations.is_empty() || !self.posts.is_empty(),
            "suivi" => {
                let answers = [&p.communication.home, &p.communication.abroad, &p.evaluation];
                answers.into_iter().any(|answer| self.says(answer)) || !p.volunteers.is_empty()
            }
            "phases" => !p.phases.is_empty() || !p.actions.is_empty(),
            "documents" => !p.documents.is_empty(),
            "sigles" => !p.glossary.is_empty(),
            _ => true,
        })
    }

    /// Whether a line is shown that has something to say, or not.
    fn row(&self, says: bool) -> bool {
        says || !self.is_activity()
    }

    fn says(&self, answer: &Answer) -> bool {
        answer.answer.is_some() || !answer.text.is_empty()
    }

    fn is_to_confirm(&self) -> bool {
        self.standing.status == Status::ToConfirm
    }

    fn confirmed_on(&self) -> Option<String> {
        self.standing.confirmed.map(|day| self.l.day(day))
    }

    fn money(&self, amount: &Amount, currency: &Currency) -> String {
        self.l.money(*amount, *currency)
    }

    /// The path of this page, without the language's prefix.
    fn path(&self) -> String {
        format!("/partenariats/{}", self.id)
    }

    fn text<'t>(&self, text: &'t Text) -> Option<Words<'t>> {
        self.l.words(text)
    }

    /// A line in the languages of no page.
    fn others(&self, text: &Text) -> SafeHtml {
        languages::lines(self.l, text)
    }

    /// A long text, in every language that the reader may want.
    fn prose(&self, text: &Text) -> Option<SafeHtml> {
        prose(self.l, self.p).text(text, 3)
    }

    fn named(&self, named: &NamedOrganisation) -> Link {
        named_link(self.l, &self.record.directory, named)
    }

    fn named_by_id(&self, id: &Id) -> Option<Link> {
        let organisation = self.record.directory.get(*id)?;
        let party = self.p.parties.iter().find(|party| party.organisation == *id);
        // As it signed.
        let text = party.map_or_else(|| organisation.name_on(self.today, self.l.lang.code()), |party| &party.name);
        let text = text.to_owned();
        Some(Link { text, href: Some(self.l.href(&format!("/organisations/{id}"))) })
    }

    fn date(&self, date: &Option<PartialDate>) -> String {
        date.map_or_else(|| self.l.t("unknown").into_owned(), |date| self.l.date(date))
    }

    /// The period of the whole partnership.
    fn whole_period(&self) -> String {
        match self.p.start {
            Some(start) if self.standing.status == Status::Planned && self.p.end.is_none() => {
                period_to_come(self.l, start)
            }
            _ => self.period(&self.p.start, &self.p.end),
        }
    }

    fn period(&self, start: &Option<PartialDate>, end: &Option<PartialDate>) -> String {
        period(self.l, *start, *end).unwrap_or_else(|| self.l.t("unknown").into_owned())
    }

    /// The path of a theme from its first level, each level a link to the partnerships that have it.
    fn theme_path(&self, code: &str) -> Vec<Link> {
        theme::path(code).map(|level| theme_link(self.l, level)).collect()
    }

    fn theme(&self, code: &str) -> Link {
        theme_link(self.l, code)
    }

    fn goal(&self, goal: &u8) -> String {
        code_label(self.l, "SDG", &goal.to_string())
    }

    fn purpose(&self, code: &str) -> String {
        code_label(self.l, "Sector", code)
    }

    fn answer(&self, answer: &Answer) -> &'static str {
        match answer.answer {
            Some(true) => "yes",
            Some(false) => "no",
            None => "unknown",
        }
    }

    /// How many columns stand before the amounts.
    fn funding_columns(&self) -> usize {
        let Funding { has_phases, has_stages, has_kinds, has_mechanisms, .. } = self.funding;
        2 + usize::from(has_phases) + usize::from(has_stages) + usize::from(has_kinds) + usize::from(has_mechanisms)
    }

    /// An address that a link may lead to: on the web, nowhere else.
    fn web_address<'t>(&self, url: &'t Option<String>) -> Option<&'t str> {
        url.as_deref().filter(|url| is_web_address(url))
    }

    fn author_role(&self, role: &str) -> &'static str {
        label::author_role(role)
    }

    /// The actions of a phase.
    fn actions_of(&self, phase: &usize) -> impl Iterator<Item = &'a super::Action> + use<'a> {
        let phase = *phase;
        self.p.actions.iter().filter(move |action| action.phase == Some(phase))
    }

    /// The actions that belong to no phase.
    fn other_actions(&self) -> impl Iterator<Item = &'a super::Action> + use<'a> {
        let phases = self.p.phases.len();
        self.p.actions.iter().filter(move |action| action.phase.is_none_or(|phase| phase >= phases))
    }
}

/// The lists of other partnerships, those that are empty left out.
fn lists(l: Locale, related: &Related) -> Vec<(&'static str, Vec<(TitleLink, String)>)> {
    let all = [
        ("section-others", &related.same_parties),
        ("section-similar", &related.similar),
        ("section-same-territory", &related.same_territory),
    ];
    let list = |cards: &Vec<Card>| cards.iter().map(|card| other(l, card)).collect();
    all.into_iter().filter(|(_, cards)| !cards.is_empty()).map(|(key, cards)| (key, list(cards))).collect()
}

/// Another partnership, by its title, and its first parties.
fn other(l: Locale, card: &Card) -> (TitleLink, String) {
    let named = card.parties.iter().take(PARTIES_ON_TOP).map(|(name, _)| name.as_str());
    let parties = named.collect::<Vec<_>>().join(" – ");
    (title_link(l, card), parties)
}

/// The record's title; one without is named after its parties.
pub(crate) fn title(l: Locale, p: &Partnership) -> String {
    marked_title(l, p).text
}

/// The same with its language, where that is not the reader's.
pub(crate) fn marked_title(l: Locale, p: &Partnership) -> Passage {
    if let Some(words) = l.words(&p.title) {
        return words.into();
    }
    let names: Vec<_> = p.parties.iter().map(|party| party.name.as_str()).collect();
    Passage { foreign: None, text: l.t_with("untitled", &[("parties", names.join(" – ").into())]) }
}

fn prose(l: Locale, p: &Partnership) -> Prose<'_> {
    let acronyms = p.glossary.iter().map(|entry| (entry.short.as_str(), entry.long.as_str()));
    Prose { l, acronyms: acronyms.collect() }
}

/// The record's objective as its page has it, below a heading of the second level.
pub(crate) fn objective(l: Locale, p: &Partnership) -> Option<SafeHtml> {
    prose(l, p).text(&p.narratives.objective, 2)
}

fn narratives(l: Locale, p: &Partnership) -> impl Iterator<Item = Narrative<'_>> {
    let prose = prose(l, p);
    p.narratives.sections().into_iter().filter_map(move |(name, text)| {
        let words = l.words(text)?;
        let (anchor, heading, level) = match name {
            "objective" => ("objectif", "narrative-objective", 2),
            "context" => ("contexte", "narrative-context", 3),
            "history" => ("historique", "narrative-history", 3),
            "description" => ("description", "narrative-description", 3),
            _ => ("perspectives", "narrative-outlook", 3),
        };
        let (html, others) = (prose.html(words.text, level), prose.others(text, level));
        Some(Narrative { anchor, heading, foreign: words.foreign, html, others })
    })
}

/// What a reader may be told of the rules that the record breaks.
fn to_check(l: Locale, record: &Record, today: NaiveDate) -> Vec<(String, usize)> {
    let mut counts = Vec::<(anomaly::Code, usize)>::new();
    // What is not shown is to be mended all the same.
    let whole = record.revision.read().unwrap_or_else(|_| record.partnership.clone());
    for found in rules::anomalies(&whole, today) {
        match counts.iter_mut().find(|(code, _)| *code == found.code) {
            Some((_, count)) => *count += 1,
            None => counts.push((found.code, 1)),
        }
    }
    counts.into_iter().map(|(code, count)| (code.rule(l).into_owned(), count)).collect()
}

/// The name of an organisation as printed, linked where its record is known and public.
fn named_link(l: Locale, directory: &Directory, named: &NamedOrganisation) -> Link {
    let known = named.organisation.filter(|id| directory.get(*id).is_some());
    Link { text: named.name.clone(), href: known.map(|id| l.href(&format!("/organisations/{id}"))) }
}

/// A theme's name, linked to its page; an unknown code stands for itself.
pub(crate) fn theme_link(l: Locale, code: &str) -> Link {
    match reference::theme(code) {
        Some(theme) => {
            Link { text: l.label(theme.name).to_owned(), href: Some(l.href(&format!("/partenariats?theme={code}"))) }
        }
        None => Link { text: code.to_owned(), href: None },
    }
}

fn code_label(l: Locale, list: &str, code: &str) -> String {
    reference::code(list, code).map_or_else(String::new, |found| l.label(found.label).to_owned())
}

/// From when to when, in words; `None` where neither is known.
pub(crate) fn period(l: Locale, start: Option<PartialDate>, end: Option<PartialDate>) -> Option<String> {
    Some(match (start, end) {
        (Some(start), Some(end)) if start == end => l.date(start),
        (Some(start), Some(end)) => {
            l.t_with("period-from-to", &[("from", l.date(start).into()), ("to", l.date(end).into())])
        }
        (Some(start), None) => {
            l.t_with("period-from", &[("from", l.date(start).into()), ("precision", precision(start).into())])
        }
        (None, Some(end)) => l.t_with("period-to", &[("to", l.date(end).into()), ("precision", precision(end).into())]),
        (None, None) => return None,
    })
}

/// The period of what has not begun yet.
pub(crate) fn period_to_come(l: Locale, start: PartialDate) -> String {
    l.t_with("period-later", &[("from", l.date(start).into()), ("precision", precision(start).into())])
}

/// Whether a date is a day, which takes an article in French.
fn precision(date: PartialDate) -> &'static str {
    match date {
        PartialDate::Day(_) => "day",
        _ => "other",
    }
}

/// The facts that decide the status of a record.
fn status_facts(record: &Record) -> StatusFacts {
    let written = record.revision.at.date_naive();
    StatusFacts::of(&record.partnership, confirmation::latest(&record.confirmations), written)
}
