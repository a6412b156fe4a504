//! The labels of a record page and the lines that belong to its frame.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::page::Form;
use crate::text::{fold, fold_into, trim};

/// Longest line, in bytes, that can be or bear a label.
const LONGEST_LABEL: usize = 300;

/// Shortest label, in bytes.
const SHORTEST_LABEL: usize = "odd".len();

/// What a label opens, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Label {
    /// What stands above the first label.
    Preamble,
    Post,
    Title,
    Agreement,
    Theme,
    SubTheme,
    SubSubTheme,
    OtherThemes,
    Goals,
    Start,
    State,
    End,
    Context,
    ContextAndHistory,
    History,
    Objective,
    Description,
    Nature,
    /// A heading that groups labels and has no value of its own.
    Implementation,
    Implementers,
    ContractingAuthorities,
    Beneficiaries,
    ForeignParties,
    ForeignContacts,
    HomeParties,
    HomeContacts,
    OtherPartnersHome,
    OtherPartnersAbroad,
    FormerAuthority,
    Periodicity,
    Funding,
    /// A heading that groups labels and has no value of its own.
    Answers,
    CommunicationHome,
    CommunicationAbroad,
    Evaluation,
    Outlook,
    Volunteers,
    Footer,
    Rights,
    /// A label printed as its key.
    RawKey,
}

impl Label {
    /// Number of labels.
    pub(crate) const COUNT: usize = Label::RawKey as usize + 1;

    /// Whether any text may follow, label-like lines included.
    pub(crate) fn opens_text(self) -> bool {
        use Label::*;
        matches!(
            self,
            Context
                | ContextAndHistory
                | History
                | Objective
                | Description
                | Outlook
                | Beneficiaries
                | CommunicationHome
                | CommunicationAbroad
                | Evaluation
        )
    }
}

/// A label found on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub label: Label,
    /// Where the section starts in the line: after the label, or at the start of a line that is
    /// more than a label.
    pub value: usize,
    /// The value follows on the same line, after a colon.
    pub inline: bool,
    /// The line is a sentence that says its value, and starts its section.
    pub sentence: bool,
    /// The label is one common word, which a text may well use as a heading.
    pub common: bool,
    /// The form of the page that prints this label.
    pub form: Option<Form>,
}

/// Labels as `key` writes them: "projet" is read as "partenariat".
const TABLE: &[(&str, Label)] = {
    use Label::*;
    &[
        ("titre", Title),
        ("titre du partenariat", Title),
        ("intitule", Title),
        ("intitule du partenariat", Title),
        ("annee de premiere signature de la convention", Agreement),
        ("annee de signature de la convention", Agreement),
        ("annee de signature de la convention ou de la lettre d'intention", Agreement),
        ("date de signature de la convention", Agreement),
        ("thematique d'intervention", Theme),
        ("thematique principale", Theme),
        ("sous-thematique d'intervention", SubTheme),
        ("sous-sous-thematique d'intervention", SubSubTheme),
        ("autres thematiques", OtherThemes),
        ("autres thematiques mises en oeuvre pour le partenariat", OtherThemes),
        ("odd", Goals),
        ("objectif de developpement durable", Goals),
        ("objectifs de developpement durable", Goals),
        ("objectif de developpement durable (odd)", Goals),
        ("objectifs de developpement durable (odd)", Goals),
        ("objectifs de developpement durable du partenariat", Goals),
        ("objectifs de developpement durable mis en oeuvre pour le partenariat", Goals),
        ("annee de debut du partenariat", Start),
        ("annee de debut de partenariat", Start),
        ("date de debut du partenariat", Start),
        ("le partenariat est", State),
        ("date de fin du partenariat", End),
        ("date de fin de partenariat", End),
        ("annee de fin du partenariat", End),
        ("contexte", Context),
        ("contexte du partenariat", Context),
        ("contexte et historique", ContextAndHistory),
        ("contexte et historique du partenariat", ContextAndHistory),
        ("historique", History),
        ("historique du partenariat", History),
        ("objectif", Objective),
        ("objectifs", Objective),
        ("objectif du partenariat", Objective),
        ("objectifs du partenariat", Objective),
        ("description", Description),
        ("description du partenariat", Description),
        ("description detaillee", Description),
        ("description detaillee du partenariat", Description),
        ("votre partenariat prend la forme d'un", Nature),
        ("mise en oeuvre du partenariat", Implementation),
        ("maitre d'oeuvre", Implementers),
        ("maitres d'oeuvre", Implementers),
        ("maitre d'ouvrage", ContractingAuthorities),
        ("maitres d'ouvrage", ContractingAuthorities),
        ("beneficiaire", Beneficiaries),
        ("beneficiaires", Beneficiaries),
        ("partenaires etrangers du partenariat", ForeignParties),
        ("contacts dans les partenaires etrangers du partenariat", ForeignContacts),
        ("collectivites territoriales partenaires du partenariat", HomeParties),
        ("contacts dans les collectivites territoriales partenaires du partenariat", HomeContacts),
        ("autres partenaires du partenariat en france", OtherPartnersHome),
        ("autres partenaires en france", OtherPartnersHome),
        ("autres partenaires du partenariat dans le pays partenaire", OtherPartnersAbroad),
        ("autres partenaires du partenariat dans les pays partenaires", OtherPartnersAbroad),
        ("autres partenaires dans le pays partenaire", OtherPartnersAbroad),
        ("autres partenaires dans les pays partenaires", OtherPartnersAbroad),
        ("collectivite territoriale avant reforme", FormerAuthority),
        ("collectivites territoriales avant reforme", FormerAuthority),
        ("periodicite", Periodicity),
        ("periodicite du partenariat", Periodicity),
        ("financement", Funding),
        ("financement du partenariat", Funding),
        ("financements du partenariat", Funding),
        ("evaluation, communication et perspectives", Answers),
        ("evaluations, communication et perspectives", Answers),
        ("communication en france", CommunicationHome),
        ("communication engagee en france", CommunicationHome),
        ("communication dans le pays partenaire", CommunicationAbroad),
        ("communication dans les pays partenaires", CommunicationAbroad),
        ("communication engagee dans le pays partenaire", CommunicationAbroad),
        ("communication engagee dans les pays partenaires", CommunicationAbroad),
        ("evaluation", Evaluation),
        ("evaluations", Evaluation),
        ("evaluation du partenariat", Evaluation),
        ("politique d'evaluation", Evaluation),
        ("perspectives", Outlook),
        ("perspectives du partenariat", Outlook),
        ("pied de page", Footer),
    ]
};

static BY_KEY: LazyLock<HashMap<&str, Label>> = LazyLock::new(|| TABLE.iter().copied().collect());

/// Finds labels; it keeps its buffers from line to line.
#[derive(Default)]
pub(crate) struct Finder {
    folded: String,
    key: String,
}

impl Finder {
    /// The label that a trimmed line bears, if any.
    pub(crate) fn find(&mut self, line: &str) -> Option<Found> {
        if line.len() < SHORTEST_LABEL {
            return None;
        }
        if line.len() <= LONGEST_LABEL {
            if let Some(key) = raw_key(line) {
                let found = found(Label::RawKey, line.len());
                return (!is_frame_key(key)).then_some(found);
            }
            self.read_key(line);
            if let Some(&label) = BY_KEY.get(self.key.as_str()) {
                return Some(Found {
                    common: !self.key.contains([' ', '\'']),
                    form: form_of(label, &self.folded),
                    ..found(label, line.len())
                });
            }
            if let Some(label) = sentence(&self.key) {
                return Some(Found { sentence: true, form: form_of(label, &self.folded), ..found(label, 0) });
            }
            if let Some(label) = persons_headings(&self.key) {
                return Some(found(label, 0));
            }
        }
        let head = &line.as_bytes()[..line.len().min(LONGEST_LABEL)];
        let colon = head.iter().position(|byte| *byte == b':')?;
        self.read_key(&line[..colon]);
        let &label = BY_KEY.get(self.key.as_str())?;
        Some(Found {
            inline: true,
            common: !self.key.contains([' ', '\'']),
            form: form_of(label, &self.folded),
            ..found(label, colon + 1)
        })
    }

    /// Folds a line and writes its key: without "(s)" and the like, without a final colon, and
    /// with "partenariat" for "projet", the word of the first form.
    fn read_key(&mut self, line: &str) {
        fold_into(line, &mut self.folded);
        self.key.clear();
        let end = self.folded.trim_end_matches([' ', ':', '*', '.']);
        for word in end.split(' ') {
            let word = ["(s)", "(e)", "(x)"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
            if !self.key.is_empty() {
                self.key.push(' ');
            }
            self.key.push_str(match word {
                "projet" => "partenariat",
                "projets" => "partenariats",
                _ => word,
            });
        }
    }
}

fn found(label: Label, value: usize) -> Found {
    Found { label, value, inline: false, sentence: false, common: false, form: None }
}

/// The label of a line that says its value in the same sentence.
fn sentence(key: &str) -> Option<Label> {
    let communication = ["aucune communication", "une communication", "aucune action de communication"];
    if let Some(word) = key.strip_prefix("le partenariat est ") {
        (is_periodicity(word) || is_status(word)).then_some(Label::State)
    } else if key.starts_with("contacts dans le poste diplomatique") {
        Some(Label::Post)
    } else if key.starts_with("volontaires impliques dans le partenariat") {
        Some(Label::Volunteers)
    } else if key.starts_with("tous droits reserves") {
        Some(Label::Rights)
    } else if key.ends_with("politique d'evaluation a ete engagee")
        || key.ends_with("politique d'evaluation n'a ete engagee")
    {
        Some(Label::Evaluation)
    } else if communication.iter().any(|start| key.starts_with(start)) && key.contains("engagee") {
        if key.ends_with(" en france") {
            Some(Label::CommunicationHome)
        } else if key.ends_with(" pays partenaire") || key.ends_with(" pays partenaires") {
            Some(Label::CommunicationAbroad)
        } else {
            None
        }
    } else {
        None
    }
}

/// The label of the headings of a table of persons. They open a section even where the caption is
/// missing: their rows must not be taken for text or for organisations.
fn persons_headings(key: &str) -> Option<Label> {
    let key = key.trim_start_matches(['|', ' ']);
    if key.starts_with("nom prenom") || key.starts_with("nom | prenom") {
        Some(Label::Volunteers)
    } else if key.starts_with("nom de la collectivite") && key.contains("prenom") {
        Some(Label::ForeignContacts)
    } else {
        None
    }
}

/// Whether a folded word is a periodicity.
pub(crate) fn is_periodicity(word: &str) -> bool {
    ["annuel", "bisannuel", "biennal", "triennal", "quadriennal", "quinquennal", "pluriannuel", "ponctuel"]
        .contains(&word)
}

/// Whether a folded text is one of the statuses.
pub(crate) fn is_status(text: &str) -> bool {
    ["en cours", "termine", "terminee", "en sommeil"].contains(&text)
}

/// The form that prints a label: the first says "projet" in its dates and status.
fn form_of(label: Label, folded: &str) -> Option<Form> {
    match label {
        Label::Start | Label::State | Label::End if folded.contains("projet") => Some(Form::A),
        Label::Start | Label::State | Label::End => Some(Form::B),
        Label::ContextAndHistory | Label::Goals => Some(Form::C),
        Label::Agreement if folded.contains("lettre d'intention") => Some(Form::C),
        _ => None,
    }
}

/// The key of a line that is nothing but `???key???`.
pub(crate) fn raw_key(line: &str) -> Option<&str> {
    let key = line.strip_prefix("???")?.trim_end_matches([' ', ':']).strip_suffix("???")?;
    (!key.is_empty() && !key.contains(' ')).then_some(key)
}

/// Whether a raw key belongs to the site's frame: its menu, its trail, its pagers.
fn is_frame_key(key: &str) -> bool {
    key.split('.').any(|part| matches!(part, "menu" | "pagination" | "filAriane" | "entete" | "pied"))
}

/// Whether a line is a pager, a key of the site's menu or the name of an icon: it says nothing
/// of the record, wherever it stands.
pub(crate) fn is_chrome(line: &str) -> bool {
    // Most lines are told by their first character.
    let may_be = line.starts_with(|c: char| c.is_ascii_digit() || "?<>«»‹›|PpSsDdIi".contains(c));
    may_be
        && line.len() <= LONGEST_LABEL
        && (raw_key(line).is_some_and(is_frame_key) || is_pager(line) || fold(line) == ICON)
}

/// Name of the icon that ends the rows of some tables.
const ICON: &str = "icone d'une loupe";

/// A row of a table without the name of the icon that ends it.
pub(crate) fn without_icon(row: &str) -> &str {
    let Some((at, _)) = row.rmatch_indices(' ').nth(2) else {
        return if fold(row) == ICON { "" } else { row };
    };
    if fold(&row[at..]) == ICON { trim(&row[..at]) } else { row }
}

fn is_pager(line: &str) -> bool {
    let is_key = |word: &str| word.starts_with("pagination.");
    let is_sign = |word: &str| word.chars().all(|c| matches!(c, '<' | '>' | '«' | '»' | '|' | '‹' | '›'));
    let is_word = |word: &str| {
        matches!(fold(word).as_str(), "precedent" | "precedente" | "suivant" | "suivante" | "premier" | "dernier")
    };
    let is_number = |word: &str| word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    line.split_whitespace().all(|word| is_sign(word) || is_number(word) || is_key(word) || is_word(word))
        && (line.split_whitespace().any(is_key) || line.split_whitespace().any(is_word) && line.contains(' '))
}

/// Whether a line above or below the record belongs to the site's frame: its name, the trail of
/// pages, the page's address.
pub(crate) fn is_frame(line: &str) -> bool {
    if line.len() > LONGEST_LABEL {
        return false;
    }
    let folded = fold(line);
    is_chrome(line)
        || folded.starts_with("accueil >")
        || folded.starts_with("atlas francais de la cooperation decentralisee")
        || matches!(
            folded.as_str(),
            "accueil" | "atlas" | "detail projet" | "detail partenariat" | "imprimer" | "haut de page"
        )
        || (folded.contains("criteres.prjid=") && !folded.contains(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(line: &str) -> Option<Label> {
        Finder::default().find(line).map(|found| found.label)
    }

    #[test]
    fn labels_are_found_whatever_their_case_accents_apostrophes_and_ends() {
        for line in ["Maître(s) d’œuvre :", "MAITRES D'OEUVRE", "maître d'œuvre\u{a0}:"] {
            assert_eq!(label(line), Some(Label::Implementers), "{line}");
        }
        assert_eq!(label("Votre projet prend la forme d’un(e)"), Some(Label::Nature));
        assert_eq!(label("Objectif de l’action :"), None);
    }

    #[test]
    fn labels_of_the_table_are_written_as_keys() {
        for (text, expected) in TABLE {
            assert_eq!(label(text), Some(*expected), "{text}");
        }
    }

    #[test]
    fn a_value_may_follow_a_colon() {
        let found = Finder::default().find("Titre : Eau : un droit").expect("a label");
        assert!(found.inline && found.common);
        assert_eq!(&"Titre : Eau : un droit"[found.value..], " Eau : un droit");
    }

    #[test]
    fn sentences_are_labels_only_with_known_words() {
        assert_eq!(label("Le partenariat est triennal."), Some(Label::State));
        assert_eq!(label("Le projet est porté par deux villes"), None);
        assert_eq!(label("Aucune communication n'a été engagée en France"), Some(Label::CommunicationHome));
        assert_eq!(label("Une communication a été engagée en France et au Mali"), None);
    }

    #[test]
    fn pagers_and_menu_keys_are_chrome() {
        for line in [
            "<< < Précédent 1 Suivant > >>",
            "pagination.page.precedent",
            "pagination.page.premier pagination.page.precedent 1 2 pagination.page.suivant",
            "???menu.atlas.libelle???",
            "Icône d’une loupe",
        ] {
            assert!(is_chrome(line), "{line}");
        }
        for line in ["2009", "Suivant", "> 1", "Suivant les villes", "???projet.titre???", "-", "|"] {
            assert!(!is_chrome(line), "{line}");
        }
        assert_eq!(without_icon("Ville d'Aubemont Icone d'une loupe"), "Ville d'Aubemont");
        assert_eq!(without_icon("Ville d'Aubemont"), "Ville d'Aubemont");
    }
}
