//! What the page of an organisation, a country, a territory or a theme says of its partnerships: the latest of them, who
//! works with whom, money by year, statuses, countries, themes and files.

mod money;

use meridien_search::{self as search, By, Count, Filter, Tabulation};

use super::criteria::{Criteria, View};
use super::dimension::{Dimension, Value, theme_of};
use super::index::StatusDay;
use super::list::CardView;
use super::names::Names;
use super::query::{PartnershipPage, PartnershipQuery, chosen_lines};
use super::status::Status;
use super::values;
use crate::country;
use crate::index::Search;
use crate::reference;
use crate::value::{Country, Id};
use crate::web::words::Link;
use crate::web::{self, Locale, Visit};
use money::Money;

/// Partnerships shown before the link to all.
const FIRST_PARTNERSHIPS: usize = 10;
/// Authorities, countries and themes named.
const NAMED: usize = 15;

/// The partnerships that a page is about.
pub(crate) struct Subject<'a> {
    /// Their list.
    pub list: &'a Criteria,
    /// How the index is asked for them, where that is not as for the list.
    pub asked: PartnershipQuery,
    /// On which sides their authorities are named.
    pub sides: &'a [Dimension],
    /// The theme whose parts are counted; those of the first level where there is none.
    pub theme: Option<&'a str>,
}

impl<'a> Subject<'a> {
    /// The partnerships of a list.
    pub(crate) fn of(list: &'a Criteria, sides: &'a [Dimension]) -> Subject<'a> {
        Subject { list, asked: list.first(0, &[]), sides, theme: None }
    }
}

/// What is said of them.
pub(crate) struct Profile {
    l: Locale,
    day: StatusDay,
    found: PartnershipPage,
    /// The theme that all of them have.
    theme: Option<String>,
    /// How many there are.
    pub(crate) total: u64,
    /// The statuses that any has, each with its count and list.
    pub(crate) statuses: Vec<(Link, u64)>,
    /// The first countries, each with its count and the list of its partnerships.
    pub(crate) countries: Vec<(Link, u64)>,
    /// How many countries are not named.
    pub(crate) other_countries: usize,
    /// The themes, each with its count and list.
    pub(crate) themes: Vec<(Link, u64)>,
    pub(crate) partners: Vec<Partners>,
    pub(crate) money: Money,
    /// The address of their list.
    pub(crate) all: String,
    /// The same as figures.
    pub(crate) statistics: String,
    /// The same list as files.
    pub(crate) downloads: Vec<(String, String)>,
    /// The feed of the list.
    pub(crate) feed: String,
}

/// The busiest authorities of one side.
pub(crate) struct Partners {
    /// What they are.
    pub(crate) caption: String,
    /// Whether they are of other countries than home.
    pub(crate) abroad: bool,
    pub(crate) rows: Vec<Partner>,
    /// How many there are, and the page that names them all, where more are than stand here.
    pub(crate) more: Option<(u64, Option<String>)>,
}

/// An authority with how many of the partnerships are its own.
pub(crate) struct Partner {
    pub(crate) id: Id,
    pub(crate) name: Link,
    /// The territory that it governs.
    pub(crate) territory: Option<Id>,
    pub(crate) country: Option<Link>,
    pub(crate) count: u64,
    /// The list of them.
    pub(crate) list: String,
}

impl Profile {
    /// Asks the index what a page says of these partnerships.
    ///
    /// # Errors
    /// When the index or the journal cannot be read.
    pub(crate) async fn load(visit: &Visit, subject: Subject<'_>) -> web::Result<Profile> {
        let (l, day) = (visit.locale, visit.app.status_day());
        let Subject { list, asked, sides, theme } = subject;
        let mut counted = vec![Dimension::Status, Dimension::Country, Dimension::Theme];
        counted.extend(sides);
        let query = PartnershipQuery { limit: FIRST_PARTNERSHIPS, counted, ..asked.clone() };
        let search = visit.app.search.clone();
        let (found, amounts, foreign) = web::blocking(move || {
            let filter = query.filter(&search.fields, day);
            let lines = chosen_lines(&query.chosen, &search.fields);
            let foreign = search.foreign_lines("", &filter, &lines)?;
            let amounts = search.amounts_by_year(filter, &lines)?;
            Ok::<_, web::Error>((search.partnerships(&query, day)?, amounts, foreign))
        })
        .await??;
        let mut partners = Vec::new();
        for side in sides {
            partners.push(Partners::load(visit, &found, *side, list, &asked, &asked.parties).await?);
        }
        partners.retain(|partners| !partners.rows.is_empty());
        let counted = if list.chosen.contains_key(&Dimension::Country) { Vec::new() } else { found.countries(l) };
        let countries = countries(l, &counted, list);
        Ok(Profile {
            total: found.total,
            statuses: statuses(l, &found, list),
            other_countries: counted.len() - countries.len(),
            countries,
            themes: themes(l, &found, list, theme),
            partners,
            money: Money::of(l, &amounts, foreign),
            all: list.href(l),
            statistics: list.but(|list| list.view = View::Statistics).href(l),
            downloads: list.downloads(l, found.total),
            feed: list.download(l, ".atom"),
            theme: theme.map(str::to_owned),
            l,
            day,
            found,
        })
    }

    /// The partners of other countries that are named.
    pub(crate) fn partners_abroad(&self) -> impl Iterator<Item = &Partner> {
        self.partners.iter().filter(|partners| partners.abroad).flat_map(|partners| &partners.rows)
    }

    /// The partners of the home country that are named.
    pub(crate) fn partners_at_home(&self) -> impl Iterator<Item = &Partner> {
        self.partners.iter().filter(|partners| !partners.abroad).flat_map(|partners| &partners.rows)
    }

    /// A sentence on what the page of this name tells, for search engines.
    pub(crate) fn description(&self, name: &str) -> String {
        self.l.t_with("profile-describe", &[("name", name.into()), ("count", self.total.into())])
    }

    /// Whether the page names them all.
    pub(crate) fn shows_all(&self) -> bool {
        self.total <= FIRST_PARTNERSHIPS as u64
    }

    /// The latest of them.
    pub(crate) fn cards(&self) -> Vec<CardView<'_>> {
        let view = |card| match &self.theme {
            Some(theme) => CardView::new(self.l, card, self.day).of_theme(self.l, theme, card),
            None => CardView::new(self.l, card, self.day),
        };
        self.found.cards.iter().map(view).collect()
    }

    /// Their countries with their counts, the most frequent first.
    pub(crate) fn all_countries(&self) -> Vec<(Country, u64)> {
        self.found.countries(self.l)
    }
}

impl Search {
    /// The authorities of a side of some partnerships that still hold their rights.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn standing(&self, filter: Filter, side: Dimension) -> Result<Vec<Id>, search::Error> {
        let today = if side == Dimension::Home { self.fields.home_today } else { self.fields.partner_today };
        let rows = By::Document(Count::Codes(today));
        let table = self.index.tabulate(&Tabulation { filter, rows, ..Tabulation::default() })?;
        Ok(table.rows.keys().copied().flatten().filter_map(Id::from_u64).collect())
    }
}

impl Partners {
    /// The busiest authorities of a side, found as `asked`; `own` are those that the page is about.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub(crate) async fn load(
        visit: &Visit,
        found: &PartnershipPage,
        side: Dimension,
        list: &Criteria,
        asked: &PartnershipQuery,
        own: &[Id],
    ) -> web::Result<Partners> {
        let (l, day) = (visit.locale, visit.app.status_day());
        let home = visit.app.settings.home_country;
        let counted = found.of(side);
        // Twice as many as are named, since those that have been succeeded are left out.
        let busiest = &counted[..counted.len().min(2 * NAMED)];
        let names = Names::load(&visit.app, busiest.iter().map(|(value, _)| (side, *value))).await?;
        let row = |(value, count): &(Value, u64)| {
            let id = Id::from_u64(value.code()?).filter(|id| !own.contains(id))?;
            let organisation = names.organisation(id).filter(|organisation| organisation.successors.is_empty())?;
            let href = Some(l.href(&format!("/organisations/{id}")));
            Some(Partner {
                id,
                territory: organisation.territory,
                name: Link { text: names.label(l, side, *value), href },
                country: organisation.country.map(|country| country::link(l, country)),
                count: *count,
                list: list.and(side, *value).href(l),
            })
        };
        let rows: Vec<Partner> = busiest.iter().filter_map(row).take(NAMED).collect();
        let (search, filter) = (visit.app.search.clone(), asked.filter(&visit.app.search.fields, day));
        let standing = web::blocking(move || search.standing(filter, side)).await??;
        let count = standing.iter().filter(|id| !own.contains(id)).count();
        // A list that is of one of them already has no page of the others.
        let all = (!list.chosen.contains_key(&side)).then(|| values::href(l, list, side));
        let more = (count > rows.len()).then_some((count as u64, all));
        let part = if more.is_some() { "most" } else { "all" };
        let caption = match side {
            Dimension::Home => {
                let home = country::name(l, home);
                l.t_with("partners-home", &[("country", home.into()), ("part", part.into())])
            }
            _ => l.t_with("partners-abroad", &[("part", part.into())]),
        };
        Ok(Partners { caption, abroad: side != Dimension::Home, rows, more })
    }
}

/// The statuses of some partnerships with their counts, those without any left out, each linked to the list of those
/// partnerships.
fn statuses(l: Locale, found: &PartnershipPage, list: &Criteria) -> Vec<(Link, u64)> {
    let row = |(status, count): (Status, u64)| {
        let href = list.and(Dimension::Status, Dimension::Status.read(status.code())?).href(l);
        Some((Link { text: l.t(status.key()).into_owned(), href: Some(href) }, count))
    };
    found.statuses().into_iter().filter_map(row).collect()
}

/// The first countries of some partnerships with their counts, each linked to the list of those partnerships.
fn countries(l: Locale, counted: &[(Country, u64)], list: &Criteria) -> Vec<(Link, u64)> {
    let row = |(country, count): &(Country, u64)| {
        let href = list.and(Dimension::Country, Value::Code(country.as_u64())).href(l);
        (Link { text: country::name(l, *country), href: Some(href) }, *count)
    };
    counted.iter().take(NAMED).map(row).collect()
}

/// The themes right below one, the most frequent first.
fn themes(l: Locale, found: &PartnershipPage, list: &Criteria, parent: Option<&str>) -> Vec<(Link, u64)> {
    let row = |(value, count): &(Value, u64)| {
        let theme = reference::theme(theme_of(value.code()?)?).filter(|theme| theme.parent() == parent)?;
        let href = list.and(Dimension::Theme, *value).href(l);
        Some((Link { text: l.label(theme.name).to_owned(), href: Some(href) }, *count))
    };
    let mut themes: Vec<_> = found.of(Dimension::Theme).iter().filter_map(row).collect();
    themes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    themes.truncate(NAMED);
    themes
}
