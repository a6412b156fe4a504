//! Persons named in what people write, by the title before their name.

use crate::reference::{self, Title, fold};

/// Offices that may stand between a civility and a name, and what stands around them, folded.
const OFFICES: [&str; 54] = [
    "le",
    "la",
    "l",
    "maire",
    "adjoint",
    "adjointe",
    "premier",
    "premiere",
    "second",
    "seconde",
    "vice",
    "president",
    "presidente",
    "prefet",
    "prefete",
    "sous",
    "ministre",
    "gouverneur",
    "gouverneure",
    "ambassadeur",
    "ambassadrice",
    "consul",
    "consule",
    "depute",
    "deputee",
    "senateur",
    "senatrice",
    "directeur",
    "directrice",
    "general",
    "generale",
    "secretaire",
    "tresorier",
    "tresoriere",
    "conseiller",
    "conseillere",
    "municipal",
    "municipale",
    "departemental",
    "departementale",
    "regional",
    "regionale",
    "delegue",
    "deleguee",
    "chef",
    "cheffe",
    "recteur",
    "rectrice",
    "attache",
    "attachee",
    "charge",
    "chargee",
    "inspecteur",
    "inspectrice",
];
/// What may stand between a civility and a family name, folded.
const PARTICLES: [&str; 11] = ["de", "du", "des", "von", "van", "el", "al", "ben", "bin", "ould", "mint"];
/// After a particle, before the name.
const ARTICLES: [&str; 3] = ["la", "le", "les"];
/// What bears the name of somebody who is honoured by it ("rue du Docteur …"), folded.
const HONOURS: [&str; 33] = [
    "rue",
    "avenue",
    "boulevard",
    "place",
    "quai",
    "allee",
    "impasse",
    "square",
    "pont",
    "quartier",
    "route",
    "chemin",
    "cours",
    "hopital",
    "clinique",
    "centre",
    "dispensaire",
    "maternite",
    "ecole",
    "college",
    "lycee",
    "universite",
    "institut",
    "fondation",
    "association",
    "stade",
    "salle",
    "espace",
    "prix",
    "street",
    "school",
    "hospital",
    "foundation",
];
/// What may stand between the two, folded.
const LINKS: [&str; 6] = ["du", "de", "des", "la", "le", "of"];

/// The names that stand after a title: "M. Keïta", "Monsieur le maire Boubacar …", "Madame d’Arc"; each with the word before it.
pub fn names(text: &str) -> Vec<(&str, &str)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        found.extend(glued(word));
        let Some(title) = reference::title(word) else { continue };
        if title == Title::Trade && honours(&words[..at]) {
            continue;
        }
        let after = &words[at + 1..];
        let skipped = match title {
            Title::Trade => 0,
            Title::Civilities => offices(after),
            Title::Civility => Some(offices(after)).filter(|offices| *offices > 0).unwrap_or_else(|| particles(after)),
        };
        let name = after.get(skipped).copied().unwrap_or_default();
        let name = if title == Title::Civility && skipped == 0 { without_particle(name) } else { name };
        if name.starts_with(char::is_uppercase) {
            found.push((words[at + skipped], name));
        }
    }
    found
}

/// A title and a name in one word: `M.Keïta`.
fn glued(word: &str) -> Option<(&str, &str)> {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let (before, name) = word.split_at(word.find('.')? + 1);
    let mut letters = name.chars();
    let is_name = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    (is_name && reference::title(before).is_some()).then_some((before, name))
}

/// How many of these words are an office: "le premier adjoint", "l’adjointe". One without its article is none.
fn offices(words: &[&str]) -> usize {
    let parts: Vec<usize> = words.iter().map_while(|word| parts_of_office(word)).collect();
    if parts.iter().sum::<usize>() > 1 { parts.len() } else { 0 }
}

/// Of how many parts a word is that belongs to an office: "l’adjointe" of two.
fn parts_of_office(word: &str) -> Option<usize> {
    let folded = fold(word);
    let parts: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let of_office = |part: &&str| OFFICES.contains(part) || part.starts_with(|c: char| c.is_ascii_digit());
    (!parts.is_empty() && parts.iter().all(of_office)).then_some(parts.len())
}

/// How many of these words are particles of a family name: "de", "de la".
fn particles(words: &[&str]) -> usize {
    let is_of = |at: usize, all: &[&str]| words.get(at).is_some_and(|word| all.contains(word));
    match (is_of(0, &PARTICLES), is_of(1, &ARTICLES)) {
        (true, article) => 1 + usize::from(article),
        (false, _) => 0,
    }
}

/// "d’Arc" without its first letter.
fn without_particle(name: &str) -> &str {
    ["d’", "d'"].iter().find_map(|particle| name.strip_prefix(particle)).unwrap_or(name)
}

/// Whether the last of these words is what bears the name of somebody: "rue du", "l’hôpital".
fn honours(words: &[&str]) -> bool {
    let mut before = words.iter().rev();
    let word = before.by_ref().find(|word| !LINKS.contains(&fold(word).as_str())).copied().unwrap_or_default();
    let word = word.rsplit(['’', '\'']).next().unwrap_or_default();
    HONOURS.contains(&fold(word).as_str()) && word.ends_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_by_the_title_before_it() {
        for (text, name) in [
            ("avec Mme Untel", "Untel"),
            ("MME UNTEL", "UNTEL"),
            ("mme Untel", "Untel"),
            ("M.Untel", "Untel"),
            ("Me Untel, avocat", "Untel,"),
            ("Monsieur le maire Boubacar Keïta suit le dossier", "Boubacar"),
            ("Monsieur l’adjoint Untel a signé", "Untel"),
            ("Madame l'ambassadrice Untel", "Untel"),
            ("Monsieur le 1er adjoint Untel", "Untel"),
            ("Mme la Vice-Présidente Awa Traoré", "Awa"),
            ("vu (M. le préfet Paul Untel)", "Paul"),
            ("Monsieur de Quelquepart", "Quelquepart"),
            ("Madame de La Tour", "La"),
            ("Madame de la Tour", "Tour"),
            ("Madame d’Arc", "Arc"),
            ("Maître Sow", "Sow"),
            ("le Prof. Diallo", "Diallo"),
            ("le directeur de l’hôpital, Docteur Untel", "Untel"),
        ] {
            let found: Vec<&str> = names(text).into_iter().map(|(_, name)| name).collect();
            assert_eq!(found, [name], "{text}");
        }
    }

    #[test]
    fn offices_places_and_what_honours_somebody_are_no_persons() {
        for text in [
            "Monsieur le maire de Kayes",
            "Monsieur le Premier Ministre, puis Bamako",
            "Madame l’ambassadrice de France",
            "M. le maire et Mme la préfète",
            "Messieurs de la Région",
            "le maître d'ouvrage, un maître. Sow y était",
            "La maire Keïta",
            "Mesdames, Messieurs",
            "en DR Congo",
            "La rue du Docteur Calmette, l’hôpital Docteur Schaffner",
            "L’association Docteur Souris équipe l’hôpital",
            "Avenue du Professeur Calmette, à Lille",
            "La M.A.E. et M.12",
        ] {
            assert_eq!(names(text), [], "{text}");
        }
    }
}
