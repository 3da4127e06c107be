//! What is kept in memory of the store, and exactly as old as the transaction that asks.
//!
//! Every change of what is cached bumps a mark in the same transaction. A transaction reads the
//! marks once, in its own snapshot, and a cache that is older loads again through it. So a cache
//! follows a change on every node and beside every command with the next transaction; and what a
//! transaction reads of the store goes with what it gets of the cache, though others are ahead.

use std::{any::Any, sync::Arc};

use parking_lot::{Mutex, RwLock};

use crate::{error::Result, time::Instant, tx::Tx};

/// Something of the store that is kept in memory.
pub trait Cache: Send + Sync + Sized + 'static {
    /// The mark that changes of it bump.
    const TOPIC: &'static str;
    /// Loads it; `old` is what was loaded before, to be carried on where only parts changed.
    fn load(tx: &mut Tx<'_>, old: Option<Arc<Self>>) -> Result<Arc<Self>>;
    /// Whether time alone has made it wrong, as midnight does to what is true for a day.
    fn expired(&self, _now: Instant) -> bool {
        false
    }
}

pub trait AnyCache: Send + Sync {
    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync>;
}

pub struct Place<T> {
    /// The newest version, and the one before it for transactions that began a moment earlier.
    known: RwLock<Vec<(i64, Arc<T>)>>,
    loading: Mutex<()>,
}

/// What a transaction gets.
pub enum Found<T> {
    /// What others get as well.
    Shared(Arc<T>),
    /// What it loaded for itself, since it is older than all that is kept.
    Alone(Arc<T>),
}

impl<T> Default for Place<T> {
    fn default() -> Self {
        Self { known: RwLock::default(), loading: Mutex::new(()) }
    }
}

impl<T: Cache> AnyCache for Place<T> {
    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync> {
        self
    }
}

impl<T: Cache> Place<T> {
    /// `own`: the transaction itself has changed the topic, so what it loads is for it alone.
    pub fn get(&self, tx: &mut Tx<'_>, version: i64, own: bool) -> Result<Found<T>> {
        if own {
            return Ok(Found::Shared(T::load(tx, self.newest().map(|(_, value)| value))?));
        }
        if let Some(fresh) = self.fresh(version, tx.now()) {
            return Ok(Found::Shared(fresh));
        }
        let _one_at_a_time = self.loading.lock();
        if let Some(fresh) = self.fresh(version, tx.now()) {
            return Ok(Found::Shared(fresh));
        }
        let newest = self.newest();
        if newest.as_ref().is_some_and(|(known, _)| *known > version) {
            return Ok(Found::Alone(T::load(tx, None)?));
        }
        let value = T::load(tx, newest.map(|(_, value)| value))?;
        let mut known = self.known.write();
        known.retain(|(other, _)| *other != version);
        known.insert(0, (version, Arc::clone(&value)));
        known.truncate(2);
        Ok(Found::Shared(value))
    }

    fn newest(&self) -> Option<(i64, Arc<T>)> {
        self.known.read().first().cloned()
    }

    fn fresh(&self, version: i64, now: Instant) -> Option<Arc<T>> {
        let known = self.known.read();
        let (_, value) = known.iter().find(|(known, _)| *known == version)?;
        (!value.expired(now)).then(|| Arc::clone(value))
    }
}
