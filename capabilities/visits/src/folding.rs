//! Folding: what lanes have added to the nation on days that are over is added to its cells, so
//! that a day long past is one row a service again. Facts that come late are folded the next time.

use db::{Day, Tx};
use kernel::{App, Error, Every, JobError, JobKind, Periodic, Result};
use serde_json::{Value, json};
use stations::Catalogue;

use crate::{
    store,
    tally::{Cells, Range},
};

/// Folds what has come since the last hour.
pub const FOLD: Periodic = Periodic {
    job: JobKind { name: "visits.fold", run: |app, _| all(app) },
    every: Every::Hour(7),
};

/// Day after day, so that nobody who records is held up for long.
fn all(app: &App) -> Result<Value, JobError> {
    let mut days = 0;
    while app.db.write_blocking(fold).map_err(JobError::Retry)?.is_some() {
        days += 1;
    }
    Ok(json!({ "days": days }))
}

/// Folds the first day before today that there is to fold; no figure changes by it. Only in
/// [`db::Db::write`]: rows to which somebody adds meanwhile cannot be folded.
pub fn fold(tx: &mut Tx<'_>) -> Result<Option<Day>> {
    if tx.slot().is_some() {
        return Err(Error::Internal("folding beside other writers".to_owned()));
    }
    let today = tx.today();
    let Some(day) = store::lanes::first_before(tx, today)? else { return Ok(None) };
    let catalogue = tx.cached::<Catalogue>()?;
    let (mut cells, mut unknown) = (Cells::default(), None);
    store::lanes::each_of_all(tx, Range { from: day, to: day }, &mut |unit, code, figures| {
        match catalogue.service(code) {
            Some(service) => cells.add(unit, day, service.bit, figures, 1),
            None => unknown = Some(code.to_owned()),
        }
    })?;
    if let Some(code) = unknown {
        return Err(Error::Internal(format!("the service {code} is gone")));
    }
    store::cells::add(tx, &cells)?;
    store::lanes::delete(tx, day)?;
    Ok(Some(day))
}
