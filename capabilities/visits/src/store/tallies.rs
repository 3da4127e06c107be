//! SQL that reads totals. Two tables hold the same columns, by day and by month; what lanes have
//! added to the nation and was not folded yet comes on top of both.

use std::collections::BTreeMap;

use db::{Day, Result, Row, Tx, Value, args};
use org::UnitId;

use crate::{
    store::lanes,
    tally::{Figures, Part, Range},
};

/// The days of a range that have cells, in order.
pub fn days_between(tx: &mut Tx<'_>, range: Range) -> Result<Vec<Day>> {
    let days: Vec<(Day,)> = tx.all(
        "SELECT day
         FROM tally_on_day
         WHERE day >= $1 AND day <= $2
         ORDER BY day",
        args![range.from, range.to],
    )?;
    Ok(days.into_iter().map(|(day,)| day).collect())
}

/// Hands every cell of a unit in a part of a range to `each`: its day (or one of its month), its
/// service, its figures. A cell of the nation may come in several pieces.
pub fn each(
    tx: &mut Tx<'_>,
    unit: UnitId,
    part: Part,
    mut each: impl FnMut(Day, &str, &Figures),
) -> Result<()> {
    let mut read = |row: &Row<'_>| {
        let day: Day = row.get(0)?;
        let Value::Text(service) = row.value(1)? else {
            return Err(db::Error::Decode("a tally without its service".to_owned()));
        };
        each(day, service, &figures(row, 2)?);
        Ok(())
    };
    if lanes::meet_at(tx, unit)? {
        lanes::each(tx, unit, part.range(), &mut read)?;
    }
    match part {
        Part::Days(range) => tx.each(
            "SELECT tally.day, service, visits, people, arrivals, invited, rated, score_sum,
                    satisfied, dissatisfied, group_1, group_2, group_3, group_4, group_5,
                    group_6, group_7, group_8
             FROM tally_on_day AS span CROSS JOIN tally_day AS tally
             WHERE span.day >= $2 AND span.day <= $3
               AND tally.day = span.day AND tally.unit = $1
             ORDER BY tally.day, service",
            args![unit, range.from, range.to],
            &mut read,
        ),
        Part::Months(range) => tx.each(
            "SELECT tally.month, service, visits, people, arrivals, invited, rated, score_sum,
                    satisfied, dissatisfied, group_1, group_2, group_3, group_4, group_5,
                    group_6, group_7, group_8
             FROM tally_on_month AS span CROSS JOIN tally_month AS tally
             WHERE span.month >= $2 AND span.month <= $3
               AND tally.month = span.month AND tally.unit = $1
             ORDER BY tally.month, service",
            args![unit, range.from, range.to],
            &mut read,
        ),
    }
}

/// Hands every cell of a day to `each`, of all units and stations, for the recount; those of the
/// nation perhaps in several pieces.
pub fn each_on_day(
    tx: &mut Tx<'_>,
    day: Day,
    each: &mut dyn FnMut(UnitId, &str, &Figures),
) -> Result<()> {
    lanes::each_of_all(tx, Range { from: day, to: day }, each)?;
    tx.each(
        "SELECT unit, service, visits, people, arrivals, invited, rated, score_sum, satisfied,
                dissatisfied, group_1, group_2, group_3, group_4, group_5, group_6, group_7, group_8
         FROM tally_day
         WHERE day = $1",
        args![day],
        |row| cell(row, each),
    )
}

/// The same of a month, by its first day.
pub fn each_in_month(
    tx: &mut Tx<'_>,
    month: Day,
    each: &mut dyn FnMut(UnitId, &str, &Figures),
) -> Result<()> {
    lanes::each_of_all(tx, Range { from: month, to: month.month_end() }, each)?;
    tx.each(
        "SELECT unit, service, visits, people, arrivals, invited, rated, score_sum, satisfied,
                dissatisfied, group_1, group_2, group_3, group_4, group_5, group_6, group_7, group_8
         FROM tally_month
         WHERE month = $1",
        args![month],
        |row| cell(row, each),
    )
}

pub fn cell(row: &Row<'_>, each: &mut dyn FnMut(UnitId, &str, &Figures)) -> Result<()> {
    let Value::Text(service) = row.value(1)? else {
        return Err(db::Error::Decode("a tally without its service".to_owned()));
    };
    each(row.get(0)?, service, &figures(row, 2)?);
    Ok(())
}

/// The sum of a unit's cells in a part of a range.
pub fn sum(tx: &mut Tx<'_>, unit: UnitId, part: Part) -> Result<Figures> {
    let mut sum = Figures::default();
    if lanes::meet_at(tx, unit)? {
        lanes::each(tx, unit, part.range(), &mut |row| {
            sum.add(&figures(row, 2)?, 1);
            Ok(())
        })?;
    }
    match part {
        Part::Days(range) => tx.each(
            "SELECT CAST(COALESCE(SUM(visits), 0) AS BIGINT),
                    CAST(COALESCE(SUM(people), 0) AS BIGINT),
                    CAST(COALESCE(SUM(arrivals), 0) AS BIGINT),
                    CAST(COALESCE(SUM(invited), 0) AS BIGINT),
                    CAST(COALESCE(SUM(rated), 0) AS BIGINT),
                    CAST(COALESCE(SUM(score_sum), 0) AS BIGINT),
                    CAST(COALESCE(SUM(satisfied), 0) AS BIGINT),
                    CAST(COALESCE(SUM(dissatisfied), 0) AS BIGINT),
                    CAST(COALESCE(SUM(group_1), 0) AS BIGINT),
                    CAST(COALESCE(SUM(group_2), 0) AS BIGINT),
                    CAST(COALESCE(SUM(group_3), 0) AS BIGINT),
                    CAST(COALESCE(SUM(group_4), 0) AS BIGINT),
                    CAST(COALESCE(SUM(group_5), 0) AS BIGINT),
                    CAST(COALESCE(SUM(group_6), 0) AS BIGINT),
                    CAST(COALESCE(SUM(group_7), 0) AS BIGINT),
                    CAST(COALESCE(SUM(group_8), 0) AS BIGINT)
             FROM tally_on_day AS span CROSS JOIN tally_day AS tally
             WHERE span.day >= $2 AND span.day <= $3
               AND tally.day = span.day AND tally.unit = $1",
            args![unit, range.from, range.to],
            |row| {
                sum.add(&figures(row, 0)?, 1);
                Ok(())
            },
        )?,
        Part::Months(range) => tx.each(
            "SELECT CAST(COALESCE(SUM(visits), 0) AS BIGINT),
                    CAST(COALESCE(SUM(people), 0) AS BIGINT),
                    CAST(COALESCE(SUM(arrivals), 0) AS BIGINT),
                    CAST(COALESCE(SUM(invited), 0) AS BIGINT),
                    CAST(COALESCE(SUM(rated), 0) AS BIGINT),
                    CAST(COALESCE(SUM(score_sum), 0) AS BIGINT),
                    CAST(COALESCE(SUM(satisfied), 0) AS BIGINT),
                    CAST(COALESCE(SUM(dissatisfied), 0) AS BIGINT),
                    CAST(COALESCE(SUM(group_1), 0) AS BIGINT),
                    CAST(COALESCE(SUM(group_2), 0) AS BIGINT),
                    CAST(COALESCE(SUM(group_3), 0) AS BIGINT),
                    CAST(COALESCE(SUM(group_4), 0) AS BIGINT),
                    CAST(COALESCE(SUM(group_5), 0) AS BIGINT),
                    CAST(COALESCE(SUM(group_6), 0) AS BIGINT),
                    CAST(COALESCE(SUM(group_7), 0) AS BIGINT),
                    CAST(COALESCE(SUM(group_8), 0) AS BIGINT)
             FROM tally_on_month AS span CROSS JOIN tally_month AS tally
             WHERE span.month >= $2 AND span.month <= $3
               AND tally.month = span.month AND tally.unit = $1",
            args![unit, range.from, range.to],
            |row| {
                sum.add(&figures(row, 0)?, 1);
                Ok(())
            },
        )?,
    }
    Ok(sum)
}

pub fn figures(row: &Row<'_>, from: usize) -> Result<Figures> {
    let mut numbers = Figures::default().numbers();
    for (index, number) in numbers.iter_mut().enumerate() {
        *number = row.get(from + index)?;
    }
    Ok(Figures::from_numbers(&numbers))
}

/// People of a unit by day, from a day to a day, without days on which there were none.
pub fn people_by_day(tx: &mut Tx<'_>, unit: UnitId, from: Day, to: Day) -> Result<Vec<(Day, i64)>> {
    let days: Vec<(Day, i64)> = tx.all(
        "SELECT tally.day, CAST(SUM(people) AS BIGINT)
         FROM tally_on_day AS span CROSS JOIN tally_day AS tally
         WHERE span.day >= $2 AND span.day <= $3
           AND tally.day = span.day AND tally.unit = $1
         GROUP BY tally.day
         ORDER BY tally.day",
        args![unit, from, to],
    )?;
    if !lanes::meet_at(tx, unit)? {
        return Ok(days);
    }
    let mut days: BTreeMap<Day, i64> = days.into_iter().collect();
    lanes::each(tx, unit, Range { from, to }, &mut |row| {
        *days.entry(row.get(0)?).or_default() += figures(row, 2)?.people;
        Ok(())
    })?;
    Ok(days.into_iter().collect())
}
