//! Which accounts and which roles a manager of accounts answers for.

use crate::access::{self, Action, Field, Grant, Relations, Role, Scope};
use crate::account::Account;
use crate::value::Id;

impl Account {
    /// Whether it may give or take this role.
    pub(super) fn may_give(&self, grant: &Grant) -> bool {
        let organisations = match grant.scope {
            Scope::Organisation(id) => vec![id],
            _ => Vec::new(),
        };
        grant.role.fits(&grant.scope)
            && self.may(&Relations { organisations, ..Relations::default() }, Action::ManageUsers, Field::Whole)
    }

    /// Whether it looks after another account: all of its roles are its own to take.
    pub(super) fn looks_after(&self, other: &Account) -> bool {
        self.manages_everyone() || (!other.grants.is_empty() && other.grants.iter().all(|grant| self.may_give(grant)))
    }

    /// Whether it may see another account in the list: one of its roles is its own to take.
    pub(in crate::account) fn sees(&self, other: &Account) -> bool {
        self.manages_everyone() || other.grants.iter().any(|grant| self.may_give(grant))
    }

    /// Another account's roles that it may see: those that are its own to take, and how many others there are.
    pub(super) fn seen_roles(&self, other: &Account) -> (Vec<Grant>, usize) {
        let whole = self.manages_everyone() || other.id == self.id;
        let seen: Vec<_> = other.grants.iter().filter(|grant| whole || self.may_give(grant)).cloned().collect();
        let elsewhere = other.grants.len() - seen.len();
        (seen, elsewhere)
    }

    /// Whether it may give the role of agent for an organisation, `home` or abroad, for whose accounts it answers: where it is
    /// one, else at home unless it is a partner's agent there. A partner, who only confirms, must not come to declare and to read
    /// contacts through a second mailbox of his, nor through somebody responsible whom he invites.
    pub(super) fn makes_agents(&self, organisation: Id, home: bool) -> bool {
        let holds = |role| self.organisations(role).any(|own| own == organisation);
        self.manages_everyone() || holds(Role::Agent) || home && !holds(Role::PartnerAgent)
    }

    pub(super) fn manages_everyone(&self) -> bool {
        access::may_everywhere(&self.grants, Action::ManageUsers)
    }

    /// The roles that it may give to someone.
    pub(super) fn givable(&self) -> Vec<Role> {
        if self.manages_everyone() {
            return Role::ALL.to_vec();
        }
        let agents = self.organisations(Role::Responsible).any(|id| self.makes_agents(id, true));
        let roles = [Role::Agent, Role::PartnerAgent, Role::Responsible].into_iter();
        roles.filter(|role| agents || *role != Role::Agent).collect()
    }
}
