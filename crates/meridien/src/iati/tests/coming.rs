//! What is read of an activity, ours or another's.

use super::*;

#[test]
fn a_record_of_a_demonstration_says_so_without_our_extension() {
    let told = |demo| {
        let narratives = Narratives { outlook: Text::new("fr", "Continuer."), ..Narratives::default() };
        let record = Partnership { title: Text::new("fr", "Eau"), narratives, demo, ..Partnership::default() };
        let mut activity = written(&record, Id::from_u64(7).unwrap());
        extension::take(&mut activity, Country::FR).unwrap();
        incoming::record(&extension::reread(&activity), Country::FR, &mut organisations::Stamped)
    };
    assert!(told(true).demo && !told(false).demo);
    assert_eq!(told(true).narratives, told(false).narratives, "the label is no text of the record");
}

#[test]
fn who_changes_the_activity_is_believed() {
    let record = Partnership {
        title: Text::new("fr", "Puits"),
        phases: vec![Phase { title: Text::new("fr", "Première"), ..Phase::default() }],
        ..Partnership::default()
    };
    let mut activity = written(&record, Id::from_u64(7).unwrap());
    activity.title = Some(meridien_iati::Text::from_pairs([("fr", "Puits et forages")]));
    let own = read_back(&file([&activity])).unwrap();
    assert_eq!(own.record.title, Text::new("fr", "Puits et forages"));
    assert!(own.record.phases.is_empty(), "what nobody can check against the rest is left");
}

#[test]
fn only_partnerships_and_activities_are_records_of_an_atlas() {
    let record = Partnership { title: Text::new("fr", "Puits"), ..Partnership::default() };
    let bytes = file([&written(&record, Id::from_u64(7).unwrap())]);
    let typed = |kind: &str| {
        let whole = String::from_utf8(bytes.clone()).unwrap();
        read_back(whole.replace("type=\"partnership\"", &format!("type=\"{kind}\"")).as_bytes()).map(|own| own.kind)
    };
    assert_eq!([typed("partnership"), typed("activity")], [Some(Kind::Partnership), Some(Kind::Activity)]);
    for kind in Kind::ALL.iter().filter(|kind| !matches!(kind, Kind::Partnership | Kind::Activity)) {
        assert_eq!(typed(kind.as_str()), None, "{}", kind.as_str());
    }
    assert_eq!(typed("nonsense"), None);
}

#[test]
fn texts_of_a_language_are_paragraphs_and_take_no_longer_the_more_there_are() {
    let description = |kind: &str, narratives: Vec<Narrative>| meridien_iati::Description {
        kind: Some(kind.to_owned()),
        narratives,
        ..Default::default()
    };
    let told = |language: &str, text: &str| Narrative::new(language, text);
    let mut activity = Activity {
        descriptions: vec![
            description("1", vec![told("fr", "un"), told("en", "one"), told("", "deux")]),
            description("4", vec![told("fr", "Contexte\n\nAvant")]),
            description("1", vec![told("fr", "trois")]),
            description("4", vec![told("fr", "Après")]),
        ],
        ..Activity::default()
    };
    let read = |activity: &Activity| incoming::record(activity, Country::FR, &mut organisations::Stamped).narratives;
    let narratives = read(&activity);
    assert_eq!(narratives.description, Text::new("fr", "un\n\ndeux\n\ntrois").with("en", "one"));
    assert_eq!((narratives.context, narratives.outlook), (Text::new("fr", "Avant"), Text::new("fr", "Après")));

    // Each that copied those before it would move 100 GB here.
    let (part, other, count) = ("mot ".repeat(25), "but ".repeat(25), 50_000);
    activity.descriptions = vec![description("1", vec![told("fr", &part); count])];
    activity.descriptions.extend(vec![description("2", vec![told("fr", &other)]); count]);
    let began = std::time::Instant::now();
    let narratives = read(&activity);
    let length = count * (part.trim().len() + 2) - 2;
    let texts = [narratives.description, narratives.objective];
    assert_eq!(texts.map(|text| text.exact("fr").unwrap().len()), [length; 2]);
    assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
}
