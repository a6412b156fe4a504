//! The order of names, and names in a row.

use std::cmp::Ordering;
use std::sync::LazyLock;

use icu_collator::options::CollatorOptions;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::{Locale as IcuLocale, locale};

use super::{Lang, Locale};

static FRENCH: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| collator(locale!("fr")));
static ENGLISH: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| collator(locale!("en")));

fn collator(locale: IcuLocale) -> CollatorBorrowed<'static> {
    CollatorBorrowed::try_new(CollatorPreferences::from(&locale), CollatorOptions::default())
        .expect("the data of every collation is compiled in")
}

impl Locale {
    /// The order of a dictionary: accents and case decide only between words otherwise equal.
    pub fn compare(self, a: &str, b: &str) -> Ordering {
        self.collator().compare(a, b)
    }

    /// What sorts as the text does in [`Locale::compare`], byte by byte: quicker where many are sorted.
    pub fn sort_key(self, text: &str) -> Vec<u8> {
        let mut key = Vec::new();
        let Ok(()) = self.collator().write_sort_key_to(text, &mut key);
        key
    }

    fn collator(self) -> &'static CollatorBorrowed<'static> {
        match self.lang {
            Lang::Fr => &FRENCH,
            Lang::En => &ENGLISH,
        }
    }

    /// Names in a row: `A, B et C`, `A, B and C`.
    pub fn list<S: AsRef<str>>(self, items: &[S]) -> String {
        let and = match self.lang {
            Lang::Fr => " et ",
            Lang::En => " and ",
        };
        let mut out = String::new();
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                out.push_str(if i + 1 == items.len() { and } else { ", " });
            }
            out.push_str(item.as_ref());
        }
        out
    }
}
