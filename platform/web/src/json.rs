//! JSON in and out.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    },
    response::{IntoResponse, Response},
};
use kernel::{Error, FieldError, Result};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::error::Category;
use sha2::{Digest, Sha256};

use crate::guard::whole_body;

const MALFORMED: &str = "request.malformed";

/// A body of JSON. Broken JSON, or something else than an object, is 400; a field that is missing
/// or of the wrong type is 422 and named; another content type 415; too large 413.
#[derive(Clone, Debug)]
pub struct ApiJson<T>(pub T);

/// A body of JSON that only carries others: whatever is wrong with it is 400.
#[derive(Clone, Debug)]
pub struct Envelope<T>(pub T);

/// A body of JSON as it came, for those who read it in parts; another content type is 415, too
/// large 413.
#[derive(Clone, Debug)]
pub struct JsonText(pub Bytes);

impl<S: Sync> FromRequest<S> for JsonText {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self> {
        json_body(request).await.map(Self)
    }
}

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for ApiJson<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self> {
        parse(&json_body(request).await?).map(Self)
    }
}

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Envelope<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self> {
        let body = json_body(request).await?;
        serde_json::from_slice(&body).map(Self).map_err(|_| Error::malformed(MALFORMED))
    }
}

async fn json_body(request: Request) -> Result<Bytes> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if !is_json(essence) {
        return Err(Error::status(415, "request.content-type"));
    }
    whole_body(request).await
}

fn is_json(essence: &str) -> bool {
    essence.eq_ignore_ascii_case("application/json") || {
        let essence = essence.to_ascii_lowercase();
        essence.starts_with("application/") && essence.ends_with("+json")
    }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        match inner.classify() {
            Category::Data => wrong_content(&path, &inner),
            Category::Io | Category::Syntax | Category::Eof => Error::malformed(MALFORMED),
        }
    })?;
    json.end().map_err(|_| Error::malformed(MALFORMED))?;
    Ok(value)
}

/// Names the field of a wrong type, or the one that is missing. serde tells the latter only in
/// words: "missing field `name`".
fn wrong_content(path: &str, error: &serde_json::Error) -> Error {
    let text = error.to_string();
    let missing = text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    let root = path == ".";
    match missing {
        Some(name) if root => Error::field(name, "request.missing"),
        Some(name) => Error::field(format!("{path}.{name}"), "request.missing"),
        None if root => Error::malformed(MALFORMED),
        None => {
            Error::invalid(vec![FieldError { field: path.to_owned(), code: "request.wrong-type" }])
        }
    }
}

/// The JSON of a value, for answers whose bytes are needed.
pub fn to_json<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(|error| Error::Internal(error.to_string()))
}

/// A read that clients may keep: `content` is the JSON of what matters (without `as_of`), whose
/// digest becomes the `ETag`; `full` is what is sent, unless the client has it already (304).
pub fn etag_json<T: Serialize>(content: &[u8], full: &T, headers: &HeaderMap) -> Result<Response> {
    let tag = tag(content)?;
    let mut response = if is_known(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = HeaderValue::from_static("application/json");
        ([(CONTENT_TYPE, kind)], to_json(full)?).into_response()
    };
    response.headers_mut().insert(ETAG, tag);
    response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    Ok(response)
}

fn tag(content: &[u8]) -> Result<HeaderValue> {
    let digest = Sha256::digest(content);
    let mut text = String::with_capacity(34);
    text.push('"');
    text.extend(digest.iter().take(16).map(|byte| format!("{byte:02x}")));
    text.push('"');
    HeaderValue::from_str(&text).map_err(|error| Error::Internal(error.to_string()))
}

/// `If-None-Match` compares weakly (RFC 9110, 13.1.2).
fn is_known(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let given = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let known = tag.to_str().unwrap_or_default();
    given
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|each| each == "*" || each.strip_prefix("W/").unwrap_or(each) == known)
}

/// The error of a response, if it is one.
pub(crate) fn error_of(response: &Response) -> Option<Arc<Error>> {
    response.extensions().get::<Arc<Error>>().cloned()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Thing {
        #[expect(dead_code, reason = "only its shape is tested")]
        name: String,
        #[expect(dead_code, reason = "only its shape is tested")]
        parts: Vec<Part>,
    }

    #[derive(Debug, Deserialize)]
    struct Part {
        #[expect(dead_code, reason = "only its shape is tested")]
        count: u8,
    }

    fn refusal(body: &str) -> (u16, String) {
        let error = parse::<Thing>(body.as_bytes()).unwrap_err();
        let field = match &error {
            Error::Refused { fields, .. } => {
                fields.first().map(|f| format!("{} {}", f.field, f.code))
            }
            _ => None,
        };
        (error.http_status(), field.unwrap_or_default())
    }

    #[test]
    fn broken_json_is_400_and_wrong_content_422_by_its_field() {
        for broken in ["", "{", "[]", "5", "{\"name\":\"a\",\"parts\":[]} x", "nul"] {
            assert_eq!(refusal(broken), (400, String::new()), "{broken}");
        }
        let wrong = |body, field: &str| assert_eq!(refusal(body), (422, field.to_owned()));
        wrong("{}", "name request.missing");
        wrong("{\"name\":5}", "name request.wrong-type");
        wrong("{\"name\":\"a\",\"parts\":[{}]}", "parts[0].count request.missing");
        wrong("{\"name\":\"a\",\"parts\":[{\"count\":900}]}", "parts[0].count request.wrong-type");
    }

    #[test]
    fn a_read_is_sent_once_and_then_known_by_its_content() {
        let answer = |headers: &HeaderMap| {
            etag_json(b"{\"a\":1}", &serde_json::json!({"a": 1, "as_of": 2}), headers).unwrap()
        };
        let first = answer(&HeaderMap::new());
        assert_eq!(first.status(), StatusCode::OK);
        let tag = first.headers()[ETAG].clone();
        assert!(!tag.to_str().unwrap().starts_with("W/"));
        let weak = format!("\"x\", W/{}", tag.to_str().unwrap());
        for given in [tag.clone(), HeaderValue::from_str(&weak).unwrap()] {
            let again = answer(&HeaderMap::from_iter([(IF_NONE_MATCH, given)]));
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
            assert_eq!(again.headers()[ETAG], tag);
        }
        let other = HeaderMap::from_iter([(IF_NONE_MATCH, HeaderValue::from_static("\"x\""))]);
        assert_eq!(answer(&other).status(), StatusCode::OK);
    }
}
