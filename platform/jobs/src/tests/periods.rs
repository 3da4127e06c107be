//! Jobs that the clock queues.

use kernel::{App, Every, Periodic};

use super::{ECHO, beside, on_each_engine};
use crate::{Work, periods, plan, run_due};

fn nightly() -> Work {
    let periodic = Periodic { job: ECHO, every: Every::Day(3, 30) };
    Work { kinds: vec![ECHO], periodic: vec![periodic], ..Work::default() }
}

/// What the clock queued was done so many times.
fn look(app: &App) -> usize {
    plan(app, &nightly()).unwrap();
    run_due(app, &nightly()).unwrap()
}

#[test]
fn a_time_of_the_clock_is_taken_once_whoever_looks() {
    on_each_engine(|store, app| {
        let other = beside(store, app);
        assert_eq!((look(app), look(&other), look(app)), (1, 0, 0), "at the first start");
        // From 10:00 in Shanghai to 03:29 of the next day.
        store.clock.advance(17 * 3600 + 29 * 60);
        assert_eq!((look(app), look(&other)), (0, 0));
        store.clock.advance(60);
        assert_eq!((look(&other), look(app)), (1, 0));
        let all = app.db.read_blocking(periods).unwrap();
        assert_eq!((all.len(), all[0].kind.as_str()), (1, "test.echo"));
        assert_eq!(all[0].last.civil().to_string(), "2026-11-27T03:30:00");
    });
}

#[test]
fn what_was_missed_is_done_once_and_a_clock_set_back_repeats_nothing() {
    on_each_engine(|store, app| {
        assert_eq!(look(app), 1);
        store.clock.advance(5 * 24 * 3600);
        assert_eq!((look(app), look(app)), (1, 0));
        store.clock.advance(-3 * 24 * 3600);
        assert_eq!(look(app), 0);
    });
}

#[test]
fn a_periodic_job_that_is_not_over_is_not_queued_again() {
    on_each_engine(|store, app| {
        plan(app, &nightly()).unwrap();
        store.clock.advance(24 * 3600);
        plan(app, &nightly()).unwrap();
        assert_eq!(run_due(app, &nightly()).unwrap(), 1);
    });
}
