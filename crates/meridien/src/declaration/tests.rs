//! What a form says and what a body holds are the same.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::draft::{Draft, Progress};
use super::form::{self, Pairs, Reading};
use super::section;
use crate::demo;
use crate::partnership::Partnership;
use crate::partnership::fields::{FIELDS, Field};
use crate::web::{Lang, Locale};

const FR: Locale = Locale { lang: Lang::Fr };

fn fields() -> Vec<&'static Field> {
    FIELDS.iter().collect()
}

fn pairs(of: &[(&str, &str)]) -> Pairs {
    of.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn sent_back(body: &Value, l: Locale) -> Pairs {
    form::write(&fields(), body, l).into_iter().collect()
}

/// Takes over a form of the section at `slug`.
fn take(draft: &mut Draft, slug: &str, of: &[(&str, &str)]) {
    draft.take(section::find(slug).unwrap(), &pairs(of), FR);
}

/// A form that is sent back as it was drawn changes nothing.
#[test]
fn a_form_sent_back_changes_nothing() {
    for partnership in demo::partnerships(300) {
        let body = serde_json::to_value(&partnership).unwrap();
        for lang in Lang::ALL {
            let l = Locale { lang };
            let pairs = sent_back(&body, l);
            let mut again = body.clone();
            let reading = Reading::of(&pairs, &fields(), &mut again, l);
            assert!(reading.raw.is_empty(), "{:?}", reading.raw);
            assert_eq!(again, body);
            assert_eq!(Draft { body: again, ..Draft::default() }.partnership(), partnership);
        }
    }
}

/// All that people write goes through a form: from an empty body, the same form comes out again.
#[test]
fn a_form_holds_all_that_people_write() {
    for partnership in demo::partnerships(300) {
        let body = serde_json::to_value(partnership).unwrap();
        let pairs = sent_back(&body, FR);
        let mut new = serde_json::to_value(Partnership::default()).unwrap();
        Reading::of(&pairs, &fields(), &mut new, FR);
        assert_eq!(sent_back(&new, FR), pairs);
    }
}

proptest! {
    /// Whatever is sent, the draft can be stored, read and shown.
    #[test]
    fn hostile_forms_are_survived(
        names in prop::collection::vec("(title|funding|parties|phases|themes|x)(\\.fr|\\.main|\\[[0-9]{1,6}\\](\\.(name|amount|year|funding|funders\\[1\\]\\.name|organisation))?)?", 0..20),
        values in prop::collection::vec(".{0,12}", 20),
        path in "(funding|phases|title|parties)(\\[[0-9]\\](\\.funders(\\[[0-9]\\])?)?)?",
    ) {
        let mut sent: Vec<(String, String)> = names.into_iter().zip(values).collect();
        sent.push(("remove".into(), path.clone()));
        sent.push(("add".into(), path));
        let pairs: Pairs = sent.into_iter().collect();
        let mut draft = Draft::of(&Partnership::default());
        for section in section::all() {
            draft.take(section, &pairs, FR);
            draft.settle(section);
        }
        let stored: Draft = serde_json::from_str(&draft.write()).unwrap();
        prop_assert_eq!(&stored, &draft);
        draft.partnership();
        form::write(&fields(), &draft.body, FR);
    }
}

#[test]
fn what_is_no_value_is_kept_as_typed_until_it_is_one() {
    let mut draft = Draft::of(&Partnership::default());
    let section = section::find("dates").unwrap();
    take(&mut draft, "dates", &[("start", "juin 2013"), ("end", "2015")]);
    assert_eq!(draft.raw["start"], "juin 2013");
    assert_eq!(draft.body["start"], Value::Null);
    assert_eq!(draft.body["end"], "2015");
    let faults = form::faults(&section.fields(), &draft.body, &draft.raw, FR);
    assert_eq!(faults, [("start".to_owned(), "fault-date")]);
    take(&mut draft, "dates", &[("start", "06/2013")]);
    assert!(draft.raw.is_empty());
    assert_eq!(draft.body["start"], "2013-06");
    assert_eq!(draft.body["end"], "2015", "what was not sent stays");
}

#[test]
fn parts_are_added_and_taken_out_and_everything_typed_is_kept() {
    let mut draft = Draft::of(&Partnership::default());
    take(&mut draft, "financement", &[("funding", ""), ("add", "funding")]);
    take(&mut draft, "financement", &[("funding[0].amount", "douze"), ("funding[0].year", "2013"), ("add", "funding")]);
    take(
        &mut draft,
        "financement",
        &[
            ("funding[0].amount", "douze"),
            ("funding[0].year", "2013"),
            ("funding[1].amount", "10,5"),
            ("add", "funding[1].funders"),
        ],
    );
    assert_eq!(draft.raw["funding[0].amount"], "douze");
    assert_eq!(draft.body["funding"][1]["funders"].as_array().unwrap().len(), 2, "a line begins with a funder");
    let kept = [("funding[0].amount", "douze"), ("funding[0].year", "2013"), ("funding[1].amount", "treize")];
    take(&mut draft, "financement", &[&kept[..], &[("remove", "funding[0]")]].concat());
    assert_eq!(draft.body["funding"].as_array().unwrap().len(), 1);
    assert_eq!(draft.raw.get("funding[0].amount").map(String::as_str), Some("treize"));
    assert_eq!(draft.raw.len(), 1);
}

#[test]
fn an_action_keeps_its_phase_when_an_earlier_one_goes() {
    let mut draft = Draft::of(&Partnership::default());
    draft.body["phases"] = json!([{}, {}, {}]);
    draft.body["actions"] = json!([{"phase": 2}, {"phase": 0}, {"phase": null}]);
    take(&mut draft, "phases", &[("remove", "phases[0]")]);
    assert_eq!(draft.body["actions"], json!([{"phase": 1}, {"phase": null}, {"phase": null}]));
}

#[test]
fn a_name_typed_anew_is_no_longer_the_record_that_was_chosen() {
    let mut draft = Draft::of(&Partnership::default());
    let pick = r#"{"id":"00000001","typed":"lille"}"#;
    take(&mut draft, "collectivites", &[("parties[0].name", "lille"), ("parties[0].organisation", pick)]);
    assert_eq!(draft.body["parties"][0]["name"], "lille", "the name as it was signed");
    assert_eq!(draft.body["parties"][0]["organisation"], "00000001");
    take(&mut draft, "collectivites", &[("parties[0].name", "Kayes"), ("parties[0].organisation", pick)]);
    assert_eq!(draft.body["parties"][0]["name"], "Kayes");
    assert_eq!(draft.body["parties"][0]["organisation"], Value::Null);
    let section = section::find("collectivites").unwrap();
    let faults = form::faults(&section.fields(), &draft.body, &draft.raw, FR);
    assert_eq!(faults, [("parties[0].name".to_owned(), "fault-authority")]);
    assert!(draft.partnership().parties.is_empty(), "not a party until it is known");
}

#[test]
fn progress_is_told_per_section() {
    let today = crate::app::testing::today();
    let mut draft = Draft::of(&Partnership::default());
    let titles = section::find("titre").unwrap();
    assert_eq!(draft.progress(titles, today, FR), Progress::NotBegun);
    take(&mut draft, "titre", &[("title.fr", "Coopération entre deux villes")]);
    assert_eq!(draft.progress(titles, today, FR), Progress::InProgress);
    draft.settle(titles);
    assert_eq!(draft.progress(titles, today, FR), Progress::Complete);
    take(&mut draft, "titre", &[("title.fr", " ")]);
    assert_eq!(draft.progress(titles, today, FR), Progress::Faulty);
    // What was published need not be gone through again; what it does not say may be begun.
    let published = Partnership { title: crate::value::Text::new("fr", "Deux villes"), ..Partnership::default() };
    let correction = Draft::correcting(&published);
    assert_eq!(correction.progress(titles, today, FR), Progress::Complete);
    assert_eq!(correction.progress(section::find("financement").unwrap(), today, FR), Progress::NotBegun);
}
