//! The readers: threads with a connection each, taking turns at one queue. A read sees one
//! snapshot from its first statement to its last.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    thread::JoinHandle,
};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::{
    Inner,
    backend::{Backend, Purpose},
    error::{Error, Result},
    tx::Tx,
    writer::{self, Caller},
};

/// What is added up in a read is never written: a fault of the source, told to whoever asked.
const LOST: &str = "something was noted or added up in a read, which writes nothing";

pub struct Readers {
    queue: Option<Sender<Caller>>,
    threads: Vec<JoinHandle<()>>,
}

impl Readers {
    pub fn start(inner: &Arc<Inner>, count: usize, capacity: usize) -> Result<Self> {
        let (queue, callers) = bounded(capacity);
        let mut threads = Vec::new();
        for number in 0..count.max(1) {
            let (inner, callers) = (Arc::clone(inner), callers.clone());
            let thread = std::thread::Builder::new()
                .name(format!("db-reader-{number}"))
                .spawn(move || serve(&inner, &callers))
                .map_err(|error| Error::Unavailable(error.to_string()))?;
            threads.push(thread);
        }
        Ok(Self { queue: Some(queue), threads })
    }

    pub fn submit(&self, caller: Caller) -> Result<()> {
        writer::submit(self.queue.as_ref(), caller)
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        self.queue = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn serve(inner: &Inner, callers: &Receiver<Caller>) {
    let mut backend: Option<Box<dyn Backend>> = None;
    while let Ok(caller) = callers.recv() {
        match writer::begin(inner, Purpose::Read, backend.take()) {
            Ok(begun) => read(inner, backend.insert(begun).as_mut(), caller),
            Err(error) => writer::refuse(&caller, callers, &error),
        }
    }
}

fn read(inner: &Inner, backend: &mut dyn Backend, mut caller: Caller) {
    let mut tx = Tx::new(backend, inner);
    let outcome = catch_unwind(AssertUnwindSafe(|| (caller.job)(&mut tx)));
    let lost = tx.has_pending();
    drop(tx);
    let ended = backend.script("COMMIT").or_else(|_| backend.script("ROLLBACK"));
    let ended = if lost { Err(Error::Engine(LOST.to_owned())) } else { ended };
    match outcome {
        Ok((_, answer)) => answer(ended),
        Err(panic) => {
            let error = Error::Panicked(panic_text(panic.as_ref()));
            tracing::error!(%error, "in a read");
            (caller.tell)(error);
        }
    }
}

pub fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}
