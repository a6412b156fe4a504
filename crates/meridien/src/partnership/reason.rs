//! Why a version was written, as the history says it. What the program itself says is stored as a code between braces, and put
//! into the reader's language: `{merged: 6NV6B0M3} entered twice`. All else is shown as it was written.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use super::personal::shown_line;
use super::wording;
use crate::journal::Revision;
use crate::value::Id;
use crate::web::Locale;

/// What the program says of a version. Written out, it is the form that is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Another record was merged into this one.
    Merged(Id),
    /// The merger of another record into this one was undone.
    Unmerged(Id),
    /// The ministry mended the fields at these paths while validating.
    Mended(BTreeSet<String>),
    /// A diplomatic post gave its contacts.
    PostContacts,
    /// The prefecture noted when it was sent an agreement.
    Transmitted,
    /// An import of this day was undone.
    ImportUndone(NaiveDate),
    /// The organisation was proposed by a declaration.
    Proposed,
}

/// Between the paths of a note.
const BETWEEN: &str = ", ";

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::Merged(id) => write!(f, "{{merged: {id}}}"),
            Note::Unmerged(id) => write!(f, "{{unmerged: {id}}}"),
            Note::Mended(paths) => {
                let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
                write!(f, "{{mended: {}}}", paths.join(BETWEEN))
            }
            Note::PostContacts => f.write_str("{post-contacts}"),
            Note::Transmitted => f.write_str("{transmitted}"),
            Note::ImportUndone(day) => write!(f, "{{import-undone: {day}}}"),
            Note::Proposed => f.write_str("{proposed}"),
        }
    }
}

/// A text is no note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoNote;

impl FromStr for Note {
    type Err = NoNote;

    /// Reads what stands between the braces.
    fn from_str(text: &str) -> Result<Note, NoNote> {
        let (code, of) = text.split_once(": ").unwrap_or((text, ""));
        let id = || of.parse::<Id>().map_err(|_| NoNote);
        match (code, of) {
            ("merged", _) => Ok(Note::Merged(id()?)),
            ("unmerged", _) => Ok(Note::Unmerged(id()?)),
            ("mended", paths) if !paths.is_empty() => {
                Ok(Note::Mended(paths.split(BETWEEN).map(str::to_owned).collect()))
            }
            ("post-contacts", "") => Ok(Note::PostContacts),
            ("transmitted", "") => Ok(Note::Transmitted),
            ("import-undone", day) => day.parse().map(Note::ImportUndone).map_err(|_| NoNote),
            ("proposed", "") => Ok(Note::Proposed),
            _ => Err(NoNote),
        }
    }
}

impl Note {
    /// The note in words; `body` is what the version says.
    fn words(&self, l: Locale, body: &str) -> String {
        match self {
            Note::Merged(id) => l.t_with("merge-log", &[("id", id.to_string().into())]),
            Note::Unmerged(id) => l.t_with("unmerge-log", &[("id", id.to_string().into())]),
            Note::Mended(paths) => {
                let body = serde_json::from_str(body).unwrap_or_default();
                let labels = wording::labels(l, &body, paths);
                l.t_with("mended-while-validating", &[("fields", l.list(&labels).into())])
            }
            Note::PostContacts => l.t("post-contacts").into_owned(),
            Note::Transmitted => l.t("transmission-reason").into_owned(),
            Note::ImportUndone(day) => l.t_with("import-undone-reason", &[("day", l.day(*day).into())]),
            Note::Proposed => l.t("proposed-reason").into_owned(),
        }
    }
}

/// Why a version was written, as the public may have it, in this reader's language.
pub fn shown(l: Locale, revision: &Revision) -> Option<String> {
    let reason = revision.reason.as_deref()?;
    Some(shown_line(l, &worded(l, reason, &revision.body)))
}

fn worded(l: Locale, reason: &str, body: &str) -> String {
    let (mut words, mut rest) = (String::new(), reason);
    while let Some((before, after)) = rest.split_once('{') {
        let Some((code, after)) = after.split_once('}') else { break };
        words.push_str(before);
        match code.parse::<Note>() {
            Ok(note) => words.push_str(&note.words(l, body)),
            Err(NoNote) => words.push_str(&format!("{{{code}}}")),
        }
        rest = after;
    }
    words + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Lang;

    #[test]
    fn what_the_program_says_is_read_in_two_languages() {
        let id = Id::from_u64(10).unwrap();
        let mended = || Note::Mended(["start".to_owned(), "narratives.history.fr".to_owned()].into());
        let day = NaiveDate::from_ymd_opt(2026, 11, 29).unwrap();
        let notes = [
            Note::Merged(id),
            Note::Unmerged(id),
            mended(),
            Note::PostContacts,
            Note::Transmitted,
            Note::ImportUndone(day),
            Note::Proposed,
        ];
        for note in notes {
            let stored = note.to_string();
            assert_eq!(stored[1..stored.len() - 1].parse(), Ok(note), "{stored}");
            let [fr, en] = [Lang::Fr, Lang::En].map(|lang| worded(lang.into(), &stored, "{}"));
            assert!(fr != en && !fr.contains(['{', '}']) && !en.contains(['{', '}']), "{fr} {en}");
        }
        let said = |lang: Lang, reason: &str| {
            worded(lang.into(), reason, "{\"start\":\"2013\",\"narratives\":{\"history\":{\"fr\":\"Depuis 2013\"}}}")
        };
        let stored = format!("La date manquait. {}", mended());
        assert_eq!(said(Lang::En, &stored).matches(" – History (French)").count(), 1, "{}", said(Lang::En, &stored));
        assert!(said(Lang::Fr, &stored).starts_with("La date manquait. Corrigé par le ministère"));
        let stored = format!("{} Saisie deux fois", Note::Merged(id));
        assert_eq!(said(Lang::En, &stored), "Merged with record 0000000A: Saisie deux fois");
    }

    #[test]
    fn what_people_wrote_stays_as_it_is() {
        for written in
            ["", "Fin {2026}", "{merged: nulle part} {", "}{", "{mended: }", "{transmitted: hier}", "{a {b} c}"]
        {
            assert_eq!(worded(Locale::default(), written, ""), written);
        }
    }
}
