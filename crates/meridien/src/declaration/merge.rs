//! Two people changed the same text: both are shown, field by field, and one is chosen. Nothing is lost either way.

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use super::form::{self, Pairs};
use super::section::Section;
use super::work::Work;
use crate::partnership::fields::{FIELDS, Field};
use crate::partnership::wording::{Unit, Wording};
use crate::web::cache::Cache;
use crate::web::{self, Locale, Page, Visit, page};

/// A field with two texts.
pub struct Choice {
    /// Its path.
    pub path: String,
    /// Its label.
    pub label: String,
    /// The text of whoever reads.
    pub mine: Vec<String>,
    /// The other text.
    pub theirs: Vec<String>,
}

/// The fields in which two bodies differ.
pub fn choices(l: Locale, fields: &[&Field], mine: &Value, theirs: &Value) -> Vec<Choice> {
    let wording = Wording::new(l, &[mine, theirs]);
    let (ours, others) = (wording.units(fields, mine), wording.units(fields, theirs));
    let lines = |units: &[Unit], path: &str| {
        units.iter().find(|unit| unit.path == path).map(|unit| unit.lines.clone()).unwrap_or_default()
    };
    let mut all: Vec<Choice> = Vec::new();
    for unit in ours.iter().chain(&others) {
        let (mine, theirs) = (lines(&ours, &unit.path), lines(&others, &unit.path));
        if mine != theirs && all.iter().all(|choice| choice.path != unit.path) {
            all.push(Choice { path: unit.path.clone(), label: unit.label.clone(), mine, theirs });
        }
    }
    all
}

/// The paths of a section in which two bodies differ.
pub fn differing(section: &Section, one: &Value, other: &Value) -> Vec<String> {
    choices(Locale::default(), &section.fields(), one, other).into_iter().map(|choice| choice.path).collect()
}

/// Takes the other text for the fields whose choice says so: `choice:title.fr` is `theirs`.
pub fn choose(mine: &mut Value, theirs: &Value, pairs: &Pairs) {
    for (name, _) in pairs.iter().filter(|(_, value)| *value == "theirs") {
        let Some(path) = name.strip_prefix("choice:") else { continue };
        copy(mine, theirs, path);
    }
}

/// Copies what is at a path from one body to the other, or takes it away where the other has nothing there.
pub fn copy(to: &mut Value, from: &Value, path: &str) {
    let pointer = form::pointer(path);
    let Some((parent, name)) = pointer.rsplit_once('/') else { return };
    let Some(parent) = to.pointer_mut(parent).and_then(Value::as_object_mut) else { return };
    match from.pointer(&pointer) {
        Some(value) => parent.insert(name.to_owned(), value.clone()),
        None => parent.remove(name),
    };
}

#[derive(Template)]
#[template(path = "declaration/merge.html")]
struct MergePage<'a> {
    l: Locale,
    page: Page,
    action: String,
    /// The mark of what is stored of the section.
    edit: String,
    choices: Vec<Choice>,
    /// What was typed, to be sent again.
    typed: Vec<(&'a str, &'a str)>,
}

/// The page on which one of two texts of a section is chosen.
pub fn page(visit: &Visit, work: &Work, section: &Section, mine: &Value, pairs: &Pairs) -> web::Result<Response> {
    let l = visit.locale;
    let own = ["edit", "merge", "quiet", "add", "remove", "go"];
    let typed = pairs.iter().filter(|(name, _)| !own.contains(name) && !name.starts_with("choice:"));
    page::answer(
        Cache::Private,
        &MergePage {
            l,
            page: visit.page(l.t("merge-title")).crumb(l.t("workspace"), "/espace").of_account(&work.account),
            action: l.href(&format!("/declarer/{}/{}", work.proposal.id, section.slug)),
            edit: work.draft.mark(section),
            choices: choices(l, &section.fields(), mine, &work.draft.body),
            typed: typed.collect(),
        },
    )
}

/// Brings a proposal up to the newest version of its record: what only one of the two changed since `base` is taken over, and
/// the fields that both changed are returned, to be chosen.
pub fn rebase(l: Locale, mine: &mut Value, base: &Value, newest: &Value) -> Vec<Choice> {
    let fields: Vec<&Field> = FIELDS.iter().collect();
    let theirs: Vec<String> = choices(l, &fields, base, newest).into_iter().map(|choice| choice.path).collect();
    let own: Vec<String> = choices(l, &fields, mine, base).into_iter().map(|choice| choice.path).collect();
    for path in theirs.iter().filter(|path| !own.contains(path)) {
        copy(mine, newest, path);
    }
    choices(l, &fields, mine, newest).into_iter().filter(|choice| theirs.contains(&choice.path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_side_keeps_what_it_alone_changed_and_the_rest_is_asked() {
        let base = json!({"title": {"fr": "A"}, "start": "2010", "end": null, "narratives": {"context": {"fr": "x"}}});
        let newest =
            json!({"title": {"fr": "B"}, "start": "2011", "end": null, "narratives": {"context": {"fr": "x"}}});
        let mut mine = json!({"title": {"fr": "C"}, "start": "2010", "end": "2015", "narratives": {"context": {}}});
        let asked = rebase(Locale::default(), &mut mine, &base, &newest);
        assert_eq!(asked.iter().map(|choice| choice.path.as_str()).collect::<Vec<_>>(), ["title.fr"]);
        assert_eq!((asked[0].mine[0].as_str(), asked[0].theirs[0].as_str()), ("C", "B"));
        assert_eq!(mine, json!({"title": {"fr": "C"}, "start": "2011", "end": "2015", "narratives": {"context": {}}}));
        let pairs: Pairs = [("choice:title.fr".to_owned(), "theirs".to_owned())].into_iter().collect();
        choose(&mut mine, &newest, &pairs);
        assert_eq!(mine["title"]["fr"], "B");
    }
}
