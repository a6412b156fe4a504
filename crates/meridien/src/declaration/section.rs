//! The sections of a declaration: what is asked on one page.

use serde_json::Value;

use super::form;
use crate::partnership::fields::{FIELDS, Field};

/// A section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// Its word in addresses.
    pub slug: &'static str,
    /// The key of its title.
    pub title: &'static str,
    /// The key of what it is for.
    pub lead: &'static str,
    /// The names of its fields at the top of the body.
    names: &'static [&'static str],
}

/// Sections asked together.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// The key of its title.
    pub title: &'static str,
    /// Its sections, in the order in which they are asked.
    pub sections: &'static [Section],
}

const fn section(
    slug: &'static str,
    title: &'static str,
    lead: &'static str,
    names: &'static [&'static str],
) -> Section {
    Section { slug, title, lead, names }
}

/// Every section: what makes a record first, then what makes it rich.
pub const GROUPS: &[Group] = &[
    Group {
        title: "group-essential",
        sections: &[
            section("collectivites", "section-parties", "lead-parties", &["parties"]),
            section("titre", "field-title", "lead-title", &["title"]),
            section("forme", "field-form", "lead-form", &["form"]),
            section("dates", "task-dates", "lead-dates", &["start", "end", "ended", "dormant", "periodicity"]),
            section("themes", "section-themes", "lead-themes", &["themes"]),
            section("recit", "section-narratives", "lead-narratives", &["narratives", "glossary"]),
        ],
    },
    Group {
        title: "group-money",
        sections: &[
            section("accords", "section-agreements", "lead-agreements", &["agreements"]),
            section("financement", "section-funding", "lead-funding", &["funding"]),
            section("programmes", "section-programmes", "lead-programmes", &["programmes"]),
        ],
    },
    Group {
        title: "group-work",
        sections: &[
            section(
                "mise-en-oeuvre",
                "section-roles",
                "lead-roles",
                &["contracting_authorities", "implementers", "beneficiaries"],
            ),
            section("autres-partenaires", "section-other-partners", "lead-other-partners", &["other_partners"]),
            section("phases", "section-phases", "lead-phases", &["phases", "actions"]),
            section("lieux", "section-places", "lead-places", &["places"]),
            section("volontaires", "section-volunteers", "lead-volunteers", &["volunteers"]),
        ],
    },
    Group {
        title: "group-follow-up",
        sections: &[
            section("contacts", "section-contacts", "lead-contacts", &["contacts"]),
            section("suivi", "section-follow-up", "lead-follow-up", &["communication", "evaluation"]),
            section("documents", "section-documents", "lead-documents", &["documents"]),
            section("provenance", "section-provenance", "lead-provenance", &["provenance"]),
        ],
    },
];

/// Every section, in the order in which they are asked.
pub fn all() -> impl Iterator<Item = &'static Section> {
    GROUPS.iter().flat_map(|group| group.sections)
}

/// The section of a word in an address.
pub fn find(slug: &str) -> Option<&'static Section> {
    all().find(|section| section.slug == slug)
}

/// The section in which a path is asked.
pub fn of_path(path: &str) -> Option<&'static Section> {
    let name = crate::partnership::fields::top(path)?.name;
    all().find(|section| section.names.contains(&name))
}

impl Section {
    /// Its fields.
    pub fn fields(&self) -> Vec<&'static Field> {
        FIELDS.iter().filter(|field| self.names.contains(&field.name)).collect()
    }

    /// Whether nothing was typed into any of them.
    pub fn is_blank(&self, body: &Value) -> bool {
        self.fields().iter().all(|field| form::is_blank(std::slice::from_ref(*field), body))
    }

    /// The section after it.
    pub fn next(&self) -> Option<&'static Section> {
        all().skip_while(|section| section.slug != self.slug).nth(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::partnership::fields::Kind;

    #[test]
    fn there_are_eighteen_and_every_field_that_people_write_is_asked_once() {
        assert_eq!(all().count(), 18);
        for field in FIELDS {
            let times = all().filter(|section| section.names.contains(&field.name)).count();
            assert_eq!(times, usize::from(!matches!(field.kind, Kind::Kept(_))), "{}", field.name);
        }
    }
}
