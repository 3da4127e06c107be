//! The index against a brute force, ties and all.

use super::*;
use proptest::prelude::*;

type Entry = (u32, Position, u64);

fn at(lng: f64, lat: f64) -> Position {
    Position::new(lng, lat).unwrap()
}

fn brute(
    entries: &[Entry],
    from: Position,
    limit: usize,
    radius_m: Option<f64>,
    mask: u64,
    odd_only: bool,
) -> Vec<(u32, f64)> {
    let mut all: Vec<(u32, f64)> = entries
        .iter()
        .filter(|(key, _, have)| have & mask == mask && (!odd_only || key % 2 == 1))
        .map(|(key, position, _)| (*key, from.distance_m(*position)))
        .filter(|(_, distance)| radius_m.is_none_or(|radius| *distance <= radius))
        .collect();
    all.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    all.truncate(limit);
    all
}

/// Places on a coarse grid as well as free ones: shared places make exact ties, and
/// mirrored ones make ties that differ by rounding alone.
fn place() -> impl Strategy<Value = Position> {
    prop_oneof![
        (0u8..6, 0u8..6)
            .prop_map(|(x, y)| at(f64::from(x) * 0.01 + 114.0, f64::from(y) * 0.01 + 30.0)),
        (-180.0f64..=180.0, -90.0f64..=90.0).prop_map(|(x, y)| at(x, y)),
        (113.9f64..114.2, 29.9f64..30.2).prop_map(|(x, y)| at(x, y)),
    ]
}

fn entries(count: usize) -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec((place(), 0u64..16), 0..count)
        .prop_map(|all| (0u32..).zip(all).map(|(key, (p, mask))| (key, p, mask)).collect())
}

proptest! {
    #[test]
    fn equals_brute_force(
        entries in entries(300),
        from in place(),
        limit in 0usize..20,
        radius in prop::option::of(0.0f64..30_000.0),
        mask in 0u64..16,
        odd_only: bool,
    ) {
        let index = NearestIndex::build(entries.iter().copied());
        let found = index.nearest(from, limit, radius, mask, |key| !odd_only || key % 2 == 1);
        prop_assert_eq!(found, brute(&entries, from, limit, radius, mask, odd_only));
    }

    #[test]
    fn changes_are_seen_at_once(
        before in entries(120),
        moves in prop::collection::vec((0u32..150, prop::option::of((place(), 0u64..16))), 0..80),
        from in place(),
    ) {
        let mut index = NearestIndex::build(before.iter().copied());
        let published = index.clone();
        let mut now: HashMap<u32, Entry> = before.iter().map(|entry| (entry.0, *entry)).collect();
        for (key, change) in moves {
            if let Some((position, mask)) = change {
                index.insert(key, position, mask);
                now.insert(key, (key, position, mask));
            } else {
                prop_assert_eq!(index.remove(&key), now.remove(&key).is_some());
            }
        }
        let now: Vec<Entry> = now.into_values().collect();
        prop_assert_eq!(index.len(), now.len());
        prop_assert_eq!(
            index.nearest(from, 7, None, 2, |_| true),
            brute(&now, from, 7, None, 2, false)
        );
        prop_assert_eq!(
            published.nearest(from, 7, None, 2, |_| true),
            brute(&before, from, 7, None, 2, false)
        );
    }
}

/// A spiral over the country, one entry in 500 with the rare bit.
fn spiral(count: u32) -> Vec<Entry> {
    (0..count)
        .map(|i| {
            let turn = f64::from(i) * 2.399_963;
            let reach = (f64::from(i) / f64::from(count)).sqrt();
            let position = at(105.0 + 25.0 * reach * turn.cos(), 35.0 + 12.0 * reach * turn.sin());
            (i, position, if i % 500 == 7 { 3 } else { 1 })
        })
        .collect()
}

#[test]
fn a_rare_bit_far_away_is_found_by_the_scan() {
    let all = spiral(20_000);
    let index = NearestIndex::build(all.iter().copied());
    for from in [at(75.0, 39.0), at(121.5, 31.2), at(105.0, 35.0)] {
        assert_eq!(
            index.nearest(from, 10, None, 2, |_| true),
            brute(&all, from, 10, None, 2, false)
        );
    }
}

#[test]
fn many_inserts_fold_the_overlay_into_the_tree() {
    let all = spiral(5_000);
    let mut index = NearestIndex::new();
    for (key, position, mask) in &all {
        index.insert(*key, *position, *mask);
    }
    for (key, _, _) in all.iter().filter(|(key, _, _)| key % 3 == 0) {
        assert!(index.remove(key));
        assert!(!index.remove(key));
    }
    let left: Vec<Entry> = all.into_iter().filter(|(key, _, _)| key % 3 != 0).collect();
    let from = at(110.0, 30.0);
    assert_eq!(index.len(), left.len());
    assert!(index.changed.len() <= OVERLAY_FLOOR && index.hidden.len() <= OVERLAY_FLOOR);
    assert_eq!(index.nearest(from, 25, None, 0, |_| true), brute(&left, from, 25, None, 0, false));
}

#[test]
fn update_moves_only_what_is_known() {
    let mut index = NearestIndex::build([(1u32, at(116.0, 40.0), 1)]);
    assert!(index.update(&1, at(117.0, 40.0), 5));
    assert!(!index.update(&2, at(117.0, 40.0), 5));
    assert_eq!(index.get(&1), Some((at(117.0, 40.0), 5)));
    assert_eq!(index.len(), 1);
}

#[test]
fn the_radius_is_inclusive() {
    let (from, to) = (at(116.0, 40.0), at(116.01, 40.0));
    let index = NearestIndex::build([("a", to, 0)]);
    let exact = from.distance_m(to);
    assert_eq!(index.nearest(from, 1, Some(exact), 0, |_| true).len(), 1);
    assert!(index.nearest(from, 1, Some(exact - 0.001), 0, |_| true).is_empty());
    assert!(index.nearest(from, 1, Some(-1.0), 0, |_| true).is_empty());
    assert!(index.nearest(from, 1, Some(f64::NAN), 0, |_| true).is_empty());
}
