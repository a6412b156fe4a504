//! How often each of many may do something: so many times at once, then once in so long. Each process counts for itself.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Counts between two times that those long silent are forgotten.
const ROUND: u32 = 1000;

/// What each key may still do.
pub struct Quotas<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
    counted: AtomicU32,
}

impl<K: Hash + Eq + Clone> Quotas<K> {
    /// So many times at once, then once in `each`, which is not zero.
    pub fn new(burst: NonZeroU32, each: Duration) -> Quotas<K> {
        let quota = Quota::with_period(each).unwrap_or(Quota::per_minute(NonZeroU32::MIN)).allow_burst(burst);
        Quotas { limiter: RateLimiter::keyed(quota), counted: AtomicU32::new(0) }
    }

    /// Counts one more for `key`.
    ///
    /// # Errors
    /// The seconds until it may again, where there were too many; the refused one is not counted.
    pub fn count(&self, key: &K) -> Result<(), u64> {
        if self.counted.fetch_add(1, Ordering::Relaxed) % ROUND == ROUND - 1 {
            self.limiter.retain_recent();
        }
        let wait = |refused: governor::NotUntil<_>| refused.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
        self.limiter.check_key(key).map_err(wait)
    }
}
