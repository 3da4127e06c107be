//! Several nodes that note at once.

use std::collections::BTreeSet;

use super::*;

const NODES: usize = 3;
const THREADS: usize = 4;
const EACH: usize = 25;

#[test]
fn several_nodes_make_one_chain() {
    on_each_engine(|store| {
        let nodes: Vec<db::Db> = (0..NODES).map(|_| store.beside()).collect();
        std::thread::scope(|scope| {
            for (node, db) in nodes.iter().enumerate() {
                for thread in 0..THREADS {
                    scope.spawn(move || {
                        for number in 0..EACH {
                            let name = format!("{node}-{thread}-{number}");
                            let write = move |tx: &mut Tx<'_>| {
                                named(tx, &name);
                                Ok::<_, db::Error>(())
                            };
                            db.write_blocking(write).unwrap();
                        }
                    });
                }
            }
        });
        let all = all(store);
        assert_eq!(all.len(), NODES * THREADS * EACH);
        let names: BTreeSet<_> = all.iter().map(|entry| entry.after.clone()).collect();
        assert_eq!(names.len(), all.len());
        assert!(verified(store).is_whole());
    });
}
