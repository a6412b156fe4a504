//! Files of version 2.03, written one record at a time.

use std::io::{self, Write};

use chrono::{DateTime, SecondsFormat, Utc};
use quick_xml::escape::partial_escape;

use crate::activity::Activity;
use crate::element::{Element, Extra};
use crate::organisation::Organisation;
use crate::reader::{Kind, is_xml_character};
use crate::tree::{XML, escaped_attribute};
use crate::version::Version;

/// Most bytes of one file: what is easily read everywhere.
pub const MAX_FILE: u64 = 20_000_000;

/// A record that a file can hold: an [`Activity`] or an [`Organisation`].
pub trait Writable: sealed::Sealed {
    /// The kind of file that holds it.
    const KIND: Kind;

    /// The record as XML, as it stands in a file.
    fn to_xml(&self) -> String;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for crate::Activity {}
    impl Sealed for crate::Organisation {}
}

impl Writable for Activity {
    const KIND: Kind = Kind::Activities;

    fn to_xml(&self) -> String {
        record(Self::KIND, self)
    }
}

impl Writable for Organisation {
    const KIND: Kind = Kind::Organisations;

    fn to_xml(&self) -> String {
        record(Self::KIND, self)
    }
}

fn record<E: Element>(kind: Kind, element: &E) -> String {
    let mut out = Out { xml: String::with_capacity(8 << 10), depth: 1 };
    out.element(kind.names().1, element);
    out.xml
}

/// Writes one file of version 2.03, which ends with [`Writer::finish`]. What is written is valid if what the standard
/// requires is filled: [`crate::check`] tells.
pub struct Writer<W: Write> {
    output: W,
    kind: Kind,
    bytes: u64,
}

impl<W: Write> Writer<W> {
    /// Begins a file. Fails as `output` does.
    pub fn new(output: W, kind: Kind, generated: DateTime<Utc>) -> io::Result<Self> {
        let mut writer = Writer { output, kind, bytes: 0 };
        let (root, _) = kind.names();
        let (version, generated) = (Version::V2_03, generated.to_rfc3339_opts(SecondsFormat::Secs, true));
        writer.write(&format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} version=\"{version}\" generated-datetime=\"{generated}\">"
        ))?;
        Ok(writer)
    }

    /// Writes a record. Fails as the output does, or with [`io::ErrorKind::InvalidInput`] where the file is of the other
    /// kind.
    pub fn record<T: Writable>(&mut self, record: &T) -> io::Result<()> {
        if T::KIND != self.kind {
            return Err(io::Error::from(io::ErrorKind::InvalidInput));
        }
        self.write(&record.to_xml())
    }

    fn write(&mut self, xml: &str) -> io::Result<()> {
        self.output.write_all(xml.as_bytes())?;
        self.bytes += xml.len() as u64;
        Ok(())
    }

    fn end(&self) -> String {
        format!("\n</{}>\n", self.kind.names().0)
    }

    /// Bytes of the file if it ended now.
    pub fn size(&self) -> u64 {
        self.bytes + self.end().len() as u64
    }

    /// Ends the file and gives the output back, flushed.
    pub fn finish(mut self) -> io::Result<W> {
        self.write(&self.end())?;
        self.output.flush()?;
        Ok(self.output)
    }
}

/// Writes as many files as the records need, none larger than a limit.
pub struct Files<W: Write, F: FnMut(usize) -> io::Result<W>> {
    open: F,
    opened: usize,
    writer: Option<Writer<W>>,
    kind: Kind,
    generated: DateTime<Utc>,
    limit: u64,
}

impl<W: Write, F: FnMut(usize) -> io::Result<W>> Files<W, F> {
    /// `open` gives the output of file 0, 1, … when it is needed; `limit` is in bytes, [`MAX_FILE`] as a rule.
    pub fn new(open: F, kind: Kind, generated: DateTime<Utc>, limit: u64) -> Self {
        Files { open, opened: 0, writer: None, kind, generated, limit }
    }

    /// Writes a record to the file that has room for it; `false` for one that no file can hold, which is then in none. Fails
    /// as the outputs do, and with [`io::ErrorKind::InvalidInput`] for a record of the other kind.
    pub fn record<T: Writable>(&mut self, record: &T) -> io::Result<bool> {
        if T::KIND != self.kind {
            return Err(io::Error::from(io::ErrorKind::InvalidInput));
        }
        let xml = record.to_xml();
        let empty = Writer::new(io::sink(), self.kind, self.generated)?.size();
        if empty + xml.len() as u64 > self.limit {
            return Ok(false);
        }
        let fits = |writer: &Writer<W>| writer.size() + xml.len() as u64 <= self.limit;
        if let Some(full) = self.writer.take_if(|writer| !fits(writer)) {
            full.finish()?;
        }
        self.writer()?.write(&xml)?;
        Ok(true)
    }

    fn writer(&mut self) -> io::Result<&mut Writer<W>> {
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => {
                let output = (self.open)(self.opened)?;
                self.opened += 1;
                Writer::new(output, self.kind, self.generated)?
            }
        };
        Ok(self.writer.insert(writer))
    }

    /// Ends the last file, and gives the number of files: none without records, since an empty file is not valid.
    pub fn finish(self) -> io::Result<usize> {
        if let Some(writer) = self.writer {
            writer.finish()?;
        }
        Ok(self.opened)
    }
}

/// XML being written.
pub(crate) struct Out {
    xml: String,
    depth: usize,
}

impl Out {
    fn line(&mut self) {
        self.xml.push('\n');
        (0..self.depth).for_each(|_| self.xml.push_str("  "));
    }

    /// Writes an element on lines of its own.
    pub(crate) fn element<E: Element>(&mut self, name: &str, element: &E) {
        self.line();
        self.xml.push('<');
        self.xml.push_str(name);
        element.write_attributes(self);
        self.extra_attributes(element.extra());
        self.xml.push('>');
        let start = self.xml.len();
        self.depth += 1;
        element.write_children(self);
        for extension in element.extra().get().iter().flat_map(|extra| &extra.elements) {
            self.line();
            self.xml.push_str(extension);
        }
        self.depth -= 1;
        match self.xml[start..].bytes().next() {
            None => self.xml.insert(start - 1, '/'),
            // Elements within; a text stands by itself.
            Some(first) => {
                if first == b'\n' {
                    self.line();
                }
                self.xml.push_str("</");
                self.xml.push_str(name);
                self.xml.push('>');
            }
        }
    }

    pub(crate) fn attribute(&mut self, name: &str, value: &str) {
        let value = without_forbidden(value);
        for part in [" ", name, "=\"", &escaped_attribute(&value), "\""] {
            self.xml.push_str(part);
        }
    }

    /// Writes the text of an element.
    pub(crate) fn text(&mut self, text: &str) {
        let text = without_forbidden(text);
        self.xml.push_str(&partial_escape(&*text));
    }

    fn extra_attributes(&mut self, extra: &Extra) {
        let Some(extra) = extra.get() else { return };
        let mut declared: Vec<&str> = Vec::new();
        for attribute in &extra.attributes {
            let prefix = attribute.prefix.as_str();
            if attribute.namespace != XML && !declared.contains(&prefix) {
                self.attribute(&format!("xmlns:{prefix}"), &attribute.namespace);
                declared.push(prefix);
            }
            self.attribute(&format!("{prefix}:{}", attribute.name), &attribute.value);
        }
    }
}

/// The text with what XML forbids replaced.
fn without_forbidden(text: &str) -> std::borrow::Cow<'_, str> {
    // Without an early end and branches, so that it is done for many bytes at once. U+FFFE and U+FFFF begin with 0xef.
    let suspect = |byte: u8| (byte < 0x20) & (byte != b'\n') | (byte == 0xef);
    let suspicious = text.bytes().fold(false, |found, byte| found | suspect(byte));
    if !suspicious || text.chars().all(is_xml_character) {
        return text.into();
    }
    text.replace(|character| !is_xml_character(character), "\u{fffd}").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    fn activity(words: usize) -> Activity {
        let title = "mot ".repeat(words);
        Activity { title: Some(Text::from_pairs([("fr", title.as_str())])), ..Activity::default() }
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000, 0).unwrap()
    }

    #[test]
    fn a_file_reads_as_people_would_write_it() {
        let mut writer = Writer::new(Vec::new(), Kind::Activities, now()).unwrap();
        let activity = Activity {
            identifier: Some("XM-EXAMPLE-1".into()),
            title: Some(Text::from_pairs([("fr", "Puits & « forages » \r\n <2>"), ("en", " ")])),
            status: Some("2".into()),
            default_currency: Some("E\"U\tR\u{1}".into()),
            ..Activity::default()
        };
        writer.record(&activity).unwrap();
        assert_eq!(writer.record(&Organisation::default()).unwrap_err().kind(), io::ErrorKind::InvalidInput);
        let length = writer.size();
        let xml = String::from_utf8(writer.finish().unwrap()).unwrap();
        assert_eq!(xml.len() as u64, length);
        let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03" generated-datetime="2023-11-14T22:13:20Z">
  <iati-activity default-currency="E&quot;U&#9;R�">
    <iati-identifier>XM-EXAMPLE-1</iati-identifier>
    <title>
      <narrative xml:lang="fr">Puits &amp; « forages » &#13;
 &lt;2&gt;</narrative>
    </title>
    <activity-status code="2"/>
  </iati-activity>
</iati-activities>
"#;
        assert_eq!(xml, expected);
    }

    #[test]
    fn no_file_is_larger_than_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = |number: usize| folder.path().join(number.to_string());
        let mut files = Files::new(|number| std::fs::File::create(path(number)), Kind::Activities, now(), 2_000);
        for words in [100, 200, 20, 30, 1, 400] {
            assert!(files.record(&activity(words)).unwrap());
        }
        assert!(!files.record(&activity(600)).unwrap(), "no file can hold it");
        assert_eq!(files.finish().unwrap(), 2);
        let texts = [0, 1].map(|number| std::fs::read_to_string(path(number)).unwrap());
        assert!(texts.iter().all(|text| text.len() <= 2_000 && text.ends_with("</iati-activities>\n")));
        let counts = texts.map(|text| text.matches("<iati-activity>").count());
        assert_eq!(counts.iter().sum::<usize>(), 6);
    }

    #[test]
    fn without_records_there_is_no_file() {
        let mut outputs = 0;
        let files = Files::new(|_| Ok(io::sink()).inspect(|_| outputs += 1), Kind::Organisations, now(), MAX_FILE);
        assert_eq!(files.finish().unwrap(), 0);
        assert_eq!(outputs, 0);
    }
}
