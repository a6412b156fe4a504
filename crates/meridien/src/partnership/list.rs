//! The list of partnerships: words and filters, all of them in the address.

use askama::Template;

use super::index::{Card, PartnershipPage, PartnershipQuery, StatusDay};
use super::show::{period, period_to_come, theme_link};
use super::status::Status;
use crate::country::{self, known_country, meant_country};
use crate::journal::Kind;
use crate::organisation::Organisation;
use crate::reference;
use crate::value::{Country, Currency, Id};
use crate::web::cache::Cache;
use crate::web::filters::{Chip, Choice, Facet};
use crate::web::page::percent_encoded;
use crate::web::pager::Pager;
use crate::web::parameters::Parameters;
use crate::web::words::Words;
use crate::web::{self, Error, Locale, Nav, Page, Visit, page};

/// Results on a page.
const SIZE: usize = 20;

/// What an address of the list asks for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Criteria {
    words: String,
    countries: Vec<Country>,
    statuses: Vec<Status>,
    themes: Vec<String>,
    organisations: Vec<Id>,
    page: usize,
}

impl Criteria {
    /// Reads an address, refusing what it does not know.
    fn read(visit: &Visit) -> web::Result<Criteria> {
        let mut parameters = Parameters::of(visit);
        let criteria = Criteria {
            words: parameters.text("q"),
            countries: parameters.values("pays", known_country, meant_country),
            statuses: parameters.words("statut", &Status::ALL, Status::code),
            themes: parameters.values(
                "theme",
                |code| reference::theme(code).map(|theme| theme.code.to_owned()),
                |code| code.rsplit_once('.').map(|(parent, _)| parent.to_owned()),
            ),
            organisations: parameters.values("collectivite", |code| code.parse().ok(), |_| None),
            page: parameters.page(),
        };
        parameters.finish()?;
        Ok(criteria)
    }

    /// The query of the address, without `?`; empty when nothing is asked.
    fn query(&self) -> String {
        let countries = self.countries.iter().map(|country| ("pays", country.to_string()));
        let statuses = self.statuses.iter().map(|status| ("statut", status.code().to_owned()));
        let themes = self.themes.iter().map(|theme| ("theme", theme.clone()));
        let organisations = self.organisations.iter().map(|id| ("collectivite", id.to_string()));
        let words = (!self.words.is_empty()).then(|| ("q", self.words.clone()));
        let page = (self.page > 1).then(|| ("page", self.page.to_string()));
        let pairs = words.into_iter().chain(countries).chain(themes).chain(organisations).chain(statuses).chain(page);
        pairs.map(|(name, value)| format!("{name}={}", percent_encoded(&value))).collect::<Vec<_>>().join("&")
    }

    /// The address of the list with these criteria.
    pub(crate) fn href(&self, l: Locale) -> String {
        let query = self.query();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{mark}{query}", l.href("/partenariats"))
    }

    /// The partnerships with a country.
    pub(crate) fn of_country(country: Country) -> Criteria {
        Criteria { countries: vec![country], ..Criteria::default() }
    }

    /// The partnerships of an organisation.
    pub(crate) fn of_organisation(id: Id) -> Criteria {
        Criteria { organisations: vec![id], ..Criteria::default() }
    }

    /// The partnerships on a theme.
    pub(crate) fn of_theme(code: &str) -> Criteria {
        Criteria { themes: vec![code.to_owned()], ..Criteria::default() }
    }

    /// Those of them with a country.
    pub(crate) fn and_country(self, country: Country) -> Criteria {
        Criteria { countries: vec![country], ..self }
    }

    /// Those of them of an organisation.
    pub(crate) fn and_organisation(self, id: Id) -> Criteria {
        Criteria { organisations: vec![id], ..self }
    }

    /// What to ask the index for to get the first ones.
    pub(crate) fn first(&self, limit: usize) -> PartnershipQuery {
        PartnershipQuery { limit, ..self.asked() }
    }

    /// What to ask the index for.
    fn asked(&self) -> PartnershipQuery {
        PartnershipQuery {
            words: self.words.clone(),
            countries: self.countries.clone(),
            statuses: self.statuses.clone(),
            organisations: self.organisations.clone(),
            themes: self.themes.clone(),
            offset: (self.page.max(1) - 1).saturating_mul(SIZE),
            limit: SIZE,
            ..PartnershipQuery::default()
        }
    }

    /// The same from its first page, changed.
    fn but(&self, change: impl FnOnce(&mut Criteria)) -> Criteria {
        let mut changed = Criteria { page: 1, ..self.clone() };
        change(&mut changed);
        changed
    }
}

/// A partnership in a list.
pub(crate) struct CardView<'a> {
    pub(crate) href: String,
    /// Its title; named after its parties where it has none.
    pub(crate) title: Words<'a>,
    pub(crate) untitled: Option<String>,
    /// "Lille (France) ⟷ Kayes (Mali)".
    pub(crate) parties: String,
    pub(crate) form: &'static str,
    pub(crate) theme: Option<String>,
    pub(crate) period: Option<String>,
    pub(crate) euros: Option<String>,
    pub(crate) status: Status,
    pub(crate) demo: bool,
}

/// At most so many parties are named on a card.
const NAMED_PARTIES: usize = 4;

impl<'a> CardView<'a> {
    /// How `card` is shown on a day.
    pub(crate) fn new(l: Locale, card: &'a Card, day: StatusDay) -> CardView<'a> {
        let named = card.parties.iter().take(NAMED_PARTIES);
        let mut parties: Vec<String> =
            named.map(|(name, country)| format!("{name} ({})", country::name(l, *country))).collect();
        if card.parties.len() > NAMED_PARTIES {
            parties.push(l.t_with("more-parties", &[("count", (card.parties.len() - NAMED_PARTIES).into())]));
        }
        let parties = parties.join(" – ");
        let title = l.words(&card.title);
        let status = card.status_facts().status(day.today, day.confirm_after_months);
        CardView {
            href: l.href(&format!("/partenariats/{}", card.id)),
            untitled: title.is_none().then(|| l.t_with("untitled", &[("parties", parties.as_str().into())])),
            title: title.unwrap_or(Words { foreign: None, text: "" }),
            parties,
            form: card.form.key(),
            theme: card.theme.as_deref().map(|code| theme_link(l, code).text),
            period: match card.start {
                Some(start) if status == Status::Planned && card.end.is_none() => Some(period_to_come(l, start)),
                start => period(l, start.or(card.signed), card.end),
            },
            euros: card.euros.map(|euros| l.money(euros, Currency::EUR)),
            status,
            demo: card.demo,
        }
    }
}

#[derive(Template)]
#[template(path = "partnership/list.html")]
struct List<'a> {
    l: Locale,
    page: Page,
    criteria: Criteria,
    total: u64,
    chips: Vec<Chip>,
    facets: Vec<Facet>,
    cards: Vec<CardView<'a>>,
    pager: Pager,
    /// Another spelling that finds something, with its address.
    suggestion: Option<Chip>,
    everything: String,
}

impl List<'_> {
    /// What a form that changes the words must keep.
    fn kept(&self) -> Vec<(&'static str, String)> {
        let countries = self.criteria.countries.iter().map(|country| ("pays", country.to_string()));
        let statuses = self.criteria.statuses.iter().map(|status| ("statut", status.code().to_owned()));
        let themes = self.criteria.themes.iter().map(|theme| ("theme", theme.clone()));
        let organisations = self.criteria.organisations.iter().map(|id| ("collectivite", id.to_string()));
        countries.chain(statuses).chain(themes).chain(organisations).collect()
    }
}

/// `/partenariats`.
pub async fn show(visit: Visit) -> web::Result {
    let l = visit.locale;
    let criteria = Criteria::read(&visit)?;
    let day = visit.app.status_day();
    let (search, asked) = (visit.app.search.clone(), criteria.asked());
    let found = web::blocking(move || search.partnerships(&asked, day)).await??;
    let pages = criteria.clone();
    let pager = Pager::new(criteria.page, found.total, SIZE, move |page| Criteria { page, ..pages.clone() }.href(l))
        .ok_or(Error::NotFound)?;
    let names = organisation_names(&visit, &criteria.organisations).await?;
    let chips = chips(l, &criteria, &names);
    let page = visit
        .page(title(l, &criteria, &chips, &pager, found.total))
        .nav(Nav::Partnerships)
        .canonical_query(criteria.query());
    let list = List {
        facets: facets(l, &criteria, &found),
        cards: found.cards.iter().map(|card| CardView::new(l, card, day)).collect(),
        suggestion: found.suggestion.clone().map(|words| Chip {
            href: criteria.but(|criteria| criteria.words.clone_from(&words)).href(l),
            label: words,
        }),
        everything: Criteria::default().href(l),
        total: found.total,
        l,
        page,
        criteria,
        chips,
        pager,
    };
    page::answer(Cache::Journal, &list)
}

/// The names of the organisations that a list is filtered by.
async fn organisation_names(visit: &Visit, ids: &[Id]) -> web::Result<Vec<String>> {
    let found = visit.app.journal.newest_of(Kind::Organisation, ids).await?;
    let (day, lang) = ((visit.app.today)(), visit.locale.lang.code());
    let name = |id: &Id| match found.get(id) {
        Some(revision) => Ok(revision.read::<Organisation>()?.name_on(day, lang).to_owned()),
        None => Ok(id.to_string()),
    };
    ids.iter().map(name).collect()
}

/// « Recherche « eau » – Mali – page 2 sur 14 – 137 partenariats ».
fn title(l: Locale, criteria: &Criteria, chips: &[Chip], pager: &Pager, total: u64) -> String {
    let mut parts = Vec::new();
    if criteria.words.is_empty() {
        parts.push(l.t("nav-partnerships").into_owned());
    } else {
        parts.push(l.t_with("list-search", &[("words", criteria.words.as_str().into())]));
    }
    let filters = chips.iter().skip(usize::from(!criteria.words.is_empty()));
    parts.extend(filters.map(|chip| chip.label.clone()));
    if pager.pages > 1 {
        parts.push(l.t_with("list-page", &[("page", pager.page.into()), ("pages", pager.pages.into())]));
    }
    parts.push(l.t_with("list-count", &[("count", total.into())]));
    parts.join(" – ")
}

/// Everything that narrows the list, the words first.
fn chips(l: Locale, criteria: &Criteria, names: &[String]) -> Vec<Chip> {
    let mut chips = Vec::new();
    let mut chip = |label: String, without: Criteria| chips.push(Chip { label, href: without.href(l) });
    if !criteria.words.is_empty() {
        let label = l.t_with("quoted", &[("words", criteria.words.as_str().into())]);
        chip(label, criteria.but(|criteria| criteria.words.clear()));
    }
    for country in &criteria.countries {
        chip(country::name(l, *country), criteria.but(|criteria| criteria.countries.retain(|other| other != country)));
    }
    for code in &criteria.themes {
        chip(theme_link(l, code).text, criteria.but(|criteria| criteria.themes.retain(|other| other != code)));
    }
    for (id, name) in criteria.organisations.iter().zip(names) {
        chip(name.clone(), criteria.but(|criteria| criteria.organisations.retain(|other| other != id)));
    }
    for status in &criteria.statuses {
        let label = l.t(status.key()).into_owned();
        chip(label, criteria.but(|criteria| criteria.statuses.retain(|other| other != status)));
    }
    chips
}

/// The filters. A value replaces those chosen before, so that its count is what it leads to; the chosen value, clicked
/// again, is let go.
fn facets(l: Locale, criteria: &Criteria, found: &PartnershipPage) -> Vec<Facet> {
    let statuses = found.statuses.iter().filter(|(status, count)| *count > 0 || criteria.statuses.contains(status));
    let statuses = statuses.map(|(status, count)| {
        let chosen = criteria.statuses.contains(status);
        let with = criteria.but(|criteria| criteria.statuses = if chosen { vec![] } else { vec![*status] });
        Choice { label: l.t(status.key()).into_owned(), href: with.href(l), count: *count, chosen }
    });
    let countries = found.countries.iter().map(|(country, count)| {
        let chosen = criteria.countries.contains(country);
        let with = criteria.but(|criteria| criteria.countries = if chosen { vec![] } else { vec![*country] });
        Choice { label: country::name(l, *country), href: with.href(l), count: *count, chosen }
    });
    vec![Facet::short("status", statuses), Facet::long(l, "partner-country", countries)]
}
