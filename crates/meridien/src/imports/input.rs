//! Reading the files to import: what is no text is refused before anything is written.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

use crate::anomaly::{Anomaly, Code};
use crate::journal::JournalError;
use crate::web::language::Locale;

/// The largest file read, in bytes.
pub const LARGEST: u64 = 100 * 1024 * 1024;

/// Why a file cannot be read or written, in the user's language where the reason is a usual one.
pub fn cause(error: &std::io::Error, l: Locale) -> String {
    match error.kind() {
        ErrorKind::StorageFull => l.t("import-cause-full").into_owned(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => l.t("import-cause-denied").into_owned(),
        ErrorKind::NotFound => l.t("import-cause-absent").into_owned(),
        _ => error.to_string(),
    }
}

/// Why the register refuses, in the user's language where the reason is a usual one.
pub fn refusal(error: &JournalError, l: Locale) -> String {
    // What SQLite says, and PostgreSQL.
    const USUAL: [(&str, &str); 3] = [
        ("disk is full", "import-cause-full"),
        ("No space left", "import-cause-full"),
        ("readonly database", "import-cause-read-only"),
    ];
    let said = error.to_string();
    match USUAL.iter().find(|(words, _)| said.contains(words)) {
        Some((_, key)) => l.t(key).into_owned(),
        None => said,
    }
}

/// A text file, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The file's name without its folders.
    pub name: String,
    /// Its text, with `\n` at the end of lines.
    pub text: String,
    /// The encoding recognised, where it is not UTF-8.
    pub encoding: Option<&'static str>,
}

/// Why a file cannot be imported.
#[derive(Debug, thiserror::Error)]
#[error("{}: {fault:?}", .path.display())]
pub struct InputError {
    /// Which file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a file.
#[derive(Debug)]
pub enum Fault {
    /// There is none.
    Absent,
    /// It is a folder.
    Folder,
    /// It is a folder without a file that could be read.
    NoXml,
    /// It cannot be read.
    Unreadable(std::io::Error),
    /// It is larger than [`LARGEST`].
    TooLarge,
    /// It holds nothing, or only blanks.
    Empty,
    /// It is no text.
    Binary,
}

impl InputError {
    /// What is wrong and how to mend it, in one line.
    pub fn message(&self, locale: Locale) -> String {
        let file = self.path.display().to_string();
        let key = match &self.fault {
            Fault::Absent => "import-file-absent",
            Fault::Folder => "import-file-folder",
            Fault::NoXml => "import-folder-without-xml",
            Fault::TooLarge => "import-file-too-large",
            Fault::Empty => "import-file-empty",
            Fault::Binary => "import-file-binary",
            Fault::Unreadable(cause) => {
                let args = [("file", file.into()), ("cause", self::cause(cause, locale).into())];
                return locale.t_with("import-file-unreadable", &args);
            }
        };
        locale.t_with(key, &[("file", file.into()), ("most", (LARGEST / 1024 / 1024).into())])
    }
}

impl Input {
    /// Reads a file of UTF-8 or UTF-16 text, or of another encoding that can be recognised.
    ///
    /// # Errors
    /// When there is no such file, or it is a folder, unreadable, too large, empty or no text.
    pub fn read(path: &Path) -> Result<Input, InputError> {
        let refuse = |fault| InputError { path: path.to_owned(), fault };
        let bytes = read_bytes(path).map_err(refuse)?;
        let (text, encoding) = decode(&bytes).map_err(refuse)?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Ok(Input { name, text, encoding })
    }

    /// What the reading itself has to report.
    pub fn anomaly(&self) -> Option<Anomaly> {
        self.encoding.map(|encoding| Anomaly::new(Code::Encoding, "", encoding).of(&self.name))
    }
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, Fault> {
    let fault = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => Fault::Absent,
        ErrorKind::IsADirectory => Fault::Folder,
        _ => Fault::Unreadable(error),
    };
    let metadata = std::fs::metadata(path).map_err(fault)?;
    if metadata.is_dir() {
        return Err(Fault::Folder);
    }
    if metadata.len() > LARGEST {
        return Err(Fault::TooLarge);
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    // A pipe has no length before it is read.
    File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(fault)?;
    if bytes.len() as u64 > LARGEST { Err(Fault::TooLarge) } else { Ok(bytes) }
}

/// The text, and its encoding where that is not UTF-8.
fn decode(bytes: &[u8]) -> Result<(String, Option<&'static str>), Fault> {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let encoding = match marked {
        Some(encoding) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None if bytes.contains(&0) => return Err(Fault::Binary),
        None => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(bytes, true);
            detector.guess(Some(b"fr"), Utf8Detection::Deny)
        }
    };
    let (text, _, damaged) = encoding.decode(bytes);
    if text.trim().is_empty() {
        return Err(Fault::Empty);
    }
    if damaged || is_binary(&text) {
        return Err(Fault::Binary);
    }
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.into_owned() };
    Ok((text, (encoding != UTF_8).then(|| encoding.name())))
}

/// A stray control character is a fault of a text; a zero, or one control in a hundred characters, makes it no text.
fn is_binary(text: &str) -> bool {
    let controls = text.chars().filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}')).count();
    text.contains('\0') || controls * 100 > text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "Année de début\t2009\nMaître d'œuvre : « Région »\n";

    #[test]
    fn encodings_are_recognised_and_said() {
        let utf16 = |little: bool| {
            let mark = std::iter::once(0xfeff);
            let units = mark.chain(TEXT.encode_utf16());
            units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect::<Vec<u8>>()
        };
        let windows = encoding_rs::WINDOWS_1252.encode(TEXT).0.into_owned();
        let marked = ["\u{feff}", TEXT].concat().into_bytes();
        for (bytes, encoding) in [
            (TEXT.as_bytes().to_vec(), None),
            (marked, None),
            (TEXT.replace('\n', "\r\n").into_bytes(), None),
            (utf16(true), Some("UTF-16LE")),
            (utf16(false), Some("UTF-16BE")),
            (windows, Some("windows-1252")),
        ] {
            let (text, found) = decode(&bytes).unwrap();
            assert_eq!((text.as_str(), found), (TEXT, encoding));
        }
    }

    #[test]
    fn latin_1_pages_in_french_are_read() {
        let page = "Thématique d'intervention\nÉnergie, réseaux et déchets\nÉvaluation à l'été 2011 : très réussie\n";
        let (bytes, _, lossy) = encoding_rs::WINDOWS_1252.encode(page);
        assert!(!lossy);
        assert_eq!(decode(&bytes).unwrap(), (page.to_owned(), Some("windows-1252")));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for (bytes, empty) in [
            (&b""[..], true),
            (b" \n\t", true),
            (b"\xef\xbb\xbf", true),
            (b"Titre\0\0", false),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", false),
            (b"\x01\x02\x03abc", false),
            (b"\xff\xfea\0b", false),
        ] {
            match decode(bytes) {
                Err(Fault::Empty) => assert!(empty, "{bytes:?}"),
                Err(Fault::Binary) => assert!(!empty, "{bytes:?}"),
                other => panic!("{bytes:?}: {other:?}"),
            }
        }
        assert!(
            decode(
                b"Titre\x0b long texte avec un seul caract\xc3\xa8re de contr\xc3\xb4le, sur plus de cent signes, \
            comme en laissent les copies depuis un traitement de texte."
            )
            .is_ok()
        );
    }

    #[test]
    fn faults_of_files_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let huge = folder.path().join("huge.tsv");
        File::create(&huge).unwrap().set_len(LARGEST + 1).unwrap();
        let fault = |path: &Path| Input::read(path).unwrap_err().fault;
        assert!(matches!(fault(&folder.path().join("none.txt")), Fault::Absent));
        assert!(matches!(fault(folder.path()), Fault::Folder));
        assert!(matches!(fault(&huge), Fault::TooLarge));
        for lang in crate::web::language::Lang::ALL {
            let message = Input::read(&huge).unwrap_err().message(lang.into());
            assert!(message.contains("huge.tsv") && message.contains("100") && !message.contains('\n'), "{message}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes);
        }

        #[test]
        fn any_printable_text_is_read_as_it_is(text in "\\PC{1,60}[a-z]") {
            prop_assert_eq!(decode(text.trim_start_matches('\u{feff}').as_bytes()).unwrap().0, text.trim_start_matches('\u{feff}'));
        }
    }
}
