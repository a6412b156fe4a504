//! What is measured over HTTP, each beside a constant file of about the same size from the same server.

use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};

use super::client::{Client, Reply};
use super::figures::{Row, Samples, short};
use super::load::{self, Load, READERS, paired};
use super::program::Program;
use super::{Bench, addresses};

fn serve(bench: &Bench) -> Result<(Program, Client)> {
    let program = Program::start(&bench.program, &["serve"], &bench.data)?;
    let client = Client::connect(program.address)?;
    Ok((program, client))
}

/// Pages under load, and the memory that they take.
pub fn pages(bench: &Bench) -> Result<Vec<Row>> {
    let (program, mut client) = serve(bench)?;
    let searches = addresses::searches(&mut client)?;
    let records = addresses::records(&mut client, bench.partnerships)?;
    let server = program.address;
    let rate = if bench.small() { 1500.0 } else { 150.0 };
    let new = addresses::never_asked(&searches);
    let [few, some] = [40, 2000].map(|count| &records[..records.len().min(count)]);
    let mut rows = Vec::new();
    for (work, coding, addresses, goal) in [
        ("search pages never asked before", "", &new[..], Goal::Rate(rate)),
        ("search pages, the same 40", "", &searches, Goal::Rate(rate)),
        ("search pages, the same 40, compressed", "gzip", &searches, Goal::None),
        ("record pages in turn, more than are kept", "", &records, Goal::None),
        ("record pages, 2,000 in turn", "", some, Goal::Ratio(0.5)),
        ("record pages, the same 40", "", few, Goal::Ratio(0.5)),
        ("record pages, the same 40, compressed", "gzip", few, Goal::None),
    ] {
        rows.push(page(work, coding, addresses, goal, server, bench)?);
    }
    rows.push(memory(&program, bench)?);
    program.stop()?;
    Ok(rows)
}

enum Goal {
    /// Answers in a second.
    Rate(f64),
    /// Answers for each one of the constant file.
    Ratio(f64),
    None,
}

fn page(work: &str, coding: &str, addresses: &[String], goal: Goal, server: SocketAddr, bench: &Bench) -> Result<Row> {
    eprintln!("   {work}");
    // The server closes connections that stay silent, as an older one would have during the load.
    let mut client = Client::connect(server)?;
    let replies: Vec<Reply> =
        addresses.iter().take(40).map(|address| client.get(address, "")).collect::<Result<_>>()?;
    let bytes = replies.iter().map(|reply| reply.bytes).sum::<u64>() / replies.len() as u64;
    let (constant, size) = addresses::constant(&mut client, bytes)?;
    // What is measured beside a constant file is the giving of pages that are kept: those asked for a second time.
    if matches!(goal, Goal::Ratio(_)) {
        for address in addresses.iter().chain(addresses) {
            client.get(address, coding)?;
        }
    }
    let (load, limit, ratio) = paired(server, coding, addresses, &constant, bench.rounds)?;
    let Load { times, errors, .. } = &load;
    let [p50, p95, p99] = [50, 95, 99].map(|percent| short(times.percentile(percent)));
    Ok(Row {
        work: format!("{work} ({} kB), {READERS} readers", bytes / 1000),
        goal: match goal {
            Goal::Rate(rate) => format!("{rate}/s"),
            Goal::Ratio(ratio) => format!("{ratio} of a constant"),
            Goal::None => String::new(),
        },
        figure: format!("{}/s, p50 {p50} ms, p95 {p95} ms, p99 {p99} ms, {errors} errors", short(load.rate())),
        ratio: format!("{} of a constant file of {} kB ({}/s)", short(ratio), size / 1000, short(limit.rate())),
        met: match goal {
            Goal::Rate(rate) => Some(*errors == 0 && load.rate() >= rate),
            Goal::Ratio(goal) => Some(*errors == 0 && ratio >= goal),
            Goal::None => None,
        },
    })
}

fn memory(program: &Program, bench: &Bench) -> Result<Row> {
    let [now, most] = [program.memory("VmRSS")?, program.memory("VmHWM")?];
    let goal = if bench.small() { 100.0 } else { 600.0 };
    let index = super::size_of(&bench.index())? as f64 / 1e6;
    Ok(Row {
        work: "resident memory, serving".to_owned(),
        goal: format!("{goal} MB"),
        figure: format!("{} MB, at most {} MB", short(now), short(most)),
        ratio: format!("{} times the {} MB of the index", short(now / index), short(index)),
        met: Some(now <= goal),
    })
}

/// The map of everything: the page, and what its script asks for on a screen of 1,280 pixels, one reader alone; for scale,
/// what it would ask for on one of 3,640.
pub fn map(bench: &Bench) -> Result<Vec<Row>> {
    let (program, mut client) = serve(bench)?;
    let (kilobytes, milliseconds) = if bench.small() { (150.0, 30.0) } else { (300.0, 150.0) };
    let mut rows = Vec::new();
    for (part, address, has_goal) in [
        ("page", "/fr/partenariats?q=&vue=carte", true),
        ("JSON of the world", "/fr/partenariats/carte.json?q=&zoom=2&zone=-180,-85,180,85", true),
        ("JSON of Europe", "/fr/partenariats/carte.json?q=&zoom=4&zone=-33.75,22.5,45,67.5", true),
        ("JSON of France", "/fr/partenariats/carte.json?q=&zoom=6&zone=-5.625,42.1875,11.25,50.625", true),
        ("JSON of Europe at the zoom of France", "/fr/partenariats/carte.json?q=&zoom=6&zone=-10,35,30,60", false),
    ] {
        let address = load::asked_anew(address);
        let first = client.get(&load::numbered(&address), "")?;
        ensure!(first.status == 200, "{address}: status {}", first.status);
        let (constant, _) = addresses::constant(&mut client, first.bytes)?;
        let (mut times, mut limits) = (Samples::default(), Samples::default());
        for _ in 0..bench.rounds * 5 {
            times.extend([client.get(&load::numbered(&address), "")?.whole]);
            limits.extend([client.get(&constant, "")?.whole]);
        }
        let (p50, p95, limit) = (times.percentile(50), times.percentile(95), limits.percentile(50));
        let size = first.bytes as f64 / 1e3;
        rows.push(Row {
            work: format!("map of everything, {part}"),
            goal: if has_goal { format!("{kilobytes} kB, {milliseconds} ms") } else { String::new() },
            figure: format!(
                "{} kB, first {} ms, then p50 {} ms, p95 {} ms",
                short(size),
                short(first.whole.as_secs_f64() * 1e3),
                short(p50),
                short(p95)
            ),
            ratio: format!("{} times a constant file ({} ms)", short(p50 / limit), short(limit)),
            met: has_goal.then_some(size <= kilobytes && p50 <= milliseconds),
        });
    }
    program.stop()?;
    Ok(rows)
}

/// How often the making of a file is asked after.
const ASKED: Duration = Duration::from_millis(200);

/// A file, and how long it was made beforehand, as a large one is: see docs/EXPORT.md.
fn file(client: &mut Client, address: &str) -> Result<(Duration, Reply)> {
    let start = Instant::now();
    let mut address = address.to_owned();
    loop {
        let asked = start.elapsed();
        let reply = client.get(&address, "")?;
        match (reply.status, &reply.location) {
            (200, _) => return Ok((asked, reply)),
            (202, Some(making)) => {
                address.clone_from(making);
                thread::sleep(ASKED);
            }
            (303, Some(made)) => address.clone_from(made),
            (status, _) => bail!("{address}: status {status}"),
        }
    }
}

/// The table of everything: when its first byte comes, when its last, and what it takes in memory.
pub fn download(bench: &Bench) -> Result<Vec<Row>> {
    let (program, mut client) = serve(bench)?;
    let (constant, size) = addresses::constant(&mut client, u64::MAX)?;
    let before = program.memory("VmRSS")?;
    program.forget_peak()?;
    let (mut first, mut whole, mut limit) = (Samples::default(), Samples::default(), Samples::default());
    let mut bytes = 0;
    let everything = load::asked_anew("/fr/partenariats.csv?q=");
    for _ in 0..bench.rounds {
        let (waited, reply) = file(&mut client, &load::numbered(&everything))?;
        bytes = reply.bytes;
        first.extend([waited + reply.first]);
        whole.extend([waited + reply.whole]);
        limit.extend([client.get(&constant, "")?.whole]);
    }
    let peak = program.memory("VmHWM")?;
    program.stop()?;
    let (first, whole) = (first.percentile(50), whole.percentile(50) / 1e3);
    let goals = if bench.small() { (10.0, 0.3) } else { (50.0, 25.0) };
    let megabytes = bytes as f64 / 1e6;
    let constant = size as f64 / 1e6 / (limit.percentile(50) / 1e3);
    Ok(vec![Row {
        work: format!("CSV of everything ({} MB): first byte / whole", short(megabytes)),
        goal: format!("{} ms / {} s, memory flat", goals.0, goals.1),
        figure: format!("{} ms / {} s, {} MB more at most", short(first), short(whole), short(peak - before)),
        ratio: format!(
            "{} MB/s, {} of a constant file's",
            short(megabytes / whole),
            short(megabytes / whole / constant)
        ),
        met: Some(first <= goals.0 && whole <= goals.1),
    }])
}
