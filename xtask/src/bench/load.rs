//! Many readers at once, in rounds that alternate between what is measured and the limit beside it: whatever else the
//! machine does meets both alike.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::client::Client;
use super::figures::{Samples, median};

/// Readers at once.
pub const READERS: usize = 50;
/// How long each side of a round lasts.
const ROUND: Duration = Duration::from_secs(2);
/// Stands in an address for a number that no request has had before.
const NEW: &str = "{new}";

/// Requests so far.
static ASKED: AtomicUsize = AtomicUsize::new(0);

/// A search with a word more that nothing may have, another one each time: what it finds is the same, what was kept of an
/// earlier answer does not help.
pub fn asked_anew(search: &str) -> String {
    search.replacen("?q=", &format!("?q=-zz{NEW}%20"), 1)
}

/// The address of the next request.
pub fn numbered(address: &str) -> String {
    address.replace(NEW, &ASKED.fetch_add(1, Ordering::Relaxed).to_string())
}

/// What many readers got.
#[derive(Default)]
pub struct Load {
    /// Answers in a second, of each round.
    pub rates: Vec<f64>,
    /// How long each answer took.
    pub times: Samples,
    /// Requests without an answer of 200.
    pub errors: u64,
}

impl Load {
    /// Answers in a second: the median of the rounds.
    pub fn rate(&self) -> f64 {
        median(&self.rates)
    }
}

/// Loads both with readers, in turn; also gives the median over the rounds of the rate of the one over the other's.
pub fn paired(
    server: SocketAddr,
    coding: &str,
    measured: &[String],
    constant: &str,
    rounds: usize,
) -> Result<(Load, Load, f64)> {
    let constant = [constant.to_owned()];
    round(server, coding, measured, ROUND / 2, &mut Load::default())?;
    let (mut loads, mut limits) = (Load::default(), Load::default());
    for _ in 0..rounds {
        round(server, coding, measured, ROUND, &mut loads)?;
        round(server, coding, &constant, ROUND, &mut limits)?;
    }
    let ratios: Vec<f64> = loads.rates.iter().zip(&limits.rates).map(|(rate, limit)| rate / limit).collect();
    Ok((loads, limits, median(&ratios)))
}

fn round(server: SocketAddr, coding: &str, addresses: &[String], time: Duration, load: &mut Load) -> Result<()> {
    let turn = AtomicUsize::new(0);
    let next = || numbered(&addresses[turn.fetch_add(1, Ordering::Relaxed) % addresses.len()]);
    let start = Instant::now();
    let read = || reader(server, coding, &next, start + time);
    let results: Vec<Result<(Vec<Duration>, u64)>> = thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS).map(|_| scope.spawn(read)).collect();
        readers.into_iter().map(|reader| reader.join().ok().context("a reader panicked")?).collect()
    });
    let seconds = start.elapsed().as_secs_f64();
    let mut answers = 0;
    for result in results {
        let (times, errors) = result?;
        answers += times.len();
        load.errors += errors;
        load.times.extend(times);
    }
    load.rates.push(answers as f64 / seconds);
    Ok(())
}

/// One reader, who asks for the next address as soon as he has the last.
fn reader(server: SocketAddr, coding: &str, next: &impl Fn() -> String, end: Instant) -> Result<(Vec<Duration>, u64)> {
    let mut client = Client::connect(server)?;
    let (mut times, mut errors) = (Vec::new(), 0);
    while Instant::now() < end {
        match client.get(&next(), coding) {
            Ok(reply) if reply.status == 200 => times.push(reply.whole),
            Ok(_) => errors += 1,
            Err(_) => {
                errors += 1;
                client = Client::connect(server)?;
            }
        }
    }
    Ok((times, errors))
}
