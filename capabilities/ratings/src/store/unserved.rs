//! SQL of those who were not served.

use db::{Day, Result, Tx, args, row};
use org::UnitId;
use visits::tally::Range;

use crate::unserved::Unserved;

row!(Unserved { day, why, comment });

pub fn insert(tx: &mut Tx<'_>, key: &[u8; 16], station: UnitId, unserved: &Unserved) -> Result<()> {
    tx.run(
        "INSERT INTO rating_unserved (key, station, day, why, comment)
         VALUES ($1, $2, $3, $4, $5)",
        args![key, station, unserved.day, unserved.why.as_str(), unserved.comment],
    )?;
    Ok(())
}

/// How many there were, by station and day.
pub fn counts(tx: &mut Tx<'_>, days: Range) -> Result<Vec<(UnitId, Day, i64)>> {
    tx.all(
        "SELECT station, day, COUNT(*)
         FROM rating_unserved
         WHERE day >= $1 AND day <= $2
         GROUP BY station, day",
        args![days.from, days.to],
    )
}

/// What was told at a station, the newest day first.
pub fn of_station(
    tx: &mut Tx<'_>,
    station: UnitId,
    days: Range,
    most: i64,
) -> Result<Vec<Unserved>> {
    tx.all(
        "SELECT day, why, comment
         FROM rating_unserved
         WHERE station = $1 AND day >= $2 AND day <= $3
         ORDER BY day DESC, key
         LIMIT $4",
        args![station, days.from, days.to, most],
    )
}
