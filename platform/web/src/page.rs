//! Answers that are pages.

use askama::Template;
use axum::{
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_TYPE, LOCATION},
    },
    response::{IntoResponse, Response},
};
use kernel::{Error, Result, Sample};

/// A page with its status.
pub fn page(status: StatusCode, template: &impl Template) -> Result<Response> {
    let html = template.render().map_err(|error| Error::Internal(error.to_string()))?;
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    Ok((status, [(CONTENT_TYPE, kind)], html).into_response())
}

/// 303: what was sent is done, its outcome is to be seen at `path`, a path of this site.
pub fn see_other(path: &str) -> Response {
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}

/// A page for the test that renders them all.
pub fn sample(name: &'static str, template: &impl Template) -> Sample {
    Sample { name, html: template.render().map_err(|error| error.to_string()) }
}
