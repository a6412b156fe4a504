//! A PostgreSQL of our own for the tests: a cluster in a temporary folder, gone at the end.

use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::output;

/// Durability is worth nothing here; one connection limit must do for all tests that run at once.
const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
fsync = off
synchronous_commit = off
full_page_writes = off
";

/// A running server; dropping it stops the server and removes its files.
pub struct Cluster {
    binaries: PathBuf,
    folder: PathBuf,
    url: String,
}

impl Cluster {
    /// Starts a server on a free loopback port, or gives `None` where PostgreSQL is not installed.
    pub fn start() -> Result<Option<Self>> {
        let Some(binaries) = find_binaries() else {
            return Ok(None);
        };
        // Made by the server's user, who must own it.
        let folder = output(as_server("mktemp").args(["-d", "/tmp/meridien-postgres-XXXXXX"]))?;
        let mut cluster = Self { binaries, folder: PathBuf::from(folder.trim()), url: String::new() };
        cluster.create().context("cannot start a PostgreSQL for the tests")?;
        Ok(Some(cluster))
    }

    /// The address of an empty database, with the rights to create others.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn create(&mut self) -> Result<()> {
        let password = random_hex()?;
        let password_file = self.folder.join("password");
        fs::write(&password_file, &password)?;
        output(
            self.server_command("initdb")
                .args(["--username=meridien", "--auth=scram-sha-256", "--encoding=UTF8"])
                .args(["--no-locale", "--no-sync", "--pwfile"])
                .arg(&password_file)
                .arg(self.data()),
        )?;
        // Another program may take a free port before the server does.
        for _ in 0..5 {
            let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            let config = self.data().join("postgresql.auto.conf");
            fs::write(config, format!("{SETTINGS}port = {port}\n"))?;
            let started = self
                .server_command("pg_ctl")
                .args(["start", "--silent", "--wait", "--timeout=60", "--pgdata"])
                .arg(self.data())
                .arg("--log")
                .arg(self.log())
                // The server inherits the output; a pipe would be held open by it.
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()?;
            if started.success() {
                self.url = format!("postgres://meridien:{password}@127.0.0.1:{port}/postgres");
                return Ok(());
            }
        }
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        bail!("the server does not start; its log:\n{log}")
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    fn server_command(&self, name: &str) -> Command {
        as_server(self.binaries.join(name))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let stopped = output(
            self.server_command("pg_ctl").args(["stop", "--silent", "--mode=immediate", "--pgdata"]).arg(self.data()),
        );
        if let Err(error) = stopped.and_then(|_| Ok(fs::remove_dir_all(&self.folder)?)) {
            eprintln!("warning: {} is left behind: {error:#}", self.folder.display());
        }
    }
}

/// Debian keeps the server's programs out of the PATH, in a folder per version: the newest is taken.
fn find_binaries() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|version| {
            let number: u32 = version.file_name().to_str()?.parse().ok()?;
            let binaries = version.path().join("bin");
            binaries.join("initdb").exists().then_some((number, binaries))
        })
        .max();
    match newest {
        Some((_, binaries)) => Some(binaries),
        None => Some(super::test::find_program(&["initdb"])?.parent()?.to_owned()),
    }
}

/// A command run as a user whom PostgreSQL accepts: it refuses root.
fn as_server(program: impl AsRef<Path>) -> Command {
    let program = program.as_ref();
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    // The current folder may be closed to that user.
    command.current_dir("/");
    command
}

fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// A password: other users of the machine can reach the port.
fn random_hex() -> Result<String> {
    let mut bytes = [0; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_then_goes() {
        let Some(cluster) = Cluster::start().unwrap() else {
            eprintln!("skipped: PostgreSQL is not installed");
            return;
        };
        let mut psql = Command::new(cluster.binaries.join("psql"));
        psql.args(["--no-align", "--tuples-only", "--command=SELECT current_user, rolcreatedb FROM pg_roles"]);
        let answer = output(psql.arg(cluster.url())).unwrap();
        assert!(answer.contains("meridien|t"), "{answer}");

        let folder = cluster.folder.clone();
        drop(cluster);
        assert!(!folder.exists());
    }
}
