//! SQL of moves in the tree of units.

use db::{Day, FromRow, Instant, Result, Row, Tx, args, row};

use crate::{
    reparenting::{ReorganisationId, Reparenting, ReparentingId},
    unit::UnitId,
};

row!(Reparenting {
    id,
    unit,
    before,
    parent,
    from,
    ordered_at,
    ordered_by,
    undone_at,
    closes,
    part_of
});

/// A move with the version of the tree that shows it.
pub struct MoveRow {
    pub reparenting: Reparenting,
    pub revision: i64,
}

impl FromRow for MoveRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { reparenting: Reparenting::from_row(row)?, revision: row.get(10)? })
    }
}

pub fn insert(tx: &mut Tx<'_>, it: &Reparenting, revision: i64) -> Result<()> {
    tx.run(
        "INSERT INTO reparenting (id, unit, before, parent, from_day, ordered_at, ordered_by,
                                  closes, part_of, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            it.id,
            it.unit,
            it.before,
            it.parent,
            it.from,
            it.ordered_at,
            it.ordered_by,
            it.closes,
            it.part_of,
            revision
        ],
    )?;
    Ok(())
}

pub fn undo(
    tx: &mut Tx<'_>,
    id: ReparentingId,
    at: Instant,
    by: Option<i64>,
    revision: i64,
) -> Result<()> {
    tx.run(
        "UPDATE reparenting
         SET undone_at = $2, undone_by = $3, revision = $4
         WHERE id = $1",
        args![id, at, by, revision],
    )?;
    Ok(())
}

pub fn find(tx: &mut Tx<'_>, id: ReparentingId) -> Result<Option<Reparenting>> {
    tx.maybe(
        "SELECT id, unit, before, parent, from_day, ordered_at, ordered_by, undone_at, closes,
                part_of
         FROM reparenting
         WHERE id = $1",
        args![id],
    )
}

/// The moves that a reorganisation is made of.
pub fn parts_of(tx: &mut Tx<'_>, id: ReorganisationId) -> Result<Vec<Reparenting>> {
    tx.all(
        "SELECT id, unit, before, parent, from_day, ordered_at, ordered_by, undone_at, closes,
                part_of
         FROM reparenting
         WHERE part_of = $1
         ORDER BY unit",
        args![id],
    )
}

/// Moves ordered or undone after a version of the tree.
pub fn after(tx: &mut Tx<'_>, revision: i64) -> Result<Vec<MoveRow>> {
    tx.all(
        "SELECT id, unit, before, parent, from_day, ordered_at, ordered_by, undone_at, closes,
                part_of, revision
         FROM reparenting
         WHERE revision > $1
         ORDER BY revision, ordered_at, id",
        args![revision],
    )
}

/// Ends the place of a unit with the day before `from`.
pub fn end_place(tx: &mut Tx<'_>, unit: UnitId, from: Day, revision: i64) -> Result<()> {
    tx.run(
        "UPDATE unit_parent
         SET to_day = $3, revision = $4
         WHERE unit = $1 AND from_day < $2 AND to_day IS NULL",
        args![unit, from, from.plus(-1), revision],
    )?;
    Ok(())
}

/// Gives a unit a place from a day on; one that begins on the same day gives way.
pub fn begin_place(
    tx: &mut Tx<'_>,
    unit: UnitId,
    parent: UnitId,
    from: Day,
    revision: i64,
) -> Result<()> {
    tx.run(
        "INSERT INTO unit_parent (unit, from_day, to_day, parent, revision)
         VALUES ($1, $2, NULL, $3, $4)
         ON CONFLICT (unit, from_day) DO UPDATE
         SET to_day = NULL, parent = excluded.parent, revision = excluded.revision",
        args![unit, from, parent, revision],
    )?;
    Ok(())
}

/// Takes back a place that has not begun: it ends before it begins, so that every node hears of
/// it, and the place before it has no end again.
pub fn take_place_back(tx: &mut Tx<'_>, unit: UnitId, from: Day, revision: i64) -> Result<()> {
    tx.run(
        "UPDATE unit_parent
         SET to_day = $3, revision = $4
         WHERE unit = $1 AND from_day = $2",
        args![unit, from, from.plus(-1), revision],
    )?;
    tx.run(
        "UPDATE unit_parent
         SET to_day = NULL, revision = $4
         WHERE unit = $1 AND to_day = $3 AND from_day < $2",
        args![unit, from, from.plus(-1), revision],
    )?;
    Ok(())
}
