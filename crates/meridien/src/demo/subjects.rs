//! What projects are about: for each theme, titles and the parts of sentences.

use super::phrases::{Phrase, p};

/// The vocabulary of one theme.
#[derive(Debug)]
pub struct Subject {
    /// Theme code.
    pub code: &'static str,
    /// What is to be strengthened, after "renforcer".
    pub aim: Phrase,
    /// Titles of projects.
    pub titles: [Phrase; 3],
    /// What is done: noun phrases with their article.
    pub activities: [Phrase; 6],
    /// For whom.
    pub beneficiaries: [Phrase; 2],
    /// Weights among twinnings, among projects in the South, among agreements.
    pub weights: [u32; 3],
}

/// The words for a theme, if it is one that demonstrations use.
pub fn subject(code: &str) -> Option<&'static Subject> {
    SUBJECTS.iter().find(|subject| subject.code == code)
}

/// Francophony: the learning of French, where it is not the language of the place already.
pub const FRENCH: &str = "1.2";
/// Cross-border cooperation, between neighbours.
pub const CROSS_BORDER: &str = "5.2";

/// Every theme in use.
pub const SUBJECTS: [Subject; 22] = [
    Subject {
        code: "1.1",
        aim: p("la vie culturelle et la création artistique", "cultural life and artistic creation"),
        titles: [
            p(
                "Échanges artistiques et culturels entre {A} et {B}",
                "Artistic and cultural exchanges between {A} and {B}",
            ),
            p("Création d'un centre culturel {inB}", "Creation of a cultural centre in {B}"),
            p("Appui au festival de musique {dB}", "Support for the music festival of {B}"),
        ],
        activities: [
            p("l'accueil d'artistes en résidence", "artists' residencies"),
            p("une exposition itinérante de photographies", "a travelling photography exhibition"),
            p("un concert commun des écoles de musique", "a joint concert of the music schools"),
            p("la formation de techniciens du spectacle", "the training of stage technicians"),
            p("la rénovation d'une salle de spectacle", "the renovation of a performance hall"),
            p("un festival organisé tous les deux ans", "a festival held every two years"),
        ],
        beneficiaries: [
            p(
                "Habitants, artistes et associations culturelles des deux territoires",
                "Residents, artists and cultural associations of both territories",
            ),
            p(
                "Élèves des écoles de musique et public des équipements culturels",
                "Pupils of the music schools and users of cultural venues",
            ),
        ],
        weights: [300, 25, 120],
    },
    Subject {
        code: FRENCH,
        aim: p(
            "l'apprentissage du français et les échanges francophones",
            "the learning of French and exchanges in French",
        ),
        titles: [
            p("Promotion de la langue française {inB}", "Promotion of the French language in {B}"),
            p("Création d'une médiathèque francophone {inB}", "Creation of a French-language library in {B}"),
            p("Appui à la lecture publique {inB}", "Support for public reading in {B}"),
        ],
        activities: [
            p("l'accueil d'assistants de langue", "the hosting of language assistants"),
            p("une dotation annuelle en livres et revues", "a yearly endowment of books and magazines"),
            p("la formation de bibliothécaires", "the training of librarians"),
            p("un concours d'écriture entre lycéens", "a writing contest between secondary schools"),
            p("des séjours linguistiques", "language stays"),
            p("la célébration de la semaine de la francophonie", "the celebration of French language week"),
        ],
        beneficiaries: [
            p(
                "Élèves, enseignants de français et lecteurs des bibliothèques",
                "Pupils, teachers of French and library users",
            ),
            p("Jeunes de 12 à 25 ans apprenant le français", "Young people aged 12 to 25 who learn French"),
        ],
        weights: [90, 25, 40],
    },
    Subject {
        code: "1.3",
        aim: p("la protection et la mise en valeur du patrimoine", "the protection and promotion of heritage"),
        titles: [
            p("Sauvegarde du patrimoine bâti {inB}", "Preservation of the built heritage of {B}"),
            p("Inventaire et mise en valeur du patrimoine {dB}", "Inventory and promotion of the heritage of {B}"),
            p("Réhabilitation du centre ancien {dB}", "Rehabilitation of the old centre of {B}"),
        ],
        activities: [
            p("l'inventaire des édifices remarquables", "the inventory of remarkable buildings"),
            p("un chantier-école de restauration", "a restoration training site"),
            p("la création d'un circuit d'interprétation", "the creation of an interpretation trail"),
            p("l'appui à l'élaboration d'un plan de sauvegarde", "support for the drafting of a conservation plan"),
            p("la numérisation des archives municipales", "the digitisation of the municipal archives"),
            p("des échanges entre conservateurs de musées", "exchanges between museum curators"),
        ],
        beneficiaries: [
            p(
                "Habitants des quartiers anciens, artisans et visiteurs",
                "Residents of the old quarters, craftspeople and visitors",
            ),
            p("Services techniques et guides du patrimoine", "Technical services and heritage guides"),
        ],
        weights: [60, 40, 70],
    },
    Subject {
        code: "2.1.1",
        aim: p("les filières agricoles et la sécurité alimentaire", "farming value chains and food security"),
        titles: [
            p("Appui aux filières maraîchères {inB}", "Support for market gardening in {B}"),
            p("Développement de l'agroécologie {inB}", "Development of agroecology in {B}"),
            p("Structuration de la filière lait {inB}", "Organisation of the dairy sector in {B}"),
        ],
        activities: [
            p("l'aménagement de périmètres maraîchers", "the creation of market-gardening plots"),
            p(
                "la formation de {30-180} producteurs aux pratiques agroécologiques",
                "the training of {30-180} producers in agroecological practices",
            ),
            p("la création d'une unité de transformation", "the creation of a processing unit"),
            p("un fonds d'appui aux groupements de productrices", "a support fund for women producers' groups"),
            p("la construction d'un magasin de stockage", "the building of a storehouse"),
            p("des échanges entre lycées agricoles", "exchanges between agricultural schools"),
        ],
        beneficiaries: [
            p("Groupements de producteurs et leurs familles", "Producers' groups and their families"),
            p("Exploitants agricoles, coopératives et consommateurs", "Farmers, cooperatives and consumers"),
        ],
        weights: [15, 110, 50],
    },
    Subject {
        code: "2.1.2",
        aim: p("l'aménagement et la valorisation des territoires ruraux", "rural planning and development"),
        titles: [
            p("Appui au développement rural {inB}", "Support for rural development in {B}"),
            p("Valorisation des territoires ruraux {inB}", "Development of rural territories in {B}"),
            p("Désenclavement des villages {inB}", "Opening up the villages of {B}"),
        ],
        activities: [
            p("la réhabilitation de pistes rurales", "the rehabilitation of rural tracks"),
            p("l'élaboration d'un plan de développement local", "the drafting of a local development plan"),
            p("la création de marchés ruraux", "the creation of rural markets"),
            p("la cartographie participative des terroirs", "participatory mapping of village lands"),
            p("des voyages d'étude d'élus ruraux", "study visits by rural councillors"),
            p("l'appui aux petites entreprises rurales", "support for small rural businesses"),
        ],
        beneficiaries: [
            p("Habitants des villages et organisations paysannes", "Villagers and farmers' organisations"),
            p("Élus ruraux et porteurs de projets", "Rural councillors and project holders"),
        ],
        weights: [20, 45, 45],
    },
    Subject {
        code: "2.2",
        aim: p("la planification urbaine et la mobilité", "urban planning and mobility"),
        titles: [
            p("Appui à la planification urbaine {dB}", "Support for the urban planning of {B}"),
            p("Mobilité durable {inB}", "Sustainable mobility in {B}"),
            p("Aménagement des espaces publics {dB}", "Design of the public spaces of {B}"),
        ],
        activities: [
            p("l'élaboration d'un schéma directeur d'urbanisme", "the drafting of an urban master plan"),
            p("la création d'une agence d'urbanisme", "the creation of a planning agency"),
            p("une étude sur les transports collectifs", "a study of public transport"),
            p("l'aménagement d'une gare routière", "the construction of a bus station"),
            p(
                "la formation d'agents aux systèmes d'information géographique",
                "the training of staff in geographic information systems",
            ),
            p("l'adressage de {4-18} quartiers", "street naming in {4-18} districts"),
        ],
        beneficiaries: [
            p("Usagers des espaces publics et services d'urbanisme", "Users of public spaces and planning departments"),
            p("Habitants des quartiers périphériques", "Residents of the outlying districts"),
        ],
        weights: [10, 40, 60],
    },
    Subject {
        code: "2.3",
        aim: p("l'accès au numérique et les services en ligne", "digital access and online services"),
        titles: [
            p("Appui au numérique dans les services publics {dB}", "Digital tools for the public services of {B}"),
            p("Création d'un espace numérique {inB}", "Creation of a digital centre in {B}"),
            p("Modernisation de l'état civil {dB}", "Modernisation of the civil registry of {B}"),
        ],
        activities: [
            p("l'informatisation de l'état civil", "the computerisation of the civil registry"),
            p("l'équipement d'un espace public numérique", "the equipment of a public digital centre"),
            p("la formation de {10-60} agents à la bureautique", "the training of {10-60} staff in office software"),
            p("l'ouverture d'un portail de services en ligne", "the opening of an online services portal"),
            p("un appui à la publication de données ouvertes", "support for open data"),
            p("un programme d'échanges entre jeunes développeurs", "an exchange programme for young developers"),
        ],
        beneficiaries: [
            p("Usagers de l'administration et agents municipaux", "Users of the administration and municipal staff"),
            p("Lycéens, étudiants et jeunes entrepreneurs", "Secondary pupils, students and young entrepreneurs"),
        ],
        weights: [10, 25, 25],
    },
    Subject {
        code: "2.4",
        aim: p("le tourisme durable et solidaire", "sustainable and fair tourism"),
        titles: [
            p("Développement du tourisme solidaire {inB}", "Development of fair tourism in {B}"),
            p("Création d'itinéraires de randonnée {inB}", "Creation of hiking trails in {B}"),
            p("Promotion touristique croisée entre {A} et {B}", "Joint tourism promotion between {A} and {B}"),
        ],
        activities: [
            p("la formation de guides locaux", "the training of local guides"),
            p("le balisage d'itinéraires de randonnée", "the marking of hiking trails"),
            p("la promotion croisée des deux destinations", "the joint promotion of both destinations"),
            p("l'ouverture d'un office de tourisme", "the opening of a tourist office"),
            p("l'appui aux hébergements chez l'habitant", "support for homestays"),
            p("la participation à un salon professionnel", "attendance at a trade fair"),
        ],
        beneficiaries: [
            p("Professionnels du tourisme et habitants", "Tourism professionals and residents"),
            p("Associations de guides et familles d'accueil", "Guides' associations and host families"),
        ],
        weights: [60, 35, 45],
    },
    Subject {
        code: "2.5",
        aim: p("le commerce local et l'artisanat", "local trade and crafts"),
        titles: [
            p("Appui aux artisans {dB}", "Support for the craftspeople of {B}"),
            p("Coopération économique entre {A} et {B}", "Economic cooperation between {A} and {B}"),
            p("Construction d'un marché {inB}", "Building of a market in {B}"),
        ],
        activities: [
            p("la construction de {20-90} étals", "the building of {20-90} stalls"),
            p("la création d'une pépinière d'entreprises", "the creation of a business incubator"),
            p("un marché annuel de produits artisanaux", "a yearly crafts market"),
            p("l'accueil de missions d'entreprises", "the hosting of business missions"),
            p("un fonds de microcrédit", "a microcredit fund"),
            p("la formation d'artisans à la gestion", "management training for craftspeople"),
        ],
        beneficiaries: [
            p("Artisans, commerçants et jeunes entreprises", "Craftspeople, traders and young businesses"),
            p("Femmes commerçantes et jeunes en recherche d'emploi", "Women traders and young jobseekers"),
        ],
        weights: [35, 35, 65],
    },
    Subject {
        code: "3.1",
        aim: p("l'éducation et l'insertion professionnelle des jeunes", "education and young people's access to work"),
        titles: [
            p("Construction et équipement d'écoles {inB}", "Building and equipment of schools in {B}"),
            p("Appui à la formation professionnelle {inB}", "Support for vocational training in {B}"),
            p("Échanges entre établissements scolaires {dA} et {dB}", "Exchanges between the schools of {A} and {B}"),
        ],
        activities: [
            p("la construction de {2-9} salles de classe", "the building of {2-9} classrooms"),
            p("la formation de {12-80} enseignants", "the training of {12-80} teachers"),
            p("une correspondance entre classes", "correspondence between classes"),
            p("l'équipement d'un centre de formation professionnelle", "the equipment of a vocational training centre"),
            p("l'attribution de bourses d'études", "the award of scholarships"),
            p("des stages croisés d'apprentis", "work placements for apprentices on both sides"),
        ],
        beneficiaries: [
            p("Élèves, enseignants et parents d'élèves", "Pupils, teachers and parents"),
            p(
                "Apprentis, lycéens et jeunes sans qualification",
                "Apprentices, secondary pupils and unqualified young people",
            ),
        ],
        weights: [260, 130, 110],
    },
    Subject {
        code: "3.2",
        aim: p(
            "l'engagement des jeunes et l'égalité entre les femmes et les hommes",
            "young people's involvement and gender equality",
        ),
        titles: [
            p(
                "Mobilité et engagement des jeunes {dA} et {dB}",
                "Mobility and involvement of young people of {A} and {B}",
            ),
            p("Autonomie économique des femmes {inB}", "Economic autonomy of women in {B}"),
            p("Rencontres de jeunes entre {A} et {B}", "Youth meetings between {A} and {B}"),
        ],
        activities: [
            p("un échange annuel de {10-40} jeunes", "a yearly exchange of {10-40} young people"),
            p("la création d'un conseil municipal des jeunes", "the creation of a youth council"),
            p("un chantier de jeunes", "a youth work camp"),
            p("l'appui à {3-15} groupements de femmes", "support for {3-15} women's groups"),
            p("des missions de volontariat croisées", "volunteer missions in both directions"),
            p("des ateliers d'alphabétisation", "literacy workshops"),
        ],
        beneficiaries: [
            p("Jeunes de 16 à 30 ans des deux territoires", "Young people aged 16 to 30 of both territories"),
            p("Groupements de femmes et associations de jeunesse", "Women's groups and youth associations"),
        ],
        weights: [240, 60, 75],
    },
    Subject {
        code: "3.3",
        aim: p("l'accès aux soins et la prévention", "access to care and prevention"),
        titles: [
            p("Appui aux centres de santé {dB}", "Support for the health centres of {B}"),
            p("Amélioration de la santé maternelle et infantile {inB}", "Better maternal and child health in {B}"),
            p("Coopération hospitalière entre {A} et {B}", "Hospital cooperation between {A} and {B}"),
        ],
        activities: [
            p("la construction d'une maternité", "the building of a maternity clinic"),
            p("la formation de {8-50} agents de santé", "the training of {8-50} health workers"),
            p("l'équipement d'un centre de santé", "the equipment of a health centre"),
            p("des campagnes de prévention", "prevention campaigns"),
            p("des missions de soignants volontaires", "missions by volunteer carers"),
            p("la mise en place d'une mutuelle de santé", "the setting up of a health insurance scheme"),
        ],
        beneficiaries: [
            p("Patients, mères et jeunes enfants", "Patients, mothers and young children"),
            p("Personnels de santé et habitants des villages", "Health staff and villagers"),
        ],
        weights: [15, 85, 45],
    },
    Subject {
        code: "3.4",
        aim: p("la pratique sportive et les rencontres entre clubs", "sport and meetings between clubs"),
        titles: [
            p("Rencontres sportives entre {A} et {B}", "Sports meetings between {A} and {B}"),
            p("Création d'un terrain de sport {inB}", "Creation of a sports ground in {B}"),
            p("Le sport comme outil d'insertion {inB}", "Sport as a way into work in {B}"),
        ],
        activities: [
            p("un tournoi annuel entre clubs", "a yearly tournament between clubs"),
            p("une course cycliste amicale", "a friendly cycle race"),
            p("la formation d'éducateurs sportifs", "the training of sports coaches"),
            p("l'aménagement d'un terrain multisport", "the construction of a multi-sports ground"),
            p("le don d'équipements sportifs", "the donation of sports equipment"),
            p("des stages communs de jeunes athlètes", "joint training camps for young athletes"),
        ],
        beneficiaries: [
            p("Licenciés des clubs sportifs et scolaires", "Members of sports clubs and pupils"),
            p("Jeunes des quartiers prioritaires", "Young people of deprived districts"),
        ],
        weights: [180, 15, 25],
    },
    Subject {
        code: "3.5",
        aim: p(
            "les liens entre universités et centres de recherche",
            "links between universities and research centres",
        ),
        titles: [
            p("Coopération universitaire entre {A} et {B}", "University cooperation between {A} and {B}"),
            p("Réseau de laboratoires {dA} et {dB}", "Network of laboratories of {A} and {B}"),
            p("Pôle d'innovation partagé entre {A} et {B}", "Shared innovation cluster between {A} and {B}"),
        ],
        activities: [
            p("l'accueil de doctorants en cotutelle", "jointly supervised doctorates"),
            p("un colloque annuel", "a yearly conference"),
            p("la création d'un master commun", "the creation of a joint master's degree"),
            p("un appel à projets de recherche", "a call for research projects"),
            p("la mise en réseau des pôles de compétitivité", "links between business clusters"),
            p("des bourses de mobilité pour étudiants", "mobility grants for students"),
        ],
        beneficiaries: [
            p("Étudiants, doctorants et enseignants-chercheurs", "Students, doctoral candidates and academics"),
            p(
                "Laboratoires, universités et entreprises innovantes",
                "Laboratories, universities and innovative companies",
            ),
        ],
        weights: [10, 15, 55],
    },
    Subject {
        code: "4.1.1",
        aim: p("l'accès à l'eau potable et à l'assainissement", "access to drinking water and sanitation"),
        titles: [
            p("Appui à l'accès à l'eau potable {inB}", "Support for access to drinking water in {B}"),
            p("Adduction d'eau potable et assainissement {inB}", "Drinking water supply and sanitation in {B}"),
            p("Renforcement du service public de l'eau {dB}", "Strengthening the public water service of {B}"),
        ],
        activities: [
            p("la réhabilitation de {4-28} forages", "the rehabilitation of {4-28} boreholes"),
            p("la pose de {3-25} kilomètres de réseau", "the laying of {3-25} kilometres of pipes"),
            p("la construction de {20-240} latrines", "the building of {20-240} latrines"),
            p("la formation de comités d'usagers", "the training of users' committees"),
            p("l'appui au service municipal de l'eau", "support for the municipal water service"),
            p("la protection des captages", "the protection of water catchments"),
        ],
        beneficiaries: [
            p(
                "Habitants des villages raccordés et usagers du service de l'eau",
                "Residents of the connected villages and users of the water service",
            ),
            p(
                "Familles, écoles et centres de santé sans accès à l'eau",
                "Families, schools and health centres without access to water",
            ),
        ],
        weights: [6, 150, 45],
    },
    Subject {
        code: "4.1.2",
        aim: p("la collecte et la valorisation des déchets", "the collection and recovery of waste"),
        titles: [
            p("Gestion des déchets ménagers {inB}", "Household waste management in {B}"),
            p("Création d'une filière de compostage {inB}", "Creation of a composting chain in {B}"),
            p("Tri et recyclage {inB}", "Sorting and recycling in {B}"),
        ],
        activities: [
            p("l'ouverture d'une plateforme de compostage", "the opening of a composting site"),
            p("l'organisation de la précollecte", "the organisation of door-to-door collection"),
            p("l'équipement d'un centre de tri", "the equipment of a sorting centre"),
            p("une campagne de sensibilisation dans {6-30} écoles", "an awareness campaign in {6-30} schools"),
            p("la fermeture d'une décharge sauvage", "the closing of an illegal dump"),
            p("l'appui aux récupérateurs", "support for waste pickers"),
        ],
        beneficiaries: [
            p("Ménages, récupérateurs et services de propreté", "Households, waste pickers and cleaning services"),
            p("Habitants et commerçants du centre-ville", "Residents and traders of the town centre"),
        ],
        weights: [5, 35, 20],
    },
    Subject {
        code: "4.2",
        aim: p("l'accès à l'énergie et la maîtrise des consommations", "access to energy and energy saving"),
        titles: [
            p("Électrification solaire {inB}", "Solar electrification in {B}"),
            p("Accès à l'énergie {inB}", "Access to energy in {B}"),
            p("Transition énergétique partagée entre {A} et {B}", "Joint energy transition of {A} and {B}"),
        ],
        activities: [
            p("l'électrification solaire de {2-14} écoles", "the solar electrification of {2-14} schools"),
            p("la formation d'électriciens locaux", "the training of local electricians"),
            p("la rénovation de l'éclairage public", "the renovation of street lighting"),
            p("la diffusion de foyers améliorés", "the distribution of improved stoves"),
            p("un audit énergétique des bâtiments publics", "an energy audit of public buildings"),
            p("la création d'une coopérative énergétique", "the creation of an energy cooperative"),
        ],
        beneficiaries: [
            p(
                "Usagers des écoles et des centres de santé électrifiés",
                "Users of the electrified schools and health centres",
            ),
            p("Habitants et services techniques", "Residents and technical services"),
        ],
        weights: [8, 30, 30],
    },
    Subject {
        code: "4.3",
        aim: p(
            "la protection de la biodiversité et des milieux naturels",
            "the protection of biodiversity and natural areas",
        ),
        titles: [
            p("Protection des milieux naturels {dB}", "Protection of the natural areas of {B}"),
            p("Restauration des zones humides {inB}", "Restoration of wetlands in {B}"),
            p("Création d'une pépinière forestière {inB}", "Creation of a tree nursery in {B}"),
        ],
        activities: [
            p("la plantation de {2000-40000} arbres", "the planting of {2000-40000} trees"),
            p("un inventaire de la faune et de la flore", "a survey of fauna and flora"),
            p("la création d'une réserve locale", "the creation of a local reserve"),
            p("des classes vertes", "nature classes"),
            p("la formation d'écogardes", "the training of rangers"),
            p("des échanges entre parcs naturels", "exchanges between nature parks"),
        ],
        beneficiaries: [
            p("Riverains des espaces protégés et scolaires", "Neighbours of the protected areas and pupils"),
            p("Pêcheurs, exploitants forestiers et visiteurs", "Fishers, foresters and visitors"),
        ],
        weights: [12, 25, 25],
    },
    Subject {
        code: "4.4",
        aim: p("les politiques d'adaptation au changement climatique", "policies for adapting to climate change"),
        titles: [
            p("Plan climat territorial {dB}", "Territorial climate plan of {B}"),
            p("Adaptation au changement climatique {inB}", "Adaptation to climate change in {B}"),
            p("Partenariat climat entre {A} et {B}", "Climate partnership between {A} and {B}"),
        ],
        activities: [
            p("l'élaboration d'un plan climat", "the drafting of a climate plan"),
            p("une cartographie des risques d'inondation", "flood risk mapping"),
            p("la formation des élus aux enjeux du climat", "climate training for councillors"),
            p("la végétalisation de cours d'école", "the greening of schoolyards"),
            p("un bilan des émissions de gaz à effet de serre", "a greenhouse gas inventory"),
            p("un réseau d'alerte précoce", "an early warning network"),
        ],
        beneficiaries: [
            p(
                "Habitants des zones exposées et services techniques",
                "Residents of exposed areas and technical services",
            ),
            p("Élus, agents et scolaires", "Councillors, staff and pupils"),
        ],
        weights: [6, 20, 35],
    },
    Subject {
        code: "5.1.1",
        aim: p("la gouvernance locale et les services publics", "local governance and public services"),
        titles: [
            p("Appui institutionnel aux services {dB}", "Institutional support for the services of {B}"),
            p("Renforcement de la maîtrise d'ouvrage locale {inB}", "Strengthening of local project ownership in {B}"),
            p("Appui à la décentralisation {inB}", "Support for decentralisation in {B}"),
        ],
        activities: [
            p("la formation de {15-120} élus et agents", "the training of {15-120} councillors and staff"),
            p("l'appui à la mobilisation des recettes locales", "support for raising local revenue"),
            p("la mise en place d'un budget participatif", "the introduction of a participatory budget"),
            p("des missions croisées entre services", "missions between departments in both directions"),
            p("l'organisation des archives et de l'état civil", "the organisation of archives and the civil registry"),
            p("la création d'une intercommunalité", "the creation of a group of communes"),
        ],
        beneficiaries: [
            p("Élus et agents des collectivités partenaires", "Councillors and staff of the partner authorities"),
            p("Usagers des services publics locaux", "Users of local public services"),
        ],
        weights: [12, 100, 120],
    },
    Subject {
        code: CROSS_BORDER,
        aim: p("la coopération de proximité entre territoires voisins", "cooperation between neighbouring territories"),
        titles: [
            p("Coopération de proximité entre {A} et {B}", "Neighbourly cooperation between {A} and {B}"),
            p("Observatoire commun {dA} et {dB}", "Joint observatory of {A} and {B}"),
            p("Services partagés entre {A} et {B}", "Shared services between {A} and {B}"),
        ],
        activities: [
            p("un forum annuel des habitants", "a yearly residents' forum"),
            p("un fonds pour les petits projets associatifs", "a fund for small association projects"),
            p("la coordination des services de secours", "the coordination of rescue services"),
            p("une carte culturelle commune", "a joint culture pass"),
            p("une étude sur les travailleurs mobiles", "a study of mobile workers"),
            p("un site internet bilingue", "a bilingual website"),
        ],
        beneficiaries: [
            p(
                "Habitants, associations et entreprises des deux territoires",
                "Residents, associations and companies of both territories",
            ),
            p("Travailleurs mobiles et étudiants", "Mobile workers and students"),
        ],
        weights: [25, 2, 50],
    },
    Subject {
        code: "5.4",
        aim: p("la citoyenneté et la culture de paix", "citizenship and the culture of peace"),
        titles: [
            p("Citoyenneté et culture de paix entre {A} et {B}", "Citizenship and peace between {A} and {B}"),
            p("Accès aux droits {inB}", "Access to rights in {B}"),
            p("Mémoire partagée entre {A} et {B}", "Shared memory of {A} and {B}"),
        ],
        activities: [
            p("un travail de mémoire avec les écoles", "remembrance work with schools"),
            p("des ateliers sur les droits de l'enfant", "workshops on children's rights"),
            p("une permanence d'accès au droit", "a legal advice service"),
            p("une conférence annuelle pour la paix", "a yearly peace conference"),
            p("l'appui aux défenseurs des droits", "support for rights defenders"),
            p("la formation de médiateurs", "the training of mediators"),
        ],
        beneficiaries: [
            p("Scolaires, associations et habitants", "Pupils, associations and residents"),
            p("Personnes éloignées de leurs droits", "People cut off from their rights"),
        ],
        weights: [60, 20, 20],
    },
];

/// The theme of humanitarian and emergency action, whose records have titles of their own.
pub const HUMANITARIAN: &str = "5.3";

/// What emergency aid does; [`EMERGENCIES`](super::phrases::EMERGENCIES) tells which title and beneficiaries go with what.
pub const HUMANITARIAN_SUBJECT: Subject = Subject {
    code: HUMANITARIAN,
    aim: p("l'aide aux populations touchées et la reconstruction", "help for the people affected and reconstruction"),
    titles: [
        p("Aide d'urgence après les inondations {aB}", "Emergency aid after the floods in {B}"),
        p("Solidarité avec les habitants {dB}", "Solidarity with the people of {B}"),
        p("Aide humanitaire aux populations déplacées {aB}", "Humanitarian aid for displaced people in {B}"),
    ],
    activities: [
        p("l'envoi de matériel médical", "the dispatch of medical equipment"),
        p("la distribution de {200-3000} kits d'hygiène", "the distribution of {200-3000} hygiene kits"),
        p("la reconstruction d'une école", "the rebuilding of a school"),
        p("la fourniture d'abris provisoires", "the provision of temporary shelters"),
        p("la remise en service d'un réseau d'eau", "the repair of a water network"),
        p("un versement à un fonds de solidarité", "a payment to a solidarity fund"),
    ],
    beneficiaries: [
        p("Familles touchées", "Families affected"),
        p("Personnes déplacées et familles qui les accueillent", "Displaced people and their host families"),
    ],
    weights: [0, 0, 0],
};
