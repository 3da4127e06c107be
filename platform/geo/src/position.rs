//! A position on the Earth, always WGS-84 inside, and the conversions to and from
//! the two shifted systems that Chinese maps use.
//!
//! It does not say in which county a position lies.

use std::fmt;
use std::str::FromStr;

/// Mean radius of the Earth in metres (IUGG R₁), as the public contract fixes it.
pub const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Degrees of longitude, west to east, of the box that holds the country.
const CHINA_LNG: std::ops::RangeInclusive<f64> = 73.0..=136.0;
/// Degrees of latitude, south to north, of the box that holds the country, its southern islands included.
const CHINA_LAT: std::ops::RangeInclusive<f64> = 3.0..=54.0;

/// The system in which a pair of coordinates is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Datum {
    /// GPS and `BeiDou` receivers, Tianditu (CGCS2000 differs by centimetres).
    #[default]
    Wgs84,
    /// `AMap`, Tencent and most Chinese maps.
    Gcj02,
    /// Baidu: GCJ-02 shifted once more.
    Bd09,
}

impl Datum {
    /// The name in the public contract: `wgs84`, `gcj02`, `bd09`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wgs84 => "wgs84",
            Self::Gcj02 => "gcj02",
            Self::Bd09 => "bd09",
        }
    }
}

impl fmt::Display for Datum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names none of the three systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a datum: expected wgs84, gcj02 or bd09")]
pub struct UnknownDatum;

impl FromStr for Datum {
    type Err = UnknownDatum;

    /// Case and the separators that people write (`GCJ-02`, `WGS 84`) do not matter.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain: String = text
            .chars()
            .filter(|c| !matches!(c, '-' | '_' | ' '))
            .map(|c| c.to_ascii_lowercase())
            .collect();
        match plain.as_str() {
            "wgs84" => Ok(Self::Wgs84),
            "gcj02" => Ok(Self::Gcj02),
            "bd09" => Ok(Self::Bd09),
            _ => Err(UnknownDatum),
        }
    }
}

/// Why a pair of numbers is no position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PositionError {
    /// One of the two is infinite or not a number.
    #[error("a coordinate is not a finite number")]
    NotFinite,
    /// Longitude beyond ±180 or latitude beyond ±90 degrees.
    #[error("a coordinate is out of range")]
    OutOfRange,
}

/// A position in WGS-84 degrees; finite and in range by construction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    lng: f64,
    lat: f64,
}

impl Position {
    /// Takes WGS-84 degrees.
    pub fn new(lng: f64, lat: f64) -> Result<Self, PositionError> {
        if !lng.is_finite() || !lat.is_finite() {
            return Err(PositionError::NotFinite);
        }
        if lng.abs() > 180.0 || lat.abs() > 90.0 {
            return Err(PositionError::OutOfRange);
        }
        Ok(Self { lng, lat })
    }

    /// Takes degrees in `datum`. The shift is applied in the whole rectangle in which map
    /// services of the mainland apply it, Hong Kong and Macao with it, and not in Taiwan.
    pub fn from_datum(datum: Datum, lng: f64, lat: f64) -> Result<Self, PositionError> {
        let given = Self::new(lng, lat)?;
        let (lng, lat) = match datum {
            Datum::Wgs84 => (given.lng, given.lat),
            Datum::Gcj02 => unshifted(lng, lat),
            Datum::Bd09 => {
                let (lng, lat) = coordtransform::bd09_to_gcj02(lng, lat);
                unshifted(lng, lat)
            }
        };
        Self::new(lng, lat)
    }

    /// `(longitude, latitude)` in degrees of `datum`.
    pub fn to_datum(self, datum: Datum) -> (f64, f64) {
        match datum {
            Datum::Wgs84 => (self.lng, self.lat),
            Datum::Gcj02 => shifted(self.lng, self.lat),
            Datum::Bd09 => {
                let (lng, lat) = shifted(self.lng, self.lat);
                coordtransform::gcj02_to_bd09(lng, lat)
            }
        }
    }

    /// Longitude in WGS-84 degrees, −180 to 180.
    pub const fn lng(self) -> f64 {
        self.lng
    }

    /// Latitude in WGS-84 degrees, −90 to 90.
    pub const fn lat(self) -> f64 {
        self.lat
    }

    /// Great-circle distance in metres on the sphere of [`EARTH_RADIUS_M`].
    ///
    /// Haversine with `atan2`, exact to rounding for near points and for antipodes alike.
    pub fn distance_m(self, other: Self) -> f64 {
        let (lat1, lat2) = (self.lat.to_radians(), other.lat.to_radians());
        let half_lat = ((other.lat - self.lat) / 2.0).to_radians().sin();
        let half_lng = ((other.lng - self.lng) / 2.0).to_radians().sin();
        let h = half_lat * half_lat + lat1.cos() * lat2.cos() * half_lng * half_lng;
        let h = h.clamp(0.0, 1.0);
        2.0 * EARTH_RADIUS_M * h.sqrt().atan2((1.0 - h).sqrt())
    }

    /// Whether the position is in the box around the country. A coordinate outside
    /// counts as missing in imports, `0,0` first of all.
    pub fn in_china_box(self) -> bool {
        CHINA_LNG.contains(&self.lng) && CHINA_LAT.contains(&self.lat)
    }

    /// The point on the unit sphere: chords between such points keep the order of great circles.
    pub(crate) fn unit_sphere(self) -> [f64; 3] {
        let (lng, lat) = (self.lng.to_radians(), self.lat.to_radians());
        [lat.cos() * lng.cos(), lat.cos() * lng.sin(), lat.sin()]
    }
}

/// Whether map services shift positions there. The crate's own mask of the mainland's outline is
/// kilometres off at Shenzhen's bay, so the plain rectangle of the published formula decides.
fn is_shifted(lng: f64, lat: f64) -> bool {
    let taiwan = (119.9..=122.2).contains(&lng) && (21.7..=25.4).contains(&lat);
    (72.004..=137.8347).contains(&lng) && (0.8293..=55.8271).contains(&lat) && !taiwan
}

fn shifted(lng: f64, lat: f64) -> (f64, f64) {
    if is_shifted(lng, lat) {
        coordtransform::wgs84_to_gcj02_in_mainland(lng, lat)
    } else {
        (lng, lat)
    }
}

fn unshifted(lng: f64, lat: f64) -> (f64, f64) {
    if is_shifted(lng, lat) {
        coordtransform::gcj02_to_wgs84_in_mainland(lng, lat)
    } else {
        (lng, lat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lng: f64, lat: f64) -> Position {
        Position::new(lng, lat).unwrap()
    }

    #[test]
    fn refuses_what_is_no_position() {
        assert_eq!(Position::new(f64::NAN, 1.0), Err(PositionError::NotFinite));
        assert_eq!(Position::new(1.0, f64::INFINITY), Err(PositionError::NotFinite));
        assert_eq!(Position::new(180.1, 0.0), Err(PositionError::OutOfRange));
        assert_eq!(Position::new(0.0, -90.5), Err(PositionError::OutOfRange));
        assert_eq!(Position::from_datum(Datum::Bd09, f64::NAN, 0.0), Err(PositionError::NotFinite));
    }

    #[test]
    fn datum_names_are_read_as_people_write_them() {
        assert_eq!("GCJ-02".parse(), Ok(Datum::Gcj02));
        assert_eq!("wgs 84".parse(), Ok(Datum::Wgs84));
        assert_eq!("BD09".parse(), Ok(Datum::Bd09));
        assert_eq!("cgcs".parse::<Datum>(), Err(UnknownDatum));
    }

    #[test]
    fn distances_follow_the_contracts_radius() {
        // A quarter of a great circle, a degree of the equator, and antipodes.
        let quarter = EARTH_RADIUS_M * std::f64::consts::FRAC_PI_2;
        assert!((at(0.0, 0.0).distance_m(at(90.0, 0.0)) - quarter).abs() < 1e-6);
        assert!((at(10.0, 0.0).distance_m(at(11.0, 0.0)) - 111_195.079_7).abs() < 0.01);
        assert!((at(116.0, 39.0).distance_m(at(-64.0, -39.0)) - 2.0 * quarter).abs() < 1e-3);
        assert!(at(116.0, 39.0).distance_m(at(116.0, 39.0)).abs() < f64::EPSILON);
        // The date line is no edge.
        assert!((at(179.5, 0.0).distance_m(at(-179.5, 0.0)) - 111_195.079_7).abs() < 0.01);
    }

    #[test]
    fn known_shift_of_tiananmen() {
        // Published pair of the square's flagpole: the shift is about 550 m.
        let p = at(116.391_26, 39.907_42);
        let (lng, lat) = p.to_datum(Datum::Gcj02);
        let shifted = at(lng, lat);
        assert!((400.0..700.0).contains(&p.distance_m(shifted)), "{}", p.distance_m(shifted));
    }

    #[test]
    fn taipei_and_abroad_are_not_shifted_and_the_bay_of_shenzhen_is() {
        for p in [at(121.5654, 25.0330), at(139.6917, 35.6895)] {
            assert_eq!(p.to_datum(Datum::Gcj02), (p.lng(), p.lat()));
        }
        let nanshan = at(113.93, 22.53);
        let (lng, lat) = nanshan.to_datum(Datum::Gcj02);
        assert!((400.0..700.0).contains(&nanshan.distance_m(at(lng, lat))));
    }

    #[test]
    fn zero_zero_is_not_in_the_country() {
        assert!(!at(0.0, 0.0).in_china_box());
        assert!(at(112.3, 3.9).in_china_box());
        assert!(at(123.4, 53.5).in_china_box());
        assert!(!at(39.9, 116.4_f64.min(90.0)).in_china_box());
    }

    proptest! {
        #[test]
        fn converting_there_and_back_stays_within_half_a_metre(
            lng in 73.0f64..119.0, lat in 4.0f64..54.0
        ) {
            for datum in [Datum::Gcj02, Datum::Bd09] {
                let p = at(lng, lat);
                let (x, y) = p.to_datum(datum);
                let back = Position::from_datum(datum, x, y).unwrap();
                prop_assert!(p.distance_m(back) < 0.01, "{datum} {}", p.distance_m(back));
            }
        }
    }
}
