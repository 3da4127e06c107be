//! Which county seats lie around a position.

use crate::divisions::{Level, Place, all_at, is_city_without_counties, table};
use crate::nearest::NearestIndex;
use crate::position::Position;
use std::sync::LazyLock;

/// A division whose seat is not among so many nearest seats is far from the position:
/// in the crowded middle of the biggest cities some thirty seats lie nearer than the
/// seat of a suburban district.
const PLAUSIBLE_SEATS: usize = 48;

static SEATS: LazyLock<NearestIndex<Place>> = LazyLock::new(|| {
    let cities = all_at(Level::Prefecture).filter(|city| is_city_without_counties(city));
    NearestIndex::build(
        all_at(Level::County)
            .chain(cities)
            .filter_map(|division| Some((table().find(division.code)?, division.position?, 0))),
    )
});

/// The nearest seats of county-level divisions and cities without counties.
pub(super) fn seats(position: Position, limit: usize) -> Vec<Place> {
    let found = SEATS.nearest(position, limit, None, 0, |_| true);
    found.into_iter().map(|(place, _)| place).collect()
}

/// Whether a position may well lie in the division, or it has no seats to tell by.
pub(super) fn is_plausible(position: Position, place: Place) -> bool {
    let division = table().at(place);
    let seat = match division.level {
        Level::Town => table().find(division.parent).unwrap_or(place),
        _ => place,
    };
    seats(position, PLAUSIBLE_SEATS).into_iter().any(|near| table().is_within(near, seat))
}
