//! A JSON document that a program sends: its members, each read or refused by name.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::app::State;
use crate::value::{Id, hex};
use crate::web::Error;
use crate::web::error::Fault;
use crate::web::parameters::nearest;

/// The longest text of one member, in characters.
pub(super) const LONGEST: usize = 2000;

/// A document, taken apart member by member.
#[derive(Debug, Clone)]
pub(super) struct Document {
    members: Map<String, Value>,
    digest: String,
    known: Vec<&'static str>,
    faults: Vec<Fault>,
}

impl FromRequest<State> for Document {
    type Rejection = Response;

    /// A body that is absent is an empty document.
    async fn from_request(request: Request, app: &State) -> Result<Document, Response> {
        let json = is_json(request.headers());
        let bytes = Bytes::from_request(request, app).await.map_err(IntoResponse::into_response)?;
        if !bytes.is_empty() && !json {
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
        }
        let whole = if bytes.is_empty() { Ok(Value::Object(Map::new())) } else { serde_json::from_slice(&bytes) };
        match whole {
            Ok(Value::Object(members)) => Ok(Document::new(members)),
            Ok(wrong) => Err(Error::BadRequest(vec![Fault::shape("/", &wrong)]).into_response()),
            Err(wrong) => Err(Error::BadRequest(vec![Fault::json(&wrong)]).into_response()),
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    ["application/json", "application/merge-patch+json"].iter().any(|json| media_type.eq_ignore_ascii_case(json))
}

impl Document {
    fn new(members: Map<String, Value>) -> Document {
        // Members are sorted, so that the same document in another order is the same.
        let text = serde_json::to_vec(&members).unwrap_or_default();
        let digest = hex(&Sha256::digest(text));
        Document { members, digest, known: Vec::new(), faults: Vec::new() }
    }

    /// What tells it from every other.
    pub(super) fn digest(&self) -> &str {
        &self.digest
    }

    /// Whether it has a member, be it null.
    pub(super) fn has(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }

    /// A member as it came; none where it is null or absent.
    pub(super) fn value(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        self.members.get(name).filter(|value| !value.is_null()).cloned()
    }

    fn read<T>(&mut self, name: &'static str, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let value = self.value(name)?;
        let found = read(&value);
        if found.is_none() {
            self.faults.push(Fault::shape(name, &value));
        }
        found
    }

    /// A text without spaces around it.
    pub(super) fn text(&mut self, name: &'static str) -> Option<String> {
        let short = |text: &&str| text.chars().count() <= LONGEST;
        self.read(name, |value| value.as_str().filter(short).map(|text| text.trim().to_owned()))
    }

    /// Yes or no.
    pub(super) fn yes(&mut self, name: &'static str) -> Option<bool> {
        self.read(name, Value::as_bool)
    }

    /// A number of a version.
    pub(super) fn number(&mut self, name: &'static str) -> Option<i32> {
        self.read(name, |value| value.as_i64().and_then(|number| i32::try_from(number).ok()))
    }

    /// A record's identifier.
    pub(super) fn id(&mut self, name: &'static str) -> Option<Id> {
        self.read(name, |value| value.as_str().and_then(|text| text.parse().ok()))
    }

    /// Texts by name.
    pub(super) fn texts(&mut self, name: &'static str) -> Option<BTreeMap<String, Option<String>>> {
        self.read(name, |value| {
            let texts = value.as_object()?.iter().map(|(name, text)| match text {
                Value::Null => Some((name.clone(), None)),
                text => Some((name.clone(), Some(text.as_str()?.trim().to_owned()))),
            });
            texts.collect()
        })
    }

    /// Says that a member is needed.
    pub(super) fn need(&mut self, name: &'static str) {
        self.faults.push(Fault::missing(name));
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// Every member that nobody read, and every one that could not be read.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        for (name, value) in self.members.iter().filter(|(name, _)| !self.known.contains(&name.as_str())) {
            let near = nearest(name, self.known.iter().copied()).map(str::to_owned);
            self.faults.push(Fault::member(name, value).near(near));
        }
        if self.faults.is_empty() { Ok(()) } else { Err(Error::BadRequest(self.faults)) }
    }
}
