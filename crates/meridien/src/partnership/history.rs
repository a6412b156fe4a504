//! The history of a record: every version with its author's role and organisation, what changed in it word by word, and any
//! two versions compared. The account that wrote is never named.

use std::collections::{BTreeSet, HashMap};

use askama::Template;
use axum::Json;
use axum::extract::Path;
use axum::response::IntoResponse;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use super::label;
use super::pages::find;
use super::personal;
use super::reason;
use super::wording::{Difference, Wording};
use crate::access::Role;
use crate::journal::{Change, Kind, Revision};
use crate::organisation::directory::Directory;
use crate::programme::Programme;
use crate::territory::Territory;
use crate::value::Id;
use crate::web::cache::Cache;
use crate::web::error::Fault;
use crate::web::markdown::SafeHtml;
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Locale, Nav, Page, Visit, page};

/// A version in the history.
struct Entry {
    version: i32,
    day: String,
    role: &'static str,
    /// The organisation for which it was written.
    organisation: Option<String>,
    /// Whether the ministry validated it.
    validated: bool,
    /// What it did, where it did not publish a state.
    change: Option<&'static str>,
    /// The fields that differ from the state before; none for the first one.
    fields: Option<Vec<Difference>>,
    /// The comparison with the state before it.
    compare: Option<String>,
    reason: Option<String>,
    /// Its address, where it shows a state.
    href: Option<String>,
}

#[derive(Template)]
#[template(path = "partnership/history.html")]
struct History {
    l: Locale,
    page: Page,
    /// The title, that of the record marked with its language.
    heading: SafeHtml,
    newest: i32,
    entries: Vec<Entry>,
    /// The address of comparisons.
    action: String,
    /// The versions that show a state.
    states: Vec<i32>,
    /// When passages were taken out of every version, and in what role.
    redacted: Vec<(String, &'static str)>,
}

#[derive(Template)]
#[template(path = "partnership/compare.html")]
struct Compare {
    l: Locale,
    page: Page,
    /// The two versions.
    sides: Vec<Entry>,
    changes: Vec<Difference>,
    history: String,
}

/// `/partenariats/{id}/historique`, `/partenariats/{id}/historique?de=2&a=5`
pub async fn show(visit: Visit, Path(code): Path<String>) -> web::Result {
    let l = visit.locale;
    let mut parameters = Parameters::of(&visit);
    let named = |text: String| Some(text).filter(|text| !text.is_empty());
    let (from, to) = (named(parameters.text("de")), named(parameters.text("a")));
    parameters.finish()?;
    let newest = find(&visit, &code, |id| format!("/partenariats/{id}/historique")).await?;
    let revisions = visit.app.journal.history(newest.kind, newest.id).await?;
    let title = super::show::marked_title(l, &personal::public(&newest)?);
    let path = format!("/partenariats/{}", newest.id);
    let page = |heading: String| {
        let page = visit.page(heading).nav(Nav::Partnerships).crumb(l.t("nav-partnerships"), "/partenariats");
        let about = l.t_with("history-describe", &[("title", title.text.as_str().into())]);
        page.record_crumb(title.clone(), &path).describe(about).unindexed()
    };
    let action = l.href(&format!("{path}/historique"));
    let writers = Writers::load(&visit, &revisions).await?;
    let entries = entries(&visit, &path, &revisions, &writers).await?;
    let before = from.as_ref().map(|from| state(&revisions, "de", from)).transpose()?;
    let after = to.as_ref().map(|to| state(&revisions, "a", to)).transpose()?;
    if let (Some((from, before)), Some((to, after))) = (from.as_ref().zip(before), to.as_ref().zip(after)) {
        let wording = Wording::new(l, &[&before, &after]).naming(programmes(&visit, &[&before, &after]).await?);
        let changes = wording.differences(&before, &after);
        let versions = [("from", from.as_str().into()), ("to", to.as_str().into())];
        let page =
            page(l.t_with("history-compared", &versions)).crumb(l.t("see-history"), &format!("{path}/historique"));
        let sides =
            entries.into_iter().rev().filter(|entry| [from, to].contains(&&entry.version.to_string())).collect();
        return page::answer(Cache::Journal, &Compare { l, page, sides, changes, history: action });
    }
    let heading = l.t_with("history-of", &[("title", title.text.as_str().into())]);
    let states = revisions.iter().filter(|revision| revision.change == Change::Published);
    let states = states.map(|revision| revision.version).collect();
    let redacted = visit.app.journal.redacted(newest.id).await?;
    let redacted = redacted.into_iter().map(|one| (l.day(one.at.date_naive()), label::author_role(&one.role)));
    let history = History {
        l,
        page: page(heading),
        heading: l.t_titled("history-of", &title, &[]),
        newest: newest.version,
        entries,
        action,
        states,
        redacted: redacted.collect(),
    };
    page::answer(Cache::Journal, &history)
}

/// A version as programs read it.
#[derive(Serialize)]
struct Version {
    version: i32,
    at: DateTime<Utc>,
    change: &'static str,
    /// The author's role and organisation.
    role: String,
    on_behalf_of: Option<Id>,
    reason: Option<String>,
    /// The record into which this one was merged.
    merged_into: Option<Id>,
    /// What it said, as the dump has it; none where it took the record away.
    record: Option<Value>,
}

/// A passage that was taken out of every version.
#[derive(Serialize)]
struct Redaction {
    at: DateTime<Utc>,
    role: String,
}

/// `/partenariats/{id}/historique.json`: every version whole, the oldest first.
pub async fn json(visit: Visit, Path(code): Path<String>) -> web::Result {
    Parameters::of(&visit).finish()?;
    let newest = find(&visit, &code, |id| format!("/partenariats/{id}/historique.json")).await?;
    let revisions = visit.app.journal.history(newest.kind, newest.id).await?;
    let version = |revision: &Revision| {
        Ok(Version {
            version: revision.version,
            at: revision.at,
            change: revision.change.as_str(),
            role: revision.author.role.clone(),
            on_behalf_of: revision.author.on_behalf_of,
            reason: reason::shown(visit.locale, revision),
            merged_into: revision.merged_into(),
            record: body(revision)?,
        })
    };
    let versions: Vec<Version> = revisions.iter().rev().map(version).collect::<web::Result<_>>()?;
    let redacted = visit.app.journal.redacted(newest.id).await?.into_iter();
    let redacted: Vec<_> = redacted.map(|one| Redaction { at: one.at, role: one.role }).collect();
    let whole = serde_json::json!({ "id": newest.id, "versions": versions, "redactions": redacted });
    let mut response = Json(whole).into_response();
    response.extensions_mut().insert(Cache::Journal);
    Ok(response)
}

/// For whom versions were written: organisations, and territories for their prefectures.
struct Writers {
    organisations: Directory,
    territories: HashMap<Id, Territory>,
}

impl Writers {
    async fn load(visit: &Visit, revisions: &[Revision]) -> web::Result<Writers> {
        let journal = &visit.app.journal;
        let ids: Vec<Id> = revisions.iter().filter_map(|revision| revision.author.on_behalf_of).collect();
        let mut territories = HashMap::new();
        for (id, revision) in journal.newest_of(Kind::Territory, &ids).await? {
            territories.insert(id, revision.read::<Territory>()?);
        }
        Ok(Writers { organisations: Directory::load(journal, ids).await?, territories })
    }

    /// The name, as of the day on which a version was written.
    fn name(&self, l: Locale, revision: &Revision) -> Option<String> {
        let id = revision.author.on_behalf_of?;
        let organisation = self.organisations.get(id);
        let organisation = organisation.map(|found| found.name_on(revision.at.date_naive(), l.lang.code()).to_owned());
        organisation.or_else(|| self.territories.get(&id).map(|territory| territory.name_for(l)))
    }
}

/// The body of a version that shows a state.
fn state(revisions: &[Revision], parameter: &str, text: &str) -> web::Result<Value> {
    let unknown = || Error::BadRequest(vec![Fault::unknown_value(parameter, text)]);
    let number: i32 = text.parse().map_err(|_| unknown())?;
    let found = revisions.iter().find(|revision| revision.version == number && revision.change == Change::Published);
    body(found.ok_or_else(unknown)?)?.ok_or_else(unknown)
}

/// What a version said; none where it took the record away.
fn body(revision: &Revision) -> web::Result<Option<Value>> {
    if revision.change != Change::Published {
        return Ok(None);
    }
    Ok(Some(serde_json::to_value(personal::public(revision)?).map_err(anyhow::Error::from)?))
}

/// The versions, newest first, each compared with the last state published before it.
async fn entries(visit: &Visit, path: &str, revisions: &[Revision], writers: &Writers) -> Result<Vec<Entry>, Error> {
    let l = visit.locale;
    let bodies: Vec<Option<Value>> = revisions.iter().map(body).collect::<web::Result<_>>()?;
    let programmes = programmes(visit, &bodies.iter().flatten().collect::<Vec<_>>()).await?;
    let compared = |before: &Value, after: &Value| {
        Wording::new(l, &[before, after]).naming(programmes.clone()).differences(before, after)
    };
    let entry = |(at, revision): (usize, &Revision)| {
        let before = (at + 1..revisions.len()).find(|before| bodies[*before].is_some());
        let earlier = before.and_then(|before| bodies[before].as_ref());
        let after = bodies[at].as_ref();
        let fields = earlier.zip(after).map(|(before, after)| compared(before, after));
        let back = revisions.get(at + 1).is_some_and(|before| before.change != Change::Published);
        let versions = before.filter(|_| after.is_some()).map(|before| (revisions[before].version, revision.version));
        Entry {
            version: revision.version,
            day: l.day(revision.at.date_naive()),
            role: label::author_role(&revision.author.role),
            organisation: writers.name(l, revision),
            // What an agent declares is published no other way; what others write was validated before, if it was.
            validated: revision.author.role == Role::Agent.as_str()
                && after.is_some_and(|body| body["provenance"]["verification"] == "validated"),
            change: match revision.change {
                // What comes back says what it said before.
                Change::Published if back && fields.as_ref().is_none_or(Vec::is_empty) => Some("history-reinstated"),
                Change::Published => None,
                Change::Withdrawn => Some("history-withdrawn"),
                Change::Merged => Some("history-merged"),
            },
            fields,
            compare: versions.map(|(from, to)| l.href(&format!("{path}/historique?de={from}&a={to}"))),
            reason: reason::shown(l, revision),
            href: after.map(|_| l.href(&format!("{path}?version={}", revision.version))),
        }
    };
    Ok(revisions.iter().enumerate().map(entry).collect())
}

/// The titles of the programmes that bodies name.
pub(crate) async fn programmes(visit: &Visit, bodies: &[&Value]) -> Result<HashMap<String, String>, Error> {
    let named = bodies.iter().flat_map(|body| body["programmes"].as_array().into_iter().flatten());
    let ids: BTreeSet<Id> = named.filter_map(|id| id.as_str()?.parse().ok()).collect();
    let ids: Vec<Id> = ids.into_iter().collect();
    let mut titles = HashMap::new();
    for (id, revision) in visit.app.journal.newest_of(Kind::Programme, &ids).await? {
        let title = revision.read::<Programme>()?.title;
        titles.extend(visit.locale.words(&title).map(|words| (id.to_string(), words.text.to_owned())));
    }
    Ok(titles)
}
