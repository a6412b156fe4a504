//! Rows that wait with all their faults, until they are mended in place or in their file.

use super::*;
use crate::value::PartialDate;

#[tokio::test]
async fn good_rows_come_in_and_the_others_wait_with_all_their_faults() {
    for test in journals().await {
        let journal = &test.journal;
        lille(journal).await;
        let position = journal.position().await.unwrap();
        let tried = run(Some(journal), asked(&file(TABLE)), &options(), true).await.unwrap();
        assert_eq!(journal.position().await.unwrap(), position, "a dry run writes nothing");
        let done = import(journal, TABLE).await;
        assert_eq!(tried.report, done.report);
        assert_eq!(counts(&done), [1, 0, 0, 1], "{:?}", done.report.anomalies);
        let found = errors(&done);
        for fault in [
            (Code::BadCell, "form", "n’importe quoi"),
            (Code::UnknownCode, "authority_code", "99999"),
            (Code::UnknownCountry, "partner_country", "Atlantide"),
            (Code::BadCell, "start", "hier"),
            (Code::BadCell, "amount", "beaucoup"),
        ] {
            assert!(found.contains(&fault), "{fault:?} in {found:?}");
        }
        let id = done.report.records[0];
        let record: Partnership = journal.newest(Kind::Partnership, id).await.unwrap().unwrap().read().unwrap();
        assert_eq!((record.title.exact("fr"), record.form), (Some("Lecture publique"), Form::CooperationAgreement));
        assert_eq!(record.funding[0].amount, Some("1234.50".parse().unwrap()));
        assert_eq!(record.start, Some(PartialDate::Year(2013)));

        let position = journal.position().await.unwrap();
        assert_eq!(counts(&import(journal, TABLE).await), [0, 0, 1, 1]);
        assert_eq!(journal.position().await.unwrap(), position, "the same again writes nothing");

        // The rows that wait, mended in the file that they were written to.
        let mut waiting = Vec::new();
        report::waiting(&done, &mut waiting, FR).unwrap();
        let mended = String::from_utf8(waiting).unwrap();
        assert!(mended.contains("99999") && !mended.contains("Lecture publique"), "{mended}");
        let mended = mended
            .replace("n’importe quoi", "Projet de coopération décentralisée")
            .replace(";99999;", ";59350;")
            .replace("Atlantide", "Mali");
        let mended = mended.replace(";hier;", ";2014;").replace(";beaucoup;", ";;");
        let second = import(journal, &mended).await;
        assert_eq!(errors(&second), [], "{mended}");
        assert_eq!(counts(&second), [1, 0, 0, 0]);
    }
}

#[test]
fn rows_that_wait_are_no_formulas() {
    let heading = |text: &str| Heading { text: text.to_owned(), meaning: Meaning::Unknown };
    let row = |number| read::Row { number, cells: vec!["=1+2".into(), "-3".into()] };
    let fault = |row: u64| Anomaly::new(Code::BadCell, "start", "hier").of(format!("a.csv:{row}"));
    let done = Done {
        headings: vec![heading("@titre"), heading("Montant")],
        waiting: vec![row(2), row(3)],
        report: Report { anomalies: vec![fault(3), fault(3)], ..Report::default() },
        ..Done::default()
    };
    let written = |l| {
        let mut out = Vec::new();
        report::waiting(&done, &mut out, l).unwrap();
        String::from_utf8(out).unwrap()
    };
    let text = written(FR);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("\u{feff}'@titre;Montant;"), "{text}");
    assert_eq!(lines[1], "'=1+2;-3;", "nothing is said of a row that has no fault: {text}");
    assert!(lines[2].starts_with("'=1+2;-3;") && lines[2].contains(" | "), "{text}");
    for (lang, colon) in [(Lang::Fr, "\u{a0}: "), (Lang::En, ": ")] {
        let (l, text) = (Locale { lang }, written(Locale { lang }));
        assert!(text.contains(&format!("{}{colon}", Column::Start.heading(l))), "{text}");
    }
}

#[tokio::test]
async fn what_is_written_in_the_place_of_cells_counts() {
    for test in journals().await {
        lille(&test.journal).await;
        let mut asked = asked(&file(""));
        let source = file(TABLE);
        asked.path = source.path().to_owned();
        for (column, text) in [
            (Column::Form, "Projet de coopération décentralisée"),
            (Column::AuthorityCode, "59350"),
            (Column::PartnerCountry, "Mali"),
            (Column::Start, "2014"),
            (Column::Amount, ""),
        ] {
            asked.corrections.insert((3, column), text.to_owned());
        }
        let done = run(Some(&test.journal), asked, &options(), true).await.unwrap();
        assert_eq!((counts(&done), errors(&done)), ([2, 0, 0, 0], vec![]));
    }
}

/// What was mended in place is not asked for again when the rest of the row is mended in the file.
#[tokio::test]
async fn the_rows_that_wait_keep_what_was_corrected_so_far() {
    let test = journals().await.swap_remove(0);
    lille(&test.journal).await;
    let source = file("Titre;Commune;Ville partenaire;Début;Montant\nPuits;Lille;Zourani;hier;beaucoup;à côté\n");
    let mut asked = asked(&source);
    for (column, text) in [
        (Column::Start, "2014"),
        (Column::Amount, ""),
        (Column::Surplus, ""),
        // The table has no such column.
        (Column::AuthorityCode, "59350"),
        (Column::PartnerCountry, "Atlantide"),
    ] {
        asked.corrections.insert((2, column), text.to_owned());
    }
    let done = run(Some(&test.journal), asked, &options(), false).await.unwrap();
    assert_eq!(
        (counts(&done), errors(&done)),
        ([0, 0, 0, 1], vec![(Code::UnknownCountry, "partner_country", "Atlantide")])
    );
    let mut waiting = Vec::new();
    report::waiting(&done, &mut waiting, FR).unwrap();
    let waiting = String::from_utf8(waiting).unwrap();
    let [heads, row] = waiting.lines().collect::<Vec<_>>()[..] else { panic!("{waiting}") };
    let [code, country] = [Column::AuthorityCode, Column::PartnerCountry].map(|column| column.heading(FR));
    let start = format!("\u{feff}Titre;Commune;Ville partenaire;Début;Montant;{code};{country};");
    assert!(heads.starts_with(&start), "{heads}");
    assert!(row.starts_with("Puits;Lille;Zourani;2014;;59350;Atlantide;"), "{row}");
    let mended = import(&test.journal, &waiting.replace(";Atlantide;", ";Mali;")).await;
    assert_eq!((counts(&mended), errors(&mended)), ([1, 0, 0, 0], vec![]));
}

#[tokio::test]
async fn cells_beyond_the_headings_keep_their_row_waiting_and_are_not_lost() {
    for test in journals().await {
        let journal = &test.journal;
        lille(journal).await;
        let text = "Titre;Commune;Ville partenaire;Pays;Objectif\n\
            Eau;Lille;Saint-Louis;Sénégal;accès à l’eau ; assainissement ; hygiène\n";
        let tried = import(journal, text).await;
        assert_eq!(errors(&tried), [(Code::SurplusCells, "surplus", "assainissement | hygiène")]);
        assert_eq!(
            (tried.cell(2, Column::Surplus), tried.cell(2, Column::Objective)),
            ("assainissement | hygiène".into(), "accès à l’eau".into())
        );
        // In the file of the rows that wait they have a column, and the row waits again.
        let mut waiting = Vec::new();
        report::waiting(&tried, &mut waiting, FR).unwrap();
        let waiting = String::from_utf8(waiting).unwrap();
        let again = import(journal, &waiting).await;
        assert_eq!(errors(&again), errors(&tried), "{waiting}");
        // Corrected in place.
        let source = file(text);
        let mut asked = asked(&source);
        asked.corrections.insert((2, Column::Objective), "Accès à l’eau ; assainissement ; hygiène".to_owned());
        asked.corrections.insert((2, Column::Surplus), String::new());
        let done = run(Some(journal), asked, &options(), false).await.unwrap();
        assert_eq!((errors(&done), counts(&done)), (vec![], [1, 0, 0, 0]));
    }
}
