//! Several nodes on one store.

use std::collections::HashMap;

use db::Uuid;
use kernel::{App, JobKind};
use parking_lot::Mutex;
use serde_json::json;

use super::{beside, knows, on_each_engine, queue};
use crate::{Runner, unfinished};

/// How often each job was run.
static RUNS: Mutex<Option<HashMap<Uuid, usize>>> = Mutex::new(None);

const COUNTED: JobKind = JobKind {
    name: "test.counted",
    run: |_, job| {
        *RUNS.lock().get_or_insert_default().entry(job.id).or_default() += 1;
        Ok(json!(null))
    },
};

#[test]
fn a_job_runs_on_one_of_the_nodes() {
    const JOBS: usize = 60;
    on_each_engine(|store, app| {
        *RUNS.lock() = None;
        let nodes: Vec<App> = (0..3).map(|_| beside(store, app)).collect();
        let runners: Vec<Runner> =
            nodes.iter().map(|node| Runner::start(node, &knows(&[COUNTED])).unwrap()).collect();
        let ids: Vec<Uuid> = (0..JOBS).map(|n| queue(app, "test.counted", json!(n))).collect();
        while app.db.read_blocking(unfinished).unwrap() > 0 {
            std::thread::yield_now();
        }
        runners.into_iter().for_each(Runner::stop);
        let runs = RUNS.lock().take().unwrap();
        assert_eq!(runs.len(), JOBS);
        assert!(ids.iter().all(|id| runs[id] == 1), "{runs:?}");
    });
}
