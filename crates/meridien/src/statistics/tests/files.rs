//! Figures that leave: in catalogues of data, of a demonstration, and year by year as they were.

use super::*;
use crate::statistics::yearly;

#[tokio::test]
async fn catalogues_of_data_read_where_the_figures_are_and_under_which_licence() {
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    let records: Vec<Partnership> = (0..20).map(|_| any_partnership(&mut rng)).collect();
    let app = app(&records).await;
    let page = app.get("/fr/statistiques").await;
    let block = page.body.split("<script type=\"application/ld+json\">").nth(1).expect("a block of data");
    let data: serde_json::Value = serde_json::from_str(block.split("</script>").next().unwrap()).unwrap();
    assert_eq!((&data["@type"], &data["inLanguage"]), (&"Dataset".into(), &"fr".into()));
    assert_eq!(data["license"]["url"], "http://localhost:8080/fr/donnees");
    assert!(data["license"]["name"].as_str().unwrap().starts_with("Licence"), "{data}");
    let files = data["distribution"].as_array().unwrap();
    assert_eq!(files.len(), 4, "{data}");
    for file in files {
        let path = file["contentUrl"].as_str().unwrap().strip_prefix("http://localhost:8080").unwrap();
        let answer = app.get(path).await;
        assert!(answer.status == StatusCode::OK && answer.header("content-type").starts_with("text/csv"), "{path}");
    }
}

#[tokio::test]
async fn figures_of_a_demonstration_say_so_wherever_they_go() {
    let settings = Settings { demonstration: true, ..Settings::default() };
    let record = any_partnership(&mut ChaCha8Rng::seed_from_u64(5));
    let entry = Entry::publish(Kind::Partnership, id(100), 0, &record, vec![]);
    let app = TestApp::new(settings).await.with([entry]).await;
    yearly::keep(&app.state).await;
    const CORNER: &str = "– Donnée de démonstration";
    const SENTENCE: &str = "Les partenariats de ce site sont inventés";
    for (address, label) in [
        ("/fr/partenariats/statistiques.csv?par=pays", CORNER),
        ("/fr/partenariats/statistiques.svg?par=pays", SENTENCE),
        ("/donnees/statistiques/2026/pays.fr.csv", CORNER),
        ("/donnees/statistiques/2026/index.json", SENTENCE),
    ] {
        let file = app.get(address).await.body;
        assert!(file.contains(label), "{address}: {file}");
    }
}

#[tokio::test]
async fn the_figures_of_a_year_are_kept_as_they_were() {
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    let records: Vec<Partnership> = (0..30).map(|_| any_partnership(&mut rng)).collect();
    let app = app(&records).await;
    assert!(!app.get("/fr/statistiques").await.body.contains("id=\"annees\""));
    yearly::keep(&app.state).await;
    let now = app.get("/fr/partenariats/statistiques.csv?par=pays").await.body;
    let address = "/donnees/statistiques/2026/pays.fr.csv";
    let kept = app.get(address).await;
    assert_eq!((kept.status, &kept.body), (StatusCode::OK, &now));
    assert!(kept.header("content-type").starts_with("text/csv") && kept.header("cache-control").contains("immutable"));
    let english = app.get("/donnees/statistiques/2026/montants-etapes.en.csv").await;
    let expected = app.get("/en/partenariats/statistiques.csv?mesure=montant&par=annee&et=etape").await;
    assert_eq!((english.status, english.body), (StatusCode::OK, expected.body));

    let page = app.get("/en/statistiques").await.body;
    assert!(
        page.contains("id=\"annees\"") && page.contains("/donnees/statistiques/2026/regions-themes.en.csv"),
        "{page}"
    );
    let index = app.get("/donnees/statistiques/2026/index.json").await;
    let index: serde_json::Value = serde_json::from_str(&index.body).unwrap();
    let files = index["files"].as_array().unwrap();
    assert_eq!((&index["day"], files.len()), (&"2026-11-23".into(), 20));
    assert!(files.iter().all(|file| file["notes"].as_array().unwrap().len() > 2), "{index}");

    // The register goes on, the year does not.
    let further = Entry::publish(Kind::Partnership, id(900), 0, &records[0], vec![]);
    let app = app.with([further]).await;
    yearly::keep(&app.state).await;
    assert_ne!(app.get("/fr/partenariats/statistiques.csv?par=pays").await.body, now);
    assert_eq!(app.get(address).await.body, now);
    for nothing in ["2025/pays.fr.csv", "2026/pays.de.csv", "2026.part/pays.fr.csv", "2026/..%2Findex.json", "..%2Fx/y"]
    {
        let status = app.get(&format!("/donnees/statistiques/{nothing}")).await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{nothing}");
    }
}
