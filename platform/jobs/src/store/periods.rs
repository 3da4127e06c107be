//! SQL of what the clock has queued.

use db::{Instant, Result, Tx, args, row};

use crate::periods::Period;

/// Takes a time of the clock for a kind of job; false when it was taken already.
pub fn take(tx: &mut Tx<'_>, kind: &str, slot: Instant) -> Result<bool> {
    let taken = tx.run(
        "INSERT INTO job_period (kind, slot)
         VALUES ($1, $2)
         ON CONFLICT (kind) DO UPDATE
         SET slot = excluded.slot
         WHERE job_period.slot < excluded.slot",
        args![kind, slot],
    )?;
    Ok(taken == 1)
}

row!(Period { kind, last });

pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Period>> {
    tx.all(
        "SELECT kind, slot
         FROM job_period
         ORDER BY kind",
        args![],
    )
}
