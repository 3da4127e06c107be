//! SQL of jobs in trouble, and of those that are over.

use db::{Instant, Result, Tx, Uuid, args, row};

use crate::letters::{Letter, Standing, Troubled};

/// Lines of a page at most.
const SHOWN: i64 = 100;

row!(Letter { id, kind, line, error, cause, created_at, dead_at, behind });

/// Dead letters, those of last first.
pub fn letters(tx: &mut Tx<'_>) -> Result<Vec<Letter>> {
    tx.all(
        "SELECT id, kind, line, error, cause, created_at, dead_at,
                (SELECT COUNT(*)
                 FROM job AS later
                 WHERE later.line = job.line AND later.place > job.place
                   AND later.state IN ('queued', 'running'))
         FROM job
         WHERE dead_at IS NOT NULL
         ORDER BY dead_at DESC, id DESC
         LIMIT $1",
        args![SHOWN],
    )
}

row!(Troubled { kind, line, error, attempts, next_at });

/// Jobs whose last attempt failed and that will be tried again, the next one first.
pub fn troubled(tx: &mut Tx<'_>) -> Result<Vec<Troubled>> {
    tx.all(
        "SELECT kind, line, error, attempts, not_before
         FROM job
         WHERE state = 'queued' AND error IS NOT NULL
         ORDER BY not_before, id
         LIMIT $1",
        args![SHOWN],
    )
}

row!(Standing { waiting, running, dead });

pub fn standing(tx: &mut Tx<'_>) -> Result<Standing> {
    tx.one(
        "SELECT COUNT(CASE WHEN state = 'queued' THEN 1 END),
                COUNT(CASE WHEN state = 'running' THEN 1 END),
                COUNT(dead_at)
         FROM job
         WHERE state IN ('queued', 'running') OR dead_at IS NOT NULL",
        args![],
    )
}

/// Queues a dead letter as if it had never been tried; false when there is none.
pub fn revive(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    let now = tx.now();
    let revived = tx.run(
        "UPDATE job
         SET state = 'queued', attempts = 0, not_before = $2, error = NULL, cause = NULL,
             dead_at = NULL, updated_at = $2
         WHERE id = $1 AND dead_at IS NOT NULL",
        args![id, now],
    )?;
    Ok(revived == 1)
}

/// Lets a dead letter go; false when there is none.
pub fn let_go(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    let now = tx.now();
    let gone = tx.run(
        "UPDATE job
         SET dead_at = NULL, updated_at = $2
         WHERE id = $1 AND dead_at IS NOT NULL",
        args![id, now],
    )?;
    Ok(gone == 1)
}

/// Forgets some of the jobs that are over since `before`, and tells how many.
pub fn forget(tx: &mut Tx<'_>, before: Instant, at_once: i64) -> Result<u64> {
    tx.run(
        "DELETE FROM job
         WHERE id IN (SELECT id
                      FROM job
                      WHERE state IN ('done', 'failed') AND dead_at IS NULL AND updated_at < $1
                      LIMIT $2)",
        args![before, at_once],
    )
}
