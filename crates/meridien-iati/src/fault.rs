//! What is wrong with a file, in codes and parameters: the program that shows it puts it in words.

use std::collections::HashSet;
use std::fmt;

use strum::IntoStaticStr;

use crate::tree::Node;

/// A fault of a file, or something that its publisher may want to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line of the file, counted from 1.
    pub line: u32,
    /// `iati-identifier` of the activity, or `organisation-identifier`, shortened to 100 characters; empty outside of one or
    /// where it has none.
    pub identifier: String,
    /// Where in the file: `iati-activity/transaction[2]/value/@currency`. Empty for the file as a whole.
    pub path: String,
    /// What is wrong.
    pub rule: Rule,
    /// What the sentence about it needs, by name. A value is shortened to 100 characters, and never a person's.
    pub parameters: Vec<(&'static str, String)>,
}

impl Fault {
    /// How grave it is.
    pub fn severity(&self) -> Severity {
        self.rule.severity()
    }

    /// A parameter by its name.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }
}

/// A fault on its way: where it is in its record is added by whoever knows.
pub(crate) fn fault(line: u32, rule: Rule, parameters: &[(&'static str, &str)]) -> Fault {
    let parameters = parameters.iter().map(|(name, value)| (*name, shortened(value))).collect();
    Fault { line, identifier: String::new(), path: String::new(), rule, parameters }
}

fn shortened(value: &str) -> String {
    const MOST: usize = 100;
    match value.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

/// Most faults of one severity told of one record.
const MAX_FAULTS: usize = 1_000;

/// The faults of a record.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    list: Vec<Fault>,
    /// How many there were of each severity.
    counts: [usize; 4],
}

impl Faults {
    /// Adds a fault, or counts it where there are too many.
    pub(crate) fn push(&mut self, fault: Fault) {
        if self.count(fault.rule) {
            self.list.push(fault);
        }
    }

    /// Counts a fault; whether it is to be told.
    fn count(&mut self, rule: Rule) -> bool {
        let count = &mut self.counts[rule.severity() as usize];
        *count += 1;
        *count <= MAX_FAULTS
    }

    /// Adds a fault of an element, or of one of its attributes.
    pub(crate) fn add(&mut self, node: Node, attribute: Option<&str>, rule: Rule, parameters: &[(&'static str, &str)]) {
        if !self.count(rule) {
            return;
        }
        let mut fault = fault(node.line(), rule, parameters);
        fault.path = node.path();
        if let Some(attribute) = attribute {
            fault.path.push_str("/@");
            fault.path.push_str(attribute);
        }
        self.list.push(fault);
    }

    /// Adds what `others` say to be unplaced and nothing was said of yet; of elements of one name, one.
    pub(crate) fn add_unplaced(&mut self, others: Faults) {
        let mut told = HashSet::new();
        for fault in others.list.into_iter().filter(|fault| fault.rule == Rule::Unplaced) {
            let known = |known: &Fault| known.line == fault.line && known.path == fault.path;
            if !self.list.iter().any(known) && told.insert(without_places(&fault.path)) {
                self.push(fault);
            }
        }
    }

    /// All of them in the order of their lines, of the record `identifier`.
    pub(crate) fn take(&mut self, identifier: &str) -> Vec<Fault> {
        self.list.sort_by_key(|fault| fault.line);
        let left_out: usize = self.counts.iter().map(|count| count.saturating_sub(MAX_FAULTS)).sum();
        self.counts = [0; 4];
        if left_out > 0 {
            let line = self.list.last().map_or(0, |fault| fault.line);
            self.list.push(fault(line, Rule::MoreFaults, &[("count", &left_out.to_string())]));
        }
        let identifier = shortened(identifier);
        self.list.iter_mut().for_each(|fault| identifier.clone_into(&mut fault.identifier));
        std::mem::take(&mut self.list)
    }
}

/// A path without the places of its elements among their like: `iati-activity/transaction/value`.
fn without_places(path: &str) -> String {
    path.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest)).collect()
}

/// How grave a fault is, in the words of IATI's validator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Severity {
    /// Could be better; breaks no rule.
    Advisory,
    /// Breaks a rule that should be kept.
    Warning,
    /// Breaks a rule that must be kept.
    Error,
    /// Breaks XML or the schema: other programs cannot use the activity, or the file.
    Critical,
}

impl Severity {
    /// The severity's stable name.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Declares [`Rule`] with stable names, severities and the list of all of them.
macro_rules! rules {
    ($($(#[$doc:meta])+ $name:ident = $text:literal $severity:ident,)+) => {
        /// Everything that can be wrong. The documentation names the parameters.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[$doc])+ $name,)+
        }

        impl Rule {
            /// Every rule, in the order of declaration.
            pub const ALL: &[Rule] = &[$(Rule::$name,)+];

            /// The rule's stable name.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Rule::$name => $text,)+
                }
            }

            /// How grave it is to break it.
            pub fn severity(self) -> Severity {
                match self {
                    $(Rule::$name => Severity::$severity,)+
                }
            }
        }
    };
}

rules! {
    /// The file could not be read to its end: `reason`, in the words of the operating system.
    Unreadable = "unreadable" Critical,
    /// The file is compressed: nothing of it is read.
    Compressed = "compressed" Critical,
    /// The file declares an `encoding` that is not known; it is read as UTF-8.
    UnknownEncoding = "unknown-encoding" Critical,
    /// The file declares an `encoding` that it is not in; it is read as UTF-8.
    WrongEncoding = "wrong-encoding" Critical,
    /// Bytes that are no text in the `encoding`; each is read as U+FFFD.
    BadBytes = "bad-bytes" Critical,
    /// A control character that XML forbids, such as NUL; read as `?`.
    ControlCharacter = "control-character" Critical,
    /// The file has a DOCTYPE: refused, since entities are declared there.
    Doctype = "doctype" Critical,
    /// An `entity` that XML does not know; kept as it is written.
    UnknownEntity = "unknown-entity" Critical,
    /// A `&` that begins no reference; kept as it is.
    LoneAmpersand = "lone-ampersand" Critical,
    /// Markup that is none, or that never ends, of the `kind` `value` (of an attribute), `tag`, `comment`, `cdata`,
    /// `instruction` or `name`; `text` is the name.
    Malformed = "malformed" Critical,
    /// A tag whose attributes cannot be read, are repeated, have too long a name, or are in no declared namespace.
    MalformedAttribute = "malformed-attribute" Critical,
    /// An element was opened as `expected` and closed as `found`; the activity is lost.
    MismatchedTag = "mismatched-tag" Critical,
    /// The file ends in the middle of an element: what was read of it is lost.
    Truncated = "truncated" Critical,
    /// The first element is `found`, neither `iati-activities` nor `iati-organisations`.
    WrongRoot = "wrong-root" Critical,
    /// The file has no element.
    NoRoot = "no-root" Critical,
    /// The elements are in the `namespace`, those of IATI are in none; they are read all the same.
    WrongNamespace = "wrong-namespace" Critical,
    /// Something follows the end of the first element.
    AfterEnd = "after-end" Critical,
    /// A name, tag, text or comment is longer than `limit` bytes.
    TooLong = "too-long" Critical,
    /// What follows `line` was not read.
    RestUnread = "rest-unread" Critical,
    /// Elements are nested deeper than `limit`; the activity is lost.
    TooDeep = "too-deep" Critical,
    /// An element has more than `limit` attributes; the activity is lost.
    TooManyAttributes = "too-many-attributes" Critical,
    /// An activity has more than `limit` elements or bytes of text; it is lost.
    TooLarge = "too-large" Critical,
    /// More faults of a severity that was told already: `count` are left out.
    MoreFaults = "more-faults" Advisory,

    /// `version` is no version of the standard; what the file looks like is assumed.
    UnknownVersion = "unknown-version" Error,
    /// The `element` is not in the schema at this place.
    UnknownElement = "unknown-element" Critical,
    /// The `element` comes after one that must follow it.
    ElementOrder = "element-order" Critical,
    /// An `element` is missing.
    MissingElement = "missing-element" Critical,
    /// The `element` comes more often than the `limit`.
    RepeatedElement = "repeated-element" Critical,
    /// The `attribute` is not in the schema at this place.
    UnknownAttribute = "unknown-attribute" Critical,
    /// An `attribute` is missing.
    MissingAttribute = "missing-attribute" Critical,
    /// Text where the schema has none.
    UnexpectedText = "unexpected-text" Critical,
    /// The element or attribute `name` came with the later `version` of the standard.
    LaterVersion = "later-version" Critical,
    /// The `value` is not of the `type`: `date`, `date-time`, `decimal`, `boolean`, `integer`, `language`, `uri`, `token`.
    WrongType = "wrong-type" Critical,

    /// `value` could not be read as a value of the `type`; it is kept as unplaced.
    UnreadableValue = "unreadable-value" Critical,
    /// Nothing in the model, nor in the schema of 2.03, holds this `content`; it is kept as unplaced.
    Unplaced = "unplaced" Warning,
    /// A text without a word.
    EmptyNarrative = "empty-narrative" Warning,
    /// A language code `value` that is not in lower case.
    LanguageCase = "language-case" Advisory,

    /// `value` is not in the code `list`, which is part of the standard.
    UnknownCode = "unknown-code" Error,
    /// `value` is not in the code `list` as it was in 2018; the list grows.
    UnlistedCode = "unlisted-code" Warning,

    /// No actual or planned start.
    NoStart = "no-start" Error,
    /// No sector, neither of the activity nor of its transactions.
    NoSector = "no-sector" Error,
    /// Sectors both of the activity and of its transactions.
    SectorTwice = "sector-twice" Error,
    /// Countries or regions both of the activity and of its transactions.
    PlaceTwice = "place-twice" Error,
    /// A date `start` is after the date `end`.
    DateOrder = "date-order" Error,
    /// The `date` of what has happened is in the future.
    FutureDate = "future-date" Error,
    /// An identifier `value` has one of `/ & | ?`, or is empty.
    IdentifierCharacters = "identifier-characters" Error,
    /// The identifier `value` does not start with the `reporter`'s.
    IdentifierPrefix = "identifier-prefix" Error,
    /// The identifier `value` comes a second time.
    RepeatedIdentifier = "repeated-identifier" Error,
    /// Percentages of countries and regions `sum` to something else than 100.
    PlaceShares = "place-shares" Error,
    /// Percentages of sectors of a `vocabulary` `sum` to something else than 100.
    SectorShares = "sector-shares" Error,
    /// A percentage `value` is below 0 or above 100.
    Percentage = "percentage" Error,
    /// An organisation has neither an identifier nor a name.
    NamelessOrganisation = "nameless-organisation" Error,
    /// A participating organisation has no identifier.
    NoOrganisationReference = "no-organisation-reference" Advisory,
    /// A result and its indicator both refer to a list.
    ReferenceTwice = "reference-twice" Error,
    /// A number is missing where the measure is one of numbers.
    NoValue = "no-value" Error,
    /// An amount has no currency, and the activity no default one.
    NoCurrency = "no-currency" Error,
    /// A text has no language, and the activity no default one.
    NoLanguage = "no-language" Error,
    /// A budget is for more than a year.
    LongBudget = "long-budget" Error,
    /// The `date` of a line of a budget is outside of its period.
    OutsidePeriod = "outside-period" Error,
    /// A transaction has no `element` (`sector`, or `recipient-country` for a country or region), others have.
    NotAllTransactions = "not-all-transactions" Error,
    /// A policy marker of the DAC has no significance.
    NoSignificance = "no-significance" Error,
    /// A code `value` of one's own vocabulary has no name.
    UnexplainedCode = "unexplained-code" Error,
    /// Neither a budget nor the reason why there is none.
    NoBudget = "no-budget" Advisory,
    /// A code `value` of one's own vocabulary whose address is not given.
    NoVocabularyAddress = "no-vocabulary-address" Advisory,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
