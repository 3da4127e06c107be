//! SQL of what guests said.

use db::{Day, Result, Tx, args, row};
use org::UnitId;
use visits::{Right, Scores};

use crate::{rating::RatingId, said::Said};

row!(Said { score, reasons, comment, on_behalf, way });

pub fn insert(tx: &mut Tx<'_>, id: &RatingId, right: &Right, said: &Said) -> Result<()> {
    tx.run(
        "INSERT INTO rating (key, station, service, day, score, reasons, comment, on_behalf, way)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            id,
            right.station,
            right.service,
            right.day,
            said.score,
            said.reasons,
            said.comment,
            i64::from(said.on_behalf),
            said.way.as_str()
        ],
    )?;
    Ok(())
}

pub fn update(tx: &mut Tx<'_>, id: &RatingId, said: &Said) -> Result<()> {
    tx.run(
        "UPDATE rating
         SET score = $2, reasons = $3, comment = $4, on_behalf = $5, way = $6
         WHERE key = $1",
        args![
            id,
            said.score,
            said.reasons,
            said.comment,
            i64::from(said.on_behalf),
            said.way.as_str()
        ],
    )?;
    Ok(())
}

pub fn delete(tx: &mut Tx<'_>, id: &RatingId) -> Result<()> {
    tx.run("DELETE FROM rating WHERE key = $1", args![id])?;
    Ok(())
}

pub fn by_id(tx: &mut Tx<'_>, id: &RatingId) -> Result<Option<Said>> {
    tx.maybe(
        "SELECT score, reasons, comment, on_behalf, way
         FROM rating
         WHERE key = $1",
        args![id],
    )
}

/// How many of each score there were on a day, by station and service.
pub fn scores_of_day(tx: &mut Tx<'_>, day: Day) -> Result<Vec<(UnitId, String, Scores)>> {
    let rows: Vec<(UnitId, String, i64, i64)> = tx.all(
        "SELECT station, service, score, COUNT(*)
         FROM rating
         WHERE day = $1
         GROUP BY station, service, score",
        args![day],
    )?;
    let scores = |(station, service, score, count)| (station, service, Scores::one(score, count));
    Ok(rows.into_iter().map(scores).collect())
}

/// The first day after `day` that has ratings.
pub fn next_day(tx: &mut Tx<'_>, day: Day) -> Result<Option<Day>> {
    let (next,) = tx.one("SELECT MIN(day) FROM rating WHERE day > $1", args![day])?;
    Ok(next)
}
