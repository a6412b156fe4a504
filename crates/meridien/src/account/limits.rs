//! Limits against guessing and flooding: so many tries for an account, so many from a network. They are counted by each process
//! for itself.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::value::folded_mail;
use crate::web::Error;
use crate::web::client::Client;
use crate::web::quota::Quotas;

/// Tries for one account from one network at once, then one a minute; the same for whoever has shown a part of who he is.
const ACCOUNT: (NonZeroU32, Duration) = (at_once(10), Duration::from_secs(60));
/// Tries for one account from everywhere at once, then one in five seconds: enough that a stranger who uses up his own leaves
/// some to the account's holder, too few to guess a password.
const EVERYWHERE: (NonZeroU32, Duration) = (at_once(200), Duration::from_secs(5));
/// Tries from one network at once, then one in ten seconds: a whole town hall may share one.
const NETWORK: (NonZeroU32, Duration) = (at_once(30), Duration::from_secs(10));
/// Reports of mistakes from one network at once, then one in ten minutes: for a town hall that reads through its records, but
/// not all that the queue takes in an hour from everybody.
const REPORTS: (NonZeroU32, Duration) = (at_once(30), Duration::from_secs(600));
/// Requests for accounts from one network at once, then one in ten minutes: for a town hall whose departments ask on one day.
const REQUESTS: (NonZeroU32, Duration) = (at_once(30), Duration::from_secs(600));

const fn at_once(times: u32) -> NonZeroU32 {
    NonZeroU32::new(times).expect("it is not zero")
}

/// What stands for an account among the counters. It is as long for a megabyte that a stranger sends as for an address.
type Key = [u8; 32];

/// The counters.
#[derive(Clone)]
pub struct Limits {
    accounts: Arc<Quotas<Key>>,
    everywhere: Arc<Quotas<Key>>,
    networks: Arc<Quotas<IpAddr>>,
    reports: Arc<Quotas<IpAddr>>,
    requests: Arc<Quotas<IpAddr>>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            accounts: quotas(ACCOUNT),
            everywhere: quotas(EVERYWHERE),
            networks: quotas(NETWORK),
            reports: quotas(REPORTS),
            requests: quotas(REQUESTS),
        }
    }
}

impl Limits {
    /// Counts a try of a stranger for the account of this mail address from this client. Tries from elsewhere stop it only
    /// where they are many.
    ///
    /// # Errors
    /// [`Error::TooMany`] where there were too many.
    pub fn count(&self, account: &str, client: Client) -> Result<(), Error> {
        self.count_client(client)?;
        self.accounts.count(&key(&format!("{} {}", folded_mail(account), client.network()))).map_err(Error::TooMany)?;
        self.everywhere.count(&key(&folded_mail(account))).map_err(Error::TooMany)
    }

    /// Counts a try of someone who has a session, or knows the password, of this account, wherever he is. No stranger can use
    /// up what he may try.
    ///
    /// # Errors
    /// [`Error::TooMany`] where there were too many.
    pub fn count_account(&self, account: &str) -> Result<(), Error> {
        self.accounts.count(&key(account)).map_err(Error::TooMany)
    }

    /// Counts a try from this client.
    ///
    /// # Errors
    /// [`Error::TooMany`] where there were too many.
    pub fn count_client(&self, client: Client) -> Result<(), Error> {
        self.networks.count(&client.network()).map_err(Error::TooMany)
    }

    /// Counts a report of a mistake from this client.
    ///
    /// # Errors
    /// [`Error::TooMany`] where there were too many.
    pub fn count_report(&self, client: Client) -> Result<(), Error> {
        self.reports.count(&client.network()).map_err(Error::TooMany)
    }

    /// Counts a request for an account from this client.
    ///
    /// # Errors
    /// [`Error::TooMany`] where there were too many.
    pub fn count_request(&self, client: Client) -> Result<(), Error> {
        self.requests.count(&client.network()).map_err(Error::TooMany)
    }
}

fn key(text: &str) -> Key {
    Sha256::digest(text.as_bytes()).into()
}

fn quotas<K: Hash + Eq + Clone>((burst, each): (NonZeroU32, Duration)) -> Arc<Quotas<K>> {
    Arc::new(Quotas::new(burst, each))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(address: &str) -> Client {
        Client(address.parse().unwrap())
    }

    #[test]
    fn what_strangers_send_is_not_kept() {
        let long = key(&"a".repeat(1 << 20));
        assert_eq!(size_of_val(&long), 32);
        assert_ne!(long, key(&"a".repeat((1 << 20) + 1)));
    }

    #[test]
    fn strangers_use_up_their_own_tries_for_an_account() {
        let limits = Limits::default();
        for _ in 0..10 {
            limits.count("a@lille.example", client("192.0.2.1")).unwrap();
        }
        assert!(limits.count(" A@lille.example", client("192.0.2.1")).is_err());
        limits.count("a@lille.example", client("198.51.100.1")).unwrap();
        limits.count_account("a@lille.example").unwrap();
    }

    #[test]
    fn many_networks_together_guess_no_more_than_a_few_hundred_times() {
        let limits = Limits::default();
        let from = |number: u32| Client(IpAddr::V4(std::net::Ipv4Addr::from_bits(number)));
        let taken = (0..1000).filter(|number| limits.count("a@lille.example", from(*number)).is_ok()).count();
        // Some seconds may pass meanwhile.
        assert!((200..300).contains(&taken), "{taken}");
    }

    #[test]
    fn a_network_does_not_fill_what_people_read() {
        let limits = Limits::default();
        for count in [Limits::count_report, Limits::count_request] {
            let taken = (0..200).filter(|_| count(&limits, client("192.0.2.1")).is_ok()).count();
            assert_eq!(taken, 30);
            count(&limits, client("198.51.100.1")).unwrap();
        }
    }
}
