//! What the chain shows.

use db::{Engine, Error};

use super::*;
use crate::{Digest, Fault, NOBODY_ASKED, invented};

/// Does what the product never does, as somebody with the database's own tools might.
fn tamper(store: &Store, sql: &str) {
    let disarm = match store.db.engine() {
        Engine::Sqlite => {
            "DROP TRIGGER IF EXISTS audit_entry_refuses_update;
             DROP TRIGGER IF EXISTS audit_entry_refuses_delete;"
        }
        Engine::Postgres => "ALTER TABLE audit_entry DISABLE TRIGGER USER;",
    };
    let script = format!("{disarm} {sql}");
    store.db.write_blocking(move |tx| tx.script(&script)).unwrap();
}

/// Two days of three entries each: 1 to 3, 4 to 6.
fn two_days(store: &Store) {
    write(store, &["a", "b", "c"]);
    store.clock.advance(24 * 3600);
    write(store, &["d", "e", "f"]);
}

fn faults(store: &Store) -> Vec<(i64, Fault)> {
    verified(store).findings.into_iter().map(|finding| (finding.seq, finding.fault)).collect()
}

#[test]
fn entries_follow_one_another_and_days_end_in_their_digest() {
    on_each_engine(|store| {
        assert!(verified(store).is_whole());
        two_days(store);
        let all = all(store);
        let mut digest = Digest::BEGINNING;
        for (entry, seq) in all.iter().zip(1..) {
            assert_eq!(entry.seq, seq);
            assert_eq!(entry.digest, entry.digest_after(digest));
            digest = entry.digest;
        }
        let days = store.db.read_blocking(|tx| read::days(tx, None, 10)).unwrap();
        let told: Vec<_> = days.iter().map(|day| (day.first, day.last, day.digest)).collect();
        assert_eq!(told, [(4, 6, digest), (1, 3, all[2].digest)]);
        let verified = verified(store);
        assert_eq!((verified.entries, verified.days, verified.digest), (6, 2, digest));
        assert!(verified.is_whole());
        for day in days {
            let one = store.db.read_blocking(move |tx| verify::one_day(tx, &day)).unwrap();
            assert_eq!((one.entries, one.is_whole(), one.digest), (3, true, day.digest));
        }
    });
}

#[test]
fn whatever_is_changed_behind_its_back_is_found() {
    const CASES: &[(&str, (i64, Fault))] = &[
        ("UPDATE audit_entry SET after = '{}' WHERE seq = 2", (2, Fault::Altered)),
        ("UPDATE audit_entry SET author = 7 WHERE seq = 5", (5, Fault::Altered)),
        ("UPDATE audit_entry SET day = '2026-11-27' WHERE seq = 3", (3, Fault::Astray)),
        ("DELETE FROM audit_entry WHERE seq = 2", (2, Fault::Missing)),
        ("DELETE FROM audit_entry WHERE seq = 4", (4, Fault::Missing)),
        ("DELETE FROM audit_entry WHERE seq = 6", (6, Fault::Missing)),
        (
            "DELETE FROM audit_entry WHERE seq = 6;
             UPDATE audit_day SET last_seq = 5,
                    digest = (SELECT digest FROM audit_entry WHERE seq = 5)
             WHERE first_seq = 4",
            (6, Fault::ChainEnd),
        ),
        (
            "DELETE FROM audit_entry WHERE seq >= 4; DELETE FROM audit_day WHERE first_seq = 4",
            (6, Fault::ChainEnd),
        ),
        ("DELETE FROM audit_day WHERE first_seq = 1", (1, Fault::Missing)),
        (
            "INSERT INTO audit_entry
             SELECT 7, day, at, author, act, object_kind, object, before, after, purpose, digest
             FROM audit_entry WHERE seq = 6",
            (7, Fault::ChainEnd),
        ),
    ];
    for (sql, expected) in CASES {
        on_each_engine(|store| {
            two_days(store);
            tamper(store, sql);
            let found = faults(store);
            assert_eq!(found.first(), Some(expected), "{sql}: {found:?}");
        });
    }
}

#[test]
fn the_engine_itself_refuses_to_change_an_entry() {
    on_each_engine(|store| {
        two_days(store);
        let before = all(store);
        for sql in ["UPDATE audit_entry SET purpose = 'x'", "DELETE FROM audit_entry"] {
            let refused = store.db.write_blocking(move |tx| tx.script(sql));
            let refused = refused.expect_err(sql).to_string();
            assert!(refused.contains("append only"), "{refused}");
        }
        assert_eq!(all(store), before);
    });
}

#[test]
fn no_day_is_opened_again() {
    on_each_engine(|store| {
        write(store, &["before"]);
        let first = all(store)[0].day;
        store.clock.advance(-3 * 24 * 3600);
        write(store, &["the clock was set back"]);
        store.clock.advance(4 * 24 * 3600);
        write(store, &["after"]);
        let days: Vec<_> = all(store).iter().map(|entry| entry.day).collect();
        assert_eq!(days, [first, first, first.plus(1)]);
        assert!(verified(store).is_whole());
    });
}

#[test]
fn what_is_taken_back_is_not_noted_and_what_is_invented_neither() {
    on_each_engine(|store| {
        let refused = store.db.write_blocking(|tx| {
            named(tx, "refused");
            Err::<(), _>(Error::Busy)
        });
        assert!(refused.is_err());
        let seed = |tx: &mut Tx<'_>| {
            invented(tx);
            named(tx, "invented");
            Ok::<_, Error>(())
        };
        store.db.write_blocking(seed).unwrap();
        write(store, &["real"]);
        assert_eq!(all(store).len(), 1);
    });
}

#[test]
fn whoever_acts_is_known_without_being_told() {
    on_each_engine(|store| {
        db::act_as(77, || write(store, &["by somebody"]));
        write(store, &["by a command"]);
        let by = |tx: &mut Tx<'_>| {
            note(tx, Entry::of(CHANGED, Object::new("thing", &2)).by(78));
            Ok::<_, Error>(())
        };
        db::act_as(0, || store.db.write_blocking(by)).unwrap();
        let authors: Vec<_> = all(store).iter().map(|entry| entry.author).collect();
        assert_eq!(authors, [77, NOBODY_ASKED, 78]);
    });
}

#[test]
fn entries_are_found_by_each_thing_that_is_asked_for() {
    on_each_engine(|store| {
        two_days(store);
        db::act_as(5, || write(store, &["g"]));
        let other = |tx: &mut Tx<'_>| {
            note(tx, Entry::of(Act("things.made"), Object::new("thing", &9)));
            Ok::<_, Error>(())
        };
        store.db.write_blocking(other).unwrap();
        let day = all(store)[0].day;
        let found = |filter: read::Filter, before| {
            let newest = move |tx: &mut Tx<'_>| read::newest(tx, &filter, before, 2);
            let found = store.db.read_blocking(newest).unwrap();
            found.iter().map(|entry| entry.seq).collect::<Vec<_>>()
        };
        let none = read::Filter::default;
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(found(none(), None), [8, 7]);
        assert_eq!(found(none(), Some(7)), [6, 5]);
        assert_eq!(found(read::Filter { author: Some(5), ..none() }, None), [7]);
        assert_eq!(found(read::Filter { author: Some(NOBODY_ASKED), ..none() }, None), [8, 6]);
        assert_eq!(found(read::Filter { act: text("things.made"), ..none() }, None), [8]);
        assert_eq!(found(read::Filter { object: text("9"), ..none() }, None), [8]);
        assert_eq!(found(read::Filter { day: Some(day), ..none() }, None), [3, 2]);
        assert_eq!(found(read::Filter { day: Some(day), ..none() }, Some(2)), [1]);
        assert_eq!(found(read::Filter { day: Some(day.plus(9)), ..none() }, None), [0; 0]);
        let both = read::Filter { object: text("1"), act: text("things.made"), ..none() };
        assert_eq!(found(both, None), [0; 0]);
        let both = read::Filter { object: text("1"), author: Some(5), ..none() };
        assert_eq!(found(both, None), [7]);
    });
}
