//! Tables of an authority's agent: rows about its own partnerships become its declarations, never published by the import;
//! rows about others are refused.

use chrono::NaiveDate;

use crate::access::{self, Action, Field, Grant, Relations};
use crate::account::Account;
use crate::anomaly::{Anomaly, Code, Severity};
use crate::declaration::draft::Draft;
use crate::declaration::work::authorities;
use crate::declaration::workflow::{self, State, Step};
use crate::imports::register::Register;
use crate::imports::{Options, Outcome, Plan, proposal};
use crate::journal::{Journal, Proposal, ProposalState};
use crate::partnership::{Partnership, Verification};
use crate::value::Id;
use crate::web::Locale;

/// The agent whose declarations rows become.
#[derive(Debug, Clone)]
pub struct Side {
    account: Id,
    grants: Vec<Grant>,
    authorities: Vec<Id>,
    /// Whether what asks for no word of explanation is handed in for validation; the rest stays a draft.
    pub submit: bool,
}

impl Side {
    /// The side of an account.
    pub fn of(account: &Account) -> Side {
        let (account, grants, authorities) = (account.id, account.grants.clone(), authorities(account));
        Side { account, grants, authorities, submit: false }
    }

    /// The authority of the account that is a party of a record, or holds a party's rights.
    fn own(&self, record: &Partnership, register: &Register) -> Option<Id> {
        let is_party = |own: &Id| {
            let mut parties = record.parties.iter().map(|party| party.organisation);
            parties.any(|party| party == *own || register.is_succeeded_by(party, *own))
        };
        self.authorities.iter().copied().find(is_party)
    }

    /// Whether the account may declare `record`, or correct `held` so that it becomes it: before and after, its authority is
    /// among the parties.
    pub(super) fn may(&self, held: Option<&Partnership>, record: &Partnership, register: &Register) -> bool {
        let action = if held.is_some() { (Action::Edit, Field::Content) } else { (Action::Declare, Field::Whole) };
        let tied = |record: &Partnership| {
            let organisations = self.own(record, register).into_iter().collect();
            let relations = Relations { organisations, ..Relations::default() };
            access::may(&self.grants, &relations, action.0, action.1)
        };
        held.is_none_or(tied) && tied(record)
    }

    /// Makes declarations of what was planned. One that is under way already is left as it is.
    pub(super) async fn declare(
        &self,
        plan: &mut Plan,
        register: &Register,
        journal: Option<&Journal>,
        options: &Options,
        l: Locale,
    ) -> crate::journal::Result<()> {
        for mut planned in std::mem::take(&mut plan.records) {
            let entry = &planned.entry;
            let mut record: Partnership = entry.read()?;
            record.provenance.verification = Verification::Declared;
            let mut draft = Draft::of(&record);
            draft.propose_all(std::mem::take(&mut planned.needs))?;
            draft.on_behalf_of = self.own(&record, register);
            draft.hands.insert(self.account);
            let id = Id::derived(&format!("proposal/{}/{}/{}", self.account, entry.id, entry.base));
            let held = match journal {
                Some(journal) => journal.proposal(id).await?,
                None => None,
            };
            let new = Proposal {
                author: self.account.to_string(),
                body: draft.write(),
                state: self.state(&draft, options.now.date_naive(), l),
                ..proposal(id, entry, 0, None, options.now)
            };
            match held {
                None => plan.proposals.push(new),
                Some(held) => {
                    let same = held.body == new.body;
                    let outcome = if same { Outcome::Merged } else { Outcome::Skipped };
                    plan.report.recount(planned.outcome, outcome);
                    plan.report.records.retain(|record| *record != entry.id);
                    if !same {
                        let told = Anomaly::new(Code::EditedSince, "", id.to_string()).of(&planned.source);
                        plan.report.anomalies.push(told);
                    }
                }
            }
        }
        Ok(())
    }

    /// Handed in where that was asked, may be, and no warning asks for a word; else a draft.
    fn state(&self, draft: &Draft, today: NaiveDate, l: Locale) -> ProposalState {
        let relations =
            Relations { organisations: draft.on_behalf_of.into_iter().collect(), author: true, ..Relations::default() };
        let may = workflow::take(State::Draft, Step::Submit, &self.grants, &relations).is_ok();
        let clear = || draft.all_remarks(today, l).iter().all(|remark| remark.severity == Severity::Hint);
        if self.submit && may && clear() { ProposalState::Submitted } else { ProposalState::Draft }
    }
}
