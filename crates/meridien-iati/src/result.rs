//! Results: what was to be reached, and what was.

use chrono::NaiveDate;

use crate::element::element;
use crate::text::{Date, DocumentLink, Text};

element! {
    /// A result (`result`).
    Outcome: open {
        attributes {
            /// ResultType: 1 output, 2 outcome, 3 impact, 9 other.
            kind: String = "type" required,
            /// Whether it may be added to others.
            aggregation_status: Option<bool> = "aggregation-status",
        }
        children {
            /// Title.
            title: Option<Text> = "title" required,
            /// Description.
            description: Option<Text> = "description",
            /// Documents.
            document_links: Vec<DocumentLink> = "document-link",
            /// Codes in lists of results.
            references: Vec<ResultReference> = "reference",
            /// Indicators.
            indicators: Vec<Indicator> = "indicator" required,
        }
    }

    /// A code in a list of results.
    ResultReference: open {
        attributes {
            /// Code in the vocabulary.
            code: String = "code" required,
            /// ResultVocabulary.
            vocabulary: String = "vocabulary" required,
            /// Where an own vocabulary is described.
            vocabulary_uri: Option<String> = "vocabulary-uri",
        }
    }

    /// What a result is measured by.
    Indicator: open {
        attributes {
            /// IndicatorMeasure: 1 unit, 2 percentage, 3 nominal, 4 ordinal, 5 qualitative.
            measure: String = "measure" required,
            /// Whether more is better.
            ascending: Option<bool> = "ascending",
            /// Whether it may be added to others.
            aggregation_status: Option<bool> = "aggregation-status",
        }
        children {
            /// Title.
            title: Option<Text> = "title" required,
            /// Description.
            description: Option<Text> = "description",
            /// Documents.
            document_links: Vec<DocumentLink> = "document-link",
            /// Codes in lists of indicators.
            references: Vec<IndicatorReference> = "reference",
            /// Values before.
            baselines: Vec<Baseline> = "baseline",
            /// Values by period.
            periods: Vec<Period> = "period",
        }
    }

    /// A code in a list of indicators.
    IndicatorReference: open {
        attributes {
            /// IndicatorVocabulary.
            vocabulary: String = "vocabulary" required,
            /// Code in the vocabulary.
            code: String = "code" required,
            /// Where an own indicator is described.
            indicator_uri: Option<String> = "indicator-uri",
        }
    }

    /// The value before the activity.
    Baseline: open {
        attributes {
            /// Its year.
            year: Option<u16> = "year" required,
            /// Its day.
            iso_date: Option<NaiveDate> = "iso-date",
            /// The value: a number, unless the measure is qualitative.
            value: Option<String> = "value",
        }
        children {
            /// References of locations.
            locations: Vec<ResultLocation> = "location",
            /// What it is broken down by.
            dimensions: Vec<Dimension> = "dimension",
            /// Documents.
            document_links: Vec<DocumentLink> = "document-link",
            /// A remark.
            comment: Option<Text> = "comment",
        }
    }

    /// Target and value of a period.
    Period: open {
        children {
            /// First day.
            start: Option<Date> = "period-start" required,
            /// Last day.
            end: Option<Date> = "period-end" required,
            /// What was to be reached.
            targets: Vec<Measurement> = "target",
            /// What was.
            actuals: Vec<Measurement> = "actual",
        }
    }

    /// A target, or what was reached.
    Measurement: elements {
        attributes {
            /// The value: a number, unless the measure is qualitative.
            value: Option<String> = "value",
        }
        children {
            /// References of locations.
            locations: Vec<ResultLocation> = "location",
            /// What it is broken down by.
            dimensions: Vec<Dimension> = "dimension",
            /// A remark.
            comment: Option<Text> = "comment",
            /// Documents.
            document_links: Vec<DocumentLink> = "document-link",
        }
    }

    /// A location of the activity, referred to.
    ResultLocation: open {
        attributes {
            /// [`crate::Location::reference`].
            reference: Option<String> = "ref",
        }
    }

    /// What a value is broken down by.
    Dimension: open {
        attributes {
            /// Such as `sex`.
            name: Option<String> = "name",
            /// Such as `female`.
            value: Option<String> = "value",
        }
    }
}
