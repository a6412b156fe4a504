//! From the first agreement to today: signatures, phases, parties that come, go or merge, confirmations.

use chrono::NaiveDate;

use super::summary::Standing;
use super::{Partnership, Record, period};
use crate::confirmation;
use crate::value::PartialDate;
use crate::web::Locale;
use crate::web::words::Link;

/// One entry of the timeline.
pub(super) struct Moment {
    /// When, in words.
    pub(super) when: String,
    /// What happened; a text of the record may follow it.
    pub(super) what: String,
    /// A text of the record, with its language where that is not the reader's.
    pub(super) text: Option<(Option<String>, String)>,
    /// Whoever it is about.
    pub(super) links: Vec<Link>,
    /// Whether this is the present.
    pub(super) now: bool,
    at: NaiveDate,
    /// The last day that it may mean: a year known alone comes after the months of that year.
    until: NaiveDate,
}

impl Moment {
    fn new(l: Locale, date: PartialDate, what: &str) -> Moment {
        let when = l.date(date);
        Moment {
            when,
            what: what.to_owned(),
            text: None,
            links: Vec::new(),
            now: false,
            at: date.first_day(),
            until: date.last_day(),
        }
    }
}

/// Every dated fact up to `today`, oldest first; the present is the last but for what is to come.
pub(super) fn moments(l: Locale, record: &Record, today: NaiveDate, standing: &Standing) -> Vec<Moment> {
    let p = &record.partnership;
    let mut moments = Vec::new();
    let text = |text: &crate::value::Text| {
        l.words(text).map(|words| (words.foreign.map(str::to_owned), words.text.to_owned()))
    };
    for agreement in &p.agreements {
        if let Some(signed) = agreement.signed {
            let what = l.t_with("moment-signed", &[("agreement", l.t(agreement.kind.key()).into())]);
            moments.push(Moment { text: text(&agreement.object), ..Moment::new(l, signed, &what) });
        }
    }
    if let Some(start) = p.start {
        moments.push(Moment::new(l, start, &l.t("moment-start")));
    }
    for phase in &p.phases {
        if let Some(date) = phase.start.or(phase.end) {
            let when = period(l, phase.start, phase.end).unwrap_or_default();
            moments.push(Moment { when, text: text(&phase.title), ..Moment::new(l, date, &l.t("moment-phase")) });
        }
    }
    moments.extend(of_parties(l, p));
    moments.extend(of_confirmations(l, record));
    if let Some(end) = p.end {
        moments.push(Moment::new(l, end, &l.t("moment-end")));
    }
    let first = moments.iter().map(|moment| moment.at).min();
    if let Some(first) = first {
        moments.extend(reforms(l, record, first, today));
    }
    if !moments.is_empty() {
        let what = format!("{}. {}", l.t(standing.status.key()), standing.reason);
        let when = l.t("moment-today").into_owned();
        moments.push(Moment { when, now: true, ..Moment::new(l, PartialDate::Day(today), &what) });
    }
    // The present comes after all that may have begun.
    moments.sort_by_key(
        |moment| if moment.at <= today { (moment.until.min(today), moment.now) } else { (moment.until, true) },
    );
    moments
}

/// The parties that came or left while it ran.
fn of_parties(l: Locale, p: &Partnership) -> Vec<Moment> {
    let mut moments = Vec::new();
    let apart = |date: &PartialDate, end: Option<PartialDate>| end.is_none_or(|end| !date.agrees_with(end));
    for party in &p.parties {
        let link = || vec![Link { text: party.name.clone(), href: None }];
        if let Some(from) = party.from.filter(|from| apart(from, p.start)) {
            moments.push(Moment { links: link(), ..Moment::new(l, from, &l.t("moment-joined")) });
        }
        if let Some(to) = party.to.filter(|to| apart(to, p.end)) {
            moments.push(Moment { links: link(), ..Moment::new(l, to, &l.t("moment-left")) });
        }
    }
    moments
}

/// What parties and diplomatic posts have said of the record.
fn of_confirmations(l: Locale, record: &Record) -> impl Iterator<Item = Moment> {
    confirmation::standing(&record.confirmations).map(move |word| {
        // A party that a correction took out of the record since has the name that it had.
        let mut parties = record.partnership.parties.iter();
        let party = parties.find(|party| word.post.is_none() && party.organisation == word.party);
        let speaker = || confirmation::name_of(l, &record.directory, word.post.unwrap_or(word.party), word.on);
        let text = party.map_or_else(speaker, |party| party.name.clone());
        let what = l.t(match (word.agreed, word.post.is_some()) {
            (true, false) => "moment-confirmed",
            (false, false) => "moment-disputed",
            (true, true) => "moment-confirmed-by-post",
            (false, true) => "moment-disputed-by-post",
        });
        Moment { links: vec![Link { text, href: None }], ..Moment::new(l, PartialDate::Day(word.on), &what) }
    })
}

/// The mergers, splits, renamings and ends of the parties between the first fact and today.
fn reforms(l: Locale, record: &Record, first: NaiveDate, today: NaiveDate) -> Vec<Moment> {
    let mut moments = Vec::new();
    let link = |id: crate::value::Id, day: NaiveDate| {
        let organisation = record.directory.get(id)?;
        let href = Some(l.href(&format!("/organisations/{id}")));
        Some(Link { text: organisation.name_on(day, l.lang.code()).to_owned(), href })
    };
    let lines: Vec<_> =
        record.partnership.parties.iter().map(|party| record.directory.lineage(party.organisation)).collect();
    for (id, organisation) in record.directory.iter().filter(|(id, _)| lines.iter().any(|line| line.contains(id))) {
        for successor in &organisation.successors {
            let Some(on) = successor.on.filter(|on| (first..=today).contains(&on.first_day())) else { continue };
            let links = [id, successor.organisation].into_iter().filter_map(|id| link(id, on.first_day())).collect();
            moments.push(Moment { links, ..Moment::new(l, on, &l.t("moment-succeeded")) });
        }
        for (from, old, new) in organisation.renamings() {
            if (first..=today).contains(&from.first_day()) {
                let new = Link { text: new.to_owned(), href: Some(l.href(&format!("/organisations/{id}"))) };
                let links = vec![Link { text: old.to_owned(), href: None }, new];
                moments.push(Moment { links, ..Moment::new(l, from, &l.t("moment-renamed")) });
            }
        }
        if let Some(to) = organisation.ended(today).filter(|to| to.first_day() >= first) {
            let links = link(id, to.first_day()).into_iter().collect();
            moments.push(Moment { links, ..Moment::new(l, to, &l.t("moment-ended")) });
        }
    }
    moments
}
