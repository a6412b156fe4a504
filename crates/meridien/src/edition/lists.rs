//! All that the edition's own lists and its search know of: each record in a line, in the order of its importance.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::app::State;
use crate::country;
use crate::index;
use crate::journal::Kind;
use crate::organisation::index::OrganisationQuery;
use crate::organisation::{Identifier, Organisation};
use crate::partnership::funding::OnePercent;
use crate::partnership::index::{Known, MECHANISM_WORDS};
use crate::partnership::list::CardView;
use crate::partnership::query::{Order, PartnershipQuery};
use crate::partnership::{Partnership, personal};
use crate::reference;
use crate::value::{Country, Id};
use crate::web::{Lang, Locale};

/// Records read from the register at a time.
const READ_AT_ONCE: usize = 500;

/// A record in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its address on the living atlas.
    pub address: String,
    /// Its title or name.
    pub title: String,
    /// What else is said of it in a line.
    pub about: String,
    /// Words that find it besides.
    pub words: String,
}

/// The records of the edition in one language.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Themes, then countries with partnerships.
    pub subjects: Vec<Entry>,
    /// Whoever has a partnership, the busiest first.
    pub organisations: Vec<Entry>,
    /// The latest confirmed or signed first.
    pub partnerships: Vec<Entry>,
}

impl Lists {
    /// Reads them off the search index, and off the register what else organisations are known by.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub async fn load(state: &State, l: Locale) -> anyhow::Result<Lists> {
        let everyone = OrganisationQuery { busiest_first: true, limit: usize::MAX, ..OrganisationQuery::default() };
        let found = state.search.organisations(&OrganisationQuery { limit: 0, ..everyone.clone() })?;
        let total = usize::try_from(found.total)?;
        let cards = state.search.organisations(&OrganisationQuery { limit: total, ..everyone })?.cards;
        let ids: Vec<Id> = cards.iter().map(|card| card.id).collect();
        let known = state.journal.newest_of(Kind::Organisation, &ids).await?;
        let known = known.iter().map(|(id, revision)| Ok((*id, other_words(&revision.read()?))));
        let mut known = known.collect::<crate::journal::Result<HashMap<Id, String>>>()?;
        let organisations = cards.into_iter().map(|card| Entry {
            address: l.href(&format!("/organisations/{}", card.id)),
            about: [Some(l.t(card.kind.key()).into_owned()), card.country.map(|country| country::name(l, country))]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · "),
            words: known.remove(&card.id).unwrap_or_default(),
            title: card.name,
        });
        let themes = reference::themes().iter().map(|theme| Entry {
            address: l.href(&format!("/thematiques/{}", theme.code)),
            title: l.label(theme.name).to_owned(),
            about: l.t("edition-theme").into_owned(),
            words: theme.code.to_owned(),
        });
        let mut countries: Vec<Entry> = found
            .countries
            .iter()
            .map(|(code, _)| Entry {
                address: l.href(&format!("/pays/{code}")),
                title: country::name(l, *code),
                about: l.t("country").into_owned(),
                words: code.to_string(),
            })
            .collect();
        countries.sort_by(|a, b| l.compare(&a.title, &b.title));
        Ok(Lists {
            subjects: themes.chain(countries).collect(),
            organisations: organisations.collect(),
            partnerships: partnerships(state, l, &index::read_all(&state.journal).await?).await?,
        })
    }

    /// Every record, the subjects first.
    pub fn all(&self) -> impl Iterator<Item = &Entry> {
        self.subjects.iter().chain(&self.organisations).chain(&self.partnerships)
    }
}

/// Every name of an organisation, and its codes in registers.
fn other_words(organisation: &Organisation) -> String {
    let names = organisation.names.iter().map(|name| name.name.as_str());
    // Those that an import made of a country and a name are no codes that anybody types.
    let codes = organisation.identifiers.iter().filter(|code| !code.value.contains('/'));
    names.chain(codes.map(|code| code.value.as_str())).collect::<Vec<_>>().join(" ")
}

async fn partnerships(state: &State, l: Locale, known: &Known) -> anyhow::Result<Vec<Entry>> {
    let day = state.status_day();
    let everything = PartnershipQuery { order: Order::Latest, ..PartnershipQuery::default() };
    let cards = state.search.every_partnership(&everything, day)?.collect::<Result<Vec<_>, _>>()?;
    let mut entries = Vec::new();
    for cards in cards.chunks(READ_AT_ONCE) {
        let ids: Vec<Id> = cards.iter().map(|card| card.id).collect();
        let records = state.journal.newest_of(Kind::Partnership, &ids).await?;
        for card in cards {
            let words = match records.get(&card.id) {
                Some(revision) => {
                    let record = personal::public(revision)?;
                    format!("{} {}", record_words(state.settings.home_country, &record), codes(card.id, &record, known))
                }
                None => String::new(),
            };
            let row = CardView::new(l, card, day);
            let about = [Some(row.parties.as_str()), row.period.as_deref(), row.theme.as_deref()];
            entries.push(Entry {
                address: row.href.clone(),
                title: row.name().to_owned(),
                about: about.into_iter().flatten().collect::<Vec<_>>().join(" · "),
                words,
            });
        }
    }
    Ok(entries)
}

/// What finds a partnership besides its line: every text, its countries by all their names, places, themes, goals, funders.
fn record_words(home: Country, record: &Partnership) -> String {
    let mut words: Vec<String> = personal::texts(record).into_iter().map(|(_, text)| text.to_owned()).collect();
    words.extend(record.parties.iter().map(|party| party.name.clone()));
    let abroad = record.parties.iter().map(|party| party.country).filter(|country| *country != home);
    let countries: BTreeSet<Country> = abroad.chain(record.places.iter().filter_map(|place| place.country)).collect();
    let countries = countries.into_iter().filter_map(reference::country);
    let named = countries.flat_map(|country| country.words().chain(country.compounds()).chain(country.codes()));
    words.extend(named.map(str::to_owned));
    words.extend(record.places.iter().map(|place| place.name.clone()));
    words.extend(record.all_funding().flat_map(|line| &line.funders).map(|funder| funder.name.clone()));
    let themes = record.themes.main.iter().chain(record.themes.others.iter().map(|other| &other.theme));
    for theme in themes.filter_map(|code| reference::theme(code)) {
        let above = std::iter::successors(Some(theme), |theme| theme.parent().and_then(reference::theme));
        words.extend(above.flat_map(|theme| [theme.name.fr, theme.name.en]).map(str::to_owned));
    }
    for goal in &record.themes.sdgs {
        // Joined as the script joins a number with the word before it.
        words.push(format!("ODD SDG {goal} ODD{goal} SDG{goal}", goal = goal.goal));
        words.extend(reference::code("SDG", &goal.goal.to_string()).map(|code| code.label.fr.to_owned()));
    }
    words.join(" ")
}

/// What else finds it, as on line: codes, what its form and its mechanisms are called, its programmes, and the other names, codes,
/// kinds and territories of its parties and of those that took them over.
fn codes(id: Id, record: &Partnership, known: &Known) -> String {
    let mut words = vec![id.to_string()];
    words.extend(record.legacy_ids.iter().map(|legacy| legacy.value.clone()));
    let themes = &record.themes;
    words.extend(themes.main.iter().chain(themes.others.iter().map(|other| &other.theme)).cloned());
    words.extend(themes.purposes.iter().cloned());
    let mut keys = BTreeSet::from([record.form.key()]);
    for line in record.all_funding() {
        let OnePercent { water, energy, waste } = line.of_which;
        let parts = [water, energy, waste].into_iter().zip(MECHANISM_WORDS);
        keys.extend(parts.filter(|(part, _)| part.is_some_and(|part| !part.is_zero())).map(|(_, key)| key));
    }
    let programmes = record.programmes.iter().filter_map(|programme| known.programmes.get(programme));
    words.extend(programmes.flat_map(|programme| programme.title.iter()).map(|(_, title)| title.to_owned()));
    let parties: BTreeSet<Id> = record.parties.iter().flat_map(|party| known.lineage(party.organisation)).collect();
    let mut territories = BTreeSet::new();
    for organisation in parties {
        territories.extend(known.territories_of(organisation));
        if let Some(organisation) = known.organisations.get(&organisation) {
            keys.insert(organisation.kind.key());
            words.push(other_words(organisation));
        }
    }
    let territories = territories.iter().filter_map(|territory| known.territories.get(territory));
    for territory in territories {
        words.extend(territory.name.iter().map(|(_, name)| name.to_owned()));
        let departments = territory.codes.iter().filter(|code| code.scheme == "insee-department");
        words.extend(
            departments.map(|Identifier { value, .. }| format!("Département {value} Département{value} FR{value}")),
        );
    }
    words.extend(keys.into_iter().flat_map(|key| Lang::ALL.map(|lang| Locale::from(lang).t(key).into_owned())));
    words.join(" ")
}

/// A text without accents and capitals: `Saint-Omer, Œuvre` is `saint-omer, oeuvre`. `assets/edition.js` does the same.
pub(super) fn folded(text: &str) -> String {
    let plain = text.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>().to_lowercase();
    plain.replace('œ', "oe").replace('æ', "ae").replace('ß', "ss")
}

/// The words of a text, folded: what letters and digits stand together, with the points between digits (`4.1.1`).
/// `assets/edition.js` cuts a question likewise.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded = folded(text);
    let is_digit = |c: char| c.is_ascii_digit();
    let joins = |at: usize| folded[..at].ends_with(is_digit) && folded[at + 1..].starts_with(is_digit);
    let cuts = |(at, c): &(usize, char)| !(c.is_alphanumeric() || *c == '.' && joins(*at));
    let mut words = Vec::new();
    let mut start = 0;
    for (at, c) in folded.char_indices().filter(cuts).chain([(folded.len(), ' ')]) {
        words.push(&folded[start..at]);
        start = at + c.len_utf8();
    }
    words.into_iter().filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Entries by the letter that they begin with, in the order of the language; `0` for what begins with none of A to Z.
pub(super) fn by_letter(l: Locale, entries: &[Entry]) -> BTreeMap<char, Vec<&Entry>> {
    let mut letters: BTreeMap<char, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        let first = folded(&entry.title).chars().find(|c| c.is_alphanumeric());
        letters.entry(first.filter(char::is_ascii_lowercase).unwrap_or('0')).or_default().push(entry);
    }
    letters.values_mut().for_each(|entries| entries.sort_by(|a, b| l.compare(&a.title, &b.title)));
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_blind_to_accents_capitals_hyphens_and_ligatures() {
        assert_eq!(words("L’Œuvre d’Évry-Courcouronnes"), ["l", "oeuvre", "d", "evry", "courcouronnes"]);
        assert_eq!(words("Ирпень – 水"), ["ирпень", "水"]);
    }

    #[test]
    fn codes_with_points_are_one_word() {
        assert_eq!(
            words("Thème 4.1.1. Eau (v1.2), p. 3.a et .5."),
            ["theme", "4.1.1", "eau", "v1.2", "p", "3", "a", "et", "5"]
        );
        assert_eq!(words("."), Vec::<String>::new());
    }
}
