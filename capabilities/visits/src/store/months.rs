//! SQL of months that are over, whose cells are kept beside those of their days.

use db::{Day, Result, Tx, args};
use org::UnitId;

use crate::{store::cells::Cell, tally::Range};

/// Up to which unit, in the order of their ids, the cells of a month are kept; `None`: of none yet.
///
/// A month that is over and had nothing is kept from its first fact on, so that what is taken over
/// from long ago need not be summed afterwards. Not on the first day behind it: whoever began
/// before midnight may still be writing.
pub fn last_unit(tx: &mut Tx<'_>, month: Day) -> Result<Option<UnitId>> {
    let end = month.month_end();
    let known = known_last_unit(tx, month)?;
    if known.is_some() || end.plus(1) >= tx.today() {
        return Ok(known);
    }
    tx.run(
        "INSERT INTO tally_on_month (month, last_unit)
         SELECT CAST($1 AS TEXT), CAST($3 AS BIGINT)
         WHERE NOT EXISTS (SELECT 1 FROM tally_on_day WHERE day >= $1 AND day <= $2)
         ON CONFLICT (month) DO NOTHING",
        args![month, end, EVERY],
    )?;
    // Whether it was begun here or beside, by a writer that was waited for.
    known_last_unit(tx, month)
}

fn known_last_unit(tx: &mut Tx<'_>, month: Day) -> Result<Option<UnitId>> {
    let known = tx.maybe("SELECT last_unit FROM tally_on_month WHERE month = $1", args![month])?;
    Ok(known.map(|(last,)| last))
}

/// No unit comes behind it.
pub const EVERY: UnitId = UnitId(i64::MAX);

/// The months in a range whose cells a unit keeps, by their first days.
pub fn kept_of(tx: &mut Tx<'_>, unit: UnitId, range: Range) -> Result<Vec<Day>> {
    let months: Vec<(Day,)> = tx.all(
        "SELECT month
         FROM tally_on_month
         WHERE month >= $1 AND month <= $2 AND last_unit >= $3
         ORDER BY month",
        args![range.from, range.to, unit],
    )?;
    Ok(months.into_iter().map(|(month,)| month).collect())
}

/// Every month of which cells are kept, and up to which unit.
pub fn kept(tx: &mut Tx<'_>) -> Result<Vec<(Day, UnitId)>> {
    tx.all("SELECT month, last_unit FROM tally_on_month ORDER BY month", args![])
}

/// The first month before this one of which not all cells are kept though there are some.
pub fn first_open_before(tx: &mut Tx<'_>, month: Day) -> Result<Option<Day>> {
    let day: Option<(Day,)> = tx.maybe(
        "SELECT day
         FROM tally_on_day
         WHERE day < $1
           AND NOT EXISTS (SELECT 1
                           FROM tally_on_month
                           WHERE month = SUBSTR(day, 1, 8) || '01' AND last_unit = $2)
         ORDER BY day
         LIMIT 1",
        args![month, EVERY],
    )?;
    Ok(day.map(|(day,)| day.month_start()))
}

/// Sums the days of a month for a unit.
pub fn sum(tx: &mut Tx<'_>, unit: UnitId, month: Day) -> Result<()> {
    tx.run(
        "INSERT INTO tally_month (unit, month, service, visits, people, arrivals, invited, rated,
                                  score_sum, satisfied, dissatisfied, group_1, group_2, group_3,
                                  group_4, group_5, group_6, group_7, group_8)
         SELECT unit, CAST($2 AS TEXT), service, SUM(visits), SUM(people), SUM(arrivals),
                SUM(invited), SUM(rated), SUM(score_sum), SUM(satisfied), SUM(dissatisfied),
                SUM(group_1), SUM(group_2), SUM(group_3), SUM(group_4), SUM(group_5),
                SUM(group_6), SUM(group_7), SUM(group_8)
         FROM tally_on_day AS span CROSS JOIN tally_day AS tally
         WHERE span.day >= $2 AND span.day <= $3 AND tally.day = span.day AND tally.unit = $1
         GROUP BY unit, service",
        args![unit, month, month.month_end()],
    )?;
    Ok(())
}

/// Notes up to which unit the cells of a month are kept.
pub fn set_last_unit(tx: &mut Tx<'_>, month: Day, last: UnitId) -> Result<()> {
    tx.run(
        "INSERT INTO tally_on_month (month, last_unit)
         VALUES ($1, $2)
         ON CONFLICT (month) DO UPDATE SET last_unit = excluded.last_unit",
        args![month, last],
    )?;
    Ok(())
}

/// Adds to the cells of months.
pub fn add(tx: &mut Tx<'_>, cells: &[Cell<'_>]) -> Result<()> {
    tx.run_each(
        "INSERT INTO tally_month (unit, month, service, visits, people, arrivals, invited, rated,
                                score_sum, satisfied, dissatisfied, group_1, group_2, group_3,
                                group_4, group_5, group_6, group_7, group_8)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                 $18, $19)
         ON CONFLICT (month, unit, service) DO UPDATE
         SET visits = tally_month.visits + excluded.visits,
             people = tally_month.people + excluded.people,
             arrivals = tally_month.arrivals + excluded.arrivals,
             invited = tally_month.invited + excluded.invited,
             rated = tally_month.rated + excluded.rated,
             score_sum = tally_month.score_sum + excluded.score_sum,
             satisfied = tally_month.satisfied + excluded.satisfied,
             dissatisfied = tally_month.dissatisfied + excluded.dissatisfied,
             group_1 = tally_month.group_1 + excluded.group_1,
             group_2 = tally_month.group_2 + excluded.group_2,
             group_3 = tally_month.group_3 + excluded.group_3,
             group_4 = tally_month.group_4 + excluded.group_4,
             group_5 = tally_month.group_5 + excluded.group_5,
             group_6 = tally_month.group_6 + excluded.group_6,
             group_7 = tally_month.group_7 + excluded.group_7,
             group_8 = tally_month.group_8 + excluded.group_8",
        cells,
    )?;
    Ok(())
}
