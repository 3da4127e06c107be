//! Plane coordinates in metres, as surveys and web maps write them, back to degrees.
//!
//! It does not tell which projection a pair of numbers is in; [`crate::written`] offers the ones
//! that fit.

use std::f64::consts::FRAC_PI_2;

/// Equatorial radius in metres of CGCS2000 and WGS-84 alike, and of the sphere of web maps.
const EQUATOR_M: f64 = 6_378_137.0;
/// Flattening of CGCS2000 (GB 22021), and the third flattening, which the series are in.
const F: f64 = 1.0 / 298.257_222_101;
const N: f64 = F / (2.0 - F);
/// Eastings count from so many metres west of the central meridian.
pub const FALSE_EASTING_M: f64 = 500_000.0;

/// Longitude and latitude in degrees of a point of the map projection of web maps (EPSG:3857),
/// in the datum of the map.
pub fn from_web_mercator(x: f64, y: f64) -> (f64, f64) {
    let lat = 2.0 * (y / EQUATOR_M).exp().atan() - FRAC_PI_2;
    ((x / EQUATOR_M).to_degrees(), lat.to_degrees())
}

/// Longitude and latitude in degrees of a point of the Gauss–Krüger projection on CGCS2000, with
/// the central meridian in degrees and the easting without the number of its zone. Krüger's
/// series to the fourth order: exact to millimetres within the ten degrees around the meridian.
pub fn from_gauss_kruger(meridian: f64, easting: f64, northing: f64) -> (f64, f64) {
    let (n2, n3, n4) = (N * N, N * N * N, N * N * N * N);
    let radius = EQUATOR_M / (1.0 + N) * (1.0 + n2 / 4.0 + n4 / 64.0);
    let beta = [
        N / 2.0 - 2.0 / 3.0 * n2 + 37.0 / 96.0 * n3 - n4 / 360.0,
        n2 / 48.0 + n3 / 15.0 - 437.0 / 1440.0 * n4,
        17.0 / 480.0 * n3 - 37.0 / 840.0 * n4,
        4397.0 / 161_280.0 * n4,
    ];
    let delta = [
        2.0 * N - 2.0 / 3.0 * n2 - 2.0 * n3 + 116.0 / 45.0 * n4,
        7.0 / 3.0 * n2 - 8.0 / 5.0 * n3 - 227.0 / 45.0 * n4,
        56.0 / 15.0 * n3 - 136.0 / 35.0 * n4,
        4279.0 / 630.0 * n4,
    ];
    let (xi, eta) = (northing / radius, (easting - FALSE_EASTING_M) / radius);
    let multiples = [2.0, 4.0, 6.0, 8.0];
    let terms = || multiples.into_iter().zip(beta);
    let xi_sphere = xi - terms().map(|(j, b)| b * (j * xi).sin() * (j * eta).cosh()).sum::<f64>();
    let eta_sphere = eta - terms().map(|(j, b)| b * (j * xi).cos() * (j * eta).sinh()).sum::<f64>();
    let conformal = (xi_sphere.sin() / eta_sphere.cosh()).asin();
    let correction = multiples.into_iter().zip(delta).map(|(j, d)| d * (j * conformal).sin());
    let lat = conformal + correction.sum::<f64>();
    let lng = eta_sphere.sinh().atan2(xi_sphere.cos());
    (meridian + lng.to_degrees(), lat.to_degrees())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(found: (f64, f64), expected: (f64, f64)) -> bool {
        (found.0 - expected.0).abs() < 1e-7 && (found.1 - expected.1).abs() < 1e-7
    }

    /// The forward series, to go there and back.
    fn gauss_kruger(meridian: f64, lng: f64, lat: f64) -> (f64, f64) {
        let (n2, n3, n4) = (N * N, N.powi(3), N.powi(4));
        let radius = EQUATOR_M / (1.0 + N) * (1.0 + n2 / 4.0 + n4 / 64.0);
        let alpha = [
            N / 2.0 - 2.0 / 3.0 * n2 + 5.0 / 16.0 * n3 + 41.0 / 180.0 * n4,
            13.0 / 48.0 * n2 - 3.0 / 5.0 * n3 + 557.0 / 1440.0 * n4,
            61.0 / 240.0 * n3 - 103.0 / 140.0 * n4,
            49_561.0 / 161_280.0 * n4,
        ];
        let e = 2.0 * N.sqrt() / (1.0 + N);
        let (sin, turn) = (lat.to_radians().sin(), (lng - meridian).to_radians());
        let t = (sin.atanh() - e * (e * sin).atanh()).sinh();
        let (xi, eta) = (t.atan2(turn.cos()), (turn.sin() / t.hypot(1.0)).atanh());
        let terms = || [2.0, 4.0, 6.0, 8.0].into_iter().zip(alpha);
        let north = xi + terms().map(|(j, a)| a * (j * xi).sin() * (j * eta).cosh()).sum::<f64>();
        let east = eta + terms().map(|(j, a)| a * (j * xi).cos() * (j * eta).sinh()).sum::<f64>();
        (FALSE_EASTING_M + radius * east, radius * north)
    }

    #[test]
    fn the_meridian_from_the_equator_to_45_degrees_has_its_published_length() {
        // GRS 80, whose ellipsoid CGCS2000 shares: 4,984,944.378 m.
        let found = from_gauss_kruger(117.0, 500_000.0, 4_984_944.378);
        assert!((found.0 - 117.0).abs() < 1e-9 && (found.1 - 45.0).abs() < 2e-8, "{found:?}");
    }

    #[test]
    fn web_maps_end_where_the_square_is_full() {
        let edge = EQUATOR_M * std::f64::consts::PI;
        let (lng, lat) = from_web_mercator(edge, edge);
        assert!(close((lng, lat), (180.0, 85.051_128_78)), "{lng} {lat}");
    }

    proptest! {
        #[test]
        fn there_and_back(lng in -4.0f64..4.0, lat in 3.0f64..54.0) {
            let (east, north) = gauss_kruger(114.0, 114.0 + lng, lat);
            let back = from_gauss_kruger(114.0, east, north);
            prop_assert!(close(back, (114.0 + lng, lat)), "{back:?}");
        }
    }
}
