//! The writer: one thread, one connection, many callers a commit.
//!
//! A batch is `BEGIN`, then for each caller `SAVEPOINT`, its job, `RELEASE` (or `ROLLBACK TO`
//! when it refuses, fails or panics), then one `COMMIT`; only then is anybody answered. While a
//! batch is being made durable the next one gathers in the queue, so that no caller waits for
//! company that does not come.
//!
//! When not even a savepoint can be taken back, the engine has lost the transaction (a full disk,
//! a broken connection): the batch ends there and everybody in it is told that it did not work.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    thread::JoinHandle,
    time::Instant as Stopwatch,
};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};

use crate::{
    Inner,
    backend::{Backend, Purpose},
    dialect,
    error::{Error, Result},
    tx::Tx,
};

/// Tells a caller how it ended: `Ok` once its work is durable, or why its batch is not.
pub type Answer = Box<dyn FnOnce(Result<()>) + Send>;
/// Runs a caller's job; tells whether its work is to be kept, and how to answer it.
pub type Job = Box<dyn FnOnce(&mut Tx<'_>) -> (bool, Answer) + Send>;
/// A queued caller: the job, and whom to tell when it cannot even be started.
pub struct Caller {
    pub job: Job,
    pub unstarted: Answer,
}

/// A batch ends at so many callers, or after the time the store was opened with.
const BATCH_CALLERS: usize = 1024;

pub struct Writer {
    queue: Option<Sender<Caller>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub fn start(inner: Arc<Inner>, capacity: usize) -> Result<Self> {
        let (queue, callers) = bounded(capacity);
        let (opened, result) = bounded(1);
        let thread = std::thread::Builder::new()
            .name("db-writer".to_owned())
            .spawn(move || match inner.target.connect(Purpose::Write) {
                Ok(backend) => {
                    let _ = opened.send(Ok(()));
                    serve(&inner, backend, &callers);
                }
                Err(error) => {
                    let _ = opened.send(Err(error));
                }
            })
            .map_err(|error| Error::Unavailable(error.to_string()))?;
        result.recv().map_err(|_| Error::Unavailable("the writer ended".to_owned()))??;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Queues a caller, or says that the queue is full.
    pub fn submit(&self, caller: Caller) -> Result<()> {
        let Some(queue) = &self.queue else {
            return Err(Error::Unavailable("the store is closing".to_owned()));
        };
        queue.try_send(caller).map_err(|error| match error {
            TrySendError::Full(_) => Error::Busy,
            TrySendError::Disconnected(_) => Error::Unavailable("the writer ended".to_owned()),
        })
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(inner: &Inner, mut backend: Box<dyn Backend>, callers: &Receiver<Caller>) {
    while let Ok(first) = callers.recv() {
        match begin(inner, &mut backend) {
            Ok(()) => batch(inner, backend.as_mut(), first, callers),
            Err(error) => (first.unstarted)(Err(error)),
        }
    }
}

/// Begins a batch, on a new connection when the old one turns out to be gone.
fn begin(inner: &Inner, backend: &mut Box<dyn Backend>) -> Result<()> {
    let sql = dialect::begin_write(backend.engine());
    let begun = backend.script(sql);
    if begun.is_ok() || backend.alive() {
        return begun;
    }
    *backend = inner.target.connect(Purpose::Write)?;
    backend.script(sql)
}

/// What a caller left behind.
enum Step {
    /// Its work is kept or taken back.
    Clean(Answer),
    /// The transaction of the whole batch is lost.
    Broken(Answer, Error),
}

fn batch(inner: &Inner, backend: &mut dyn Backend, first: Caller, callers: &Receiver<Caller>) {
    let began = Stopwatch::now();
    let mut answers = Vec::new();
    let mut lost = None;
    let mut tx = Tx::new(backend, inner);
    let mut next = Some(first);
    while let Some(caller) = next {
        tx.next_caller();
        match step(&mut tx, caller) {
            Step::Clean(answer) => answers.push(answer),
            Step::Broken(answer, error) => {
                answers.push(answer);
                lost = Some(error);
            }
        }
        // A caller that changed what is cached ends the batch, so that no neighbour has to load
        // a change that is not durable yet.
        let full = answers.len() >= BATCH_CALLERS || began.elapsed() > inner.batch_time;
        let ends = full || tx.has_bumped() || lost.is_some();
        next = if ends { None } else { callers.try_recv().ok() };
    }
    if lost.is_none() {
        lost = tx.settle().err();
    }
    let changed = tx.has_bumped();
    let hooks = tx.into_hooks();
    match lost.map_or_else(|| backend.script("COMMIT"), Err) {
        Ok(()) => {
            if changed {
                look_at_marks(inner, backend);
            }
            for hook in hooks {
                hook();
            }
            for answer in answers {
                answer(Ok(()));
            }
        }
        Err(error) => give_up(backend, answers, &error),
    }
}

/// Takes back a whole batch and tells its callers.
fn give_up(backend: &mut dyn Backend, answers: Vec<Answer>, error: &Error) {
    tracing::error!(%error, callers = answers.len(), "a batch could not be committed");
    if let Err(error) = backend.script("ROLLBACK") {
        tracing::warn!(%error, "rolling back a batch");
    }
    for answer in answers {
        answer(Err(Error::Unavailable(error.to_string())));
    }
}

/// Lets this process know at once what it has just changed.
fn look_at_marks(inner: &Inner, backend: &mut dyn Backend) {
    if let Err(error) = Tx::new(backend, inner).look_at_marks() {
        tracing::warn!(%error, "reading the marks after a commit");
    }
}

fn step(tx: &mut Tx<'_>, caller: Caller) -> Step {
    let Caller { job, unstarted } = caller;
    if let Err(error) = tx.run("SAVEPOINT caller", &[]) {
        return Step::Broken(unstarted, error);
    }
    match catch_unwind(AssertUnwindSafe(|| job(tx))) {
        // PostgreSQL keeps nothing of a job in which a statement failed, whatever the job says.
        Ok((true, answer)) if tx.has_failed() => {
            let error = Error::Engine("a job passed over a statement that failed".to_owned());
            take_back(tx, answer, Some(error))
        }
        Ok((true, answer)) => match tx.run("RELEASE SAVEPOINT caller", &[]) {
            Ok(_) => Step::Clean(answer),
            Err(error) => take_back(tx, answer, Some(error)),
        },
        Ok((false, answer)) => take_back(tx, answer, None),
        Err(panic) => {
            let error = Error::Panicked(crate::readers::panic_text(panic.as_ref()));
            tracing::error!(%error, "in a write");
            take_back(tx, unstarted, Some(error))
        }
    }
}

/// Undoes what a caller did; `instead` is told to it in place of its own result.
fn take_back(tx: &mut Tx<'_>, answer: Answer, instead: Option<Error>) -> Step {
    tx.taken_back();
    let undone = tx
        .run("ROLLBACK TO SAVEPOINT caller", &[])
        .and_then(|_| tx.run("RELEASE SAVEPOINT caller", &[]));
    match (undone, instead) {
        (Ok(_), None) => Step::Clean(answer),
        (Ok(_), Some(error)) => Step::Clean(Box::new(move |end| answer(end.and(Err(error))))),
        (Err(error), _) => Step::Broken(answer, error),
    }
}
