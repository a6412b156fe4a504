//! What addresses tell by themselves. One address per page: trackers' parameters and stray slashes are taken off by a permanent
//! redirect.

use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Lang;

/// Parameters that advertising and mailing tools add to links.
const TRACKERS: [&str; 20] = [
    "_ga",
    "_gl",
    "dclid",
    "fbclid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "igsh",
    "igshid",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "msclkid",
    "ttclid",
    "twclid",
    "wbraid",
    "xtor",
    "yclid",
    "ysclid",
];
/// How families of such parameters begin.
const TRACKER_FAMILIES: [&str; 4] = ["utm_", "mtm_", "pk_", "at_"];

fn is_tracker(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or(pair).to_ascii_lowercase();
    TRACKERS.contains(&name.as_str()) || TRACKER_FAMILIES.iter().any(|family| name.starts_with(family))
}

/// The address that `path` and `query` should have had, where it differs.
fn canonical(path: &str, query: Option<&str>) -> Option<String> {
    // Never make a redirect out of what a browser could take for another host.
    if path.starts_with("//") || path.contains('\\') {
        return None;
    }
    let clean_path = match Lang::split(path) {
        (Some(lang), "/") => format!("/{}/", lang.code()),
        (Some(_), _) => path.trim_end_matches('/').to_owned(),
        (None, _) => path.to_owned(),
    };
    let kept: Vec<&str> = query.unwrap_or("").split('&').filter(|p| !p.is_empty() && !is_tracker(p)).collect();
    let tracked = query.unwrap_or("").split('&').any(is_tracker);
    if clean_path == path && !tracked {
        return None;
    }
    let mark = if kept.is_empty() { "" } else { "?" };
    Some(format!("{clean_path}{mark}{}", kept.join("&")))
}

/// How addresses of data end.
const DATA: [&str; 12] =
    [".atom", ".csv", ".geojson", ".json", ".jsonl", ".jsonld", ".parquet", ".sqlite", ".svg", ".xlsx", ".xml", ".zst"];

/// Whether an address is one of the programming interface.
pub fn is_of_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// Whether an address is that of a file of data rather than of a page.
pub fn is_of_data(path: &str) -> bool {
    DATA.iter().any(|end| path.ends_with(end))
}

/// Whether what an address gives is public and the same for everybody, so that pages of other sites may read it: the
/// programming interface, the results of searches and the dumps. Nothing of the workspace is.
pub fn is_open(path: &str) -> bool {
    let (_, path) = Lang::split(path);
    let is_public = path.starts_with("/partenariats") || path.starts_with("/donnees/");
    is_of_api(path) || path.starts_with("/telechargements/") || (is_public && is_of_data(path))
}

/// Whether a text is an address on the web, to which a link may lead.
pub fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !text.contains(char::is_whitespace))
}

/// Redirects to the canonical address, or lets the request through.
pub async fn layer(request: Request, next: Next) -> Response {
    let uri = request.uri();
    if matches!(*request.method(), Method::GET | Method::HEAD)
        && let Some(address) = canonical(uri.path(), uri.query())
    {
        return (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, address)]).into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::{canonical, is_open, is_web_address};

    #[test]
    fn a_link_leads_to_the_web_or_nowhere() {
        for text in ["https://lille.example", "http://lille.example/a?b#c"] {
            assert!(is_web_address(text), "{text}");
        }
        for text in ["", "https://", "lille.example", "ftp://lille.example", "javascript:x", "https://lille example"] {
            assert!(!is_web_address(text), "{text}");
        }
    }

    #[test]
    fn public_data_is_open_and_the_workspace_is_not() {
        for path in [
            "/api/v1/partnerships",
            "/fr/partenariats.csv",
            "/en/partenariats/7K3M9QXA.json",
            "/fr/partenariats.atom",
            "/donnees/2026-11-23/journal.jsonl.zst",
            "/fr/telechargements/abc/fichier",
        ] {
            assert!(is_open(path), "{path}");
        }
        for path in
            ["/fr/partenariats", "/fr/donnees/api", "/fr/importer/modele.csv", "/fr/importer/7K3M9QXA/rapport.csv"]
        {
            assert!(!is_open(path), "{path}");
        }
    }

    #[test]
    fn trackers_go_and_the_rest_stays_in_order() {
        let clean = |query| canonical("/fr/partenariats", Some(query));
        assert_eq!(clean("q=eau&utm_source=x&pays=ML&fbclid=1").as_deref(), Some("/fr/partenariats?q=eau&pays=ML"));
        assert_eq!(clean("UTM_Medium=x").as_deref(), Some("/fr/partenariats"));
        assert_eq!(clean("q=utm_source"), None);
        assert_eq!(clean("pays=ML&pays=SN"), None);
    }

    #[test]
    fn slashes_are_where_they_belong() {
        assert_eq!(canonical("/fr", None).as_deref(), Some("/fr/"));
        assert_eq!(canonical("/fr/aide/", Some("a=1")).as_deref(), Some("/fr/aide?a=1"));
        assert_eq!(canonical("/fr/", None), None);
        assert_eq!(canonical("/", None), None);
        assert_eq!(canonical("/france/", None), None);
    }

    #[test]
    fn a_redirect_never_leaves_the_site() {
        assert_eq!(canonical("//evil.example/", Some("utm_source=x")), None);
        assert_eq!(canonical("/\\evil.example/", Some("utm_source=x")), None);
    }
}
