//! The one catalogue of a partnership's fields, in the order of its sections: name, label, type. The forms of a declaration,
//! what a history says that changed, and the screens that merge two texts are all drawn from it.

use Kind::*;

/// A field of a partnership's body, or of a part of it.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name in the body.
    pub name: &'static str,
    /// The key of its label.
    pub label: &'static str,
    /// The key of what helps to fill it in.
    pub hint: Option<&'static str>,
    /// A repeated part without it is not complete.
    pub required: bool,
    /// Members of the part that make it complete without it.
    pub stands_in: &'static [&'static str],
    /// What it holds.
    pub kind: Kind,
}

/// Codes and the keys of their words.
pub type Words = &'static [(&'static str, &'static str)];

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A line; empty where unknown.
    Name,
    /// A line; null where unknown.
    Line,
    /// A mail address of a function; null where unknown.
    Mailbox,
    /// An address on the web; null where unknown.
    Address,
    /// A line in each language.
    Title,
    /// A long text in each language, Markdown.
    Prose,
    /// A date as far as it is known.
    Date,
    /// A year.
    Year,
    /// An exact amount.
    Amount,
    /// How many; 0 where unknown.
    Count,
    /// A currency.
    Currency,
    /// A country.
    Country,
    /// Yes, no or unknown.
    Answer,
    /// Yes or no.
    Check,
    /// One of some words; the first where nothing is said.
    Choice(Words),
    /// One of some words, or none.
    Maybe(Words),
    /// A theme's code.
    Theme,
    /// Several themes' codes.
    Themes,
    /// A number of a list of codes: a development goal.
    Goal,
    /// A small number from 1 to this one, or none.
    Rank(u8),
    /// Several codes of a list, typed one after the other.
    Codes(&'static str),
    /// Several of the record's own parties.
    Parties,
    /// Several programmes.
    Programmes,
    /// One of the record's own phases, by its place among them; none.
    Phase,
    /// A name as printed, and beside it in this field the record that it is, where one is known.
    Named(&'static str, Register),
    /// A part with fields of its own.
    Group(&'static [Field]),
    /// A part that is repeated.
    List(Repeated),
    /// Not written by people: its codes with the keys of their words, where it has such.
    Kept(&'static [(&'static str, &'static str)]),
}

/// A part that is repeated.
#[derive(Debug, Clone, Copy)]
pub struct Repeated {
    /// The key of one part's title, which takes `$number`.
    pub one: &'static str,
    /// The key of the button that adds one.
    pub add: &'static str,
    /// The fields of one part.
    pub fields: &'static [Field],
}

/// Where a name is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Register {
    /// Authorities, which must be known; a missing one is proposed.
    Authorities,
    /// Organisations; an unknown name stays a name.
    Organisations,
    /// Territories; an unknown name stays a name.
    Territories,
}

const fn field(name: &'static str, label: &'static str, kind: Kind) -> Field {
    Field { name, label, hint: None, required: false, stands_in: &[], kind }
}

impl Field {
    const fn hint(self, hint: &'static str) -> Field {
        Field { hint: Some(hint), ..self }
    }

    const fn required(self) -> Field {
        Field { required: true, ..self }
    }

    const fn required_without(self, stands_in: &'static [&'static str]) -> Field {
        Field { required: true, stands_in, ..self }
    }
}

const fn list(one: &'static str, add: &'static str, fields: &'static [Field]) -> Kind {
    List(Repeated { one, add, fields })
}

const ORGANISATION: &[Field] = &[field("name", "form-name", Named("organisation", Register::Organisations))
    .hint("form-organisation-hint")
    .required()];

const FUNDING: &[Field] = &[
    field("funders", "form-funders", list("funder-number", "add-funder", ORGANISATION)),
    field("year", "year", Year),
    field("amount", "amount", Amount).hint("form-amount-hint"),
    field("currency", "form-currency", Currency),
    field(
        "stage",
        "stage",
        Choice(&[
            ("unknown", "unknown"),
            ("planned", "stage-planned"),
            ("committed", "stage-committed"),
            ("disbursed", "stage-disbursed"),
        ]),
    ),
    field("in_kind", "form-in-kind", Answer),
    field(
        "of_which",
        "form-of-which",
        Group(&[
            field("water", "form-water", Amount),
            field("energy", "form-energy", Amount),
            field("waste", "form-waste", Amount),
        ]),
    )
    .hint("form-of-which-hint"),
];

const PLACE: &[Field] = &[
    field("name", "place", Named("territory", Register::Territories)).hint("form-place-hint").required(),
    field("country", "country", Country),
];

const ANSWER: &[Field] = &[field("answer", "form-answer", Answer), field("text", "form-answer-text", Prose)];

/// Every field of a partnership.
pub const FIELDS: &[Field] = &[
    field("title", "field-title", Title).hint("form-title-hint"),
    field(
        "form",
        "field-form",
        Choice(&[
            ("other", "form-other"),
            ("twinning", "form-twinning"),
            ("cooperation_agreement", "form-cooperation-agreement"),
            ("cooperation_project", "form-cooperation-project"),
            ("one_off_action", "form-one-off-action"),
            ("emergency_aid", "form-emergency-aid"),
            ("one_percent_action", "form-one-percent-action"),
            ("friendship", "form-friendship"),
        ]),
    ),
    field(
        "agreements",
        "section-agreements",
        list(
            "agreement-number",
            "add-agreement",
            &[
                field(
                    "kind",
                    "agreement-kind",
                    Choice(&[
                        ("convention", "agreement-convention"),
                        ("letter_of_intent", "agreement-letter-of-intent"),
                        ("unspecified", "agreement-unspecified"),
                    ]),
                ),
                field("signed", "agreement-signed", Date).hint("form-date-hint"),
                field("object", "agreement-object", Title),
                field("forecast_amount", "agreement-forecast", Amount).hint("form-amount-hint"),
                field("currency", "form-currency", Currency),
                field("parties", "agreement-parties", Parties),
                field("transmitted", "agreement-transmitted", Date).hint("form-transmitted-hint"),
            ],
        ),
    ),
    field(
        "themes",
        "section-themes",
        Group(&[
            field("main", "field-main-theme", Theme).hint("form-theme-hint"),
            field(
                "others",
                "other-themes",
                list(
                    "theme-number",
                    "add-theme",
                    &[
                        field("theme", "form-theme", Theme).required(),
                        field("priority", "form-priority", Rank(5)).hint("form-priority-hint"),
                        field("eligible", "form-eligible", Answer),
                    ],
                ),
            ),
            field(
                "sdgs",
                "sdgs",
                list(
                    "sdg-number",
                    "add-sdg",
                    &[
                        field("goal", "form-goal", Goal).required(),
                        field("weight", "form-weight", Rank(2)).hint("form-weight-hint"),
                    ],
                ),
            ),
            field("purposes", "purposes", Codes("Sector")).hint("form-purposes-hint"),
        ]),
    ),
    field("start", "field-start", Date).hint("form-date-hint"),
    field("end", "field-end", Date).hint("form-end-hint"),
    field("ended", "field-ended", Check).hint("form-ended-hint"),
    field("dormant", "field-dormant", Check).hint("form-dormant-hint"),
    field(
        "periodicity",
        "field-periodicity",
        Maybe(&[
            ("annual", "periodicity-annual"),
            ("biennial", "periodicity-biennial"),
            ("triennial", "periodicity-triennial"),
            ("other", "periodicity-other"),
        ]),
    ),
    field(
        "narratives",
        "section-narratives",
        Group(&[
            field("objective", "narrative-objective", Prose).hint("form-objective-hint"),
            field("context", "narrative-context", Prose).hint("form-context-hint"),
            field("history", "narrative-history", Prose).hint("form-history-hint"),
            field("description", "narrative-description", Prose).hint("form-description-hint"),
            field("outlook", "narrative-outlook", Prose).hint("form-outlook-hint"),
        ]),
    ),
    field(
        "glossary",
        "section-glossary",
        list(
            "acronym-number",
            "add-acronym",
            &[
                field("short", "form-acronym-short", Name).required(),
                field("long", "form-acronym-long", Name).required(),
            ],
        ),
    )
    .hint("form-glossary-hint"),
    field(
        "contracting_authorities",
        "field-contracting-authorities",
        list("organisation-number", "add-contracting-authority", ORGANISATION),
    )
    .hint("form-contracting-hint"),
    field("implementers", "field-implementers", list("organisation-number", "add-implementer", ORGANISATION))
        .hint("form-implementers-hint"),
    field("beneficiaries", "field-beneficiaries", Prose).hint("form-beneficiaries-hint"),
    field(
        "parties",
        "section-parties",
        list(
            "party-number",
            "add-party",
            &[
                field("name", "form-authority", Named("organisation", Register::Authorities))
                    .hint("form-authority-hint")
                    .required(),
                field(
                    "role",
                    "party-role",
                    Choice(&[("partner", "party-partner"), ("lead", "party-lead"), ("former", "party-former")]),
                ),
                field("from", "form-party-from", Date),
                field("to", "form-party-to", Date),
            ],
        ),
    ),
    field(
        "other_partners",
        "section-other-partners",
        Group(&[
            field("home", "other-partners-home", list("organisation-number", "add-partner-home", ORGANISATION)),
            field("abroad", "other-partners-abroad", list("organisation-number", "add-partner-abroad", ORGANISATION)),
        ]),
    ),
    field(
        "contacts",
        "section-contacts",
        list(
            "contact-number",
            "add-contact",
            &[
                // Imports bring contacts that name no organisation: what was read of them can be handed in again.
                field("name", "form-contact-name", Named("organisation", Register::Organisations))
                    .required_without(&["function", "mailbox", "count", "persons"]),
                field(
                    "role",
                    "form-contact-role",
                    Choice(&[
                        ("party", "contact-party"),
                        ("cooperation_correspondent", "contact-cooperation-correspondent"),
                        ("cultural_counsellor", "contact-cultural-counsellor"),
                        ("other", "contact-other"),
                    ]),
                ),
                field("function", "form-contact-function", Line).hint("form-contact-function-hint"),
                field("mailbox", "form-contact-mailbox", Mailbox).hint("form-contact-mailbox-hint"),
            ],
        ),
    ),
    field("funding", "section-funding", list("funding-number", "add-funding", FUNDING)),
    field(
        "communication",
        "field-communication",
        Group(&[
            field("home", "communication-home", Group(ANSWER)),
            field("abroad", "communication-abroad", Group(ANSWER)),
        ]),
    ),
    field("evaluation", "field-evaluation", Group(ANSWER)),
    field(
        "volunteers",
        "section-volunteers",
        list(
            "volunteer-number",
            "add-volunteer",
            &[
                field("scheme", "form-volunteer-scheme", Line).hint("form-volunteer-scheme-hint"),
                field("mission", "form-volunteer-mission", Title).hint("form-volunteer-mission-hint"),
                field("field", "form-volunteer-field", Line),
                field("host_body", "form-volunteer-host", Line),
                field("count", "form-volunteer-count", Count),
            ],
        ),
    ),
    field(
        "phases",
        "field-phases",
        list(
            "phase-number",
            "add-phase",
            &[
                field("title", "field-title", Title),
                field("start", "field-start", Date).hint("form-date-hint"),
                field("end", "field-end", Date),
                field("themes", "section-themes", Themes),
                field("call", "form-call", Line).hint("form-call-hint"),
                field("call_year", "form-call-year", Year),
                field("funding", "section-funding", list("funding-number", "add-funding", FUNDING)),
            ],
        ),
    )
    .hint("form-phases-hint"),
    field(
        "actions",
        "field-actions",
        list(
            "action-number",
            "add-action",
            &[
                field(
                    "kind",
                    "form-action-kind",
                    Choice(&[
                        ("other", "action-other"),
                        ("mission", "action-mission"),
                        ("seminar", "action-seminar"),
                        ("training", "action-training"),
                        ("study", "action-study"),
                        ("works", "action-works"),
                        ("exchange", "action-exchange"),
                        ("committee", "action-committee"),
                    ]),
                ),
                field("title", "field-title", Title),
                field("objective", "narrative-objective", Prose),
                field("description", "form-action-description", Prose),
                field("start", "field-start", Date),
                field("end", "field-end", Date),
                field(
                    "state",
                    "form-action-state",
                    Maybe(&[
                        ("planned", "action-planned"),
                        ("ongoing", "action-ongoing"),
                        ("done", "action-done"),
                        ("cancelled", "action-cancelled"),
                    ]),
                ),
                field("places", "section-places", list("place-number", "add-place", PLACE)),
                field("phase", "phase", Phase),
            ],
        ),
    )
    .hint("form-actions-hint"),
    field("programmes", "section-programmes", Programmes).hint("form-programmes-hint"),
    field(
        "documents",
        "section-documents",
        list(
            "document-number",
            "add-document",
            &[
                field("title", "field-title", Title),
                field("url", "form-document-url", Address).hint("form-document-url-hint"),
                field("file", "form-document-file", Kept(&[])),
            ],
        ),
    )
    .hint("form-documents-hint"),
    field("places", "section-places", list("place-number", "add-place", PLACE)).hint("form-places-hint"),
    field(
        "provenance",
        "section-provenance",
        Group(&[
            field("source", "provenance-source", Name).hint("form-source-hint"),
            field("url", "form-source-url", Address),
            field("date", "form-source-date", Date),
            field("licence", "provenance-licence", Line).hint("form-licence-hint"),
            field("file", "form-source-file", Kept(&[])),
            field(
                "verification",
                "provenance-verification",
                Kept(&[
                    ("imported_unverified", "verification-imported"),
                    ("declared", "verification-declared"),
                    ("validated", "verification-validated"),
                ]),
            ),
        ]),
    ),
    field("legacy_ids", "field-legacy-ids", Kept(&[])),
    field("demo", "field-demo", Kept(&[])),
    field("iati", "field-iati", Kept(&[])),
];

/// The field at the top of a body that a path begins with: `funding[4].year` is one of `funding`.
pub fn top(path: &str) -> Option<&'static Field> {
    let name = path.split(['.', '[']).next()?;
    FIELDS.iter().find(|field| field.name == name)
}

/// The field at a path: `year` for `funding[4].year`. None below a field that has no others, such as a text's language.
pub fn at(path: &str) -> Option<&'static Field> {
    let (mut fields, mut found) = (FIELDS, None);
    for step in path.split('.') {
        let name = step.split('[').next()?;
        let field = fields.iter().find(|field| field.name == name)?;
        fields = match field.kind {
            List(repeated) => repeated.fields,
            Group(inner) => inner,
            _ => &[],
        };
        found = Some(field);
    }
    found
}

/// A path and what follows it.
pub fn join(prefix: &str, name: &str) -> String {
    if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::partnership::Partnership;

    #[test]
    fn every_field_of_the_body_is_named_once() {
        // The one field that is not written where it is empty.
        let body = Partnership { iati: Some(String::new()), ..Partnership::default() };
        let body = serde_json::to_value(body).unwrap();
        let names: BTreeSet<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(FIELDS.iter().map(|field| field.name).collect::<BTreeSet<_>>(), names);
        assert_eq!(FIELDS.len(), names.len());
    }

    #[test]
    fn a_path_belongs_to_a_field() {
        assert_eq!(top("funding[4].funders").unwrap().name, "funding");
        assert_eq!(top("title.fr").unwrap().name, "title");
        assert!(top("nothing").is_none());
        for (path, name) in [
            ("title", "title"),
            ("funding[4]", "funding"),
            ("narratives.context", "context"),
            ("phases[1].funding[0].funders[2].name", "name"),
        ] {
            assert_eq!(at(path).unwrap().name, name);
        }
        for nowhere in ["", "title.fr", "nothing", "funding[0].nothing", "start.year"] {
            assert!(at(nowhere).is_none(), "{nowhere}");
        }
    }
}
