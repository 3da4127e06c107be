//! Several nodes on one PostgreSQL.

use std::{
    sync::{Arc, Barrier},
    thread,
};

use db::{Db, Engine, Migration, Options, args};

use super::NOTES;
use crate::{Durability, Store, fresh_schema};

const MORE: &[Migration] = &[
    NOTES[0],
    Migration {
        capability: "notes",
        number: 2,
        name: "0002_first_note",
        sql: "INSERT INTO note (id, text) VALUES (1, 'made by the schema');",
    },
];

#[test]
fn many_nodes_start_at_once_and_the_schema_is_made_once() {
    let url = fresh_schema(Durability::None);
    let start = Arc::new(Barrier::new(6));
    let nodes: Vec<_> = (0..6)
        .map(|_| {
            let (url, start) = (url.clone(), Arc::clone(&start));
            thread::spawn(move || {
                let db = Db::open(&url, Options::default()).unwrap();
                start.wait();
                let applied = db.migrate(MORE).unwrap();
                db.check_migrations(MORE).unwrap();
                applied
            })
        })
        .collect();
    let applied: Vec<usize> = nodes.into_iter().map(|node| node.join().unwrap()).collect();
    assert_eq!(applied.iter().sum::<usize>(), 3, "{applied:?}");
}

#[test]
fn what_two_nodes_write_alone_comes_one_after_the_other() {
    let store = Store::fresh(Engine::Postgres, NOTES);
    let nodes = [store.db.clone(), store.beside()];
    let writers: Vec<_> = nodes
        .into_iter()
        .map(|db| {
            thread::spawn(move || {
                for _ in 0..50 {
                    // Looks, then writes: two at once would find the same number free.
                    db.write_blocking(|tx| {
                        let (next,): (i64,) = tx.one("SELECT COUNT(*) FROM note", args![])?;
                        super::write_note(tx, next, "numbered")
                    })
                    .unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap();
    }
    let ids = store.db.read_blocking(super::notes).unwrap();
    assert_eq!(ids, (0..100).collect::<Vec<_>>());
}
