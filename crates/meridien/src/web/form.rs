//! Forms of a few fields, as administration pages ask them: drawn alike, with their faults beside them and in a summary, what
//! was typed kept.
//!
//! The page that holds one shows `{{ form|safe }}` inside `<div class="… editor">`, and takes its title from [`Form::title`].

use askama::Template;

use super::{Error, Locale};
use crate::app::State;
use crate::declaration::form::Pick;
use crate::declaration::registers::{self, Candidate};
use crate::partnership::fields::Register;
use crate::partnership::rules::personal_data;
use crate::value::Id;

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Widget {
    /// One line.
    Line,
    /// A whole day.
    Day,
    /// Several lines.
    Lines,
    /// One of these: value and label.
    Choice(Vec<(String, String)>),
    /// Yes, or nothing.
    Check,
    /// A record of a register, by its name: the field `NAME.choix` beside it holds the record.
    Record(Register, String, Vec<Candidate>),
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Its name in what is sent.
    pub name: String,
    /// What it asks.
    pub label: String,
    /// What helps to fill it in.
    pub hint: Option<String>,
    /// How it is filled in.
    pub widget: Widget,
    /// What it holds.
    pub value: String,
    /// What is wrong with it.
    pub fault: Option<String>,
}

impl Input {
    /// A field of one line.
    pub fn line(name: impl Into<String>, label: impl Into<String>, value: impl Into<String>) -> Input {
        let (name, label, value) = (name.into(), label.into(), value.into());
        Input { name, label, hint: None, widget: Widget::Line, value, fault: None }
    }

    /// The same, filled in otherwise.
    pub fn widget(self, widget: Widget) -> Input {
        Input { widget, ..self }
    }

    /// The same, with help.
    pub fn hint(self, hint: impl Into<String>) -> Input {
        Input { hint: Some(hint.into()), ..self }
    }

    /// The texts about the field `id` on the page.
    fn described(&self, id: &str) -> String {
        let parts = [self.hint.as_ref().map(|_| "aide"), self.fault.as_ref().map(|_| "faute")];
        let ids: Vec<String> = parts.into_iter().flatten().map(|part| format!("{id}-{part}")).collect();
        ids.join(" ")
    }

    fn picked(&self) -> Option<Pick> {
        let Widget::Record(_, choice, _) = &self.widget else { return None };
        serde_json::from_str(choice).ok()
    }
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "web/form.html")]
pub struct Form {
    /// The reader's language.
    pub l: Locale,
    /// What tells its fields from those of another form on the page.
    pub prefix: &'static str,
    /// Where it is sent.
    pub action: String,
    /// Its fields.
    pub inputs: Vec<Input>,
    /// What else it sends: names and values.
    pub hidden: Vec<(String, String)>,
    /// What its button says.
    pub button: String,
}

impl Form {
    /// Puts what is wrong beside the fields.
    pub fn with_faults(mut self, faults: Vec<(String, String)>) -> Form {
        for (name, text) in faults {
            let at = self.inputs.iter().position(|input| input.name == name).unwrap_or_default();
            if let Some(input) = self.inputs.get_mut(at) {
                input.fault = Some(text);
            }
        }
        self
    }

    /// Whether anything is wrong.
    pub fn is_faulty(&self) -> bool {
        self.inputs.iter().any(|input| input.fault.is_some())
    }

    /// A field's name on the page.
    fn id(&self, input: &Input) -> String {
        format!("{}{}", self.prefix, input.name)
    }

    /// What is wrong with a field, in the summary.
    fn said(&self, input: &Input, fault: &str) -> String {
        self.l.t_with("fault-of", &[("label", input.label.as_str().into()), ("fault", fault.into())])
    }

    /// Whether the record that a field names has been chosen.
    fn known(&self, input: &Input) -> bool {
        input.picked().is_some_and(|pick| pick.id.is_some() && pick.typed == input.value)
    }

    /// The title of its page.
    pub fn title(&self, title: impl Into<String>) -> String {
        self.l.form_title(title, self.is_faulty())
    }
}

/// A change in a history: what changed, from what to what.
pub fn changed_line(l: Locale, key: &str, before: &str, after: &str) -> String {
    l.t_with("changed-line", &[("what", l.t(key).into()), ("before", before.into()), ("after", after.into())])
}

/// The key of what is wrong with a reason that everyone will read.
pub fn reason_fault(reason: &str) -> Option<&'static str> {
    match reason {
        "" => Some("fault-reason"),
        _ => (!personal_data(reason).is_empty()).then_some("confirm-fault-person"),
    }
}

/// What the name of a record means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing was typed.
    Nothing,
    /// This record.
    One(Id),
    /// None of the register, or one of these.
    Unclear(Vec<Candidate>),
}

/// Finds the record of a name, or of a code or an address in its place; `choice` is what was chosen beside it.
///
/// # Errors
/// When the registers cannot be read.
pub async fn meaning(app: &State, l: Locale, register: Register, typed: &str, choice: &str) -> Result<Meaning, Error> {
    if typed.is_empty() {
        return Ok(Meaning::Nothing);
    }
    let pick: Pick = serde_json::from_str(choice).unwrap_or_default();
    if let Some(id) = pick.id.filter(|_| pick.typed == typed) {
        return Ok(Meaning::One(id));
    }
    let code = typed.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    if let Some(id) = code.parse().ok().filter(|id: &Id| id.to_string() == code) {
        return Ok(Meaning::One(id));
    }
    let found = registers::candidates(app, l, register, typed).await?;
    let mut exact = found.iter().filter(|candidate| candidate.exact);
    match (exact.next(), exact.next()) {
        (Some(one), None) => Ok(Meaning::One(one.id)),
        _ => Ok(Meaning::Unclear(found)),
    }
}
