//! What is cleared away by the clock.

use kernel::{App, Every, JobError, JobKind, Periodic};
use serde_json::{Value, json};

/// Sweeps out sessions that are over.
pub const SESSIONS: Periodic = Periodic {
    job: JobKind { name: "upkeep.sweep-sessions", run: |app, _| sessions(app) },
    every: Every::Hour(43),
};

/// Forgets jobs that have been over for a month, and blobs that no job needs.
pub const JOBS: Periodic = Periodic {
    job: JobKind { name: "upkeep.clean-jobs", run: |app, _| jobs(app) },
    every: Every::Day(3, 30),
};

fn sessions(app: &App) -> Result<Value, JobError> {
    let swept = app.db.write_blocking(web::sessions::sweep).map_err(JobError::Retry)?;
    Ok(json!({ "swept": swept }))
}

fn jobs(app: &App) -> Result<Value, JobError> {
    let forgotten = jobs::clean(app).map_err(JobError::Retry)?;
    Ok(json!({ "forgotten": forgotten }))
}
