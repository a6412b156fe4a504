//! Invented pages of every form, in both renderings: each pair says the same.

use meridien_legacy::{
    Answer, Code, DeclaredStatus, Form, Page, PartialDate, Periodicity, PostRole, Rendering, Section, read,
    read_with_persons,
};

const A: [&str; 2] = [include_str!("fixtures/a-lines.txt"), include_str!("fixtures/a-cells.txt")];
const B: [&str; 2] = [include_str!("fixtures/b-lines.txt"), include_str!("fixtures/b-cells.txt")];
const C: [&str; 2] = [include_str!("fixtures/c-lines.txt"), include_str!("fixtures/c-cells.txt")];

/// Both renderings of a page, checked for what holds of every page.
fn both(texts: [&str; 2], form: Form) -> impl Iterator<Item = Page> {
    [Rendering::Lines, Rendering::Cells].into_iter().zip(texts).map(move |(rendering, text)| {
        let page = read(text);
        assert_eq!((page.form, page.rendering), (form, rendering));
        assert_eq!(page.unread, [], "{rendering:?}");
        let json = serde_json::to_string(&page).expect("JSON");
        assert!(!json.contains("TÉMOIN") && !json.contains("exemple.invalid"), "persons are not on the page");
        page
    })
}

fn values<'a, T>(list: &'a [T], value: impl Fn(&'a T) -> &'a str) -> Vec<&'a str> {
    list.iter().map(value).collect()
}

fn narratives(page: &Page) -> Vec<(Section, &str)> {
    page.narratives.iter().map(|narrative| (narrative.section, narrative.markdown.as_str())).collect()
}

/// A funding line as one text: funder's field, amount, the three parts, year.
fn funding(page: &Page) -> Vec<String> {
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let rows = page.funding.iter().map(|line| {
        let numbers = [&line.amount, &line.water, &line.energy, &line.waste].map(or_none);
        format!("{} | {} | {}", line.printed, numbers.join(" | "), line.year.unwrap_or_default())
    });
    rows.collect()
}

fn codes(page: &Page) -> Vec<Code> {
    page.notices.iter().map(|notice| notice.code).collect()
}

fn year(year: u16) -> PartialDate {
    PartialDate { year, month: None, day: None }
}

#[test]
fn form_a() {
    for page in both(A, Form::A) {
        let title = page.title.as_ref().expect("a title");
        assert_eq!(title.value, "Lecture publique entre Aubemont et Tambarou");
        assert_eq!(page.agreement.as_ref().expect("an agreement").value, year(1998));
        let themes: Vec<&str> = page.themes.iter().flatten().map(|theme| theme.value.as_str()).collect();
        assert_eq!(themes, ["Culture et patrimoine", "Francophonie", "Francophonie"]);
        assert_eq!(page.start.as_ref().expect("a start").value, year(1998));
        assert_eq!(
            page.end.as_ref().expect("an end").value,
            PartialDate { year: 2006, month: Some(12), day: Some(31) }
        );
        assert_eq!(page.declared_status.as_ref().expect("a status").value, DeclaredStatus::Ended);
        let context = match page.rendering {
            Rendering::Lines => "Bénéficiaires\\\nLes écoles du cercle, 1 sur 2 sans livre.",
            Rendering::Cells => "Bénéficiaires\n\nLes écoles du cercle, 1 sur 2 sans livre.",
        };
        assert_eq!(
            narratives(&page),
            [
                (Section::Context, format!("La ville a deux bibliothèques.\n\n{context}").as_str()),
                (Section::History, "Un échange d'élèves a ouvert la voie."),
                (
                    Section::Objective,
                    "1) Ouvrir une salle\n2) Former :\n\n- deux agents\n- un animateur\n\n\
                     Liste des sigles\\\nABC, DEF : Une seule forme longue"
                ),
                (Section::Description, "Voir \\<la charte> et l'article \\*3\\*."),
            ]
        );
        let glossary: Vec<(&str, &str)> =
            page.glossary.iter().map(|entry| (entry.short.as_str(), entry.long.as_str())).collect();
        assert_eq!(
            glossary,
            [
                ("CLA", "Centre de lecture et d'animation"),
                ("FDL", "Fonds du livre"),
                ("PLT", "Plan de lecture du Tambarou")
            ]
        );
        assert_eq!(page.form_label.as_ref().expect("a form").value, "Jumelage");
        assert_eq!(values(&page.implementers, |name| &name.value), ["Association Lire à Tambarou"]);
        assert_eq!(values(&page.contracting_authorities, |name| &name.value), ["Ville d'Aubemont"]);
        assert_eq!(page.beneficiaries.as_ref().expect("beneficiaries").value, "Les élèves\nLes lecteurs");
        let foreign: Vec<(&str, Option<&str>)> =
            page.foreign_parties.iter().map(|party| (party.name.as_str(), party.country.as_deref())).collect();
        assert_eq!(foreign, [("Commune de Tambarou", Some("Burkina Faso")), ("Cercle de Zourani", Some("Mali"))]);
        let contacts: Vec<(Option<&str>, Option<&str>, u32)> = page
            .contacts
            .iter()
            .map(|contact| (contact.organisation.as_deref(), contact.role.as_deref(), contact.persons))
            .collect();
        assert_eq!(contacts, [(Some("Commune de Tambarou"), Some("Maire"), 2), (Some("Cercle de Zourani"), None, 1)]);
        assert_eq!(values(&page.home_parties, |name| &name.value), ["Ville d'Aubemont"]);
        assert_eq!(values(&page.other_partners_home, |name| &name.value), ["Lycée de la Gare"]);
        assert_eq!(values(&page.other_partners_abroad, |name| &name.value), ["Union des parents d'élèves"]);
        assert_eq!(page.periodicity.as_ref().expect("a periodicity").value, Periodicity::Annual);
        assert_eq!(
            funding(&page),
            [
                "Ville d'Aubemont | 12000 | 100 | 20 | 3 | 1998",
                "Association Lire à Tambarou | 450.50 | - | - | - | 1999",
                "Autre | - | - | - | - | 2000",
            ]
        );
        let home = page.communication_home.as_ref().expect("an answer");
        assert_eq!((home.answer, home.text.as_str()), (Answer::Yes, "Une exposition par an."));
        assert_eq!(page.communication_abroad.as_ref().expect("an answer").answer, Answer::No);
        assert_eq!(page.evaluation.as_ref().expect("an answer").answer, Answer::No);
        let volunteers: Vec<(Option<&str>, u32)> =
            page.volunteers.iter().map(|row| (row.mission.as_deref(), row.count)).collect();
        assert_eq!(volunteers, [(Some("Animation de la salle de lecture"), 1)]);
        let rights = page.rights.as_ref().expect("a line of rights");
        assert_eq!(rights.value, "Tous droits réservés - Ministère des Affaires étrangères 2013");
        let mut expected = vec![Code::LabelInText, Code::GlossaryMismatch];
        expected.extend((page.rendering == Rendering::Lines).then_some(Code::FlattenedRow));
        assert_eq!(codes(&page), expected);
    }
}

#[test]
fn form_b() {
    for page in both(B, Form::B) {
        assert_eq!(page.legacy_number.as_ref().expect("a number").value, 4217);
        let title = page.title.as_ref().expect("a title");
        assert_eq!(title.value, "Assainisement des quartiers du fleuve (1ère phase )", "its fault is kept");
        assert_eq!(page.declared_status.as_ref().expect("a status").value, DeclaredStatus::Ongoing);
        assert_eq!(page.end.as_ref().expect("an end").value, year(2014));
        assert_eq!(page.periodicity.as_ref().expect("a periodicity").value, Periodicity::Biennial);
        let themes: Vec<(Vec<&str>, Option<u8>)> =
            page.other_themes.iter().map(|theme| (values(&theme.levels, |level| level), theme.priority)).collect();
        assert_eq!(
            themes,
            [
                (vec!["Éducation, social et recherche", "Santé"], Some(2)),
                (vec!["Économie durable", "Tourisme"], Some(3))
            ]
        );
        assert_eq!(
            narratives(&page)[3],
            (
                Section::Description,
                "Contexte\\\nObjectif de l’action : former des agents\\\nLe partenariat est porté par deux villes.\\\n\
                 Financement du partenariat\\\nRéparti entre les deux villes."
            )
        );
        assert_eq!(page.narratives[4].section, Section::Outlook);
        let [post] = &page.posts[..] else { panic!("{:?}", page.posts) };
        assert_eq!(post.name.as_deref(), Some("Ambassade de France à Cotonou"));
        let roles: Vec<(Option<PostRole>, u32)> =
            post.contacts.iter().map(|contact| (contact.role.clone(), contact.persons)).collect();
        assert_eq!(
            roles,
            [
                (Some(PostRole::CooperationCorrespondent), 1),
                (Some(PostRole::CulturalCounsellor), 1),
                (Some(PostRole::Other("Attachée de coopération".to_owned())), 1)
            ]
        );
        assert_eq!(
            values(&page.home_parties, |name| &name.value),
            ["Ville d'Aubemont", "Communauté de communes des Trois Gués"]
        );
        assert_eq!(values(&page.former_authorities, |name| &name.value), ["Syndicat intercommunal d'Aubemont"]);
        let funders: Vec<(&str, bool, Option<&str>)> = page.funding[1]
            .funders
            .iter()
            .map(|funder| (funder.name.as_str(), funder.cut, funder.completed.as_deref()))
            .collect();
        assert_eq!(
            funders,
            [
                ("Communauté de communes des Trois Gués", false, None),
                ("Agence de", true, Some("Agence de l'eau des Trois Gués"))
            ]
        );
        let first = &page.funding[0];
        match page.rendering {
            Rendering::Lines => assert_eq!((first.unattributed.len(), &first.energy), (1, &None)),
            Rendering::Cells => assert_eq!((first.unattributed.len(), first.energy.as_deref()), (0, Some("0"))),
        }
        let evaluation = page.evaluation.as_ref().expect("an answer");
        assert_eq!((evaluation.answer, evaluation.text.as_str()), (Answer::Yes, "Un suivi annuel."));
        assert_eq!(page.volunteers, []);
        let mut expected = vec![Code::LabelInText; 2];
        expected.extend((page.rendering == Rendering::Lines).then_some(Code::AmbiguousPart));
        expected.extend([Code::SeveralFunders, Code::CutFunder]);
        assert_eq!(codes(&page), expected);
    }
}

#[test]
fn form_c() {
    for page in both(C, Form::C) {
        assert_eq!(page.agreement.as_ref().expect("an agreement").value, year(2021));
        let goals: Vec<(u8, &str, Option<u8>)> =
            page.goals.iter().map(|goal| (goal.number, goal.label.as_str(), goal.weight)).collect();
        assert_eq!(goals, [(4, "Éducation de qualité", Some(2)), (11, "Villes et communautés durables", Some(1))]);
        assert_eq!(page.declared_status.as_ref().expect("a status").value, DeclaredStatus::Dormant);
        assert_eq!(page.end, None);
        let sections: Vec<Section> = page.narratives.iter().map(|narrative| narrative.section).collect();
        assert_eq!(sections, [Section::ContextAndHistory, Section::Objective, Section::Description, Section::Outlook]);
        assert_eq!(page.posts, []);
        assert_eq!(page.foreign_parties[0].country.as_deref(), Some("Tunisie"));
        assert_eq!(page.periodicity.as_ref().expect("a periodicity").value, Periodicity::Other("ponctuel".to_owned()));
        let amount = page.funding[0].amount.as_deref().expect("an amount");
        assert!(amount.parse() == Ok(3000.0), "{amount}");
        assert_eq!(page.notices, []);
    }
}

#[test]
fn persons_are_given_apart() {
    for text in B {
        let (_, persons) = read_with_persons(text);
        let persons: Vec<String> = persons
            .iter()
            .map(|person| {
                let texts = [&person.organisation, &person.role, &Some(person.name.clone()), &person.email];
                texts.map(|text| text.as_deref().unwrap_or("-")).join(" | ")
            })
            .collect();
        assert_eq!(
            persons,
            [
                "Ambassade de France à Cotonou | Correspondant coopération décentralisée | Personne TÉMOIN | temoin.un@exemple.invalid",
                "Ambassade de France à Cotonou | Conseiller de coopération et d'action culturelle | Autre TÉMOIN | temoin.deux@exemple.invalid",
                "Ambassade de France à Cotonou | Attachée de coopération | Troisième TÉMOIN | -",
                "Commune de Ganhadji | Secrétaire général | TÉMOIN Cinquième | -",
            ]
        );
    }
}

#[test]
fn lines_are_counted_from_one() {
    let page = read(B[0]);
    let line_of = |text: &str| 1 + B[0].lines().position(|line| line.starts_with(text)).expect("a line") as u32;
    assert_eq!(page.legacy_number.expect("a number").line, 1);
    assert_eq!(page.title.expect("a title").line, line_of("Assainisement"));
    assert_eq!(page.funding[1].line, line_of("Communauté de communes des Trois Gués, Agence"));
    assert_eq!(page.narratives[3].line, line_of("Description détaillée"));
    assert_eq!(page.rights.expect("a line of rights").line, line_of("Tous droits"));
}

#[test]
fn what_is_no_record_says_so() {
    for text in ["", "\n\n", "Bonjour,\nvoici une lettre."] {
        let page = read(text);
        assert_eq!(page.notices[0].code, Code::NotARecord);
        assert_eq!(page.unread.is_empty(), text.trim().is_empty());
    }
}

#[test]
fn an_unknown_form_yields_what_it_has_and_reports_the_rest() {
    let page = read(
        "Intitulé du projet : Puits de Zourani\n???projet.budget.libelle???\n4000\nMontant total\n5000\n\
         Année de début de projet\nbientôt\nLe projet est\nReporté\nLe partenariat est triennal\nPartenaires étrangers du projet\n\
         Village de Zourani\n\nÀ suivre\nFinancement du projet\nTotal 5000 2010\n",
    );
    assert_eq!(page.title.expect("a title").value, "Puits de Zourani");
    assert_eq!(page.declared_status.expect("a status").value, DeclaredStatus::Other("Reporté".to_owned()));
    assert_eq!(page.foreign_parties[0].name, "Village de Zourani");
    let unread: Vec<(u32, &str)> = page.unread.iter().map(|unread| (unread.line, unread.text.as_str())).collect();
    assert_eq!(unread, [(3, "4000\nMontant total\n5000"), (7, "bientôt"), (14, "À suivre"), (16, "Total 5000 2010")]);
    let codes: Vec<(Code, u32)> = page.notices.iter().map(|notice| (notice.code, notice.line)).collect();
    for expected in [
        (Code::RawLabel, 2),
        (Code::UnreadLines, 3),
        (Code::UnreadableDate, 7),
        (Code::UnknownStatus, 9),
        (Code::UnknownCountry, 12),
    ] {
        assert!(codes.contains(&expected), "{expected:?} in {codes:?}");
    }
}

#[test]
fn a_second_value_is_reported_and_the_first_kept() {
    let page =
        read("Titre\nUn\nTitre\nDeux\nAnnée de début du partenariat\n2009\nAnnée de début du partenariat\n2010\n");
    assert_eq!(page.title.expect("a title").value, "Un");
    assert_eq!(page.start.expect("a start").value.year, 2009);
    assert_eq!(codes(&read("criteres.prjId=1\ncriteres.prjId=1\ncriteres.prjId=2\n"))[1], Code::SecondLegacyNumber);
    let unread: Vec<&str> = page.unread.iter().map(|unread| unread.text.as_str()).collect();
    assert_eq!(unread, ["Deux", "2010"]);
}

#[test]
fn cells_without_a_column_are_unread() {
    let page = read(
        "Financement du projet\nNom du financeur | Montant en euros | Note | Année\n---|---|---|---\n\
         Ville d'Aubemont | beaucoup | voir annexe | 2010\n",
    );
    assert_eq!(page.funding[0].year, Some(2010));
    assert_eq!(page.unread[0].text, "beaucoup | voir annexe");
    assert!(codes(&page).contains(&Code::UnreadableNumber));
}

#[test]
fn a_pager_with_other_pages_says_that_rows_are_missing() {
    let rows = "Partenaires étrangers du projet\nVille de Zou Mali\n";
    assert_eq!(codes(&read(&format!("{rows}<< < Précédent 1 Suivant > >>\n"))), [Code::UnknownForm]);
    for pager in ["<< < Précédent 1 2 Suivant > >>", "pagination.page.precedent\n1\n2\npagination.page.suivant"] {
        let page = read(&format!("{rows}{pager}\n"));
        assert_eq!(codes(&page), [Code::UnknownForm, Code::OtherPages]);
        assert_eq!((page.foreign_parties.len(), page.unread), (1, vec![]));
    }
}

#[test]
fn unknown_headings_are_those_above_the_separator() {
    let page = read(
        "Partenaires étrangers du projet\n| Région | Collectivité | Pays |\n|---|---|---|\n| Nord | Ville de Zou | Mali |\n",
    );
    let party = &page.foreign_parties[0];
    assert_eq!((party.name.as_str(), party.country.as_deref()), ("Ville de Zou", Some("Mali")));
    assert_eq!(page.unread[0].text, "Nord");
}

#[test]
fn nobody_is_named_when_a_line_of_the_page_is_missing() {
    for text in A.into_iter().chain(B) {
        let lines: Vec<&str> = text.lines().collect();
        for missing in 0..lines.len() {
            let text = [&lines[..missing], &lines[missing + 1..]].concat().join("\n");
            let mut page = read(&text);
            // Without its heading, the post is unread text: a report for the importer's eyes.
            page.unread.clear();
            page.notices.clear();
            let json = serde_json::to_string(&page).expect("JSON");
            assert!(!json.contains("TÉMOIN"), "without {:?}", lines[missing]);
        }
    }
}

#[test]
fn what_is_unread_among_persons_is_kept_from_the_page() {
    let text = "Partenaires étrangers du projet\nVille de Zou Mali\nContacts dans les partenaires étrangers du projet\n\
                Ville de Zou TÉMOIN Un\n\nTÉMOIN Deux\n";
    let (page, persons) = read_with_persons(text);
    assert_eq!(page.unread[0].text, "[…]");
    assert_eq!(persons[1].name, "TÉMOIN Deux");
    let json = serde_json::to_string(&page).expect("JSON");
    assert!(!json.contains("TÉMOIN"), "{json}");
}

#[test]
fn codes_have_names_of_their_own() {
    let mut names: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Code::ALL.len());
}
