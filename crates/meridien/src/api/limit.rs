//! How much one address or one key may ask for: generous to a program that pages through everything, short with a loop gone
//! wild. A key is read here, once for each request.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{FromRequestParts, Request, State as Extract};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::account::key::{bearer, no_key};
use crate::app::State;
use crate::web::Error;
use crate::web::client::Client;
use crate::web::quota::Quotas;

/// Requests a second, over time.
pub(super) const RATE: NonZeroU32 = NonZeroU32::new(10).expect("it is not zero");
/// Requests at once.
pub(super) const BURST: NonZeroU32 = NonZeroU32::new(100).expect("it is not zero");
/// Requests a second with a key.
pub(super) const KEY_RATE: NonZeroU32 = NonZeroU32::new(50).expect("it is not zero");
/// Requests at once with a key.
pub(super) const KEY_BURST: NonZeroU32 = NonZeroU32::new(500).expect("it is not zero");
/// The addresses and the keys that ask.
#[derive(Clone)]
pub(super) struct Limiter(Arc<(Quotas<IpAddr>, Quotas<String>)>);

impl Default for Limiter {
    fn default() -> Limiter {
        let each = |rate: NonZeroU32| Duration::from_secs(1) / rate.get();
        Limiter(Arc::new((Quotas::new(BURST, each(RATE)), Quotas::new(KEY_BURST, each(KEY_RATE)))))
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
    let counted = match &keyed {
        Some(keyed) => keys.count(&keyed.key.id),
        None => {
            let Ok(client) = Client::from_request_parts(&mut parts, &state).await;
            addresses.count(&client.network())
        }
    };
    if let Err(seconds) = counted {
        return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds.to_string())]).into_response();
    }
    match keyed {
        Some(keyed) => _ = parts.extensions.insert(keyed),
        None if bearer(&parts.headers).is_some() => return no_key(true),
        None => {}
    }
    next.run(Request::from_parts(parts, body)).await
}
