//! Which place the coordinates of a row mean: told by the division that the row belongs to.
//!
//! Coordinates that lie where the row says it is are taken as they are. Where another reading of
//! the same numbers lies there, or none does, that is a doubt with its readings, and one choice
//! holds for every row that is in doubt in the same way.

use geo::{
    Datum, Division, seats,
    written::{self, Frame, Reading},
};

use super::{location::Coordinates, prepare::Choices};

/// The reading that leaves coordinates out.
pub const NONE: &str = "none";
/// The key of the choice of a datum, for lists that do not say theirs.
pub const DATUM: &str = "datum";
/// Readings that are named at most; further ones lie farther away.
const READINGS: usize = 3;

/// Where a row lies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Located {
    /// The place; none where it is missing or no reading is likely enough.
    pub coordinates: Option<Coordinates>,
    /// What is doubtful about it.
    pub doubt: Option<PlaceDoubt>,
}

/// Coordinates in doubt.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceDoubt {
    /// `import.location-outside` (no reading lies in the country), `import.location-far` (far from
    /// the division), `import.location-swapped`, `import.location-minutes`,
    /// `import.location-scaled` or `import.location-metres`.
    pub code: &'static str,
    /// How they may be read, the likeliest first; empty when they mean nothing.
    pub readings: Vec<PlaceReading>,
}

/// One way to read the coordinates.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceReading {
    /// A frame as [`Frame`] writes it, or [`NONE`].
    pub value: String,
    /// What it gives here; as written for [`NONE`].
    pub lng: f64,
    /// Degrees north of it.
    pub lat: f64,
    /// Metres to the seat of the division, where both are known.
    pub metres: Option<f64>,
}

/// What a reading gives, for a person: `lng,lat;division;metres`, as [`Example`] reads it.
pub fn note(reading: &PlaceReading, division: &str) -> String {
    let metres = reading.metres.map(|metres| format!("{metres:.0}")).unwrap_or_default();
    format!("{:.6},{:.6};{division};{metres}", reading.lng, reading.lat)
}

/// What a reading gives in the first row that is in doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Degrees, east first, or the numbers as written.
    pub place: String,
    /// Code of the division that the row belongs to; empty when it is not told.
    pub division: String,
    /// Metres from its seat.
    pub metres: Option<i64>,
}

impl Example {
    /// Reads a note.
    pub fn parse(note: &str) -> Option<Self> {
        let mut parts = note.split(';');
        let (place, division) = (parts.next()?.replace(',', ", "), parts.next()?.to_owned());
        Some(Self { place, division, metres: parts.next()?.parse().ok() })
    }
}

/// Tells the place of two numbers in a row that belongs to `division`.
pub fn locate(
    (first, second): (f64, f64),
    datum: Datum,
    division: Option<&Division>,
    choices: &Choices,
) -> Located {
    let fits = |reading: &Reading| {
        division.is_none_or(|division| seats::may_be_in(reading.position, division.code))
    };
    if let Some(plain) = written::plain(first, second, datum).filter(fits) {
        return taken(plain, datum);
    }
    let mut readings = written::readings(first, second, datum);
    let metres = |reading: &Reading| {
        division.and_then(|division| seats::distance_m(reading.position, division.code))
    };
    // Of meridians that a survey may count from, the one whose point is the nearest.
    readings.sort_by(|a, b| {
        let far = |reading: &Reading| {
            let of_survey = matches!(reading.frame, Frame::GaussKruger(_));
            (!fits(reading), if of_survey { metres(reading).unwrap_or(0.0) } else { 0.0 })
        };
        far(a).partial_cmp(&far(b)).unwrap_or(std::cmp::Ordering::Equal)
    });
    let Some(best) = readings.first().copied() else {
        let doubt = PlaceDoubt { code: "import.location-outside", readings: Vec::new() };
        return Located { coordinates: None, doubt: Some(doubt) };
    };
    let code = code(best.frame);
    if let Some(located) = chosen(code, &readings, datum, choices, fits) {
        return located;
    }
    let several_meridians = division.is_none() && readings.len() > 1;
    let likely = (fits(&best) && !several_meridians) || best.frame == Frame::Degrees;
    let written = PlaceReading { value: NONE.to_owned(), lng: first, lat: second, metres: None };
    let mut named: Vec<PlaceReading> = readings
        .iter()
        .take(READINGS)
        .map(|reading| PlaceReading {
            value: reading.frame.word(),
            lng: reading.lng,
            lat: reading.lat,
            metres: metres(reading),
        })
        .collect();
    // What is taken unless somebody chooses stands first.
    named.insert(if likely { named.len() } else { 0 }, written);
    let coordinates = if likely { taken(best, datum).coordinates } else { None };
    Located { coordinates, doubt: Some(PlaceDoubt { code, readings: named }) }
}

fn taken(reading: Reading, datum: Datum) -> Located {
    let Reading { lng, lat, position, frame } = reading;
    let of_survey = matches!(frame, Frame::GaussKruger(_));
    let datum = if of_survey { Datum::Wgs84 } else { datum };
    Located { coordinates: Some(Coordinates { lng, lat, datum, position }), doubt: None }
}

/// What was chosen for all rows in this doubt; a reading that does not lie where this row says it
/// is stays in doubt, unless that is the very doubt.
fn chosen(
    code: &str,
    readings: &[Reading],
    datum: Datum,
    choices: &Choices,
    fits: impl Fn(&Reading) -> bool,
) -> Option<Located> {
    let choice = choices.places.get(code)?;
    if choice == NONE {
        return Some(Located::default());
    }
    let frame: Frame = choice.parse().ok()?;
    let reading = readings.iter().find(|reading| reading.frame == frame)?;
    (fits(reading) || frame == Frame::Degrees).then(|| taken(*reading, datum))
}

fn code(frame: Frame) -> &'static str {
    match frame {
        Frame::Degrees => "import.location-far",
        Frame::Swapped => "import.location-swapped",
        Frame::Minutes => "import.location-minutes",
        Frame::Scaled => "import.location-scaled",
        Frame::WebMercator | Frame::GaussKruger(_) => "import.location-metres",
    }
}

#[cfg(test)]
mod tests {
    use geo::divisions;

    use super::*;

    fn at(first: f64, second: f64, code: &str, choices: &[(&str, &str)]) -> Located {
        let choices = choices.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let choices = Choices { places: choices.collect(), ..Choices::default() };
        locate((first, second), Datum::Wgs84, divisions::get(code), &choices)
    }

    fn told(located: &Located) -> (Option<(f64, f64)>, &'static str, Vec<String>) {
        let rounded = |number: f64| (number * 100.0).round() / 100.0;
        let place = located.coordinates.map(|at| (rounded(at.lng), rounded(at.lat)));
        let doubt = located.doubt.as_ref();
        let values = doubt.map(|doubt| doubt.readings.iter().map(|one| one.value.clone()));
        let code = doubt.map(|doubt| doubt.code).unwrap_or_default();
        (place, code, values.into_iter().flatten().collect())
    }

    const FUTIAN: &str = "440304";

    #[test]
    fn what_lies_in_its_division_is_taken_as_it_is() {
        assert_eq!(told(&at(114.05, 22.54, FUTIAN, &[])), (Some((114.05, 22.54)), "", vec![]));
    }

    #[test]
    fn other_readings_that_lie_there_are_doubts_with_both() {
        for (numbers, code, frame) in [
            ((22.54, 114.05), "import.location-swapped", "swapped"),
            ((114_050_000.0, 22_540_000.0), "import.location-scaled", "scaled"),
            ((12_695_987.9, 2_576_483.4), "import.location-metres", "web-mercator"),
            ((38_505_143.0, 2_493_600.0), "import.location-metres", "gauss-kruger-114"),
            ((2_493_600.0, 505_143.0), "import.location-metres", "gauss-kruger-114"),
        ] {
            let located = at(numbers.0, numbers.1, FUTIAN, &[]);
            let (place, found, readings) = told(&located);
            assert_eq!((place, found), (Some((114.05, 22.54)), code), "{numbers:?}");
            assert_eq!(
                (readings[0].as_str(), readings[readings.len() - 1].as_str()),
                (frame, NONE),
                "{numbers:?}"
            );
            let doubt = located.doubt.unwrap();
            assert!(doubt.readings[0].metres.is_some_and(|metres| metres < 10_000.0));
        }
    }

    #[test]
    fn what_lies_elsewhere_is_far_and_what_lies_nowhere_is_missing() {
        let (place, code, readings) = told(&at(116.4, 39.9, FUTIAN, &[]));
        assert_eq!((place, code), (Some((116.4, 39.9)), "import.location-far"));
        assert_eq!(readings, ["degrees", NONE]);
        let (place, code, readings) = told(&at(39.9, 116.4, FUTIAN, &[]));
        assert_eq!((place, code), (None, "import.location-swapped"));
        assert_eq!(readings, [NONE, "swapped"]);
        for numbers in [(2.35, 48.85), (126.98, 37.57), (-116.4, 39.9), (114.05, 0.0)] {
            let (place, code, readings) = told(&at(numbers.0, numbers.1, FUTIAN, &[]));
            let missing = (None, "import.location-outside", Vec::new());
            assert_eq!((place, code, readings), missing, "{numbers:?}");
        }
    }

    #[test]
    fn a_choice_settles_rows_that_are_in_the_same_doubt() {
        let swapped = [("import.location-swapped", "swapped")];
        assert_eq!(told(&at(22.54, 114.05, FUTIAN, &swapped)), (Some((114.05, 22.54)), "", vec![]));
        // Not where the reading lies elsewhere.
        assert_eq!(told(&at(39.9, 116.4, FUTIAN, &swapped)).1, "import.location-swapped");
        let none = [("import.location-far", NONE)];
        assert_eq!(told(&at(116.4, 39.9, FUTIAN, &none)), (None, "", vec![]));
        let kept = [("import.location-far", "degrees")];
        assert_eq!(told(&at(116.4, 39.9, FUTIAN, &kept)), (Some((116.4, 39.9)), "", vec![]));
        let nonsense = [("import.location-far", "web-mercator")];
        assert_eq!(told(&at(116.4, 39.9, FUTIAN, &nonsense)).1, "import.location-far");
    }
}
