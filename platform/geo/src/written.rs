//! What two numbers that somebody wrote for a place may mean.
//!
//! Lists hold longitude and latitude, the two the other way round, degrees with minutes behind the
//! point, whole numbers of millionths, and metres of web maps and of surveys, whose axes have yet
//! another order. Every reading that lies in the country is offered; which one is meant is told by
//! what else is known of the place, never here.

use std::{fmt, str::FromStr};

use crate::plane::{FALSE_EASTING_M, from_gauss_kruger, from_web_mercator};
use crate::position::{Datum, Position};
use crate::seats::is_at_home;

/// Metres that an easting lies at most from its central meridian: half a zone of six degrees at
/// the latitude of Hainan, with something to spare.
const HALF_ZONE_M: f64 = 350_000.0;
/// Northings of the country.
const NORTHINGS_M: std::ops::RangeInclusive<f64> = 330_000.0..=6_000_000.0;
/// Central meridians of the zones of three degrees that the country lies in: 25 to 45.
const MERIDIANS: std::ops::RangeInclusive<u8> = 25..=45;
/// Numbers of the zones of six degrees.
const WIDE_ZONES: std::ops::RangeInclusive<u8> = 13..=23;
const MILLION: f64 = 1_000_000.0;

/// A way to read a pair of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Frame {
    /// Degrees east, then degrees north.
    Degrees,
    /// Degrees north, then degrees east.
    Swapped,
    /// Degrees before the point, minutes and seconds behind it: 116.2349 for 116°23′49″.
    Minutes,
    /// Hundred-thousandths or millionths of degrees as whole numbers.
    Scaled,
    /// Metres of web maps (EPSG:3857).
    WebMercator,
    /// Metres of the Gauss–Krüger zone with this central meridian on CGCS2000.
    GaussKruger(u8),
}

impl Frame {
    /// The word in the store; [`FromStr`] reads it.
    pub fn word(self) -> String {
        match self {
            Self::Degrees => "degrees".to_owned(),
            Self::Swapped => "swapped".to_owned(),
            Self::Minutes => "minutes".to_owned(),
            Self::Scaled => "scaled".to_owned(),
            Self::WebMercator => "web-mercator".to_owned(),
            Self::GaussKruger(meridian) => format!("gauss-kruger-{meridian}"),
        }
    }
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.word())
    }
}

/// The text names no way to read numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a way to read coordinates")]
pub struct UnknownFrame;

impl FromStr for Frame {
    type Err = UnknownFrame;

    fn from_str(text: &str) -> Result<Self, UnknownFrame> {
        let plain = [Self::Degrees, Self::Swapped, Self::Minutes, Self::Scaled, Self::WebMercator];
        if let Some(frame) = plain.into_iter().find(|frame| frame.word() == text) {
            return Ok(frame);
        }
        let meridian = text.strip_prefix("gauss-kruger-").and_then(|digits| digits.parse().ok());
        let known = |meridian: &u8| (75..=135).contains(meridian) && meridian.is_multiple_of(3);
        meridian.filter(known).map(Self::GaussKruger).ok_or(UnknownFrame)
    }
}

/// One reading of a pair of numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// How it was read.
    pub frame: Frame,
    /// Degrees east in the datum of the list.
    pub lng: f64,
    /// Degrees north in the datum of the list.
    pub lat: f64,
    /// The same in WGS-84.
    pub position: Position,
}

/// Degrees east and north as they are written, when that lies in the country.
pub fn plain(lng: f64, lat: f64, datum: Datum) -> Option<Reading> {
    let position = Position::from_datum(datum, lng, lat).ok()?;
    is_at_home(position).then_some(Reading { frame: Frame::Degrees, lng, lat, position })
}

/// Every reading that lies in the country, the plainest first; none for numbers that mean nothing
/// there. Surveys are read in CGCS2000 whatever the datum of the list is.
pub fn readings(first: f64, second: f64, datum: Datum) -> Vec<Reading> {
    let mut found = Vec::new();
    let mut offer = |frame, (lng, lat): (f64, f64), datum| {
        found.extend(plain(lng, lat, datum).map(|reading| Reading { frame, ..reading }));
    };
    offer(Frame::Degrees, (first, second), datum);
    offer(Frame::Swapped, (second, first), datum);
    if let Some(place) = packed(first).zip(packed(second)) {
        offer(Frame::Minutes, place, datum);
    }
    // The larger number of a scaled pair is the longitude: 73 to 136 against 3 to 54 degrees.
    let (large, small) = (first.max(second), first.min(second));
    for scale in [100_000.0, MILLION] {
        let whole = large.fract() == 0.0 && small.fract() == 0.0;
        if whole {
            offer(Frame::Scaled, (large / scale, small / scale), datum);
        }
    }
    for (x, y) in [(first, second), (second, first)] {
        if x.abs() > 10_000.0 && y.abs() > 10_000.0 {
            offer(Frame::WebMercator, from_web_mercator(x, y), datum);
        }
        for (meridian, easting) in meridians(x) {
            if NORTHINGS_M.contains(&y) {
                let place = from_gauss_kruger(f64::from(meridian), easting, y);
                offer(Frame::GaussKruger(meridian), place, Datum::Wgs84);
            }
        }
    }
    found
}

/// Degrees of a number with minutes and seconds behind the point.
fn packed(number: f64) -> Option<f64> {
    let degrees = number.trunc();
    // Seconds to the hundredth, without what binary fractions leave over.
    let rest = ((number - degrees) * MILLION).round() / 10_000.0;
    let (minutes, seconds) = (rest.trunc(), rest.fract() * 100.0);
    let is_packed = number > 0.0 && minutes < 60.0 && seconds < 60.0;
    is_packed.then_some(degrees + minutes / 60.0 + seconds / 3_600.0)
}

/// Central meridians that an easting may count from, and the easting without the number of its
/// zone. A number before it tells the zone; without one it may be any.
fn meridians(easting: f64) -> Vec<(u8, f64)> {
    let near = |easting: f64| (easting - FALSE_EASTING_M).abs() <= HALF_ZONE_M;
    if near(easting) {
        return MERIDIANS.map(|zone| (zone * 3, easting)).collect();
    }
    let rest = easting.rem_euclid(MILLION);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 45")]
    let zone = (easting / MILLION).clamp(0.0, 99.0) as u8;
    match zone {
        _ if !near(rest) => Vec::new(),
        zone if MERIDIANS.contains(&zone) => vec![(zone * 3, rest)],
        zone if WIDE_ZONES.contains(&zone) => vec![(zone * 6 - 3, rest)],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn frames(first: f64, second: f64) -> Vec<String> {
        readings(first, second, Datum::Wgs84).iter().map(|reading| reading.frame.word()).collect()
    }

    fn at(first: f64, second: f64, frame: Frame) -> (f64, f64) {
        let found = readings(first, second, Datum::Wgs84);
        let reading = found.iter().find(|reading| reading.frame == frame).unwrap();
        (reading.lng, reading.lat)
    }

    fn close(found: (f64, f64), expected: (f64, f64)) -> bool {
        (found.0 - expected.0).abs() < 2e-3 && (found.1 - expected.1).abs() < 2e-3
    }

    #[test]
    fn degrees_swapped_and_packed() {
        assert_eq!(frames(116.397, 39.909), ["degrees"]);
        assert_eq!(frames(39.909, 116.397), ["swapped"]);
        assert_eq!(frames(116.2349, 39.5430), ["degrees", "minutes"]);
        assert!(close(at(116.2349, 39.5430, Frame::Minutes), (116.396_9, 39.908_3)));
        assert_eq!(frames(2.35, 48.85), Vec::<String>::new());
        assert_eq!(frames(0.0, 0.0), Vec::<String>::new());
    }

    #[test]
    fn whole_numbers_of_small_parts() {
        assert!(close(at(116_397_000.0, 39_909_000.0, Frame::Scaled), (116.397, 39.909)));
        assert!(close(at(3_990_900.0, 11_639_700.0, Frame::Scaled), (116.397, 39.909)));
    }

    #[test]
    fn metres_of_web_maps_and_surveys_in_either_order() {
        // The point 116.397, 39.909, converted forward by the formulas of the projections.
        for (x, y) in [(12_957_254.8, 4_852_727.2), (4_852_727.2, 12_957_254.8)] {
            assert!(close(at(x, y, Frame::WebMercator), (116.397, 39.909)));
        }
        for (x, y) in [(39_448_439.0, 4_419_599.0), (4_419_599.0, 39_448_439.0)] {
            assert!(close(at(x, y, Frame::GaussKruger(117)), (116.397, 39.909)));
        }
        assert!(close(at(20_448_439.0, 4_419_599.0, Frame::GaussKruger(117)), (116.397, 39.909)));
        // Without the number of a zone every meridian is possible.
        assert!(frames(448_439.0, 4_419_599.0).len() > 10);
    }

    #[test]
    fn words_are_read_again() {
        for frame in [Frame::Degrees, Frame::WebMercator, Frame::GaussKruger(114)] {
            assert_eq!(frame.to_string().parse(), Ok(frame));
        }
        for word in ["gauss-kruger-115", "gauss-kruger-0", "none", ""] {
            assert_eq!(word.parse::<Frame>(), Err(UnknownFrame), "{word}");
        }
    }

    proptest! {
        #[test]
        fn every_reading_lies_in_the_country(
            first in prop_oneof![any::<f64>(), -5e7f64..5e7, -200f64..200.0],
            second in prop_oneof![any::<f64>(), -5e7f64..5e7, -200f64..200.0],
        ) {
            for reading in readings(first, second, Datum::Bd09) {
                prop_assert!(is_at_home(reading.position));
            }
        }
    }
}
