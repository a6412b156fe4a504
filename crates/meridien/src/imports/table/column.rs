//! The columns of a table: the one list from which the template is made, headings are recognised and faults are explained.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use crate::journal::words;
use crate::partnership::Form;
use crate::reference::fold;
use crate::web::{Lang, Locale};

words! {
    /// What a column holds. Its word is its stable name, which is a heading in every language.
    Column {
        /// The record's identifier in the atlas.
        Id = "id",
        /// Title.
        Title = "title",
        /// Form.
        Form = "form",
        /// Authorities of the home country.
        Authority = "authority",
        /// Their codes.
        AuthorityCode = "authority_code",
        /// Their country, where it is not the home country.
        AuthorityCountry = "authority_country",
        /// Authorities abroad.
        Partner = "partner",
        /// Their codes.
        PartnerCode = "partner_code",
        /// Their countries.
        PartnerCountry = "partner_country",
        /// Every party, as the atlas's own files give them.
        Parties = "parties",
        /// The country of each of [`Column::Parties`].
        Countries = "countries",
        /// Main theme.
        Theme = "theme",
        /// Other themes.
        OtherThemes = "other_themes",
        /// Start.
        Start = "start",
        /// End.
        End = "end",
        /// First signature.
        Signed = "signed",
        /// Declared ended or dormant.
        Status = "status",
        /// Amount of one line of funding.
        Amount = "amount",
        /// Its currency.
        Currency = "currency",
        /// Its year.
        Year = "year",
        /// Who pays it.
        Funders = "funders",
        /// Objective.
        Objective = "objective",
        /// Address of a website or document.
        Document = "document",
        /// Number in the old atlas.
        Atlas = "atlas",
        /// Whether it is invented, as the files of a demonstration say.
        Demo = "demo",
        /// What stands to the right of the headings.
        Surplus = "surplus",
    }
}

/// Columns of the atlas's own files that say nothing of their own: labels beside codes, what is computed.
const DERIVED: [&str; 7] =
    ["permalink", "country_names", "form_name", "theme_name", "status_name", "confirmed", "euros"];

/// Headings that people give a column, folded, beside those of the template.
const OTHERS: [(&str, Column); 53] = {
    use Column::*;
    [
        ("identifiant", Id),
        ("intitule", Title),
        ("intitule du projet", Title),
        ("nom du partenariat", Title),
        ("nom du projet", Title),
        ("titre du projet", Title),
        ("type", Form),
        ("nature", Form),
        ("type de partenariat", Form),
        ("collectivite", Authority),
        ("collectivite francaise", Authority),
        ("collectivite territoriale", Authority),
        ("collectivite territoriale francaise", Authority),
        ("commune", Authority),
        ("ville", Authority),
        ("french authority", Authority),
        ("local authority", Authority),
        ("siren", AuthorityCode),
        ("numero siren", AuthorityCode),
        ("code insee", AuthorityCode),
        ("insee", AuthorityCode),
        ("partenaire", Partner),
        ("partenaires", Partner),
        ("collectivite etrangere", Partner),
        ("collectivite partenaire etrangere", Partner),
        ("ville partenaire", Partner),
        ("partner authority", Partner),
        ("pays", PartnerCountry),
        ("country", PartnerCountry),
        ("pays partenaire", PartnerCountry),
        ("thematique", Theme),
        ("thematique principale", Theme),
        ("main theme", Theme),
        ("autres thematiques", OtherThemes),
        ("date de debut", Start),
        ("annee de debut", Start),
        ("start date", Start),
        ("date de fin", End),
        ("annee de fin", End),
        ("end date", End),
        ("date de signature", Signed),
        ("annee de signature", Signed),
        ("date of signature", Signed),
        ("etat", Status),
        ("state", Status),
        ("financement", Amount),
        ("budget", Amount),
        ("monnaie", Currency),
        ("financeur", Funders),
        ("objectifs", Objective),
        ("site internet", Document),
        ("lien", Document),
        ("numero de l ancien atlas", Atlas),
    ]
};

/// What a heading means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A column.
    Column(Column),
    /// Nothing that is read.
    Left,
    /// It is none of the known headings, and nobody said what it means.
    Unknown,
}

/// What people say that headings mean, by the folded heading; `None` is a column that is not to be read.
pub type Chosen = BTreeMap<String, Option<Column>>;

/// A heading of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// As it stands there.
    pub text: String,
    /// What it means.
    pub meaning: Meaning,
}

/// Reads what people wrote of what headings mean: TOML, a heading and the stable name of its column, or nothing where it is
/// not to be read.
///
/// # Errors
/// What is wrong with it, in one line.
pub fn read_chosen(text: &str) -> Result<Chosen, String> {
    let lines: BTreeMap<String, String> = toml::from_str(text).map_err(|cause| cause.message().to_owned())?;
    let meaning = |(heading, word): (String, String)| match word.as_str() {
        "" => Ok((fold(&heading), None)),
        word => Ok((fold(&heading), Some(word.parse()?))),
    };
    lines.into_iter().map(meaning).collect()
}

impl Column {
    /// The columns of the template, in its order.
    pub fn of_template() -> impl Iterator<Item = Column> {
        Column::to_choose().filter(|column| !matches!(column, Column::Parties | Column::Countries | Column::Demo))
    }

    /// The columns that a heading may be said to mean.
    pub fn to_choose() -> impl Iterator<Item = Column> {
        Column::ALL.iter().copied().filter(|column| *column != Column::Surplus)
    }

    /// The key of its heading.
    pub fn key(self) -> &'static str {
        match self {
            Column::Id => "table-id",
            Column::Title => "table-title",
            Column::Form => "table-form",
            Column::Authority => "table-authority",
            Column::AuthorityCode => "table-authority-code",
            Column::AuthorityCountry => "table-authority-country",
            Column::Partner => "table-partner",
            Column::PartnerCode => "table-partner-code",
            Column::PartnerCountry => "table-partner-country",
            Column::Parties => "table-parties",
            Column::Countries => "table-countries",
            Column::Theme => "table-theme",
            Column::OtherThemes => "table-other-themes",
            Column::Start => "table-start",
            Column::End => "table-end",
            Column::Signed => "table-signed",
            Column::Status => "table-status",
            Column::Amount => "table-amount",
            Column::Currency => "table-currency",
            Column::Year => "table-year",
            Column::Funders => "table-funders",
            Column::Objective => "table-objective",
            Column::Document => "table-document",
            Column::Atlas => "table-atlas",
            Column::Demo => "field-demo",
            Column::Surplus => "table-surplus",
        }
    }

    /// The key of the text that says how its cells are written.
    pub fn help(self) -> &'static str {
        match self {
            Column::Id => "table-id-help",
            Column::Title => "table-title-help",
            Column::Form => "table-form-help",
            Column::Authority => "table-authority-help",
            Column::AuthorityCode => "table-authority-code-help",
            Column::AuthorityCountry => "table-authority-country-help",
            Column::Partner => "table-partner-help",
            Column::PartnerCode => "table-partner-code-help",
            Column::PartnerCountry => "table-partner-country-help",
            Column::Parties => "table-parties-help",
            Column::Countries => "table-countries-help",
            Column::Theme => "table-theme-help",
            Column::OtherThemes => "table-other-themes-help",
            Column::Start | Column::End | Column::Signed => "table-date-help",
            Column::Status => "table-status-help",
            Column::Amount => "table-amount-help",
            Column::Currency => "table-currency-help",
            Column::Year => "table-year-help",
            Column::Funders => "table-funders-help",
            Column::Objective => "table-objective-help",
            Column::Document => "table-document-help",
            Column::Atlas => "table-atlas-help",
            Column::Demo => "table-demo-help",
            Column::Surplus => "table-surplus-help",
        }
    }

    /// An example of a cell.
    pub fn example(self, l: Locale) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Column::Id
            | Column::AuthorityCountry
            | Column::PartnerCode
            | Column::Status
            | Column::Atlas
            | Column::Demo
            | Column::Surplus => "",
            Column::Title => "Lecture publique dans les écoles",
            Column::Form => return l.t(Form::CooperationAgreement.key()),
            Column::Authority => "Ville de Lille",
            Column::AuthorityCode => "59350",
            Column::Partner => "Saint-Louis",
            Column::PartnerCountry => "Sénégal",
            Column::Parties => "Ville de Lille | Saint-Louis",
            Column::Countries => "FR | SN",
            Column::Theme => "1.1",
            Column::OtherThemes => "3.1 | 3.2",
            Column::Start => "2013",
            Column::End => "12/2016",
            Column::Signed => "12/06/2013",
            Column::Amount => "12500",
            Column::Currency => "EUR",
            Column::Year => "2014",
            Column::Funders => "Ville de Lille | Région Hauts-de-France",
            Column::Objective => "Ouvrir douze bibliothèques d’école.",
            Column::Document => "https://www.example.org/convention.pdf",
        })
    }

    /// The column whose part of a record breaks a rule: `funding[0].amount` is [`Column::Amount`].
    pub fn of_path(path: &str) -> Option<Column> {
        let part = |start: &str| path.starts_with(start);
        Some(match () {
            () if part("title") => Column::Title,
            () if part("themes.main") => Column::Theme,
            () if part("themes.others") => Column::OtherThemes,
            () if part("start") => Column::Start,
            () if part("end") => Column::End,
            () if part("agreements") => Column::Signed,
            () if part("parties") => Column::Partner,
            () if part("funding") && path.ends_with("year") => Column::Year,
            () if part("funding") && path.contains("funders") => Column::Funders,
            () if part("funding") => Column::Amount,
            () if part("narratives.objective") => Column::Objective,
            () if part("documents") => Column::Document,
            () => return None,
        })
    }

    /// The text over the column in the template.
    pub fn heading(self, l: Locale) -> String {
        l.t(self.key()).into_owned()
    }
}

static KNOWN: LazyLock<HashMap<String, Meaning>> = LazyLock::new(|| {
    let mut known: HashMap<String, Meaning> =
        OTHERS.map(|(name, column)| (name.into(), Meaning::Column(column))).into();
    known.extend(DERIVED.map(|name| (fold(name), Meaning::Left)));
    // The column that we add to rows that wait.
    known.extend(Lang::ALL.map(|lang| (fold(&Locale::from(lang).t("table-faults")), Meaning::Left)));
    for &column in Column::ALL {
        let headings = Lang::ALL.map(|lang| fold(&column.heading(lang.into())));
        known.extend(headings.into_iter().chain([fold(column.as_str())]).map(|name| (name, Meaning::Column(column))));
    }
    known
});

/// What the headings of a table mean. One that means the same as an earlier one means nothing, but what people chose comes
/// first.
pub fn headings<'a>(texts: impl IntoIterator<Item = &'a str>, chosen: &Chosen) -> Vec<Heading> {
    let asked = |text: &str| chosen.get(&fold(text)).map(|column| column.map_or(Meaning::Left, Meaning::Column));
    let known = |text: &str| KNOWN.get(&fold(text)).copied().unwrap_or(Meaning::Unknown);
    let mut found: Vec<Heading> =
        texts.into_iter().map(|text| Heading { text: text.to_owned(), meaning: Meaning::Unknown }).collect();
    let mut taken = Vec::new();
    for by_choice in [true, false] {
        for heading in &mut found {
            let meaning = match (by_choice, asked(&heading.text)) {
                (true, Some(meaning)) => meaning,
                (false, None) => known(&heading.text),
                _ => continue,
            };
            if let Meaning::Column(column) = meaning {
                if taken.contains(&column) {
                    continue;
                }
                taken.push(column);
            }
            heading.meaning = meaning;
        }
    }
    found
}
