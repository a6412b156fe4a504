//! French articles and prepositions before names of places: "du Havre", "d'Amiens", "au Mali", "conseil départemental de
//! l'Ain". A name is given as registers write it: towns with their article ("Le Havre"), countries, départements and
//! regions without.

use crate::value::Country;

/// The article that a name without one takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Article {
    /// "de Paris", "d'Ille-et-Vilaine"
    None,
    /// "du Nord"
    Le,
    /// "de la Somme"
    La,
    /// "de l'Ain"
    Elided,
    /// "des Landes"
    Les,
}

/// "de Lyon", "d'Amiens", "du Havre", "de La Rochelle", "des Ulis".
pub fn of_town(name: &str) -> String {
    match split_article(name) {
        (Article::Le, rest) => format!("du {rest}"),
        (Article::Les, rest) => format!("des {rest}"),
        _ if elides(name) => format!("d'{name}"),
        _ => format!("de {name}"),
    }
}

/// "à Lyon", "au Havre", "à La Rochelle", "aux Ulis".
pub fn at_town(name: &str) -> String {
    match split_article(name) {
        (Article::Le, rest) => format!("au {rest}"),
        (Article::Les, rest) => format!("aux {rest}"),
        _ => format!("à {name}"),
    }
}

/// The masculine or plural article that a town's name begins with; those in "La" and "L'" do not contract.
fn split_article(name: &str) -> (Article, &str) {
    match name.split_once(' ') {
        Some(("Le", rest)) => (Article::Le, rest),
        Some(("Les", rest)) => (Article::Les, rest),
        _ => (Article::None, name),
    }
}

/// Whether "de" and "que" lose their vowel before `name`: before vowels, "y" followed by a consonant, and the mute "h" of
/// most French names in "hé", "hi", "hy".
pub fn elides(name: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase).map(bare);
    let (first, second) = (letters.next(), letters.next().unwrap_or(' '));
    match first {
        Some('a' | 'e' | 'i' | 'o' | 'u') => true,
        Some('y') => second.is_alphabetic() && !matches!(second, 'a' | 'e' | 'i' | 'o' | 'u'),
        Some('h') => matches!(second, 'e' | 'i' | 'y'),
        _ => false,
    }
}

/// A letter without its accent.
fn bare(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ą' | 'æ' => 'a',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' | 'ė' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' | 'œ' => 'o',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' => 'u',
        other => other,
    }
}

/// "de l'Ain", "du Nord", "des Landes", "de Paris": after "conseil départemental".
pub fn of_department(name: &str) -> String {
    of(department_article(name), name)
}

/// "de Bretagne", "d'Île-de-France", "des Hauts-de-France", "du Grand Est": after "conseil régional".
pub fn of_region(name: &str) -> String {
    let article = match name {
        "Centre" | "Centre-Val de Loire" | "Grand Est" | "Languedoc-Roussillon" | "Limousin" | "Nord-Pas-de-Calais" => {
            Article::Le
        }
        "Hauts-de-France" | "Pays de la Loire" => Article::Les,
        "Guadeloupe" | "Guyane" | "Martinique" => Article::La,
        _ => Article::None,
    };
    of(article, name)
}

fn of(article: Article, name: &str) -> String {
    match article {
        Article::None => of_town(name),
        Article::Le => format!("du {name}"),
        Article::La => format!("de la {name}"),
        Article::Elided => format!("de l'{name}"),
        Article::Les => format!("des {name}"),
    }
}

fn department_article(name: &str) -> Article {
    const PLURAL: [&str; 14] = [
        "Alpes-de-Haute-Provence",
        "Alpes-Maritimes",
        "Ardennes",
        "Bouches-du-Rhône",
        "Côtes-d'Armor",
        "Deux-Sèvres",
        "Hautes-Alpes",
        "Hautes-Pyrénées",
        "Hauts-de-Seine",
        "Landes",
        "Pyrénées-Atlantiques",
        "Pyrénées-Orientales",
        "Vosges",
        "Yvelines",
    ];
    const MASCULINE: [&str; 22] = [
        "Bas-Rhin",
        "Calvados",
        "Cantal",
        "Cher",
        "Doubs",
        "Finistère",
        "Gard",
        "Gers",
        "Haut-Rhin",
        "Jura",
        "Loiret",
        "Lot",
        "Morbihan",
        "Nord",
        "Pas-de-Calais",
        "Puy-de-Dôme",
        "Rhône",
        "Tarn",
        "Territoire de Belfort",
        "Val-d'Oise",
        "Val-de-Marne",
        "Var",
    ];
    const BARE: [&str; 5] = ["La Réunion", "Loire-Atlantique", "Mayotte", "Paris", "Vaucluse"];
    if PLURAL.contains(&name) {
        Article::Les
    } else if MASCULINE.contains(&name) {
        Article::Le
    } else if BARE.contains(&name) || name.contains("-et-") {
        Article::None
    } else if elides(name) || name == "Yonne" {
        Article::Elided
    } else {
        Article::La
    }
}

/// "au Mali", "en Allemagne", "aux Pays-Bas", "à Madagascar"; `name` is the country's French name.
pub fn in_country(country: Country, name: &str) -> String {
    match country_use(country, name) {
        Use::Bare => format!("à {name}"),
        Use::BareIn => format!("en {name}"),
        Use::With(Article::Le) => format!("au {name}"),
        Use::With(Article::Les) => format!("aux {name}"),
        Use::With(_) => format!("en {name}"),
    }
}

/// "du Mali", "d'Allemagne", "des Pays-Bas", "de Madagascar".
pub fn of_country(country: Country, name: &str) -> String {
    match country_use(country, name) {
        Use::With(article @ (Article::Le | Article::Les)) => of(article, name),
        _ => of(Article::None, name),
    }
}

/// How a country's name is used.
enum Use {
    /// Without article: "à Cuba".
    Bare,
    /// Without article, after "en": "en Haïti".
    BareIn,
    /// With one: "au Mali", "en Chine".
    With(Article),
}

fn country_use(country: Country, name: &str) -> Use {
    match country.as_str() {
        "AD" | "HT" => return Use::BareIn,
        "BH" | "BL" | "CU" | "CY" | "DJ" | "GI" | "GD" | "GU" | "HK" | "KN" | "LC" | "MC" | "MF" | "MG" | "MO"
        | "MT" | "MU" | "NU" | "OM" | "PM" | "PR" | "RE" | "SG" | "SM" | "ST" | "SX" | "TT" | "TW" | "VC" | "YT" => {
            return Use::Bare;
        }
        // Feminine without a final e, or named by a feminine noun.
        "CZ" | "GW" | "KP" | "KR" | "MK" | "CF" | "CD" | "DO" => return Use::With(Article::La),
        "BZ" | "KH" | "MX" | "MZ" | "ZW" => return Use::With(Article::Le),
        "AE" | "BS" | "FJ" | "KM" | "MV" | "NL" | "PH" | "PW" | "SC" | "TO" | "US" => {
            return Use::With(Article::Les);
        }
        _ => {}
    }
    if name.starts_with("Îles") {
        Use::With(Article::Les)
    } else if elides(name) {
        Use::With(Article::Elided)
    } else if name.ends_with('e') {
        Use::With(Article::La)
    } else {
        Use::With(Article::Le)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_contract_and_elide() {
        for (name, of, at) in [
            ("Lyon", "de Lyon", "à Lyon"),
            ("Amiens", "d'Amiens", "à Amiens"),
            ("Évry", "d'Évry", "à Évry"),
            ("Le Havre", "du Havre", "au Havre"),
            ("La Rochelle", "de La Rochelle", "à La Rochelle"),
            ("Les Ulis", "des Ulis", "aux Ulis"),
            ("L'Haÿ-les-Roses", "de L'Haÿ-les-Roses", "à L'Haÿ-les-Roses"),
            ("Yaoundé", "de Yaoundé", "à Yaoundé"),
            ("Yvetot", "d'Yvetot", "à Yvetot"),
            ("Hyères", "d'Hyères", "à Hyères"),
            ("Hanoï", "de Hanoï", "à Hanoï"),
            ("Łódź", "de Łódź", "à Łódź"),
        ] {
            assert_eq!((of_town(name).as_str(), at_town(name).as_str()), (of, at));
        }
    }

    #[test]
    fn departments_and_regions_take_their_article() {
        for (name, of) in [
            ("Ain", "de l'Ain"),
            ("Nord", "du Nord"),
            ("Landes", "des Landes"),
            ("Somme", "de la Somme"),
            ("Paris", "de Paris"),
            ("Ille-et-Vilaine", "d'Ille-et-Vilaine"),
            ("Hérault", "de l'Hérault"),
            ("Haute-Savoie", "de la Haute-Savoie"),
            ("Yonne", "de l'Yonne"),
            ("Yvelines", "des Yvelines"),
            ("La Réunion", "de La Réunion"),
            ("Vaucluse", "de Vaucluse"),
        ] {
            assert_eq!(of_department(name), of);
        }
        for (name, of) in [
            ("Bretagne", "de Bretagne"),
            ("Alsace", "d'Alsace"),
            ("Île-de-France", "d'Île-de-France"),
            ("Hauts-de-France", "des Hauts-de-France"),
            ("Nord-Pas-de-Calais", "du Nord-Pas-de-Calais"),
            ("Guadeloupe", "de la Guadeloupe"),
        ] {
            assert_eq!(of_region(name), of);
        }
    }

    #[test]
    fn countries_take_their_preposition() {
        for (code, name, place, of) in [
            ("ML", "Mali", "au Mali", "du Mali"),
            ("DE", "Allemagne", "en Allemagne", "d'Allemagne"),
            ("NL", "Pays-Bas", "aux Pays-Bas", "des Pays-Bas"),
            ("MG", "Madagascar", "à Madagascar", "de Madagascar"),
            ("MX", "Mexique", "au Mexique", "du Mexique"),
            ("IL", "Israël", "en Israël", "d'Israël"),
            ("KR", "Corée du Sud", "en Corée du Sud", "de Corée du Sud"),
            ("CN", "Chine", "en Chine", "de Chine"),
            ("HT", "Haïti", "en Haïti", "de Haïti"),
            ("PS", "Palestine", "en Palestine", "de Palestine"),
        ] {
            let country = code.parse().unwrap();
            assert_eq!((in_country(country, name).as_str(), of_country(country, name).as_str()), (place, of));
        }
    }
}
