//! The questions that are asked of all partnerships again and again: the figures of the overview, and others.

use super::axis::Axis;
use super::measure::Measure;
use super::question::{Choice, Question};
use crate::partnership::criteria::Criteria;
use crate::partnership::dimension::Dimension;
use crate::web::Error;

/// A question on all partnerships.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    /// Its name on the overview and among the files of a year. Files cited by it are there for good: it never changes.
    pub(super) name: &'static str,
    measure: Measure,
    rows: Axis,
    columns: Option<Axis>,
}

/// The figures of the overview.
pub(super) const SHOWN: [Standing; 4] = [
    Standing::new("debut", Measure::Partnerships, Axis::Of(Dimension::Start), None),
    Standing::new("themes", Measure::Partnerships, Axis::Of(Dimension::Theme), None),
    Standing::new("pays", Measure::Partnerships, Axis::Of(Dimension::Country), None),
    Standing::new("montants", Measure::Amount, Axis::Year, None),
];

/// Further ones, each with the key of its text.
pub(super) const MORE: [(&str, Standing); 6] = [
    (
        "ask-regions-themes",
        Standing::new(
            "regions-themes",
            Measure::Partnerships,
            Axis::Of(Dimension::WorldRegion),
            Some(Axis::Of(Dimension::Theme)),
        ),
    ),
    (
        "ask-territories-status",
        Standing::new(
            "territoires-statuts",
            Measure::Partnerships,
            Axis::Of(Dimension::Territory),
            Some(Axis::Of(Dimension::Status)),
        ),
    ),
    (
        "ask-authorities-countries",
        Standing::new("collectivites-pays", Measure::Authorities, Axis::Of(Dimension::Country), None),
    ),
    ("ask-money-stages", Standing::new("montants-etapes", Measure::Amount, Axis::Year, Some(Axis::Stage))),
    (
        "ask-money-mechanisms",
        Standing::new("montants-mecanismes", Measure::Amount, Axis::Of(Dimension::Mechanism), None),
    ),
    ("ask-pairs-years", Standing::new("couples-annees", Measure::Pairs, Axis::Year, None)),
];

impl Standing {
    const fn new(name: &'static str, measure: Measure, rows: Axis, columns: Option<Axis>) -> Standing {
        Standing { name, measure, rows, columns }
    }

    /// Every one of them.
    pub(super) fn all() -> impl Iterator<Item = Standing> {
        SHOWN.into_iter().chain(MORE.into_iter().map(|(_, standing)| standing))
    }

    /// What it asks.
    ///
    /// # Errors
    /// None in practice: its parts go together.
    pub(super) fn question(self) -> Result<Question, Error> {
        let Standing { measure, columns, rows, .. } = self;
        Question::new(Criteria::default(), Choice { measure, columns, rows: Some(rows), ..Choice::default() })
    }
}
