//! Reads dates and numbers.

use crate::page::PartialDate;
use crate::text::fold;

/// Longest date or number, in bytes.
const LONGEST: usize = 60;

/// A year that the atlas can mean.
pub(crate) fn year(text: &str) -> Option<u16> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let year = text.parse().ok().filter(|_| digits)?;
    (1850..2150).contains(&year).then_some(year)
}

/// A year, a month of a year, or a day: "2009", "03/2009", "mars 2009", "12/03/2009",
/// "12 mars 2009", "2009-03-12".
pub(crate) fn partial_date(text: &str) -> Option<PartialDate> {
    if text.len() > LONGEST {
        return None;
    }
    let folded = fold(text);
    let parts: Vec<&str> =
        folded.split([' ', '/', '-', '.']).filter(|part| !part.is_empty() && *part != "le").collect();
    let (year_part, month_part, day_part) = match parts[..] {
        [y] => (y, None, None),
        [m, y] if year(y).is_some() => (y, Some(m), None),
        [y, m] => (y, Some(m), None),
        [d, m, y] if year(y).is_some() => (y, Some(m), Some(d)),
        [y, m, d] => (y, Some(m), Some(d)),
        _ => return None,
    };
    let year = year(year_part)?;
    let month = match month_part {
        Some(part) => Some(month(part)?),
        None => None,
    };
    let day = match (month, day_part) {
        (Some(month), Some(part)) => Some(day(part, month, year)?),
        _ => None,
    };
    Some(PartialDate { year, month, day })
}

fn month(text: &str) -> Option<u8> {
    const NAMES: [&str; 12] = [
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
    ];
    let named = (1..).zip(NAMES).find(|(_, name)| *name == text).map(|(month, _)| month);
    named.or_else(|| text.parse().ok()).filter(|month| (1..=12).contains(month))
}

fn day(text: &str, month: u8, year: u16) -> Option<u8> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let day = text.strip_suffix("er").unwrap_or(text).parse().ok()?;
    (1..=last).contains(&day).then_some(day)
}

/// A number that is not negative, as a plain decimal: "33 666,50 €" is "33666.50". Spaces may
/// group its digits by three; a comma or a point starts its decimals. Nothing if it may be read in
/// two ways.
pub(crate) fn number(text: &str) -> Option<String> {
    if text.len() > LONGEST || is_ambiguous(text) {
        return None;
    }
    let (whole, decimals) = halves(text);
    let whole = ungrouped(whole)?;
    // What an exact decimal of the register can hold, with room for sums.
    if whole.is_empty() || whole.len() > 15 || decimals.len() > 4 || !is_digits(&whole) || !is_digits(decimals) {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    Some(match decimals {
        "" => whole.to_owned(),
        decimals => format!("{whole}.{decimals}"),
    })
}

/// Whether the comma or point of a number ("12,500", "12.500") may start its decimals or group its
/// digits.
pub(crate) fn is_ambiguous(text: &str) -> bool {
    let (whole, decimals) = halves(text);
    let are_digits = is_digits(whole) && is_digits(decimals);
    are_digits && (1..=3).contains(&whole.len()) && !whole.starts_with('0') && decimals.len() == 3
}

/// What stands before the comma or point of a number and after it, without the unit.
fn halves(text: &str) -> (&str, &str) {
    let bare = ["€", "euros", "EUR"].iter().find_map(|unit| text.trim_end().strip_suffix(unit)).unwrap_or(text).trim();
    bare.split_once([',', '.']).unwrap_or((bare, ""))
}

/// A whole number without the spaces between its groups of three digits; nothing if it is grouped otherwise, as two
/// numbers side by side are.
fn ungrouped(text: &str) -> Option<String> {
    let mut groups = text.split_whitespace();
    let mut whole = groups.next()?.to_owned();
    let first = whole.len();
    for group in groups {
        if group.len() != 3 || first > 3 {
            return None;
        }
        whole.push_str(group);
    }
    Some(whole)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Option<(u16, Option<u8>, Option<u8>)> {
        partial_date(text).map(|date| (date.year, date.month, date.day))
    }

    #[test]
    fn dates_are_read_as_far_as_they_go() {
        assert_eq!(date("2009"), Some((2009, None, None)));
        assert_eq!(date("Décembre 2009"), Some((2009, Some(12), None)));
        for text in ["01/02/2012", "2012-02-01", "le 1er février 2012"] {
            assert_eq!(date(text), Some((2012, Some(2), Some(1))), "{text}");
        }
        for text in ["", "29/02/2011", "13/2009", "2009-2012", "09", "en 2009 ou 2010", "+200"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_plain_decimals() {
        assert_eq!(number("33\u{202f}666,50 €").as_deref(), Some("33666.50"));
        assert_eq!(number("000").as_deref(), Some("0"));
        assert_eq!(number("1 000 000 EUR").as_deref(), Some("1000000"));
        for text in ["", "-5", "+5", "1.2.3", "1e3", "1234567890123456", ",5", "NC", "1 0", "2009 000", "1 000, 5"] {
            assert_eq!(number(text), None, "{text}");
        }
        for text in ["12.500", "12,500", "177,550 €"] {
            assert_eq!((number(text), is_ambiguous(text)), (None, true), "{text}");
        }
        for (text, sure) in [("0,125", "0.125"), ("1 234,500", "1234.500"), ("12,50", "12.50")] {
            assert_eq!((number(text).as_deref(), is_ambiguous(text)), (Some(sure), false), "{text}");
        }
    }
}
