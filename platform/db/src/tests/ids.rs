//! Ids grow, never repeat, and last.

use std::collections::BTreeSet;

use crate::{
    ids::{self, IdSource},
    time::Instant,
};

const NOW: Instant = Instant(1_795_658_400_000_000);

#[test]
fn numbers_grow_even_when_the_clock_stands_or_goes_back() {
    let source = IdSource::default();
    let mut ids: Vec<i64> = (0..1000).map(|_| source.number(NOW)).collect();
    ids.push(source.number(NOW.plus_seconds(-3600)));
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
    assert!(source.number(NOW.plus_seconds(1)) > ids[1000]);
}

#[test]
fn numbers_stay_positive_and_in_order_for_a_century() {
    let source = IdSource::default();
    let century = NOW.plus_seconds(100 * 366 * 24 * 3600);
    let (now, later) = (source.number(NOW), source.number(century));
    assert!(0 < now && now < later, "{now} {later}");
}

#[test]
fn uuids_are_of_version_7_and_tell_their_moment() {
    let made: BTreeSet<_> = (0..100).map(|_| ids::uuid(NOW)).collect();
    assert_eq!(made.len(), 100);
    for id in made {
        assert_eq!(id.get_version_num(), 7);
        let bytes = id.as_bytes();
        let milliseconds = bytes[..6].iter().fold(0, |sum, byte| sum << 8 | i64::from(*byte));
        assert_eq!(milliseconds, NOW.0 / 1000);
    }
}

#[test]
fn bytes_are_written_in_hexadecimal() {
    assert_eq!(ids::hex(&[0, 9, 10, 255]), "00090aff");
}
