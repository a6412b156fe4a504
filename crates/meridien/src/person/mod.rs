//! What is held about persons: who answers for it finds, corrects, hands over and erases it ([`manage`], on `/admin/personnes` and
//! beside each record); the person himself sees it by a link sent to his mailbox ([`own`]); a passage about somebody is taken
//! out of a record for good ([`passage`]). Every access is noted, and the notes name nobody.

mod form;
pub mod handed;
mod manage;
#[cfg(test)]
mod outputs_tests;
mod own;
mod passage;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;

use crate::access::{self, Action, Field, Grant, Relations};
use crate::account::Account;
use crate::app::State;
use crate::declaration::tasks::moment;
use crate::journal::{Author, Deed, Person, PersonAccess, RETENTION};
use crate::partnership::label::author_role;
use crate::value::Id;
use crate::web::{self, Error, Locale};

pub use own::send_link;

/// Accesses shown.
const ACCESSES: i64 = 100;

/// The addresses under each language's prefix.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/admin/personnes", get(manage::list))
        .route("/admin/personnes/{id}", get(manage::show).post(manage::change))
        .route("/admin/personnes/{id}/export", get(manage::export))
        .route("/partenariats/{record}/personnes", get(manage::list_of_record).post(manage::add_to_record))
        .route("/partenariats/{record}/personnes/{id}", get(manage::show_of_record).post(manage::change_of_record))
        .route("/partenariats/{record}/personnes/{id}/export", get(manage::export_of_record))
        .route("/partenariats/{record}/caviarder", get(passage::show).post(passage::take_out))
        .route("/organisations/{record}/caviarder", get(passage::show).post(passage::take_out))
        .route("/programmes/{record}/caviarder", get(passage::show).post(passage::take_out))
        .merge(own::routes())
}

/// An access, in words.
struct AccessRow {
    person: Id,
    role: &'static str,
    deed: &'static str,
    at: String,
}

impl AccessRow {
    fn new(l: Locale, access: PersonAccess) -> AccessRow {
        AccessRow {
            person: access.person,
            role: match access.role.as_str() {
                own::ROLE => "person-role-self",
                "system" if access.actor == RETENTION => "person-role-retention",
                role => author_role(role),
            },
            deed: match access.deed {
                Deed::Added => "person-deed-added",
                Deed::Read => "person-deed-read",
                Deed::Exported => "person-deed-exported",
                Deed::Corrected => "person-deed-corrected",
                Deed::Consented => "person-deed-consented",
                Deed::Withdrew => "person-deed-withdrew",
                Deed::Erased => "person-deed-erased",
            },
            at: moment(l, access.at),
        }
    }
}

/// Somebody else, or the person, changed what a form was made of.
const CHANGED: &str = "person-fault-changed";

/// Whether a form was made of another state than this one; one that does not say is taken as it comes.
fn is_made_of_another(mark: &str, kept: &Person) -> bool {
    !mark.is_empty() && mark != kept.mark()
}

/// What is kept of a person, in a line, for whoever wrote over something else.
fn line(kept: &Person) -> String {
    let said = [Some(&kept.name), kept.mail.as_ref(), kept.function.as_ref(), kept.organisation.as_ref()];
    let said: Vec<&str> = said.into_iter().flatten().map(String::as_str).filter(|text| !text.is_empty()).collect();
    said.join(" · ")
}

/// Refuses whoever may not do this to the data of the persons of a record with these relations.
fn check(account: &Account, relations: &Relations, action: Action) -> web::Result<()> {
    match access::may(&account.grants, relations, action, Field::Persons) {
        true => Ok(()),
        false => Err(Error::Forbidden),
    }
}

/// As whom an account is noted that does this to the persons of a record with these relations: in the role that allows it.
fn by(account: &Account, relations: &Relations, action: Action) -> Author {
    let may = |grant: &&Grant| access::may(std::slice::from_ref(*grant), relations, action, Field::Persons);
    let role = account.grants.iter().find(may).map_or("", |grant| grant.role.as_str());
    Author { actor: account.id.to_string(), role: role.to_owned(), on_behalf_of: None }
}
