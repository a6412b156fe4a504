//! What the reader of old pages has to say, as anomalies.

use std::collections::HashMap;

use meridien_legacy::{Code as Notice, Page};

use crate::anomaly::{Anomaly, Code};

/// The reader's notices, each with the line of the page (`page.txt:12`) and the field that stands there.
pub fn anomalies(page: &Page, file: &str) -> Vec<Anomaly> {
    let fields = fields(page);
    let place = |line: u32| if line == 0 { file.to_owned() } else { format!("{file}:{line}") };
    let notices = page.notices.iter().map(|notice| {
        let field = fields.get(&notice.line).map_or("", String::as_str);
        Anomaly::new(code(notice.code), field, &notice.value).of(place(notice.line))
    });
    let left_out = (page.notices_left_out > 0)
        .then(|| Anomaly::new(Code::Unread, "", format!("+ {}", page.notices_left_out)).of(file));
    notices.chain(left_out).collect()
}

fn code(notice: Notice) -> Code {
    match notice {
        Notice::NotARecord => Code::WrongFile,
        Notice::UnknownForm => Code::UnknownForm,
        Notice::SecondLegacyNumber | Notice::RepeatedLabel => Code::SecondValue,
        Notice::LabelWithoutValue => Code::EmptyField,
        Notice::LabelInText => Code::LabelInText,
        Notice::RawLabel | Notice::UnknownStatus | Notice::UnknownAnswer => Code::UnknownWord,
        Notice::UnreadableDate | Notice::UnreadableNumber => Code::Unreadable,
        Notice::UnknownCountry => Code::UnknownCountry,
        Notice::FlattenedRow | Notice::AmbiguousNumber | Notice::UnclearOrganisation | Notice::UnclearVolunteer => {
            Code::AmbiguousRow
        }
        Notice::AmbiguousPart => Code::OnePercentAmbiguous,
        Notice::SeveralFunders | Notice::MaybeSeveralFunders => Code::FunderDouble,
        Notice::CutFunder => Code::FunderCut,
        Notice::GlossaryMismatch => Code::GlossaryMismatch,
        Notice::DroppedDetail => Code::PersonsDropped,
        Notice::TooManyRows | Notice::OtherPages | Notice::UnreadLines => Code::Unread,
    }
}

/// The field that stands at a line of the page.
fn fields(page: &Page) -> HashMap<u32, String> {
    let mut fields = HashMap::new();
    let mut add = |line: Option<u32>, field: String| {
        if let Some(line) = line {
            fields.insert(line, field);
        }
    };
    add(page.legacy_number.as_ref().map(|value| value.line), "legacy_ids".into());
    add(page.title.as_ref().map(|value| value.line), "title".into());
    add(page.agreement.as_ref().map(|value| value.line), "agreements[0].signed".into());
    add(page.start.as_ref().map(|value| value.line), "start".into());
    add(page.end.as_ref().map(|value| value.line), "end".into());
    add(page.declared_status.as_ref().map(|value| value.line), "status".into());
    add(page.form_label.as_ref().map(|value| value.line), "form".into());
    add(page.periodicity.as_ref().map(|value| value.line), "periodicity".into());
    add(page.communication_home.as_ref().map(|value| value.line), "communication.home".into());
    add(page.communication_abroad.as_ref().map(|value| value.line), "communication.abroad".into());
    add(page.evaluation.as_ref().map(|value| value.line), "evaluation".into());
    for theme in page.themes.iter().flatten() {
        add(Some(theme.line), "themes.main".into());
    }
    for (index, theme) in page.other_themes.iter().enumerate() {
        add(Some(theme.line), format!("themes.others[{index}]"));
    }
    for (index, line) in page.funding.iter().enumerate() {
        add(Some(line.line), format!("funding[{index}]"));
    }
    for party in &page.foreign_parties {
        add(Some(party.line), "parties".into());
    }
    for contact in &page.contacts {
        add(Some(contact.line), "contacts".into());
    }
    for row in &page.volunteers {
        add(Some(row.line), "volunteers".into());
    }
    fields
}
