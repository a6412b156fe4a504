//! Numbers and amounts as each language writes them (Unicode CLDR 48 patterns, the few that are needed).

use rust_decimal::Decimal;

use super::{Lang, Locale};
use crate::value::Currency;

/// A space that does not break, between a number and its unit.
const NBSP: char = '\u{a0}';
/// A thin space that does not break, between thousands in French.
const THIN: char = '\u{202f}';

/// The integer types that counts come in, and references to them as templates hold them.
pub trait Integer: std::fmt::Display {}
macro_rules! integers { ($($t:ty)*) => { $(impl Integer for $t {} impl Integer for &$t {})* } }
integers!(i32 i64 u32 u64 usize);

impl Locale {
    /// A count: `12 001` in French, `12,001` in English.
    pub fn integer(self, n: impl Integer) -> String {
        self.grouped(&n.to_string())
    }

    /// A number with the decimals that it has: `3,5` in French, `3.5` in English.
    pub fn number(self, n: f64) -> String {
        self.grouped(&n.to_string())
    }

    /// The size of a file, rounded up to two figures at least: `3,6 Mo` in French, `3.6 MB` in English.
    pub fn size(self, bytes: u64) -> String {
        let (key, unit) = if bytes < 1_000_000 { ("size-kilobytes", 1e3) } else { ("size-megabytes", 1e6) };
        let number = bytes as f64 / unit;
        let number = if number < 10.0 { (number * 10.0).ceil() / 10.0 } else { number.ceil() };
        self.t_with(key, &[("size", self.number(number).into())])
    }

    /// An exact decimal with the decimals that it has.
    pub fn decimal(self, n: Decimal) -> String {
        self.grouped(&n.to_string())
    }

    /// A share of 1 as a whole percentage: `12 %` in French, `12%` in English.
    pub fn percent(self, share: f64) -> String {
        let percent = self.number((share * 100.0).round());
        match self.lang {
            Lang::Fr => format!("{percent}{NBSP}%"),
            Lang::En => format!("{percent}%"),
        }
    }

    /// An amount: `177 550 €`, `€177,550`; cents only where there are some.
    pub fn money(self, amount: Decimal, currency: Currency) -> String {
        let whole = amount.fract().is_zero();
        let places = if whole { 0 } else { amount.scale().max(2) };
        let figure = self.grouped(&format!("{:.*}", places as usize, amount.abs()));
        let minus = if amount.is_sign_negative() && !amount.is_zero() { "−" } else { "" };
        let symbol = self.symbol(currency.as_str());
        match self.lang {
            Lang::Fr => format!("{minus}{figure}{NBSP}{symbol}"),
            // A symbol touches the figure, a code or a word stands off it.
            Lang::En if symbol.ends_with(|c: char| c.is_alphabetic()) => {
                format!("{minus}{symbol}{NBSP}{figure}")
            }
            Lang::En => format!("{minus}{symbol}{figure}"),
        }
    }

    /// The sign of a currency where the reader is sure to know it, else its code.
    fn symbol(self, currency: &str) -> &str {
        match (currency, self.lang) {
            ("EUR", _) => "€",
            ("GBP", Lang::En) => "£",
            ("GBP", Lang::Fr) => "£GB",
            ("USD", Lang::En) => "US$",
            ("USD", Lang::Fr) => "$US",
            ("XOF", _) => "F\u{202f}CFA",
            ("XAF", _) => "FCFA",
            _ => currency,
        }
    }

    /// Sets a plain figure (`-1234.5`) with the language's separators and a true minus sign.
    fn grouped(self, plain: &str) -> String {
        let (minus, plain) = match plain.strip_prefix('-') {
            Some(rest) => ("−", rest),
            None => ("", plain),
        };
        let (whole, fraction) = match plain.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (plain, None),
        };
        let (thousands, point) = match self.lang {
            Lang::Fr => (THIN, ','),
            Lang::En => (',', '.'),
        };
        let mut out = String::with_capacity(plain.len() * 2);
        out.push_str(minus);
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                out.push(thousands);
            }
            out.push(digit);
        }
        if let Some(fraction) = fraction {
            out.push(point);
            out.push_str(fraction);
        }
        out
    }
}
