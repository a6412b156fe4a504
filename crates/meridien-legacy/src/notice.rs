//! What the reader has to say about a page.

use serde::Serialize;
use strum::{Display, IntoStaticStr, VariantArray};

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

/// Everything the reader can find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, IntoStaticStr, Serialize, VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Code {
    /// No label of a record page was found: the text is something else.
    NotARecord,
    /// The labels are those of no known form, or of several.
    UnknownForm,
    /// The page bears two different numbers; the first is kept.
    SecondLegacyNumber,
    /// A label that should have a value has none.
    LabelWithoutValue,
    /// A label came back outside a narrative with another value; the first is kept.
    RepeatedLabel,
    /// A line inside a text equals a label; it was kept as text.
    LabelInText,
    /// A label printed as a raw key (`???key???`) whose field is unknown.
    RawLabel,
    /// A date or year could not be read.
    UnreadableDate,
    /// A number could not be read.
    UnreadableNumber,
    /// The status is none of the known words; it is kept as printed.
    UnknownStatus,
    /// A yes or no question is answered otherwise.
    UnknownAnswer,
    /// The country could not be told from the foreign party's name.
    UnknownCountry,
    /// The columns of a flattened row could not be told apart.
    FlattenedRow,
    /// A number of the flattened 1 % columns cannot be given to water, energy or waste.
    AmbiguousPart,
    /// A number of a flattened funding row may belong to the name, the amount or the year.
    AmbiguousNumber,
    /// One funder's field names several funders; they were separated.
    SeveralFunders,
    /// A funder's field may name several funders; it was kept whole.
    MaybeSeveralFunders,
    /// The last name of a funder's field is cut.
    CutFunder,
    /// A line of an acronym list has not as many long forms as short ones; it stays in the text.
    GlossaryMismatch,
    /// A contact's organisation could not be told from the person's name: both were dropped.
    UnclearOrganisation,
    /// A contact's telephone or postal address was dropped.
    DroppedDetail,
    /// A volunteer's mission could not be told from the person's name: both were dropped.
    UnclearVolunteer,
    /// A table's pager has other pages: their rows are not in this text.
    OtherPages,
    /// A list is longer than [`crate::MAX_ROWS`]: the rest is unread.
    TooManyRows,
    /// Lines that found no field.
    UnreadLines,
}

impl Code {
    /// Every code, in the order of declaration.
    pub const ALL: &[Code] = Code::VARIANTS;

    /// The code's stable name.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}
