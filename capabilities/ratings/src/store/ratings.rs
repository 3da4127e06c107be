//! SQL of what guests said.

use db::{Day, Result, Tx, args, row};
use org::UnitId;
use visits::{Right, Scores, tally::Range};

use crate::{
    rating::RatingId,
    said::{Said, Way},
};

row!(Said { score, reasons, comment, on_behalf, way });

pub fn insert(tx: &mut Tx<'_>, id: &RatingId, right: &Right, said: &Said, came: Day) -> Result<()> {
    tx.run(
        "INSERT INTO rating (key, station, service, day, score, reasons, comment, on_behalf, way,
                             came)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            id,
            right.station,
            right.service,
            right.day,
            said.score,
            said.reasons,
            said.comment,
            i64::from(said.on_behalf),
            said.way.as_str(),
            came
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

/// What a guest wrote or chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub day: Day,
    pub service: String,
    pub score: i64,
    pub reasons: String,
    pub comment: Option<String>,
    pub on_behalf: bool,
}
row!(Remark { day, service, score, reasons, comment, on_behalf });

/// How many of each score there were at a station.
pub fn scores(tx: &mut Tx<'_>, station: UnitId, days: Range) -> Result<Scores> {
    let rows: Vec<(i64, i64)> = tx.all(
        "SELECT score, COUNT(*)
         FROM rating
         WHERE station = $1 AND day >= $2 AND day <= $3
         GROUP BY score",
        args![station, days.from, days.to],
    )?;
    let mut scores = Scores::default();
    for (score, count) in rows {
        scores.add(&Scores::one(score, count));
    }
    Ok(scores)
}

/// How many came in each way at a station.
pub fn ways(tx: &mut Tx<'_>, station: UnitId, days: Range) -> Result<Vec<(Way, i64)>> {
    tx.all(
        "SELECT way, COUNT(*)
         FROM rating
         WHERE station = $1 AND day >= $2 AND day <= $3
         GROUP BY way
         ORDER BY way",
        args![station, days.from, days.to],
    )
}

/// What was said at a station since a day, the newest day first.
pub fn remarks(tx: &mut Tx<'_>, station: UnitId, from: Day, most: i64) -> Result<Vec<Remark>> {
    tx.all(
        "SELECT day, service, score, reasons, comment, on_behalf
         FROM rating
         WHERE station = $1 AND day >= $2 AND (comment IS NOT NULL OR reasons <> '')
         ORDER BY day DESC, key
         LIMIT $3",
        args![station, from, most],
    )
}

/// The same of full fives, and of months that are over.
pub fn shown_remarks(
    tx: &mut Tx<'_>,
    station: UnitId,
    this_month: Day,
    most: i64,
) -> Result<Vec<Remark>> {
    tx.all(
        "SELECT day, service, score, reasons, comment, on_behalf
         FROM rating
         WHERE station = $1 AND (shown = 1 OR came < $2)
           AND (comment IS NOT NULL OR reasons <> '')
         ORDER BY day DESC, key
         LIMIT $3",
        args![station, this_month, most],
    )
}

/// The ratings of a station make full fives: all of them are shown from now on.
pub fn show_all(tx: &mut Tx<'_>, station: UnitId) -> Result<()> {
    tx.run("UPDATE rating SET shown = 1 WHERE station = $1 AND shown = 0", args![station])?;
    Ok(())
}
