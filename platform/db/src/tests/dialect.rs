//! One text for both engines.

use proptest::prelude::*;
use rusqlite::Connection;

use crate::{backend::Engine, dialect};

#[test]
fn parameters_are_numbered_and_quoted_text_is_left_alone() {
    let numbered = dialect::numbered(
        "SELECT $2, '$1 it''s $2', \"$1\", $12 -- it's $1\n FROM t WHERE price = '$' AND a = $1",
    );
    assert_eq!(
        numbered,
        "SELECT ?2, '$1 it''s $2', \"$1\", ?12 -- it's $1\n FROM t WHERE price = '$' AND a = ?1"
    );
}

#[test]
fn an_insert_is_repeated_with_its_parameters_numbered_on() {
    let sql =
        "INSERT INTO t (a, b)\n VALUES ($1,\n  $2)\n ON CONFLICT (a) DO UPDATE SET b = excluded.b";
    assert_eq!(dialect::repeated(sql, 1).unwrap(), sql);
    let three = dialect::repeated(sql, 3).unwrap();
    assert!(three.contains("VALUES ($1, $2), ($3, $4), ($5, $6)\n ON CONFLICT"), "{three}");
    let unfit = [
        "UPDATE t SET a = $1",
        "INSERT INTO t (a) VALUES ($2)",
        "INSERT INTO t (a, b) VALUES ($1, 2)",
        "INSERT INTO t (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET a = $2",
    ];
    for sql in unfit {
        assert!(dialect::repeated(sql, 2).is_err(), "{sql}");
    }
}

proptest! {
    /// SQLite numbers `$n` by first appearance, so any order but the ascending one would swap.
    #[test]
    fn no_parameter_changes_places(order in proptest::collection::vec(1_usize..=9, 1..12)) {
        let columns: Vec<String> = order.iter().map(|n| format!("${n}")).collect();
        let sql = dialect::numbered(&format!("SELECT {}", columns.join(", ")));
        let connection = Connection::open_in_memory().unwrap();
        let mut statement = connection.prepare(&sql).unwrap();
        for n in 1..=statement.parameter_count() {
            statement.raw_bind_parameter(n, i64::try_from(n).unwrap()).unwrap();
        }
        let mut rows = statement.raw_query();
        let row = rows.next().unwrap().unwrap();
        for (place, n) in order.iter().enumerate() {
            prop_assert_eq!(row.get::<_, i64>(place).unwrap(), i64::try_from(*n).unwrap());
        }
    }
}

#[test]
fn sqlite_gets_strict_tables_whose_number_is_the_row_id() {
    let schema = "CREATE TABLE a (\n    id BIGINT PRIMARY KEY,\n    x DOUBLE PRECISION\n);\n\
                  CREATE TABLE b (\n    k TEXT NOT NULL PRIMARY KEY,\n    v BYTEA\n) WITHOUT ROWID;";
    assert!(dialect::schema(Engine::Postgres, schema).ends_with("v BYTEA\n);"));
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(&dialect::schema(Engine::Sqlite, schema)).unwrap();
    let strict: i64 = connection
        .query_row(
            "SELECT SUM(strict) FROM pragma_table_list WHERE name IN ('a', 'b')",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(strict, 2);
    connection.execute_batch("INSERT INTO a (x) VALUES (1)").unwrap();
    let id: i64 = connection.query_row("SELECT id FROM a", [], |row| row.get(0)).unwrap();
    assert_eq!(id, 1);
}
