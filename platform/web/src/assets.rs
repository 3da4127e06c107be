//! Styles, scripts and pictures of the front end, embedded in the binary. One constant for each
//! address; names carry the hash of their content, so they are kept by browsers for a year.

use axum::{
    extract::Path,
    http::{
        HeaderMap, HeaderValue,
        header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY},
    },
    response::{IntoResponse, Response},
};
use kernel::{Error, Result};
use rust_embed::Embed;

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

#[derive(Embed)]
#[folder = "../../frontend/dist"]
struct Dist;

/// `GET /assets/{file}`
pub(crate) async fn show(Path(file): Path<String>, headers: HeaderMap) -> Result<Response> {
    let mut response = answer(&file, &headers)?;
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(CACHE_CONTROL, forever);
    Ok(response)
}

/// `GET /favicon.ico`, for those that do not read the page's own link.
pub(crate) async fn favicon(headers: HeaderMap) -> Result<Response> {
    answer(FAVICON_SVG.trim_start_matches("/assets/"), &headers)
}

fn answer(file: &str, headers: &HeaderMap) -> Result<Response> {
    let kind = content_type(file).ok_or(Error::NotFound("request.not-found"))?;
    let packed = if accepts_gzip(headers) { Dist::get(&format!("{file}.gz")) } else { None };
    let is_packed = packed.is_some();
    let content = packed.or_else(|| Dist::get(file)).ok_or(Error::NotFound("request.not-found"))?;
    let mut response = match content.data {
        std::borrow::Cow::Borrowed(bytes) => bytes.into_response(),
        std::borrow::Cow::Owned(bytes) => bytes.into_response(),
    };
    let answered = response.headers_mut();
    answered.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    answered.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if is_packed {
        answered.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(response)
}

/// The type of a file by its ending; only what the front end builds is served.
fn content_type(file: &str) -> Option<&'static str> {
    match file.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        _ => None,
    }
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    accepted.unwrap_or_default().split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim().eq_ignore_ascii_case("gzip") && weight.replace(' ', "") != "q=0"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_constant_names_an_embedded_file_with_its_packed_twin() {
        for url in [APP_CSS, APP_JS, PUBLIC_JS, ICONS_SVG, MARK_SVG, FAVICON_SVG] {
            let file = url.trim_start_matches("/assets/");
            assert!(Dist::get(file).is_some(), "{file}");
            assert!(Dist::get(&format!("{file}.gz")).is_some(), "{file}");
        }
    }

    #[test]
    fn a_coding_refused_is_not_used() {
        let of = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(text));
            accepts_gzip(&headers)
        };
        assert!(of("br, gzip") && of("GZIP;q=0.5"));
        assert!(!of("gzip; q=0") && !of("br") && !of("xgzip"));
    }
}
