//! Group commit: one commit for many, and nobody's failure is anybody else's.

use std::{
    pin::{Pin, pin},
    sync::{Arc, mpsc},
    task::{Context, Poll, Waker},
    time::Duration,
};

use db::{Db, Engine, Error, Options};
use parking_lot::Mutex;

use super::{NOTES, notes, write_note};
use crate::Store;

/// A store whose batches never end for lack of time, so that what is queued while the writer
/// waits at a gate is one batch with it.
fn each_unhurried(queue: usize, test: impl Fn(&Db)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        eprintln!("on {engine:?}");
        let batch_time = Duration::from_hours(1);
        let options = Options { queue, batch_time, ..Options::default() };
        test(&Store::with(engine, NOTES, options).db);
    }
}

/// A write that has begun and stands still until it is let go.
struct Gate {
    open: mpsc::Sender<()>,
}

fn gate(db: &Db) -> Gate {
    let (open, let_go) = mpsc::channel::<()>();
    let (stands, standing) = mpsc::channel();
    let db = db.clone();
    std::thread::spawn(move || {
        db.write_blocking(move |_| {
            stands.send(()).unwrap();
            let_go.recv().unwrap();
            Ok::<_, Error>(())
        })
    });
    standing.recv().unwrap();
    Gate { open }
}

impl Gate {
    fn open(self) {
        self.open.send(()).unwrap();
    }
}

fn poll<T>(future: Pin<&mut impl Future<Output = T>>) -> Option<T> {
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

fn wait<T>(mut future: Pin<&mut impl Future<Output = T>>) -> T {
    loop {
        if let Some(value) = poll(future.as_mut()) {
            return value;
        }
        std::thread::yield_now();
    }
}

#[test]
fn a_callers_failure_does_not_touch_its_neighbours() {
    each_unhurried(100, |db| {
        let gate = gate(db);
        let mut before = pin!(db.write(|tx| write_note(tx, 1, "before")));
        let mut refused = pin!(db.write(|tx| {
            write_note(tx, 2, "refused")?;
            Err::<(), _>(Error::Decode("refused".to_owned()))
        }));
        let mut panics = pin!(db.write(|tx| {
            write_note(tx, 3, "panics")?;
            assert!(notes(tx)?.is_empty(), "a job of the test");
            Ok::<_, Error>(())
        }));
        let mut fails = pin!(db.write(|tx| {
            write_note(tx, 4, "fails")?;
            write_note(tx, 1, "meets the first")
        }));
        let mut passes_over = pin!(db.write(|tx| {
            write_note(tx, 5, "passes over")?;
            let _ = write_note(tx, 1, "meets the first");
            Ok::<_, Error>(())
        }));
        let mut after = pin!(db.write(|tx| {
            write_note(tx, 6, "after")?;
            notes(tx)
        }));
        assert!(poll(before.as_mut()).is_none());
        assert!(poll(refused.as_mut()).is_none());
        assert!(poll(panics.as_mut()).is_none());
        assert!(poll(fails.as_mut()).is_none());
        assert!(poll(passes_over.as_mut()).is_none());
        assert!(poll(after.as_mut()).is_none());
        gate.open();
        assert_eq!(wait(after).unwrap(), [1, 6]);
        wait(before).unwrap();
        assert!(matches!(wait(refused), Err(Error::Decode(text)) if text == "refused"));
        assert!(matches!(wait(panics), Err(Error::Panicked(text)) if text == "a job of the test"));
        assert!(matches!(wait(fails), Err(Error::NotUnique(_))));
        assert!(matches!(wait(passes_over), Err(Error::Engine(_))));
        assert_eq!(db.read_blocking(notes).unwrap(), [1, 6]);
    });
}

#[test]
fn nobody_is_answered_before_the_commit_of_all() {
    each_unhurried(100, |db| {
        let first_gate = gate(db);
        let mut first = pin!(db.write(|tx| write_note(tx, 1, "first")));
        assert!(poll(first.as_mut()).is_none());
        let (open, let_go) = mpsc::channel::<()>();
        let (stands, standing) = mpsc::channel();
        let mut second = pin!(db.write(move |tx| {
            stands.send(()).unwrap();
            let_go.recv().unwrap();
            write_note(tx, 2, "second")
        }));
        assert!(poll(second.as_mut()).is_none());
        first_gate.open();
        standing.recv().unwrap();
        assert!(poll(first.as_mut()).is_none(), "the first was answered before its commit");
        assert!(db.read_blocking(notes).unwrap().is_empty(), "seen before the commit");
        open.send(()).unwrap();
        wait(second).unwrap();
        wait(first).unwrap();
        assert_eq!(db.read_blocking(notes).unwrap(), [1, 2]);
    });
}

#[test]
fn callers_come_in_the_order_in_which_they_asked() {
    each_unhurried(1000, |db| {
        let gate = gate(db);
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut writes: Vec<_> = (0..300)
            .map(|n| {
                let order = Arc::clone(&order);
                Box::pin(db.write(move |tx| {
                    order.lock().push(n);
                    write_note(tx, n, "in order")
                }))
            })
            .collect();
        for write in &mut writes {
            assert!(poll(write.as_mut()).is_none());
        }
        gate.open();
        for write in &mut writes {
            wait(write.as_mut()).unwrap();
        }
        assert!(order.lock().iter().copied().eq(0..300));
    });
}

#[test]
fn a_full_queue_says_busy_and_loses_nothing() {
    each_unhurried(2, |db| {
        let gate = gate(db);
        let mut first = pin!(db.write(|tx| write_note(tx, 1, "first")));
        let mut second = pin!(db.write(|tx| write_note(tx, 2, "second")));
        assert!(poll(first.as_mut()).is_none());
        assert!(poll(second.as_mut()).is_none());
        let third = db.write_blocking(|tx| write_note(tx, 3, "third"));
        assert!(matches!(third, Err(Error::Busy)));
        gate.open();
        wait(first).unwrap();
        wait(second).unwrap();
        db.write_blocking(|tx| write_note(tx, 3, "third")).unwrap();
        assert_eq!(db.read_blocking(notes).unwrap(), [1, 2, 3]);
    });
}

#[test]
fn a_caller_that_went_away_does_not_hold_up_the_others() {
    each_unhurried(100, |db| {
        let gate = gate(db);
        let mut gone = Box::pin(db.write(|tx| write_note(tx, 1, "gone")));
        assert!(poll(gone.as_mut()).is_none());
        drop(gone);
        gate.open();
        db.write_blocking(|tx| write_note(tx, 2, "here")).unwrap();
        assert_eq!(db.read_blocking(notes).unwrap(), [1, 2], "its work stands");
    });
}

#[test]
fn what_follows_a_commit_happens_once_and_only_then() {
    each_unhurried(100, |db| {
        let (done, doing) = mpsc::channel();
        let taken_back = done.clone();
        let refused: db::Result<()> = db.write_blocking(move |tx| {
            tx.after_commit(move || taken_back.send("taken back").unwrap());
            Err(Error::Busy)
        });
        assert!(refused.is_err());
        db.write_blocking(move |tx| {
            tx.after_commit(move || done.send("kept").unwrap());
            write_note(tx, 1, "kept")
        })
        .unwrap();
        assert_eq!(doing.iter().collect::<Vec<_>>(), ["kept"]);
    });
}
