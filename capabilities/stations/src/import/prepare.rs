//! From a row of a list to a station that may be registered: its cells read, its division told,
//! and every doubt kept with its readings. No SQL.

use std::collections::HashMap;

use documents::table::Row;
use geo::{
    Datum, Division, Hints, Position, Resolution, divisions, resolve,
    resolve::Doubt as DivisionDoubt, written,
};
use serde::{Deserialize, Serialize};

use super::{
    headings::{Field, Mapping},
    location::Written,
    place::{self, PlaceDoubt, PlaceReading},
    row::{Context, DivisionHints, Doubt, StationDraft, read_row},
};
use crate::hours::WeeklyHours;

/// What a person chose where a list can be read in more than one way. One choice holds for every
/// row that is written the same way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// Hours in the store's notation, by the text of the cell.
    pub hours: HashMap<String, String>,
    /// Code of a division, by [`Warning::key`].
    pub divisions: HashMap<String, String>,
    /// Days, by the text of the cell.
    pub days: HashMap<String, String>,
    /// How coordinates are read, by what is doubtful about them; and their datum
    /// ([`place::DATUM`]), where a list does not say it.
    pub places: HashMap<String, String>,
    /// The sheet of a workbook that is read; the first that holds anything unless chosen.
    pub sheet: Option<String>,
}

impl Choices {
    /// Those that settle doubts about a field.
    pub fn of_field(&self, field: &str) -> &HashMap<String, String> {
        match Field::parse(field) {
            Some(Field::Hours) => &self.hours,
            Some(Field::Opened) => &self.days,
            Some(Field::Lng | Field::Datum) => &self.places,
            _ => &self.divisions,
        }
    }

    /// The same, to be changed.
    pub fn of_field_mut(&mut self, field: &str) -> &mut HashMap<String, String> {
        match Field::parse(field) {
            Some(Field::Hours) => &mut self.hours,
            Some(Field::Opened) => &mut self.days,
            Some(Field::Lng | Field::Datum) => &mut self.places,
            _ => &mut self.divisions,
        }
    }

    /// The datum that was chosen for coordinates without one.
    pub fn datum(&self) -> Option<Datum> {
        self.places.get(place::DATUM)?.parse().ok()
    }
}

/// One way to read something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadingText {
    /// The value: a division code, hours in the store's notation, coordinates.
    pub value: String,
    /// What it was read from, or the source's own words.
    pub note: String,
}

/// Something about a row that a person should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// The field in doubt, as the contract names it.
    pub field: &'static str,
    /// What is doubtful.
    pub code: &'static str,
    /// What it may mean, the likeliest first.
    pub readings: Vec<ReadingText>,
    /// The same for all rows that are written this way; empty when there is nothing to choose.
    pub key: String,
    /// What the cells say.
    pub text: String,
}

impl Warning {
    /// A warning without readings.
    pub fn plain(field: Field, code: &'static str) -> Self {
        Self {
            field: field.as_str(),
            code,
            readings: Vec::new(),
            key: String::new(),
            text: String::new(),
        }
    }
}

/// A row that was read.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// Where it begins in the file.
    pub line: u64,
    /// Its cells as they stood there.
    pub cells: Vec<String>,
    /// What they say.
    pub draft: StationDraft,
    /// The division: certain, chosen, or the best reading with a warning.
    pub division: Option<&'static Division>,
    /// What a person should look at.
    pub warnings: Vec<Warning>,
    /// Why it cannot be taken, whatever is known already.
    pub rejected: Option<&'static str>,
}

impl Prepared {
    /// Whether it has coordinates of which nobody says the datum.
    pub fn lacks_datum(&self) -> bool {
        self.draft.datum.is_none() && self.draft.location.is_some()
    }
}

/// Reads a row.
pub fn prepare(row: Row, mapping: &Mapping, context: &Context, choices: &Choices) -> Prepared {
    let reading = read_row(&row.cells, mapping, context);
    let mut draft = reading.fields;
    let mut warnings: Vec<Warning> =
        reading.doubts.into_iter().map(|doubt| warning(doubt, &draft)).collect();
    choose_hours(&mut draft, &mut warnings, choices);
    choose_day(&mut draft, &mut warnings, choices);
    if row.hidden {
        warnings.push(Warning::plain(Field::Name, "import.hidden-row"));
    }
    let mut rejected = row.problem.or(reading.rejected);
    let mut division = None;
    if rejected.is_none() {
        let told = tell_place(&mut draft, choices);
        warnings.extend(told.warnings);
        rejected = told.rejected;
        division = told.division;
    }
    Prepared { line: row.line, cells: row.cells, draft, division, warnings, rejected }
}

fn warning(doubt: Doubt, draft: &StationDraft) -> Warning {
    let text = match doubt.field {
        _ if doubt.readings.is_empty() => None,
        Field::Hours => draft.hours_text.clone(),
        Field::Opened => draft.opened_text.clone(),
        _ => None,
    };
    let reading =
        |reading: super::row::Alternative| ReadingText { value: reading.value, note: reading.note };
    Warning {
        readings: doubt.readings.into_iter().map(reading).collect(),
        key: text.clone().unwrap_or_default(),
        text: text.unwrap_or_default(),
        ..Warning::plain(doubt.field, doubt.code)
    }
}

/// A chosen reading is as good as a certain one, so that its doubts are settled.
fn choose_hours(draft: &mut StationDraft, warnings: &mut Vec<Warning>, choices: &Choices) {
    let Some(text) = draft.hours_text.as_deref() else { return };
    let chosen = choices.hours.get(text).and_then(|notation| notation.parse().ok());
    let Some(chosen): Option<WeeklyHours> = chosen else { return };
    draft.hours = Some(chosen).filter(|hours| !hours.is_empty());
    warnings.retain(|warning| warning.field != Field::Hours.as_str());
}

fn choose_day(draft: &mut StationDraft, warnings: &mut Vec<Warning>, choices: &Choices) {
    let Some(text) = draft.opened_text.as_deref() else { return };
    let chosen = choices.days.get(text).and_then(|day| day.parse().ok());
    if chosen.is_some() {
        draft.opened = chosen;
        warnings.retain(|warning| warning.field != Field::Opened.as_str());
    }
}

struct Told {
    division: Option<&'static Division>,
    warnings: Vec<Warning>,
    rejected: Option<&'static str>,
}

/// The division, and the place that the coordinates mean there.
fn tell_place(draft: &mut StationDraft, choices: &Choices) -> Told {
    let Written::Numbers(first, second) = draft.written else {
        return tell_division(draft, None, choices);
    };
    let datum = draft.datum.unwrap_or_default();
    let plain = written::plain(first, second, datum).map(|reading| reading.position);
    let mut told = tell_division(draft, plain, choices);
    // Coordinates that lie far from everything that was said say nothing about the division; that
    // they do is a doubt about them.
    let disagrees = DivisionDoubt::PositionDisagrees.as_str();
    if told.warnings.iter().any(|warning| warning.code == disagrees) {
        told = tell_division(draft, None, choices);
    }
    let located = place::locate((first, second), datum, told.division, choices);
    draft.location = located.coordinates;
    told.warnings.extend(located.doubt.map(|doubt| place_warning(&doubt, told.division)));
    told
}

fn place_warning(doubt: &PlaceDoubt, division: Option<&Division>) -> Warning {
    let seat = division.map(|division| division.code).unwrap_or_default();
    let reading = |reading: &PlaceReading| ReadingText {
        value: reading.value.clone(),
        note: place::note(reading, seat),
    };
    let written = doubt.readings.iter().find(|reading| reading.value == place::NONE);
    Warning {
        readings: doubt.readings.iter().map(reading).collect(),
        key: if doubt.readings.is_empty() { String::new() } else { doubt.code.to_owned() },
        text: written.map(|one| format!("{}, {}", one.lng, one.lat)).unwrap_or_default(),
        ..Warning::plain(Field::Lng, doubt.code)
    }
}

fn tell_division(draft: &StationDraft, position: Option<Position>, choices: &Choices) -> Told {
    let hints = &draft.division;
    let names: Vec<&str> = hints.names.iter().map(String::as_str).collect();
    let resolution = resolve(&Hints {
        code: hints.code.as_deref(),
        names: &names,
        address: draft.address.as_deref(),
        title: Some(&draft.name),
        within: hints.within.as_deref(),
        position,
    });
    let (best, readings) = match &resolution {
        Resolution::Certain(division) => {
            return Told { division: Some(division), warnings: Vec::new(), rejected: None };
        }
        Resolution::Doubtful { best, readings, .. } => (Some(*best), readings.as_slice()),
        Resolution::Unknown(_) => (None, &[][..]),
    };
    let readings: Vec<ReadingText> = readings
        .iter()
        .map(|reading| ReadingText {
            value: reading.division.code.to_owned(),
            note: reading.reason.as_str().to_owned(),
        })
        .collect();
    let key = key(hints, &readings);
    let chosen = choices.divisions.get(&key).and_then(|code| divisions::get(code));
    if let Some(chosen) = chosen.filter(|division| is_county_or_town(division)) {
        return Told { division: Some(chosen), warnings: Vec::new(), rejected: None };
    }
    let doubts = resolution.doubts();
    let warning = |doubt: &DivisionDoubt| Warning {
        readings: readings.clone(),
        key: if readings.is_empty() { String::new() } else { key.clone() },
        text: said(hints),
        ..Warning::plain(Field::Division, doubt.as_str())
    };
    let warnings = doubts.iter().map(warning).collect();
    // A seat that happens to be near is no division that was told.
    let only_near = doubts.contains(&DivisionDoubt::FromPosition);
    let division = best.filter(|division| is_county_or_town(division) && !only_near);
    let rejected = division.is_none().then(|| {
        // What keeps it from being told, before what is merely odd about it.
        let telling = [DivisionDoubt::TooBroad, DivisionDoubt::FromPosition];
        let telling = telling.into_iter().find(|doubt| doubts.contains(doubt));
        telling.or(doubts.first().copied()).unwrap_or(DivisionDoubt::Unknown).as_str()
    });
    Told { division, warnings, rejected }
}

fn is_county_or_town(division: &Division) -> bool {
    divisions::county_level(division.code).is_some()
}

fn said(hints: &DivisionHints) -> String {
    let code = hints.code.as_deref();
    code.into_iter().chain(hints.names.iter().map(String::as_str)).collect::<Vec<_>>().join(" ")
}

/// Rows that say the same and may be read the same ways.
fn key(hints: &DivisionHints, readings: &[ReadingText]) -> String {
    let codes: Vec<&str> = readings.iter().map(|reading| reading.value.as_str()).collect();
    format!("{}|{}", said(hints), codes.join(","))
}
