//! The few ways in which the house says no. `web` alone turns them into pages and JSON.

use std::{fmt, sync::Arc};

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

/// One field of a form or body that is not right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Its name as the caller sent it; `records[3].people` for nested ones.
    pub field: String,
    /// A refusal code.
    pub code: &'static str,
}

/// Why something was not done. A code such as `visits.too-old` is stable, and the key of its
/// message with a hyphen for each dot.
#[derive(Debug)]
pub enum Error {
    /// 401: this needs somebody who is known.
    SignInFirst,
    /// 401: the `Authorization` given is false, expired or revoked.
    BadCredentials,
    /// 403: the object is in sight, the act is not granted.
    Forbidden(&'static str),
    /// 404: there is nothing there, or nothing for this caller.
    NotFound(&'static str),
    /// Another 4xx that the caller can act on.
    Refused {
        /// 400, 405, 408, 409, 410, 412, 413, 415, 422, 428 or 429.
        status: u16,
        /// The refusal code.
        code: &'static str,
        /// What is wrong where, when it is a matter of fields.
        fields: Vec<FieldError>,
        /// Seconds after which trying again makes sense.
        retry_after: Option<u32>,
    },
    /// 503: too much to do, or the store does not answer; try again after so many seconds.
    Busy(u32),
    /// 500: our fault. The text is for the log alone.
    Internal(String),
}

/// A result of the house.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A refusal with any status.
    pub fn status(status: u16, code: &'static str) -> Self {
        Self::Refused { status, code, fields: Vec::new(), retry_after: None }
    }

    /// 422: understood, but not acceptable.
    pub fn refused(code: &'static str) -> Self {
        Self::status(422, code)
    }

    /// 422 with what is wrong in which field.
    pub fn invalid(fields: Vec<FieldError>) -> Self {
        Self::Refused { status: 422, code: "request.invalid", fields, retry_after: None }
    }

    /// 422 about one field.
    pub fn field(field: impl Into<String>, code: &'static str) -> Self {
        Self::invalid(vec![FieldError { field: field.into(), code }])
    }

    /// 400: broken JSON or envelope.
    pub fn malformed(code: &'static str) -> Self {
        Self::status(400, code)
    }

    /// 409: it meets something that is there already.
    pub fn conflict(code: &'static str) -> Self {
        Self::status(409, code)
    }

    /// 429: too often; try again after so many seconds.
    pub fn too_often(code: &'static str, seconds: u32) -> Self {
        Self::Refused { status: 429, code, fields: Vec::new(), retry_after: Some(seconds) }
    }

    /// The refusal code that callers see.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SignInFirst => "request.sign-in-first",
            Self::BadCredentials => "request.bad-credentials",
            Self::Forbidden(code) | Self::NotFound(code) | Self::Refused { code, .. } => code,
            Self::Busy(_) => "request.busy",
            Self::Internal(_) => "request.internal",
        }
    }

    /// The HTTP status.
    pub fn http_status(&self) -> u16 {
        match self {
            Self::SignInFirst | Self::BadCredentials => 401,
            Self::Forbidden(_) => 403,
            Self::NotFound(_) => 404,
            Self::Refused { status, .. } => *status,
            Self::Busy(_) => 503,
            Self::Internal(_) => 500,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Internal(text) => f.write_str(text),
            other => f.write_str(other.code()),
        }
    }
}

impl std::error::Error for Error {}

impl IntoResponse for Error {
    /// The status alone: `web` finds the error among the extensions of the response and writes
    /// the page or the JSON for it.
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.http_status());
        let mut response = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::Busy | db::Error::Conflict(_) => Self::Busy(1),
            db::Error::Unavailable(_) => Self::Busy(5),
            other => Self::Internal(other.to_string()),
        }
    }
}
