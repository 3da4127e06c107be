//! Query strings and forms, read alike.
//!
//! What a form leaves empty counts as not given. A name that comes several times (ticked boxes)
//! is one comma list, as scripts write it.

use std::borrow::Cow;

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::{header::CONTENT_TYPE, request::Parts},
};
use kernel::{Error, Result};
use serde::de::DeserializeOwned;

use crate::guard::whole_body;

/// The query of the address; 422 with the field that cannot be read.
#[derive(Clone, Debug)]
pub struct Query<T>(pub T);

/// The body of a form; 422 with the field that cannot be read, 415 for other bodies. Multipart
/// uploads are read with axum's `Multipart`.
#[derive(Clone, Debug)]
pub struct Form<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        read(parts.uri.query().unwrap_or_default().as_bytes()).map(Self)
    }
}

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !kind.unwrap_or_default().starts_with("application/x-www-form-urlencoded") {
            return Err(Error::status(415, "request.content-type"));
        }
        read(&whole_body(request).await?).map(Self)
    }
}

pub(crate) fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T> {
    let mut pairs: Vec<(Cow<'_, str>, Cow<'_, str>)> = Vec::new();
    for (name, value) in form_urlencoded::parse(text).filter(|(_, value)| !value.is_empty()) {
        match pairs.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = format!("{known},{value}").into(),
            None => pairs.push((name, value)),
        }
    }
    let pairs =
        serde_urlencoded::to_string(pairs).map_err(|error| Error::Internal(error.to_string()))?;
    let reader = serde_urlencoded::Deserializer::new(form_urlencoded::parse(pairs.as_bytes()));
    serde_path_to_error::deserialize(reader).map_err(|error| {
        let path = error.path().to_string();
        let text = error.into_inner().to_string();
        let missing = text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        match missing {
            Some(name) => Error::field(name, "request.missing"),
            None => Error::field(path, "request.wrong-type"),
        }
    })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Search {
        q: Option<String>,
        services: Option<String>,
        radius: Option<u32>,
        unit: String,
    }

    fn refusal(text: &str) -> (String, &'static str) {
        match read::<Search>(text.as_bytes()) {
            Err(Error::Refused { status: 422, fields, .. }) => {
                (fields[0].field.clone(), fields[0].code)
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn empty_is_not_given_and_ticks_are_a_list() {
        let found: Search =
            read("q=&services=A02&radius=500&services=B01&unit=%E6%A6%95+1".as_bytes()).unwrap();
        let services = Some("A02,B01".to_owned());
        assert_eq!(found, Search { q: None, services, radius: Some(500), unit: "榕 1".to_owned() });
    }

    #[test]
    fn a_value_that_cannot_be_read_is_named() {
        assert_eq!(refusal("unit=1&radius=far"), ("radius".to_owned(), "request.wrong-type"));
        assert_eq!(refusal("radius=5"), ("unit".to_owned(), "request.missing"));
        assert_eq!(refusal("unit=&radius=5"), ("unit".to_owned(), "request.missing"));
    }
}
