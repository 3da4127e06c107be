//! The rules that hold for every request: its number, its log line, where acts may come from,
//! how errors are told, which headers an answer carries.
//!
//! A log line names the path template and never what was asked for: no query, no number of a
//! person, no token.

use std::{
    any::Any,
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant as Stopwatch},
};

use audit::Refusals;
use axum::{
    extract::{MatchedPath, Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue,
        header::{
            AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
            SET_COOKIE, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
        },
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use kernel::{App, Error, Gate, Menu};

use crate::{
    asked::{Asked, ELDER, LANG},
    cross_site, errors,
    json::error_of,
    metrics::Metrics,
    refresh::Hub,
    sessions,
    shares::Fair,
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// A year, in seconds: how long a device remembers language and size.
const YEAR: u32 = 365 * 24 * 3600;

/// What all requests share.
pub struct House {
    pub app: App,
    pub gate: Arc<dyn Gate>,
    /// All entries of all menus, in their order.
    pub menus: Vec<Menu>,
    pub metrics: Arc<Metrics>,
    /// What was refused to somebody who is known.
    pub refusals: Arc<Refusals>,
    /// Who follows what.
    pub hub: Hub,
    /// How long the smallest body may take.
    pub patience: Duration,
    /// Who has a place, and who waits.
    pub fair: Fair,
}

pub async fn house(State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    let began = Stopwatch::now();
    let (mut parts, body) = request.into_parts();
    let asked = Arc::new(Asked::of(Arc::clone(&house), &parts));
    let route = parts.extensions.get::<MatchedPath>().cloned();
    let by_token = parts.headers.contains_key(AUTHORIZATION);
    let public_host = house.app.settings.public_host.as_deref();
    let response = match cross_site::check(&parts.method, &parts.headers, public_host) {
        Ok(()) => {
            parts.extensions.insert(Arc::clone(&asked));
            next.run(Request::from_parts(parts, body)).await
        }
        Err(error) => error.into_response(),
    };
    let mut response = errors::told(&asked, response);
    let personal = by_token || asked.cookie(sessions::COOKIE).is_some();
    add_headers(&asked, personal, response.headers_mut());
    let route = route.as_ref().map_or("-", MatchedPath::as_str);
    note(&asked, route, &response, began.elapsed());
    response
}

/// What a handler that panicked is answered with. Its text goes to the log alone.
pub fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let text = match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => panic.downcast_ref::<&str>().copied().unwrap_or_default().to_owned(),
    };
    Error::Internal(format!("a handler panicked: {text}")).into_response()
}

fn note(asked: &Asked, route: &str, response: &Response, took: Duration) {
    let (method, status) = (asked.method.as_str(), response.status().as_u16());
    asked.house.metrics.answered(route, method, status, took);
    let error = error_of(response);
    match error.as_deref() {
        Some(Error::Busy(_)) => asked.house.metrics.store_was_busy(),
        Some(Error::Refused { status: 429, .. }) => asked.house.metrics.too_often(),
        _ => {}
    }
    let code = error.as_ref().map_or("-", |error| error.code());
    let microseconds = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    tracing::info!(request = asked.id, method, route, status, code, microseconds, "answered");
}

fn add_headers(asked: &Asked, personal: bool, headers: &mut HeaderMap) {
    let settings = &asked.house.app.settings;
    if let Ok(id) = HeaderValue::from_str(&asked.id) {
        headers.insert(REQUEST_ID, id);
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let begins = headers.get_all(SET_COOKIE).iter().any(is_session);
    let personal = personal || begins;
    let kept = headers.get(CACHE_CONTROL).is_some_and(|value| value != "no-cache");
    if !kept {
        let policy = if personal { "no-store" } else { "no-cache" };
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(policy));
    }
    if settings.demo {
        headers.insert(ROBOTS, HeaderValue::from_static("noindex, nofollow"));
    }
    if settings.secure {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(STRICT_TRANSPORT_SECURITY, year);
    }
    let kind = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    if kind.starts_with(b"text/html") {
        add_page_headers(asked, headers);
    } else if !kind.starts_with(b"image/svg") {
        // Pictures of ours carry styles of their own, which such a policy would take from them.
        let nothing = "default-src 'none'; frame-ancestors 'none'";
        headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(nothing));
    }
    add_cookies(asked, headers);
}

fn add_page_headers(asked: &Asked, headers: &mut HeaderMap) {
    let nonce = asked.nonce_used().map(|nonce| format!(" 'nonce-{nonce}'")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'{nonce}; connect-src 'self'; \
         img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(OPENER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    let devices = "camera=(), geolocation=(self), microphone=(), payment=(), usb=()";
    headers.insert(PERMISSIONS_POLICY, HeaderValue::from_static(devices));
}

/// Remembers what the address chose, and clears a stale session that nothing has replaced.
fn add_cookies(asked: &Asked, headers: &mut HeaderMap) {
    let mut cookies = Vec::new();
    let secure = if asked.house.app.settings.secure { "; Secure" } else { "" };
    let remember = |name: &str, value: &str| {
        format!("{name}={value}; Max-Age={YEAR}; Path=/; HttpOnly; SameSite=Lax{secure}")
    };
    if !asked.is_api() {
        cookies.extend(asked.chosen_lang().map(|lang| remember(LANG, lang.tag())));
        let elder = asked.chosen_elder().map(|elder| if elder { "1" } else { "0" });
        cookies.extend(elder.map(|elder| remember(ELDER, elder)));
    }
    let replaced = headers.get_all(SET_COOKIE).iter().any(is_session);
    if asked.stale.load(Ordering::Relaxed) && !replaced {
        cookies.push(sessions::CLEAR_COOKIE.to_owned());
    }
    for cookie in cookies {
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            headers.append(SET_COOKIE, value);
        }
    }
}

fn is_session(cookie: &HeaderValue) -> bool {
    cookie.as_bytes().starts_with(sessions::COOKIE.as_bytes())
}
