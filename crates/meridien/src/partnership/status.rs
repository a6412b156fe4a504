//! Status is computed from dates and declarations, never typed.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use super::Partnership;
use crate::value::PartialDate;

/// Months after which a partnership that nobody confirmed is "to confirm", unless the operator sets another number.
pub const CONFIRM_AFTER_MONTHS: u32 = 18;

/// Where a partnership stands on a given day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Status {
    /// Confirmed, signed or begun recently.
    Active,
    /// Nobody said for long that it is still alive.
    ToConfirm,
    /// Begins in the future.
    Planned,
    /// Declared dormant.
    Dormant,
    /// Over, by its end date or by declaration.
    Ended,
}

impl Status {
    /// Every status, in the order shown to people.
    pub const ALL: &[Status] = Status::VARIANTS;

    /// The word used in addresses and JSON.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// What the status depends on; the search index holds these and never the status itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StatusFacts {
    /// Declared ended.
    pub ended: bool,
    /// Declared dormant.
    pub dormant: bool,
    /// First day that the start may mean.
    pub start: Option<NaiveDate>,
    /// Last day of the end.
    pub end: Option<NaiveDate>,
    /// The latest of confirmation, signature and start, each at the last day that it may mean; a signature that was still to
    /// come when the record was written is none.
    pub evidence: Option<NaiveDate>,
}

impl StatusFacts {
    /// The facts of a partnership as it was `written` on a day, whose parties last confirmed it on `confirmed`.
    pub fn of(partnership: &Partnership, confirmed: Option<NaiveDate>, written: NaiveDate) -> Self {
        let signatures = partnership.agreements.iter().filter_map(|agreement| agreement.signed);
        let signatures = signatures.filter(|signed| signed.first_day() <= written);
        let evidence = signatures.chain(partnership.start).map(PartialDate::last_day).chain(confirmed).max();
        StatusFacts {
            ended: partnership.ended,
            dormant: partnership.dormant,
            start: partnership.start.map(PartialDate::first_day),
            end: partnership.end.map(PartialDate::last_day),
            evidence,
        }
    }

    /// The status on `today`: the first that matches of ended, dormant, planned, to confirm, active.
    pub fn status(&self, today: NaiveDate, confirm_after_months: u32) -> Status {
        if self.ended || self.end.is_some_and(|end| end < today) {
            Status::Ended
        } else if self.dormant {
            Status::Dormant
        } else if self.start.is_some_and(|start| start > today) {
            Status::Planned
        } else if self.evidence.is_none_or(|day| day < oldest_evidence(today, confirm_after_months)) {
            Status::ToConfirm
        } else {
            Status::Active
        }
    }
}

/// The oldest day on which a confirmation, signature or start still makes a partnership active on `today`.
pub fn oldest_evidence(today: NaiveDate, confirm_after_months: u32) -> NaiveDate {
    today.checked_sub_months(Months::new(confirm_after_months)).unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::partnership::Agreement;
    use proptest::prelude::*;

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (1990i32..2040, 1u32..=12, 1u32..=28).prop_map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap())
    }

    fn any_facts() -> impl Strategy<Value = StatusFacts> {
        let date = || proptest::option::of(any_day());
        (any::<bool>(), any::<bool>(), date(), date(), date())
            .prop_map(|(ended, dormant, start, end, evidence)| StatusFacts { ended, dormant, start, end, evidence })
    }

    proptest! {
        #[test]
        fn nothing_is_ongoing_after_its_end(facts in any_facts(), today in any_day()) {
            if facts.end.is_some_and(|end| end < today) {
                prop_assert_eq!(facts.status(today, 18), Status::Ended);
            }
        }

        #[test]
        fn without_news_a_partnership_never_becomes_more_alive(facts in any_facts(), today in any_day(), days in 0u64..2000) {
            let later = today + chrono::Days::new(days);
            let (now, then) = (facts.status(today, 18), facts.status(later, 18));
            // A planned one starts; apart from that, time only moves active → to confirm → ended.
            if now != Status::Planned {
                prop_assert!(then == now || then == Status::Ended || (now == Status::Active && then == Status::ToConfirm));
            }
        }

        #[test]
        fn a_confirmation_today_makes_any_running_partnership_active(mut facts in any_facts(), today in any_day()) {
            facts.evidence = Some(today);
            let status = facts.status(today, 18);
            prop_assert_ne!(status, Status::ToConfirm);
        }

        #[test]
        fn unknown_everything_is_to_confirm(today in any_day()) {
            prop_assert_eq!(StatusFacts::default().status(today, 18), Status::ToConfirm);
        }
    }

    #[test]
    fn the_last_day_of_the_end_still_counts() {
        let partnership =
            Partnership { end: "2011".parse().ok(), start: "2011".parse().ok(), ..Partnership::default() };
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let facts = StatusFacts::of(&partnership, None, day("2011-01-01"));
        assert_eq!(facts.status(day("2011-12-31"), 18), Status::Active);
        assert_eq!(facts.status(day("2012-01-01"), 18), Status::Ended);
    }

    #[test]
    fn a_signature_to_come_makes_nothing_active() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let signed = |signed: &str| {
            let agreement = Agreement { signed: signed.parse().ok(), ..Agreement::default() };
            let partnership = Partnership { agreements: vec![agreement], ..Partnership::default() };
            StatusFacts::of(&partnership, None, day("2026-11-29")).status(day("2026-11-30"), 18)
        };
        assert_eq!(signed("2030"), Status::ToConfirm);
        assert_eq!(signed("2026"), Status::Active);
        assert_eq!(signed("2026-11-29"), Status::Active);
        assert_eq!(signed("2026-12-01"), Status::ToConfirm);
    }

    #[test]
    fn eighteen_months_after_the_last_word_it_is_to_confirm() {
        let facts = StatusFacts { evidence: "2024-01-31".parse().ok(), ..StatusFacts::default() };
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(facts.status(day("2025-07-31"), 18), Status::Active);
        assert_eq!(facts.status(day("2025-08-01"), 18), Status::ToConfirm);
    }
}
