//! The persons that contacts name: taken out of what is read.

use crate::activity::{Activity, ContactInfo};
use crate::element::Extra;
use crate::text::{Plain, Text};

/// A person of a contact, or personal ways to reach someone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Person {
    /// Index of the contact in [`Activity::contacts`].
    pub contact: usize,
    /// Name.
    pub name: Option<Text>,
    /// Telephone numbers.
    pub telephones: Vec<Plain>,
    /// Mailboxes.
    pub emails: Vec<Plain>,
    /// Postal addresses.
    pub mailing_addresses: Vec<Text>,
    /// Extensions of the contact.
    pub extra: Extra,
}

impl Activity {
    /// Takes the persons out of the contacts. What is read has none; what is written should have none.
    pub fn take_persons(&mut self) -> Vec<Person> {
        let contacts = self.contacts.iter_mut().enumerate();
        let persons = contacts.map(|(index, contact)| Person { contact: index, ..contact.take_person() });
        persons.filter(|person| *person != Person { contact: person.contact, ..Person::default() }).collect()
    }
}

impl ContactInfo {
    /// Everything that reaches a person: all ways where the contact has a name, otherwise telephones, extensions, and mailboxes that
    /// may be someone's own. What is left is of an office.
    fn take_person(&mut self) -> Person {
        let mut person = Person { telephones: std::mem::take(&mut self.telephones), ..Person::default() };
        person.name = self.person_name.take();
        person.extra = std::mem::take(&mut self.extra);
        if person.name.is_some() {
            person.emails = std::mem::take(&mut self.emails);
            person.mailing_addresses = std::mem::take(&mut self.mailing_addresses);
        } else {
            person.emails = self.emails.extract_if(.., |email| is_personal(&email.text)).collect();
        }
        person
    }
}

/// Whether a mailbox may be a person's: `first.last@`, `f_last@`. A function's has one word, or is known by one.
pub fn is_personal(email: &str) -> bool {
    const FUNCTIONS: &[&str] = &[
        "accueil",
        "aid",
        "aide",
        "ambassade",
        "commune",
        "communication",
        "consulat",
        "consulate",
        "contact",
        "cooperation",
        "courrier",
        "departement",
        "desk",
        "dir",
        "direction",
        "embassy",
        "enquiries",
        "iati",
        "info",
        "international",
        "mail",
        "mairie",
        "office",
        "prefecture",
        "region",
        "scac",
        "secretariat",
        "service",
        "support",
    ];
    let local = email.split('@').next().unwrap_or_default().to_lowercase();
    let mut words = local.split(['.', '-', '_']).filter(|word| !word.is_empty());
    words.clone().count() > 1 && !words.any(|word| FUNCTIONS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_contact_keeps_only_what_is_of_the_office() {
        let contact = ContactInfo {
            organisation: Some(Text::from_pairs([("fr", "Ville de Belleroche")])),
            person_name: Some(Text::from_pairs([("fr", "Une Personne")])),
            job_title: Some(Text::from_pairs([("fr", "Chargée de mission")])),
            telephones: vec!["01 23".into()],
            emails: vec!["cooperation@belleroche.example".into()],
            websites: vec!["https://belleroche.example".into()],
            mailing_addresses: vec![Text::from_pairs([("fr", "1 rue Haute")])],
            ..ContactInfo::default()
        };
        let mut activity = Activity { contacts: vec![ContactInfo::default(), contact], ..Activity::default() };
        let persons = activity.take_persons();
        assert_eq!(persons.len(), 1);
        assert_eq!(persons[0].contact, 1);
        assert_eq!((persons[0].telephones.len(), persons[0].emails.len()), (1, 1));
        assert_eq!(persons[0].mailing_addresses.len(), 1);
        let left = &activity.contacts[1];
        assert!(left.organisation.is_some() && left.job_title.is_some() && left.websites.len() == 1);
        assert!(left.person_name.is_none() && left.telephones.is_empty() && left.emails.is_empty());
    }

    #[test]
    fn a_mailbox_of_an_office_stays() {
        for (email, personal) in [
            ("info@commune.example", false),
            ("cooperation.decentralisee@region.example", false),
            ("dgaeci@region.example", false),
            ("scac.dakar@poste.example", false),
            ("awa.traore@region.example", true),
            ("j-martin@ville.example", true),
        ] {
            let contact = ContactInfo { emails: vec![email.into()], ..ContactInfo::default() };
            let mut activity = Activity { contacts: vec![contact], ..Activity::default() };
            assert_eq!(activity.take_persons().len(), usize::from(personal), "{email}");
            assert_eq!(activity.contacts[0].emails.is_empty(), personal, "{email}");
        }
    }
}
