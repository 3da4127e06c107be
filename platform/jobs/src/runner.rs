//! Takes jobs and does them, one at a time, on a thread of its own.
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

use kernel::{App, JobKind};
use parking_lot::{Condvar, Mutex};

use crate::{attempt, files::Files, job::parse, store};

/// How long the worker waits at most before it looks again, for jobs of other nodes and for those
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

/// The worker of a node. Ends its work when it is stopped or dropped: the job at hand is told and
/// goes back into the queue.
pub struct Runner {
    stopping: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Runner {
    /// Starts the worker for these kinds of jobs; others are left to other nodes.
    pub fn start(app: App, kinds: Vec<JobKind>) -> io::Result<Self> {
        let stopping = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stopping);
        let thread = std::thread::Builder::new()
            .name("jobs".to_owned())
            .spawn(move || work(&app, &kinds, &told))?;
        Ok(Self { stopping, thread: Some(thread) })
    }

    /// Stops the worker and waits for it.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
        ring();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the worker of the queue panicked");
        }
    }
}

/// Does what is due now, on this thread, and tells how many attempts that took. For commands and
/// tests; `serve` has a [`Runner`].
pub fn run_due(app: &App, kinds: &[JobKind]) -> db::Result<usize> {
    let never = AtomicBool::new(false);
    let mut attempts = 0;
    while next(app, kinds, &never)? {
        attempts += 1;
    }
    Ok(attempts)
}

fn work(app: &App, kinds: &[JobKind], stopping: &AtomicBool) {
    if let Err(error) = sweep(app) {
        tracing::warn!(error, "clearing away uploads that no job names");
    }
    while !stopping.load(Ordering::SeqCst) {
        let count = BELL.count();
        match next(app, kinds, stopping) {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "looking for jobs"),
        }
        if !stopping.load(Ordering::SeqCst) {
            BELL.wait(count, LOOK_AGAIN);
        }
    }
}

/// Takes the next job and does it; false when none is due.
fn next(app: &App, kinds: &[JobKind], stopping: &AtomicBool) -> db::Result<bool> {
    for due in app.db.read_blocking(store::due)? {
        let Some(kind) = kinds.iter().find(|kind| kind.name == due.kind) else { continue };
        if attempt::attempt(app, *kind, due, stopping)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn sweep(app: &App) -> Result<(), String> {
    let payloads =
        app.db.read_blocking(store::unfinished_payloads).map_err(|error| error.to_string())?;
    let names: Vec<String> =
        payloads.iter().filter_map(|text| attempt::file_of(&parse(text).ok()?)).collect();
    let swept = Files::of(&app.settings).sweep(&names, app.db.now());
    swept.map(drop).map_err(|error| error.to_string())
}
