//! Tables from file to register, on both databases; what the template holds of a record comes back.

use std::io::Write;

use chrono::DateTime;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::column::headings;
use super::*;
use crate::imports::{kept, undo};
use crate::journal::Author;
use crate::journal::testing::journals;
use crate::organisation::{Organisation, OrganisationKind};
use crate::partnership::funding::{FundingLine, OnePercent, Stage};
use crate::partnership::{
    Agreement, AgreementKind, Document, NamedOrganisation, OtherTheme, Party, PartyRole, Phase, identifiers,
};
use crate::value::{Country, Currency, PartialDate};

const FR: Locale = Locale { lang: Lang::Fr };

fn options() -> Options {
    Options {
        proposal: false,
        licence: None,
        persons: false,
        home: Country::FR,
        now: DateTime::from_timestamp_millis(1_795_000_000_000).unwrap(),
    }
}

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

fn asked(file: &tempfile::NamedTempFile) -> Asked {
    Asked {
        path: file.path().to_owned(),
        name: "table.csv".to_owned(),
        chosen: Chosen::new(),
        corrections: Corrections::new(),
        most_rows: 1000,
        side: None,
        texts: Lang::Fr,
        locale: FR,
    }
}

/// A register with one commune in place of 36,000.
async fn lille(journal: &Journal) {
    let mut lille = Organisation::new(OrganisationKind::Commune, Some(Country::FR), "Lille");
    lille.identifiers.push(crate::registers::identifier("insee-commune", "59350"));
    let entry = Entry::publish(Kind::Organisation, Id::derived("lille"), 0, &lille, lille.identifiers.clone());
    journal.append(&Author::system("registers"), options().now, &[entry]).await.unwrap();
    journal.note(crate::registers::FACT, "1").await.unwrap();
}

async fn import(journal: &Journal, text: &str) -> Done {
    run(Some(journal), asked(&file(text)), &options(), false).await.unwrap()
}

/// Created, updated, merged, skipped.
fn counts(done: &Done) -> [u64; 4] {
    let report = &done.report;
    [report.created, report.updated, report.merged, report.skipped]
}

fn errors(done: &Done) -> Vec<(Code, &str, &str)> {
    let errors = done.report.anomalies.iter().filter(|anomaly| anomaly.code.severity() == Severity::Error);
    errors.map(|anomaly| (anomaly.code, anomaly.field.as_str(), anomaly.value.as_str())).collect()
}

const TABLE: &str = "Titre;Forme;Commune;Code INSEE;Ville partenaire;Pays;Début;Montant;Remarques\n\
    Lecture publique;Accord de coopération;Lille;59350;Saint-Louis;Sénégal;2013;1 234,50;à revoir\n\
    Eau pour tous;n’importe quoi;Lille;99999;Zourani;Atlantide;hier;beaucoup;\n";

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

#[tokio::test]
async fn of_namesakes_a_row_means_the_one_that_its_record_has() {
    let test = journals().await.swap_remove(0);
    let journal = &test.journal;
    lille(journal).await;
    let ml: Country = "ML".parse().unwrap();
    let namesakes = ["here", "there"].map(|key| {
        let organisation = Organisation::new(OrganisationKind::Commune, Some(ml), "Zourani");
        Entry::publish(Kind::Organisation, Id::derived(key), 0, &organisation, vec![])
    });
    let party = |key: &str, name: &str, country| Party {
        organisation: Id::derived(key),
        name: name.to_owned(),
        country,
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    let record = Partnership {
        title: Text::new("fr", "Eau"),
        parties: vec![party("lille", "Lille", Country::FR), party("there", "Zourani", ml)],
        ..Partnership::default()
    };
    let (id, importer) = (Id::derived("record"), Author::system(crate::imports::ACTOR));
    let entry = Entry::publish(Kind::Partnership, id, 0, &record, vec![]);
    journal.append(&importer, options().now, &[&namesakes[..], &[entry]].concat()).await.unwrap();
    let row = |id: &str| format!("id;title;parties;countries\n{id};Eau potable;Lille | Zourani;FR | ML\n");
    let done = import(journal, &row(&id.to_string())).await;
    assert_eq!((errors(&done), counts(&done)), (vec![], [0, 1, 0, 0]));
    let now: Partnership = journal.newest(Kind::Partnership, id).await.unwrap().unwrap().read().unwrap();
    assert_eq!((now.title.exact("fr"), now.parties), (Some("Eau potable"), record.parties));
    let done = import(journal, &row("")).await;
    assert!(errors(&done).iter().any(|fault| fault.0 == Code::AmbiguousParty), "{:?}", errors(&done));
}

/// A published record of two parties in two countries, as this import leaves it.
async fn published(journal: &Journal, record: Partnership) -> (Id, Partnership) {
    lille(journal).await;
    let ml: Country = "ML".parse().unwrap();
    let zourani = Organisation::new(OrganisationKind::Commune, Some(ml), "Zourani");
    let party = |key: &str, name: &str, country| Party {
        organisation: Id::derived(key),
        name: name.to_owned(),
        country,
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    let parties = vec![party("lille", "Lille", Country::FR), party("zourani", "Zourani", ml)];
    let (id, record) = (Id::derived("record"), Partnership { title: Text::new("fr", "Eau"), parties, ..record });
    let partner = Entry::publish(Kind::Organisation, Id::derived("zourani"), 0, &zourani, vec![]);
    let entry = Entry::publish(Kind::Partnership, id, 0, &record, vec![]);
    journal.append(&Author::system(crate::imports::ACTOR), options().now, &[partner, entry]).await.unwrap();
    (id, record)
}

async fn newest(journal: &Journal, id: Id) -> Partnership {
    journal.newest(Kind::Partnership, id).await.unwrap().unwrap().read().unwrap()
}

#[tokio::test]
async fn a_row_leaves_what_it_does_not_say_as_it_is() {
    let test = journals().await.swap_remove(0);
    let journal = &test.journal;
    let funder = |name: &str, organisation| NamedOrganisation { name: name.to_owned(), organisation };
    let line = FundingLine {
        funders: vec![funder("Ville de Lille", Some(Id::derived("lille")))],
        year: Some(2014),
        amount: Some(Decimal::from(5_000_000)),
        currency: Currency::XOF,
        stage: Stage::Committed,
        in_kind: Some(false),
        of_which: OnePercent { water: Some(Decimal::TEN), ..OnePercent::default() },
    };
    let signed = Agreement { signed: "2013-05-02".parse().ok(), ..Agreement::default() };
    let held = Partnership {
        form: Form::CooperationAgreement,
        start: "2013-06-12".parse().ok(),
        agreements: vec![signed],
        funding: vec![line.clone()],
        ..Partnership::default()
    };
    let (id, held) = published(journal, held).await;
    let table = |heads: &str, cells: &str| format!("id;{heads}\n{id};{cells}\n");

    let same = import(journal, &table("amount;start;signed", "5 000 000,00;06/2013;2013")).await;
    assert_eq!((errors(&same), counts(&same)), (vec![], [0, 0, 1, 0]));

    let other = import(journal, &table("amount;year;funders", "6 000 000;;Ville de Lille | Les Amis du fleuve")).await;
    assert_eq!((errors(&other), counts(&other)), (vec![], [0, 1, 0, 0]));
    let funders = vec![line.funders[0].clone(), funder("Les Amis du fleuve", None)];
    let line = FundingLine { amount: Some(Decimal::from(6_000_000)), funders, ..line };
    assert_eq!(newest(journal, id).await, Partnership { funding: vec![line.clone()], ..held.clone() });

    let finer = import(journal, &table("amount;currency;start", "6 000 000;€;13/06/2013")).await;
    assert_eq!((errors(&finer), counts(&finer)), (vec![], [0, 1, 0, 0]));
    let line = FundingLine { currency: Currency::EUR, ..line };
    let held = Partnership { funding: vec![line], start: "2013-06-13".parse().ok(), ..held };
    assert_eq!(newest(journal, id).await, held);
}

#[tokio::test]
async fn of_several_lines_of_funding_none_is_overwritten() {
    let test = journals().await.swap_remove(0);
    let journal = &test.journal;
    let line = |amount: i64| FundingLine { amount: Some(Decimal::from(amount)), ..FundingLine::default() };
    let phase = Phase { title: Text::new("fr", "Suite"), funding: vec![line(7_000)], ..Phase::default() };
    let held = Partnership { funding: vec![line(5_000)], phases: vec![phase], ..Partnership::default() };
    let (id, _) = published(journal, held).await;
    let same = import(journal, &format!("id;amount\n{id};5000\n")).await;
    assert_eq!((errors(&same), counts(&same)), (vec![], [0, 0, 1, 0]));
    let other = import(journal, &format!("id;amount\n{id};6000\n")).await;
    assert_eq!((errors(&other), counts(&other)), (vec![(Code::SeveralLines, "amount", "")], [0, 0, 0, 1]));
}

#[tokio::test]
async fn only_the_euro_is_told_by_its_sign() {
    let test = journals().await.swap_remove(0);
    let journal = &test.journal;
    lille(journal).await;
    let row = |title: &str, money: &str| format!("{title};Lille;Zourani;Mali;{money}\n");
    let table = ["1 000;$", "2 000;£", "3 000;€", "4 000 €;", "5 000;xof", "6 000;"];
    let rows: String = (0..).zip(table).map(|(at, money)| row(&format!("Puits {at}"), money)).collect();
    let done = import(journal, &format!("Titre;Commune;Ville partenaire;Pays;Montant;Monnaie\n{rows}")).await;
    assert_eq!(errors(&done), [(Code::BadCell, "currency", "$"), (Code::BadCell, "currency", "£")]);
    let mut paid = Vec::new();
    for id in &done.report.records {
        let line = newest(journal, *id).await.funding.remove(0);
        paid.push((line.amount.unwrap().to_string(), line.currency));
    }
    let expected = [("3000", Currency::EUR), ("4000", Currency::EUR), ("5000", Currency::XOF), ("6000", Currency::EUR)];
    assert_eq!(paid, expected.map(|(amount, currency)| (amount.to_owned(), currency)));
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
async fn what_is_invented_stays_marked() {
    let test = journals().await.swap_remove(0);
    lille(&test.journal).await;
    let rows = [("Puits", "true"), ("Ponts", "false"), ("Ports", "VRAI"), ("Phares", ""), ("Places", "peut-être")];
    let rows = rows.map(|(title, demo)| format!("{title};Lille;59350;Zourani;ML;2013;{demo}\n")).concat();
    let head = "title;authority;authority_code;partner;partner_country;start;demo\n";
    let done = import(&test.journal, &format!("{head}{rows}")).await;
    assert_eq!((counts(&done), errors(&done)), ([4, 0, 0, 1], vec![(Code::BadCell, "demo", "peut-être")]));
    let mut invented = Vec::new();
    for id in &done.report.records {
        let found = test.journal.newest(Kind::Partnership, *id).await.unwrap().unwrap();
        let record: Partnership = found.read().unwrap();
        invented.extend(record.demo.then(|| record.title.exact("fr").unwrap().to_owned()));
    }
    invented.sort_unstable();
    assert_eq!(invented, ["Ports", "Puits"]);
}

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
async fn an_import_is_undone_whole_save_what_was_edited_since() {
    for test in journals().await {
        let journal = &test.journal;
        lille(journal).await;
        let two = format!("{}Puits;Jumelage;Lille;59350;Zourani;Mali;2015;;\n", TABLE.replace("Atlantide", "Mali"));
        let mut first = kept::Kept::new("table.csv", kept::Form::Table, None, options().now);
        let at = first.begin(journal, options().now).await.unwrap().unwrap();
        let done = run(Some(journal), asked(&file(&two)), &Options { now: at, ..options() }, false).await.unwrap();
        first.end(journal, &done.report).await.unwrap();
        assert_eq!(counts(&done), [2, 0, 0, 1]);

        // Another import changes one of them.
        let changed = two.replace("1 234,50", "4 321");
        let mut second = kept::Kept::new("table.csv", kept::Form::Table, None, options().now);
        let at = second.begin(journal, options().now).await.unwrap().unwrap();
        assert_ne!(first.at, Some(at), "no two imports have one moment");
        let again = run(Some(journal), asked(&file(&changed)), &Options { now: at, ..options() }, false).await.unwrap();
        assert_eq!(counts(&again), [0, 1, 1, 1]);
        let id = again.report.records[0];
        let undone = undo::undo(journal, &mut second, "annulé", options().now).await.unwrap();
        assert_eq!((undone.restored, undone.withdrawn, undone.left), (vec![(Kind::Partnership, id)], vec![], vec![]));
        let back: Partnership = journal.newest(Kind::Partnership, id).await.unwrap().unwrap().read().unwrap();
        assert_eq!(back.funding[0].amount, Some("1234.50".parse().unwrap()));

        // People edit the other.
        let other = *done.report.records.iter().find(|record| **record != id).unwrap();
        let held = journal.newest(Kind::Partnership, other).await.unwrap().unwrap();
        let mut edited: Partnership = held.read().unwrap();
        edited.title = Text::new("fr", "Puits et forages");
        let author = Author { actor: "agent".into(), role: "agent".into(), on_behalf_of: None };
        let entry = Entry::publish(Kind::Partnership, other, held.version, &edited, identifiers(&edited));
        journal.append(&author, options().now, &[entry]).await.unwrap();
        let undone = undo::undo(journal, &mut first, "annulé", options().now).await.unwrap();
        let left = |kind, id, why| undone.left.contains(&undo::Stayed { kind, id, why });
        assert!(left(Kind::Partnership, other, undo::Why::Edited), "{undone:?}");
        let made = edited.parties.iter().find(|party| party.name == "Zourani").unwrap().organisation;
        assert!(left(Kind::Organisation, made, undo::Why::Needed), "the edited record needs it: {undone:?}");
        let stored = kept::find(journal, first.id).await.unwrap().unwrap();
        assert_eq!((stored.undone_at, stored.counts.created), (Some(options().now), 2));
        assert_eq!((stored.state(), stored.may_be_undone()), ("import-state-partly", true));
        assert_eq!(undo::left(journal, &stored).await.unwrap(), undone.left);
    }
}

/// An import of a table as people do it.
async fn done(journal: &Journal, text: &str) -> (kept::Kept, Done) {
    let mut kept = kept::Kept::new("table.csv", kept::Form::Table, None, options().now);
    let at = kept.begin(journal, options().now).await.unwrap().unwrap();
    let done = run(Some(journal), asked(&file(text)), &Options { now: at, ..options() }, false).await.unwrap();
    kept.end(journal, &done.report).await.unwrap();
    (kept, done)
}

#[tokio::test]
async fn imports_are_undone_in_whatever_order() {
    for test in journals().await {
        let journal = &test.journal;
        lille(journal).await;
        let text = TABLE.lines().take(2).collect::<Vec<_>>().join("\n");
        let (mut first, made) = done(journal, &text).await;
        let id = made.report.records[0];
        assert_eq!(kept::made(journal, &first).await.unwrap(), [id]);
        let (mut second, _) = done(journal, &text.replace("1 234,50", "4 321")).await;
        let undone = undo::undo(journal, &mut first, "annulé", options().now).await.unwrap();
        assert!(undone.left.contains(&undo::Stayed { kind: Kind::Partnership, id, why: undo::Why::Edited }));
        let undone = undo::undo(journal, &mut second, "annulé", options().now).await.unwrap();
        assert_eq!(
            (undone.restored, undone.left, second.may_be_undone()),
            (vec![(Kind::Partnership, id)], vec![], false)
        );
        let undone = undo::undo(journal, &mut first, "annulé", options().now).await.unwrap();
        assert!(undone.withdrawn.contains(&(Kind::Partnership, id)), "{undone:?}");
        assert_eq!((undone.left, first.state()), (vec![], "import-state-undone"));
        assert_eq!(journal.newest(Kind::Partnership, id).await.unwrap().unwrap().change, Change::Withdrawn);
        // Once more there is nothing to do.
        assert_eq!(undo::undo(journal, &mut first, "annulé", options().now).await.unwrap(), undo::Undone::default());
    }
}

#[tokio::test]
async fn what_was_merged_since_stays_and_is_told() {
    for test in journals().await {
        let journal = &test.journal;
        lille(journal).await;
        let (mut kept, made) = done(journal, &TABLE.lines().take(2).collect::<Vec<_>>().join("\n")).await;
        let id = made.report.records[0];
        let author = Author { actor: "ministry".into(), role: "ministry".into(), on_behalf_of: None };
        let other = Entry::publish(Kind::Partnership, Id::derived("other"), 0, &Partnership::default(), vec![]);
        let merged = Entry::merge(Kind::Partnership, id, 1, Id::derived("other"), "doublon");
        journal.append(&author, options().now, &[other, merged]).await.unwrap();
        let undone = undo::undo(journal, &mut kept, "annulé", options().now).await.unwrap();
        assert!(
            undone.left.contains(&undo::Stayed { kind: Kind::Partnership, id, why: undo::Why::Merged }),
            "{undone:?}"
        );
        assert_eq!(kept.state(), "import-state-partly");
    }
}

/// Where nothing can be undone, nothing is said to be; once the record is back, it is.
#[tokio::test]
async fn a_merged_record_is_undone_once_it_is_back() {
    for test in journals().await {
        let journal = &test.journal;
        lille(journal).await;
        let mut kept = kept::Kept::new("table.csv", kept::Form::Table, None, options().now);
        let text = TABLE.lines().take(2).collect::<Vec<_>>().join("\n");
        let at = kept.begin(journal, options().now).await.unwrap().unwrap();
        let done = run(Some(journal), asked(&file(&text)), &Options { now: at, ..options() }, false).await.unwrap();
        kept.end(journal, &done.report).await.unwrap();
        let id = done.report.records[0];
        let written = journal.newest(Kind::Partnership, id).await.unwrap().unwrap();
        let stays = Id::from_u64(99).unwrap();
        let body: Partnership = written.read().unwrap();
        let author = Author { actor: "ministère".into(), role: "ministry".into(), on_behalf_of: None };
        let other = Entry::publish(Kind::Partnership, stays, 0, &body, Vec::new());
        let merge = Entry::merge(Kind::Partnership, id, written.version, stays, "Doublon");
        journal.append(&author, options().now, &[other, merge]).await.unwrap();

        let undone = undo::undo(journal, &mut kept, "annulé", options().now).await.unwrap();
        let stays = undo::Stayed { kind: Kind::Partnership, id, why: undo::Why::Merged };
        assert!(undone.withdrawn.is_empty() && undone.left.contains(&stays), "{undone:?}");
        assert!(undo::left(journal, &kept).await.unwrap().contains(&stays));
        assert_eq!((kept.undone_at, kept.state(), kept.may_be_undone()), (None, "import-state-done", true));

        let back = Entry::publish(Kind::Partnership, id, written.version + 1, &body, identifiers(&body));
        journal.append(&author, options().now, &[back]).await.unwrap();
        let undone = undo::undo(journal, &mut kept, "annulé", options().now).await.unwrap();
        assert!(undone.withdrawn.contains(&(Kind::Partnership, id)), "{undone:?}");
        let left = undo::left(journal, &kept).await.unwrap();
        assert!(
            left.iter().all(|stayed| stayed.why == undo::Why::Needed),
            "the other record has the same parties: {left:?}"
        );
        assert!(kept.undone_at.is_some());
        let newest = journal.newest(Kind::Partnership, id).await.unwrap().unwrap();
        assert_eq!(newest.change, Change::Withdrawn);
    }
}

#[tokio::test]
async fn what_was_undone_may_be_imported_again() {
    for test in journals().await {
        let journal = &test.journal;
        lille(journal).await;
        let text = TABLE.lines().take(2).collect::<Vec<_>>().join("\n").replace("Saint-Louis", "Zouranibourg");
        let mut kept = kept::Kept::new("table.csv", kept::Form::Table, None, options().now);
        let at = kept.begin(journal, options().now).await.unwrap().unwrap();
        let done = run(Some(journal), asked(&file(&text)), &Options { now: at, ..options() }, false).await.unwrap();
        let undone = undo::undo(journal, &mut kept, "annulé", options().now).await.unwrap();
        assert_eq!(
            (undone.withdrawn.len() as u64, undone.left.len()),
            (1 + done.report.organisations_created, 0),
            "{undone:?}"
        );
        let id = done.report.records[0];
        assert_eq!(journal.newest(Kind::Partnership, id).await.unwrap().unwrap().change, Change::Withdrawn);
        let again = import(journal, &text).await;
        assert_eq!(again.report.records, [id], "under its old identifier, though its partner was taken back too");
        let newest = journal.newest(Kind::Partnership, again.report.records[0]).await.unwrap().unwrap();
        assert_eq!(newest.change, Change::Published);
        for party in newest.read::<Partnership>().unwrap().parties {
            let organisation = journal.newest(Kind::Organisation, party.organisation).await.unwrap().unwrap();
            assert_eq!(organisation.change, Change::Published, "{party:?}");
        }
    }
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

#[tokio::test]
async fn a_cell_without_a_value_is_one_fault() {
    let test = journals().await.swap_remove(0);
    lille(&test.journal).await;
    let text = "Titre;Commune;Ville partenaire;Pays;Montant;Notes\n\
        #REF!;Lille;Saint-Louis;Sénégal;#DIV/0!;#N/A\n#1 école;Lille;Saint-Louis;Sénégal;5;\n";
    let done = import(&test.journal, text).await;
    assert_eq!(errors(&done), [(Code::NoValue, "title", "#REF!"), (Code::NoValue, "amount", "#DIV/0!")]);
    assert_eq!(counts(&done), [1, 0, 0, 1]);
}

#[tokio::test]
async fn a_row_that_comes_twice_is_one_record() {
    for test in journals().await {
        let journal = &test.journal;
        lille(journal).await;
        let row = "Eau;Lille;Saint-Louis;Sénégal;2013\n";
        let text = format!("Titre;Commune;Ville partenaire;Pays;Début\n{row}{row}{}", row.replace("2013", "2014"));
        let done = import(journal, &text).await;
        assert_eq!(counts(&done), [1, 0, 1, 1], "{:?}", done.report.anomalies);
        assert_eq!(errors(&done), [(Code::RowsDiffer, "title", "ligne 2")]);
        assert!(
            done.report.anomalies.iter().any(|anomaly| anomaly.code == Code::RowMerged && anomaly.value == "ligne 2")
        );
        assert_eq!(journal.count(Kind::Partnership).await.unwrap(), 1);
        let other = import(journal, &text.replace("Eau", "Puits").lines().take(2).collect::<Vec<_>>().join("\n")).await;
        let id = done.report.records[0].to_string();
        assert!(other.report.anomalies.iter().any(|one| one.code == Code::LikelyDuplicate && one.value == id));
    }
}

#[tokio::test]
async fn a_name_that_is_anothers_than_the_codes_is_told_and_the_code_is_followed() {
    let test = journals().await.swap_remove(0);
    let journal = &test.journal;
    lille(journal).await;
    let mut cannes = Organisation::new(OrganisationKind::Commune, Some(Country::FR), "Cannes");
    cannes.identifiers.push(crate::registers::identifier("insee-commune", "06029"));
    let entry = Entry::publish(Kind::Organisation, Id::derived("cannes"), 0, &cannes, cannes.identifiers.clone());
    journal.append(&Author::system("registers"), options().now, &[entry]).await.unwrap();
    let text = "Titre;Commune;Code INSEE;Ville partenaire;Pays\n\
        Eau;Lille;6029;Saint-Louis;Sénégal\nEau;Ville de Lille;59350;Saint-Louis;Sénégal\nEau;La capitale des Flandres;59350;Dakar;Sénégal\n";
    let done = import(journal, text).await;
    let told: Vec<_> = done.report.anomalies.iter().filter(|one| one.code == Code::NameOfAnother).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0].record.as_str(), told[0].value.as_str()), ("table.csv:2", "Lille · 6029 Cannes"));
    let first: Partnership =
        journal.newest(Kind::Partnership, done.report.records[0]).await.unwrap().unwrap().read().unwrap();
    assert_eq!(first.parties[0].organisation, Id::derived("cannes"));
}

#[tokio::test]
async fn months_have_names_and_an_amount_is_read_in_one_way() {
    let test = journals().await.swap_remove(0);
    lille(&test.journal).await;
    let text = "Titre;Commune;Ville partenaire;Pays;Début;Fin;Signature;Montant\n\
        Eau;Lille;Saint-Louis;Sénégal;juin 2016;1er mars 2018;March 1st, 2018;1 234,500\n\
        Puits;Lille;Saint-Louis;Sénégal;juin 16;;;1,500\nÉcoles;Lille;Saint-Louis;Sénégal;;;;12.500 €\n";
    let done = import(&test.journal, &text.replace("Signature", "Date de signature")).await;
    assert_eq!(
        errors(&done),
        [
            (Code::BadCell, "start", "juin 16"),
            (Code::AmbiguousAmount, "amount", "1,500"),
            (Code::AmbiguousAmount, "amount", "12.500 €"),
        ]
    );
    let id = done.report.records[0];
    let record: Partnership = test.journal.newest(Kind::Partnership, id).await.unwrap().unwrap().read().unwrap();
    assert_eq!(record.start, Some(PartialDate::Month(2016, 6)));
    assert_eq!((record.end, record.first_signature()), ("2018-03-01".parse().ok(), "2018-03-01".parse().ok()));
}

#[tokio::test]
async fn a_fault_is_told_once_where_it_can_be_mended() {
    let test = journals().await.swap_remove(0);
    lille(&test.journal).await;
    let text = "Titre;Commune;Ville partenaire;Pays\n\
        Eau;;Saint-Louis;Sénégal\nEau;Lile-sur-Rien;Saint-Louis;Sénégal\nEau;Lille;;\n";
    let done = import(&test.journal, text).await;
    let found: Vec<_> = errors(&done).into_iter().map(|(code, column, _)| (code, column)).collect();
    let missing =
        [(Code::MissingParty, "authority"), (Code::UnknownAuthority, "authority"), (Code::MissingParty, "partner")];
    assert_eq!(found, missing, "{:?}", done.report.anomalies);
    let values: Vec<_> = errors(&done).into_iter().map(|(.., value)| value).collect();
    assert_eq!((values[0], values[2]), ("", ""), "what stands in the column, not in that of the other party");
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

/// Organisations that the records of the property test have.
fn organisations() -> Vec<(Id, Organisation)> {
    let one = |(at, (country, name)): (u64, (&str, &str))| {
        let kind = OrganisationKind::LocalAuthority;
        (Id::from_u64(100 + at).unwrap(), Organisation::new(kind, Some(country.parse().unwrap()), name))
    };
    (0..)
        .zip([("FR", "Essai-sur-Mer"), ("FR", "Essai-les-Bains"), ("ML", "Zourani"), ("SN", "Zouré")])
        .map(one)
        .collect()
}

fn date() -> impl Strategy<Value = PartialDate> {
    prop_oneof![
        (1950..2030).prop_map(PartialDate::Year),
        (1950..2030, 1u32..=12).prop_map(|(year, month)| PartialDate::Month(year, month)),
        (1950..2030, 1u32..=12, 1u32..=28)
            .prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}").parse().unwrap()),
    ]
}

prop_compose! {
    fn line()(
        amount in -1_000_000i64..1_000_000_000,
        scale in 0u32..3,
        year in prop::option::of(1950..2030i32),
        currency in prop::sample::select(vec!["EUR", "USD", "XOF"]),
        funders in prop::collection::vec("[A-Z][a-zé’ ]{0,12}[a-z]", 0..3),
    ) -> FundingLine {
        let funder = |name: String| NamedOrganisation { name, organisation: None };
        FundingLine {
            amount: Some(Decimal::new(amount, scale)),
            year,
            currency: currency.parse::<Currency>().unwrap(),
            funders: funders.into_iter().map(funder).collect(),
            ..FundingLine::default()
        }
    }
}

prop_compose! {
    fn record()(
        title in "[A-Zé][a-zé’\"; ,=+0-9]{0,30}[a-z]",
        form in prop::sample::select(Form::ALL),
        parties in prop::sample::subsequence(vec![0usize, 1, 2, 3], 1..4),
        main in prop::option::of(prop::sample::select(vec!["1.1", "1.2", "5.1.1"])),
        others in prop::sample::subsequence(vec!["2.1", "3.1", "3.2"], 0..3),
        (start, end, signed) in (prop::option::of(date()), prop::option::of(date()), prop::option::of(date())),
        state in 0..3,
        line in prop::option::of(line()),
        objective in "([A-Zé][a-zé’ .\n]{0,60}[.])?",
        documents in prop::sample::subsequence(vec!["https://example.org/a", "http://example.org/b?c=d"], 0..2),
        number in prop::option::of(1u32..100_000),
    ) -> Partnership {
        let all = organisations();
        let party = |at: usize| Party {
            organisation: all[at].0,
            name: all[at].1.names[0].name.clone(),
            country: all[at].1.country.unwrap(),
            role: PartyRole::Partner,
            from: None,
            to: None,
        };
        let mut record = Partnership {
            title: Text::new("fr", title),
            form,
            parties: parties.into_iter().map(party).collect(),
            start,
            end,
            ended: state == 1,
            dormant: state == 2,
            ..Partnership::default()
        };
        record.themes.main = main.map(str::to_owned);
        let other = |theme: &str| OtherTheme { theme: theme.to_owned(), priority: None, eligible: None };
        record.themes.others = others.into_iter().map(other).collect();
        let agreement = |signed| Agreement { kind: AgreementKind::Unspecified, signed: Some(signed), ..Agreement::default() };
        record.agreements = signed.into_iter().map(agreement).collect();
        record.funding = line.into_iter().collect();
        record.narratives.objective = Text::new("fr", objective);
        let document = |url: &str| Document { title: Text::default(), file: None, url: Some(url.to_owned()) };
        record.documents = documents.into_iter().map(document).collect();
        let legacy = |number: u32| LegacyId { scheme: ATLAS.to_owned(), value: number.to_string() };
        record.legacy_ids = number.map(legacy).into_iter().collect();
        record
    }
}

/// A record as the only row of a CSV file under the headings of the template.
fn as_csv(cells: &template::Cells, l: Locale) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    out.write_record(Column::of_template().map(|column| column.heading(l))).unwrap();
    out.write_record(Column::of_template().map(|column| cells.get(&column).cloned().unwrap_or_default())).unwrap();
    out.into_inner().unwrap()
}

/// The same as a workbook, under the short names of the columns; amounts and years are numbers, as in the template, and whole
/// days are days, as in the atlas's own files.
fn as_workbook(cells: &template::Cells) -> Vec<u8> {
    use meridien_tables::{Column as Head, Kind as Holds, Table, Xlsx};
    let is_number = |column: Column| matches!(column, Column::Amount | Column::Year);
    let heads: Vec<Head> = Column::of_template()
        .map(|column| match column {
            Column::Amount | Column::Year => Head::of(column.as_str(), Holds::Amount),
            Column::Start | Column::End | Column::Signed => Head::date(column.as_str()),
            _ => Head::text(column.as_str()),
        })
        .collect();
    let row: Vec<Cell> = Column::of_template()
        .map(|column| match cells.get(&column) {
            Some(text) if is_number(column) => Cell::Amount(text.parse().unwrap()),
            Some(text) => Cell::text(text),
            None => Cell::Empty,
        })
        .collect();
    // Tables are constants everywhere else.
    let mut book = Xlsx::new(&[Table { name: "partenariats", columns: heads.leak() }], |_, _| true).unwrap();
    book.row(0, &row).unwrap();
    let mut out = std::io::Cursor::new(Vec::new());
    book.finish(&mut out).unwrap();
    out.into_inner()
}

/// The record that the only row of a file gives.
fn read_back(source: Vec<u8>, words: &Words, l: Locale) -> (Partnership, Vec<Anomaly>) {
    let mut rows = Vec::new();
    read::rows(std::io::Cursor::new(source), &mut |row| {
        rows.push(row);
        ControlFlow::Continue(())
    })
    .unwrap();
    let texts: Vec<_> = rows[0].cells.iter().map(Cell::plain).collect();
    let heads = headings(texts.iter().map(AsRef::as_ref), &Chosen::new());
    let mut register = Register::default();
    organisations().iter().for_each(|(id, organisation)| register.add(*id, organisation, None, None));
    let mut parties = Parties::new(register, Country::FR);
    let mut faults = Faults::default();
    let values = Values::new(&rows[1], &heads, &Corrections::new());
    let read = Context { words, locale: l }.read(&values, &mut parties, &mut faults);
    (read.record, faults.all)
}

proptest! {
    #[test]
    fn what_the_template_holds_of_a_record_comes_back(record in record()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let words = runtime.block_on(Words::read(None)).unwrap();
        let cells = template::cells(&record, FR);
        for file in [as_csv(&cells, FR), as_workbook(&cells)] {
            let (back, faults) = read_back(file, &words, FR);
            prop_assert_eq!(&faults, &[]);
            prop_assert_eq!(template::cells(&back, FR), cells.clone());
            prop_assert_eq!((back.ended, back.dormant), (record.ended, record.dormant));
            prop_assert_eq!(&back.parties, &record.parties);
        }
    }
}
