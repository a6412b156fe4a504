//! What cells say: amounts, currencies, months; and where their faults are told.

use super::*;
use crate::value::{Currency, PartialDate};

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

#[test]
fn each_kind_of_cell_has_its_rule() {
    use Column::{Amount, Atlas, Currency, Demo, Document, Form, Start, Status, Theme, Year};
    let columns = [Form, Theme, Start, Status, Amount, Currency, Year, Document, Atlas, Demo];
    for l in Lang::ALL.map(Locale::from) {
        let told = |column: Column| {
            let fault = Anomaly::new(Code::BadCell, column.as_str(), "?");
            report::Line::new(&fault, l).rule.into_owned()
        };
        let rules: HashSet<String> = columns.into_iter().map(told).collect();
        assert_eq!(rules.len(), columns.len(), "{rules:?}");
    }
    let fault = Anomaly::new(Code::BadCell, Start.as_str(), "hier");
    assert!(report::Line::new(&fault, FR).rule.starts_with("Une date comme 2013"));
}

#[test]
fn the_word_that_was_most_likely_meant_is_offered() {
    let offered = |column: Column, text: &str| {
        let fault = Anomaly::new(Code::BadCell, column.as_str(), text);
        let mend = report::Line::new(&fault, FR).mend.into_owned();
        mend.split_once(" Peut-être\u{a0}: ").map(|(_, word)| word.to_owned())
    };
    let first = crate::reference::themes().iter().find(|theme| theme.name.fr.starts_with("Eau")).unwrap();
    let theme = format!("{} {}.", first.code, first.name.fr);
    assert_eq!(offered(Column::Theme, "Eau"), Some(theme.clone()), "the more general first");
    assert_eq!(offered(Column::OtherThemes, "EAU"), Some(theme));
    assert_eq!(offered(Column::Form, "accord").as_deref(), Some("Accord de coopération."));
    assert_eq!(offered(Column::Form, "jumelages").as_deref(), Some("Jumelage."));
    assert_eq!(offered(Column::Form, "n’importe quoi"), None);
    assert_eq!(offered(Column::Start, "hier"), None, "no words to choose from");
}

#[tokio::test]
async fn what_a_cell_does_not_say_for_a_fault_of_its_own_is_not_missing() {
    let test = journals().await.swap_remove(0);
    lille(&test.journal).await;
    let done =
        import(&test.journal, "Titre;Commune;Ville partenaire;Pays;Thème principal\nEau;Lille;Zourani;Mali;Flux\n")
            .await;
    let of_theme: Vec<_> = done.report.anomalies.iter().filter(|fault| fault.field == "theme").collect();
    assert_eq!(of_theme.iter().map(|fault| fault.code).collect::<Vec<_>>(), [Code::BadCell], "{of_theme:?}");
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
