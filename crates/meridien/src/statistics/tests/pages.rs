//! Pages: whole in both languages, refusing what does not go together, leading to as many records as they say.

use super::*;

#[tokio::test]
async fn what_does_not_go_together_is_refused() {
    let app = app(&[]).await;
    for (query, words) in [
        ("mesure=montants", "Vouliez-vous dire « montant » (Montants) ?"),
        ("par=payz", "Vouliez-vous dire « pays » (Pays partenaire) ?"),
        ("par=lieu", "« par »"),
        ("et=etape", "« et » ne peut distinguer les étapes"),
        ("etape=verse", "« etape » ne peut distinguer"),
        ("par=pays&et=pays", "répète « pays »"),
        ("graphique=lignes", "pas de graphique « lignes »"),
        ("graphique=empile", "pas de graphique « empile »"),
        ("par=forme&graphique=carte", "pas de graphique « carte »"),
        ("comparer=pays%3DQQ", "« comparer »"),
        ("comparer=x%3Dy", "« comparer »"),
        ("comparer=eau", "Vouliez-vous dire « q=eau » ?"),
        ("comparer=eau+potable", "Vouliez-vous dire « q=eau%20potable » ?"),
        ("comparer=pays%3DML%26eau", "« comparer »"),
        ("comparer=%26%26", "« comparer »"),
        ("comparer=tri%3Dnom", "« comparer »"),
        ("comparer=q%3D", "« comparer »"),
        ("comparer=tous&et=forme", "ne va pas avec une comparaison"),
        ("couleur=rouge", "n’existe pas"),
    ] {
        for address in [
            "/fr/partenariats?vue=statistiques&",
            "/fr/partenariats/statistiques.csv?",
            "/fr/partenariats/statistiques.svg?",
        ] {
            let answer = app.get(&format!("{address}{query}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}{query}");
            assert!(plain(&answer.body).contains(words), "{address}{query}: {}", answer.body);
        }
    }
    for address in ["/fr/statistiques?x=1", "/en/statistiques/couverture?x=1"] {
        assert_eq!(app.get(address).await.status, StatusCode::BAD_REQUEST, "{address}");
    }
}

#[tokio::test]
async fn every_page_is_whole_in_both_languages_even_on_an_empty_register() {
    let mut rng = ChaCha8Rng::seed_from_u64(9);
    for count in [0, 40] {
        let records: Vec<Partnership> = (0..count).map(|_| any_partnership(&mut rng)).collect();
        let app = app(&records).await;
        for lang in ["fr", "en"] {
            for path in [
                "statistiques",
                "statistiques/couverture",
                "partenariats?vue=statistiques",
                "partenariats?vue=statistiques&par=annee&et=pays",
                "partenariats?vue=statistiques&par=pays&graphique=carte",
                "partenariats?vue=statistiques&par=theme&et=statut&graphique=barres",
                "partenariats?vue=statistiques&par=territoire",
                "partenariats?vue=statistiques&mesure=montant&par=annee&et=etape&graphique=empile",
                "partenariats/statistiques.svg?par=pays&graphique=carte",
                "partenariats/statistiques.svg?par=annee&et=forme",
            ] {
                let answer = app.get(&format!("/{lang}/{path}")).await;
                assert_eq!(answer.status, StatusCode::OK, "{lang} {path}");
                assert!(!answer.body.contains('⟦') && !answer.body.contains("NaN"), "{lang} {path}");
            }
        }
    }
}

/// A landmark has a name of its own: that of a figure is the region's that its table is in.
#[tokio::test]
async fn no_section_has_the_name_of_a_table() {
    let page = app(&[]).await.get("/fr/statistiques").await.body;
    let sections: Vec<_> = page.split("<section aria-labelledby=\"").skip(1).collect();
    assert!(!sections.is_empty() && page.contains("role=\"region\""));
    assert!(sections.iter().all(|section| !section.split('"').next().unwrap().ends_with("-titre")), "{page}");
}

/// A partnership stands in a list of as many as its row says.
#[tokio::test]
async fn a_row_leads_to_as_many_partnerships() {
    let mut rng = ChaCha8Rng::seed_from_u64(21);
    let records: Vec<Partnership> = (0..50).map(|_| any_partnership(&mut rng)).collect();
    let app = app(&records).await;
    for par in ["pays", "annee", "debut", "forme", "statut", "partenaire", "region"] {
        let page = app.get(&format!("/fr/partenariats?vue=statistiques&par={par}")).await;
        let rows = page.body.split("<th scope=\"row\"><a href=\"").skip(1);
        let mut followed = 0;
        for row in rows.take(12) {
            let href = row[..row.find('"').unwrap()].replace("&#38;", "&");
            let count = plain(row.split("<td class=\"n\">").nth(1).unwrap().split('<').next().unwrap());
            let list = app.get(&href).await;
            let expected = if count == "1" { "Un partenariat".to_owned() } else { format!("{count} partenariats") };
            let title = plain(list.body.split("</title>").next().unwrap());
            assert!(title.ends_with(&format!("{expected} – Méridien")), "{href}: {title}, not {expected}");
            followed += 1;
        }
        assert!(followed > 0, "{par}");
    }
}
