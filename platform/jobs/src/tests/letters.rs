//! Jobs that somebody has to look at, and those that are over.

use kernel::{Error, JobError, JobKind};
use serde_json::json;

use super::{ECHO, job, on_each_engine, queue, run};
use crate::{State, clean, enqueue, enqueue_once, files::Files, let_go, letters, retry};

const REFUSED: JobKind = JobKind {
    name: "test.refused",
    run: |_, _| Err(JobError::GiveUp(Error::refused("test.refused"))),
};
const BROKEN: JobKind = JobKind {
    name: "test.broken",
    run: |_, _| Err(JobError::GiveUp(Error::Internal("by the test".to_owned()))),
};

#[test]
fn a_refusal_is_for_the_owner_and_everything_else_is_a_dead_letter() {
    on_each_engine(|_, app| {
        queue(app, "test.refused", json!(null));
        let broken = queue(app, "test.broken", json!(null));
        let nobodys =
            app.db.write_blocking(|tx| enqueue(tx, "test.refused", &json!(null), None)).unwrap();
        assert_eq!(run(app, &[REFUSED, BROKEN]), 3);
        let dead = app.db.read_blocking(letters).unwrap();
        let mut ids: Vec<_> = dead.iter().map(|letter| letter.id).collect();
        ids.sort_unstable();
        let mut expected = [broken, nobodys];
        expected.sort_unstable();
        assert_eq!(ids, expected);
    });
}

#[test]
fn the_blob_of_a_dead_letter_stays_until_it_is_let_go() {
    on_each_engine(|store, app| {
        let files = Files::of(&app.settings);
        let name = files.store(b"list").unwrap();
        let path = files.path(&name).unwrap();
        let id = queue(app, "test.broken", json!({ "file": name }));
        assert_eq!(run(app, &[BROKEN]), 1);
        app.db.write_blocking(move |tx| retry(tx, id)).unwrap();
        assert_eq!(run(app, &[BROKEN]), 1);
        // The files lie there since the day on which the test runs, the store begins before it.
        store.clock.set(db::Clock::now(&db::SystemClock).plus_seconds(25 * 3600));
        clean(app).unwrap();
        assert!(path.exists(), "it may be tried again");
        app.db.write_blocking(move |tx| let_go(tx, id)).unwrap();
        clean(app).unwrap();
        assert!(!path.exists());
    });
}

#[test]
fn a_dead_letter_is_not_tried_beside_another_of_its_key() {
    on_each_engine(|_, app| {
        let once = |tx: &mut db::Tx<'_>| enqueue_once(tx, "test.broken", "k", &json!(1), None);
        let first = app.db.write_blocking(once).unwrap().unwrap();
        assert_eq!(run(app, &[BROKEN]), 1);
        assert!(app.db.write_blocking(once).unwrap().is_some());
        let refused = app.db.write_blocking(move |tx| retry(tx, first)).unwrap_err();
        assert_eq!(refused.code(), "jobs.queued");
    });
}

#[test]
fn what_has_been_over_for_a_month_is_forgotten_and_dead_letters_are_not() {
    on_each_engine(|store, app| {
        let (done, broken) =
            (queue(app, "test.echo", json!(1)), queue(app, "test.broken", json!(1)));
        let waiting = queue(app, "test.unknown", json!(1));
        assert_eq!(run(app, &[ECHO, BROKEN]), 2);
        store.clock.advance(29 * 24 * 3600);
        assert_eq!(clean(app).unwrap(), 0);
        store.clock.advance(2 * 24 * 3600);
        assert_eq!(clean(app).unwrap(), 1);
        assert!(app.db.read_blocking(move |tx| crate::find(tx, done)).unwrap().is_none());
        assert_eq!(job(app, broken).state, State::Failed);
        assert_eq!(job(app, waiting).state, State::Queued);
    });
}
