//! What is written down of a list in the very transactions that write its rows: how far it is, what
//! was found, which stations it made or changed and how these were before. So an import that is cut
//! off goes on behind its last row, and one that is done can be taken back.

use db::Tx;
use kernel::Result;

use crate::{
    import::{Done, Ledger, Outcome, Report, Wrote},
    importing::{
        ImportId, from_json,
        kept::{Shown, kept_row},
        summary::{Gatherer, Summary},
        to_json,
    },
    store,
};

/// Rows with a warning that are kept one by one; rejected ones always are.
const MOST_KEPT: u64 = 20_000;

/// The journal of an import.
pub struct Journal {
    import: ImportId,
    gatherer: Gatherer,
    listed: u64,
}

/// How far an import is.
pub struct Progress {
    /// What came of the rows so far.
    pub report: Report,
    summary: Summary,
}

/// Where an import was left; nothing when none of its rows are written.
pub fn progress(tx: &mut Tx<'_>, import: ImportId) -> Result<Option<Progress>> {
    let Some((report, summary)) = store::import_journal::progress(tx, import)? else {
        return Ok(None);
    };
    Ok(Some(Progress { report: from_json(&report)?, summary: from_json(&summary)? }))
}

/// What was found in the rows of an import so far.
pub fn summary(tx: &mut Tx<'_>, import: ImportId) -> Result<Summary> {
    Ok(progress(tx, import)?.map(|left| left.summary).unwrap_or_default())
}

impl Journal {
    /// The journal of an import that goes on where it was left.
    pub fn of(import: ImportId, left: Option<Progress>) -> Self {
        let summary = left.map(|left| left.summary).unwrap_or_default();
        let listed = summary.listed;
        Self { import, gatherer: Gatherer::resume(summary), listed }
    }

    /// Writes down some rows, and returns what became of the list up to the last of them: report and
    /// summary as they are kept.
    pub fn rows(
        &mut self,
        tx: &mut Tx<'_>,
        revision: Option<i64>,
        report: &Report,
        rows: &[Done],
    ) -> Result<(String, String)> {
        let first = report.rows - rows.len() as u64;
        for (seq, done) in (first + 1..).zip(rows) {
            self.gatherer.note(done);
            self.keep(tx, seq, done)?;
            if let Some(revision) = revision {
                self.note_change(tx, revision, done)?;
            }
        }
        let summary = Summary { listed: self.listed, ..self.gatherer.so_far().clone() };
        Ok((to_json(report)?, to_json(&summary)?))
    }

    fn keep(&mut self, tx: &mut Tx<'_>, seq: u64, done: &Done) -> Result<()> {
        let rejected = matches!(done.outcome, Outcome::Rejected(_));
        let doubtful = !done.row.warnings.is_empty() && self.listed < MOST_KEPT;
        if !rejected && !doubtful {
            return Ok(());
        }
        self.listed += 1;
        let row = kept_row(seq, done, &Shown::of(done))?;
        Ok(store::imports::insert_row(tx, self.import, &row)?)
    }

    fn note_change(&self, tx: &mut Tx<'_>, revision: i64, done: &Done) -> Result<()> {
        let (station, earlier) = match &done.wrote {
            None => return Ok(()),
            Some(Wrote::Made(station)) => (*station, None),
            Some(Wrote::Changed(station, earlier)) => (*station, Some(to_json(earlier)?)),
        };
        let line = i64::try_from(done.row.line).unwrap_or(i64::MAX);
        let change = store::import_journal::Change { station, line, revision, earlier };
        Ok(store::import_journal::note_change(tx, self.import, &change)?)
    }
}

impl Ledger for Journal {
    fn step(
        &mut self,
        tx: &mut Tx<'_>,
        revision: Option<i64>,
        report: &Report,
        rows: &[Done],
    ) -> Result<()> {
        let (report, summary) = self.rows(tx, revision, report, rows)?;
        Ok(store::import_journal::save_progress(tx, self.import, &report, &summary)?)
    }
}
