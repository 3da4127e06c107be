//! From a row of a list to a station that may be registered: its cells read, its division told,
//! and every doubt kept with its readings. No SQL.

use std::collections::HashMap;

use documents::table::Row;
use geo::{Division, Hints, Resolution, divisions, resolve, resolve::Doubt as DivisionDoubt};
use serde::{Deserialize, Serialize};

use super::{
    headings::{Field, Mapping},
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

/// Reads a row.
pub fn prepare(row: Row, mapping: &Mapping, context: &Context, choices: &Choices) -> Prepared {
    let reading = read_row(&row.cells, mapping, context);
    let mut draft = reading.fields;
    let mut warnings: Vec<Warning> =
        reading.doubts.into_iter().map(|doubt| warning(doubt, &draft)).collect();
    choose_hours(&mut draft, &mut warnings, choices);
    let mut rejected = row.problem.or(reading.rejected);
    let mut division = None;
    if rejected.is_none() {
        let told = tell_division(&draft, choices);
        warnings.extend(told.warnings);
        rejected = told.rejected;
        division = told.division;
    }
    Prepared { line: row.line, cells: row.cells, draft, division, warnings, rejected }
}

fn warning(doubt: Doubt, draft: &StationDraft) -> Warning {
    let hours = (doubt.field == Field::Hours && !doubt.readings.is_empty())
        .then(|| draft.hours_text.clone())
        .flatten();
    let reading =
        |reading: super::row::Alternative| ReadingText { value: reading.value, note: reading.note };
    Warning {
        readings: doubt.readings.into_iter().map(reading).collect(),
        key: hours.clone().unwrap_or_default(),
        text: hours.unwrap_or_default(),
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

struct Told {
    division: Option<&'static Division>,
    warnings: Vec<Warning>,
    rejected: Option<&'static str>,
}

fn tell_division(draft: &StationDraft, choices: &Choices) -> Told {
    let hints = &draft.division;
    let names: Vec<&str> = hints.names.iter().map(String::as_str).collect();
    let resolution = resolve(&Hints {
        code: hints.code.as_deref(),
        names: &names,
        address: draft.address.as_deref(),
        title: Some(&draft.name),
        within: hints.within.as_deref(),
        position: draft.location.map(|location| location.position),
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
