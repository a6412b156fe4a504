//! The table over HTTP: for each role, relation, action and field, the address that does it answers as the table says.
//!
//! A probe does one action to one field of a record made for it, and says whether it was done. Every person tries every probe;
//! what [`super::may`] says and what happened must be the same. An action of the table without a probe fails the test.

use std::collections::BTreeSet;

use axum::http::StatusCode;

use super::{Action, Field, Grant, RULES, Relations, Role, Scope, may};
use crate::account::testing::{Person, again, sign_in_as};
use crate::annotation::Annotation;
use crate::app::Settings;
use crate::app::testing::{Answer, TestApp, now};
use crate::declaration::draft::Draft;
use crate::journal::{Author, Entry, Kind, Person as Individual, Proposal, ProposalState};
use crate::organisation::{Organisation, OrganisationKind};
use crate::partnership::{Agreement, Contact, ContactRole, Partnership, Party, PartyRole};
use crate::territory::{Level, Territory};
use crate::value::{Country, Id, Text};

const LILLE: u64 = 1;
const KAYES: u64 = 2;
/// An authority that has nothing to do with the record.
const OTHER: u64 = 3;
const TOWN: u64 = 20;
const DEPARTMENT: u64 = 21;
const ELSEWHERE: u64 = 22;
/// The record that others are merged into.
const TARGET: u64 = 50;

/// Every action that a page does, with its field.
const PROBES: [(Action, Field); 34] = {
    use Action::*;
    use Field::*;
    [
        (Read, Whole),
        (Read, Content),
        (Read, PostContacts),
        (Read, Transmission),
        (Read, Annotation),
        (Read, Internal),
        (Suggest, Whole),
        (Declare, Whole),
        (Edit, Content),
        (Edit, Transmission),
        (Edit, PostContacts),
        (Submit, Whole),
        (Validate, Whole),
        (Return, Whole),
        (Withdraw, Whole),
        (Restore, Whole),
        (Merge, Whole),
        (Confirm, Whole),
        (Annotate, Annotation),
        (Annotate, Internal),
        (Transmit, Transmission),
        (ManageUsers, Whole),
        (ManageCampaigns, Whole),
        (ManageVocabulary, Whole),
        (ManageOrganisations, Whole),
        (ManageSettings, Whole),
        (ReadPersonal, Persons),
        (EditPersonal, Persons),
        // What nobody may do: the same pages, asked for something that is not theirs to give.
        (Edit, Annotation),
        (Edit, Internal),
        (Transmit, Content),
        (Annotate, Content),
        (Confirm, Content),
        (Validate, Transmission),
    ]
};

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn country(code: &str) -> Country {
    code.parse().unwrap()
}

fn territory(level: Level, parent: Option<u64>) -> Territory {
    Territory {
        level,
        country: Country::FR,
        name: Text::new("fr", "Ici"),
        codes: vec![],
        parent: parent.map(id),
        point: None,
        population: None,
        source: String::new(),
    }
}

fn partnership() -> Partnership {
    let party = |number, name: &str, code: &str| Party {
        organisation: id(number),
        name: name.into(),
        country: country(code),
        role: PartyRole::Partner,
        from: None,
        to: None,
    };
    let agreement =
        Agreement { signed: "2013".parse().ok(), transmitted: "2014-03-17".parse().ok(), ..Agreement::default() };
    let contact = Contact {
        name: "Ambassade".into(),
        organisation: None,
        role: ContactRole::CooperationCorrespondent,
        function: None,
        mailbox: Some("scac@example.org".into()),
        count: 0,
        persons: vec![id(60)],
    };
    let mut partnership = Partnership {
        title: Text::new("fr", "Eau potable entre Lille et Kayes"),
        start: "2013".parse().ok(),
        parties: vec![party(LILLE, "Ville de Lille", "FR"), party(KAYES, "Région de Kayes", "ML")],
        agreements: vec![agreement],
        contacts: vec![contact],
        ..Partnership::default()
    };
    partnership.themes.main = Some("4.1.1".into());
    partnership
}

fn publish(number: u64, base: i32) -> Entry {
    Entry::publish(Kind::Partnership, id(number), base, &partnership(), vec![])
}

async fn app() -> TestApp {
    let authority = |number, kind, code: &str, territory: Option<u64>| {
        let body = Organisation { territory: territory.map(id), ..Organisation::new(kind, code.parse().ok(), "Lieu") };
        Entry::publish(Kind::Organisation, id(number), 0, &body, vec![])
    };
    let place = |number, body: &Territory| Entry::publish(Kind::Territory, id(number), 0, body, vec![]);
    let app = TestApp::new(Settings::default()).await;
    let individual = Individual { name: "Élodie Fictive".into(), source: "essai".into(), ..Individual::default() };
    app.state.journal.put_person(id(60), &individual, now()).await.unwrap();
    app.with([
        place(DEPARTMENT, &territory(Level::Department, None)),
        place(ELSEWHERE, &territory(Level::Department, None)),
        place(TOWN, &territory(Level::Commune, Some(DEPARTMENT))),
        authority(LILLE, OrganisationKind::Commune, "FR", Some(TOWN)),
        authority(KAYES, OrganisationKind::Region, "ML", None),
        authority(OTHER, OrganisationKind::Commune, "FR", Some(ELSEWHERE)),
        publish(TARGET, 0),
    ])
    .await
}

/// Where a role holds: something to do with the record, and something else.
fn scopes(role: Role) -> [Scope; 2] {
    match role {
        Role::Agent | Role::Responsible => [id(LILLE), id(OTHER)].map(Scope::Organisation),
        Role::PartnerAgent => [id(KAYES), id(OTHER)].map(Scope::Organisation),
        Role::Correspondent => ["ML", "SN"].map(|code| Scope::Country(country(code))),
        Role::Prefecture => [id(DEPARTMENT), id(ELSEWHERE)].map(Scope::Territory),
        Role::Ministry | Role::Administrator => [Scope::Everything, Scope::Organisation(id(LILLE))],
    }
}

/// One person before one record.
struct Cell<'a> {
    app: &'a TestApp,
    /// Who asks; a visitor has no account.
    person: Option<&'a Person<'a>>,
    /// Whether he declared what is under way on the record.
    author: bool,
    /// The record, and what is under way on it.
    record: Id,
    proposal: Id,
}

impl Cell<'_> {
    async fn get(&self, path: &str) -> Answer {
        match self.person {
            Some(person) => person.get(path).await,
            None => self.app.get(path).await,
        }
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        match self.person {
            Some(person) => person.post(path, fields).await,
            None => self.app.post(path, fields).await,
        }
    }

    fn page(&self, end: &str) -> String {
        format!("/fr/partenariats/{}{end}", self.record)
    }

    async fn reads(&self, path: &str, text: &str) -> bool {
        let answer = self.get(path).await;
        answer.status == StatusCode::OK && answer.body.contains(text)
    }

    /// Sends a form and says whether it was taken: refused, a page says so or asks to sign in.
    async fn done(&self, path: &str, fields: &[(&str, &str)]) -> bool {
        let answer = self.post(path, fields).await;
        answer.status == StatusCode::SEE_OTHER && !answer.header("location").contains("/connexion")
    }

    async fn version(&self) -> i32 {
        self.app.state.journal.newest(Kind::Partnership, self.record).await.unwrap().unwrap().version
    }

    /// Something under way on the record, in a state.
    async fn propose(&self, state: ProposalState) {
        let draft = Draft { on_behalf_of: Some(id(LILLE)), ..Draft::of(&partnership()) };
        let own = self.person.filter(|_| self.author).map(|person| person.account.id.to_string());
        let proposal = Proposal {
            id: self.proposal,
            kind: Kind::Partnership,
            record: self.record,
            base: 1,
            author: own.unwrap_or_else(|| "somebody else".into()),
            body: draft.write(),
            state,
            edit: 0,
            reason: None,
            at: now(),
        };
        self.app.state.journal.save_proposal(&proposal).await.unwrap();
    }

    /// The draft as it is stored after a section was sent.
    async fn section(&self, slug: &str, fields: &[(&str, &str)]) -> Draft {
        self.propose(ProposalState::Draft).await;
        let page = format!("/fr/declarer/{}/{slug}", self.proposal);
        let form = self.get(&page).await.body;
        let read = form.split("name=\"edit\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let fields = [&[("edit", read.unwrap_or_default()), ("go", "next")][..], fields].concat();
        self.post(&page, &fields).await;
        Draft::read(&self.app.state.journal.proposal(self.proposal).await.unwrap().unwrap()).unwrap()
    }

    async fn state(&self) -> Option<ProposalState> {
        self.app.state.journal.proposal(self.proposal).await.unwrap().map(|proposal| proposal.state)
    }

    /// Declares for Lille; whoever declares for his own authority instead has not done that.
    async fn declares(&self) -> bool {
        let answer = self.post("/fr/declarer", &[("from", "new"), ("authority", &id(LILLE).to_string())]).await;
        let begun = answer.header("location").rsplit('/').next().and_then(|code| code.parse().ok());
        let (StatusCode::SEE_OTHER, Some(begun)) = (answer.status, begun) else { return false };
        let draft = Draft::read(&self.app.state.journal.proposal(begun).await.unwrap().unwrap()).unwrap();
        draft.on_behalf_of.is_none_or(|authority| authority == id(LILLE))
    }

    async fn confirms(&self) -> bool {
        let mut done = false;
        for party in [LILLE, KAYES] {
            let fields = [("version", "1"), ("partie", &*id(party).to_string()), ("accord", "oui")];
            done |= self.done(&format!("/fr/confirmer/{}", self.record), &fields).await;
        }
        done
    }

    async fn invites(&self) -> bool {
        let email = format!("{}@example.org", self.record).to_lowercase();
        let scope = id(LILLE).to_string();
        let fields =
            [("email", email.as_str()), ("name", "Service"), ("role", "agent"), ("scope", &scope), ("lang", "fr")];
        self.post("/fr/admin/comptes", &fields).await;
        self.app.state.accounts.by_email(&email).await.unwrap().is_some()
    }

    async fn annotates(&self, scope: &str) -> bool {
        self.post(&self.page("/annoter"), &[("texte", "Un avis"), ("portee", scope)]).await;
        let public = crate::annotation::of(&self.app.state.journal, self.record).await.unwrap();
        let internal = self.app.state.notes.of(self.record).await.unwrap();
        if scope == "public" { public.len() == 2 } else { internal.len() == 2 }
    }

    async fn manages(&self, step: &str, more: (&str, &str)) -> bool {
        self.done(&self.page("/gerer"), &[("do", step), ("reason", "Essai"), more]).await
    }

    /// Does the action, and says whether it was done.
    async fn try_it(&self, action: Action, field: Field) -> bool {
        let review = format!("/fr/valider/{}", self.proposal);
        match (action, field) {
            (Action::Read, Field::Whole) => self.reads(&self.page(""), "<h1>").await,
            (Action::Read, Field::Content) => self.reads(&self.page(""), "Eau potable entre Lille et Kayes").await,
            (Action::Read, Field::PostContacts) => self.reads(&self.page(""), "scac@example.org").await,
            (Action::Read, Field::Transmission) => self.reads(&self.page(""), "17 mars 2014").await,
            (Action::Read, Field::Annotation) => self.reads(&self.page(""), "Un avis public").await,
            (Action::Read, Field::Internal) => self.reads(&self.page("/annoter"), "Entre nous").await,
            (Action::Suggest, _) => self.done(&self.page("/signaler"), &[("message", "La date est fausse.")]).await,
            (Action::Declare, _) => self.declares().await,
            (Action::Edit, Field::Content) => {
                let draft = self.section("titre", &[("title.fr", "Autre titre")]).await;
                draft.partnership().title.exact("fr") == Some("Autre titre")
            }
            (Action::Edit, Field::Transmission) => {
                let draft = self.section("accords", &[("agreements[0].transmitted", "2015")]).await;
                draft.partnership().agreements[0].transmitted == "2015".parse().ok()
            }
            (Action::Edit, Field::PostContacts) => {
                let post = crate::registers::ids::post(Country::FR, country("ML"));
                let name = format!("correspondant-{post}");
                let fields = [("version", "1"), (name.as_str(), "cooperation@example.org")];
                self.done(&self.page("/poste"), &fields).await && self.version().await == 2
            }
            (Action::Submit, _) => {
                self.propose(ProposalState::Draft).await;
                self.post(&format!("/fr/declarer/{}/verifier", self.proposal), &[("reason", "Essai")]).await;
                self.state().await == Some(ProposalState::Submitted)
            }
            (Action::Validate, Field::Whole) => {
                self.propose(ProposalState::Submitted).await;
                self.done(&review, &[("do", "publish")]).await && self.version().await == 2
            }
            (Action::Return, _) => {
                self.propose(ProposalState::Submitted).await;
                self.post(&review, &[("do", "return"), ("reason", "Essai")]).await;
                self.state().await == Some(ProposalState::Returned)
            }
            (Action::Withdraw, _) => self.manages("withdraw", ("", "")).await && self.version().await == 2,
            (Action::Merge, _) => self.manages("merge", ("target", &id(TARGET).to_string())).await,
            (Action::Restore, _) => {
                let entry = Entry::publish(Kind::Partnership, self.record, 1, &partnership(), vec![]);
                self.app.state.journal.append(&Author::system("test"), now(), &[entry]).await.unwrap();
                let earlier = self.manages("restore", ("version", "1")).await;
                let entry = Entry::withdraw(Kind::Partnership, self.record, 2, "Essai");
                self.app.state.journal.append(&Author::system("test"), now(), &[entry]).await.unwrap();
                let whole = self.manages("reinstate", ("", "")).await;
                assert_eq!(earlier, whole, "an earlier version and the whole record");
                whole && self.version().await == 4
            }
            (Action::Confirm, Field::Whole) => self.confirms().await,
            (Action::Annotate, Field::Annotation) => self.annotates("public").await,
            (Action::Annotate, Field::Internal) => self.annotates("interne").await,
            (Action::Transmit, Field::Transmission) => {
                let [version, day] = ["version", "transmis"].map(|name| format!("{name}-{}", self.record));
                let fields = [(version.as_str(), "1"), (day.as_str(), "2016")];
                self.done("/fr/prefecture", &fields).await && self.version().await == 2
            }
            (Action::ManageUsers, _) => self.invites().await,
            (Action::ManageCampaigns, _) => self.reads("/fr/admin/campagne", "<h1>").await,
            (Action::ManageVocabulary, _) => self.reads("/fr/admin/thematiques", "<h1>").await,
            (Action::ManageOrganisations, _) => self.reads("/fr/admin/organisations", "<h1>").await,
            (Action::ManageSettings, _) => self.reads("/fr/admin/taches", "<h1>").await,
            (Action::ReadPersonal, _) => self.reads(&self.page(&format!("/personnes/{}", id(60))), "Élodie").await,
            (Action::EditPersonal, _) => {
                self.done(&self.page(&format!("/personnes/{}", id(60))), &[("nom", "Élodie Fictive")]).await
            }
            (Action::Transmit, Field::Content) => {
                let [version, day] = ["version", "transmis"].map(|name| format!("{name}-{}", self.record));
                let fields = [(version.as_str(), "1"), (day.as_str(), "2016"), ("title.fr", "Autre titre")];
                self.post("/fr/prefecture", &fields).await;
                !self.reads(&self.page(""), "Eau potable entre Lille et Kayes").await
            }
            // No page takes these fields: what is sent beside its own is not read.
            (Action::Edit | Action::Annotate | Action::Confirm | Action::Validate, _) => {
                let fields = [("version", "1"), ("texte", ""), ("title.fr", "Autre titre")];
                for path in [self.page("/annoter"), self.page("/poste"), format!("/fr/confirmer/{}", self.record)] {
                    self.post(&path, &fields).await;
                }
                !self.reads(&self.page(""), "Eau potable entre Lille et Kayes").await
            }
            _ => panic!("no page does {action:?} to {field:?}: give it a probe"),
        }
    }
}

#[test]
fn every_action_of_the_table_has_a_probe() {
    let pairs = RULES.iter().flat_map(|rule| rule.actions.iter().map(move |action| (*action, rule.fields)));
    let table: BTreeSet<(Action, Field)> =
        pairs.flat_map(|(action, fields)| fields.iter().map(move |field| (action, *field))).collect();
    let missing: Vec<_> = table.iter().filter(|pair| !PROBES.contains(pair)).collect();
    assert!(missing.is_empty(), "no probe does {missing:?}");
}

/// What ties the record to people, as the program should find it.
fn relations(author: bool) -> Relations {
    Relations {
        organisations: vec![id(LILLE), id(KAYES)],
        countries: vec![Country::FR, country("ML")],
        territories: vec![id(TOWN), id(DEPARTMENT)],
        author,
        ..Relations::default()
    }
}

/// Tries every probe as one person.
async fn try_all(app: &TestApp, grants: &[Grant], author: bool, numbers: &mut std::ops::RangeFrom<u64>) -> Vec<String> {
    let first = match grants {
        [] => None,
        _ => Some(sign_in_as(app, grants.to_vec()).await),
    };
    let mut wrong = Vec::new();
    for (action, field) in PROBES {
        // Each probe has a session of its own: one of them may end it.
        let person = match &first {
            Some(first) => Some(again(app, first.account.clone()).await),
            None => None,
        };
        let (record, proposal) = (numbers.next().unwrap(), numbers.next().unwrap());
        app.state.journal.append(&Author::system("test"), now(), &[publish(record, 0)]).await.unwrap();
        let annotation = Annotation {
            partnership: id(record),
            post: None,
            on: now().date_naive(),
            text: "Un avis public".into(),
            lang: "fr".into(),
        };
        let ministry = Author { actor: "test".into(), role: "ministry".into(), on_behalf_of: None };
        app.state.journal.append(&ministry, now(), &[annotation.entry(id(proposal))]).await.unwrap();
        app.state.notes.add(id(record), &ministry, "Entre nous", now()).await.unwrap();
        app.state.journal.link_person(id(60), id(record)).await.unwrap();
        let cell = Cell { app, person: person.as_ref(), author, record: id(record), proposal: id(proposal) };
        let (table, done) = (may(grants, &relations(author), action, field), cell.try_it(action, field).await);
        if table != done {
            wrong.push(format!("{grants:?}, author {author}: {action:?} {field:?} is {done}, the table says {table}"));
        }
    }
    wrong
}

#[tokio::test]
async fn the_pages_do_what_the_table_says_and_nothing_else() {
    let app = app().await;
    let mut numbers = 1000..;
    let mut wrong = try_all(&app, &[], false, &mut numbers).await;
    for role in Role::ALL {
        for scope in scopes(*role) {
            for author in [false, true] {
                let grants = [Grant { role: *role, scope: scope.clone() }];
                wrong.extend(try_all(&app, &grants, author, &mut numbers).await);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
