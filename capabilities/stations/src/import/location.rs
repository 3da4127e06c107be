//! Coordinates out of cells: decimal degrees, degrees with minutes, metres, both in one cell. What
//! the numbers mean is told in `place`, once it is known where the row belongs.

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
pub enum Written {
    /// Two numbers: the one of the column of longitudes, or what is said to point east, first.
    Numbers(f64, f64),
    /// None, and why: `import.no-location`, `import.location-form` (not numbers),
    /// `import.location-incomplete` (one of two), `import.location-zero` (0,0), `import.datum`.
    Missing(&'static str),
}

impl Default for Written {
    fn default() -> Self {
        Self::Missing("import.no-location")
    }
}

/// Reads longitude and latitude; the first cell may hold both.
pub fn written(lng: Option<&str>, lat: Option<&str>) -> Written {
    let pair = match (lng, lat) {
        (None, None) => return Written::default(),
        (Some(text), None) | (None, Some(text)) => match both(text) {
            Ok(pair) => pair,
            Err(code) => return Written::Missing(code),
        },
        (Some(lng), Some(lat)) => in_order((lng, degrees(lng)), (lat, degrees(lat))),
    };
    match pair {
        (Some(lng), Some(lat)) if lng.is_finite() && lat.is_finite() => {
            // Zero is exact here: it is what a database writes for nothing.
            if lng.abs() + lat.abs() < f64::EPSILON {
                return Written::Missing("import.location-zero");
            }
            Written::Numbers(lng, lat)
        }
        _ => Written::Missing("import.location-form"),
    }
}

type Pair = (Option<f64>, Option<f64>);

/// Two numbers out of one cell.
fn both(text: &str) -> Result<Pair, &'static str> {
    let halves: Vec<&str> = text
        .split([',', '，', ';', '；', '/', '|'])
        .filter(|half| !half.trim().is_empty())
        .collect();
    if let [first, second] = halves.as_slice() {
        return Ok(in_order((first, degrees(first)), (second, degrees(second))));
    }
    let numbers = numbers(text).ok_or("import.location-form")?;
    let half = numbers.len() / 2;
    match numbers.len() {
        2 | 4 | 6 => {}
        _ => return Err("import.location-incomplete"),
    }
    let pair = (of_parts(&numbers[..half]), of_parts(&numbers[half..]));
    // `北纬39°54′东经116°23′`: the words say which is which.
    let (north, east) = (first_of(text, NORTH), first_of(text, EAST));
    let north_first = north.zip(east).is_some_and(|(north, east)| north < east);
    Ok(if north_first { (pair.1, pair.0) } else { pair })
}

const NORTH: &[char] = &['北', '南', '纬', 'N', 'S', 'n', 's'];
const EAST: &[char] = &['东', '西', '经', 'E', 'W', 'e', 'w'];

fn first_of(text: &str, words: &[char]) -> Option<usize> {
    text.find(words)
}

/// East before north, where each says in words what it is; else as written.
fn in_order(first: (&str, Option<f64>), second: (&str, Option<f64>)) -> Pair {
    let says_north = |text: &str| text.contains(NORTH) && !text.contains(EAST);
    let says_east = |text: &str| text.contains(EAST) && !text.contains(NORTH);
    // A number with an exponent says nothing.
    let is_plain = |text: &str| text.trim().parse::<f64>().is_ok();
    let turned = says_north(first.0) && says_east(second.0) && !is_plain(second.0);
    if turned { (second.1, first.1) } else { (first.1, second.1) }
}

/// The datum as lists name it; `None` when the word is none of the three.
pub fn datum(text: &str) -> Option<Datum> {
    if let Ok(datum) = text.parse() {
        return Some(datum);
    }
    let text = text.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["百度", "baidu", "bd09", "bd-09", "bd_09"]) || text == "bd" {
        Some(Datum::Bd09)
    } else if has(&["高德", "腾讯", "火星", "amap", "gcj", "国测局"]) {
        Some(Datum::Gcj02)
    } else if has(&["wgs", "gps", "cgcs2000", "天地图", "北斗", "4326", "4490"]) {
        Some(Datum::Wgs84)
    } else {
        None
    }
}

/// Degrees: `116.397`, `东经116.397°`, `116°23′49.2″`, `116 23 49`; metres as they are.
fn degrees(text: &str) -> Option<f64> {
    if let Ok(number) = text.trim().parse() {
        return Some(number);
    }
    let negative = text.trim_start().starts_with('-') || text.contains(['W', 'S', '西', '南']);
    let value = of_parts(&numbers(text)?)?;
    Some(if negative { -value } else { value })
}

/// Degrees with minutes and seconds, as far as they are given.
fn of_parts(parts: &[f64]) -> Option<f64> {
    match parts {
        [degrees] => Some(*degrees),
        [degrees, minutes] if *minutes < 60.0 => Some(degrees + minutes / 60.0),
        [degrees, minutes, seconds] if *minutes < 60.0 && *seconds < 60.0 => {
            Some(degrees + minutes / 60.0 + seconds / 3600.0)
        }
        _ => None,
    }
}

/// The numbers of a text in which nothing else stands but signs and words of coordinates.
fn numbers(text: &str) -> Option<Vec<f64>> {
    let known = |c: char| c.is_ascii_digit() || c == '.';
    let noise = "+-°度′'’分″\"”秒 \u{3000}东西南北经纬NESWnesw:：";
    if !text.chars().all(|c| known(c) || noise.contains(c)) {
        return None;
    }
    let parts = text.split(|c| !known(c)).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().ok()).collect()
}
