//! The pages as a browser uses them: upload, look, correct, import, undo.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::access::{Role, Scope};
use crate::account::testing::{Person, sign_in};
use crate::app::Settings;
use crate::app::testing::TestApp;
use crate::journal::Kind;

const TABLE: &str =
    "Titre;Forme;Commune;Wo?;Pays\nBrunnen;Jumelage;Probeburg;Essai;Mali\nSchule;Unsinn;Probeburg;Essai;Mali\n";

async fn upload(person: &Person<'_>, content: &str) -> crate::app::testing::Answer {
    let body = format!(
        "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"liste.csv\"\r\n\r\n{content}\r\n--X--\r\n"
    );
    let request = Request::post("/fr/importer")
        .header("content-type", "multipart/form-data; boundary=X")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    person.send(request).await
}

async fn app() -> TestApp {
    TestApp::new(Settings { home_country: "DE".parse().unwrap(), ..Settings::default() }).await
}

#[tokio::test]
async fn only_those_who_publish_import() {
    let app = app().await;
    assert_eq!(app.get("/fr/importer").await.status, StatusCode::SEE_OTHER);
    let agent = sign_in(&app, Role::Agent, Scope::Organisation(crate::value::Id::from_u64(7).unwrap())).await;
    assert_eq!(agent.get("/fr/importer").await.status, StatusCode::FORBIDDEN);
    assert_eq!(upload(&agent, TABLE).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_table_is_looked_at_corrected_imported_and_undone() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    assert!(upload(&ministry, "").await.body.contains("role=\"alert\""));
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
    assert_ne!(rest, address, "the rows that wait go on");
    assert_eq!(app.state.journal.count(Kind::Partnership).await.unwrap(), 1);
    let corrected = [("do", "import"), ("cell 2 form", "Jumelage")];
    let second = ministry.post(&rest, &corrected).await.header("location").to_owned();
    assert_eq!(second, rest, "no row waits any more");
    assert_eq!(app.state.journal.count(Kind::Partnership).await.unwrap(), 2);

    let list = ministry.get("/en/importer").await.body;
    assert_eq!(list.matches("liste.csv").count(), 2, "{list}");
    ministry.post(&address, &[("do", "undo")]).await;
    assert_eq!(app.state.journal.count(Kind::Partnership).await.unwrap(), 1);
    assert!(ministry.get(&address).await.body.contains("annulé"));
}
