//! Takes what is due and does it: jobs, one at a time, on one thread, and what is done about
//! events on another, so that a long job holds up no event.
//!
//! Whoever takes a job holds it for a few seconds and says so again while it works. A job whose
//! node died is therefore due again by itself, on this node or another.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use kernel::App;
use parking_lot::{Condvar, Mutex};

use crate::{
    attempt, outbox,
    periods::Planner,
    store::queue,
    work::{Tasks, Work},
};

/// How long a worker waits at most before it looks again, for jobs of other nodes and for those
/// that become due.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Rung after each commit that queued a job in this process.
static BELL: Bell = Bell { rung: Mutex::new(0), heard: Condvar::new() };

struct Bell {
    rung: Mutex<u64>,
    heard: Condvar,
}

/// Wakes the workers of this process.
pub(crate) fn ring() {
    *BELL.rung.lock() += 1;
    BELL.heard.notify_all();
}

impl Bell {
    fn count(&self) -> u64 {
        *self.rung.lock()
    }

    /// Waits until it rings once more than `count` times, or for so long.
    fn wait(&self, count: u64, at_most: Duration) {
        let mut rung = self.rung.lock();
        if *rung == count {
            self.heard.wait_for(&mut rung, at_most);
        }
    }
}

/// The workers of a node. They end when it is stopped or dropped: the job at hand is told and
/// goes back into the queue.
pub struct Runner {
    stopping: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Runner {
    /// Starts the workers for what this node knows; the rest is left to other nodes.
    pub fn start(app: &App, work: &Work) -> io::Result<Self> {
        let mut runner =
            Self { stopping: Arc::new(AtomicBool::new(false)), threads: Vec::with_capacity(2) };
        let (jobs, events) = (work.jobs(), work.events());
        runner.spawn("jobs", app, move |app, stopping| next(app, &jobs, stopping))?;
        let (work, mut planner) = (work.clone(), Planner::new());
        runner.spawn("events", app, move |app, stopping| {
            planner.plan(&app.db, &work.periodic)?;
            let posted = outbox::post(&app.db, &work.subscriptions)?;
            Ok(next(app, &events, stopping)? || posted)
        })?;
        Ok(runner)
    }

    fn spawn(
        &mut self,
        name: &str,
        app: &App,
        mut once: impl FnMut(&App, &AtomicBool) -> db::Result<bool> + Send + 'static,
    ) -> io::Result<()> {
        let (app, stopping) = (app.clone(), Arc::clone(&self.stopping));
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || attend(&stopping, || once(&app, &stopping)))?;
        self.threads.push(thread);
        Ok(())
    }

    /// Stops the workers and waits for them.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
        ring();
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a worker of the queue panicked");
            }
        }
    }
}

/// Does `once` again and again, and rests when it says that nothing is left, until told to stop.
fn attend(stopping: &AtomicBool, mut once: impl FnMut() -> db::Result<bool>) {
    while !stopping.load(Ordering::SeqCst) {
        let count = BELL.count();
        match once() {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "looking for jobs"),
        }
        if !stopping.load(Ordering::SeqCst) {
            BELL.wait(count, LOOK_AGAIN);
        }
    }
}

/// Does what is due now, on this thread, and tells how many attempts that took. For commands and
/// tests; `serve` has a [`Runner`].
pub fn run_due(app: &App, work: &Work) -> db::Result<usize> {
    let (never, tasks) = (AtomicBool::new(false), work.all());
    let mut attempts = 0;
    loop {
        let posted = outbox::post(&app.db, &work.subscriptions)?;
        if next(app, &tasks, &never)? {
            attempts += 1;
        } else if !posted {
            return Ok(attempts);
        }
    }
}

/// Queues what the clock asks for now, as a [`Runner`] does by itself.
pub fn plan(app: &App, work: &Work) -> db::Result<()> {
    Planner::new().plan(&app.db, &work.periodic)
}

/// Takes the next job and does it; false when none is due.
fn next(app: &App, tasks: &Tasks, stopping: &AtomicBool) -> db::Result<bool> {
    let names = tasks.names();
    for due in app.db.read_blocking(move |tx| queue::due(tx, &names))? {
        let Some(task) = tasks.find(&due.kind) else { continue };
        if attempt::attempt(app, task, due, stopping)? {
            return Ok(true);
        }
    }
    Ok(false)
}
