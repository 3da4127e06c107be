//! What the seats of county-level divisions tell of a position: whether it may lie in a division,
//! how far it is from it, and whether it lies in the country at all.
//!
//! Outlines of counties are not in the product (a drawn map of China needs a review number), so
//! seats are all that is asked.

use crate::divisions::{self, Division, Level, Place, all_at, is_city_without_counties, table};
use crate::nearest::NearestIndex;
use crate::position::Position;
use std::sync::LazyLock;

/// A division whose seat is not among so many nearest seats is far from the position:
/// in the crowded middle of the biggest cities some thirty seats lie nearer than the
/// seat of a suburban district.
const PLAUSIBLE_SEATS: usize = 48;

/// No inhabited place lies farther from the nearest seat: the emptiest part of the northern
/// plateau is some 330 km from all of them, while Seoul and Delhi are 390 km away and more.
const FARTHEST_M: f64 = 350_000.0;

/// South of it lies the South China Sea, whose islands have no seats around them: there the box
/// around the country alone decides.
const SEA_LAT: f64 = 18.0;

static SEATS: LazyLock<NearestIndex<Place>> = LazyLock::new(|| {
    let cities = all_at(Level::Prefecture).filter(|city| is_city_without_counties(city));
    NearestIndex::build(
        all_at(Level::County)
            .chain(cities)
            .filter_map(|division| Some((table().find(division.code)?, division.position?, 0))),
    )
});

/// The nearest seats of county-level divisions and cities without counties.
pub(crate) fn nearest(position: Position, limit: usize) -> Vec<Place> {
    let found = SEATS.nearest(position, limit, None, 0, |_| true);
    found.into_iter().map(|(place, _)| place).collect()
}

/// The division whose seat is the nearest.
pub fn nearest_division(position: Position) -> Option<&'static Division> {
    nearest(position, 1).first().map(|&place| table().at(place))
}

/// Whether a position may well lie in the division of county level or below, or it has no seats to
/// tell by.
pub(crate) fn is_plausible(position: Position, place: Place) -> bool {
    let division = table().at(place);
    let seat = match division.level {
        Level::Town => table().find(division.parent).unwrap_or(place),
        _ => place,
    };
    nearest(position, PLAUSIBLE_SEATS).into_iter().any(|near| table().is_within(near, seat))
}

/// Whether a position may well lie in the division with this code; true for an unknown one.
pub fn may_be_in(position: Position, code: &str) -> bool {
    table().find(code).is_none_or(|place| is_plausible(position, place))
}

/// Metres from a position to the seat of a division; none where the seat is not known.
pub fn distance_m(position: Position, code: &str) -> Option<f64> {
    Some(position.distance_m(divisions::get(code)?.position?))
}

/// Whether a position lies in the country, as far as seats tell: near the border of a neighbour
/// they do not.
pub fn is_at_home(position: Position) -> bool {
    let near = || !SEATS.nearest(position, 1, Some(FARTHEST_M), 0, |_| true).is_empty();
    position.in_china_box() && (position.lat() < SEA_LAT || near())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_in_the_box_are_abroad_and_the_southern_sea_is_not() {
        let home = |lng, lat| is_at_home(Position::new(lng, lat).unwrap());
        for (lng, lat) in [(126.98, 37.57), (77.21, 28.61), (106.91, 47.92), (0.0, 0.0)] {
            assert!(!home(lng, lat), "{lng} {lat}");
        }
        for (lng, lat) in [
            (116.4, 39.9),
            (112.28, 3.97),
            (117.75, 15.12),
            (123.47, 25.74),
            (85.0, 34.5),
            (73.9, 39.4),
            (134.7, 48.3),
        ] {
            assert!(home(lng, lat), "{lng} {lat}");
        }
    }

    #[test]
    fn a_position_is_told_by_the_seats_around_it() {
        let futian = Position::new(114.05, 22.54).unwrap();
        assert_eq!(nearest_division(futian).map(|one| one.code), Some("440304"));
        assert!(may_be_in(futian, "440304") && may_be_in(futian, "440305007"));
        assert!(!may_be_in(futian, "110101"));
        assert!(distance_m(futian, "440304").is_some_and(|metres| metres < 5_000.0));
        assert_eq!(distance_m(futian, "999999"), None);
    }
}
