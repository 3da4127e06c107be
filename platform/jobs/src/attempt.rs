//! One attempt at one job, from taking it to saying how it ended.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    time::{Duration, Instant as Stopwatch},
};

use db::{Db, Instant, Uuid};
use kernel::{App, Error, JobError, JobKind, JobRun, Progress, Subscription};
use parking_lot::Mutex;
use serde_json::Value;

use crate::{
    files::Files,
    job::{State, parse},
    outbox,
    store::queue::{self, Due, End},
    work::Task,
};

/// A job is held for so long; its node says again that it lives every third of that.
pub(crate) const LEASE_SECONDS: i64 = 12;
const RENEW: Duration = Duration::from_secs(4);
/// Attempts before a job is given up: about eight hours, see [`seconds_until`].
pub(crate) const MOST_ATTEMPTS: i64 = 12;
/// Progress is written down no oftener than this, since each time is a commit.
const PROGRESS_EVERY: Duration = Duration::from_millis(250);

/// The code of what was tried too often.
const EXHAUSTED: &str = "jobs.exhausted";

/// Takes the job and tries it; false when another node was faster.
pub fn attempt(app: &App, task: Task, due: Due, stopping: &AtomicBool) -> db::Result<bool> {
    let (id, attempt, owner) = (due.id, due.attempts + 1, due.owner);
    let payload = parse(&due.payload);
    let lease = app.db.now().plus_seconds(LEASE_SECONDS);
    if !app.db.write_blocking(move |tx| queue::take(tx, &due, lease))? {
        return Ok(false);
    }
    let outcome = match (&payload, task) {
        (Err(error), _) => Err(JobError::GiveUp(Error::Internal(error.to_string()))),
        // Its nodes died each time.
        (Ok(_), _) if attempt > MOST_ATTEMPTS => Err(JobError::GiveUp(Error::refused(EXHAUSTED))),
        (Ok(payload), Task::Job(kind)) => run(app, kind, id, attempt, payload, stopping),
        (Ok(payload), Task::Event(subscription)) => {
            match handle(&app.db, subscription, id, attempt, payload) {
                Ok(()) => return Ok(true),
                Err(error) => Err(JobError::Retry(error)),
            }
        }
    };
    if let Err(error) = &outcome {
        tracing::warn!(job = %id, kind = task.name(), attempt, %error, "a job did not end well");
    }
    let stopping = stopping.load(Ordering::SeqCst);
    let ending = End::of(outcome, attempt, app.db.now(), stopping).for_owner(owner);
    let kept = !ending.state.is_over() || ending.dead;
    let ended = app.db.write_blocking(move |tx| queue::end(tx, id, attempt, &ending))?;
    if let (true, false, Some(file)) = (ended, kept, payload.ok().as_ref().and_then(file_of))
        && let Err(error) = Files::of(&app.settings).remove(&file)
    {
        tracing::warn!(%error, "removing the file of a job that is over");
    }
    Ok(true)
}

/// Does what is to be done about an event, in one transaction with the note that it is done.
fn handle(
    db: &Db,
    subscription: Subscription,
    id: Uuid,
    attempt: i64,
    payload: &Value,
) -> kernel::Result<()> {
    let payload = payload.clone();
    db.write_blocking(move |tx| {
        outbox::handle(tx, &subscription, &payload)?;
        let end = End::of(Ok(Value::Null), attempt, tx.now(), false);
        let held = queue::end(tx, id, attempt, &end)?;
        // Another node holds it by now, and does the same.
        if held { Ok(()) } else { Err(Error::Busy(1)) }
    })
}

/// The blob that a payload owns.
pub fn file_of(payload: &Value) -> Option<String> {
    payload.get("file").and_then(Value::as_str).map(str::to_owned)
}

/// Runs the job while another thread says that its node lives.
fn run(
    app: &App,
    kind: JobKind,
    id: Uuid,
    attempt: i64,
    payload: &Value,
    stopping: &AtomicBool,
) -> Result<Value, JobError> {
    let lost = AtomicBool::new(false);
    let watch =
        Watch { db: &app.db, id, attempt, stopping, lost: &lost, written: Mutex::new(None) };
    std::thread::scope(|scope| {
        let (over, is_over) = mpsc::channel::<()>();
        let (db, lost) = (&app.db, &lost);
        scope.spawn(move || {
            while is_over.recv_timeout(RENEW) == Err(RecvTimeoutError::Timeout) {
                let lease = db.now().plus_seconds(LEASE_SECONDS);
                match db.write_blocking(move |tx| queue::renew(tx, id, attempt, lease)) {
                    Ok(held) => lost.store(!held, Ordering::SeqCst),
                    Err(error) => tracing::warn!(%error, "holding on to a job"),
                }
            }
        });
        let job = JobRun { id, payload, progress: &watch };
        let outcome = catch_unwind(AssertUnwindSafe(|| (kind.run)(app, &job)));
        drop(over);
        outcome.unwrap_or_else(|_| {
            Err(JobError::GiveUp(Error::Internal(format!("{} panicked", kind.name))))
        })
    })
}

/// Takes note of progress for a running job.
struct Watch<'a> {
    db: &'a Db,
    id: Uuid,
    attempt: i64,
    stopping: &'a AtomicBool,
    lost: &'a AtomicBool,
    written: Mutex<Option<Stopwatch>>,
}

impl Progress for Watch<'_> {
    fn report(&self, done: u64, total: u64) -> bool {
        let mut written = self.written.lock();
        if done == total || written.is_none_or(|at| at.elapsed() >= PROGRESS_EVERY) {
            *written = Some(Stopwatch::now());
            let (id, attempt) = (self.id, self.attempt);
            let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
            let (done, total) = (count(done), count(total));
            let noted =
                self.db.write_blocking(move |tx| queue::set_progress(tx, id, attempt, done, total));
            if let Err(error) = noted {
                tracing::warn!(%error, "writing down the progress of a job");
            }
        }
        !self.stopping.load(Ordering::SeqCst) && !self.lost.load(Ordering::SeqCst)
    }
}

impl End {
    fn of(outcome: Result<Value, JobError>, attempt: i64, now: Instant, stopping: bool) -> Self {
        let ending = |state, attempts, not_before| Self {
            state,
            attempts,
            not_before,
            result: None,
            error: None,
            cause: None,
            dead: false,
        };
        match outcome {
            Ok(result) => {
                Self { result: Some(result.to_string()), ..ending(State::Done, attempt, now) }
            }
            // An attempt that was cut short by the end of its node does not count.
            Err(JobError::Retry(_)) if stopping => ending(State::Queued, attempt - 1, now),
            Err(JobError::Retry(error)) if attempt < MOST_ATTEMPTS => {
                let due = now.plus_seconds(seconds_until(attempt + 1));
                Self { error: Some(error.code()), ..ending(State::Queued, attempt, due) }
            }
            Err(JobError::Retry(error)) => Self {
                error: Some(EXHAUSTED),
                cause: Some(error.code()),
                dead: true,
                ..ending(State::Failed, attempt, now)
            },
            Err(JobError::GiveUp(error)) => Self {
                error: Some(error.code()),
                dead: error.http_status() >= 500 || error.code() == EXHAUSTED,
                ..ending(State::Failed, attempt, now)
            },
        }
    }

    /// A refusal is for the owner to act on; where there is none, an administrator looks at it.
    fn for_owner(self, owner: Option<i64>) -> Self {
        Self { dead: self.dead || (self.state == State::Failed && owner.is_none()), ..self }
    }
}

/// Seconds between a failed attempt and the one of this number: 5, 20, 80, … at most an hour.
pub(crate) fn seconds_until(attempt: i64) -> i64 {
    let exponent = u32::try_from(attempt - 2).unwrap_or_default();
    4_i64.saturating_pow(exponent).saturating_mul(5).min(3600)
}
