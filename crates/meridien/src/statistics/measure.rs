//! What is counted or summed.

use meridien_search as search;
use rust_decimal::{Decimal, RoundingStrategy};
use strum::VariantArray;

use crate::index::Fields;
use crate::value::Currency;
use crate::web::Locale;

/// What a figure measures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, VariantArray)]
pub(crate) enum Measure {
    /// Partnerships, each once.
    #[default]
    Partnerships,
    /// Pairs of authorities that a partnership joins, each once.
    Pairs,
    /// Authorities at home, each once.
    Authorities,
    /// Money in euros: lines, each once.
    Amount,
}

/// Whether amounts are written to the cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cents {
    /// They are.
    Written,
    /// They are rounded to the euro: where sums are large, cents hide them.
    Rounded,
}

impl Measure {
    /// Every measure, in the order shown to people.
    pub(crate) const ALL: &[Measure] = Measure::VARIANTS;

    /// The word used in addresses.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Measure::Partnerships => "partenariats",
            Measure::Pairs => "couples",
            Measure::Authorities => "collectivites",
            Measure::Amount => "montant",
        }
    }

    /// The key of its name.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Measure::Partnerships => "nav-partnerships",
            Measure::Pairs => "measure-pairs",
            Measure::Authorities => "measure-authorities",
            Measure::Amount => "measure-amount",
        }
    }

    /// The key of its definition.
    pub(crate) fn definition(self) -> &'static str {
        match self {
            Measure::Partnerships => "measure-partnerships-means",
            Measure::Pairs => "measure-pairs-means",
            Measure::Authorities => "measure-authorities-means",
            Measure::Amount => "measure-amount-means",
        }
    }

    /// How the index measures it.
    pub(crate) fn of(self, fields: &Fields, as_signed: bool) -> search::Measure {
        match self {
            Measure::Partnerships => search::Measure::Documents,
            Measure::Pairs => search::Measure::Distinct(fields.ends),
            Measure::Authorities if as_signed => search::Measure::Distinct(fields.home_signed),
            Measure::Authorities => search::Measure::Distinct(fields.home_today),
            Measure::Amount => search::Measure::Sum(fields.line.cents),
        }
    }

    /// A figure as a number: a count, or euros.
    pub(crate) fn number(self, figure: i64) -> Decimal {
        match self {
            Measure::Amount => Decimal::new(figure, 2),
            Measure::Partnerships | Measure::Pairs | Measure::Authorities => Decimal::from(figure),
        }
    }

    /// A figure as the page writes it; a sum of nothing known is a dash, never zero.
    pub(crate) fn text(self, l: Locale, figure: Option<i64>, cents: Cents) -> String {
        match (self, figure) {
            (_, None) => "–".to_owned(),
            (Measure::Amount, Some(amount)) => {
                let euros = Decimal::new(amount, 2);
                let euros = match cents {
                    Cents::Written => euros.normalize(),
                    Cents::Rounded => euros.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero),
                };
                l.money(euros, Currency::EUR)
            }
            (_, Some(count)) => l.integer(count),
        }
    }

    /// A figure that the index does not name: none were counted, or nothing is known.
    pub(crate) fn absent(self) -> Option<i64> {
        (self != Measure::Amount).then_some(0)
    }
}
