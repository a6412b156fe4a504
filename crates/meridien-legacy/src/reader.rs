//! Reads the sections of a page into its fields.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use crate::labels::{Label, is_chrome, is_frame, is_periodicity};
use crate::layout::{Line, Section, layout};
use crate::page::{self, At, DeclaredStatus, Form, Page, PartialDate, Periodicity, Person, Rendering, Unread};
use crate::tables::is_separator;
use crate::text::{MASK, fold, masked, plain, quoted, trim};
use crate::values::partial_date;
use crate::{Code, MAX_NOTICES, MAX_ROWS, Notice};

/// A page being read.
#[derive(Default)]
pub(crate) struct Reader {
    pub page: Page,
    pub persons: Vec<Person>,
    /// Names of organisations on the page: folded, then as printed.
    pub names: BTreeMap<String, String>,
    /// Where the contacts of an organisation with one function are counted.
    pub contacts: HashMap<(Option<String>, Option<String>), usize>,
    noticed: HashMap<Code, usize>,
    /// The section names persons: what is unread in it is kept apart like they are.
    private: bool,
    /// The last line of the last unread text.
    last_unread: u32,
}

impl Reader {
    pub(crate) fn read(mut self, text: &str) -> (Page, Vec<Person>) {
        let layout = layout(text);
        self.page.rendering = rendering(text);
        self.page.form = form(&layout.sections);
        if layout.sections.len() == 1 {
            self.notice(Code::NotARecord, 0, "");
        } else if self.page.form == Form::Unknown {
            self.notice(Code::UnknownForm, 0, "");
        }
        self.legacy_number(text);
        for line in &layout.labels_in_text {
            self.notice(Code::LabelInText, line.number, line.text);
        }
        // The names of organisations help to read the rows of the other sections.
        let (naming, others): (Vec<&Section>, Vec<&Section>) =
            layout.sections.iter().partition(|section| names_organisations(section.label));
        for section in naming.into_iter().chain(others) {
            self.section(section);
        }
        self.page.notices.sort_by_key(|notice| notice.line);
        self.page.unread.sort_by_key(|unread| unread.line);
        self.persons.sort_by_key(|person| person.line);
        (self.page, self.persons)
    }

    fn section(&mut self, section: &Section) {
        self.private =
            matches!(section.label, Label::Post | Label::ForeignContacts | Label::HomeContacts | Label::Volunteers);
        match section.label {
            Label::Preamble | Label::Implementation | Label::Answers | Label::Footer => self.frame(section),
            Label::RawKey => {
                self.notice(Code::RawLabel, section.line, section.printed);
                self.frame(section);
            }
            Label::Post => self.post(section),
            Label::Title => self.title(section),
            Label::Agreement => self.date(section, |page| &mut page.agreement),
            Label::Start => self.date(section, |page| &mut page.start),
            Label::End => self.date(section, |page| &mut page.end),
            Label::Theme => self.short(section, |page| &mut page.themes[0]),
            Label::SubTheme => self.short(section, |page| &mut page.themes[1]),
            Label::SubSubTheme => self.short(section, |page| &mut page.themes[2]),
            Label::Nature => self.short(section, |page| &mut page.form_label),
            Label::OtherThemes => self.other_themes(section),
            Label::Goals => self.goals(section),
            Label::State | Label::Periodicity => self.state(section),
            Label::Context => self.narrative(section, page::Section::Context),
            Label::ContextAndHistory => self.narrative(section, page::Section::ContextAndHistory),
            Label::History => self.narrative(section, page::Section::History),
            Label::Objective => self.narrative(section, page::Section::Objective),
            Label::Description => self.narrative(section, page::Section::Description),
            Label::Outlook => self.narrative(section, page::Section::Outlook),
            Label::Implementers => self.list(section, |page| &mut page.implementers),
            Label::ContractingAuthorities => self.list(section, |page| &mut page.contracting_authorities),
            Label::OtherPartnersHome => self.list(section, |page| &mut page.other_partners_home),
            Label::OtherPartnersAbroad => self.list(section, |page| &mut page.other_partners_abroad),
            Label::FormerAuthority => self.list(section, |page| &mut page.former_authorities),
            Label::Beneficiaries => self.beneficiaries(section),
            Label::ForeignParties => self.foreign_parties(section),
            Label::HomeParties => self.home_parties(section),
            Label::ForeignContacts | Label::HomeContacts => self.party_contacts(section),
            Label::Funding => self.funding(section),
            Label::CommunicationHome => self.statement(section, |page| &mut page.communication_home),
            Label::CommunicationAbroad => self.statement(section, |page| &mut page.communication_abroad),
            Label::Evaluation => self.statement(section, |page| &mut page.evaluation),
            Label::Volunteers => self.volunteers(section),
            Label::Rights => self.rights(section),
        }
    }

    /// Says something of the page; `value` must not name a person.
    pub(crate) fn notice(&mut self, code: Code, line: u32, value: &str) {
        let count = self.noticed.entry(code).or_default();
        *count += 1;
        if *count > MAX_NOTICES {
            self.page.notices_left_out += 1;
            return;
        }
        self.page.notices.push(Notice { code, line, value: quoted(value) });
    }

    /// Keeps a line that found no field.
    pub(crate) fn unread(&mut self, line: Line) {
        let text = if self.private {
            self.keep_apart(line);
            MASK.to_owned()
        } else {
            masked(line.text)
        };
        let full = self.page.unread.len() >= MAX_ROWS;
        match self.page.unread.last_mut() {
            Some(unread) if self.last_unread + 1 == line.number || full => {
                unread.text.push('\n');
                unread.text.push_str(&text);
            }
            _ => {
                self.notice(Code::UnreadLines, line.number, &text);
                self.page.unread.push(Unread { line: line.number, text });
            }
        }
        self.last_unread = line.number;
    }

    fn keep_apart(&mut self, line: Line) {
        if self.persons.len() < MAX_ROWS {
            self.persons.push(Person {
                line: line.number,
                organisation: None,
                role: None,
                name: plain(line.text),
                email: None,
            });
        }
    }

    /// Keeps a line of a list that is full.
    pub(crate) fn too_many_rows(&mut self, line: Line) {
        if !self.noticed.contains_key(&Code::TooManyRows) {
            self.notice(Code::TooManyRows, line.number, "");
        }
        self.unread(line);
    }

    fn legacy_number(&mut self, text: &str) {
        const KEY: &str = "criteres.prjId=";
        let (mut line, mut counted) = (1, 0);
        for (at, _) in text.match_indices(KEY) {
            line += text[counted..at].matches('\n').count() as u32;
            counted = at;
            let digits = &text[at + KEY.len()..];
            let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
            let Ok(number) = digits[..end].parse() else {
                self.notice(Code::UnreadableNumber, line, &digits[..end]);
                continue;
            };
            match &self.page.legacy_number {
                None => self.page.legacy_number = Some(At { line, value: number }),
                Some(first) if first.value == number => {}
                Some(_) => return self.notice(Code::SecondLegacyNumber, line, &digits[..end]),
            }
        }
    }

    /// A section without a value: all but the site's frame is unread.
    fn frame(&mut self, section: &Section) {
        for line in section.value_lines().filter(|line| !line.text.is_empty() && !is_frame(line.text)) {
            self.unread(line);
        }
    }

    fn rights(&mut self, section: &Section) {
        self.set(plain(section.printed), section.label_line(), |page| &mut page.rights);
        self.frame(section);
    }

    /// The first line of a section that says something; the others are unread.
    fn first<'a>(&mut self, section: &Section<'a>) -> Option<Line<'a>> {
        let mut lines = section.value_lines().filter(|line| !line.text.is_empty() && !is_chrome(line.text));
        let first = lines.next();
        lines.for_each(|line| self.unread(line));
        first
    }

    fn short(&mut self, section: &Section, field: impl Fn(&mut Page) -> &mut Option<At<String>>) {
        match self.first(section) {
            Some(line) => self.set(plain(line.text), line, field),
            None => self.notice(Code::LabelWithoutValue, section.line, section.printed),
        }
    }

    /// The title may run over several lines.
    fn title(&mut self, section: &Section) {
        let mut lines = section.value_lines().skip_while(|line| line.text.is_empty());
        let title: Vec<Line> = lines.by_ref().take_while(|line| !line.text.is_empty()).take(MAX_ROWS).collect();
        for line in lines.filter(|line| !line.text.is_empty() && !is_chrome(line.text)) {
            self.unread(line);
        }
        let Some(first) = title.first() else {
            return self.notice(Code::LabelWithoutValue, section.line, section.printed);
        };
        if self.page.title.is_some() {
            self.notice(Code::RepeatedLabel, section.line, section.printed);
            title.into_iter().for_each(|line| self.unread(line));
            return;
        }
        let texts: Vec<String> = title.iter().map(|line| plain(line.text)).collect();
        self.page.title = Some(At { line: first.number, value: texts.join(" ") });
    }

    fn date(&mut self, section: &Section, field: impl Fn(&mut Page) -> &mut Option<At<PartialDate>>) {
        match self.first(section) {
            Some(line) => match partial_date(line.text) {
                Some(date) => self.set(date, line, field),
                None => {
                    self.notice(Code::UnreadableDate, line.number, line.text);
                    self.unread(line);
                }
            },
            // A partnership need not have an end.
            None if section.label == Label::End => {}
            None => self.notice(Code::LabelWithoutValue, section.line, section.printed),
        }
    }

    /// "Le partenariat est": a status or a periodicity, on the same line or the next.
    fn state(&mut self, section: &Section) {
        let (line, text) = if section.is_sentence() {
            self.frame(section);
            let words = plain(section.printed);
            let text = words.splitn(4, ' ').nth(3).unwrap_or_default().to_owned();
            (section.label_line(), text)
        } else {
            match self.first(section) {
                Some(line) => (line, plain(line.text)),
                None => return self.notice(Code::LabelWithoutValue, section.line, section.printed),
            }
        };
        let text = text.trim_end_matches(['.', ' ']).to_owned();
        let folded = fold(&text);
        if section.label == Label::Periodicity || is_periodicity(&folded) {
            let periodicity = match folded.as_str() {
                "annuel" => Periodicity::Annual,
                "biennal" | "bisannuel" => Periodicity::Biennial,
                "triennal" => Periodicity::Triennial,
                _ => Periodicity::Other(text),
            };
            return self.set(periodicity, line, |page| &mut page.periodicity);
        }
        let status = match folded.as_str() {
            "en cours" => DeclaredStatus::Ongoing,
            "termine" | "terminee" => DeclaredStatus::Ended,
            "en sommeil" => DeclaredStatus::Dormant,
            _ => {
                self.notice(Code::UnknownStatus, line.number, &text);
                DeclaredStatus::Other(text)
            }
        };
        self.set(status, line, |page| &mut page.declared_status);
    }

    /// Fills a field that is still empty. A second value that differs leaves its line unread.
    fn set<T: PartialEq>(&mut self, value: T, line: Line, field: impl Fn(&mut Page) -> &mut Option<At<T>>) {
        match field(&mut self.page) {
            slot @ None => {
                *slot = Some(At { line: line.number, value });
            }
            Some(first) if first.value == value => {}
            Some(_) => {
                self.notice(Code::RepeatedLabel, line.number, line.text);
                self.unread(line);
            }
        }
    }

    /// One value on each line, up to a blank line.
    fn list(&mut self, section: &Section, field: impl Fn(&mut Page) -> &mut Vec<At<String>>) {
        let mut values = 0;
        let mut ended = false;
        for line in section.value_lines() {
            if line.text.is_empty() {
                ended |= values > 0;
            } else if is_chrome(line.text) || is_separator(line.text) {
                continue;
            } else if ended {
                self.unread(line);
            } else if values == MAX_ROWS {
                self.too_many_rows(line);
            } else {
                values += 1;
                let value = plain(line.text.trim_end_matches(['|', ' ']));
                self.know(&value);
                field(&mut self.page).push(At { line: line.number, value });
            }
        }
    }
}

/// Whether a section names organisations that other sections name again.
fn names_organisations(label: Label) -> bool {
    matches!(
        label,
        Label::ForeignParties
            | Label::HomeParties
            | Label::Implementers
            | Label::ContractingAuthorities
            | Label::OtherPartnersHome
            | Label::OtherPartnersAbroad
            | Label::FormerAuthority
    )
}

/// The rendering of a page: cells where a table has a line of `---|` or a pager shows its keys.
fn rendering(text: &str) -> Rendering {
    let cells = |line: &str| is_separator(line) || line.starts_with("pagination.");
    if text.split('\n').map(trim).any(cells) { Rendering::Cells } else { Rendering::Lines }
}

/// The form of a page: the third has labels of its own; the first two differ in one word.
fn form(sections: &[Section]) -> Form {
    let labels_of = |form| {
        let forms = sections.iter().filter_map(|section| section.found?.form);
        forms.filter(|found| *found == form).count()
    };
    let (first, second) = (labels_of(Form::A), labels_of(Form::B));
    if labels_of(Form::C) > 0 {
        Form::C
    } else {
        match first.cmp(&second) {
            Ordering::Greater => Form::A,
            Ordering::Less => Form::B,
            Ordering::Equal => Form::Unknown,
        }
    }
}
