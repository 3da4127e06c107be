//! What becomes of a queued job.

use std::sync::atomic::AtomicBool;

use kernel::{Error, JobError, JobKind};
use serde_json::json;

use super::{AGAIN, ECHO, job, on_each_engine, queue, run};
use crate::{
    State, attempt,
    attempt::{LEASE_SECONDS, MOST_ATTEMPTS, seconds_until},
    enqueue, enqueue_once,
    store::queue::{self as store, Due},
    unfinished,
    work::Task,
};

fn due(tx: &mut db::Tx<'_>) -> db::Result<Due> {
    Ok(store::due(tx, ",test.echo,")?.remove(0))
}

#[test]
fn a_job_is_done_once_and_keeps_its_result() {
    on_each_engine(|_, app| {
        let id = queue(app, "test.echo", json!({ "n": 1 }));
        assert_eq!(job(app, id).state, State::Queued);
        assert_eq!(run(app, &[ECHO]), 1);
        let done = job(app, id);
        assert_eq!((done.state, done.owner), (State::Done, Some(7)));
        assert_eq!((done.done, done.total), (3, 3));
        assert_eq!(done.result, Some(json!({ "echo": { "n": 1 } })));
        assert_eq!(run(app, &[ECHO]), 0);
    });
}

#[test]
fn a_job_is_queued_with_its_transaction_or_not_at_all() {
    on_each_engine(|_, app| {
        let refused: Result<(), Error> = app.db.write_blocking(|tx| {
            enqueue(tx, "test.echo", &json!(null), None)?;
            Err(Error::refused("test.refused"))
        });
        assert!(refused.is_err());
        assert_eq!(app.db.read_blocking(unfinished).unwrap(), 0);
    });
}

#[test]
fn a_job_that_asks_for_it_is_tried_again_ever_more_rarely_and_given_up_at_last() {
    on_each_engine(|store, app| {
        let id = queue(app, "test.again", json!(null));
        for number in 1..MOST_ATTEMPTS {
            assert_eq!(run(app, &[AGAIN]), 1, "attempt {number}");
            let waiting = job(app, id);
            assert_eq!(waiting.state, State::Queued);
            assert_eq!(waiting.error.as_deref(), Some("test.not-yet"));
            store.clock.advance(seconds_until(number + 1) - 1);
            assert_eq!(run(app, &[AGAIN]), 0, "too early after {number}");
            store.clock.advance(1);
        }
        assert_eq!(run(app, &[AGAIN]), 1);
        let failed = job(app, id);
        assert_eq!(
            (failed.state, failed.error.as_deref()),
            (State::Failed, Some("jobs.exhausted"))
        );
    });
}

#[test]
fn the_waits_grow_to_an_hour() {
    let waits: Vec<i64> = (2..=8).map(seconds_until).collect();
    assert_eq!(waits, [5, 20, 80, 320, 1280, 3600, 3600]);
}

#[test]
fn a_job_that_gives_up_or_panics_fails_with_its_code() {
    const NEVER: JobKind = JobKind {
        name: "test.never",
        run: |_, _| Err(JobError::GiveUp(Error::refused("test.never"))),
    };
    const PANIC: JobKind =
        JobKind { name: "test.panic", run: |_, job| panic!("by the test: {}", job.payload) };
    on_each_engine(|_, app| {
        let never = queue(app, "test.never", json!(null));
        let panic = queue(app, "test.panic", json!(null));
        assert_eq!(run(app, &[NEVER, PANIC]), 2);
        let error = |id| (job(app, id).state, job(app, id).error);
        assert_eq!(error(never), (State::Failed, Some("test.never".to_owned())));
        assert_eq!(error(panic), (State::Failed, Some("request.internal".to_owned())));
    });
}

#[test]
fn a_job_whose_node_died_is_taken_up_again() {
    on_each_engine(|store, app| {
        let id = queue(app, "test.echo", json!(null));
        let lease = app.db.now().plus_seconds(LEASE_SECONDS);
        let take = move |tx: &mut db::Tx<'_>| {
            let due = due(tx)?;
            store::take(tx, &due, lease)
        };
        assert!(app.db.write_blocking(take).unwrap());
        assert_eq!(run(app, &[ECHO]), 0, "it is held");
        store.clock.advance(LEASE_SECONDS);
        assert_eq!(run(app, &[ECHO]), 1);
        assert_eq!(job(app, id).state, State::Done);
    });
}

#[test]
fn one_job_is_taken_by_one_node() {
    on_each_engine(|_, app| {
        queue(app, "test.echo", json!(null));
        let never = AtomicBool::new(false);
        let seen_by = || app.db.read_blocking(due).unwrap();
        let (here, there) = (seen_by(), seen_by());
        assert!(attempt::attempt(app, Task::Job(ECHO), here, &never).unwrap());
        assert!(!attempt::attempt(app, Task::Job(ECHO), there, &never).unwrap());
    });
}

#[test]
fn what_a_node_says_that_lost_its_job_does_not_count() {
    on_each_engine(|store, app| {
        let id = queue(app, "test.echo", json!(null));
        let due = app.db.read_blocking(due).unwrap();
        let now = app.db.now();
        assert!(app.db.write_blocking(move |tx| store::take(tx, &due, now)).unwrap());
        store.clock.advance(1);
        assert_eq!(run(app, &[ECHO]), 1);
        let renewed = app.db.write_blocking(move |tx| store::renew(tx, id, 1, now)).unwrap();
        let late = app.db.write_blocking(move |tx| {
            let end = store::End {
                state: State::Failed,
                attempts: 1,
                not_before: now,
                result: None,
                error: None,
                cause: None,
                dead: false,
            };
            store::end(tx, id, 1, &end)
        });
        assert!(!renewed && !late.unwrap());
        assert_eq!(job(app, id).state, State::Done);
    });
}

#[test]
fn a_job_of_a_key_is_queued_once_until_it_is_over() {
    on_each_engine(|_, app| {
        let once = |key: &'static str| {
            let queued =
                move |tx: &mut db::Tx<'_>| enqueue_once(tx, "test.echo", key, &json!(key), None);
            app.db.write_blocking(queued).unwrap()
        };
        assert!(once("a").is_some() && once("a").is_none() && once("b").is_some());
        assert_eq!(run(app, &[ECHO]), 2);
        assert!(once("a").is_some(), "the first one is over");
        assert_eq!(run(app, &[ECHO]), 1);
    });
}

#[test]
fn kinds_of_other_versions_are_left_alone() {
    on_each_engine(|_, app| {
        let unknown = queue(app, "test.unknown", json!(null));
        for _ in 0..100 {
            queue(app, "test.unknown", json!(null));
        }
        let echo = queue(app, "test.echo", json!(null));
        assert_eq!(run(app, &[ECHO]), 1);
        assert_eq!(job(app, unknown).state, State::Queued);
        assert_eq!(job(app, echo).state, State::Done);
        assert_eq!(app.db.read_blocking(unfinished).unwrap(), 101);
    });
}

#[test]
fn its_statements_compile_on_each_engine() {
    testkit::statements_compile(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")),
        crate::MIGRATIONS,
    );
}
