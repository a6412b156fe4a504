//! Work under way in the demonstration: a draft, a declaration that waits, one that was sent back, a correction.

use chrono::{DateTime, Duration, Utc};

use super::{accounts, seed};
use crate::access::Role;
use crate::account::Accounts;
use crate::declaration::draft::Draft;
use crate::declaration::section;
use crate::journal::{Journal, Kind, Proposal, ProposalState};
use crate::partnership::{Form, Partnership, Party, PartyRole, Verification};
use crate::registers::ids;
use crate::value::{Country, Id, Text};
use crate::web;

/// Writes those that are not there yet, by the demonstration's agent.
///
/// # Errors
/// When the database cannot be written.
pub async fn create(journal: &Journal, of: &Accounts, at: DateTime<Utc>) -> web::Result<()> {
    let Some(agent) = accounts::account(of, Role::Agent).await? else { return Ok(()) };
    for work in [draft(), submitted(), returned(), correction()] {
        let id = Id::derived(&format!("demo/work/{}", work.name));
        let proposal = Proposal {
            id,
            kind: Kind::Partnership,
            record: if work.base > 0 { seed::id() } else { Id::derived(&format!("demo/record/{}", work.name)) },
            base: work.base,
            author: agent.to_string(),
            body: work.draft.write(),
            state: work.state,
            edit: 0,
            reason: work.reason.map(str::to_owned),
            at: at - Duration::days(work.days),
        };
        if journal.proposal(id).await?.is_none() {
            journal.save_proposal(&proposal).await?;
        }
    }
    Ok(())
}

/// Something under way.
struct Work {
    name: &'static str,
    draft: Draft,
    state: ProposalState,
    base: i32,
    reason: Option<&'static str>,
    /// Days since it was saved.
    days: i64,
}

fn region() -> Id {
    ids::organisation(Country::FR, "region", "32")
}

/// A new declaration of the demonstration's region and the region of Kayes.
fn between(title: &str, theme: Option<&str>, start: Option<&str>) -> Draft {
    let party = |organisation, name: &str, country, role| Party {
        organisation,
        name: name.to_owned(),
        country,
        role,
        from: None,
        to: None,
    };
    let [kayes] = seed::foreign();
    let mut partnership = Partnership {
        title: Text::new("fr", title),
        form: Form::CooperationProject,
        start: start.and_then(|start| start.parse().ok()),
        parties: vec![
            party(region(), "Hauts-de-France", Country::FR, PartyRole::Lead),
            party(kayes, "Région de Kayes", seed::mali(), PartyRole::Partner),
        ],
        demo: true,
        ..Partnership::default()
    };
    partnership.themes.main = theme.map(str::to_owned);
    partnership.provenance.source = super::SOURCE.to_owned();
    partnership.provenance.verification = Verification::Declared;
    Draft { on_behalf_of: Some(region()), ..Draft::of(&partnership) }
}

fn done(draft: Draft, sections: &[&str]) -> Draft {
    let known = sections.iter().filter(|slug| section::find(slug).is_some());
    Draft { done: known.map(|slug| (*slug).to_owned()).collect(), ..draft }
}

fn draft() -> Work {
    let draft = done(between("Lecture publique et bibliothèques de quartier", None, None), &["collectivites", "titre"]);
    Work { name: "draft", draft, state: ProposalState::Draft, base: 0, reason: None, days: 1 }
}

fn submitted() -> Work {
    let draft = between("Formation des agents de l'état civil", Some("5.1.1"), Some("2024"));
    let draft = done(draft, &["collectivites", "titre", "forme", "dates", "themes"]);
    Work { name: "submitted", draft, state: ProposalState::Submitted, base: 0, reason: None, days: 6 }
}

fn returned() -> Work {
    let mut draft = between("Maraîchage et circuits courts autour de Kayes", Some("2.1"), Some("2022"));
    draft.remarks.insert("narratives.objective".to_owned(), "Pour qui, et avec quel résultat attendu ?".to_owned());
    let draft = done(draft, &["collectivites", "titre", "forme", "dates", "themes", "recit"]);
    let reason = Some("L'objectif manque : c'est ce que le public lit d'abord.");
    Work { name: "returned", draft, state: ProposalState::Returned, base: 0, reason, days: 12 }
}

fn correction() -> Work {
    let mut partnership = seed::partnership();
    partnership.end = "2026".parse().ok();
    let reason = Some("La convention s'achève fin 2026.".to_owned());
    let draft = Draft { on_behalf_of: Some(region()), reason, ..Draft::of(&partnership) };
    Work { name: "correction", draft, state: ProposalState::Submitted, base: 1, reason: None, days: 3 }
}
