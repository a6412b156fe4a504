//! The code lists, and whether a record keeps to them. Applied to records in the terms of version 2.03.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::fault::{Faults, Rule};
use crate::tree::{Node, is_language};

/// A code list, as `data/codes.tsv` has it.
struct List {
    /// Part of the standard: it changes with a version only.
    embedded: bool,
    codes: HashSet<&'static str>,
}

static LISTS: LazyLock<HashMap<&'static str, List>> = LazyLock::new(|| {
    let rows = include_str!("../data/codes.tsv").lines().skip(1).filter_map(|row| {
        let mut cells = row.split('\t');
        let (name, kept, codes) = (cells.next()?, cells.next()?, cells.next()?);
        Some((name, List { embedded: kept == "embedded", codes: codes.split(' ').collect() }))
    });
    rows.collect()
});

/// Checks the codes of a record.
pub(crate) fn check(node: Node, faults: &mut Faults) {
    for attribute in node.attributes() {
        if is_language(attribute) {
            language(node, "xml:lang", attribute.value, faults);
        } else if attribute.namespace.is_none()
            && let Some(list) = list(node, attribute.name)
        {
            code(node, Some(attribute.name), attribute.value, list, faults);
        }
    }
    if node.name() == "channel-code" {
        code(node, None, node.text().trim(), "CRSChannelCode", faults);
    }
    if node.name() == "narrative" && node.text().trim().is_empty() {
        faults.add(node, None, Rule::EmptyNarrative, &[]);
    }
    for child in node.children().filter(|child| !child.is_text() && child.namespace().is_none()) {
        check(child, faults);
    }
}

fn code(node: Node, attribute: Option<&str>, value: &str, list: &'static str, faults: &mut Faults) {
    if list == "Language" {
        return language(node, attribute.unwrap_or_default(), value, faults);
    }
    let Some(known) = LISTS.get(list) else { return };
    if !known.codes.contains(value.trim()) {
        let rule = if known.embedded { Rule::UnknownCode } else { Rule::UnlistedCode };
        faults.add(node, attribute, rule, &[("value", value), ("list", list)]);
    }
}

/// A language may have a country after it, which the list does not hold.
fn language(node: Node, attribute: &str, value: &str, faults: &mut Faults) {
    let code = value.split('-').next().unwrap_or_default();
    let lower = code.to_lowercase();
    let listed = LISTS.get("Language").is_some_and(|list| list.codes.contains(lower.as_str()));
    if !listed {
        faults.add(node, Some(attribute), Rule::UnlistedCode, &[("value", value), ("list", "Language")]);
    } else if lower != code {
        faults.add(node, Some(attribute), Rule::LanguageCase, &[("value", value)]);
    }
}

/// Which list the codes of an attribute are in; none for codes of the reporter's own vocabulary.
fn list(node: Node, attribute: &str) -> Option<&'static str> {
    let of_dac = || matches!(node.attribute("vocabulary"), None | Some("" | "1"));
    match (node.name(), attribute) {
        (_, "default-currency" | "currency") => Some("Currency"),
        (_, "budget-not-provided") => Some("BudgetNotProvided"),
        (_, "crs-channel-code") => Some("CRSChannelCode"),
        (_, "measure") => Some("IndicatorMeasure"),
        (_, "role") => Some("OrganisationRole"),
        (_, "significance") if node.name() == "policy-marker" => Some("PolicySignificance"),
        (_, "status") => Some("BudgetStatus"),
        (name, "type") => type_list(name),
        (name, "vocabulary") => vocabulary_list(name, node),
        ("sector", "code") => of_dac().then_some("Sector"),
        ("policy-marker", "code") => of_dac().then_some("PolicyMarker"),
        ("recipient-region", "code") => of_dac().then_some("Region"),
        ("default-aid-type" | "aid-type", "code") => of_dac().then_some("AidType"),
        ("budget-item", "code") => {
            let vocabulary = node.parent().and_then(|items| items.attribute("vocabulary"));
            (vocabulary == Some("1")).then_some("BudgetIdentifier")
        }
        (name, "code") => code_list(name),
        _ => None,
    }
}

fn code_list(element: &str) -> Option<&'static str> {
    Some(match element {
        "activity-status" => "ActivityStatus",
        "activity-scope" => "ActivityScope",
        "recipient-country" => "Country",
        "location-reach" => "GeographicLocationReach",
        "exactness" => "GeographicExactness",
        "location-class" => "GeographicLocationClass",
        "feature-designation" => "LocationType",
        "collaboration-type" => "CollaborationType",
        "default-flow-type" | "flow-type" => "FlowType",
        "default-finance-type" | "finance-type" => "FinanceType",
        "default-tied-status" | "tied-status" => "TiedStatus",
        "transaction-type" => "TransactionType",
        "disbursement-channel" => "DisbursementChannel",
        "category" => "DocumentCategory",
        "language" => "Language",
        "other-flags" => "CRSAddOtherFlags",
        "repayment-type" => "LoanRepaymentType",
        "repayment-plan" => "LoanRepaymentPeriod",
        _ => return None,
    })
}

fn type_list(element: &str) -> Option<&'static str> {
    Some(match element {
        "reporting-org" | "participating-org" | "provider-org" | "receiver-org" => "OrganisationType",
        "activity-date" => "ActivityDateType",
        "contact-info" => "ContactType",
        "description" => "DescriptionType",
        "budget" | "planned-disbursement" => "BudgetType",
        "related-activity" => "RelatedActivityType",
        "result" => "ResultType",
        "condition" => "ConditionType",
        "humanitarian-scope" => "HumanitarianScopeType",
        "other-identifier" => "OtherIdentifierType",
        _ => return None,
    })
}

fn vocabulary_list(element: &str, node: Node) -> Option<&'static str> {
    Some(match element {
        "sector" => "SectorVocabulary",
        "tag" => "TagVocabulary",
        "policy-marker" => "PolicyMarkerVocabulary",
        "recipient-region" => "RegionVocabulary",
        "humanitarian-scope" => "HumanitarianScopeVocabulary",
        "country-budget-items" => "BudgetIdentifierVocabulary",
        "administrative" | "location-id" => "GeographicVocabulary",
        "default-aid-type" | "aid-type" => "AidTypeVocabulary",
        "reference" if node.parent().is_some_and(|parent| parent.name() == "result") => "ResultVocabulary",
        "reference" => "IndicatorVocabulary",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_that_is_asked_for_is_there() {
        let source = include_str!("codes.rs");
        let asked =
            source.split('"').skip(1).step_by(2).filter(|text| text.starts_with(|c: char| c.is_ascii_uppercase()));
        let asked: HashSet<&str> = asked.filter(|text| text.chars().all(|c| c.is_ascii_alphabetic())).collect();
        assert!(asked.len() > 40, "{asked:?}");
        for list in asked {
            assert!(LISTS.contains_key(list), "{list}");
        }
    }
}
