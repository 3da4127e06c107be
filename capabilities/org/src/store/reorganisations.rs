//! SQL of changes of several units at once.

use db::{Instant, Result, Tx, args, row};

use crate::{reorganisation::Reorganisation, reparenting::ReorganisationId, unit::UnitId};

row!(Reorganisation { id, kind, unit, from, content, ordered_at, ordered_by, undone_at });

pub fn insert(tx: &mut Tx<'_>, it: &Reorganisation) -> Result<()> {
    tx.run(
        "INSERT INTO reorganisation (id, kind, unit, from_day, content, ordered_at, ordered_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![it.id, it.kind.as_str(), it.unit, it.from, it.content, it.ordered_at, it.ordered_by],
    )?;
    Ok(())
}

pub fn find(tx: &mut Tx<'_>, id: ReorganisationId) -> Result<Option<Reorganisation>> {
    tx.maybe(
        "SELECT id, kind, unit, from_day, content, ordered_at, ordered_by, undone_at
         FROM reorganisation
         WHERE id = $1",
        args![id],
    )
}

/// Those that were not undone and were ordered of a unit, the latest first.
pub fn of_unit(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Reorganisation>> {
    tx.all(
        "SELECT id, kind, unit, from_day, content, ordered_at, ordered_by, undone_at
         FROM reorganisation
         WHERE unit = $1 AND undone_at IS NULL
         ORDER BY from_day DESC, id DESC",
        args![unit],
    )
}

pub fn undo(tx: &mut Tx<'_>, id: ReorganisationId, at: Instant, by: Option<i64>) -> Result<()> {
    tx.run(
        "UPDATE reorganisation
         SET undone_at = $2, undone_by = $3
         WHERE id = $1",
        args![id, at, by],
    )?;
    Ok(())
}
