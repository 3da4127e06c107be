//! What a request brings to say who is asking. Who that is, the gate finds out.

use axum::{
    extract::FromRequestParts,
    http::{
        HeaderMap,
        header::{AUTHORIZATION, COOKIE},
        request::Parts,
    },
};
use kernel::{Error, Result};

use crate::{
    asked::cookie_in,
    sessions::{self, Secret},
};

/// The credentials of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// Nobody says anything.
    None,
    /// The cookie of a session, which may be stale; then it counts as none.
    Session(Secret),
    /// A service token. When it is false, the answer is 401, on public routes too.
    Bearer(String),
}

impl Credentials {
    /// Reads them; an `Authorization` that is no bearer token is refused. `Authorization` wins
    /// over the cookie.
    pub fn of(headers: &HeaderMap) -> Result<Self> {
        if let Some(value) = headers.get(AUTHORIZATION) {
            let (scheme, token) =
                value.to_str().ok().and_then(|v| v.split_once(' ')).ok_or(Error::BadCredentials)?;
            let token = token.trim();
            let good = scheme.eq_ignore_ascii_case("bearer") && !token.is_empty();
            return if good {
                Ok(Self::Bearer(token.to_owned()))
            } else {
                Err(Error::BadCredentials)
            };
        }
        let mut cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let secret = cookies.find_map(|header| cookie_in(header, sessions::COOKIE));
        // A value that was never a secret of ours is as stale as an old one.
        Ok(secret.map_or(Self::None, |value| Self::Session(Secret::from_cookie(value))))
    }
}

impl<S: Sync> FromRequestParts<S> for Credentials {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        Self::of(&parts.headers)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn of(headers: &[(&'static str, &'static str)]) -> Result<Credentials> {
        let pairs = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
        Credentials::of(&pairs.collect())
    }

    #[test]
    fn authorization_wins_and_must_be_a_bearer_token() {
        let bearer = Credentials::Bearer("abc".to_owned());
        assert_eq!(
            of(&[("authorization", "bearer abc"), ("cookie", "__Host-session=x")]).ok(),
            Some(bearer)
        );
        for bad in ["Basic abc", "Bearer", "Bearer ", "abc"] {
            assert!(matches!(of(&[("authorization", bad)]), Err(Error::BadCredentials)), "{bad}");
        }
        assert_eq!(of(&[]).ok(), Some(Credentials::None));
        assert!(matches!(of(&[("cookie", "a=b; __Host-session=x")]), Ok(Credentials::Session(_))));
    }
}
