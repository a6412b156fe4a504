//! One record that states, in our own words and without persons, the public facts of a page of the old national atlas: the
//! page that imports are tested with, which cannot be redistributed.

use rust_decimal::Decimal;

use super::geography::{REGIONS_ABROAD, RegionAbroad};
use super::{Foreign, foreign_entries, world};
use crate::journal::{Entry, Kind};
use crate::partnership::funding::FundingLine;
use crate::partnership::{
    Action, ActionKind, Agreement, AgreementKind, Answer, Communication, Contact, ContactRole, Document, Form,
    GlossaryEntry, NamedOrganisation, Narratives, OtherPartners, Partnership, Party, PartyRole, Periodicity, Place,
    Provenance, Themes,
};
use crate::reference;
use crate::registers::france;
use crate::value::{Country, Id, PartialDate, Point, Precision, Text};

/// The record.
pub fn id() -> Id {
    Id::derived("demo/seed")
}

/// The foreign authorities that [`entries`] writes.
pub fn foreign() -> [Id; 1] {
    [world::region_authority(mali(), kayes())]
}

/// The record with the organisation of the Kayes region.
pub fn entries() -> Vec<Entry> {
    let mut entries = Vec::from(foreign_entries(mali(), &Foreign::Region(kayes())));
    entries.push(Entry::publish(Kind::Partnership, id(), 0, &partnership(), Vec::new()));
    entries
}

pub(super) fn mali() -> Country {
    "ML".parse().expect("ML is a country code")
}

fn kayes() -> &'static RegionAbroad {
    &REGIONS_ABROAD[0]
}

fn named(name: &str, organisation: Option<Id>) -> NamedOrganisation {
    NamedOrganisation { name: name.to_owned(), organisation }
}

/// The record.
pub fn partnership() -> Partnership {
    const COUNCIL: &str = "Conseil régional du Nord-Pas-de-Calais";
    const ASSEMBLY: &str = "Assemblée régionale de Kayes";
    let (nord, kayes) = (france::former_region("31"), world::region_authority(mali(), kayes()));
    let party = |organisation, name: &str, country, role| Party {
        organisation,
        name: name.to_owned(),
        country,
        role,
        from: Some(PartialDate::Year(2009)),
        to: None,
    };
    let place = |name: &str, lat, lon| Place {
        name: name.to_owned(),
        territory: None,
        country: Some(mali()),
        point: Some(Point { lat, lon, precision: Precision::Commune }),
    };
    let cited = |fr: &str, en: &str| Document { title: Text::new("fr", fr).with("en", en), file: None, url: None };
    Partnership {
        title: Text::new("fr", "Développement de la région de Kayes et des territoires de Diéma, Bafoulabé et Kéniéba")
            .with("en", "Development of the Kayes region and of the territories of Diéma, Bafoulabé and Kéniéba"),
        form: Form::CooperationProject,
        themes: Themes { main: Some("5.1.1".to_owned()), ..Themes::default() },
        agreements: vec![Agreement {
            kind: AgreementKind::Convention,
            signed: Some(PartialDate::Year(2009)),
            object: Text::new("fr", "Accord de coopération entre les deux régions")
                .with("en", "Cooperation agreement between the two regions"),
            parties: vec![nord, kayes],
            ..Agreement::default()
        }],
        start: Some(PartialDate::Year(2009)),
        periodicity: Some(Periodicity::Triennial),
        narratives: narratives(),
        glossary: glossary(),
        contracting_authorities: vec![named(COUNCIL, Some(nord))],
        implementers: vec![named("CIDS pour Corens (Diéma)", None)],
        beneficiaries: Text::new(
            "fr",
            "Élus et techniciens des collectivités des trois territoires, dont l'assemblée régionale ; acteurs de ces \
             territoires ; organismes du Nord-Pas-de-Calais actifs à l'international",
        )
        .with(
            "en",
            "Councillors and technical staff of the authorities of the three territories, the regional assembly among \
             them; local actors; bodies of Nord-Pas-de-Calais active abroad",
        ),
        parties: vec![
            party(nord, COUNCIL, france::country(), PartyRole::Lead),
            party(kayes, ASSEMBLY, mali(), PartyRole::Partner),
        ],
        other_partners: OtherPartners {
            home: vec![named("Conseil général du Pas-de-Calais", Some(france::department("62")))],
            abroad: vec![named("Coopération catalane", None)],
        },
        contacts: contacts(kayes, ASSEMBLY),
        funding: funding(nord, COUNCIL),
        communication: Communication {
            home: Answer { answer: Some(false), text: Text::default() },
            abroad: Answer { answer: Some(false), text: Text::default() },
        },
        evaluation: Answer { answer: Some(true), text: Text::default() },
        actions: vec![Action {
            kind: ActionKind::Committee,
            title: Text::new("fr", "Animation du partenariat au Nord et au Sud")
                .with("en", "Running the partnership in the North and in the South"),
            objective: Text::new("fr", "Consolider des relations encore récentes entre les collectivités engagées.")
                .with("en", "To consolidate the recent relations between the authorities involved."),
            description: Text::new(
                "fr",
                "Comités de pilotage et de suivi, séminaires et missions réunissent régulièrement les partenaires.",
            )
            .with(
                "en",
                "Steering and follow-up committees, seminars and missions regularly bring the partners together.",
            ),
            ..Action::default()
        }],
        documents: vec![
            cited("Bilans des projets précédents (annexe)", "Reviews of earlier projects (annex)"),
            cited("Cartes de situation des territoires (annexe)", "Maps of the territories (annex)"),
            cited("Présentation du programme national d'appui (annexe)", "The national support programme (annex)"),
        ],
        places: vec![
            place("Diéma", 14.545, -9.183),
            place("Bafoulabé", 13.806, -10.832),
            place("Kéniéba", 12.843, -11.232),
        ],
        provenance: Provenance {
            source: "Donnée de démonstration : faits publics d'une fiche de l'ancien atlas national, dits autrement"
                .to_owned(),
            licence: Some(super::LICENCE.to_owned()),
            ..Provenance::default()
        },
        demo: true,
        ..Partnership::default()
    }
}

fn contacts(kayes: Id, assembly: &str) -> Vec<Contact> {
    let contact = |name: String, organisation, role| Contact {
        name,
        organisation,
        role,
        function: None,
        mailbox: None,
        count: 1,
        persons: Vec::new(),
    };
    let mut contacts = vec![contact(assembly.to_owned(), Some(kayes), ContactRole::Party)];
    if let Some(post) = reference::post(mali()) {
        for role in [ContactRole::CooperationCorrespondent, ContactRole::CulturalCounsellor] {
            contacts.push(contact(post.name_fr(), Some(france::post(mali())), role));
        }
    }
    contacts
}

/// The six lines of the page: 412,750 euros, of which the ministry's three instalments make 101,000.
fn funding(nord: Id, council: &str) -> Vec<FundingLine> {
    let line = |funders: Vec<NamedOrganisation>, year, euros| FundingLine {
        funders,
        year: Some(year),
        amount: Some(Decimal::from(euros)),
        ..FundingLine::default()
    };
    let ministry = |year| vec![named(france::foreign_ministry_name(year), Some(france::foreign_ministry()))];
    let both = vec![
        named("Conseil général du Pas-de-Calais", Some(france::department("62"))),
        named("Coopération catalane", None),
    ];
    vec![
        line(vec![named(council, Some(nord))], 2009, 177_550),
        line(ministry(2009), 2009, 33_666),
        line(ministry(2010), 2010, 33_666),
        line(ministry(2011), 2011, 33_668),
        line(both, 2009, 121_900),
        line(vec![named("Autre", None)], 2009, 12_300),
    ]
}

fn glossary() -> Vec<GlossaryEntry> {
    [
        ("NPDC", "Nord-Pas-de-Calais"),
        ("PSDR", "Plan stratégique de développement régional"),
        ("SRF", "Schéma régional de formation"),
        ("BAD", "Banque africaine de développement"),
        ("DAT", "Dotation en appui technique"),
        ("ANE-AL", "Acteur non étatique – autorité locale"),
        ("MAEE", "Ministère des Affaires étrangères et européennes"),
        ("UE", "Union européenne"),
        ("PNACT", "Programme national d'appui aux collectivités territoriales"),
        ("PARADDER", "Programme d'appui à la réforme administrative et au développement économique régional"),
        ("PADDER", "Programme d'appui à la décentralisation et au développement économique régional"),
        ("ONG", "Organisation non gouvernementale"),
        ("CORENS", "Collectif régional pour la coopération Nord-Sud"),
    ]
    .map(|(short, long)| GlossaryEntry { short: short.to_owned(), long: long.to_owned() })
    .into()
}

fn narratives() -> Narratives {
    let text = |fr: &str, en: &str| Text::new("fr", fr).with("en", en);
    Narratives {
        context: text(
            "Au Mali, les collectivités élues en 2009 entament leur troisième mandat et l'État mise sur le développement \
             économique régional. Trois routes internationales traversent désormais la région de Kayes d'est en ouest et \
             changent la place de trois chefs-lieux de cercle :\n\n\
             - Diéma, devenue un carrefour routier ;\n\
             - Bafoulabé, entre le fleuve et la voie ferrée ;\n\
             - Kéniéba, ville frontière du sud de la région.\n\n\
             Autour d'elles, des terroirs agricoles doivent ménager une eau de plus en plus disputée. En NPDC, plusieurs \
             collectivités et organismes s'intéressent au Mali aux côtés de la Région, qui y coopère depuis 1994.",
            "In Mali, the authorities elected in 2009 begin their third term and the State relies on regional economic \
             development. Three international roads now cross the Kayes region from east to west and change the place of \
             three chief towns:\n\n\
             - Diéma, now a crossroads;\n\
             - Bafoulabé, between the river and the railway;\n\
             - Kéniéba, the border town in the south.\n\n\
             Around them, farmland has to spare water that is ever more in demand. In NPDC, several authorities and bodies \
             take an interest in Mali beside the Region, which has cooperated there since 1994.",
        ),
        history: text(
            "Le projet prolonge l'appui aux intercommunalités de Diéma et de Kéniéba, cofinancé par le MAEE de 2007 à 2009, \
             et un programme d'animation territoriale soutenu par l'UE. Il s'inscrit dans la troisième phase du PNACT \
             (2010-2014), que deux programmes mettent en œuvre : le PADDER, financé par la BAD, et le PARADDER, financé par \
             l'UE.",
            "The project follows the support for the groups of communes of Diéma and Kéniéba, co-funded by the MAEE from \
             2007 to 2009, and a territorial programme supported by the UE. It is part of the third phase of the PNACT \
             (2010-2014), carried out by two programmes: the PADDER, funded by the BAD, and the PARADDER, funded by the UE.",
        ),
        objective: text(
            "Accompagner trois territoires que les routes transforment :\n\n\
             - au Nord, réunir les partenaires techniques et institutionnels, et enrichir les politiques locales par l'action \
             internationale ;\n\
             - au Sud, outiller la Région de Kayes et les collectivités face aux enjeux urbains et patrimoniaux, et faire \
             circuler les savoirs.",
            "To support three territories that roads transform:\n\n\
             - in the North, to bring technical and institutional partners together, and to enrich local policies through \
             international action;\n\
             - in the South, to equip the Kayes Region and the authorities for urban and heritage issues, and to spread \
             knowledge.",
        ),
        description: text(
            "Les deux Régions portent le projet ; chacune associe des collectivités et des organismes de son territoire. La \
             Région NPDC l'a présenté en chef de file à l'appel à contrats 2010-2012 du MAEE, et CORENS en assure la mise en \
             œuvre.\n\n\
             Un groupe de techniciens des trois territoires (secrétaires généraux, agents de développement, membres d'ONG) \
             est formé à l'animation territoriale, à l'urbanisme et au patrimoine lié à l'eau, puis mis en réseau. La \
             première année sert à installer la gouvernance commune.",
            "Both Regions carry the project; each involves authorities and bodies of its territory. The NPDC Region \
             submitted it as lead to the MAEE's call for contracts 2010-2012, and CORENS carries it out.\n\n\
             A group of technical staff of the three territories (secretaries-general, development officers, members of ONG) \
             is trained in territorial work, planning and water heritage, then linked in a network. The first year serves to \
             set up joint governance.",
        ),
        outlook: text(
            "Une agence de développement au service des territoires de Kayes pourrait naître du projet.",
            "A development agency for the territories of Kayes could grow out of the project.",
        ),
    }
}
