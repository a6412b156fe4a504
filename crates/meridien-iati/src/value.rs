//! Values as files write them, and as they should.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, SecondsFormat};
use rust_decimal::Decimal;

/// A value of an attribute or an element.
pub(crate) trait Value: Sized {
    /// What [`crate::Rule::UnreadableValue`] calls it.
    const TYPE: &'static str;

    /// Reads what it can, also where the schema would not.
    fn parse(text: &str) -> Option<Self>;

    /// Writes it as the schema wants.
    fn format(&self) -> String;
}

impl Value for String {
    const TYPE: &'static str = "text";

    fn parse(text: &str) -> Option<Self> {
        Some(text.trim().to_owned())
    }

    fn format(&self) -> String {
        self.clone()
    }
}

impl Value for bool {
    const TYPE: &'static str = "boolean";

    fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "1" | "true" | "True" | "TRUE" => Some(true),
            "0" | "false" | "False" | "FALSE" => Some(false),
            _ => None,
        }
    }

    fn format(&self) -> String {
        (if *self { "1" } else { "0" }).to_owned()
    }
}

impl Value for i32 {
    const TYPE: &'static str = "integer";

    /// Some files write years and levels with decimals.
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let whole = text.split_once('.').map_or(text, |(whole, rest)| match rest.trim_matches('0') {
            "" => whole,
            _ => text,
        });
        whole.parse().ok()
    }

    fn format(&self) -> String {
        self.to_string()
    }
}

impl Value for u16 {
    const TYPE: &'static str = "integer";

    fn parse(text: &str) -> Option<Self> {
        u16::try_from(i32::parse(text)?).ok()
    }

    fn format(&self) -> String {
        self.to_string()
    }
}

impl Value for NaiveDate {
    const TYPE: &'static str = "date";

    /// A day, with or without a time of day or a time zone, which do not count.
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (day, rest) = text.split_at_checked(10)?;
        if !rest.is_empty() && !rest.starts_with(['T', ' ', 'Z', '+', '-']) {
            return None;
        }
        let number = |at: std::ops::Range<usize>| {
            let digits = &day.as_bytes()[at];
            digits
                .iter()
                .all(u8::is_ascii_digit)
                .then(|| digits.iter().fold(0, |n, digit| n * 10 + u32::from(digit - b'0')))
        };
        let dashes = day.as_bytes()[4] == b'-' && day.as_bytes()[7] == b'-';
        NaiveDate::from_ymd_opt(number(0..4)? as i32, number(5..7)?, number(8..10)?).filter(|_| dashes)
    }

    fn format(&self) -> String {
        self.format("%Y-%m-%d").to_string()
    }
}

impl Value for DateTime<FixedOffset> {
    const TYPE: &'static str = "date-time";

    fn parse(text: &str) -> Option<Self> {
        date_time(text)
    }

    fn format(&self) -> String {
        self.to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }
}

/// A moment; a time without a zone is taken to be universal, a day its first moment.
pub(crate) fn date_time(text: &str) -> Option<DateTime<FixedOffset>> {
    let text = text.trim();
    let moment =
        DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"));
    let local = || {
        let formats = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"];
        formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text.trim_end_matches('Z'), format).ok())
    };
    let day = || NaiveDate::parse(text).filter(|_| text.len() <= 11).and_then(|day| day.and_hms_opt(0, 0, 0));
    moment.ok().or_else(|| Some(local().or_else(day)?.and_utc().fixed_offset()))
}

impl Value for Decimal {
    const TYPE: &'static str = "decimal";

    /// A decimal, also with separators of thousands (`1,250,000.50`, `1 250 000,50`), a currency or percent sign or an
    /// exponent. A lone separator with three digits after it is a decimal point if it is a point: `1.250` is one and a
    /// quarter, as the standard has it, and `1,250` is a thousand. Where the groups of digits are none of thousands
    /// (`1 0`, `1,2,3`), it is no number.
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(number) = Decimal::from_str_exact(text.strip_prefix('+').unwrap_or(text)) {
            return Some(number);
        }
        if let Ok(number) = Decimal::from_scientific(text) {
            return Some(number);
        }
        let bare = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '€' | '$' | '£' | '%'));
        let (sign, bare) = match bare.strip_prefix('-') {
            Some(bare) => ("-", bare.trim_start()),
            None => ("", bare.strip_prefix('+').unwrap_or(bare)),
        };
        let is_single = |mark: char| bare.matches(mark).count() == 1;
        let point = match (bare.rfind(','), bare.rfind('.')) {
            (Some(comma), Some(point)) => Some(comma.max(point)),
            // No thousands begin with a zero.
            (Some(comma), None) if is_single(',') && (bare.len() - comma != 4 || bare.starts_with('0')) => Some(comma),
            (None, Some(point)) if is_single('.') => Some(point),
            _ => None,
        };
        let (whole, decimals) = point.map_or((bare, ""), |at| (&bare[..at], &bare[at + 1..]));
        // One number has one kind of mark between its groups, and another before its decimals.
        if point.is_some_and(|at| whole.contains(&bare[at..=at])) {
            return None;
        }
        let is_pointed = whole.contains([',', '.']);
        let is_space = |c: char| c.is_whitespace() || matches!(c, '\'' | '’' | '_');
        let whole = ungrouped(whole, |c| if is_pointed { matches!(c, ',' | '.') } else { is_space(c) })?;
        let is_number = whole.bytes().chain(decimals.bytes()).all(|byte| byte.is_ascii_digit());
        let number = if point.is_some() { format!("{sign}{whole}.{decimals}") } else { format!("{sign}{whole}") };
        Decimal::from_str_exact(&number).ok().filter(|_| is_number)
    }

    fn format(&self) -> String {
        self.to_string()
    }
}

/// Digits without the marks between their groups: of three, or of two before the last three, as in India
/// (`12,34,567`). None where they are grouped otherwise, as two numbers side by side are.
fn ungrouped(text: &str, is_mark: impl Fn(char) -> bool) -> Option<String> {
    let groups: Vec<&str> = text.split(is_mark).collect();
    let are = |groups: &[&str], length: usize| groups.iter().all(|group| group.len() == length);
    let fits = match groups.as_slice() {
        [first, middle @ .., last] => {
            let by_three = (1..=3).contains(&first.len()) && are(middle, 3);
            let by_two = (1..=2).contains(&first.len()) && are(middle, 2);
            last.len() == 3 && (by_three || by_two)
        }
        _ => true,
    };
    fits.then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_people_write_them() {
        let cases = [
            ("1250000.50", "1250000.50"),
            (" 12 ", "12"),
            ("+5", "5"),
            ("-3.10", "-3.10"),
            ("1,250,000.50", "1250000.50"),
            ("1.250.000,50", "1250000.50"),
            ("1 250 000,5", "1250000.5"),
            ("1\u{a0}250\u{202f}000", "1250000"),
            ("1,250", "1250"),
            ("1.250", "1.250"),
            ("12,5", "12.5"),
            ("1.5e3", "1500"),
            ("2 000 €", "2000"),
            ("50%", "50"),
            (".5", "0.5"),
            (",5", "0.5"),
            ("0,125", "0.125"),
            ("-1 250,5", "-1250.5"),
            ("- 12,34,567.50", "-1234567.50"),
            ("1'250'000", "1250000"),
        ];
        for (text, number) in cases {
            assert_eq!(Decimal::parse(text).map(|number| number.to_string()).as_deref(), Some(number), "{text}");
        }
        for text in ["", "-", "about 5", "1;2", "0x10", "NaN", "9".repeat(40).as_str()] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn two_numbers_side_by_side_are_not_one() {
        for text in [
            "1 0",
            "1,2,3",
            "1.2.3",
            "2009 000",
            "12 000 15 000",
            "1,250 000",
            "1,234.567,89",
            "1000,000",
            "5$10",
            "1 250, 5",
            "123,45,678",
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn dates_with_times_are_days() {
        let day = NaiveDate::from_ymd_opt(2015, 3, 9);
        for text in [
            "2015-03-09",
            " 2015-03-09\n",
            "2015-03-09T23:59:59",
            "2015-03-09Z",
            "2015-03-09+02:00",
            "2015-03-09 00:00",
        ] {
            assert_eq!(NaiveDate::parse(text), day, "{text}");
        }
        for text in
            ["", "2015-02-30", "09/03/2015", "2015", "2015-03", "15-03-0900", "2015-03-091", "20150309", "2015-03-0é"]
        {
            assert_eq!(NaiveDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn moments_with_and_without_zone() {
        let noon = date_time("2020-05-04T12:00:00Z");
        assert!(noon.is_some());
        for text in
            ["2020-05-04T14:00:00+02:00", "2020-05-04T12:00:00", "2020-05-04 12:00:00", "2020-05-04T12:00:00.000Z"]
        {
            assert_eq!(date_time(text), noon, "{text}");
        }
        assert_eq!(date_time("2020-05-04"), date_time("2020-05-04T00:00:00Z"));
        assert_eq!(date_time("yesterday"), None);
    }
}
