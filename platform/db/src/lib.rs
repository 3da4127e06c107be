//! The store: SQLite by default, PostgreSQL behind the same verbs.
//!
//! Writes go through a writer that groups commits: every caller works inside a savepoint of
//! its own, a batch of callers is made durable by one commit, and each caller is answered after
//! that commit. On PostgreSQL some write beside each other, in lanes. Reads run on snapshots, on
//! threads of their own. SQL is constant text that both engines take; where they differ, the
//! difference has a name in [`dialect`].
//!
//! This crate knows no table but its own (`mark`, `migration`) and no word of the domain.

mod author;
mod backend;
mod batch;
mod cached;
mod clock;
mod copy;
mod dialect;
mod error;
mod failing;
mod handle;
mod ids;
mod lanes;
mod migrate;
mod patience;
mod pending;
mod postgres;
mod readers;
mod row;
mod sqlite;
mod time;
mod tx;
mod value;
mod writer;

#[cfg(test)]
mod tests;

use std::{any::TypeId, collections::HashMap, sync::Arc, time::Duration};

use parking_lot::RwLock;

pub use crate::{
    author::{act_as, acting_as, on_same_behalf},
    backend::Engine,
    cached::Cache,
    clock::{Clock, FixedClock, SystemClock},
    copy::{Snapshot, check_file},
    error::{Error, Result},
    ids::{hex, uuid_v7},
    migrate::Migration,
    pending::Pending,
    row::{FromColumn, FromRow, Row},
    time::{Day, Instant, NotADay, SHANGHAI_OFFSET_SECONDS},
    tx::Tx,
    value::{ToValue, Value},
};
pub use uuid::Uuid;

use crate::{
    backend::Target, cached::AnyCache, ids::IdSource, lanes::Lanes, readers::Readers,
    writer::Writer,
};

/// How a store is opened.
pub struct Options {
    /// Where `tx.now()` comes from.
    pub clock: Arc<dyn Clock>,
    /// Threads that read, each with its own connection.
    pub readers: usize,
    /// Lanes of a node on PostgreSQL, each with its own connection, which is made when it is first
    /// needed. SQLite has one writer.
    pub lanes: usize,
    /// Jobs that may wait for a writer before callers are told that it is busy.
    pub queue: usize,
    /// A batch of writes is committed at the latest after so long.
    pub batch_time: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            readers: 4,
            lanes: 4,
            queue: 4096,
            batch_time: Duration::from_millis(25),
        }
    }
}

/// A handle to the store; cheap to clone, shared by everything in the process.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
    threads: Arc<Threads>,
}

pub(crate) struct Inner {
    pub target: Target,
    pub clock: Arc<dyn Clock>,
    pub batch_time: Duration,
    pub ids: IdSource,
    pub caches: RwLock<HashMap<TypeId, Arc<dyn AnyCache>>>,
    /// The newest version of each mark that any transaction here has seen.
    pub marks: RwLock<HashMap<String, i64>>,
}

impl Inner {
    fn saw(&self, marks: &HashMap<String, i64>) {
        let newer = {
            let known = self.marks.read();
            marks.iter().any(|(topic, version)| known.get(topic).is_none_or(|at| at < version))
        };
        if newer {
            let mut known = self.marks.write();
            for (topic, version) in marks {
                let at = known.entry(topic.clone()).or_default();
                *at = (*at).max(*version);
            }
        }
    }
}

/// The running threads of a store; dropping the last handle ends them.
struct Threads {
    writer: Writer,
    lanes: Lanes,
    readers: Readers,
}
