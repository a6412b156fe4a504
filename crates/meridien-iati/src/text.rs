//! Texts in several languages, and the small elements that many others hold.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::element::{Extra, element};

element! {
    /// A text in one language.
    Narrative: attributes {
        attributes {
            /// ISO 639-1, in lower case; `None` is the default language of the record.
            language: Option<Language> = "xml:lang",
        }
        text {
            /// Without space around it; never empty in what is read.
            text: String
        }
    }

    /// A text in the languages that it exists in.
    Text: open {
        children {
            /// One for each language.
            narratives: Vec<Narrative> = "narrative" required,
        }
    }

    /// A description, of which there may be several kinds.
    Description: open {
        attributes {
            /// DescriptionType: 1 general, 2 objectives, 3 target groups, 4 other.
            kind: Option<String> = "type",
        }
        children {
            /// One for each language.
            narratives: Vec<Narrative> = "narrative" required,
        }
    }

    /// A code, and nothing else.
    Code: open {
        attributes {
            /// The code, of the list that the field names.
            code: String = "code" required,
        }
    }

    /// A day.
    Date: open {
        attributes {
            /// The day; `None` where it could not be read.
            iso_date: Option<NaiveDate> = "iso-date" required,
        }
    }

    /// An amount of money.
    Money: attributes {
        attributes {
            /// ISO 4217; `None` is the default currency of the record.
            currency: Option<String> = "currency",
            /// Of which day the amount is, for its conversion.
            value_date: Option<NaiveDate> = "value-date" required,
        }
        text {
            /// The amount; `None` where it could not be read.
            amount: Option<Decimal>
        }
    }

    /// A text without language, such as an identifier or a telephone number.
    Plain: attributes {
        text {
            /// The text.
            text: String
        }
    }

    /// A text without language and without extensions.
    Bare: closed {
        text {
            /// The text.
            text: String
        }
    }

    /// A number by itself.
    Number: closed {
        text {
            /// The number; `None` where it could not be read.
            number: Option<Decimal>
        }
    }

    /// A document on the web.
    DocumentLink: open {
        attributes {
            /// Address.
            url: String = "url" required,
            /// Media type, such as `application/pdf`.
            format: String = "format" required,
        }
        children {
            /// Title.
            title: Option<Text> = "title" required,
            /// What it is about.
            description: Option<Text> = "description",
            /// DocumentCategory: A for an activity's, B for an organisation's.
            categories: Vec<Code> = "category" required,
            /// ISO 639-1 languages of the document.
            languages: Vec<Code> = "language",
            /// When it was published.
            date: Option<Date> = "document-date",
        }
    }

    /// A code with its name.
    NamedCode: open {
        attributes {
            /// The code.
            code: String = "code" required,
        }
        children {
            /// The name, by language.
            narratives: Vec<Narrative> = "narrative",
        }
    }

    /// Who reports.
    ReportingOrganisation: open {
        attributes {
            /// Identifier of the organisation.
            reference: String = "ref" required,
            /// OrganisationType: 10 government, 11 local government, 15 other public sector, 22 national association, …
            kind: String = "type" required,
            /// Whether it reports what others do.
            secondary_reporter: Option<bool> = "secondary-reporter",
        }
        children {
            /// Its name, by language.
            narratives: Vec<Narrative> = "narrative" required,
        }
    }
}

/// A language code, always in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language(String);

impl Language {
    /// A code of ISO 639-1, in whatever case.
    pub fn new(code: &str) -> Self {
        Language(code.trim().to_lowercase())
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl crate::value::Value for Language {
    const TYPE: &'static str = "language";

    fn parse(text: &str) -> Option<Self> {
        Some(Language::new(text))
    }

    fn format(&self) -> String {
        self.0.clone()
    }
}

impl Narrative {
    /// A text in a language.
    pub fn new(language: &str, text: &str) -> Self {
        let language = Some(Language::new(language)).filter(|language| !language.0.is_empty());
        Narrative { language, text: text.trim().to_owned(), extra: Extra::default() }
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.text.is_empty() && self.extra == Extra::default()
    }
}

impl Text {
    /// A text from `(language, text)` pairs; blank ones are left out.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let written = pairs.into_iter().filter(|(_, text)| !text.trim().is_empty());
        Text {
            narratives: written.map(|(language, text)| Narrative::new(language, text)).collect(),
            extra: Extra::default(),
        }
    }
}

impl From<&str> for Code {
    fn from(code: &str) -> Self {
        Code { code: code.to_owned(), extra: Extra::default() }
    }
}

impl From<NaiveDate> for Date {
    fn from(date: NaiveDate) -> Self {
        Date { iso_date: Some(date), extra: Extra::default() }
    }
}

impl From<&str> for Plain {
    fn from(text: &str) -> Self {
        Plain { text: text.to_owned(), extra: Extra::default() }
    }
}
