//! Passwords: long enough and hard to guess, with no other rule; kept as Argon2id hashes.
//!
//! Machines write the same accented letter in several ways: a password is hashed in one of them (NFKC), so that it is the
//! same everywhere.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;
use zxcvbn::{Score, zxcvbn};

use crate::demo::accounts::PASSWORD as PUBLISHED;
use crate::reference::fold;
use crate::web;

/// The fewest characters.
pub const SHORTEST: usize = 10;
/// The most bytes: a longer one is refused before any work is done on it.
pub const LONGEST: usize = 256;

/// What must be left of a password without the words that are tried first.
const REST: usize = 6;
/// Words that are tried first here: the commonest passwords of French lists, first names and towns among them, and the
/// words of this trade. Folded, and none shorter than four letters, so that few good passwords hold one by chance.
const COMMON: &str = include_str!("common_passwords.txt");

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
    if normal(password).chars().count() < SHORTEST {
        return Err(Refusal::Short);
    }
    let about: Vec<String> = about.iter().map(|text| fold(text)).collect();
    // Those of the demonstration's password: it is printed where everybody reads it.
    let published = PUBLISHED.split(' ');
    let mut known: Vec<&str> = about.iter().flat_map(|text| text.split(' ')).filter(|word| word.len() > 2).collect();
    known.extend(published.chain(COMMON.split_whitespace()));
    if is_made_of(password, &mut known) || zxcvbn(password, &known).score() < Score::Two {
        return Err(Refusal::Common);
    }
    Ok(())
}

/// Whether a password is some of these words, in any arrangement, and hardly anything else.
fn is_made_of(password: &str, words: &mut [&str]) -> bool {
    // The longest first: `martin` leaves nothing of `martine` to be found.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let whole = fold(password).replace(' ', "");
    let rest = words.iter().fold(whole.clone(), |rest, word| rest.replace(word, " "));
    rest != whole && rest.chars().filter(|sign| *sign != ' ').count() < REST
}

/// The one form of what may be typed in several.
fn normal(password: &str) -> String {
    password.nfkc().collect()
}

/// The hash of a new password.
///
/// # Errors
/// [`web::Error::Internal`] where hashing fails.
pub async fn hash(password: &str) -> web::Result<String> {
    let password = normal(password);
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
    let password = if password.len() > LONGEST { "" } else { password };
    // As it was typed too: the first hashes were made of that.
    let mut forms = vec![normal(password), password.to_owned()];
    forms.dedup();
    let _place = place().await?;
    web::blocking(move || match hash.as_deref().map(PasswordHash::new) {
        Some(Ok(hash)) => forms.iter().any(|form| Argon2::default().verify_password(form.as_bytes(), &hash).is_ok()),
        Some(Err(_)) | None => {
            for form in forms {
                let _same_work = Argon2::default().hash_password(form.as_bytes());
            }
            false
        }
    })
    .await
}

async fn place() -> web::Result<tokio::sync::SemaphorePermit<'static>> {
    PLACES.acquire().await.map_err(|fault| web::Error::Internal(fault.into()))
}
