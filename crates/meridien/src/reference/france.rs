//! Local authorities of France, with INSEE and SIREN codes, populations and coordinates.

use std::sync::LazyLock;

use super::table::{Row, decompress, rows};
use crate::value::{Point, Precision};

/// SIREN of the European Collectivity of Alsace, which is no département in the official code.
pub const ALSACE_SIREN: &str = "200094332";

/// The letters that a région is known by: of its ISO 3166-2 code, and other usual ones. INSEE codes; none for the others.
#[must_use]
pub fn region_letters(code: &str) -> &'static [&'static str] {
    match code {
        "11" => &["FR-IDF"],
        "24" => &["FR-CVL"],
        "27" => &["FR-BFC"],
        "28" => &["FR-NOR"],
        "32" => &["FR-HDF"],
        "44" => &["FR-GES"],
        "52" => &["FR-PDL"],
        "53" => &["FR-BRE"],
        "75" => &["FR-NAQ"],
        "76" => &["FR-OCC"],
        "84" => &["FR-ARA", "AURA"],
        "93" => &["FR-PAC", "PACA"],
        "94" => &["FR-20R"],
        _ => &[],
    }
}

/// What people say of a région or of what is in a département: "breton", "bretonne". By the scheme and the INSEE code of the
/// territory; where a région of before 2016 gave the word, its départements have it.
#[must_use]
pub fn demonyms(scheme: &str, code: &str) -> &'static [&'static str] {
    match (scheme, code) {
        ("insee-region", "01") => &["guadeloupéen", "guadeloupéenne"],
        ("insee-region", "02") => &["martiniquais", "martiniquaise"],
        ("insee-region", "03") => &["guyanais", "guyanaise"],
        ("insee-region", "04") => &["réunionnais", "réunionnaise"],
        ("insee-region", "06") => &["mahorais", "mahoraise"],
        ("insee-region", "11") => &["francilien", "francilienne"],
        ("insee-region", "28") | ("insee-former-region", "23" | "25") => &["normand", "normande"],
        ("insee-region", "52") => &["ligérien", "ligérienne"],
        ("insee-region", "53") => &["breton", "bretonne"],
        ("insee-region", "76") => &["occitan", "occitane"],
        ("insee-region", "93") => &["provençal", "provençale"],
        ("insee-region", "94") => &["corse"],
        ("insee-region", "987") => &["polynésien", "polynésienne"],
        ("insee-region", "988") => &["calédonien", "calédonienne", "néo-calédonien", "néo-calédonienne"],
        ("insee-former-region", "21") | ("insee-department", "08" | "10" | "51" | "52") => {
            &["champenois", "champenoise"]
        }
        ("insee-former-region", "22") | ("insee-department", "02" | "60" | "80") => &["picard", "picarde"],
        ("insee-former-region", "26") | ("insee-department", "21" | "58" | "71" | "89") => {
            &["bourguignon", "bourguignonne"]
        }
        ("insee-former-region", "41") | ("insee-department", "54" | "55" | "57" | "88") => &["lorrain", "lorraine"],
        ("insee-former-region", "42") | ("insee-department", "67" | "68") => &["alsacien", "alsacienne"],
        ("insee-former-region", "43") | ("insee-department", "25" | "39" | "70" | "90") => {
            &["franc-comtois", "franc-comtoise", "comtois", "comtoise"]
        }
        ("insee-former-region", "72") | ("insee-department", "24" | "33" | "40" | "47" | "64") => {
            &["aquitain", "aquitaine"]
        }
        ("insee-former-region", "74") | ("insee-department", "19" | "23" | "87") => &["limousin", "limousine"],
        ("insee-former-region", "83") | ("insee-department", "03" | "15" | "43" | "63") => &["auvergnat", "auvergnate"],
        ("insee-department", "73" | "74") => &["savoyard", "savoyarde"],
        _ => &[],
    }
}

/// A commune of today.
#[derive(Debug)]
pub struct Commune {
    /// INSEE code.
    pub code: &'static str,
    /// Name, with its article: `Le Havre`.
    pub name: &'static str,
    /// INSEE's article code (TNCC, 0 to 8).
    pub article: u8,
    /// INSEE code of its département or overseas collectivity.
    pub department: &'static str,
    /// SIREN of its intermunicipal body.
    pub intermunicipal: Option<&'static str>,
    /// SIREN.
    pub siren: Option<&'static str>,
    /// Inhabitants.
    pub population: Option<u64>,
    /// Its own position; with the precision of a département, the main town of its intermunicipal body.
    pub point: Option<Point>,
}

/// A commune that was merged into another.
#[derive(Debug)]
pub struct FormerCommune {
    /// INSEE code.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
    /// INSEE code of the commune that holds its rights.
    pub successor: &'static str,
}

/// An intermunicipal body with its own taxation (EPCI), or a territory of Greater Paris (EPT).
#[derive(Debug)]
pub struct Intermunicipal {
    /// SIREN.
    pub siren: &'static str,
    /// Name.
    pub name: &'static str,
    /// `CC`, `CA`, `CU`, `METRO`, `MET69` (Lyon) or `EPT`.
    pub kind: &'static str,
    /// INSEE code of the département of its largest commune.
    pub department: &'static str,
    /// Inhabitants.
    pub population: Option<u64>,
    /// Position of its largest commune.
    pub point: Option<Point>,
}

/// A département or overseas collectivity.
#[derive(Debug)]
pub struct Department {
    /// INSEE code.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
    /// INSEE's article code (TNCC, 0 to 8).
    pub article: u8,
    /// INSEE code of its région.
    pub region: &'static str,
    /// SIREN of its authority.
    pub siren: Option<&'static str>,
    /// Inhabitants.
    pub population: Option<u64>,
    /// Position of its capital.
    pub point: Option<Point>,
}

/// A région of today.
#[derive(Debug)]
pub struct Region {
    /// INSEE code.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
    /// INSEE's article code (TNCC, 0 to 8).
    pub article: u8,
    /// SIREN of its authority.
    pub siren: Option<&'static str>,
    /// Inhabitants.
    pub population: Option<u64>,
    /// Position of its capital.
    pub point: Option<Point>,
}

/// A région that ended with 2015.
#[derive(Debug)]
pub struct FormerRegion {
    /// INSEE code.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
    /// INSEE's article code (TNCC, 0 to 8).
    pub article: u8,
    /// INSEE code of the région that took over.
    pub successor: &'static str,
}

/// Declares a register: read from its embedded file on first use.
macro_rules! register {
    ($(#[$doc:meta])* $name:ident: $row:ty = $text:expr, $read:expr) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name() -> &'static [$row] {
            static ROWS: LazyLock<Vec<$row>> = LazyLock::new(|| rows($text).map($read).collect());
            &ROWS
        }
    };
}

/// An embedded compressed file, kept for the life of the program.
macro_rules! compressed {
    ($file:literal) => {
        &*decompress(include_bytes!(concat!("../../data/", $file))).leak()
    };
}

register!(
    /// The communes of today, by code.
    communes: Commune = compressed!("fr-communes.tsv.zst"),
    |mut row| Commune {
        code: row.text(),
        name: row.text(),
        article: row.parse(),
        department: row.text(),
        intermunicipal: row.optional(),
        siren: row.optional(),
        population: row.parse_optional(),
        point: point_with_precision(&mut row),
    }
);

register!(
    /// The communes merged into others.
    former_communes: FormerCommune = compressed!("fr-former-communes.tsv.zst"),
    |mut row| FormerCommune { code: row.text(), name: row.text(), successor: row.text() }
);

register!(
    /// The intermunicipal bodies.
    intermunicipals: Intermunicipal = compressed!("fr-intermunicipals.tsv.zst"),
    |mut row| Intermunicipal {
        siren: row.text(),
        name: row.text(),
        kind: row.text(),
        department: row.text(),
        population: row.parse_optional(),
        point: point_with_precision(&mut row),
    }
);

register!(
    /// The départements and overseas collectivities.
    departments: Department = include_str!("../../data/fr-departments.tsv"),
    |mut row| Department {
        code: row.text(),
        name: row.text(),
        article: row.parse(),
        region: row.text(),
        siren: row.optional(),
        population: row.parse_optional(),
        point: row.point(Precision::Department),
    }
);

register!(
    /// The régions and overseas collectivities of today.
    regions: Region = include_str!("../../data/fr-regions.tsv"),
    |mut row| Region {
        code: row.text(),
        name: row.text(),
        article: row.parse(),
        siren: row.optional(),
        population: row.parse_optional(),
        point: row.point(Precision::Region),
    }
);

register!(
    /// The régions that ended with 2015.
    former_regions: FormerRegion = include_str!("../../data/fr-former-regions.tsv"),
    |mut row| FormerRegion { code: row.text(), name: row.text(), article: row.parse(), successor: row.text() }
);

/// A position whose precision is the row's next field.
fn point_with_precision(row: &mut Row) -> Option<Point> {
    let point = row.point(Precision::Department);
    match row.text() {
        "commune" => point.map(|point| Point { precision: Precision::Commune, ..point }),
        _ => point,
    }
}
