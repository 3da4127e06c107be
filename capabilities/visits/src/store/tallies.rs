//! SQL of totals. The two tables hold the same columns, by day and by month.

use std::collections::BTreeSet;

use db::{Day, Result, Row, Tx, Value, args};
use org::UnitId;
use stations::Catalogue;

use crate::tally::{Cells, Figures, Part, Place, Range};

/// Adds what was summed to the cells it belongs to, in the order of their keys: neighbours lie
/// on the same page.
pub fn add(tx: &mut Tx<'_>, cells: &Cells) -> Result<()> {
    let catalogue = tx.cached::<Catalogue>()?;
    for (table, add) in [(&cells.days, add_day as Add), (&cells.months, add_month)] {
        let mut places: Vec<&Place> = table.keys().collect();
        places.sort_unstable();
        for place in places {
            let (day, unit, bit) = *place;
            let service = catalogue
                .service_of_bit(bit)
                .ok_or_else(|| db::Error::Decode(format!("no service has the bit {bit}")))?;
            add(tx, unit, day, &service.code, &table[place])?;
        }
    }
    let days: BTreeSet<Day> = cells.days.keys().map(|place| place.0).collect();
    for day in days {
        tx.run(
            "INSERT INTO tally_on_day (day) VALUES ($1) ON CONFLICT (day) DO NOTHING",
            args![day],
        )?;
        tx.run(
            "INSERT INTO tally_on_month (month) VALUES ($1) ON CONFLICT (month) DO NOTHING",
            args![day.month_start()],
        )?;
    }
    Ok(())
}

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

type Add = fn(&mut Tx<'_>, UnitId, Day, &str, &Figures) -> Result<()>;

fn add_day(
    tx: &mut Tx<'_>,
    unit: UnitId,
    day: Day,
    service: &str,
    figures: &Figures,
) -> Result<()> {
    let values = values(unit, day, service, figures);
    tx.run(
        "INSERT INTO tally_day (unit, day, service, visits, people, arrivals, invited, rated,
                                score_sum, satisfied, dissatisfied, group_1, group_2, group_3,
                                group_4, group_5, group_6, group_7, group_8)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                 $18, $19)
         ON CONFLICT (day, unit, service) DO UPDATE
         SET visits = tally_day.visits + excluded.visits,
             people = tally_day.people + excluded.people,
             arrivals = tally_day.arrivals + excluded.arrivals,
             invited = tally_day.invited + excluded.invited,
             rated = tally_day.rated + excluded.rated,
             score_sum = tally_day.score_sum + excluded.score_sum,
             satisfied = tally_day.satisfied + excluded.satisfied,
             dissatisfied = tally_day.dissatisfied + excluded.dissatisfied,
             group_1 = tally_day.group_1 + excluded.group_1,
             group_2 = tally_day.group_2 + excluded.group_2,
             group_3 = tally_day.group_3 + excluded.group_3,
             group_4 = tally_day.group_4 + excluded.group_4,
             group_5 = tally_day.group_5 + excluded.group_5,
             group_6 = tally_day.group_6 + excluded.group_6,
             group_7 = tally_day.group_7 + excluded.group_7,
             group_8 = tally_day.group_8 + excluded.group_8",
        &values,
    )?;
    Ok(())
}

fn add_month(
    tx: &mut Tx<'_>,
    unit: UnitId,
    month: Day,
    service: &str,
    figures: &Figures,
) -> Result<()> {
    let values = values(unit, month, service, figures);
    tx.run(
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
        &values,
    )?;
    Ok(())
}

fn values<'a>(unit: UnitId, day: Day, service: &'a str, figures: &Figures) -> [Value<'a>; 19] {
    let mut values = [Value::Null; 19];
    values[0] = Value::Int(unit.0);
    values[1] = Value::Day(day);
    values[2] = Value::Text(service);
    for (value, number) in values[3..].iter_mut().zip(figures.numbers()) {
        *value = Value::Int(number);
    }
    values
}

/// Hands every cell of a unit in a part of a range to `each`: its day (or the first day of its
/// month), its service, its figures; by day, then service.
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

/// Hands every cell of a day to `each`, of all units and stations, for the recount.
pub fn each_on_day(
    tx: &mut Tx<'_>,
    day: Day,
    each: &mut dyn FnMut(UnitId, &str, &Figures),
) -> Result<()> {
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
    tx.each(
        "SELECT unit, service, visits, people, arrivals, invited, rated, score_sum, satisfied,
                dissatisfied, group_1, group_2, group_3, group_4, group_5, group_6, group_7, group_8
         FROM tally_month
         WHERE month = $1",
        args![month],
        |row| cell(row, each),
    )
}

fn cell(row: &Row<'_>, each: &mut dyn FnMut(UnitId, &str, &Figures)) -> Result<()> {
    let Value::Text(service) = row.value(1)? else {
        return Err(db::Error::Decode("a tally without its service".to_owned()));
    };
    each(row.get(0)?, service, &figures(row, 2)?);
    Ok(())
}

/// Every month that has cells, by its first day.
pub fn months(tx: &mut Tx<'_>) -> Result<Vec<Day>> {
    let months: Vec<(Day,)> = tx.all("SELECT month FROM tally_on_month ORDER BY month", args![])?;
    Ok(months.into_iter().map(|(month,)| month).collect())
}

/// The sum of a unit's cells in a part of a range.
pub fn sum(tx: &mut Tx<'_>, unit: UnitId, part: Part) -> Result<Figures> {
    let mut sum = Figures::default();
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
                sum = figures(row, 0)?;
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
                sum = figures(row, 0)?;
                Ok(())
            },
        )?,
    }
    Ok(sum)
}

fn figures(row: &Row<'_>, from: usize) -> Result<Figures> {
    let mut numbers = Figures::default().numbers();
    for (index, number) in numbers.iter_mut().enumerate() {
        *number = row.get(from + index)?;
    }
    Ok(Figures::from_numbers(&numbers))
}

/// People of a unit by day, from a day to a day, without days on which there were none.
pub fn people_by_day(tx: &mut Tx<'_>, unit: UnitId, from: Day, to: Day) -> Result<Vec<(Day, i64)>> {
    tx.all(
        "SELECT tally.day, CAST(SUM(people) AS BIGINT)
         FROM tally_on_day AS span CROSS JOIN tally_day AS tally
         WHERE span.day >= $2 AND span.day <= $3
           AND tally.day = span.day AND tally.unit = $1
         GROUP BY tally.day
         ORDER BY tally.day",
        args![unit, from, to],
    )
}
