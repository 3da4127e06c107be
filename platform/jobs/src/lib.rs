//! Work that is queued in a transaction and done after the answer, at least once.
//!
//! Owns the table `job`. A job is taken by one node at a time, tried again ever more rarely when
//! it says so, and taken up by another node when its own one died. It knows no kind of job: `app`
//! hands the runner those of the capabilities. It does not order jobs among each other.

mod attempt;
pub mod files;
mod job;
mod runner;
mod store;
#[cfg(test)]
mod tests;

use db::{Migration, Tx, Uuid};
use i18n::Lang;

pub use crate::{
    job::{Job, State},
    runner::{Runner, run_due},
};

/// The schema of the queue.
pub const MIGRATIONS: &[Migration] = &[Migration {
    capability: "jobs",
    number: 1,
    name: "0001_jobs",
    sql: include_str!("../migrations/0001_jobs.sql"),
}];

/// The messages of the queue's own refusals.
pub const MESSAGES: &[(Lang, &str)] = &[
    (Lang::ZhCn, include_str!("../messages/zh-CN.ftl")),
    (Lang::En, include_str!("../messages/en.ftl")),
];

/// Queues a job of `kind` (the name of a [`kernel::JobKind`]) with its payload, on behalf of the
/// account `owner`. A payload that names a [`files`] blob under `file` owns it: the blob is
/// removed when the job is over.
pub fn enqueue(
    tx: &mut Tx<'_>,
    kind: &'static str,
    payload: &serde_json::Value,
    owner: Option<i64>,
) -> db::Result<Uuid> {
    let id = tx.new_uuid();
    store::insert(tx, id, kind, &payload.to_string(), owner)?;
    tx.after_commit(runner::ring);
    Ok(id)
}

/// A job, whoever queued it: callers look at [`Job::owner`] before they show it.
pub fn find(tx: &mut Tx<'_>, id: Uuid) -> db::Result<Option<Job>> {
    store::find(tx, id)
}

/// How many jobs are waiting or being done.
pub fn unfinished(tx: &mut Tx<'_>) -> db::Result<i64> {
    store::count_unfinished(tx)
}
