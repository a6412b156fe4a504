//! No text of the register holds a NUL: PostgreSQL keeps none, and nobody types one. A form loses it; no page has an address with
//! one; a parameter or a document with one is refused, the document by the path of each such text.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::Error;
use super::error::Fault;

/// A NUL in an address or a form.
const ENCODED: &str = "%00";
/// A NUL in JSON.
const ESCAPED: &str = "\\u0000";

/// Takes NULs out of a request, or refuses it.
pub async fn layer(request: Request, next: Next) -> Response {
    if request.uri().path().contains(ENCODED) {
        return Error::NotFound.into_response();
    }
    if let Some(query) = request.uri().query().filter(|query| query.contains(ENCODED)) {
        return Error::BadRequest(in_address(query)).into_response();
    }
    let media_type = media_type(request.headers());
    let (form, json) = (media_type.starts_with("application/x-www-form-urlencoded"), media_type.contains("json"));
    if !form && !json {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    // Its length is limited further out.
    let Ok(body) = to_bytes(body, usize::MAX).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let body = match std::str::from_utf8(&body) {
        Ok(text) if form && (text.contains(ENCODED) || text.contains('\0')) => Body::from(without(text)),
        Ok(text) if json && text.contains(ESCAPED) => {
            let mut faults = Vec::new();
            // What is no JSON is refused by whoever reads it.
            if let Ok(document) = serde_json::from_str(text) {
                find(&document, "", &mut faults);
            }
            if !faults.is_empty() {
                return Error::BadRequest(faults).into_response();
            }
            Body::from(body)
        }
        _ => Body::from(body),
    };
    next.run(Request::from_parts(parts, body)).await
}

/// The media type of a body in small letters, since its case says nothing (RFC 9110, 8.3.1), and without its parameters: a
/// boundary may hold any word.
pub(super) fn media_type(headers: &HeaderMap) -> String {
    let written = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    written.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The parameters of an address that hold a NUL, as they came.
fn in_address(query: &str) -> Vec<Fault> {
    let holding = query.split('&').filter(|pair| pair.contains(ENCODED));
    let fault = |pair: &str| match pair.split_once('=').unwrap_or((pair, "")) {
        (name, value) if name.contains(ENCODED) => Fault::unknown_parameter(name, value),
        (name, value) => Fault::unknown_value(name, value),
    };
    holding.map(fault).collect()
}

/// Finds the texts and names of a document that hold a NUL.
fn find(value: &Value, path: &str, faults: &mut Vec<Fault>) {
    match value {
        Value::String(text) if text.contains('\0') => faults.push(Fault::nul(path, text)),
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(at, value)| find(value, &format!("{path}[{at}]"), faults));
        }
        Value::Object(members) => {
            for (name, value) in members {
                let shown = name.replace('\0', "\\u0000");
                // The parts of a record are named by their path in it.
                let inner = match path {
                    "" | "record" => shown,
                    path => format!("{path}.{shown}"),
                };
                if name.contains('\0') {
                    faults.push(Fault::nul(&inner, name));
                }
                find(value, &inner, faults);
            }
        }
        _ => {}
    }
}

/// A form without NULs; what taking one out brings together may be another. One pass does both: whoever sends a form chooses
/// how many there are.
fn without(form: &str) -> String {
    let mut left = String::with_capacity(form.len());
    for sign in form.chars().filter(|sign| *sign != '\0') {
        left.push(sign);
        if left.ends_with(ENCODED) {
            left.truncate(left.len() - ENCODED.len());
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::middleware::from_fn;
    use axum::routing::post;
    use proptest::prelude::*;
    use tower::ServiceExt;

    use super::*;
    use crate::account::JoinRequest;
    use crate::app::Settings;
    use crate::app::testing::TestApp;

    #[tokio::test]
    async fn a_nul_that_is_typed_is_not_kept() {
        let app = TestApp::new(Settings::default()).await;
        let asked = [("email", "a\0@lille.example"), ("name", "Ca\0mille"), ("organisation", "Lille")];
        let asked = [&asked[..], &[("role", "agent"), ("proof", "Chargée\0 de mission")]].concat();
        assert_eq!(app.post("/fr/connexion/demande", &asked).await.status, 200);
        let JoinRequest { email, name, proof, .. } = app.state.accounts.join_requests().await.unwrap().remove(0);
        assert_eq!([email, name, proof], ["a@lille.example", "Camille", "Chargée de mission"]);
        assert_eq!(app.post("/fr/connexion", &[("email", "\0"), ("password", "\0")]).await.status, 422);
        for address in ["/fr/connexion/choisir?lien=%00", "/fr/partenariats?q=%00"] {
            assert_eq!(app.get(address).await.status, 400, "{address}");
        }
        let nowhere = app.get("/fr/partenariats%00").await;
        assert_eq!(nowhere.status, 404);
        assert!(nowhere.body.contains("<h1>"), "a page says so: {}", nowhere.body);
        let problem = app.get("/api/v1/partnerships?pays=ML&q=%00&a%00=b").await;
        assert_eq!(problem.status, 400);
        let problem: Value = serde_json::from_str(&problem.body).unwrap();
        let named = [&problem["errors"][0]["parameter"], &problem["errors"][1]["parameter"]];
        assert_eq!(named, ["q", "a%00"], "{problem}");
    }

    #[tokio::test]
    async fn the_case_of_a_media_type_says_nothing() {
        let router = Router::new().route("/", post(async |body: String| body)).layer(from_fn(layer));
        for (media_type, body, status) in [
            ("Application/X-WWW-Form-Urlencoded", "a=%00b", StatusCode::OK),
            ("Application/JSON", r#"{"a": "\u0000"}"#, StatusCode::BAD_REQUEST),
        ] {
            let request = Request::post("/").header(header::CONTENT_TYPE, media_type).body(Body::from(body)).unwrap();
            let answer = router.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), status, "{media_type}");
            let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            assert!(status != StatusCode::OK || body == "a=b", "{body:?}");
        }
    }

    #[test]
    fn each_text_with_one_is_named() {
        let document = serde_json::json!({
            "organisation": "A", "record": {"title": {"fr": "a\0b"}, "actions": [{"title": {"en": "c"}}, {"k\0": "\0"}]},
        });
        let mut faults = Vec::new();
        find(&document, "", &mut faults);
        let found: Vec<_> = faults.iter().map(|fault| (fault.parameter.as_str(), fault.value.as_str())).collect();
        let key = "actions[1].k\\u0000";
        assert_eq!(found, [(key, "k\\u0000"), (key, "\\u0000"), ("title.fr", "a\\u0000b")]);
    }

    #[test]
    fn taking_one_out_makes_no_other() {
        assert_eq!(without("a=%0%000&b=\0c"), "a=&b=c");
    }

    /// Pass after pass over such a form would take minutes.
    #[test]
    fn a_form_made_of_them_is_read_at_once() {
        let began = std::time::Instant::now();
        let (pairs, rest) = ("%0".repeat(150_000), "0".repeat(150_000));
        assert_eq!(without(&format!("a={pairs}{rest}&b=c")), "a=&b=c");
        assert!(began.elapsed() < std::time::Duration::from_secs(5), "{:?}", began.elapsed());
    }

    proptest! {
        #[test]
        fn one_pass_leaves_what_many_leave(form in "[%0a]{0,12}") {
            let mut expected = form.clone();
            while expected.contains(ENCODED) {
                expected = expected.replace(ENCODED, "");
            }
            prop_assert_eq!(without(&form), expected);
        }
    }
}
