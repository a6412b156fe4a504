//! Where the partnership stands, and the page in one sentence.

use chrono::NaiveDate;

use super::super::Partnership;
use super::super::status::{Status, StatusFacts};
use super::{Record, status_facts};
use crate::confirmation;
use crate::country;
use crate::value::PartialDate;
use crate::web::Locale;

/// The status on a day, and why.
pub(super) struct Standing {
    pub(super) status: Status,
    /// The reason, as a sentence.
    pub(super) reason: String,
    /// The day of the latest confirmation by a party.
    pub(super) confirmed: Option<NaiveDate>,
}

impl Standing {
    pub(super) fn of(l: Locale, record: &Record, today: NaiveDate, confirm_after_months: u32) -> Standing {
        let facts = status_facts(record);
        let status = facts.status(today, confirm_after_months);
        let confirmed = confirmation::latest(&record.confirmations);
        let reason = reason(l, &record.partnership, status, &facts, confirmed, confirm_after_months);
        Standing { status, reason, confirmed }
    }
}

fn reason(
    l: Locale,
    p: &Partnership,
    status: Status,
    facts: &StatusFacts,
    confirmed: Option<NaiveDate>,
    months: u32,
) -> String {
    match status {
        Status::Ended => match p.end {
            Some(end) if !p.ended => l.t_with("because-end-passed", &[("date", l.date(end).into())]),
            Some(end) => l.t_with("because-declared-ended-on", &[("date", l.date(end).into())]),
            None => l.t("because-declared-ended").into_owned(),
        },
        Status::Dormant => l.t("because-declared-dormant").into_owned(),
        Status::Planned => {
            let start = p.start.map_or_else(String::new, |start| l.date(start));
            l.t_with("because-starts-later", &[("date", start.into())])
        }
        Status::ToConfirm => match evidence(l, p, facts, confirmed) {
            Some(date) => l.t_with("because-no-news-since", &[("date", date.into()), ("months", months.into())]),
            None => l.t("because-no-date").into_owned(),
        },
        Status::Active => {
            let key = match confirmed {
                Some(day) if Some(day) == facts.evidence => "because-confirmed",
                _ if p.start.map(PartialDate::last_day) == facts.evidence => "because-started",
                _ => "because-signed",
            };
            let date = match confirmed {
                Some(day) if key == "because-confirmed" => l.day(day),
                _ => evidence(l, p, facts, confirmed).unwrap_or_default(),
            };
            match key {
                "because-confirmed" => l.t_with("because-confirmed", &[("date", date.into())]),
                "because-started" => l.t_with("because-started", &[("date", date.into())]),
                _ => l.t_with("because-signed", &[("date", date.into())]),
            }
        }
    }
}

/// The latest sign of life, written as precisely as it is known.
fn evidence(l: Locale, p: &Partnership, facts: &StatusFacts, confirmed: Option<NaiveDate>) -> Option<String> {
    let latest = facts.evidence?;
    let dates = p.agreements.iter().filter_map(|agreement| agreement.signed).chain(p.start);
    let known = dates.chain(confirmed.map(PartialDate::Day)).find(|date| date.last_day() == latest);
    known.map(|date| l.date(date))
}

/// The page in one sentence, for search engines and link previews: who, where, since when, status.
pub(super) fn sentence(l: Locale, p: &Partnership, standing: &Standing) -> String {
    let party = |party: &super::super::Party| format!("{} ({})", party.name, country::name(l, party.country));
    let parties: Vec<String> = p.parties.iter().map(party).collect();
    let form = l.t(p.form.key());
    l.t_with(
        "record-description",
        &[
            ("form", form.into()),
            ("parties", l.list(&parties).into()),
            ("status", l.t(standing.status.key()).into()),
            ("reason", standing.reason.as_str().into()),
        ],
    )
}
