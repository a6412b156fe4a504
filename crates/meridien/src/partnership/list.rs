//! The search: one result seen as a list or a table, narrowed by filters; the address is its whole state.

use askama::Template;
use meridien_search::Highlighter;

use super::criteria::{Criteria, SIZE, View};
use super::dimension::Dimension;
use super::facets::{OFFERED, facets, named};
use super::index::{Card, StatusDay};
use super::map;
use super::names::Names;
use super::query::{Order, PartnershipPage};
use super::show::{period, period_to_come, theme_link};
use super::status::Status;
use super::table::{self, Column};
use crate::country;
use crate::journal::Kind;
use crate::map::Mode;
use crate::organisation::index::{Card as OrganisationCard, OrganisationQuery};
use crate::reference;
use crate::statistics::{self, Question};
use crate::theme;
use crate::value::Currency;
use crate::web::cache::Cache;
use crate::web::error::Fault;
use crate::web::filters::{Chip, Facet};
use crate::web::pager::Pager;
use crate::web::parameters::Parameters;
use crate::web::words::{Link, Marked, Passage, TitleLink, Words};
use crate::web::{self, Error, Locale, Nav, Page, Visit, page};

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
    /// The words that were looked for.
    pub(crate) sought: Option<&'a Highlighter>,
}

/// At most so many parties are named on a card.
const NAMED_PARTIES: usize = 4;

/// The parties of a card: "Lille (France) – Kayes (Mali)".
fn named_parties(l: Locale, card: &Card) -> String {
    let named = card.parties.iter().take(NAMED_PARTIES);
    let mut parties: Vec<String> =
        named.map(|(name, country)| format!("{name} ({})", country::name(l, *country))).collect();
    if card.parties.len() > NAMED_PARTIES {
        parties.push(l.t_with("more-parties", &[("count", (card.parties.len() - NAMED_PARTIES).into())]));
    }
    parties.join(" – ")
}

/// The title of a card, or its parties where it has none, that leads to the record.
pub(crate) fn title_link(l: Locale, card: &Card) -> TitleLink {
    let untitled = || l.t_with("untitled", &[("parties", named_parties(l, card).into())]);
    let title = match l.words(&card.title) {
        Some(words) => words.into(),
        None => Passage { foreign: None, text: untitled() },
    };
    TitleLink { title, href: l.href(&format!("/partenariats/{}", card.id)) }
}

impl<'a> CardView<'a> {
    /// How `card` is shown on a day.
    pub(crate) fn new(l: Locale, card: &'a Card, day: StatusDay) -> CardView<'a> {
        let parties = named_parties(l, card);
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
            sought: None,
        }
    }

    /// The same among the partnerships of a theme, which is named where it is not their main one.
    pub(crate) fn of_theme(mut self, l: Locale, theme: &str, card: &Card) -> CardView<'a> {
        let main = card.theme.as_deref().map(reference::heir);
        if main.is_none_or(|main| theme::path(main).all(|level| level != theme)) {
            let theme = theme_link(l, theme).text;
            self.theme = Some(match self.theme {
                Some(main) => l.t_with("theme-with-other", &[("main", main.into()), ("other", theme.into())]),
                None => theme,
            });
        }
        self
    }

    /// Its title, or its parties where it has none.
    pub(crate) fn name(&self) -> &str {
        self.untitled.as_deref().unwrap_or(self.title.text)
    }

    /// The same, to show which of its words are those looked for.
    fn sought(self, sought: &'a Highlighter) -> CardView<'a> {
        CardView { sought: Some(sought), ..self }
    }

    /// A text of the card with the words looked for marked.
    pub(crate) fn marked<'t>(&'t self, text: &'t str) -> Marked<'t> {
        Marked { text, sought: self.sought }
    }
}

/// What every view of the results shows around them.
pub(crate) struct Shell {
    pub(crate) l: Locale,
    pub(crate) criteria: Criteria,
    pub(crate) total: u64,
    pub(crate) chips: Vec<Chip>,
    pub(crate) facets: Vec<Facet>,
    /// The words looked for in place of those typed.
    pub(crate) corrected: Option<String>,
    /// Words close to those typed that more results have, with how many and their address.
    pub(crate) nearest: Option<(String, u64, String)>,
    /// A part of the world that the words name: its name as typed, what its countries have, and their address.
    pub(crate) area: Option<(String, String, String)>,
    pub(crate) everything: String,
    /// Where nothing is found: what to do without, each with what is found then.
    pub(crate) removals: Vec<Chip>,
    /// Where nothing is found: the organisations of that name, which have no partnership.
    pub(crate) known: Vec<Link>,
    /// How many results there are.
    pub(crate) heading: String,
    /// The columns chosen for the table.
    columns: Vec<Column>,
}

impl Shell {
    /// The page of some results, and its shell; `part` names the page among others.
    pub(crate) async fn new(
        visit: &Visit,
        criteria: &Criteria,
        found: &PartnershipPage,
        part: Option<String>,
    ) -> web::Result<(Page, Shell)> {
        let l = visit.locale;
        if found.total == 0 {
            criteria.refuse_unknown(&visit.app).await?;
        }
        let names = Names::load(&visit.app, named(criteria, found)).await?;
        let chips = chips(l, criteria, &names);
        // Of what was found, not of what was typed.
        let words = found.corrected.as_ref().unwrap_or(&criteria.words).clone();
        let title = title(l, &Criteria { words, ..criteria.clone() }, &chips, part, found.total);
        let feed = criteria.but(|criteria| criteria.order = Order::default()).download(l, ".atom");
        let about = l.t_with("list-describe", &[("title", title.as_str().into())]);
        let page =
            visit.page(title).nav(Nav::Partnerships).canonical_query(criteria.query()).feed(feed).describe(about);
        let shell = Shell {
            removals: if found.total == 0 { removals(visit, criteria, &names).await? } else { Vec::new() },
            known: if found.total == 0 { known(visit, &criteria.words).await? } else { Vec::new() },
            facets: facets(l, criteria, found, &names, visit.app.settings.home_country),
            area: area(visit, criteria, found.total).await?,
            corrected: found.corrected.clone(),
            nearest: found.nearest.clone().map(|(words, count)| {
                let href = criteria.but(|criteria| criteria.words.clone_from(&words)).href(l);
                (words, count, href)
            }),
            everything: Criteria { view: criteria.view, figure: criteria.figure.clone(), ..Criteria::default() }
                .href(l),
            heading: counted(l, criteria, found.total),
            columns: Vec::new(),
            total: found.total,
            criteria: criteria.clone(),
            l,
            chips,
        };
        Ok((page, shell))
    }

    /// Whether there is a filter to choose.
    pub(crate) fn has_facets(&self) -> bool {
        self.facets.iter().any(|facet| !facet.first.is_empty())
    }

    /// The views, each with its address and whether it is the one shown.
    pub(crate) fn views(&self) -> Vec<(&'static str, String, bool)> {
        let to = |view: View| self.criteria.but(|criteria| criteria.view = view).href(self.l);
        View::ALL.iter().map(|view| (view.key(), to(*view), *view == self.criteria.view)).collect()
    }

    /// The orders, each with its address and whether it is the one shown. Without words nothing is more relevant.
    pub(crate) fn orders(&self) -> Vec<(String, String, bool)> {
        let by_default = if self.criteria.words.is_empty() { Order::Latest } else { Order::Relevance };
        let shown = if self.criteria.order == Order::Relevance { by_default } else { self.criteria.order };
        let offered = Order::ALL.iter().copied().filter(|order| *order != Order::Relevance || by_default == *order);
        let to = |order: Order| {
            let order = if order == by_default { Order::default() } else { order };
            self.criteria.but(|criteria| criteria.order = order).href(self.l)
        };
        offered.map(|order| (self.l.t(order.key()).into_owned(), to(order), order == shown)).collect()
    }

    /// What a form that changes the words must keep.
    pub(crate) fn kept(&self) -> Vec<(&'static str, String)> {
        self.kept_but("q")
    }

    /// What a form that sets this parameter must keep.
    pub(crate) fn kept_but(&self, parameter: &str) -> Vec<(&'static str, String)> {
        self.criteria.but(|_| {}).pairs().into_iter().filter(|(name, _)| *name != parameter).collect()
    }

    /// The same results with those left aside that nobody has confirmed, where the status is not chosen yet.
    pub(crate) fn without_doubtful(&self) -> Option<String> {
        let open = !self.criteria.chosen.contains_key(&Dimension::Status);
        open.then(|| self.criteria.without_doubtful().href(self.l))
    }

    /// The same results with merged authorities as they signed, or as they are today.
    pub(crate) fn other_epoch(&self) -> (&'static str, String) {
        let key = if self.criteria.as_signed { "epoch-today" } else { "epoch-signed" };
        (key, self.criteria.but(|criteria| criteria.as_signed = !criteria.as_signed).href(self.l))
    }

    /// The address at which these results are followed.
    pub(crate) fn feed(&self) -> String {
        self.criteria.but(|criteria| criteria.order = Order::default()).download(self.l, ".atom")
    }

    /// The same results as files; those that have columns have the ones of the table.
    pub(crate) fn downloads(&self) -> Vec<(String, String)> {
        let mut files = self.criteria.downloads(self.l, self.total);
        let with_columns = [".csv", ".xlsx", ".parquet"].map(|suffix| self.criteria.download(self.l, suffix));
        for (_, href) in files.iter_mut().filter(|(_, href)| with_columns.contains(href)) {
            *href = table::with_columns(std::mem::take(href), &self.columns);
        }
        files
    }
}

#[derive(Template)]
#[template(path = "partnership/list.html")]
struct List<'a> {
    l: Locale,
    page: Page,
    shell: Shell,
    cards: Vec<CardView<'a>>,
    pager: Pager,
}

#[derive(Template)]
#[template(path = "partnership/table.html")]
struct Table {
    l: Locale,
    page: Page,
    shell: Shell,
    columns: Vec<table::Choice>,
    heads: Vec<table::Head>,
    rows: Vec<table::Row>,
    pager: Pager,
}

/// What an address of the search page asks for: which results, and the columns of their table. How else they are shown is
/// read and dropped, so that the same address with a suffix, or of the API, gives the same results.
pub(crate) fn read(visit: &Visit, parameters: &mut Parameters) -> (Criteria, Vec<Column>) {
    let criteria = Criteria::read(parameters);
    let _shown = (statistics::Choice::read(visit, parameters), map::read_mode(parameters));
    (criteria, table::read_columns(parameters))
}

/// The same for answers that have no columns: those that the page shows with its table change nothing, and any other is refused.
pub(crate) fn read_without_columns(visit: &Visit, parameters: &mut Parameters) -> Criteria {
    let (criteria, columns) = read(visit, parameters);
    if criteria.view != View::Table {
        let fault = |column: &Column| Fault::no_columns(column.code());
        columns.iter().map(fault).for_each(|fault| parameters.refuse(fault));
    }
    criteria
}

/// `/partenariats`.
pub async fn show(visit: Visit) -> web::Result {
    let l = visit.locale;
    let mut parameters = Parameters::of(&visit);
    let mut criteria = Criteria::read(&mut parameters);
    let mut figure = statistics::Choice::read(&visit, &mut parameters);
    let is_composed = !parameters.text(statistics::COMPOSER).is_empty();
    if is_composed {
        figure = figure.reconciled();
    }
    let columns = table::read_columns(&mut parameters);
    let mode = map::read_mode(&mut parameters);
    parameters.finish()?;
    criteria.figure = figure.pairs();
    criteria.figure.extend(columns.iter().map(|column| ("colonne", column.code().to_owned())));
    criteria.figure.extend((mode != Mode::Places).then(|| ("carte", mode.code().to_owned())));
    if is_composed || visit.query.as_deref().is_some_and(Criteria::is_range_form) {
        return Err(Error::Moved(criteria.href(l)));
    }
    match criteria.view {
        View::List | View::Table => paged(&visit, criteria, columns).await,
        View::Map => map::show(&visit, criteria, mode).await,
        View::Statistics => statistics::show(&visit, Question::new(criteria, figure)?).await,
    }
}

async fn paged(visit: &Visit, criteria: Criteria, columns: Vec<Column>) -> web::Result {
    let l = visit.locale;
    let day = visit.app.status_day();
    let (search, asked) = (visit.app.search.clone(), criteria.asked(&OFFERED));
    let found = web::blocking(move || search.partnerships(&asked, day)).await??;
    let pages = criteria.clone();
    let href = move |page| Criteria { page, ..pages.clone() }.href(l);
    let pager = Pager::new(criteria.page, found.total, SIZE, href)?;
    let part =
        (pager.pages > 1).then(|| l.t_with("list-page", &[("page", pager.page.into()), ("pages", pager.pages.into())]));
    let (page, mut shell) = Shell::new(visit, &criteria, &found, part).await?;
    if criteria.view == View::Table {
        shell.columns.clone_from(&columns);
        let columns = if columns.is_empty() { Column::FIRST.to_vec() } else { columns };
        let home = visit.app.settings.home_country;
        return page::answer(
            Cache::Journal,
            &Table {
                columns: table::choices(l, &columns),
                heads: table::heads(l, &criteria, &columns),
                rows: found.cards.iter().map(|card| table::Row::new(l, card, day, &columns, home)).collect(),
                l,
                page,
                shell,
                pager,
            },
        );
    }
    let sought = Highlighter::new(&found.sought);
    let cards = found.cards.iter().map(|card| CardView::new(l, card, day).sought(&sought)).collect();
    page::answer(Cache::Journal, &List { l, page, shell, cards, pager })
}

/// « Recherche « eau » – Mali – Tableau – page 2 sur 14 – 137 partenariats ».
fn title(l: Locale, criteria: &Criteria, chips: &[Chip], part: Option<String>, total: u64) -> String {
    let name = search_name(l, criteria, chips);
    // The list is what a search is expected to be, and statistics are named by their figure.
    let named = matches!(criteria.view, View::Map | View::Table);
    let view = named.then(|| l.t(criteria.view.key()).into_owned());
    [Some(name), view, part, Some(counted(l, criteria, total))].into_iter().flatten().collect::<Vec<_>>().join(" – ")
}

/// « Recherche « eau » – Mali ».
pub(super) fn search_name(l: Locale, criteria: &Criteria, chips: &[Chip]) -> String {
    let words = match criteria.words.is_empty() {
        true => l.t("nav-partnerships").into_owned(),
        false => l.t_with("list-search", &[("words", criteria.words.as_str().into())]),
    };
    let filters = chips.iter().skip(usize::from(!criteria.words.is_empty())).map(|chip| chip.label.clone());
    [words].into_iter().chain(filters).collect::<Vec<_>>().join(" – ")
}

/// Values without each of which a search that finds nothing is tried: each is a search of its own.
const MOST_REMOVALS: usize = 12;

/// The same search without each of its words and values that leaves something to be found, the most first. Where none does,
/// as in a sentence, without all its words that name nothing.
async fn removals(visit: &Visit, criteria: &Criteria, names: &Names) -> web::Result<Vec<Chip>> {
    let (l, day) = (visit.locale, visit.app.status_day());
    let quoted = move |words: &str| l.t_with("quoted", &[("words", words.into())]);
    let mut fewer: Vec<(String, Criteria)> = meridien_search::without_each(&criteria.words)
        .into_iter()
        .map(|(word, rest)| (quoted(word), criteria.but(|criteria| criteria.words = rest)))
        .collect();
    if !criteria.words.is_empty() && !criteria.chosen.is_empty() {
        fewer.push((quoted(&criteria.words), criteria.but(|criteria| criteria.words.clear())));
    }
    for (dimension, value) in criteria.values().take(MOST_REMOVALS) {
        fewer.push((names.label(l, dimension, value), criteria.without(dimension, value)));
    }
    let (search, sentence) = (visit.app.search.clone(), criteria.clone());
    let mut found = web::blocking(move || {
        let totals = |fewer: Vec<(String, Criteria)>| {
            let total = |(label, criteria): (String, Criteria)| {
                let total = search.total(&criteria.first(0, &[]), day)?;
                Ok((label, criteria, total))
            };
            let mut found = fewer.into_iter().map(total).collect::<Result<Vec<_>, meridien_search::Error>>()?;
            found.retain(|(.., total)| *total > 0);
            Ok::<_, meridien_search::Error>(found)
        };
        let found = totals(fewer)?;
        if !found.is_empty() {
            return Ok(found);
        }
        let asked = sentence.first(0, &[]);
        let (naming, others) = search.words_that_name(&asked)?;
        if naming.is_empty() || others.is_empty() {
            return Ok(found);
        }
        let without = |word: Option<&str>, rest: String| {
            let words: Vec<String> = others.iter().copied().chain(word).map(quoted).collect();
            (words.join(", "), sentence.but(|criteria| criteria.words = rest))
        };
        let found = totals(vec![without(None, naming.clone())])?;
        if !found.is_empty() {
            return Ok(found);
        }
        let each = meridien_search::without_each(&naming).into_iter();
        totals(each.map(|(word, rest)| without(Some(word), rest)).collect())
    })
    .await??;
    found.sort_by_key(|(.., total)| std::cmp::Reverse(*total));
    let chip = |(label, fewer, total): (String, Criteria, u64)| Chip {
        label: l.t_with("without-leaves", &[("what", label.into()), ("found", counted(l, &fewer, total).into())]),
        href: fewer.href(l),
    };
    Ok(found.into_iter().map(chip).collect())
}

/// The part of the world that the words name, where its countries have others than those found: no text of theirs says it.
async fn area(visit: &Visit, criteria: &Criteria, found: u64) -> web::Result<Option<(String, String, String)>> {
    let chosen = [Dimension::WorldRegion, Dimension::Country].iter().any(|place| criteria.chosen.contains_key(place));
    let Some(area) = reference::area(&criteria.words).filter(|_| !chosen) else { return Ok(None) };
    let dimension = match area.codes.iter().any(|code| reference::world_region(code).is_some()) {
        true => Dimension::WorldRegion,
        false => Dimension::Country,
    };
    let inside = criteria.but(|criteria| {
        criteria.words = area.rest;
        criteria.chosen.insert(dimension, area.codes.iter().filter_map(|code| dimension.read(code)).collect());
    });
    let (search, day, asked) = (visit.app.search.clone(), visit.app.status_day(), inside.first(0, &[]));
    let total = web::blocking(move || search.total(&asked, day)).await??;
    let told = (area.name.to_owned(), counted(visit.locale, &inside, total), inside.href(visit.locale));
    Ok((total > 0 && total != found).then_some(told))
}

/// Organisations named with these words.
async fn known(visit: &Visit, words: &str) -> web::Result<Vec<Link>> {
    const MOST: usize = 3;
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let l = visit.locale;
    let asked = OrganisationQuery {
        words: words.to_owned(),
        without_partnerships: true,
        limit: MOST,
        ..OrganisationQuery::default()
    };
    let search = visit.app.search.clone();
    let cards = web::blocking(move || search.organisations(&asked)).await??.cards;
    let link = |card: OrganisationCard| {
        let about = [Some(l.t(card.kind.key()).into_owned()), card.place(l)].into_iter().flatten().collect::<Vec<_>>();
        Link {
            text: format!("{} ({})", card.name, about.join(", ")),
            href: Some(l.href(&format!("/organisations/{}", card.id))),
        }
    };
    Ok(cards.into_iter().map(link).collect())
}

/// How many there are, of what is looked for.
fn counted(l: Locale, criteria: &Criteria, total: u64) -> String {
    match criteria.kind() {
        Kind::Activity => l.t_with("list-count-activities", &[("count", total.into())]),
        _ => l.t_with("list-count", &[("count", total.into())]),
    }
}

/// Everything that narrows the results, the words first.
pub(crate) fn chips(l: Locale, criteria: &Criteria, names: &Names) -> Vec<Chip> {
    let mut chips = Vec::new();
    if !criteria.words.is_empty() {
        chips.push(Chip {
            label: l.t_with("quoted", &[("words", criteria.words.as_str().into())]),
            href: criteria.but(|criteria| criteria.words.clear()).href(l),
        });
    }
    chips.extend(criteria.values().map(|(dimension, value)| Chip {
        label: match dimension {
            // A year or an amount says nothing without its name.
            Dimension::Start | Dimension::Amount | Dimension::Funder | Dimension::Mechanism | Dimension::Place => {
                let (name, text) = (l.t(dimension.key()).into_owned(), names.label(l, dimension, value));
                l.t_with("labelled", &[("label", name.into()), ("text", text.into())])
            }
            _ => names.label(l, dimension, value),
        },
        href: criteria.without(dimension, value).href(l),
    }));
    if criteria.as_signed {
        let href = criteria.but(|criteria| criteria.as_signed = false).href(l);
        chips.push(Chip { label: l.t("epoch-signed").into_owned(), href });
    }
    if criteria.activities {
        let href = criteria.but(|criteria| criteria.activities = false).href(l);
        chips.push(Chip { label: l.t("only-activities").into_owned(), href });
    }
    chips
}
