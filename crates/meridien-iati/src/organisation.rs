//! The organisation, as version 2.03 has it: who it is and what it plans to spend.

use chrono::{DateTime, FixedOffset};

use crate::element::element;
use crate::text::{Code, Date, Language, Money, NamedCode, Narrative, Plain, ReportingOrganisation, Text};

element! {
    /// An organisation and its budgets (`iati-organisation`).
    Organisation: open {
        attributes {
            /// When this was last changed.
            last_updated: Option<DateTime<FixedOffset>> = "last-updated-datetime",
            /// Language of the texts that name none.
            language: Option<Language> = "xml:lang",
            /// Currency (ISO 4217) of the amounts that name none.
            default_currency: Option<String> = "default-currency",
        }
        children {
            /// Identifier, such as `FR-SIREN-…`. Required.
            identifier: Option<Plain> = "organisation-identifier" required,
            /// Name. Required.
            name: Option<Text> = "name" required,
            /// Who reports it. Required.
            reporting_organisation: Option<ReportingOrganisation> = "reporting-org" required,
            /// Budgets of the whole organisation, by period.
            total_budgets: Vec<TotalBudget> = "total-budget",
            /// Budgets for other organisations.
            recipient_organisation_budgets: Vec<OrganisationBudget> = "recipient-org-budget",
            /// Budgets for regions.
            recipient_region_budgets: Vec<RegionBudget> = "recipient-region-budget",
            /// Budgets for countries.
            recipient_country_budgets: Vec<CountryBudget> = "recipient-country-budget",
            /// What was spent, by period.
            total_expenditures: Vec<TotalExpenditure> = "total-expenditure",
            /// Documents.
            document_links: Vec<OrganisationDocument> = "document-link",
        }
    }

    /// A budget of the whole organisation.
    TotalBudget: open {
        attributes {
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
            /// Its lines.
            lines: Vec<BudgetLine> = "budget-line",
        }
    }

    /// A line of a budget or of an expenditure.
    BudgetLine: open {
        attributes {
            /// The organisation's own code.
            reference: Option<String> = "ref",
        }
        children {
            /// Amount.
            value: Option<Money> = "value" required,
            /// What for, by language.
            narratives: Vec<Narrative> = "narrative" required,
        }
    }

    /// A budget for another organisation.
    OrganisationBudget: open {
        attributes {
            /// BudgetStatus.
            status: Option<String> = "status",
        }
        children {
            /// For whom.
            recipient: Option<RecipientOrganisation> = "recipient-org" required,
            /// First day.
            start: Option<Date> = "period-start" required,
            /// Last day.
            end: Option<Date> = "period-end" required,
            /// Amount.
            value: Option<Money> = "value" required,
            /// Its lines.
            lines: Vec<BudgetLine> = "budget-line",
        }
    }

    /// An organisation that is to be paid.
    RecipientOrganisation: elements {
        attributes {
            /// Identifier.
            reference: Option<String> = "ref",
        }
        children {
            /// Its name, by language.
            narratives: Vec<Narrative> = "narrative" required,
        }
    }

    /// A budget for a region.
    RegionBudget: open {
        attributes {
            /// BudgetStatus.
            status: Option<String> = "status",
        }
        children {
            /// For which region.
            recipient: Option<BudgetRegion> = "recipient-region" required,
            /// First day.
            start: Option<Date> = "period-start" required,
            /// Last day.
            end: Option<Date> = "period-end" required,
            /// Amount.
            value: Option<Money> = "value" required,
            /// Its lines.
            lines: Vec<BudgetLine> = "budget-line",
        }
    }

    /// The region of a budget.
    BudgetRegion: open {
        attributes {
            /// RegionVocabulary.
            vocabulary: Option<String> = "vocabulary",
            /// Where an own vocabulary is described.
            vocabulary_uri: Option<String> = "vocabulary-uri",
            /// Code in the vocabulary.
            code: Option<String> = "code",
        }
        children {
            /// Its name, by language.
            narratives: Vec<Narrative> = "narrative",
        }
    }

    /// A budget for a country.
    CountryBudget: open {
        attributes {
            /// BudgetStatus.
            status: Option<String> = "status",
        }
        children {
            /// For which country.
            recipient: Option<NamedCode> = "recipient-country" required,
            /// First day.
            start: Option<Date> = "period-start" required,
            /// Last day.
            end: Option<Date> = "period-end" required,
            /// Amount.
            value: Option<Money> = "value" required,
            /// Its lines.
            lines: Vec<BudgetLine> = "budget-line",
        }
    }

    /// What was spent in a period.
    TotalExpenditure: open {
        children {
            /// First day.
            start: Option<Date> = "period-start" required,
            /// Last day.
            end: Option<Date> = "period-end" required,
            /// Amount.
            value: Option<Money> = "value" required,
            /// Its lines.
            lines: Vec<BudgetLine> = "expense-line",
        }
    }

    /// A document of an organisation.
    OrganisationDocument: open {
        attributes {
            /// Address.
            url: String = "url" required,
            /// Media type, such as `application/pdf`.
            format: String = "format" required,
        }
        children {
            /// Title.
            title: Option<Text> = "title" required,
            /// What it is about.
            description: Option<Text> = "description",
            /// DocumentCategory, B for an organisation's.
            categories: Vec<Code> = "category" required,
            /// ISO 639-1 languages of the document.
            languages: Vec<Code> = "language",
            /// When it was published.
            date: Option<Date> = "document-date",
            /// Countries that it is about.
            recipient_countries: Vec<NamedCode> = "recipient-country",
        }
    }
}
