//! What ties a partnership to people, for `access`.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::Partnership;
use crate::access::Relations;
use crate::journal::{Journal, Result};
use crate::organisation::directory::Directory;
use crate::territory;
use crate::value::Id;

/// The organisations that hold its parties' rights, its countries, and the territories of these organisations with those that
/// contain them.
///
/// # Errors
/// When the journal cannot be read.
pub async fn of(journal: &Journal, partnership: &Partnership) -> Result<Relations> {
    let parties: Vec<Id> = partnership.parties.iter().map(|party| party.organisation).collect();
    let directory = Directory::load(journal, parties.iter().copied()).await?;
    let organisations: Vec<Id> = parties.iter().flat_map(|party| directory.lineage(*party)).collect();
    let own = organisations.iter().filter_map(|id| directory.get(*id)?.territory).collect();
    let mut territories = HashMap::new();
    territory::read_with_containers(journal, own, &mut territories).await?;
    let countries = partnership.countries();
    Ok(Relations { organisations, countries, territories: territories.into_keys().collect(), ..Relations::default() })
}

/// The same without the parties that had left by a day: what they knew of it they know, what is held today of its persons is not theirs.
///
/// # Errors
/// When the journal cannot be read.
pub async fn present(journal: &Journal, partnership: &Partnership, today: NaiveDate) -> Result<Relations> {
    let parties = partnership.present_parties(today).cloned().collect();
    of(journal, &Partnership { parties, ..partnership.clone() }).await
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::access::{Role, Scope};
    use crate::account::testing::sign_in;
    use crate::app::Settings;
    use crate::app::testing::TestApp;
    use crate::journal::{Entry, Kind};
    use crate::partnership::{Partnership, Party, PartyRole};
    use crate::value::{Country, Id};

    #[tokio::test]
    async fn whoever_left_a_partnership_no_more_looks_after_its_persons() {
        let id = |number| Id::from_u64(number).unwrap();
        let party = |number, country: Country, role| Party {
            organisation: id(number),
            name: format!("Ville {number}"),
            country,
            role,
            from: None,
            to: None,
        };
        let [mali, senegal]: [Country; 2] = ["ML", "SN"].map(|code| code.parse().unwrap());
        let record = Partnership {
            parties: vec![
                party(1, Country::FR, PartyRole::Lead),
                party(2, Country::FR, PartyRole::Former),
                party(3, mali, PartyRole::Partner),
                party(4, senegal, PartyRole::Former),
            ],
            ..Partnership::default()
        };
        let entry = Entry::publish(Kind::Partnership, id(10), 0, &record, vec![]);
        let app = TestApp::new(Settings::default()).await.with([entry]).await;
        let address = format!("/fr/partenariats/{}/personnes", id(10));
        for (role, scope, status) in [
            (Role::Agent, Scope::Organisation(id(1)), StatusCode::OK),
            (Role::Agent, Scope::Organisation(id(2)), StatusCode::FORBIDDEN),
            (Role::Correspondent, Scope::Country(mali), StatusCode::OK),
            (Role::Correspondent, Scope::Country(senegal), StatusCode::FORBIDDEN),
        ] {
            let person = sign_in(&app, role, scope.clone()).await;
            assert_eq!(person.get(&address).await.status, status, "{scope:?}");
        }
        let correct = format!("/fr/partenariats/{}/modifier", id(10));
        let former = sign_in(&app, Role::Agent, Scope::Organisation(id(2))).await;
        assert_eq!(former.get(&correct).await.status, StatusCode::OK, "what it did there it may correct");
    }
}
