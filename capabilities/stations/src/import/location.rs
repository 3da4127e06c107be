//! Coordinates out of cells: decimal degrees, degrees with minutes, both in one cell.

use geo::{Datum, Position};

/// A position as the list gave it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coordinates {
    /// Degrees east in `datum`.
    pub lng: f64,
    /// Degrees north in `datum`.
    pub lat: f64,
    /// The system they are given in.
    pub datum: Datum,
    /// The same in WGS-84.
    pub position: Position,
}

/// What the cells say about the place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Location {
    /// Inside the country.
    Given(Coordinates),
    /// Only when longitude and latitude change places do they lie inside the country.
    Swapped {
        /// As the columns say.
        written: (f64, f64),
        /// The other way round.
        swapped: Coordinates,
    },
    /// No coordinates, and why: `import.no-location`, `import.location-form` (not numbers),
    /// `import.location-incomplete` (one of two), `import.location-zero` (0,0),
    /// `import.location-outside` (outside the country).
    Missing(&'static str),
}

/// Reads longitude and latitude; the first cell may hold both.
pub fn location(lng: Option<&str>, lat: Option<&str>, datum: Datum) -> Location {
    let (lng, lat) = match (lng, lat) {
        (None, None) => return Location::Missing("import.no-location"),
        (Some(both), None) => match both.split_once([',', '，', ';', '；', ' ']) {
            Some((lng, lat)) => (degrees(lng), degrees(lat)),
            None => return Location::Missing("import.location-incomplete"),
        },
        (None, Some(_)) => return Location::Missing("import.location-incomplete"),
        (Some(lng), Some(lat)) => (degrees(lng), degrees(lat)),
    };
    let (Some(lng), Some(lat)) = (lng, lat) else {
        return Location::Missing("import.location-form");
    };
    // Zero is exact here: it is what a database writes for nothing.
    if lng.abs() + lat.abs() < f64::EPSILON {
        return Location::Missing("import.location-zero");
    }
    if let Some(given) = inside(lng, lat, datum) {
        return Location::Given(given);
    }
    match inside(lat, lng, datum) {
        Some(swapped) => Location::Swapped { written: (lng, lat), swapped },
        None => Location::Missing("import.location-outside"),
    }
}

fn inside(lng: f64, lat: f64, datum: Datum) -> Option<Coordinates> {
    let position = Position::from_datum(datum, lng, lat).ok()?;
    position.in_china_box().then_some(Coordinates { lng, lat, datum, position })
}

/// The datum as lists name it; `None` when the word is none of the three.
pub fn datum(text: &str) -> Option<Datum> {
    if let Ok(datum) = text.parse() {
        return Some(datum);
    }
    let text = text.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["百度", "baidu", "bd"]) {
        Some(Datum::Bd09)
    } else if has(&["高德", "腾讯", "火星", "amap", "gcj", "国测局"]) {
        Some(Datum::Gcj02)
    } else if has(&["wgs", "gps", "cgcs2000", "天地图", "北斗", "4326", "4490"]) {
        Some(Datum::Wgs84)
    } else {
        None
    }
}

/// Degrees: `116.397`, `东经116.397°`, `116°23′49.2″`, `116 23 49`.
fn degrees(text: &str) -> Option<f64> {
    let negative = text.trim_start().starts_with('-') || text.contains(['W', 'S', '西', '南']);
    let known = |c: char| c.is_ascii_digit() || c == '.';
    let noise = "+-°度′'分″\"秒 \u{3000}东西南北经纬NESWnesw:：";
    if !text.chars().all(|c| known(c) || noise.contains(c)) {
        return None;
    }
    let parts: Vec<f64> = text
        .split(|c| !known(c))
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let value = match parts.as_slice() {
        [degrees] => *degrees,
        [degrees, minutes] if *minutes < 60.0 => degrees + minutes / 60.0,
        [degrees, minutes, seconds] if *minutes < 60.0 && *seconds < 60.0 => {
            degrees + minutes / 60.0 + seconds / 3600.0
        }
        _ => return None,
    };
    Some(if negative { -value } else { value })
}
