//! What a record page says, value by value, each with the line it was read from.

use serde::Serialize;

use crate::Notice;

/// A value and the line of the page (1-based) where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct At<T> {
    /// Line of the page, counted from 1.
    pub line: u32,
    /// The value.
    pub value: T,
}

/// The three generations of the page, told apart by their labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum Form {
    /// The first, which speaks of a "projet" and has no other themes.
    A,
    /// The second, which speaks of a "partenariat".
    B,
    /// The third (2022): letters of intention, weighted development goals, context and history in one.
    C,
    /// None of the three, or signs of several.
    #[default]
    Unknown,
}

/// How the page was turned into text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum Rendering {
    /// The cells of a table row stand on one line with nothing but spaces between them.
    #[default]
    Lines,
    /// The cells of a table row are separated by `|`.
    Cells,
}

/// A date of which only the year may be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PartialDate {
    /// Year of four digits.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: Option<u8>,
    /// Day of the month, 1 to 31; present only with a month.
    pub day: Option<u8>,
}

/// What the page says of the partnership's state. It may contradict the dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum DeclaredStatus {
    /// "En cours".
    Ongoing,
    /// "Terminé".
    Ended,
    /// "En sommeil".
    Dormant,
    /// Anything else, as printed.
    Other(String),
}

/// How often the agreement is renewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Periodicity {
    /// Every year.
    Annual,
    /// Every two years.
    Biennial,
    /// Every three years.
    Triennial,
    /// Another known word ("ponctuel", "pluriannuel", ...), as printed.
    Other(String),
}

/// Which narrative a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Section {
    /// Context.
    Context,
    /// Context and history under one label (form C).
    ContextAndHistory,
    /// History.
    History,
    /// Objective.
    Objective,
    /// Description.
    Description,
    /// Outlook.
    Outlook,
}

/// A narrative as Markdown: paragraphs, line breaks, `- ` bullets and numbered items are the
/// page's own; everything else is escaped and reads as printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Narrative {
    /// Which narrative.
    pub section: Section,
    /// Line of its label.
    pub line: u32,
    /// The text, never empty. Acronym lists that went whole to [`Page::glossary`] are not in it.
    pub markdown: String,
}

/// An acronym and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GlossaryEntry {
    /// Line of the entry.
    pub line: u32,
    /// The acronym.
    pub short: String,
    /// What it stands for.
    pub long: String,
}

/// A row of the other themes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherTheme {
    /// Line of the row.
    pub line: u32,
    /// The levels, from theme to sub-sub-theme: up to three, one only (the whole text) when the
    /// columns ran together and could not be told apart.
    pub levels: Vec<String>,
    /// Whether the theme was eligible in the State's call, where a column says yes or no.
    pub eligible: Option<bool>,
    /// Priority, 1 to 5.
    pub priority: Option<u8>,
}

/// A sustainable development goal that the partnership serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Goal {
    /// Line of the row.
    pub line: u32,
    /// Number of the goal, 1 to 17.
    pub number: u8,
    /// Its name as printed.
    pub label: String,
    /// Weight, 1 or 2.
    pub weight: Option<u8>,
}

/// A foreign party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ForeignParty {
    /// Line of the row.
    pub line: u32,
    /// Name as printed.
    pub name: String,
    /// Country as printed, where it could be told from the name.
    pub country: Option<String>,
}

/// Contacts of one organisation with the same function: how many, never who.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// Line of the first of them.
    pub line: u32,
    /// Organisation as printed, where it could be told from the person's name.
    pub organisation: Option<String>,
    /// Function as printed, where there is one.
    pub role: Option<String>,
    /// Number of persons.
    pub persons: u32,
}

/// A diplomatic post and its contacts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Post {
    /// Line of the heading.
    pub line: u32,
    /// Name of the post, where the heading gives one.
    pub name: Option<String>,
    /// Its contacts, by role.
    pub contacts: Vec<PostContact>,
}

/// What a contact of a diplomatic post does there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum PostRole {
    /// "Correspondant coopération décentralisée".
    CooperationCorrespondent,
    /// "Conseiller de coopération et d'action culturelle".
    CulturalCounsellor,
    /// Another function, as printed.
    Other(String),
}

/// Contacts of a diplomatic post with one role: how many, never who.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PostContact {
    /// Line of the role, or of the person where no role is given.
    pub line: u32,
    /// The role, where there is one.
    pub role: Option<PostRole>,
    /// Number of persons.
    pub persons: u32,
}

/// A name in the funder's field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Funder {
    /// Name as printed.
    pub name: String,
    /// The field ended before the name did.
    pub cut: bool,
    /// The name elsewhere on the page that this one begins, when it is cut.
    pub completed: Option<String>,
}

/// A funding line. Amounts are euros, written as plain decimals ("33666", "1250.50").
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FundingLine {
    /// Line of the row.
    pub line: u32,
    /// The funder's field as printed.
    pub printed: String,
    /// The funders it names: one or more.
    pub funders: Vec<Funder>,
    /// Amount; none when unknown.
    pub amount: Option<String>,
    /// Part under the 1 % water mechanism; none when unknown.
    pub water: Option<String>,
    /// Part under the 1 % energy mechanism; none when unknown.
    pub energy: Option<String>,
    /// Part under the 1 % waste mechanism; none when unknown.
    pub waste: Option<String>,
    /// Numbers of the 1 % columns that the flattened row does not let us attribute.
    pub unattributed: Vec<String>,
    /// Year.
    pub year: Option<u16>,
}

/// A yes or no question of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Not said.
    #[default]
    Unknown,
}

/// An answer and the text given with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// Line of the answer.
    pub line: u32,
    /// Yes, no or unknown.
    pub answer: Answer,
    /// The text that follows, lines kept; often empty.
    pub text: String,
}

/// Volunteers, never by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Volunteers {
    /// Line of the row.
    pub line: u32,
    /// Mission.
    pub mission: Option<String>,
    /// Field of action.
    pub field: Option<String>,
    /// Organisation where they serve.
    pub host: Option<String>,
    /// Number of volunteers.
    pub count: u32,
}

/// Text that found no field: one or several lines that follow each other (the last of
/// [`crate::MAX_ROWS`] holds all that is left, from wherever on the page).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// First line.
    pub line: u32,
    /// The lines, each ended as on the page; e-mail addresses are masked.
    pub text: String,
}

/// A person named on the page: kept apart from [`Page`], for whoever asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Line of the name.
    pub line: u32,
    /// Organisation or diplomatic post.
    pub organisation: Option<String>,
    /// Function.
    pub role: Option<String>,
    /// Name as printed. When a flattened row does not tell the name from what stands around it,
    /// all of that text.
    pub name: String,
    /// E-mail address, `[at]` read as `@`.
    pub email: Option<String>,
}

/// Everything read from one record page, without persons.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Page {
    /// Which form of the page.
    pub form: Form,
    /// Which rendering of it.
    pub rendering: Rendering,
    /// The page's number in the old atlas (`criteres.prjId=N`).
    pub legacy_number: Option<At<u64>>,
    /// Title as printed, faults included.
    pub title: Option<At<String>>,
    /// Year or date of the first agreement.
    pub agreement: Option<At<PartialDate>>,
    /// The main theme, its sub-theme and its sub-sub-theme, as printed.
    pub themes: [Option<At<String>>; 3],
    /// Other themes.
    pub other_themes: Vec<OtherTheme>,
    /// Sustainable development goals.
    pub goals: Vec<Goal>,
    /// Start.
    pub start: Option<At<PartialDate>>,
    /// End.
    pub end: Option<At<PartialDate>>,
    /// Declared status.
    pub declared_status: Option<At<DeclaredStatus>>,
    /// Narratives, in the order of the page.
    pub narratives: Vec<Narrative>,
    /// Entries of the acronym lists found in the narratives.
    pub glossary: Vec<GlossaryEntry>,
    /// Form of the partnership ("Votre partenariat prend la forme d'un(e)").
    pub form_label: Option<At<String>>,
    /// Implementers ("Maître(s) d'œuvre").
    pub implementers: Vec<At<String>>,
    /// Contracting authorities ("Maître(s) d'ouvrage").
    pub contracting_authorities: Vec<At<String>>,
    /// Beneficiaries, lines kept.
    pub beneficiaries: Option<At<String>>,
    /// Foreign parties.
    pub foreign_parties: Vec<ForeignParty>,
    /// Contacts of the parties, by organisation and function.
    pub contacts: Vec<Contact>,
    /// French parties.
    pub home_parties: Vec<At<String>>,
    /// Other partners in France.
    pub other_partners_home: Vec<At<String>>,
    /// Other partners in the partner countries.
    pub other_partners_abroad: Vec<At<String>>,
    /// French authority before the 2016 reform.
    pub former_authorities: Vec<At<String>>,
    /// Diplomatic posts.
    pub posts: Vec<Post>,
    /// Periodicity.
    pub periodicity: Option<At<Periodicity>>,
    /// Funding lines.
    pub funding: Vec<FundingLine>,
    /// Communication in France.
    pub communication_home: Option<Statement>,
    /// Communication in the partner countries.
    pub communication_abroad: Option<Statement>,
    /// Whether there is an evaluation policy, and what was found.
    pub evaluation: Option<Statement>,
    /// Volunteers.
    pub volunteers: Vec<Volunteers>,
    /// The line of rights at the foot of the page.
    pub rights: Option<At<String>>,
    /// Text that found no field.
    pub unread: Vec<Unread>,
    /// What the reader has to say about the page.
    pub notices: Vec<Notice>,
    /// Notices beyond the first [`crate::MAX_NOTICES`] of one code: counted only.
    pub notices_left_out: u32,
}
