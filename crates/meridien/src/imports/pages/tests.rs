//! The pages as a browser uses them: hand in, look, correct, import, undo.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::access::{Role, Scope};
use crate::account::testing::{Person, sign_in};
use crate::app::Settings;
use crate::app::testing::{Answer, TestApp};
use crate::journal::{Entry, Kind, ProposalState};
use crate::organisation::{Organisation, OrganisationKind};
use crate::partnership::{Partnership, Party, PartyRole, identifiers};
use crate::value::{Id, Text};

const TABLE: &str =
    "Titre;Forme;Commune;Wo?;Pays\nBrunnen;Jumelage;Probeburg;Essai;Mali\nSchule;Unsinn;Probeburg;Essai;Mali\n";

/// A form with these files: name and content.
async fn hand_in(person: &Person<'_>, address: &str, files: &[(&str, &[u8])], step: &str) -> Answer {
    let mut body = format!("--X\r\nContent-Disposition: form-data; name=\"do\"\r\n\r\n{step}\r\n").into_bytes();
    for (name, content) in files {
        let head = format!("--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend(b"--X--\r\n");
    let request = Request::post(address)
        .header("content-type", "multipart/form-data; boundary=X")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    person.send(request).await
}

async fn upload(person: &Person<'_>, content: &str) -> Answer {
    hand_in(person, "/fr/importer", &[("liste.csv", content.as_bytes())], "").await
}

async fn app() -> TestApp {
    TestApp::new(Settings { home_country: "DE".parse().unwrap(), ..Settings::default() }).await
}

#[tokio::test]
async fn those_who_declare_or_publish_import() {
    let app = app().await;
    assert_eq!(app.get("/fr/importer").await.status, StatusCode::SEE_OTHER);
    let organisation = Scope::Organisation(Id::from_u64(7).unwrap());
    for (role, scope, may) in [
        (Role::Agent, organisation.clone(), true),
        (Role::Ministry, Scope::Everything, true),
        (Role::PartnerAgent, organisation.clone(), false),
        (Role::Responsible, organisation, false),
        (Role::Correspondent, Scope::Country("ML".parse().unwrap()), false),
        (Role::Prefecture, Scope::Territory(Id::from_u64(8).unwrap()), false),
        (Role::Administrator, Scope::Everything, false),
    ] {
        let person = sign_in(&app, role, scope).await;
        let expected = if may { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(person.get("/fr/importer").await.status, expected, "{role:?}");
        let sent = upload(&person, TABLE).await.status;
        assert_eq!(sent, if may { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN }, "{role:?}");
        let file = hand_in(&person, "/fr/importer", &[("a.xml", activities(1).as_bytes())], "").await;
        let taken = file.status == StatusCode::SEE_OTHER;
        assert_eq!(taken, role == Role::Ministry, "only those who publish import activities: {role:?}");
    }
}

#[tokio::test]
async fn a_table_is_looked_at_corrected_imported_and_undone() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let refused = upload(&ministry, "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("role=\"alert\""));
    let answer = upload(&ministry, TABLE).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let address = answer.header("location").to_owned();
    // The unknown column is matched by hand, and remembered.
    assert!(ministry.get(&address).await.body.contains("Wo?"));
    ministry.post(&address, &[("do", "check"), ("column Wo?", "partner")]).await;
    let page = ministry.get(&address).await.body;
    assert!(page.contains("name=\"cell 3 form\" value=\"Unsinn\""), "{page}");
    assert_eq!(app.state.journal.count(Kind::Partnership).await.unwrap(), 0, "nothing is written before it is asked");

    let rest = ministry.post(&address, &[("do", "import")]).await.header("location").to_owned();
    let (rest, query) = rest.split_once('?').unwrap();
    assert_ne!(rest, address, "the rows that wait go on");
    let page = ministry.get(&format!("{rest}?{query}")).await.body;
    assert!(page.contains("1 fiche créée") && page.contains(&format!("href=\"{address}\"")), "{page}");
    assert_eq!(app.state.journal.count(Kind::Partnership).await.unwrap(), 1);
    assert!(page.contains("name=\"cell 3 form\""), "the rows are numbered as in the table that was handed in: {page}");
    let corrected = [("do", "import"), ("cell 3 form", "Jumelage")];
    let second = ministry.post(rest, &corrected).await.header("location").to_owned();
    assert_eq!(second, rest, "no row waits any more");
    assert_eq!(app.state.journal.count(Kind::Partnership).await.unwrap(), 2);

    let list = ministry.get("/en/importer").await.body;
    assert_eq!(list.matches("liste.csv").count(), 2, "{list}");
    ministry.post(&address, &[("do", "undo")]).await;
    assert_eq!(app.state.journal.count(Kind::Partnership).await.unwrap(), 1);
    assert!(ministry.get(&address).await.body.contains("annulé"));
}

#[tokio::test]
async fn the_language_of_the_texts_is_chosen_and_not_that_of_the_page() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let is_chosen =
        |page: &str, lang: &str| page.contains(&format!("<option value=\"{lang}\" lang=\"{lang}\" selected>"));
    assert!(is_chosen(&ministry.get("/en/importer").await.body, "en"), "that of the page is offered");
    let table = "Titre;Forme;Commune;Ville partenaire;Pays;Montant\nÉchanges de jeunes;Jumelage;Probeburg;Essai;Mali;12 000,50\n\
        Puits;Unsinn;Probeburg;Essai;Mali;\n";
    let address = hand_in(&ministry, "/en/importer", &[("liste.csv", table.as_bytes())], "").await;
    let address = address.header("location").to_owned();
    assert!(is_chosen(&ministry.get(&address).await.body, "en"));
    ministry.post(&address, &[("do", "check"), ("lang", "fr")]).await;
    assert!(is_chosen(&ministry.get(&address).await.body, "fr"), "it is remembered with the import");
    let rest = ministry.post(&address, &[("do", "import")]).await.header("location").to_owned();
    assert!(is_chosen(&ministry.get(&rest).await.body, "fr"), "and with the rows that wait");
    let records = app.state.journal.list(Kind::Partnership, None, 9).await.unwrap();
    let record: Partnership = records[0].read().unwrap();
    assert_eq!((record.title.exact("fr"), record.title.exact("en")), (Some("Échanges de jeunes"), None));
    assert_eq!(record.funding[0].amount, Some("12000.50".parse().unwrap()));
}

#[tokio::test]
async fn a_field_that_nobody_touched_corrects_nothing() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let table = "Libellé de l’action;Commune;Ville partenaire;Pays\nBrunnen;Probeburg;Essai;Mali\n";
    let address = upload(&ministry, table).await.header("location").to_owned();
    let page = ministry.get(&address).await.body;
    assert!(page.contains("<details class=\"fold\" open>"), "a column is unknown: {page}");
    assert!(page.contains("name=\"cell 2 title\"") && page.contains("name=\"was 2 title\""), "{page}");
    let chosen = ("column Libellé de l’action", "title");
    ministry.post(&address, &[("do", "check"), chosen, ("cell 2 title", ""), ("was 2 title", "")]).await;
    let page = ministry.get(&address).await.body;
    assert!(page.contains("Fiches créées\u{a0}: 1") && page.contains("<details class=\"fold\">"), "{page}");
    // A browser takes the ends of lines out of a field.
    let lines = "Titre;Commune;Ville partenaire;Pays\n;Probeburg;\"Essai\nFès\";Mali | Maroc\n";
    let address = upload(&ministry, lines).await.header("location").to_owned();
    let fields = [
        ("cell 2 title", "Puits"),
        ("was 2 title", ""),
        ("cell 2 partner", "EssaiFès"),
        ("was 2 partner", "Essai\r\nFès"),
    ];
    ministry.post(&address, &fields).await;
    assert!(ministry.get(&address).await.body.contains("Fiches créées\u{a0}: 1"));
    let cleared = [("cell 2 title", ""), ("was 2 title", "Puits")];
    ministry.post(&address, &cleared).await;
    assert!(ministry.get(&address).await.body.contains("Fiches créées\u{a0}: 0"), "an emptied field is a correction");
}

#[tokio::test]
async fn an_import_leads_to_what_it_made_and_tells_what_stayed() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let table = "Titre;Commune;Ville partenaire;Pays\nBrunnen;Probeburg;Essai;Mali\nSchule;Probeburg;Essai;Mali\n";
    let address = upload(&ministry, table).await.header("location").to_owned();
    ministry.post(&address, &[("do", "import")]).await;
    let page = ministry.get(&address).await.body;
    assert!(page.contains("2 fiches créées, 0 mise à jour") && page.contains(">Brunnen</a>"), "{page}");
    let journal = &app.state.journal;
    let records = journal.list(Kind::Partnership, None, 9).await.unwrap();
    let held = records.iter().find(|revision| revision.body.contains("Schule")).unwrap();
    let mut edited: Partnership = held.read().unwrap();
    edited.title = Text::new("fr", "École");
    let entry = Entry::publish(Kind::Partnership, held.id, held.version, &edited, identifiers(&edited));
    journal.append(&ministry.account.author(Role::Ministry, None), (app.state.now)(), &[entry]).await.unwrap();
    ministry.post(&address, &[("do", "undo")]).await;
    let page = ministry.get(&address).await.body;
    assert!(
        page.contains("annulé en partie") && page.contains(">École</a>") && page.contains("modifiée depuis"),
        "{page}"
    );
    assert!(!page.contains("Brunnen") && page.contains("value=\"undo\""), "{page}");
    let told = "Éléments retirés\u{a0}: 1\u{202f}; remis dans leur état d’avant\u{a0}: 0\u{202f};";
    assert!(page.contains(told) && !page.contains("2 fiches créées"), "{page}");
    assert!(ministry.get("/fr/importer").await.body.contains("annulé en partie"));
}

#[tokio::test]
async fn what_was_begun_goes_on_though_nobody_waits() {
    let (go, wait) = tokio::sync::oneshot::channel::<()>();
    let (done, seen) = tokio::sync::oneshot::channel();
    let asked = super::going_on(async move {
        wait.await.unwrap();
        done.send(7).unwrap();
    });
    assert!(tokio::time::timeout(Duration::from_millis(10), asked).await.is_err());
    go.send(()).unwrap();
    assert_eq!(seen.await.unwrap(), 7);
}

#[tokio::test]
async fn an_import_that_breaks_off_can_be_undone() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let rows: String = (0..=super::MOST_ROWS).map(|row| format!("{row};Jumelage;Probeburg;Essai;Mali\n")).collect();
    let table = format!("Titre;Forme;Commune;Ville partenaire;Pays\n{rows}");
    let address = upload(&ministry, &table).await.header("location").to_owned();
    ministry.post(&address, &[("do", "import")]).await;
    let written = app.state.journal.count(Kind::Partnership).await.unwrap();
    assert!(written > 0, "batches before the row too many were written");
    assert!(ministry.get(&address).await.body.contains("value=\"undo\""));
}

#[tokio::test]
async fn the_faults_of_a_table_are_a_file_while_it_waits() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let address = upload(&ministry, &TABLE.replace("Wo?", "Ville partenaire")).await.header("location").to_owned();
    let report = format!("{address}/rapport.csv");
    assert!(ministry.get(&address).await.body.contains(&format!("href=\"{report}\"")));
    let csv = ministry.get(&report).await;
    assert!(csv.header("content-type").starts_with("text/csv"), "{}", csv.body);
    assert!(csv.body.starts_with("\u{feff}") && csv.body.contains("Unsinn"), "{}", csv.body);
    ministry.post(&address, &[("do", "import")]).await;
    assert_eq!(ministry.get(&report).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_would_become_of_a_table_is_found_out_once() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    upload(&ministry, &TABLE.replace("Wo?", "Ville partenaire")).await;
    let journal = &app.state.journal;
    let mut kept = super::kept::list(journal, Some(ministry.account.id), 1).await.unwrap().swap_remove(0);
    let visit = super::Visit {
        app: app.state.clone(),
        locale: crate::web::Lang::Fr.into(),
        path: "/importer".to_owned(),
        query: None,
    };
    let first = super::dry::run(&visit, &ministry.account, &kept).await.ok().unwrap();
    let again = super::dry::run(&visit, &ministry.account, &kept).await.ok().unwrap();
    assert!(std::sync::Arc::ptr_eq(&first, &again));
    assert_eq!((first.done.report.created, first.done.waiting.len()), (1, 1));
    kept.corrections.insert((3, super::Column::Form), "Jumelage".to_owned());
    let mended = super::dry::run(&visit, &ministry.account, &kept).await.ok().unwrap();
    assert_eq!((mended.done.report.created, mended.done.waiting.len()), (2, 0));
    let entry = authority(7, "DE", "Andersstadt");
    journal.append(&crate::journal::Author::system("import"), crate::app::testing::now(), &[entry]).await.unwrap();
    let later = super::dry::run(&visit, &ministry.account, &kept).await.ok().unwrap();
    assert!(!std::sync::Arc::ptr_eq(&mended, &later), "the register says something else");
}

/// A file of activities between authorities, each with a status that the standard does not have.
fn activities(count: usize) -> String {
    let activity = |number: usize| {
        format!(
            r#"<iati-activity default-currency="EUR" xml:lang="fr"><iati-identifier>DE-1-{number}</iati-identifier>
<reporting-org ref="DE-1" type="11"><narrative>Probeburg</narrative></reporting-org>
<title><narrative>Brunnen {number}</narrative></title><description><narrative>Wasser</narrative></description>
<participating-org ref="DE-1" type="11" role="2"><narrative>Probeburg</narrative></participating-org>
<participating-org ref="ML-1" type="11" role="4"><narrative>Essai</narrative></participating-org>
<activity-status code="7"/><activity-date type="2" iso-date="2015-03-01"/>
</iati-activity>"#
        )
    };
    format!("<iati-activities version='2.03'>{}</iati-activities>", (0..count).map(activity).collect::<String>())
}

#[tokio::test]
async fn a_file_of_activities_is_looked_at_imported_and_undone_by_jobs() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let answer = hand_in(&ministry, "/fr/importer", &[("dossier/eau.xml", activities(150).as_bytes())], "").await;
    let address = answer.header("location").to_owned();
    let waits = ministry.get(&address).await.body;
    assert!(waits.contains("data-watch=\"2\"") && !waits.contains("http-equiv=\"refresh\""), "{waits}");
    assert!(waits.contains(&format!("href=\"{address}\">Actualiser</a>")) && waits.contains("eau.xml"), "{waits}");
    // Nothing can be asked of it before it was looked at.
    ministry.post(&address, &[("do", "import")]).await;
    ministry.post(&address, &[("do", "forget")]).await;
    crate::job::run_all(&app.state).await;
    assert_eq!(app.state.journal.count(Kind::Partnership).await.unwrap(), 0, "nothing is written before it is asked");

    let page = ministry.get(&address).await.body;
    assert!(page.contains("150 activités lues") && page.contains("unknown-code"), "{page}");
    assert!(page.contains("?page=2") && !page.contains("data-watch"), "{page}");
    assert!(!page.contains("no-budget"), "the gravest come first: {page}");
    let mild = ministry.get(&format!("{address}?gravite=advisory")).await.body;
    assert!(mild.contains("no-budget") && !mild.contains("unknown-code"), "{mild}");
    let errors = ministry.get(&format!("{address}?gravite=error")).await.body;
    assert!(errors.contains("unknown-code") && !errors.contains("no-budget"), "{errors}");
    let english = ministry.get(&format!("{}?gravite=error", address.replacen("/fr/", "/en/", 1))).await.body;
    assert!(english.contains("is not in the list") && !english.contains("n’est pas dans la liste"), "{english}");
    assert_eq!(ministry.get(&format!("{address}?gravite=grave")).await.status, StatusCode::BAD_REQUEST);
    let csv = ministry.get(&format!("{address}/rapport.csv")).await;
    assert!(csv.header("content-type").starts_with("text/csv"));
    assert!(csv.body.starts_with("file,line,activity,element,rule,severity,text,parameters\neau.xml,"), "{}", csv.body);
    assert!(csv.body.matches(",unknown-code,").count() >= 150);

    for _twice in 0..2 {
        ministry.post(&address, &[("do", "import")]).await;
    }
    crate::job::run_all(&app.state).await;
    assert_eq!(app.state.journal.count(Kind::Partnership).await.unwrap(), 150);
    let done = ministry.get(&address).await.body;
    assert!(done.contains("value=\"undo\"") && !done.contains("value=\"import\""), "{done}");
    // The same again says nothing new.
    let again = hand_in(&ministry, "/fr/importer", &[("eau.xml", activities(150).as_bytes())], "").await;
    crate::job::run_all(&app.state).await;
    let page = ministry.get(again.header("location")).await.body;
    assert!(page.contains("<dd>150</dd>") && page.matches("<dd>0</dd>").count() == 4, "{page}");
    ministry.post(again.header("location"), &[("do", "forget")]).await;
    assert_eq!(ministry.get(again.header("location")).await.status, StatusCode::NOT_FOUND);

    ministry.post(&address, &[("do", "undo")]).await;
    crate::job::run_all(&app.state).await;
    assert_eq!(app.state.journal.count(Kind::Partnership).await.unwrap(), 0);
    assert!(ministry.get(&address).await.body.contains("annulé"));
}

async fn give_up(app: &TestApp, step: &str) -> crate::journal::Result<()> {
    let sql = "UPDATE job SET state = 'failed' WHERE kind = 'import' AND key LIKE $1";
    crate::journal::db::execute!(app.state.journal.database(), sql, format!("%:{step}"));
    Ok(())
}

#[tokio::test]
async fn a_step_that_failed_can_be_taken_back() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let answer = hand_in(&ministry, "/fr/importer", &[("eau.xml", activities(3).as_bytes())], "").await;
    let address = answer.header("location").to_owned();
    crate::job::run_all(&app.state).await;
    ministry.post(&address, &[("do", "import")]).await;
    crate::job::run_all(&app.state).await;
    give_up(&app, "write").await.unwrap();
    assert!(ministry.get(&address).await.body.contains("value=\"undo\""));
    ministry.post(&address, &[("do", "undo")]).await;
    give_up(&app, "undo").await.unwrap();
    assert!(ministry.get(&address).await.body.contains("value=\"undo\""));
    ministry.post(&address, &[("do", "undo")]).await;
    crate::job::run_all(&app.state).await;
    assert_eq!(app.state.journal.count(Kind::Partnership).await.unwrap(), 0);
    assert!(ministry.get(&address).await.body.contains("annulé"));
}

#[tokio::test]
async fn several_files_are_several_imports() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let (file, table) = (activities(1), TABLE.as_bytes());
    let files = [("a.xml", file.as_bytes()), ("b.csv", table)];
    assert_eq!(hand_in(&ministry, "/fr/importer", &files, "").await.header("location"), "/fr/importer");
    let list = ministry.get("/fr/importer").await.body;
    assert!(list.contains("a.xml") && list.contains("b.csv"), "{list}");
    for _more in 0..9 {
        hand_in(&ministry, "/fr/importer", &files, "").await;
    }
    let refused = hand_in(&ministry, "/fr/importer", &files, "").await.body;
    assert!(refused.contains("role=\"alert\"") && refused.contains("20"), "{refused}");
}

/// XML in two bytes a character, the low one first.
fn wide(text: &str) -> Vec<u8> {
    [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn hostile() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let activity = |inside: &str| {
        let inside = format!("<iati-activity><iati-identifier>X-1</iati-identifier>{inside}</iati-activity>");
        format!("<iati-activities version=\"2.03\">{inside}</iati-activities>").into_bytes()
    };
    let bomb = "<!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><iati-activities><iati-activity><title><narrative>&b;</narrative></title></iati-activity></iati-activities>";
    let outside = "<!DOCTYPE l [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><iati-activities>&x;</iati-activities>";
    let attributes: String = (0..200_000).map(|number| format!(" a{number}=\"\"")).collect();
    let sound = String::from_utf8(activity("")).unwrap();
    vec![
        ("bomb", bomb.as_bytes().to_vec(), "doctype"),
        ("external entity", outside.as_bytes().to_vec(), "doctype"),
        ("attributes", activity(&format!("<title{attributes}/>")), "too-many-attributes"),
        ("levels", activity(&"<a>".repeat(200_000)), "too-deep"),
        ("wide", wide(&sound), "missing-element"),
        (
            "bad utf-8",
            activity("<title><narrative>\u{e9}</narrative></title>").into_iter().filter(|byte| *byte != 0xc3).collect(),
            "bad-bytes",
        ),
        ("zero", activity("<title>\0</title>"), "control-character"),
        (
            "namespace",
            sound.replace("<iati-activities ", "<iati-activities xmlns=\"urn:x\" ").into_bytes(),
            "wrong-namespace",
        ),
        ("other root", b"<html><body>503</body></html>".to_vec(), "wrong-root"),
    ]
}

/// The page takes every file that looks like XML, and its report, or the checker, says what is wrong; quickly.
#[tokio::test]
async fn hostile_files_are_told_and_never_a_failure() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    for (name, content, rule) in hostile() {
        let begun = Instant::now();
        let answer = hand_in(&ministry, "/fr/importer", &[("x.xml", &content)], "").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name}: {}", answer.body);
        crate::job::run_all(&app.state).await;
        let page = ministry.get(answer.header("location")).await.body;
        assert!(page.contains(rule), "{name}: {page}");
        assert!(!page.contains("root:"), "{name}: a file of the server");
        let checked = hand_in(&ministry, "/fr/verifier-iati", &[("x.xml", &content)], "").await;
        assert!(checked.body.contains(rule), "{name}: {}", checked.body);
        // Unoptimised, and beside other tests: what is quadratic takes minutes.
        assert!(begun.elapsed() < Duration::from_secs(30), "{name}: {:?}", begun.elapsed());
        ministry.post(answer.header("location"), &[("do", "forget")]).await;
    }
    for (name, content) in [
        ("zeros", vec![0; 1000]),
        ("old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec()),
        ("cut package", b"PK\x03\x04 and no more".to_vec()),
        ("large table", vec![b'x'; (1 << 20) + 1]),
    ] {
        let answer = hand_in(&ministry, "/fr/importer", &[("x.csv", &content)], "").await;
        assert!(
            answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains("role=\"alert\""),
            "{name}: {}",
            answer.body
        );
        assert!(!answer.body.contains("/tmp"), "{name}: {}", answer.body);
    }
    let large = vec![b' '; crate::web::room::FILES + (1 << 17)];
    assert_eq!(
        hand_in(&ministry, "/fr/importer", &[("x.xml", &large)], "").await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[tokio::test]
async fn what_is_no_table_or_has_no_row_is_refused_at_once() {
    let app = own_app().await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(OWN))).await;
    let template = agent.get("/fr/importer/modele.csv").await.body;
    for (content, told) in [
        ("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "n’est pas un tableau CSV ou XLSX"),
        ("Madame, Monsieur,\nvoici nos partenariats.\n", "n’est pas un tableau CSV ou XLSX"),
        (template.as_str(), "n’a aucune ligne sous son en-tête"),
    ] {
        let answer = hand_in(&agent, "/fr/importer", &[("liste.xlsx", content.as_bytes())], "").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
        assert!(answer.body.contains(&format!("liste.xlsx {told}")), "{}", answer.body);
    }
    let kept = super::kept::list(&app.state.journal, Some(agent.account.id), 9).await.unwrap();
    assert!(kept.is_empty(), "{kept:?}");
}

#[tokio::test]
async fn pages_send_nobody_to_the_command_line() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    for heads in ["Wo?;Was?", "Titre;Was?"] {
        let address = upload(&ministry, &format!("{heads}\n1;2\n")).await.header("location").to_owned();
        let page = ministry.get(&address).await.body;
        assert!(page.contains("dites ce que chaque colonne contient.") && !page.contains("--columns"), "{page}");
    }
    for address in ["/fr/importer", "/fr/verifier-iati"] {
        assert!(!ministry.get(address).await.body.contains("ligne de commande"), "{address}");
    }
}

#[tokio::test]
async fn tables_of_any_usual_form_are_read() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let text = "Titre;Commune;Ville partenaire;Pays\nForêt été;Probeburg;Essai;Mali\n";
    let windows = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let marked = ["\u{feff}", text].concat().into_bytes();
    for content in [text.as_bytes().to_vec(), marked, windows, wide(text), text.replace(';', "\t").into_bytes()] {
        let answer = hand_in(&ministry, "/fr/importer", &[("x.csv", &content)], "").await;
        let page = ministry.get(answer.header("location")).await.body;
        assert!(page.contains("1 ligne lue") && page.contains("Fiches créées\u{a0}: 1"), "{page}");
        ministry.post(answer.header("location"), &[("do", "forget")]).await;
    }
}

#[tokio::test]
async fn whoever_has_an_account_checks_files_and_nothing_is_kept() {
    let app = app().await;
    let file = activities(3);
    let country = Scope::Country("ML".parse().unwrap());
    let person = sign_in(&app, Role::Correspondent, country).await;
    assert_eq!(app.get("/fr/verifier-iati").await.status, StatusCode::SEE_OTHER);
    assert!(person.get("/fr/verifier-iati").await.body.contains("multipart/form-data"));
    let page = hand_in(&person, "/fr/verifier-iati", &[("a.xml", file.as_bytes())], "").await.body;
    assert!(page.contains("unknown-code") && page.contains("DE-1-2"), "{page}");
    let csv = hand_in(&person, "/fr/verifier-iati", &[("a.xml", file.as_bytes())], "csv").await;
    assert!(csv.body.starts_with("file,line,") && csv.body.contains("DE-1-2"), "{}", csv.body);
    let nothing = hand_in(&person, "/fr/verifier-iati", &[], "").await.body;
    assert!(nothing.contains("role=\"alert\"") && nothing.contains("<title>Erreur"), "{nothing}");
    assert!(super::kept::list(&app.state.journal, Some(person.account.id), 9).await.unwrap().is_empty());
}

const OWN: u64 = 7;

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn authority(number: u64, country: &str, name: &str) -> Entry {
    let body = Organisation::new(OrganisationKind::Commune, country.parse().ok(), name);
    Entry::publish(Kind::Organisation, id(number), 0, &body, Vec::new())
}

fn record(number: u64, authority: u64) -> Entry {
    let party = |number, name: &str, country: &str| Party {
        organisation: id(number),
        name: name.to_owned(),
        country: country.parse().unwrap(),
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    let parties = vec![party(authority, "Probeburg", "DE"), party(9, "Essai", "ML")];
    let body = Partnership { title: Text::new("fr", "Puits"), parties, ..Partnership::default() };
    Entry::publish(Kind::Partnership, id(number), 0, &body, identifiers(&body))
}

async fn own_app() -> TestApp {
    let organisations =
        [authority(OWN, "DE", "Probeburg"), authority(8, "DE", "Andersstadt"), authority(9, "ML", "Essai")];
    app().await.with(organisations.into_iter().chain([record(20, OWN), record(21, 8)])).await
}

#[tokio::test]
async fn the_rows_of_an_agent_become_his_declarations_and_nothing_is_published() {
    let app = own_app().await;
    let journal = &app.state.journal;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(OWN))).await;
    let (mine, other) = (id(20), id(21));
    let table = format!(
        "Référence de la fiche;Titre;Forme;theme;Commune;Ville partenaire;Pays;Début\n\
         ;Brunnen;Jumelage;4.1.1;Probeburg;Nowo;Mali;2013\n\
         ;Fremd;Jumelage;4.1.1;Andersstadt;Essai;Mali;2013\n\
         {mine};Puits et écoles;Jumelage;;Probeburg;Essai;Mali;2014\n\
         {other};Geraubt;Jumelage;4.1.1;Probeburg;Essai;Mali;2014\n"
    );
    let address = upload(&agent, &table).await.header("location").to_owned();
    let page = agent.get(&address).await.body;
    assert!(page.contains("value=\"submit\"") && !page.contains("Fiches créées"), "{page}");
    assert_eq!(page.matches("ne concerne pas un partenariat de votre collectivité").count(), 1, "{page}");
    // Somebody else's reference is the fault of the reference.
    assert!(page.contains(&format!("name=\"cell 5 id\" value=\"{other}\"")), "{page}");
    let position = journal.position().await.unwrap();
    agent.post(&address, &[("do", "import")]).await;
    assert_eq!(journal.position().await.unwrap(), position, "nothing is published");
    let own = journal.proposals_by(&agent.account.id.to_string()).await.unwrap();
    assert_eq!(own.len(), 2);
    assert!(own.iter().all(|proposal| proposal.state == ProposalState::Draft));
    assert!(own.iter().any(|proposal| proposal.record == mine && proposal.base == 1));
    // The authority abroad that nobody knew comes with its declaration.
    assert!(own.iter().any(|proposal| proposal.body.contains("Nowo") && proposal.body.contains("\"proposed\":{\"")));
    for proposal in &own {
        assert_eq!(agent.get(&format!("/fr/declarer/{}", proposal.id)).await.status, StatusCode::OK);
    }
    assert!(agent.get(&address).await.body.contains(">Brunnen</a>"), "it leads to its declarations");
    let written = own.iter().find(|proposal| proposal.record == mine).unwrap().clone();
    let at = written.at + chrono::Duration::seconds(1);
    journal.save_proposal(&crate::journal::Proposal { at, ..written.clone() }).await.unwrap();
    agent.post(&address, &[("do", "undo")]).await;
    let left = journal.proposals_by(&agent.account.id.to_string()).await.unwrap();
    assert_eq!(left.iter().map(|proposal| proposal.record).collect::<Vec<_>>(), [mine], "one was edited since");
    let page = agent.get(&address).await.body;
    assert!(page.contains("annulé en partie") && page.contains("brouillon modifié"), "{page}");
    journal.discard_proposal(&left[0]).await.unwrap();
    agent.post(&address, &[("do", "undo")]).await;
    assert!(!agent.get(&address).await.body.contains("annulé en partie"));

    // Handed in at once, save what asks for a word: the second has no theme. Others do not see the import.
    let validator = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let address = upload(&agent, &table).await.header("location").to_owned();
    agent.post(&address, &[("do", "submit")]).await;
    let letters = app.state.jobs.letters().await;
    let to: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    assert_eq!(to, [validator.account.email.as_str()], "one letter for the table");
    assert!(letters[0].text.contains("Une fiche d’un tableau attend"), "{letters:?}");
    assert!(letters[0].text.contains("pour Probeburg.") && letters[0].text.contains("/fr/valider\n"), "{letters:?}");
    let page = agent.get(&address).await.body;
    assert!(page.contains(">Brunnen</a> <small>En attente de validation"), "{page}");
    assert!(page.contains(">Puits et écoles</a> <small>Brouillon"), "{page}");
    let submitted = journal.proposals(ProposalState::Submitted).await.unwrap();
    let drafts = journal.proposals(ProposalState::Draft).await.unwrap();
    assert_eq!((submitted.len(), drafts.len()), (1, 1), "{drafts:?}");
    assert!(submitted[0].body.contains("Brunnen"), "{}", submitted[0].body);
    assert_eq!(journal.position().await.unwrap(), position);
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    assert_eq!(
        ministry.get(&address).await.status,
        StatusCode::NOT_FOUND,
        "it would be published in the ministry's name"
    );
    assert!(!ministry.get("/fr/importer").await.body.contains("liste.csv"));
    let neighbour = sign_in(&app, Role::Agent, Scope::Organisation(id(8))).await;
    for answer in [neighbour.get(&address).await, neighbour.post(&address, &[("do", "undo")]).await] {
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    // The same table again begins nothing twice.
    let again = upload(&agent, &table).await.header("location").to_owned();
    agent.post(&again, &[("do", "submit")]).await;
    assert_eq!(journal.proposals_by(&agent.account.id.to_string()).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_row_of_another_authority_says_so_beside_its_other_faults() {
    let app = own_app().await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(OWN))).await;
    for (authority, is_told) in [("Andersstadt", true), ("Probeburg", false), ("", true)] {
        let table = format!("Titre;Forme;Commune;Ville partenaire;Pays\nFremd;Jumelage;{authority};Essai;Atlantide\n");
        let address = upload(&agent, &table).await.header("location").to_owned();
        let page = agent.get(&address).await.body;
        assert!(page.contains("name=\"cell 2 partner_country\" value=\"Atlantide\""), "{page}");
        let told = page.contains("ne concerne pas un partenariat de votre collectivité");
        assert_eq!(told, is_told, "{authority}: {page}");
    }
}

#[tokio::test]
async fn a_table_of_which_nothing_can_be_made_is_only_looked_at_again() {
    let app = own_app().await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(OWN))).await;
    for (start, is_good) in [("2013", true), ("hier", false)] {
        let table = format!("Titre;Commune;Ville partenaire;Pays;Début\nBrunnen;Probeburg;Essai;Mali;{start}\n");
        let page = agent.get(upload(&agent, &table).await.header("location")).await.body;
        assert!(page.contains("value=\"check\""), "{page}");
        for step in ["import", "submit"] {
            assert_eq!(page.contains(&format!("value=\"{step}\"")), is_good, "{start} {step}: {page}");
        }
    }
}

#[tokio::test]
async fn the_name_of_an_authority_that_nobody_knew_is_mended_in_place() {
    let app = own_app().await;
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(id(OWN))).await;
    let table = "Titre;Commune;Ville partenaire;Pays\nBrunnen;Probeburg;Trifouilly;Mali\n";
    let address = upload(&agent, table).await.header("location").to_owned();
    let page = agent.get(&address).await.body;
    assert!(page.contains("name=\"cell 2 partner\" value=\"Trifouilly\""), "{page}");
    assert!(page.contains("name=\"cell 2 partner_country\" value=\"Mali\""), "{page}");
    assert!(page.contains("écrivez plutôt celui-là") && !page.contains("fusionnez"), "{page}");
    let mended = [("do", "check"), ("cell 2 partner", "Essai"), ("was 2 partner", "Trifouilly")];
    agent.post(&address, &mended).await;
    let page = agent.get(&address).await.body;
    assert!(!page.contains("Trifouilly") && page.contains("Déclarations nouvelles\u{a0}: 1"), "{page}");
}
