//! `meridien person find|export|erase|erasures`: what is held about persons, from the machine that holds the register.

use std::io::Write;
use std::path::PathBuf;

use chrono::Utc;

use super::keep::write_whole;
use super::{Failure, Register, say};
use crate::journal::{Author, Deed, Extent};
use crate::person::handed::hand_over;
use crate::value::Id;
use crate::web::Locale;

/// Persons told at once.
const FOUND: usize = 1000;

/// What to do.
#[derive(Debug, clap::Subcommand)]
pub enum Task {
    /// Name those whose name or address has these words: reference, name, address.
    Find {
        /// The words; accents and case do not matter.
        words: String,
        #[command(flatten)]
        register: Register,
    },
    /// Write what is held about a person as JSON, to be handed over.
    Export {
        /// Reference of the person.
        id: Id,
        #[command(flatten)]
        register: Register,
    },
    /// Write what was ever erased, without telling what it was, to be given to `meridien restore --erasures` with an older backup.
    Erasures {
        /// The file.
        #[arg(long)]
        out: PathBuf,
        #[command(flatten)]
        register: Register,
    },
    /// Erase a person for good, in every version of every record.
    Erase {
        /// Reference of the person.
        id: Id,
        #[command(flatten)]
        register: Register,
    },
}

/// Does it, and notes the access.
pub async fn run(task: Task, locale: Locale) -> Result<(), Failure> {
    let by = Author { actor: "operator".into(), role: "administrator".into(), on_behalf_of: None };
    let now = Utc::now();
    let unknown = |id: Id| anyhow::anyhow!(locale.t_with("command-person-none", &[("id", id.to_string().into())]));
    match task {
        Task::Find { words, register } => {
            let (journal, _) = register.open().await?;
            let found = journal.find_persons(&words, FOUND).await?;
            if found.is_empty() {
                eprintln!("{}", locale.t("command-persons-none"));
            }
            for (id, person) in found {
                journal.note_person_access(id, &by, Deed::Read, now).await?;
                let mail = person.mail.unwrap_or_default();
                writeln!(std::io::stdout(), "{id}\t{}\t{mail}", person.name).map_err(anyhow::Error::from)?;
            }
        }
        Task::Export { id, register } => {
            let (journal, _) = register.open().await?;
            let handed = hand_over(&journal, id, &by, now).await?.ok_or_else(|| unknown(id))?;
            say(serde_json::to_string_pretty(&handed).map_err(anyhow::Error::from)?)?;
        }
        Task::Erasures { out, register } => {
            let (journal, _) = register.open().await?;
            write_whole(&journal, Extent::Erasures, now, &out).await?;
        }
        Task::Erase { id, register } => {
            let (journal, _) = register.open().await?;
            journal.person(id).await?.ok_or_else(|| unknown(id))?;
            journal.note_person_access(id, &by, Deed::Erased, now).await?;
            journal.erase_person(id, now).await?;
            say(locale.t_with("command-person-erased", &[("id", id.to_string().into())]))?;
        }
    }
    Ok(())
}
