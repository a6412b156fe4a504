//! Secrets that stand for something: a session, a link sent by mail. Whoever shows one is believed, so only hashes are kept.

use sha2::{Digest, Sha256};

use crate::value::hex;

/// A secret of 256 random bits, written in hexadecimal. It is shown once, to whom it is meant for.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Draws a new one.
    pub fn draw() -> Secret {
        Secret(hex(&rand::random::<[u8; 32]>()))
    }

    /// The secret itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// Not the secret: it must not reach a log.
impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What is kept of a secret. It has 256 random bits, so a plain hash cannot be guessed back.
pub fn digest(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}
