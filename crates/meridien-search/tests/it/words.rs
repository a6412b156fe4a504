//! Finding by words, however they are typed.

use meridien_search::{Document, Filter, Index, Query, Schema, Sort, fold};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::{Fields, fields, index_of, keys};

/// An index whose documents are keyed by their titles.
fn titled(titles: &[&str]) -> (Index, TempDir) {
    let fields = fields();
    index_of(&fields, titles.iter().map(|title| document(&fields, title)))
}

fn document(fields: &Fields, title: &str) -> Document {
    let mut document = Document::new(title, "{}");
    document.text(fields.title, title);
    document
}

fn find(index: &Index, words: &str) -> Vec<String> {
    let mut found = keys(index, &Query { words, limit: 1000, ..Query::default() });
    found.sort();
    found
}

/// Words of the field whose unaccented stem differs, names with every kind of accent, hyphen and
/// apostrophe, acronyms and codes.
const TITLES: &[&str] = &[
    "collectivités",
    "décentralisée",
    "assemblée",
    "solidarité",
    "coopération",
    "coopérations",
    "intercommunalité",
    "développement",
    "économique",
    "équité",
    "accès",
    "métropole",
    "départementale",
    "généralisées",
    "français",
    "françaises",
    "réhabilitation",
    "préservée",
    "mobilités",
    "énergies",
    "élèves",
    "bénéficiaires",
    "œuvres",
    "cœur",
    "aînés",
    "île",
    "naïveté",
    "Kéniéba",
    "Saint-Omer",
    "Sainte-Foy-lès-Lyon",
    "Boulogne-sur-Mer",
    "Val-d'Oise",
    "Côtes-d'Armor",
    "L'Haÿ-les-Roses",
    "Côte d’Ivoire",
    "N'Djaména",
    "Île-de-France",
    "Provence-Alpes-Côte d'Azur",
    "Thiès",
    "Đà Nẵng",
    "São Tomé",
    "Łódź",
    "l'eau potable",
    "d'assainissement",
    "aujourd'hui",
    "co-développement",
    "Éco-tourisme",
    "M.A.E.E.",
    "U.E.",
    "ONG",
    "4.1",
    "217 500 016",
    "2A004",
    "FR-75",
];

/// The ways in which people type a title.
fn typed(title: &str) -> Vec<String> {
    let spaced = |text: &str| text.replace(['-', '\'', '’'], " ");
    let close = |text: &str| text.replace(['-', '\'', '’', ' '], "");
    let plain = fold(title).into_owned();
    let mut ways = vec![
        title.to_owned(),
        title.to_uppercase(),
        title.to_lowercase(),
        title.replace('’', "'"),
        title.replace('\'', "’"),
        title.replace('-', "\u{2011}"),
        plain.to_uppercase(),
        spaced(title),
        spaced(&plain),
    ];
    // `leau` is no word that anyone types; `divoire` is.
    if !title.starts_with("l'") && !title.starts_with("d'") {
        ways.push(plain.replace(['\'', '’'], ""));
        if !title.contains(' ') || title.contains("217") {
            ways.push(close(&plain));
        }
    }
    if title.contains('.') && !title.starts_with('4') {
        ways.push(title.replace('.', ""));
    }
    ways.push(plain);
    ways
}

#[test]
fn each_title_is_found_however_it_is_typed() {
    let (index, _folder) = titled(TITLES);
    for title in TITLES {
        for words in typed(title) {
            assert!(find(&index, &words).iter().any(|found| found == title), "{words} does not find {title}");
        }
    }
}

#[test]
fn words_are_found_across_inflections_and_short_forms() {
    let (index, _folder) =
        titled(&["la décentralisation des coopérations locales", "Ville de Saint-Omer", "la Région"]);
    for words in ["décentralisée", "décentralisé locale", "coopération", "COOPERATION LOCAL"] {
        assert_eq!(find(&index, words), ["la décentralisation des coopérations locales"], "{words}");
    }
    for words in ["st omer", "St-Omer", "saint omer", "SAINT-OMER", "omer st"] {
        assert_eq!(find(&index, words), ["Ville de Saint-Omer"], "{words}");
    }
    assert_eq!(find(&index, "régions"), ["la Région"]);
    assert_eq!(find(&index, "twinning"), [""; 0]);
}

#[test]
fn every_word_is_required_in_whichever_field() {
    let fields = fields();
    let mut one = document(&fields, "Eau à Kayes");
    one.text(fields.body, "L'accès à l'eau potable dans le cercle de Kéniéba");
    let (index, _folder) = index_of(&fields, [one, document(&fields, "Eau à Dakar")]);
    assert_eq!(find(&index, "eau"), ["Eau à Dakar", "Eau à Kayes"]);
    assert_eq!(find(&index, "eau kenieba"), ["Eau à Kayes"]);
    assert_eq!(find(&index, "kayes cercle"), ["Eau à Kayes"]);
    assert_eq!(find(&index, "eau kenieba dakar"), [""; 0]);
}

#[test]
fn phrases_and_exclusions() {
    let fields = fields();
    let mut one = document(&fields, "A");
    one.text(fields.body, "avec l'agence de l'eau, une gestion durable des déchets");
    let mut other = document(&fields, "B");
    other.text(fields.body, "l'eau de l'agence, une gestion des déchets durables");
    let (index, _folder) = index_of(&fields, [one, other, document(&fields, "Agence de l'Eau")]);
    assert_eq!(find(&index, "agence eau"), ["A", "Agence de l'Eau", "B"]);
    assert_eq!(find(&index, "\"agence de l'eau\""), ["A", "Agence de l'Eau"]);
    assert_eq!(find(&index, "« AGENCE DE L EAU »"), ["A", "Agence de l'Eau"]);
    assert_eq!(find(&index, "\"gestion durable\""), ["A"]);
    assert_eq!(find(&index, "\"des dechets durables\""), ["B"]);
    assert_eq!(find(&index, "agence -gestion"), ["Agence de l'Eau"]);
    assert_eq!(find(&index, "agence -\"gestion durable\""), ["Agence de l'Eau", "B"]);
    assert_eq!(find(&index, "-gestion"), ["Agence de l'Eau"]);
    assert_eq!(find(&index, "eau -de"), ["A", "Agence de l'Eau", "B"], "a stop word excludes nothing");
}

#[test]
fn stop_words_are_required_only_alone() {
    let (index, _folder) = titled(&["Les Abymes", "Coopération de Sète et Us", "Us"]);
    assert_eq!(find(&index, "coopération avec la ville de sete"), [""; 0]);
    assert_eq!(find(&index, "la coopération avec sete"), ["Coopération de Sète et Us"]);
    assert_eq!(find(&index, "les"), ["Les Abymes"]);
    assert_eq!(find(&index, "de et"), ["Coopération de Sète et Us"]);
    assert_eq!(find(&index, "\"les\""), ["Les Abymes"]);
    assert_eq!(find(&index, "us"), ["Coopération de Sète et Us", "Us"]);
}

#[test]
fn the_last_word_may_be_begun() {
    let (index, _folder) = titled(&["Coopération à Kayes", "Coopérative", "Kayes"]);
    let prefix = |words| {
        let mut found = keys(&index, &Query { words, prefix: true, limit: 10, ..Query::default() });
        found.sort();
        found
    };
    assert_eq!(prefix("cooperati"), ["Coopération à Kayes", "Coopérative"]);
    assert_eq!(prefix("coopération à ka"), ["Coopération à Kayes"]);
    assert_eq!(prefix("kayes coopérat"), ["Coopération à Kayes"]);
    assert_eq!(prefix("coop kay"), [""; 0], "only the last word");
    assert_eq!(find(&index, "coopérati"), [""; 0]);
}

#[test]
fn a_word_with_a_star_is_begun_wherever_it_is() {
    let fields = fields();
    let mut mention = document(&fields, "Forages");
    mention.text(fields.body, "à Bamako");
    let titles = ["Bamako", "Région Bourgogne", "Saint-Omer", "Saint-Denis et Omeri", "Baie"];
    let (index, _folder) = index_of(&fields, titles.iter().map(|title| document(&fields, title)).chain([mention]));
    assert_eq!(find(&index, "bama*"), ["Bamako", "Forages"]);
    assert_eq!(find(&index, "Bourgog* région"), ["Région Bourgogne"]);
    assert_eq!(find(&index, "région Bourgog*"), ["Région Bourgogne"]);
    assert_eq!(find(&index, "saint-om*"), ["Saint-Omer"], "in their order");
    assert_eq!(find(&index, "saint om*"), ["Saint-Denis et Omeri", "Saint-Omer"]);
    assert_eq!(find(&index, "b*"), ["Baie", "Bamako", "Forages", "Région Bourgogne"]);
    assert_eq!(find(&index, "-b*"), ["Saint-Denis et Omeri", "Saint-Omer"]);
    assert_eq!(find(&index, "\"région bour*\""), ["Région Bourgogne"]);
    assert_eq!(find(&index, "\"bourgogne rég*\""), [""; 0], "in their order");
    assert_eq!(find(&index, "bama* -forages"), ["Bamako"]);
    let ranked = keys(&index, &Query { words: "bama*", limit: 9, ..Query::default() });
    assert_eq!(ranked, ["Bamako", "Forages"], "names first");
}

#[test]
fn the_parts_of_a_compound_follow_each_other_where_any_text_has_them_so() {
    let fields = fields();
    let mut mention = document(&fields, "Lille");
    mention.text(fields.body, "La région Hauts-de-France et l'eau");
    let titles =
        ["Haute-Savoie (France)", "Hauts de France", "France – Hauts plateaux", "Grand Est", "Est du grand lac"];
    let (index, _folder) = index_of(&fields, titles.iter().map(|title| document(&fields, title)).chain([mention]));
    for words in ["Hauts-de-France", "HAUTS-DE-FRANCE", "hauts-de-france"] {
        assert_eq!(find(&index, words), ["Hauts de France", "Lille"], "{words}");
    }
    assert_eq!(find(&index, "hauts france").len(), 4, "words typed apart may be apart");
    assert_eq!(find(&index, "grand-est"), ["Grand Est"]);
    assert_eq!(find(&index, "lac-grand"), ["Est du grand lac"], "no text has them so");
    assert_eq!(find(&index, "l'eau"), ["Lille"], "an article is no part of a name");
    assert_eq!(find(&index, "france -hauts-de-france"), ["France – Hauts plateaux", "Haute-Savoie (France)"]);
}

#[test]
fn a_number_stands_with_its_word_and_a_siret_with_its_siren() {
    let (index, _folder) = titled(&["ODD 6, ODD6", "ODD 4, ODD4, phase 6", "217500016", "Paris 2019"]);
    for words in ["SIREN 217500016", "siren : 217500016", "SIRET 21750001600019"] {
        assert_eq!(find(&index, words), ["217500016"], "{words}");
    }
    let (sectors, _folder) = titled(&["14010", "Eau"]);
    for words in ["CAD 14010", "dac : 14010", "code CAD 14010"] {
        assert_eq!(find(&sectors, words), ["14010"], "{words}");
    }
    assert_eq!(find(&sectors, "code CAD"), [""; 0]);
    assert_eq!(find(&index, "siren"), [""; 0]);
    assert_eq!(find(&index, "siren Paris"), [""; 0], "a name is no code");
    for words in ["ODD 6", "odd6", "Odd-6"] {
        assert_eq!(find(&index, words), ["ODD 6, ODD6"], "{words}");
    }
    assert_eq!(find(&index, "phase 4"), ["ODD 4, ODD4, phase 6"], "apart, since none has them together");
    for words in ["21750001600019", "217 500 016 00019"] {
        assert_eq!(find(&index, words), ["217500016"], "{words}");
    }
}

#[test]
fn a_name_that_is_what_was_typed_comes_first_then_one_that_has_its_words_as_they_are() {
    let fields = fields();
    let named = |key: &str, title: &str, party: &str| {
        let mut document = Document::new(key, "{}");
        document.text(fields.title, title).text(fields.title, party);
        document
    };
    let documents = [
        named("part", "Cormeilles-en-Parisis et Parisis", "Val Parisis"),
        named("stem", "Parisis, Parisis, Parisis", "Parisis"),
        named("word", "Eau et forages dans une ville du Mali, avec Paris, pour les habitants", "Grand Lac"),
        named("whole", "Appui institutionnel aux services de la ville de Dakar, au Sénégal", "Paris"),
    ];
    let (index, _folder) = index_of(&fields, documents);
    let ranked = |words| keys(&index, &Query { words, limit: 9, ..Query::default() });
    let found = ranked("paris");
    assert_eq!(found[..2], ["whole", "word"], "{found:?}");
    assert_eq!(found.len(), 4);
    assert_eq!(ranked("PARIS mali")[0], "word");
    let begun = Query { words: "grand l", prefix: true, limit: 9, ..Query::default() };
    assert_eq!(keys(&index, &begun), ["word"]);
}

#[test]
fn who_has_the_name_comes_before_what_is_in_it_and_before_names_that_contain_it() {
    let mut schema = Schema::builder(1);
    let (names, others) = (schema.names("names", 3.0), schema.other_names("others", 2.0));
    let schema = schema.build();
    let folder = TempDir::new().unwrap();
    let index = Index::open(folder.path(), &schema).unwrap().index;
    let mut writer = index.writer().unwrap();
    let mut rebuild = writer.rebuild().unwrap();
    for (key, name, other) in [
        ("part", "Muides-sur-Loire", "Loir-et-Cher"),
        ("inside", "Saint-Étienne", "Loire"),
        ("authority", "Conseil départemental de la Loire", "Auvergne-Rhône-Alpes"),
        ("predecessor", "Basse-Normandie", "Région Normandie"),
        ("heir", "Région Normandie", "France"),
    ] {
        let mut document = Document::new(key, "{}");
        document.text(names, name).text(others, other);
        rebuild.put(document).unwrap();
    }
    rebuild.finish(1).unwrap();
    let ranked = |words| keys(&index, &Query { words, limit: 9, ..Query::default() });
    assert_eq!(ranked("Loire"), ["authority", "inside", "part"]);
    assert_eq!(ranked("normandie"), ["heir", "predecessor"]);
    assert_eq!(ranked("Région Normandie"), ["heir", "predecessor"]);
}

#[test]
fn names_that_begin_with_what_is_being_typed_come_first() {
    let fields = fields();
    let titles =
        ["CA Pas du Calavon", "Calais", "Pas-de-Calais", "Communauté du Pas de Calais", "L'Île-Rousse", "Lille"];
    let (index, _folder) = index_of(&fields, titles.iter().map(|title| document(&fields, title)));
    let query = Query { prefix: true, fields: &[fields.title], limit: 9, ..Query::default() };
    let found = keys(&index, &Query { words: "pas de ca", ..query.clone() });
    assert_eq!(found[..2], ["Pas-de-Calais", "Communauté du Pas de Calais"], "{found:?}");
    assert_eq!(keys(&index, &Query { words: "lil", ..query })[0], "Lille");
}

#[test]
fn a_letter_of_a_word_to_come_hides_nothing() {
    let fields = fields();
    let titles = ["Région Grand Est", "Grand Lac", "Ville d'Eu", "Ville Y"];
    let (index, _folder) = index_of(&fields, titles.iter().map(|title| document(&fields, title)));
    let begun = |words| keys(&index, &Query { words, prefix: true, limit: 9, ..Query::default() });
    assert_eq!(begun("région grand e"), ["Région Grand Est"]);
    assert_eq!(begun("y"), ["Ville Y"]);
}

#[test]
fn suggestions_are_looked_for_in_names_and_the_busiest_come_first() {
    let fields = fields();
    let named = |key: &str, name: &str, body: &str, partnerships| {
        let mut document = Document::new(key, "{}");
        document.text(fields.title, name).text(fields.body, body).number(fields.year, partnerships);
        document
    };
    let (index, _folder) = index_of(
        &fields,
        [
            named("hamlet", "Lyon", "", 1),
            named("city", "Lyon", "", 80),
            named("forest", "Lyons-la-Forêt", "", 5),
            named("mention", "Jumelage", "Lyon, Lyon et encore Lyon", 900),
        ],
    );
    let query = Query {
        prefix: true,
        fields: &[fields.title],
        sort: Sort::Weighted(fields.year),
        limit: 9,
        ..Query::default()
    };
    for words in ["ly", "LYO", "lyon"] {
        let query = Query { words, ..query.clone() };
        let found = keys(&index, &query);
        assert_eq!(found.len(), 3, "{words}");
        assert_eq!(found.iter().position(|key| key == "city"), Some(0), "{words}");
        let streamed: Vec<_> = index.hits(&query).unwrap().map(|hit| hit.unwrap().key).collect();
        assert_eq!(streamed, found);
    }
    assert_eq!(keys(&index, &Query { words: "lyon", fields: &[], ..query }).len(), 4);
}

#[test]
fn names_come_before_mentions_and_the_order_typed_first() {
    let fields = fields();
    let mut mention = document(&fields, "Jumelage");
    mention.text(fields.body, "avec Kayes, Kayes et encore Kayes");
    let titles = ["Kayes et la région du Nord", "Nord et Kayes"];
    let (index, _folder) = index_of(&fields, titles.iter().map(|title| document(&fields, title)).chain([mention]));
    let ranked = |words| keys(&index, &Query { words, limit: 10, ..Query::default() });
    assert_eq!(ranked("kayes").last().unwrap(), "Jumelage");
    assert_eq!(ranked("nord et kayes")[0], "Nord et Kayes");
    assert_eq!(ranked("kayes et la region")[0], "Kayes et la région du Nord");
}

#[test]
fn other_spellings_are_suggested_as_readable_words() {
    let (index, _folder) =
        titled(&["Coopération décentralisée", "Coopération à Kéniéba", "Assainissement", "eau", "mali"]);
    let suggest = |words| index.did_you_mean(words, 0, &Filter::default()).unwrap();
    assert_eq!(suggest("coopertion").as_deref(), Some("coopération"));
    assert_eq!(suggest("Cooperation à  Keneba !").as_deref(), Some("Cooperation à  kéniéba !"));
    assert_eq!(suggest("asainisement").as_deref(), Some("assainissement"));
    assert_eq!(suggest("decentralisé coopértaion").as_deref(), Some("decentralisé coopération"));
    assert_eq!(suggest("coopération"), None, "known");
    assert_eq!(suggest("cooperation asainissement"), None, "known words that no document has together");
    assert_eq!(suggest("xyzzyxyzzy"), None);
    assert_eq!(suggest("ae"), None, "too short to guess");
    assert_eq!(suggest("eua"), None, "too short to guess");
    assert_eq!(suggest("mlai").as_deref(), Some("mali"));
    assert_eq!(suggest("MLAI"), None, "an acronym");
    assert_eq!(suggest("malxi"), Some("mali".to_owned()));
    assert_eq!(suggest("maxxi"), None, "two slips in a short word");
    assert_eq!(suggest(""), None);
}

#[test]
fn other_spellings_keep_the_first_letter_and_are_names_rather_than_words() {
    let fields = fields();
    let mut prose = document(&fields, "Grand Est");
    prose.text(fields.body, "cayes, kaybs, kaybs, grandes");
    let mut more = document(&fields, "Kayns");
    more.text(fields.body, "kaybs cayes");
    let mut most = document(&fields, "Lyon");
    most.text(fields.body, "kaybs cayes");
    let (index, _folder) = index_of(&fields, [prose, more, most]);
    let suggest = |words| index.did_you_mean(words, 0, &Filter::default()).unwrap();
    assert_eq!(suggest("kayes").as_deref(), Some("kayns"), "a name, though others are more frequent");
    assert_eq!(suggest("zayes").as_deref(), Some("cayes"), "nothing else is close");
    assert_eq!(suggest("GrandEst").as_deref(), Some("grand est"), "two words of a name");
}

#[test]
fn a_city_abroad_is_no_slip() {
    let (index, _folder) =
        titled(&["Turn, Pologne, Angers, florent, Landes, Nantes", "Jumelage", "Sénégal", "Grand Est"]);
    let suggest = |words| index.did_you_mean(words, 0, &Filter::default()).unwrap();
    for city in ["Turin", "Cologne", "anvers", "Florence", "Londres"] {
        assert_eq!(suggest(city), None, "{city}");
    }
    for (slip, meant) in
        [("Poloogne", "pologne"), ("jumelge", "jumelage"), ("Sénégl", "sénégal"), ("Gand Est", "grand Est")]
    {
        assert_eq!(suggest(slip).as_deref(), Some(meant), "{slip}");
    }
    assert_eq!(suggest("jumelge Turin"), None, "nothing has both");
}

#[test]
fn a_rare_word_gives_way_to_a_close_one_that_many_more_documents_have() {
    let titles: Vec<String> = (0..20).map(|at| format!("Bamako {at}")).collect();
    let titles: Vec<&str> =
        titles.iter().map(String::as_str).chain(["Eau à Bamaco", "Bamaka", "Bamaka", "Bamaku"]).collect();
    let (index, _folder) = titled(&titles);
    let suggest = |words, rare| index.did_you_mean(words, rare, &Filter::default()).unwrap();
    assert_eq!(suggest("bamaco", 1).as_deref(), Some("bamako"));
    assert_eq!(suggest("bamaco", 0), None, "known");
    assert_eq!(suggest("bamaku", 1), None, "a name as it is");
    assert_eq!(suggest("bamaka", 1), None, "not that rare");
    assert_eq!(suggest("bamako", 100), None, "nothing is close and more frequent");
}

#[test]
fn an_alias_is_found_as_a_whole_alone() {
    let mut schema = Schema::builder(1);
    let (title, terms) = (schema.names("title", 4.0), schema.terms("terms", 1.0));
    let fields = Fields { schema: schema.build(), ..fields() };
    let document = |key: &str, name: &str, aliases: &[&str]| {
        let mut document = Document::new(key, "{}");
        document.text(title, name).text(terms, "Jumelage");
        for alias in aliases {
            document.alias(alias);
        }
        document
    };
    let kingdom = document("uk", "York", &["Grande-Bretagne", "Irlande du Nord", "Pays de Galles"]);
    let cork = document("cork", "Cork (Irlande)", &[]);
    let brest = document("brest", "Région Bretagne, grande rade", &[]);
    let (index, _folder) = index_of(&fields, [kingdom, cork, brest]);
    for typed in [
        "grande bretagne",
        "Grande-Bretagne",
        "en GRANDE\u{2011}BRETAGNE",
        "irlande du nord",
        "jumelage l'Irlande-du-Nord",
        "pays de gallés jumelage",
        "\"pays de galles\"",
        "jumelage -bretagne -irlande",
    ] {
        assert_eq!(find(&index, typed), ["uk"], "{typed}");
    }
    for (typed, found) in [
        ("irlande", &["cork"][..]),
        ("bretagne", &["brest"]),
        ("nord", &[]),
        ("galles", &[]),
        ("bretagn*", &["brest"]),
        ("jumelage -grande-bretagne", &["brest", "cork"]),
    ] {
        assert_eq!(find(&index, typed), found, "{typed}");
    }
    assert_eq!(index.did_you_mean("pays de galles", 1, &Filter::default()).unwrap(), None, "a name as it is");
}

#[test]
fn a_code_is_found_as_it_is_and_by_no_longer_word() {
    let mut schema = Schema::builder(1);
    let (title, codes) = (schema.names("title", 4.0), schema.codes("codes", 2.0));
    let kind = schema.facet("kind");
    let schema = schema.build();
    let folder = TempDir::new().unwrap();
    let index = Index::open(folder.path(), &schema).unwrap().index;
    let mut writer = index.writer().unwrap();
    let mut rebuild = writer.rebuild().unwrap();
    for (name, code, of) in [
        ("Jumelage Nantes", "DE", 1),
        ("Jumelage Katima Mulilo", "NA", 1),
        ("Jumelage Paris", "MAR", 1),
        ("Pars-lès-Romilly", "FR", 2),
    ] {
        let mut document = Document::new(name, "{}");
        document.text(title, name).text(codes, code).facet(kind, of);
        rebuild.put(document).unwrap();
    }
    rebuild.finish(1).unwrap();
    assert_eq!(find(&index, "na"), ["Jumelage Katima Mulilo"]);
    assert_eq!(find(&index, "Mar"), ["Jumelage Paris"]);
    for words in ["Naantes", "mars", "mare", "\"jumelage na\""] {
        assert_eq!(find(&index, words), [""; 0], "{words}");
    }
    let suggest = |words, among| index.did_you_mean(words, 0, &among).unwrap();
    assert_eq!(suggest("Naantes", Filter::default()).as_deref(), Some("nantes"));
    assert_eq!(suggest("Pars", Filter::default()), None, "a document has it");
    assert_eq!(suggest("Pars", Filter::In(kind, vec![1])).as_deref(), Some("paris"), "none of those meant has it");
    assert_eq!(suggest("Nante", Filter::In(kind, vec![2])), None, "nor the closest");
}

/// Words that have nothing in common.
const WORDS: [&str; 5] = ["kayes", "lyon", "nord", "brest", "mali"];

/// Places in [`WORDS`].
fn some_words(length: std::ops::Range<usize>) -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..WORDS.len(), length)
}

fn spelt(words: &[usize]) -> String {
    words.iter().map(|&word| WORDS[word]).collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever the words, each is found typed with or without its accents, in any case.
    #[test]
    fn made_words_are_found_however_they_are_typed(
        words in prop::collection::vec("[a-zà-öø-ÿœ]{3,12}(-[a-zé]{3,8}|'[aeiouéè][a-z]{2,6})?", 1..40),
    ) {
        let titles: Vec<&str> = words.iter().map(String::as_str).collect();
        let fields = fields();
        let numbered = titles.iter().enumerate().map(|(i, title)| {
            let mut document = Document::new(i.to_string(), "{}");
            document.text(fields.title, title);
            document
        });
        let (index, _folder) = index_of(&fields, numbered);
        for (i, title) in titles.iter().enumerate() {
            let plain = fold(title);
            for typed in [title.to_uppercase(), plain.to_uppercase(), plain.replace(['-', '\''], " "), plain.replace('-', "")] {
                prop_assert!(find(&index, &typed).contains(&i.to_string()), "{} does not find {}", typed, title);
            }
        }
    }

    /// Words, phrases and exclusions together find what a reader would find.
    #[test]
    fn queries_equal_a_reading(
        texts in prop::collection::vec((some_words(0..4), some_words(0..12)), 1..40),
        queries in prop::collection::vec(prop::collection::vec((some_words(1..4), any::<bool>()), 1..4), 1..12),
    ) {
        let fields = fields();
        let documents = texts.iter().enumerate().map(|(i, (title, body))| {
            let mut document = Document::new(i.to_string(), "{}");
            document.text(fields.title, &spelt(title)).text(fields.body, &spelt(body)).facet(fields.country, i as u64 % 2);
            document
        });
        let (index, _folder) = index_of(&fields, documents);
        for query in queries {
            let items = query.iter().map(|(words, excluded)| {
                let minus = if *excluded { "-" } else { "" };
                if words.len() > 1 { format!("{minus}\"{}\"", spelt(words)) } else { format!("{minus}{}", spelt(words)) }
            });
            let typed = items.collect::<Vec<_>>().join(" ");
            let holds = |text: &[usize], words: &[usize]| text.windows(words.len()).any(|window| window == words);
            for even_only in [false, true] {
                let expected = texts.iter().enumerate().filter(|(i, (title, body))| {
                    let met = |(words, excluded): &(Vec<usize>, bool)| (holds(title, words) || holds(body, words)) != *excluded;
                    query.iter().all(met) && !(even_only && i % 2 == 1)
                });
                let mut expected: Vec<_> = expected.map(|(i, _)| i.to_string()).collect();
                expected.sort();
                let filter = if even_only { Filter::In(fields.country, vec![0]) } else { Filter::default() };
                let mut found = keys(&index, &Query { words: &typed, filter, limit: 100, ..Query::default() });
                found.sort();
                prop_assert_eq!(found, expected, "{}", &typed);
            }
        }
    }

    /// No text is an error, and finding never depends on luck.
    #[test]
    fn anything_may_be_typed(words in "(\\PC|[\\-\"«»' *:()\\[\\]~^]){0,60}", prefix: bool) {
        let (index, _folder) = titled(&["Eau à Kayes", "Nord"]);
        let query = Query { words: &words, prefix, limit: 5, ..Query::default() };
        prop_assert_eq!(index.search(&query).unwrap(), index.search(&query).unwrap());
        index.did_you_mean(&words, 0, &Filter::default()).unwrap();
    }
}

#[test]
fn an_endless_query_is_answered() {
    let (index, _folder) = titled(&["Eau à Kayes"]);
    for words in ["eau ".repeat(100_000), "é".repeat(100_000), "\"-'".repeat(100_000), "a-".repeat(100_000)] {
        index.search(&Query { words: &words, prefix: true, limit: 1, ..Query::default() }).unwrap();
        index.did_you_mean(&words, 0, &Filter::default()).unwrap();
    }
}
