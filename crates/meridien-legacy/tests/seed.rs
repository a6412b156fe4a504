//! The facts of the seed page, where it is at hand: a folder `shared/seed` beside the checkout.

use std::path::{Path, PathBuf};

use meridien_legacy::{
    Answer, Code, DeclaredStatus, Form, Page, Periodicity, PostRole, Rendering, Section, read, read_with_persons,
};

/// The text of the seed page, found by walking up from this crate.
fn seed() -> Option<String> {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|dir| dir.join("shared/seed")).find(|dir| dir.is_dir());
    let files = folder.and_then(|folder| std::fs::read_dir(folder).ok());
    let mut texts: Vec<PathBuf> = files
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    texts.sort();
    let Some(path) = texts.first() else {
        eprintln!("skipped: no folder shared/seed with a page beside the checkout");
        return None;
    };
    Some(std::fs::read_to_string(path).expect("the seed page can be read"))
}

fn only<T>(list: &[T]) -> &T {
    let [one] = list else { panic!("{} instead of one", list.len()) };
    one
}

fn narrative(page: &Page, section: Section) -> &str {
    &page.narratives.iter().find(|narrative| narrative.section == section).expect("the narrative").markdown
}

#[test]
fn every_fact_of_the_seed_is_in_its_place() {
    let Some(text) = seed() else { return };
    let page = read(&text);
    assert_eq!((page.form, page.rendering), (Form::B, Rendering::Lines));
    assert_eq!(page.unread, []);
    let title = page.title.as_ref().expect("a title");
    assert_eq!(title.line, 15);
    assert!(title.value.starts_with("Projt d'appui ") && title.value.ends_with(" formation en développement )"));
    assert_eq!(page.agreement.as_ref().expect("an agreement").value.year, 2009);
    let themes: Vec<&str> = page.themes.iter().flatten().map(|theme| theme.value.as_str()).collect();
    assert_eq!(
        themes,
        [
            "Politique, humanitaire et coopération transfrontalière",
            "Gouvernance locale et appui institutionnel",
            "Appui institutionnel"
        ]
    );
    assert_eq!(page.other_themes, []);
    assert_eq!(page.start.as_ref().expect("a start").value.year, 2009);
    assert_eq!(page.end, None);
    assert_eq!(page.declared_status.as_ref().expect("a status").value, DeclaredStatus::Ongoing);
    assert_eq!(page.form_label.as_ref().expect("a form").value, "Projet de coopération décentralisée");
    assert_eq!(only(&page.implementers).value, "CIDS pour Corens (Diéma)");
    assert_eq!(only(&page.contracting_authorities).value, "Conseil régional du Nord-Pas de Calais");
    assert!(page.beneficiaries.as_ref().expect("beneficiaries").value.starts_with("Techniciens "));
    let foreign = only(&page.foreign_parties);
    assert_eq!((foreign.name.as_str(), foreign.country.as_deref()), ("Assemblée régionale de Kayes", Some("Mali")));
    let contact = only(&page.contacts);
    assert_eq!(
        (contact.organisation.as_deref(), &contact.role, contact.persons),
        (Some("Assemblée régionale de Kayes"), &None, 1)
    );
    assert_eq!(only(&page.home_parties).value, "Conseil régional de Hauts-de-France");
    assert_eq!(only(&page.other_partners_home).value, "Conseil général du Pas de Calais");
    assert_eq!(only(&page.other_partners_abroad).value, "Coopération catalogne");
    assert_eq!(only(&page.former_authorities).value, "Conseil régional du Nord-Pas de Calais");
    assert_eq!(page.periodicity.as_ref().expect("a periodicity").value, Periodicity::Triennial);
    let post = only(&page.posts);
    assert_eq!(post.name.as_deref(), Some("Ambassade de France à Bamako"));
    let roles: Vec<(&Option<PostRole>, u32)> =
        post.contacts.iter().map(|contact| (&contact.role, contact.persons)).collect();
    assert_eq!(roles, [(&Some(PostRole::CooperationCorrespondent), 1), (&Some(PostRole::CulturalCounsellor), 1)]);
    for (statement, answer) in [
        (&page.communication_home, Answer::No),
        (&page.communication_abroad, Answer::No),
        (&page.evaluation, Answer::Yes),
    ] {
        assert_eq!(statement.as_ref().expect("an answer").answer, answer);
    }
    assert_eq!(page.volunteers, []);
    assert!(page.rights.as_ref().expect("rights").value.starts_with("Tous droits réservés"));
}

#[test]
fn the_six_funding_lines_of_the_seed_sum_up() {
    let Some(text) = seed() else { return };
    let page = read(&text);
    let amounts = |of: &dyn Fn(&str) -> bool| -> Vec<u64> {
        let lines = page.funding.iter().filter(|line| of(&line.printed));
        lines.map(|line| line.amount.as_deref().and_then(|amount| amount.parse().ok()).expect("an amount")).collect()
    };
    assert_eq!(amounts(&|_| true), [177_550, 33_666, 33_666, 33_668, 121_900, 12_300]);
    assert_eq!(amounts(&|_| true).iter().sum::<u64>(), 412_750);
    assert_eq!(amounts(&|name| name.starts_with("Ministère")).iter().sum::<u64>(), 101_000);
    let years: Vec<Option<u16>> = page.funding.iter().map(|line| line.year).collect();
    assert_eq!(years, [2009, 2009, 2010, 2011, 2009, 2009].map(Some));
    let shared = &page.funding[4].funders;
    assert_eq!((shared[0].name.as_str(), shared[0].cut), ("Conseil général du Pas de Calais", false));
    assert_eq!((shared[1].name.as_str(), shared[1].cut), ("Coopération cat", true));
    assert_eq!(shared[1].completed.as_deref(), Some("Coopération catalogne"));
    let notices: Vec<(Code, &str)> = page.notices.iter().map(|notice| (notice.code, notice.value.as_str())).collect();
    assert_eq!(
        notices,
        [
            (Code::AmbiguousPart, "0"),
            (Code::SeveralFunders, "Conseil général du Pas de Calais, Coopération cat"),
            (Code::CutFunder, "Coopération cat"),
            (Code::AmbiguousPart, "0"),
        ]
    );
}

#[test]
fn the_narratives_of_the_seed_keep_their_shape() {
    let Some(text) = seed() else { return };
    let page = read(&text);
    let sections: Vec<Section> = page.narratives.iter().map(|narrative| narrative.section).collect();
    assert_eq!(sections, [Section::Context, Section::History, Section::Objective, Section::Description]);
    let bullets = |section| narrative(&page, section).lines().filter(|line| line.starts_with("- ")).count();
    let sections = [Section::Context, Section::History, Section::Objective, Section::Description];
    assert_eq!(sections.map(bullets), [8, 0, 2, 7]);
    let history = narrative(&page, Section::History);
    assert!(history.contains("\n\n1) de ") && history.contains("\n\na. les ") && history.contains("\n\n2) de la "));
    let description = narrative(&page, Section::Description);
    assert!(description.contains("Objectif de l’action : - Consolider "));
    assert!(description.contains("\n\n- Appui aux activités"), "the text goes on after the acronyms");
    let shorts: Vec<&str> = page.glossary.iter().map(|entry| entry.short.as_str()).collect();
    assert_eq!(
        shorts,
        ["NPDC", "PSDR", "SRF", "BAD", "DAT", "ANE-AL", "MAEE", "UE", "PNACT", "PARADDER", "PADDER", "ONG", "CORENS"]
    );
    let long = |short| &page.glossary.iter().find(|entry| entry.short == short).expect("an entry").long;
    assert_eq!(long("UE"), "Union Européenne");
    assert_eq!(long("SRF"), "Schéma Régional de Formation");
    for narrative in &page.narratives {
        assert!(!narrative.markdown.contains("Liste des"), "lists are in the glossary");
    }
}

#[test]
fn the_persons_of_the_seed_are_not_on_its_page() {
    let Some(text) = seed() else { return };
    let (page, persons) = read_with_persons(&text);
    assert_eq!(persons.len(), 3);
    assert_eq!(persons.iter().filter(|person| person.email.is_some()).count(), 2);
    let json = serde_json::to_string(&page).expect("JSON");
    for person in &persons {
        for word in person.name.split(' ').chain(person.email.as_deref()) {
            assert!(!json.contains(word), "line {}", person.line);
        }
    }
}
