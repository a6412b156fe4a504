//! Dates known to the year, the month or the day.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A date as precise as its source: `2009`, `2009-03` or `2009-03-12` (proleptic Gregorian, years 1000 to 9999).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum PartialDate {
    /// Known to the year.
    Year(i32),
    /// Known to the month (1 to 12).
    Month(i32, u32),
    /// Known to the day.
    Day(NaiveDate),
}

/// A text that is not a partial date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no date: write YYYY, YYYY-MM or YYYY-MM-DD")]
pub struct InvalidDate(pub String);

impl PartialDate {
    /// A year-only date, if the year has four digits.
    pub fn year_only(year: i32) -> Option<Self> {
        (1000..=9999).contains(&year).then_some(PartialDate::Year(year))
    }

    /// A date known to the day, if its year has four digits: no other could be read again.
    pub fn day_only(day: NaiveDate) -> Option<Self> {
        (1000..=9999).contains(&day.year()).then_some(PartialDate::Day(day))
    }

    /// The year.
    pub fn year(self) -> i32 {
        match self {
            PartialDate::Year(year) | PartialDate::Month(year, _) => year,
            PartialDate::Day(day) => day.year(),
        }
    }

    /// The first day that the date may mean.
    pub fn first_day(self) -> NaiveDate {
        match self {
            PartialDate::Year(year) => day(year, 1, 1),
            PartialDate::Month(year, month) => day(year, month, 1),
            PartialDate::Day(date) => date,
        }
    }

    /// The last day that the date may mean: an end in "2011" lasts until 31 December 2011.
    pub fn last_day(self) -> NaiveDate {
        match self {
            PartialDate::Year(year) => day(year, 12, 31),
            PartialDate::Month(year, 12) => day(year, 12, 31),
            PartialDate::Month(year, month) => day(year, month + 1, 1).pred_opt().unwrap_or(NaiveDate::MAX),
            PartialDate::Day(date) => date,
        }
    }

    /// Whether both may mean the same day: "2013" is "July 2013" as far as it goes.
    pub fn agrees_with(self, other: PartialDate) -> bool {
        self.first_day() <= other.last_day() && other.first_day() <= self.last_day()
    }
}

/// The latest day that has come anywhere while it is `today` in Greenwich: in Nouméa, where an officer types his own, the
/// next one begins eleven hours before, and nowhere more than fourteen.
pub fn latest_day(today: NaiveDate) -> NaiveDate {
    today.succ_opt().unwrap_or(today)
}

/// Only called with values checked at construction.
fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PartialDate::Year(year) => write!(f, "{year:04}"),
            PartialDate::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            PartialDate::Day(date) => write!(f, "{}", date.format("%Y-%m-%d")),
        }
    }
}

impl FromStr for PartialDate {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        let invalid = || InvalidDate(text.to_owned());
        let number = |part: &str, width: usize| {
            (part.len() == width && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<u32>().ok())
                .flatten()
                .ok_or_else(invalid)
        };
        let mut parts = text.split('-');
        let year = number(parts.next().unwrap_or_default(), 4)? as i32;
        let month = parts.next().map(|part| number(part, 2)).transpose()?;
        let day_of_month = parts.next().map(|part| number(part, 2)).transpose()?;
        if parts.next().is_some() || year < 1000 {
            return Err(invalid());
        }
        match (month, day_of_month) {
            (None, _) => Ok(PartialDate::Year(year)),
            (Some(month @ 1..=12), None) => Ok(PartialDate::Month(year, month)),
            (Some(month), Some(day)) => {
                NaiveDate::from_ymd_opt(year, month, day).map(PartialDate::Day).ok_or_else(invalid)
            }
            (Some(_), None) => Err(invalid()),
        }
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> String {
        date.to_string()
    }
}

impl TryFrom<String> for PartialDate {
    type Error = InvalidDate;

    fn try_from(text: String) -> Result<Self, InvalidDate> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Any partial date.
    fn partial_date() -> impl Strategy<Value = PartialDate> {
        prop_oneof![
            (1000i32..=9999).prop_map(PartialDate::Year),
            (1000i32..=9999, 1u32..=12).prop_map(|(y, m)| PartialDate::Month(y, m)),
            (1000i32..=9999, 1u32..=12, 1u32..=28).prop_map(|(y, m, d)| PartialDate::Day(day(y, m, d))),
        ]
    }

    proptest! {
        #[test]
        fn text_round_trips(date in partial_date()) {
            prop_assert_eq!(date.to_string().parse::<PartialDate>().unwrap(), date);
        }

        #[test]
        fn a_day_that_is_kept_is_read_again(days in -400_000i32..4_000_000) {
            let day = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
            let kept = PartialDate::day_only(day);
            prop_assert_eq!(kept, PartialDate::Day(day).to_string().parse().ok());
        }

        #[test]
        fn first_day_is_never_after_last_day(date in partial_date()) {
            prop_assert!(date.first_day() <= date.last_day());
            prop_assert_eq!(date.first_day().year(), date.year());
            prop_assert_eq!(date.last_day().year(), date.year());
        }

        #[test]
        fn never_panics(text in "[0-9-]{0,12}") {
            let _ = text.parse::<PartialDate>();
        }
    }

    #[test]
    fn dates_are_compared_as_precisely_as_the_coarser_is_known() {
        let agree = |one: &str, other: &str| {
            let [one, other] = [one, other].map(|text| text.parse::<PartialDate>().unwrap());
            assert_eq!(one.agrees_with(other), other.agrees_with(one));
            one.agrees_with(other)
        };
        assert!(agree("2013", "2013-07") && agree("2013-07", "2013-07-31") && agree("2013", "2013"));
        assert!(!agree("2013", "2014-01") && !agree("2013-07", "2013-08-01") && !agree("2013-07-01", "2013-07-02"));
    }

    #[test]
    fn leap_february_ends_on_the_29th() {
        let february: PartialDate = "2024-02".parse().unwrap();
        assert_eq!(february.last_day(), day(2024, 2, 29));
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in ["", "09", "2009-13", "2009-02-30", "2009-1", "0999", "2009-01-01-01", "2009-"] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }
}
