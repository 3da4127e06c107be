//! Accesses that were refused to somebody who is known, folded per minute, caller and route: a
//! counter in memory on the way, one entry when the minute is over.
//!
//! What was asked for is not kept: addresses hold numbers of people. What strangers are refused is
//! in the metrics alone. What was counted since the last minute is lost when a node is killed.

use std::collections::BTreeMap;

use db::{Db, Instant, Tx};
use parking_lot::Mutex;
use serde_json::json;

use crate::{
    entry::{Act, Entry, Object},
    log::note,
};

/// The act under which they are noted.
pub const REFUSED: Act = Act("audit.refused");

/// Counters at once; what comes beyond them in a minute is counted together.
const MOST: usize = 4_096;
/// Entries that are written in one transaction.
const STEP: usize = 200;
const MINUTE: i64 = 60_000_000;

/// Who was refused, in which minute, by which method of which route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    minute: i64,
    author: i64,
    method: &'static str,
    route: &'static str,
}

/// How often, by status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    forbidden: u32,
    not_found: u32,
}

/// What was refused and is not noted yet.
#[derive(Debug, Default)]
pub struct Refusals {
    counts: Mutex<BTreeMap<Key, Count>>,
}

impl Refusals {
    /// Counts an answer to somebody who is known, when it is 403 or 404.
    pub fn count(
        &self,
        db: &Db,
        author: i64,
        (method, route): (&'static str, &'static str),
        status: u16,
    ) {
        if author <= 0 || !matches!(status, 403 | 404) {
            return;
        }
        let minute = db.now().0.div_euclid(MINUTE);
        let mut counts = self.counts.lock();
        let mut key = Key { minute, author, method, route };
        if counts.len() >= MOST && !counts.contains_key(&key) {
            key = Key { author: 0, method: "*", route: "*", ..key };
        }
        let count = counts.entry(key).or_default();
        let one = if status == 403 { &mut count.forbidden } else { &mut count.not_found };
        *one = one.saturating_add(1);
    }

    /// Notes the minutes that are over; with `all` also the present one, when the node ends. What
    /// cannot be written stays for the next time.
    pub async fn write(&self, db: &Db, all: bool) -> db::Result<()> {
        let present = db.now().0.div_euclid(MINUTE);
        loop {
            let step = self.take(|key| all || key.minute < present);
            if step.is_empty() {
                return Ok(());
            }
            let entries = step.clone();
            let written = db.write(move |tx: &mut Tx<'_>| {
                for (key, count) in &entries {
                    note(tx, entry(key, *count));
                }
                Ok::<_, db::Error>(())
            });
            if let Err(error) = written.await {
                self.put_back(step);
                return Err(error);
            }
        }
    }

    fn take(&self, is_over: impl Fn(&Key) -> bool) -> Vec<(Key, Count)> {
        let mut counts = self.counts.lock();
        let keys: Vec<Key> = counts.keys().copied().filter(|key| is_over(key)).take(STEP).collect();
        keys.into_iter().filter_map(|key| Some((key, counts.remove(&key)?))).collect()
    }

    fn put_back(&self, step: Vec<(Key, Count)>) {
        let mut counts = self.counts.lock();
        for (key, old) in step {
            let count = counts.entry(key).or_default();
            count.forbidden = count.forbidden.saturating_add(old.forbidden);
            count.not_found = count.not_found.saturating_add(old.not_found);
        }
    }
}

fn entry(key: &Key, count: Count) -> Entry {
    let some = |count: u32| (count > 0).then_some(count);
    let route = Object::new("route", &format!("{} {}", key.method, key.route));
    Entry::of(REFUSED, route).by(key.author).after(json!({
        "minute": Instant(key.minute * MINUTE),
        "forbidden": some(count.forbidden),
        "not_found": some(count.not_found),
    }))
}
