//! Months that are over: their cells are summed from those of their days, and kept in step with them
//! from then on. While a month runs its days alone are written, which is a good part of the cost
//! of a record.

use db::Tx;
use kernel::{App, Error, Every, JobError, JobKind, Periodic, Result};
use org::{Tree, UnitId, unit::Kind};
use serde_json::{Value, json};

use crate::store::months;

/// Keeps the months that have ended since.
pub const KEEP: Periodic = Periodic {
    job: JobKind { name: "visits.months", run: |app, _| all(app) },
    every: Every::Hour(17),
};

/// Units of a step: some twenty milliseconds, in which nobody else writes.
const UNITS: usize = 32;

fn all(app: &App) -> Result<Value, JobError> {
    let mut steps = 0;
    while app.db.write_blocking(step).map_err(JobError::Retry)? {
        steps += 1;
    }
    Ok(json!({ "steps": steps }))
}

/// Sums the first month that is over for the next units; false when there is nothing to do. Only in
/// [`db::Db::write`]: days to which somebody adds meanwhile cannot be summed.
pub fn step(tx: &mut Tx<'_>) -> Result<bool> {
    if tx.slot().is_some() {
        return Err(Error::Internal("summing months beside other writers".to_owned()));
    }
    // What neighbours in this batch recorded is in the days as well.
    tx.settle_pending()?;
    let this_month = tx.today().month_start();
    let Some(month) = months::first_open_before(tx, this_month)? else { return Ok(false) };
    let tree = tx.cached::<Tree>()?;
    let done = months::last_unit(tx, month)?;
    let is_left = |id: &UnitId| {
        done.is_none_or(|done| *id > done)
            && tree.node(*id).is_some_and(|node| node.kind == Kind::Unit)
    };
    let units: Vec<UnitId> = tree.ids().into_iter().filter(is_left).take(UNITS).collect();
    for unit in &units {
        months::sum(tx, *unit, month)?;
    }
    let last = units.last().filter(|_| units.len() == UNITS).copied();
    months::set_last_unit(tx, month, last.unwrap_or(months::EVERY))?;
    Ok(true)
}
