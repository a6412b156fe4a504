//! What would become of a table. Finding that out reads the whole register, so the last answers are kept, as long as nothing
//! changes that they depend on.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;

use crate::account::Account;
use crate::imports::ImportError;
use crate::imports::kept::{self, Form, Kept};
use crate::imports::table::column::{Chosen, Heading};
use crate::imports::table::{self, Corrections, Done};
use crate::value::Id;
use crate::web::{self, Lang, Visit};

/// Answers that are kept.
const KEPT: usize = 16;

/// What an answer depends on.
#[derive(PartialEq)]
struct Key {
    import: Id,
    /// With its roles: they decide on the rows of an agent.
    account: Account,
    lang: Lang,
    /// The language of the table's texts.
    texts: Lang,
    corrections: Corrections,
    chosen: Chosen,
    /// The journal's position.
    position: i64,
    /// The agent's declarations, which are in no journal.
    declarations: Vec<(Id, i32)>,
    today: NaiveDate,
}

impl Key {
    async fn of(visit: &Visit, account: &Account, kept: &Kept) -> web::Result<Key> {
        let journal = &visit.app.journal;
        let declarations = match kept.form {
            Form::Declarations => journal.proposals_by(&account.id.to_string()).await?,
            Form::Table | Form::Iati => Vec::new(),
        };
        Ok(Key {
            import: kept.id,
            account: account.clone(),
            lang: visit.locale.lang,
            texts: kept.lang,
            corrections: kept.corrections.clone(),
            chosen: kept::chosen(journal, super::owner(account)).await?,
            position: journal.position().await?,
            declarations: declarations.iter().map(|proposal| (proposal.id, proposal.edit)).collect(),
            today: (visit.app.now)().date_naive(),
        })
    }
}

/// What would become of a table.
pub(super) struct Tried {
    /// Its headings, and what they mean.
    pub headings: Vec<Heading>,
    /// What would be done; nothing where it is refused.
    pub done: Done,
    /// Why nothing can be read, where nothing can.
    pub refused: Option<String>,
}

static LAST: Mutex<VecDeque<(Key, Arc<Tried>)>> = Mutex::new(VecDeque::new());

fn last() -> MutexGuard<'static, VecDeque<(Key, Arc<Tried>)>> {
    LAST.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Finds out what would become of a table that waits.
pub(super) async fn run(visit: &Visit, account: &Account, kept: &Kept) -> web::Result<Arc<Tried>> {
    let key = Key::of(visit, account, kept).await?;
    let known = last().iter().find(|(other, _)| *other == key).map(|(_, tried)| Arc::clone(tried));
    if let Some(tried) = known {
        return Ok(tried);
    }
    let tried = Arc::new(find_out(visit, account, kept).await?);
    let mut last = last();
    last.truncate(KEPT - 1);
    last.push_front((key, Arc::clone(&tried)));
    Ok(tried)
}

async fn find_out(visit: &Visit, account: &Account, kept: &Kept) -> web::Result<Tried> {
    let (file, asked) = super::asked(visit, account, kept).await?;
    let headings = table::headings(file.path(), &asked.chosen).unwrap_or_default();
    let options = super::options(visit, kept);
    match table::run(Some(&visit.app.journal), asked, &options, true).await {
        Ok(done) => Ok(Tried { headings, done, refused: None }),
        Err(ImportError::Journal(fault)) => Err(fault.into()),
        Err(fault) => Ok(Tried { headings, done: Done::default(), refused: Some(fault.message(visit.locale)) }),
    }
}
