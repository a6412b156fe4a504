//! What a record of an organisation says, in words, and how two of them differ.

use std::collections::HashMap;

use crate::country;
use crate::journal::{Change, Kind, Revision};
use crate::organisation::directory::Directory;
use crate::organisation::{Name, NameKind, Organisation};
use crate::partnership::show::period;
use crate::territory::Territory;
use crate::value::Id;
use crate::web::{self, Locale, Visit};

/// A fact about an organisation: what it is about, what it says.
pub struct Fact {
    /// What it is about.
    pub label: String,
    /// What it says, a line for each value.
    pub values: Vec<String>,
}

/// A fact that changed.
pub struct Difference {
    /// What it is about.
    pub label: String,
    /// The lines that are no more.
    pub gone: Vec<String>,
    /// The new ones.
    pub new: Vec<String>,
}

/// The names of the records that organisations point to.
#[derive(Default)]
pub struct Names(HashMap<Id, String>);

impl Names {
    /// Those to which any of these versions points.
    pub async fn load(visit: &Visit, history: &[Revision]) -> web::Result<Names> {
        let published = history.iter().filter(|revision| revision.change == Change::Published);
        let bodies = published.map(Revision::read).collect::<Result<Vec<Organisation>, _>>()?;
        Names::of(visit, &bodies).await
    }

    /// Those to which any of these bodies points.
    pub async fn of(visit: &Visit, bodies: &[Organisation]) -> web::Result<Names> {
        let (l, journal) = (visit.locale, &visit.app.journal);
        let mut successors = Vec::new();
        for body in bodies {
            successors.extend(body.successors.iter().map(|successor| successor.organisation));
        }
        let directory = Directory::load(journal, successors).await?;
        let today = (visit.app.today)();
        let mut names: HashMap<Id, String> =
            directory.iter().map(|(id, body)| (id, body.name_on(today, l.lang.code()).to_owned())).collect();
        let territories: Vec<Id> = bodies.iter().filter_map(|body| body.territory).collect();
        for (id, revision) in journal.newest_of(Kind::Territory, &territories).await? {
            names.insert(id, revision.read::<Territory>()?.name_for(l));
        }
        Ok(Names(names))
    }

    fn get(&self, id: Id) -> String {
        self.0.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }
}

/// What a record says.
pub fn facts(l: Locale, body: &Organisation, names: &Names) -> Vec<Fact> {
    let one = |text: Option<String>| text.into_iter().collect::<Vec<String>>();
    let identifiers = body.identifiers.iter().map(|code| format!("{} {}", code.register(l), code.value)).collect();
    let successors = body.successors.iter().map(|successor| match successor.on {
        Some(on) => format!("{} ({})", names.get(successor.organisation), l.date(on)),
        None => names.get(successor.organisation),
    });
    let fact = |key: &str, values: Vec<String>| Fact { label: l.t(key).into_owned(), values };
    vec![
        fact("organisation-names", body.names.iter().map(|name| named(l, name)).collect()),
        fact("organisation-kind", vec![l.t(body.kind.key()).into_owned()]),
        fact("country", one(body.country.map(|country| country::name(l, country)))),
        fact("territory", one(body.territory.map(|territory| names.get(territory)))),
        fact("organisation-codes", identifiers),
        fact("organisation-exists", one(period(l, body.from, body.to))),
        fact("organisation-successors", successors.collect()),
        fact("post-serves", body.serves.iter().map(|country| country::name(l, *country)).collect()),
        fact("website", one(body.website.clone())),
    ]
}

/// A name with what is known of it.
fn named(l: Locale, name: &Name) -> String {
    let kind = match name.kind {
        NameKind::Usual => None,
        NameKind::Body => Some(l.t("name-body").into_owned()),
        NameKind::Alias => Some(l.t("name-alias").into_owned()),
    };
    let about: Vec<String> = [kind, name.lang.clone(), period(l, name.from, name.to)].into_iter().flatten().collect();
    if about.is_empty() { name.name.clone() } else { format!("{} ({})", name.name, about.join(", ")) }
}

/// How two records differ.
pub fn between(l: Locale, before: &Organisation, after: &Organisation, names: &Names) -> Vec<Difference> {
    let pairs = facts(l, before, names).into_iter().zip(facts(l, after, names));
    let without = |some: &[String], others: &[String]| -> Vec<String> {
        some.iter().filter(|text| !others.contains(text)).cloned().collect()
    };
    let differences = pairs.map(|(before, after)| Difference {
        label: before.label,
        gone: without(&before.values, &after.values),
        new: without(&after.values, &before.values),
    });
    differences.filter(|difference| !(difference.gone.is_empty() && difference.new.is_empty())).collect()
}
