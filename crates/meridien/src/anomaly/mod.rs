//! Anomalies: rules that a record breaks, each with its place, value, rule and mend.
//!
//! A draft or an import with anomalies can be kept; what they say is shown to whoever can mend it. The texts of rule and
//! mend are in `locales/*/anomaly.ftl` under `anomaly-CODE-rule` and `anomaly-CODE-mend`.

#[cfg(test)]
mod page_tests;
pub mod pages;

use std::borrow::Cow;

use serde::Serialize;
use utoipa::ToSchema;

use crate::web::language::Locale;

/// How grave an anomaly is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look.
    Hint,
    /// Probably wrong.
    Warning,
    /// Wrong: a record with it cannot be submitted, a row with it was not taken.
    Error,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $severity:ident;)*) => {
        /// The rule that is broken.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// Every code.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// The stable word used in reports and translation keys.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $code,)* }
            }

            /// How grave it is.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    // Of a record, whatever its source.
    /// Declared "ongoing" although the end has passed.
    EndedButOngoing = "ended-but-ongoing", Warning;
    /// The end is before the start, or an action or phase is outside its whole.
    DatesOutOfOrder = "dates-out-of-order", Error;
    /// A signature, a transmission or a source of a day that has not come.
    DateToCome = "date-to-come", Error;
    /// An agreement transmitted before it was signed.
    TransmittedBeforeSignature = "transmitted-before-signature", Error;
    /// A year that no partnership can have (before 1900, or more than 20 years ahead).
    ImplausibleYear = "implausible-year", Warning;
    /// Years in fields, title or narratives that contradict each other.
    ContradictoryYears = "contradictory-years", Hint;
    /// Begun before the first signature.
    StartBeforeSignature = "start-before-signature", Hint;
    /// No start and no signature.
    NoDate = "no-date", Hint;
    /// No title.
    EmptyTitle = "empty-title", Error;
    /// The title has a likely typing fault, unbalanced brackets or odd spaces.
    TitleFault = "title-fault", Hint;
    /// A title as long as a narrative.
    LongTitle = "long-title", Hint;
    /// No main theme.
    EmptyTheme = "empty-theme", Warning;
    /// A code that is in none of the atlas's lists: theme, currency, language, programme, or a phase that there is not.
    NotInList = "not-in-list", Error;
    /// A theme, a goal or a code that is there twice.
    RepeatedValue = "repeated-value", Error;
    /// A theme that is not in the vocabulary.
    UnknownTheme = "unknown-theme", Warning;
    /// A water, energy or waste project filed under governance.
    ThemeMismatch = "theme-mismatch", Hint;
    /// A priority, weight or goal out of its range.
    ValueOutOfRange = "value-out-of-range", Error;
    /// Fewer than two parties.
    MissingParty = "missing-party", Error;
    /// All parties are in one country.
    SameCountry = "same-country", Error;
    /// A party twice, or a place twinned with itself.
    SameParty = "same-party", Error;
    /// A party that left before the partnership began.
    PartyLeftBefore = "party-left-before", Warning;
    /// A party that does not govern a territory.
    PartyNotAuthority = "party-not-authority", Warning;
    /// The party printed is the successor of the one that signed.
    SuccessorAsParty = "successor-as-party", Warning;
    /// A funder's name cut at the old atlas's 49 characters.
    FunderCut = "funder-cut", Warning;
    /// Two funders in one field.
    FunderDouble = "funder-double", Warning;
    /// A funder that says nothing, such as "Autre".
    FunderVague = "funder-vague", Hint;
    /// No amount in a funding line.
    AmountUnknown = "amount-unknown", Hint;
    /// A negative amount.
    AmountNegative = "amount-negative", Error;
    /// An amount that no partnership pays, in whatever currency.
    ImplausibleAmount = "implausible-amount", Warning;
    /// An amount with more decimals than its currency.
    TooManyDecimals = "too-many-decimals", Error;
    /// The part under the 1 % mechanisms is more than the whole.
    OnePercentTooMuch = "one-percent-too-much", Error;
    /// A number in the 1 % columns that may be water, energy or waste.
    OnePercentAmbiguous = "one-percent-ambiguous", Warning;
    /// A funding year outside the partnership's years.
    FundingYearOutside = "funding-year-outside", Hint;
    /// A place of which neither country nor position is known.
    PlaceWithoutCountry = "place-without-country", Warning;
    /// A person's name or address in a public text.
    PersonInText = "person-in-text", Warning;
    /// A character that is not seen, or that turns the text around it.
    StrayCharacter = "stray-character", Error;
    /// The same long text in another record.
    SameText = "same-text", Hint;
    /// A record about the same ends and overlapping years.
    LikelyDuplicate = "likely-duplicate", Warning;
    /// Records of the same ends that look like successive phases of one partnership.
    LikelyPhases = "likely-phases", Hint;
    /// A document that is cited and not held.
    DocumentNotHeld = "document-not-held", Hint;

    // Of an import.
    /// A form of page that is none of the known ones.
    UnknownForm = "unknown-form", Warning;
    /// A line or column that no field takes.
    Unread = "unread", Warning;
    /// A value that is not of its field's type.
    Unreadable = "unreadable", Warning;
    /// An activity or organisation by which a later import could not recognise it: it was left out.
    NoIdentifier = "no-identifier", Warning;
    /// A word that is none of the expected ones.
    UnknownWord = "unknown-word", Warning;
    /// A field with two different values, of which the first was kept.
    SecondValue = "second-value", Warning;
    /// A label without a value, where one was expected.
    EmptyField = "empty-field", Hint;
    /// A line of a text that equals a label.
    LabelInText = "label-in-text", Hint;
    /// A row whose columns could not be told apart.
    AmbiguousRow = "ambiguous-row", Warning;
    /// A list of acronyms with more or fewer short forms than long ones.
    GlossaryMismatch = "glossary-mismatch", Hint;
    /// Persons' names or addresses were left out.
    PersonsDropped = "persons-dropped", Hint;
    /// A country name that is not known.
    UnknownCountry = "unknown-country", Error;
    /// A name that fits several places or organisations.
    AmbiguousMatch = "ambiguous-match", Warning;
    /// A name that fits none in the registers: an organisation was created.
    OrganisationCreated = "organisation-created", Hint;
    /// A row that repeats another, or gives it in the other direction.
    RowMerged = "row-merged", Hint;
    /// The file is not UTF-8; its encoding was recognised.
    Encoding = "encoding", Hint;
    /// The record was changed by people since the last import and was left alone.
    EditedSince = "edited-since", Warning;
    /// A cell that is not written as its column asks.
    BadCell = "bad-cell", Error;
    /// A cell of a workbook without a value: a formula that was never computed, or whose result is an error.
    NoValue = "no-value", Error;
    /// An amount that may be read in two ways.
    AmbiguousAmount = "ambiguous-amount", Error;
    /// Cells to the right of the headings.
    SurplusCells = "surplus-cells", Error;
    /// Two rows of a table about one record that do not say the same.
    RowsDiffer = "rows-differ", Error;
    /// A code that no organisation of the registers has.
    UnknownCode = "unknown-code", Error;
    /// An authority of the home country that its registers do not know.
    UnknownAuthority = "unknown-authority", Error;
    /// A name or code that fits several authorities with the same right.
    AmbiguousParty = "ambiguous-party", Error;
    /// A local authority whose country neither its identifier nor its name tells: it is no party.
    CountryUntold = "country-untold", Warning;
    /// The name beside a code is that of another authority.
    NameOfAnother = "name-of-another", Warning;
    /// The country given is not that of the authority.
    OtherCountry = "other-country", Error;
    /// Several values in one cell, and in the cell beside it as many are expected.
    UnevenLists = "uneven-lists", Error;
    /// An identifier that no record of the atlas has.
    UnknownRecord = "unknown-record", Error;
    /// A row about partnerships of others, in the table of an authority's agent.
    NotOwnRecord = "not-own-record", Error;
    /// The reference of a record of others, in the table of an authority's agent.
    ForeignRecord = "foreign-record", Error;
    /// One amount for a record that has several lines of funding.
    SeveralLines = "several-lines", Error;
    /// A column that no heading explains.
    UnreadColumn = "unread-column", Hint;
    /// A workbook has several sheets, of which one is read.
    UnreadSheet = "unread-sheet", Warning;
    /// Cells of a workbook that are merged: the first alone holds what is seen over all.
    MergedCells = "merged-cells", Warning;
    /// The file is not one of this importer.
    WrongFile = "wrong-file", Error;
}

/// A broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anomaly {
    /// Which rule.
    pub code: Code,
    /// Which record: its identifier, or where it stands in the source (`file.tsv:12`); empty when checking one record.
    pub record: String,
    /// Path of the field: `funding[4].funders`.
    pub field: String,
    /// The value, shortened to what shows the fault.
    pub value: String,
}

/// An anomaly with its texts: the form given in JSON reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Described<'a> {
    /// The rule's stable word.
    pub code: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// Which record.
    pub record: &'a str,
    /// Which field.
    pub field: &'a str,
    /// Its value.
    pub value: &'a str,
    /// The rule, in words.
    pub rule: Cow<'static, str>,
    /// What to do.
    pub mend: Cow<'static, str>,
}

impl Code {
    /// The rule in the reader's language.
    pub fn rule(self, locale: Locale) -> Cow<'static, str> {
        locale.t(&format!("anomaly-{}-rule", self.as_str()))
    }

    /// What to do, in the reader's language.
    pub fn mend(self, locale: Locale) -> Cow<'static, str> {
        locale.t(&format!("anomaly-{}-mend", self.as_str()))
    }
}

impl Severity {
    /// The word in the reader's language.
    pub fn label(self, locale: Locale) -> Cow<'static, str> {
        locale.t(match self {
            Severity::Hint => "severity-hint",
            Severity::Warning => "severity-warning",
            Severity::Error => "severity-error",
        })
    }
}

impl Anomaly {
    /// An anomaly of one record.
    pub fn new(code: Code, field: impl Into<String>, value: impl Into<String>) -> Self {
        Anomaly { code, record: String::new(), field: field.into(), value: shortened(&value.into()) }
    }

    /// The same, of this record.
    pub fn of(mut self, record: impl Into<String>) -> Self {
        self.record = record.into();
        self
    }

    /// With the rule and the mend in the reader's language.
    pub fn described(&self, locale: Locale) -> Described<'_> {
        Described {
            code: self.code.as_str(),
            severity: self.code.severity(),
            record: &self.record,
            field: &self.field,
            value: &self.value,
            rule: self.code.rule(locale),
            mend: self.code.mend(locale),
        }
    }
}

/// Keeps a message readable when the value is a whole narrative.
pub(crate) fn shortened(value: &str) -> String {
    const MOST: usize = 160;
    match value.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::language::Lang;

    #[test]
    fn every_rule_and_mend_is_written_in_each_language() {
        for source in [include_str!("../../locales/fr/anomaly.ftl"), include_str!("../../locales/en/anomaly.ftl")] {
            for code in Code::ALL {
                for part in ["rule", "mend"] {
                    let key = format!("\nanomaly-{}-{part} = ", code.as_str());
                    assert_eq!(source.matches(&key).count(), 1, "{key}");
                }
            }
            assert_eq!(source.matches("\nanomaly-").count(), 2 * Code::ALL.len(), "texts of codes that are no more");
        }
        let described = Anomaly::new(Code::FunderCut, "funding[4].funders", "Agence du dév").of("page.txt:12");
        let english = described.described(Lang::En.into());
        assert_eq!((english.code, english.record), ("funder-cut", "page.txt:12"));
        assert!(english.mend.starts_with("Complete the funder"), "{}", english.mend);
    }
}
