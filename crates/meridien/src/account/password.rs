//! Passwords: long enough and hard to guess, with no other rule; kept as Argon2id hashes.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;
use zxcvbn::{Score, zxcvbn};

use crate::web;

/// The fewest characters.
pub const SHORTEST: usize = 10;
/// The most bytes: a longer one is refused before any work is done on it.
pub const LONGEST: usize = 256;

/// Hashing takes 19 MB and a core for some milliseconds: the others wait.
static PLACES: Semaphore = Semaphore::const_new(2);

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Fewer than [`SHORTEST`] characters.
    Short,
    /// More than [`LONGEST`] bytes.
    Long,
    /// Among those that are tried first: a common one, a run of keys, the account's own name.
    Common,
}

impl Refusal {
    /// The key of its explanation.
    pub fn key(self) -> &'static str {
        match self {
            Refusal::Short => "password-short",
            Refusal::Long => "password-long",
            Refusal::Common => "password-common",
        }
    }
}

/// Refuses a password that is too short or easily guessed by someone who knows `about` its owner.
pub fn check(password: &str, about: &[&str]) -> Result<(), Refusal> {
    if password.len() > LONGEST {
        return Err(Refusal::Long);
    }
    if password.chars().count() < SHORTEST {
        return Err(Refusal::Short);
    }
    let known: Vec<&str> = about
        .iter()
        .flat_map(|text| text.split(|sign: char| !sign.is_alphanumeric()))
        .chain(["meridien", "atlas", "jumelage", "cooperation", "motdepasse", "azertyuiop"])
        .filter(|word| word.len() > 2)
        .collect();
    if zxcvbn(password, &known).score() < Score::Two { Err(Refusal::Common) } else { Ok(()) }
}

/// The hash of a new password.
///
/// # Errors
/// [`web::Error::Internal`] where hashing fails.
pub async fn hash(password: &str) -> web::Result<String> {
    let password = password.to_owned();
    let _place = place().await?;
    web::blocking(move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()))
        .await?
        .map_err(|fault| anyhow::anyhow!("hashing: {fault}").into())
}

/// Whether `password` is the one whose hash is kept. It takes the same time where none is.
///
/// # Errors
/// [`web::Error::Internal`] where hashing fails.
pub async fn verify(password: &str, hash: Option<String>) -> web::Result<bool> {
    let password = if password.len() > LONGEST { String::new() } else { password.to_owned() };
    let _place = place().await?;
    web::blocking(move || match hash.as_deref().map(PasswordHash::new) {
        Some(Ok(hash)) => Argon2::default().verify_password(password.as_bytes(), &hash).is_ok(),
        Some(Err(_)) | None => {
            let _same_work = Argon2::default().hash_password(password.as_bytes());
            false
        }
    })
    .await
}

async fn place() -> web::Result<tokio::sync::SemaphorePermit<'static>> {
    PLACES.acquire().await.map_err(|fault| web::Error::Internal(fault.into()))
}
