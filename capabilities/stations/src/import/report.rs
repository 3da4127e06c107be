//! What became of a list, as a whole and row by row.

use org::UnitId;
use serde::{Deserialize, Serialize};

use super::{earlier::Earlier, prepare::Prepared};

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A new station.
    Created,
    /// A station that was known has other details now.
    Updated,
    /// A station that was known, with the same details.
    Unchanged,
    /// A station that is known by name and address alone, with other details: nothing changed.
    Duplicate,
    /// Not taken, and why.
    Rejected(&'static str),
}

impl Outcome {
    /// The word in the API and on pages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Duplicate => "duplicate",
            Self::Rejected(_) => "rejected",
        }
    }
}

/// A row, and what became of it.
#[derive(Clone, Debug)]
pub struct Done {
    /// The row, with its warnings.
    pub row: Prepared,
    /// What became of it.
    pub outcome: Outcome,
    /// The number of the station that it is.
    pub number: Option<String>,
    /// What was written; nothing by a dry run.
    pub wrote: Option<Wrote>,
}

/// What a row wrote.
#[derive(Clone, Debug)]
pub enum Wrote {
    /// A new station.
    Made(UnitId),
    /// Other details of a station, and what it was before.
    Changed(UnitId, Box<Earlier>),
}

/// What became of a list: `created` to `rejected` add up to `rows`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Rows below the headings.
    pub rows: u64,
    /// New stations.
    pub created: u64,
    /// Stations with other details than before.
    pub updated: u64,
    /// Stations that were known as they are.
    pub unchanged: u64,
    /// Known by name and address with other details; nothing changed.
    pub duplicates: u64,
    /// Not taken.
    pub rejected: u64,
    /// Things that a person should look at, in all rows.
    pub warnings: u64,
    /// Nothing was written.
    pub dry_run: bool,
    /// The headings of the file.
    pub headings: Vec<String>,
}

impl Report {
    /// Counts a row.
    pub fn count(&mut self, done: &Done) {
        self.rows += 1;
        self.warnings += done.row.warnings.len() as u64;
        match done.outcome {
            Outcome::Created => self.created += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Duplicate => self.duplicates += 1,
            Outcome::Rejected(_) => self.rejected += 1,
        }
    }
}
