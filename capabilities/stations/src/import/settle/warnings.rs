//! What is said of a row that is settled.

use geo::Datum;

use crate::import::{
    alike::{ALIKE, Near},
    headings::Field,
    place,
    prepare::{ReadingText, Warning},
};

/// The coordinates lie in another datum, by where the station was known to be.
pub fn datum_warning(datum: Datum) -> Warning {
    let reading =
        |datum: Datum| ReadingText { value: datum.as_str().to_owned(), note: String::new() };
    Warning {
        readings: [datum, Datum::Wgs84].map(reading).into(),
        key: place::DATUM.to_owned(),
        ..Warning::plain(Field::Datum, "import.location-datum")
    }
}

/// Stations near a new one whose names are alike, each with its name and the metres to it.
pub fn alike_warning(near: &[Near]) -> Option<Warning> {
    let reading = |near: &Near| ReadingText {
        value: near.who.clone(),
        note: format!("{};{:.0}", near.name, near.metres),
    };
    let readings: Vec<ReadingText> = near.iter().map(reading).collect();
    let warning = || Warning { readings, ..Warning::plain(Field::Name, ALIKE) };
    (!near.is_empty()).then(warning)
}
