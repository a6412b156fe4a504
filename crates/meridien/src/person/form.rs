//! The form that says who a person is and what may be done with it.

use chrono::{Months, NaiveDate};

use crate::journal::{Basis, Person};

/// The longest field, in characters.
const LONGEST: usize = 300;
/// The last day of keeping is at most so far away.
const LATEST: Months = Months::new(10 * 12);

/// What is wrong with a form: the key of the text, and the field.
pub(super) type Fault = (&'static str, &'static str);

/// The person has withdrawn its consent: nobody else gives it.
pub(super) const WITHDRAWN: Fault = ("person-fault-withdrawn", "base");
/// It is no longer what the form was made of.
pub(super) const CHANGED: Fault = (super::CHANGED, "nom");
/// The person was erased for good.
pub(super) const ERASED: Fault = ("person-fault-erased", "nom");

/// Reads what was typed, field by field, over what is held.
pub(super) fn read<'a>(
    text: impl Fn(&'static str) -> &'a str,
    held: &Person,
    today: NaiveDate,
) -> (Person, Option<Fault>) {
    let typed = |name| Some(text(name).to_owned()).filter(|text| !text.is_empty());
    let person = Person {
        name: text("nom").to_owned(),
        mail: typed("courriel"),
        function: typed("fonction"),
        organisation: typed("organisme"),
        source: held.source.clone(),
        basis: text("base").parse().ok(),
        until: text("jusqu-au").parse().ok(),
        shown: text("montrer") == "oui",
        by_hand: true,
        withdrawn: held.withdrawn,
        former: held.former.clone(),
    };
    let fault = fault(&person, held, text("jusqu-au"), today);
    (person, fault)
}

fn fault(person: &Person, held: &Person, until: &str, today: NaiveDate) -> Option<Fault> {
    let texts = [
        ("nom", Some(&person.name)),
        ("courriel", person.mail.as_ref()),
        ("fonction", person.function.as_ref()),
        ("organisme", person.organisation.as_ref()),
    ];
    let long = texts.into_iter().find(|(_, text)| text.is_some_and(|text| text.chars().count() > LONGEST));
    let latest = today.checked_add_months(LATEST);
    match &person.mail {
        _ if long.is_some() => long.map(|(name, _)| ("person-fault-long", name)),
        _ if person.name.is_empty() && person.mail.is_none() => Some(("person-fault-name", "nom")),
        Some(mail) if mail.parse::<lettre::Address>().is_err() => Some(("person-fault-mail", "courriel")),
        _ if !until.is_empty() && person.until.is_none() => Some(("person-fault-until", "jusqu-au")),
        _ if person.until.is_some_and(|last| last < today) => Some(("person-fault-until-past", "jusqu-au")),
        _ if person.until > latest => Some(("person-fault-until-far", "jusqu-au")),
        _ if person.withdrawn && names(person) => Some(WITHDRAWN),
        _ if person.shown && person.basis.is_none() => Some(("person-fault-basis", "base")),
        _ if person.basis.is_none() && !came_without_basis(held) => Some(("person-fault-basis-none", "base")),
        _ => None,
    }
}

/// Whether what is held was kept without a basis: an import does not know it. Whoever adds somebody does.
fn came_without_basis(held: &Person) -> bool {
    held.basis.is_none() && !(held.name.is_empty() && held.mail.is_none())
}

/// Whether a form names a person in public, or says that it agreed to be named.
pub(super) fn names(person: &Person) -> bool {
    person.shown || person.basis == Some(Basis::Consent)
}

/// The fields, for templates.
pub(super) struct Fields<'a> {
    pub person: &'a Person,
    pub fault: Option<Fault>,
}

impl Fields<'_> {
    pub fn basis(&self) -> &'static str {
        self.person.basis.map_or("", Into::into)
    }

    /// The fault of this field.
    pub fn fault(&self, name: &str) -> Option<&'static str> {
        self.fault.filter(|(_, field)| *field == name).map(|(key, _)| key)
    }
}
