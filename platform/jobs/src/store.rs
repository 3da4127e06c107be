//! All SQL of the queue.

use db::{Instant, Result, Tx, Uuid, args, row};

use crate::job::{Job, State};

/// A job that may be taken now.
pub struct Due {
    pub id: Uuid,
    pub kind: String,
    pub payload: String,
    /// Earlier attempts, whether they came to an end or not.
    pub attempts: i64,
}
row!(Due { id, kind, payload, attempts });

pub fn insert(
    tx: &mut Tx<'_>,
    id: Uuid,
    kind: &str,
    payload: &str,
    owner: Option<i64>,
) -> Result<()> {
    let now = tx.now();
    tx.run(
        "INSERT INTO job (id, kind, payload, owner, state, attempts, not_before, done, total,
                          created_at, updated_at)
         VALUES ($1, $2, $3, $4, 'queued', 0, $5, 0, 0, $5, $5)",
        args![id, kind, payload, owner, now],
    )?;
    Ok(())
}

pub fn find(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Job>> {
    tx.maybe(
        "SELECT id, kind, owner, state, done, total, result, error, created_at, updated_at
         FROM job
         WHERE id = $1",
        args![id],
    )
}

/// Jobs that may be taken now, those that have waited longest first.
pub fn due(tx: &mut Tx<'_>) -> Result<Vec<Due>> {
    let now = tx.now();
    tx.all(
        "SELECT id, kind, payload, attempts
         FROM job
         WHERE state IN ('queued', 'running') AND not_before <= $1
         ORDER BY not_before, id
         LIMIT 100",
        args![now],
    )
}

/// Takes a job until `lease`; false when another node was faster.
pub fn take(tx: &mut Tx<'_>, due: &Due, lease: Instant) -> Result<bool> {
    let now = tx.now();
    let taken = tx.run(
        "UPDATE job
         SET state = 'running', attempts = attempts + 1, not_before = $3, updated_at = $4
         WHERE id = $1 AND attempts = $2 AND state IN ('queued', 'running') AND not_before <= $4",
        args![due.id, due.attempts, lease, now],
    )?;
    Ok(taken == 1)
}

/// Keeps a taken job until `lease`; false when it was taken away meanwhile.
pub fn renew(tx: &mut Tx<'_>, id: Uuid, attempt: i64, lease: Instant) -> Result<bool> {
    let renewed = tx.run(
        "UPDATE job
         SET not_before = $3
         WHERE id = $1 AND attempts = $2 AND state = 'running'",
        args![id, attempt, lease],
    )?;
    Ok(renewed == 1)
}

pub fn set_progress(tx: &mut Tx<'_>, id: Uuid, attempt: i64, done: i64, total: i64) -> Result<()> {
    let now = tx.now();
    tx.run(
        "UPDATE job
         SET done = $3, total = $4, updated_at = $5
         WHERE id = $1 AND attempts = $2 AND state = 'running'",
        args![id, attempt, done, total, now],
    )?;
    Ok(())
}

/// How an attempt ended.
pub struct End<'a> {
    pub state: State,
    /// The attempts that count from now on.
    pub attempts: i64,
    pub not_before: Instant,
    pub result: Option<&'a str>,
    pub error: Option<&'a str>,
}

/// Ends an attempt, unless the job was taken away meanwhile; then false.
pub fn end(tx: &mut Tx<'_>, id: Uuid, attempt: i64, end: &End<'_>) -> Result<bool> {
    let now = tx.now();
    let state = end.state.word();
    let ended = tx.run(
        "UPDATE job
         SET state = $3, attempts = $4, not_before = $5, result = $6, error = $7, updated_at = $8
         WHERE id = $1 AND attempts = $2 AND state = 'running'",
        args![id, attempt, state, end.attempts, end.not_before, end.result, end.error, now],
    )?;
    Ok(ended == 1)
}

pub fn count_unfinished(tx: &mut Tx<'_>) -> Result<i64> {
    let (count,) = tx.one(
        "SELECT COUNT(*)
         FROM job
         WHERE state IN ('queued', 'running')",
        args![],
    )?;
    Ok(count)
}

/// The payloads of all jobs that are not over.
pub fn unfinished_payloads(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = tx.all(
        "SELECT payload
         FROM job
         WHERE state IN ('queued', 'running')",
        args![],
    )?;
    Ok(rows.into_iter().map(|(payload,)| payload).collect())
}
