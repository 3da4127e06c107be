//! The promises of the store, kept on each engine.

mod caches;
mod groups;
mod house;
mod snapshots;
mod source;
mod values;

use db::Migration;

/// A table that belongs to nobody.
const NOTES: &[Migration] = &[Migration {
    capability: "notes",
    number: 1,
    name: "0001_notes",
    sql: "CREATE TABLE note (\n    id   BIGINT NOT NULL PRIMARY KEY,\n    text TEXT   NOT NULL\n);",
}];

fn write_note(tx: &mut db::Tx<'_>, id: i64, text: &str) -> db::Result<()> {
    tx.run("INSERT INTO note (id, text) VALUES ($1, $2)", db::args![id, text])?;
    Ok(())
}

fn notes(tx: &mut db::Tx<'_>) -> db::Result<Vec<i64>> {
    let rows: Vec<(i64,)> = tx.all("SELECT id FROM note ORDER BY id", db::args![])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
