//! Work in every state for the demonstration's accounts: [`super::works`] under way, a record taken away, one merged into
//! another, mistakes reported, the word of both sides, an open campaign, notes, transmissions, a request for an account. All of
//! it is invented, marked `demo` where it is a record, and names roles only.

use chrono::{DateTime, Datelike, Duration, Months, NaiveDate, Utc};

use super::works::{self, Work, between};
use super::{accounts, seed};
use crate::access::{Role, Scope};
use crate::account::{Accounts, JoinRequest};
use crate::annotation::{Annotation, Notes};
use crate::confirmation::Confirmation;
use crate::confirmation::campaign::{self, Campaign};
use crate::journal::{Answer, Author, Entry, Journal, Kind, Mistake, Proposal};
use crate::partnership::reason::Note;
use crate::partnership::{Agreement, Partnership, Party, PartyRole, Verification, identifiers};
use crate::registers::ids;
use crate::value::{Country, Id, PartialDate, Text};
use crate::web::{self, Lang};

/// Under which name the journal notes that all of it was written: what people then do with it stays done.
const FACT: &str = "demo states";
/// How many days ago the campaign opened.
const CAMPAIGN: i64 = 150;

/// Writes everything once; an interrupted run is taken up again.
///
/// # Errors
/// When the database cannot be written.
pub async fn create(journal: &Journal, of: &Accounts, at: DateTime<Utc>) -> web::Result<()> {
    if journal.fact(FACT).await?.is_some() {
        return Ok(());
    }
    let people = People::find(of).await?;
    for work in works::all() {
        propose(journal, &people, work, at).await?;
    }
    records(journal, &people, at).await?;
    words(journal, &people, at).await?;
    notes(journal, &people, at).await?;
    mistakes(journal, at).await?;
    campaigns(journal, at.date_naive()).await?;
    of.ask_to_join(&request(at)).await?;
    Ok(journal.note(FACT, "1").await?)
}

/// The accounts in whose name it is written.
struct People {
    agent: Option<Id>,
    prefecture: Option<Id>,
    ministry: Option<Id>,
    correspondent: Option<Id>,
}

impl People {
    async fn find(of: &Accounts) -> web::Result<People> {
        Ok(People {
            agent: accounts::account(of, Role::Agent).await?,
            prefecture: accounts::account(of, Role::Prefecture).await?,
            ministry: accounts::account(of, Role::Ministry).await?,
            correspondent: accounts::account(of, Role::Correspondent).await?,
        })
    }
}

/// As whom a role's account writes; the demonstration itself where that account is gone.
fn author(account: Option<Id>, role: Role, on_behalf_of: Option<Id>) -> Author {
    let actor = account.map_or_else(|| "demo".to_owned(), |id| id.to_string());
    Author { actor, role: role.as_str().to_owned(), on_behalf_of }
}

fn named(name: &str) -> Id {
    Id::derived(&format!("demo/record/{name}"))
}

async fn propose(journal: &Journal, people: &People, work: Work, at: DateTime<Utc>) -> web::Result<()> {
    let id = Id::derived(&format!("demo/work/{}", work.name));
    if journal.proposal(id).await?.is_some() {
        return Ok(());
    }
    let proposal = Proposal {
        id,
        kind: Kind::Partnership,
        record: work.corrects.unwrap_or_else(|| named(work.name)),
        base: i32::from(work.corrects.is_some()),
        author: people.agent.map_or_else(|| "demo".to_owned(), |id| id.to_string()),
        body: work.draft.write(),
        state: work.state,
        edit: 0,
        reason: work.reason.map(str::to_owned),
        at: at - Duration::days(work.days),
    };
    journal.save_proposal(&proposal).await?;
    Ok(())
}

/// A published record of the region or the department with the region of Kayes, with its agreement.
fn published(home: (Id, &str), title: &str, theme: &str, objective: &str, year: i32) -> Partnership {
    let mut partnership = between(home, title, Some(theme), Some(&year.to_string()));
    partnership.narratives.objective = Text::new("fr", objective);
    partnership.provenance.licence = Some(super::LICENCE.to_owned());
    partnership.provenance.verification = Verification::Validated;
    partnership.agreements = vec![Agreement {
        signed: Some(PartialDate::Year(year)),
        object: Text::new("fr", "Convention de coopération entre les deux collectivités"),
        parties: partnership.parties.iter().map(|party| party.organisation).collect(),
        ..Agreement::default()
    }];
    partnership
}

fn home() -> (Id, &'static str) {
    (works::region(), "Hauts-de-France")
}

/// The record on which both sides agree.
fn schools() -> Partnership {
    let objective = "Équiper vingt écoles du cercle de Kayes d'une bibliothèque et former leurs équipes.";
    published(home(), "Bibliothèques scolaires du cercle de Kayes", "3.1", objective, 2021)
}

/// The record on which they do not.
pub fn sorting() -> Partnership {
    let department = (ids::organisation(Country::FR, "department", "59"), "Nord");
    let objective = "Installer une station de tri et organiser la collecte dans cinq communes.";
    let mut partnership =
        published(department, "Collecte et tri des déchets autour de Kayes", "4.1.2", objective, 2022);
    let (organisation, name) = home();
    // It joined after the signature: a party, no signatory.
    partnership.parties.push(Party {
        organisation,
        name: name.to_owned(),
        country: Country::FR,
        role: PartyRole::Partner,
        from: None,
        to: None,
    });
    partnership
}

/// The identifier of [`sorting`].
pub fn sorting_id() -> Id {
    named("sorting")
}

/// Published records, one of them changed by the prefecture, one taken away, one merged into another.
async fn records(journal: &Journal, people: &People, at: DateTime<Utc>) -> web::Result<()> {
    let objective = "Saisie deux fois : voir la fiche des bibliothèques scolaires.";
    let twice = published(home(), "Lecture dans les écoles de Kayes", "3.1", objective, 2021);
    let objective = "Recevoir une délégation de la région de Kayes.";
    let never = published(home(), "Accueil d'une délégation de Kayes", "5.1", objective, 2023);
    let all = [("schools", schools()), ("sorting", sorting()), ("twice", twice), ("never", never)];
    let first = all.map(|(name, body)| Entry::publish(Kind::Partnership, named(name), 0, &body, identifiers(&body)));
    let agent = author(people.agent, Role::Agent, Some(works::region()));
    journal.append_missing(&agent, at - Duration::days(200), first.into()).await?;

    let mut sent = schools();
    for agreement in &mut sent.agreements {
        agreement.transmitted = "2021-09".parse().ok();
    }
    let schools = named("schools");
    let note = Entry::publish(Kind::Partnership, schools, 1, &sent, identifiers(&sent));
    let note = Entry { reason: Some(Note::Transmitted.to_string()), ..note };
    let merged = Entry::merge(Kind::Partnership, named("twice"), 1, schools, "La même action, saisie deux fois.");
    let reason = "Une visite sans suite : ce n'est pas un partenariat.";
    let withdrawn = Entry::withdraw(Kind::Partnership, named("never"), 1, reason);
    let ministry = author(people.ministry, Role::Ministry, None);
    let second = [
        (author(people.prefecture, Role::Prefecture, Some(ids::territory(Country::FR, "region", "32"))), note, 120),
        (ministry.clone(), merged, 90),
        (ministry, withdrawn, 60),
    ];
    for (author, entry, days) in second {
        let newest = journal.newest(entry.kind, entry.id).await?;
        if newest.is_some_and(|newest| newest.version == 1) {
            journal.append(&author, at - Duration::days(days), &[entry]).await?;
        }
    }
    Ok(())
}

/// What both sides said: they agree on one record, and not on the other.
async fn words(journal: &Journal, people: &People, at: DateTime<Utc>) -> web::Result<()> {
    let [kayes] = seed::foreign();
    let day = |days| (at - Duration::days(days)).date_naive();
    let (schools, sorting) = (named("schools"), sorting_id());
    let department = ids::organisation(Country::FR, "department", "59");
    let remark = "La station de tri est fermée depuis deux ans ; seule la collecte continue.";
    let disagrees = Confirmation {
        agreed: false,
        remark: Some(remark.to_owned()),
        lang: Some("fr".to_owned()),
        ..Confirmation::agreed(sorting, kayes, day(20), 1)
    };
    let said = [
        ("schools-home", Role::Agent, Confirmation::agreed(schools, works::region(), day(40), 2)),
        ("schools-abroad", Role::PartnerAgent, Confirmation::agreed(schools, kayes, day(35), 2)),
        ("sorting-home", Role::Agent, Confirmation::agreed(sorting, department, day(50), 1)),
        ("sorting-abroad", Role::PartnerAgent, disagrees),
    ];
    for (name, role, word) in said {
        let account = people.agent.filter(|_| role == Role::Agent);
        let entry = word.entry(Id::derived(&format!("demo/word/{name}")));
        journal.append_missing(&author(account, role, Some(word.party)), at, vec![entry]).await?;
    }
    Ok(())
}

/// What the post in Mali and the ministry noted on the seed's record, for everyone and among themselves.
async fn notes(journal: &Journal, people: &People, at: DateTime<Utc>) -> web::Result<()> {
    let post = ids::post(Country::FR, seed::mali());
    let annotation = Annotation {
        partnership: seed::id(),
        post: Some(post),
        on: (at - Duration::days(30)).date_naive(),
        text: "Le comité de pilotage s'est réuni à Kayes ; les trois cercles y étaient représentés.".to_owned(),
        lang: Lang::Fr.code().to_owned(),
    };
    let correspondent = author(people.correspondent, Role::Correspondent, Some(post));
    let entry = annotation.entry(Id::derived("demo/annotation"));
    journal.append_missing(&correspondent, at, vec![entry]).await?;
    let notes = Notes::new(journal);
    if notes.of(seed::id()).await?.is_empty() {
        let text = "Demander aux deux régions le bilan du dernier programme avant la prochaine convention.";
        notes.add(seed::id(), &correspondent, text, at - Duration::days(25)).await?;
        let ministry = author(people.ministry, Role::Ministry, None);
        notes.add(seed::id(), &ministry, "Bilan demandé.", at - Duration::days(18)).await?;
    }
    Ok(())
}

/// A mistake that waits for its answer, and one that has it.
async fn mistakes(journal: &Journal, at: DateTime<Utc>) -> web::Result<()> {
    let report = |name: &str, record, message: &str, days| Mistake {
        code: format!("{0:0>32}", Id::derived(&format!("demo/mistake/{name}")).to_string().to_lowercase()),
        record,
        version: 1,
        message: message.to_owned(),
        at: at - Duration::days(days),
        answer: None,
    };
    let waits = report("waits", seed::id(), "La carte place Kéniéba au nord de Kayes, c'est au sud.", 5);
    let answered = report("answered", named("schools"), "Le nombre d'écoles équipées n'est pas indiqué.", 45);
    for mistake in [&waits, &answered] {
        if journal.mistake(&mistake.code).await?.is_none() {
            journal.report_mistake(mistake, at, i64::MAX).await?;
        }
    }
    let answer = Answer {
        text: "Merci : l'objectif de la fiche dit désormais combien d'écoles sont concernées.".to_owned(),
        at: at - Duration::days(38),
        by: Some(Scope::Everything),
    };
    journal.answer_mistake(&answered.code, &answer).await?;
    Ok(())
}

/// An open campaign after one that was closed with its figures.
async fn campaigns(journal: &Journal, today: NaiveDate) -> web::Result<()> {
    let opened = today - Duration::days(CAMPAIGN);
    let before = opened - Months::new(12);
    let all = u64::try_from(journal.count(Kind::Partnership).await?).unwrap_or_default() * 7 / 10;
    let closed = Campaign {
        year: before.year(),
        opened: before,
        reminders: 2,
        letters: Some((before + Duration::days(120), all / 5)),
        closed: Some((before + Duration::days(180), all, all * 46 / 100)),
    };
    let letters = Some((opened + Duration::days(90), all / 6));
    let open = Campaign { year: opened.year(), opened, reminders: 1, letters, closed: None };
    campaign::keep(journal, &[closed, open]).await
}

/// A request for an account that nobody has decided.
fn request(at: DateTime<Utc>) -> JoinRequest {
    JoinRequest {
        id: Id::derived("demo/request"),
        email: "cooperation@demo.example".to_owned(),
        name: "Service de démonstration".to_owned(),
        language: Lang::Fr,
        organisation: "Ville de Lille".to_owned(),
        role: Role::Agent,
        proof: "Service des relations internationales ; boîte du service citée sur le site de la ville.".to_owned(),
        at: at - Duration::days(2),
    }
}
