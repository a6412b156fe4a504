//! Two people changed the same text: both are shown, field by field, and one is chosen, or both. Nothing is chosen beforehand.

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use super::form::{self, Pairs};
use super::section::Section;
use super::work::Work;
use crate::partnership::fields::{FIELDS, Field};
use crate::partnership::wording::{Nature, Unit, Wording};
use crate::web::cache::Cache;
use crate::web::{self, Locale, Page, Visit, page};

/// A field with two texts.
pub struct Choice {
    /// Its path.
    pub path: String,
    /// Its label.
    pub label: String,
    nature: Nature,
    /// The text of whoever reads.
    pub mine: Vec<String>,
    /// The other text.
    pub theirs: Vec<String>,
    /// Whether both may be kept, one after the other.
    pub both: bool,
    /// What was chosen.
    pub made: Option<Side>,
}

/// Which of two texts is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// That of whoever reads.
    Mine,
    /// The other one.
    Theirs,
    /// The other one, then that of whoever reads.
    Both,
}

impl Choice {
    /// Whether one of the texts was chosen.
    pub fn is_made(&self) -> bool {
        self.made.is_some()
    }

    pub(super) fn is_mine(&self) -> bool {
        self.made == Some(Side::Mine)
    }

    pub(super) fn is_theirs(&self) -> bool {
        self.made == Some(Side::Theirs)
    }

    pub(super) fn is_both(&self) -> bool {
        self.made == Some(Side::Both)
    }
}

/// The fields in which two bodies differ, with what a form chose of them: `choice:title.fr` is `mine`, `theirs` or `both`.
pub fn choices(
    l: Locale,
    fields: impl IntoIterator<Item = &'static Field> + Clone,
    mine: &Value,
    theirs: &Value,
    pairs: &Pairs,
) -> Vec<Choice> {
    let wording = Wording::new(l, &[mine, theirs]);
    let (ours, others) = (wording.units(fields.clone(), mine), wording.units(fields, theirs));
    let lines = |units: &[Unit], path: &str| {
        units.iter().find(|unit| unit.path == path).map(|unit| unit.lines.clone()).unwrap_or_default()
    };
    let mut all: Vec<Choice> = Vec::new();
    for unit in ours.iter().chain(&others) {
        let (ours, others) = (lines(&ours, &unit.path), lines(&others, &unit.path));
        if ours != others && all.iter().all(|choice| choice.path != unit.path) {
            let both =
                !ours.is_empty() && !others.is_empty() && joined(unit.nature, mine, theirs, &unit.path).is_some();
            let made = match pairs.get(&format!("choice:{}", unit.path)) {
                Some("mine") => Some(Side::Mine),
                Some("theirs") => Some(Side::Theirs),
                Some("both") if both => Some(Side::Both),
                _ => None,
            };
            let (path, label) = (unit.path.clone(), unit.label.clone());
            all.push(Choice { path, label, nature: unit.nature, mine: ours, theirs: others, both, made });
        }
    }
    all
}

/// The paths of some fields in which two bodies differ.
fn paths(fields: impl IntoIterator<Item = &'static Field> + Clone, one: &Value, other: &Value) -> Vec<String> {
    let all = choices(Locale::default(), fields, one, other, &Pairs::default());
    all.into_iter().map(|choice| choice.path).collect()
}

/// The paths of a section in which two bodies differ.
pub fn differing(section: &Section, one: &Value, other: &Value) -> Vec<String> {
    paths(section.fields(), one, other)
}

/// Writes what was chosen.
pub fn choose(mine: &mut Value, theirs: &Value, choices: &[Choice]) {
    // Actions name their phase by its place: where both lists are kept, those of one side move.
    if choices.iter().any(|choice| choice.path == PHASES && choice.is_both()) {
        renumber(mine, theirs);
    }
    for choice in choices {
        match choice.made {
            Some(Side::Theirs) => copy(mine, theirs, &choice.path),
            Some(Side::Both) => {
                if let Some(both) = joined(choice.nature, mine, theirs, &choice.path)
                    && let Some(held) = mine.pointer_mut(&form::pointer(&choice.path))
                {
                    *held = both;
                }
            }
            Some(Side::Mine) | None => {}
        }
    }
}

const PHASES: &str = "phases";

/// Both values of a field, one after the other: the other text and then one's own; the other list and then what of one's own it
/// lacks. None where they cannot stand beside each other: of two titles one is chosen, as of two dates.
fn joined(nature: Nature, mine: &Value, theirs: &Value, path: &str) -> Option<Value> {
    let pointer = form::pointer(path);
    match (nature, mine.pointer(&pointer)?, theirs.pointer(&pointer)?) {
        (Nature::Text, Value::String(mine), Value::String(theirs)) => Some(format!("{theirs}\n\n{mine}").into()),
        (Nature::List, Value::Array(mine), Value::Array(theirs)) => {
            let lacking = mine.iter().filter(|part| !theirs.contains(part)).cloned();
            Some(Value::Array(theirs.iter().cloned().chain(lacking).collect()))
        }
        _ => None,
    }
}

/// Has one's own actions name their phases by the places that these have once both lists are kept.
fn renumber(mine: &mut Value, theirs: &Value) {
    let Some(both) = joined(Nature::List, mine, theirs, PHASES) else { return };
    let own = mine[PHASES].clone();
    for action in mine["actions"].as_array_mut().into_iter().flatten() {
        let phase = action["phase"].as_u64().and_then(|at| own.get(usize::try_from(at).ok()?));
        let place = phase.and_then(|phase| both.as_array()?.iter().position(|part| part == phase));
        if let Some(place) = place {
            action["phase"] = place.into();
        }
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
    /// Whether something was not chosen yet.
    again: bool,
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
            choices: choices(l, section.fields(), mine, &work.draft.body, pairs),
            again: pairs.get("merge").is_some(),
            typed: typed.collect(),
        },
    )
}

/// Brings a proposal up to the newest version of its record: what only one of the two changed since `base` is taken over, and
/// the fields that both changed are returned, with what a form chose of them.
pub fn rebase(l: Locale, mine: &mut Value, base: &Value, newest: &Value, pairs: &Pairs) -> Vec<Choice> {
    let theirs = paths(FIELDS, base, newest);
    let own = paths(FIELDS, mine, base);
    for path in theirs.iter().filter(|path| !own.contains(path)) {
        copy(mine, newest, path);
    }
    choices(l, FIELDS, mine, newest, pairs).into_iter().filter(|choice| theirs.contains(&choice.path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn chosen(pairs: &[(&str, &str)]) -> Pairs {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn each_side_keeps_what_it_alone_changed_and_the_rest_is_asked() {
        let base = json!({"title": {"fr": "A"}, "start": "2010", "end": null, "narratives": {"context": {"fr": "x"}}});
        let newest =
            json!({"title": {"fr": "B"}, "start": "2011", "end": null, "narratives": {"context": {"fr": "x"}}});
        let mut mine = json!({"title": {"fr": "C"}, "start": "2010", "end": "2015", "narratives": {"context": {}}});
        let asked = rebase(Locale::default(), &mut mine, &base, &newest, &Pairs::default());
        assert_eq!(asked.iter().map(|choice| choice.path.as_str()).collect::<Vec<_>>(), ["title.fr"]);
        assert_eq!((asked[0].mine[0].as_str(), asked[0].theirs[0].as_str()), ("C", "B"));
        assert!(!asked[0].is_made(), "nothing is chosen for anybody");
        assert_eq!(mine, json!({"title": {"fr": "C"}, "start": "2011", "end": "2015", "narratives": {"context": {}}}));
        let pairs = chosen(&[("choice:title.fr", "theirs")]);
        let asked = rebase(Locale::default(), &mut mine, &base, &newest, &pairs);
        choose(&mut mine, &newest, &asked);
        assert_eq!(mine["title"]["fr"], "B");
    }

    #[test]
    fn both_are_kept_one_after_the_other() {
        let theirs = json!({
            "title": {"fr": "Leur titre"}, "start": "2010", "narratives": {"context": {"fr": "Leur contexte."}},
            "phases": [{"title": {"fr": "Études"}}, {"title": {"fr": "Leur phase"}}],
            "actions": [{"title": {"fr": "Mission"}, "phase": 1}],
        });
        let mut mine = json!({
            "title": {"fr": "Mon titre"}, "start": "2011", "narratives": {"context": {"fr": "Mon contexte."}},
            "phases": [{"title": {"fr": "Études"}}, {"title": {"fr": "Ma phase"}}],
            "actions": [{"title": {"fr": "Chantier"}, "phase": 1}, {"title": {"fr": "Atelier"}, "phase": 0}],
        });
        let both: Vec<(String, &str)> = ["title.fr", "start", "narratives.context.fr", "phases", "actions"]
            .map(|path| (format!("choice:{path}"), "both"))
            .to_vec();
        let both: Vec<(&str, &str)> = both.iter().map(|(name, side)| (name.as_str(), *side)).collect();
        let asked = choices(Locale::default(), FIELDS, &mine, &theirs, &chosen(&both));
        let open: Vec<&str> = asked.iter().filter(|choice| !choice.is_made()).map(|choice| &*choice.path).collect();
        assert_eq!(open, ["title.fr", "start"], "a record has one title, and of two dates one is right");
        choose(&mut mine, &theirs, &asked);
        assert_eq!(mine["title"]["fr"], "Mon titre");
        assert_eq!(mine["narratives"]["context"]["fr"], "Leur contexte.\n\nMon contexte.");
        let titles = |list: &str| {
            let parts = mine[list].as_array().unwrap().iter();
            parts.map(|part| part["title"]["fr"].as_str().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(titles("phases"), ["Études", "Leur phase", "Ma phase"]);
        assert_eq!(titles("actions"), ["Mission", "Chantier", "Atelier"]);
        let phases: Vec<u64> =
            mine["actions"].as_array().unwrap().iter().map(|part| part["phase"].as_u64().unwrap()).collect();
        assert_eq!(phases, [1, 2, 0], "each action keeps its phase");
    }
}
