//! Letters: plain text, through an SMTP server or into a folder.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use lettre::address::AddressError;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::app::Settings;

/// For how long a server may keep a connection waiting.
const PATIENCE: Duration = Duration::from_secs(30);
/// How a server refuses the atlas rather than a letter: by its name or password. The operator mends it, and every letter goes.
const OF_SIGNING_IN: [&str; 4] = ["530", "534", "535", "538"];

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

/// How letters leave.
#[derive(Clone)]
pub struct Post {
    from: Mailbox,
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

impl Post {
    /// Letters through the server at `smtp` (`smtps://user:password@host`, `smtp://host:25`), else into `folder`.
    ///
    /// # Errors
    /// Where the sender or the server's address cannot be read.
    pub fn new(settings: &Settings, from: &str, smtp: Option<&str>, folder: Option<PathBuf>) -> anyhow::Result<Post> {
        let address = from.parse().with_context(|| format!("sender {from}"))?;
        let way = match (smtp, folder) {
            // Its address holds a password: the fault must not repeat it.
            (Some(url), _) => {
                let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url);
                let server = server.map_err(|_| anyhow::anyhow!("the mail server's address cannot be read"))?;
                Way::Server(server.timeout(Some(PATIENCE)).build())
            }
            (None, Some(folder)) => Way::Folder(folder),
            (None, None) => Way::Closed,
        };
        Ok(Post { from: Mailbox::new(Some(settings.operator.clone()), address), way, patience: PATIENCE })
    }

    /// The same with less patience.
    #[cfg(test)]
    pub fn hurried(self, patience: Duration) -> Post {
        Post { patience, ..self }
    }

    /// Sends a letter. Sent again under the same key it has the same identifier, by which the receiver may know it.
    ///
    /// # Errors
    /// Where it cannot be written or the server refuses it.
    pub async fn send(&self, mail: &Mail, key: &str) -> anyhow::Result<()> {
        let name: String = Sha256::digest(key)[..12].iter().map(|byte| format!("{byte:02x}")).collect();
        let message = Message::builder()
            .message_id(Some(format!("<{name}@{}>", self.from.email.domain())))
            .from(self.from.clone())
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

/// Whether a letter would fail again as it did: the server refuses its receiver or its text for good, or its address is none.
pub fn is_refused_for_good(fault: &anyhow::Error) -> bool {
    let refusal = fault.downcast_ref::<smtp::Error>().filter(|refusal| refusal.is_permanent());
    let code = refusal.and_then(smtp::Error::status).map(|code| code.to_string());
    fault.is::<AddressError>() || code.is_some_and(|code| !OF_SIGNING_IN.contains(&code.as_str()))
}
