//! The command line: what an operator types.

mod check;
mod export;
mod export_iati;
mod export_site;
mod help;
mod import;
mod index;
mod keep;
mod open;
mod person;
mod redact;
mod report;
mod serve;
mod show;
mod user;
mod withdraw;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use tower_http::csrf::CsrfLayer;

use crate::demo::{Size, Volume};
use crate::journal::Kind;
use crate::partnership::export::View;
use crate::partnership::status::CONFIRM_AFTER_MONTHS;
use crate::value::{Country, Id};
use crate::web::{Lang, Locale};

pub use report::Failure;
use report::{print, say};

/// How long a thread may go on after the command has ended: it may be in the midst of a file.
const THREAD_TIME: Duration = Duration::from_secs(5);

/// An open atlas of decentralised cooperation.
#[derive(Debug, Parser)]
#[command(name = "meridien", version, about, arg_required_else_help = true)]
struct Cli {
    /// Language of messages and reports.
    #[arg(long, global = true, env = "MERIDIEN_LANG", value_enum)]
    lang: Option<Language>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    Fr,
    En,
}

impl Language {
    fn lang(self) -> Lang {
        match self {
            Language::Fr => Lang::Fr,
            Language::En => Lang::En,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve a demonstration atlas, generated on first use.
    Demo {
        #[command(flatten)]
        size: DemoSize,
        #[command(flatten)]
        register: Register,
        #[command(flatten)]
        service: Service,
    },
    /// Serve the atlas.
    Serve {
        #[command(flatten)]
        register: Register,
        #[command(flatten)]
        service: Service,
    },
    /// Bring records in.
    Import {
        #[command(subcommand)]
        source: Source,
    },
    /// Print one record.
    Show {
        /// Kind of record.
        #[arg(value_parser = kind())]
        kind: Kind,
        /// Its identifier.
        id: Id,
        /// Form.
        #[arg(long, value_enum, default_value = "json")]
        format: RecordFormat,
        #[command(flatten)]
        confirming: Confirming,
        #[command(flatten)]
        register: Register,
    },
    /// Say what is wrong with files, by the rules of their standard. Fails where something is critical or an error.
    Check {
        #[command(subcommand)]
        subject: Subject,
    },
    /// Write published records: one a line, as files of IATI with their index, or the empty table to be filled in; or the whole
    /// atlas as pages.
    #[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
    Export {
        #[command(subcommand)]
        whole: Option<Whole>,
        /// Form: records one a line, files of IATI, or the table of `import table` (.xlsx or .csv).
        #[arg(long, value_enum, default_value = "jsonl")]
        format: ExportFormat,
        /// Kind of record, or "all".
        #[arg(long, default_value = "partnership", value_parser = kind_or_all())]
        kind: ExportKind,
        /// File to write, the standard output when absent; for IATI the folder.
        #[arg(long, required_if_eq_any([("format", "iati"), ("format", "template")]))]
        out: Option<PathBuf>,
        #[command(flatten)]
        publishing: Publishing,
        #[command(flatten)]
        confirming: Confirming,
        #[command(flatten)]
        register: Register,
    },
    /// Save everything that the register holds to one file, while it is served or not.
    Backup {
        /// File to write, or a folder for a file named after the moment.
        #[arg(long)]
        out: PathBuf,
        #[command(flatten)]
        register: Register,
    },
    /// Write all that is public as JSON Lines, CSV, Parquet and SQLite.
    Dump {
        /// Folder to make; without it, the one that the server shows for today.
        #[arg(long)]
        out: Option<PathBuf>,
        #[command(flatten)]
        publisher: Publisher,
        #[command(flatten)]
        confirming: Confirming,
        #[command(flatten)]
        register: Register,
    },
    /// Make a register of a backup or a dump.
    Restore {
        /// The backup's file or the dump's folder.
        from: PathBuf,
        /// What was erased since it was made: a file of `meridien person erasures`, or a newer backup.
        #[arg(long)]
        erasures: Option<PathBuf>,
        #[command(flatten)]
        register: Register,
    },
    /// Check that a backup or a dump is as it was written, and that the register still holds all of it.
    Verify {
        /// The backup's file or the dump's folder.
        path: PathBuf,
        #[command(flatten)]
        register: Register,
    },
    /// Look after the search index, which is made from the register and may be made again.
    Index {
        #[command(subcommand)]
        task: IndexTask,
    },
    /// Look after accounts.
    User {
        #[command(subcommand)]
        task: UserTask,
    },
    /// Find, hand over and erase what is held about persons; every access is noted.
    Person {
        #[command(subcommand)]
        task: person::Task,
    },
    /// Take a passage about somebody, read from standard input, out of every version of a record, for good.
    Redact {
        /// Identifier of the record.
        id: Id,
        /// Only say where it is.
        #[arg(long)]
        look: bool,
        #[command(flatten)]
        register: Register,
    },
    /// Take a record away: its page then tells why and since when.
    Withdraw {
        /// Kind of record.
        #[arg(value_parser = kind())]
        kind: Kind,
        /// Its identifier.
        id: Id,
        /// Why, in words that the public will read.
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        register: Register,
    },
}

/// How large a demonstration is to be.
#[derive(Debug, Clone, Default, Args)]
struct DemoSize {
    /// How many partnerships to generate (up to 1,000,000).
    #[arg(long, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    partnerships: Option<u32>,
    /// Lengthen their texts to so many characters on average, to measure with.
    #[arg(long, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    characters: Option<u32>,
    /// Give them so many funding lines on average, to measure with.
    #[arg(long, value_parser = clap::value_parser!(u32).range(0..=1000))]
    funding_lines: Option<u32>,
}

impl DemoSize {
    /// The size asked for, which is `base` where nothing is said.
    fn within(&self, base: Size) -> Size {
        Size {
            partnerships: self.partnerships.unwrap_or(base.partnerships),
            volume: Volume {
                characters: self.characters.unwrap_or(base.volume.characters),
                funding_lines: self.funding_lines.unwrap_or(base.volume.funding_lines),
            },
        }
    }
}

/// Where the register is.
#[derive(Debug, Clone, Args)]
struct Register {
    /// Data folder: register, search index, files.
    #[arg(long, env = "MERIDIEN_DATA")]
    data: Option<PathBuf>,
    /// PostgreSQL address, when the register is on a server: postgres://user@host/database.
    #[arg(long, env = "MERIDIEN_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// The country seen as home, for a new register (ISO 3166 alpha-2).
    #[arg(long, env = "MERIDIEN_HOME_COUNTRY")]
    home_country: Option<Country>,
}

/// Who publishes it, and where.
#[derive(Debug, Clone, Args)]
struct Publisher {
    /// Where the public reaches it: https://atlas.example.org.
    #[arg(long, env = "MERIDIEN_PUBLIC_ADDRESS", value_parser = site)]
    public_address: Option<String>,
    /// Who publishes it.
    #[arg(long, env = "MERIDIEN_OPERATOR")]
    operator: Option<String>,
}

/// The address of a site, to which the paths of its pages are added: a final slash is left out.
fn site(address: &str) -> Result<String, &'static str> {
    let address = address.trim_end_matches('/');
    // What forms are sent from is compared with it.
    match CsrfLayer::new().add_trusted_origin(address) {
        Ok(_) => Ok(address.to_owned()),
        Err(_) => Err("it has to be http:// or https:// and a host, without a path: https://atlas.example.org"),
    }
}

/// When a partnership counts as "to confirm": what the server shows and what is written must say the same.
#[derive(Debug, Clone, Copy, Args)]
struct Confirming {
    /// Months after which an unconfirmed partnership is "to confirm".
    #[arg(long, env = "MERIDIEN_CONFIRM_AFTER", default_value_t = CONFIRM_AFTER_MONTHS)]
    confirm_after: u32,
}

impl Confirming {
    /// What the computed parts of records depend on, today.
    fn view(self, home: Country) -> View {
        View { home, today: chrono::Utc::now().date_naive(), confirm_after_months: self.confirm_after }
    }
}

/// In whose name it is published.
#[derive(Debug, Clone, Args)]
struct Publishing {
    #[command(flatten)]
    publisher: Publisher,
    /// The publisher's organisation identifier in IATI: FR-SIREN-….
    #[arg(long, env = "MERIDIEN_IATI_IDENTIFIER")]
    iati_identifier: Option<String>,
}

/// How it is served.
#[derive(Debug, Clone, Args)]
struct Service {
    /// Address and port to listen on.
    #[arg(long, env = "MERIDIEN_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    publishing: Publishing,
    /// Where readers write to: the mailbox of a role.
    #[arg(long, env = "MERIDIEN_CONTACT")]
    contact: Option<String>,
    #[command(flatten)]
    confirming: Confirming,
    /// Requests come through a proxy: believe the last address in X-Forwarded-For.
    #[arg(long, env = "MERIDIEN_BEHIND_PROXY")]
    behind_proxy: bool,
    #[command(flatten)]
    post: Postal,
    #[command(flatten)]
    openid: OpenId,
}

/// How letters leave.
#[derive(Debug, Clone, Args)]
struct Postal {
    /// Mail server: smtps://user:password@host, smtp://host:25. Best given by the environment, which no list of processes shows.
    #[arg(long, env = "MERIDIEN_SMTP", hide_env_values = true)]
    smtp: Option<String>,
    /// Sender of letters; the contact where none is given.
    #[arg(long, env = "MERIDIEN_MAIL_FROM")]
    mail_from: Option<String>,
    /// Write letters into this folder instead of sending them.
    #[arg(long, env = "MERIDIEN_MAIL_FOLDER")]
    mail_folder: Option<PathBuf>,
}

/// The OpenID Connect provider through which people may sign in.
#[derive(Debug, Clone, Args)]
struct OpenId {
    /// Address of the identity provider.
    #[arg(long, env = "MERIDIEN_OPENID_ISSUER", requires_all = ["openid_client", "openid_secret"])]
    openid_issuer: Option<String>,
    /// How it knows this site.
    #[arg(long, env = "MERIDIEN_OPENID_CLIENT")]
    openid_client: Option<String>,
    /// The secret shared with it. Best given by the environment.
    #[arg(long, env = "MERIDIEN_OPENID_SECRET", hide_env_values = true)]
    openid_secret: Option<String>,
    /// What it is called on the sign-in page.
    #[arg(long, env = "MERIDIEN_OPENID_NAME", default_value = "OpenID Connect")]
    openid_name: String,
    /// Believe its mail addresses even where it does not say that it verified them.
    #[arg(long, env = "MERIDIEN_OPENID_TRUSTS_MAIL")]
    openid_trusts_mail: bool,
}

#[derive(Debug, Subcommand)]
enum Whole {
    /// The public atlas as pages that open without a server, from a USB key for instance, with a search.
    Site(export_site::Site),
}

#[derive(Debug, Subcommand)]
enum UserTask {
    /// Make an account, or give one another role, and print a link by which it chooses its password.
    Add(user::NewUser),
}

#[derive(Debug, Subcommand)]
enum IndexTask {
    /// Make it anew; not while `serve` runs on the same folder.
    Rebuild {
        #[command(flatten)]
        register: Register,
    },
    /// Compare it with the register, record by record.
    Check {
        #[command(flatten)]
        register: Register,
    },
}

#[derive(Debug, Subcommand)]
enum Subject {
    /// Files of the International Aid Transparency Initiative: markup, schema, code lists, rules.
    Iati {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Write JSON.
        #[arg(long, conflicts_with = "csv")]
        json: bool,
        /// Write CSV.
        #[arg(long)]
        csv: bool,
    },
}

#[derive(Debug, Subcommand)]
enum Source {
    /// Record pages of the old atlas, as text.
    AtlasPage {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        options: Planning,
    },
    /// Activities and organisations of IATI, versions 1.01 to 2.03. What people changed since the last import stays.
    Iati {
        /// Files, and folders of which every .xml file is read.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        options: ImportingIati,
    },
    /// Tables, CSV or XLSX: one partnership a row, in the columns of the template (`export --format template`) or others.
    Table {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// What unknown headings mean: a file of lines such as "Ville" = "authority", or "" for a column to be left out.
        #[arg(long)]
        columns: Option<PathBuf>,
        /// Language of the texts, in which amounts and dates are written too; that of messages where none is given.
        #[arg(long, value_enum)]
        language: Option<Language>,
        /// File for the rows that wait, with what to mend in them; mended, it is imported like any other. CSV; of one table.
        #[arg(long)]
        waiting: Option<PathBuf>,
        /// Form of the report.
        #[arg(long, value_enum, default_value = "text")]
        report: ReportFormat,
        /// Leave the records for validation instead of publishing them as imported, unverified.
        #[arg(long)]
        proposal: bool,
        #[command(flatten)]
        importing: Importing,
    },
    /// List the imports of tables and IATI, the latest first.
    List {
        #[command(flatten)]
        register: Register,
    },
    /// Undo a whole import: what it made is withdrawn, what it changed is as before. What was edited since stays.
    Undo {
        /// Its identifier: `import list`.
        id: Id,
        #[command(flatten)]
        register: Register,
    },
    /// A table of twinned towns (tab-separated).
    Twinnings {
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        options: Planning,
    },
}

/// How to import, whatever it is.
#[derive(Debug, Clone, Args)]
struct Importing {
    /// Say what would be done; change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Licence of the source, when the source does not state it or states it wrongly.
    #[arg(long)]
    licence: Option<String>,
    /// Keep persons' names and addresses, hidden, instead of dropping them.
    #[arg(long)]
    persons: bool,
    #[command(flatten)]
    register: Register,
}

/// How to import sources that are planned whole before anything is written.
#[derive(Debug, Clone, Args)]
struct Planning {
    #[command(flatten)]
    importing: Importing,
    /// Form of the report.
    #[arg(long, value_enum, default_value = "text")]
    report: ReportFormat,
    /// List every anomaly in a text report, not only the first of each kind.
    #[arg(long)]
    verbose: bool,
    /// Leave the records for validation instead of publishing them as imported, unverified.
    #[arg(long)]
    proposal: bool,
}

/// How to import activities.
#[derive(Debug, Clone, Args)]
struct ImportingIati {
    #[command(flatten)]
    importing: Importing,
    /// File for the whole report, every fault with its place: .csv, .json or .html.
    #[arg(long)]
    report: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ReportFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RecordFormat {
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ExportFormat {
    Jsonl,
    Iati,
    Template,
}

/// One kind, or all.
#[derive(Debug, Clone, Copy)]
enum ExportKind {
    One(Kind),
    All,
}

/// The words for kinds, which are named where another is given.
fn kind() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.iter().map(|kind| kind.as_str())).try_map(|word| word.parse::<Kind>())
}

/// The same, and that for all of them.
fn kind_or_all() -> impl TypedValueParser<Value = ExportKind> {
    let words = Kind::ALL.iter().map(|kind| kind.as_str()).chain(["all"]);
    PossibleValuesParser::new(words).try_map(|word| match word.as_str() {
        "all" => Ok(ExportKind::All),
        word => word.parse().map(ExportKind::One),
    })
}

/// Runs the command line.
pub fn main() -> ExitCode {
    let cli = match help::read(&std::env::args_os().collect::<Vec<_>>()) {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    let locale = Locale::from(language(cli.lang));
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return Failure::from(anyhow::Error::from(error)).print(locale),
    };
    let ended = runtime.block_on(run(cli.command, locale));
    // Dropped, it would wait without end for a thread that makes a file.
    runtime.shutdown_timeout(THREAD_TIME);
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.print(locale),
    }
}

async fn run(command: Command, locale: Locale) -> Result<(), Failure> {
    match command {
        Command::Demo { size, register, service } => serve::demo(&size, &register, service, locale).await,
        Command::Serve { register, service } => serve::serve(&register, service, locale).await,
        Command::Import { source } => import::run(source, locale).await,
        Command::Show { kind, id, format: RecordFormat::Json, confirming, register } => {
            show::run(kind, id, confirming, &register).await
        }
        Command::Check { subject: Subject::Iati { files, json, csv } } => check::iati(&files, json, csv, locale),
        Command::Export { whole: Some(Whole::Site(site)), .. } => export_site::run(site, locale).await,
        Command::Export { format: ExportFormat::Jsonl, kind, out, confirming, register, .. } => {
            export::run(kind, out.as_deref(), confirming, &register).await
        }
        Command::Export { format: ExportFormat::Iati, kind, out, publishing, confirming, register, .. } => {
            export_iati::run(kind, &out.unwrap_or_default(), publishing, confirming, &register, locale).await
        }
        Command::Export { format: ExportFormat::Template, out, .. } => {
            export::template(&out.unwrap_or_default(), locale)
        }
        Command::Backup { out, register } => keep::backup(&out, &register, locale).await,
        Command::Dump { out, publisher, confirming, register } => {
            keep::dump(out, publisher, confirming, &register, locale).await
        }
        Command::Restore { from, erasures, register } => {
            keep::restore(&from, erasures.as_deref(), &register, locale).await
        }
        Command::Verify { path, register } => keep::verify(&path, &register, locale).await,
        Command::Index { task: IndexTask::Rebuild { register } } => index::rebuild(&register, locale).await,
        Command::Index { task: IndexTask::Check { register } } => index::compare(&register, locale).await,
        Command::User { task: UserTask::Add(user) } => user::add(user, locale.lang).await,
        Command::Person { task } => person::run(task, locale).await,
        Command::Redact { id, look, register } => redact::run(id, look, &register, locale).await,
        Command::Withdraw { kind, id, reason, register } => withdraw::run(kind, id, &reason, &register, locale).await,
    }
}

/// The language asked for, else the system's when it is English, else French.
fn language(asked: Option<Language>) -> Lang {
    match asked {
        Some(language) => language.lang(),
        None => {
            let system = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok());
            match system {
                Some(system) if system.starts_with("en") => Lang::En,
                _ => Lang::Fr,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_has_no_final_slash() {
        let given = ["--public-address", "https://atlas.example/"];
        let read = |args: &[&str]| Cli::try_parse_from([&["meridien"][..], args, &given].concat()).unwrap().command;
        let Command::Serve { service, .. } = read(&["serve"]) else { panic!("it is another command") };
        assert_eq!(service.publishing.publisher.public_address.as_deref(), Some("https://atlas.example"));
    }

    #[test]
    fn the_kinds_of_record_are_named_where_another_is_given() {
        for args in [&["show", "foo", "7K3M9QXA"][..], &["withdraw", "foo", "7K3M9QXA"], &["export", "--kind", "foo"]] {
            let refused = Cli::try_parse_from([&["meridien"][..], args].concat()).unwrap_err().to_string();
            assert!(Kind::ALL.iter().all(|kind| refused.contains(kind.as_str())), "{refused}");
            assert_eq!(refused.contains(", all"), args.contains(&"export"), "{refused}");
        }
    }

    #[test]
    fn a_public_address_is_one() {
        for wrong in ["foo", "atlas.example", "ftp://atlas.example", "https://", "https://atlas.example/atlas"] {
            for command in [&["serve"][..], &["export", "site", "--out", "x"]] {
                let args = [&["meridien"][..], command, &["--public-address", wrong]].concat();
                let refused = Cli::try_parse_from(args).unwrap_err().to_string();
                assert!(
                    refused.contains("--public-address") && refused.contains("https://atlas.example.org"),
                    "{refused}"
                );
            }
        }
        assert!(site("http://127.0.0.1:8080").is_ok());
    }
}
