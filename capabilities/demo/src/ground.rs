//! Where the towns of an invented network lie. No source gives positions of towns, so each is put
//! between the seat of its county and the seat of a county nearby: on land, inside the country,
//! and nearer to its own seat. It draws no map.

use geo::{
    NearestIndex, Position,
    divisions::{Division, Kind},
};

/// Towns of a county lie in the directions of so many counties nearby.
const DIRECTIONS: usize = 6;
/// Metres between two seats below which they are one place, such as a city's and its district's.
const APART_M: f64 = 2_000.0;
/// The nearest and the farthest town, as shares of the way to the other seat. Half would be the
/// border, were counties round.
const SHARES: (f64, f64) = (0.05, 0.36);
/// Metres from the seat beyond which no town lies; in the west seats are hundreds of km apart.
const REACH_M: f64 = 30_000.0;
/// By how much a town must be nearer to its own seat than to another.
const CLEARLY: f64 = 1.3;
/// Radians by which a town lies beside the straight way.
const ASIDE: f64 = 0.3;

/// The seats of all county-level divisions.
pub struct Ground {
    seats: NearestIndex<&'static str>,
}

impl Ground {
    /// The ground on which these divisions lie.
    pub fn of<'d>(counties: impl Iterator<Item = &'d Division>) -> Self {
        let seats = counties.filter_map(|it| Some((it.code, it.position?, 0)));
        Self { seats: NearestIndex::build(seats) }
    }

    /// The middles of the towns of a county, the first nearest to its seat; none without a seat.
    pub fn towns(
        &self,
        county: &Division,
        towns: usize,
        random: &mut fastrand::Rng,
    ) -> Vec<Position> {
        let Some(seat) = county.position else { return Vec::new() };
        let around = self.around(seat);
        let directions = around.len().clamp(1, DIRECTIONS);
        let middle = |town: usize| {
            let share = SHARES.0 + (SHARES.1 - SHARES.0) * (town as f64 / towns as f64).sqrt();
            let aside = (random.f64() * 2.0 - 1.0) * ASIDE;
            let Some((other, metres)) = around.get(town % directions) else { return seat };
            // A third seat may lie on the way: then the town is nearer to its own.
            let shares = std::iter::successors(Some(share.min(REACH_M / metres)), |share| {
                Some(share * 0.7).filter(|share| *share > SHARES.0 / 2.0)
            });
            let mut places = shares.map(|share| between(seat, *other, share, aside));
            places.find(|place| is_own(*place, seat, &around)).unwrap_or(seat)
        };
        (0..towns).map(middle).collect()
    }

    /// Seats nearby, with their distances in metres.
    fn around(&self, seat: Position) -> Vec<(Position, f64)> {
        // More than there are directions: those beyond say where the county ends.
        let nearby = self.seats.nearest(seat, 3 * DIRECTIONS, None, 0, |_| true);
        nearby
            .into_iter()
            .filter(|(_, metres)| *metres >= APART_M)
            .filter_map(|(code, metres)| Some((self.seats.get(&code)?.0, metres)))
            .collect()
    }
}

/// Whether a place is clearly nearer to a seat than to those around.
fn is_own(place: Position, seat: Position, around: &[(Position, f64)]) -> bool {
    let own = CLEARLY * place.distance_m(seat);
    around.iter().all(|(other, _)| own <= place.distance_m(*other))
}

/// A share of the way from one position to another, turned by an angle.
fn between(from: Position, to: Position, share: f64, angle: f64) -> Position {
    let narrow = from.lat().to_radians().cos();
    let (east, north) = ((to.lng() - from.lng()) * narrow, to.lat() - from.lat());
    let (sin, cos) = angle.sin_cos();
    let lng = from.lng() + share * (east * cos - north * sin) / narrow;
    let lat = from.lat() + share * (east * sin + north * cos);
    Position::new(lng, lat).unwrap_or(from)
}

/// Metres within which the stations of a town lie around its middle.
pub fn spread_m(county: &Division) -> f64 {
    match county.kind {
        Kind::District => 700.0,
        _ => 1_000.0,
    }
}

/// A position near a middle, most often close to it, to a millionth of a degree.
pub fn near(middle: Position, spread_m: f64, random: &mut fastrand::Rng) -> (f64, f64) {
    const METRES_A_DEGREE: f64 = geo::position::EARTH_RADIUS_M * std::f64::consts::PI / 180.0;
    let mut off = || (random.f64() + random.f64() - 1.0) * spread_m / METRES_A_DEGREE;
    let (north, east) = (off(), off());
    let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
    let lng = middle.lng() + east / middle.lat().to_radians().cos();
    (round(lng), round(middle.lat() + north))
}
