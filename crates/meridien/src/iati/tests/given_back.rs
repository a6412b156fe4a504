//! An activity of another publisher, given back once people changed its record.

use rust_decimal::Decimal;

use super::*;
use crate::partnership::funding::{FundingLine, Stage};
use crate::value::{Point, Precision};

/// That activity as it leaves once people changed its record; whatever they change, no rule of the standard is broken.
fn given_back(change: impl FnOnce(&mut Partnership)) -> Activity {
    given_back_of(extension::kept(FOREIGN).unwrap(), change)
}

fn given_back_of(kept: Activity, change: impl FnOnce(&mut Partnership)) -> Activity {
    let mut record = incoming::record(&kept, Country::FR, &mut organisations::Stamped);
    change(&mut record);
    let status = crate::partnership::status::Status::Active;
    let published = Published { id: Id::from_u64(1).unwrap(), record: &record, status, at: now(), today: today() };
    let activity = republishing::republished(kept, &publisher(), published, &Known::default());
    let bytes = file([&activity]);
    let broken: Vec<_> =
        meridien_iati::check(&bytes[..], today()).filter(|fault| fault.severity() >= Severity::Error).collect();
    assert!(broken.is_empty(), "{broken:?} {}", String::from_utf8_lossy(&bytes));
    activity
}

/// Where an activity reaches: countries, number of regions, scope.
fn reach(activity: &Activity) -> (Vec<&str>, usize, Option<&str>) {
    let countries = activity.recipient_countries.iter().map(|country| country.code.as_str()).collect();
    (countries, activity.recipient_regions.len(), activity.scope.as_ref().map(|scope| scope.code.as_str()))
}

#[test]
fn what_people_change_of_places_takes_what_must_agree_with_it_along() {
    let place = |name: &str, code: &str| Place {
        name: name.to_owned(),
        territory: None,
        country: code.parse().ok(),
        point: Some(Point { lat: 14.4, lon: -11.4, precision: Precision::Commune }),
    };
    assert_eq!(reach(&given_back(|_| {})), (vec!["ML"], 1, Some("4")));
    let precise = given_back(|record| record.places = vec![place("Kayes", "ML")]);
    assert_eq!(reach(&precise), (vec!["ML"], 1, Some("8")), "the same country: its share stays");
    let moved = given_back(|record| record.places = vec![place("Dakar", "SN")]);
    assert_eq!(reach(&moved), (vec!["SN"], 0, Some("8")));
    let joined = given_back(|record| {
        record.parties.push(Party {
            organisation: Id::from_u64(12).unwrap(),
            name: "Ville".to_owned(),
            country: "SN".parse().unwrap(),
            role: PartyRole::Partner,
            from: None,
            to: None,
        });
    });
    assert_eq!(reach(&joined), (vec!["SN"], 0, Some("3")), "a party says who receives");
    let mut of_mali = extension::kept(FOREIGN).unwrap();
    organisations::stamp(&mut of_mali, &mut AllOfMali);
    let wider = given_back_of(of_mali, |record| {
        assert_eq!(record.countries(), ["ML".parse().unwrap()]);
        record.places.push(place("Dakar", "SN"));
    });
    assert_eq!((reach(&wider).0, reach(&wider).1), (vec!["ML"], 1), "one more place takes nothing of theirs away");
}

/// Finds the same town of Mali whoever is named.
struct AllOfMali;

impl organisations::Organisations for AllOfMali {
    fn find(&mut self, _: &organisations::Named) -> Option<organisations::Found> {
        Some(organisations::Found { id: Id::from_u64(13).unwrap(), country: "ML".parse().ok(), is_party: true })
    }
}

#[test]
fn what_people_change_of_themes_money_and_form_takes_what_must_agree_with_it_along() {
    let as_it_came = given_back(|_| {});
    assert!(as_it_came.sectors.is_empty() && as_it_came.transactions[0].sectors.len() == 1);
    let themes = |record: &mut Partnership| {
        record.themes = Themes { main: Some("5.1".to_owned()), ..Themes::default() };
    };
    let about = given_back(themes);
    assert!(!about.sectors.is_empty() && about.transactions[0].sectors.is_empty());
    let money = |record: &mut Partnership| {
        let (year, amount) = (Some(2016), Some(Decimal::from(7)));
        record.funding.push(FundingLine { year, amount, stage: Stage::Planned, ..FundingLine::default() });
    };
    let paid = given_back(money);
    assert_eq!((paid.budgets.len(), paid.budget_not_provided.as_deref()), (1, None));
    assert!(!paid.sectors.is_empty(), "those of its payments went with them");
    let form = |record: &mut Partnership| record.form = Form::Twinning;
    let twinned = given_back(form);
    assert_eq!((as_it_came.humanitarian, twinned.humanitarian), (Some(true), None));
    assert_eq!((twinned.sectors.len(), twinned.transactions[0].sectors.len()), (0, 1), "they say nothing of the form");
    given_back(|record| {
        themes(record);
        money(record);
        form(record);
        record.places.clear();
    });
}

#[test]
fn actions_and_programmes_that_people_add_stand_beside_what_came() {
    let longer = given_back(|record| {
        let (title, state) = (Text::new("fr", "Mission à Kayes"), Some(ActionState::Done));
        record.actions.push(Action { title, state, ..Action::default() });
        record.programmes.push(Id::from_u64(50).unwrap());
    });
    let titles: Vec<_> =
        longer.results.iter().map(|one| one.title.as_ref().unwrap().narratives[0].text.as_str()).collect();
    assert_eq!(titles, ["Forages", "Mission à Kayes"]);
    let related: Vec<_> = longer.related_activities.iter().map(|one| one.reference.as_str()).collect();
    assert_eq!(related, [format!("FR-SIREN-130000001-{}", Id::from_u64(50).unwrap())]);
    assert_eq!(longer.last_updated.map(|at| at.to_utc()), Some(now()));
}
