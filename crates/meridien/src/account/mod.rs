//! Accounts: who may sign in, and as what.
//!
//! - [`Accounts`] keeps them; addresses and names of people are in its table alone, everything else knows an identifier.
//! - [`SignedIn`] in a handler's arguments asks for an account; [`MaybeSignedIn`] takes a visitor too; [`Posted`] reads a
//!   form and, where the session has ended meanwhile, keeps what was typed until its author has signed in again.
//! - [`Keyed`] asks for a program's key.
//! - What an account may do is `access`'s business.

mod address;
mod admin;
mod device;
mod done;
mod jobs;
pub mod key;
mod keys;
mod leaving;
mod limits;
mod link;
#[cfg(test)]
mod manage_tests;
pub mod openid;
mod own;
pub mod password;
mod request;
mod roles;
mod second_step;
mod secret;
mod session;
mod sign_in;
mod store;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;
mod ticket;

use axum::Router;

use crate::access::{self, Action, Field, Grant, Relations, Role, Scope};
use crate::app::State;
use crate::journal::Author;
use crate::value::Id;
use crate::web::Lang;

pub use key::{Key, Keyed};
pub use limits::Limits;
pub use request::{JoinRequest, person_fault};
pub use secret::Secret;
pub use session::{MaybeSignedIn, Posted, Session, SignedIn};
pub use store::{Accounts, NewAccount};
pub use ticket::Purpose;

/// The addresses of accounts.
pub fn routes() -> Router<State> {
    sign_in::routes()
        .merge(second_step::routes())
        .merge(openid::routes())
        .merge(link::routes())
        .merge(request::routes())
        .merge(own::routes())
        .merge(address::routes())
        .merge(leaving::routes())
        .merge(keys::routes())
        .merge(admin::routes())
        .merge(jobs::routes())
}

/// Someone who may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its identifier: all that the journal knows of it.
    pub id: Id,
    /// Mail address, in small letters. Personal data.
    pub email: String,
    /// The person's name. Personal data: shown to the account itself and to those who manage it, never in public.
    pub name: String,
    /// The language in which it is written to.
    pub language: Lang,
    /// Its roles.
    pub grants: Vec<Grant>,
    /// Whether it may sign in.
    pub active: bool,
}

impl Account {
    /// Whether it may do `action` to `field` of a record with these relations.
    pub fn may(&self, relations: &Relations, action: Action, field: Field) -> bool {
        access::may(&self.grants, relations, action, field)
    }

    /// The organisations for which it holds `role`.
    pub fn organisations(&self, role: Role) -> impl Iterator<Item = Id> {
        self.grants.iter().filter(move |grant| grant.role == role).filter_map(|grant| match grant.scope {
            Scope::Organisation(id) => Some(id),
            _ => None,
        })
    }

    /// The author of what it does to the whole atlas, in the first of its roles that may.
    pub fn author_of(&self, action: Action) -> Author {
        let may = |grant: &&Grant| access::may_everywhere(std::slice::from_ref(*grant), action);
        let role = self.grants.iter().find(may).map_or("", |grant| grant.role.as_str());
        Author { actor: self.id.to_string(), role: role.to_owned(), on_behalf_of: None }
    }

    /// The author of what it writes in this role, for this organisation.
    pub fn author(&self, role: Role, on_behalf_of: Option<Id>) -> Author {
        Author { actor: self.id.to_string(), role: role.as_str().to_owned(), on_behalf_of }
    }
}
