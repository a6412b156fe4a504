//! The rules of the standard that its schemas cannot say, after its standard ruleset and the text of its reference.
//! Applied to records in the terms of version 2.03.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::fault::{Faults, Rule};
use crate::tree::{Node, is_language};
use crate::value::{Value, date_time};

/// Checks a record. `today` tells which dates are in the future.
pub(crate) fn check(record: Node, today: NaiveDate, faults: &mut Faults) {
    let mut rules = Rules { today, faults };
    match record.name() {
        "iati-activity" => rules.activity(record),
        _ => rules.organisation(record),
    }
}

struct Rules<'a> {
    today: NaiveDate,
    faults: &'a mut Faults,
}

impl Rules<'_> {
    fn activity(&mut self, activity: Node) {
        self.updated(activity);
        self.dates(activity);
        self.activity_identifier(activity);
        self.sectors(activity);
        self.places(activity);
        self.organisations(activity);
        self.results(activity);
        for budget in activity.elements("budget") {
            self.period(budget);
            self.length(budget);
        }
        for planned in activity.elements("planned-disbursement") {
            self.period(planned);
            self.both_ends(planned);
        }
        activity.elements("transaction").for_each(|transaction| self.transaction(transaction));
        let items = activity.elements("country-budget-items").flat_map(|items| items.elements("budget-item"));
        for part in activity.elements("capital-spend").chain(items) {
            self.share(part);
        }
        if activity.element("budget").is_none() && activity.attribute("budget-not-provided").is_none() {
            self.faults.add(activity, None, Rule::NoBudget, &[]);
        }
        self.defaults(activity);
    }

    fn organisation(&mut self, organisation: Node) {
        self.updated(organisation);
        if let Some(identifier) = organisation.element("organisation-identifier") {
            self.characters(identifier, None, identifier.text().trim());
        }
        if let Some(reporter) = organisation.element("reporting-org") {
            self.reference(reporter);
        }
        for child in organisation.children().filter(|child| child.namespace().is_none()) {
            if child.name().ends_with("-budget") || child.name() == "total-expenditure" {
                self.period(child);
                self.length(child);
            }
            if child.name() == "recipient-country-budget" {
                self.budget_lines(child);
            }
        }
        self.defaults(organisation);
    }

    fn updated(&mut self, record: Node) {
        let name = "last-updated-datetime";
        if let Some(at) = record.attribute(name).and_then(date_time) {
            self.past(record, name, at.to_utc().date_naive());
        }
    }

    fn budget_lines(&mut self, budget: Node) {
        let Some((start, end)) = period(budget) else { return };
        for value in budget.elements("budget-line").flat_map(|line| line.elements("value")) {
            let date = value.attribute("value-date").and_then(NaiveDate::parse);
            if let Some(date) = date.filter(|date| *date < start || *date > end) {
                let date = Value::format(&date);
                self.faults.add(value, Some("value-date"), Rule::OutsidePeriod, &[("date", &date)]);
            }
        }
    }

    fn dates(&mut self, activity: Node) {
        let dated = |kind: &str| {
            let mut dates = activity.elements("activity-date").filter(|date| date.attribute("type") == Some(kind));
            dates.find_map(|node| Some((node, date(node)?)))
        };
        let [planned_start, start, planned_end, end] = ["1", "2", "3", "4"].map(dated);
        let kinds = activity.elements("activity-date").filter_map(|date| date.attribute("type"));
        if !kinds.into_iter().any(|kind| kind == "1" || kind == "2") {
            self.faults.add(activity, None, Rule::NoStart, &[]);
        }
        for (start, end) in [(planned_start, planned_end), (start, end)] {
            if let (Some(start), Some((node, end))) = (start, end) {
                self.order(node, start.1, end);
            }
        }
        for (node, date) in [start, end].into_iter().flatten() {
            self.past(node, "iso-date", date);
        }
    }

    fn order(&mut self, node: Node, start: NaiveDate, end: NaiveDate) {
        if start > end {
            let (start, end) = (Value::format(&start), Value::format(&end));
            self.faults.add(node, None, Rule::DateOrder, &[("start", &start), ("end", &end)]);
        }
    }

    fn past(&mut self, node: Node, attribute: &str, date: NaiveDate) {
        if date > self.today {
            self.faults.add(node, Some(attribute), Rule::FutureDate, &[("date", &Value::format(&date))]);
        }
    }

    /// The period of a budget or the like.
    fn period(&mut self, node: Node) {
        if let Some((start, end)) = period(node) {
            self.order(node, start, end);
        }
    }

    fn length(&mut self, budget: Node) {
        let Some((start, end)) = period(budget) else { return };
        let year = start.with_year(start.year() + 1).or_else(|| NaiveDate::from_ymd_opt(start.year() + 1, 3, 1));
        if year.is_some_and(|year| end > year) {
            let (start, end) = (Value::format(&start), Value::format(&end));
            self.faults.add(budget, None, Rule::LongBudget, &[("start", &start), ("end", &end)]);
        }
    }

    fn activity_identifier(&mut self, activity: Node) {
        let Some(node) = activity.element("iati-identifier") else { return };
        let text = node.text();
        let identifier = text.trim();
        self.characters(node, None, identifier);
        let Some(reporter) = activity.element("reporting-org") else { return };
        let starts = |prefix: &str| !prefix.is_empty() && identifier.starts_with(prefix);
        let previous = activity.elements("other-identifier").filter(|other| other.attribute("type") == Some("B1"));
        let reference = reporter.attribute("ref").unwrap_or_default().trim();
        // Who reports for others writes their identifiers; who was renamed, the previous one's.
        let secondary = matches!(reporter.attribute("secondary-reporter"), Some("1" | "true"));
        let was_other = previous.filter_map(|other| other.attribute("ref")).any(starts);
        if !secondary && !was_other && !reference.is_empty() && !starts(reference) {
            self.faults.add(node, None, Rule::IdentifierPrefix, &[("value", identifier), ("reporter", reference)]);
        }
    }

    fn characters(&mut self, node: Node, attribute: Option<&str>, identifier: &str) {
        if identifier.is_empty() || identifier.contains(['/', '&', '|', '?']) {
            self.faults.add(node, attribute, Rule::IdentifierCharacters, &[("value", identifier)]);
        }
    }

    fn reference(&mut self, organisation: Node) {
        if let Some(reference) = organisation.attribute("ref") {
            self.characters(organisation, Some("ref"), reference.trim());
        }
    }

    fn sectors(&mut self, activity: Node) {
        let of_transactions = self.of_transactions(activity, &["sector"]);
        match (activity.element("sector"), of_transactions) {
            (None, false) => self.faults.add(activity, None, Rule::NoSector, &[]),
            (Some(sector), true) => self.faults.add(sector, None, Rule::SectorTwice, &[]),
            _ => {}
        }
        let mut by_vocabulary: BTreeMap<&str, Vec<Node>> = BTreeMap::new();
        for sector in activity.elements("sector") {
            by_vocabulary.entry(sector.attribute("vocabulary").unwrap_or("1")).or_default().push(sector);
            self.vocabulary(sector);
            self.explained(sector);
        }
        for (vocabulary, sectors) in by_vocabulary {
            if let Some(sum) = self.shares(&sectors) {
                let parameters = [("sum", sum.as_str()), ("vocabulary", vocabulary)];
                self.faults.add(sectors[0], None, Rule::SectorShares, &parameters);
            }
        }
        activity.elements("tag").chain(activity.elements("policy-marker")).for_each(|node| self.vocabulary(node));
        activity.elements("policy-marker").for_each(|marker| self.marker(marker));
    }

    /// Whether transactions have one of these elements; if one has, all must.
    fn of_transactions(&mut self, activity: Node, names: &[&'static str]) -> bool {
        let has = |transaction: &Node| names.iter().any(|name| transaction.element(name).is_some());
        let some = activity.elements("transaction").any(|transaction| has(&transaction));
        for transaction in activity.elements("transaction").filter(|transaction| some && !has(transaction)) {
            self.faults.add(transaction, None, Rule::NotAllTransactions, &[("element", names[0])]);
        }
        some
    }

    fn marker(&mut self, marker: Node) {
        match marker.attribute("vocabulary").map(str::trim) {
            None | Some("" | "1") if !has_words(marker, "significance") => {
                self.faults.add(marker, None, Rule::NoSignificance, &[]);
            }
            Some("99") => self.explained(marker),
            _ => {}
        }
    }

    /// What a code of one's own means, nobody else knows.
    fn explained(&mut self, node: Node) {
        let own = matches!(node.attribute("vocabulary").map(str::trim), Some("98" | "99"));
        if own && is_nameless(node) {
            let code = node.attribute("code").unwrap_or_default();
            self.faults.add(node, None, Rule::UnexplainedCode, &[("value", code)]);
        }
    }

    /// An own vocabulary should say where it is described.
    fn vocabulary(&mut self, node: Node) {
        if matches!(node.attribute("vocabulary"), Some("99" | "98")) && node.attribute("vocabulary-uri").is_none() {
            let code = node.attribute("code").unwrap_or_default();
            self.faults.add(node, None, Rule::NoVocabularyAddress, &[("value", code)]);
        }
    }

    /// The sum of the percentages, where it should be 100 and is not. One alone needs none.
    fn shares(&mut self, nodes: &[Node]) -> Option<String> {
        let shares: Vec<Option<Decimal>> = nodes.iter().map(|node| self.share(*node)).collect();
        let lone = nodes.len() == 1 && nodes[0].attribute("percentage").is_none();
        let sum = shares.into_iter().flatten().try_fold(Decimal::ZERO, Decimal::checked_add).unwrap_or(Decimal::MAX);
        (!lone && sum != Decimal::ONE_HUNDRED).then(|| sum.normalize().to_string())
    }

    fn share(&mut self, node: Node) -> Option<Decimal> {
        let written = node.attribute("percentage")?;
        let share = Decimal::parse(written)?;
        if share < Decimal::ZERO || share > Decimal::ONE_HUNDRED {
            self.faults.add(node, Some("percentage"), Rule::Percentage, &[("value", written)]);
        }
        Some(share)
    }

    /// Countries and regions are parts of one whole; regions of a second vocabulary say the same in other codes.
    fn places(&mut self, activity: Node) {
        let regions: Vec<Node> = activity.elements("recipient-region").collect();
        regions.iter().for_each(|region| self.vocabulary(*region));
        let vocabulary = |node: &Node| node.attribute("vocabulary").unwrap_or("1").to_owned();
        let first = regions.first().map(vocabulary);
        let own = regions.into_iter().filter(|region| Some(vocabulary(region)) == first);
        let places: Vec<Node> = activity.elements("recipient-country").chain(own).collect();
        let of_transactions = self.of_transactions(activity, &["recipient-country", "recipient-region"]);
        let Some(first) = places.first() else { return };
        if let Some(sum) = self.shares(&places) {
            self.faults.add(*first, None, Rule::PlaceShares, &[("sum", &sum)]);
        }
        if of_transactions {
            self.faults.add(*first, None, Rule::PlaceTwice, &[]);
        }
    }

    fn organisations(&mut self, activity: Node) {
        for organisation in activity.elements("participating-org") {
            let reference = organisation.attribute("ref").unwrap_or_default().trim();
            if !reference.is_empty() {
                self.reference(organisation);
            } else if is_nameless(organisation) {
                self.faults.add(organisation, None, Rule::NamelessOrganisation, &[]);
            } else {
                self.faults.add(organisation, None, Rule::NoOrganisationReference, &[]);
            }
        }
        if let Some(reporter) = activity.element("reporting-org") {
            self.reference(reporter);
        }
        for owner in activity.elements("other-identifier").flat_map(|other| other.elements("owner-org")) {
            self.named(owner);
        }
    }

    /// Who gives and who receives.
    fn both_ends(&mut self, node: Node) {
        for name in ["provider-org", "receiver-org"] {
            node.elements(name).for_each(|organisation| self.named(organisation));
        }
    }

    /// An organisation has an identifier, without signs that none has, or a name.
    fn named(&mut self, organisation: Node) {
        if has_words(organisation, "ref") {
            self.reference(organisation);
        } else if is_nameless(organisation) {
            self.faults.add(organisation, None, Rule::NamelessOrganisation, &[]);
        }
    }

    fn transaction(&mut self, transaction: Node) {
        if let Some((node, date)) = transaction.element("transaction-date").and_then(|node| Some((node, date(node)?))) {
            self.past(node, "iso-date", date);
        }
        if let Some(value) = transaction.element("value")
            && let Some(date) = value.attribute("value-date").and_then(NaiveDate::parse)
        {
            self.past(value, "value-date", date);
        }
        self.both_ends(transaction);
        for sector in transaction.elements("sector") {
            self.vocabulary(sector);
            self.explained(sector);
        }
    }

    fn results(&mut self, activity: Node) {
        for result in activity.elements("result") {
            let listed = result.element("reference").is_some();
            for indicator in result.elements("indicator") {
                if let Some(reference) = indicator.element("reference").filter(|_| listed) {
                    self.faults.add(reference, None, Rule::ReferenceTwice, &[]);
                }
                let of_numbers = matches!(indicator.attribute("measure"), Some("1" | "2" | "3" | "4"));
                let values = indicator.elements("baseline").map(|baseline| (baseline, of_numbers));
                values.for_each(|(node, needed)| self.value(node, needed));
                for period in indicator.elements("period") {
                    self.period(period);
                    let values = period.elements("target").chain(period.elements("actual"));
                    values.for_each(|node| self.value(node, of_numbers));
                }
            }
        }
    }

    fn value(&mut self, node: Node, needed: bool) {
        if needed && node.attribute("value").is_none_or(|value| value.trim().is_empty()) {
            self.faults.add(node, None, Rule::NoValue, &[]);
        }
    }

    /// Currencies and languages that neither their element names nor the record.
    fn defaults(&mut self, record: Node) {
        let currency = record.attribute("default-currency").is_some_and(|code| !code.trim().is_empty());
        let language = record.language().is_some_and(|code| !code.trim().is_empty());
        if !currency || !language {
            record.children().for_each(|child| self.default(child, currency, language));
        }
    }

    fn default(&mut self, node: Node, currency: bool, language: bool) {
        let is_amount = matches!(node.name(), "value" | "forecast" | "loan-status") && !node.is_text();
        if !currency && is_amount && node.attribute("currency").is_none_or(|code| code.trim().is_empty()) {
            self.faults.add(node, None, Rule::NoCurrency, &[]);
        }
        let language = language || node.attributes().any(is_language);
        if !language && node.name() == "narrative" {
            self.faults.add(node, None, Rule::NoLanguage, &[]);
        }
        let own = node.children().filter(|child| !child.is_text() && child.namespace().is_none());
        own.for_each(|child| self.default(child, currency, language));
    }
}

fn has_words(node: Node, attribute: &str) -> bool {
    node.attribute(attribute).is_some_and(|value| !value.trim().is_empty())
}

/// Whether an element has no narrative. Those of the first series have their text without one.
fn is_nameless(node: Node) -> bool {
    node.element("narrative").is_none() && node.text().trim().is_empty()
}

fn date(node: Node) -> Option<NaiveDate> {
    NaiveDate::parse(node.attribute("iso-date")?)
}

fn period(node: Node) -> Option<(NaiveDate, NaiveDate)> {
    Some((date(node.element("period-start")?)?, date(node.element("period-end")?)?))
}
