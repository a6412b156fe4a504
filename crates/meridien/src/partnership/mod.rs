//! The partnership: a lasting relation between local authorities of different countries.
//!
//! The types here are the stored body of a record and, with the computed parts added, the form that exports give
//! (`docs/EXPORT.md`). The sections follow the numbering of the domain description: every one of them appears on the
//! record page, in search, in exports and in imports. Rules are pure functions: [`status`], [`funding`], [`rules`].

pub(crate) mod criteria;
#[cfg(test)]
mod dead_end_tests;
pub mod dimension;
pub(crate) mod download;
#[cfg(test)]
mod epoch_tests;
pub mod export;
pub(crate) mod facets;
mod feed;
pub mod fields;
#[cfg(test)]
mod findable_tests;
pub(crate) mod flat;
pub mod funding;
pub(crate) mod history;
pub mod identity;
pub mod index;
pub(crate) mod label;
pub mod list;
mod map;
pub(crate) mod meant;
pub mod names;
pub mod pages;
pub mod personal;
pub(crate) mod profile;
pub mod query;
pub mod reason;
pub mod related;
#[cfg(test)]
mod related_tests;
pub mod relations;
pub mod rules;
pub(crate) mod show;
pub mod status;
mod table;
#[cfg(test)]
mod tests;
mod titled;
mod values;
pub mod wording;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use crate::value::{Amount, Country, Currency, Id, PartialDate, Point, Text};
use funding::FundingLine;
pub use identity::identifiers;

/// The stored body of a partnership, or of an aid activity that is none (same fields, other record kind).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Partnership {
    /// Identifiers in older systems, such as the number in the old atlas.
    pub legacy_ids: Vec<LegacyId>,
    /// Title, as declared.
    pub title: Text,
    /// What kind of relation it is.
    pub form: Form,
    /// Themes, sustainable development goals and DAC purposes.
    pub themes: Themes,
    /// Signed conventions and letters of intent.
    pub agreements: Vec<Agreement>,
    /// First day, month or year.
    pub start: Option<PartialDate>,
    /// Last day, month or year.
    pub end: Option<PartialDate>,
    /// Declared ended, whether or not an end date is known.
    pub ended: bool,
    /// Declared dormant.
    pub dormant: bool,
    /// How often it is renewed.
    pub periodicity: Option<Periodicity>,
    /// The five long texts, Markdown.
    pub narratives: Narratives,
    /// Acronyms used in the narratives.
    pub glossary: Vec<GlossaryEntry>,
    /// Who commissions and answers for the work (maître d'ouvrage).
    pub contracting_authorities: Vec<NamedOrganisation>,
    /// Who carries the work out (maître d'œuvre).
    pub implementers: Vec<NamedOrganisation>,
    /// For whom.
    pub beneficiaries: Text,
    /// The authorities on all sides.
    pub parties: Vec<Party>,
    /// Others who take part without being parties.
    pub other_partners: OtherPartners,
    /// Contacts by role; persons are only referenced.
    pub contacts: Vec<Contact>,
    /// Who pays what, when.
    pub funding: Vec<FundingLine>,
    /// What was communicated, at home and abroad.
    pub communication: Communication,
    /// Whether there is an evaluation policy, and what was found.
    pub evaluation: Answer,
    /// Volunteers, by mission; never by name.
    pub volunteers: Vec<Volunteer>,
    /// Successive projects or programmes of the same partnership.
    pub phases: Vec<Phase>,
    /// Missions, seminars, works and so on.
    pub actions: Vec<Action>,
    /// Programmes that it belongs to.
    pub programmes: Vec<Id>,
    /// Documents held, or only cited.
    pub documents: Vec<Document>,
    /// Territories concerned.
    pub places: Vec<Place>,
    /// Where the record comes from, and under which licence.
    pub provenance: Provenance,
    /// Generated for a demonstration: labelled everywhere, never indexed by search engines.
    pub demo: bool,
    /// The IATI activity that it was imported from, as XML without persons: given back with what we have no field for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iati: Option<String>,
}

/// An identifier in another system.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct LegacyId {
    /// Which system: `atlas` is the old national atlas (`criteres.prjId`).
    pub scheme: String,
    /// The identifier there.
    pub value: String,
}

/// What kind of relation it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[derive(EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Form {
    /// Jumelage.
    Twinning,
    /// Accord de coopération.
    CooperationAgreement,
    /// Projet de coopération décentralisée.
    CooperationProject,
    /// Action ponctuelle sans convention.
    OneOffAction,
    /// Aide d'urgence ou humanitaire.
    EmergencyAid,
    /// Action au titre du 1 % (eau, énergie, déchets).
    OnePercentAction,
    /// Lien d'amitié, prise de contact.
    Friendship,
    /// None of these, or unknown.
    #[default]
    Other,
}

impl Form {
    /// Every form, in the order shown to people.
    pub const ALL: &[Form] = Form::VARIANTS;

    /// The word used in addresses and JSON.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// Themes of the versioned vocabulary, goals and purposes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Themes {
    /// Code of the main theme, at the deepest known level: `5.1.1`. Its path is in its digits.
    pub main: Option<String>,
    /// Other themes.
    pub others: Vec<OtherTheme>,
    /// Sustainable development goals.
    pub sdgs: Vec<SdgWeight>,
    /// OECD DAC 5-digit purpose codes.
    pub purposes: Vec<String>,
}

/// A secondary theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OtherTheme {
    /// Theme code.
    pub theme: String,
    /// 1 (first) to 5.
    pub priority: Option<u8>,
    /// Whether the theme was eligible in the State's call.
    pub eligible: Option<bool>,
}

/// A sustainable development goal with its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SdgWeight {
    /// 1 to 17.
    pub goal: u8,
    /// 1 (secondary) or 2 (main), when given.
    pub weight: Option<u8>,
}

/// A signed convention or letter of intent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Agreement {
    /// Convention or letter of intent; unknown when the source says only "signed".
    pub kind: AgreementKind,
    /// Date of first signature.
    pub signed: Option<PartialDate>,
    /// What it is about.
    pub object: Text,
    /// Forecast amount.
    #[schema(value_type = Option<String>, example = "177550.00")]
    pub forecast_amount: Option<Amount>,
    /// Currency of the forecast amount.
    pub currency: Currency,
    /// Who signed, where known.
    pub parties: Vec<Id>,
    /// When it was sent to the prefect.
    pub transmitted: Option<PartialDate>,
}

/// What was signed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgreementKind {
    /// A convention.
    #[default]
    Convention,
    /// A letter of intent.
    LetterOfIntent,
    /// One of the two: the source does not say which.
    Unspecified,
}

/// How often a partnership is renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Periodicity {
    /// Every year.
    Annual,
    /// Every two years.
    Biennial,
    /// Every three years.
    Triennial,
    /// Another rhythm.
    Other,
}

/// The long texts of a record: Markdown, by language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Narratives {
    /// Contexte.
    pub context: Text,
    /// Historique.
    pub history: Text,
    /// Objectif.
    pub objective: Text,
    /// Description détaillée.
    pub description: Text,
    /// Perspectives.
    pub outlook: Text,
}

impl Narratives {
    /// Every section with its stable name, in reading order.
    pub fn sections(&self) -> [(&'static str, &Text); 5] {
        [
            ("objective", &self.objective),
            ("context", &self.context),
            ("history", &self.history),
            ("description", &self.description),
            ("outlook", &self.outlook),
        ]
    }
}

/// An acronym and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct GlossaryEntry {
    /// `NPDC`
    pub short: String,
    /// `Nord-Pas-de-Calais`
    pub long: String,
}

/// An organisation as printed, and its record where one is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct NamedOrganisation {
    /// The name as the source prints it.
    pub name: String,
    /// The organisation's record, where matched with certainty.
    pub organisation: Option<Id>,
}

/// A local authority (or State, region, international body) that is a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Party {
    /// The organisation that signed; a merged one keeps its own record and points to its successor.
    pub organisation: Id,
    /// Its name when it signed.
    pub name: String,
    /// Its country.
    pub country: Country,
    /// What it does in the partnership.
    #[serde(default)]
    pub role: PartyRole,
    /// Since when it is a party.
    #[serde(default)]
    pub from: Option<PartialDate>,
    /// Until when.
    #[serde(default)]
    pub to: Option<PartialDate>,
}

/// What a party does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartyRole {
    /// Chef de file.
    Lead,
    /// Partner.
    #[default]
    Partner,
    /// No longer takes part.
    Former,
}

/// On which side a party is, seen from the operator's home country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// In the home country.
    Home,
    /// In another country.
    Abroad,
    /// No party is at home: there are no sides.
    None,
}

/// Partners that are no party.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct OtherPartners {
    /// In the home country.
    pub home: Vec<NamedOrganisation>,
    /// In the partner countries.
    pub abroad: Vec<NamedOrganisation>,
}

/// A contact: a role at an organisation. Who holds the role is personal data and lives outside the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Contact {
    /// The organisation or diplomatic post, as printed.
    pub name: String,
    /// Its record.
    pub organisation: Option<Id>,
    /// The role.
    pub role: ContactRole,
    /// The function as printed, when it is none of the known roles.
    #[serde(default)]
    pub function: Option<String>,
    /// A mailbox of the function, never of a person.
    #[serde(default)]
    pub mailbox: Option<String>,
    /// How many persons the source named.
    #[serde(default)]
    pub count: u32,
    /// The persons, in the table of personal data; empty unless `--persons` was asked.
    #[serde(default)]
    pub persons: Vec<Id>,
}

impl Contact {
    /// Whether it names nobody, by whatever means.
    pub fn is_empty(&self) -> bool {
        let tells = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
        self.name.is_empty()
            && self.organisation.is_none()
            && !tells(&self.function)
            && !tells(&self.mailbox)
            && self.count == 0
            && self.persons.is_empty()
    }
}

/// The role of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactRole {
    /// Of a party.
    Party,
    /// Correspondant coopération décentralisée of a diplomatic post.
    CooperationCorrespondent,
    /// Conseiller de coopération et d'action culturelle of a diplomatic post.
    CulturalCounsellor,
    /// Another role.
    Other,
}

impl ContactRole {
    /// Whether it is somebody's at a diplomatic post, which alone says how to reach it.
    pub fn is_of_post(self) -> bool {
        matches!(self, ContactRole::CooperationCorrespondent | ContactRole::CulturalCounsellor)
    }
}

/// Communication about the partnership.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Communication {
    /// In the home country.
    pub home: Answer,
    /// In the partner countries.
    pub abroad: Answer,
}

/// A question answered by yes, no or not at all, with a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Answer {
    /// Yes or no; `None` is unknown, never "no".
    pub answer: Option<bool>,
    /// What was done or found.
    pub text: Text,
}

/// Volunteers on one mission. No names: a source's names are dropped on import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Volunteer {
    /// VSI, service civique, ... as printed.
    pub scheme: Option<String>,
    /// What they do.
    pub mission: Text,
    /// Field of action.
    pub field: Option<String>,
    /// Body that hosts them.
    pub host_body: Option<String>,
    /// How many.
    pub count: u32,
}

/// One of the successive projects or programmes of a partnership.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Phase {
    /// Title.
    pub title: Text,
    /// Start.
    pub start: Option<PartialDate>,
    /// End.
    pub end: Option<PartialDate>,
    /// Theme codes.
    pub themes: Vec<String>,
    /// Funding of this phase; counted with the partnership's own lines.
    pub funding: Vec<FundingLine>,
    /// The State's call that co-funded it, as named.
    pub call: Option<String>,
    /// The call's year.
    pub call_year: Option<i32>,
}

/// Something done within a partnership.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Action {
    /// Index into `phases`, when it belongs to one.
    pub phase: Option<usize>,
    /// What kind of action.
    pub kind: ActionKind,
    /// Title.
    pub title: Text,
    /// Objective.
    pub objective: Text,
    /// Description.
    pub description: Text,
    /// Start.
    pub start: Option<PartialDate>,
    /// End.
    pub end: Option<PartialDate>,
    /// Where, as text.
    pub places: Vec<Place>,
    /// How far it is.
    pub state: Option<ActionState>,
}

/// Kinds of action.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// Mission.
    Mission,
    /// Seminar.
    Seminar,
    /// Training.
    Training,
    /// Study.
    Study,
    /// Works.
    Works,
    /// Exchange.
    Exchange,
    /// Steering or follow-up committee.
    Committee,
    /// Another kind.
    #[default]
    Other,
}

/// How far an action is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionState {
    /// Not begun.
    Planned,
    /// Going on.
    Ongoing,
    /// Done.
    Done,
    /// Given up.
    Cancelled,
}

/// A document, held or only cited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Document {
    /// Title.
    pub title: Text,
    /// SHA-256 of the file held; `None` for a document that the source only cites.
    pub file: Option<String>,
    /// Address on the web.
    pub url: Option<String>,
}

/// A place that the partnership is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Place {
    /// Name as printed.
    pub name: String,
    /// The territory's record, where matched.
    pub territory: Option<Id>,
    /// Country.
    pub country: Option<Country>,
    /// Position, with its precision.
    pub point: Option<Point>,
}

/// Where a record comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Provenance {
    /// Who or what it was taken from: the old atlas, a twinning list, a declaration.
    pub source: String,
    /// File name, as earlier versions of the program noted it of imports. Never public.
    pub file: Option<String>,
    /// Address of the source.
    pub url: Option<String>,
    /// Date of the source, where it says.
    pub date: Option<PartialDate>,
    /// Licence of the source, as stated by it.
    pub licence: Option<String>,
    /// How far the record can be trusted.
    pub verification: Verification,
}

// The least first.
/// How far a record was checked by people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verification {
    /// Imported, seen by nobody.
    #[default]
    ImportedUnverified,
    /// Declared by a party.
    Declared,
    /// Validated by the ministry.
    Validated,
}

impl Partnership {
    /// On which side each party is; all [`Side::None`] when no party is in the home country.
    pub fn sides(&self, home: Country) -> Vec<Side> {
        let any_home = self.parties.iter().any(|party| party.country == home);
        let side = |party: &Party| match (any_home, party.country == home) {
            (false, _) => Side::None,
            (true, true) => Side::Home,
            (true, false) => Side::Abroad,
        };
        self.parties.iter().map(side).collect()
    }

    /// Its parties but those that had left it by a day: who is told to be a former party, or was one until a day that is past
    /// while the partnership went on.
    pub fn present_parties(&self, today: NaiveDate) -> impl Iterator<Item = &Party> {
        let went_on = move |last: NaiveDate| self.end.map_or(!self.ended, |end| last < end.last_day());
        let left = move |to: PartialDate| to.last_day() < today && went_on(to.last_day());
        self.parties.iter().filter(move |party| party.role != PartyRole::Former && !party.to.is_some_and(left))
    }

    /// The countries of the parties, each once, in order of appearance.
    pub fn countries(&self) -> Vec<Country> {
        let mut countries = Vec::new();
        for party in &self.parties {
            if !countries.contains(&party.country) {
                countries.push(party.country);
            }
        }
        countries
    }

    /// The date of the earliest known signature.
    pub fn first_signature(&self) -> Option<PartialDate> {
        self.agreements.iter().filter_map(|agreement| agreement.signed).min_by_key(|date| date.first_day())
    }

    /// Every funding line: the partnership's own, then those of its phases.
    pub fn all_funding(&self) -> impl Iterator<Item = &FundingLine> {
        self.funding.iter().chain(self.phases.iter().flat_map(|phase| &phase.funding))
    }
}
