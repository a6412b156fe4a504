//! Letters: plain text, through an SMTP server or into a folder.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use lettre::address::AddressError;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::app::State;
use crate::value::hex;
use crate::web::{Arg, Locale};

/// For how long a server may keep a connection waiting.
const PATIENCE: Duration = Duration::from_secs(30);
/// The answers that are about a receiver's mailbox, where the server says no more precisely what they are about (RFC 5321).
const OF_MAILBOX: [&str; 3] = ["550", "551", "553"];
/// What the precise ones begin with that are about the receiver's address, his mailbox or the letter itself (RFC 3463)...
const OF_LETTER: [&str; 3] = ["5.1.", "5.2.", "5.6."];
/// ... and those among them that are about the sender: the operator mends these, and every letter goes.
const OF_SENDER: [&str; 2] = ["5.1.7", "5.1.8"];

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// To whom.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
}

impl State {
    /// The whole address of a page, as letters give it; `path` is without the language's prefix.
    pub fn address(&self, l: Locale, path: &str) -> String {
        format!("{}{}", self.settings.public_address, l.href(path))
    }
}

impl Mail {
    /// A letter in the words of two texts, `subject` and `text`. Those may use what is `told`, and `$operator`.
    pub fn new(
        app: &State,
        l: Locale,
        to: &str,
        (subject, text): (&str, &str),
        told: &[(&'static str, Arg<'_>)],
    ) -> Mail {
        let told = [told, &[("operator", app.settings.operator.as_str().into())]].concat();
        Mail { to: to.to_owned(), subject: l.t_with(subject, &told), text: l.t_with(text, &told) }
    }
}

/// How letters leave.
#[derive(Clone)]
pub struct Post {
    from: Address,
    way: Way,
    patience: Duration,
}

#[derive(Clone)]
enum Way {
    /// To a server.
    Server(AsyncSmtpTransport<Tokio1Executor>),
    /// Into a folder, as one `.eml` file each: nobody receives them.
    Folder(PathBuf),
    /// Not at all: they wait in the queue until a server is set.
    Closed,
}

/// Why letters cannot leave as the operator says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostFault {
    /// The sender is no mail address.
    #[error("the sender {0} is no mail address")]
    Sender(String),
    /// The server's address cannot be read. It may hold a password, so it is not repeated.
    #[error("the mail server's address cannot be read")]
    Server,
}

impl Post {
    /// Letters from this address through the server at `smtp` (`smtps://user:password@host`, `smtp://host:25`), else into
    /// `folder`.
    ///
    /// # Errors
    /// [`PostFault`]
    pub fn new(from: &str, smtp: Option<&str>, folder: Option<PathBuf>) -> Result<Post, PostFault> {
        let from = from.parse().map_err(|_| PostFault::Sender(from.to_owned()))?;
        let way = match (smtp, folder) {
            (Some(url), _) => {
                let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| PostFault::Server)?;
                if tells_password(url) {
                    tracing::warn!("the mail server's password travels in the clear: add ?tls=required to its address");
                }
                Way::Server(server.timeout(Some(PATIENCE)).build())
            }
            (None, Some(folder)) => Way::Folder(folder),
            (None, None) => Way::Closed,
        };
        Ok(Post { from, way, patience: PATIENCE })
    }

    /// The same with less patience.
    #[cfg(test)]
    pub fn hurried(self, patience: Duration) -> Post {
        Post { patience, ..self }
    }

    /// Sends a letter in the name of `operator`. Sent again under the same key it has the same identifier, by which the
    /// receiver may know it.
    ///
    /// # Errors
    /// Where it cannot be written or the server refuses it.
    pub async fn send(&self, mail: &Mail, key: &str, operator: &str) -> anyhow::Result<()> {
        let name = hex(&Sha256::digest(key)[..12]);
        let message = Message::builder()
            .message_id(Some(format!("<{name}@{}>", self.from.domain())))
            .from(Mailbox::new(Some(operator.to_owned()), self.from.clone()))
            .to(Mailbox::new(None, mail.to.parse().context("the receiver's address")?))
            .subject(&mail.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(mail.text.clone())?;
        match &self.way {
            Way::Server(server) => {
                // The library limits the connection alone: a server that accepts one and then says nothing would hold every
                // other letter. Each letter has a connection of its own, which ends with it.
                let sent = tokio::time::timeout(self.patience, server.send(message)).await;
                sent.context("the mail server does not answer")??;
            }
            Way::Folder(folder) => {
                tokio::fs::create_dir_all(folder).await?;
                tokio::fs::write(folder.join(format!("{name}.eml")), message.formatted()).await?;
            }
            Way::Closed => anyhow::bail!("no mail server is set: give one with --smtp"),
        }
        Ok(())
    }
}

/// Whether a password would leave this machine without TLS.
fn tells_password(url: &str) -> bool {
    let local = |host: &str| host.starts_with("localhost") || host.starts_with("127.") || host.starts_with("[::1]");
    url.strip_prefix("smtp://")
        .and_then(|rest| rest.rsplit_once('@'))
        .is_some_and(|(_, host)| !local(host) && !host.contains("tls="))
}

/// Whether a letter would fail again as it did: the server refuses its receiver or its text for good, or its address is none.
/// A refusal of the atlas itself (its password, its sender, its right to send) is none: it would give up every letter at once.
pub fn is_refused_for_good(fault: &anyhow::Error) -> bool {
    let refusal = fault.downcast_ref::<smtp::Error>().filter(|refusal| refusal.is_permanent());
    fault.is::<AddressError>() || refusal.is_some_and(|refusal| is_about_letter(&refusal.to_string()))
}

/// Whether a permanent refusal is of a letter or its receiver, by its codes.
fn is_about_letter(refusal: &str) -> bool {
    let codes = || refusal.split(|sign: char| !(sign.is_ascii_digit() || sign == '.'));
    match codes().find(|code| code.starts_with("5.") && code.matches('.').count() == 2) {
        Some(precise) => OF_LETTER.iter().any(|begins| precise.starts_with(begins)) && !OF_SENDER.contains(&precise),
        None => codes().any(|code| OF_MAILBOX.contains(&code)),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_about_letter, tells_password};

    #[test]
    fn a_password_in_the_clear_is_noticed() {
        for (url, tells) in [
            ("smtp://user:p%40ss@mail.example.org:587", true),
            ("smtp://user:p%40ss@mail.example.org:587?tls=required", false),
            ("smtps://user:secret@mail.example.org", false),
            ("smtp://user:secret@localhost:25", false),
            ("smtp://mail.example.org:25", false),
        ] {
            assert_eq!(tells_password(url), tells, "{url}");
        }
    }

    #[test]
    fn a_refusal_of_the_atlas_itself_gives_no_letter_up() {
        for (refusal, is_final) in [
            ("permanent error (550): 5.1.1 user unknown", true),
            ("permanent error (550): no such mailbox here", true),
            ("permanent error (552): 5.2.3 message too long", true),
            ("permanent error (553): 5.1.8 sender address rejected", false),
            ("permanent error (553): 5.7.1 sender not owned by user", false),
            ("permanent error (554): 5.7.1 relay access denied", false),
            ("permanent error (554): no service for 10.0.0.1", false),
            ("permanent error (535): 5.7.8 authentication failed", false),
            ("permanent error (530): authentication required", false),
        ] {
            assert_eq!(is_about_letter(refusal), is_final, "{refusal}");
        }
    }
}
