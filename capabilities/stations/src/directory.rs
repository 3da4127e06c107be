//! Every station in memory, as its neighbours and the public ask for it: by number, by unit, by
//! distance. It follows the store by the rows that changed.
//!
//! What only the page of one station shows (notices, states of services) is read from the store.

mod entry;
mod list;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, HashMap, hash_map::Entry as MapEntry},
    hash::{Hash, Hasher},
    sync::Arc,
};

use db::{Cache, Tx};
use geo::{NearestIndex, Position};
use org::UnitId;

use crate::store;

pub use entry::{Declared, Entry, Plate};
pub use list::{Filter, Within};

/// The mark that every change of a station bumps.
pub const TOPIC: &str = "stations";

/// Parts of the map by unit: a change copies one part, not the whole.
const SHARDS: usize = 256;
/// Digits before the hyphen of a number.
const COUNTY_DIGITS: usize = 6;
/// From so many changes at once on the index is built anew rather than added to.
const REBUILD_FROM: usize = 1024;

type ByUnit = HashMap<UnitId, Arc<Entry>>;

/// A station with its place; compared by unit alone.
#[derive(Clone)]
struct Placed(Arc<Entry>);

impl PartialEq for Placed {
    fn eq(&self, other: &Self) -> bool {
        self.0.unit == other.0.unit
    }
}
impl Eq for Placed {}
impl PartialOrd for Placed {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Placed {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.unit.cmp(&other.0.unit)
    }
}
impl Hash for Placed {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.unit.hash(state);
    }
}

/// All stations.
#[derive(Clone)]
pub struct Directory {
    by_unit: Vec<Arc<ByUnit>>,
    /// By the digits before the hyphen, each list in the order of numbers.
    by_number: BTreeMap<[u8; COUNTY_DIGITS], Arc<Vec<Arc<Entry>>>>,
    by_place: NearestIndex<Placed>,
    /// Declared weeks, each kept once however many stations declare it.
    weeks: Arc<HashMap<Box<str>, Arc<Declared>>>,
    revision: i64,
}

impl Default for Directory {
    fn default() -> Self {
        Self {
            by_unit: vec![Arc::default(); SHARDS],
            by_number: BTreeMap::new(),
            by_place: NearestIndex::new(),
            weeks: Arc::default(),
            revision: 0,
        }
    }
}

impl Directory {
    /// The station with this number.
    pub fn by_number(&self, number: &str) -> Option<&Entry> {
        let list = self.by_number.get(&county_digits(number)?)?;
        let place = list.binary_search_by(|entry| (*entry.number).cmp(number)).ok()?;
        Some(&list[place])
    }

    /// The station that is this leaf of the tree.
    pub fn by_unit(&self, unit: UnitId) -> Option<&Entry> {
        self.by_unit[shard(unit)].get(&unit).map(Arc::as_ref)
    }

    /// Every station, in the order of numbers.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.by_number.values().flat_map(|list| list.iter().map(Arc::as_ref))
    }

    /// Those whose number comes after `number`, in order.
    pub fn entries_after<'d>(
        &'d self,
        number: &str,
    ) -> impl Iterator<Item = &'d Arc<Entry>> + use<'d> {
        let digits = county_digits(number).unwrap_or_default();
        let number: Box<str> = number.into();
        let lists = self.by_number.range(digits..).map(|(_, list)| list);
        lists.flat_map(move |list| {
            let from = list.partition_point(|entry| entry.number <= number);
            list[from..].iter()
        })
    }

    /// How many stations there are.
    pub fn len(&self) -> usize {
        self.by_unit.iter().map(|shard| shard.len()).sum()
    }

    /// True for a network without stations.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The `limit` nearest stations within `radius_m` metres that have every service of
    /// `services` loaded and pass `filter`, with their great-circle distances in metres.
    pub fn nearest(
        &self,
        from: Position,
        limit: usize,
        radius_m: Option<f64>,
        services: u64,
        mut filter: impl FnMut(&Entry) -> bool,
    ) -> Vec<(Arc<Entry>, f64)> {
        let found =
            self.by_place.nearest(from, limit, radius_m, services, |placed| filter(&placed.0));
        found.into_iter().map(|(placed, distance)| (placed.0, distance)).collect()
    }

    /// Takes in what changed after the revision that is known.
    fn follow(&mut self, tx: &mut Tx<'_>) -> db::Result<()> {
        let mut changed: HashMap<UnitId, Entry> = HashMap::new();
        let mut newest = self.revision;
        store::directory::stations_after(tx, self.revision, |row| {
            newest = newest.max(row.revision);
            let known = self.by_unit(row.unit).cloned();
            let week = row.hours.as_deref().and_then(|text| week(&mut self.weeks, text));
            changed.insert(row.unit, Entry::of(row, week, known));
            Ok(())
        })?;
        store::directory::states_after(tx, self.revision, |unit, revision, stage| {
            newest = newest.max(revision);
            if let Some(entry) = self.changing(&mut changed, unit) {
                entry.say(stage);
            }
            Ok(())
        })?;
        store::directory::plates_after(tx, self.revision, |unit, revision, plate| {
            newest = newest.max(revision);
            if let Some(entry) = self.changing(&mut changed, unit) {
                entry.hang(plate);
            }
            Ok(())
        })?;
        self.publish(changed);
        self.revision = newest;
        Ok(())
    }

    fn changing<'c>(
        &self,
        changed: &'c mut HashMap<UnitId, Entry>,
        unit: UnitId,
    ) -> Option<&'c mut Entry> {
        match changed.entry(unit) {
            MapEntry::Occupied(known) => Some(known.into_mut()),
            MapEntry::Vacant(place) => Some(place.insert(self.by_unit(unit)?.clone())),
        }
    }

    fn publish(&mut self, changed: HashMap<UnitId, Entry>) {
        let rebuild = changed.len() > REBUILD_FROM;
        for entry in changed.into_values().map(Arc::new) {
            self.list(&entry);
            if !rebuild {
                self.place(&entry);
            }
            let shard = &mut self.by_unit[shard(entry.unit)];
            Arc::make_mut(shard).insert(entry.unit, entry);
        }
        if rebuild {
            let entries = self.by_unit.iter().flat_map(|shard| shard.values());
            let placed = entries.filter_map(|entry| {
                entry.position.map(|at| (Placed(Arc::clone(entry)), at, entry.services))
            });
            self.by_place = NearestIndex::build(placed);
        }
    }

    fn list(&mut self, entry: &Arc<Entry>) {
        let Some(digits) = county_digits(&entry.number) else { return };
        let list = Arc::make_mut(self.by_number.entry(digits).or_default());
        match list.binary_search_by(|known| known.number.cmp(&entry.number)) {
            Ok(place) => list[place] = Arc::clone(entry),
            Err(place) => list.insert(place, Arc::clone(entry)),
        }
    }

    fn place(&mut self, entry: &Arc<Entry>) {
        let placed = Placed(Arc::clone(entry));
        match entry.position {
            Some(position) => self.by_place.insert(placed, position, entry.services),
            None => {
                self.by_place.remove(&placed);
            }
        }
    }

    /// A directory of these stations, for samples and tests.
    pub fn of(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut directory = Self::default();
        directory.publish(entries.into_iter().map(|entry| (entry.unit, entry)).collect());
        directory
    }
}

impl Cache for Directory {
    const TOPIC: &'static str = TOPIC;

    fn load(tx: &mut Tx<'_>, old: Option<Arc<Self>>) -> db::Result<Arc<Self>> {
        let mut directory = old.map(|old| Self::clone(&old)).unwrap_or_default();
        directory.follow(tx)?;
        Ok(Arc::new(directory))
    }
}

fn week(known: &mut Arc<HashMap<Box<str>, Arc<Declared>>>, text: &str) -> Option<Arc<Declared>> {
    if let Some(week) = known.get(text) {
        return Some(Arc::clone(week));
    }
    let week = Arc::new(Declared::new(text.parse().ok()?));
    Arc::make_mut(known).insert(text.into(), Arc::clone(&week));
    Some(week)
}

/// Ids of a process end in the same bits, so those above are mixed.
fn shard(unit: UnitId) -> usize {
    let mixed = unit.0.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15);
    usize::from(mixed.to_be_bytes()[0])
}

fn county_digits(number: &str) -> Option<[u8; COUNTY_DIGITS]> {
    number.as_bytes().first_chunk().copied()
}
