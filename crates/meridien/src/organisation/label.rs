//! The words for what an organisation is: keys of the texts in `locales/*/organisation.ftl`.

use super::OrganisationKind;

impl OrganisationKind {
    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            OrganisationKind::Commune => "kind-commune",
            OrganisationKind::Intermunicipal => "kind-intermunicipal",
            OrganisationKind::Department => "kind-department",
            OrganisationKind::Region => "kind-region",
            OrganisationKind::LocalAuthority => "kind-local-authority",
            OrganisationKind::State => "kind-state",
            OrganisationKind::DiplomaticPost => "kind-diplomatic-post",
            OrganisationKind::PublicBody => "kind-public-body",
            OrganisationKind::Association => "kind-association",
            OrganisationKind::Company => "kind-company",
            OrganisationKind::International => "kind-international",
            OrganisationKind::Other => "kind-other",
        }
    }
}
