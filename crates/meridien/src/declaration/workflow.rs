//! The way of a proposal: who may take which step from where. Pure; `docs/WORKFLOW.md` draws it.
//!
//! A correction to a published record is a proposal like any other: the public goes on reading the published version until
//! the proposal is published in its turn.

use crate::access::{self, Action, Field, Grant, Relations};
use crate::journal::ProposalState;

/// Where a proposal is, or where it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Being written.
    Draft,
    /// Waiting for validation.
    Submitted,
    /// Sent back with reasons.
    Returned,
    /// A version of the record.
    Published,
    /// Given up.
    Discarded,
    /// The record was taken away.
    Withdrawn,
}

/// What can be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Save what was typed.
    Save,
    /// Hand it in.
    Submit,
    /// Take it back before it was looked at.
    Recall,
    /// Give it up.
    Discard,
    /// Mend a trifle while validating.
    Mend,
    /// Send it back with reasons.
    Return,
    /// Make it a version of the record.
    Publish,
    /// Take the record away, with a reason.
    Withdraw,
}

/// Every step: from where, what, to where. The order is that of the drawing.
pub const STEPS: &[(State, Step, State)] = &[
    (State::Draft, Step::Save, State::Draft),
    (State::Draft, Step::Submit, State::Submitted),
    (State::Draft, Step::Discard, State::Discarded),
    (State::Submitted, Step::Mend, State::Submitted),
    (State::Submitted, Step::Recall, State::Draft),
    (State::Submitted, Step::Return, State::Returned),
    (State::Submitted, Step::Publish, State::Published),
    (State::Returned, Step::Save, State::Returned),
    (State::Returned, Step::Submit, State::Submitted),
    (State::Returned, Step::Discard, State::Discarded),
    (State::Published, Step::Withdraw, State::Withdrawn),
];

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It does not lead anywhere from here.
    #[error("no such step from here")]
    NotFromHere,
    /// Whoever asks may not take it.
    #[error("not allowed")]
    NotAllowed,
}

impl Step {
    /// What whoever takes it must be allowed to do.
    pub fn action(self) -> (Action, Field) {
        match self {
            Step::Save | Step::Recall | Step::Discard => (Action::Edit, Field::Content),
            Step::Submit => (Action::Submit, Field::Whole),
            // Whoever declared it cannot mend what he handed in: he takes it back.
            Step::Mend | Step::Publish => (Action::Validate, Field::Whole),
            Step::Return => (Action::Return, Field::Whole),
            Step::Withdraw => (Action::Withdraw, Field::Whole),
        }
    }
}

/// Where a step leads for someone with these grants, who has these relations to the record.
///
/// # Errors
/// [`Refusal`]
pub fn take(state: State, step: Step, grants: &[Grant], relations: &Relations) -> Result<State, Refusal> {
    let (_, _, next) = STEPS.iter().find(|(from, by, _)| *from == state && *by == step).ok_or(Refusal::NotFromHere)?;
    let (action, field) = step.action();
    match access::may(grants, relations, action, field) {
        true => Ok(*next),
        false => Err(Refusal::NotAllowed),
    }
}

impl From<ProposalState> for State {
    fn from(state: ProposalState) -> State {
        match state {
            ProposalState::Draft => State::Draft,
            ProposalState::Submitted => State::Submitted,
            ProposalState::Returned => State::Returned,
        }
    }
}

impl State {
    /// How it is stored, while it is a proposal.
    pub fn stored(self) -> Option<ProposalState> {
        match self {
            State::Draft => Some(ProposalState::Draft),
            State::Submitted => Some(ProposalState::Submitted),
            State::Returned => Some(ProposalState::Returned),
            State::Published | State::Discarded | State::Withdrawn => None,
        }
    }

    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            State::Draft => "state-draft",
            State::Submitted => "state-submitted",
            State::Returned => "state-returned",
            State::Published => "state-published",
            State::Discarded => "state-discarded",
            State::Withdrawn => "state-withdrawn",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::access::{Role, Scope};
    use crate::value::Id;
    use proptest::prelude::*;

    /// The drawing, in Mermaid.
    fn drawing() -> String {
        let mut drawn = "```mermaid\nstateDiagram-v2\n    [*] --> Draft\n".to_owned();
        for (from, step, to) in STEPS {
            writeln!(drawn, "    {from:?} --> {to:?}: {step:?}").unwrap();
        }
        for state in [State::Discarded, State::Withdrawn] {
            writeln!(drawn, "    {state:?} --> [*]").unwrap();
        }
        drawn + "```\n"
    }

    #[test]
    fn the_drawing_shows_every_step() {
        let page = include_str!("../../../../docs/WORKFLOW.md");
        assert!(page.contains(&drawing()), "docs/WORKFLOW.md should hold\n{}", drawing());
    }

    fn people() -> [Vec<Grant>; 4] {
        let party = Scope::Organisation(Id::from_u64(1).unwrap());
        let other = Scope::Organisation(Id::from_u64(9).unwrap());
        let grant = |role, scope: &Scope| vec![Grant { role, scope: scope.clone() }];
        [
            grant(Role::Agent, &party),
            grant(Role::Agent, &other),
            grant(Role::Ministry, &Scope::Everything),
            [grant(Role::Agent, &party), grant(Role::Ministry, &Scope::Everything)].concat(),
        ]
    }

    const ALL: [Step; 8] = [
        Step::Save,
        Step::Submit,
        Step::Recall,
        Step::Discard,
        Step::Mend,
        Step::Return,
        Step::Publish,
        Step::Withdraw,
    ];

    proptest! {
        /// Whatever anyone tries, in whatever order: nothing is published that only its author has looked at, and nothing
        /// that is gone comes back.
        #[test]
        fn nothing_is_published_that_nobody_else_validated(
            author in 0usize..4,
            tries in prop::collection::vec((0usize..8, 0usize..4), 0..40),
        ) {
            let mut state = State::Draft;
            for (step, who) in tries {
                let relations = Relations {
                    organisations: vec![Id::from_u64(1).unwrap()],
                    author: who == author,
                    ..Relations::default()
                };
                let before = state;
                if let Ok(next) = take(state, ALL[step], &people()[who], &relations) {
                    state = next;
                }
                if state == State::Published && before != State::Published {
                    prop_assert_ne!(who, author);
                    prop_assert!(who >= 2, "an agent published");
                    prop_assert_eq!(before, State::Submitted);
                }
                if matches!(before, State::Discarded | State::Withdrawn) {
                    prop_assert_eq!(state, before);
                }
            }
        }
    }

    #[test]
    fn an_agent_of_another_authority_can_do_nothing() {
        let relations = Relations { organisations: vec![Id::from_u64(1).unwrap()], ..Relations::default() };
        for (from, step, _) in STEPS {
            assert_eq!(take(*from, *step, &people()[1], &relations), Err(Refusal::NotAllowed), "{step:?}");
        }
    }
}
