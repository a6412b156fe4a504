//! The server on a real socket: clear refusals, slow clients, an orderly end.

use std::time::Duration;

use axum::Router;
use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use super::{ListenError, listen, serve, serve_takers};

#[tokio::test]
async fn a_taken_port_is_said_with_its_mend() {
    let first = listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
    let address = first.local_addr().unwrap();
    let error = listen(address).await.unwrap_err();
    assert!(matches!(error, ListenError::Taken(_)));
    let line = error.to_string();
    assert!(line.contains(&address.to_string()) && line.contains("--listen 127.0.0.1:"), "{line}");
    assert!(!line.contains('\n'));
}

#[tokio::test]
async fn an_address_of_another_machine_is_said_with_its_mend() {
    let error = listen("192.0.2.1:8080".parse().unwrap()).await.unwrap_err();
    assert!(error.to_string().contains("no address 192.0.2.1"), "{error}");
}

#[tokio::test]
async fn a_running_request_ends_before_the_program_does() {
    let listener = listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route(
        "/",
        get(async || {
            tokio::time::sleep(Duration::from_millis(200)).await;
            "whole"
        }),
    );
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(serve(listener, router, async { stopped.await.unwrap_or(()) }));
    let mut client = TcpStream::connect(address).await.unwrap();
    client.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    stop.send(()).unwrap();
    let mut answer = String::new();
    client.read_to_string(&mut answer).await.unwrap();
    assert!(answer.ends_with("whole"), "{answer}");
    server.await.unwrap();
    assert!(TcpStream::connect(address).await.is_err(), "no longer listening");
}

#[tokio::test]
async fn a_client_that_takes_nothing_of_its_answer_is_left() {
    let listener = listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
    let address = listener.local_addr().unwrap();
    // More than the system keeps between the two.
    let router = Router::new().route("/", get(async || vec![b'x'; 64 << 20]));
    let (stop, stopped) = oneshot::channel::<()>();
    let take_time = Duration::from_millis(200);
    let server = tokio::spawn(serve_takers(listener, router, take_time, async { stopped.await.unwrap_or(()) }));
    let mut client = TcpStream::connect(address).await.unwrap();
    client.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    client.readable().await.unwrap();
    stop.send(()).unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(10), server).await;
    ended.expect("nothing is sent any more, long before the program would stop anyway").unwrap();
}
