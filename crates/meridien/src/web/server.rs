//! Listening, with limits: a slow or greedy client must not cost the others anything.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;

use super::client::Peer;

/// Connections served at once; more wait in the system's queue.
const CONNECTIONS: usize = 4096;
/// How long a client may take to send a request's head, and a connection may stay silent between two.
const HEAD_TIME: Duration = Duration::from_secs(15);
/// How long a client may take nothing of an answer that waits for it.
const TAKE_TIME: Duration = Duration::from_secs(60);
/// The largest head of a request, in bytes, and the most headers in it.
const HEAD_SIZE: usize = 64 * 1024;
const HEADERS: usize = 100;
/// How long running requests may take to end once the program was asked to stop.
pub(crate) const STOP_TIME: Duration = Duration::from_secs(20);
/// How long to wait when the system has no more file descriptors.
const RETRY_TIME: Duration = Duration::from_millis(100);

/// Why the program cannot listen, in one line that says how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Another program has the port.
    #[error(
        "cannot listen on {0}: port {port} is already taken; stop the program that has it, or give another with --listen {ip}:{next}",
        port = .0.port(), ip = .0.ip(), next = .0.port().checked_add(1).unwrap_or(8080)
    )]
    Taken(SocketAddr),
    /// The system keeps the port for itself.
    #[error(
        "cannot listen on {0}: the system does not let this user have port {port}; give one of 1024 or above, such as --listen {ip}:8080",
        port = .0.port(), ip = .0.ip()
    )]
    Forbidden(SocketAddr),
    /// The address belongs to no interface of this machine.
    #[error(
        "cannot listen on {0}: this machine has no address {ip}; give --listen 127.0.0.1:{port}, or 0.0.0.0:{port} for every interface",
        port = .0.port(), ip = .0.ip()
    )]
    Elsewhere(SocketAddr),
    /// Anything else that the system says.
    #[error("cannot listen on {0}: {1}; give another address with --listen ADDRESS:PORT")]
    Other(SocketAddr, io::Error),
}

/// Takes `address` for listening; port 0 takes any free one, which the listener then tells.
///
/// # Errors
/// A [`ListenError`] where the system refuses.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, ListenError> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => ListenError::Taken(address),
        io::ErrorKind::PermissionDenied => ListenError::Forbidden(address),
        io::ErrorKind::AddrNotAvailable => ListenError::Elsewhere(address),
        _ => ListenError::Other(address, error),
    })
}

/// Serves until `stop` is ready, then lets running requests end, for a while.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    serve_takers(listener, router, TAKE_TIME, stop).await;
}

/// The same for clients that take something of their answers at least as often as this.
async fn serve_takers(listener: TcpListener, router: Router, take_time: Duration, stop: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let connections = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let place = places.clone().acquire_owned();
        let (place, (stream, peer)) = tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = async { (place.await, accept(&listener).await) } => accepted,
        };
        let service = noting(peer, router.clone());
        // hyper itself has no such limit.
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(take_time));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIME)
            .max_buf_size(HEAD_SIZE)
            .max_headers(HEADERS)
            .serve_connection(TokioIo::new(Box::pin(stream)), service);
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            let _place = place;
            if let Err(fault) = connection.await {
                tracing::debug!(%fault, "connection ended");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(STOP_TIME, connections.shutdown()).await.is_err() {
        tracing::warn!("stopped before every request had its answer");
    }
}

/// The router, told who is at the other end.
fn noting(
    peer: SocketAddr,
    router: Router,
) -> impl Service<Request<Incoming>, Response = Response, Error = Infallible, Future: Send> {
    let router = TowerToHyperService::new(router);
    service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        router.call(request)
    })
}

/// The next connection. A fault of one client is its own; one of the system (no more descriptors) passes.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // An answer is written whole: waiting to fill packets would only delay it.
                if let Err(fault) = stream.set_nodelay(true) {
                    tracing::debug!(%fault, "cannot send at once");
                }
                return (stream, peer);
            }
            Err(fault) if is_of_the_client(&fault) => {}
            Err(fault) => {
                tracing::warn!(%fault, "cannot take a connection");
                tokio::time::sleep(RETRY_TIME).await;
            }
        }
    }
}

fn is_of_the_client(fault: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(fault.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

#[cfg(test)]
mod tests;
