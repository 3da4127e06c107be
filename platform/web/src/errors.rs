//! The one place where a refusal or failure becomes a page or `application/problem+json`
//! (RFC 9457), in the language of the caller.

use std::sync::Arc;

use askama::Template;
use axum::{
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
        header::{
            CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE,
        },
    },
    response::{IntoResponse, Response},
};
use i18n::T;
use kernel::{Error, Result};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    asked::Asked,
    json::{error_of, to_json},
    page::page,
    shell::{self, Shell},
};

/// An error as the API tells it (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`; the `code` says what it is.
    r#type: &'static str,
    /// The status in words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What happened, in the language of `Accept-Language`.
    detail: String,
    /// Stable, for programs.
    code: &'static str,
    /// What is wrong in which field.
    errors: Vec<FieldProblem>,
    /// The number of the request, also in `X-Request-Id`.
    request_id: String,
}

/// What is wrong with one field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Its name as it was sent; `records[3].people` for nested ones.
    field: String,
    /// Stable, for programs.
    code: &'static str,
    /// What to do about it, in the language of `Accept-Language`.
    message: String,
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    title: String,
    detail: String,
    advice: &'static str,
    may_sign_in: bool,
}

/// The statuses that have a title of their own.
const TITLED: [(u16, &str); 16] = [
    (400, "web-status-400"),
    (401, "web-status-401"),
    (403, "web-status-403"),
    (404, "web-status-404"),
    (405, "web-status-405"),
    (408, "web-status-408"),
    (409, "web-status-409"),
    (410, "web-status-410"),
    (412, "web-status-412"),
    (413, "web-status-413"),
    (415, "web-status-415"),
    (422, "web-status-422"),
    (428, "web-status-428"),
    (429, "web-status-429"),
    (500, "web-status-500"),
    (503, "web-status-503"),
];

/// Gives an error its body; other responses pass as they are.
pub fn told(asked: &Asked, response: Response) -> Response {
    let Some(error) = error_of(&response).or_else(|| unspoken(&response)) else { return response };
    if let Error::Internal(text) = &*error {
        tracing::error!(request = asked.id, error = text, "a request failed");
    }
    let body = if asked.wants_json() {
        problem(asked, &error)
    } else if asked.method == Method::GET && matches!(*error, Error::SignInFirst) {
        Ok(to_sign_in(asked))
    } else {
        error_page(asked, &error)
    };
    let mut told = body.unwrap_or_else(|error| {
        tracing::error!(request = asked.id, %error, "an error could not be told");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    });
    keep(response.headers(), told.headers_mut());
    add_headers(&error, told.headers_mut());
    told.extensions_mut().insert(error);
    told
}

/// An error that did not come from a handler of ours: an extractor's rejection, a method that a
/// path does not know.
fn unspoken(response: &Response) -> Option<Arc<Error>> {
    let status = response.status().as_u16();
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if status < 400 || kind.is_some_and(|kind| !kind.starts_with("text/plain")) {
        return None;
    }
    Some(Arc::new(match status {
        404 => Error::NotFound("request.not-found"),
        405 => Error::status(405, "request.method"),
        413 => Error::status(413, "request.too-large"),
        415 => Error::status(415, "request.content-type"),
        422 => Error::refused("request.invalid"),
        400..500 => Error::status(status, "request.malformed"),
        _ => Error::Internal(format!("a handler answered {status} without a word")),
    }))
}

fn title(t: &T, status: u16) -> String {
    let known = TITLED.iter().find(|(each, _)| *each == status);
    t.msg(known.map_or("web-status-500", |(_, key)| key)).to_string()
}

fn problem(asked: &Asked, error: &Error) -> Result<Response> {
    let t = asked.house.app.messages.speak(asked.lang());
    let fields = match error {
        Error::Refused { fields, .. } => fields.as_slice(),
        _ => &[],
    };
    let problem = Problem {
        r#type: "about:blank",
        title: title(&t, error.http_status()),
        status: error.http_status(),
        detail: t.code(error.code()).to_string(),
        code: error.code(),
        errors: fields
            .iter()
            .map(|each| FieldProblem {
                field: each.field.clone(),
                code: each.code,
                message: t.code(each.code).to_string(),
            })
            .collect(),
        request_id: asked.id.clone(),
    };
    let kind = HeaderValue::from_static("application/problem+json");
    Ok((status(error), [(CONTENT_TYPE, kind)], to_json(&problem)?).into_response())
}

fn error_page(asked: &Asked, error: &Error) -> Result<Response> {
    let shell = Shell::of(asked);
    let advice = match error.http_status() {
        401 => "web-advice-401",
        403 => "web-advice-403",
        404 | 410 => "web-advice-404",
        413 => "web-advice-413",
        429 => "web-advice-429",
        500 => "web-advice-500",
        503 => "web-advice-503",
        _ => "web-advice-other",
    };
    let fields = match error {
        Error::Refused { fields, .. } => fields.as_slice(),
        _ => &[],
    };
    // A page without a form of its own says the first thing that is wrong.
    let code = fields.first().map_or(error.code(), |field| field.code);
    let template = ErrorPage {
        title: title(&shell.t, error.http_status()),
        detail: shell.t.code(code).to_string(),
        advice,
        may_sign_in: error.http_status() == 401,
        shell,
    };
    page(status(error), &template)
}

fn to_sign_in(asked: &Asked) -> Response {
    let path = asked.uri.path_and_query().map_or("/", |path| path.as_str());
    let location = HeaderValue::from_str(&shell::sign_in(path));
    let location = location.unwrap_or(HeaderValue::from_static("/sign-in"));
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}

fn status(error: &Error) -> StatusCode {
    StatusCode::from_u16(error.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Keeps what the response said besides its body, such as `Allow` and cookies.
fn keep(from: &HeaderMap, to: &mut HeaderMap) {
    for (name, value) in from {
        if name != CONTENT_TYPE && name != CONTENT_LENGTH {
            to.append(name.clone(), value.clone());
        }
    }
}

fn add_headers(error: &Error, headers: &mut HeaderMap) {
    let challenge = match error {
        // Sent on to the sign-in page instead.
        _ if headers.contains_key(LOCATION) => None,
        Error::SignInFirst => Some("Bearer realm=\"api\""),
        Error::BadCredentials => Some("Bearer realm=\"api\", error=\"invalid_token\""),
        _ => None,
    };
    if let Some(challenge) = challenge {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    let seconds = match error {
        Error::Busy(seconds) => Some(*seconds),
        Error::Refused { retry_after, .. } => *retry_after,
        _ => None,
    };
    if let Some(seconds) = seconds {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    // The rest of such a body is not waited for.
    if matches!(error.http_status(), 408 | 413) {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
}
