//! The audit on each engine.

mod chain;
mod many;
mod refusals;

use db::Tx;
use serde_json::json;
use testkit::{Store, on_each_engine as on_each};

use crate::{Act, Entry, MIGRATIONS, Noted, Object, note, read, verify};

const CHANGED: Act = Act("things.changed");

fn on_each_engine(test: impl Fn(&Store)) {
    on_each(MIGRATIONS, test);
}

/// Notes that a thing was given another name.
fn named(tx: &mut Tx<'_>, name: &str) {
    let entry = Entry::of(CHANGED, Object::new("thing", &1)).after(json!({ "name": name }));
    note(tx, entry);
}

fn write(store: &Store, names: &'static [&'static str]) {
    let write = move |tx: &mut Tx<'_>| {
        for name in names {
            named(tx, name);
        }
        Ok::<_, db::Error>(())
    };
    store.db.write_blocking(write).unwrap();
}

fn all(store: &Store) -> Vec<Noted> {
    let newest = |tx: &mut Tx<'_>| read::newest(tx, &read::Filter::default(), None, 10_000);
    let mut all = store.db.read_blocking(newest).unwrap();
    all.reverse();
    all
}

#[test]
fn what_is_noted_in_a_read_is_an_error_and_not_lost() {
    on_each_engine(|store| {
        let noting = |tx: &mut Tx<'_>| {
            named(tx, "a");
            Ok::<_, db::Error>(())
        };
        assert!(store.db.read_blocking(noting).is_err());
        store.db.write_blocking(noting).unwrap();
        assert_eq!(all(store).len(), 1);
    });
}

fn verified(store: &Store) -> verify::Verified {
    store.db.read_blocking(verify::everything).unwrap()
}
