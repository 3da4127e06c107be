//! Readers see one moment; stores meet in one history.

use std::sync::mpsc;

use super::{NOTES, notes, write_note};
use crate::on_each_engine;

#[test]
fn a_reader_sees_one_moment_from_its_first_statement_to_its_last() {
    on_each_engine(NOTES, |store| {
        store.db.write_blocking(|tx| write_note(tx, 1, "old")).unwrap();
        let (go_on, told) = mpsc::channel::<()>();
        let (looked, has_looked) = mpsc::channel();
        let db = store.db.clone();
        let reader = std::thread::spawn(move || {
            db.read_blocking(move |tx| {
                let first = notes(tx)?;
                looked.send(()).unwrap();
                told.recv().unwrap();
                Ok::<_, db::Error>((first, notes(tx)?))
            })
        });
        has_looked.recv().unwrap();
        store.db.write_blocking(|tx| write_note(tx, 2, "new")).unwrap();
        assert_eq!(store.db.read_blocking(notes).unwrap(), [1, 2], "a new reader sees it");
        go_on.send(()).unwrap();
        assert_eq!(reader.join().unwrap().unwrap(), (vec![1], vec![1]));
    });
}

#[test]
fn a_reader_may_not_write_and_a_failing_one_spoils_nothing() {
    on_each_engine(NOTES, |store| {
        assert!(store.db.read_blocking(|tx| write_note(tx, 1, "by a reader")).is_err());
        let panicking = store.db.read_blocking(|_| -> db::Result<()> { panic!("of the test") });
        assert!(matches!(panicking, Err(db::Error::Panicked(text)) if text == "of the test"));
        for _ in 0..8 {
            assert!(store.db.read_blocking(notes).unwrap().is_empty());
        }
    });
}

#[test]
fn two_nodes_that_start_at_once_migrate_once() {
    on_each_engine(&[], |store| {
        let applied: usize = std::thread::scope(|scope| {
            let nodes: Vec<_> =
                (0..3).map(|_| scope.spawn(|| store.beside().migrate(NOTES).unwrap())).collect();
            nodes.into_iter().map(|node| node.join().unwrap()).sum()
        });
        assert_eq!(applied, NOTES.len());
        store.db.check_migrations(NOTES).unwrap();
    });
}
