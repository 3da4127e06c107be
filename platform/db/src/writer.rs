//! A writer: one thread, one connection, many callers a commit.
//!
//! A batch is `BEGIN`, then for each caller `SAVEPOINT`, its job, `RELEASE` (or `ROLLBACK TO`
//! when it refuses, fails or panics), then one `COMMIT`; only then is anybody answered. While a
//! batch is being made durable the next one gathers in the queue, so that no caller waits for
//! company that does not come.

use std::{sync::Arc, thread::JoinHandle};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};

use crate::{
    Inner,
    backend::{Backend, Purpose},
    batch, dialect,
    error::{Error, Result},
    tx::Tx,
};

/// Tells a caller how it ended: `Ok` once its work is durable, or why it is not.
pub type Answer = Box<dyn FnOnce(Result<()>) + Send>;
/// Runs a caller's job; tells whether its work is to be kept, and how to answer it.
pub type Job = Box<dyn FnMut(&mut Tx<'_>) -> (bool, Answer) + Send>;
/// A queued caller: the job, and how to tell that it could not be done.
pub struct Caller {
    pub job: Job,
    pub tell: Box<dyn Fn(Error) + Send>,
}

pub struct Writer {
    queue: Option<Sender<Caller>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// A lane connects when it is first needed; the others at once, so that a wrong address is
    /// said at the start.
    pub fn start(
        inner: &Arc<Inner>,
        purpose: Purpose,
        name: &str,
        capacity: usize,
    ) -> Result<Self> {
        let (queue, callers) = bounded(capacity);
        let (opened, result) = bounded(1);
        let inner = Arc::clone(inner);
        let serve = move || {
            let first = (purpose == Purpose::Write).then(|| inner.target.connect(purpose));
            match first.transpose() {
                Ok(backend) => {
                    let _ = opened.send(Ok(()));
                    serve(&inner, purpose, backend, &callers);
                }
                Err(error) => {
                    let _ = opened.send(Err(error));
                }
            }
        };
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(serve)
            .map_err(|error| Error::Unavailable(error.to_string()))?;
        result.recv().map_err(|_| Error::Unavailable("the writer ended".to_owned()))??;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Queues a caller, or says that the queue is full.
    pub fn submit(&self, caller: Caller) -> Result<()> {
        submit(self.queue.as_ref(), caller)
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

fn serve(
    inner: &Inner,
    purpose: Purpose,
    mut backend: Option<Box<dyn Backend>>,
    callers: &Receiver<Caller>,
) {
    while let Ok(first) = callers.recv() {
        match begin(inner, purpose, backend.take()) {
            Ok(begun) => batch::run(inner, purpose, backend.insert(begun).as_mut(), first, callers),
            Err(error) => refuse(&first, callers, &error),
        }
    }
}

/// Queues a caller, or says that the queue is full.
pub fn submit(queue: Option<&Sender<Caller>>, caller: Caller) -> Result<()> {
    let Some(queue) = queue else {
        return Err(Error::Unavailable("the store is closing".to_owned()));
    };
    queue.try_send(caller).map_err(|error| match error {
        TrySendError::Full(_) => Error::Busy,
        TrySendError::Disconnected(_) => Error::Unavailable("the store ended".to_owned()),
    })
}

/// Begins a transaction, on a new connection when there is none or it turns out to be gone.
pub fn begin(
    inner: &Inner,
    purpose: Purpose,
    known: Option<Box<dyn Backend>>,
) -> Result<Box<dyn Backend>> {
    let sql = dialect::begin(inner.target.engine(), purpose);
    if let Some(mut known) = known {
        match known.script(sql) {
            Ok(()) => return Ok(known),
            // It may have begun before it failed, as where a lock was waited for in vain; with
            // the connection that is over.
            Err(error) if known.alive() => return Err(error),
            Err(_) => {}
        }
    }
    let mut fresh = inner.target.connect(purpose)?;
    fresh.script(sql)?;
    Ok(fresh)
}

/// Tells a caller why it cannot be served. When nobody can, those behind it need not wait to hear
/// the same.
pub fn refuse(first: &Caller, callers: &Receiver<Caller>, error: &Error) {
    (first.tell)(error.clone());
    if matches!(error, Error::Unavailable(_)) {
        for caller in callers.try_iter() {
            (caller.tell)(error.clone());
        }
    }
}
