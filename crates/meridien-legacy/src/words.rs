//! Words that tell the columns of a flattened table row apart. All are folded (see
//! [`crate::text::fold`]): lower case, no accents, plain apostrophes.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Whether a folded text is the French name of a country, in its short form or in another form
/// that the atlas uses.
pub(crate) fn is_country(folded: &str) -> bool {
    static COUNTRIES: LazyLock<HashSet<&str>> =
        LazyLock::new(|| COUNTRY_NAMES.split(['\n', ',']).map(str::trim).collect());
    !folded.is_empty() && COUNTRIES.contains(folded)
}

/// Most words in a country's name.
pub(crate) const COUNTRY_WORDS: usize = 6;

const COUNTRY_NAMES: &str = "\
afghanistan, afrique du sud, albanie, algerie, allemagne, andorre, angola, antigua-et-barbuda, arabie saoudite
argentine, armenie, australie, autriche, azerbaidjan, bahamas, bahrein, bangladesh, barbade, belarus, belgique
belize, benin, bhoutan, bielorussie, birmanie, bolivie, bosnie-herzegovine, bosnie herzegovine, botswana, bresil
brunei, bulgarie, burkina faso, burkina-faso, burundi, cambodge, cameroun, canada, cap-vert, cap vert, cabo verde
centrafrique, republique centrafricaine, chili, chine, republique populaire de chine, chypre, colombie, comores
congo, congo-brazzaville, congo brazzaville, republique du congo, congo (republique democratique), rd congo
republique democratique du congo, coree, coree du nord, coree du sud, republique de coree, costa rica
cote d'ivoire, croatie, cuba, danemark, djibouti, dominique, egypte, emirats arabes unis, equateur, erythree
espagne, estonie, eswatini, etats-unis, etats-unis d'amerique, etats unis, etats unis d'amerique, ethiopie
federation de russie, fidji, finlande, france, gabon, gambie, georgie, ghana, grece, grenade, guatemala, guinee
guinee conakry, guinee-conakry, guinee equatoriale, guinee-bissau, guinee bissau, guyana, haiti, honduras
hong kong, hongrie, inde, indonesie, irak, iran, irlande, islande, israel, italie, jamaique, japon, jordanie
kazakhstan, kenya, kirghizistan, kirghizstan, kiribati, kosovo, koweit, laos, lesotho, lettonie, liban, liberia
libye, liechtenstein, lituanie, luxembourg, macedoine, macedoine du nord, madagascar, malaisie, malawi, maldives
mali, malte, maroc, ile maurice, maurice, mauritanie, mexique, moldavie, moldova, monaco, mongolie, montenegro
mozambique, myanmar, namibie, nauru, nepal, nicaragua, niger, nigeria, norvege, nouvelle-zelande, oman, ouganda
ouzbekistan, pakistan, palestine, territoires palestiniens, territoire palestinien, panama
papouasie-nouvelle-guinee, paraguay, pays-bas, perou, philippines, pologne, portugal, qatar
republique dominicaine, republique tcheque, tchequie, roumanie, royaume-uni, royaume uni, grande-bretagne, russie
rwanda, saint-christophe-et-nieves, sainte-lucie, saint-marin, saint-vincent-et-les-grenadines, saint-siege
iles salomon, salvador, el salvador, samoa, sao tome-et-principe, sao tome et principe, senegal, serbie
seychelles, sierra leone, singapour, slovaquie, slovenie, somalie, soudan, soudan du sud, sri lanka, suede
suisse, suriname, swaziland, syrie, tadjikistan, taiwan, tanzanie, tchad, thailande, timor-leste, timor oriental
togo, tonga, trinite-et-tobago, tunisie, turkmenistan, turquie, ukraine, uruguay, vanuatu, venezuela
vietnam, viet nam, viet-nam, yemen, zambie, zimbabwe";

/// Whether a folded word starts a function ("maire", "chargée de mission").
pub(crate) fn starts_function(word: &str) -> bool {
    const FUNCTIONS: &[&str] = &[
        "adjoint",
        "adjointe",
        "administrateur",
        "administratrice",
        "agent",
        "agente",
        "ambassadeur",
        "ambassadrice",
        "animateur",
        "animatrice",
        "assistant",
        "assistante",
        "attache",
        "attachee",
        "bourgmestre",
        "charge",
        "chargee",
        "chef",
        "cheffe",
        "comptable",
        "conseiller",
        "conseillere",
        "consul",
        "consule",
        "coordinateur",
        "coordinatrice",
        "coordonnateur",
        "coordonnatrice",
        "correspondant",
        "correspondante",
        "delegue",
        "deleguee",
        "depute",
        "deputee",
        "directeur",
        "directrice",
        "elu",
        "elue",
        "gestionnaire",
        "gouverneur",
        "gouverneure",
        "ingenieur",
        "ingenieure",
        "maire",
        "membre",
        "ministre",
        "prefet",
        "prefete",
        "premier",
        "premiere",
        "president",
        "presidente",
        "referent",
        "referente",
        "representant",
        "representante",
        "responsable",
        "secretaire",
        "technicien",
        "technicienne",
        "tresorier",
        "tresoriere",
        "vice-president",
        "vice-presidente",
    ];
    FUNCTIONS.contains(&word.trim_matches([',', '.', ';', '(', ')', ':']))
}

/// Whether a folded word starts a mission of volunteers ("appui à ...").
pub(crate) fn starts_mission(word: &str) -> bool {
    const MISSIONS: &[&str] = &[
        "accompagnement",
        "aide",
        "animation",
        "appui",
        "assistance",
        "conception",
        "coordination",
        "creation",
        "developpement",
        "diagnostic",
        "enseignement",
        "etude",
        "evaluation",
        "formation",
        "gestion",
        "mission",
        "mise",
        "organisation",
        "promotion",
        "renforcement",
        "soutien",
        "suivi",
        "volontariat",
    ];
    MISSIONS.contains(&word) || starts_function(word)
}

/// Whether a folded word starts the name of an organisation that may fund a partnership.
pub(crate) fn starts_organisation(word: &str) -> bool {
    const ORGANISATIONS: &[&str] = &[
        "afd",
        "agence",
        "ambassade",
        "assemblee",
        "association",
        "autre",
        "autres",
        "banque",
        "caisse",
        "cercle",
        "chambre",
        "collectif",
        "collectivite",
        "comite",
        "commission",
        "commune",
        "communaute",
        "conseil",
        "cooperation",
        "departement",
        "etat",
        "federation",
        "fondation",
        "fonds",
        "gouvernement",
        "groupement",
        "institut",
        "mairie",
        "metropole",
        "ministere",
        "ong",
        "pays",
        "prefecture",
        "province",
        "region",
        "societe",
        "syndicat",
        "union",
        "universite",
        "ville",
    ];
    ORGANISATIONS.contains(&word)
}

/// Names of themes, sub-themes and sub-sub-themes.
pub(crate) const THEMES: &[&str] = &[
    "culture et patrimoine",
    "infrastructures, equipements et manifestations culturelles",
    "francophonie",
    "patrimoine",
    "economie durable",
    "agriculture et developpement rural",
    "agriculture et agroalimentaire",
    "amenagement et valorisation des territoires ruraux",
    "amenagement du territoire et transports",
    "technologies de l'information et de la communication",
    "tourisme",
    "commerce et artisanat",
    "education, social et recherche",
    "education, emploi, formation professionnelle",
    "jeunesse et genre",
    "sante",
    "sport",
    "recherche",
    "environnement, climat et energie",
    "eau et dechets",
    "eau et assainissement",
    "dechets",
    "energie",
    "biodiversite",
    "climat",
    "politique, humanitaire et cooperation transfrontaliere",
    "gouvernance locale et appui institutionnel",
    "appui institutionnel",
    "cooperation transfrontaliere",
    "action humanitaire et d'urgence",
    "droits humains",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn words_are_folded() {
        for theme in THEMES {
            assert_eq!(fold(theme), *theme);
        }
        for country in COUNTRY_NAMES.split(['\n', ',']).map(str::trim) {
            assert_eq!(fold(country), country);
            assert!(country.split(' ').count() <= COUNTRY_WORDS, "{country}");
        }
    }
}
