//! Files that are broken, or made to do harm.

use std::io::{self, Read};

use chrono::NaiveDate;
use meridien_iati::{Fault, Item, Reader, Rule, check};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).expect("a day")
}

/// A small activity; `inside` is what is special about it.
fn activity(number: usize, inside: &str) -> String {
    format!("<iati-activity><iati-identifier>X-{number}</iati-identifier>\n{inside}</iati-activity>\n")
}

fn file(activities: &str) -> String {
    format!("<?xml version=\"1.0\"?>\n<iati-activities version=\"2.03\">\n{activities}</iati-activities>\n")
}

/// Identifiers of the activities, and the faults.
fn read(file: impl Read) -> (Vec<String>, Vec<Fault>) {
    let (mut identifiers, mut faults) = (Vec::new(), Vec::new());
    for item in Reader::new(file) {
        match item {
            Item::Activity(record) => identifiers.push(record.content.identifier.map_or(String::new(), |id| id.text)),
            Item::Fault(fault) => faults.push(fault),
            _ => {}
        }
    }
    (identifiers, faults)
}

fn rules(faults: &[Fault]) -> Vec<Rule> {
    faults.iter().map(|fault| fault.rule).collect()
}

#[track_caller]
fn expect(file: &[u8], identifiers: &[&str], expected: &[(u32, Rule)]) {
    let (found, faults) = read(file);
    assert_eq!(found, identifiers, "{faults:?}");
    let faults: Vec<(u32, Rule)> = faults.iter().map(|fault| (fault.line, fault.rule)).collect();
    assert_eq!(faults, expected);
}

#[test]
fn entities_are_never_expanded() {
    let bomb = r#"<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<iati-activities version="2.03"><iati-activity><title><narrative>&c;</narrative></title></iati-activity></iati-activities>"#;
    expect(bomb.as_bytes(), &[], &[(2, Rule::Doctype)]);
    let external = r#"<!DOCTYPE iati-activities SYSTEM "file:///etc/passwd"><iati-activities version="2.03"/>"#;
    expect(external.as_bytes(), &[], &[(1, Rule::Doctype)]);
    let xxe =
        r#"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><iati-activities><iati-activity/></iati-activities>"#;
    expect(xxe.as_bytes(), &[], &[(1, Rule::Doctype)]);
    let late = file(&format!("{}<!DOCTYPE a>{}", activity(1, ""), activity(2, "")));
    expect(late.as_bytes(), &["X-1"], &[(5, Rule::Doctype)]);
    let unknown = file(&activity(
        1,
        "<title><narrative>caf&eacute; &nbsp;AT&T &#0; &#xFFFFFFFF; &amp;&#233;</narrative></title>",
    ));
    let (identifiers, faults) = read(unknown.as_bytes());
    assert_eq!(identifiers, ["X-1"]);
    let expected =
        [Rule::UnknownEntity, Rule::UnknownEntity, Rule::LoneAmpersand, Rule::UnknownEntity, Rule::UnknownEntity];
    assert_eq!(rules(&faults), expected);
    assert_eq!(faults[0].parameter("entity"), Some("eacute"));
    let title = Reader::new(unknown.as_bytes()).find_map(|item| match item {
        Item::Activity(record) => Some(record.content.title?.narratives[0].text.clone()),
        _ => None,
    });
    assert_eq!(title.as_deref(), Some("caf&eacute; &nbsp;AT&T &#0; &#xFFFFFFFF; &é"), "nothing of it is lost");
}

#[test]
fn a_broken_activity_is_lost_alone() {
    for (inside, rule) in [
        ("<title><narrative>x</title></narrative>", Rule::MismatchedTag),
        ("<title><narrative>x</narrative>", Rule::MismatchedTag),
        ("</title>", Rule::MismatchedTag),
        (&format!("{}{}", "<a>".repeat(100), "</a>".repeat(100)), Rule::TooDeep),
    ] {
        let file = file(&[activity(1, ""), activity(2, inside), activity(3, "")].concat());
        let (identifiers, faults) = read(file.as_bytes());
        assert_eq!(identifiers, ["X-1", "X-3"], "{inside}");
        assert_eq!(rules(&faults), [rule], "{inside}");
        assert_eq!(faults[0].identifier, "X-2");
    }
}

#[test]
fn an_activity_without_end_does_not_take_the_next_one_with_it() {
    let open = "<iati-activity><iati-identifier>X-2</iati-identifier>\n<title>";
    let file = file(&[&activity(1, ""), open, &activity(3, "")].concat());
    expect(file.as_bytes(), &["X-1", "X-3"], &[(6, Rule::MismatchedTag)]);
}

#[test]
fn a_file_that_is_cut_gives_what_is_whole() {
    let whole = file(&[activity(1, ""), activity(2, "<title><narrative>été</narrative></title>")].concat());
    let bytes = whole.as_bytes();
    for cut in 0..whole.trim_end().len() {
        let (identifiers, faults) = read(&bytes[..cut]);
        let ends = bytes[..cut].windows(16).filter(|window| window == b"</iati-activity>").count();
        assert_eq!(identifiers.len(), ends, "{cut}");
        assert!(!faults.is_empty(), "{cut}");
    }
    let second = whole.find("X-2").unwrap();
    expect(&whole.as_bytes()[..second], &["X-1"], &[(5, Rule::Truncated)]);
}

#[test]
fn what_is_no_iati_is_refused() {
    expect(b"", &[], &[(1, Rule::NoRoot)]);
    expect(b"\n\n  ", &[], &[(3, Rule::NoRoot)]);
    expect(b"<html><body>503</body></html>", &[], &[(1, Rule::WrongRoot)]);
    expect(b"just text", &[], &[(1, Rule::NoRoot)]);
    expect(b"{\"json\": true}", &[], &[(1, Rule::NoRoot)]);
    for compressed in [&b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xb3"[..], b"PK\x03\x04\x14\0\0\0\x08\0\xff\xfe"] {
        expect(compressed, &[], &[(1, Rule::Compressed)]);
    }
    let (_, faults) = read(&[0; 1000][..]);
    assert_eq!(rules(&faults[..100]), [Rule::ControlCharacter; 100]);
    assert_eq!(rules(&faults[100..]), [Rule::NoRoot, Rule::MoreFaults]);
    let bare = activity(1, "");
    expect(bare.as_bytes(), &[], &[(1, Rule::WrongRoot)]);
    let two = format!("{}{}", file(&activity(1, "")), file(&activity(2, "")));
    expect(two.as_bytes(), &["X-1"], &[(7, Rule::AfterEnd)]);
    let spaced = file(&activity(1, "")).replace("<iati-activities ", "<iati-activities xmlns=\"urn:iati\" ");
    expect(spaced.as_bytes(), &["X-1"], &[(2, Rule::WrongNamespace)]);
    let prefixed = r#"<i:iati-activities xmlns:i="urn:iati"><i:iati-activity><i:iati-identifier>X-1</i:iati-identifier></i:iati-activity></i:iati-activities>"#;
    expect(prefixed.as_bytes(), &["X-1"], &[(1, Rule::WrongNamespace)]);
}

#[test]
fn attributes_and_levels_have_limits() {
    let attributes: String = (0..200_000).map(|number| format!(" a{number}=\"\"")).collect();
    let wide = file(&[activity(1, ""), activity(2, &format!("<title{attributes}/>")), activity(3, "")].concat());
    expect(wide.as_bytes(), &["X-1", "X-3"], &[(6, Rule::TooManyAttributes)]);
    let repeated = file(&activity(1, &format!("<title{}/>", " a=\"\"".repeat(200))));
    assert_eq!(rules(&read(repeated.as_bytes()).1)[..2], [Rule::MalformedAttribute; 2]);
    let deep = file(&[activity(1, ""), activity(2, &"<a>".repeat(200_000)), activity(3, "")].concat());
    expect(deep.as_bytes(), &["X-1", "X-3"], &[(6, Rule::TooDeep)]);
    let long = file(&[activity(1, ""), activity(2, &"<sector/>".repeat(250_000)), activity(3, "")].concat());
    expect(long.as_bytes(), &["X-1", "X-3"], &[(6, Rule::TooLarge)]);
    let prefixes: String = (0..300).map(|number| format!(" xmlns:a{number}=\"urn:{number}\"")).collect();
    let spaces = file(&[activity(1, ""), activity(2, &format!("<title{prefixes}/>"))].concat());
    expect(spaces.as_bytes(), &["X-1"], &[(6, Rule::TooManyAttributes)]);
    let text = file(&[activity(1, ""), activity(2, &"x".repeat(9 << 20)), activity(3, "")].concat());
    expect(text.as_bytes(), &["X-1", "X-3"], &[(5, Rule::TooLong)]);
}

#[test]
fn a_text_is_put_together_of_as_many_languages_as_there_may_be() {
    let titles: String = (0..1_000).map(|number| format!("<title xml:lang='l{number}'>t</title>")).collect();
    let old = file(&activity(1, &titles)).replace("2.03", "1.05");
    let found = Reader::new(old.as_bytes()).find_map(|item| match item {
        Item::Activity(record) => Some((record.content.title.as_ref()?.narratives.len(), record.unplaced.len())),
        _ => None,
    });
    assert_eq!(found, Some((256, 744)));
}

#[test]
fn what_faults_and_extensions_repeat_has_a_limit() {
    let long = "a".repeat(1_000);
    let named = file(&[activity(1, ""), activity(2, &format!("<{long}/>")), activity(3, "")].concat());
    expect(named.as_bytes(), &["X-1", "X-3"], &[(6, Rule::TooLong)]);
    let address = file(&activity(1, &format!("<a:b xmlns:a=\"urn:{long}\"/>")));
    let unread = [(4, Rule::MalformedAttribute), (4, Rule::MalformedAttribute), (4, Rule::Unplaced)];
    expect(address.as_bytes(), &["X-1"], &unread);
    let (identifiers, faults) = read(file(&activity(1, "<odd/>")).replace("X-1", &long).as_bytes());
    assert_eq!((identifiers[0].len(), faults[0].identifier.chars().count()), (1_000, 101));
}

/// Identifiers of the activities, how many were lost, and the faults with their lines.
fn counted(file: &str) -> (Vec<String>, u64, Vec<(u32, Rule)>) {
    let mut reader = Reader::new(file.as_bytes());
    let (mut identifiers, mut faults) = (Vec::new(), Vec::new());
    for item in reader.by_ref() {
        match item {
            Item::Activity(record) => identifiers.push(record.content.identifier.map_or(String::new(), |id| id.text)),
            Item::Fault(fault) => faults.push((fault.line, fault.rule)),
            _ => {}
        }
    }
    (identifiers, reader.lost(), faults)
}

#[test]
fn what_follows_a_tag_without_end_is_read() {
    let long = "x".repeat(9 << 20);
    let forgotten = "<title a=\"x>\n</title>";
    let around = |broken: &str| file(&[&activity(1, ""), broken, &activity(3, ""), &activity(4, "")].concat());
    let alive = || ["X-1", "X-3", "X-4"].map(str::to_owned).to_vec();
    for (broken, line, rule) in [
        (activity(2, &format!("<title a=\"{long}\"/>")), 6, Rule::TooLong),
        (activity(2, forgotten), 6, Rule::Malformed),
        (activity(2, forgotten) + &activity(2, "<title>a\"b</title>").replace("X-2", "X-1"), 6, Rule::Malformed),
        (activity(2, "").replacen("<iati-activity>", "<iati-activity a=\"b>", 1), 5, Rule::Malformed),
        (activity(2, "").replacen("<iati-activity>", &format!("<iati-activity a=\"{long}\">"), 1), 5, Rule::TooLong),
    ] {
        let (mut identifiers, lost, faults) = counted(&around(&broken));
        identifiers.dedup();
        assert_eq!((identifiers, lost, faults), (alive(), 1, vec![(line, rule)]), "{}", &broken[..60]);
    }
    // Two that lack the mark: each is lost alone.
    let (identifiers, lost, _) = counted(&around(&[activity(2, forgotten), activity(5, forgotten)].concat()));
    assert_eq!((identifiers, lost), (alive(), 2));
}

#[test]
fn where_the_rest_is_not_read_it_is_told() {
    for open in ["<!-- ", "<![CDATA[ "] {
        let broken = file(&[&activity(1, ""), open, &activity(2, "")].concat());
        let (identifiers, lost, faults) = counted(&broken);
        assert_eq!((identifiers.len(), lost), (1, 0), "{open}");
        assert_eq!(faults, [(5, Rule::Malformed), (5, Rule::RestUnread)], "{open}");
    }
    // Not for ever: each of these begins a record that takes all that follows.
    let hostile = file(&"<iati-activity a=\"<iati-activity b='".repeat(300_000));
    let (identifiers, lost, faults) = counted(&hostile);
    assert_eq!((identifiers.len(), faults.last().map(|fault| fault.1)), (0, Some(Rule::RestUnread)));
    assert!((2..1_000).contains(&lost), "{lost}");
}

#[test]
fn faults_without_end_are_counted() {
    let inside = "<odd odd='1'>x</odd>".repeat(50_000);
    let file = file(&activity(1, &inside));
    for faults in [read(file.as_bytes()).1, check(file.as_bytes(), today()).collect()] {
        assert!((1_001..1_010).contains(&faults.len()), "{}", faults.len());
        let more = faults.last().expect("a fault");
        assert_eq!(more.rule, Rule::MoreFaults);
        let count: usize = more.parameter("count").unwrap().parse().unwrap();
        assert!(count >= 49_000);
    }
}

fn utf_16(text: &str, to_bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

#[test]
fn encodings_are_read_and_faulty_bytes_told() {
    let text = file(&activity(1, "<title><narrative xml:lang=\"fr\">Été à Ségou 日本</narrative></title>"));
    let title = |bytes: &[u8]| {
        let found = Reader::new(bytes).find_map(|item| match item {
            Item::Activity(record) => Some(record.content.title?.narratives[0].text.clone()),
            _ => None,
        });
        found.unwrap_or_default()
    };
    let bom = |bytes: Vec<u8>, bom: &[u8]| [bom, &bytes].concat();
    for bytes in [
        text.clone().into_bytes(),
        bom(text.clone().into_bytes(), b"\xef\xbb\xbf"),
        bom(utf_16(&text, u16::to_le_bytes), b"\xff\xfe"),
        bom(utf_16(&text, u16::to_be_bytes), b"\xfe\xff"),
        utf_16(&text, u16::to_le_bytes),
        utf_16(&text, u16::to_be_bytes),
    ] {
        assert_eq!(title(&bytes), "Été à Ségou 日本");
        assert_eq!(rules(&read(&bytes[..]).1), []);
    }
    let mislabelled = text.replace("<?xml version=\"1.0\"?>", "<?xml version='1.0' encoding='UTF-16'?>").into_bytes();
    assert_eq!(title(&mislabelled), "Été à Ségou 日本");
    assert_eq!(rules(&read(&mislabelled[..]).1), [Rule::WrongEncoding]);
    let latin = |label: &str| {
        let head = format!(
            "<?xml version=\"1.0\" encoding = \"{label}\"?><iati-activities version=\"2.03\"><iati-activity><title><narrative>"
        );
        [head.as_bytes(), b"\xc9t\xe9 \x9cuvre", b"</narrative></title></iati-activity></iati-activities>"].concat()
    };
    assert_eq!(title(&latin("windows-1252")), "Été œuvre");
    assert_eq!(title(&latin("ISO-8859-1")), "Été œuvre", "as every browser reads it");
    assert_eq!(rules(&read(&latin("UTF-8")[..]).1), [Rule::BadBytes; 3]);
    assert_eq!(title(&latin("UTF-8")), "\u{fffd}t\u{fffd} \u{fffd}uvre");
    assert_eq!(rules(&read(&latin("klingon")[..]).1)[0], Rule::UnknownEncoding);
    let nul = text.replace("Été", "\u{0}\u{1f}");
    assert_eq!(rules(&read(nul.as_bytes()).1), [Rule::ControlCharacter; 2]);
    let odd = [&bom(utf_16(&text, u16::to_le_bytes), b"\xff\xfe")[..], b"\x00"].concat();
    assert!(rules(&read(&odd[..]).1).contains(&Rule::BadBytes), "half a character at the end");
}

#[test]
fn faulty_bytes_are_told_with_the_activity_that_they_are_in() {
    let mut bytes =
        file(&(1..=500).map(|number| activity(number, "<title><narrative>@</narrative></title>")).collect::<String>())
            .into_bytes();
    let at = bytes.windows(6).position(|window| window == b">X-250").unwrap();
    let at = at + bytes[at..].iter().position(|byte| *byte == b'@').unwrap();
    bytes[at] = 0xff;
    let (identifiers, faults) = read(&bytes[..]);
    assert_eq!(identifiers.len(), 500);
    let [fault] = &faults[..] else { panic!("{faults:?}") };
    assert_eq!((fault.rule, fault.identifier.as_str(), fault.line), (Rule::BadBytes, "X-250", 502));
}

#[test]
fn a_reader_that_fails_is_told() {
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::from(io::ErrorKind::ConnectionReset))
        }
    }
    let start = format!("<iati-activities version='2.03'>{}", activity(1, ""));
    let (identifiers, faults) = read(start.as_bytes().chain(Fails));
    assert_eq!((identifiers.len(), rules(&faults)), (1, vec![Rule::Unreadable]));
}

#[test]
fn a_reader_of_single_bytes_reads_the_same() {
    struct Single<'a>(&'a [u8]);
    impl Read for Single<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.0.len().min(1).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }
    let text = file(&[activity(1, "<title><narrative>Été 日本</narrative></title>"), activity(2, "</x>")].concat());
    let bytes = [b"\xff\xfe".as_slice(), &utf_16(&text, u16::to_le_bytes)].concat();
    let whole: Vec<Item> = Reader::new(&bytes[..]).checking(today()).collect();
    let single: Vec<Item> = Reader::new(Single(&bytes)).checking(today()).collect();
    assert_eq!(single, whole);
}

/// A file of any length, made while it is read.
struct Endless<F: FnMut(usize) -> String> {
    part: F,
    number: usize,
    pending: Vec<u8>,
    left: u64,
}

impl<F: FnMut(usize) -> String> Read for Endless<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.pending.is_empty() && self.left > 0 {
            self.pending = (self.part)(self.number).into_bytes();
            self.number += 1;
            self.left = self.left.saturating_sub(self.pending.len() as u64);
        }
        let count = self.pending.len().min(buffer.len());
        buffer[..count].copy_from_slice(&self.pending[..count]);
        self.pending.drain(..count);
        Ok(count)
    }
}

fn endless(length: u64, mut part: impl FnMut(usize) -> String) -> impl Read {
    let part = move |number| if number == 0 { "<iati-activities version='2.03'>".to_owned() } else { part(number) };
    Endless { part, number: 0, pending: Vec::new(), left: length }
}

#[cfg(target_os = "linux")]
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("the process's status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the peak");
    line.trim().trim_end_matches(" kB").parse().expect("kilobytes")
}

/// 1 GB takes minutes unoptimised: 40 MB show whether memory grows with the file.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_file() {
    const LENGTH: u64 = 40_000_000;
    let before = peak_memory();
    let text = "é ".repeat(3_000);
    let good = endless(LENGTH, |number| activity(number, &format!("<title><narrative>{text}</narrative></title>")));
    assert!(read(good).0.len() > 4_000);
    for part in ["<a>", "</a>", "<!-- no -->", "&x;", "<iati-activity>", "\0", "x y", "<a b='", "<![CDATA["] {
        let part = part.repeat(1 + 10_000 / part.len());
        let part = &part;
        Reader::new(endless(LENGTH / 20, |_| part.clone())).checking(today()).for_each(drop);
    }
    let grown = peak_memory() - before;
    assert!(grown < 200_000, "{grown} kB");
}
