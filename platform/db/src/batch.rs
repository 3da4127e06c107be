//! A batch: callers that share a transaction and its commit.
//!
//! When another writer was in the way (a deadlock, a serialisation failure), everything is taken
//! back and all callers are run again; nobody has been answered by then. When the connection is
//! lost, or not even a savepoint can be taken back (a full disk), everybody is told that it did
//! not work; where that happened to the commit itself nobody knows how it ended, so nobody is told
//! that it went well.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Instant as Stopwatch,
};

use crossbeam_channel::Receiver;

use crate::{
    Inner,
    backend::{Backend, Purpose},
    dialect,
    error::{Error, Result},
    failing,
    readers::panic_text,
    tx::{Failure, Hook, Tx},
    writer::{Answer, Caller},
};

/// A batch ends at so many callers, or after the time the store was opened with.
const MOST_CALLERS: usize = 1024;
/// So often a batch is tried; each time somebody else got through.
const ATTEMPTS: usize = 8;

/// A transaction in which all callers have run, and that is not committed yet.
struct Worked {
    answers: Vec<Answer>,
    hooks: Vec<Hook>,
    changed: bool,
}

/// Runs a batch in the transaction that has begun: the first caller and those queued behind it.
pub fn run(
    inner: &Inner,
    purpose: Purpose,
    backend: &mut dyn Backend,
    first: Caller,
    queue: &Receiver<Caller>,
) {
    let mut callers = vec![first];
    let mut outcome = attempt(inner, backend, &mut callers, Some(queue));
    for _ in 1..ATTEMPTS {
        let Err(Error::Conflict(text)) = &outcome else { break };
        tracing::debug!(text, callers = callers.len(), "a batch is run again");
        let begun = backend
            .script("ROLLBACK")
            .and_then(|()| backend.script(dialect::begin(backend.engine(), purpose)));
        outcome = begun.and_then(|()| attempt(inner, backend, &mut callers, None));
    }
    match outcome {
        Ok(worked) => finish(inner, backend, worked),
        Err(error) => give_up(backend, &callers, &error),
    }
}

/// Runs all callers and commits. From the queue further callers are taken in.
fn attempt(
    inner: &Inner,
    backend: &mut dyn Backend,
    callers: &mut Vec<Caller>,
    queue: Option<&Receiver<Caller>>,
) -> Result<Worked> {
    failing::point("begun");
    let began = Stopwatch::now();
    let mut tx = Tx::new(backend, inner);
    let mut answers = Vec::with_capacity(callers.len());
    while let Some(caller) = callers.get_mut(answers.len()) {
        tx.next_caller();
        answers.push(step(&mut tx, caller)?);
        // A caller that changed what is cached ends the batch, so that no neighbour has to load
        // a change that is not durable yet.
        let full = callers.len() >= MOST_CALLERS || began.elapsed() > inner.batch_time;
        let ends = full || tx.has_bumped();
        if let Some(queue) = queue.filter(|_| !ends && answers.len() == callers.len()) {
            callers.extend(queue.try_recv().ok());
        }
    }
    failing::point("worked");
    tx.settle()?;
    failing::point("settled");
    let (changed, hooks) = (tx.has_bumped(), tx.into_hooks());
    backend.script("COMMIT")?;
    failing::point("committed");
    Ok(Worked { answers, hooks, changed })
}

/// Answers everybody: their work is durable.
fn finish(inner: &Inner, backend: &mut dyn Backend, worked: Worked) {
    if worked.changed {
        look_at_marks(inner, backend);
    }
    for hook in worked.hooks {
        hook();
    }
    for answer in worked.answers {
        answer(Ok(()));
        failing::point("answered");
    }
}

/// Takes back a whole batch and tells its callers.
fn give_up(backend: &mut dyn Backend, callers: &[Caller], error: &Error) {
    tracing::error!(%error, callers = callers.len(), "a batch could not be committed");
    if let Err(error) = backend.script("ROLLBACK") {
        tracing::warn!(%error, "rolling back a batch");
    }
    for caller in callers {
        (caller.tell)(match error {
            Error::Busy | Error::Conflict(_) => Error::Busy,
            other => Error::Unavailable(other.to_string()),
        });
    }
}

/// Lets this process know at once what it has just changed.
fn look_at_marks(inner: &Inner, backend: &mut dyn Backend) {
    if let Err(error) = Tx::new(backend, inner).look_at_marks() {
        tracing::warn!(%error, "reading the marks after a commit");
    }
}

/// Runs one caller and tells how to answer it; `Err` when its batch cannot go on.
fn step(tx: &mut Tx<'_>, caller: &mut Caller) -> Result<Answer> {
    let mut done = work(tx, caller)?;
    if tx.slot().is_some() && tx.failure() == Some(Failure::NotUnique) {
        // What was not there when the caller looked may have come meanwhile, by somebody who
        // writes beside it: it looks once more.
        take_back(tx)?;
        done = work(tx, caller)?;
    }
    let (keep, answer) = done;
    match (keep, tx.failure()) {
        (_, Some(Failure::Conflict)) => Err(Error::Conflict("in a statement".to_owned())),
        (true, None) => tx.defer("RELEASE SAVEPOINT caller").map(|()| answer),
        // PostgreSQL keeps nothing of a job in which a statement failed, whatever the job says.
        (true, Some(_)) => {
            take_back(tx)?;
            let error = Error::Engine("a job passed over a statement that failed".to_owned());
            Ok(Box::new(move |end| answer(end.and(Err(error)))))
        }
        (false, _) => take_back(tx).map(|()| answer),
    }
}

/// Runs a caller's job in a savepoint of its own. One that panics is told so and not run again.
fn work(tx: &mut Tx<'_>, caller: &mut Caller) -> Result<(bool, Answer)> {
    tx.defer("SAVEPOINT caller")?;
    catch_unwind(AssertUnwindSafe(|| (caller.job)(tx))).or_else(|panic| {
        let error = Error::Panicked(panic_text(panic.as_ref()));
        tracing::error!(%error, "in a write");
        (caller.tell)(error);
        caller.job = Box::new(|_| (false, Box::new(drop)));
        Ok((false, Box::new(drop)))
    })
}

/// Undoes what a caller did.
fn take_back(tx: &mut Tx<'_>) -> Result<()> {
    let undone = tx
        .run("ROLLBACK TO SAVEPOINT caller", &[])
        .and_then(|_| tx.run("RELEASE SAVEPOINT caller", &[]));
    tx.taken_back();
    undone.map(drop)
}
