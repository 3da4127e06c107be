//! The rows of a list as they are kept while somebody decides about it, so that they can be looked
//! at page by page and the rejected ones be taken away.

use std::time::Duration;

use db::{Db, Tx};
use kernel::{Progress, Result};
use serde::{Deserialize, Serialize};

use crate::{
    import::{ALIKE, Choices, Done, Outcome, Watch, prepare::Prepared},
    importing::{
        ImportId,
        summary::{Gatherer, Summary},
        to_json,
    },
    store::{self, imports::KeptRow},
};

/// Rows that are written in one step, far below the 50 milliseconds of the contract.
const STEP: usize = 100;
/// Rows of a preview that are listed one by one; rejected ones always are.
const MOST_LISTED: u64 = 100_000;
/// Rows that are forgotten in one step.
const FORGET: i64 = 1_000;

/// What a person recognises a row by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shown {
    /// Name.
    pub name: String,
    /// Code of the division; empty when it could not be told.
    pub division: String,
    /// Address.
    pub address: String,
    /// Hours as they are written.
    pub hours: String,
    /// Coordinates as they are written, `lng, lat`.
    pub place: String,
    /// Number of the station that it is.
    pub number: Option<String>,
    /// Codes of its warnings.
    pub notes: Vec<String>,
    /// Stations that it may be: number or `line:17`, name and metres, with semicolons between.
    pub alike: Vec<String>,
    /// Its cells, when it was rejected.
    pub cells: Vec<String>,
}

impl Shown {
    /// What is shown of a row.
    pub fn of(done: &Done) -> Self {
        let draft = &done.row.draft;
        let mut notes: Vec<String> = Vec::new();
        for warning in &done.row.warnings {
            if !notes.iter().any(|note| note == warning.code) {
                notes.push(warning.code.to_owned());
            }
        }
        let place = draft.location.map(|at| format!("{}, {}", at.lng, at.lat));
        let rejected = matches!(done.outcome, Outcome::Rejected(_));
        Self {
            name: draft.name.clone(),
            division: done.row.division.map(|one| one.code.to_owned()).unwrap_or_default(),
            address: draft.address.clone().unwrap_or_default(),
            hours: draft.hours_text.clone().unwrap_or_default(),
            place: place.unwrap_or_default(),
            number: done.number.clone().filter(|number| !number.is_empty()),
            notes,
            alike: alike(&done.row),
            cells: if rejected { done.row.cells.clone() } else { Vec::new() },
        }
    }
}

fn alike(row: &Prepared) -> Vec<String> {
    let warnings = row.warnings.iter().filter(|warning| warning.code == ALIKE);
    let readings = warnings.flat_map(|warning| &warning.readings);
    readings.map(|reading| format!("{};{}", reading.value, reading.note)).collect()
}

/// A row as it is kept, `seq` from 1.
pub fn kept_row(seq: u64, done: &Done, shown: &Shown) -> db::Result<KeptRow> {
    let code = match done.outcome {
        Outcome::Rejected(code) => Some(code.to_owned()),
        _ => None,
    };
    Ok(KeptRow {
        seq: seq.cast_signed(),
        line: i64::try_from(done.row.line).unwrap_or(i64::MAX),
        outcome: done.outcome.as_str().to_owned(),
        doubtful: code.is_none() && !done.row.warnings.is_empty(),
        code,
        content: to_json(shown)?,
    })
}

/// Watches a list being read for its preview: keeps its rows and tells how far it is.
pub struct Keeper<'a> {
    db: &'a Db,
    import: ImportId,
    progress: &'a dyn Progress,
    gatherer: Gatherer,
    waiting: Vec<KeptRow>,
    seq: u64,
    rows: u64,
    listed: u64,
}

impl<'a> Keeper<'a> {
    /// The keeper of a preview.
    pub fn new(db: &'a Db, import: ImportId, progress: &'a dyn Progress) -> Self {
        let gatherer = Gatherer::default();
        let waiting = Vec::with_capacity(STEP);
        Self { db, import, progress, gatherer, waiting, seq: 0, rows: 0, listed: 0 }
    }

    /// Keeps what is still waiting and tells what was found.
    pub fn finish(mut self, before: &Summary, choices: &Choices) -> Result<Summary> {
        self.flush()?;
        // It is over anyhow, so nothing hangs on whether it should be let go.
        self.progress.report(self.rows, self.rows);
        let summary = self.gatherer.finish(before, choices);
        Ok(Summary { listed: self.listed, ..summary })
    }

    fn flush(&mut self) -> Result<()> {
        let (import, rows) = (self.import, std::mem::take(&mut self.waiting));
        if rows.is_empty() {
            return Ok(());
        }
        let write = move |tx: &mut Tx<'_>| {
            rows.iter().try_for_each(|row| store::imports::insert_row(tx, import, row))
        };
        Ok(self.db.write_blocking(write)?)
    }
}

impl Watch for Keeper<'_> {
    fn row(&mut self, done: &Done) -> Result<()> {
        self.gatherer.note(done);
        self.seq += 1;
        let rejected = matches!(done.outcome, Outcome::Rejected(_));
        if !rejected && self.listed >= MOST_LISTED {
            return Ok(());
        }
        self.listed += 1;
        self.waiting.push(kept_row(self.seq, done, &Shown::of(done))?);
        if self.waiting.len() >= STEP { self.flush() } else { Ok(()) }
    }

    fn step(&mut self, rows: u64, _: Duration) -> bool {
        self.rows = rows;
        self.progress.report(rows, 0)
    }
}

/// Forgets every row of a list, in short steps.
pub fn forget(db: &Db, import: ImportId) -> Result<()> {
    let mut last = db.read_blocking(move |tx| store::imports::last_seq(tx, import))?;
    while last > 0 {
        last = (last - FORGET).max(0);
        db.write_blocking(move |tx| store::imports::delete_rows_after(tx, import, last))?;
    }
    Ok(())
}
