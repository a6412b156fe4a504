//! What a form says and what a body holds are the same.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::draft::{Draft, Progress};
use super::form::{self, Pairs, Reading};
use super::section;
use super::start;
use crate::demo;
use crate::partnership::fields::{FIELDS, Field};
use crate::partnership::{Partnership, Party, PartyRole, rules};
use crate::value::{Country, Id};
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
    let progress = |draft: &Draft, section: &section::Section| {
        draft.progress(section, &draft.seen(crate::app::testing::today()), FR)
    };
    let mut draft = Draft::of(&Partnership::default());
    let titles = section::find("titre").unwrap();
    assert_eq!(progress(&draft, titles), Progress::NotBegun);
    take(&mut draft, "titre", &[("title.fr", "Coopération entre deux villes")]);
    assert_eq!(progress(&draft, titles), Progress::InProgress);
    draft.settle(titles);
    assert_eq!(progress(&draft, titles), Progress::Complete);
    let dates = section::find("dates").unwrap();
    take(&mut draft, "dates", &[("start", "30/02/2020")]);
    assert_eq!(progress(&draft, dates), Progress::Faulty, "typed, not gone through yet");
    take(&mut draft, "dates", &[("start", "")]);
    assert_eq!(progress(&draft, dates), Progress::NotBegun);
    take(&mut draft, "titre", &[("title.fr", " ")]);
    assert_eq!(progress(&draft, titles), Progress::Faulty);
    for (slug, said) in [("documents", Progress::LeftEmpty), ("forme", Progress::Complete)] {
        let section = section::find(slug).unwrap();
        draft.settle(section);
        assert_eq!(progress(&draft, section), said, "{slug}: of a form, the first is chosen too");
    }
    // A declaration begins with the authority of whoever declares.
    let (organisation, role) = (Id::from_u64(1).unwrap(), PartyRole::default());
    let own = Party { organisation, name: "Lille".into(), country: Country::FR, role, from: None, to: None };
    let mut begun = Draft::of(&Partnership { parties: vec![own], ..Partnership::default() });
    let parties = section::find("collectivites").unwrap();
    assert_eq!(progress(&begun, parties), Progress::InProgress, "the partner is to come");
    begun.settle(parties);
    assert_eq!(progress(&begun, parties), Progress::Faulty, "gone through without a partner");
    // What was published need not be gone through again; what it does not say may be begun.
    let published = Partnership { title: crate::value::Text::new("fr", "Deux villes"), ..Partnership::default() };
    let correction = Draft::correcting(&published);
    assert_eq!(progress(&correction, titles), Progress::Complete);
    assert_eq!(progress(&correction, section::find("financement").unwrap()), Progress::NotBegun);
}

/// The rules take long over texts: what is said of eighteen sections, they say at once.
#[test]
fn the_rules_run_once_for_all_sections() {
    let draft =
        Draft::of(&Partnership { title: crate::value::Text::new("fr", "Deux villes"), ..Partnership::default() });
    let runs = rules::RUNS.get();
    let remarks = draft.all_remarks(crate::app::testing::today(), FR);
    assert_eq!(rules::RUNS.get(), runs + 1);
    let sections: BTreeSet<&str> =
        remarks.iter().filter_map(|remark| Some(section::of_path(&remark.path)?.slug)).collect();
    assert!(sections.len() > 1, "{remarks:?}");
}

fn body(value: Value) -> Draft {
    Draft { body: value, ..Draft::default() }
}

/// What was taken out comes back where it was, with the texts kept beside it and what named it; a save while typing in between
/// changes nothing of that, any other send does.
#[test]
fn a_part_taken_out_comes_back_whole() {
    let mut draft = body(json!({
        "phases": [{"title": {"fr": "Une"}}, {"title": {"fr": "Deux"}}],
        "actions": [{"phase": 1, "title": {"fr": "Mission"}}, {"phase": 0}],
    }));
    draft.raw.insert("phases[1].start".to_owned(), "printemps".to_owned());
    draft.raw.insert("phases[0].start".to_owned(), "hiver".to_owned());
    let before = draft.clone();
    let section = section::find("phases").unwrap();
    let send = |draft: &mut Draft, button: &str, value: &str| {
        let mut sent = form::write(&section.fields(), &draft.body, FR);
        sent.retain(|(name, _)| !draft.raw.contains_key(name));
        sent.extend(draft.raw.clone());
        sent.push((button.to_owned(), value.to_owned()));
        draft.take(section, &sent.into_iter().collect(), FR);
    };
    send(&mut draft, "remove", "phases[0]");
    assert_eq!(draft.body["phases"].as_array().unwrap().len(), 1);
    assert_eq!(draft.body["actions"][1]["phase"], Value::Null);
    assert_eq!(draft.raw["phases[0].start"], "printemps");
    send(&mut draft, "quiet", "1");
    send(&mut draft, "undo", "1");
    assert_eq!(draft.partnership(), before.partnership());
    assert_eq!((&draft.raw, &draft.removed), (&before.raw, &None));
    send(&mut draft, "remove", "phases[0]");
    send(&mut draft, "go", "stay");
    send(&mut draft, "undo", "1");
    assert_eq!(draft.body["phases"].as_array().unwrap().len(), 1, "it was sent since");
}

/// Whoever is no party any more signs no agreement, and does again once the removal is undone.
#[test]
fn agreements_follow_their_parties() {
    let party = |id: &str, name: &str| json!({"organisation": id, "name": name, "country": "FR", "role": "partner"});
    let mut draft = body(json!({
        "parties": [party("00000001", "A"), party("00000002", "B"), party("00000003", "C")],
        "agreements": [{"parties": ["00000001", "00000003"]}, {"parties": ["00000001", "00000002"]}],
    }));
    take(&mut draft, "collectivites", &[("remove", "parties[2]")]);
    assert_eq!(draft.body["agreements"][0]["parties"], json!(["00000001"]));
    assert_eq!(draft.removed.as_ref().unwrap().named_by, [0]);
    take(&mut draft, "collectivites", &[("undo", "1")]);
    assert_eq!(draft.body["agreements"][0]["parties"], json!(["00000001", "00000003"]));
    // Put in the place of another, and sent.
    draft.body["parties"][2]["organisation"] = json!("00000004");
    draft.settle(section::find("collectivites").unwrap());
    assert_eq!(draft.body["agreements"][0]["parties"], json!(["00000001"]));
}

#[test]
fn euros_in_a_line_of_francs_are_refused() {
    let mut draft = body(json!({}));
    let line = |amount| {
        [("funding[0].funders[0].name", "Région"), ("funding[0].currency", "XOF"), ("funding[0].amount", amount)]
    };
    let said =
        |draft: &Draft| form::faults(&section::find("financement").unwrap().fields(), &draft.body, &draft.raw, FR);
    take(&mut draft, "financement", &line("1 000 €"));
    assert_eq!(said(&draft), [("funding[0].amount".to_owned(), "fault-other-currency")]);
    take(&mut draft, "financement", &line("1 000"));
    assert_eq!((said(&draft), &draft.body["funding"][0]["amount"]), (Vec::new(), &json!("1000")));
    take(&mut draft, "financement", &[&line("1 000 €")[..], &[("funding[0].currency", "EUR")]].concat());
    assert_eq!(said(&draft), []);
}

/// A new authority without its country says so, and keeps the choice that was made.
#[test]
fn a_proposal_without_a_country_says_what_is_missing() {
    let mut draft = body(json!({}));
    let pick = json!({"id": null, "typed": "Ville Neuve"}).to_string();
    let chosen = [
        ("parties[0].name", "Ville Neuve"),
        ("parties[0].organisation", &pick),
        ("parties[0].organisation.kind", "region"),
    ];
    take(&mut draft, "collectivites", &chosen);
    let fields = section::find("collectivites").unwrap().fields();
    let said = form::faults(&fields, &draft.body, &draft.raw, FR);
    assert_eq!(said, [("parties[0].name".to_owned(), "fault-new-country")]);
    assert_eq!(draft.raw["parties[0].organisation.country"], "region");
    let wanted = draft.take(
        section::find("collectivites").unwrap(),
        &pairs(&[&chosen[..], &[("parties[0].organisation.country", "ML")]].concat()),
        FR,
    );
    assert_eq!((wanted.len(), wanted[0].country.as_str()), (1, "ML"));
    assert!(draft.raw.is_empty(), "{:?}", draft.raw);
}

#[test]
fn a_line_break_is_not_seen_in_a_form_and_stays_one() {
    let mut body = json!({"narratives": {"context": {"fr": "Au Nord\\\nau Sud\\\\\nfin\\"}}, "themes": [1, null]});
    start::show_no_marks(&mut body);
    assert_eq!(body["narratives"]["context"]["fr"], "Au Nord  \nau Sud\\\\\nfin\\");
    let shown = crate::web::markdown::render("Au Nord  \nau Sud", 2, &[], "");
    assert!(shown.to_string().contains("<br"), "{shown}");
}
