//! The record and the parties that a row means, and what it leaves of them as it is.

use rust_decimal::Decimal;

use super::*;
use crate::partnership::funding::{FundingLine, OnePercent, Stage};
use crate::partnership::{Agreement, NamedOrganisation, PartyRole, Phase};
use crate::value::Currency;

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
