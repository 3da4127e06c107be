//! Cursors of lists: where a page ended, in a form that clients pass back and do not read.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::{Error, Result};
use serde::{Serialize, de::DeserializeOwned};

/// A cursor for a place, which is the keys of the last row shown.
///
/// # Panics
/// When `place` is not plain data that JSON can hold.
#[expect(clippy::expect_used, reason = "numbers and text always become JSON")]
pub fn encode<T: Serialize>(place: &T) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).expect("a cursor is plain data"))
}

/// The place of a cursor; 422 about the field `cursor` when it is none of ours. What it names
/// must be checked like anything a caller sends.
pub fn decode<T: DeserializeOwned>(cursor: &str) -> Result<T> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
    let place = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    place.ok_or_else(|| Error::field("cursor", "request.cursor"))
}
