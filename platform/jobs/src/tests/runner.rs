//! The worker of a node.

use std::sync::{Mutex, mpsc};

use db::Uuid;
use kernel::{App, JobError, JobKind};
use serde_json::json;

use super::{ECHO, job, knows, on_each_engine, queue};
use crate::{Runner, State, store::queue::due};

fn wait_until_over(app: &App, id: Uuid) {
    while !job(app, id).state.is_over() {
        std::thread::yield_now();
    }
}

#[test]
fn it_does_what_was_queued_before_and_after_its_start() {
    on_each_engine(|_, app| {
        let before = queue(app, "test.echo", json!(1));
        let runner = Runner::start(app, &knows(&[ECHO])).unwrap();
        wait_until_over(app, before);
        let after = queue(app, "test.echo", json!(2));
        wait_until_over(app, after);
        runner.stop();
        assert_eq!(job(app, after).state, State::Done);
    });
}

/// Says that it has begun, then works until it is told to stop.
const LONG: JobKind = JobKind {
    name: "test.long",
    run: |_, job| {
        if let Some(begun) = BEGUN.lock().unwrap().take() {
            begun.send(()).unwrap();
        }
        while job.progress.report(1, 2) {
            std::thread::yield_now();
        }
        Err(JobError::Retry(kernel::Error::Busy(1)))
    },
};
static BEGUN: Mutex<Option<mpsc::Sender<()>>> = Mutex::new(None);

#[test]
fn at_the_end_the_job_at_hand_goes_back_into_the_queue() {
    on_each_engine(|_, app| {
        let (begun, has_begun) = mpsc::channel();
        *BEGUN.lock().unwrap() = Some(begun);
        let id = queue(app, "test.long", json!(null));
        let runner = Runner::start(app, &knows(&[LONG])).unwrap();
        has_begun.recv().unwrap();
        runner.stop();
        assert_eq!(job(app, id).state, State::Queued);
        let due = app.db.read_blocking(|tx| due(tx, ",test.long,")).unwrap();
        assert_eq!((due.len(), due[0].attempts), (1, 0), "due at once, as if never tried");
    });
}
