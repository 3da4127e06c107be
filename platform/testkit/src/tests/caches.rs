//! A cache is exactly as old as the transaction that asks.

use std::sync::Arc;

use db::{Cache, Db, Error, Result, Tx};

use super::{NOTES, notes, write_note};
use crate::on_each_engine;

/// The ids of all notes, kept in memory.
struct Notes(Vec<i64>);

impl Cache for Notes {
    const TOPIC: &'static str = "notes";

    fn load(tx: &mut Tx<'_>, _: Option<Arc<Self>>) -> Result<Arc<Self>> {
        Ok(Arc::new(Self(notes(tx)?)))
    }
}

fn add(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.bump(Notes::TOPIC)?;
    write_note(tx, id, "cached")
}

fn load(tx: &mut Tx<'_>) -> Result<Arc<Notes>> {
    tx.cached()
}

fn cached(db: &Db) -> Vec<i64> {
    db.read_blocking(load).unwrap().0.clone()
}

#[test]
fn it_follows_changes_of_this_node_and_of_others() {
    on_each_engine(NOTES, |store| {
        let other = store.beside();
        assert!(cached(&store.db).is_empty() && cached(&other).is_empty());
        store.db.write_blocking(|tx| add(tx, 1)).unwrap();
        assert_eq!((cached(&store.db), cached(&other)), (vec![1], vec![1]));
        other.write_blocking(|tx| add(tx, 2)).unwrap();
        assert_eq!((cached(&store.db), cached(&other)), (vec![1, 2], vec![1, 2]));
        let in_a_write = store.db.write_blocking(load).unwrap();
        assert_eq!(in_a_write.0, [1, 2]);
    });
}

/// Who began to read before a change keeps to what was, however often it changes meanwhile.
#[test]
fn it_is_not_ahead_of_a_transaction_that_began_before() {
    for changes in 1..4 {
        on_each_engine(NOTES, |store| {
            store.db.write_blocking(|tx| add(tx, 1)).unwrap();
            assert_eq!(cached(&store.db), [1]);
            let db = store.db.clone();
            let reader = move |tx: &mut Tx<'_>| {
                let before = notes(tx)?;
                // Its marks are read with its snapshot.
                tx.cached::<Others>()?;
                std::thread::scope(|scope| {
                    scope.spawn(|| {
                        for id in 0..changes {
                            db.write_blocking(move |tx| add(tx, 2 + id)).unwrap();
                            cached(&db);
                        }
                    });
                });
                Ok::<_, Error>((before, load(tx)?.0.clone(), load(tx)?.0.clone()))
            };
            let all = store.db.read_blocking(reader).unwrap();
            assert_eq!(all, (vec![1], vec![1], vec![1]), "{changes}");
            assert_eq!(cached(&store.db).len(), 1 + usize::try_from(changes).unwrap());
        });
    }
}

/// Something else that is kept in memory.
struct Others;

impl Cache for Others {
    const TOPIC: &'static str = "others";

    fn load(_: &mut Tx<'_>, _: Option<Arc<Self>>) -> Result<Arc<Self>> {
        Ok(Arc::new(Self))
    }
}

#[test]
fn what_has_not_changed_is_not_loaded_again() {
    on_each_engine(NOTES, |store| {
        store.db.write_blocking(|tx| add(tx, 1)).unwrap();
        let first = store.db.read_blocking(load).unwrap();
        store.db.write_blocking(|tx| tx.bump("something else")).unwrap();
        let second = store.db.read_blocking(load).unwrap();
        assert!(Arc::ptr_eq(&first, &second));
    });
}

#[test]
fn a_transaction_sees_its_own_change_and_nobody_sees_one_that_is_taken_back() {
    on_each_engine(NOTES, |store| {
        store.db.write_blocking(|tx| add(tx, 1)).unwrap();
        let own = store.db.write_blocking(|tx| {
            let before = tx.cached::<Notes>()?.0.clone();
            add(tx, 2)?;
            let after = tx.cached::<Notes>()?.0.clone();
            assert_eq!((before, after), (vec![1], vec![1, 2]));
            Err::<(), _>(Error::Decode("taken back".to_owned()))
        });
        assert!(own.is_err());
        assert_eq!(cached(&store.db), [1]);
    });
}

#[test]
fn the_latest_mark_is_known_after_the_answer_here_and_after_a_look_elsewhere() {
    on_each_engine(NOTES, |store| {
        let other = store.beside();
        assert_eq!(store.db.latest_mark(Notes::TOPIC), 0);
        let version = store.db.write_blocking(|tx| tx.bump(Notes::TOPIC)).unwrap();
        assert_eq!(store.db.latest_mark(Notes::TOPIC), version);
        assert_eq!(other.latest_mark(Notes::TOPIC), 0);
        cached(&other);
        assert_eq!(other.latest_mark(Notes::TOPIC), version);
        let refused: Result<()> = store.db.write_blocking(|tx| {
            tx.bump(Notes::TOPIC)?;
            tx.cached::<Notes>()?;
            Err(Error::Busy)
        });
        assert!(refused.is_err());
        assert_eq!(store.db.latest_mark(Notes::TOPIC), version, "a change that was taken back");
    });
}
