//! For which parties of a partnership an account may speak.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::access::{Action, Field, Relations, Role};
use crate::account::Account;
use crate::app::State;
use crate::confirmation::{self, Confirmation, dissent};
use crate::journal::{Author, JournalError, Kind, Revision};
use crate::organisation::directory::Directory;
use crate::partnership::{Partnership, Party};
use crate::registers;
use crate::value::{Country, Id};
use crate::web::{self, Lang};

/// A party for which an account may speak, and as what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// The party.
    pub party: Id,
    /// Its name when it signed.
    pub name: String,
    /// The account's role.
    pub role: Role,
    /// The organisation that speaks: the party or who holds its rights, or a diplomatic post.
    pub on_behalf_of: Id,
    /// The diplomatic post that speaks for the party.
    pub post: Option<Id>,
}

impl Voice {
    /// The author of what is said.
    pub fn author(&self, account: &Account) -> Author {
        account.author(self.role, Some(self.on_behalf_of))
    }
}

/// A published partnership with what is needed to ask its parties about it.
pub struct Subject {
    /// Its newest version.
    pub revision: Revision,
    /// Its body.
    pub partnership: Partnership,
    /// Its parties and their successors, and the posts that spoke of it.
    pub directory: Directory,
    /// What was said of it, oldest first.
    pub said: Vec<Confirmation>,
    /// The day on which they are asked.
    today: NaiveDate,
}

impl Subject {
    /// The newest version of a published partnership.
    pub async fn load(app: &State, revision: Revision) -> web::Result<Subject> {
        let id = revision.id;
        Ok(Self::load_all(app, [(id, revision)].into()).await?.remove(0))
    }

    /// Reads several at once.
    pub async fn load_all(app: &State, revisions: HashMap<Id, Revision>) -> web::Result<Vec<Subject>> {
        let ids: Vec<Id> = revisions.keys().copied().collect();
        let mut said = confirmation::of(&app.journal, &ids).await?;
        let mut subjects = Vec::new();
        for (id, revision) in revisions {
            let partnership: Partnership = revision.read()?;
            let said = said.remove(&id).unwrap_or_default();
            let parties = partnership.parties.iter().map(|party| party.organisation);
            let posts = said.iter().filter_map(|word| word.post);
            let directory = Directory::load(&app.journal, parties.chain(posts)).await?;
            subjects.push(Subject { revision, partnership, directory, said, today: (app.today)() });
        }
        Ok(subjects)
    }

    /// The same from the identifiers of published partnerships; those of no such are passed over.
    pub async fn of(app: &State, ids: &[Id]) -> web::Result<Vec<Subject>> {
        let revisions = app.journal.newest_of(Kind::Partnership, ids).await?;
        Self::load_all(app, revisions).await
    }

    /// The parties that are asked: those that have not left.
    pub fn present_parties(&self) -> impl Iterator<Item = &Party> {
        self.partnership.present_parties(self.today)
    }

    /// The parties for which an account may speak.
    pub fn voices(&self, account: &Account, home: Country) -> Vec<Voice> {
        let voice = |party: &Party| {
            let (role, on_behalf_of, post) = self.own(account, party.organisation).or_else(|| {
                let relations = Relations { countries: vec![party.country], ..Relations::default() };
                let abroad = party.country != home && account.may(&relations, Action::Confirm, Field::Whole);
                let post = registers::ids::post(home, party.country);
                abroad.then_some((Role::Correspondent, post, Some(post)))
            })?;
            Some(Voice { party: party.organisation, name: party.name.clone(), role, on_behalf_of, post })
        };
        self.present_parties().filter_map(voice).collect()
    }

    /// As whom an account speaks for a party that is its own authority, or whose rights its authority holds.
    fn own(&self, account: &Account, party: Id) -> Option<(Role, Id, Option<Id>)> {
        let line = self.directory.lineage(party);
        let relations = Relations { organisations: line.clone(), ..Relations::default() };
        if !account.may(&relations, Action::Confirm, Field::Whole) {
            return None;
        }
        [Role::Agent, Role::PartnerAgent].into_iter().find_map(|role| {
            let own = account.organisations(role).find(|own| line.contains(own))?;
            Some((role, own, None))
        })
    }

    /// Whether the last word of a voice, or of the party for which a post speaks, is that the record is true, given on a day
    /// or since.
    pub fn is_confirmed(&self, voice: &Voice, since: NaiveDate) -> bool {
        let counts = |word: &&Confirmation| word.party == voice.party && (word.post.is_none() || voice.post.is_some());
        confirmation::confirming(&self.said).iter().any(|word| counts(word) && word.on >= since)
    }

    /// Whether a party for which an account speaks has still to confirm since a day.
    pub fn waits_for(&self, account: &Account, home: Country, since: NaiveDate) -> bool {
        self.voices(account, home).iter().any(|voice| !self.is_confirmed(voice, since))
    }

    /// What a party said last itself.
    pub fn last_word(&self, party: Id) -> Option<&Confirmation> {
        confirmation::last_word(&self.said, party)
    }

    /// What a diplomatic post said last in a party's place.
    pub fn last_word_of_post(&self, party: Id) -> Option<&Confirmation> {
        confirmation::last_word_of_post(&self.said, party)
    }

    /// What was said last for a party: its own word, and that of a post beside it.
    pub(super) fn words(&self, party: Id) -> impl Iterator<Item = &Confirmation> {
        self.last_word(party).into_iter().chain(self.last_word_of_post(party))
    }

    /// What is wrong with agreeing in a party's place, by a link or as a diplomatic post: it said itself that the record is
    /// not true.
    pub(super) fn disputed_by(&self, party: Id) -> Option<&'static str> {
        let wrong = self.last_word(party).filter(|word| !word.agreed)?;
        let key = if wrong.is_own() { "confirm-fault-disputed" } else { "confirm-fault-disputed-by-link" };
        (!wrong.is_outlived_by(self.revision.version)).then_some(key)
    }

    /// What is wrong with agreeing by a voice; nothing where it is the party's own.
    pub fn refuses(&self, voice: &Voice) -> Option<&'static str> {
        voice.post.and_then(|_| self.disputed_by(voice.party))
    }

    /// The identifier of a word that is said after these: the same for the same word.
    fn id_of(&self, word: &Confirmation) -> Id {
        // A word is plain data: it always serialises.
        let text = serde_json::to_string(word).unwrap_or_default();
        Id::derived(&format!("confirmation/{}/{text}", self.said.len()))
    }

    /// Publishes an account's word on a party's behalf, that the record is true or what is not; one said already today on the
    /// same version is not said twice. `lang` is the language of the remark. Returns the word.
    ///
    /// # Errors
    /// When the journal fails.
    pub async fn say(
        &self,
        app: &State,
        account: &Account,
        voice: &Voice,
        remark: Option<String>,
        lang: Option<Lang>,
    ) -> web::Result<Confirmation> {
        let word = Confirmation::agreed(self.revision.id, voice.party, (app.today)(), self.revision.version);
        let word = Confirmation { post: voice.post, ..word.remarking(remark, lang) };
        let last = match voice.post {
            Some(_) => self.last_word_of_post(voice.party),
            None => self.last_word(voice.party),
        };
        if last != Some(&word) {
            let id = self.id_of(&word);
            match app.journal.append(&voice.author(account), (app.now)(), &[word.entry(id)]).await {
                // Sent twice at once, it is said once; so are the letters, which have its identifier.
                Ok(_) | Err(JournalError::Conflict { .. }) => {}
                Err(fault) => return Err(fault.into()),
            }
            dissent::tell(app, self, &word, id).await?;
        }
        Ok(word)
    }
}
