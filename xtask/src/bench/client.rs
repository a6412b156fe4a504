//! A client of HTTP/1.1 that keeps its connection and reads answers as they come.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

/// How long an answer may keep silent.
const SILENCE: Duration = Duration::from_secs(60);
const BUFFER: usize = 1 << 16;

/// One connection.
pub struct Client {
    stream: BufReader<TcpStream>,
    waste: Vec<u8>,
}

/// What came, and when.
pub struct Reply {
    pub status: u16,
    /// Where it leads, if it says so.
    pub location: Option<String>,
    /// Bytes of the body.
    pub bytes: u64,
    /// From the request to the first byte of the body.
    pub first: Duration,
    /// From the request to the last.
    pub whole: Duration,
}

/// What an answer says of itself.
struct Head {
    status: u16,
    location: Option<String>,
    length: Length,
}

/// How the length of a body is told.
#[derive(Clone, Copy)]
enum Length {
    Known(u64),
    Chunked,
}

impl Client {
    pub fn connect(address: SocketAddr) -> Result<Client> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(SILENCE))?;
        Ok(Client { stream: BufReader::with_capacity(BUFFER, stream), waste: vec![0; BUFFER] })
    }

    /// Asks for an address and forgets what comes. `coding` is what a browser would accept: `gzip`, or nothing.
    pub fn get(&mut self, address: &str, coding: &str) -> Result<Reply> {
        self.read(address, coding, |_| {})
    }

    /// Asks for a page and keeps it.
    pub fn page(&mut self, address: &str) -> Result<String> {
        let mut page = Vec::new();
        let reply = self.read(address, "", |bytes| page.extend_from_slice(bytes))?;
        ensure!(reply.status == 200, "{address}: status {}", reply.status);
        Ok(String::from_utf8(page)?)
    }

    fn read(&mut self, address: &str, coding: &str, mut keep: impl FnMut(&[u8])) -> Result<Reply> {
        let start = Instant::now();
        let head = format!("GET {address} HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: {coding}\r\n\r\n");
        self.stream.get_mut().write_all(head.as_bytes())?;
        let Head { status, location, length } = self.head()?;
        let mut first = None;
        let mut bytes = 0;
        let mut left = if let Length::Known(length) = length { length } else { 0 };
        loop {
            if left == 0 {
                left = match length {
                    Length::Chunked => self.chunk()?,
                    Length::Known(_) => 0,
                };
                if left == 0 {
                    break;
                }
            }
            let room = self.waste.len().min(usize::try_from(left)?);
            let count = self.stream.read(&mut self.waste[..room])?;
            ensure!(count > 0, "{address}: the answer was cut short");
            first.get_or_insert_with(|| start.elapsed());
            keep(&self.waste[..count]);
            bytes += count as u64;
            left -= count as u64;
            if left == 0 && matches!(length, Length::Chunked) {
                self.line()?;
            }
        }
        let whole = start.elapsed();
        Ok(Reply { status, location, bytes, first: first.unwrap_or(whole), whole })
    }

    fn head(&mut self) -> Result<Head> {
        let status = self.line()?;
        let status = status.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status")?;
        let mut head = Head { status, location: None, length: Length::Known(0) };
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else { return Ok(head) };
            match (name.to_ascii_lowercase().as_str(), value.trim()) {
                ("content-length", value) => head.length = Length::Known(value.parse()?),
                ("transfer-encoding", value) if value.eq_ignore_ascii_case("chunked") => head.length = Length::Chunked,
                ("location", value) => head.location = Some(value.to_owned()),
                _ => {}
            }
        }
    }

    /// The size of the next chunk; 0 after the last.
    fn chunk(&mut self) -> Result<u64> {
        let size = u64::from_str_radix(&self.line()?, 16)?;
        if size == 0 {
            self.line()?;
        }
        Ok(size)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        ensure!(self.stream.read_line(&mut line)? > 0, "the connection was closed");
        Ok(line.trim_end().to_owned())
    }
}
