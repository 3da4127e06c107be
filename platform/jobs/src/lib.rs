//! Work that is queued in a transaction and done after the answer, at least once: jobs, periodic
//! jobs, and what subscriptions do about events.
//!
//! Owns the tables `job`, `outbox`, `outbox_number` and `job_period`. A job is taken by one node
//! at a time, tried again ever more rarely when it says so, and taken up by another node when its
//! own one died. It knows no kind of job: `app` hands the runner those of the capabilities. Only
//! events of one aggregate are ordered among each other.

mod attempt;
pub mod files;
mod job;
mod letters;
mod outbox;
mod periods;
mod runner;
mod store;
#[cfg(test)]
mod tests;
mod work;

use db::{Migration, Tx, Uuid};
use i18n::Lang;
use kernel::App;
use serde_json::Value;

use crate::store::queue::{self, New};
pub use crate::{
    job::{Job, State},
    letters::{Letter, Standing, Troubled, let_go, letters, retry, standing, troubled},
    outbox::emit,
    periods::{Period, periods},
    runner::{Runner, plan, run_due},
    work::Work,
};

/// The schema of the queue.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        capability: "jobs",
        number: 1,
        name: "0001_jobs",
        sql: include_str!("../migrations/0001_jobs.sql"),
    },
    Migration {
        capability: "jobs",
        number: 2,
        name: "0002_outbox",
        sql: include_str!("../migrations/0002_outbox.sql"),
    },
];

/// The messages of the queue's own refusals.
pub const MESSAGES: &[(Lang, &str)] = &[
    (Lang::ZhCn, include_str!("../messages/zh-CN.ftl")),
    (Lang::En, include_str!("../messages/en.ftl")),
];

/// Days for which jobs that are over can be looked at.
const KEPT_DAYS: i64 = 30;
/// Jobs that are forgotten in one transaction, which takes some milliseconds.
const FORGOTTEN_AT_ONCE: i64 = 500;

/// Queues a job of `kind` (the name of a [`kernel::JobKind`]) with its payload, on behalf of the
/// account `owner`. A payload that names a [`files`] blob under `file` owns it: the blob is
/// removed when the job is over.
pub fn enqueue(
    tx: &mut Tx<'_>,
    kind: &'static str,
    payload: &Value,
    owner: Option<i64>,
) -> db::Result<Uuid> {
    let id = tx.new_uuid();
    let payload = payload.to_string();
    queue::insert(tx, id, &New { kind, payload: &payload, owner, ..New::default() })?;
    tx.after_commit(runner::ring);
    Ok(id)
}

/// The same, unless a job of this kind and key is waiting or being done already; then `None`.
pub fn enqueue_once(
    tx: &mut Tx<'_>,
    kind: &'static str,
    key: &str,
    payload: &Value,
    owner: Option<i64>,
) -> db::Result<Option<Uuid>> {
    let id = tx.new_uuid();
    let payload = payload.to_string();
    let new = New { kind, payload: &payload, owner, unique_key: Some(key), ..New::default() };
    let queued = queue::insert(tx, id, &new)?;
    tx.after_commit(runner::ring);
    Ok(queued.then_some(id))
}

/// A job, whoever queued it: callers look at [`Job::owner`] before they show it.
pub fn find(tx: &mut Tx<'_>, id: Uuid) -> db::Result<Option<Job>> {
    queue::find(tx, id)
}

/// How many jobs are waiting or being done, and events not handed on.
pub fn unfinished(tx: &mut Tx<'_>) -> db::Result<i64> {
    Ok(queue::count_unfinished(tx)? + store::outbox::count(tx)?)
}

/// The blobs of [`files`] that a job still needs.
pub fn files_in_use(tx: &mut Tx<'_>) -> db::Result<Vec<String>> {
    let payloads = queue::live_payloads(tx)?;
    Ok(payloads.iter().filter_map(|text| attempt::file_of(&job::parse(text).ok()?)).collect())
}

/// Forgets jobs that have been over for a month, and removes blobs of a day that no job needs.
/// Returns how many jobs were forgotten.
pub fn clean(app: &App) -> kernel::Result<u64> {
    let before = app.db.now().plus_seconds(-KEPT_DAYS * 24 * 3600);
    let mut forgotten = 0;
    loop {
        let some = app.db.write_blocking(move |tx| {
            store::dead::forget(tx, before, FORGOTTEN_AT_ONCE).map_err(kernel::Error::from)
        })?;
        forgotten += some;
        if some == 0 {
            break;
        }
    }
    let names = app.db.read_blocking(files_in_use)?;
    files::Files::of(&app.settings)
        .sweep(&names, app.db.now())
        .map_err(|error| kernel::Error::Internal(format!("blobs that no job needs: {error}")))?;
    Ok(forgotten)
}
