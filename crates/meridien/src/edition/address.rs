//! Which addresses of the atlas the edition has, and the file of each.
//!
//! Names of files hold letters, digits, `.` and `-` only, and a folder holds no more than a thirty-second of the records: any
//! file system of a USB key takes them.

use crate::guide;
use crate::reference;
use crate::value::{Country, Id};
use crate::web::Lang;

/// Pages that are there once, by their path.
const PAGES: [&str; 14] = [
    "/partenariats",
    "/organisations",
    "/pays",
    "/thematiques",
    "/statistiques",
    "/statistiques/couverture",
    "/aide",
    "/aide/roles",
    "/plan-du-site",
    "/accessibilite",
    "/mentions-legales",
    "/donnees-personnelles",
    "/recherche",
    "/index",
];
/// The filters that the edition's lists have, one at a time.
const FILTERS: [&str; 4] = ["pays", "theme", "collectivite", "partenaire"];
/// The longest value of a filter, in bytes: those of records and codes are shorter.
const LONGEST: usize = 40;

/// The addresses of an edition in some languages.
pub(super) struct Addresses {
    /// The languages, the first one's home page at the start.
    pub languages: Vec<Lang>,
}

impl Addresses {
    /// The file of an address (`/fr/pays/ML`, without fragment), from the edition's folder; none where it has no such page.
    pub fn file(&self, address: &str) -> Option<String> {
        let (path, query) = address.split_once('?').map_or((address, ""), |(path, query)| (path, query));
        if path == "/" {
            return self.file(&format!("/{}/", self.languages.first()?.code()));
        }
        if let Some(name) = path.strip_prefix("/assets/") {
            let kept = !name.contains("..") && [".css", ".svg", ".png", ".js"].iter().any(|kind| name.ends_with(kind));
            return kept.then(|| format!("assets/{name}"));
        }
        let (Some(lang), path) = Lang::split(path) else { return None };
        let stem = if query.is_empty() { page(lang, path) } else { list(path, query) }?;
        self.languages.contains(&lang).then(|| format!("{}/{stem}.html", lang.code()))
    }
}

/// The file of a page without parameters, without its end.
fn page(lang: Lang, path: &str) -> Option<String> {
    if path == "/" {
        return Some("index".to_owned());
    }
    if PAGES.contains(&path) || guide::path_in(lang, path) == Some(path) {
        return Some(path[1..].to_owned());
    }
    let steps: Vec<&str> = path[1..].split('/').collect();
    match steps[..] {
        [family @ ("partenariats" | "organisations" | "territoires"), id] => {
            let id = id.parse::<Id>().ok()?.to_string();
            Some(format!("{family}/{}/{id}", &id[..2]))
        }
        ["pays", code] => Some(format!("pays/{}", code.parse::<Country>().ok()?)),
        ["thematiques", code] => Some(format!("thematiques/{}", reference::theme(code)?.code)),
        ["index", register, piece] if safe(register) && safe(piece) => Some(format!("index/{register}-{piece}")),
        _ => None,
    }
}

/// The file of a list: one view, or one filter at most and a page.
fn list(path: &str, query: &str) -> Option<String> {
    let pairs: Vec<(&str, &str)> = query.split('&').map(|pair| pair.split_once('=')).collect::<Option<_>>()?;
    let filters = match path {
        "/partenariats" => &FILTERS[..],
        "/organisations" => &FILTERS[..1],
        _ => return None,
    };
    let known = match pairs[..] {
        [("vue", view)] => path == "/partenariats" && ["carte", "statistiques"].contains(&view),
        [("page", _)] => true,
        [(name, _)] | [(name, _), ("page", _)] => filters.contains(&name),
        _ => false,
    };
    let safe = pairs.iter().all(|(_, value)| safe(value));
    let name = query.replace(['=', '&'], "-");
    (known && safe).then(|| format!("{}/liste/{name}", &path[1..]))
}

/// Whether a value may stand in the name of a file.
fn safe(value: &str) -> bool {
    let length = 1..=LONGEST;
    length.contains(&value.len())
        && !value.starts_with('.')
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-')
}

/// The way from a file of the edition to another.
pub(super) fn way(from: &str, to: &str) -> String {
    let shared = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    let folder = from[..shared].rfind('/').map_or(0, |at| at + 1);
    format!("{}{}", "../".repeat(from[folder..].matches('/').count()), &to[folder..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_a_file_where_the_edition_has_the_page() {
        let addresses = Addresses { languages: vec![Lang::Fr] };
        let file = |address: &str| addresses.file(address);
        for (address, expected) in [
            ("/", "fr/index.html"),
            ("/fr/", "fr/index.html"),
            ("/fr/pays/ML", "fr/pays/ML.html"),
            ("/fr/thematiques/4.1", "fr/thematiques/4.1.html"),
            ("/fr/aide/guide", "fr/aide/guide.html"),
            ("/fr/aide/guide/declarer", "fr/aide/guide/declarer.html"),
            ("/fr/partenariats?pays=ML&page=2", "fr/partenariats/liste/pays-ML-page-2.html"),
            ("/fr/partenariats?vue=carte", "fr/partenariats/liste/vue-carte.html"),
            ("/assets/app-0a.css", "assets/app-0a.css"),
        ] {
            assert_eq!(file(address).as_deref(), Some(expected), "{address}");
        }
        let id = Id::from_u64(42).unwrap();
        assert_eq!(
            file(&format!("/fr/partenariats/{id}")),
            Some(format!("fr/partenariats/{}/{id}.html", &id.to_string()[..2]))
        );
        for address in [
            "/en/pays/ML",
            "/fr/aide/guide/declare",
            "/fr/espace",
            "/fr/partenariats?q=eau",
            "/fr/partenariats?pays=ML&theme=4.1",
            "/fr/partenariats?pays=../../x",
            "/fr/partenariats.csv",
            "/fr/pays/..",
            "/assets/../../secret.css",
            "/api/v1/partnerships",
        ] {
            assert_eq!(file(address), None, "{address}");
        }
    }

    #[test]
    fn a_way_climbs_to_the_folder() {
        assert_eq!(way("index.html", "fr/index.html"), "fr/index.html");
        assert_eq!(way("fr/index.html", "fr/pays/ML.html"), "pays/ML.html");
        assert_eq!(way("fr/pays.html", "fr/pays/ML.html"), "pays/ML.html");
        assert_eq!(way("fr/pays/ML.html", "fr/pays.html"), "../pays.html");
        assert_eq!(way("fr/partenariats/7K/x.html", "assets/app.css"), "../../../assets/app.css");
    }
}
