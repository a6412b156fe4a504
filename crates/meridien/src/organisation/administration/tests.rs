//! The administration of organisations over HTTP: who may, what is shown before, what is written.

use axum::http::StatusCode;

use crate::access::{Role, Scope};
use crate::account::testing::{Person, sign_in};
use crate::app::Settings;
use crate::app::testing::{Answer, TestApp};
use crate::declaration::draft::{Draft, Proposed};
use crate::journal::{Entry, Kind, Proposal, ProposalState, Revision};
use crate::organisation::{Identifier, Organisation, OrganisationKind, Successor};
use crate::partnership::{Agreement, Partnership, Party, PartyRole};
use crate::value::{Country, Id, Text};

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn country(code: &str) -> Country {
    code.parse().unwrap()
}

fn authority(number: u64, name: &str, of: &str) -> Entry {
    let body = Organisation::new(OrganisationKind::Region, Some(country(of)), name);
    Entry::publish(Kind::Organisation, id(number), 0, &body, Vec::new())
}

fn partnership(number: u64, parties: &[(u64, &str, &str)]) -> Entry {
    let party = |(of, name, at): &(u64, &str, &str)| Party {
        organisation: id(*of),
        name: (*name).to_owned(),
        country: country(at),
        role: PartyRole::default(),
        from: None,
        to: None,
    };
    let body = Partnership {
        title: Text::new("fr", format!("Coopération {number}")),
        parties: parties.iter().map(party).collect(),
        ..Partnership::default()
    };
    Entry::publish(Kind::Partnership, id(number), 0, &body, Vec::new())
}

/// Two old regions and a new one, each with a partnership in Mali, and one that the two old ones share.
async fn app() -> TestApp {
    let kayes = (9, "Kayes", "ML");
    TestApp::new(Settings::default())
        .await
        .with([
            authority(1, "Région Auvergne", "FR"),
            authority(2, "Région Rhône-Alpes", "FR"),
            authority(3, "Région Auvergne-Rhône-Alpes", "FR"),
            authority(9, "Région de Kayes", "ML"),
            partnership(101, &[(1, "Auvergne", "FR"), kayes]),
            partnership(102, &[(2, "Rhône-Alpes", "FR"), kayes]),
            partnership(103, &[(1, "Auvergne", "FR"), (2, "Rhône-Alpes", "FR"), kayes]),
        ])
        .await
}

fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    let at = page.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name} in {page}"));
    page[at..].split('"').nth(3).unwrap()
}

/// Sends a form, then confirms what follows.
async fn confirmed(who: &Person<'_>, address: &str, fields: &[(&str, &str)]) -> Answer {
    let looked = who.post(address, fields).await;
    assert_eq!(looked.status, StatusCode::OK, "{}", looked.body);
    let base = hidden(&looked.body, "base").to_owned();
    let last = [("base", base.as_str()), ("confirmer", "oui"), ("motif", "Loi du 16 janvier 2015")];
    who.post(address, &[fields, &last].concat()).await
}

async fn newest(app: &TestApp, number: u64) -> (Revision, Organisation) {
    let revision = app.state.journal.newest(Kind::Organisation, id(number)).await.unwrap().unwrap();
    let body = revision.read().unwrap();
    (revision, body)
}

#[tokio::test]
async fn only_those_who_look_after_organisations_reach_the_pages() {
    let app = app().await;
    let merge = format!("/fr/admin/organisations/{}/fusionner", id(1));
    let pages = ["/fr/admin/organisations".to_owned(), "/fr/admin/organisations/nouvelle".to_owned(), merge.clone()];
    for (role, scope, expected) in [
        (Role::Ministry, Scope::Everything, StatusCode::OK),
        (Role::Administrator, Scope::Everything, StatusCode::OK),
        (Role::Agent, Scope::Organisation(id(1)), StatusCode::FORBIDDEN),
        (Role::Responsible, Scope::Organisation(id(1)), StatusCode::FORBIDDEN),
        (Role::Correspondent, Scope::Country(country("ML")), StatusCode::FORBIDDEN),
        (Role::Prefecture, Scope::Territory(id(20)), StatusCode::FORBIDDEN),
    ] {
        let person = sign_in(&app, role, scope).await;
        for page in &pages {
            assert_eq!(person.get(page).await.status, expected, "{role:?} {page}");
        }
        if expected == StatusCode::FORBIDDEN {
            assert_eq!(person.post(&merge, &[("confirmer", "oui")]).await.status, expected, "{role:?}");
        }
    }
    assert_eq!(app.get(&pages[0]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_merger_shows_what_follows_then_keeps_old_pages_and_counts_each_partnership_once() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let address = format!("/fr/admin/organisations/{}/fusionner", id(1));
    let successor = id(3).to_string();
    let other = id(2).to_string();
    let fields = [("successeur", successor.as_str()), ("autre-1", other.as_str()), ("date", "2016-01-01")];
    let looked = ministry.post(&address, &fields).await;
    assert_eq!(looked.status, StatusCode::OK, "{}", looked.body);
    for said in ["3 partenariats sont concernés", "Un partenariat commun", "Coopération 103"] {
        assert!(looked.body.contains(said), "{said}: {}", looked.body);
    }
    let without = ministry.post(&address, &[&fields[..], &[("confirmer", "oui")]].concat()).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY, "a reason is asked for");
    assert!(without.body.contains("<title>Erreur"));
    assert!(newest(&app, 1).await.1.successors.is_empty(), "nothing is written before it is confirmed");

    let done = confirmed(&ministry, &address, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let (revision, body) = newest(&app, 1).await;
    assert_eq!((body.successors[0].organisation, body.to), (id(3), "2015-12-31".parse().ok()));
    assert_eq!(
        (revision.author.role.as_str(), revision.reason.as_deref()),
        ("ministry", Some("Loi du 16 janvier 2015"))
    );
    assert_eq!(newest(&app, 2).await.1.successors[0].organisation, id(3));

    let app_followed = app.with([]).await;
    let old = app_followed.get(&format!("/fr/organisations/{}", id(1))).await;
    assert!(old.body.contains("Région Auvergne-Rhône-Alpes"), "the old page leads to the successor");
    let search = &app_followed.state.search;
    assert_eq!(search.partnerships_of(id(3)).unwrap(), 3, "each partnership once");
    assert_eq!(search.partnerships_of(id(1)).unwrap(), 2, "what it signed stays its own");
    let record = app_followed.get(&format!("/fr/partenariats/{}", id(101))).await;
    assert!(record.body.contains("Auvergne"), "the name as signed stays");
}

/// The numbers of the table of what each organisation has, line by line.
fn totals(page: &str) -> Vec<String> {
    let lines = page.split("<tr><th scope=\"row\">").skip(1);
    let numbers = |line: &str| {
        let cells =
            line.split("</tr>").next().unwrap_or_default().split("</td>").filter_map(|cell| cell.rsplit('>').next());
        cells.filter(|cell| !cell.is_empty()).map(str::to_owned).collect::<Vec<_>>().join(" ")
    };
    lines.map(numbers).collect()
}

#[tokio::test]
async fn a_split_and_what_undoes_it_tell_what_each_will_have() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let (one, other) = (id(2).to_string(), id(3).to_string());
    let fields = [("autre-1", one.as_str()), ("autre-2", other.as_str()), ("date", "2016-01-01")];
    let address = format!("/fr/admin/organisations/{}", id(1));
    let looked = ministry.post(&format!("{address}/scinder"), &fields).await.body;
    assert_eq!(totals(&looked), ["2 2 0", "2 2 3", "0 0 2"], "{looked}");
    confirmed(&ministry, &format!("{address}/scinder"), &fields).await;
    let app = app.with([]).await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let looked = ministry.get(&format!("{address}/retablir?version=1")).await.body;
    assert_eq!(totals(&looked), ["2 0 2", "2 3 2", "0 2 0"], "{looked}");
}

#[tokio::test]
async fn namesakes_are_told_apart_where_one_is_chosen() {
    use crate::territory::{Level, Territory};
    let territory = |number: u64, level, parent: Option<u64>, name: &str| {
        let body = Territory {
            level,
            country: country("FR"),
            name: Text::new("fr", name),
            codes: Vec::new(),
            parent: parent.map(id),
            point: None,
            population: None,
            source: String::new(),
        };
        Entry::publish(Kind::Territory, id(number), 0, &body, Vec::new())
    };
    let commune = |number: u64, at: Option<u64>, codes: Vec<Identifier>| {
        let body = Organisation {
            territory: at.map(id),
            identifiers: codes.clone(),
            ..Organisation::new(OrganisationKind::Commune, Some(country("FR")), "Saint-Denis")
        };
        Entry::publish(Kind::Organisation, id(number), 0, &body, codes)
    };
    let siren = Identifier { scheme: "siren".into(), value: "219300662".into() };
    let app = app()
        .await
        .with([
            territory(20, Level::Department, None, "Aude"),
            territory(21, Level::Commune, Some(20), "Saint-Denis"),
            commune(22, Some(21), Vec::new()),
            commune(23, None, vec![siren]),
        ])
        .await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let address = format!("/fr/admin/organisations/{}/fusionner", id(1));
    let asked = ministry.post(&address, &[("successeur", "Saint-Denis"), ("date", "2016-01-01")]).await.body;
    assert!(asked.contains("Aude") && asked.contains("219300662"), "{asked}");
}

#[tokio::test]
async fn a_merger_is_undone_whole() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let (successor, other) = (id(3).to_string(), id(2).to_string());
    let fields = [("successeur", successor.as_str()), ("autre-1", other.as_str()), ("date", "2016-01-01")];
    confirmed(&ministry, &format!("/fr/admin/organisations/{}/fusionner", id(1)), &fields).await;
    let app = app.with([]).await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let page = ministry.get(&format!("/fr/admin/organisations/{}", id(1))).await.body;
    let restore = format!("/fr/admin/organisations/{}/retablir", id(1));
    assert!(page.contains(&format!("{restore}?version=1")), "{page}");
    let looked = ministry.get(&format!("{restore}?version=1")).await;
    assert!(looked.body.contains("Région Rhône-Alpes"), "the other one comes back too: {}", looked.body);
    assert_eq!(totals(&looked.body), ["2 0 2", "2 0 2", "0 3 0"], "signed, held before and after: {}", looked.body);
    assert!(!looked.body.contains("partenariat commun"), "{}", looked.body);
    let base = hidden(&looked.body, "base").to_owned();
    let last = [("version", "1"), ("base", base.as_str()), ("confirmer", "oui"), ("motif", "Erreur de saisie")];
    let done = ministry.post(&restore, &last).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    for number in [1, 2] {
        let (revision, body) = newest(&app, number).await;
        assert_eq!((revision.version, body.successors.len(), body.to), (3, 0, None));
    }
}

/// Whatever was corrected since stays.
#[tokio::test]
async fn a_merger_is_undone_whole_though_one_was_corrected_since() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let (successor, other) = (id(3).to_string(), id(2).to_string());
    let fields = [("successeur", successor.as_str()), ("autre-1", other.as_str()), ("date", "2016-01-01")];
    confirmed(&ministry, &format!("/fr/admin/organisations/{}/fusionner", id(1)), &fields).await;
    let mut entries = Vec::new();
    for number in [1, 2] {
        let (newest, mut body) = newest(&app, number).await;
        body.website = Some("https://region.example/".to_owned());
        entries.push(Entry::publish(Kind::Organisation, id(number), newest.version, &body, Vec::new()));
    }
    let app = app.with(entries).await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let restore = format!("/fr/admin/organisations/{}/retablir", id(1));
    let looked = ministry.get(&format!("{restore}?version=1")).await.body;
    assert!(looked.contains("<h3>Région Rhône-Alpes</h3>"), "the other one is named: {looked}");
    let base = hidden(&looked, "base").to_owned();
    let last = [("version", "1"), ("base", base.as_str()), ("confirmer", "oui"), ("motif", "Erreur")];
    assert_eq!(ministry.post(&restore, &last).await.status, StatusCode::SEE_OTHER);
    let (_, other) = newest(&app, 2).await;
    assert_eq!((other.successors.len(), other.to, other.website.is_some()), (0, None, true), "{other:?}");
    // Done once more, there is nothing left to undo of it.
    let again = ministry.get(&format!("{restore}?version=1")).await.body;
    assert!(!again.contains("<h3>Région Rhône-Alpes</h3>"), "{again}");
}

#[tokio::test]
async fn an_organisation_saved_twice_is_one_and_its_reason_names_nobody() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let address = "/fr/admin/organisations/nouvelle";
    let fields = [("nom-0", "Ville réunie"), ("usage-0", "usual"), ("nature", "commune"), ("pays", "FR")];
    let looked = ministry.post(address, &fields).await.body;
    let (base, new) = (hidden(&looked, "base").to_owned(), hidden(&looked, "nouvelle").to_owned());
    let mut last = [&fields[..], &[("base", base.as_str()), ("nouvelle", new.as_str()), ("confirmer", "oui")]].concat();
    let named = [&last[..], &[("motif", "Demandé par Mme Élodie Fictive, elodie@exemple.fr")]].concat();
    let refused = ministry.post(address, &named).await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("sera public"),
        "{}",
        refused.body
    );
    last.push(("motif", "Arrêté du 12 décembre 2015"));
    for _ in 0..2 {
        let done = ministry.post(address, &last).await;
        assert_eq!(done.header("location"), format!("/fr/admin/organisations/{new}?fait=oui"), "{}", done.body);
    }
    let other = [&last[..], &[("nom-0", "Autre ville")]].concat();
    assert_eq!(ministry.post(address, &other).await.status, StatusCode::UNPROCESSABLE_ENTITY, "it is taken");
    let app = app.with([]).await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    assert_eq!(ministry.get("/fr/admin/organisations?q=réunie").await.body.matches("Ville réunie").count(), 1);
    let again = ministry.post(address, &fields).await.body;
    assert!(again.contains("Organisations de nom proche") && again.contains(&new), "{again}");
}

#[tokio::test]
async fn a_version_that_makes_a_ring_is_refused_with_its_reason() {
    let app = app().await;
    let (one, three) = (newest(&app, 1).await.1, newest(&app, 3).await.1);
    let handed_to = |body: &Organisation, number| Organisation {
        successors: vec![Successor { organisation: id(number), on: None }],
        ..body.clone()
    };
    let publish =
        |number, base, body: &Organisation| Entry::publish(Kind::Organisation, id(number), base, body, Vec::new());
    let entries = [publish(1, 1, &handed_to(&one, 3)), publish(1, 2, &one), publish(3, 1, &handed_to(&three, 1))];
    let app = app.with(entries).await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let answer = ministry.get(&format!("/fr/admin/organisations/{}/retablir?version=2", id(1))).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
    assert!(answer.body.contains("se succéderait à elle-même") && answer.body.contains("<title>Erreur"));
}

#[tokio::test]
async fn what_cannot_be_is_refused_beside_its_field() {
    let new = Organisation {
        from: "2020".parse().ok(),
        ..Organisation::new(OrganisationKind::Commune, Some(country("FR")), "Ville nouvelle")
    };
    let app = app().await.with([Entry::publish(Kind::Organisation, id(70), 0, &new, Vec::new())]).await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let address = |operation: &str| format!("/fr/admin/organisations/{}/{operation}", id(1));
    let own = id(1).to_string();
    for (operation, fields, said) in [
        ("fusionner", vec![("successeur", own.as_str()), ("date", "2016-01-01")], "se succéder à elle-même"),
        ("fusionner", vec![("successeur", "Atlantide"), ("date", "2016-01-01")], "Rien de ce nom"),
        ("renommer", vec![("nom", "Auvergne"), ("date", "2999-01-01")], "pas encore venu"),
        ("renommer", vec![("nom", "Auvergne"), ("date", "2026-11-25")], "pas encore venu"),
        ("renommer", vec![("nom", ""), ("date", "2016-01-01")], "Donnez un nom"),
        ("renommer", vec![("nom", "Région Auvergne"), ("date", "2016-01-01")], "porte déjà ce nom"),
        ("scinder", vec![("autre-1", "00000003"), ("date", "2016-01-01")], "deux successeurs"),
        ("fermer", vec![("date", "hier")], "Choisissez un jour"),
        ("renommer", vec![("nom", "Auvergne"), ("date", "0001-01-01")], "trop ancienne"),
        ("fermer", vec![("date", "-0005-05-05")], "trop ancienne"),
        ("fusionner", vec![("successeur", "Ville nouvelle"), ("date", "2016-01-01")], "pas encore ce jour-là"),
    ] {
        let answer = ministry.post(&address(operation), &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{operation} {fields:?}: {}", answer.body);
        let body = answer.body.replace("&#39;", "'");
        assert!(body.contains(said) && body.contains("<title>Erreur"), "{operation}: {body}");
    }
    for (operation, field) in [("fusionner", "successeur"), ("renommer", "nom"), ("scinder", "autre-2")] {
        let body = ministry.post(&address(operation), &[]).await.body;
        for field in [field, "date"] {
            assert!(
                body.contains(&format!("<a href=\"#{field}\">")),
                "all faults at once: {operation} {field}: {body}"
            );
        }
    }
    let overseas = ministry.post(&address("fermer"), &[("date", "2026-11-24")]).await;
    assert_eq!(overseas.status, StatusCode::OK, "that day has come in Nouméa: {}", overseas.body);
    assert_eq!(newest(&app, 1).await.0.version, 1);
}

/// A record keeps the name under which it was signed, beside today's; an authority that has ended is said to have.
#[tokio::test]
async fn a_new_name_and_an_end_are_said_by_the_records() {
    let mut signed = Partnership { start: "1985".parse().ok(), ..Partnership::default() };
    let party = |number: u64, name: &str, of: &str| Party {
        organisation: id(number),
        name: name.to_owned(),
        country: country(of),
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    signed.parties = vec![party(60, "Antibes", "FR"), party(61, "Kaya", "BF")];
    signed.agreements = vec![Agreement { parties: vec![id(60)], ..Agreement::default() }];
    let record = Entry::publish(Kind::Partnership, id(62), 0, &signed, Vec::new());
    let app = app().await.with([authority(60, "Antibes", "FR"), authority(61, "Kaya", "BF"), record]).await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let address = |number, operation: &str| format!("/fr/admin/organisations/{}/{operation}", id(number));
    confirmed(&ministry, &address(60, "renommer"), &[("nom", "Antibes-les-Pins"), ("date", "2026-01-01")]).await;
    let early = ministry.post(&address(61, "fermer"), &[("date", "1980-01-31")]).await.body;
    assert!(early.contains("Une de ces fiches commence après ce jour"), "{early}");
    confirmed(&ministry, &address(61, "fermer"), &[("date", "2026-01-31")]).await;
    let late = [("nom", "Kaya-Ville"), ("date", "2026-02-01")];
    assert!(ministry.post(&address(61, "renommer"), &late).await.body.contains("déjà une date de fin"));

    let page = app.get(&format!("/fr/partenariats/{}", id(62))).await.body;
    let of = |anchor: &str| page.split(&format!("id=\"{anchor}\"")).nth(1).unwrap().split("</section>").next().unwrap();
    assert!(
        of("parties").contains("Antibes-les-Pins") && of("parties").contains("a cessé d’exister (31 janvier 2026)")
    );
    assert!(of("chronologie").contains("Change de nom"), "{}", of("chronologie"));
    assert!(of("chronologie").contains("Cesse d’exister"), "{}", of("chronologie"));
    assert!(of("accords").contains(">Antibes<"), "{}", of("accords"));
    assert!(
        app.get(&format!("/fr/organisations/{}", id(61))).await.body.contains("a cessé d’exister (31 janvier 2026)")
    );
}

#[tokio::test]
async fn two_at_once_do_not_overwrite_each_other() {
    let app = app().await;
    let (one, other) = (
        sign_in(&app, Role::Ministry, Scope::Everything).await,
        sign_in(&app, Role::Administrator, Scope::Everything).await,
    );
    let address = format!("/fr/admin/organisations/{}/renommer", id(1));
    let fields = [("nom", "Auvergne"), ("date", "2010-01-01")];
    let looked = one.post(&address, &fields).await;
    let base = hidden(&looked.body, "base").to_owned();
    let done = confirmed(&other, &address, &[("nom", "Arvernie"), ("date", "2012-01-01")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let last = [("nom", "Auvergne"), ("date", "2014-01-01"), ("base", &*base), ("confirmer", "oui"), ("motif", "x")];
    let late = one.post(&address, &last).await;
    assert!(late.body.contains("a changé entre-temps"), "{}", late.body);
    assert_eq!(newest(&app, 1).await.1.names.len(), 2);
}

#[tokio::test]
async fn an_organisation_is_created_and_corrected() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let address = "/fr/admin/organisations/nouvelle";
    let fields = [
        ("nom-0", "Ville de Lille"),
        ("usage-0", "usual"),
        ("nature", "commune"),
        ("pays", "FR"),
        ("siren", "215903501"),
    ];
    let wrong = [&fields[..4], &[("siren", "215903502")]].concat();
    assert_eq!(ministry.post(address, &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = confirmed(&ministry, address, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let found = app.state.journal.find(Kind::Organisation, "siren", "215903501").await.unwrap();
    let [created] = found[..] else { panic!("{found:?}") };
    let taken = ministry.post(address, &fields).await;
    assert!(taken.body.contains("porte déjà ce SIREN"), "{}", taken.body);

    let correct = format!("/fr/admin/organisations/{created}/corriger");
    let form = ministry.get(&correct).await.body;
    assert!(form.contains("value=\"Ville de Lille\"") && form.contains("value=\"215903501\""), "{form}");
    let wrong = [&fields[..], &[("site", "https://www lille.fr")]].concat();
    let refused = ministry.post(&correct, &wrong).await;
    assert!(refused.body.contains("ne contient pas d’espace"), "{}", refused.body);
    let fields = [&fields[..], &[("codes", "insee-commune 59350"), ("site", "https://www.lille.fr")]].concat();
    let done = confirmed(&ministry, &correct, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let body: Organisation =
        app.state.journal.newest(Kind::Organisation, created).await.unwrap().unwrap().read().unwrap();
    let insee = Identifier { scheme: "insee-commune".to_owned(), value: "59350".to_owned() };
    assert!(body.identifiers.contains(&insee) && body.website.is_some(), "{body:?}");
}

/// A declaration that was handed in and names an organisation that no register holds.
async fn proposal(app: &TestApp) -> (Id, Id) {
    let proposed = id(500);
    let new = Organisation::new(OrganisationKind::Commune, Some(country("ML")), "Commune de Kayes");
    let parties = [(1, "Auvergne", "FR"), (500, "Commune de Kayes", "ML")];
    let body: serde_json::Value = serde_json::from_str(&partnership(701, &parties).body).unwrap();
    let draft = serde_json::json!({
        "body": body,
        "proposed": { proposed.to_string(): { "organisation": new } },
    });
    let proposal = Proposal {
        id: id(700),
        kind: Kind::Partnership,
        record: id(701),
        base: 0,
        author: "agent".to_owned(),
        body: draft.to_string(),
        state: ProposalState::Submitted,
        edit: 0,
        reason: None,
        at: crate::app::testing::now(),
    };
    app.state.journal.save_proposal(&proposal).await.unwrap();
    (proposal.id, proposed)
}

#[tokio::test]
async fn a_proposed_organisation_is_corrected_and_created() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let (declaration, proposed) = proposal(&app).await;
    let address = format!("/fr/admin/organisations/proposees/{declaration}/{proposed}");
    let list = ministry.get("/fr/admin/organisations").await.body;
    assert!(list.contains(&address) && list.contains("Commune de Kayes"), "{list}");
    assert_eq!(ministry.get(&address).await.status, StatusCode::OK);
    let fields = [
        ("faire", "accepter"),
        ("nom-0", "Commune urbaine de Kayes"),
        ("usage-0", "usual"),
        ("nature", "commune"),
        ("pays", "ML"),
    ];
    let done = ministry.post(&address, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let revision = app.state.journal.newest(Kind::Organisation, proposed).await.unwrap().unwrap();
    assert_eq!(revision.read::<Organisation>().unwrap().names[0].name, "Commune urbaine de Kayes");
    assert!(!ministry.get("/fr/admin/organisations").await.body.contains(&address), "it is decided");
}

#[tokio::test]
async fn an_existing_organisation_takes_the_place_of_a_proposed_one() {
    let app = app().await;
    let ministry = sign_in(&app, Role::Ministry, Scope::Everything).await;
    let (declaration, proposed) = proposal(&app).await;
    let address = format!("/fr/admin/organisations/proposees/{declaration}/{proposed}");
    let unknown = ministry.post(&address, &[("faire", "remplacer"), ("remplacer", "Atlantide")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let chosen = id(9).to_string();
    let done = ministry.post(&address, &[("faire", "remplacer"), ("remplacer", &chosen)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let saved = app.state.journal.proposal(declaration).await.unwrap().unwrap();
    let draft = Draft::read(&saved).unwrap();
    let named = draft.body.to_string();
    assert!(named.contains(&chosen) && !named.contains(&proposed.to_string()), "{named}");
    assert!(draft.proposed.is_empty(), "{:?}", draft.proposed);
    assert_eq!(saved.state, ProposalState::Submitted);
}

/// Whoever makes another party of the one that was declared has changed more than a trifle; whoever finds it in the register has
/// changed nothing that its author meant.
#[tokio::test]
async fn whoever_exchanges_a_party_does_not_publish_alone() {
    for (number, exchanged) in [(9, true), (8, false)] {
        // A commune that is called as the one that is proposed.
        let commune = Organisation::new(OrganisationKind::Commune, Some(country("ML")), "COMMUNE de Kayes");
        let app = app().await.with([Entry::publish(Kind::Organisation, id(8), 0, &commune, Vec::new())]).await;
        let mender = sign_in(&app, Role::Ministry, Scope::Everything).await;
        let (declaration, proposed) = proposal(&app).await;
        let address = format!("/fr/admin/organisations/proposees/{declaration}/{proposed}");
        let chosen = id(number).to_string();
        let fields = [("faire", "remplacer"), ("remplacer", chosen.as_str())];
        assert_eq!(mender.post(&address, &fields).await.status, StatusCode::SEE_OTHER);
        let draft = Draft::read(&app.state.journal.proposal(declaration).await.unwrap().unwrap()).unwrap();
        assert_eq!(draft.reworked.contains(&mender.account.id), exchanged, "{chosen}");
        assert!(draft.mended.contains("parties"), "the history and its author are told: {:?}", draft.mended);
        let publish = async |who: &Person<'_>| {
            who.post(&format!("/fr/valider/{declaration}"), &[("do", "publish")]).await.status == StatusCode::FORBIDDEN
        };
        assert_eq!(publish(&mender).await, exchanged, "{chosen}");
        assert!(!publish(&sign_in(&app, Role::Ministry, Scope::Everything).await).await, "a colleague may");
    }
}

/// What was mended before an organisation was found is a trifle still.
#[test]
fn what_is_found_in_the_register_makes_no_trifle_more() {
    let commune = Organisation::new(OrganisationKind::Commune, Some(country("ML")), "Commune de Kayes");
    let record: Partnership =
        serde_json::from_str(&partnership(701, &[(1, "Auvergne", "FR"), (500, "Commune de Kayes", "ML")]).body)
            .unwrap();
    let mut draft = Draft::of(&record);
    draft.proposed.insert(id(500), Proposed { organisation: commune.clone(), territory: None });
    let mend = |draft: &mut Draft, title: &str| {
        let before = draft.partnership();
        draft.body["title"]["fr"] = title.into();
        draft.mend(id(77), before, vec!["title.fr".to_owned()]);
    };
    mend(&mut draft, "Coopération 70");
    draft.identify(id(77), id(500), id(8), &commune);
    mend(&mut draft, "Coopération 7");
    assert!(draft.reworked.is_empty() && draft.partnership().parties[1].organisation == id(8), "{draft:?}");
}
