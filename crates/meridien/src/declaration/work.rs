//! A proposal that somebody works on, with what ties it to him.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::draft::{Draft, Remark};
use super::fate::Fate;
use super::workflow::{self, Refusal, State as Stage, Step};
use super::{letters, review};
use crate::access::{Action, Field, Relations, Role};
use crate::account::Account;
use crate::app::State;
use crate::journal::{Author, Journal, JournalError, Kind, Proposal, ProposalState, Revision};
use crate::organisation::directory::Directory;
use crate::partnership::{ContactRole, Partnership, relations};
use crate::programme::Programme;
use crate::value::Id;
use crate::web::{self, Error, Locale};

/// A proposal, read.
#[derive(Debug, Clone)]
pub struct Work {
    /// As it is stored.
    pub proposal: Proposal,
    /// What it holds.
    pub draft: Draft,
    /// What ties the account to it.
    pub relations: Relations,
    /// Who works on it.
    pub account: Account,
}

impl Work {
    /// The organisations that it proposes and no register holds yet, with their names.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn proposes(&self, journal: &Journal) -> web::Result<Vec<(Id, String)>> {
        let named: Vec<Id> = self.draft.named().collect();
        let held = journal.held(Kind::Organisation, &named).await?;
        let name = |id: Id| Some((id, self.draft.proposed.get(&id)?.organisation.names.first()?.name.clone()));
        Ok(named.into_iter().filter(|id| !held.contains(id)).filter_map(name).collect())
    }

    /// Reads a proposal for someone who may at least see it.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none, and for whoever has nothing to do with it.
    pub async fn load(app: &State, account: Account, code: &str) -> web::Result<Work> {
        Work::find(app, account, code).await?.ok_or(Error::NotFound)
    }

    /// The same, and none where there is no such proposal, or no more.
    ///
    /// # Errors
    /// [`Error::NotFound`] for whoever has nothing to do with it.
    pub async fn find(app: &State, account: Account, code: &str) -> web::Result<Option<Work>> {
        let id: Id = code.parse().map_err(|_| Error::NotFound)?;
        let Some(proposal) = app.journal.proposal(id).await? else { return Ok(None) };
        let mut draft = Draft::read(&proposal)?;
        let tied = know(&app.journal, &mut draft).await?;
        let relations = relations(&app.journal, tied, &proposal, &draft, &account).await?;
        let sees = [(Action::Edit, Field::Content), (Action::Validate, Field::Whole)];
        match sees.into_iter().any(|(action, field)| account.may(&relations, action, field)) {
            true => Ok(Some(Work { proposal, draft, relations, account })),
            false => Err(Error::NotFound),
        }
    }

    /// Where the proposal is.
    pub fn stage(&self) -> Stage {
        self.proposal.state.into()
    }

    /// Whether this account may take a step from here.
    pub fn may(&self, step: Step) -> bool {
        self.refusal(step).is_none()
    }

    /// Why this account may not take a step from here, where it may not.
    pub fn refusal(&self, step: Step) -> Option<Refusal> {
        self.take(step).err()
    }

    /// The step by which this account saves, if it may.
    pub fn saving(&self) -> Option<Step> {
        [Step::Save, Step::Mend].into_iter().find(|step| self.may(*step))
    }

    fn take(&self, step: Step) -> Result<Stage, Refusal> {
        workflow::take(self.stage(), step, &self.account.grants, &self.relations)
    }

    /// Takes a step; it is stored with [`Work::store`].
    ///
    /// # Errors
    /// [`Error::Forbidden`] where the account may not; [`Error::NotFound`] where the step leads nowhere from here.
    pub fn step(&mut self, step: Step) -> web::Result<()> {
        let next = permit(self.stage(), step, &self.account, &self.relations)?;
        self.proposal.state = next.stored().unwrap_or(self.proposal.state);
        if matches!(step, Step::Save | Step::Submit) {
            self.draft.hands.insert(self.account.id);
        }
        Ok(())
    }

    /// Stores the draft; `false` where the proposal was saved from elsewhere since it was read.
    ///
    /// # Errors
    /// When the journal fails.
    pub async fn store(&mut self, journal: &Journal, at: DateTime<Utc>) -> web::Result<bool> {
        self.keep_post_contacts(journal).await?;
        self.proposal.body = self.draft.write();
        self.proposal.at = at;
        match journal.save_proposal(&self.proposal).await {
            Ok(edit) => {
                self.proposal.edit = edit;
                Ok(true)
            }
            Err(JournalError::StaleProposal(_)) => Ok(false),
            Err(fault) => Err(fault.into()),
        }
    }

    /// Keeps the contacts of diplomatic posts as they are published, for whoever does not answer for them. A new record may name
    /// one, but how it is reached is not his to say.
    async fn keep_post_contacts(&mut self, journal: &Journal) -> web::Result<()> {
        if self.account.may(&self.relations, Action::Edit, Field::PostContacts) {
            return Ok(());
        }
        let base = journal.version(self.proposal.kind, self.proposal.record, self.proposal.base).await?;
        let Some(base) = base.map(|base| base.read::<Value>()).transpose()? else {
            return self.forget_unsaid_mailboxes();
        };
        let published = base["contacts"].as_array().into_iter().flatten().enumerate();
        let published: Vec<(usize, &Value)> = published.filter(|(_, contact)| of_post(contact)).collect();
        let body = self.draft.body.as_object_mut();
        let contacts = body.map(|body| body.entry("contacts").or_insert_with(|| Value::Array(Vec::new())));
        let Some(contacts) = contacts.and_then(Value::as_array_mut) else { return Ok(()) };
        contacts.retain(|contact| !of_post(contact));
        for (at, contact) in published {
            contacts.insert(at.min(contacts.len()), contact.clone());
        }
        Ok(())
    }

    /// Takes the mailboxes of diplomatic posts out, but those that were there before: a record that it began with said them, or
    /// somebody who answers for them.
    fn forget_unsaid_mailboxes(&mut self) -> web::Result<()> {
        let stored = match self.proposal.body.as_str() {
            "" => Draft::default(),
            _ => Draft::read(&self.proposal)?,
        };
        let said: Vec<&Value> = stored.body["contacts"].as_array().into_iter().flatten().collect();
        let same = |one: &Value, other: &Value| {
            ["role", "organisation", "name", "mailbox"].iter().all(|field| one[*field] == other[*field])
        };
        let contacts = self.draft.body.get_mut("contacts").and_then(Value::as_array_mut);
        for contact in contacts.into_iter().flatten().filter(|contact| of_post(contact)) {
            if !said.iter().any(|said| same(said, contact)) {
                contact["mailbox"] = Value::Null;
            }
        }
        Ok(())
    }

    /// Everything that keeps it from being handed in: what the draft says of itself, and what [`Work::beyond`] does.
    ///
    /// # Errors
    /// When the journal fails.
    pub async fn obstacles(&self, app: &State, l: Locale) -> web::Result<Vec<Remark>> {
        let mut all = self.draft.obstacles((app.today)(), l);
        all.extend(self.beyond(app, l).await?);
        Ok(all)
    }

    /// What keeps it from being handed in and is in no section: a reason that reaches a person, a correction that corrects
    /// nothing, or whose record is public no more.
    ///
    /// # Errors
    /// When the journal fails.
    pub async fn beyond(&self, app: &State, l: Locale) -> web::Result<Vec<Remark>> {
        let mut all: Vec<Remark> = self.draft.reason_fault(l).into_iter().collect();
        if let Some(fate) = Fate::of(app, l, &self.proposal).await? {
            all.push(Remark::keeping("", "record-gone", fate.text));
        } else if review::is_empty(app, self).await? {
            all.push(Remark::keeping("", "nothing-changed", l.t("fault-nothing-changed").into_owned()));
        }
        Ok(all)
    }

    /// Hands it in and tells the ministry; `false` where it was saved from elsewhere since it was read. Nothing keeps it from
    /// that: [`Work::obstacles`] are none.
    ///
    /// # Errors
    /// As [`Work::step`], and when the journal fails.
    pub async fn hand_in(&mut self, app: &State) -> web::Result<bool> {
        self.step(Step::Submit)?;
        self.draft.remarks.clear();
        self.draft.begin_validation();
        self.proposal.reason = None;
        if !self.store(&app.journal, (app.now)()).await? {
            return Ok(false);
        }
        letters::submitted(app, self).await?;
        Ok(true)
    }

    /// The record as it would be published.
    pub fn partnership(&self) -> Partnership {
        self.draft.partnership()
    }

    /// The author of what is published: the one who declared it, in his role, for his authority.
    pub fn declarant(&self) -> Author {
        let role = if self.draft.on_behalf_of.is_some() { Role::Agent } else { Role::Ministry };
        Author {
            actor: self.proposal.author.clone(),
            role: role.as_str().to_owned(),
            on_behalf_of: self.draft.on_behalf_of,
        }
    }
}

/// Whether a contact is somebody's at a diplomatic post.
fn of_post(contact: &Value) -> bool {
    serde_json::from_value(contact["role"].clone()).is_ok_and(|role: ContactRole| role.is_of_post())
}

/// Where a step leads for an account with these relations to the record.
///
/// # Errors
/// [`Error::Forbidden`] where it may not take it; [`Error::NotFound`] where the step leads nowhere from here.
pub fn permit(from: Stage, step: Step, account: &Account, relations: &Relations) -> web::Result<Stage> {
    workflow::take(from, step, &account.grants, relations).map_err(|refusal| match refusal {
        Refusal::NotAllowed => Error::Forbidden,
        Refusal::NotFromHere => Error::NotFound,
    })
}

/// What ties an account to a proposal whose record is `tied` so: the authority for which it is declared is as a party.
async fn relations(
    journal: &Journal,
    tied: Relations,
    proposal: &Proposal,
    draft: &Draft,
    account: &Account,
) -> web::Result<Relations> {
    let mut relations = tied;
    relations.organisations.extend(draft.on_behalf_of);
    let began = proposal.author == account.id.to_string();
    relations.author = began || draft.hands.contains(&account.id);
    relations.owner = began || acts_for(journal, account, draft.on_behalf_of).await?;
    relations.reworked = draft.reworked.contains(&account.id);
    Ok(relations)
}

/// Whether an account is an agent of an authority, or of one that holds its rights.
async fn acts_for(journal: &Journal, account: &Account, authority: Option<Id>) -> web::Result<bool> {
    let Some(authority) = authority else { return Ok(false) };
    let line = Directory::load(journal, [authority]).await?.lineage(authority);
    Ok(authorities(account).iter().any(|own| line.contains(own)))
}

/// Finds what is said of a draft and the register alone can tell; returns what ties its record to people.
///
/// # Errors
/// When the journal fails.
pub async fn know(journal: &Journal, draft: &mut Draft) -> web::Result<Relations> {
    let record = draft.partnership();
    let tied = relations::of(journal, &record).await?;
    let is_foreign = |authority| !record.parties.is_empty() && !tied.organisations.contains(&authority);
    draft.foreign = draft.on_behalf_of.is_some_and(is_foreign);
    let named = journal.newest_of(Kind::Programme, &record.programmes).await?;
    let title = |(id, revision): (Id, Revision)| Ok((id, revision.read::<Programme>()?.title));
    draft.programmes = named.into_iter().map(title).collect::<Result<_, JournalError>>()?;
    Ok(tied)
}

/// A new proposal by this account; it is stored with [`Work::store`].
///
/// # Errors
/// When the journal fails.
pub async fn begin(
    journal: &Journal,
    account: Account,
    draft: Draft,
    record: Id,
    base: i32,
    at: DateTime<Utc>,
) -> web::Result<Work> {
    let proposal = Proposal {
        id: Id::random(&mut rand::rng()),
        kind: Kind::Partnership,
        record,
        base,
        author: account.id.to_string(),
        body: String::new(),
        state: ProposalState::Draft,
        edit: 0,
        reason: None,
        at,
    };
    let tied = relations::of(journal, &draft.partnership()).await?;
    let relations = relations(journal, tied, &proposal, &draft, &account).await?;
    Ok(Work { proposal, draft, relations, account })
}

/// The authorities for which an account declares.
pub fn authorities(account: &Account) -> Vec<Id> {
    account.organisations(Role::Agent).collect()
}
