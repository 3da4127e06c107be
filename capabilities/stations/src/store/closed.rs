//! SQL of stations that are closed for good.

use db::{Day, Result, Tx, args};
use org::UnitId;

/// Notes that a closure took hold; false when that is known.
pub fn insert(tx: &mut Tx<'_>, station: UnitId, from: Day) -> Result<bool> {
    let noted = tx.run(
        "INSERT INTO station_closed (station, from_day)
         VALUES ($1, $2)
         ON CONFLICT (station) DO NOTHING",
        args![station, from],
    )?;
    Ok(noted == 1)
}

/// Stations, with their numbers, of which a closure was said for `day` or earlier and is not known
/// to have taken hold; those after a station, in the order of their ids.
pub fn announced(
    tx: &mut Tx<'_>,
    day: Day,
    after: UnitId,
    at_once: i64,
) -> Result<Vec<(UnitId, String)>> {
    tx.all(
        "SELECT unit, number
         FROM station
         WHERE unit > $2
           AND unit IN (SELECT station
                        FROM station_state
                        WHERE state = 'closed' AND from_day <= $1)
           AND unit NOT IN (SELECT station FROM station_closed)
         ORDER BY unit
         LIMIT $3",
        args![day, after, at_once],
    )
}
