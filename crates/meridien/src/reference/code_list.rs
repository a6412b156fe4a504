//! Code lists of the IATI standard 2.03, the OECD DAC purpose codes and the sustainable development goals.

use std::sync::LazyLock;

use super::{Label, table};

/// A list of codes with their labels.
#[derive(Debug)]
pub struct CodeList {
    /// IATI's name of the list (`OrganisationRole`, `Sector`, ...), or `SDG`.
    pub name: &'static str,
    /// Its codes, in the order of the standard.
    pub codes: Vec<Code>,
}

/// One code of a list.
#[derive(Debug)]
pub struct Code {
    /// The code.
    pub code: &'static str,
    /// What it means.
    pub label: Label,
    /// The code above it, in the list of categories: a DAC purpose code has a three-digit category.
    pub category: Option<&'static str>,
    /// No longer to be used, but found in older files.
    pub withdrawn: bool,
}

static LISTS: LazyLock<Vec<CodeList>> = LazyLock::new(|| {
    let mut lists: Vec<CodeList> = Vec::new();
    for mut row in table::rows(include_str!("../../data/code-lists.tsv")) {
        let name = row.text();
        let code = Code {
            code: row.text(),
            label: Label { fr: row.text(), en: row.text() },
            category: row.optional(),
            withdrawn: row.text() == "1",
        };
        match lists.last_mut().filter(|list| list.name == name) {
            Some(list) => list.codes.push(code),
            None => lists.push(CodeList { name, codes: vec![code] }),
        }
    }
    lists
});

/// Every list.
#[must_use]
pub fn code_lists() -> &'static [CodeList] {
    &LISTS
}

/// The list of a name, such as `Sector`.
#[must_use]
pub fn code_list(name: &str) -> Option<&'static CodeList> {
    LISTS.iter().find(|list| list.name == name)
}

/// One code of a list, such as `code("Sector", "14030")`.
#[must_use]
pub fn code(list: &str, code: &str) -> Option<&'static Code> {
    code_list(list)?.codes.iter().find(|entry| entry.code == code)
}
