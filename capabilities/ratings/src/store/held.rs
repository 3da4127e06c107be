//! SQL of ratings whose record is not here yet.

use db::{Day, Result, Row, Tx, args};
use org::UnitId;
use visits::RatingKey;

use crate::{held::Held, said::Said, store::digest};

pub fn insert(tx: &mut Tx<'_>, key: &RatingKey, held: &Held) -> Result<()> {
    tx.run(
        "INSERT INTO rating_held (key, station, day, score, reasons, comment, on_behalf, way, tie,
                                  ends_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            key,
            held.station,
            held.day,
            held.said.score,
            held.said.reasons,
            held.said.comment,
            i64::from(held.said.on_behalf),
            held.said.way.as_str(),
            held.tie,
            held.ends_at
        ],
    )?;
    Ok(())
}

fn held(row: &Row<'_>) -> Result<Held> {
    Ok(Held {
        station: row.get(0)?,
        day: row.get(1)?,
        said: Said {
            score: row.get(2)?,
            reasons: row.get(3)?,
            comment: row.get(4)?,
            on_behalf: row.get(5)?,
            way: row.get(6)?,
        },
        tie: digest(row.get(7)?)?,
        ends_at: row.get(8)?,
    })
}

pub fn by_key(tx: &mut Tx<'_>, key: &RatingKey) -> Result<Option<Held>> {
    let mut found = None;
    tx.each(
        "SELECT station, day, score, reasons, comment, on_behalf, way, tie, ends_at
         FROM rating_held
         WHERE key = $1",
        args![key],
        |row| {
            found = Some(held(row)?);
            Ok(())
        },
    )?;
    Ok(found)
}

pub fn delete(tx: &mut Tx<'_>, key: &RatingKey) -> Result<()> {
    tx.run("DELETE FROM rating_held WHERE key = $1", args![key])?;
    Ok(())
}

/// The keys of what was said before a day; some at a time.
pub fn keys_before(tx: &mut Tx<'_>, day: Day, most: i64) -> Result<Vec<RatingKey>> {
    let rows: Vec<(Vec<u8>,)> = tx.all(
        "SELECT key
         FROM rating_held
         WHERE day < $1
         LIMIT $2",
        args![day, most],
    )?;
    rows.into_iter().map(|(key,)| digest(key)).collect()
}

/// Notes that one more is held at a station in an hour, and tells how many there are.
pub fn count_in_hour(tx: &mut Tx<'_>, station: UnitId, hour: i64) -> Result<i64> {
    let (held,) = tx.one(
        "INSERT INTO rating_held_hour (station, hour, held) VALUES ($1, $2, 1)
         ON CONFLICT (station, hour) DO UPDATE SET held = rating_held_hour.held + 1
         RETURNING held",
        args![station, hour],
    )?;
    Ok(held)
}

/// Forgets the counts of hours that are over.
pub fn forget_hours(tx: &mut Tx<'_>, hour: i64) -> Result<()> {
    tx.run("DELETE FROM rating_held_hour WHERE hour < $1", args![hour])?;
    Ok(())
}
