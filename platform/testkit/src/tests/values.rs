//! Both engines take and give the same values.

use db::{Day, Error, Instant, Migration, Uuid};

use super::NOTES;
use crate::on_each_engine;

const THINGS: &[Migration] = &[Migration {
    capability: "things",
    number: 1,
    name: "0001_things",
    sql: "CREATE TABLE thing (
    id    BYTEA            NOT NULL PRIMARY KEY,
    count BIGINT           NOT NULL CHECK (count <> 13),
    share DOUBLE PRECISION,
    words TEXT,
    day   TEXT,
    at    BIGINT,
    yes   BIGINT           NOT NULL
);",
}];

type Thing = (Uuid, i64, Option<f64>, Option<String>, Option<Day>, Option<Instant>, bool);

fn put(tx: &mut db::Tx<'_>, thing: &Thing) -> db::Result<u64> {
    let (id, count, share, words, day, at, yes) = thing;
    tx.run(
        "INSERT INTO thing (yes, at, day, words, share, count, id)
         VALUES ($7, $6, $5, $4, $3, $2, $1)",
        db::args![id, count, share, words, day, at, yes],
    )
}

#[test]
fn what_goes_in_comes_out() {
    on_each_engine(THINGS, |store| {
        let at = store.db.now();
        let words = Some("翼站 'quoted' \"twice\" $1 ?1 \u{1F6B2}\n".to_owned());
        let thing: Thing =
            (Uuid::from_u128(7), i64::MIN, Some(0.1), words, Some(at.day()), Some(at), true);
        let empty: Thing = (Uuid::from_u128(8), i64::MAX, None, None, None, None, false);
        let things = [thing, empty];
        let given = things.clone();
        store
            .db
            .write_blocking(move |tx| given.iter().try_for_each(|t| put(tx, t).map(drop)))
            .unwrap();
        let read: Vec<Thing> = store
            .db
            .read_blocking(|tx| {
                tx.all(
                    "SELECT id, count, share, words, day, at, yes
                     FROM thing
                     ORDER BY id",
                    db::args![],
                )
            })
            .unwrap();
        assert_eq!(read, things);
    });
}

#[test]
fn rules_of_the_schema_answer_alike() {
    on_each_engine(THINGS, |store| {
        let put_count = |id: u128, count| {
            let thing: Thing = (Uuid::from_u128(id), count, None, None, None, None, false);
            store.db.write_blocking(move |tx| put(tx, &thing))
        };
        assert_eq!(put_count(1, 1).unwrap(), 1);
        assert!(matches!(put_count(1, 1), Err(Error::NotUnique(_))));
        assert!(matches!(put_count(2, 13), Err(Error::Constraint(_))));
    });
}

#[test]
fn a_wrong_number_of_parameters_and_a_wrong_type_are_said() {
    on_each_engine(NOTES, |store| {
        let few = store.db.read_blocking(|tx| {
            tx.all::<(i64,)>("SELECT id FROM note WHERE id = $1 OR id = $2", db::args![1_i64])
        });
        assert!(matches!(few, Err(Error::Engine(text)) if text == "2 parameters, 1 given"));
        store.db.write_blocking(|tx| super::write_note(tx, 1, "one")).unwrap();
        let wrong =
            store.db.read_blocking(|tx| tx.one::<(i64,)>("SELECT text FROM note", db::args![]));
        assert!(matches!(wrong, Err(Error::Decode(text)) if text.contains("expected an integer")));
    });
}
