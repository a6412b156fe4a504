//! Who may do what: one table, role × relation × action × field, and the one function that reads it.
//!
//! Everything here is pure. A handler says what ties the record to people ([`Relations`]) and asks [`may`]; the help page
//! shows the same table.

#[cfg(test)]
mod http_tests;
pub mod pages;
#[cfg(test)]
mod tests;

use crate::journal::words;
use crate::value::{Country, Id};

words! {
    /// What an account is in the atlas. A visitor has no role.
    Role {
        /// Declares and confirms the partnerships of its authority.
        Agent = "agent",
        /// Confirms the side of a partner authority abroad.
        PartnerAgent = "partner_agent",
        /// Answers for the accounts of its authority; held beside [`Role::Agent`] or [`Role::PartnerAgent`].
        Responsible = "responsible",
        /// The cooperation correspondent of a diplomatic post.
        Correspondent = "correspondent",
        /// The State's representative in a department or region.
        Prefecture = "prefecture",
        /// Validates and publishes.
        Ministry = "ministry",
        /// Looks after accounts, registers and settings.
        Administrator = "administrator",
    }
}

/// Where a role holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// In the whole atlas.
    Everything,
    /// For one organisation.
    Organisation(Id),
    /// For the partnerships of one country.
    Country(Country),
    /// For the authorities of one territory: a department or a region.
    Territory(Id),
}

/// A role and where it holds. An account may have several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Where it holds.
    pub scope: Scope,
}

words! {
    /// What ties an account to a record.
    Relation {
        /// Its organisation is a party.
        OwnRecord = "own_record",
        /// A party is in its country.
        OwnCountry = "own_country",
        /// A party is in its territory.
        OwnTerritory = "own_territory",
        /// It declared it.
        Author = "author",
        /// Nothing in particular.
        Any = "any",
    }
}

words! {
    /// What can be done.
    Action {
        /// Read.
        Read = "read",
        /// Begin a new record.
        Declare = "declare",
        /// Change a draft or a correction.
        Edit = "edit",
        /// Hand it in for validation.
        Submit = "submit",
        /// Propose a correction without editing.
        Suggest = "suggest",
        /// Publish what was handed in.
        Validate = "validate",
        /// Send it back with reasons.
        Return = "return",
        /// Take a published record away.
        Withdraw = "withdraw",
        /// Bring an earlier version back.
        Restore = "restore",
        /// Make one of two records.
        Merge = "merge",
        /// State that a record is still true.
        Confirm = "confirm",
        /// Add a note to a record.
        Annotate = "annotate",
        /// Note that an agreement was transmitted to the prefect.
        Transmit = "transmit",
        /// Change the vocabularies.
        ManageVocabulary = "manage_vocabulary",
        /// Create, rename, merge, close organisations.
        ManageOrganisations = "manage_organisations",
        /// Invite, change and close accounts.
        ManageUsers = "manage_users",
        /// Open and close the yearly campaign.
        ManageCampaigns = "manage_campaigns",
        /// Look after the job queue and the settings.
        ManageSettings = "manage_settings",
        /// See personal data.
        ReadPersonal = "read_personal",
        /// Correct and erase personal data.
        EditPersonal = "edit_personal",
    }
}

words! {
    /// The parts of a record that are granted apart.
    Field {
        /// No part of its own: the action concerns the record, or the atlas, as a whole.
        Whole = "whole",
        /// What a declaration says, save the parts below.
        Content = "content",
        /// The roles and mailboxes of diplomatic posts.
        PostContacts = "post_contacts",
        /// Dates of transmission to the prefect.
        Transmission = "transmission",
        /// Notes that everyone reads.
        Annotation = "annotation",
        /// Notes between administrations.
        Internal = "internal",
        /// Personal data.
        Persons = "persons",
    }
}

/// One line of the table: whoever has the role and the relation may do these actions to these fields.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The role; everyone, visitors included, where there is none.
    pub role: Option<Role>,
    /// What must tie the account to the record.
    pub relation: Relation,
    /// What it may do.
    pub actions: &'static [Action],
    /// To which parts.
    pub fields: &'static [Field],
}

const fn rule(role: Role, relation: Relation, actions: &'static [Action], fields: &'static [Field]) -> Rule {
    Rule { role: Some(role), relation, actions, fields }
}

const fn everyone(actions: &'static [Action], fields: &'static [Field]) -> Rule {
    Rule { role: None, relation: Relation::Any, actions, fields }
}

/// The table. What it does not allow is forbidden.
pub const RULES: &[Rule] = {
    use Action::*;
    use Field::*;
    use Relation::*;
    use Role::*;
    &[
        everyone(&[Read], &[Whole, Content, PostContacts, Transmission, Annotation]),
        everyone(&[Suggest], &[Whole]),
        rule(Agent, OwnRecord, &[Declare, Submit, Confirm], &[Whole]),
        rule(Agent, OwnRecord, &[Edit], &[Content, Transmission]),
        rule(Agent, OwnRecord, &[ReadPersonal, EditPersonal], &[Persons]),
        rule(Agent, Author, &[Submit], &[Whole]),
        rule(Agent, Author, &[Edit], &[Content, Transmission]),
        rule(PartnerAgent, OwnRecord, &[Confirm], &[Whole]),
        rule(Responsible, OwnRecord, &[ManageUsers], &[Whole]),
        rule(Correspondent, OwnCountry, &[Read], &[Internal]),
        rule(Correspondent, OwnCountry, &[Annotate], &[Annotation, Internal]),
        rule(Correspondent, OwnCountry, &[Confirm], &[Whole]),
        rule(Correspondent, OwnCountry, &[Edit], &[PostContacts]),
        rule(Correspondent, OwnCountry, &[ReadPersonal], &[Persons]),
        rule(Prefecture, OwnTerritory, &[Read], &[Internal]),
        rule(Prefecture, OwnTerritory, &[Transmit], &[Transmission]),
        rule(Ministry, Any, &[Read], &[Internal]),
        rule(Ministry, Any, &[Declare, Submit, Validate, Return, Withdraw, Restore, Merge], &[Whole]),
        rule(Ministry, Any, &[Edit], &[Content, PostContacts, Transmission]),
        rule(Ministry, Any, &[Annotate], &[Annotation, Internal]),
        rule(Ministry, Any, &[ReadPersonal, EditPersonal], &[Persons]),
        rule(Ministry, Any, &[ManageVocabulary, ManageOrganisations, ManageCampaigns], &[Whole]),
        rule(Administrator, Any, &[ManageVocabulary, ManageOrganisations, ManageUsers, ManageSettings], &[Whole]),
        rule(Administrator, Any, &[ReadPersonal, EditPersonal], &[Persons]),
    ]
};

/// What a relation forbids, whatever the table allows: nobody validates what he declared.
pub const NEVER: &[(Relation, Action)] = &[(Relation::Author, Action::Validate)];

/// What ties a record to people: the accounts of these organisations, countries and territories have to do with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relations {
    /// Its parties; for an account, the organisations that it acts for.
    pub organisations: Vec<Id>,
    /// Its parties' countries.
    pub countries: Vec<Country>,
    /// Its parties' territories, with those that contain them.
    pub territories: Vec<Id>,
    /// Whether the account that asks declared it: began it, wrote in it or handed it in.
    pub author: bool,
    /// Whether a proposal is its own to take back or give up: it began it, or acts for the authority for which it is declared.
    pub owner: bool,
    /// Whether it changed more than a trifle in it while validating: like an author, it has somebody else publish it.
    pub reworked: bool,
}

impl Relations {
    /// Whether someone with a role in `scope` has `relation` to the record.
    pub fn hold(&self, relation: Relation, scope: &Scope) -> bool {
        match (relation, scope) {
            (Relation::OwnRecord, Scope::Organisation(id)) => self.organisations.contains(id),
            (Relation::OwnCountry, Scope::Country(country)) => self.countries.contains(country),
            (Relation::OwnTerritory, Scope::Territory(id)) => self.territories.contains(id),
            (Relation::Author, _) => self.author,
            (Relation::Any, Scope::Everything) => true,
            _ => false,
        }
    }
}

/// Whether an account with these grants (none for a visitor) may do `action` to `field` of a record with these relations.
pub fn may(grants: &[Grant], relations: &Relations, action: Action, field: Field) -> bool {
    let forbidden = NEVER.contains(&(Relation::Author, action)) && relations.author;
    let allows =
        |rule: &Rule| rule.actions.contains(&action) && rule.fields.contains(&field) && rule.applies(grants, relations);
    !forbidden && RULES.iter().any(allows)
}

/// Whether these grants allow `action` in the whole atlas, whatever the record: what decides about menus and whole pages.
pub fn may_everywhere(grants: &[Grant], action: Action) -> bool {
    may(grants, &Relations::default(), action, Field::Whole)
}

impl Rule {
    fn applies(&self, grants: &[Grant], relations: &Relations) -> bool {
        match self.role {
            None => true,
            Some(role) => grants.iter().any(|grant| grant.role == role && relations.hold(self.relation, &grant.scope)),
        }
    }
}

impl Role {
    /// Whether the role can hold in such a scope: an agent's in an organisation, a correspondent's in a country.
    pub fn fits(self, scope: &Scope) -> bool {
        match self {
            Role::Agent | Role::PartnerAgent | Role::Responsible => matches!(scope, Scope::Organisation(_)),
            Role::Correspondent => matches!(scope, Scope::Country(_)),
            Role::Prefecture => matches!(scope, Scope::Territory(_)),
            Role::Ministry | Role::Administrator => *scope == Scope::Everything,
        }
    }
}

impl std::fmt::Display for Scope {
    /// The form stored: `*`, `organisation:0A1B2C3D`, `country:ML`, `territory:0A1B2C3D`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Scope::Everything => f.write_str("*"),
            Scope::Organisation(id) => write!(f, "organisation:{id}"),
            Scope::Country(country) => write!(f, "country:{country}"),
            Scope::Territory(id) => write!(f, "territory:{id}"),
        }
    }
}

impl std::str::FromStr for Scope {
    type Err = String;

    fn from_str(text: &str) -> Result<Scope, String> {
        let wrong = || text.to_owned();
        if text == "*" {
            return Ok(Scope::Everything);
        }
        match text.split_once(':').ok_or_else(wrong)? {
            ("organisation", id) => id.parse().map(Scope::Organisation).map_err(|_| wrong()),
            ("country", code) => code.parse().map(Scope::Country).map_err(|_| wrong()),
            ("territory", id) => id.parse().map(Scope::Territory).map_err(|_| wrong()),
            _ => Err(wrong()),
        }
    }
}
