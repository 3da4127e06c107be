//! Jobs that the clock queues. A time of the clock is taken by one node; what was missed while
//! none ran is done once.

use db::{Db, Instant, Tx};
use kernel::Periodic;
use serde_json::Value;

use crate::{enqueue_once, store::periods};

/// Under this key a periodic job is not queued while its last one is not over.
const KEY: &str = "periodic";

/// When a node has to look next.
pub(crate) struct Planner(Option<Instant>);

impl Planner {
    pub const fn new() -> Self {
        Self(None)
    }

    /// Queues what is due by now.
    pub fn plan(&mut self, db: &Db, periodic: &[Periodic]) -> db::Result<()> {
        let now = db.now();
        if self.0.is_some_and(|next| now < next) {
            return Ok(());
        }
        for Periodic { job, every } in periodic.iter().copied() {
            db.write_blocking(move |tx| queue(tx, job.name, every.last(now)))?;
        }
        self.0 = periodic.iter().map(|each| each.every.next(now)).min();
        Ok(())
    }
}

fn queue(tx: &mut Tx<'_>, kind: &'static str, slot: Instant) -> db::Result<()> {
    if periods::take(tx, kind, slot)? {
        enqueue_once(tx, kind, KEY, &Value::Null, None)?;
    }
    Ok(())
}

/// A periodic job that was queued before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// `capability.verb`.
    pub kind: String,
    /// The last time of the clock at which it was queued.
    pub last: Instant,
}

/// All periodic jobs that were ever queued.
pub fn periods(tx: &mut Tx<'_>) -> kernel::Result<Vec<Period>> {
    Ok(periods::all(tx)?)
}
