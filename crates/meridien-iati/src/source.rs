//! The bytes of a file as UTF-8, with the line that is being read, and with what had to be mended on the way.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use memchr::{memchr_iter, memmem};

use crate::fault::{Fault, Rule, fault};

/// Most bytes of one tag, text or comment.
pub(crate) const MAX_EVENT: usize = 8 << 20;

/// Most faults of one kind that are told one by one.
const MAX_TOLD: usize = 100;

const CHUNK: usize = 64 << 10;

/// How gzip and zip files begin.
const COMPRESSED: [&[u8]; 2] = [b"\x1f\x8b", b"PK\x03\x04"];

/// What stands for bytes that are no text: U+FFFD.
const REPLACEMENT: &[u8] = "\u{fffd}".as_bytes();

/// A reader of UTF-8, whatever the encoding of the file. It refuses to give more than [`MAX_EVENT`] bytes between two
/// calls of [`Source::begin_event`] ([`io::ErrorKind::FileTooLarge`]), and compressed files
/// ([`io::ErrorKind::Unsupported`]).
pub(crate) struct Source<R> {
    /// None of one that stands in for another.
    input: Option<R>,
    /// What was read and not decoded yet: `raw[raw_at..raw_end]`.
    raw: Box<[u8]>,
    raw_at: usize,
    raw_end: usize,
    ended: bool,
    /// Why no more can be read, once what was read before is given.
    failure: Option<io::Error>,
    decoder: Option<Decoder>,
    /// What was decoded and not given yet: `text[text_at..text_end]`.
    text: Box<[u8]>,
    text_at: usize,
    text_end: usize,
    /// What was given, and is given again before the rest: `again[again_at..]`.
    again: Vec<u8>,
    again_at: usize,
    line: u32,
    event_bytes: usize,
    faults: Vec<Fault>,
    told: [usize; 2],
}

impl<R: Read> Source<R> {
    pub(crate) fn new(input: R) -> Self {
        Source {
            input: Some(input),
            raw: vec![0; CHUNK].into_boxed_slice(),
            // No byte becomes more than three.
            text: vec![0; 4 * CHUNK].into_boxed_slice(),
            ..Source::hollow()
        }
    }

    /// One that gives nothing, for a moment in the place of another.
    pub(crate) fn hollow() -> Self {
        Source {
            input: None,
            raw: Box::default(),
            raw_at: 0,
            raw_end: 0,
            ended: false,
            failure: None,
            decoder: None,
            text: Box::default(),
            text_at: 0,
            text_end: 0,
            again: Vec::new(),
            again_at: 0,
            line: 1,
            event_bytes: 0,
            faults: Vec::new(),
            told: [0; 2],
        }
    }

    /// The line of the next byte.
    pub(crate) fn line(&self) -> u32 {
        self.line
    }

    /// Grants the bytes of one more event.
    pub(crate) fn begin_event(&mut self) {
        self.event_bytes = 0;
    }

    /// Gives bytes again, before what follows them: they begin on `line`.
    pub(crate) fn give_again(&mut self, bytes: &[u8], line: u32) {
        self.line = line;
        // What was given again already is still there: what follows it may be long, and is not copied for each tag in it.
        if self.again[..self.again_at].ends_with(bytes) {
            self.again_at -= bytes.len();
            return;
        }
        self.again = [bytes, &self.again[self.again_at..]].concat();
        self.again_at = 0;
    }

    /// Passes over everything until a tag of this beginning; whether there is one.
    pub(crate) fn skip_to(&mut self, tag: &[u8]) -> io::Result<bool> {
        let mut window = Vec::new();
        loop {
            self.begin_event();
            let chunk = self.fill_buf()?;
            let length = chunk.len();
            if length == 0 {
                return Ok(false);
            }
            window.extend_from_slice(chunk);
            self.consume(length);
            if let Some(at) = find_tag(&window, tag) {
                let line = self.line - memchr_iter(b'\n', &window[at..]).count() as u32;
                self.give_again(&window[at..], line);
                return Ok(true);
            }
            // It may begin here and end in the next chunk.
            window.drain(..window.len().saturating_sub(tag.len()));
        }
    }

    /// What was mended since the last call. Their lines are not after those of the bytes given since then, nor long before.
    pub(crate) fn take_faults(&mut self) -> Vec<Fault> {
        std::mem::take(&mut self.faults)
    }

    /// How many faults were not told, at the end.
    pub(crate) fn untold(&self) -> usize {
        self.told.iter().map(|told| told.saturating_sub(MAX_TOLD)).sum()
    }

    /// Reads until `raw` holds so many bytes, or the file ends.
    fn fill_raw(&mut self, least: usize) -> io::Result<()> {
        if self.raw_at > 0 {
            self.raw.copy_within(self.raw_at..self.raw_end, 0);
            self.raw_end -= self.raw_at;
            self.raw_at = 0;
        }
        while self.raw_end < least && !self.ended {
            if self.raw_end == 0 {
                self.failure.take().map_or(Ok(()), Err)?;
            } else if self.failure.is_some() {
                break;
            }
            let read = self.input.as_mut().map_or(Ok(0), |input| input.read(&mut self.raw[self.raw_end..]));
            match read {
                Ok(0) => self.ended = true,
                Ok(count) => self.raw_end += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => self.failure = Some(error),
            }
        }
        Ok(())
    }

    /// Decodes the next chunk into `text`, which is empty.
    fn decode(&mut self) -> io::Result<()> {
        if self.decoder.is_none() {
            self.fill_raw(1024)?;
            if COMPRESSED.iter().any(|start| self.raw[..self.raw_end].starts_with(start)) {
                return Err(io::ErrorKind::Unsupported.into());
            }
            let (encoding, skipped) = self.detect();
            self.raw_at = skipped;
            self.decoder = Some(encoding.new_decoder_without_bom_handling());
        }
        (self.text_at, self.text_end) = (0, 0);
        while self.text_end == 0 {
            self.fill_raw(1)?;
            let Some(mut decoder) = self.decoder.take() else { return Ok(()) };
            let finished = self.decode_raw(&mut decoder);
            if finished && self.ended && self.raw_at == self.raw_end {
                // A finished decoder must not be called again: an empty one stands in.
                self.decoder = Some(UTF_8.new_decoder_without_bom_handling());
                break;
            }
            self.decoder = Some(decoder);
        }
        self.mend_forbidden();
        Ok(())
    }

    /// Decodes what `raw` holds; whether all of it was.
    fn decode_raw(&mut self, decoder: &mut Decoder) -> bool {
        loop {
            let raw = &self.raw[self.raw_at..self.raw_end];
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(raw, &mut self.text[self.text_end..], self.ended);
            self.raw_at += read;
            self.text_end += written;
            match result {
                DecoderResult::InputEmpty => return true,
                DecoderResult::OutputFull => return false,
                DecoderResult::Malformed(..) => {
                    self.tell(0, self.text_end, Rule::BadBytes, decoder.encoding().name());
                    let end = self.text_end + REPLACEMENT.len();
                    self.text[self.text_end..end].copy_from_slice(REPLACEMENT);
                    self.text_end = end;
                }
            }
        }
    }

    /// Tells of a fault at a place in `text`, or counts it.
    fn tell(&mut self, kind: usize, at: usize, rule: Rule, encoding: &str) {
        self.told[kind] += 1;
        if self.told[kind] <= MAX_TOLD {
            let line = self.line + memchr_iter(b'\n', &self.text[..at]).count() as u32;
            self.faults.push(fault(line, rule, &[("encoding", encoding)]));
        }
    }

    /// Replaces what XML forbids, by as many bytes: control characters, and U+FFFE and U+FFFF.
    fn mend_forbidden(&mut self) {
        let found: Vec<usize> = memmem::find_iter(&self.text[..self.text_end], b"\xef\xbf").map(|at| at + 2).collect();
        for at in found {
            if matches!(self.text[at], 0xbe | 0xbf) {
                self.text[at] = 0xbd;
                self.tell(1, at, Rule::ControlCharacter, "");
            }
        }
        let forbidden = |byte: u8| (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r');
        // Without an early end and branches, so that it is done for many bytes at once.
        if !self.text[..self.text_end].iter().fold(false, |found, byte| found | forbidden(*byte)) {
            return;
        }
        for at in 0..self.text_end {
            if forbidden(self.text[at]) {
                self.text[at] = b'?';
                self.tell(1, at, Rule::ControlCharacter, "");
            }
        }
    }

    /// The encoding, and how many bytes of mark come before the text.
    fn detect(&mut self) -> (&'static Encoding, usize) {
        let raw = &self.raw[..self.raw_end];
        if let Some((encoding, length)) = Encoding::for_bom(raw) {
            return (encoding, length);
        }
        match raw.get(..4) {
            Some([b'<', 0, _, 0]) => return (UTF_16LE, 0),
            Some([0, b'<', 0, _]) => return (UTF_16BE, 0),
            _ => {}
        }
        let Some(label) = declared_encoding(raw) else { return (UTF_8, 0) };
        let wrong = match Encoding::for_label(label) {
            // A declaration that can be read byte by byte is not in UTF-16, whatever it says.
            Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Rule::WrongEncoding,
            Some(encoding) => return (encoding, 0),
            None => Rule::UnknownEncoding,
        };
        let label = String::from_utf8_lossy(label).into_owned();
        self.faults.push(fault(1, wrong, &[("encoding", &label)]));
        (UTF_8, 0)
    }
}

/// Where the first tag of this beginning is: `<iati-activity`, but not `<iati-activity-x`.
pub(crate) fn find_tag(bytes: &[u8], tag: &[u8]) -> Option<usize> {
    let ends = |at: &usize| matches!(bytes.get(at + tag.len()), Some(b' ' | b'\t' | b'\r' | b'\n' | b'>' | b'/'));
    memmem::find_iter(bytes, tag).find(ends)
}

/// What `<?xml encoding="…"?>` says.
fn declared_encoding(bytes: &[u8]) -> Option<&[u8]> {
    let declaration = bytes.strip_prefix(b"<?xml")?;
    let declaration = &declaration[..memmem::find(declaration, b"?>")?];
    let at = memmem::find(declaration, b"encoding")? + b"encoding".len();
    let value = declaration[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, value) = value.split_first()?;
    Some(&value[..memchr::memchr(*quote, value)?])
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buffer.len());
        buffer[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.event_bytes > MAX_EVENT {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        if self.again_at < self.again.len() {
            return Ok(&self.again[self.again_at..]);
        }
        if self.text_at == self.text_end {
            self.decode()?;
        }
        Ok(&self.text[self.text_at..self.text_end])
    }

    fn consume(&mut self, amount: usize) {
        let again = self.again_at < self.again.len();
        let (given, at) = if again { (&self.again[..], self.again_at) } else { (&self.text[..], self.text_at) };
        let consumed = &given[at..at + amount];
        self.line += match consumed.len() {
            // Most are names and values.
            ..32 => consumed.iter().fold(0, |count, byte| count + u32::from(*byte == b'\n')),
            _ => memchr_iter(b'\n', consumed).count() as u32,
        };
        match again {
            true => self.again_at += amount,
            false => self.text_at += amount,
        }
        self.event_bytes += amount;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Else a file of tags that do not end would take as long as the square of its length.
    #[test]
    fn what_is_given_again_twice_is_not_copied_twice() {
        let mut source = Source::new(&b" and the rest"[..]);
        source.give_again(b"what was given", 7);
        source.consume(8);
        let kept = source.again.as_ptr();
        source.give_again(b"was", 7);
        assert_eq!(source.again.as_ptr(), kept);
        let mut text = String::new();
        source.read_to_string(&mut text).unwrap();
        assert_eq!(text, "was given and the rest");
    }
}
