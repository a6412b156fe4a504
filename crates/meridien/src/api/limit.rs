//! How much one address may ask for: generous to a program that pages through everything, short with a loop gone wild.

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

use crate::app::State;
use crate::web::client::Client;

/// Requests a second, over time.
pub(super) const RATE: NonZeroU32 = NonZeroU32::new(10).expect("it is not zero");
/// Requests at once.
pub(super) const BURST: NonZeroU32 = NonZeroU32::new(100).expect("it is not zero");
/// Requests between two times that addresses long silent are forgotten.
const ROUND: u32 = 10_000;

/// The addresses that ask, with how much each may ask for now.
#[derive(Clone)]
pub(super) struct Limiter(Arc<(DefaultKeyedRateLimiter<IpAddr>, AtomicU32)>);

impl Default for Limiter {
    fn default() -> Limiter {
        let quota = Quota::per_second(RATE).allow_burst(BURST);
        Limiter(Arc::new((RateLimiter::keyed(quota), AtomicU32::new(0))))
    }
}

impl Limiter {
    /// Seconds until an address may ask again, where it must wait.
    fn wait(&self, address: IpAddr) -> Option<u64> {
        let (limiter, asked) = &*self.0;
        if asked.fetch_add(1, Ordering::Relaxed) % ROUND == ROUND - 1 {
            limiter.retain_recent();
        }
        let refused = limiter.check_key(&address).err()?;
        Some(refused.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
    }
}

/// Answers 429 to a network that asks for too much.
pub(super) async fn layer(Extract(app): Extract<(State, Limiter)>, request: Request, next: Next) -> Response {
    let (state, limiter) = app;
    let (mut parts, body) = request.into_parts();
    let Ok(client) = Client::from_request_parts(&mut parts, &state).await;
    match limiter.wait(client.network()) {
        Some(seconds) => (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds.to_string())]).into_response(),
        None => next.run(Request::from_parts(parts, body)).await,
    }
}
