//! What a reading of a list found, gathered for a person: doubts by how they are written, warnings
//! and rejections by their codes. Rows themselves are in `kept`.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

use documents::table::{Stored, Table};
use geo::Datum;
use serde::{Deserialize, Serialize};

use crate::import::{
    Choices, Done, Outcome,
    headings::Field,
    place,
    prepare::{ReadingText, Warning},
};

/// Rows of a list that are shown beside its headings.
pub const SAMPLES: usize = 3;
/// Characters of a cell that are shown there.
const SAMPLE_CHARS: usize = 40;
/// Lines that are named for each kind of finding.
const LINES: usize = 5;
/// Ways of writing that are offered for a choice; further ones are counted.
const DOUBTS: usize = 100;

/// One way to read something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Code of a division, hours in the store's notation, a way to read coordinates, a datum, a day.
    pub value: String,
    /// What it was read from, or the source's own words.
    pub note: String,
}

/// Rows with the same finding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Lines of the first rows.
    pub lines: Vec<u64>,
    /// How many rows.
    pub rows: u64,
}

impl Finding {
    /// Takes in a row, once: it may have the same finding twice.
    fn note(&mut self, line: u64) {
        if self.lines.last() == Some(&line) {
            return;
        }
        self.rows += 1;
        if self.lines.len() < LINES {
            self.lines.push(line);
        }
    }
}

/// Rows that are written alike and can be read in more than one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoubtGroup {
    /// `division`, `hours`, `lng` (how coordinates are read), `datum` or `opened`.
    pub field: String,
    /// What these rows have in common.
    pub key: String,
    /// What their cells say.
    pub text: String,
    /// What is doubtful about it.
    pub codes: Vec<String>,
    /// What it may mean, the likeliest first.
    pub readings: Vec<Reading>,
    /// The reading that was chosen.
    pub chosen: Option<String>,
    /// The rows.
    #[serde(flatten)]
    pub found: Finding,
}

/// What a reading found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Summary {
    /// The first rows, each cell cut.
    pub samples: Vec<Vec<String>>,
    /// What can be read in more than one way.
    pub doubts: Vec<DoubtGroup>,
    /// Ways of writing in doubt beyond those.
    pub more_doubts: u64,
    /// Rows that were rejected, by code.
    pub rejects: BTreeMap<String, Finding>,
    /// Rows that are taken with a warning, by code.
    pub warnings: BTreeMap<String, Finding>,
    /// Rows that are taken with any warning.
    pub doubtful: u64,
    /// Rows that are listed one by one; the others are only counted.
    pub listed: u64,
    /// The sheet of a workbook that was read; empty for any other file.
    pub sheet: String,
    /// Visible sheets that hold something and were not read.
    pub other_sheets: Vec<String>,
}

impl Summary {
    /// Names the sheets of a workbook: the one that is read, and the others.
    pub fn name_sheets(&mut self, table: &Table) {
        self.other_sheets = table.other_sheets().to_vec();
        if let Stored::Sheet { name } = &table.stored {
            self.sheet.clone_from(name);
        }
    }

    /// Takes in a row to be shown beside the headings, if there are not enough yet.
    pub fn sample(&mut self, cells: &[String]) {
        if self.samples.len() < SAMPLES {
            let cut = |cell: &String| cell.chars().take(SAMPLE_CHARS).collect();
            self.samples.push(cells.iter().map(cut).collect());
        }
    }

    /// How many rows wait for a choice. That a whole list does not say its datum is asked, but no
    /// doubt about its rows: without a word coordinates are WGS-84.
    pub fn rows_in_doubt(&self) -> u64 {
        let asks = |group: &&DoubtGroup| group.chosen.is_none() && !group.codes.is_empty();
        let open = self.doubts.iter().filter(asks);
        open.map(|group| group.found.rows).sum()
    }

    /// The choices with those in them that were made among these doubts: `picked` tells the value
    /// that was picked for a group. A value that was not offered, or none, takes a choice back.
    pub fn choose<'p>(
        &self,
        choices: &Choices,
        picked: impl Fn(&DoubtGroup) -> Option<&'p str>,
    ) -> Choices {
        let mut choices = choices.clone();
        for group in &self.doubts {
            let of_field = choices.of_field_mut(&group.field);
            let offered = |value: &&str| group.readings.iter().any(|one| one.value == **value);
            match picked(group).filter(offered) {
                Some(value) => of_field.insert(group.key.clone(), value.to_owned()),
                None => of_field.remove(&group.key),
            };
        }
        choices
    }
}

/// What was chosen for rows that are written alike.
fn chosen<'c>(choices: &'c Choices, group: &DoubtGroup) -> Option<&'c String> {
    choices.of_field(&group.field).get(&group.key)
}

/// Gathers a summary row by row.
#[derive(Default)]
pub struct Gatherer {
    summary: Summary,
    places: HashMap<(&'static str, String), Option<usize>>,
}

impl Gatherer {
    /// Goes on with what was gathered before.
    pub fn resume(summary: Summary) -> Self {
        let known = summary.doubts.iter().enumerate().filter_map(|(place, group)| {
            let field = Field::parse(&group.field)?;
            Some(((field.as_str(), group.key.clone()), Some(place)))
        });
        Self { places: known.collect(), summary }
    }

    /// What is gathered so far.
    pub fn so_far(&self) -> &Summary {
        &self.summary
    }

    /// Takes in a row.
    pub fn note(&mut self, done: &Done) {
        let line = done.row.line;
        self.summary.sample(&done.row.cells);
        let rejected = matches!(done.outcome, Outcome::Rejected(_));
        if let Outcome::Rejected(code) = done.outcome {
            self.summary.rejects.entry(code.to_owned()).or_default().note(line);
        }
        self.summary.doubtful += u64::from(!rejected && !done.row.warnings.is_empty());
        if !rejected && done.row.lacks_datum() {
            self.ask_for_datum(line);
        }
        let mut grouped: Vec<usize> = Vec::new();
        for warning in &done.row.warnings {
            if !rejected {
                self.summary.warnings.entry(warning.code.to_owned()).or_default().note(line);
            }
            let Some(place) = self.place(warning) else { continue };
            let group = &mut self.summary.doubts[place];
            if !group.codes.iter().any(|code| code == warning.code) {
                group.codes.push(warning.code.to_owned());
            }
            // Two doubts about one cell are one row.
            if !grouped.contains(&place) {
                grouped.push(place);
                group.found.note(line);
            }
        }
    }

    /// Coordinates without a datum: the list is asked for it once.
    fn ask_for_datum(&mut self, line: u64) {
        let reading =
            |datum: &Datum| Reading { value: datum.as_str().to_owned(), note: String::new() };
        let readings = [Datum::Wgs84, Datum::Gcj02, Datum::Bd09].iter().map(reading).collect();
        let field = Field::Datum.as_str();
        let Some(place) = self.group(field, place::DATUM, "", readings) else { return };
        self.summary.doubts[place].found.note(line);
    }

    /// The group of a warning that can be settled by a choice.
    fn place(&mut self, warning: &Warning) -> Option<usize> {
        if warning.key.is_empty() {
            return None;
        }
        self.group(warning.field, &warning.key, &warning.text, choosable(warning))
    }

    /// The group of rows that have a key in common, made with the first of them.
    fn group(
        &mut self,
        field: &'static str,
        key: &str,
        text: &str,
        readings: Vec<Reading>,
    ) -> Option<usize> {
        let own = (field, key.to_owned());
        if let Some(place) = self.places.get(&own) {
            return *place;
        }
        let place = if readings.is_empty() {
            None
        } else if self.summary.doubts.len() == DOUBTS {
            self.summary.more_doubts += 1;
            None
        } else {
            self.summary.doubts.push(DoubtGroup {
                field: field.to_owned(),
                key: key.to_owned(),
                text: text.to_owned(),
                codes: Vec::new(),
                readings,
                chosen: None,
                found: Finding::default(),
            });
            Some(self.summary.doubts.len() - 1)
        };
        self.places.insert(own, place);
        place
    }

    /// The summary, with the groups of `before` that `choices` settled in front: their rows carry
    /// no doubt any more, and a choice can still be changed.
    pub fn finish(self, before: &Summary, choices: &Choices) -> Summary {
        finished(self.summary, before, choices)
    }
}

/// A summary that is gathered to its end, with the groups of `before` that `choices` settled.
pub fn finished(mut summary: Summary, before: &Summary, choices: &Choices) -> Summary {
    let settled = before.doubts.iter().filter_map(|group| {
        let chosen = chosen(choices, group)?.clone();
        Some(DoubtGroup { chosen: Some(chosen), ..group.clone() })
    });
    let settled: Vec<DoubtGroup> = settled.collect();
    summary.doubts.retain(|group| {
        !settled.iter().any(|one| one.field == group.field && one.key == group.key)
    });
    // What most rows wait for comes first.
    summary.doubts.sort_by_key(|group| Reverse(group.found.rows));
    summary.doubts.splice(0..0, settled);
    summary
}

/// The readings that may be chosen: of divisions those at the level at which stations stand.
fn choosable(warning: &Warning) -> Vec<Reading> {
    let is_division = warning.field == Field::Division.as_str();
    let stands = |code: &str| !is_division || geo::divisions::county_level(code).is_some();
    let readings = warning.readings.iter().filter(|reading| stands(&reading.value));
    let reading = |reading: &ReadingText| Reading {
        value: reading.value.clone(),
        note: reading.note.clone(),
    };
    readings.map(reading).collect()
}
