//! What the reader has to say about a page.

use serde::Serialize;

/// A finding of the reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// What was found.
    pub code: Code,
    /// Line of the page, counted from 1; 0 for the page as a whole.
    pub line: u32,
    /// The text concerned, shortened; empty where it could name a person.
    pub value: String,
}

/// Declares [`Code`] with its printed names and the list of all of them.
macro_rules! codes {
    ($($(#[$doc:meta])+ $name:ident = $text:literal,)+) => {
        /// Everything the reader can find.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub enum Code {
            $($(#[$doc])+ #[serde(rename = $text)] $name,)+
        }

        impl Code {
            /// Every code, in the order of declaration.
            pub const ALL: &[Code] = &[$(Code::$name,)+];

            /// The code's stable name.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Code::$name => $text,)+
                }
            }
        }
    };
}

codes! {
    /// No label of a record page was found: the text is something else.
    NotARecord = "not-a-record",
    /// The labels are those of no known form, or of several.
    UnknownForm = "unknown-form",
    /// The page bears two different numbers; the first is kept.
    SecondLegacyNumber = "second-legacy-number",
    /// A label that should have a value has none.
    LabelWithoutValue = "label-without-value",
    /// A label came back outside a narrative with another value; the first is kept.
    RepeatedLabel = "repeated-label",
    /// A line inside a text equals a label; it was kept as text.
    LabelInText = "label-in-text",
    /// A label printed as a raw key (`???key???`) whose field is unknown.
    RawLabel = "raw-label",
    /// A date or year could not be read.
    UnreadableDate = "unreadable-date",
    /// A number could not be read.
    UnreadableNumber = "unreadable-number",
    /// The status is none of the known words; it is kept as printed.
    UnknownStatus = "unknown-status",
    /// A yes or no question is answered otherwise.
    UnknownAnswer = "unknown-answer",
    /// The country could not be told from the foreign party's name.
    UnknownCountry = "unknown-country",
    /// The columns of a flattened row could not be told apart.
    FlattenedRow = "flattened-row",
    /// A number of the flattened 1 % columns cannot be given to water, energy or waste.
    AmbiguousPart = "ambiguous-part",
    /// A number of a flattened funding row may belong to the name, the amount or the year.
    AmbiguousNumber = "ambiguous-number",
    /// One funder's field names several funders; they were separated.
    SeveralFunders = "several-funders",
    /// A funder's field may name several funders; it was kept whole.
    MaybeSeveralFunders = "maybe-several-funders",
    /// The last name of a funder's field is cut.
    CutFunder = "cut-funder",
    /// A line of an acronym list has not as many long forms as short ones; it stays in the text.
    GlossaryMismatch = "glossary-mismatch",
    /// A contact's organisation could not be told from the person's name: both were dropped.
    UnclearOrganisation = "unclear-organisation",
    /// A contact's telephone or postal address was dropped.
    DroppedDetail = "dropped-detail",
    /// A volunteer's mission could not be told from the person's name: both were dropped.
    UnclearVolunteer = "unclear-volunteer",
    /// A table's pager has other pages: their rows are not in this text.
    OtherPages = "other-pages",
    /// A list is longer than [`crate::MAX_ROWS`]: the rest is unread.
    TooManyRows = "too-many-rows",
    /// Lines that found no field.
    UnreadLines = "unread-lines",
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
