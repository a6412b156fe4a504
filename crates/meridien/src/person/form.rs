//! The form that says who a person is and what may be done with it.

use crate::journal::{Basis, Person};

/// The longest field, in characters.
const LONGEST: usize = 300;

/// What is wrong with a form: the key of the text, and the field.
pub(super) type Fault = (&'static str, &'static str);

/// Reads what was typed, field by field, over what is held.
pub(super) fn read<'a>(text: impl Fn(&'static str) -> &'a str, held: &Person) -> (Person, Option<Fault>) {
    let typed = |name| Some(text(name).to_owned()).filter(|text| !text.is_empty());
    let person = Person {
        name: text("nom").to_owned(),
        mail: typed("courriel"),
        function: typed("fonction"),
        organisation: typed("organisme"),
        source: held.source.clone(),
        basis: Basis::read(text("base")),
        until: text("jusqu-au").parse().ok(),
        shown: text("montrer") == "oui",
        by_hand: true,
    };
    let fault = fault(&person, text("jusqu-au"));
    (person, fault)
}

fn fault(person: &Person, until: &str) -> Option<Fault> {
    let texts = [
        ("nom", Some(&person.name)),
        ("courriel", person.mail.as_ref()),
        ("fonction", person.function.as_ref()),
        ("organisme", person.organisation.as_ref()),
    ];
    let long = texts.into_iter().find(|(_, text)| text.is_some_and(|text| text.chars().count() > LONGEST));
    match &person.mail {
        _ if long.is_some() => long.map(|(name, _)| ("person-fault-long", name)),
        _ if person.name.is_empty() && person.mail.is_none() => Some(("person-fault-name", "nom")),
        Some(mail) if mail.parse::<lettre::Address>().is_err() => Some(("person-fault-mail", "courriel")),
        _ if !until.is_empty() && person.until.is_none() => Some(("person-fault-until", "jusqu-au")),
        _ if person.shown && person.basis.is_none() => Some(("person-fault-basis", "base")),
        _ => None,
    }
}

/// The fields, for templates.
pub(super) struct Fields<'a> {
    pub person: &'a Person,
    pub fault: Option<Fault>,
}

impl Fields<'_> {
    pub fn basis(&self) -> &'static str {
        self.person.basis.map_or("", Basis::as_str)
    }

    /// The fault of this field.
    pub fn fault(&self, name: &str) -> Option<&'static str> {
        self.fault.filter(|(_, field)| *field == name).map(|(key, _)| key)
    }
}
