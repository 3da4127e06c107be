//! A plain picture of distance and direction from where one stands. It is no map: no border, no
//! street, only rings, north, and where the stations of the list lie.

use geo::Position;

/// Width and height of the picture, in its own units.
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 600.0;
/// Room at the edge for the marks.
const EDGE: f64 = 56.0;
/// Distances that people know, in metres.
const ROUND: [i64; 14] = [
    100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000,
    1_000_000, 5_000_000,
];

/// The picture.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Where one stands.
    pub me: (f64, f64),
    /// Rings of round distances, the smaller first.
    pub rings: Vec<Ring>,
    /// The stations.
    pub marks: Vec<Mark>,
}

/// All places of a round distance.
#[derive(Clone, Debug)]
pub struct Ring {
    /// Its radius in the picture.
    pub radius: f64,
    /// Where its words stand.
    pub label: (f64, f64),
    /// The distance in words.
    pub words: String,
}

/// A station in the picture.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Its number in the list.
    pub no: usize,
    /// Where it stands.
    pub at: (f64, f64),
    /// `sure`, `likely`, `doubt` or `closed`.
    pub state: &'static str,
}

/// A station to be drawn: number in the list, place, state.
pub type Drawn = (usize, Position, &'static str);

impl Picture {
    /// Draws stations around a place; `None` when there is nothing to draw.
    pub fn of(me: Position, stations: &[Drawn], words: impl Fn(i64) -> String) -> Option<Self> {
        let farthest = stations.iter().map(|(_, at, _)| me.distance_m(*at)).fold(0.0, f64::max);
        if stations.is_empty() {
            return None;
        }
        let centre = (WIDTH / 2.0, HEIGHT / 2.0);
        let scale = (WIDTH / 2.0 - EDGE) / farthest.max(50.0);
        let ring = |metres: &i64| {
            let radius = rounded(*metres as f64 * scale);
            Ring {
                radius,
                label: (centre.0, rounded(centre.1 - radius - 6.0)),
                words: words(*metres),
            }
        };
        let fits = |metres: &&i64| {
            let radius = **metres as f64 * scale;
            radius > 60.0 && radius <= HEIGHT / 2.0 - EDGE
        };
        let mark =
            |(no, at, state): &Drawn| Mark { no: *no, at: place(me, *at, scale, centre), state };
        Some(Self {
            me: centre,
            rings: ROUND.iter().filter(fits).map(ring).collect(),
            marks: stations.iter().map(mark).collect(),
        })
    }
}

/// Direction and distance as seen from `me`, north upwards.
fn place(me: Position, at: Position, scale: f64, centre: (f64, f64)) -> (f64, f64) {
    let (lat1, lat2) = (me.lat().to_radians(), at.lat().to_radians());
    let across = (at.lng() - me.lng()).to_radians();
    let east = across.sin() * lat2.cos();
    let north = lat1.cos() * lat2.sin() - lat1.sin() * lat2.cos() * across.cos();
    let bearing = east.atan2(north);
    let far = me.distance_m(at) * scale;
    (rounded(centre.0 + far * bearing.sin()), rounded(centre.1 - far * bearing.cos()))
}

/// A tenth of a unit is finer than any screen.
fn rounded(x: f64) -> f64 {
    (x * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lng: f64, lat: f64) -> Position {
        Position::new(lng, lat).unwrap()
    }

    #[test]
    fn north_is_up_and_the_farthest_is_inside() {
        let me = at(114.0, 22.5);
        let stations = [(1, at(114.0, 22.51), "sure"), (2, at(114.02, 22.5), "closed")];
        let picture = Picture::of(me, &stations, |metres| metres.to_string()).unwrap();
        let (north, east) = (picture.marks[0].at, picture.marks[1].at);
        assert!((north.0 - 240.0).abs() < 1.0 && north.1 < 300.0, "{north:?}");
        assert!((east.1 - 300.0).abs() < 1.0 && east.0 > 400.0 && east.0 < 480.0, "{east:?}");
        assert_eq!(picture.rings[0].words, "1000");
    }

    #[test]
    fn one_station_where_one_stands_is_no_division_by_nothing() {
        let me = at(114.0, 22.5);
        let picture = Picture::of(me, &[(1, me, "sure")], |m| m.to_string()).unwrap();
        assert_eq!(picture.marks[0].at, picture.me);
        assert!(Picture::of(me, &[], |m| m.to_string()).is_none());
    }
}
