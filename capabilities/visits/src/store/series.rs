//! SQL of ratings as stations see them: at each full five, and when a month is over.

use std::collections::HashMap;

use db::{Day, Result, Row, Tx, Value, args};
use org::{Tree, UnitId};

use crate::{rights::Right, scores::Scores, shown::FEWEST, tally::Range};

/// The spans of a day: all days, its month, its week, itself.
fn spans(day: Day) -> [String; 4] {
    [String::new(), day.month(), day.iso_week(), day.to_string()]
}

/// Adds ratings, or takes some back, to every series that counts them. What was open when its
/// month ended is shown; what is added completes a five, or stays open.
pub fn add(tx: &mut Tx<'_>, tree: &Tree, right: &Right, scores: &Scores, came: Day) -> Result<()> {
    let month = came.month();
    let spans = spans(right.day);
    let units: Vec<UnitId> = tree.chain(right.station, right.day).collect();
    let mut rows = Vec::with_capacity(units.len() * spans.len() * 2);
    for UnitId(unit) in units.iter().copied() {
        for (span, service) in
            spans.iter().flat_map(|span| ["", &*right.service].map(|it| (span, it)))
        {
            let mut row = [Value::Int(0); 14];
            let key =
                [Value::Int(unit), Value::Text(span), Value::Text(service), Value::Text(&month)];
            row[..4].copy_from_slice(&key);
            for (value, count) in row[4..9].iter_mut().zip(scores.0) {
                *value = Value::Int(count);
            }
            rows.push(row);
        }
    }
    let rows: Vec<&[Value<'_>]> = rows.iter().map(|row| &row[..]).collect();
    upsert(tx, &rows)?;
    if scores.rated() > 0 {
        for unit in units {
            complete(tx, unit, &spans, &right.service)?;
        }
    }
    Ok(())
}

fn upsert(tx: &mut Tx<'_>, rows: &[&[Value<'_>]]) -> Result<()> {
    tx.run_each(
        "INSERT INTO rating_series (unit, span, service, month, open_1, open_2, open_3, open_4,
                                    open_5, shown_1, shown_2, shown_3, shown_4, shown_5)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         ON CONFLICT (unit, span, service) DO UPDATE
         SET month = excluded.month,
             shown_1 = rating_series.shown_1 + CASE WHEN rating_series.month < excluded.month
                                                    THEN rating_series.open_1 ELSE 0 END,
             shown_2 = rating_series.shown_2 + CASE WHEN rating_series.month < excluded.month
                                                    THEN rating_series.open_2 ELSE 0 END,
             shown_3 = rating_series.shown_3 + CASE WHEN rating_series.month < excluded.month
                                                    THEN rating_series.open_3 ELSE 0 END,
             shown_4 = rating_series.shown_4 + CASE WHEN rating_series.month < excluded.month
                                                    THEN rating_series.open_4 ELSE 0 END,
             shown_5 = rating_series.shown_5 + CASE WHEN rating_series.month < excluded.month
                                                    THEN rating_series.open_5 ELSE 0 END,
             open_1 = excluded.open_1 + CASE WHEN rating_series.month < excluded.month
                                             THEN 0 ELSE rating_series.open_1 END,
             open_2 = excluded.open_2 + CASE WHEN rating_series.month < excluded.month
                                             THEN 0 ELSE rating_series.open_2 END,
             open_3 = excluded.open_3 + CASE WHEN rating_series.month < excluded.month
                                             THEN 0 ELSE rating_series.open_3 END,
             open_4 = excluded.open_4 + CASE WHEN rating_series.month < excluded.month
                                             THEN 0 ELSE rating_series.open_4 END,
             open_5 = excluded.open_5 + CASE WHEN rating_series.month < excluded.month
                                             THEN 0 ELSE rating_series.open_5 END",
        rows,
    )?;
    Ok(())
}

/// Shows what is open where it makes a five full.
fn complete(tx: &mut Tx<'_>, unit: UnitId, spans: &[String; 4], service: &str) -> Result<()> {
    let [all, month, week, day] = spans;
    tx.run(
        "UPDATE rating_series
         SET shown_1 = shown_1 + open_1, shown_2 = shown_2 + open_2, shown_3 = shown_3 + open_3,
             shown_4 = shown_4 + open_4, shown_5 = shown_5 + open_5,
             open_1 = 0, open_2 = 0, open_3 = 0, open_4 = 0, open_5 = 0
         WHERE unit = $1 AND span IN ($2, $3, $4, $5) AND (service = '' OR service = $6)
           AND (open_1 + open_2 + open_3 + open_4 + open_5
                + shown_1 + shown_2 + shown_3 + shown_4 + shown_5) % 5 = 0",
        args![unit, all, month, week, day, service],
    )?;
    Ok(())
}

/// A series, as of now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Series {
    /// How many ratings it counts.
    pub rated: i64,
    /// All of them.
    pub all: Scores,
    /// What is shown of them.
    pub shown: Scores,
}

impl Series {
    /// Reads month, the open scores and the shown ones, from a column on.
    fn read(row: &Row<'_>, from: usize, this_month: &str) -> Result<Self> {
        let month: String = row.get(from)?;
        let mut open = Scores::default();
        let mut shown = Scores::default();
        for place in 0..5 {
            open.0[place] = row.get(from + 1 + place)?;
            shown.0[place] = row.get(from + 6 + place)?;
        }
        let mut all = shown;
        all.add(&open);
        let shown = if *month < *this_month { all } else { shown };
        Ok(Self { rated: all.rated(), all, shown })
    }
}

/// One series; nothing where no rating came.
pub fn one(tx: &mut Tx<'_>, unit: UnitId, span: &str, service: &str) -> Result<Series> {
    let this_month = tx.today().month();
    let mut series = Series::default();
    tx.each(
        "SELECT month, open_1, open_2, open_3, open_4, open_5,
                shown_1, shown_2, shown_3, shown_4, shown_5
         FROM rating_series
         WHERE unit = $1 AND span = $2 AND service = $3",
        args![unit, span, service],
        |row| {
            series = Series::read(row, 0, &this_month)?;
            Ok(())
        },
    )?;
    Ok(series)
}

/// What is shown of a unit's series of days, or of months by their first days.
pub fn shown_in(
    tx: &mut Tx<'_>,
    unit: UnitId,
    service: &str,
    range: Range,
    by_month: bool,
) -> Result<Scores> {
    let this_month = tx.today().month();
    let (from, to, length) = if by_month {
        (range.from.month(), range.to.month(), 7)
    } else {
        (range.from.to_string(), range.to.to_string(), 10)
    };
    let mut sum = Scores::default();
    tx.each(
        "SELECT month, open_1, open_2, open_3, open_4, open_5,
                shown_1, shown_2, shown_3, shown_4, shown_5
         FROM rating_series
         WHERE unit = $1 AND service = $2 AND span >= $3 AND span <= $4 AND CAST(LENGTH(span) AS BIGINT) = $5",
        args![unit, service, from, to, length],
        |row| {
            let series = Series::read(row, 0, &this_month)?;
            // A series under five is nobody's to see.
            if series.rated >= FEWEST {
                sum.add(&series.shown);
            }
            Ok(())
        },
    )?;
    Ok(sum)
}

/// How many ratings the series of all days and services counts, by unit and station.
pub fn counts(tx: &mut Tx<'_>) -> Result<HashMap<UnitId, i64>> {
    let rows: Vec<(UnitId, i64)> = tx.all(
        "SELECT unit, open_1 + open_2 + open_3 + open_4 + open_5
                      + shown_1 + shown_2 + shown_3 + shown_4 + shown_5
         FROM rating_series
         WHERE span = '' AND service = ''",
        args![],
    )?;
    Ok(rows.into_iter().collect())
}
