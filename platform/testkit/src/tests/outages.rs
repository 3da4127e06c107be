//! The server behind a store goes away and comes back: what was said to be done is done, nobody
//! waits without end, and nothing has to be started again.

use std::time::{Duration, Instant};

use db::{Db, Error, Options, Result};

use super::{NOTES, gate, notes, wait, write_note};
use crate::OwnPostgres;

/// Within so long everybody is told that a server does not answer.
const SOON: Duration = Duration::from_secs(15);

fn store(server: &OwnPostgres) -> Db {
    let db = Db::open(&server.url(), Options::default()).unwrap();
    db.migrate(NOTES).unwrap();
    db
}

fn unavailable<T: std::fmt::Debug>(outcome: &Result<T>) {
    assert!(matches!(outcome, Err(Error::Unavailable(_))), "{outcome:?}");
}

/// Writes on every way that there is, and tells how each ended.
fn write_all(db: &Db, first: i64) -> Vec<Result<()>> {
    let mut outcomes = vec![db.write_blocking(move |tx| write_note(tx, first, "alone"))];
    for lane in 1..4 {
        let id = first + lane;
        let write = db.write_in(lane.unsigned_abs(), move |tx| write_note(tx, id, "in a lane"));
        outcomes.push(wait(write));
    }
    outcomes
}

fn all_went_well(db: &Db, first: i64) {
    let outcomes = write_all(db, first);
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
}

#[test]
fn a_server_that_stops_and_starts_is_found_again() {
    let mut server = OwnPostgres::start();
    let db = store(&server);
    all_went_well(&db, 0);
    server.stop();
    for outcome in write_all(&db, 10) {
        unavailable(&outcome);
    }
    unavailable(&db.read_blocking(notes));
    server.start_again();
    all_went_well(&db, 20);
    assert_eq!(db.read_blocking(notes).unwrap(), [0, 1, 2, 3, 20, 21, 22, 23]);
}

#[test]
fn a_server_that_is_killed_in_the_middle_of_a_write_keeps_nothing_of_it() {
    let mut server = OwnPostgres::start();
    let db = store(&server);
    all_went_well(&db, 0);
    let (gate, stop) = gate();
    let at_work = db.clone();
    let write = std::thread::spawn(move || {
        wait(at_work.write_in(1, move |tx| {
            write_note(tx, 10, "in the middle")?;
            stop.stand();
            Ok::<_, Error>(())
        }))
    });
    gate.wait();
    server.kill();
    gate.open();
    unavailable(&write.join().unwrap());
    server.start_again();
    all_went_well(&db, 20);
    assert_eq!(db.read_blocking(notes).unwrap(), [0, 1, 2, 3, 20, 21, 22, 23]);
}

#[test]
fn nobody_waits_for_a_server_that_stands_still() {
    let server = OwnPostgres::start();
    let db = store(&server);
    all_went_well(&db, 0);
    server.freeze();
    let asked = Instant::now();
    let others = db.clone();
    let reads = std::thread::spawn(move || others.read_blocking(notes));
    unavailable(&db.write_blocking(|tx| write_note(tx, 10, "while it stands")));
    unavailable(&reads.join().unwrap());
    assert!(asked.elapsed() < SOON, "told after {:?}", asked.elapsed());
    server.thaw();
    let mut first = 20;
    while write_all(&db, first).iter().any(Result::is_err) {
        first += 10;
        assert!(asked.elapsed() < 4 * SOON, "it has not recovered");
    }
    let kept = db.read_blocking(notes).unwrap();
    for id in [0, 1, 2, 3, first, first + 1, first + 2, first + 3] {
        assert!(kept.contains(&id), "{id} was acknowledged: {kept:?}");
    }
}
