//! Lanes: who writes beside whom, and that nothing but speed depends on it.

use std::{
    sync::{
        Arc, Barrier,
        atomic::{AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
};

use db::{Db, Engine, Error, Migration, Options, Result, Tx, Value, args};

use super::{NOTES, Stop, gate, notes, wait, write_note};
use crate::{Store, on_each_engine};

/// Rows that many add to.
const COUNTERS: &[Migration] = &[Migration {
    capability: "counters",
    number: 1,
    name: "0001_counters",
    sql: "CREATE TABLE counter (\n    id    BIGINT NOT NULL PRIMARY KEY,\n    count BIGINT NOT NULL\n);",
}];

fn count(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.run(
        "INSERT INTO counter (id, count) VALUES ($1, 1)
         ON CONFLICT (id) DO UPDATE SET count = counter.count + 1",
        args![id],
    )?;
    Ok(())
}

fn counters(db: &Db) -> Vec<(i64, i64)> {
    db.read_blocking(|tx| tx.all("SELECT id, count FROM counter ORDER BY id", args![])).unwrap()
}

fn spawn(
    db: &Db,
    lane: u64,
    job: impl FnMut(&mut Tx<'_>) -> Result<()> + Send + 'static,
) -> JoinHandle<Result<()>> {
    let db = db.clone();
    thread::spawn(move || db.write_in_blocking(lane, job))
}

fn standing(stop: Stop) -> impl FnMut(&mut Tx<'_>) -> Result<()> {
    move |tx| {
        write_note(tx, 1, "stands")?;
        stop.stand();
        Ok(())
    }
}

#[test]
fn a_lane_does_not_wait_for_another_but_who_writes_alone_waits_for_all() {
    let store = Store::fresh(Engine::Postgres, NOTES);
    let (gate, stop) = gate();
    let first = spawn(&store.db, 0, standing(stop));
    gate.wait();
    store.db.write_in_blocking(1, |tx| write_note(tx, 2, "beside")).unwrap();
    assert_eq!(store.db.read_blocking(notes).unwrap(), [2], "the first is still at work");
    let db = store.beside();
    let started = Arc::new(AtomicUsize::new(0));
    let starts = Arc::clone(&started);
    let alone = thread::spawn(move || {
        db.write_blocking(move |tx| {
            starts.fetch_add(1, Ordering::SeqCst);
            notes(tx)
        })
    });
    // While somebody waits to write alone, lanes wait behind it: so this one is behind the first.
    while waiting(&store.db) == 0 {
        thread::yield_now();
    }
    assert_eq!(started.load(Ordering::SeqCst), 0, "somebody wrote alone beside a lane");
    gate.open();
    first.join().unwrap().unwrap();
    assert_eq!(alone.join().unwrap().unwrap(), [1, 2], "it sees what it has waited for");
}

/// How many transactions of this store wait for a lock.
fn waiting(db: &Db) -> i64 {
    let count = |tx: &mut Tx<'_>| {
        tx.one::<(i64,)>(
            "SELECT COUNT(*)
             FROM pg_locks
             WHERE locktype = 'advisory' AND NOT granted
               AND (CAST(classid AS BIGINT) << 32 | CAST(objid AS BIGINT))
                   = hashtextextended('yizhan ' || current_schema(), 0)",
            args![],
        )
    };
    db.read_blocking(count).unwrap().0
}

#[test]
fn each_lane_has_a_slot_of_its_own_and_who_writes_alone_has_none() {
    let store = Store::fresh(Engine::Postgres, NOTES);
    let other = store.beside();
    let slot = |db: &Db, lane| wait(db.write_in(lane, |tx| Ok::<_, Error>(tx.slot()))).unwrap();
    let mut slots: Vec<_> = (0..8).map(|lane| slot(&store.db, lane)).collect();
    assert_eq!(slots[..4], slots[4..], "four lanes");
    slots.truncate(4);
    slots.extend((0..4).map(|lane| slot(&other, lane)));
    slots.sort_unstable();
    slots.dedup();
    assert_eq!(slots.len(), 8, "{slots:?}");
    assert!(slots.iter().all(Option::is_some));
    assert_eq!(store.db.write_blocking(|tx| Ok::<_, Error>(tx.slot())).unwrap(), None);
    let embedded = Store::fresh(Engine::Sqlite, NOTES);
    assert_eq!(slot(&embedded.db, 3), None, "on SQLite everybody writes alone");
}

/// Two nodes that take the same two rows in opposite order, and meet in the middle.
#[test]
fn a_deadlock_is_undone_and_tried_again_and_counts_once() {
    let store = Store::fresh(Engine::Postgres, COUNTERS);
    let nodes = [store.db.clone(), store.beside()];
    let meet = Arc::new(Barrier::new(2));
    let runs = Arc::new(AtomicUsize::new(0));
    let writers: Vec<_> = nodes
        .iter()
        .zip([[1, 2], [2, 1]])
        .map(|(db, [first, second])| {
            let (meet, runs) = (Arc::clone(&meet), Arc::clone(&runs));
            let mut waited = false;
            spawn(db, 0, move |tx| {
                runs.fetch_add(1, Ordering::SeqCst);
                count(tx, first)?;
                if !std::mem::replace(&mut waited, true) {
                    meet.wait();
                }
                count(tx, second)
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap().unwrap();
    }
    assert!(runs.load(Ordering::SeqCst) > 2, "one of them was the victim");
    assert_eq!(counters(&store.db), [(1, 2), (2, 2)]);
}

#[test]
fn a_batch_is_run_again_as_a_whole_and_each_is_answered_by_its_last_run() {
    let options = Options { batch_time: std::time::Duration::from_hours(1), ..Options::default() };
    let store = Store::with(Engine::Postgres, COUNTERS, options);
    let (gate, stop) = gate();
    let mut runs = 0;
    let first = spawn(&store.db, 0, move |tx| {
        runs += 1;
        if runs == 1 {
            stop.stand();
        }
        count(tx, 1)
    });
    gate.wait();
    let mut runs = 0;
    let mut second = Box::pin(store.db.write_in(0, move |tx| {
        runs += 1;
        count(tx, 1)?;
        if runs < 3 {
            tx.script("DO $$ BEGIN RAISE EXCEPTION 'in the way' USING ERRCODE = '40001'; END $$")?;
        }
        Ok::<_, Error>(runs)
    }));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(second.as_mut().poll(&mut context).is_pending());
    gate.open();
    assert_eq!(wait(second).unwrap(), 3);
    first.join().unwrap().unwrap();
    assert_eq!(counters(&store.db), [(1, 2)]);
}

#[test]
fn who_is_in_the_way_for_ever_is_told_that_the_store_is_busy() {
    let store = Store::fresh(Engine::Postgres, COUNTERS);
    let script = "DO $$ BEGIN RAISE EXCEPTION 'in the way' USING ERRCODE = '40P01'; END $$";
    let refused = wait(store.db.write_in(0, |tx| {
        count(tx, 1)?;
        tx.script(script)
    }));
    assert!(matches!(refused, Err(Error::Busy)), "{refused:?}");
    store.db.write_in_blocking(0, |tx| count(tx, 2)).unwrap();
    assert_eq!(counters(&store.db), [(2, 1)]);
}

/// A verb that looks before it writes, as on one writer it may.
fn note_once(tx: &mut Tx<'_>, stop: Option<&Stop>) -> Result<bool> {
    if notes(tx)?.contains(&7) {
        return Ok(false);
    }
    if let Some(stop) = stop {
        stop.stand();
    }
    write_note(tx, 7, "once").map(|()| true)
}

#[test]
fn what_came_since_a_job_looked_is_seen_by_it_in_the_end() {
    let store = Store::fresh(Engine::Postgres, NOTES);
    let (gate, stop) = gate();
    let db = store.db.clone();
    let slow = thread::spawn(move || wait(db.write_in(0, move |tx| note_once(tx, Some(&stop)))));
    gate.wait();
    assert!(store.db.write_in_blocking(1, |tx| note_once(tx, None)).unwrap());
    gate.open();
    assert!(!slow.join().unwrap().unwrap(), "it looked again and found it there");
}

#[test]
fn what_is_cached_is_changed_by_those_who_write_alone() {
    on_each_engine(NOTES, |store| {
        let bumped = wait(store.db.write_in(0, |tx| tx.bump("notes").map(drop)));
        match store.db.engine() {
            Engine::Sqlite => bumped.unwrap(),
            Engine::Postgres => assert!(matches!(bumped, Err(Error::Engine(_))), "{bumped:?}"),
        }
    });
}

#[test]
fn many_rows_at_once_are_as_one_after_the_other() {
    on_each_engine(COUNTERS, |store| {
        let add = |tx: &mut Tx<'_>| {
            let cells: Vec<_> = (0..150).map(|id| [Value::Int(id), Value::Int(1)]).collect();
            tx.run_each(
                "INSERT INTO counter (id, count) VALUES ($1, $2)
                 ON CONFLICT (id) DO UPDATE SET count = counter.count + excluded.count",
                &cells,
            )
        };
        assert_eq!(store.db.write_blocking(add).unwrap(), 150);
        assert_eq!(store.db.write_blocking(add).unwrap(), 150);
        assert_eq!(counters(&store.db), (0..150).map(|id| (id, 2)).collect::<Vec<_>>());
    });
}
