//! What the directory finds is what a look at every station finds.

use geo::Position;

use super::{Directory, Entry, Filter};
use crate::{
    StationNumber,
    features::{Feature, Features},
};

/// A number from 0 to 1 that looks like chance and is the same each time.
fn chance(seed: u64) -> f64 {
    let mixed = (seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}

fn position(seed: u64) -> Position {
    let (lng, lat) = (chance(seed), chance(seed + 1_000_000));
    Position::new(75.0 + lng * 55.0, 20.0 + lat * 30.0).unwrap()
}

fn stations(count: u32) -> Vec<Entry> {
    (0..count)
        .map(|n| {
            let number = StationNumber::make(&(110_101 + n / 40).to_string(), n % 40 + 1).unwrap();
            let hours = if n % 3 == 0 { "1234567 20:00-23:00" } else { "1234567 08:00-18:00" };
            let mut entry = Entry::sample(number.as_str(), "厅", Some(hours));
            let seed = u64::from(n);
            entry.position = (n % 11 != 0).then(|| position(seed));
            entry.services = if n % 97 == 0 { 0b101 } else { 0b001 };
            entry.features =
                Features::of(Some(Feature::StepFree).filter(|_| chance(seed + 5) < 0.1));
            entry
        })
        .collect()
}

#[test]
fn the_nearest_under_every_filter_are_those_of_a_look_at_all() {
    // 26 November 2026, 10:00 in Shanghai.
    let now = db::Instant(1_795_658_400_000_000);
    let all = stations(4_000);
    let directory = Directory::of(all.clone());
    for seed in 0..60 {
        let from = position(seed + 77_777);
        let filter = || Filter {
            services: if seed % 2 == 0 { 0b100 } else { 0b001 },
            features: Features::of(Some(Feature::StepFree).filter(|_| seed % 3 == 0)),
            open_at: Some(now).filter(|_| seed % 5 == 0),
            ..Filter::public(now)
        };
        let mut by_hand: Vec<(f64, i64)> = {
            let mut filter = filter();
            let placed = all.iter().filter(|entry| filter.passes(entry));
            placed.filter_map(|e| Some((from.distance_m(e.position?), e.unit.0))).collect()
        };
        by_hand.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        by_hand.truncate(10);
        let mut filter = filter();
        let services = filter.services;
        let found = directory.nearest(from, 10, None, services, |entry| filter.passes(entry));
        let found: Vec<(f64, i64)> =
            found.iter().map(|(entry, distance)| (*distance, entry.unit.0)).collect();
        assert_eq!(found, by_hand, "from {from:?}");
    }
}

#[test]
fn numbers_are_walked_in_order_from_any_place() {
    let directory = Directory::of(stations(200));
    let all: Vec<&str> = directory.entries().map(|entry| &*entry.number).collect();
    assert!(all.is_sorted() && all.len() == 200);
    for place in [0, 39, 40, 41, 199] {
        let rest: Vec<&str> = directory.entries_after(all[place]).map(|e| &*e.number).collect();
        assert_eq!(rest, all[place + 1..]);
        assert_eq!(&*directory.by_number(all[place]).unwrap().number, all[place]);
    }
    assert!(directory.by_number("999999-00016").is_none() && directory.by_number("x").is_none());
    assert_eq!(directory.entries_after("999999-0").count(), 0);
}
