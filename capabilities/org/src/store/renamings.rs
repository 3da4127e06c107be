//! SQL of names of units in time.

use db::{FromRow, Instant, Result, Row, Tx, args, row};

use crate::renaming::{Renaming, RenamingId};

row!(Renaming { id, unit, name, from, ordered_at, ordered_by, undone_at });

/// A renaming with the version of the tree that shows it.
pub struct RenamingRow {
    pub renaming: Renaming,
    pub revision: i64,
}

impl FromRow for RenamingRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { renaming: Renaming::from_row(row)?, revision: row.get(7)? })
    }
}

pub fn insert(tx: &mut Tx<'_>, it: &Renaming, revision: i64) -> Result<()> {
    tx.run(
        "INSERT INTO renaming (id, unit, name, from_day, ordered_at, ordered_by, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![it.id, it.unit, it.name, it.from, it.ordered_at, it.ordered_by, revision],
    )?;
    Ok(())
}

pub fn undo(
    tx: &mut Tx<'_>,
    id: RenamingId,
    at: Instant,
    by: Option<i64>,
    revision: i64,
) -> Result<()> {
    tx.run(
        "UPDATE renaming
         SET undone_at = $2, undone_by = $3, revision = $4
         WHERE id = $1",
        args![id, at, by, revision],
    )?;
    Ok(())
}

pub fn find(tx: &mut Tx<'_>, id: RenamingId) -> Result<Option<Renaming>> {
    tx.maybe(
        "SELECT id, unit, name, from_day, ordered_at, ordered_by, undone_at
         FROM renaming
         WHERE id = $1",
        args![id],
    )
}

/// Renamings ordered or undone after a version of the tree.
pub fn after(tx: &mut Tx<'_>, revision: i64) -> Result<Vec<RenamingRow>> {
    tx.all(
        "SELECT id, unit, name, from_day, ordered_at, ordered_by, undone_at, revision
         FROM renaming
         WHERE revision > $1
         ORDER BY revision",
        args![revision],
    )
}
