//! The writer: one thread, one connection, many callers a commit.
//!
//! A batch is `BEGIN`, then for each caller `SAVEPOINT`, its job, `RELEASE` (or `ROLLBACK TO`
//! when it refuses, fails or panics), then one `COMMIT`; only then is anybody answered. While a
//! batch is being made durable the next one gathers in the queue, so that no caller waits for
//! company that does not come.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    thread::JoinHandle,
    time::{Duration, Instant as Stopwatch},
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

/// A batch ends at so many callers, or after so long, whichever comes first.
const BATCH_CALLERS: usize = 1024;
const BATCH_TIME: Duration = Duration::from_millis(25);

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
        if !backend.alive() {
            match inner.target.connect(Purpose::Write) {
                Ok(fresh) => backend = fresh,
                Err(error) => {
                    (first.unstarted)(Err(error));
                    continue;
                }
            }
        }
        batch(inner, backend.as_mut(), first, callers);
    }
}

fn batch(inner: &Inner, backend: &mut dyn Backend, first: Caller, callers: &Receiver<Caller>) {
    let began = Stopwatch::now();
    if let Err(error) = backend.script(dialect::begin_write(backend.engine())) {
        (first.unstarted)(Err(error));
        return;
    }
    let mut answers = Vec::new();
    let mut tx = Tx::new(backend, inner);
    let mut next = Some(first);
    while let Some(caller) = next {
        tx.next_caller();
        answers.push(step(&mut tx, caller));
        // A caller that changed what is cached ends the batch, so that no neighbour has to load
        // a change that is not durable yet.
        let full = answers.len() >= BATCH_CALLERS || began.elapsed() > BATCH_TIME;
        next = if full || tx.has_bumped() { None } else { callers.try_recv().ok() };
    }
    let changed = tx.has_bumped();
    drop(tx);
    match backend.script("COMMIT") {
        Ok(()) => {
            if changed {
                look_at_marks(inner, backend);
            }
            answers.into_iter().for_each(|answer| answer(Ok(())));
        }
        Err(error) => {
            let text = error.to_string();
            tracing::error!(%error, callers = answers.len(), "a batch could not be committed");
            if let Err(error) = backend.script("ROLLBACK") {
                tracing::warn!(%error, "rolling back after a failed commit");
            }
            for answer in answers {
                answer(Err(Error::Unavailable(text.clone())));
            }
        }
    }
}

/// Lets this process know at once what it has just changed.
fn look_at_marks(inner: &Inner, backend: &mut dyn Backend) {
    if let Err(error) = Tx::new(backend, inner).look_at_marks() {
        tracing::warn!(%error, "reading the marks after a commit");
    }
}

fn step(tx: &mut Tx<'_>, caller: Caller) -> Answer {
    let Caller { job, unstarted } = caller;
    if let Err(error) = tx.run("SAVEPOINT caller", &[]) {
        return Box::new(move |_| unstarted(Err(error)));
    }
    match catch_unwind(AssertUnwindSafe(|| job(tx))) {
        Ok((true, answer)) => match tx.run("RELEASE SAVEPOINT caller", &[]) {
            Ok(_) => answer,
            Err(error) => Box::new(move |_| answer(Err(error))),
        },
        Ok((false, answer)) => match take_back(tx) {
            Ok(()) => answer,
            Err(error) => Box::new(move |_| answer(Err(error))),
        },
        Err(panic) => {
            let error = Error::Panicked(crate::readers::panic_text(panic.as_ref()));
            tracing::error!(%error, "in a write");
            let error = take_back(tx).err().unwrap_or(error);
            Box::new(move |_| unstarted(Err(error)))
        }
    }
}

fn take_back(tx: &mut Tx<'_>) -> Result<()> {
    tx.taken_back();
    tx.run("ROLLBACK TO SAVEPOINT caller", &[])?;
    tx.run("RELEASE SAVEPOINT caller", &[])?;
    Ok(())
}
