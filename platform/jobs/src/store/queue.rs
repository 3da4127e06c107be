//! SQL of jobs on their way.

use db::{Instant, Result, Tx, Uuid, args, row};

use crate::job::{Job, State};

/// A job that may be taken now.
pub struct Due {
    pub id: Uuid,
    pub kind: String,
    pub payload: String,
    /// Earlier attempts, whether they came to an end or not.
    pub attempts: i64,
    pub owner: Option<i64>,
}
row!(Due { id, kind, payload, attempts, owner });

/// A job to be queued.
#[derive(Default)]
pub struct New<'a> {
    pub kind: &'a str,
    pub payload: &'a str,
    pub owner: Option<i64>,
    pub unique_key: Option<&'a str>,
    pub line: Option<&'a str>,
    pub place: Option<i64>,
}

/// Queues a job; false when one of its unique key is there already.
pub fn insert(tx: &mut Tx<'_>, id: Uuid, new: &New<'_>) -> Result<bool> {
    let now = tx.now();
    let queued = tx.run(
        "INSERT INTO job (id, kind, payload, owner, unique_key, line, place, state, attempts,
                          not_before, done, total, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', 0, $8, 0, 0, $8, $8)
         ON CONFLICT DO NOTHING",
        args![id, new.kind, new.payload, new.owner, new.unique_key, new.line, new.place, now],
    )?;
    Ok(queued == 1)
}

pub fn find(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Job>> {
    tx.maybe(
        "SELECT id, kind, owner, state, done, total, result, error, created_at, updated_at
         FROM job
         WHERE id = $1",
        args![id],
    )
}

/// Jobs of `kinds` (`,one,other,`) that may be taken now, those that have waited longest first. In
/// a line only the first that is neither done nor let go.
pub fn due(tx: &mut Tx<'_>, kinds: &str) -> Result<Vec<Due>> {
    let now = tx.now();
    tx.all(
        "SELECT id, kind, payload, attempts, owner
         FROM job
         WHERE state IN ('queued', 'running') AND not_before <= $1
           AND $2 LIKE '%,' || kind || ',%'
           AND NOT EXISTS (
               SELECT 1
               FROM job AS earlier
               WHERE earlier.line = job.line AND earlier.place < job.place
                 AND (earlier.state IN ('queued', 'running') OR earlier.dead_at IS NOT NULL))
         ORDER BY not_before, id
         LIMIT 100",
        args![now, kinds],
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
pub struct End {
    pub state: State,
    /// The attempts that count from now on.
    pub attempts: i64,
    pub not_before: Instant,
    pub result: Option<String>,
    pub error: Option<&'static str>,
    pub cause: Option<&'static str>,
    /// Somebody has to look at it.
    pub dead: bool,
}

/// Ends an attempt, unless the job was taken away meanwhile; then false.
pub fn end(tx: &mut Tx<'_>, id: Uuid, attempt: i64, end: &End) -> Result<bool> {
    let now = tx.now();
    let state = end.state.word();
    let dead_at = end.dead.then_some(now);
    let ended = tx.run(
        "UPDATE job
         SET state = $3, attempts = $4, not_before = $5, result = $6, error = $7, cause = $8,
             dead_at = $9, updated_at = $10
         WHERE id = $1 AND attempts = $2 AND state = 'running'",
        args![
            id,
            attempt,
            state,
            end.attempts,
            end.not_before,
            end.result.as_deref(),
            end.error,
            end.cause,
            dead_at,
            now
        ],
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

/// The payloads of all jobs that are not over, dead letters among them.
pub fn live_payloads(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = tx.all(
        "SELECT payload
         FROM job
         WHERE state IN ('queued', 'running') OR dead_at IS NOT NULL",
        args![],
    )?;
    Ok(rows.into_iter().map(|(payload,)| payload).collect())
}
