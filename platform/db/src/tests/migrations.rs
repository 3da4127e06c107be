//! What a store says to migrations that do not fit.

use crate::{Db, Error, Migration, Options};

const FIRST: Migration = Migration {
    capability: "pets",
    number: 1,
    name: "0001_cats",
    sql: "CREATE TABLE cat (\n    id BIGINT PRIMARY KEY,\n    name TEXT NOT NULL\n);",
};
const SECOND: Migration = Migration {
    capability: "pets",
    number: 2,
    name: "0002_dogs",
    sql: "CREATE TABLE dog (\n    id BIGINT PRIMARY KEY\n);",
};

fn store() -> (tempfile::TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("store.db").display());
    (folder, Db::open(&url, Options::default()).unwrap())
}

fn says(result: Result<impl std::fmt::Debug, Error>, words: &str) {
    match result {
        Err(Error::Migration(text)) => assert!(text.contains(words), "{text}"),
        other => panic!("expected a migration error about {words:?}, got {other:?}"),
    }
}

#[test]
fn what_is_applied_once_is_not_applied_again() {
    let (_folder, db) = store();
    says(db.check_migrations(&[FIRST]), "not applied");
    assert_eq!(db.migrate(&[FIRST]).unwrap(), 2, "the store's own and the first");
    assert_eq!(db.migrate(&[FIRST]).unwrap(), 0);
    db.check_migrations(&[FIRST]).unwrap();
    says(db.check_migrations(&[FIRST, SECOND]), "0002_dogs is not applied");
    assert_eq!(db.migrate(&[FIRST, SECOND]).unwrap(), 1);
}

#[test]
fn an_edited_history_is_refused() {
    let (_folder, db) = store();
    db.migrate(&[FIRST]).unwrap();
    let edited = Migration { sql: "CREATE TABLE cat (id BIGINT);", ..FIRST };
    says(db.migrate(&[edited]), "pets 1 was changed");
    says(db.check_migrations(&[edited]), "pets 1 was changed");
}

#[test]
fn a_history_that_this_version_does_not_know_is_refused() {
    let (_folder, db) = store();
    db.migrate(&[FIRST, SECOND]).unwrap();
    says(db.migrate(&[FIRST]), "pets 2, which this version does not know");
}

#[test]
fn a_step_that_fails_takes_back_those_before_it() {
    let (_folder, db) = store();
    let broken = Migration { sql: "CREATE TABLE cat (id BIGINT);", ..SECOND };
    says(db.migrate(&[FIRST, broken]), "pets 0002_dogs");
    says(db.check_migrations(&[]), "not applied");
    assert_eq!(db.migrate(&[FIRST, SECOND]).unwrap(), 3);
}
