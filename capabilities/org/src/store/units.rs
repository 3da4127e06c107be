//! SQL of units.

use db::{Day, Result, Tx, args, row};

use crate::unit::{Kind, NewUnit, UnitId};

pub struct NodeRow {
    pub id: UnitId,
    pub code: String,
    pub name: String,
    pub kind: Kind,
    pub from_day: Day,
    pub to_day: Option<Day>,
    pub revision: i64,
}
row!(NodeRow { id, code, name, kind, from_day, to_day, revision });

pub struct ParentRow {
    pub unit: UnitId,
    pub parent: UnitId,
    pub from_day: Day,
    pub to_day: Option<Day>,
    pub revision: i64,
}
row!(ParentRow { unit, parent, from_day, to_day, revision });

pub fn insert(tx: &mut Tx<'_>, id: UnitId, unit: &NewUnit<'_>, revision: i64) -> Result<()> {
    tx.run(
        "INSERT INTO unit (id, code, name, kind, from_day, to_day, revision)
         VALUES ($1, $2, $3, $4, $5, NULL, $6)",
        args![id, unit.code, unit.name, unit.kind.as_str(), unit.from, revision],
    )?;
    Ok(())
}

pub fn insert_parent(
    tx: &mut Tx<'_>,
    unit: UnitId,
    parent: UnitId,
    from: Day,
    revision: i64,
) -> Result<()> {
    tx.run(
        "INSERT INTO unit_parent (unit, from_day, to_day, parent, revision)
         VALUES ($1, $2, NULL, $3, $4)",
        args![unit, from, parent, revision],
    )?;
    Ok(())
}

pub fn insert_division(tx: &mut Tx<'_>, unit: UnitId, division: &str, from: Day) -> Result<()> {
    tx.run(
        "INSERT INTO unit_division (unit, division, from_day, to_day)
         VALUES ($1, $2, $3, NULL)",
        args![unit, division, from],
    )?;
    Ok(())
}

pub fn rename(tx: &mut Tx<'_>, id: UnitId, name: &str, revision: i64) -> Result<()> {
    tx.run("UPDATE unit SET name = $2, revision = $3 WHERE id = $1", args![id, name, revision])?;
    Ok(())
}

/// Says with which day a unit ends; `None`: it lasts.
pub fn set_last_day(tx: &mut Tx<'_>, id: UnitId, last: Option<Day>, revision: i64) -> Result<()> {
    tx.run("UPDATE unit SET to_day = $2, revision = $3 WHERE id = $1", args![id, last, revision])?;
    Ok(())
}

/// The last day of a unit or station that ends, without the tree.
pub fn last_day(tx: &mut Tx<'_>, id: UnitId) -> Result<Option<Day>> {
    let found: Option<(Option<Day>,)> = tx.maybe(
        "SELECT to_day
         FROM unit
         WHERE id = $1",
        args![id],
    )?;
    Ok(found.and_then(|(last,)| last))
}

/// Units changed after a revision; those above come before those below.
pub fn nodes_after(tx: &mut Tx<'_>, revision: i64) -> Result<Vec<NodeRow>> {
    tx.all(
        "SELECT id, code, name, kind, from_day, to_day, revision
         FROM unit
         WHERE revision > $1
         ORDER BY revision",
        args![revision],
    )
}

pub fn parents_after(tx: &mut Tx<'_>, revision: i64) -> Result<Vec<ParentRow>> {
    tx.all(
        "SELECT unit, parent, from_day, to_day, revision
         FROM unit_parent
         WHERE revision > $1
         ORDER BY revision",
        args![revision],
    )
}

/// The unit that looks after a division on a day.
pub fn by_division(tx: &mut Tx<'_>, division: &str, day: Day) -> Result<Option<UnitId>> {
    let found: Option<(UnitId,)> = tx.maybe(
        "SELECT unit
         FROM unit_division
         WHERE division = $1 AND from_day <= $2 AND (to_day IS NULL OR to_day >= $2)
         ORDER BY from_day DESC, unit",
        args![division, day],
    )?;
    Ok(found.map(|(unit,)| unit))
}

/// A unit or station by code, without the tree: for commands that need no more of it.
pub fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<UnitId>> {
    let found: Option<(UnitId,)> = tx.maybe(
        "SELECT id
         FROM unit
         WHERE code = $1",
        args![code],
    )?;
    Ok(found.map(|(id,)| id))
}

/// The code and name of a unit or station, without the tree.
pub fn label(tx: &mut Tx<'_>, id: UnitId) -> Result<Option<(String, String)>> {
    tx.maybe(
        "SELECT code, name
         FROM unit
         WHERE id = $1",
        args![id],
    )
}
