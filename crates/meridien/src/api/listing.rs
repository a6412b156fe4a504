//! Pages of a list, followed by a cursor.
//!
//! A cursor says how many were passed and which was the last of them. Where the register has changed meanwhile, the last
//! one is looked for around its old place, so that a page neither repeats nor skips what moved by a few places.

use std::fmt;
use std::num::IntErrorKind;
use std::str::FromStr;

use crate::value::Id;
use crate::web::Visit;
use crate::web::error::Fault;
use crate::web::page::percent_encoded;
use crate::web::parameters::Parameters;

/// Items in a page unless the address says otherwise.
const USUAL: usize = 20;
/// Items in a page at most.
pub(super) const MOST: usize = 100;
/// Places by which the last item of a page may have moved.
const SLACK: usize = 50;

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cursor {
    passed: usize,
    last: Id,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.passed, self.last)
    }
}

impl FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Cursor, ()> {
        let (passed, last) = text.split_once('-').ok_or(())?;
        Ok(Cursor { passed: passed.parse().map_err(|_| ())?, last: last.parse().map_err(|_| ())? })
    }
}

/// The page that an address asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    size: usize,
    cursor: Option<Cursor>,
}

impl Window {
    /// Reads the parameters of an address; whatever has no such value is a fault of `parameters`.
    pub(super) fn read(parameters: &mut Parameters) -> Window {
        ["per_page", "cursor"].into_iter().for_each(|name| parameters.once(name));
        let size = parameters.values("per_page", size, |text| nearest_number(text, 1, MOST as i64));
        let cursor = parameters.values("cursor", |text| text.parse().ok(), |_| None);
        Window { size: size.first().copied().unwrap_or(USUAL), cursor: cursor.first().copied() }
    }

    /// The size of the page.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// The last item of the page before.
    pub(super) fn after(&self) -> Option<Id> {
        self.cursor.map(|cursor| cursor.last)
    }

    /// How many to pass over, and how many to read, to be sure to have the page.
    pub(super) fn asked(&self) -> (usize, usize) {
        match self.cursor {
            None => (0, self.size),
            Some(cursor) => (cursor.passed.saturating_sub(SLACK), self.size + 2 * SLACK),
        }
    }

    /// The page out of what was read at [`Window::asked`], and the address of the next one.
    pub(super) fn page<T>(
        &self,
        visit: &Visit,
        mut read: Vec<T>,
        total: u64,
        id: impl Fn(&T) -> Id,
    ) -> (Vec<T>, Option<String>) {
        let (offset, _) = self.asked();
        let first = self.cursor.map_or(0, |cursor| {
            let at = read.iter().position(|item| id(item) == cursor.last).map(|at| at + 1);
            at.unwrap_or(cursor.passed - offset)
        });
        read.drain(..first.min(read.len()));
        read.truncate(self.size);
        let passed = offset + first + read.len();
        let next = read.last().filter(|_| (passed as u64) < total).map(|last| Cursor { passed, last: id(last) });
        let next = next.map(|cursor| next_address(visit, "cursor", &cursor.to_string()));
        (read, next)
    }
}

fn size(text: &str) -> Option<usize> {
    text.parse().ok().filter(|size| (1..=MOST).contains(size))
}

/// The number nearest to one that is less than `least` or more than `most`, however long; none where the text is no number.
pub(super) fn nearest_number(text: &str, least: i64, most: i64) -> Option<String> {
    let number = text.parse::<i64>().or_else(|fault| match fault.kind() {
        IntErrorKind::PosOverflow => Ok(i64::MAX),
        IntErrorKind::NegOverflow => Ok(i64::MIN),
        _ => Err(fault),
    });
    Some(number.ok()?.clamp(least, most).to_string())
}

/// The address of a visit with another value of one parameter.
pub(super) fn next_address(visit: &Visit, name: &str, value: &str) -> String {
    let query = visit.query.as_deref().unwrap_or_default();
    let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
    pairs.retain(|pair| pair.split('=').next() != Some(name));
    let pair = format!("{name}={}", percent_encoded(value));
    pairs.push(&pair);
    format!("{}{}?{}", visit.app.settings.public_address, visit.path, pairs.join("&"))
}

/// Refuses the number of a page, which the addresses of the search have: pages here are followed by their cursor.
pub(super) fn refuse_page_number(page: usize) -> Result<(), crate::web::Error> {
    if page <= 1 {
        return Ok(());
    }
    let fault = Fault::unknown_parameter("page", page.to_string()).near(Some("cursor".to_owned()));
    Err(crate::web::Error::BadRequest(vec![fault]))
}
