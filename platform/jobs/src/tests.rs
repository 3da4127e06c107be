//! The queue on both engines, with a clock that stands still.

mod files;
mod letters;
mod nodes;
mod outbox;
mod periods;
mod queue;
mod runner;

use std::sync::Arc;

use db::Uuid;
use kernel::{App, JobError, JobKind, JobRun, Settings};
use serde_json::{Value, json};
use testkit::Store;

use crate::{Job, Work, enqueue, find, run_due};

fn app(store: &Store) -> App {
    let settings = Settings { data_dir: store.folder.path().to_owned(), ..Settings::default() };
    let messages = i18n::Catalog::build(&[("jobs", crate::MESSAGES)]).unwrap();
    App::new(store.db.clone(), settings, Arc::new(messages))
}

/// Another node on the same store.
fn beside(store: &Store, app: &App) -> App {
    let settings = Settings { data_dir: app.settings.data_dir.clone(), ..Settings::default() };
    App::new(store.beside(), settings, Arc::clone(&app.messages))
}

fn on_each_engine(test: impl Fn(&Store, &App)) {
    testkit::on_each_engine(crate::MIGRATIONS, |store| test(store, &app(store)));
}

fn queue(app: &App, kind: &'static str, payload: Value) -> Uuid {
    app.db.write_blocking(move |tx| enqueue(tx, kind, &payload, Some(7))).unwrap()
}

/// What a node can do that knows these kinds of jobs.
fn knows(kinds: &[JobKind]) -> Work {
    Work { kinds: kinds.to_vec(), ..Work::default() }
}

/// Does what is due of these kinds, and tells how many attempts that took.
fn run(app: &App, kinds: &[JobKind]) -> usize {
    run_due(app, &knows(kinds)).unwrap()
}

fn job(app: &App, id: Uuid) -> Job {
    app.db.read_blocking(move |tx| find(tx, id)).unwrap().unwrap()
}

/// Answers what it was asked.
const ECHO: JobKind = JobKind {
    name: "test.echo",
    run: |_, job: &JobRun<'_>| {
        job.progress.report(3, 3);
        Ok(json!({ "echo": job.payload }))
    },
};

/// Is never satisfied.
const AGAIN: JobKind = JobKind {
    name: "test.again",
    run: |_, _| Err(JobError::Retry(kernel::Error::refused("test.not-yet"))),
};
