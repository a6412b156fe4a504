//! The versions of the standard.

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::tree::Node;

/// A version of the standard.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, IntoStaticStr, VariantArray,
)]
pub enum Version {
    /// 1.01, of 2011.
    #[strum(serialize = "1.01")]
    V1_01,
    /// 1.02.
    #[strum(serialize = "1.02")]
    V1_02,
    /// 1.03.
    #[strum(serialize = "1.03")]
    V1_03,
    /// 1.04.
    #[strum(serialize = "1.04")]
    V1_04,
    /// 1.05, of 2014.
    #[strum(serialize = "1.05")]
    V1_05,
    /// 2.01, of 2015: texts by language, numbers for codes, an order of elements.
    #[strum(serialize = "2.01")]
    V2_01,
    /// 2.02.
    #[strum(serialize = "2.02")]
    V2_02,
    /// 2.03, of 2018.
    #[strum(serialize = "2.03")]
    V2_03,
}

impl Version {
    /// Every version, oldest first.
    pub const ALL: &[Version] = Version::VARIANTS;

    /// As files write it.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads what a file declares; old ones write `1.0` or `1` too.
    pub fn from_code(code: &str) -> Option<Version> {
        let code = code.trim();
        match code {
            "1" | "1.0" | "1.00" => Some(Version::V1_01),
            _ => code.parse().ok(),
        }
    }

    /// Whether it is one of the first series, whose files are upgraded when they are read.
    pub fn is_1(self) -> bool {
        self < Version::V2_01
    }

    /// The version of a record: its own, which some files give, or the file's, or what it looks like. Only the second
    /// series has narratives, and nearly all of its records have one.
    pub(crate) fn of(declared: Option<Version>, record: Node) -> Version {
        // Of another namespace it is another's word: of the version that somebody once found the record in.
        let own = record.attribute("version").and_then(Version::from_code);
        own.or(declared).unwrap_or_else(|| if has_narrative(record) { Version::V2_03 } else { Version::V1_05 })
    }
}

fn has_narrative(node: Node) -> bool {
    node.children().any(|child| child.name() == "narrative" || has_narrative(child))
}
