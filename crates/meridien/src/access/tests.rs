//! The table read cell by cell: every role, relation, action and field.

use proptest::prelude::*;

use super::*;
use crate::value::Country;

fn organisation() -> Id {
    Id::derived("organisation")
}

fn mali() -> Country {
    "ML".parse().unwrap()
}

/// A scope in which the role holds, and one in which it holds for something else.
fn scopes(role: Role) -> [Scope; 2] {
    let other = Id::derived("other");
    let scopes = match role {
        Role::Agent | Role::PartnerAgent | Role::Responsible => {
            [Scope::Organisation(organisation()), Scope::Organisation(other)]
        }
        Role::Correspondent => [Scope::Country(mali()), Scope::Country(Country::FR)],
        Role::Prefecture => [Scope::Territory(organisation()), Scope::Territory(other)],
        Role::Ministry | Role::Administrator => [Scope::Everything, Scope::Organisation(other)],
    };
    assert!(role.fits(&scopes[0]));
    scopes
}

/// A record with a party of each kind.
fn record(author: bool) -> Relations {
    Relations {
        organisations: vec![organisation()],
        countries: vec![mali()],
        territories: vec![organisation()],
        author,
        ..Relations::default()
    }
}

fn cells() -> impl Iterator<Item = (Action, Field)> {
    Action::ALL.iter().flat_map(|action| Field::ALL.iter().map(move |field| (*action, *field)))
}

/// Written apart from the table on purpose: what each role may do that a visitor may not, on a record of its own.
fn expected(role: Role) -> Vec<(Action, Field)> {
    use Action::*;
    use Field::*;
    match role {
        Role::Agent => vec![
            (Declare, Whole),
            (Edit, Content),
            (Edit, Transmission),
            (Submit, Whole),
            (Confirm, Whole),
            (ReadPersonal, Persons),
            (EditPersonal, Persons),
        ],
        Role::PartnerAgent => vec![(Confirm, Whole)],
        Role::Responsible => vec![(ManageUsers, Whole)],
        Role::Correspondent => vec![
            (Read, Internal),
            (Edit, PostContacts),
            (Confirm, Whole),
            (Annotate, Annotation),
            (Annotate, Internal),
            (ReadPersonal, Persons),
        ],
        Role::Prefecture => vec![(Read, Internal), (Transmit, Transmission)],
        Role::Ministry => vec![
            (Read, Internal),
            (Declare, Whole),
            (Edit, Content),
            (Edit, PostContacts),
            (Edit, Transmission),
            (Submit, Whole),
            (Validate, Whole),
            (Return, Whole),
            (Withdraw, Whole),
            (Restore, Whole),
            (Merge, Whole),
            (Annotate, Annotation),
            (Annotate, Internal),
            (ManageVocabulary, Whole),
            (ManageOrganisations, Whole),
            (ManageCampaigns, Whole),
            (ReadPersonal, Persons),
            (EditPersonal, Persons),
        ],
        Role::Administrator => vec![
            (ManageVocabulary, Whole),
            (ManageOrganisations, Whole),
            (ManageUsers, Whole),
            (ManageSettings, Whole),
            (ReadPersonal, Persons),
            (EditPersonal, Persons),
        ],
    }
}

fn public(action: Action, field: Field) -> bool {
    match action {
        Action::Read => !matches!(field, Field::Internal | Field::Persons),
        Action::Suggest => field == Field::Whole,
        _ => false,
    }
}

#[test]
fn a_visitor_reads_what_is_public_and_reports_mistakes() {
    for (action, field) in cells() {
        assert_eq!(may(&[], &record(true), action, field), public(action, field), "{action:?} {field:?}");
    }
}

#[test]
fn each_role_may_do_what_is_said_of_it_and_nothing_else() {
    for &role in Role::ALL {
        let expected = expected(role);
        for (action, field) in cells() {
            let wanted = public(action, field) || expected.contains(&(action, field));
            let [own, _] = scopes(role);
            let grants = [Grant { role, scope: own }];
            assert_eq!(may(&grants, &record(false), action, field), wanted, "{role:?} {action:?} {field:?}");
        }
    }
}

#[test]
fn a_role_held_elsewhere_gives_nothing() {
    for &role in Role::ALL {
        for (action, field) in cells() {
            let [_, elsewhere] = scopes(role);
            let grants = [Grant { role, scope: elsewhere }];
            assert_eq!(
                may(&grants, &record(false), action, field),
                public(action, field),
                "{role:?} {action:?} {field:?}"
            );
        }
    }
}

/// Two roles for two authorities: neither lends its scope to the other.
#[test]
fn a_partners_agent_does_not_edit_through_another_role() {
    let home = Grant { role: Role::Agent, scope: Scope::Organisation(Id::derived("home")) };
    let abroad = Grant { role: Role::PartnerAgent, scope: Scope::Organisation(organisation()) };
    assert!(!may(&[home.clone(), abroad.clone()], &record(false), Action::Edit, Field::Content));
    assert!(may(&[home, abroad], &record(false), Action::Confirm, Field::Whole));
}

#[test]
fn an_agent_goes_on_with_what_he_declared() {
    let grants = [Grant { role: Role::Agent, scope: Scope::Organisation(Id::derived("elsewhere")) }];
    let own = Relations { author: true, ..Relations::default() };
    assert!(may(&grants, &own, Action::Edit, Field::Content));
    assert!(may(&grants, &own, Action::Submit, Field::Whole));
    assert!(!may(&grants, &own, Action::Edit, Field::PostContacts));
    assert!(!may(&[], &own, Action::Edit, Field::Content));
}

fn any_grant() -> impl Strategy<Value = Grant> {
    let role = prop::sample::select(Role::ALL);
    let id = prop::sample::select(vec![organisation(), Id::derived("other")]);
    (role, id, 0..4).prop_map(|(role, id, kind)| {
        let scope = match kind {
            0 => Scope::Everything,
            1 => Scope::Organisation(id),
            2 => Scope::Country(mali()),
            _ => Scope::Territory(id),
        };
        Grant { role, scope }
    })
}

proptest! {
    #[test]
    fn nobody_validates_what_he_declared(grants in prop::collection::vec(any_grant(), 0..8)) {
        for field in Field::ALL {
            prop_assert!(!may(&grants, &record(true), Action::Validate, *field));
        }
    }

    #[test]
    fn another_role_never_takes_a_right_away(grants in prop::collection::vec(any_grant(), 1..8), author: bool) {
        for (action, field) in cells() {
            if may(&grants[1..], &record(author), action, field) {
                prop_assert!(may(&grants, &record(author), action, field));
            }
        }
    }

    #[test]
    fn a_scope_is_read_as_it_was_written(grant in any_grant()) {
        prop_assert_eq!(grant.scope.to_string().parse::<Scope>().unwrap(), grant.scope);
    }

    #[test]
    fn any_text_is_a_scope_or_refused(text in ".{0,40}") {
        if let Ok(scope) = text.parse::<Scope>() {
            prop_assert!(scope.to_string().eq_ignore_ascii_case(&text) || text.contains(['o', 'O', 'i', 'l', 'I', 'L']));
        }
    }
}
