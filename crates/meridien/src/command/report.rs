//! Failures as one line each: what is wrong, where, and how to mend it.

use std::fmt::Display;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::demo::Size;
use crate::exports::archive::{Comparison, Fault};
use crate::exports::verify::Differing;
use crate::imports::{ImportError, input};
use crate::index::FollowError;
use crate::job::mail::PostFault;
use crate::journal::{ArchiveError, JournalError, Kind, OpenError};
use crate::value::{Country, Id};
use crate::web::Locale;
use crate::web::server::ListenError;

/// Prints a line of what a command says.
///
/// # Errors
/// As [`print()`].
pub fn say(line: impl Display) -> Result<(), Failure> {
    print(format_args!("{line}\n"))
}

/// Prints what a command says. Where nobody reads any more (`| head`), it is not said, and the command goes on.
///
/// # Errors
/// When it cannot be written for another reason: the disk is full.
pub fn print(text: impl Display) -> Result<(), Failure> {
    match write!(std::io::stdout(), "{text}") {
        Err(fault) if fault.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(|fault| Failure::Other(fault.into())),
    }
}

/// Why a command failed.
#[derive(Debug)]
pub enum Failure {
    /// The register cannot be opened.
    Open(OpenError),
    /// The port cannot be taken.
    Listen(ListenError),
    /// The file cannot be imported.
    Import(ImportError),
    /// No such record, or it is not public.
    NoRecord(Kind, Id),
    /// The register has another home country.
    OtherHome {
        /// The register's.
        register: Country,
        /// The one given.
        given: Country,
    },
    /// The folder holds another demonstration, or a real register.
    OtherDemonstration {
        /// How large that demonstration is; `None` for a real register.
        found: Option<Size>,
    },
    /// The search index is not what the register makes of it.
    Index(String),
    /// The search index cannot be read or written.
    Search(meridien_search::Error),
    /// Files that were checked break rules that must be kept.
    Faulty(u64),
    /// A backup or a dump that cannot be written or taken in.
    Archive(PathBuf, Fault),
    /// A backup or a dump does not hold what the register holds.
    Differs(Comparison),
    /// Files of a dump do not hold what its journal says.
    DumpDiffers(Vec<Differing>),
    /// A file that cannot be written.
    Write(PathBuf, std::io::Error),
    /// Letters cannot leave as the operator says.
    Post(PostFault),
    /// Another fault, of the disk or the database.
    Other(anyhow::Error),
}

impl Failure {
    /// A fault of a backup or a dump.
    pub fn archive(path: &Path, fault: Fault) -> Failure {
        Failure::Archive(path.to_owned(), fault)
    }

    /// Why `path` cannot be written, though what is written may have another name until it is whole.
    pub fn unwritten(path: &Path, fault: anyhow::Error) -> Failure {
        match fault.downcast::<std::io::Error>() {
            Ok(fault) => Failure::Write(path.to_owned(), fault),
            Err(fault) => match fault.downcast::<Fault>() {
                Ok(fault) => Failure::archive(path, fault),
                Err(fault) => fault.into(),
            },
        }
    }

    /// Whether it is only that whoever reads what is printed has seen enough: `meridien export | head`.
    fn is_unheard(&self) -> bool {
        let Failure::Other(error) = self else { return false };
        error.downcast_ref().map(std::io::Error::kind) == Some(ErrorKind::BrokenPipe)
    }

    /// Prints the line and gives the exit code.
    pub fn print(&self, locale: Locale) -> ExitCode {
        if self.is_unheard() {
            return ExitCode::SUCCESS;
        }
        eprintln!("{} {}", locale.t("command-error"), self.message(locale));
        ExitCode::FAILURE
    }

    fn message(&self, l: Locale) -> String {
        match self {
            Failure::Open(error) => open_message(error, l),
            Failure::Listen(error) => listen_message(error, l),
            Failure::Import(error @ (ImportError::Headings(..) | ImportError::NoHeadings(..))) => {
                format!("{} {}", error.message(l), l.t("command-columns"))
            }
            Failure::Import(error) => error.message(l),
            Failure::NoRecord(kind, id) => l.t_with(
                "command-no-record",
                &[("kind", kind.as_str().to_owned().into()), ("id", id.to_string().into())],
            ),
            Failure::OtherHome { register, given } => l.t_with(
                "command-other-home",
                &[("register", register.to_string().into()), ("given", given.to_string().into())],
            ),
            Failure::OtherDemonstration { found: Some(found) } => {
                l.t_with("command-other-demonstration", &[("found", found.partnerships.into())])
            }
            Failure::Post(PostFault::Sender(sender)) => {
                l.t_with("command-mail-from", &[("sender", sender.as_str().into())])
            }
            Failure::Post(PostFault::Server) => l.t("command-smtp").into_owned(),
            Failure::OtherDemonstration { found: None } => l.t("command-not-a-demonstration").into_owned(),
            Failure::Index(cause) => l.t_with("command-index-unsound", &[("cause", cause.clone().into())]),
            Failure::Search(error) => search_message(error, l),
            Failure::Faulty(count) => l.t_with("command-faulty", &[("count", (*count).into())]),
            Failure::Archive(path, fault) => archive_message(path, fault, l),
            Failure::Differs(found) => l.t_with(
                "command-differs",
                &[
                    ("equal", found.equal.into()),
                    ("later", found.later.into()),
                    ("different", found.different.into()),
                    ("file", found.only_file.into()),
                    ("register", found.only_register.into()),
                ],
            ),
            Failure::DumpDiffers(found) => l.t_with("command-dump-differs", &[("files", files(found, l).into())]),
            Failure::Write(path, fault) => file_message(path, fault, l),
            Failure::Other(error) => match error.downcast_ref::<JournalError>() {
                Some(error @ JournalError::Database(_)) => register_message(error, l),
                _ => l.t_with("command-other", &[("cause", format!("{error:#}").into())]),
            },
        }
    }
}

fn file_message(path: &Path, fault: &std::io::Error, l: Locale) -> String {
    let path = ("path", path.display().to_string().into());
    match fault.kind() {
        ErrorKind::StorageFull => l.t_with("command-disk-full", &[path]),
        _ => l.t_with("command-file", &[path, ("cause", input::cause(fault, l).into())]),
    }
}

fn register_message(error: &JournalError, l: Locale) -> String {
    l.t_with("command-register", &[("cause", input::refusal(error, l).into())])
}

/// Files that differ, each with the first row in which it does.
fn files(found: &[Differing], l: Locale) -> String {
    let named = found.iter().map(|Differing { file, row }| match row {
        0 => file.clone(),
        row => format!("{file} ({})", l.t_with("table-row", &[("row", (*row).into())])),
    });
    named.collect::<Vec<_>>().join(", ")
}

fn open_message(error: &OpenError, l: Locale) -> String {
    let path = |path: &std::path::Path| path.display().to_string();
    match error {
        OpenError::NotOurs(folder) => l.t_with("command-not-ours", &[("path", path(folder).into())]),
        OpenError::DatabaseNotOurs => l.t("command-database-not-ours").into_owned(),
        OpenError::Newer { found, known } => {
            l.t_with("command-newer", &[("found", found.to_string().into()), ("known", known.to_string().into())])
        }
        OpenError::Folder { path: folder, cause } => {
            l.t_with("command-folder", &[("path", path(folder).into()), ("cause", cause.to_string().into())])
        }
        OpenError::Absent(folder) => l.t_with("command-absent", &[("path", path(folder).into())]),
        OpenError::Unreachable(cause) => l.t_with("command-unreachable", &[("cause", cause.to_string().into())]),
    }
}

fn search_message(error: &meridien_search::Error, l: Locale) -> String {
    use meridien_search::Error;
    let path = |path: &Path| ("path", path.display().to_string().into());
    match error {
        Error::NotBuilt => l.t("command-index-not-built").into_owned(),
        Error::Busy(folder) => l.t_with("command-index-busy", &[path(folder)]),
        Error::Io { path: file, source } => match source.kind() {
            ErrorKind::StorageFull => l.t_with("command-disk-full", &[path(file)]),
            _ => l.t_with("command-index-disk", &[path(file), ("cause", source.to_string().into())]),
        },
        Error::Engine(cause) => l.t_with("command-index-engine", &[("cause", cause.to_string().into())]),
    }
}

fn archive_message(file: &Path, fault: &Fault, l: Locale) -> String {
    let path = ("path", file.display().to_string().into());
    match fault {
        Fault::NotOurs => l.t_with("command-archive-not-ours", &[path]),
        Fault::Newer(version) => l.t_with("command-archive-newer", &[path, ("version", version.clone().into())]),
        Fault::Tampered(_) => l.t_with("command-archive-changed", &[path]),
        Fault::Archive(ArchiveError::NotEmpty) => l.t("command-restore-not-empty").into_owned(),
        Fault::Archive(ArchiveError::File(fault)) => file_message(file, fault, l),
        Fault::Archive(ArchiveError::Journal(error @ JournalError::Database(_))) => register_message(error, l),
        Fault::Archive(cause) => l.t_with("command-archive-fault", &[path, ("cause", cause.to_string().into())]),
    }
}

fn listen_message(error: &ListenError, l: Locale) -> String {
    let message = |key, address: &std::net::SocketAddr| {
        l.t_with(key, &[("address", address.to_string().into()), ("port", address.port().to_string().into())])
    };
    match error {
        ListenError::Taken(address) => message("command-port-taken", address),
        ListenError::Forbidden(address) => message("command-port-forbidden", address),
        ListenError::Elsewhere(address) => message("command-port-elsewhere", address),
        ListenError::Other(address, cause) => l.t_with(
            "command-port-other",
            &[("address", address.to_string().into()), ("cause", cause.to_string().into())],
        ),
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Failure::Open(error)
    }
}

impl From<ListenError> for Failure {
    fn from(error: ListenError) -> Self {
        Failure::Listen(error)
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        Failure::Import(error)
    }
}

impl From<JournalError> for Failure {
    fn from(error: JournalError) -> Self {
        Failure::Other(error.into())
    }
}

impl From<FollowError> for Failure {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::Search(error) => Failure::Search(error),
            FollowError::Journal(_) | FollowError::Thread(_) | FollowError::Panic => Failure::Other(error.into()),
        }
    }
}

impl From<meridien_search::Error> for Failure {
    fn from(error: meridien_search::Error) -> Self {
        Failure::Search(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Failure::Other(error.into())
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Failure::Other(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Lang;

    #[test]
    fn a_register_that_cannot_be_written_is_told_once_and_in_words() {
        for (said, words) in [
            ("attempt to write a readonly database", "ne peut qu’être lu"),
            ("database or disk is full", "le disque est plein"),
        ] {
            let error = || JournalError::Database(sqlx::Error::Protocol(said.to_owned()));
            for failure in
                [Failure::from(error()), Failure::archive(Path::new("b"), ArchiveError::from(error()).into())]
            {
                let message = failure.message(Lang::Fr.into());
                assert!(message.matches(words).count() == 1 && !message.contains(said), "{message}");
                assert!(message.contains("--data"), "{message}");
            }
        }
    }

    #[test]
    fn a_full_disk_is_told_with_what_was_to_be_written() {
        for fault in [
            anyhow::Error::from(std::io::Error::from(ErrorKind::StorageFull)),
            anyhow::Error::from(Fault::from(std::io::Error::from(ErrorKind::StorageFull))),
        ] {
            let message = Failure::unwritten(Path::new("copie"), fault).message(Lang::Fr.into());
            assert!(message.contains("copie") && message.contains("place"), "{message}");
        }
    }
}
