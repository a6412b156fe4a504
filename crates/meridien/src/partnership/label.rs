//! The words for what a partnership says in codes: keys of the texts in `locales/*/partnership.ftl`.

use super::funding::Stage;
use super::status::Status;
use super::{ActionKind, ActionState, AgreementKind, ContactRole, Form, PartyRole, Periodicity, Side, Verification};

/// Gives each value of a type the key of its word.
macro_rules! keys {
    ($($type:ty { $($variant:ident = $key:literal,)* })*) => {
        $(impl $type {
            /// The key of its word.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }
        })*
    };
}

keys! {
    Form {
        Twinning = "form-twinning",
        CooperationAgreement = "form-cooperation-agreement",
        CooperationProject = "form-cooperation-project",
        OneOffAction = "form-one-off-action",
        EmergencyAid = "form-emergency-aid",
        OnePercentAction = "form-one-percent-action",
        Friendship = "form-friendship",
        Other = "form-other",
    }
    Status {
        Active = "status-active",
        ToConfirm = "status-to-confirm",
        Planned = "status-planned",
        Dormant = "status-dormant",
        Ended = "status-ended",
    }
    Stage {
        Planned = "stage-planned",
        Committed = "stage-committed",
        Disbursed = "stage-disbursed",
        Unknown = "unknown",
    }
    AgreementKind {
        Convention = "agreement-convention",
        LetterOfIntent = "agreement-letter-of-intent",
        Unspecified = "agreement-unspecified",
    }
    Periodicity {
        Annual = "periodicity-annual",
        Biennial = "periodicity-biennial",
        Triennial = "periodicity-triennial",
        Other = "periodicity-other",
    }
    PartyRole {
        Lead = "party-lead",
        Partner = "party-partner",
        Former = "party-former",
    }
    ContactRole {
        Party = "contact-party",
        CooperationCorrespondent = "contact-cooperation-correspondent",
        CulturalCounsellor = "contact-cultural-counsellor",
        Other = "contact-other",
    }
    ActionKind {
        Mission = "action-mission",
        Seminar = "action-seminar",
        Training = "action-training",
        Study = "action-study",
        Works = "action-works",
        Exchange = "action-exchange",
        Committee = "action-committee",
        Other = "action-other",
    }
    ActionState {
        Planned = "action-planned",
        Ongoing = "action-ongoing",
        Done = "action-done",
        Cancelled = "action-cancelled",
    }
    Verification {
        ImportedUnverified = "verification-imported",
        Declared = "verification-declared",
        Validated = "verification-validated",
    }
    Side {
        Home = "side-home",
        Abroad = "side-abroad",
        None = "side-none",
    }
}

/// The key of the word for the part that an author had.
pub fn author_role(role: &str) -> &'static str {
    match role {
        "system" => "role-system",
        "agent" => "role-agent",
        "partner" | "partner_agent" => "role-partner",
        "correspondent" => "role-correspondent",
        "prefecture" => "role-prefecture",
        "ministry" => "role-ministry",
        "administrator" => "role-administrator",
        _ => "role-unknown",
    }
}
