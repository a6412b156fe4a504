//! Every embedded register is read whole here: a fault in a file fails a test, never a running program.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Debug;
use std::hash::Hash;
use std::path::PathBuf;

use super::*;
use crate::value::Currency;

fn assert_unique<T: Eq + Hash + Debug>(values: impl IntoIterator<Item = T>) {
    let mut seen = HashSet::new();
    for value in values {
        assert!(!seen.contains(&value), "{value:?} is there twice");
        seen.insert(value);
    }
}

fn assert_label(label: Label, of: &str) {
    for text in [label.fr, label.en] {
        assert!(!text.is_empty() && text.trim() == text, "{of}: {text:?}");
    }
}

/// A file of development data, which lies outside the repository.
fn shared(file: &str) -> Option<PathBuf> {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let path = root.join("../shared/data").join(file);
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

#[test]
fn countries_are_complete_and_ordered() {
    assert_eq!(countries().len(), 250);
    assert!(countries().is_sorted_by_key(|country| country.iso2));
    assert_unique(countries().iter().map(|country| country.iso3));
    assert_unique(countries().iter().filter_map(|country| country.numeric));
    for country in countries() {
        assert_label(country.name, country.iso3);
        assert!(!country.name.fr.contains('\''), "{}", country.name.fr);
        assert!(world_region(country.region).is_some(), "{}", country.iso3);
        assert_eq!(super::country(country.iso2).map(|found| found.iso3), Some(country.iso3));
        for point in [country.capital_point, country.point].into_iter().flatten() {
            assert!(point.lat.abs() <= 90.0 && point.lon.abs() <= 180.0, "{}", country.iso3);
        }
    }
    let without_capital = countries().iter().filter(|country| country.capital.is_none()).count();
    assert_eq!(without_capital, 4, "Antarctica and uninhabited islands");
    for region in world_regions() {
        assert_label(region.name, region.code);
        assert_label(region.parent_name, region.code);
    }
}

#[test]
fn every_row_of_demonyms_is_of_a_country() {
    let rows = include_str!("../../data/demonyms.tsv").lines().count() - 1;
    assert_eq!(countries().iter().filter(|country| !country.demonyms.is_empty()).count(), rows);
    let words: Vec<&str> = find_country("Mali").unwrap().words().collect();
    assert_eq!(words[..2], ["Mali", "Mali"]);
    assert_eq!(find_country("Mali").unwrap().codes().collect::<Vec<_>>(), ["ML", "MLI", "466"]);
    assert!(["malienne", "Africa"].iter().all(|word| words.contains(word)), "{words:?}");
}

#[test]
fn a_name_of_several_words_is_not_taken_apart() {
    let kingdom = find_country("Royaume-Uni").unwrap();
    let (words, compounds): (Vec<_>, Vec<_>) = (kingdom.words().collect(), kingdom.compounds().collect());
    for name in ["Royaume-Uni", "Angleterre", "Europe", "gallois"] {
        assert!(words.contains(&name) && !compounds.contains(&name), "{name}");
    }
    for name in ["Grande-Bretagne", "Irlande du Nord", "Northern Europe"] {
        assert!(compounds.contains(&name) && !words.contains(&name), "{name}");
    }
}

#[test]
fn kosovo_has_the_customary_code() {
    let kosovo = find_country("Kosovo").unwrap();
    assert_eq!((kosovo.iso2.as_str(), kosovo.iso3, kosovo.numeric), ("XK", "XKX", None));
    assert!(kosovo.point.is_some());
}

#[test]
fn country_names_mean_one_country() {
    let mut owners: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for country in countries() {
        for name in [country.name.fr, country.name.en].iter().chain(&country.aliases) {
            owners.entry(fold(name)).or_default().insert(country.iso3);
        }
    }
    let shared: Vec<_> = owners.iter().filter(|(_, owners)| owners.len() > 1).collect();
    assert!(shared.is_empty(), "{shared:?}");
}

#[test]
fn countries_are_found_as_sources_print_them() {
    for (name, iso2) in [
        ("Mali", "ML"),
        ("MALI", "ML"),
        ("People's Republic of China", "CN"),
        ("Kingdom of the Netherlands", "NL"),
        ("Czech Republic", "CZ"),
        ("Republic of Ireland", "IE"),
        ("Territoires palestiniens", "PS"),
        ("Macédoine", "MK"),
        ("Viet Nam", "VN"),
        ("Viêt-Nam", "VN"),
        ("La Réunion", "RE"),
        ("Le Salvador", "SV"),
        ("cote d ivoire", "CI"),
        ("Congo", "CG"),
        ("Congo (RDC)", "CD"),
        ("Guinée Conakry", "GN"),
        ("The Gambia", "GM"),
        ("Etats-Unis d’Amérique", "US"),
        ("Dahomey", "BJ"),
        ("Haute Volta", "BF"),
    ] {
        let found = find_country(name).map(|country| country.iso2.to_string());
        assert_eq!(found.as_deref(), Some(iso2), "{name}");
    }
    for name in ["", "Atlantis", "Prussia", "la"] {
        assert!(find_country(name).is_none(), "{name}");
    }
}

/// States that no longer are, unrecognised ones, and cells of the source that hold no name.
const NO_COUNTRY: [&str; 7] = [
    "Austria-Hungary",
    "Austrian Empire",
    "Kingdom of Hungary",
    "Luhansk People's Republic",
    "Prussia",
    "Somaliland",
    "Transnistria",
];

#[test]
fn countries_of_the_twinnings_are_found() {
    let Some(path) = shared("twinnings/twinnings.tsv") else {
        return;
    };
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).from_path(path).unwrap();
    let columns = reader.headers().unwrap().clone();
    let column = |name| columns.iter().position(|column| column == name).unwrap();
    let columns = [column("origincountry"), column("destination_countryLabel")];
    let mut unknown = BTreeSet::new();
    for record in reader.records() {
        let record = record.unwrap();
        unknown.extend(
            columns.map(|column| record[column].to_owned()).into_iter().filter(|name| find_country(name).is_none()),
        );
    }
    // Labels of nodes without a name: a "t" and digits.
    unknown.retain(|name| name.trim_start_matches('t').parse::<u64>().is_err());
    assert_eq!(unknown.iter().map(String::as_str).collect::<Vec<_>>(), NO_COUNTRY);
}

#[test]
fn themes_have_parents_labels_and_known_codes() {
    assert_eq!(themes().iter().filter(|theme| theme.level() == 1).count(), 5);
    assert_unique(themes().iter().map(|theme| theme.code));
    assert_unique(themes().iter().map(|theme| theme.name.fr));
    let mut seen = BTreeSet::new();
    for theme in themes() {
        assert_label(theme.name, theme.code);
        assert!(theme.parent().is_none_or(|parent| seen.contains(parent)), "{} comes before its parent", theme.code);
        assert!((1..=3).contains(&theme.level()));
        for dac in &theme.dac {
            let list = if dac.len() == 3 { "SectorCategory" } else { "Sector" };
            let code = code(list, dac).unwrap_or_else(|| panic!("{}: no code {dac}", theme.code));
            assert!(!code.withdrawn, "{}: {dac} is withdrawn", theme.code);
        }
        assert!(!theme.dac.is_empty() && !theme.sdgs.is_empty(), "{}", theme.code);
        assert!(theme.sdgs.iter().all(|goal| (1..=17).contains(goal)), "{}", theme.code);
        seen.insert(theme.code);
    }
    assert_eq!(theme("4.1").map(|theme| theme.name.fr), Some("Eau et déchets"));
    assert!(theme("1.3").is_some_and(|theme| theme.ours));
    assert!(theme("9").is_none());
}

#[test]
fn code_lists_are_complete_in_both_languages() {
    assert_unique(code_lists().iter().map(|list| list.name));
    for list in code_lists() {
        assert_unique(list.codes.iter().map(|code| code.code));
        for code in &list.codes {
            assert_label(code.label, list.name);
            for typed in ["'", " :", " ;", " !", " ?", "« ", " »"] {
                assert!(!code.label.fr.contains(typed), "{}", code.label.fr);
            }
        }
    }
    for (name, at_least) in [
        ("ActivityDateType", 4),
        ("ActivityStatus", 6),
        ("AidType", 15),
        ("BudgetStatus", 2),
        ("BudgetType", 2),
        ("CollaborationType", 7),
        ("ConditionType", 3),
        ("ContactType", 4),
        ("DescriptionType", 4),
        ("DocumentCategory", 30),
        ("FinanceType", 62),
        ("FlowType", 10),
        ("GeographicExactness", 2),
        ("GeographicLocationClass", 4),
        ("GeographicLocationReach", 2),
        ("HumanitarianScopeType", 2),
        ("Language", 45),
        ("OrganisationRole", 4),
        ("OrganisationType", 16),
        ("PolicyMarker", 12),
        ("PolicySignificance", 5),
        ("RelatedActivityType", 5),
        ("ResultType", 4),
        ("SDG", 17),
        ("Sector", 300),
        ("SectorCategory", 44),
        ("SectorVocabulary", 12),
        ("TagVocabulary", 4),
        ("TransactionType", 13),
    ] {
        let list = code_list(name).unwrap_or_else(|| panic!("no list {name}"));
        assert!(list.codes.len() >= at_least, "{name} has {} codes", list.codes.len());
    }
    for sector in &code_list("Sector").unwrap().codes {
        let category = sector.category.unwrap_or_else(|| panic!("{} has no category", sector.code));
        assert!(code("SectorCategory", category).is_some(), "{}", sector.code);
    }
    assert_eq!(code("SDG", "6").map(|goal| goal.label.fr), Some("Eau propre et assainissement"));
}

#[test]
fn posts_are_in_known_countries() {
    assert!(posts().len() > 150);
    assert!(posts().is_sorted_by_key(|post| post.country));
    assert_unique(posts().iter().map(|post| post.country));
    for post in posts() {
        assert!(country(post.country).is_some(), "{}", post.country);
        assert_label(post.city, post.country.as_str());
    }
    let name = |iso2: &str| post(iso2.parse().unwrap()).map(|post| [post.name_fr(), post.name_en()]);
    assert_eq!(name("ML").unwrap(), ["Ambassade de France à Bamako", "Embassy of France in Bamako"]);
    assert_eq!(name("EG").unwrap()[0], "Ambassade de France au Caire");
    assert!(name("FR").is_none());
}

/// Opened since the list was drawn, in 2021 (Guyana), or closed then but named by older records (Syria, Yemen).
const ONLY_OURS: [&str; 3] = ["GY", "SY", "YE"];

#[test]
fn posts_agree_with_the_list_of_missions() {
    let Some(path) = shared("embassies/french-missions.csv") else {
        return;
    };
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').flexible(true).from_path(path).unwrap();
    let columns = reader.headers().unwrap().clone();
    let column = |name| columns.iter().position(|column| column == name).unwrap();
    let (kind, name, jurisdictions) = (column("type"), column("country"), column("jurisdictions"));
    let mut theirs = BTreeSet::new();
    for record in reader.records().map(Result::unwrap).filter(|record| &record[kind] == "embassy") {
        // The embassy to the Holy See is in Rome.
        let place = if &record[jurisdictions] == "Vatican City" { "Vatican City" } else { &record[name] };
        theirs.insert(find_country(place).unwrap_or_else(|| panic!("no country {place}")).iso2.to_string());
    }
    let ours: BTreeSet<String> = posts().iter().map(|post| post.country.to_string()).collect();
    let only_ours: Vec<_> = ours.difference(&theirs).collect();
    let only_theirs: Vec<_> = theirs.difference(&ours).collect();
    assert_eq!(only_ours, ONLY_OURS, "posts that only we have");
    assert!(only_theirs.is_empty(), "posts that only the list has: {only_theirs:?}");
}

#[test]
fn folding_drops_case_accents_and_punctuation() {
    for (text, folded) in [
        ("  Saint-Omer ", "st omer"),
        ("St. Omer", "st omer"),
        ("Sainte-Adresse", "ste adresse"),
        ("SAINTE", "ste"),
        ("Saintes", "saintes"),
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("Œuvres d'Ægir", "oeuvres d aegir"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Đà Nẵng", "da nang"),
        ("Diyarbakır", "diyarbakir"),
        ("İstanbul", "istanbul"),
        ("O\u{2bb}ahu", "o ahu"),
        ("Αθήνα", "αθηνα"),
        ("Йошкар-Ола", "иошкар ола"),
        ("दिल्ली", "दिल्ली"),
        ("東京", "東京"),
        ("Nord (59)", "nord 59"),
        ("…", ""),
        ("", ""),
    ] {
        assert_eq!(fold(text), folded, "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in "\\PC*") {
        let once = fold(&text);
        proptest::prop_assert_eq!(fold(&once), once);
    }
}

#[test]
fn the_french_registers_are_whole() {
    assert_eq!(communes().len(), 34_969);
    assert_eq!(former_communes().len(), 2_576);
    assert_eq!(intermunicipals().iter().filter(|row| row.kind != "EPT").count(), 1_255);
    assert_eq!(intermunicipals().iter().filter(|row| row.kind == "EPT").count(), 11);
    assert_eq!(departments().iter().filter(|row| row.region.len() == 2).count(), 101);
    assert_eq!(regions().iter().filter(|row| row.code.len() == 2).count(), 18);
    // The six metropolitan régions that went on make 22 with these.
    assert_eq!(former_regions().len(), 16);
    assert_unique(former_communes().iter().map(|row| row.code));
    assert_unique(intermunicipals().iter().map(|row| row.siren));
    assert_unique(departments().iter().map(|row| row.code));
    assert_unique(regions().iter().map(|row| row.code).chain(former_regions().iter().map(|row| row.code)));
    let codes: HashSet<&str> = communes().iter().map(|row| row.code).collect();
    assert_eq!(codes.len(), communes().len());
    let departments_known: HashSet<&str> = departments().iter().map(|row| row.code).collect();
    let regions_known: HashSet<&str> = regions().iter().map(|row| row.code).collect();
    let groups: HashSet<&str> = intermunicipals().iter().map(|row| row.siren).collect();
    assert!(communes().iter().all(|row| departments_known.contains(row.department)));
    assert!(communes().iter().filter_map(|row| row.intermunicipal).all(|siren| groups.contains(siren)));
    assert!(departments().iter().all(|row| regions_known.contains(row.region)));
    assert!(former_regions().iter().all(|row| regions_known.contains(row.successor)));
    assert!(former_communes().iter().all(|row| codes.contains(row.successor)));
}

#[test]
fn french_points_lie_where_they_should() {
    use crate::value::Precision;

    let point = |code: &str| communes().iter().find(|row| row.code == code).and_then(|row| row.point).unwrap();
    for (code, lat, lon) in [("59350", 50.63, 3.06), ("74010", 45.90, 6.12), ("98818", -22.27, 166.45)] {
        let at = point(code);
        assert!((at.lat - lat).abs() < 0.05 && (at.lon - lon).abs() < 0.05, "{code}: {at:?}");
        assert_eq!(at.precision, Precision::Commune);
    }
    let exact = communes().iter().filter_map(|row| row.point).filter(|point| point.precision == Precision::Commune);
    assert!(exact.count() > 14_500);
    for row in departments().iter().filter(|row| row.region.len() == 2) {
        let capital = row.point.unwrap_or_else(|| panic!("{} has no point", row.code));
        for commune in communes().iter().filter(|commune| commune.department == row.code) {
            let km = commune.point.unwrap_or_else(|| panic!("{} has no point", commune.code)).distance_km(capital);
            let most = if row.code == "973" { 300.0 } else { 150.0 };
            assert!(km < most, "{} is {km} km from its département's capital", commune.code);
        }
    }
}

#[test]
fn every_siren_has_its_check_digit() {
    let sirens = communes()
        .iter()
        .filter_map(|row| row.siren)
        .chain(intermunicipals().iter().map(|row| row.siren))
        .chain(departments().iter().filter_map(|row| row.siren))
        .chain(regions().iter().filter_map(|row| row.siren));
    for siren in sirens {
        let sum: u32 = siren
            .bytes()
            .rev()
            .zip([1, 2].into_iter().cycle())
            .map(|(digit, weight)| u32::from(digit - b'0') * weight)
            .map(|value| if value > 9 { value - 9 } else { value })
            .sum();
        assert!(siren.len() == 9 && sum.is_multiple_of(10), "{siren}");
    }
    // Those whose council gave way to the region's, and Mayotte, whose département is the region too.
    let without = departments().iter().filter(|row| row.region.len() == 2 && row.siren.is_none());
    assert_eq!(without.map(|row| row.code).collect::<Vec<_>>(), ["2A", "2B", "972", "973"]);
    let without = regions().iter().filter(|row| row.code.len() == 2 && row.siren.is_none());
    assert_eq!(without.map(|row| row.code).collect::<Vec<_>>(), ["06"]);
}

#[test]
fn places_are_found_by_any_of_their_names() {
    let named = |country: &str, name: &str| {
        places_named(country.parse().unwrap(), &fold(name)).map(|place| place.name).collect::<Vec<_>>()
    };
    assert!(named("DE", "Cologne").contains(&"Köln"));
    // Cities with very many names have the French one too.
    assert!(named("GB", "Londres").contains(&"London"));
    assert!(named("CN", "Pékin").contains(&"Beijing"));
    assert!(named("AT", "Wien").contains(&"Vienna"));
    assert!(named("ML", "KAYES").contains(&"Kayes"));
    assert!(named("FR", "Saint Omer").contains(&"Saint-Omer"));
    assert!(named("FR", "nulle part").is_empty());
    assert!(places_in("ML".parse().unwrap()).iter().all(|place| place.country.as_str() == "ML"));
}

#[test]
fn rates_are_of_their_year() {
    let usd = "USD".parse().unwrap();
    let rate_2010 = rate(usd, Some(2010)).unwrap();
    assert!((1.30..1.36).contains(&rust_decimal::prelude::ToPrimitive::to_f64(&rate_2010).unwrap()));
    assert_eq!(rate(usd, None), None);
    for (code, year, expected) in [
        ("XOF", None, "655.957"),
        ("XOF", Some(1994), "655.957"),
        ("XOF", Some(1993), "327.9785"),
        ("KMF", Some(1990), "327.9785"),
        ("KMF", Some(2020), "491.96775"),
        ("FRF", Some(1985), "6.55957"),
    ] {
        assert_eq!(rate(code.parse().unwrap(), year).unwrap().to_string(), expected, "{code} {year:?}");
    }
}

#[test]
fn every_currency_has_a_name_and_those_with_a_rate_are_known() {
    assert!(currencies().windows(2).all(|pair| pair[0].code < pair[1].code));
    assert!(currencies().iter().all(|found| !found.name.fr.is_empty() && !found.name.en.is_empty()));
    let used = |code: &str| currency(code.parse().unwrap()).is_some_and(|found| !found.withdrawn);
    for code in ["EUR", "XOF", "XAF", "VND", "GNF", "DZD", "KHR", "CNY", "BRL"] {
        assert!(used(code), "{code}");
    }
    assert!(!used("FRF") && currency("ZZZ".parse().unwrap()).is_none());
    for mut row in table::rows(include_str!("../../data/rates.tsv")) {
        let code: Currency = row.parse();
        assert!(currency(code).is_some(), "{code}");
    }
}

#[test]
fn a_language_has_a_code_of_the_standard() {
    let known = code_list("Language").unwrap();
    assert!(known.codes.iter().all(|found| is_language(found.code)), "every language with a name is known");
    assert!(["fr", "ar", "ta", "mos"].into_iter().all(is_language));
    assert!(["xx", "", "f", "fr-FR", "FR", "Mos"].into_iter().all(|code| !is_language(code)));
    assert_eq!(language("ar").unwrap().fr, "Arabe");
}

#[test]
fn outlines_are_of_nearly_every_country() {
    let text = table::decompress(include_bytes!("../../data/outlines.tsv.zst"));
    let drawn: HashSet<&str> = text.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
    for iso2 in ["FR", "ML", "KM", "CV", "MU", "XK", "LS", "RU"] {
        assert!(drawn.contains(iso2), "{iso2}");
    }
    let without: Vec<_> = countries().iter().filter(|country| !drawn.contains(country.iso2.as_str())).collect();
    assert!(without.len() < 25, "{:?}", without.iter().map(|country| country.iso3).collect::<Vec<_>>());
    let mut row = text.lines().skip(1).flat_map(|line| line.split_once('\t')).flat_map(|(_, ring)| ring.split(' '));
    assert!(row.all(|pair| pair.split_once(',').is_some_and(|(lon, lat)| {
        lon.parse::<f32>().is_ok_and(|lon| lon.abs() <= 360.0) && lat.parse::<f32>().is_ok_and(|lat| lat.abs() <= 90.0)
    })));
}
