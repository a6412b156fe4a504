//! The controls of a form, drawn from the catalogue of fields: one template, whatever the field.

use std::collections::HashMap;

use askama::Template;
use serde_json::Value;

use super::draft::{Draft, Remark};
use super::form::{self, Pick};
use super::registers::{self, Candidate};
use super::value;
use crate::anomaly::Severity;
use crate::country;
use crate::organisation::OrganisationKind;
use crate::partnership::fields::{self, FIELDS, Field, Kind, Register, Repeated};
use crate::reference;
use crate::value::Id;
use crate::web::Locale;

/// Languages that texts may be given in: code and own name.
pub const LANGUAGES: [(&str, &str); 12] = [
    ("fr", "Français"),
    ("en", "English"),
    ("ar", "العربية"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ru", "Русский"),
    ("vi", "Tiếng Việt"),
    ("zh", "中文"),
];

/// Currencies offered first; every other one in use follows.
const CURRENCIES: [&str; 12] = ["EUR", "XOF", "XAF", "USD", "GBP", "CHF", "CAD", "MAD", "TND", "MGA", "HTG", "JPY"];

/// One control, or several under one heading.
#[derive(Template)]
#[template(path = "declaration/control.html")]
pub struct Control {
    l: Locale,
    id: String,
    name: String,
    label: String,
    hint: Option<String>,
    /// What must be mended.
    faults: Vec<String>,
    /// What should be looked at.
    notes: Vec<String>,
    /// What the ministry asks.
    asked: Option<String>,
    widget: Widget,
}

/// What is typed into, or chosen from.
enum Widget {
    /// A line: its text, the class of its width, the keyboard that suits it.
    Line { text: String, class: &'static str, mode: &'static str },
    /// A text in each language.
    Texts { texts: Vec<Versioned>, long: bool },
    /// One of a list.
    Select(Vec<Choice>),
    /// One of a few.
    Radios(Vec<Choice>),
    /// Yes or no.
    Check(bool),
    /// Any of some.
    Boxes { choices: Vec<Choice>, folded: bool },
    /// A name and its record.
    Pick(Box<PickView>),
    /// Parts under a heading.
    Group(Vec<Control>),
    /// Repeated parts, the label of the button that adds one, and what is said of the one that was just taken out.
    List { parts: Vec<Part>, add: String, removed: Option<String> },
}

/// A repeated part.
struct Part {
    id: String,
    path: String,
    title: String,
    faults: Vec<String>,
    notes: Vec<String>,
    controls: Vec<Control>,
}

/// A text in one language.
struct Versioned {
    id: String,
    name: String,
    lang: String,
    /// The language's own name, where there are several.
    language: Option<&'static str>,
    text: String,
    faults: Vec<String>,
    notes: Vec<String>,
}

/// One choice.
struct Choice {
    value: String,
    label: String,
    chosen: bool,
    /// The heading under which it stands, where it is the first there.
    level: usize,
}

/// A name typed, and what it may mean.
struct PickView {
    text: String,
    address: String,
    /// The name of the field that holds the choice.
    choice: String,
    /// The choice made.
    chosen: String,
    /// Whether it has a record in the register, for the reader to see that it was recognised.
    known: bool,
    /// What is proposed to the register in its place, to be corrected.
    proposed: Option<NewView>,
    /// Records to choose between.
    candidates: Vec<(String, Candidate)>,
    /// The choice of proposing a new organisation, with its countries and kinds.
    new: Option<NewView>,
}

/// The questions about a new organisation.
struct NewView {
    value: String,
    /// Whether it was chosen already, and its country not said.
    chosen: bool,
    countries: Vec<Choice>,
    kinds: Vec<Choice>,
}

/// Everything that a section's controls are drawn from.
pub struct Drawing<'a> {
    /// The reader's language.
    pub l: Locale,
    /// The draft.
    pub draft: &'a Draft,
    /// What is said of its fields; empty until the agent has been through the section.
    pub remarks: &'a [Remark],
    /// The records that names without one may mean, by path.
    pub candidates: HashMap<String, Vec<Candidate>>,
    /// Programmes on offer: code and name.
    pub programmes: Vec<(String, String)>,
    /// The languages that texts are asked in.
    pub langs: Vec<String>,
}

impl Drawing<'_> {
    /// The controls of some fields.
    pub fn controls(&self, fields: &[&Field]) -> Vec<Control> {
        fields.iter().filter_map(|field| self.control(field, "", &self.draft.body)).collect()
    }

    fn control(&self, field: &Field, prefix: &str, whole: &Value) -> Option<Control> {
        let path = fields::join(prefix, field.name);
        let value = &whole[field.name];
        let widget = self.widget(field, prefix, &path, whole, value)?;
        Some(Control {
            l: self.l,
            id: id(&path),
            label: self.l.t(field.label).into_owned(),
            hint: field.hint.map(|hint| self.l.t(hint).into_owned()),
            faults: self.faults(&path),
            notes: self.noted(&path),
            asked: self.asked(&path),
            name: path,
            widget,
        })
    }

    fn widget(&self, field: &Field, prefix: &str, path: &str, whole: &Value, value: &Value) -> Option<Widget> {
        let l = self.l;
        let text = || {
            let written = || value::write(&field.kind, value, l).pop().unwrap_or_default();
            self.draft.raw.get(path).cloned().unwrap_or_else(written)
        };
        let line = |class, mode| Widget::Line { text: text(), class, mode };
        Some(match &field.kind {
            Kind::Kept(_) => return None,
            Kind::Name | Kind::Line => line("wide", "text"),
            Kind::Mailbox => line("wide", "email"),
            Kind::Address => line("wide", "url"),
            Kind::Date => line("short", "text"),
            Kind::Year | Kind::Count => line("tiny", "numeric"),
            Kind::Amount => line("short", "decimal"),
            Kind::Codes(_) => line("wide", "text"),
            Kind::Title | Kind::Prose => {
                Widget::Texts { texts: self.texts(path, value), long: matches!(field.kind, Kind::Prose) }
            }
            Kind::Check => Widget::Check(value.as_bool().unwrap_or_default()),
            Kind::Answer => Widget::Radios(choices(&[("", "unknown"), ("yes", "yes"), ("no", "no")], &text(), l)),
            Kind::Choice(words) if text().is_empty() => Widget::Select(optional(l, "", choices(words, "", l))),
            Kind::Choice(words) if words.len() <= 4 => Widget::Radios(choices(words, &text(), l)),
            Kind::Choice(words) => Widget::Select(choices(words, &text(), l)),
            Kind::Maybe(words) => Widget::Select(optional(l, &text(), choices(words, &text(), l))),
            Kind::Currency => Widget::Select(currencies(l, &text())),
            Kind::Country => Widget::Select(countries(l, &text())),
            Kind::Theme => Widget::Select(optional(l, &text(), themes(l, &[text()]))),
            Kind::Goal => Widget::Select(optional(l, &text(), goals(l, &text()))),
            Kind::Rank(most) => Widget::Select(ranks(l, *most, &text())),
            Kind::Phase => self.phases(&text())?,
            Kind::Themes => Widget::Boxes { choices: themes(l, &value::write(&field.kind, value, l)), folded: true },
            Kind::Parties => self.boxes(self.parties(), value)?,
            Kind::Programmes => self.boxes(self.programmes.clone(), value)?,
            Kind::Named(beside, register) => Widget::Pick(Box::new(self.pick(prefix, path, whole, beside, *register))),
            Kind::Group(fields) => {
                Widget::Group(fields.iter().filter_map(|field| self.control(field, path, value)).collect())
            }
            Kind::List(repeated) => self.list(repeated, path, value),
        })
    }

    fn list(&self, repeated: &Repeated, path: &str, value: &Value) -> Widget {
        let parts = value.as_array().into_iter().flatten().enumerate().map(|(at, part)| {
            let here = format!("{path}[{at}]");
            Part {
                id: id(&here),
                title: self.l.t_with(repeated.one, &[("number", (at + 1).into())]),
                faults: self.faults(&here),
                notes: self.noted(&here).into_iter().chain(self.asked(&here)).collect(),
                controls: repeated.fields.iter().filter_map(|field| self.control(field, &here, part)).collect(),
                path: here,
            }
        });
        let removed = self.draft.removed.as_ref().filter(|removed| removed.list == path).map(|removed| {
            let part = self.l.t_with(repeated.one, &[("number", (removed.number + 1).into())]);
            let signed = if path == "parties" { removed.named_by.len() } else { 0 };
            self.l.t_with("removed", &[("part", part.into()), ("signed", signed.into())])
        });
        Widget::List { parts: parts.collect(), add: self.l.t(repeated.add).into_owned(), removed }
    }

    fn texts(&self, path: &str, value: &Value) -> Vec<Versioned> {
        let version = |lang: &String| {
            let name = format!("{path}.{lang}");
            Versioned {
                id: id(&name),
                lang: lang.clone(),
                language: (self.langs.len() > 1).then(|| language(lang)),
                text: value[lang].as_str().unwrap_or_default().to_owned(),
                faults: self.faults(&name),
                notes: self.noted(&name).into_iter().chain(self.asked(&name)).collect(),
                name,
            }
        };
        self.langs.iter().map(version).collect()
    }

    fn pick(&self, prefix: &str, path: &str, whole: &Value, beside: &str, register: Register) -> PickView {
        let text = whole["name"].as_str().unwrap_or_default().to_owned();
        let chosen = form::pick(&text, &whole[beside]);
        let candidates = self.candidates.get(path).cloned().unwrap_or_default();
        let asked = register == Register::Authorities && chosen.is_empty() && self.candidates.contains_key(path);
        let id: Option<Id> = whole[beside].as_str().and_then(|id| id.parse().ok());
        let proposed = id.and_then(|id| self.draft.proposed.get(&id)).map(|proposed| &proposed.organisation);
        let unsaid = self.draft.raw.get(&form::unsaid_country(&fields::join(prefix, beside)));
        PickView {
            address: self.l.href(&format!("/declarer/choix/{}", register.slug())),
            choice: fields::join(prefix, beside),
            known: !chosen.is_empty() && proposed.is_none(),
            proposed: proposed.map(|held| {
                let country = held.country.map(|country| country.to_string()).unwrap_or_default();
                self.new_organisation(&text, &country, held.kind.code(), true)
            }),
            candidates: candidates.into_iter().map(|found| (registers::chosen(&text, &found), found)).collect(),
            new: asked.then(|| {
                self.new_organisation(&text, "", unsaid.map(String::as_str).unwrap_or_default(), unsaid.is_some())
            }),
            chosen,
            text,
        }
    }

    fn new_organisation(&self, typed: &str, country: &str, kind: &str, chosen: bool) -> NewView {
        let pick = Pick { id: None, typed: typed.to_owned() };
        let kinds = OrganisationKind::ALL.iter().filter(|kind| kind.is_local_authority());
        NewView {
            value: serde_json::to_string(&pick).unwrap_or_default(),
            chosen,
            countries: countries(self.l, country),
            kinds: kinds.map(|of| choice(of.code(), self.l.t(of.key()), of.code() == kind)).collect(),
        }
    }

    fn parties(&self) -> Vec<(String, String)> {
        let parties = self.draft.body["parties"].as_array().into_iter().flatten();
        let known = parties.filter_map(|party| Some((party["organisation"].as_str()?, party["name"].as_str()?)));
        known.map(|(id, name)| (id.to_owned(), name.to_owned())).collect()
    }

    fn phases(&self, chosen: &str) -> Option<Widget> {
        let phases = self.draft.body["phases"].as_array().filter(|phases| !phases.is_empty())?;
        let numbered = (0..phases.len()).map(|at| {
            let title = self.l.t_with("phase-number", &[("number", (at + 1).into())]);
            choice(&at.to_string(), title, chosen == at.to_string())
        });
        Some(Widget::Select(optional(self.l, chosen, numbered)))
    }

    /// Any of some; nothing where there is nothing to choose from.
    fn boxes(&self, offered: Vec<(String, String)>, value: &Value) -> Option<Widget> {
        let chosen: Vec<&str> = value.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let choices: Vec<Choice> =
            offered.into_iter().map(|(code, name)| choice(&code, name, chosen.contains(&code.as_str()))).collect();
        (!choices.is_empty()).then_some(Widget::Boxes { choices, folded: false })
    }

    /// What keeps it from being handed in.
    fn faults(&self, path: &str) -> Vec<String> {
        self.said(path, |remark| self.draft.is_kept_by(remark))
    }

    /// What does not, the gravest first.
    fn noted(&self, path: &str) -> Vec<String> {
        let of = |severity: Severity| {
            self.said(path, |remark| remark.severity == severity && !self.draft.is_kept_by(remark))
        };
        [Severity::Warning, Severity::Hint].into_iter().flat_map(of).collect()
    }

    fn said(&self, path: &str, chosen: impl Fn(&Remark) -> bool) -> Vec<String> {
        let here = self.remarks.iter().filter(|remark| remark.path == path && chosen(remark));
        here.map(|remark| remark.said(self.l)).collect()
    }

    fn asked(&self, path: &str) -> Option<String> {
        let remark = self.draft.remarks.get(path)?;
        Some(self.l.t_with("ministry-asks", &[("remark", remark.as_str().into())]))
    }
}

impl Control {
    /// What describes it, for assistive technology: its hint, its faults and notes.
    fn described(&self) -> String {
        described(self.describing())
    }

    /// What describes one of its texts: what is said of all, then what is said of it.
    fn text_described(&self, text: &Versioned) -> String {
        described(self.describing().chain(said_of(&text.id, &text.faults, &text.notes)))
    }

    /// Whether something is wrong with one of its texts, or with all.
    fn has_faulty(&self, texts: &[Versioned]) -> bool {
        !self.faults.is_empty() || texts.iter().any(|text| !text.faults.is_empty())
    }

    fn describing(&self) -> impl Iterator<Item = String> {
        let hint = self.hint.iter().map(|_| format!("{}-hint", self.id));
        let asked = self.asked.iter().map(|_| format!("{}-asked", self.id));
        hint.chain(said_of(&self.id, &self.faults, &self.notes)).chain(asked)
    }

    /// The `id` of the first text, of which what is said of all is said.
    fn target<'a>(&'a self, texts: &'a [Versioned]) -> &'a str {
        texts.first().map_or(&self.id, |text| &text.id)
    }
}

impl Part {
    /// What describes it, for assistive technology.
    fn described(&self) -> String {
        described(said_of(&self.id, &self.faults, &self.notes))
    }
}

/// The `id`s of the faults and notes of what has this `id`.
fn said_of(id: &str, faults: &[String], notes: &[String]) -> impl Iterator<Item = String> {
    let faults = (1..=faults.len()).map(move |at| format!("{id}-fault-{at}"));
    faults.chain((1..=notes.len()).map(move |at| format!("{id}-note-{at}")))
}

fn described(ids: impl Iterator<Item = String>) -> String {
    let ids: Vec<String> = ids.collect();
    if ids.is_empty() { String::new() } else { format!(" aria-describedby=\"{}\"", ids.join(" ")) }
}

/// The `id` of the control at a path: what a link to it names.
pub fn id(path: &str) -> String {
    path.replace(['.', '['], "-").replace(']', "")
}

/// The `id` of what is written in for a path: of a text that is asked in several languages, the first.
pub fn target(path: &str, langs: &[String]) -> String {
    match (fields::at(path).map(|field| field.kind), langs.first()) {
        (Some(Kind::Title | Kind::Prose), Some(lang)) => id(&format!("{path}.{lang}")),
        _ => id(path),
    }
}

/// A language's own name.
pub fn language(code: &str) -> &'static str {
    LANGUAGES.iter().find(|(other, _)| *other == code).map_or("?", |(_, name)| name)
}

/// The label of the field at a path, with the titles of the parts that it is in: `Ligne 2, Montant`.
pub fn label(l: Locale, path: &str) -> String {
    let mut labels = Vec::new();
    let mut fields = FIELDS;
    for step in path.split('.') {
        let (name, number) = step.split_once('[').map_or((step, None), |(name, rest)| (name, rest.strip_suffix(']')));
        let Some(field) = fields.iter().find(|field| field.name == name) else { break };
        match (&field.kind, number) {
            (Kind::List(repeated), Some(number)) => {
                let number = number.parse::<usize>().unwrap_or_default() + 1;
                labels.push(l.t_with(repeated.one, &[("number", number.into())]));
                fields = repeated.fields;
            }
            (kind, _) => {
                labels.push(l.t(field.label).into_owned());
                fields = if let Kind::Group(inner) = kind { inner } else { &[] };
            }
        }
    }
    labels.join(", ")
}

fn choice(value: &str, label: impl Into<String>, chosen: bool) -> Choice {
    Choice { value: value.to_owned(), label: label.into(), chosen, level: 1 }
}

fn choices(words: &[(&str, &str)], chosen: &str, l: Locale) -> Vec<Choice> {
    words.iter().map(|(code, key)| choice(code, l.t(key), *code == chosen)).collect()
}

/// These, and before them the choice of none.
fn optional(l: Locale, chosen: &str, choices: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(none(l, chosen)).chain(choices).collect()
}

fn none(l: Locale, chosen: &str) -> Choice {
    choice("", l.t("choose"), chosen.is_empty())
}

fn themes(l: Locale, chosen: &[String]) -> Vec<Choice> {
    let theme = |theme: &'static reference::Theme| Choice {
        level: theme.level(),
        ..choice(theme.code, l.label(theme.name), chosen.iter().any(|code| code == theme.code))
    };
    // A retired term stays on offer where it is chosen already.
    let held = |theme: &&reference::Theme| !theme.retired || chosen.iter().any(|code| code == theme.code);
    reference::all_themes().iter().filter(held).map(theme).collect()
}

fn goals(l: Locale, chosen: &str) -> Vec<Choice> {
    let codes = reference::code_list("SDG").map(|list| list.codes.as_slice()).unwrap_or_default();
    codes
        .iter()
        .map(|goal| choice(goal.code, format!("{}. {}", goal.code, l.label(goal.label)), goal.code == chosen))
        .collect()
}

fn ranks(l: Locale, most: u8, chosen: &str) -> Vec<Choice> {
    let ranks = (1..=most).map(|rank| choice(&rank.to_string(), rank.to_string(), chosen == rank.to_string()));
    optional(l, chosen, ranks)
}

/// Every currency by its name and code: the usual ones, then the others by name. What is chosen stays on offer, in use or not.
fn currencies(l: Locale, chosen: &str) -> Vec<Choice> {
    let named = |found: &reference::Currency| {
        let code = found.code.as_str();
        choice(code, format!("{} ({code})", l.label(found.name)), code == chosen)
    };
    let usual = CURRENCIES.into_iter().filter_map(|code| reference::currency(code.parse().ok()?)).map(named);
    let others = reference::currencies().iter().filter(|found| !CURRENCIES.contains(&found.code.as_str()));
    let offered = others.filter(|found| !found.withdrawn || found.code.as_str() == chosen);
    let mut others: Vec<Choice> = offered.map(named).collect();
    let known = chosen.parse().ok().and_then(reference::currency).is_some();
    others.extend((!known).then(|| choice(chosen, chosen, true)));
    others.sort_by(|a, b| l.compare(&a.label, &b.label));
    usual.chain(others).collect()
}

fn countries(l: Locale, chosen: &str) -> Vec<Choice> {
    let mut all: Vec<Choice> = reference::countries()
        .iter()
        .map(|found| choice(found.iso2.as_str(), country::name(l, found.iso2), found.iso2.as_str() == chosen))
        .collect();
    all.sort_by(|a, b| l.compare(&a.label, &b.label));
    all.insert(0, none(l, chosen));
    all
}
