//! Limits against guessing: so many tries for an account, so many from an address. They are counted by each process for itself.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::store::folded;
use crate::web::Error;
use crate::web::client::Client;

/// Tries for one account at once, then one a minute.
const ACCOUNT: (u32, Duration) = (10, Duration::from_secs(60));
/// Tries from one address at once, then one in ten seconds: a whole town hall may share one.
const ADDRESS: (u32, Duration) = (60, Duration::from_secs(10));
/// Counters kept before those that are full again are dropped.
const KEPT: usize = 10_000;

/// The counters.
#[derive(Clone)]
pub struct Limits {
    accounts: Arc<DefaultKeyedRateLimiter<String>>,
    addresses: Arc<DefaultKeyedRateLimiter<IpAddr>>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { accounts: limiter(ACCOUNT), addresses: limiter(ADDRESS) }
    }
}

fn limiter<K: std::hash::Hash + Eq + Clone>((burst, each): (u32, Duration)) -> Arc<DefaultKeyedRateLimiter<K>> {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    let quota = Quota::with_period(each).unwrap_or(Quota::per_minute(NonZeroU32::MIN)).allow_burst(burst);
    Arc::new(RateLimiter::keyed(quota))
}

impl Limits {
    /// Counts a try for the account of this mail address, or of this identifier, from this client.
    ///
    /// # Errors
    /// [`Error::TooMany`] where there were too many.
    pub fn count(&self, account: &str, client: Client) -> Result<(), Error> {
        self.count_client(client)?;
        self.count_account(account)
    }

    /// Counts a try for this account.
    ///
    /// # Errors
    /// [`Error::TooMany`] where there were too many.
    pub fn count_account(&self, account: &str) -> Result<(), Error> {
        check(&self.accounts, &folded(account))
    }

    /// Counts a try from this client.
    ///
    /// # Errors
    /// [`Error::TooMany`] where there were too many.
    pub fn count_client(&self, client: Client) -> Result<(), Error> {
        check(&self.addresses, &client.network())
    }
}

fn check<K: std::hash::Hash + Eq + Clone>(limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<(), Error> {
    if limiter.len() > KEPT {
        limiter.retain_recent();
    }
    limiter.check_key(key).map_err(|refused| {
        let wait = refused.wait_time_from(DefaultClock::default().now());
        Error::TooMany(wait.as_secs() + 1)
    })
}
