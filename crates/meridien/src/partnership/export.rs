//! The form in which a partnership leaves the atlas: its stored body, with what is computed. Documented in
//! `docs/EXPORT.md`; field names are stable.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::funding::FundingLine;
use super::index::StatusDay;
use super::status::{Status, StatusFacts};
use super::*;
use crate::app::State;
use crate::confirmation::{self, Confirmation};
use crate::journal::{JournalError, Kind, Revision};

/// What the computed parts depend on.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// The operator's home country.
    pub home: Country,
    /// The day of the status.
    pub today: NaiveDate,
    /// Months after which an unconfirmed partnership is "to confirm".
    pub confirm_after_months: u32,
}

impl View {
    /// The day of the status, in the index's terms.
    pub fn status_day(self) -> StatusDay {
        StatusDay { today: self.today, confirm_after_months: self.confirm_after_months }
    }

    /// What they depend on in this program, today.
    pub fn of(app: &State) -> View {
        let settings = &app.settings;
        View { home: settings.home_country, today: (app.today)(), confirm_after_months: settings.confirm_after_months }
    }
}

/// A partnership, or an aid activity that is none, as it leaves the atlas. Unknown is null or empty, never zero.
#[derive(Serialize, ToSchema)]
#[schema(as = Partnership)]
pub(crate) struct Exported<'a> {
    id: Id,
    r#type: &'static str,
    legacy_ids: &'a [LegacyId],
    title: &'a Text,
    form: Form,
    status: Status,
    themes: &'a Themes,
    agreements: &'a [Agreement],
    start: Option<PartialDate>,
    end: Option<PartialDate>,
    ended: bool,
    dormant: bool,
    periodicity: Option<Periodicity>,
    narratives: &'a Narratives,
    glossary: &'a [GlossaryEntry],
    contracting_authorities: &'a [NamedOrganisation],
    implementers: &'a [NamedOrganisation],
    beneficiaries: &'a Text,
    parties: Vec<ExportedParty<'a>>,
    other_partners: &'a OtherPartners,
    contacts: Vec<ExportedContact<'a>>,
    funding: &'a [FundingLine],
    communication: &'a Communication,
    evaluation: &'a Answer,
    volunteers: &'a [Volunteer],
    phases: &'a [Phase],
    actions: &'a [Action],
    programmes: &'a [Id],
    documents: &'a [Document],
    places: &'a [Place],
    confirmations: Vec<ExportedConfirmation<'a>>,
    provenance: ExportedProvenance<'a>,
    demo: bool,
}

impl Exported<'_> {
    /// The names of its fields, in order.
    pub(crate) const FIELDS: &'static [&'static str] = &[
        "id",
        "type",
        "legacy_ids",
        "title",
        "form",
        "status",
        "themes",
        "agreements",
        "start",
        "end",
        "ended",
        "dormant",
        "periodicity",
        "narratives",
        "glossary",
        "contracting_authorities",
        "implementers",
        "beneficiaries",
        "parties",
        "other_partners",
        "contacts",
        "funding",
        "communication",
        "evaluation",
        "volunteers",
        "phases",
        "actions",
        "programmes",
        "documents",
        "places",
        "confirmations",
        "provenance",
        "demo",
    ];
}

#[derive(Serialize, ToSchema)]
struct ExportedParty<'a> {
    #[serde(flatten)]
    party: &'a Party,
    side: Option<Side>,
}

/// A contact without its persons: they never leave the register.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExportedContact<'a> {
    pub(crate) name: &'a str,
    pub(crate) organisation: Option<Id>,
    pub(crate) role: ContactRole,
    pub(crate) function: Option<&'a str>,
    pub(crate) mailbox: Option<&'a str>,
    pub(crate) count: u32,
}

#[derive(Serialize, ToSchema)]
struct ExportedConfirmation<'a> {
    party: Id,
    on: NaiveDate,
    agreed: bool,
    version: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    remark: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    post: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    asked_by: Option<Id>,
}

#[derive(Serialize, ToSchema)]
struct ExportedProvenance<'a> {
    #[serde(flatten)]
    provenance: &'a Provenance,
    version: i32,
    published_at: DateTime<Utc>,
    published_by: &'a str,
}

/// The exported form of a published partnership or activity, as JSON.
///
/// # Errors
/// When the stored body is unreadable.
pub fn json(revision: &Revision, confirmations: &[Confirmation], view: View) -> Result<String, JournalError> {
    let record = personal::public(revision)?;
    let sides = record.sides(view.home).into_iter().map(|side| (side != Side::None).then_some(side));
    let facts = StatusFacts::of(&record, confirmation::latest(confirmations), revision.at.date_naive());
    let exported = Exported {
        id: revision.id,
        r#type: match revision.kind {
            Kind::Activity => "activity",
            _ => "partnership",
        },
        legacy_ids: &record.legacy_ids,
        title: &record.title,
        form: record.form,
        status: facts.status(view.today, view.confirm_after_months),
        themes: &record.themes,
        agreements: &record.agreements,
        start: record.start,
        end: record.end,
        ended: record.ended,
        dormant: record.dormant,
        periodicity: record.periodicity,
        narratives: &record.narratives,
        glossary: &record.glossary,
        contracting_authorities: &record.contracting_authorities,
        implementers: &record.implementers,
        beneficiaries: &record.beneficiaries,
        parties: record.parties.iter().zip(sides).map(|(party, side)| ExportedParty { party, side }).collect(),
        other_partners: &record.other_partners,
        contacts: record.contacts.iter().map(without_persons).collect(),
        funding: &record.funding,
        communication: &record.communication,
        evaluation: &record.evaluation,
        volunteers: &record.volunteers,
        phases: &record.phases,
        actions: &record.actions,
        programmes: &record.programmes,
        documents: &record.documents,
        places: &record.places,
        confirmations: confirmations.iter().map(exported_confirmation).collect(),
        provenance: ExportedProvenance {
            provenance: &record.provenance,
            version: revision.version,
            published_at: revision.at,
            published_by: &revision.author.role,
        },
        demo: record.demo,
    };
    serde_json::to_string(&exported).map_err(|cause| JournalError::Body { kind: revision.kind, id: revision.id, cause })
}

/// A contact as it leaves the register.
pub(crate) fn without_persons(contact: &Contact) -> ExportedContact<'_> {
    ExportedContact {
        name: &contact.name,
        organisation: contact.organisation,
        role: contact.role,
        function: contact.function.as_deref(),
        mailbox: contact.mailbox.as_deref(),
        count: contact.count,
    }
}

fn exported_confirmation(confirmation: &Confirmation) -> ExportedConfirmation<'_> {
    ExportedConfirmation {
        party: confirmation.party,
        on: confirmation.on,
        agreed: confirmation.agreed,
        version: confirmation.version,
        remark: confirmation.remark.as_deref(),
        post: confirmation.post,
        asked_by: confirmation.asked_by,
    }
}
