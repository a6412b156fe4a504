//! The sentences that demonstration records are written with, in French and English, and how their gaps are filled.
//!
//! Gaps: `{A}` and `{B}` the two sides; in French also `{dA}` "de Lyon", `{aA}` "à Lyon", `{inB}` "dans la commune de
//! Diéma", `{dC}` "du Mali", `{enC}` "au Mali"; in English `{C}` "Mali". `{y}` is the first year, `{t}` what the theme is
//! to strengthen, `{x}`, `{xx}` and `{xxx}` one to three activities in a row, `{k}` the number of towns, `{20-60}` a number drawn.

use super::dice::Dice;
use super::subjects::Subject;
use crate::value::Text;

/// The same sentence in both languages.
#[derive(Debug, Clone, Copy)]
pub struct Phrase {
    /// French.
    pub fr: &'static str,
    /// English.
    pub en: &'static str,
}

/// A phrase.
pub const fn p(fr: &'static str, en: &'static str) -> Phrase {
    Phrase { fr, en }
}

/// A side of the partnership, as sentences need it.
#[derive(Debug, Clone, Default)]
pub struct Side {
    /// "Lyon", "la région de Kayes".
    pub fr: String,
    /// "de Lyon", "de la région de Kayes".
    pub of: String,
    /// "à Lyon", "dans la région de Kayes".
    pub at: String,
    /// "dans la commune de Lyon", "dans la région de Kayes".
    pub within: String,
    /// "Lyon", "Kayes Region".
    pub en: String,
    /// As in a list: "Lyon", "Région de Kayes".
    pub label: String,
}

/// A country, as sentences need it.
#[derive(Debug, Clone, Default)]
pub struct CountryWords {
    /// "du Mali"
    pub of: String,
    /// "au Mali"
    pub at: String,
    /// "Mali"
    pub en: String,
}

/// What the gaps of one record's sentences are filled with.
pub struct Gaps<'a> {
    /// The French side, or the first town of several.
    pub home: &'a Side,
    /// The other side.
    pub abroad: &'a Side,
    /// Its country.
    pub country: &'a CountryWords,
    /// First year.
    pub year: i32,
    /// How many parties.
    pub parties: usize,
    /// What the record is about.
    pub subject: &'a Subject,
    /// Which activities of the subject it does, in this order.
    pub activities: Vec<usize>,
    /// Whether an English version is written too.
    pub english: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Lang {
    Fr,
    En,
}

impl Gaps<'_> {
    /// A title.
    pub fn title(&self, dice: &mut Dice, phrase: Phrase) -> Text {
        self.text(dice, &[phrase])
    }

    /// A text of these sentences.
    pub fn text(&self, dice: &mut Dice, phrases: &[Phrase]) -> Text {
        // Both languages draw the same numbers, so the same record says the same in both.
        let numbers: Vec<u64> = (0..4).map(|_| dice.below(1 << 32)).collect();
        let text = Text::new("fr", self.sentences(Lang::Fr, phrases, &numbers));
        match self.english {
            true => text.with("en", self.sentences(Lang::En, phrases, &numbers)),
            false => text,
        }
    }

    fn sentences(&self, lang: Lang, phrases: &[Phrase], numbers: &[u64]) -> String {
        let mut text = String::with_capacity(160 * phrases.len());
        let mut numbers = numbers.iter().copied().cycle();
        let mut after_list = false;
        for phrase in phrases {
            if !text.is_empty() {
                // What follows a list is a paragraph of its own, or Markdown makes it part of the last item.
                text.push_str(if after_list { "\n\n" } else { " " });
            }
            let start = text.len();
            let template = if lang == Lang::Fr { phrase.fr } else { phrase.en };
            self.fill(template, lang, &mut numbers, &mut text);
            capitalise(&mut text, start);
            after_list = template.contains("{-x}");
        }
        text
    }

    fn fill(&self, template: &str, lang: Lang, numbers: &mut impl Iterator<Item = u64>, text: &mut String) {
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (gap, after) = after.split_once('}').unwrap_or((after, ""));
            self.fill_gap(gap, lang, numbers, text);
            rest = after;
        }
        text.push_str(rest);
    }

    fn fill_gap(&self, gap: &str, lang: Lang, numbers: &mut impl Iterator<Item = u64>, text: &mut String) {
        match (gap, lang) {
            ("A", Lang::Fr) => text.push_str(&self.home.fr),
            ("A", Lang::En) => text.push_str(&self.home.en),
            ("dA", _) => text.push_str(&self.home.of),
            ("aA", _) => text.push_str(&self.home.at),
            ("lA", _) => text.push_str(&self.home.label),
            ("B", Lang::Fr) => text.push_str(&self.abroad.fr),
            ("B", Lang::En) => text.push_str(&self.abroad.en),
            ("dB", _) => text.push_str(&self.abroad.of),
            ("aB", _) => text.push_str(&self.abroad.at),
            ("inB", _) => text.push_str(&self.abroad.within),
            ("lB", _) => text.push_str(&self.abroad.label),
            ("C", _) => text.push_str(&self.country.en),
            ("dC", _) => text.push_str(&self.country.of),
            ("enC", _) => text.push_str(&self.country.at),
            ("y", _) => text.push_str(&self.year.to_string()),
            ("k", Lang::Fr) => text.push_str(number_fr(self.parties)),
            ("k", Lang::En) => text.push_str(number_en(self.parties)),
            ("t", Lang::Fr) => text.push_str(self.subject.aim.fr),
            ("t", Lang::En) => text.push_str(self.subject.aim.en),
            ("x" | "xx" | "xxx", _) => self.list(gap.len(), lang, numbers, text),
            ("-x", _) => {
                let next = if lang == Lang::Fr { " ;\n- " } else { ";\n- " };
                for (at, &activity) in self.activities.iter().enumerate() {
                    text.push_str(if at == 0 { "\n\n- " } else { next });
                    self.activity(activity, lang, numbers, text);
                }
            }
            _ => {
                if let Some((low, high)) =
                    gap.split_once('-').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)))
                {
                    push_number(drawn(low, high, numbers.next().unwrap_or_default()), lang, text);
                }
            }
        }
    }

    /// "la pose de 3 kilomètres de réseau, la formation de comités et la protection des captages"
    fn list(&self, count: usize, lang: Lang, numbers: &mut impl Iterator<Item = u64>, text: &mut String) {
        let and = if lang == Lang::Fr { " et " } else { " and " };
        let count = count.min(self.activities.len());
        for (at, &activity) in self.activities[..count].iter().enumerate() {
            match at {
                0 => {}
                _ if at + 1 == count => text.push_str(and),
                _ => text.push_str(", "),
            }
            self.activity(activity, lang, numbers, text);
        }
    }

    fn activity(&self, activity: usize, lang: Lang, numbers: &mut impl Iterator<Item = u64>, text: &mut String) {
        let phrase = self.subject.activities[activity % self.subject.activities.len()];
        self.fill(if lang == Lang::Fr { phrase.fr } else { phrase.en }, lang, numbers, text);
    }
}

/// A number between the two, round when it is large.
fn drawn(low: u64, high: u64, draw: u64) -> u64 {
    let number = low + ((draw * (high - low + 1)) >> 32);
    match number {
        0..100 => number,
        100..1000 => number / 10 * 10,
        _ => number / 100 * 100,
    }
}

/// "4 000" in French, "4,000" in English.
fn push_number(number: u64, lang: Lang, text: &mut String) {
    let separator = if lang == Lang::Fr { '\u{202f}' } else { ',' };
    match number / 1000 {
        0 => text.push_str(&number.to_string()),
        thousands => text.push_str(&format!("{thousands}{separator}{:03}", number % 1000)),
    }
}

fn capitalise(text: &mut String, start: usize) {
    if let Some(first) = text[start..].chars().next().filter(|first| first.is_lowercase()) {
        let upper: String = first.to_uppercase().collect();
        text.replace_range(start..start + first.len_utf8(), &upper);
    }
}

const NUMBERS: [(&str, &str); 13] = [
    ("aucune", "no"),
    ("une", "one"),
    ("deux", "two"),
    ("trois", "three"),
    ("quatre", "four"),
    ("cinq", "five"),
    ("six", "six"),
    ("sept", "seven"),
    ("huit", "eight"),
    ("neuf", "nine"),
    ("dix", "ten"),
    ("onze", "eleven"),
    ("douze", "twelve"),
];

fn number_fr(number: usize) -> &'static str {
    NUMBERS.get(number).map_or("plusieurs", |words| words.0)
}

fn number_en(number: usize) -> &'static str {
    NUMBERS.get(number).map_or("several", |words| words.1)
}

/// Titles of twinnings of two.
pub const TWINNING_TITLES: [(Phrase, u32); 3] = [
    (p("Jumelage {lA} – {lB}", "Twinning {A} – {B}"), 86),
    (p("Jumelage entre {A} et {B}", "Twinning between {A} and {B}"), 10),
    (p("Comité de jumelage {lA} – {lB}", "Twinning committee {A} – {B}"), 4),
];

/// Titles of agreements.
pub const AGREEMENT_TITLES: [(Phrase, u32); 5] = [
    (p("Accord de coopération {lA} – {lB}", "Cooperation agreement {A} – {B}"), 30),
    (p("Accord de coopération entre {A} et {B}", "Cooperation agreement between {A} and {B}"), 30),
    (
        p(
            "Convention de coopération décentralisée entre {A} et {B}",
            "Decentralised cooperation agreement between {A} and {B}",
        ),
        22,
    ),
    (p("Partenariat {lA} – {lB}", "Partnership {A} – {B}"), 12),
    (p("Accord-cadre entre {A} et {B}", "Framework agreement between {A} and {B}"), 6),
];

/// Titles of friendships.
pub const FRIENDSHIP_TITLES: [(Phrase, u32); 4] = [
    (p("Pacte d'amitié {lA} – {lB}", "Friendship pact {A} – {B}"), 40),
    (p("Lien d'amitié {lA} – {lB}", "Friendship {A} – {B}"), 25),
    (p("Prise de contact entre {A} et {B}", "First contacts between {A} and {B}"), 15),
    (p("Charte d'amitié entre {A} et {B}", "Friendship charter between {A} and {B}"), 20),
];

/// One-off actions: theme, title, what was done.
pub const ONE_OFF: [(&str, Phrase, Phrase); 6] = [
    (
        "3.1",
        p("Don de matériel scolaire aux écoles {dB}", "Gift of school supplies to the schools of {B}"),
        p(
            "{200-900} cartons de fournitures ont été collectés par les écoles {dA}, puis acheminés {aB} et distribués par les enseignants.",
            "{200-900} boxes of supplies were collected by the schools of {A}, then sent to {B} and handed out by teachers.",
        ),
    ),
    (
        "3.3",
        p("Envoi de matériel médical {aB}", "Dispatch of medical equipment to {B}"),
        p(
            "Des lits, du matériel de stérilisation et des consommables ont été remis aux centres de santé {dB}.",
            "Beds, sterilising equipment and consumables were given to the health centres of {B}.",
        ),
    ),
    (
        "1.1",
        p("Exposition et concert de solidarité avec {B}", "Exhibition and concert in solidarity with {B}"),
        p(
            "Une exposition sur la vie {aB}, suivie d'un concert, a réuni {150-900} visiteurs et permis une collecte.",
            "An exhibition on life in {B}, followed by a concert, drew {150-900} visitors and raised funds.",
        ),
    ),
    (
        "5.1.1",
        p("Accueil d'une délégation {dB} {aA}", "Visit of a delegation of {B} to {A}"),
        p(
            "Pendant une semaine, {4-12} élus et agents {dB} ont découvert les services {dA} et rencontré leurs homologues.",
            "For a week, {4-12} councillors and staff of {B} discovered the services of {A} and met their counterparts.",
        ),
    ),
    (
        "2.5",
        p("Participation {dB} au marché de Noël {dA}", "{B} at the Christmas market of {A}"),
        p(
            "Des artisans {dB} ont tenu {3-14} stands, et leurs ventes ont financé l'achat d'outils.",
            "Craftspeople of {B} held {3-14} stalls, and their sales paid for tools.",
        ),
    ),
    (
        "3.4",
        p("Tournoi sportif entre {A} et {B}", "Sports tournament between {A} and {B}"),
        p(
            "Le tournoi a rassemblé {60-400} jeunes sportifs des deux territoires, hébergés dans les familles.",
            "The tournament brought together {60-400} young athletes of both territories, hosted by families.",
        ),
    ),
];

/// What follows one-off actions.
pub const ONE_OFF_END: [Phrase; 4] = [
    p(
        "L'action n'a pas donné lieu à une convention, mais les contacts se poursuivent.",
        "No agreement came of it, but contacts go on.",
    ),
    p("Les associations locales souhaitent renouveler l'opération.", "Local associations wish to do it again."),
    p("Un compte rendu a été présenté aux deux conseils.", "A report was presented to both councils."),
    p(
        "Les échanges ont fait naître l'idée d'un partenariat plus durable autour des jeunes.",
        "The meetings gave rise to the idea of a more lasting partnership around young people.",
    ),
];

/// What is said of partnerships that have not begun.
pub const PLANNED: [Phrase; 4] = [
    p(
        "Les deux conseils ont voté le principe du partenariat ; la signature est prévue en {y}.",
        "Both councils have agreed in principle; the signature is planned for {y}.",
    ),
    p(
        "Une mission préparatoire se rendra {aB} avant le début des actions, en {y}.",
        "A preparatory mission will travel to {B} before work begins in {y}.",
    ),
    p(
        "Un groupe de travail prépare le programme de la première année et son financement.",
        "A working group is preparing the programme of the first year and its funding.",
    ),
    p(
        "Les associations des deux territoires sont invitées à proposer des actions.",
        "The associations of both territories are invited to propose activities.",
    ),
];

/// Titles of relations of no known form.
pub const OTHER_TITLES: [(Phrase, u32); 2] = [
    (p("Relations entre {A} et {B}", "Relations between {A} and {B}"), 50),
    (p("Échanges entre {A} et {B}", "Exchanges between {A} and {B}"), 50),
];

/// Titles of twinnings of three towns or more.
pub const MANY_TITLES: [(Phrase, u32); 2] = [
    (p("Jumelage européen de {k} villes autour {dA}", "European twinning of {k} towns around {A}"), 60),
    (p("Charte européenne {dA} et de ses villes jumelées", "European charter of {A} and its twin towns"), 40),
];

/// History of twinnings.
pub const TWINNING_HISTORY: [Phrase; 9] = [
    p(
        "Les premiers contacts entre {A} et {B} ont été noués par des enseignants, quelques années avant la signature du serment de jumelage en {y}.",
        "The first contacts between {A} and {B} were made by teachers, a few years before the twinning oath was signed in {y}.",
    ),
    p(
        "Le jumelage est né d'une rencontre entre les clubs sportifs {dA} et {dB}, puis a été officialisé en {y}.",
        "The twinning grew out of a meeting between the sports clubs of {A} and {B}, and became official in {y}.",
    ),
    p(
        "Signée en {y}, la charte de jumelage a été renouvelée solennellement à l'occasion de ses anniversaires.",
        "Signed in {y}, the twinning charter has been solemnly renewed on its anniversaries.",
    ),
    p(
        "L'initiative est venue d'habitants {dA} originaires {dC}, qui ont proposé ce rapprochement aux élus.",
        "The initiative came from residents of {A} with roots in {C}, who proposed it to the councillors.",
    ),
    p(
        "Après une première visite officielle {aB}, les deux conseils ont adopté en {y} une délibération commune.",
        "After a first official visit to {B}, both councils passed a joint resolution in {y}.",
    ),
    p(
        "Un comité de jumelage a été créé dès {y} pour associer les habitants à cette relation.",
        "A twinning committee was set up as early as {y} to involve residents.",
    ),
    p(
        "La relation a commencé par une correspondance scolaire, avant d'être officialisée en {y}.",
        "It all began with letters between schools, before becoming official in {y}.",
    ),
    p(
        "Plusieurs familles des deux territoires entretenaient des liens anciens ; la signature de {y} leur a donné un cadre.",
        "Several families of both territories had long had ties; the signature of {y} gave them a frame.",
    ),
    p(
        "La recherche d'une ville partenaire {enC} a été confiée à un groupe d'habitants, et {B} a répondu favorablement en {y}.",
        "A group of residents was asked to look for a partner town in {C}, and {B} accepted in {y}.",
    ),
];

/// Aims of twinnings.
pub const TWINNING_AIM: [Phrase; 8] = [
    p(
        "Le jumelage vise à rapprocher les habitants et à développer la connaissance mutuelle des langues et des cultures.",
        "The twinning aims to bring residents together and to spread knowledge of each other's language and culture.",
    ),
    p(
        "Il s'agit de favoriser les rencontres entre les écoles, les associations et les familles des deux territoires.",
        "It encourages meetings between the schools, associations and families of both territories.",
    ),
    p(
        "Les partenaires souhaitent renforcer {t} par des échanges réguliers entre leurs habitants.",
        "The partners wish to strengthen {t} through regular exchanges between their residents.",
    ),
    p(
        "Le partenariat encourage la mobilité des jeunes et l'apprentissage de la langue du partenaire.",
        "The partnership encourages young people's mobility and the learning of the partner's language.",
    ),
    p(
        "{A} et {B} entendent renforcer l'amitié entre leurs populations et mener des projets communs.",
        "{A} and {B} intend to strengthen the friendship between their populations and to run joint projects.",
    ),
    p(
        "La charte engage les signataires à faire vivre une citoyenneté ouverte sur l'Europe et le monde.",
        "The charter commits its signatories to a citizenship open to Europe and the world.",
    ),
    p(
        "Les deux conseils ont voulu un jumelage porté par les habitants, qui associe toutes les générations.",
        "Both councils wanted a twinning carried by residents and open to every generation.",
    ),
    p(
        "Au-delà des fêtes et des visites, le jumelage doit renforcer {t}.",
        "Beyond festivities and visits, the twinning is meant to strengthen {t}.",
    ),
];

/// What twinnings do.
pub const TWINNING_LIFE: [Phrase; 12] = [
    p(
        "Une délégation de {20-60} personnes se rend chaque année {aB} ; l'accueil se fait dans les familles.",
        "A delegation of {20-60} people travels to {B} every year and is hosted by families.",
    ),
    p(
        "Les collèges échangent {15-45} élèves par an, avec le soutien du comité de jumelage.",
        "The secondary schools exchange {15-45} pupils a year, with the support of the twinning committee.",
    ),
    p("Le programme comprend {xx}.", "The programme includes {xx}."),
    p("Les échanges comprennent notamment {xxx}.", "Exchanges include {xxx}."),
    p(
        "Un marché de produits du terroir accueille chaque automne des artisans {dB}.",
        "A market of local products welcomes craftspeople of {B} every autumn.",
    ),
    p(
        "Les sapeurs-pompiers, l'harmonie et plusieurs clubs sportifs participent régulièrement aux rencontres.",
        "The fire brigade, the brass band and several sports clubs regularly take part in the meetings.",
    ),
    p(
        "Des stages en entreprise sont proposés chaque été à {4-15} jeunes de 18 à 25 ans.",
        "Every summer, {4-15} young people aged 18 to 25 are offered work placements.",
    ),
    p(
        "Une place {dA} porte le nom {dB}, et un sentier du jumelage a été aménagé avec les écoles.",
        "A square of {A} bears the name of {B}, and a twinning path was laid out with the schools.",
    ),
    p(
        "Les visites alternent d'une année sur l'autre et réunissent les chorales, les aînés et les conseils de jeunes.",
        "Visits alternate from year to year and bring together choirs, senior citizens and youth councils.",
    ),
    p(
        "Des cours de langue gratuits sont ouverts à tous, et une trentaine d'habitants les suivent chaque semaine.",
        "Free language classes are open to all, and some thirty residents attend them every week.",
    ),
    p("Les médiathèques s'échangent des ouvrages et organisent {x}.", "The libraries exchange books and organise {x}."),
    p(
        "Un bulletin bilingue rend compte deux fois par an des activités auprès des habitants.",
        "Twice a year a bilingual newsletter reports the activities to residents.",
    ),
];

/// What comes next.
pub const OUTLOOK: [Phrase; 8] = [
    p(
        "Les partenaires préparent le renouvellement de leur convention et souhaitent y associer davantage les jeunes.",
        "The partners are preparing to renew their agreement and wish to involve young people more.",
    ),
    p(
        "Une évaluation partagée est prévue avant d'engager une nouvelle étape.",
        "A joint evaluation is planned before any new stage.",
    ),
    p(
        "{A} et {B} étudient l'ouverture de la coopération à une collectivité d'un troisième pays.",
        "{A} and {B} are considering opening the cooperation to an authority of a third country.",
    ),
    p(
        "Le développement des échanges à distance doit permettre de maintenir le lien entre deux rencontres.",
        "Remote exchanges should keep the link alive between two meetings.",
    ),
    p(
        "La suite dépendra des moyens que les deux conseils pourront y consacrer.",
        "What comes next depends on the means that both councils can devote to it.",
    ),
    p(
        "Un accord portant sur les cinq prochaines années est en cours de rédaction.",
        "An agreement for the next five years is being drafted.",
    ),
    p(
        "Les enseignements tirés seront présentés aux autres collectivités intéressées.",
        "The lessons learned will be presented to other interested authorities.",
    ),
    p(
        "Un temps fort est prévu pour le prochain anniversaire de la signature.",
        "A celebration is planned for the next anniversary of the signature.",
    ),
];

/// Where projects in the South come from.
pub const PROJECT_CONTEXT: [Phrase; 8] = [
    p(
        "{B} connaît une croissance démographique rapide, et ses services publics peinent à répondre aux besoins des habitants.",
        "The population of {B} grows fast, and its public services struggle to meet the needs of residents.",
    ),
    p(
        "La décentralisation {enC} a confié de nouvelles compétences aux collectivités, sans toujours leur en donner les moyens.",
        "Decentralisation in {C} has given authorities new powers, not always with the means to use them.",
    ),
    p(
        "Le diagnostic conduit avec les services {dB} a montré de fortes attentes des habitants.",
        "The survey made with the services of {B} showed high expectations among residents.",
    ),
    p(
        "Le projet prolonge une relation engagée de longue date entre associations, écoles et familles des deux territoires.",
        "The project continues a long relation between associations, schools and families of both territories.",
    ),
    p(
        "Un plan de développement local a fixé les priorités {dB} pour les cinq années à venir.",
        "A local development plan has set the priorities of {B} for the next five years.",
    ),
    p(
        "Une association d'habitants {dA} originaires {dC} est à l'origine de cette coopération.",
        "An association of residents of {A} with roots in {C} started this cooperation.",
    ),
    p(
        "Plusieurs missions exploratoires menées en {y} ont permis d'identifier les besoins et les acteurs locaux.",
        "Several exploratory missions in {y} identified local needs and actors.",
    ),
    p(
        "La situation sanitaire et sociale s'est dégradée ces dernières années, alors que la population est très jeune.",
        "Health and social conditions have worsened in recent years, while the population is very young.",
    ),
];

/// Where agreements with wealthy partners come from.
pub const AGREEMENT_CONTEXT: [Phrase; 6] = [
    p(
        "Les deux territoires partagent des enjeux proches et des tissus économiques comparables.",
        "Both territories face similar challenges and have comparable economies.",
    ),
    p(
        "La coopération s'appuie sur les liens tissés par les universités et les entreprises depuis {y}.",
        "The cooperation builds on ties between universities and companies since {y}.",
    ),
    p(
        "{A} entretient des relations suivies avec plusieurs territoires {dC}.",
        "{A} has lasting relations with several territories of {C}.",
    ),
    p(
        "L'accord fait suite à une visite officielle {aB} et à plusieurs rencontres techniques.",
        "The agreement follows an official visit to {B} and several technical meetings.",
    ),
    p(
        "Les échanges entre services ont commencé avant la signature d'un cadre commun en {y}.",
        "Exchanges between departments began before a common frame was signed in {y}.",
    ),
    p(
        "Cette relation complète les jumelages déjà noués par {A} et s'inscrit dans une stratégie adoptée par son assemblée.",
        "This relation adds to the twinnings of {A} and is part of a strategy adopted by its assembly.",
    ),
];

/// Aims of projects and agreements.
pub const PROJECT_AIM: [Phrase; 7] = [
    p(
        "Le projet vise à renforcer durablement {t} {inB}.",
        "The project aims to strengthen {t} in {B} for the long term.",
    ),
    p(
        "Il s'agit de renforcer {t}, en s'appuyant sur les compétences des services {dA}.",
        "The aim is to strengthen {t}, with the skills of the services of {A}.",
    ),
    p(
        "Les deux collectivités veulent partager leurs savoir-faire et renforcer {t}.",
        "Both authorities want to share their know-how and to strengthen {t}.",
    ),
    p(
        "L'objectif est double : renforcer {t}, et rendre {B} autonome dans la conduite de ses projets.",
        "The aim is twofold: to strengthen {t}, and to let {B} run its projects on its own.",
    ),
    p(
        "La convention fixe trois objectifs : former, équiper et renforcer {t}.",
        "The agreement sets three goals: to train, to equip and to strengthen {t}.",
    ),
    p(
        "{A} accompagne {B} pour renforcer {t}, sans se substituer aux acteurs locaux.",
        "{A} helps {B} to strengthen {t}, without taking the place of local actors.",
    ),
    p(
        "Le partenariat entend ouvrir les services {dA} à d'autres pratiques et renforcer {t}.",
        "The partnership intends to open the services of {A} to other practices and to strengthen {t}.",
    ),
];

/// What projects do: first sentence.
pub const PROJECT_WORK: [Phrase; 6] = [
    p("Le programme comprend {xxx}.", "The programme includes {xxx}."),
    p("Les actions prévues sont les suivantes :{-x}.", "The following is planned:{-x}."),
    p(
        "La première année est consacrée au diagnostic ; les suivantes permettent {xx}.",
        "The first year is for the survey; the following ones allow {xx}.",
    ),
    p("Trois volets sont mis en œuvre : {xxx}.", "It has three parts: {xxx}."),
    p("Le projet associe {xx}, avec un suivi sur place.", "The project combines {xx}, with follow-up on the spot."),
    p(
        "Le programme prévoit {xxx}, selon un calendrier arrêté en commun.",
        "The programme plans {xxx}, on a jointly agreed schedule.",
    ),
];

/// What projects do: how.
pub const PROJECT_HOW: [Phrase; 9] = [
    p(
        "{A} met à disposition {2-6} agents pour des missions d'appui technique ; {B} assure le suivi des travaux.",
        "{A} provides {2-6} staff for technical missions; {B} follows the works.",
    ),
    p(
        "Un comité de pilotage réunit les deux collectivités deux fois par an, alternativement {aA} et {aB}.",
        "A steering committee brings both authorities together twice a year, in {A} and {B} in turn.",
    ),
    p(
        "À ce jour, {200-4000} habitants ont bénéficié directement des actions menées.",
        "So far, {200-4000} residents have benefited directly.",
    ),
    p(
        "Un agent de liaison, recruté {aB}, coordonne les interventions et rend compte chaque trimestre.",
        "A liaison officer recruited in {B} coordinates the work and reports every quarter.",
    ),
    p(
        "Les travaux sont confiés à des entreprises locales après mise en concurrence.",
        "The works are given to local companies after a call for tenders.",
    ),
    p(
        "Une association partenaire assure la mise en œuvre et la formation des usagers.",
        "A partner association carries out the work and trains the users.",
    ),
    p(
        "Le suivi repose sur des indicateurs simples, relevés chaque année par les deux parties.",
        "Follow-up relies on simple indicators, recorded every year by both parties.",
    ),
    p(
        "Les retards dus à la situation locale ont conduit à prolonger le calendrier d'un an.",
        "Delays due to the local situation led to the schedule being extended by a year.",
    ),
    p(
        "Des échanges entre agents, en visioconférence puis sur place, complètent les équipements financés.",
        "Exchanges between staff, by video and then on the spot, complete the equipment funded.",
    ),
];

/// What emergency aid answers: its words are drawn together, so that they tell of the same event.
#[derive(Debug, Clone, Copy)]
pub struct Emergency {
    /// What happened.
    pub context: Phrase,
    /// Which title of [`HUMANITARIAN_SUBJECT`](super::subjects::HUMANITARIAN_SUBJECT) it has.
    pub title: usize,
    /// Which of its beneficiaries.
    pub beneficiaries: usize,
}

const fn emergency(title: usize, beneficiaries: usize, context: Phrase) -> Emergency {
    Emergency { context, title, beneficiaries }
}

/// Every emergency.
pub const EMERGENCIES: [Emergency; 5] = [
    emergency(
        0,
        0,
        p(
            "Les inondations de {y} ont détruit des habitations et coupé l'accès aux services essentiels {aB}.",
            "The floods of {y} destroyed homes and cut access to basic services in {B}.",
        ),
    ),
    emergency(
        1,
        0,
        p(
            "À la suite de la catastrophe qui a touché {B} en {y}, {A} a voté une subvention exceptionnelle.",
            "After the disaster that struck {B} in {y}, {A} voted an exceptional grant.",
        ),
    ),
    emergency(
        2,
        1,
        p(
            "L'afflux de personnes déplacées en {y} a saturé les capacités d'accueil {dB}.",
            "The influx of displaced people in {y} exceeded what {B} could host.",
        ),
    ),
    emergency(
        1,
        0,
        p(
            "En {y}, une tempête d'une rare violence a frappé {B} et ses environs.",
            "In {y}, an unusually violent storm struck {B} and its surroundings.",
        ),
    ),
    emergency(
        1,
        0,
        p(
            "La crise sanitaire de {y} a mis en difficulté les services de santé {dB}.",
            "The health crisis of {y} put the health services of {B} under strain.",
        ),
    ),
];

/// What emergency aid does.
pub const EMERGENCY_WORK: [Phrase; 4] = [
    p("L'aide apportée comprend {xx}.", "The aid includes {xx}."),
    p(
        "L'intervention s'est déroulée en deux temps : {x}, puis un accompagnement de six mois.",
        "The response had two stages: {x}, then six months of support.",
    ),
    p(
        "Les fonds ont été versés à une organisation présente sur place, qui a assuré {x}.",
        "The funds went to an organisation on the spot, which took care of {x}.",
    ),
    p(
        "Une collecte auprès des habitants {dA} a complété la subvention et permis {xx}.",
        "A collection among the residents of {A} added to the grant and allowed {xx}.",
    ),
];

/// How emergency aid ends.
pub const EMERGENCY_END: [Phrase; 4] = [
    p(
        "{A} a répondu sans délai à l'appel de ses partenaires, en lien avec le fonds d'action extérieure des collectivités.",
        "{A} answered its partners' call at once, together with the authorities' fund for external action.",
    ),
    p(
        "Un bilan a été rendu public six mois après les versements.",
        "A review was published six months after the payments.",
    ),
    p(
        "{200-4000} personnes ont été aidées au cours des trois premiers mois.",
        "{200-4000} people were helped in the first three months.",
    ),
    p("Les habitants ont été associés au choix des priorités.", "Residents had a say in the priorities."),
];

/// How friendships and contacts live.
pub const FRIENDSHIP_LIFE: [Phrase; 6] = [
    p(
        "Des courriers et des visites de courtoisie ont été échangés depuis {y}, sans engagement financier.",
        "Letters and courtesy visits have been exchanged since {y}, without financial commitment.",
    ),
    p(
        "Les deux conseils souhaitent mieux se connaître avant d'envisager un jumelage.",
        "Both councils wish to know each other better before they consider a twinning.",
    ),
    p(
        "Une délégation {dB} a été reçue {aA} et a rencontré les associations locales.",
        "A delegation of {B} was received in {A} and met local associations.",
    ),
    p(
        "Les écoles ont engagé une correspondance, et {x} est à l'étude.",
        "The schools have begun to write to each other, and {x} is being considered.",
    ),
    p(
        "La relation repose surtout sur les associations, qui organisent {xx}.",
        "The relation relies mostly on associations, which organise {xx}.",
    ),
    p(
        "Les échanges portent sur les fêtes locales, la gastronomie et la vie associative.",
        "Exchanges are about local festivals, food and community life.",
    ),
];

/// Life of twinnings of many towns.
pub const MANY_LIFE: [Phrase; 6] = [
    p(
        "Chaque année, l'une des {k} villes accueille les autres pour une semaine de rencontres.",
        "Every year one of the {k} towns hosts the others for a week of meetings.",
    ),
    p(
        "Une charte commune, signée en {y}, règle l'entrée de nouveaux membres et la présidence tournante.",
        "A common charter, signed in {y}, governs the admission of members and the rotating chair.",
    ),
    p(
        "Les délégations de jeunes y représentent leur ville lors d'une session de parlement européen.",
        "Youth delegations represent their towns there in a mock European parliament.",
    ),
    p("Les partenaires organisent en commun {xxx}.", "The partners jointly organise {xxx}."),
    p(
        "L'union rassemble {k} territoires de pays différents, unis par la même volonté de paix.",
        "The union gathers {k} territories of different countries with the same wish for peace.",
    ),
    p(
        "Un secrétariat tournant prépare les rencontres et tient à jour le site du réseau.",
        "A rotating secretariat prepares the meetings and keeps the network's website up to date.",
    ),
];
