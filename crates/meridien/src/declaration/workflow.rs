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
    /// The record's address leads to another one.
    Merged,
}

/// What can be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(test, derive(strum::VariantArray))]
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
    /// Make one of this record and another.
    Merge,
    /// Bring back the record that was taken away or merged, as it was last published.
    Reinstate,
    /// Propose an earlier version anew.
    Restore,
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
    (State::Published, Step::Merge, State::Merged),
    (State::Published, Step::Restore, State::Draft),
    (State::Withdrawn, Step::Reinstate, State::Published),
    (State::Merged, Step::Reinstate, State::Published),
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
            // Whoever declared it cannot mend what he handed in: he takes it back. Whoever mends more than a trifle may go on
            // mending, but no more publish.
            Step::Mend | Step::Publish => (Action::Validate, Field::Whole),
            Step::Return => (Action::Return, Field::Whole),
            Step::Withdraw => (Action::Withdraw, Field::Whole),
            Step::Merge => (Action::Merge, Field::Whole),
            // What comes back was validated before it went.
            Step::Reinstate | Step::Restore => (Action::Restore, Field::Whole),
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
    let may = match step {
        // Whoever may write in a draft does not take back or give up what others declare.
        Step::Recall | Step::Discard => relations.owner,
        // Nobody publishes alone what he wrote while validating.
        Step::Publish => !relations.reworked,
        _ => true,
    };
    match may && access::may(grants, relations, action, field) {
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
            State::Published | State::Discarded | State::Withdrawn | State::Merged => None,
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
            State::Merged => "state-merged",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fmt::Write;

    use super::*;
    use crate::access::{Role, Scope};
    use crate::value::Id;
    use proptest::prelude::*;
    use strum::VariantArray;

    /// The drawing, in Mermaid.
    fn drawing() -> String {
        let mut drawn = "```mermaid\nstateDiagram-v2\n    [*] --> Draft\n".to_owned();
        for (from, step, to) in STEPS {
            writeln!(drawn, "    {from:?} --> {to:?}: {step:?}").unwrap();
        }
        drawn + "    Discarded --> [*]\n```\n"
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

    /// A text with the people who wrote in it, and those who looked at it and agreed.
    #[derive(Debug, Clone, Default)]
    struct Written {
        /// Who began it.
        author: usize,
        /// Who declared it: wrote in the draft, or handed it in.
        hands: BTreeSet<usize>,
        /// Who mended a trifle in it while validating; the history names the ministry for that.
        mended: BTreeSet<usize>,
        /// Who changed more than a trifle in it while validating, since it was handed in.
        reworked: BTreeSet<usize>,
        /// Who validated it.
        validated: BTreeSet<usize>,
    }

    impl Written {
        fn by(who: usize) -> Written {
            Written { author: who, hands: [who].into(), ..Written::default() }
        }
    }

    /// Whether someone of [`people`] is an agent of the authority for which proposals are declared.
    fn acts_for_the_authority(who: usize) -> bool {
        matches!(who, 0 | 3)
    }

    /// A record and a proposal on it, as the pages keep them.
    #[derive(Debug, Default)]
    struct Record {
        /// The versions published so far.
        versions: Vec<Written>,
        /// Whether the newest one is public, taken away or merged.
        gone: Option<State>,
        /// What is under way, and where it is.
        proposal: Option<(State, Written)>,
    }

    impl Record {
        /// Where `step` would be taken from: the proposal, or the published record.
        fn state(&self, step: Step) -> Option<State> {
            match step {
                Step::Withdraw | Step::Merge | Step::Reinstate | Step::Restore => {
                    self.versions.last().map(|_| self.gone.unwrap_or(State::Published))
                }
                _ => self.proposal.as_ref().map(|(state, _)| *state),
            }
        }

        /// What ties someone to the record, or to the proposal on it.
        fn relations(&self, step: Step, who: usize) -> Relations {
            let organisations = vec![Id::from_u64(1).unwrap()];
            let of_record = matches!(step, Step::Withdraw | Step::Merge | Step::Reinstate | Step::Restore);
            match self.proposal.as_ref().filter(|_| !of_record) {
                Some((_, text)) => Relations {
                    organisations,
                    author: text.hands.contains(&who),
                    owner: text.author == who || acts_for_the_authority(who),
                    reworked: text.reworked.contains(&who),
                    ..Relations::default()
                },
                None => Relations { organisations, ..Relations::default() },
            }
        }

        /// Tries a step; `trifle` says how much is changed where it is a mend.
        fn try_step(&mut self, step: Step, trifle: bool, who: usize) {
            let Some(state) = self.state(step) else { return };
            let Ok(next) = take(state, step, &people()[who], &self.relations(step, who)) else { return };
            match step {
                Step::Withdraw | Step::Merge => self.gone = Some(next),
                Step::Reinstate => {
                    self.gone = None;
                    // The same text again, which had its validation.
                    self.versions.extend(self.versions.last().cloned());
                }
                // An earlier text is proposed by whoever restores it.
                Step::Restore => self.proposal = Some((next, Written::by(who))),
                Step::Discard => self.proposal = None,
                // A correction of what is gone is not published.
                Step::Publish if self.gone.is_some() => {}
                Step::Publish => {
                    let (_, mut text) = self.proposal.take().unwrap();
                    text.validated.insert(who);
                    self.versions.push(text);
                }
                _ => {
                    let (state, text) = self.proposal.as_mut().unwrap();
                    *state = next;
                    match step {
                        Step::Save => _ = text.hands.insert(who),
                        Step::Submit => {
                            text.hands.insert(who);
                            // What the ministry wrote in it while validating is handed in with the rest.
                            text.hands.append(&mut text.reworked);
                        }
                        Step::Mend if trifle => _ = text.mended.insert(who),
                        Step::Mend => _ = text.reworked.insert(who),
                        _ => {}
                    }
                }
            }
        }

        /// Begins a declaration or a correction, as whoever may edit the record does.
        fn begin(&mut self, who: usize) {
            let relations = Relations { organisations: vec![Id::from_u64(1).unwrap()], ..Relations::default() };
            if self.gone.is_none() && access::may(&people()[who], &relations, Action::Edit, Field::Content) {
                self.proposal = Some((State::Draft, Written::by(who)));
            }
        }
    }

    /// A step; none begins anew.
    fn any_step() -> impl Strategy<Value = Option<Step>> {
        prop::option::weighted(0.9, prop::sample::select(Step::VARIANTS))
    }

    proptest! {
        /// Whatever anyone tries, in whatever order, declaring, correcting, mending, restoring, merging: nothing is published
        /// that only those who wrote it have looked at, and nothing that was given up comes back. Nobody takes back or gives up
        /// what others declare.
        #[test]
        fn nothing_is_published_that_nobody_else_validated(
            tries in prop::collection::vec((any_step(), any::<bool>(), 0usize..4), 0..80),
        ) {
            let mut record = Record::default();
            for (step, trifle, who) in tries {
                let (versions, gone) = (record.versions.len(), record.gone);
                let before = record.proposal.as_ref().map(|(state, text)| (*state, text.author));
                match step {
                    Some(step) => record.try_step(step, trifle, who),
                    None => record.begin(who),
                }
                let taken = step.filter(|step| matches!(step, Step::Recall | Step::Discard));
                if let (Some(_), Some((state, author))) = (taken, before)
                    && record.proposal.as_ref().map(|(state, _)| *state) != Some(state)
                {
                    prop_assert!(author == who || acts_for_the_authority(who), "{who} took what {author} declares");
                }
                if record.versions.len() > versions {
                    let newest = record.versions.last().unwrap();
                    prop_assert!(who >= 2, "an agent published");
                    let wrote = |who: &usize| newest.hands.contains(who) || newest.reworked.contains(who);
                    prop_assert!(newest.validated.iter().all(|who| *who >= 2 && !wrote(who)), "{newest:?}");
                    prop_assert!(!newest.validated.is_empty() && !newest.hands.is_empty(), "{newest:?}");
                    prop_assert!(newest.mended.iter().all(|who| *who >= 2), "an agent mended: {newest:?}");
                }
                if gone.is_some() && record.gone.is_none() {
                    prop_assert!(who >= 2, "an agent brought back what the ministry took away");
                    prop_assert_eq!(record.versions.len(), versions + 1, "it comes back as a version of its own");
                }
            }
        }

        /// Nobody gets anything published alone, however often he tries: not even with both roles.
        #[test]
        fn nobody_publishes_alone(
            who in 0usize..4,
            tries in prop::collection::vec((any_step(), any::<bool>()), 0..80),
        ) {
            let mut record = Record::default();
            for (step, trifle) in tries {
                match step {
                    Some(step) => record.try_step(step, trifle, who),
                    None => record.begin(who),
                }
            }
            prop_assert!(record.versions.is_empty(), "{record:?}");
        }
    }

    #[test]
    fn only_whose_it_is_takes_back_or_gives_up() {
        let of = |author, owner| {
            let organisations = vec![Id::from_u64(1).unwrap()];
            Relations { organisations, author, owner, ..Relations::default() }
        };
        for (from, step) in
            [(State::Submitted, Step::Recall), (State::Draft, Step::Discard), (State::Returned, Step::Discard)]
        {
            assert!(take(from, step, &people()[0], &of(false, true)).is_ok(), "{step:?}: a colleague");
            assert!(take(from, step, &people()[2], &of(true, true)).is_ok(), "{step:?}: the ministry, of its own");
            for (who, whose) in [(0, "an agent of another party"), (2, "the ministry")] {
                for author in [false, true] {
                    let refused = take(from, step, &people()[who], &of(author, false));
                    assert_eq!(refused, Err(Refusal::NotAllowed), "{step:?}: {whose}, wrote in it: {author}");
                }
            }
        }
    }

    #[test]
    fn whoever_mended_more_than_a_trifle_goes_on_mending_and_has_a_colleague_publish() {
        let relations = Relations { reworked: true, ..Relations::default() };
        let ministry = &people()[2];
        assert_eq!(take(State::Submitted, Step::Publish, ministry, &relations), Err(Refusal::NotAllowed));
        assert!(take(State::Submitted, Step::Mend, ministry, &relations).is_ok());
        assert!(take(State::Submitted, Step::Return, ministry, &relations).is_ok());
    }

    #[test]
    fn an_agent_of_another_authority_can_do_nothing() {
        let relations = Relations { organisations: vec![Id::from_u64(1).unwrap()], ..Relations::default() };
        for (from, step, _) in STEPS {
            assert_eq!(take(*from, *step, &people()[1], &relations), Err(Refusal::NotAllowed), "{step:?}");
        }
    }
}
