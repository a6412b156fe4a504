//! Every function of the journal, on both databases.

mod at_once;
mod following;
mod notes;
mod opening;
mod passages;
mod persons;
mod proposals;
mod revisions;

use chrono::{DateTime, Utc};

use super::testing::journals;
use super::*;
use crate::organisation::Identifier;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_795_000_000_123).unwrap()
}

fn id(number: u64) -> Id {
    Id::from_u64(number).unwrap()
}

fn entry(number: u64, base: i32, title: &str) -> Entry {
    let identifiers = vec![Identifier { scheme: "atlas".into(), value: number.to_string() }];
    Entry::publish(Kind::Partnership, id(number), base, &serde_json::json!({ "title": { "fr": title } }), identifiers)
}

fn author() -> Author {
    Author { actor: "import".into(), role: "system".into(), on_behalf_of: Some(id(7)) }
}
