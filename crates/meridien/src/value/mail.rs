//! Mail addresses.

/// The one form of an address, by which two are compared: whatever surrounds it and whatever case it is written in. Not in SQL:
/// SQLite folds the letters of ASCII alone.
pub fn folded_mail(mail: &str) -> String {
    mail.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_address_is_the_same_however_it_is_written() {
        assert_eq!(super::folded_mail(" Élodie@Exemple.FR\n"), "élodie@exemple.fr");
    }
}
