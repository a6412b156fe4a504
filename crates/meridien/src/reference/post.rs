//! France's diplomatic posts abroad: one embassy for each country that has one.

use std::sync::LazyLock;

use super::{Label, table};
use crate::value::Country;

/// An embassy of France.
#[derive(Debug)]
pub struct Post {
    /// The country that it is accredited to.
    pub country: Country,
    /// The city of its chancery.
    pub city: Label,
}

impl Post {
    /// Its usual name in French, such as "Ambassade de France à Bamako", "Ambassade de France au Caire".
    #[must_use]
    pub fn name_fr(&self) -> String {
        if self.country.as_str() == "VA" {
            return "Ambassade de France près le Saint-Siège".to_owned();
        }
        match self.city.fr.strip_prefix("Le ") {
            Some(city) => format!("Ambassade de France au {city}"),
            None => format!("Ambassade de France à {}", self.city.fr),
        }
    }

    /// Its usual name in English, such as "Embassy of France in Bamako".
    #[must_use]
    pub fn name_en(&self) -> String {
        if self.country.as_str() == "VA" {
            return "Embassy of France to the Holy See".to_owned();
        }
        format!("Embassy of France in {}", self.city.en)
    }
}

static POSTS: LazyLock<Vec<Post>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../data/posts.tsv"));
    rows.map(|mut row| {
        let country = row.parse();
        let (en, fr) = (row.text(), row.text());
        Post { country, city: Label { fr, en } }
    })
    .collect()
});

/// Every embassy, by country code.
#[must_use]
pub fn posts() -> &'static [Post] {
    &POSTS
}

/// The embassy in a country.
#[must_use]
pub fn post(country: Country) -> Option<&'static Post> {
    POSTS.iter().find(|post| post.country == country)
}
