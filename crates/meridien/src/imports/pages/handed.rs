//! Files that a form hands in, each taken to a temporary file while it comes.

use std::io::Write;

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use tempfile::NamedTempFile;

use crate::web;

/// Bytes of a file's name that are kept: a file system takes 255 of one.
const NAME: usize = 200;

/// A file that was handed in.
pub struct Handed {
    /// Its name, without folders.
    pub name: String,
    /// Its content.
    pub file: NamedTempFile,
    /// Its size, in bytes.
    pub size: u64,
}

/// A form's files and its other fields.
#[derive(Default)]
pub struct Form {
    /// The files that are not empty.
    pub files: Vec<Handed>,
    /// The other fields.
    pub fields: Vec<(String, String)>,
}

/// Why a form cannot be taken.
pub enum Refused {
    /// It is cut or too large; the answer says so.
    Form(MultipartError),
    /// A fault of ours.
    Ours(web::Error),
}

impl Form {
    /// Takes a form.
    ///
    /// # Errors
    /// A [`Refused`]
    pub async fn take(mut form: Multipart) -> Result<Form, Refused> {
        let mut taken = Form::default();
        while let Some(field) = form.next_field().await.map_err(Refused::Form)? {
            match field.file_name().map(bare) {
                Some(name) => taken.files.extend(one(name, field).await?),
                None => {
                    let name = field.name().unwrap_or_default().to_owned();
                    taken.fields.push((name, field.text().await.map_err(Refused::Form)?));
                }
            }
        }
        Ok(taken)
    }

    /// A field's text; empty where it is absent.
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(other, _)| other == name).map_or("", |(_, value)| value.trim())
    }
}

async fn one(name: String, mut field: Field<'_>) -> Result<Option<Handed>, Refused> {
    let ours = |fault: std::io::Error| Refused::Ours(anyhow::Error::from(fault).into());
    let mut file = NamedTempFile::new().map_err(ours)?;
    let mut size = 0;
    while let Some(bytes) = field.chunk().await.map_err(Refused::Form)? {
        file.write_all(&bytes).map_err(ours)?;
        size += bytes.len() as u64;
    }
    Ok((size > 0).then_some(Handed { name, file, size }))
}

/// A name without folders and without what a file system or a terminal might stumble over.
fn bare(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut size = 0;
    let fits = |c: &char| {
        size += c.len_utf8();
        size <= NAME
    };
    let kept: String = last.chars().filter(|c| !c.is_control()).take_while(fits).collect();
    match kept.trim_matches([' ', '.']) {
        "" => "fichier".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn names_have_no_folders() {
        for (given, kept) in [
            ("liste.csv", "liste.csv"),
            ("C:\\Users\\x\\liste été.xml", "liste été.xml"),
            ("../../etc/passwd", "passwd"),
            ("..", "fichier"),
            ("a\0b\u{1b}[2J.xml", "ab[2J.xml"),
            ("", "fichier"),
        ] {
            assert_eq!(bare(given), kept);
        }
        for (letter, letters) in [("a", 200), ("é", 100), ("水", 66)] {
            assert_eq!(bare(&letter.repeat(400)), letter.repeat(letters));
        }
    }
}
