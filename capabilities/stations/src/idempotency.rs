//! A POST that is sent again answers the same and changes nothing.
//!
//! Keys are the caller's own: a UUID of version 7 in the body's `id`, or the header
//! `Idempotency-Key`. They are kept for 24 hours.

use db::Tx;
use kernel::{App, Error, Every, JobError, JobKind, Periodic, Result};
use org::Viewer;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::store;

/// Characters of the longest key.
const KEY_CHARS: usize = 255;
/// A key is kept for so many seconds.
const KEPT_SECONDS: i64 = 24 * 3600;
/// Keys that are forgotten in one transaction, which takes some milliseconds.
const FORGOTTEN_AT_ONCE: i64 = 500;

/// Forgets keys that are a day old.
pub const FORGET: Periodic = Periodic {
    job: JobKind { name: "stations.forget-keys", run: |app, _| forget(app) },
    every: Every::Hour(17),
};

fn forget(app: &App) -> Result<Value, JobError> {
    let mut forgotten = 0;
    loop {
        let some = app.db.write_blocking(|tx| {
            let before = tx.now().plus_seconds(-KEPT_SECONDS);
            store::answers::forget(tx, before, FORGOTTEN_AT_ONCE)
        });
        match some.map_err(|error| JobError::Retry(error.into()))? {
            0 => return Ok(json!({ "forgotten": forgotten })),
            some => forgotten += some,
        }
    }
}

/// The key of a request, and what was asked under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    author: i64,
    text: String,
    digest: [u8; 32],
}

impl Key {
    /// The key of a request to `route` with this content, if the caller gave one. An `id` goes
    /// before the header.
    pub fn of(
        viewer: &Viewer,
        header: Option<&str>,
        id: Option<&str>,
        route: &str,
        content: &[u8],
    ) -> Result<Option<Self>> {
        let text = match (id, header) {
            (Some(id), _) if db::uuid_v7(id).is_some() => format!("id:{}", id.to_ascii_lowercase()),
            (Some(_), _) => return Err(Error::field("id", "stations.bad-id")),
            (None, Some(key)) if (1..=KEY_CHARS).contains(&key.chars().count()) => {
                format!("key:{key}")
            }
            (None, Some(_)) => return Err(Error::malformed("idempotency.key")),
            (None, None) => return Ok(None),
        };
        let digest = Sha256::new().chain_update(route).chain_update([0]).chain_update(content);
        Ok(Some(Self { author: viewer.author(), text, digest: digest.finalize().into() }))
    }

    /// What was answered before under this key; 409 when something else was asked.
    pub fn answered(&self, tx: &mut Tx<'_>) -> Result<Option<String>> {
        let since = tx.now().plus_seconds(-KEPT_SECONDS);
        let known = store::answers::find(tx, self.author, &self.text, since)?;
        match known {
            Some((digest, _)) if digest != self.digest => {
                Err(Error::conflict("idempotency.conflict"))
            }
            known => Ok(known.map(|(_, answer)| answer)),
        }
    }

    /// Keeps what is answered now.
    pub fn keep(&self, tx: &mut Tx<'_>, answer: &str) -> Result<()> {
        Ok(store::answers::insert(tx, self.author, &self.text, &self.digest, answer)?)
    }
}
