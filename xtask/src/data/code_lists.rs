//! Code lists of IATI in French and English, with the sustainable development goals.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result, ensure};
use quick_xml::de::from_str;
use serde::Deserialize;

use super::output::{About, Output, Table};
use super::packages::{IATI, Packages};
use super::source;

const FOLDER: &str = "pyIATI-0.4.1/iati/resources/standard/2-03/codelists";

/// The lists, by our name and by the package's file.
const LISTS: [(&str, &str); 33] = [
    ("ActivityDateType", "ActivityDateType"),
    ("ActivityScope", "ActivityScope"),
    ("ActivityStatus", "ActivityStatus"),
    ("AidType", "AidType"),
    ("AidTypeCategory", "AidType-category"),
    ("BudgetStatus", "BudgetStatus"),
    ("BudgetType", "BudgetType"),
    ("CollaborationType", "CollaborationType"),
    ("ConditionType", "ConditionType"),
    ("ContactType", "ContactType"),
    ("DescriptionType", "DescriptionType"),
    ("DocumentCategory", "DocumentCategory"),
    ("DocumentCategoryGroup", "DocumentCategory-category"),
    ("FinanceType", "FinanceType"),
    ("FlowType", "FlowType"),
    ("GeographicExactness", "GeographicExactness"),
    ("GeographicLocationClass", "GeographicLocationClass"),
    ("GeographicLocationReach", "GeographicLocationReach"),
    ("HumanitarianScopeType", "HumanitarianScopeType"),
    ("Language", "Language"),
    ("OrganisationRole", "OrganisationRole"),
    ("OrganisationType", "OrganisationType"),
    ("PolicyMarker", "PolicyMarker"),
    ("PolicySignificance", "PolicySignificance"),
    ("RelatedActivityType", "RelatedActivityType"),
    ("ResultType", "ResultType"),
    ("SDG", ""),
    ("Sector", "Sector"),
    ("SectorCategory", "SectorCategory"),
    ("SectorVocabulary", "SectorVocabulary"),
    ("TagVocabulary", "TagVocabulary"),
    ("TiedStatus", "TiedStatus"),
    ("TransactionType", "TransactionType"),
];

/// A row of `code-list-labels.tsv`.
#[derive(Deserialize)]
struct Label {
    list: String,
    code: String,
    fr: String,
    en: String,
}

/// A code list of IATI's packages.
#[derive(Deserialize)]
pub(super) struct Document {
    #[serde(rename = "codelist-items")]
    pub(super) items: Items,
}

#[derive(Deserialize)]
pub(super) struct Items {
    #[serde(rename = "codelist-item")]
    pub(super) items: Vec<Item>,
}

#[derive(Deserialize)]
pub(super) struct Item {
    #[serde(rename = "@status")]
    status: Option<String>,
    pub(super) code: String,
    name: Name,
    category: Option<String>,
}

#[derive(Deserialize)]
struct Name {
    #[serde(rename = "narrative")]
    narratives: Vec<Narrative>,
}

#[derive(Deserialize)]
struct Narrative {
    #[serde(rename = "@xml:lang")]
    lang: Option<String>,
    #[serde(rename = "$text", default)]
    text: String,
}

impl Item {
    fn label(&self, lang: Option<&str>) -> String {
        let mut narratives = self.name.narratives.iter();
        let found = narratives.find(|narrative| narrative.lang.as_deref() == lang);
        found.map(|narrative| narrative.text.trim().to_owned()).unwrap_or_default()
    }
}

/// A code, ready to be written.
#[derive(Default)]
struct Code {
    fr: String,
    en: String,
    category: String,
    withdrawn: bool,
}

pub fn build(packages: &Packages, output: &mut Output) -> Result<()> {
    let mut by_hand: HashMap<String, Vec<Label>> = HashMap::new();
    for label in source::read::<Label>("code-list-labels.tsv")? {
        by_hand.entry(label.list.clone()).or_default().push(label);
    }
    let mut table = Table::new(&["list", "code", "fr", "en", "category", "withdrawn"]);
    for (list, file) in LISTS {
        let labels = by_hand.remove(list).unwrap_or_default();
        let mut codes = match file {
            "" => BTreeMap::new(),
            file => read(&packages.text(IATI, &format!("{FOLDER}/{file}.xml"))?).with_context(|| file.to_owned())?,
        };
        if list == "Language" {
            codes.retain(|code, _| labels.iter().any(|label| label.code == code.text));
        }
        for label in labels {
            // A code that is newer than the package has the category of its first three digits.
            let category = if list == "Sector" { label.code[..3].to_owned() } else { String::new() };
            let code = codes.entry(Key::new(&label.code)).or_insert_with(|| Code { category, ..Code::default() });
            code.fr = label.fr;
            if !label.en.is_empty() {
                code.en = label.en;
            }
        }
        for (key, code) in &codes {
            ensure!(!code.fr.is_empty() && !code.en.is_empty(), "{list} {} has not both labels", key.text);
            let withdrawn = if code.withdrawn { "1" } else { "0" };
            table.push(&[list, &key.text, &printed(&code.fr), &code.en, &code.category, withdrawn])?;
        }
    }
    ensure!(by_hand.is_empty(), "labels of unknown lists: {:?}", by_hand.keys());
    output.write(
        About {
            name: "code-lists.tsv",
            about: "IATI code lists, DAC purpose codes and categories, SDGs, in French and English",
            licence: "MIT",
            from: &[IATI],
        },
        &table,
    )
}

/// Orders codes by number where they are numbers.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    number: u32,
    text: String,
}

impl Key {
    fn new(code: &str) -> Self {
        Key { number: code.parse().unwrap_or(0), text: code.to_owned() }
    }
}

fn read(xml: &str) -> Result<BTreeMap<Key, Code>> {
    let document: Document = from_str(xml)?;
    let codes = document.items.items.into_iter().map(|item| {
        let code = Code {
            fr: item.label(Some("fr")),
            en: item.label(None),
            category: item.category.clone().unwrap_or_default(),
            withdrawn: item.status.as_deref() == Some("withdrawn"),
        };
        (Key::new(item.code.trim()), code)
    });
    Ok(codes.collect())
}

/// A French label as French prints it: with its own apostrophe, and spaces that do not break before marks and inside
/// guillemets.
fn printed(text: &str) -> String {
    const RULES: [(&str, &str); 7] = [
        ("'", "’"),
        (" :", "\u{a0}:"),
        (" ;", "\u{202f};"),
        (" !", "\u{202f}!"),
        (" ?", "\u{202f}?"),
        ("« ", "«\u{a0}"),
        (" »", "\u{a0}»"),
    ];
    RULES.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
