//! The activity, as version 2.03 has it. Fields are in the order of the schema; those marked required there are
//! `Option` or may be empty here, since files leave them out.

use chrono::{DateTime, FixedOffset, NaiveDate};
use rust_decimal::Decimal;

use crate::element::{Element, element};
use crate::result::Outcome;
use crate::text::{
    Bare, Code, Date, Description, DocumentLink, Language, Money, NamedCode, Narrative, Number, Plain,
    ReportingOrganisation, Text,
};

element! {
    /// An aid activity (`iati-activity`).
    Activity: open {
        attributes {
            /// When this activity was last changed.
            last_updated: Option<DateTime<FixedOffset>> = "last-updated-datetime",
            /// Language of the texts that name none.
            language: Option<Language> = "xml:lang",
            /// Currency (ISO 4217) of the amounts that name none.
            default_currency: Option<String> = "default-currency",
            /// Whether it is humanitarian.
            humanitarian: Option<bool> = "humanitarian",
            /// Level in the reporter's own hierarchy, 1 the highest.
            hierarchy: Option<i32> = "hierarchy",
            /// Address of linked data about it.
            linked_data_uri: Option<String> = "linked-data-uri",
            /// BudgetNotProvided: why there is no budget.
            budget_not_provided: Option<String> = "budget-not-provided",
        }
        children {
            /// Identifier, the same for ever and unique in the world. Required.
            identifier: Option<Plain> = "iati-identifier" required,
            /// Who reports it. Required.
            reporting_organisation: Option<ReportingOrganisation> = "reporting-org" required,
            /// Title. Required.
            title: Option<Text> = "title" required,
            /// Descriptions, one for each kind. Required.
            descriptions: Vec<Description> = "description" required,
            /// Who takes part, and how. Required.
            participating_organisations: Vec<ParticipatingOrganisation> = "participating-org" required,
            /// Other and previous identifiers.
            other_identifiers: Vec<OtherIdentifier> = "other-identifier",
            /// ActivityStatus: 1 pipeline, 2 implementation, 3 finalisation, 4 closed, 5 cancelled, 6 suspended. Required.
            status: Option<Code> = "activity-status" required,
            /// Start and end, planned and actual. Required.
            dates: Vec<ActivityDate> = "activity-date" required,
            /// Contacts; persons are kept apart when a file is read.
            contacts: Vec<ContactInfo> = "contact-info",
            /// ActivityScope: 1 global … 4 national … 8 a single place.
            scope: Option<Code> = "activity-scope",
            /// Countries that benefit.
            recipient_countries: Vec<RecipientCountry> = "recipient-country",
            /// Regions that benefit.
            recipient_regions: Vec<RecipientRegion> = "recipient-region",
            /// Places.
            locations: Vec<Location> = "location",
            /// Sectors, of the DAC and of other vocabularies.
            sectors: Vec<Sector> = "sector",
            /// Tags, such as sustainable development goals.
            tags: Vec<Tag> = "tag",
            /// Place in the partner country's budget.
            country_budget_items: Option<CountryBudgetItems> = "country-budget-items",
            /// Emergencies and appeals.
            humanitarian_scopes: Vec<HumanitarianScope> = "humanitarian-scope",
            /// Policy markers.
            policy_markers: Vec<PolicyMarker> = "policy-marker",
            /// CollaborationType: 1 bilateral, …
            collaboration_type: Option<Code> = "collaboration-type",
            /// FlowType of transactions that name none: 10 official development assistance, …
            default_flow_type: Option<Code> = "default-flow-type",
            /// FinanceType of transactions that name none: 110 grant, …
            default_finance_type: Option<Code> = "default-finance-type",
            /// Aid types of transactions that name none.
            default_aid_types: Vec<AidType> = "default-aid-type",
            /// TiedStatus of transactions that name none.
            default_tied_status: Option<Code> = "default-tied-status",
            /// Budgets by period.
            budgets: Vec<Budget> = "budget",
            /// Payments that are planned.
            planned_disbursements: Vec<PlannedDisbursement> = "planned-disbursement",
            /// The part that is capital expenditure.
            capital_spend: Option<CapitalSpend> = "capital-spend",
            /// Commitments, payments and so on.
            transactions: Vec<Transaction> = "transaction",
            /// Documents.
            document_links: Vec<DocumentLink> = "document-link",
            /// Activities that this one belongs with.
            related_activities: Vec<RelatedActivity> = "related-activity",
            /// Fields of the reporter's own system.
            legacy_data: Vec<LegacyData> = "legacy-data",
            /// Conditions.
            conditions: Option<Conditions> = "conditions",
            /// Results with their indicators.
            results: Vec<Outcome> = "result",
            /// What only the DAC's creditor reporting system asks for.
            crs_add: Option<CrsAdd> = "crs-add",
            /// The DAC's forward spending survey.
            fss: Option<Fss> = "fss",
        }
    }

    /// An organisation that takes part.
    ParticipatingOrganisation: open {
        attributes {
            /// Identifier of the organisation.
            reference: Option<String> = "ref",
            /// OrganisationType.
            kind: Option<String> = "type",
            /// OrganisationRole: 1 funding, 2 accountable, 3 extending, 4 implementing.
            role: String = "role" required,
            /// The organisation's own activity.
            activity_id: Option<String> = "activity-id",
            /// CRSChannelCode.
            crs_channel_code: Option<String> = "crs-channel-code",
        }
        children {
            /// Its name, by language.
            narratives: Vec<Narrative> = "narrative",
        }
    }

    /// An identifier of the activity elsewhere, or an earlier one.
    OtherIdentifier: open {
        attributes {
            /// The identifier.
            reference: String = "ref" required,
            /// OtherIdentifierType: A1 internal, A2 CRS, A3 previous, A9 other, B1 previous reporter's, B9 other.
            kind: String = "type" required,
        }
        children {
            /// Whose identifier it is.
            owner: Option<Owner> = "owner-org",
        }
    }

    /// Who gave an identifier.
    Owner: open {
        attributes {
            /// Identifier of the organisation.
            reference: Option<String> = "ref",
        }
        children {
            /// Its name, by language.
            narratives: Vec<Narrative> = "narrative",
        }
    }

    /// A date of the activity.
    ActivityDate: open {
        attributes {
            /// ActivityDateType: 1 planned start, 2 actual start, 3 planned end, 4 actual end.
            kind: String = "type" required,
            /// The day.
            iso_date: Option<NaiveDate> = "iso-date" required,
        }
        children {
            /// A remark on it, by language.
            narratives: Vec<Narrative> = "narrative",
        }
    }

    /// A contact. What names a person is in [`crate::Person`] when a file is read.
    ContactInfo: open {
        attributes {
            /// ContactType: 1 general, 2 management, 3 financial, 4 communication.
            kind: Option<String> = "type",
        }
        children {
            /// Organisation.
            organisation: Option<Text> = "organisation",
            /// Department.
            department: Option<Text> = "department",
            /// Name of a person.
            person_name: Option<Text> = "person-name",
            /// What the person does.
            job_title: Option<Text> = "job-title",
            /// Telephone numbers.
            telephones: Vec<Plain> = "telephone",
            /// Mailboxes.
            emails: Vec<Plain> = "email",
            /// Web sites.
            websites: Vec<Plain> = "website",
            /// Postal addresses.
            mailing_addresses: Vec<Text> = "mailing-address",
        }
    }

    /// A country that benefits.
    RecipientCountry: open {
        attributes {
            /// ISO 3166-1 alpha-2.
            code: String = "code" required,
            /// Its part of the whole, 0 to 100.
            percentage: Option<Decimal> = "percentage",
        }
        children {
            /// Its name or a remark, by language.
            narratives: Vec<Narrative> = "narrative",
        }
    }

    /// A region of several countries that benefits.
    RecipientRegion: open {
        attributes {
            /// Code in the vocabulary.
            code: String = "code" required,
            /// RegionVocabulary: 1 (or none) DAC, 2 UN, 99 own.
            vocabulary: Option<String> = "vocabulary",
            /// Where an own vocabulary is described.
            vocabulary_uri: Option<String> = "vocabulary-uri",
            /// Its part of the whole, 0 to 100.
            percentage: Option<Decimal> = "percentage",
        }
        children {
            /// Its name or a remark, by language.
            narratives: Vec<Narrative> = "narrative",
        }
    }

    /// A place of the activity.
    Location: open {
        attributes {
            /// The reporter's own code for it.
            reference: Option<String> = "ref",
        }
        children {
            /// GeographicLocationReach: 1 where the work is done, 2 whom it is for.
            reach: Option<Code> = "location-reach",
            /// Codes in gazetteers.
            ids: Vec<LocationId> = "location-id",
            /// Name.
            name: Option<Text> = "name",
            /// What it is.
            description: Option<Text> = "description",
            /// What is done there.
            activity_description: Option<Text> = "activity-description",
            /// The administrative divisions that it is in.
            administratives: Vec<Administrative> = "administrative",
            /// Position.
            point: Option<Point> = "point",
            /// GeographicExactness: 1 exact, 2 approximate.
            exactness: Option<Code> = "exactness",
            /// GeographicLocationClass: 1 administrative region, 2 populated place, 3 structure, 4 other.
            class: Option<Code> = "location-class",
            /// LocationType.
            feature_designation: Option<Code> = "feature-designation",
        }
    }

    /// A code in a gazetteer.
    LocationId: open {
        attributes {
            /// GeographicVocabulary: A1 to A4 administrative divisions, G1 Geonames, G2 OpenStreetMap.
            vocabulary: String = "vocabulary" required,
            /// The code.
            code: String = "code" required,
        }
    }

    /// An administrative division.
    Administrative: open {
        attributes {
            /// GeographicVocabulary.
            vocabulary: String = "vocabulary" required,
            /// 0 country, 1 and so on downwards.
            level: Option<u16> = "level",
            /// The code.
            code: String = "code" required,
        }
    }

    /// A position.
    Point: open {
        attributes {
            /// Always `http://www.opengis.net/def/crs/EPSG/0/4326` in practice.
            srs_name: String = "srsName" required,
        }
        children {
            /// Latitude and longitude in degrees, with a space between.
            position: Option<Bare> = "pos" required,
        }
    }

    /// A sector of the activity.
    Sector: open {
        attributes {
            /// SectorVocabulary: 1 (or none) the DAC's 5 digits, 2 its 3 digits, 99 and 98 own.
            vocabulary: Option<String> = "vocabulary",
            /// Where an own vocabulary is described.
            vocabulary_uri: Option<String> = "vocabulary-uri",
            /// Code in the vocabulary.
            code: String = "code" required,
            /// Its part of the vocabulary's whole, 0 to 100.
            percentage: Option<Decimal> = "percentage",
        }
        children {
            /// Its name or a remark, by language.
            narratives: Vec<Narrative> = "narrative",
        }
    }

    /// A tag.
    Tag: open {
        attributes {
            /// Code in the vocabulary.
            code: String = "code" required,
            /// TagVocabulary: 2 SDG goals, 3 SDG targets, 99 own.
            vocabulary: String = "vocabulary" required,
            /// Where an own vocabulary is described.
            vocabulary_uri: Option<String> = "vocabulary-uri",
        }
        children {
            /// Its name or a remark, by language.
            narratives: Vec<Narrative> = "narrative",
        }
    }

    /// Place in the partner country's budget.
    CountryBudgetItems: open {
        attributes {
            /// BudgetIdentifierVocabulary.
            vocabulary: String = "vocabulary" required,
        }
        children {
            /// The lines.
            items: Vec<BudgetItem> = "budget-item" required,
        }
    }

    /// A line of the partner country's budget.
    BudgetItem: open {
        attributes {
            /// Code in the vocabulary.
            code: String = "code" required,
            /// Its part of the whole, 0 to 100.
            percentage: Option<Decimal> = "percentage",
        }
        children {
            /// What it is.
            description: Option<Text> = "description",
        }
    }

    /// An emergency or appeal.
    HumanitarianScope: open {
        attributes {
            /// HumanitarianScopeType: 1 emergency, 2 appeal.
            kind: String = "type" required,
            /// HumanitarianScopeVocabulary.
            vocabulary: String = "vocabulary" required,
            /// Where an own vocabulary is described.
            vocabulary_uri: Option<String> = "vocabulary-uri",
            /// Code in the vocabulary.
            code: String = "code" required,
        }
        children {
            /// Its name, by language.
            narratives: Vec<Narrative> = "narrative",
        }
    }

    /// A policy marker.
    PolicyMarker: open {
        attributes {
            /// PolicyMarkerVocabulary: 1 (or none) DAC, 99 own.
            vocabulary: Option<String> = "vocabulary",
            /// Where an own vocabulary is described.
            vocabulary_uri: Option<String> = "vocabulary-uri",
            /// PolicyMarker: 1 gender equality, 2 environment, …
            code: String = "code" required,
            /// PolicySignificance: 0 not targeted, 1 significant, 2 principal objective, …
            significance: Option<String> = "significance",
        }
        children {
            /// A remark, by language.
            narratives: Vec<Narrative> = "narrative",
        }
    }

    /// A type of aid.
    AidType: open {
        attributes {
            /// Code in the vocabulary.
            code: String = "code" required,
            /// AidTypeVocabulary: 1 (or none) DAC, …
            vocabulary: Option<String> = "vocabulary",
        }
    }

    /// A budget for a period of at most a year.
    Budget: open {
        attributes {
            /// BudgetType: 1 original, 2 revised.
            kind: Option<String> = "type",
            /// BudgetStatus: 1 indicative, 2 committed.
            status: Option<String> = "status",
        }
        children {
            /// First day.
            start: Option<Date> = "period-start" required,
            /// Last day.
            end: Option<Date> = "period-end" required,
            /// Amount.
            value: Option<Money> = "value" required,
        }
    }

    /// A payment that is planned.
    PlannedDisbursement: open {
        attributes {
            /// BudgetType: 1 original, 2 revised.
            kind: Option<String> = "type",
        }
        children {
            /// First day.
            start: Option<Date> = "period-start" required,
            /// Last day.
            end: Option<Date> = "period-end",
            /// Amount.
            value: Option<Money> = "value" required,
            /// Who pays.
            provider: Option<Provider> = "provider-org",
            /// Who is paid.
            receiver: Option<Receiver> = "receiver-org",
        }
    }

    /// Who pays.
    Provider: open {
        attributes {
            /// Identifier of the organisation.
            reference: Option<String> = "ref",
            /// The provider's activity that the money comes from.
            activity_id: Option<String> = "provider-activity-id",
            /// OrganisationType.
            kind: Option<String> = "type",
        }
        children {
            /// Its name, by language.
            narratives: Vec<Narrative> = "narrative",
        }
    }

    /// Who is paid.
    Receiver: open {
        attributes {
            /// Identifier of the organisation.
            reference: Option<String> = "ref",
            /// The receiver's activity that the money goes to.
            activity_id: Option<String> = "receiver-activity-id",
            /// OrganisationType.
            kind: Option<String> = "type",
        }
        children {
            /// Its name, by language.
            narratives: Vec<Narrative> = "narrative",
        }
    }

    /// The part that is capital expenditure.
    CapitalSpend: open {
        attributes {
            /// 0 to 100.
            percentage: Option<Decimal> = "percentage" required,
        }
    }

    /// Money that was committed, paid and so on.
    Transaction: open {
        attributes {
            /// The reporter's own number.
            reference: Option<String> = "ref",
            /// Whether it is humanitarian.
            humanitarian: Option<bool> = "humanitarian",
        }
        children {
            /// TransactionType: 1 incoming funds, 2 outgoing commitment, 3 disbursement, 4 expenditure, …
            kind: Option<Code> = "transaction-type" required,
            /// When it took place.
            date: Option<Date> = "transaction-date" required,
            /// Amount.
            value: Option<Money> = "value" required,
            /// What it was for.
            description: Option<Text> = "description",
            /// Who paid.
            provider: Option<Provider> = "provider-org",
            /// Who was paid.
            receiver: Option<Receiver> = "receiver-org",
            /// DisbursementChannel.
            disbursement_channel: Option<Code> = "disbursement-channel",
            /// Sectors, one for each vocabulary.
            sectors: Vec<TransactionSector> = "sector",
            /// The country that benefits.
            recipient_country: Option<NamedCode> = "recipient-country",
            /// The region that benefits.
            recipient_region: Option<TransactionRegion> = "recipient-region",
            /// FlowType.
            flow_type: Option<Code> = "flow-type",
            /// FinanceType.
            finance_type: Option<Code> = "finance-type",
            /// Aid types.
            aid_types: Vec<AidType> = "aid-type",
            /// TiedStatus.
            tied_status: Option<Code> = "tied-status",
        }
    }

    /// A sector of a transaction.
    TransactionSector: open {
        attributes {
            /// SectorVocabulary.
            vocabulary: Option<String> = "vocabulary",
            /// Where an own vocabulary is described.
            vocabulary_uri: Option<String> = "vocabulary-uri",
            /// Code in the vocabulary.
            code: String = "code" required,
        }
        children {
            /// Its name, by language.
            narratives: Vec<Narrative> = "narrative",
        }
    }

    /// The region of a transaction.
    TransactionRegion: open {
        attributes {
            /// Code in the vocabulary.
            code: String = "code" required,
            /// RegionVocabulary.
            vocabulary: Option<String> = "vocabulary",
            /// Where an own vocabulary is described.
            vocabulary_uri: Option<String> = "vocabulary-uri",
        }
        children {
            /// Its name, by language.
            narratives: Vec<Narrative> = "narrative",
        }
    }

    /// Another activity that this one belongs with.
    RelatedActivity: elements {
        attributes {
            /// Its identifier.
            reference: String = "ref" required,
            /// RelatedActivityType: 1 parent, 2 child, 3 sibling, 4 co-funded, 5 third party's report of the same.
            kind: String = "type" required,
        }
    }

    /// A field of the reporter's own system.
    LegacyData: elements {
        attributes {
            /// Name of the field.
            name: String = "name" required,
            /// Its value.
            value: String = "value" required,
            /// The element of the standard that it is nearest to: a name, without space.
            iati_equivalent: Option<Token> = "iati-equivalent",
        }
    }

    /// Conditions of the activity.
    Conditions: open {
        attributes {
            /// Whether there are any.
            attached: Option<bool> = "attached" required,
        }
        children {
            /// They.
            conditions: Vec<Condition> = "condition",
        }
    }

    /// A condition.
    Condition: elements {
        attributes {
            /// ConditionType: 1 policy, 2 performance, 3 fiduciary.
            kind: String = "type" required,
        }
        children {
            /// What it is, by language.
            narratives: Vec<Narrative> = "narrative" required,
        }
    }

    /// What only the DAC's creditor reporting system asks for.
    CrsAdd: open {
        children {
            /// CRSAddOtherFlags.
            other_flags: Vec<OtherFlag> = "other-flags",
            /// Terms of a loan.
            loan_terms: Option<LoanTerms> = "loan-terms",
            /// State of a loan.
            loan_status: Option<LoanStatus> = "loan-status",
            /// CRSChannelCode.
            channel_code: Option<Bare> = "channel-code",
        }
    }

    /// A flag of the creditor reporting system.
    OtherFlag: open {
        attributes {
            /// CRSAddOtherFlags: 1 free standing technical cooperation, 2 programme-based approach, …
            code: String = "code" required,
            /// Whether it holds.
            significance: Option<bool> = "significance" required,
        }
    }

    /// Terms of a loan.
    LoanTerms: open {
        attributes {
            /// Interest rate, in percent.
            rate_1: Option<Decimal> = "rate-1",
            /// Second interest rate, in percent.
            rate_2: Option<Decimal> = "rate-2",
        }
        children {
            /// LoanRepaymentType.
            repayment_type: Option<Code> = "repayment-type",
            /// LoanRepaymentPeriod.
            repayment_plan: Option<Code> = "repayment-plan",
            /// When it was agreed.
            commitment_date: Option<Date> = "commitment-date",
            /// First repayment.
            repayment_first_date: Option<Date> = "repayment-first-date",
            /// Last repayment.
            repayment_final_date: Option<Date> = "repayment-final-date",
        }
    }

    /// State of a loan in a year.
    LoanStatus: open {
        attributes {
            /// The year.
            year: Option<i32> = "year" required,
            /// ISO 4217.
            currency: Option<String> = "currency",
            /// Of which day the amounts are.
            value_date: Option<NaiveDate> = "value-date" required,
        }
        children {
            /// Interest received in the year.
            interest_received: Option<Number> = "interest-received",
            /// Principal outstanding.
            principal_outstanding: Option<Number> = "principal-outstanding",
            /// Arrears of principal.
            principal_arrears: Option<Number> = "principal-arrears",
            /// Arrears of interest.
            interest_arrears: Option<Number> = "interest-arrears",
        }
    }

    /// The DAC's forward spending survey.
    Fss: open {
        attributes {
            /// When the figures were taken.
            extraction_date: Option<NaiveDate> = "extraction-date" required,
            /// Whether the partner country is a priority.
            priority: Option<bool> = "priority",
            /// Year in which the reporter leaves.
            phaseout_year: Option<i32> = "phaseout-year",
        }
        children {
            /// Amounts by year.
            forecasts: Vec<Forecast> = "forecast",
        }
    }

    /// A forecast for a year.
    Forecast: attributes {
        attributes {
            /// The year.
            year: Option<i32> = "year" required,
            /// Of which day the amount is.
            value_date: Option<NaiveDate> = "value-date",
            /// ISO 4217.
            currency: Option<String> = "currency",
        }
        text {
            /// The amount.
            amount: Option<Decimal>
        }
    }
}

impl Activity {
    /// Takes out the elements within that lack what the schema requires of them, as a file with faults may have them: what
    /// is written of the rest is valid once all that the schema requires of the activity itself is there.
    pub fn leave_out_incomplete(&mut self) {
        Element::leave_out_incomplete(self);
    }

    /// Gives each text that stands in a narrative to `change`, with its language: the narrative's own, else the activity's,
    /// else none (`""`).
    pub fn change_texts(&mut self, mut change: impl FnMut(&str, &mut String)) {
        let default = self.language.clone();
        self.each_narrative(&mut |narrative| {
            let language = narrative.language.as_ref().or(default.as_ref()).map_or("", Language::as_str);
            change(language, &mut narrative.text);
        });
    }
}

/// A word without space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token(pub String);

impl crate::value::Value for Token {
    const TYPE: &'static str = "token";

    fn parse(text: &str) -> Option<Self> {
        let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
        (!text.is_empty() && text.chars().all(allowed)).then(|| Token(text.to_owned()))
    }

    fn format(&self) -> String {
        self.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::result::{Indicator, Measurement, Period};

    #[test]
    fn every_narrative_is_shown_with_its_language_however_deep_it_stands() {
        let told = |language: &str, text: &str| {
            Some(Text { narratives: vec![Narrative::new(language, text)], ..Text::default() })
        };
        let reached = Measurement { comment: told("", "c"), ..Measurement::default() };
        let period = Period { actuals: vec![reached], ..Period::default() };
        let indicator = Indicator { title: told("en", "b"), periods: vec![period], ..Indicator::default() };
        let mut activity = Activity {
            title: told("fr", "a"),
            results: vec![Outcome { indicators: vec![indicator], ..Outcome::default() }],
            ..Activity::default()
        };
        let mut seen = Vec::new();
        activity.change_texts(|language, text| seen.push((language.to_owned(), std::mem::take(text))));
        let as_seen: Vec<_> = seen.iter().map(|(language, text)| (language.as_str(), text.as_str())).collect();
        assert_eq!(as_seen, [("fr", "a"), ("en", "b"), ("", "c")]);
        activity.language = Some(Language::new("es"));
        activity.change_texts(|language, text| *text = language.to_owned());
        let comment = activity.results[0].indicators[0].periods[0].actuals[0].comment.as_ref();
        assert_eq!(comment.unwrap().narratives[0].text, "es");
    }
}
