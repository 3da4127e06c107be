//! Runs a list through: rows are read here and settled in steps, each a transaction of its own,
//! so that a serving node goes on beside it.

use std::{
    sync::Arc,
    time::{Duration, Instant as Stopwatch},
};

use db::{Db, Tx};
use documents::table::{Row, Table};
use kernel::{Error, Result};
use org::UnitId;
use parking_lot::Mutex;

use super::{
    alike::Neighbours,
    headings::{Field, Mapping},
    known::Known,
    odd_rows::{Above, odd},
    prepare::{Choices, Prepared, Warning, prepare},
    report::{Done, Report},
    row::Context,
    settle::Book,
};
use crate::station::Change;

/// A step aims at so long; the contract allows 50 ms.
const STEP: Duration = Duration::from_millis(30);
/// Rows of the first step, and of the longest.
const FIRST_STEP: usize = 100;
const LONGEST_STEP: usize = 2_000;

/// How a list is imported.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Columns that were named by hand.
    pub map: Vec<(Field, String)>,
    /// Code of the division of rows that do not say their own.
    pub within: Option<String>,
    /// Units below which rows are taken; `None`: everywhere.
    pub scope: Option<Vec<UnitId>>,
    /// Who imports: a person or token; nobody: the command line.
    pub by: Option<i64>,
    /// Write nothing.
    pub dry_run: bool,
    /// What was chosen where the list can be read in more than one way.
    pub choices: Choices,
}

/// Is told of each row, and of each step.
pub trait Watch {
    /// A row, and what became of it, in the order of the list.
    fn row(&mut self, done: &Done) -> Result<()>;
    /// So many rows are done, the last of them in a step that held the writer for so long; false
    /// to end here.
    fn step(&mut self, rows: u64, took: Duration) -> bool;
}

/// Is told of each step in the very transaction that writes it.
pub trait Ledger: Send {
    /// Some rows, and what became of the list up to the last of them. `revision` is that of the
    /// stations that they wrote, when they wrote any.
    fn step(
        &mut self,
        tx: &mut Tx<'_>,
        revision: Option<i64>,
        report: &Report,
        rows: &[Done],
    ) -> Result<()>;
}

/// Where a list is begun, and who writes down how far it is.
#[derive(Default)]
pub struct Start {
    /// What became of the rows that are written already; they are passed over.
    pub report: Report,
    /// Who writes it down; nobody for a dry run.
    pub ledger: Option<Box<dyn Ledger>>,
}

/// Watches nothing.
pub struct Unwatched;

impl Watch for Unwatched {
    fn row(&mut self, _: &Done) -> Result<()> {
        Ok(())
    }

    fn step(&mut self, _: u64, _: Duration) -> bool {
        true
    }
}

/// Why an import did not reach the last row.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is no table, or not one to the end; what was settled before stands.
    #[error("{0}")]
    Table(#[from] documents::table::Error),
    /// A column named by hand is not there.
    #[error("{0}")]
    Map(#[from] super::headings::MapError),
    /// The store refused; what was settled before stands.
    #[error("{0}")]
    Store(#[from] Error),
    /// The watcher ended it; what was settled before stands.
    #[error("ended before the last row")]
    Ended,
}

/// Imports a list. Rows that are settled stay settled whatever comes after them, and a second run
/// changes nothing of them. Blocks: for commands and jobs.
///
/// A list without a column for names is read to its end with every row rejected.
pub fn import_stations(
    db: &Db,
    table: &mut Table,
    options: &Options,
    watch: &mut dyn Watch,
) -> Result<Report, ImportError> {
    import_from(db, table, options, Start::default(), watch)
}

/// Imports the rest of a list, behind the rows that are written already.
pub fn import_from(
    db: &Db,
    table: &mut Table,
    options: &Options,
    start: Start,
    watch: &mut dyn Watch,
) -> Result<Report, ImportError> {
    let headings = table.headings.clone();
    let mut reader = RowReader::new(&headings, options)?;
    let book = db.read_blocking({
        let (options, headings) = (options.clone(), headings.clone());
        move |tx| book(tx, options, headings)
    })?;
    let written = start.report.rows;
    let report = Report { dry_run: options.dry_run, headings: headings.clone(), ..start.report };
    let desk = Desk { book, report, ledger: start.ledger };
    let mut run = Run {
        db,
        desk: Arc::new(Mutex::new(desk)),
        rows: written,
        step: FIRST_STEP,
        is_dry: options.dry_run,
    };
    let mut waiting = Vec::new();
    for (place, row) in (0..).zip(table.rows()?) {
        if place < written {
            reader.pass(row?);
            continue;
        }
        waiting.push(reader.read(row?));
        if waiting.len() >= run.step {
            run.settle(std::mem::take(&mut waiting), watch)?;
        }
    }
    run.settle(waiting, watch)?;
    let report = run.desk.lock().report.clone();
    Ok(report)
}

/// Reads the rows of a list, each with what the rows above it said.
struct RowReader<'o> {
    headings: &'o [String],
    mapping: Mapping,
    context: Context,
    choices: &'o Choices,
    above: Above,
}

impl<'o> RowReader<'o> {
    fn new(headings: &'o [String], options: &'o Options) -> Result<Self, ImportError> {
        let mapping = Mapping::with(headings, &options.map)?;
        let choices = &options.choices;
        let datum = choices.datum().or_else(|| mapping.datum(headings));
        let context = Context { within: options.within.clone(), datum };
        Ok(Self { headings, mapping, context, choices, above: Above::default() })
    }

    /// A row that is written already says what stands above the next one.
    fn pass(&mut self, mut row: Row) {
        if odd(&row.cells, self.headings, &self.mapping).is_none() {
            self.above.fill(&mut row.cells);
        }
    }

    fn read(&mut self, mut row: Row) -> Prepared {
        let odd = odd(&row.cells, self.headings, &self.mapping);
        let without = if odd.is_none() { self.above.fill(&mut row.cells) } else { Vec::new() };
        row.problem = row.problem.or(odd);
        let mut prepared = prepare(row, &self.mapping, &self.context, self.choices);
        let fields = without.into_iter().filter_map(|column| self.mapping.field(column));
        prepared.warnings.extend(fields.map(|field| Warning::plain(field, "import.nothing-above")));
        if !self.mapping.has(Field::Name) {
            prepared.rejected = Some("import.no-name-column");
        }
        prepared
    }
}

fn book(tx: &mut Tx<'_>, options: Options, headings: Vec<String>) -> Result<Book> {
    Ok(Book {
        scope: options.scope,
        today: tx.today(),
        tree: tx.cached()?,
        catalogue: tx.cached()?,
        headings,
        by: options.by,
        neighbours: Neighbours::of(tx.cached()?),
        known: if options.dry_run { Known::dry() } else { Known::stored() },
        parents: std::collections::HashMap::new(),
    })
}

/// What the steps of a list share.
struct Desk {
    book: Book,
    report: Report,
    ledger: Option<Box<dyn Ledger>>,
}

impl Desk {
    /// Settles some rows and writes down how far the list is, in one transaction.
    fn step(&mut self, tx: &mut Tx<'_>, rows: Vec<Prepared>) -> Result<Vec<Done>> {
        let mut change = None;
        let done = rows.into_iter().map(|row| self.book.settle(tx, &mut change, row));
        let done = done.collect::<Result<Vec<_>>>()?;
        for done in &done {
            self.report.count(done);
        }
        if let Some(ledger) = &mut self.ledger {
            ledger.step(tx, change.map(Change::revision), &self.report, &done)?;
        }
        Ok(done)
    }
}

struct Run<'d> {
    db: &'d Db,
    desk: Arc<Mutex<Desk>>,
    rows: u64,
    step: usize,
    is_dry: bool,
}

impl Run<'_> {
    fn settle(&mut self, rows: Vec<Prepared>, watch: &mut dyn Watch) -> Result<(), ImportError> {
        if rows.is_empty() {
            return Ok(());
        }
        let desk = Arc::clone(&self.desk);
        let count = rows.len();
        let step = move |tx: &mut Tx<'_>| -> Result<(Vec<Done>, Duration)> {
            let began = Stopwatch::now();
            let done = desk.lock().step(tx, rows)?;
            Ok((done, began.elapsed()))
        };
        let (done, took) = if self.is_dry {
            self.db.read_blocking(step)?
        } else {
            self.db.write_blocking(step)?
        };
        self.step = next_step(count, took);
        self.rows += done.len() as u64;
        for done in &done {
            watch.row(done)?;
        }
        if watch.step(self.rows, took) { Ok(()) } else { Err(ImportError::Ended) }
    }
}

/// As many rows as fit into a step at the pace of the last one; at most twice as many as before.
fn next_step(rows: usize, took: Duration) -> usize {
    let pace = STEP.as_secs_f64() / took.as_secs_f64().max(1e-6);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let fitting = (rows as f64 * pace.min(2.0)) as usize;
    fitting.clamp(10, LONGEST_STEP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_grow_while_they_are_short_and_shrink_when_they_are_long() {
        assert_eq!(next_step(100, Duration::from_millis(5)), 200);
        assert_eq!(next_step(1_500, Duration::from_millis(5)), LONGEST_STEP);
        assert_eq!(next_step(1_000, Duration::from_millis(60)), 500);
        assert_eq!(next_step(10, Duration::from_secs(5)), 10);
    }

    #[test]
    fn steps_stay_below_the_bound_of_the_contract_at_any_even_pace() {
        // Up to the slowest pace at which the shortest step is still allowed.
        for micros_a_row in [1, 20, 100, 300, 499, 1_000, 5_000] {
            let took =
                |rows: usize| Duration::from_micros(micros_a_row) * u32::try_from(rows).unwrap();
            let mut rows = FIRST_STEP;
            for _ in 0..20 {
                rows = next_step(rows, took(rows));
                assert!(took(rows) <= Duration::from_millis(50), "{micros_a_row} {rows}");
            }
        }
    }
}
