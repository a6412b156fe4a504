//! Sheets, their headings and the template.

use super::*;
use crate::imports::kept;
use crate::imports::table::column::headings;

#[tokio::test]
async fn merged_cells_below_the_headings_are_told() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let (sheet, format) = (book.add_worksheet(), rust_xlsxwriter::Format::new());
    sheet.merge_range(0, 0, 0, 2, "Nos partenariats", &format).unwrap();
    for (at, heading) in (0..).zip(["Commune", "Ville partenaire", "Pays"]) {
        sheet.write_string(1, at, heading).unwrap();
    }
    sheet.merge_range(2, 0, 3, 0, "Lille", &format).unwrap();
    for row in 2..4 {
        sheet.write_string(row, 1, format!("Fès {row}")).unwrap();
        sheet.write_string(row, 2, "Maroc").unwrap();
    }
    let mut source = tempfile::NamedTempFile::new().unwrap();
    source.write_all(&book.save_to_buffer().unwrap()).unwrap();
    let done = run(None, asked(&source), &options(), true).await.unwrap();
    let told = done.report.anomalies.iter().find(|anomaly| anomaly.code == Code::MergedCells).unwrap();
    assert_eq!((told.value.as_str(), told.code.severity()), ("A3:A4", Severity::Warning));
    assert_eq!(done.report.read, 2);
}

#[tokio::test]
async fn what_people_said_of_headings_is_remembered() {
    for test in journals().await {
        let owner = Id::from_u64(7).unwrap();
        let chosen = Chosen::from([(fold("Remarques"), None), (fold("Où"), Some(Column::Partner))]);
        kept::remember(&test.journal, owner, &chosen).await.unwrap();
        kept::remember(&test.journal, owner, &chosen).await.unwrap();
        assert_eq!(kept::chosen(&test.journal, owner).await.unwrap(), chosen);
        assert_eq!(kept::chosen(&test.journal, Id::from_u64(8).unwrap()).await.unwrap(), Chosen::new());
    }
}

#[tokio::test]
async fn the_sheet_that_was_read_is_named_and_columns_without_heading_are_told() {
    use meridien_tables::{Column as Head, Table, Xlsx};
    const HEADS: &[Head] = &[Head::text("Commune"), Head::text(""), Head::text("Ville partenaire"), Head::text("Pays")];
    let table = |name: &'static str| Table { name, columns: HEADS };
    let mut book = Xlsx::new(&[table("2024"), table("2023"), table("Mots")], |_, _| true).unwrap();
    for at in 0..2 {
        book.row(at, &["Lille", "vu", "Fès", "Maroc"].map(Cell::text)).unwrap();
    }
    let mut source = tempfile::NamedTempFile::new().unwrap();
    let mut out = std::io::Cursor::new(Vec::new());
    book.finish(&mut out).unwrap();
    source.write_all(&out.into_inner()).unwrap();
    let done = run(None, asked(&source), &options(), true).await.unwrap();
    assert_eq!(done.report.read, 1);
    let told = |code| done.report.anomalies.iter().find(|anomaly| anomaly.code == code).unwrap();
    assert_eq!((told(Code::UnreadSheet).field.as_str(), told(Code::UnreadSheet).value.as_str()), ("2024", "2023"));
    assert_eq!(told(Code::UnreadColumn).field, "B");
}

#[tokio::test]
async fn a_table_of_something_else_is_refused() {
    let something = file("a;b\n1;2\n");
    let refused = run(None, asked(&something), &options(), true).await.unwrap_err();
    assert!(matches!(refused, ImportError::NoHeadings(..)), "{refused}");
    let other = file("Titre;b\n1;2\n");
    let refused = run(None, asked(&other), &options(), true).await.unwrap_err();
    assert!(matches!(refused, ImportError::Headings(..)), "{refused}");
    let long = file(&format!("Commune;Pays;Ville partenaire\n{}", "Lille;Mali;Kayes\n".repeat(1001)));
    assert!(matches!(run(None, asked(&long), &options(), true).await.unwrap_err(), ImportError::TooManyRows(..)));
}

#[test]
fn the_template_has_headings_that_are_known_and_comes_as_a_workbook_too() {
    for lang in Lang::ALL {
        let l = Locale::from(lang);
        let text = template::csv(l);
        let texts: Vec<&str> = text.trim_start_matches('\u{feff}').trim().split(';').collect();
        let columns: Vec<Meaning> = Column::of_template().map(Meaning::Column).collect();
        let found: Vec<Meaning> = headings(texts, &Chosen::new()).into_iter().map(|heading| heading.meaning).collect();
        assert_eq!(found, columns);
        let book = tempfile::NamedTempFile::new().unwrap();
        template::workbook(book.reopen().unwrap(), l).unwrap();
        let found: Vec<Meaning> =
            super::headings(book.path(), &Chosen::new()).unwrap().into_iter().map(|heading| heading.meaning).collect();
        assert_eq!(found, columns);
    }
}

#[test]
fn columns_are_explained_by_hand() {
    let chosen = column::read_chosen("\"Où ?\" = \"partner\"\nRemarques = \"\"\n").unwrap();
    assert_eq!(chosen, Chosen::from([(fold("Où ?"), Some(Column::Partner)), (fold("Remarques"), None)]));
    assert!(column::read_chosen("a = \"nothing\"").is_err() && column::read_chosen("prose").is_err());
}
