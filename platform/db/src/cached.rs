//! What is kept in memory of the store, and never older than the transaction that asks.
//!
//! Every change of what is cached bumps a mark in the same transaction. A transaction reads the
//! marks once, in its own snapshot, and a cache that is older loads again through it. So a cache
//! follows a change on every node and beside every command with the next transaction.

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
    current: RwLock<Option<(i64, Arc<T>)>>,
    loading: Mutex<()>,
}

impl<T> Default for Place<T> {
    fn default() -> Self {
        Self { current: RwLock::new(None), loading: Mutex::new(()) }
    }
}

impl<T: Cache> AnyCache for Place<T> {
    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync> {
        self
    }
}

impl<T: Cache> Place<T> {
    /// `own`: the transaction itself has changed the topic, so what it loads is for it alone.
    pub fn get(&self, tx: &mut Tx<'_>, version: i64, own: bool) -> Result<Arc<T>> {
        if own {
            let old = self.current.read().as_ref().map(|(_, value)| Arc::clone(value));
            return T::load(tx, old);
        }
        if let Some(fresh) = self.fresh(version, tx.now()) {
            return Ok(fresh);
        }
        let _one_at_a_time = self.loading.lock();
        if let Some(fresh) = self.fresh(version, tx.now()) {
            return Ok(fresh);
        }
        let old = self.current.read().as_ref().map(|(_, value)| Arc::clone(value));
        let value = T::load(tx, old)?;
        *self.current.write() = Some((version, Arc::clone(&value)));
        Ok(value)
    }

    fn fresh(&self, version: i64, now: Instant) -> Option<Arc<T>> {
        let current = self.current.read();
        let (known, value) = current.as_ref()?;
        (*known >= version && !value.expired(now)).then(|| Arc::clone(value))
    }
}
