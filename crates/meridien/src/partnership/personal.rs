//! Personal data in what people write: where texts stand in a record, what in them reaches a person, and the record as the
//! public may have it. The page and every output show the same.

use serde::Deserialize;
use serde_json::Value;

use super::Partnership;
use super::funding::FundingLine;
use super::identity;
use crate::journal::{JournalError, Revision};
use crate::value::Text;
use crate::web::{Lang, Locale};

/// A text of a record: in several languages, or a line.
pub enum Piece<T, L> {
    /// In several languages.
    Text(T),
    /// A line.
    Line(L),
}

/// Calls a function with the path and the place of every text that people write freely, to read or to change it. Not among
/// them: addresses on the web, mailboxes, names of parties.
macro_rules! walk {
    ($name:ident, $iter:ident, $($mutable:tt)?) => {
        fn $name<'a>(
            record: &'a $($mutable)? Partnership,
            see: &mut dyn FnMut(&dyn Fn() -> String, Piece<&'a $($mutable)? Text, &'a $($mutable)? String>),
        ) {
            fn lines<'a>(
                funding: &'a $($mutable)? [FundingLine],
                of: &dyn Fn() -> String,
                see: &mut dyn FnMut(&dyn Fn() -> String, Piece<&'a $($mutable)? Text, &'a $($mutable)? String>),
            ) {
                for (at, line) in funding.$iter().enumerate() {
                    for (funder, named) in line.funders.$iter().enumerate() {
                        let path = || format!("{}funding[{at}].funders[{funder}].name", of());
                        see(&path, Piece::Line(&$($mutable)? named.name));
                    }
                }
            }
            let narratives = &$($mutable)? record.narratives;
            let communication = &$($mutable)? record.communication;
            for (path, text) in [
                ("title", &$($mutable)? record.title),
                ("narratives.objective", &$($mutable)? narratives.objective),
                ("narratives.context", &$($mutable)? narratives.context),
                ("narratives.history", &$($mutable)? narratives.history),
                ("narratives.description", &$($mutable)? narratives.description),
                ("narratives.outlook", &$($mutable)? narratives.outlook),
                ("beneficiaries", &$($mutable)? record.beneficiaries),
                ("communication.home.text", &$($mutable)? communication.home.text),
                ("communication.abroad.text", &$($mutable)? communication.abroad.text),
                ("evaluation.text", &$($mutable)? record.evaluation.text),
            ] {
                see(&|| path.to_owned(), Piece::Text(text));
            }
            for (at, agreement) in record.agreements.$iter().enumerate() {
                see(&|| format!("agreements[{at}].object"), Piece::Text(&$($mutable)? agreement.object));
            }
            for (list, named) in [
                ("contracting_authorities", &$($mutable)? record.contracting_authorities),
                ("implementers", &$($mutable)? record.implementers),
                ("other_partners.home", &$($mutable)? record.other_partners.home),
                ("other_partners.abroad", &$($mutable)? record.other_partners.abroad),
            ] {
                for (at, named) in named.$iter().enumerate() {
                    see(&|| format!("{list}[{at}].name"), Piece::Line(&$($mutable)? named.name));
                }
            }
            for (at, contact) in record.contacts.$iter().enumerate() {
                see(&|| format!("contacts[{at}].name"), Piece::Line(&$($mutable)? contact.name));
                for function in contact.function.$iter() {
                    see(&|| format!("contacts[{at}].function"), Piece::Line(function));
                }
            }
            lines(&$($mutable)? record.funding, &String::new, see);
            for (at, volunteer) in record.volunteers.$iter().enumerate() {
                see(&|| format!("volunteers[{at}].mission"), Piece::Text(&$($mutable)? volunteer.mission));
                for (name, line) in [
                    ("scheme", &$($mutable)? volunteer.scheme),
                    ("field", &$($mutable)? volunteer.field),
                    ("host_body", &$($mutable)? volunteer.host_body),
                ] {
                    for line in line.$iter() {
                        see(&|| format!("volunteers[{at}].{name}"), Piece::Line(line));
                    }
                }
            }
            for (at, phase) in record.phases.$iter().enumerate() {
                see(&|| format!("phases[{at}].title"), Piece::Text(&$($mutable)? phase.title));
                lines(&$($mutable)? phase.funding, &|| format!("phases[{at}]."), see);
            }
            for (at, action) in record.actions.$iter().enumerate() {
                for (name, text) in [
                    ("title", &$($mutable)? action.title),
                    ("objective", &$($mutable)? action.objective),
                    ("description", &$($mutable)? action.description),
                ] {
                    see(&|| format!("actions[{at}].{name}"), Piece::Text(text));
                }
            }
            for (at, document) in record.documents.$iter().enumerate() {
                see(&|| format!("documents[{at}].title"), Piece::Text(&$($mutable)? document.title));
            }
        }
    };
}

walk!(each_text, iter,);
walk!(each_text_mut, iter_mut, mut);

/// Every text that people write freely, with its path: `narratives.context.fr`.
pub fn texts(record: &Partnership) -> Vec<(String, &str)> {
    let mut all = Vec::new();
    each_text(record, &mut |path, piece| match piece {
        Piece::Text(text) => all.extend(text.iter().map(|(lang, text)| (format!("{}.{lang}", path()), text))),
        Piece::Line(line) => all.push((path(), line.as_str())),
    });
    all
}

/// The texts that are in one of some languages, each with its path and language.
pub fn in_languages(record: &Partnership, wanted: impl Fn(&str) -> bool) -> Vec<(String, &str)> {
    let mut all = Vec::new();
    each_text(record, &mut |path, piece| {
        if let Piece::Text(text) = piece {
            let languages = text.iter().map(|(lang, _)| lang).filter(|lang| wanted(lang));
            all.extend(languages.map(|lang| (format!("{}.{lang}", path()), lang)));
        }
    });
    all
}

/// The partnership of a version as the public may have it, whatever the output: without mail addresses and telephone numbers
/// in its texts, without addresses that do not lead to the web, and without the code by which a table's row is recognised.
///
/// # Errors
/// When the stored body is no partnership.
pub fn public(revision: &Revision) -> Result<Partnership, JournalError> {
    let mut record: Partnership = revision.read()?;
    record.legacy_ids.retain(|legacy| legacy.scheme != identity::ROW);
    mask(&mut record);
    Ok(record)
}

/// The JSON of a partnership as the public may have it; what has nothing to hide stays as it is written.
///
/// # Errors
/// When it is no partnership.
pub fn masked_body(body: Value) -> serde_json::Result<Value> {
    let record = Partnership::deserialize(&body)?;
    let mut public = record.clone();
    mask(&mut public);
    if public == record { Ok(body) } else { serde_json::to_value(public) }
}

/// A text as the public may have it.
pub fn shown(text: &Text) -> Text {
    let mut text = text.clone();
    text.change(|lang, text| masked(text, &hidden(lang)));
    text
}

/// A line as the public may have it, in this reader's language: the reason of a version.
pub fn shown_line(l: Locale, line: &str) -> String {
    masked(line, &l.t("address-hidden")).unwrap_or_else(|| line.to_owned())
}

fn mask(record: &mut Partnership) {
    each_text_mut(record, &mut |_, piece| match piece {
        Piece::Text(text) => *text = shown(text),
        Piece::Line(line) => {
            if let Some(shown) = masked(line, &hidden("")) {
                *line = shown;
            }
        }
    });
    for document in &mut record.documents {
        document.url = document.url.take().filter(|url| is_web_address(url));
    }
    record.provenance.url = record.provenance.url.take().filter(|url| is_web_address(url));
    // The name of a file may be somebody's.
    record.provenance.file = None;
}

/// What stands in the place of an address in a text of this language.
fn hidden(lang: &str) -> String {
    let lang = Lang::from_code(lang).unwrap_or_default();
    Locale::from(lang).t("address-hidden").into_owned()
}

/// The text with `hidden` in place of mail addresses and telephone numbers; none where it has neither.
pub fn masked(text: &str, hidden: &str) -> Option<String> {
    let mut found = mail_addresses(text);
    found.extend(telephones(text));
    if found.is_empty() {
        return None;
    }
    found.sort_by_key(|(start, _)| *start);
    let (mut out, mut done) = (String::new(), 0);
    for (start, end) in found {
        // A number within an address goes with it.
        if start >= done {
            out.push_str(&text[done..start]);
            out.push_str(hidden);
            done = end;
        }
    }
    out.push_str(&text[done..]);
    Some(out)
}

/// Where mail addresses stand: `name@host.tld`, `name[at]host.tld`.
pub fn mail_addresses(text: &str) -> Vec<(usize, usize)> {
    if !["@", "[at]", "(at)"].iter().any(|at| text.contains(at)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || ",;<>|".contains(c)) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if is_mail_address(bare) {
            // A word is a part of the text: where it begins is the distance between the two.
            let start = bare.as_ptr() as usize - text.as_ptr() as usize;
            found.push((start, start + bare.len()));
        }
    }
    found
}

/// Whether a word looks like a mail address, as written or as disguised in old records (`name[at]host`).
pub fn is_mail_address(word: &str) -> bool {
    ["@", "[at]", "(at)"].iter().any(|at| {
        word.split_once(at).is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && host.chars().all(|c| c.is_alphanumeric() || ".-_".contains(c))
        })
    })
}

/// Where telephone numbers stand: exactly ten digits that begin like a French number, or an international prefix with at
/// least ten, in whatever groups.
pub fn telephones(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut run: Option<(usize, usize, String)> = None;
    let mut settle = |run: Option<(usize, usize, String)>| {
        if let Some((start, end, _)) = run.filter(|(.., digits)| is_telephone(digits)) {
            found.push((start, end));
        }
    };
    for (at, c) in text.char_indices() {
        match c {
            '+' => {
                settle(run.take());
                run = Some((at, at + 1, "+".to_owned()));
            }
            '0'..='9' => {
                let (_, end, digits) = run.get_or_insert_with(|| (at, at, String::new()));
                *end = at + 1;
                digits.push(c);
            }
            ' ' | '.' | '-' | '\u{a0}' | '\u{202f}' => {}
            _ => settle(run.take()),
        }
    }
    settle(run);
    found
}

fn is_telephone(digits: &str) -> bool {
    let national = digits.len() == 10 && digits.starts_with('0') && digits.as_bytes()[1] != b'0';
    let international = digits.starts_with('+') && (11..=16).contains(&digits.len());
    national || international
}

/// Whether a text is an address on the web.
pub fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !text.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::partnership::{Contact, ContactRole, Document, Volunteer};
    use proptest::prelude::*;

    #[test]
    fn addresses_and_numbers_are_masked_where_they_stand() {
        let text = "Contacter M. Dupont, jean.dupont@gmail.com, 06 12 34 56 78 ou +33 6 12 34 56 78, depuis 2012.";
        let shown = masked(text, "(x)").unwrap();
        assert_eq!(shown, "Contacter M. Dupont, (x), (x) ou (x), depuis 2012.");
        for sound in ["177 550 € de 2010 à 2012", "3 @ la fois", "", "0"] {
            assert_eq!(masked(sound, "(x)"), None, "{sound}");
        }
    }

    #[test]
    fn the_public_has_no_address_in_any_text() {
        let mail = "Écrire à jean.dupont@gmail.com ou au 06 12 34 56 78";
        let mut record = Partnership {
            title: Text::new("fr", mail),
            volunteers: vec![Volunteer { mission: Text::new("en", mail), ..Volunteer::default() }],
            documents: vec![Document { url: Some("javascript:alert(1)".to_owned()), ..Document::default() }],
            contacts: vec![Contact {
                name: "Mairie".to_owned(),
                organisation: None,
                role: ContactRole::Other,
                function: Some(mail.to_owned()),
                mailbox: Some("accueil@ville.example".to_owned()),
                count: 0,
                persons: Vec::new(),
            }],
            ..Partnership::default()
        };
        mask(&mut record);
        let shown = serde_json::to_string(&record).unwrap();
        assert!(!shown.contains("dupont") && !shown.contains("34 56") && !shown.contains("javascript"), "{shown}");
        assert!(shown.contains("accueil@ville.example") && shown.contains("(adresse non publiée)"), "{shown}");
        assert!(shown.contains("(address not published)"), "{shown}");
    }

    proptest! {
        #[test]
        fn what_is_masked_has_nothing_more_to_mask(text in "[a-z0-9é@+., -]{0,60}") {
            if let Some(shown) = masked(&text, "(masqué)") {
                prop_assert!(mail_addresses(&shown).is_empty(), "{}", shown);
                prop_assert!(telephones(&shown).is_empty(), "{}", shown);
            }
        }
    }
}
