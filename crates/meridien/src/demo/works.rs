//! What is under way in the demonstration: drafts, declarations that wait or were sent back, a correction.

use super::{seed, states};
use crate::declaration::draft::Draft;
use crate::declaration::section;
use crate::journal::ProposalState;
use crate::partnership::{Form, Partnership, Party, PartyRole, Verification};
use crate::registers::ids;
use crate::value::{Country, Id, Text};

/// Something under way.
pub struct Work {
    /// What tells it from the others.
    pub name: &'static str,
    /// What it holds.
    pub draft: Draft,
    /// Where it is.
    pub state: ProposalState,
    /// The published record that it corrects, in its first version.
    pub corrects: Option<Id>,
    /// Why it was sent back.
    pub reason: Option<&'static str>,
    /// Days since it was saved.
    pub days: i64,
}

/// One in each state.
pub fn all() -> [Work; 5] {
    [draft(), submitted(), returned(), correction(), returned_correction()]
}

/// The region for which the demonstration's agent declares.
pub fn region() -> Id {
    ids::organisation(Country::FR, "region", "32")
}

/// A record of an authority at home and the region of Kayes.
pub fn between(home: (Id, &str), title: &str, theme: Option<&str>, start: Option<&str>) -> Partnership {
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
            party(home.0, home.1, Country::FR, PartyRole::Lead),
            party(kayes, "Région de Kayes", seed::mali(), PartyRole::Partner),
        ],
        demo: true,
        ..Partnership::default()
    };
    partnership.themes.main = theme.map(str::to_owned);
    partnership.provenance.source = super::SOURCE.to_owned();
    partnership.provenance.verification = Verification::Declared;
    partnership
}

/// A draft of such a record, whose sections the agent has been through.
fn declared(title: &str, theme: Option<&str>, start: Option<&str>, sections: &[&str]) -> Draft {
    let partnership = between((region(), "Hauts-de-France"), title, theme, start);
    let known = sections.iter().filter(|slug| section::find(slug).is_some());
    let done = known.map(|slug| (*slug).to_owned()).collect();
    Draft { on_behalf_of: Some(region()), done, ..Draft::of(&partnership) }
}

fn draft() -> Work {
    let draft = declared("Lecture publique et bibliothèques de quartier", None, None, &["collectivites", "titre"]);
    Work { name: "draft", draft, state: ProposalState::Draft, corrects: None, reason: None, days: 1 }
}

fn submitted() -> Work {
    let sections = ["collectivites", "titre", "forme", "dates", "themes"];
    let draft = declared("Formation des agents de l'état civil", Some("5.1.1"), Some("2024"), &sections);
    Work { name: "submitted", draft, state: ProposalState::Submitted, corrects: None, reason: None, days: 6 }
}

fn returned() -> Work {
    let sections = ["collectivites", "titre", "forme", "dates", "themes", "recit"];
    let mut draft = declared("Maraîchage et circuits courts autour de Kayes", Some("2.1"), Some("2022"), &sections);
    draft.remarks.insert("narratives.objective".to_owned(), "Pour qui, et avec quel résultat attendu ?".to_owned());
    let reason = Some("L'objectif manque : c'est ce que le public lit d'abord.");
    Work { name: "returned", draft, state: ProposalState::Returned, corrects: None, reason, days: 12 }
}

fn correction() -> Work {
    let mut partnership = seed::partnership();
    partnership.end = "2026".parse().ok();
    let reason = Some("La convention s'achève fin 2026.".to_owned());
    let draft = Draft { on_behalf_of: Some(region()), reason, ..Draft::correcting(&partnership) };
    let corrects = Some(seed::id());
    Work { name: "correction", draft, state: ProposalState::Submitted, corrects, reason: None, days: 3 }
}

fn returned_correction() -> Work {
    let mut partnership = states::sorting();
    partnership.dormant = true;
    let mut draft = Draft { on_behalf_of: Some(region()), ..Draft::correcting(&partnership) };
    draft.remarks.insert("dormant".to_owned(), "Depuis quand, et la région de Kayes est-elle d'accord ?".to_owned());
    let (state, corrects) = (ProposalState::Returned, Some(states::sorting_id()));
    let reason = Some("La région de Kayes dit autre chose de ce partenariat : accordez-vous d'abord.");
    Work { name: "returned-correction", draft, state, corrects, reason, days: 4 }
}
