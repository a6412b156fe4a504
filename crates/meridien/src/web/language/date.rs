//! Dates as each language writes them, whole or partial.

use chrono::{Datelike, NaiveDate};

use super::{Lang, Locale};
use crate::value::PartialDate;

const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Locale {
    /// A date as far as it is known: `2009`, `mars 2009`, `3 mars 2009`.
    pub fn date(self, date: PartialDate) -> String {
        match date {
            PartialDate::Year(year) => year.to_string(),
            PartialDate::Month(year, month) => self.month(year, month),
            PartialDate::Day(day) => self.day(day),
        }
    }

    /// A day: `3 mars 2009` (`1er mars 2009`), `3 March 2009`.
    pub fn day(self, date: NaiveDate) -> String {
        let day = match (self.lang, date.day()) {
            (Lang::Fr, 1) => "1er".to_owned(),
            (_, day) => day.to_string(),
        };
        format!("{day} {}", self.month(date.year(), date.month()))
    }

    /// A month: `mars 2009`, `March 2009`. `month` counts from 1; out of range, the year stands alone.
    pub fn month(self, year: i32, month: u32) -> String {
        let names = match self.lang {
            Lang::Fr => MONTHS_FR,
            Lang::En => MONTHS_EN,
        };
        match names.get((month as usize).wrapping_sub(1)) {
            Some(name) => format!("{name} {year}"),
            None => year.to_string(),
        }
    }
}
