//! The merged cells of a sheet. Whoever merges them sees one value over all; the file has it in the first cell alone.

use std::io::{BufReader, Read, Seek};
use std::ops::ControlFlow;

use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// Ranges that are told.
const MOST: usize = 100;
/// Letters of a range at most: `XFD1048575:XFD1048576`.
const LONGEST: usize = 21;

/// Cells merged into one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The range as a spreadsheet names it: `A2:A5`.
    pub range: String,
    /// Its last row.
    pub last_row: u64,
}

/// The merged cells of a sheet, the first [`MOST`] of them; none where the package is not built as usual.
pub(super) fn of_sheet(file: impl Read + Seek, sheet: &str) -> Vec<Merged> {
    let mut merged = Vec::new();
    let Ok(mut package) = ZipArchive::new(file) else { return merged };
    let Some(part) = part_of(&mut package, sheet) else { return merged };
    tags(&mut package, &part, &mut |tag| {
        if tag.local_name().as_ref() == "mergeCell" {
            merged.extend(attribute(tag, "ref").and_then(read));
        }
        if merged.len() < MOST { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    merged
}

/// The part of the package that holds a sheet.
fn part_of(package: &mut ZipArchive<impl Read + Seek>, sheet: &str) -> Option<String> {
    let mut relation = None;
    tags(package, "xl/workbook.xml", &mut |tag| {
        let is_wanted = tag.local_name().as_ref() == "sheet" && attribute(tag, "name").as_deref() == Some(sheet);
        relation = if is_wanted { attribute(tag, "id") } else { None };
        if relation.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    let mut target = None;
    tags(package, "xl/_rels/workbook.xml.rels", &mut |tag| {
        let is_wanted = tag.local_name().as_ref() == "Relationship" && attribute(tag, "Id") == relation;
        target = if is_wanted { attribute(tag, "Target") } else { None };
        if target.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    let target = target.filter(|_| relation.is_some())?;
    Some(target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned))
}

/// Hands on the tags of a part until enough were seen, or it is no XML.
fn tags(
    package: &mut ZipArchive<impl Read + Seek>,
    part: &str,
    take: &mut dyn FnMut(&BytesStart<'_>) -> ControlFlow<()>,
) {
    let Ok(part) = package.by_name(part) else { return };
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) if take(&tag).is_break() => return,
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// An attribute by its name, whatever its prefix.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        tag.attributes().with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
}

fn read(range: String) -> Option<Merged> {
    let row = |cell: &str| {
        let figures = cell.trim_start_matches(|c: char| c.is_ascii_uppercase());
        figures.parse::<u64>().ok().filter(|row| *row > 0 && figures.len() < cell.len())
    };
    let (first, last) = range.split_once(':').filter(|_| range.len() <= LONGEST)?;
    let last_row = row(first)?.max(row(last)?);
    Some(Merged { range, last_row })
}
