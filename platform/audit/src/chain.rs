//! The digest of an entry: SHA-256 over the digest of the one before it (32 bytes, zeros before
//! the first) and the entry as a JSON array
//! `[seq, day, at, author, act, object_kind, object, before, after, purpose]`, where `at` is
//! RFC 3339 as exports write it, and `before` and `after` are the texts that are kept. So whoever
//! has an export can count it again without this program.

use std::fmt;

use db::{Day, Instant};
use sha2::{Digest as _, Sha256};

/// The digest of an entry and of all before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// Before the first entry.
    pub const BEGINNING: Self = Self([0; 32]);
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&db::hex(&self.0))
    }
}

impl db::ToValue for Digest {
    fn to_value(&self) -> db::Value<'_> {
        db::Value::Bytes(&self.0)
    }
}

impl db::FromColumn for Digest {
    fn from_column(value: db::Value<'_>) -> db::Result<Self> {
        let bytes = Vec::<u8>::from_column(value)?;
        let whole = bytes.try_into().map(Self);
        whole.map_err(|_| db::Error::Decode("a digest of 32 bytes was expected".to_owned()))
    }
}

/// What an entry's digest is made of, as it is kept.
#[derive(Clone, Copy, Debug)]
pub struct Content<'a> {
    pub seq: i64,
    pub day: Day,
    pub at: Instant,
    pub author: i64,
    pub act: &'a str,
    pub object_kind: &'a str,
    pub object: &'a str,
    pub before: Option<&'a str>,
    pub after: Option<&'a str>,
    pub purpose: Option<&'a str>,
}

impl Content<'_> {
    /// The digest of it behind the one before it.
    pub fn digest(&self, previous: Digest) -> Digest {
        let array = serde_json::json!([
            self.seq,
            self.day,
            self.at,
            self.author,
            self.act,
            self.object_kind,
            self.object,
            self.before,
            self.after,
            self.purpose
        ]);
        let whole = Sha256::new().chain_update(previous.0).chain_update(array.to_string());
        Digest(whole.finalize().into())
    }
}
