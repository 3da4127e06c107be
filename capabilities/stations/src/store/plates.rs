//! SQL of plates.

use db::{Day, Result, Tx, args, row};
use org::UnitId;

use crate::{directory::Plate, plate::NewPlate, station::Change};

row!(Plate { id, name, issuer, number, from, to });

pub fn of_station(tx: &mut Tx<'_>, station: UnitId) -> Result<Vec<Plate>> {
    tx.all(
        "SELECT id, name, issuer, number, from_day, to_day
         FROM plate
         WHERE station = $1
         ORDER BY id",
        args![station],
    )
}

pub fn insert(tx: &mut Tx<'_>, change: Change, station: UnitId, plate: &NewPlate) -> Result<()> {
    let id = tx.new_id();
    tx.run(
        "INSERT INTO plate (id, station, name, issuer, number, from_day, to_day, revision)
         VALUES ($1, $2, $3, $4, $5, $6, NULL, $7)",
        args![id, station, plate.name, plate.issuer, plate.number, plate.since, change.revision()],
    )?;
    Ok(())
}

pub fn end(tx: &mut Tx<'_>, change: Change, station: UnitId, id: i64, last: Day) -> Result<u64> {
    tx.run(
        "UPDATE plate
         SET to_day = $3, revision = $4
         WHERE id = $2 AND station = $1",
        args![station, id, last, change.revision()],
    )
}
