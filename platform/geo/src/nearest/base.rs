//! The unchanging bulk of a [`super::NearestIndex`]: an R*-tree, the entries in one
//! vector for plain scans, and the running list of the nearest found so far.

use crate::position::{EARTH_RADIUS_M, Position};
use rstar::{AABB, PointDistance, RTree, RTreeObject};
use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};
use std::hash::Hash;

/// A plain scan is cheaper than the tree once one in so many entries missed the filter
/// (measured with 90,000 stations).
const SCAN_AFTER_SHARE: usize = 40;

/// Chords and haversines are both exact to about 1e-16; candidates within this
/// relative and absolute margin of the last place are kept, and the haversine decides.
const CHORD_MARGIN: f64 = 1e-12;

/// One entry, with its point on the unit sphere.
#[derive(Clone, Debug)]
pub(super) struct Slot<K> {
    pub(super) key: K,
    pub(super) position: Position,
    pub(super) mask: u64,
    point: [f64; 3],
}

impl<K> Slot<K> {
    pub(super) fn new(key: K, position: Position, mask: u64) -> Self {
        Self { key, position, mask, point: position.unit_sphere() }
    }
}

/// What the tree holds: a point, and where its entry lies in the vector.
#[derive(Clone, Debug)]
struct Leaf {
    point: [f64; 3],
    slot: usize,
}

impl RTreeObject for Leaf {
    type Envelope = AABB<[f64; 3]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_point(self.point)
    }
}

impl PointDistance for Leaf {
    fn distance_2(&self, point: &[f64; 3]) -> f64 {
        chord_2(&self.point, point)
    }
}

fn chord_2(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a.iter().zip(b).map(|(p, q)| (p - q) * (p - q)).sum()
}

/// Tree, entries, and the place of each key.
#[derive(Debug)]
pub(super) struct Base<K> {
    tree: RTree<Leaf>,
    slots: Vec<Slot<K>>,
    places: HashMap<K, usize>,
}

impl<K: Clone + Ord + Hash> Base<K> {
    pub(super) fn build(slots: Vec<Slot<K>>) -> Self {
        let leaves = slots.iter().enumerate();
        let leaves = leaves.map(|(slot, entry)| Leaf { point: entry.point, slot }).collect();
        let places = slots.iter().enumerate().map(|(i, slot)| (slot.key.clone(), i)).collect();
        Self { tree: RTree::bulk_load(leaves), slots, places }
    }

    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(super) fn slots(&self) -> &[Slot<K>] {
        &self.slots
    }

    pub(super) fn get(&self, key: &K) -> Option<&Slot<K>> {
        self.places.get(key).map(|&place| &self.slots[place])
    }

    /// Offers every entry that is `wanted` and may be among the nearest.
    pub(super) fn search<'a>(
        &'a self,
        nearby: &mut Nearby<'a, K>,
        mut wanted: impl FnMut(&Slot<K>) -> bool,
    ) {
        let mut walked = nearby.clone();
        if self.walk(&mut walked, &mut wanted) {
            *nearby = walked;
            return;
        }
        for slot in &self.slots {
            if wanted(slot) {
                nearby.offer(slot);
            }
        }
    }

    /// Walks outwards through the tree; false when too many entries missed and a plain
    /// scan is due.
    fn walk<'a>(
        &'a self,
        nearby: &mut Nearby<'a, K>,
        wanted: &mut impl FnMut(&Slot<K>) -> bool,
    ) -> bool {
        let mut missed = 0;
        for (leaf, distance_2) in self.tree.nearest_neighbor_iter_with_distance_2(nearby.point) {
            if distance_2 > nearby.bound_2 {
                break;
            }
            let slot = &self.slots[leaf.slot];
            if wanted(slot) {
                nearby.offer(slot);
                continue;
            }
            missed += 1;
            if missed > self.slots.len() / SCAN_AFTER_SHARE {
                return false;
            }
        }
        true
    }
}

/// A squared chord with the total order that a heap needs.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Chord2(f64);

impl Eq for Chord2 {}

impl Ord for Chord2 {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Chord2 {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The nearest entries found so far, a few too many: those that tie with the last
/// place up to rounding are kept until [`Nearby::finish`] measures great circles.
#[derive(Clone, Debug)]
pub(super) struct Nearby<'a, K> {
    from: Position,
    point: [f64; 3],
    limit: usize,
    radius_m: Option<f64>,
    /// The `limit` smallest squared chords, the largest on top.
    places: BinaryHeap<Chord2>,
    /// No entry beyond this squared chord can take a place.
    bound_2: f64,
    found: Vec<&'a Slot<K>>,
}

impl<'a, K: Clone + Ord> Nearby<'a, K> {
    pub(super) fn new(from: Position, limit: usize, radius_m: Option<f64>) -> Self {
        let bound_2 = match (limit, radius_m) {
            (0, _) => f64::NEG_INFINITY,
            (_, None) => f64::INFINITY,
            (_, Some(radius)) => {
                let half_angle = (radius / EARTH_RADIUS_M / 2.0).clamp(0.0, 1.6);
                let chord = if half_angle >= 1.5 { 2.0 } else { 2.0 * half_angle.sin() };
                widened_2(chord)
            }
        };
        let point = from.unit_sphere();
        let places = BinaryHeap::new();
        Self { from, point, limit, radius_m, places, bound_2, found: Vec::new() }
    }

    /// Keeps `slot` if it may be among the nearest.
    pub(super) fn offer(&mut self, slot: &'a Slot<K>) {
        let distance_2 = chord_2(&self.point, &slot.point);
        if distance_2 > self.bound_2 {
            return;
        }
        self.found.push(slot);
        self.places.push(Chord2(distance_2));
        if self.places.len() > self.limit {
            self.places.pop();
        }
        if let (true, Some(last)) = (self.places.len() == self.limit, self.places.peek()) {
            self.bound_2 = self.bound_2.min(widened_2(last.0.sqrt()));
        }
    }

    /// The nearest, by great circle and then by key.
    pub(super) fn finish(self) -> Vec<(K, f64)> {
        let mut measured: Vec<(&Slot<K>, f64)> = self
            .found
            .into_iter()
            .filter(|slot| chord_2(&self.point, &slot.point) <= self.bound_2)
            .map(|slot| (slot, self.from.distance_m(slot.position)))
            .filter(|&(_, distance)| self.radius_m.is_none_or(|radius| distance <= radius))
            .collect();
        measured.sort_unstable_by(|(a, near), (b, far)| {
            near.total_cmp(far).then_with(|| a.key.cmp(&b.key))
        });
        measured.truncate(self.limit);
        measured.into_iter().map(|(slot, distance)| (slot.key.clone(), distance)).collect()
    }
}

fn widened_2(chord: f64) -> f64 {
    let widened = chord * (1.0 + CHORD_MARGIN) + CHORD_MARGIN;
    widened * widened
}
