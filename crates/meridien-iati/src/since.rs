//! Elements and attributes that came with a later version than a file's: the schemas that records are compared with are those
//! of the last version of each series, which has them. After the changes that the standard's guidance lists for each version.

use crate::fault::{Faults, Rule};
use crate::tree::Node;
use crate::version::Version;

/// What came with a version, by the end of its path; what begins with `/` is at the top of a record.
const ADDED: &[(Version, &[&str])] = &[
    (
        Version::V1_03,
        &[
            "contact-info/website",
            "contact-info/job-title",
            "contact-info/@type",
            "recipient-region/@vocabulary",
            "/country-budget-items",
            "/capital-spend",
            "/crs-add",
            "/activity-scope",
            "/fss",
        ],
    ),
    (
        Version::V1_04,
        &[
            "reporting-org/@secondary-reporter",
            "location/@ref",
            "location/location-reach",
            "location/location-id",
            "location/activity-description",
            "location/point",
            "location/exactness",
            "location/location-class",
            "location/feature-designation",
            "administrative/@level",
            "administrative/@vocabulary",
            "administrative/@code",
        ],
    ),
    (
        Version::V2_02,
        &[
            "/@humanitarian",
            "/humanitarian-scope",
            "/recipient-region-budget",
            "/total-expenditure",
            "participating-org/@activity-id",
            "recipient-region/@vocabulary-uri",
            "sector/@vocabulary-uri",
            "policy-marker/@vocabulary-uri",
            "/budget/@status",
            "total-budget/@status",
            "recipient-org-budget/@status",
            "planned-disbursement/provider-org",
            "planned-disbursement/receiver-org",
            "transaction/@humanitarian",
            "transaction/provider-org/@type",
            "transaction/receiver-org/@type",
            "document-link/document-date",
            "indicator/reference",
            "target/location",
            "target/dimension",
            "actual/location",
            "actual/dimension",
            "crs-add/channel-code",
        ],
    ),
    (
        Version::V2_03,
        &[
            "/@budget-not-provided",
            "/tag",
            "participating-org/@crs-channel-code",
            "default-aid-type/@vocabulary",
            "transaction/aid-type/@vocabulary",
            "document-link/description",
            "result/reference",
            "result/document-link",
            "indicator/document-link",
            "indicator/@aggregation-status",
            "baseline/location",
            "baseline/dimension",
            "baseline/document-link",
            "target/document-link",
            "actual/document-link",
        ],
    ),
];

/// Tells what a record has that its version had not.
pub(crate) fn check(record: Node, version: Version, faults: &mut Faults) {
    let later = ADDED.iter().filter(|(since, _)| *since > version && since.is_1() == version.is_1());
    let later: Vec<_> = later.flat_map(|(since, paths)| paths.iter().map(|path| (*since, *path))).collect();
    if !later.is_empty() {
        visit(record, &mut String::new(), &later, faults);
    }
}

/// `path` is that of the element in its record: `/transaction/value`, empty for the record.
fn visit(node: Node, path: &mut String, later: &[(Version, &str)], faults: &mut Faults) {
    let length = path.len();
    let since = |path: &str| later.iter().find(|(_, end)| is_at(path, end)).map(|(since, _)| since.as_str());
    for attribute in node.attributes().filter(|attribute| attribute.namespace.is_none()) {
        path.push_str("/@");
        path.push_str(attribute.name);
        if let Some(version) = since(path) {
            let parameters = [("name", attribute.name), ("version", version)];
            faults.add(node, Some(attribute.name), Rule::LaterVersion, &parameters);
        }
        path.truncate(length);
    }
    for child in node.children().filter(|child| !child.is_text() && child.namespace().is_none()) {
        path.push('/');
        path.push_str(child.name());
        match since(path) {
            Some(version) => {
                faults.add(child, None, Rule::LaterVersion, &[("name", child.name()), ("version", version)]);
            }
            None => visit(child, path, later, faults),
        }
        path.truncate(length);
    }
}

fn is_at(path: &str, end: &str) -> bool {
    match end.starts_with('/') {
        true => path == end,
        false => path.strip_suffix(end).is_some_and(|before| before.ends_with('/')),
    }
}
