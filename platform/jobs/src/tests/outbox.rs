//! What becomes of an event.

use std::sync::atomic::{AtomicBool, Ordering};

use db::{Instant, Tx};
use kernel::{App, Error, Event, Subscription};
use serde_json::json;
use testkit::Store;

use super::{beside, on_each_engine};
use crate::{
    Runner, Work,
    attempt::{LEASE_SECONDS, MOST_ATTEMPTS, seconds_until},
    emit, let_go, letters, retry, run_due, standing, store, unfinished,
};

/// Writes down what it hears in the result of a job: the log of these tests, in the store itself.
fn hear(tx: &mut Tx<'_>, name: &str, event: &Event<'_>) -> kernel::Result<()> {
    if event.payload == &json!("poison") {
        return Err(Error::refused("test.poison"));
    }
    let number = store::outbox::next_number(tx, "heard")?;
    let line = format!("{number:04} {name} {} {}", event.aggregate, event.payload);
    let id = tx.new_uuid();
    let new = store::queue::New { kind: "test.heard", payload: &line, ..Default::default() };
    store::queue::insert(tx, id, &new)?;
    Ok(())
}

const FIRST: Subscription = Subscription {
    name: "test.first",
    event: "test.happened",
    handle: |tx, event| hear(tx, "first", event),
};
const SECOND: Subscription = Subscription {
    name: "test.second",
    event: "test.happened",
    handle: |tx, event| hear(tx, "second", event),
};

fn listeners(subscriptions: &[Subscription]) -> Work {
    Work { subscriptions: subscriptions.to_vec(), ..Work::default() }
}

fn tell(app: &App, aggregate: &'static str, payload: &'static str) {
    let told = move |tx: &mut Tx<'_>| emit(tx, "test.happened", aggregate, &json!(payload));
    app.db.write_blocking(told).unwrap();
}

/// What was heard so far, in its order.
fn heard(app: &App) -> Vec<String> {
    let due = app.db.read_blocking(|tx| store::queue::due(tx, ",test.heard,")).unwrap();
    let mut heard: Vec<String> = due.into_iter().map(|due| due.payload).collect();
    heard.sort_unstable();
    heard.into_iter().map(|line| line[5..].to_owned()).collect()
}

#[test]
fn every_subscription_hears_of_an_event_once_and_in_order() {
    on_each_engine(|_, app| {
        for payload in ["1", "2", "3"] {
            tell(app, "a", payload);
        }
        assert_eq!(run_due(app, &listeners(&[FIRST, SECOND])).unwrap(), 6);
        let all = heard(app);
        let of = |name: &str| -> Vec<&str> {
            all.iter().filter_map(|line| line.strip_prefix(name)).collect()
        };
        assert_eq!(of("first "), [r#"a "1""#, r#"a "2""#, r#"a "3""#]);
        assert_eq!(of("second ").len(), 3);
        assert_eq!(run_due(app, &listeners(&[FIRST, SECOND])).unwrap(), 0);
    });
}

#[test]
fn an_event_is_told_with_its_transaction_or_not_at_all() {
    on_each_engine(|_, app| {
        let refused: Result<(), Error> = app.db.write_blocking(|tx| {
            emit(tx, "test.happened", "a", &json!(1))?;
            Err(Error::refused("test.refused"))
        });
        assert!(refused.is_err());
        assert_eq!(app.db.read_blocking(unfinished).unwrap(), 0);
    });
}

#[test]
fn what_nobody_asks_for_goes() {
    on_each_engine(|_, app| {
        tell(app, "a", "1");
        assert_eq!(app.db.read_blocking(unfinished).unwrap(), 1);
        assert_eq!(run_due(app, &listeners(&[])).unwrap(), 0);
        assert_eq!(app.db.read_blocking(unfinished).unwrap(), 0);
    });
}

#[test]
fn a_failing_handler_holds_back_its_own_aggregate_alone() {
    on_each_engine(|_, app| {
        tell(app, "a", "poison");
        tell(app, "a", "2");
        tell(app, "b", "1");
        assert_eq!(run_due(app, &listeners(&[FIRST])).unwrap(), 2);
        assert_eq!(heard(app), [r#"first b "1""#]);
    });
}

/// Tries until it is given up.
fn exhaust(store: &Store, app: &App, work: &Work) {
    for number in 1..=MOST_ATTEMPTS {
        assert_eq!(run_due(app, work).unwrap(), 1, "attempt {number}");
        store.clock.advance(seconds_until(number + 1));
    }
}

#[test]
fn it_ends_among_dead_letters_and_its_line_goes_on_when_somebody_says_so() {
    on_each_engine(|store, app| {
        let work = listeners(&[FIRST]);
        tell(app, "a", "poison");
        tell(app, "a", "2");
        exhaust(store, app, &work);
        assert_eq!(run_due(app, &work).unwrap(), 0, "in order, or not at all");
        let dead = app.db.read_blocking(letters).unwrap();
        assert_eq!(dead.len(), 1);
        assert_eq!((dead[0].kind.as_str(), dead[0].behind), ("test.first", 1));
        assert_eq!(dead[0].line.as_deref(), Some("test.first/a"));
        assert_eq!(dead[0].error.as_deref(), Some("jobs.exhausted"));
        assert_eq!(dead[0].cause.as_deref(), Some("test.poison"));

        let id = dead[0].id;
        app.db.write_blocking(move |tx| retry(tx, id)).unwrap();
        assert!(app.db.write_blocking(move |tx| retry(tx, id)).is_err(), "it waits already");
        exhaust(store, app, &work);
        assert_eq!(app.db.read_blocking(standing).unwrap().dead, 1);

        app.db.write_blocking(move |tx| let_go(tx, id)).unwrap();
        assert_eq!(run_due(app, &work).unwrap(), 1);
        assert_eq!(heard(app), [r#"first a "2""#]);
        assert!(app.db.read_blocking(letters).unwrap().is_empty());
    });
}

/// Works, and then fails, the first time.
const HALFWAY: Subscription = Subscription {
    name: "test.halfway",
    event: "test.happened",
    handle: |tx, event| {
        hear(tx, "halfway", event)?;
        let again = FAILED.swap(true, Ordering::SeqCst);
        if again { Ok(()) } else { Err(Error::refused("test.halfway")) }
    },
};
static FAILED: AtomicBool = AtomicBool::new(false);

#[test]
fn what_a_failed_handler_wrote_is_taken_back() {
    on_each_engine(|store, app| {
        FAILED.store(false, Ordering::SeqCst);
        tell(app, "a", "1");
        assert_eq!(run_due(app, &listeners(&[HALFWAY])).unwrap(), 1);
        assert!(heard(app).is_empty());
        store.clock.advance(seconds_until(2));
        assert_eq!(run_due(app, &listeners(&[HALFWAY])).unwrap(), 1);
        assert_eq!(heard(app).len(), 1);
    });
}

#[test]
fn an_event_whose_node_died_is_handed_on_by_another() {
    on_each_engine(|store, app| {
        let work = listeners(&[FIRST]);
        tell(app, "a", "1");
        assert!(crate::outbox::post(&app.db, &[FIRST]).unwrap());
        let lease = app.db.now().plus_seconds(LEASE_SECONDS);
        let taken = app.db.write_blocking(move |tx| {
            let due = store::queue::due(tx, ",test.first,")?.remove(0);
            store::queue::take(tx, &due, lease)
        });
        assert!(taken.unwrap());
        assert_eq!(run_due(app, &work).unwrap(), 0, "the other node holds it");
        store.clock.advance(LEASE_SECONDS);
        assert_eq!(run_due(app, &work).unwrap(), 1);
        assert_eq!(heard(app).len(), 1);
    });
}

#[test]
fn an_event_waits_for_a_node_that_hands_it_on() {
    on_each_engine(|store, app| {
        tell(app, "a", "1");
        let later = beside(store, app);
        let runner = Runner::start(&later, &listeners(&[FIRST])).unwrap();
        while heard(app).is_empty() {
            std::thread::yield_now();
        }
        runner.stop();
        assert_eq!(heard(app), [r#"first a "1""#]);
    });
}

#[test]
fn a_handler_is_told_what_happened_when_and_to_what() {
    const EXACT: Subscription = Subscription {
        name: "test.exact",
        event: "test.happened",
        handle: |tx, event| {
            let at = Instant(testkit::BEGINNING.0);
            let right = (event.kind, event.at) == ("test.happened", at);
            if right { hear(tx, "exact", event) } else { Err(Error::refused("test.wrong")) }
        },
    };
    on_each_engine(|store, app| {
        tell(app, "stations/440305-00121", "x");
        store.clock.advance(60);
        assert_eq!(run_due(app, &listeners(&[EXACT])).unwrap(), 1);
        assert_eq!(heard(app), [r#"exact stations/440305-00121 "x""#]);
    });
}
