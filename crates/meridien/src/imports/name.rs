//! Names of authorities as sources print them: "Conseil régional du Nord-Pas de Calais", "Mairie de Dakar", "Lyon".

use crate::organisation::OrganisationKind;
use crate::reference::fold;

/// A printed name, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedName {
    /// The whole name, folded.
    pub folded: String,
    /// What is left without the word for the body or the level, folded: `nord pas de calais`.
    pub place: String,
    /// The same without a leading article: `rochelle` for "La Rochelle".
    pub bare: String,
    /// The kind of authority, where the name says it.
    pub kind: Option<OrganisationKind>,
    /// The name by which people know the authority: « Région de Kayes » for "Assemblée régionale de Kayes".
    pub usual: String,
    /// Whether `usual` differs from the name printed, which then names the body.
    pub is_body: bool,
}

/// Words that begin the name of a body or level, folded; its kind; and how the usual name begins: empty where the place's
/// own name is the usual one. Of two that fit, the longer is taken.
const BEGINNINGS: [(&str, OrganisationKind, &str); 52] = {
    use OrganisationKind::{Commune, Department, Intermunicipal, LocalAuthority, Region};
    [
        ("assemblee regionale", Region, "Région"),
        ("collectivite regionale", Region, "Région"),
        ("conseil de region", Region, "Région"),
        ("conseil regional", Region, "Région"),
        ("gouvernorat", Region, "Gouvernorat"),
        ("region", Region, "Région"),
        ("wilaya", Region, "Wilaya"),
        ("assemblee de cercle", Department, "Cercle"),
        ("cercle", Department, "Cercle"),
        ("conseil de cercle", Department, "Cercle"),
        ("conseil departemental", Department, "Département"),
        ("conseil general", Department, "Département"),
        ("conseil provincial", Department, "Province"),
        ("departement", Department, "Département"),
        ("province", Department, "Province"),
        ("agglomeration", Intermunicipal, "Agglomération"),
        ("ca", Intermunicipal, "Communauté d'agglomération"),
        ("cc", Intermunicipal, "Communauté de communes"),
        ("communaute d agglomeration", Intermunicipal, "Communauté d'agglomération"),
        ("communaute d agglo", Intermunicipal, "Communauté d'agglomération"),
        ("communaute de communes", Intermunicipal, "Communauté de communes"),
        ("communaute des communes", Intermunicipal, "Communauté de communes"),
        ("communaute rurale", Intermunicipal, "Communauté rurale"),
        ("communaute urbaine", Intermunicipal, "Communauté urbaine"),
        ("cu", Intermunicipal, "Communauté urbaine"),
        ("intercommunalite", Intermunicipal, "Intercommunalité"),
        ("metropole", Intermunicipal, "Métropole"),
        ("city", Commune, ""),
        ("commune", Commune, ""),
        ("commune rurale", Commune, ""),
        ("commune urbaine", Commune, ""),
        ("conseil communal", Commune, ""),
        ("conseil municipal", Commune, ""),
        ("district", LocalAuthority, "District"),
        ("canton", LocalAuthority, "Canton"),
        ("comte", LocalAuthority, "Comté"),
        ("departement autonome", LocalAuthority, "Département autonome"),
        ("etat", LocalAuthority, "État"),
        ("land", LocalAuthority, "Land"),
        ("mairie", Commune, ""),
        ("mairie rurale", Commune, ""),
        ("municipalite", Commune, ""),
        ("municipality", Commune, ""),
        ("prefecture", LocalAuthority, "Préfecture"),
        ("town", Commune, ""),
        ("ville", Commune, ""),
        ("voivodie", Region, "Voïvodie"),
        ("bezirk", LocalAuthority, "Bezirk"),
        ("governorate", Region, "Gouvernorat"),
        ("collectivite territoriale", LocalAuthority, ""),
        ("collectivite", LocalAuthority, ""),
        ("delegation speciale", Commune, ""),
    ]
};

/// Words between the level and the place, folded, the longer first.
const LINKS: [&str; 9] = ["de la", "de l", "of the", "des", "du", "de", "d", "of", "la"];

const ARTICLES: [&str; 5] = ["le", "la", "les", "l", "the"];

impl PrintedName {
    /// Takes a name apart.
    pub fn read(printed: &str) -> Self {
        let printed = printed.split_whitespace().collect::<Vec<_>>().join(" ");
        let folded = fold(&printed);
        // "Ville-d'Avray" is a town's own name.
        let is_compound =
            printed.find(|c: char| !c.is_alphanumeric()).is_some_and(|end| printed[end..].starts_with('-'));
        let beginning = BEGINNINGS
            .iter()
            .filter(|_| !is_compound)
            .filter(|(words, ..)| after_words(&folded, words).is_some_and(|rest| !rest.is_empty()))
            .max_by_key(|(words, ..)| words.len());
        let Some((words, kind, usual)) = beginning else {
            return PrintedName {
                place: folded.clone(),
                bare: without_article(&folded).to_owned(),
                folded,
                kind: None,
                usual: printed,
                is_body: false,
            };
        };
        let place = after_words(&folded, words).unwrap_or(&folded);
        let link = LINKS.iter().find(|link| after_words(place, link).is_some_and(|rest| !rest.is_empty()));
        let named = skip_words(&printed, words.split(' ').count());
        let usual = match usual {
            // The registers' own form keeps the article that the preposition hides: "Ville du Havre" is "Le Havre".
            &"" => town_name(&named),
            usual => format!("{usual} {named}"),
        };
        let is_body = fold(&usual) != folded;
        let place = link.and_then(|link| after_words(place, link)).unwrap_or(place).to_owned();
        PrintedName { bare: without_article(&place).to_owned(), place, folded, kind: Some(*kind), usual, is_body }
    }
}

/// The rest of a folded text after whole words at its beginning.
fn after_words<'a>(folded: &'a str, words: &str) -> Option<&'a str> {
    let rest = folded.strip_prefix(words)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(' ') }
}

/// A folded name without its article.
pub fn without_article(folded: &str) -> &str {
    ARTICLES.iter().find_map(|article| after_words(folded, article)).filter(|rest| !rest.is_empty()).unwrap_or(folded)
}

/// A printed text after as many folded words; words end at spaces, hyphens and apostrophes, as folding has it.
fn skip_words(printed: &str, count: usize) -> String {
    let mut rest = printed;
    for _ in 0..count {
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        rest = rest[end..].trim_start_matches(|c: char| !c.is_alphanumeric());
    }
    rest.to_owned()
}

/// A town's name after its preposition: "de Lyon" is "Lyon", "du Havre" is "Le Havre", "d'Amiens" is "Amiens".
fn town_name(named: &str) -> String {
    let prefix = |prefix: &str| named.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if prefix("du ") {
        format!("Le {}", &named[3..])
    } else if prefix("des ") {
        format!("Les {}", &named[4..])
    } else if prefix("de l'") || prefix("de l’") {
        let rest = &named[4..];
        format!("L'{}", rest.trim_start_matches(['\'', '’']))
    } else if let Some(link) = ["of ", "de ", "d'", "d’"].into_iter().find(|link| prefix(link)) {
        let rest = &named[link.len()..];
        let mut letters = rest.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    } else {
        named.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bodies_are_told_from_places() {
        use OrganisationKind::{Commune, Department, Intermunicipal, Region};
        for (printed, place, kind, usual) in [
            (
                "Conseil régional du Nord-Pas de Calais",
                "nord pas de calais",
                Some(Region),
                "Région du Nord-Pas de Calais",
            ),
            ("Conseil régional de Hauts-de-France", "hauts de france", Some(Region), "Région de Hauts-de-France"),
            ("Assemblée régionale de Kayes", "kayes", Some(Region), "Région de Kayes"),
            ("Région de la Boucle du Mouhoun", "boucle du mouhoun", Some(Region), "Région de la Boucle du Mouhoun"),
            ("Conseil général de l'Essonne", "essonne", Some(Department), "Département de l'Essonne"),
            ("Conseil de cercle de Diéma", "diema", Some(Department), "Cercle de Diéma"),
            ("Ville d’Amiens", "amiens", Some(Commune), "Amiens"),
            ("Ville du Havre", "havre", Some(Commune), "Le Havre"),
            ("Mairie de La Rochelle", "rochelle", Some(Commune), "La Rochelle"),
            ("COMMUNE DE SAINT-DENIS", "st denis", Some(Commune), "SAINT-DENIS"),
            ("Commune rurale de Tarmigt", "tarmigt", Some(Commune), "Tarmigt"),
            ("CC du Pays de Bray", "pays de bray", Some(Intermunicipal), "Communauté de communes du Pays de Bray"),
            ("Lyon", "lyon", None, "Lyon"),
            ("Ville-d'Avray", "ville d avray", None, "Ville-d'Avray"),
            ("Villeurbanne", "villeurbanne", None, "Villeurbanne"),
            ("Cayenne", "cayenne", None, "Cayenne"),
            ("Ville", "ville", None, "Ville"),
            ("Région", "region", None, "Région"),
        ] {
            let name = PrintedName::read(printed);
            assert_eq!((name.bare.as_str(), name.kind, name.usual.as_str()), (place, kind, usual), "{printed}");
        }
        assert!(PrintedName::read("Assemblée régionale de Kayes").is_body);
        assert!(!PrintedName::read("Région de Kayes").is_body);
    }

    proptest! {
        #[test]
        fn no_name_is_lost(printed in "\\PC{0,40}") {
            let name = PrintedName::read(&printed);
            prop_assert_eq!(name.folded.is_empty(), name.place.is_empty());
            prop_assert_eq!(name.folded.is_empty(), name.bare.is_empty());
        }

        #[test]
        fn beginnings_never_panic(at in 0usize..52, rest in "\\PC{0,20}") {
            PrintedName::read(&format!("{} {rest}", BEGINNINGS[at].0));
            PrintedName::read(&format!("Ville {rest}"));
        }
    }
}
