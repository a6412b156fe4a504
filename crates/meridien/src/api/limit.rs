//! How much one address or one key may ask for: generous to a program that pages through everything, short with a loop gone
//! wild. A key is read here, once for each request.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::extract::{FromRequestParts, Request, State as Extract};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::account::key::{bearer, no_key};
use crate::app::State;
use crate::web::Error;
use crate::web::client::Client;

/// Requests a second, over time.
pub(super) const RATE: NonZeroU32 = NonZeroU32::new(10).expect("it is not zero");
/// Requests at once.
pub(super) const BURST: NonZeroU32 = NonZeroU32::new(100).expect("it is not zero");
/// Requests a second with a key.
pub(super) const KEY_RATE: NonZeroU32 = NonZeroU32::new(50).expect("it is not zero");
/// Requests at once with a key.
pub(super) const KEY_BURST: NonZeroU32 = NonZeroU32::new(500).expect("it is not zero");
/// Requests between two times that those long silent are forgotten.
const ROUND: u32 = 10_000;

/// Those that ask, with how much each may ask for now.
struct Counter<K: Hash + Eq + Clone>(DefaultKeyedRateLimiter<K>, AtomicU32);

impl<K: Hash + Eq + Clone> Counter<K> {
    fn new(rate: NonZeroU32, burst: NonZeroU32) -> Counter<K> {
        Counter(RateLimiter::keyed(Quota::per_second(rate).allow_burst(burst)), AtomicU32::new(0))
    }

    /// Seconds until one may ask again, where it must wait.
    fn wait(&self, key: &K) -> Option<u64> {
        let Counter(limiter, asked) = self;
        if asked.fetch_add(1, Ordering::Relaxed) % ROUND == ROUND - 1 {
            limiter.retain_recent();
        }
        let refused = limiter.check_key(key).err()?;
        Some(refused.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
    }
}

/// The addresses and the keys that ask.
#[derive(Clone)]
pub(super) struct Limiter(Arc<(Counter<IpAddr>, Counter<String>)>);

impl Default for Limiter {
    fn default() -> Limiter {
        Limiter(Arc::new((Counter::new(RATE, BURST), Counter::new(KEY_RATE, KEY_BURST))))
    }
}

/// Answers 429 to a network or key that asks for too much, and 401 to what is no key.
pub(super) async fn layer(Extract(app): Extract<(State, Limiter)>, request: Request, next: Next) -> Response {
    let (state, limiter) = app;
    let (addresses, keys) = &*limiter.0;
    let (mut parts, body) = request.into_parts();
    let keyed = match bearer(&parts.headers) {
        Some(token) => match state.accounts.key(token, (state.now)()).await {
            Ok(keyed) => keyed,
            Err(fault) => return Error::from(fault).into_response(),
        },
        None => None,
    };
    let wait = match &keyed {
        Some(keyed) => keys.wait(&keyed.key.id),
        None => {
            let Ok(client) = Client::from_request_parts(&mut parts, &state).await;
            addresses.wait(&client.network())
        }
    };
    if let Some(seconds) = wait {
        return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds.to_string())]).into_response();
    }
    match keyed {
        Some(keyed) => _ = parts.extensions.insert(keyed),
        None if bearer(&parts.headers).is_some() => return no_key(true),
        None => {}
    }
    next.run(Request::from_parts(parts, body)).await
}
