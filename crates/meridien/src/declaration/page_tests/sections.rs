//! A draft while it is written: its sections, what is chosen, typed, wrong and kept.

use super::*;

#[tokio::test]
async fn a_session_that_ended_loses_no_text() {
    let app = app().await;
    let list = begin(&agent(&app).await).await;
    let answer = app.post(&format!("{list}/titre"), &[("edit", "1"), ("title.fr", "Un titre long à écrire")]).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.body.contains("Un titre long à écrire"), "{}", answer.body);
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_its_field_and_kept() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = begin(&agent).await;
    assert_eq!(
        target(&fill(&agent, &list, "dates", &[("start", "hier"), ("end", "2012")]).await),
        format!("{list}/dates")
    );
    let page = agent.get(&format!("{list}/dates")).await.body;
    assert!(page.contains("<title>Erreur\u{a0}: Dates") && page.contains("href=\"#start\""), "{}", text(&page));
    assert!(page.contains("value=\"hier\"") && page.contains("aria-invalid=\"true\""));
    let check = submit(&agent, &list).await;
    assert_eq!(check.status, StatusCode::OK);
    assert!(text(&check.body).contains("Une fiche a un titre."), "{}", text(&check.body));
    assert!(app.state.journal.proposals(ProposalState::Submitted).await.unwrap().is_empty());
}

/// Enter in a field stores what is typed and stays: what cannot be read is said at once, what is still empty is not.
#[tokio::test]
async fn what_cannot_be_read_is_said_before_a_section_is_gone_through() {
    let app = app().await;
    let agent = agent(&app).await;
    let address = format!("{}/dates", begin(&agent).await);
    let page = agent.get(&address).await.body;
    let typed = [("edit", hidden(&page, "edit")), ("go", "stay"), ("start", "30/02/2020")];
    let stayed = target(&agent.post(&address, &typed).await);
    for address in [&stayed, &address] {
        let page = agent.get(address).await.body;
        assert!(
            page.contains("<title>Erreur\u{a0}: Dates") && page.contains("value=\"30/02/2020\""),
            "{}",
            text(&page)
        );
        assert_eq!(page.matches("aria-invalid=\"true\"").count(), 1, "{}", text(&page));
    }
}

#[tokio::test]
async fn a_warning_asks_for_a_word() {
    let app = app().await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let list = filled(&agent).await;
    fill(&agent, &list, "themes", &[("themes.main", "")]).await;
    let refused = submit(&agent, &list).await;
    assert_eq!(refused.status, StatusCode::OK, "a warning without a word");
    let word = [("word:empty-theme themes.main", "Convention générale")];
    assert_eq!(target(&agent.post(&format!("{list}/verifier"), &word).await), format!("{list}/envoye"));
    let review = ministry.get(&format!("/fr/valider/{}", code(&list))).await.body;
    assert!(text(&review).contains("Convention générale"), "{}", text(&review));
}

/// Whatever the check refuses, the section and the list of sections say already.
#[tokio::test]
async fn what_is_refused_at_the_end_is_said_in_its_section() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = filled(&agent).await;
    let progress = async || {
        let tasks = agent.get(&list).await.body;
        let dates = tasks.split(&format!("{list}/dates")).nth(1).unwrap().to_owned();
        text(dates.split("</li>").next().unwrap())
    };
    assert!(progress().await.contains("Terminé"), "{}", progress().await);
    let late = [("start", "06/2013"), ("end", "9999")];
    assert_eq!(target(&fill(&agent, &list, "dates", &late).await), format!("{list}/dates"), "it does not go on");
    let page = agent.get(&format!("{list}/dates")).await.body;
    assert!(page.contains("<title>Erreur\u{a0}: Dates") && page.contains("href=\"#end\""), "{}", text(&page));
    assert!(text(&page).contains("s’explique d’un mot") && page.contains(&format!("{list}/verifier")));
    assert!(progress().await.contains("À corriger"), "{}", progress().await);
    let word = [("word:implausible-year end", "Sans terme, dit la convention"), ("reason", " ")];
    target(&agent.post(&format!("{list}/verifier"), &word).await);
    target(&agent.post(&format!("{list}/reprendre"), &[]).await);
    let page = agent.get(&format!("{list}/dates")).await.body;
    assert!(!page.contains("<title>Erreur") && page.contains("class=\"note\""), "{}", text(&page));
    assert!(progress().await.contains("Terminé"), "{}", progress().await);
}

/// Years that nobody gave are not the same years.
#[tokio::test]
async fn possible_duplicates_are_of_the_same_years_where_these_are_known() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = filled(&agent).await;
    let check = text_of_check(&agent, &list).await;
    assert!(check.contains("les mêmes collectivités, dans les mêmes années."), "{check}");
    fill(&agent, &list, "dates", &[("start", "")]).await;
    let check = text_of_check(&agent, &list).await;
    assert!(check.contains("unissent les mêmes collectivités. S’il s’agit du même"), "{check}");
}

#[tokio::test]
async fn an_authority_is_chosen_among_homonyms_or_proposed() {
    let app = app().await;
    let (agent, ministry) = (agent(&app).await, ministry(&app).await);
    let list = begin(&agent).await;
    let own = [("parties[2].name", "Ville de Lille")];
    let names = [("parties[0].name", "Saint-Martin"), ("parties[1].name", "Cercle de Yélimané")];
    let names = [&names[..], &own].concat();
    assert_eq!(target(&fill(&agent, &list, "collectivites", &names).await), format!("{list}/collectivites"));
    let page = agent.get(&format!("{list}/collectivites")).await.body;
    assert!(text(&page).contains("Laquelle est «\u{a0}Saint-Martin\u{a0}»"), "{}", text(&page));
    assert!(page.contains("00000003") && page.contains("00000004"));
    // Without its country: what is missing is said, and the choice is kept.
    let proposed = [
        ("parties[1].organisation", r#"{"id":null,"typed":"Cercle de Yélimané"}"#),
        ("parties[1].organisation.kind", "department"),
    ];
    fill(&agent, &list, "collectivites", &[&names[..], &proposed].concat()).await;
    let page = agent.get(&format!("{list}/collectivites")).await.body;
    assert!(text(&page).contains("Indiquez le pays de la collectivité que vous proposez."), "{}", text(&page));
    assert!(page.contains("Cercle de Yélimané&#34;}\" checked"), "{page}");
    assert!(page.contains("<option value=\"department\" selected>"), "{page}");
    let chosen = [
        ("parties[0].name", "Saint-Martin"),
        own[0],
        ("parties[0].organisation", r#"{"id":"00000004","typed":"Saint-Martin"}"#),
        ("parties[1].name", "Cercle de Yélimané"),
        ("parties[1].organisation", r#"{"id":null,"typed":"Cercle de Yélimané"}"#),
        ("parties[1].organisation.country", "ML"),
        ("parties[1].organisation.kind", "department"),
    ];
    assert_eq!(target(&fill(&agent, &list, "collectivites", &chosen).await), format!("{list}/titre"));
    // It is no record of the register yet: its country is shown, and can be corrected.
    let page = agent.get(&format!("{list}/collectivites")).await.body;
    assert!(text(&page).contains("Proposée\u{a0}: elle sera créée"), "{}", text(&page));
    assert!(page.contains("<option value=\"ML\" selected>"), "{page}");
    let held = hidden(&page, "parties[1].organisation").replace("&#34;", "\"");
    let corrected = [
        ("parties[0].name", "Saint-Martin"),
        own[0],
        ("parties[1].name", "Cercle de Yélimané"),
        ("parties[1].organisation", &held),
        ("parties[1].organisation.country", "SN"),
        ("parties[1].organisation.kind", "department"),
    ];
    assert_eq!(target(&fill(&agent, &list, "collectivites", &corrected).await), format!("{list}/titre"));
    let check = text(&agent.get(&format!("{list}/verifier")).await.body);
    assert!(check.contains("Cercle de Yélimané · ") && check.contains("Sénégal"), "{check}");
    fill(&agent, &list, "titre", &[("title.fr", "Bibliothèques de quartier")]).await;
    fill(&agent, &list, "forme", &[("form", "twinning")]).await;
    fill(&agent, &list, "dates", &[("start", "2013")]).await;
    fill(&agent, &list, "themes", &[("themes.main", "1.1")]).await;
    let check = text(&agent.get(&format!("{list}/verifier")).await.body);
    assert!(check.contains("Organisations absentes du registre"), "{check}");
    target(&submit(&agent, &list).await);
    let record = app.state.journal.proposals(ProposalState::Submitted).await.unwrap()[0].record;
    target(&ministry.post(&format!("/fr/valider/{}", code(&list)), &[("do", "publish")]).await);
    let body: Partnership = app.state.journal.newest(Kind::Partnership, record).await.unwrap().unwrap().read().unwrap();
    assert_eq!(body.parties[0].organisation, id(4));
    let created = app.state.journal.newest(Kind::Organisation, body.parties[1].organisation).await.unwrap().unwrap();
    let created: Organisation = created.read().unwrap();
    assert_eq!((created.kind, created.names[0].name.as_str()), (OrganisationKind::Department, "Cercle de Yélimané"));
}

/// A line that was taken out is said to be gone and put back by a button, without a script.
#[tokio::test]
async fn a_removal_is_said_and_undone() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = begin(&agent).await;
    let section = format!("{list}/financement");
    let line = [("funding[0].funders[0].name", "Région"), ("funding[0].amount", "1 000")];
    fill(&agent, &list, "financement", &line).await;
    let press = async |button: (&str, &str), fields: &[(&str, &str)]| {
        let page = agent.get(&section).await.body;
        let sent = [&[("edit", hidden(&page, "edit")), button], fields].concat();
        target(&agent.post(&section, &sent).await)
    };
    assert_eq!(press(("remove", "funding[0]"), &line).await, format!("{section}#supprime"));
    let page = agent.get(&section).await.body;
    assert!(text(&page).contains("«\u{a0}Ligne 1\u{a0}» n’est plus dans la fiche."), "{}", text(&page));
    assert!(page.contains("name=\"undo\"") && !page.contains("funding[0].amount"), "{page}");
    press(("undo", "1"), &[("funding", "")]).await;
    let page = agent.get(&section).await.body;
    assert!(page.contains("name=\"funding[0].amount\" value=\"1 000\"") && !page.contains("name=\"undo\""), "{page}");
}

/// Lines copied from a spreadsheet become drafts, with what they say; what they do not say is asked for.
#[tokio::test]
async fn lines_of_a_table_become_drafts() {
    let app = app().await;
    let agent = agent(&app).await;
    let begin = async |table: &str| agent.post("/fr/declarer", &[("from", "table"), ("table", table)]).await;
    let refused = begin("Un texte\nsans titres").await;
    assert!(
        refused.body.contains("<title>Erreur") && refused.body.contains("href=\"#table\""),
        "{}",
        text(&refused.body)
    );
    assert!(refused.body.contains("sans titres"), "what was pasted is kept");
    let heads = "Titre\tCollectivité\tPartenaire\tPays\tDébut\n";
    let one = begin(&format!("{heads}Lecture publique\tVille de Lille\tRégion de Kayes\tMali\t2015\n")).await;
    let list = target(&one);
    let page = agent.get(&format!("{list}/verifier")).await.body;
    for said in ["Lecture publique", "Ville de Lille", "Région de Kayes", "2015"] {
        assert!(text(&page).contains(said), "{said}: {}", text(&page));
    }
    let two =
        begin(&format!("{heads}Un\tVille de Lille\tRégion de Kayes\tMali\t\nDeux\tVille de Lille\t\t\thier\n")).await;
    assert_eq!(target(&two), "/fr/espace?brouillons=2");
    let space = text(&agent.get("/fr/espace?brouillons=2").await.body);
    assert!(space.contains("2 brouillons ont été faits"), "{space}");
    assert!(space.contains("Un") && space.contains("Deux"), "{space}");
}

#[tokio::test]
async fn an_organisation_that_does_not_exist_is_no_party() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = begin(&agent).await;
    let forged =
        [("parties[0].name", "Atlantide"), ("parties[0].organisation", r#"{"id":"ZZZZZZZZ","typed":"Atlantide"}"#)];
    assert_eq!(target(&fill(&agent, &list, "collectivites", &forged).await), format!("{list}/collectivites"));
}

#[tokio::test]
async fn two_editors_see_both_texts() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = begin(&agent).await;
    let colleague = sign_in(&app, Role::Agent, Scope::Organisation(id(LILLE))).await;
    let address = format!("{list}/titre");
    let edit = hidden(&agent.get(&address).await.body, "edit").to_owned();
    target(&colleague.post(&address, &[("edit", &edit), ("title.fr", "Le texte du collègue")]).await);
    let mine = [("edit", edit.as_str()), ("title.fr", "Mon texte")];
    let quiet = agent.post(&address, &[&mine[..], &[("quiet", "1")]].concat()).await;
    assert_eq!(quiet.status, StatusCode::CONFLICT);
    let merge = agent.post(&address, &mine).await;
    assert_eq!(merge.status, StatusCode::CONFLICT);
    assert!(merge.body.contains("Mon texte") && merge.body.contains("Le texte du collègue"), "{}", text(&merge.body));
    assert!(merge.body.contains("entre-temps</b> <span class=\"line"), "a label and a value are two words");
    let newest = hidden(&merge.body, "edit").to_owned();
    let choice =
        |side| [("edit", newest.as_str()), ("merge", "1"), ("title.fr", "Mon texte"), ("choice:title.fr", side)];
    target(&agent.post(&address, &choice("theirs")).await);
    assert!(agent.get(&address).await.body.contains("Le texte du collègue"));
    let newest = hidden(&agent.get(&address).await.body, "edit").to_owned();
    target(&agent.post(&address, &[("edit", newest.as_str()), ("title.fr", "Mon texte")]).await);
    assert!(agent.get(&address).await.body.contains("Mon texte"));
}

#[tokio::test]
async fn suggestions_choose_a_record() {
    let app = app().await;
    let answer = app.get("/fr/declarer/choix/collectivites?q=kaye").await;
    let offered: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(offered[0]["items"][0]["label"], "Région de Kayes");
    assert!(offered[0]["items"][0]["pick"].as_str().unwrap().contains("00000002"));
    assert_eq!(app.get("/fr/declarer/choix/autres?q=kaye").await.status, StatusCode::NOT_FOUND);
}

/// Names stay as they were signed, whatever the register calls the organisation today.
#[tokio::test]
async fn an_earlier_name_stays_as_it_was_signed() {
    let mut region = Organisation::new(OrganisationKind::Region, "ML".parse().ok(), "Région de Kayes");
    let old = organisation::Name { name: "Assemblée régionale de Kayes".to_owned(), ..region.names[0].clone() };
    region.names.push(old);
    let app = app().await.with([Entry::publish(Kind::Organisation, id(KAYES), 1, &region, Vec::new())]).await;
    let agent = agent(&app).await;
    let list = begin(&agent).await;
    let parties = [("parties[0].name", "Ville de Lille"), ("parties[1].name", "Assemblée regionale de Kayes")];
    target(&fill(&agent, &list, "collectivites", &parties).await);
    let page = agent.get(&format!("{list}/collectivites")).await.body;
    assert!(page.contains("value=\"Assemblée regionale de Kayes\"") && page.contains(&id(KAYES).to_string()), "{page}");
    let offered = app.get("/fr/declarer/choix/collectivites?q=assemblee%20regionale%20de%20kayes").await.body;
    assert!(
        offered.contains("Assemblée régionale de Kayes") && offered.contains("aujourd’hui Région de Kayes"),
        "{offered}"
    );
    let funders = [("funding[0].funders[0].name", "ville de LILLE"), ("funding[0].amount", "10")];
    target(&fill(&agent, &list, "financement", &funders).await);
    let page = agent.get(&format!("{list}/financement")).await.body;
    assert!(page.contains("value=\"ville de LILLE\"") && page.contains(&id(LILLE).to_string()), "{page}");
}

/// Two windows on two sections of one draft do not disturb each other.
#[tokio::test]
async fn another_section_saved_meanwhile_is_no_conflict() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = begin(&agent).await;
    let edit = hidden(&agent.get(&format!("{list}/titre")).await.body, "edit").to_owned();
    target(&fill(&agent, &list, "dates", &[("start", "2013")]).await);
    let mine = [("edit", edit.as_str()), ("title.fr", "Mon titre"), ("quiet", "1")];
    let kept = agent.post(&format!("{list}/titre"), &mine).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.body);
    // Saved by itself, then again by the same window.
    let answer: serde_json::Value = serde_json::from_str(&kept.body).unwrap();
    let edit = answer["edit"].as_str().unwrap();
    let mine = [("edit", edit), ("title.fr", "Mon second titre"), ("go", "next")];
    let dates = [("edit", "ancien"), ("start", "2013"), ("quiet", "1")];
    let (titles, dates_address) = (format!("{list}/titre"), format!("{list}/dates"));
    let (one, other) = tokio::join!(agent.post(&titles, &mine), agent.post(&dates_address, &dates));
    assert_eq!(target(&one), format!("{list}/forme"));
    assert_eq!(other.status, StatusCode::OK, "nothing of it was changed");
    assert!(agent.get(&titles).await.body.contains("Mon second titre"));
}

#[tokio::test]
async fn explanations_are_kept_and_asked_once() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = filled(&agent).await;
    let text = "Écrire à M. Jean Dupont, jean.dupont@gmail.com, 06 12 34 56 78.";
    fill(&agent, &list, "recit", &[("narratives.context.fr", text)]).await;
    fill(&agent, &list, "themes", &[("themes.main", "")]).await;
    let word = [("word:person-in-text narratives.context.fr", "C’est un personnage")];
    let refused = agent.post(&format!("{list}/verifier"), &word).await.body;
    assert_eq!(refused.matches("name=\"word:person-in-text").count(), 1, "{refused}");
    assert!(refused.contains("value=\"C’est un personnage\""), "{refused}");
    assert!(refused.contains("M. J•••") && refused.contains("Récit, Contexte"), "{refused}");
    let both = [word[0], ("word:empty-theme themes.main", "Convention générale")];
    assert_eq!(target(&agent.post(&format!("{list}/verifier"), &both).await), format!("{list}/envoye"));
}

/// What a record may not show, the agent is told of, and no output gives it.
#[tokio::test]
async fn personal_data_is_warned_of_everywhere_and_leaves_by_no_way() {
    let mut record = partnership();
    let text = "Contacter jean.dupont@gmail.com ou 06 12 34 56 78";
    record.narratives.context = Text::new("fr", text);
    record.actions = vec![crate::partnership::Action { description: Text::new("fr", text), ..Default::default() }];
    let entry = Entry::publish(Kind::Partnership, id(12), 0, &record, identifiers(&record));
    let app = app().await.with([entry]).await;
    for address in [
        "/fr/partenariats/0000000C",
        "/fr/partenariats/0000000C/historique",
        "/api/v1/partnerships/0000000C",
        "/fr/partenariats.json",
        "/fr/partenariats.xml",
        "/fr/partenariats.csv",
    ] {
        let answer = app.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert!(!answer.body.contains("jean.dupont") && !answer.body.contains("34 56"), "{address}: {}", answer.body);
    }
    let agent = agent(&app).await;
    let list = filled(&agent).await;
    let contact = [
        ("contacts[0].name", "Ville de Lille"),
        ("contacts[0].function", "Mme Sherazade Exemple"),
        ("contacts[0].mailbox", "jean.dupont@gmail.com"),
    ];
    assert_eq!(target(&fill(&agent, &list, "contacts", &contact).await), format!("{list}/contacts"));
    let page = agent.get(&format!("{list}/contacts")).await.body;
    assert_eq!(page.matches("class=\"fault\"").count(), 2, "{}", self::text(&page));
    let wrong = [("contacts[0].name", "Ville de Lille"), ("contacts[0].mailbox", "pas une adresse")];
    assert_eq!(target(&fill(&agent, &list, "contacts", &wrong).await), format!("{list}/contacts"));
    let wrong = [("documents[0].title.fr", "Bilan"), ("documents[0].url", "javascript:alert(1)")];
    assert_eq!(target(&fill(&agent, &list, "documents", &wrong).await), format!("{list}/documents"));
    let check = text_of_check(&agent, &list).await;
    assert!(check.contains("Adresse web\u{a0}: Écrivez une adresse"), "{check}");
    assert!(check.contains("«\u{a0}javascript:alert(1)\u{a0}»"), "{check}");
}

async fn text_of_check(agent: &Person<'_>, list: &str) -> String {
    text(&agent.get(&format!("{list}/verifier")).await.body)
}

/// Nobody declares a partnership of others.
#[tokio::test]
async fn a_declaration_names_the_authority_for_which_it_is() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = filled(&agent).await;
    let others = [
        ("parties[0].name", "Saint-Martin"),
        ("parties[0].organisation", r#"{"id":"00000004","typed":"Saint-Martin"}"#),
    ];
    let others = [&others[..], &[("parties[1].name", "Région de Kayes")]].concat();
    assert_eq!(target(&fill(&agent, &list, "collectivites", &others).await), format!("{list}/collectivites"));
    assert!(text(&agent.get(&format!("{list}/collectivites")).await.body).contains("n’est pas parmi les membres"));
    let refused = submit(&agent, &list).await;
    assert_eq!(refused.status, StatusCode::OK);
    assert!(text(&refused.body).contains("n’est pas parmi les membres"), "{}", text(&refused.body));
}

#[tokio::test]
async fn a_place_is_found_by_its_name_and_country() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = begin(&agent).await;
    let place = [("places[0].name", "Bamako"), ("places[0].country", "ML")];
    target(&fill(&agent, &list, "lieux", &place).await);
    let held = app.state.journal.proposal(code(&list).parse().unwrap()).await.unwrap().unwrap();
    let places = Draft::read(&held).unwrap().partnership().places;
    assert!(places[0].point.is_some(), "{places:?}");
    let place = [("places[0].name", "Nulle part"), ("places[0].country", "ML")];
    target(&fill(&agent, &list, "lieux", &place).await);
    let held = app.state.journal.proposal(code(&list).parse().unwrap()).await.unwrap().unwrap();
    assert!(Draft::read(&held).unwrap().partnership().places[0].point.is_none(), "it was that of another place");
}

#[tokio::test]
async fn what_a_pasted_line_says_is_kept_or_told() {
    let app = app().await.with([authority(5, OrganisationKind::Commune, "FR", "Ville de Roubaix")]).await;
    let agent = agent(&app).await;
    let begin = async |table: &str| agent.post("/fr/declarer", &[("from", "table"), ("table", table)]).await;
    let heads = "Collectivité\tPartenaire\tPays\tTitre\tDébut\tRemarques internes\tMontant\n";
    let line = "Ville de Lille\tVille inconnue\tPays des merveilles\tLigne fautive\tprintemps 2019\tà ne pas perdre\tdouze mille\n";
    let list = target(&begin(&format!("{heads}{line}")).await);
    let tasks = text(&agent.get(&list).await.body);
    assert!(tasks.contains("Remarques internes\u{a0}: à ne pas perdre"), "{tasks}");
    assert!(tasks.contains("Pays des merveilles"), "{tasks}");
    for (section, kept) in
        [("collectivites", "Ville inconnue"), ("dates", "printemps 2019"), ("financement", "douze mille")]
    {
        let page = agent.get(&format!("{list}/{section}")).await.body;
        assert!(page.contains(&format!("value=\"{kept}\"")), "{section}: {}", text(&page));
    }
    let foreign = begin("Collectivité\tPartenaire\tPays\tTitre\nVille de Roubaix\tRégion de Kayes\tMali\tPas à nous\n");
    let foreign = foreign.await.body;
    assert!(text(&foreign).contains("votre collectivité\u{a0}: 2."), "{}", text(&foreign));
    assert!(foreign.contains("Pas à nous"), "what was pasted is kept");
}

#[tokio::test]
async fn the_form_is_asked_and_hints_are_told() {
    let app = app().await;
    let agent = agent(&app).await;
    let list = filled(&agent).await;
    let page = agent.get(&format!("{list}/forme")).await.body;
    assert!(page.contains("value=\"cooperation_project\" selected"), "{page}");
    fill(&agent, &list, "forme", &[("form", "")]).await;
    let page = agent.get(&format!("{list}/forme")).await.body;
    assert!(page.contains("<option value=\"\" selected>Choisir…"), "{page}");
    assert!(
        page.contains("<select id=\"form\" name=\"form\" aria-invalid=\"true\" aria-describedby=\"form-fault-1\">")
    );
    let refused = submit(&agent, &list).await;
    assert!(text(&refused.body).contains("Forme\u{a0}: Choisissez l’une"), "{}", text(&refused.body));
    assert!(!text(&refused.body).contains("Autre forme de partenariat"), "nobody chose it");
    fill(&agent, &list, "forme", &[("form", "other")]).await;
    let line = [
        ("funding[0].funders[0].name", "Autre"),
        ("funding[0].amount", "1000"),
        ("funding[0].of_which.water", "200"),
        ("funding[0].of_which.waste", "deux"),
    ];
    fill(&agent, &list, "financement", &line).await;
    let check = text_of_check(&agent, &list).await;
    assert!(check.contains("Eau\u{a0}: 200") && check.contains("«\u{a0}deux\u{a0}»"), "{check}");
    fill(&agent, &list, "financement", &line[..3]).await;
    let check = text_of_check(&agent, &list).await;
    assert!(check.contains("«\u{a0}Autre\u{a0}»"), "{check}");
    assert_eq!(target(&submit(&agent, &list).await), format!("{list}/envoye"), "a hint keeps nothing back");
}
