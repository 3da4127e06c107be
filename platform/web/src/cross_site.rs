//! Refuses acts that another site makes a browser do with its cookies (CSRF).
//!
//! Browsers say where a request comes from (`Sec-Fetch-Site`; older ones at least `Origin`), so
//! no hidden field is needed. Who carries a token, or is no browser, has no cookies to be abused.

use axum::http::{
    HeaderMap, HeaderName, Method,
    header::{AUTHORIZATION, HOST, ORIGIN},
};
use kernel::{Error, Result};

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Lets the request pass, or refuses it with 403. `public_host` is the host under which the
/// product is reached; without it, the `Host` of the request is compared.
pub fn check(method: &Method, headers: &HeaderMap, public_host: Option<&str>) -> Result<()> {
    if method.is_safe() || headers.contains_key(AUTHORIZATION) {
        return Ok(());
    }
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("null"));
    let own = match (text(FETCH_SITE), text(ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = public_host.or_else(|| text(HOST)).unwrap_or_default();
            is_host(origin, host)
        }
        (None, None) => true,
    };
    if own { Ok(()) } else { Err(Error::Forbidden("request.cross-site")) }
}

/// Whether an origin (`https://host:port`) is that of a host, which may leave the usual port out.
fn is_host(origin: &str, host: &str) -> bool {
    let Some((scheme, authority)) = origin.split_once("://") else { return false };
    let usual = if scheme == "https" { ":443" } else { ":80" };
    let bare = |host: &str| host.strip_suffix(usual).unwrap_or(host).to_ascii_lowercase();
    !host.is_empty() && bare(authority) == bare(host)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn passes(headers: &[(&'static str, &'static str)], public_host: Option<&str>) -> bool {
        let pairs = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
        check(&Method::POST, &pairs.collect(), public_host).is_ok()
    }

    #[test]
    fn a_browser_says_where_the_act_comes_from() {
        assert!(passes(&[("sec-fetch-site", "same-origin")], None));
        assert!(passes(&[("sec-fetch-site", "none")], None));
        assert!(!passes(&[("sec-fetch-site", "same-site")], None));
        assert!(!passes(&[("sec-fetch-site", "cross-site")], None));
        let forged = [("sec-fetch-site", "cross-site"), ("origin", "http://a"), ("host", "a")];
        assert!(!passes(&forged, None));
    }

    #[test]
    fn an_older_browser_says_its_origin() {
        let host = ("host", "127.0.0.1:8080");
        assert!(passes(&[host, ("origin", "http://127.0.0.1:8080")], None));
        assert!(!passes(&[host, ("origin", "http://127.0.0.1:9090")], None));
        assert!(!passes(&[host, ("origin", "null")], None));
        let public = Some("Yizhan.example");
        assert!(passes(&[host, ("origin", "https://yizhan.example:443")], public));
        assert!(!passes(&[host, ("origin", "http://127.0.0.1:8080")], public));
        assert!(!passes(&[("origin", "http://")], None));
    }

    #[test]
    fn no_browser_and_no_cookie_means_no_question() {
        assert!(passes(&[], None));
        assert!(passes(&[("authorization", "Bearer x"), ("origin", "https://else.example")], None));
        let headers = HeaderMap::from_iter([(FETCH_SITE, HeaderValue::from_static("cross-site"))]);
        assert!(check(&Method::GET, &headers, None).is_ok());
        assert!(check(&Method::PUT, &headers, None).is_err());
    }
}
