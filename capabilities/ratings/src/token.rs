//! The token of a right to rate: 128 random bits that a counter makes and a guest carries.
//!
//! Two things are derived from it, and neither leads to the other without it: the key under which
//! the record hands out the right, and the tie under which its rating may be changed for a while.

use kernel::{Error, Result};
use sha2::{Digest, Sha256};
use visits::RatingKey;

/// Characters of a token: 128 bits in base64url.
const CHARS: usize = 22;

/// Keeps the derivation of ties apart from that of keys, which has no label.
const TIE_LABEL: &[u8] = b"yizhan rating tie\0";

/// A token. It is never stored, logged or shown but to whoever brought it, so it has no `Debug`.
#[derive(Clone)]
pub struct Token(String);

/// The second derivation of a token.
pub type Tie = [u8; 32];

impl Token {
    /// Reads the token of an address or body.
    ///
    /// # Errors
    /// 422 `ratings.token` when it is none.
    pub fn parse(text: &str) -> Result<Self> {
        let plain = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'_';
        if text.len() == CHARS && text.bytes().all(plain) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::field("token", "ratings.token"))
        }
    }

    /// The key that the record carries.
    pub fn key(&self) -> RatingKey {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// Under which its rating is found while it may be changed.
    pub fn tie(&self) -> Tie {
        Sha256::new().chain_update(TIE_LABEL).chain_update(self.0.as_bytes()).finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::*;

    const TEXT: &str = "AAECAwQFBgcICQoLDA0ODw";

    #[test]
    fn the_key_is_the_digest_of_the_text() {
        let token = Token::parse(TEXT).unwrap();
        // printf AAECAwQFBgcICQoLDA0ODw | sha256sum, as the contract writes it.
        let key = URL_SAFE_NO_PAD.encode(token.key());
        assert_eq!(key, "XSYR1aTdK0Cyd9_bXs9bSYGRUNfVxi9O75YMsMJNsgw");
        assert_ne!(token.key(), token.tie());
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let long = format!("{TEXT}A");
        for wrong in
            ["", "short", &TEXT[1..], &long, "AAECAwQFBgcICQoLDA0OD=", "AAECAwQFBgcICQoLDA0O/w"]
        {
            assert!(Token::parse(wrong).is_err(), "{wrong}");
        }
    }
}
