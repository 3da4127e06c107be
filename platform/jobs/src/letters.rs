//! Dead letters: jobs that were given up and that nobody else is told about; and how the queue
//! stands, for whoever looks after it.

use db::{Instant, Tx, Uuid};
use kernel::{Error, Result};

use crate::{runner, store::dead};

const UNKNOWN: Error = Error::NotFound("jobs.unknown");

/// A job that waits for somebody to look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its id, which the log names.
    pub id: Uuid,
    /// `capability.verb`.
    pub kind: String,
    /// The line that waits behind it: its kind, a slash, and what the event happened to.
    pub line: Option<String>,
    /// A refusal code.
    pub error: Option<String>,
    /// The code of what went wrong last, when the error says that it was tried too often.
    pub cause: Option<String>,
    /// When it was queued.
    pub created_at: Instant,
    /// When it was given up.
    pub dead_at: Instant,
    /// How many of its line wait for it.
    pub behind: i64,
}

/// A job that failed and will be tried again by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Troubled {
    /// `capability.verb`.
    pub kind: String,
    /// As for [`Letter::line`].
    pub line: Option<String>,
    /// A refusal code.
    pub error: Option<String>,
    /// How often it was tried.
    pub attempts: i64,
    /// When it will be tried again.
    pub next_at: Instant,
}

/// How many jobs stand where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Queued, for their first or another attempt.
    pub waiting: i64,
    /// Being done.
    pub running: i64,
    /// Dead letters.
    pub dead: i64,
}

/// The last hundred dead letters, those of last first.
pub fn letters(tx: &mut Tx<'_>) -> Result<Vec<Letter>> {
    Ok(dead::letters(tx)?)
}

/// The next hundred jobs that failed and will be tried again.
pub fn troubled(tx: &mut Tx<'_>) -> Result<Vec<Troubled>> {
    Ok(dead::troubled(tx)?)
}

/// How many jobs stand where.
pub fn standing(tx: &mut Tx<'_>) -> Result<Standing> {
    Ok(dead::standing(tx)?)
}

/// Has a dead letter tried again, from now on as if it had never been tried.
///
/// # Errors
/// 404 `jobs.unknown` when it is no dead letter (any more); 409 `jobs.queued` when another job
/// does the same already.
pub fn retry(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    let revived = dead::revive(tx, id).map_err(|error| match error {
        db::Error::NotUnique(_) => Error::conflict("jobs.queued"),
        error => error.into(),
    })?;
    tx.after_commit(runner::ring);
    if revived { Ok(()) } else { Err(UNKNOWN) }
}

/// Lets a dead letter go undone, so that its line goes on.
///
/// # Errors
/// 404 `jobs.unknown` when it is no dead letter (any more).
pub fn let_go(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    let gone = dead::let_go(tx, id)?;
    tx.after_commit(runner::ring);
    if gone { Ok(()) } else { Err(UNKNOWN) }
}
