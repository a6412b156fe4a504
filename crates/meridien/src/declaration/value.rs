//! One field's value, as people type it and as the body holds it.

use std::str::FromStr;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::partnership::fields::Kind;
use crate::partnership::personal::is_mail_address;
use crate::reference;
use crate::value::{Country, Currency, Id, PartialDate};
use crate::web::address::is_web_address;
use crate::web::{Lang, Locale};

/// Why a text is no value: the key of a message.
pub type Fault = &'static str;

/// What is said of codes that are not in their list; [`unknown_codes`] tells which.
pub const UNKNOWN_CODES: Fault = "fault-codes";

/// The value that a text means; `texts` are all that the field sent, the last one counts but for fields of several.
///
/// # Errors
/// The key of what is wrong with it.
pub fn read(kind: &Kind, texts: &[&str], l: Locale) -> Result<Value, Fault> {
    let text = texts.last().map_or("", |text| text.trim());
    let unless_empty = |read: &dyn Fn(&str) -> Result<Value, Fault>| match text {
        "" => Ok(blank(kind)),
        text => read(text),
    };
    match kind {
        Kind::Name | Kind::Named(..) => Ok(json!(text)),
        Kind::Line => unless_empty(&|text| Ok(json!(text))),
        Kind::Mailbox => unless_empty(&|text| is_mail_address(text).then(|| json!(text)).ok_or("fault-mailbox")),
        Kind::Address => unless_empty(&|text| match is_web_address(text) {
            true => Ok(json!(text)),
            false if is_web_address(&text.replace(char::is_whitespace, "")) => Err("fault-address-space"),
            false => Err("fault-address"),
        }),
        Kind::Date => unless_empty(&|text| date(text).map(|date| json!(date)).ok_or_else(|| no_date(text))),
        Kind::Year => unless_empty(&|text| year(text).map(|year| json!(year)).ok_or("fault-year")),
        Kind::Amount => unless_empty(&|text| amount(text, l.lang).map(|amount| json!(amount))),
        Kind::Count => unless_empty(&|text| {
            let digits = ungrouped(text, is_space).filter(|digits| is_digits(digits)).ok_or("fault-count")?;
            digits.parse::<u32>().map(|count| json!(count)).map_err(|_| "fault-count-large")
        }),
        Kind::Currency => unless_empty(&|text| {
            let code = text.parse::<Currency>().ok().filter(|code| reference::currency(*code).is_some());
            code.map(|code| json!(code)).ok_or("fault-currency")
        }),
        Kind::Country => unless_empty(&|text| country(text).map(|code| json!(code)).ok_or("fault-country")),
        Kind::Answer => match text {
            "" => Ok(Value::Null),
            "yes" => Ok(json!(true)),
            "no" => Ok(json!(false)),
            _ => Err("fault-choice"),
        },
        Kind::Check => Ok(json!(texts.iter().any(|text| !text.is_empty()))),
        Kind::Choice(words) | Kind::Maybe(words) => unless_empty(&|text| {
            words.iter().find(|(code, _)| *code == text).map(|(code, _)| json!(code)).ok_or("fault-choice")
        }),
        Kind::Theme => unless_empty(&|text| reference::theme(text).map(|_| json!(text)).ok_or("fault-choice")),
        Kind::Goal => unless_empty(&|text| within(text, 17)),
        Kind::Rank(most) => unless_empty(&|text| within(text, *most)),
        Kind::Phase => unless_empty(&|text| text.parse::<u16>().map(|at| json!(at)).map_err(|_| "fault-choice")),
        Kind::Codes(list) => codes(texts, list),
        Kind::Themes => several(texts, |text| reference::theme(text).is_some()),
        Kind::Parties | Kind::Programmes => several(texts, |text| Id::from_str(text).is_ok()),
        Kind::Title | Kind::Prose | Kind::Group(_) | Kind::List(_) | Kind::Kept(_) => Ok(Value::Null),
    }
}

/// What a field holds where nothing was typed.
pub fn blank(kind: &Kind) -> Value {
    match kind {
        Kind::Name | Kind::Named(..) => json!(""),
        Kind::Count => json!(0),
        Kind::Currency => json!(Currency::EUR),
        Kind::Check => json!(false),
        Kind::Choice(words) => json!(words.first().map(|(code, _)| code)),
        Kind::Codes(_) | Kind::Themes | Kind::Parties | Kind::Programmes | Kind::List(_) => json!([]),
        Kind::Title | Kind::Prose | Kind::Group(_) => json!({}),
        _ => Value::Null,
    }
}

/// The texts that stand for a value in a form: one, or one for each of several.
pub fn write(kind: &Kind, value: &Value, l: Locale) -> Vec<String> {
    let plain = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let list = || value.as_array().map(Vec::as_slice).unwrap_or_default().iter().map(plain);
    match kind {
        Kind::Date => vec![from_str::<PartialDate>(value).map_or_else(String::new, date_text)],
        Kind::Amount => vec![from_str::<Decimal>(value).map_or_else(String::new, |amount| amount_text(amount, l.lang))],
        Kind::Count => {
            vec![value.as_u64().filter(|count| *count > 0).map_or_else(String::new, |count| count.to_string())]
        }
        Kind::Currency if value.is_null() => vec![Currency::EUR.to_string()],
        Kind::Choice(words) if value.is_null() => {
            words.first().map(|(code, _)| (*code).to_owned()).into_iter().collect()
        }
        Kind::Answer => vec![value.as_bool().map_or("", |yes| if yes { "yes" } else { "no" }).to_owned()],
        Kind::Check => value.as_bool().filter(|yes| *yes).map(|_| "yes".to_owned()).into_iter().collect(),
        Kind::Codes(_) => vec![list().collect::<Vec<_>>().join(", ")],
        Kind::Themes | Kind::Parties | Kind::Programmes => list().collect(),
        _ => vec![plain(value)],
    }
}

fn from_str<T: FromStr>(value: &Value) -> Option<T> {
    value.as_str()?.parse().ok()
}

/// A date as people type it: `2013`, `06/2013`, `12/06/2013`, or as registers write it: `2013-06-12`.
pub(crate) fn date(text: &str) -> Option<PartialDate> {
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let parts: Vec<u32> = text
        .split(['/', '.', '-', ' '])
        .map(|part| part.parse().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit())))
        .collect::<Option<_>>()?;
    let of_year = |year: u32| i32::try_from(year).ok().filter(|year| (1000..=9999).contains(year));
    match parts[..] {
        [month @ 1..=12, year] => Some(PartialDate::Month(of_year(year)?, month)),
        [day, month, year] => NaiveDate::from_ymd_opt(of_year(year)?, month, day).map(PartialDate::Day),
        _ => None,
    }
}

/// Why a text is no date: its day or month does not exist, or it is written otherwise.
pub(crate) fn no_date(text: &str) -> Fault {
    let parts: Option<Vec<u32>> = text.split(['/', '.', '-', ' ']).map(|part| part.parse().ok()).collect();
    match parts.as_deref() {
        Some([0 | 13..=99, 1000..=9999] | [1000..=9999, 0 | 13..=99]) => "fault-no-such-month",
        Some([1..=99, 1..=99, 1000..=9999] | [1000..=9999, 1..=99, 1..=99]) => "fault-no-such-day",
        _ => "fault-date",
    }
}

pub(crate) fn date_text(date: PartialDate) -> String {
    match date {
        PartialDate::Year(year) => format!("{year:04}"),
        PartialDate::Month(year, month) => format!("{month:02}/{year:04}"),
        PartialDate::Day(day) => day.format("%d/%m/%Y").to_string(),
    }
}

fn year(text: &str) -> Option<i32> {
    text.parse().ok().filter(|year| (1000..=9999).contains(year))
}

/// An amount as people type it: `1 234,50 €` in French, `1,234.50` in English. What could be read in two ways, such as
/// `1.234` or `12,345` in French, is not read at all.
fn amount(text: &str, lang: Lang) -> Result<Decimal, Fault> {
    // In English, as in the API, a point stands before decimals.
    if lang == Lang::Fr && is_ambiguous(text, lang) {
        return Err("fault-amount-ambiguous");
    }
    let amount = plain_amount(text, lang).ok_or("fault-amount")?;
    // The zero by which three decimals are told from three digits of thousands is none of theirs.
    let shorter = amount.round_dp(3);
    Ok(if amount.scale() == 4 && shorter == amount { shorter } else { amount })
}

/// Whether an amount may be read in two ways: one mark alone, with three digits behind it, stands before decimals here
/// and between thousands elsewhere. In English a comma does nothing else.
pub(crate) fn is_ambiguous(text: &str, lang: Lang) -> bool {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '€' | '-' | '−'));
    let marks: &[char] = if lang == Lang::En { &['.'] } else { &[',', '.'] };
    bare.split_once(marks)
        .is_some_and(|(whole, fraction)| is_thousands(whole, fraction) && is_digits(whole) && is_digits(fraction))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether what stands before a mark and after it could be groups of digits.
fn is_thousands(whole: &str, fraction: &str) -> bool {
    (1..=3).contains(&whole.len()) && !whole.starts_with('0') && fraction.len() == 3
}

fn plain_amount(text: &str, lang: Lang) -> Option<Decimal> {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || c == '€').replace('−', "-");
    let (sign, digits) = bare.strip_prefix('-').map_or(("", bare.as_str()), |digits| ("-", digits.trim_start()));
    let (grouping, point) = match lang {
        Lang::Fr => ('.', ','),
        Lang::En => (',', '.'),
    };
    let (whole, fraction) = match (digits.split_once(point), digits.split_once(grouping)) {
        (Some((whole, fraction)), _) => (whole, Some(fraction)),
        // A lone foreign point before one or two digits is a decimal one.
        (None, Some((whole, fraction))) if fraction.len() < 3 => (whole, Some(fraction)),
        (None, Some(_)) if lang == Lang::Fr => return None,
        (None, _) => (digits, None),
    };
    // One amount has one kind of mark between its groups.
    let has_points = whole.contains(grouping);
    let whole = ungrouped(whole, |c| if has_points { c == grouping } else { is_space(c) })?;
    let is_number = is_digits(&whole) && fraction.is_none_or(is_digits);
    let fraction = fraction.map_or_else(String::new, |fraction| format!(".{fraction}"));
    Decimal::from_str_exact(&format!("{sign}{whole}{fraction}")).ok().filter(|_| is_number)
}

/// Whether people part thousands with it, whatever their language.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\'' | '’')
}

/// Digits without the marks between their groups of three; none where they are grouped otherwise, as two numbers side
/// by side are.
fn ungrouped(text: &str, is_mark: impl Fn(char) -> bool) -> Option<String> {
    let mut groups = text.split(is_mark);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let fits = rest.is_empty() || (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    fits.then(|| format!("{first}{}", rest.concat()))
}

/// An amount to be typed over: grouped, with all its decimals, and one more zero where these could be taken for thousands.
fn amount_text(amount: Decimal, lang: Lang) -> String {
    let plain = amount.to_string();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let (grouping, point) = match lang {
        Lang::Fr => (' ', ','),
        Lang::En => (',', '.'),
    };
    let mut out = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(grouping);
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push(point);
        out.push_str(fraction);
        if lang == Lang::Fr && is_thousands(whole, fraction) {
            out.push('0');
        }
    }
    out
}

/// A country by its code or name.
pub(crate) fn country(text: &str) -> Option<Country> {
    let coded = text.parse::<Country>().ok().filter(|code| reference::country(*code).is_some());
    coded.or_else(|| reference::find_country(text).map(|country| country.iso2))
}

fn within(text: &str, most: u8) -> Result<Value, Fault> {
    text.parse::<u8>()
        .ok()
        .filter(|number| (1..=most).contains(number))
        .map(|number| json!(number))
        .ok_or("fault-choice")
}

fn codes(texts: &[&str], list: &str) -> Result<Value, Fault> {
    let codes: Vec<&str> = texts.iter().flat_map(|text| separated(text)).collect();
    match codes.iter().all(|code| reference::code(list, code).is_some()) {
        true => Ok(json!(codes)),
        false => Err(UNKNOWN_CODES),
    }
}

fn separated(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', ' ', '\n', '\r']).map(str::trim).filter(|code| !code.is_empty())
}

/// The codes of a text that are not in a list.
pub fn unknown_codes<'a>(text: &'a str, list: &str) -> Vec<&'a str> {
    separated(text).filter(|code| reference::code(list, code).is_none()).collect()
}

fn several(texts: &[&str], known: impl Fn(&str) -> bool) -> Result<Value, Fault> {
    let chosen: Vec<&str> = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    match chosen.iter().all(|code| known(code)) {
        true => Ok(json!(chosen)),
        false => Err("fault-choice"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FR: Locale = Locale { lang: Lang::Fr };
    const EN: Locale = Locale { lang: Lang::En };

    fn fr(kind: Kind, text: &str) -> Result<Value, Fault> {
        read(&kind, &[text], FR)
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let euros = |text| fr(Kind::Amount, text);
        assert_eq!(euros("1 234,50"), Ok(json!("1234.50")));
        assert_eq!(euros("1\u{202f}234,50 €"), Ok(json!("1234.50")));
        assert_eq!(euros("1.234,50"), Ok(json!("1234.50")));
        assert_eq!(euros("12.5"), Ok(json!("12.5")));
        assert_eq!(euros("-5"), Ok(json!("-5")));
        assert_eq!(euros(""), Ok(Value::Null));
        assert_eq!(read(&Kind::Amount, &["1,234.50"], EN), Ok(json!("1234.50")));
        for wrong in ["12,", ",5", "1,2,3", "douze", "1e3", "1.23.4,5", "--1", "€", "-"] {
            assert_eq!(euros(wrong), Err("fault-amount"), "{wrong}");
        }
        for ambiguous in ["12,345", "-1,234 €", "177,550", "1.234"] {
            assert_eq!(euros(ambiguous), Err("fault-amount-ambiguous"), "{ambiguous}");
        }
        for (sure, amount) in [("0,125", "0.125"), ("12,3450", "12.345"), ("1234,567", "1234.567")] {
            assert_eq!(euros(sure), Ok(json!(amount)), "{sure}");
        }
        assert_eq!(read(&Kind::Amount, &["12,345"], EN), Ok(json!("12345")));
        assert_eq!(read(&Kind::Amount, &["12.345"], EN), Ok(json!("12.345")));
        assert!(is_ambiguous("12.345", Lang::En) && !is_ambiguous("12,345", Lang::En));
    }

    #[test]
    fn two_numbers_side_by_side_are_not_one() {
        for text in ["1 0", "2009 000", "5€10", "1'0", "12 000 15 000", "1 000, 5", "1.234 567,5", "1 0,50"] {
            assert_eq!(fr(Kind::Amount, text), Err("fault-amount"), "{text}");
        }
        for (text, amount) in [
            ("1 234 567", "1234567"),
            ("1'234,5", "1234.5"),
            ("€ 1 234.50", "1234.50"),
            ("− 1 234,50 €", "-1234.50"),
            ("1.234.567,5", "1234567.5"),
        ] {
            assert_eq!(fr(Kind::Amount, text), Ok(json!(amount)), "{text}");
        }
        assert_eq!(read(&Kind::Amount, &["1,234 567.5"], EN), Err("fault-amount"));
        for text in ["1 0", "12 00", "1200 300"] {
            assert_eq!(fr(Kind::Count, text), Err("fault-count"), "{text}");
        }
        for text in ["99999999999", "99 999 999 999"] {
            assert_eq!(fr(Kind::Count, text), Err("fault-count-large"), "{text}");
        }
    }

    #[test]
    fn dates_are_read_as_far_as_they_are_known() {
        let day = |text| fr(Kind::Date, text);
        assert_eq!(day("2013"), Ok(json!("2013")));
        assert_eq!(day("06/2013"), Ok(json!("2013-06")));
        assert_eq!(day("6/2013"), Ok(json!("2013-06")));
        assert_eq!(day("12/06/2013"), Ok(json!("2013-06-12")));
        assert_eq!(day("2013-06-12"), Ok(json!("2013-06-12")));
        for wrong in ["13", "juin 2013", "1/1/1/2013", "12/06/13", "+6/2013"] {
            assert_eq!(day(wrong), Err("fault-date"), "{wrong}");
        }
        for missing in ["31/02/2013", "2013-02-31", "12/13/2013"] {
            assert_eq!(day(missing), Err("fault-no-such-day"), "{missing}");
        }
        for missing in ["13/2013", "00/2013", "2013-13"] {
            assert_eq!(day(missing), Err("fault-no-such-month"), "{missing}");
        }
    }

    #[test]
    fn an_address_leads_where_it_says() {
        assert_eq!(fr(Kind::Mailbox, "accueil@ville.example"), Ok(json!("accueil@ville.example")));
        assert_eq!(fr(Kind::Mailbox, "accueil[at]ville.example"), Ok(json!("accueil[at]ville.example")));
        assert_eq!(fr(Kind::Mailbox, "pas une adresse"), Err("fault-mailbox"));
        assert_eq!(fr(Kind::Address, "https://ville.example/a.pdf"), Ok(json!("https://ville.example/a.pdf")));
        for wrong in ["javascript:alert(1)", "ville.example", "https://", "ftp://ville.example"] {
            assert_eq!(fr(Kind::Address, wrong), Err("fault-address"), "{wrong}");
        }
        assert_eq!(fr(Kind::Address, "https://ville.example/a b.pdf"), Err("fault-address-space"));
    }

    #[test]
    fn a_number_has_its_spaces_and_a_currency_its_code() {
        assert_eq!(fr(Kind::Count, "1 200"), Ok(json!(1200)));
        assert_eq!(fr(Kind::Count, "1\u{202f}200"), Ok(json!(1200)));
        assert_eq!(fr(Kind::Count, "douze"), Err("fault-count"));
        assert_eq!(fr(Kind::Currency, "vnd"), Ok(json!("VND")));
        assert_eq!(fr(Kind::Currency, "ZZZ"), Err("fault-currency"));
        assert_eq!(fr(Kind::Theme, "4.1.1"), Ok(json!("4.1.1")));
        assert_eq!(fr(Kind::Theme, "99.9"), Err("fault-choice"));
    }

    #[test]
    fn codes_that_do_not_exist_are_told() {
        assert_eq!(fr(Kind::Codes("Sector"), "14030;15112"), Ok(json!(["14030", "15112"])));
        assert_eq!(fr(Kind::Codes("Sector"), "14030;15112 99999, abc"), Err(UNKNOWN_CODES));
        assert_eq!(unknown_codes("14030;15112 99999, abc", "Sector"), ["99999", "abc"]);
    }

    #[test]
    fn a_country_is_known_by_code_and_name() {
        assert_eq!(fr(Kind::Country, "ml"), Ok(json!("ML")));
        assert_eq!(fr(Kind::Country, "Mali"), Ok(json!("ML")));
        assert_eq!(fr(Kind::Country, "QQ"), Err("fault-country"));
        assert_eq!((country("mali "), country("QQ"), country("")), (country("ML"), None, None));
    }

    proptest! {
        #[test]
        fn an_amount_written_is_read_again(mantissa in -10_000_000_000_000i64..10_000_000_000_000, scale in 0u32..5) {
            let amount = Decimal::new(mantissa, scale);
            for lang in Lang::ALL {
                prop_assert_eq!(super::amount(&amount_text(amount, lang), lang), Ok(amount));
            }
        }

        #[test]
        fn whatever_is_typed_is_read_or_refused(text in ".{0,20}") {
            for kind in [Kind::Amount, Kind::Date, Kind::Year, Kind::Country, Kind::Currency, Kind::Codes("Sector"), Kind::Theme] {
                let _ = fr(kind, &text);
            }
        }
    }
}
