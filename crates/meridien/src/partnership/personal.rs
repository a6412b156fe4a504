//! Personal data in what people write: where texts stand in a record, what in them reaches a person, and the record as the
//! public may have it. The page and every output show the same.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use meridien_iati::{Activity, Writable};
use serde::Deserialize;
use serde_json::Value;

use super::Partnership;
use super::funding::FundingLine;
use super::identity;
use crate::iati::extension;
use crate::journal::{JournalError, Revision};
use crate::reference::{self, fold};
use crate::value::{Currency, Text};
use crate::web::address::is_web_address;
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
            for (at, entry) in record.glossary.$iter().enumerate() {
                see(&|| format!("glossary[{at}].short"), Piece::Line(&$($mutable)? entry.short));
                see(&|| format!("glossary[{at}].long"), Piece::Line(&$($mutable)? entry.long));
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
                for call in phase.call.$iter() {
                    see(&|| format!("phases[{at}].call"), Piece::Line(call));
                }
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
                for (place, named) in action.places.$iter().enumerate() {
                    see(&|| format!("actions[{at}].places[{place}].name"), Piece::Line(&$($mutable)? named.name));
                }
            }
            for (at, place) in record.places.$iter().enumerate() {
                see(&|| format!("places[{at}].name"), Piece::Line(&$($mutable)? place.name));
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
/// in its texts, without addresses that do not lead to the web, and without the code by which a table's row is recognised. The
/// activity that it was made from is as it came: whoever gives it out has [`mask_activity`].
///
/// # Errors
/// When the stored body is no partnership.
pub fn public(revision: &Revision) -> Result<Partnership, JournalError> {
    let mut record: Partnership = revision.read()?;
    make_public(&mut record);
    Ok(record)
}

/// Makes a partnership what [`public`] gives.
pub fn make_public(record: &mut Partnership) {
    record.legacy_ids.retain(|legacy| legacy.scheme != identity::ROW);
    mask(record);
}

/// The JSON of a partnership as the public may have it, with the activity that it was made from; what has nothing to hide stays
/// as it is written.
///
/// # Errors
/// When it is no partnership.
pub fn masked_body(body: Value) -> serde_json::Result<Value> {
    let record = Partnership::deserialize(&body)?;
    let mut public = record.clone();
    mask(&mut public);
    public.iati = public.iati.and_then(masked_xml);
    if public == record { Ok(body) } else { serde_json::to_value(public) }
}

/// Puts the texts of an activity as the public may have them, also those that no field of a record has; whether there was
/// anything to hide. Mailboxes of contacts are no texts.
pub fn mask_activity(activity: &mut Activity) -> bool {
    let mut found = false;
    activity.change_texts(|lang, text| {
        if let Some(shown) = masked(text, || hidden(lang)) {
            *text = shown;
            found = true;
        }
    });
    found
}

/// The same of an activity that is kept as XML; none where it cannot be read, so that nobody can tell what is a text.
fn masked_xml(xml: String) -> Option<String> {
    // To look is much cheaper than to read.
    if masked(&xml, || "").is_none() {
        return Some(xml);
    }
    let mut kept = extension::kept(&xml)?;
    if mask_activity(&mut kept) { Some(kept.to_xml()) } else { Some(xml) }
}

/// A text as the public may have it.
pub fn shown(text: &Text) -> Text {
    let mut text = text.clone();
    mask_text(&mut text);
    text
}

fn mask_text(text: &mut Text) {
    text.change(|lang, text| masked(text, || hidden(lang)));
}

/// A line as the public may have it, in this reader's language: the reason of a version.
pub fn shown_line(l: Locale, line: &str) -> String {
    masked(line, || l.t("address-hidden")).unwrap_or_else(|| line.to_owned())
}

fn mask(record: &mut Partnership) {
    each_text_mut(record, &mut |_, piece| match piece {
        Piece::Text(text) => mask_text(text),
        Piece::Line(line) => {
            if let Some(shown) = masked(line, || hidden("")) {
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

/// The text with what `hidden` gives in place of mail addresses and telephone numbers; none where it has neither, as almost
/// every text.
pub fn masked<H: AsRef<str>>(text: &str, hidden: impl FnOnce() -> H) -> Option<String> {
    let mut found = mail_addresses(text);
    found.extend(telephones(text));
    if found.is_empty() {
        return None;
    }
    let (hidden, mut out, mut done) = (hidden(), String::new(), 0);
    // A number within an address goes with it.
    for (start, end) in merged(found) {
        out.push_str(&text[done..start]);
        out.push_str(hidden.as_ref());
        done = end;
    }
    out.push_str(&text[done..]);
    Some(out)
}

/// The same places in order, those that overlap as one.
fn merged(mut places: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    places.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for (start, end) in places {
        match merged.last_mut() {
            Some((_, last)) if start < *last => *last = end.max(*last),
            _ => merged.push((start, end)),
        }
    }
    merged
}

/// What stands for `@` where somebody hides an address from programs.
const AT: [&str; 10] =
    ["@", "\u{ff20}", "(at)", "[at]", "{at}", "(arobase)", "[arobase]", "{arobase}", " arobase ", SPELLED.0];
/// Finds any of them.
static ANY_AT: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(AT).expect("few and short signs"));
/// What stands for the dots of such an address.
const DOT: [&str; 8] = ["(dot)", "[dot]", "{dot}", "(point)", "[point]", "{point}", "point ", SPELLED.1];
/// An address in plain words, which is none without the second: one may be "at a point".
const SPELLED: (&str, &str) = (" at ", "dot ");
/// Spaces within a line.
const SPACES: [char; 3] = [' ', '\u{a0}', '\u{202f}'];

/// Where mail addresses stand: `name@host.tld`, `name[at]host.tld`, `name (at) host (dot) tld`.
pub fn mail_addresses(text: &str) -> Vec<(usize, usize)> {
    // Almost every text has none of the signs, which is soon told.
    if !ANY_AT.is_match(text) {
        return Vec::new();
    }
    let mut found = disguised_addresses(text);
    for word in text.split(|c: char| c.is_whitespace() || ",;<>|".contains(c)) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if is_mail_address(bare) {
            // A word is a part of the text: where it begins is the distance between the two.
            let start = bare.as_ptr() as usize - text.as_ptr() as usize;
            found.push((start, start + bare.len()));
        }
    }
    merged(found)
}

/// Where mail addresses stand that are written in several words, or tied to others by any sign.
fn disguised_addresses(text: &str) -> Vec<(usize, usize)> {
    let small = text.to_ascii_lowercase();
    let mut found = Vec::new();
    for sign in AT {
        for (at, _) in small.match_indices(sign) {
            let (name, host) = (small[..at].trim_end_matches(SPACES), &small[at + sign.len()..]);
            let start = name.trim_end_matches(|c: char| c.is_alphanumeric() || "._-+".contains(c)).len();
            // `@name` is that of an account elsewhere.
            let named = name[start..].contains(char::is_alphanumeric);
            let is_host = |end: &usize| named && (sign != SPELLED.0 || host[..*end].contains(SPELLED.1));
            if let Some(end) = host_end(host).filter(is_host) {
                found.push((start, at + sign.len() + end));
            }
        }
    }
    found
}

/// Where the host ends with which a text begins; none where it begins with none.
fn host_end(text: &str) -> Option<usize> {
    let mut rest = text.trim_start_matches(SPACES);
    let (mut parts, mut last) = (0, "");
    loop {
        let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(rest.len());
        if length == 0 {
            break;
        }
        let after;
        (last, after) = rest.split_at(length);
        (parts, rest) = (parts + 1, after);
        let Some(next) = after_dot(after) else { break };
        if !next.starts_with(char::is_alphanumeric) {
            break;
        }
        rest = next;
    }
    let is_domain = last.chars().count() > 1 && last.chars().all(char::is_alphabetic);
    (parts > 1 && is_domain).then_some(text.len() - rest.len())
}

/// Whether a word looks like a mail address, as written or as disguised in old records (`name[at]host`).
pub fn is_mail_address(word: &str) -> bool {
    ["@", "\u{ff20}", "[at]", "(at)"].iter().any(|at| {
        word.split_once(at).is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && host.chars().all(|c| c.is_alphanumeric() || ".-_".contains(c))
        })
    })
}

/// What comes after a dot, or what stands for one.
fn after_dot(text: &str) -> Option<&str> {
    text.strip_prefix('.').or_else(|| {
        let text = text.trim_start_matches(SPACES);
        DOT.iter().find_map(|dot| text.strip_prefix(dot)).map(|text| text.trim_start_matches(SPACES))
    })
}

/// What says that a telephone number follows, folded.
const LABELS: [&str; 18] = [
    "tel",
    "tels",
    "telephone",
    "telephones",
    "phone",
    "phones",
    "fax",
    "telecopie",
    "gsm",
    "portable",
    "mobile",
    "mob",
    "cell",
    "cellulaire",
    "whatsapp",
    "joignable",
    "appeler",
    "appelez",
];
/// Those of them after which a full stop ends no sentence.
const SHORTENED: [&str; 4] = ["tel", "tels", "fax", "mob"];
/// What says that the number of a file follows, folded.
const REFERENCES: [&str; 16] = [
    "dossier",
    "convention",
    "contrat",
    "marche",
    "projet",
    "subvention",
    "arrete",
    "deliberation",
    "facture",
    "reference",
    "ref",
    "code",
    "identifiant",
    "siren",
    "siret",
    "rna",
];
/// Words between the two, folded.
const BETWEEN: [&str; 8] = ["n", "no", "numero", "number", "au", "le", "est", "is"];
/// Words after an amount, folded; codes of currencies are others.
const UNITS: [&str; 14] = [
    "euro",
    "euros",
    "franc",
    "francs",
    "fcfa",
    "cfa",
    "dollar",
    "dollars",
    "dirham",
    "dirhams",
    "ariary",
    "million",
    "millions",
    "habitants",
];

/// Where telephone numbers stand: exactly ten digits that begin like a French number; an international prefix (`+223`, `00223`)
/// with the number after it; what else has seven digits or more and is called a telephone number; in whatever groups.
pub fn telephones(text: &str) -> Vec<(usize, usize)> {
    // Most texts have fewer digits than any number, which is soon told.
    if text.bytes().filter(u8::is_ascii_digit).count() < FEWEST {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut run: Option<Run> = None;
    for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
        let goes_on = match (c, &mut run) {
            ('0'..='9', run) => {
                run.get_or_insert_with(|| Run::new(at)).push(at, c);
                true
            }
            (' ' | '.' | '-' | '–' | '/' | '\u{a0}' | '\u{202f}', _) => true,
            // `+33 (0)6 12 34 56 78`, `(+223) 76 12 34 56`.
            ('(', Some(run)) => run.is_international() && text[at..].starts_with("(0)"),
            (')', Some(run)) => text[..at].ends_with("(0") || (run.is_international() && run.digits.len() <= PREFIX),
            _ => false,
        };
        if goes_on {
            continue;
        }
        found.extend(run.take().filter(|run| run.is_telephone(text)).map(|run| (run.start, run.end)));
        if c == '+' {
            run = Some(Run { digits: "+".to_owned(), end: at + 1, ..Run::new(at) });
        }
    }
    found
}

/// Digits of a telephone number at least.
const FEWEST: usize = 7;
/// Digits of an international prefix at most, with what it begins with: `00223`.
const PREFIX: usize = 5;

/// Digits that follow each other, with nothing between them that does not stand within a number.
struct Run {
    start: usize,
    end: usize,
    /// The digits, after `+` where it begins with that.
    digits: String,
    /// How many of them stand together.
    groups: Vec<usize>,
}

impl Run {
    fn new(start: usize) -> Run {
        Run { start, end: start, digits: String::new(), groups: Vec::new() }
    }

    fn push(&mut self, at: usize, digit: char) {
        match self.groups.last_mut() {
            Some(group) if at == self.end => *group += 1,
            _ => self.groups.push(1),
        }
        self.end = at + 1;
        self.digits.push(digit);
    }

    fn is_international(&self) -> bool {
        self.digits.starts_with('+') || self.digits.starts_with("00")
    }

    fn is_telephone(&self, text: &str) -> bool {
        let digits = self.digits.as_bytes();
        let begins =
            |with: &[u8]| digits.starts_with(with) && digits.get(with.len()).is_some_and(|digit| *digit != b'0');
        // Two codes of communes are no number, nor is a day with the figure after it.
        let other = self.groups == [5, 5] || self.groups.starts_with(&[2, 2, 4]);
        let national = digits.len() == 10 && begins(b"0") && !other && !is_called(&text[..self.start], &REFERENCES);
        let international = begins(b"00") && (12..=15).contains(&digits.len())
            || digits.starts_with(b"+") && (11..=16).contains(&digits.len());
        let called = || {
            let long = (FEWEST..=15).contains(&digits.len());
            long && !self.is_date() && !self.is_amount(&text[self.end..]) && is_called(&text[..self.start], &LABELS)
        };
        national || international || called()
    }

    /// Years, or a day.
    fn is_date(&self) -> bool {
        let year = |at: usize| matches!(self.digits.get(at..at + 2), Some("19" | "20"));
        match self.groups[..] {
            [2, 2, 4] => year(4),
            [4, 2, 2] => year(0),
            _ => self.groups.iter().enumerate().all(|(at, group)| *group == 4 && year(at * 4)),
        }
    }

    /// Whether it is an amount, before this text.
    fn is_amount(&self, after: &str) -> bool {
        let rounded = self.groups.iter().skip(1).all(|group| *group == 3) && self.digits.ends_with("000");
        let after = after.trim_start_matches(SPACES);
        let mut words = after.split(|c: char| !c.is_alphabetic()).filter(|word| !matches!(*word, "de" | "d"));
        let word = words.next().unwrap_or_default();
        let currency = word.parse::<Currency>().is_ok_and(|currency| reference::currency(currency).is_some());
        rounded || currency || after.starts_with(['€', '$', '£', '%']) || UNITS.contains(&fold(word).as_str())
    }
}

/// Whether a text ends with what says that a number follows, one of these words: `Tél. : `, `phone number is `, `dossier n° `.
fn is_called(before: &str, labels: &[&str]) -> bool {
    let mut rest = before;
    for _ in 0..3 {
        let words = rest.trim_end_matches(|c: char| SPACES.contains(&c) || ".:()°-".contains(c));
        let is_of_word = |c: char| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c);
        let others = words.trim_end_matches(is_of_word);
        let word = fold(&words[others.len()..]);
        if labels.contains(&word.as_str()) {
            return SHORTENED.contains(&word.as_str()) || !rest[words.len()..].contains('.');
        }
        if !BETWEEN.contains(&word.as_str()) {
            return false;
        }
        rest = others;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::partnership::{Contact, ContactRole, Document, GlossaryEntry, Phase, Place, Volunteer};
    use proptest::prelude::*;

    #[test]
    fn addresses_and_numbers_are_masked_where_they_stand() {
        let text = "Contacter M. Dupont, jean.dupont@gmail.com, 06 12 34 56 78 ou +33 6 12 34 56 78, depuis 2012.";
        let shown = masked(text, || "(x)").unwrap();
        assert_eq!(shown, "Contacter M. Dupont, (x), (x) ou (x), depuis 2012.");
        for sound in ["177 550 € de 2010 à 2012", "3 @ la fois", "", "0"] {
            assert_eq!(masked(sound, || "(x)"), None, "{sound}");
        }
    }

    #[test]
    fn what_stands_in_their_place_is_made_where_there_is_something_to_hide() {
        let made = std::cell::Cell::new(0);
        let words = || {
            made.set(made.get() + 1);
            "(x)"
        };
        assert_eq!((masked("de 2010 à 2012", words), made.get()), (None, 0));
        let shown = masked("j@ville.example, 06 12 34 56 78", words);
        assert_eq!((shown.as_deref(), made.get()), (Some("(x), (x)"), 1));
    }

    /// However people write them.
    #[test]
    fn every_sign_makes_an_address_in_either_case() {
        for sign in AT {
            let address = format!("bureau{sign} mairie dot org");
            for text in [address.to_uppercase(), address] {
                assert_eq!(mail_addresses(&text), [(0, text.len())], "{text}");
            }
        }
    }

    #[test]
    fn numbers_and_addresses_are_known_by_what_is_around_them() {
        for (text, shown) in [
            ("tel 76 12 34 56", "tel (x)"),
            ("Tél. : 76.12.34.56, à Kayes", "Tél. : (x), à Kayes"),
            ("Te\u{301}l : 77 123 45 67", "Te\u{301}l : (x)"),
            ("Téléphone n° 20 22 33 44", "Téléphone n° (x)"),
            ("joignable au 7612 3456 en 2012", "joignable au (x) en 2012"),
            ("Phone number is 555 0100.", "Phone number is (x)."),
            ("00223 76123456", "(x)"),
            ("au 00 223 76 12 34 56 (mairie)", "au (x) (mairie)"),
            ("+33 (0)6 12 34 56 78", "(x)"),
            ("06–12–34–56–78 ou 06/12/34/56/79", "(x) ou (x)"),
            ("(+223) 76 12 34 56", "((x)"),
            ("j dupont (at) gmail.com", "j (x)"),
            ("jean.dupont @ gmail.com.", "(x)."),
            ("Jean.Dupont [AT] gmail [dot] com", "(x)"),
            ("jdupont(arobase)ville(point)fr, merci", "(x), merci"),
            ("jean@ville.fr/paul@ville.fr:luc@ville.fr", "(x)/(x):(x)"),
            ("jean@ville.fr/contact et (jean@ville.fr)(mairie)", "(x)/contact et ((x))(mairie)"),
            ("mailto:jean@ville.fr?cc=paul@ville.fr", "mailto:(x)?cc=(x)"),
            ("jean.dupont\u{ff20}ville.fr", "(x)"),
            ("écrire à jean AT ville DOT fr ou jean arobase ville point fr", "écrire à (x) ou (x)"),
        ] {
            assert_eq!(masked(text, || "(x)").as_deref(), Some(shown), "{text}");
        }
    }

    #[test]
    fn years_amounts_and_codes_are_no_telephone_and_no_address() {
        for sound in [
            "de 2010 à 2012, puis 2013-2014",
            "téléphone 2010-2012",
            "fax 12.03.2012",
            "téléphone 25 000 000 FCFA",
            "portable 12 345 678 euros",
            "mobile 1 234 567 de francs",
            "un total tel. Puis 12 €",
            "par téléphone. 12 345 678 habitants",
            "76 123 456 FCFA",
            "177 550 €",
            "INSEE 35238, 01004 01053",
            "SIREN 215 903 501, SIRET 215 903 501 00017",
            "Mairie, 1 place de l'Hôtel-de-Ville, BP 76 12, 35000 Rennes",
            "BP 2032 Bamako",
            "@ville.example",
            "Dossier 0320123456 du MEAE",
            "Convention n° 01 23 45 67 89 du 3 mars 2020",
            "du 01/02/2013 10 habitants, 03.04.2014 25",
            "look at ville.example, at a point in time",
            "(a) l'école.Puis la route",
            "3 (at) la fois",
            "12 @ 3.50",
        ] {
            assert_eq!(masked(sound, || "(x)"), None, "{sound}");
        }
    }

    #[test]
    fn the_public_has_no_address_in_any_text() {
        let mail = "Écrire à jean.dupont@gmail.com ou au 06 12 34 56 78";
        let mut record = Partnership {
            title: Text::new("fr", mail),
            volunteers: vec![Volunteer { mission: Text::new("en", mail), ..Volunteer::default() }],
            documents: vec![Document { url: Some("javascript:alert(1)".to_owned()), ..Document::default() }],
            glossary: vec![GlossaryEntry { short: "JD".to_owned(), long: mail.to_owned() }],
            phases: vec![Phase { call: Some(mail.to_owned()), ..Phase::default() }],
            places: vec![Place { name: mail.to_owned(), territory: None, country: None, point: None }],
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
            if let Some(shown) = masked(&text, || "(masqué)") {
                prop_assert!(mail_addresses(&shown).is_empty(), "{}", shown);
                prop_assert!(telephones(&shown).is_empty(), "{}", shown);
            }
        }
    }
}
