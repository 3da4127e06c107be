//! What is known about a request while it is being answered, shared by the middleware, the
//! extractors and the errors.

use std::{
    convert::Infallible,
    fmt::Write as _,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{
        Arc, LazyLock, OnceLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use axum::{
    extract::FromRequestParts,
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, Uri,
        header::{ACCEPT, ACCEPT_LANGUAGE, COOKIE},
        request::Parts,
    },
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use i18n::Lang;
use kernel::Error;

use crate::{ctx::Introduced, house::House};

/// Cookie that remembers the language.
pub const LANG: &str = "lang";
/// Cookie that remembers 长辈版.
pub const ELDER: &str = "elder";

/// One request. Header values are shared with it, not copied.
pub struct Asked {
    pub house: Arc<House>,
    /// Unique across the processes of a deployment; quoted by people who ask for help.
    pub id: String,
    pub method: Method,
    pub uri: Uri,
    pub introduced: OnceLock<Introduced>,
    /// The session cookie names no session and is to be cleared.
    pub stale: AtomicBool,
    nonce: OnceLock<String>,
    accept: Option<HeaderValue>,
    accept_language: Option<HeaderValue>,
    cookie: Option<HeaderValue>,
}

impl Asked {
    pub fn of(house: Arc<House>, parts: &Parts) -> Self {
        let header = |name: HeaderName| parts.headers.get(name).cloned();
        Self {
            house,
            id: next_id(),
            method: parts.method.clone(),
            uri: parts.uri.clone(),
            introduced: OnceLock::new(),
            stale: AtomicBool::new(false),
            nonce: OnceLock::new(),
            accept: header(ACCEPT),
            accept_language: header(ACCEPT_LANGUAGE),
            cookie: header(COOKIE),
        }
    }

    /// The request that these parts belong to.
    pub fn find(parts: &Parts) -> Result<Arc<Self>, Error> {
        let found = parts.extensions.get::<Arc<Self>>().cloned();
        found.ok_or_else(|| Error::Internal("a handler outside of web::router".to_owned()))
    }

    /// What styles of this answer must carry; made when first asked for.
    pub fn nonce(&self) -> &str {
        self.nonce.get_or_init(|| STANDARD.encode(random::<16>()))
    }

    /// The nonce, if the page has one.
    pub fn nonce_used(&self) -> Option<&str> {
        self.nonce.get().map(String::as_str)
    }

    pub fn is_api(&self) -> bool {
        self.uri.path().starts_with("/api/")
    }

    /// Whether an error is to be told as JSON.
    pub fn wants_json(&self) -> bool {
        let accept = text(self.accept.as_ref());
        self.is_api() || (accept.contains("json") && !accept.contains("html"))
    }

    /// The language of the answer. Pages are Chinese unless the person chose; the API follows
    /// `Accept-Language`.
    pub fn lang(&self) -> Lang {
        if self.is_api() {
            let accepted = text(self.accept_language.as_ref());
            return Lang::from_accept_language(accepted).unwrap_or_default();
        }
        let chosen = self.chosen_lang();
        chosen.or_else(|| self.cookie(LANG).and_then(Lang::from_tag)).unwrap_or_default()
    }

    /// The language that the address asks for, to be remembered.
    pub fn chosen_lang(&self) -> Option<Lang> {
        self.parameter(LANG).and_then(Lang::from_tag)
    }

    /// 长辈版 as the address asks for it, to be remembered.
    pub fn chosen_elder(&self) -> Option<bool> {
        self.parameter(ELDER).and_then(switch)
    }

    /// 长辈版 as this device remembers it; `None` at the first visit.
    pub fn remembered_elder(&self) -> Option<bool> {
        self.cookie(ELDER).and_then(switch)
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        let pairs = self.uri.query().unwrap_or_default().split('&');
        pairs.filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|p| p.1)
    }

    /// A cookie of the request.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        cookie_in(text(self.cookie.as_ref()), name)
    }
}

fn switch(value: &str) -> Option<bool> {
    match value {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}

fn text(value: Option<&HeaderValue>) -> &str {
    value.and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The value of a cookie in a `Cookie` header.
pub fn cookie_in<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let pairs = header.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next()
}

/// Bytes from the random source of the system.
///
/// # Panics
/// When the system has none to give: nothing safe can be done then.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(clippy::expect_used, reason = "without randomness nothing may go on")]
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

fn next_id() -> String {
    static PROCESS: LazyLock<u64> = LazyLock::new(|| u64::from_ne_bytes(random()) >> 24);
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut id = String::with_capacity(20);
    // Writing to a string cannot fail.
    let _ = write!(id, "{:010x}-{:x}", *PROCESS, NEXT.fetch_add(1, Ordering::Relaxed));
    id
}

/// The other end of the connection, put into each request by `serve`.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// Where a request comes from: the peer, or what a trusted proxy says of it. Never logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// Of a request; loopback when it came through no connection.
    pub(crate) fn find(parts: &Parts, trusted: &[IpAddr]) -> Self {
        let peer = parts.extensions.get::<Peer>().map(|peer| peer.0.ip());
        Self::of(peer.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)), trusted, &parts.headers)
    }

    /// The last address of `X-Forwarded-For` that is no trusted proxy, asked only when the peer
    /// itself is one: everything before it was written by the client.
    fn of(peer: IpAddr, trusted: &[IpAddr], headers: &HeaderMap) -> Self {
        let mut client = peer;
        let forwarded = headers.get_all("x-forwarded-for").iter();
        let mut hops: Vec<&str> = forwarded
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        while trusted.contains(&client) {
            let Some(before) = hops.pop().and_then(|hop| hop.trim().parse().ok()) else { break };
            client = before;
        }
        Self(client)
    }
}

impl<S: Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let asked = parts.extensions.get::<Arc<Asked>>();
        let trusted = asked.map(|asked| asked.house.app.settings.trusted_proxies.as_slice());
        Ok(Self::find(parts, trusted.unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let header = "xlang=fr; lang=en;elder=1";
        assert_eq!(cookie_in(header, "lang"), Some("en"));
        assert_eq!(cookie_in(header, "elder"), Some("1"));
        assert_eq!(cookie_in(header, "ang"), None);
        assert_eq!(cookie_in("", "lang"), None);
    }

    #[test]
    fn only_trusted_proxies_speak_for_others() {
        let at = |text: &str| text.parse::<IpAddr>().unwrap();
        let proxies = [at("10.0.0.1"), at("10.0.0.2")];
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", HeaderValue::from_static("1.1.1.1, 203.0.113.7"));
        headers.append("x-forwarded-for", HeaderValue::from_static("10.0.0.2"));
        let client = |peer: &str| ClientAddress::of(at(peer), &proxies, &headers).0;
        assert_eq!(client("10.0.0.1"), at("203.0.113.7"));
        assert_eq!(client("198.51.100.9"), at("198.51.100.9"));
        let none = ClientAddress::of(at("10.0.0.1"), &proxies, &HeaderMap::new());
        assert_eq!(none.0, at("10.0.0.1"));
    }
}
