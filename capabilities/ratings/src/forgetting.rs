//! What is erased by the clock: ties whose window is over, and what was held for too long. Both
//! count for nothing from the moment they are over, whether they were erased already or not.

use kernel::{App, Every, JobError, JobKind, Periodic};
use serde_json::{Value, json};

use crate::{held, store};

/// What is dropped in one transaction, which takes some milliseconds.
const AT_ONCE: i64 = 500;

/// Erases what tied tokens and ratings.
pub const TIES: Periodic = Periodic {
    job: JobKind { name: "ratings.erase-ties", run: |app, _| ties(app) },
    every: Every::Minutes(10),
};

/// Drops ratings whose record never came.
pub const HELD: Periodic = Periodic {
    job: JobKind { name: "ratings.drop-held", run: |app, _| unheld(app) },
    every: Every::Day(0, 10),
};

fn ties(app: &App) -> Result<Value, JobError> {
    let erase = |tx: &mut db::Tx<'_>| store::ties::erase_over(tx).map_err(kernel::Error::from);
    let erased = app.db.write_blocking(erase).map_err(JobError::Retry)?;
    Ok(json!({ "erased": erased }))
}

fn unheld(app: &App) -> Result<Value, JobError> {
    let mut dropped = 0;
    loop {
        let some = app.db.write_blocking(|tx| held::drop_over(tx, AT_ONCE));
        match some.map_err(JobError::Retry)? {
            0 => return Ok(json!({ "dropped": dropped })),
            some => dropped += some,
        }
    }
}
