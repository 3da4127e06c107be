//! The nearest of many, exactly, under any filter, from an index in memory.
//!
//! It holds keys, positions and a bitmap each (say, of the services of a station);
//! what a key means and where entries come from is its owner's business. A clone
//! shares the bulk of the index, so that a writer may clone, change and publish.

mod base;

use crate::position::Position;
use base::{Base, Slot};
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

/// Entries changed since the base was built that are still scanned one by one; past
/// this floor, and past [`OVERLAY_SHARE`] of the base, the base is built anew.
const OVERLAY_FLOOR: usize = 512;
/// The overlay may hold this share of the base (one in so many): a rebuild costs
/// about half a microsecond an entry, a scanned entry a few nanoseconds a search.
const OVERLAY_SHARE: usize = 64;

/// Exact great-circle nearest neighbours with a bitmap and a free filter.
///
/// Points of the unit sphere in an R*-tree give the order of great circles; the
/// changes since the tree was built lie beside it and are scanned.
#[derive(Clone, Debug)]
pub struct NearestIndex<K> {
    base: Arc<Base<K>>,
    /// Entries that are new or replace one of the base.
    changed: HashMap<K, Slot<K>>,
    /// Keys of the base that are gone or replaced.
    hidden: HashSet<K>,
}

impl<K: Clone + Ord + Hash> Default for NearestIndex<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Clone + Ord + Hash> NearestIndex<K> {
    /// An empty index.
    pub fn new() -> Self {
        Self::build([])
    }

    /// Builds the index at once, about half a microsecond an entry. Of entries with
    /// the same key the last one stands.
    pub fn build(entries: impl IntoIterator<Item = (K, Position, u64)>) -> Self {
        let slots: HashMap<K, Slot<K>> = entries
            .into_iter()
            .map(|(key, position, mask)| (key.clone(), Slot::new(key, position, mask)))
            .collect();
        Self {
            base: Arc::new(Base::build(slots.into_values().collect())),
            changed: HashMap::new(),
            hidden: HashSet::new(),
        }
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.base.len() - self.hidden.len() + self.changed.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Position and mask of `key`.
    pub fn get(&self, key: &K) -> Option<(Position, u64)> {
        let slot = match self.changed.get(key) {
            Some(slot) => slot,
            None if self.hidden.contains(key) => return None,
            None => self.base.get(key)?,
        };
        Some((slot.position, slot.mask))
    }

    /// Adds `key`, or moves it and replaces its mask when it is known.
    pub fn insert(&mut self, key: K, position: Position, mask: u64) {
        if self.base.get(&key).is_some() {
            self.hidden.insert(key.clone());
        }
        self.changed.insert(key.clone(), Slot::new(key, position, mask));
        self.rebuild_when_due();
    }

    /// Changes the entry of `key`; false, and nothing happens, when it is unknown.
    pub fn update(&mut self, key: &K, position: Position, mask: u64) -> bool {
        let known = self.get(key).is_some();
        if known {
            self.insert(key.clone(), position, mask);
        }
        known
    }

    /// Takes `key` out; false when it was not there.
    pub fn remove(&mut self, key: &K) -> bool {
        let was_changed = self.changed.remove(key).is_some();
        let was_in_base = self.base.get(key).is_some() && self.hidden.insert(key.clone());
        self.rebuild_when_due();
        was_changed || was_in_base
    }

    /// The `limit` nearest entries whose mask has every bit of `required_mask` and whose
    /// key passes `filter`, at most `radius_m` metres away (inclusive), with their
    /// distances in metres, by distance and then key.
    ///
    /// `filter` may see a key twice, and not in any order. When many candidates missed
    /// the filters, the rest is found by one plain scan: that is what a rare service
    /// needs, and it bounds the cost of any filter.
    pub fn nearest(
        &self,
        from: Position,
        limit: usize,
        radius_m: Option<f64>,
        required_mask: u64,
        mut filter: impl FnMut(&K) -> bool,
    ) -> Vec<(K, f64)> {
        let mut wanted =
            |slot: &Slot<K>| slot.mask & required_mask == required_mask && filter(&slot.key);
        let mut nearby = base::Nearby::new(from, limit, radius_m);
        for slot in self.changed.values().filter(|slot| wanted(slot)) {
            nearby.offer(slot);
        }
        let hidden = &self.hidden;
        self.base.search(&mut nearby, |slot| {
            wanted(slot) && (hidden.is_empty() || !hidden.contains(&slot.key))
        });
        nearby.finish()
    }

    fn rebuild_when_due(&mut self) {
        let overlay = self.changed.len().max(self.hidden.len());
        if overlay <= OVERLAY_FLOOR.max(self.base.len() / OVERLAY_SHARE) {
            return;
        }
        let kept = self.base.slots().iter().filter(|slot| !self.hidden.contains(&slot.key));
        let slots = kept.cloned().chain(self.changed.drain().map(|(_, slot)| slot)).collect();
        self.hidden.clear();
        self.base = Arc::new(Base::build(slots));
    }
}

#[cfg(test)]
mod tests;
