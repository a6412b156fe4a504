//! No text of the register holds a NUL: PostgreSQL keeps none, and nobody types one. A form loses it; an address or a document
//! with one is refused.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// A NUL in an address or a form.
const ENCODED: &str = "%00";
/// A NUL in JSON.
const ESCAPED: &str = "\\u0000";

/// Takes NULs out of a request, or refuses it.
pub async fn layer(request: Request, next: Next) -> Response {
    if request.uri().path_and_query().is_some_and(|address| address.as_str().contains(ENCODED)) {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let media_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = media_type.unwrap_or_default();
    let (form, json) = (media_type.starts_with("application/x-www-form-urlencoded"), media_type.contains("json"));
    if !form && !json {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    // Its length is limited further out.
    let Ok(body) = to_bytes(body, usize::MAX).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let body = match std::str::from_utf8(&body) {
        Ok(text) if form && (text.contains(ENCODED) || text.contains('\0')) => Body::from(without(text)),
        Ok(text) if json && text.contains(ESCAPED) => return StatusCode::BAD_REQUEST.into_response(),
        _ => Body::from(body),
    };
    next.run(Request::from_parts(parts, body)).await
}

/// A form without NULs; what taking one out brings together may be another.
fn without(form: &str) -> String {
    let mut form = form.replace('\0', "");
    while form.contains(ENCODED) {
        form = form.replace(ENCODED, "");
    }
    form
}

#[cfg(test)]
mod tests {
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
        for address in ["/fr/connexion/choisir?lien=%00", "/fr/partenariats?q=%00", "/fr/%00"] {
            assert_eq!(app.get(address).await.status, 400, "{address}");
        }
    }

    #[test]
    fn taking_one_out_makes_no_other() {
        assert_eq!(without("a=%0%000&b=\0c"), "a=&b=c");
    }
}
