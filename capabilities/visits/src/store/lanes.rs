//! SQL of what lanes have added to the nation: on PostgreSQL writers beside each other would all
//! wait for its rows. On SQLite there is nothing here.

use db::{Day, Result, Row, Tx, Value, args};
use org::{Tree, UnitId};

use crate::{
    store::{cells::Cell, tallies},
    tally::{Figures, Range},
};

/// Whether lanes meet at this unit: records of a province mostly take one lane, so at the nation.
pub fn meet_at(tx: &mut Tx<'_>, unit: UnitId) -> Result<bool> {
    Ok(tx.cached::<Tree>()?.nation() == Some(unit))
}

/// Adds to the rows of a lane.
pub fn add(tx: &mut Tx<'_>, slot: i64, cells: &[Cell<'_>]) -> Result<()> {
    let cells: Vec<[Value<'_>; 20]> = cells
        .iter()
        .map(|cell| {
            let mut values = [Value::Int(slot); 20];
            values[..cell.len()].copy_from_slice(cell);
            values
        })
        .collect();
    tx.run_each(
        "INSERT INTO tally_lane (unit, day, service, visits, people, arrivals, invited, rated,
                                score_sum, satisfied, dissatisfied, group_1, group_2, group_3,
                                group_4, group_5, group_6, group_7, group_8, slot)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                 $18, $19, $20)
         ON CONFLICT (day, unit, service, slot) DO UPDATE
         SET visits = tally_lane.visits + excluded.visits,
             people = tally_lane.people + excluded.people,
             arrivals = tally_lane.arrivals + excluded.arrivals,
             invited = tally_lane.invited + excluded.invited,
             rated = tally_lane.rated + excluded.rated,
             score_sum = tally_lane.score_sum + excluded.score_sum,
             satisfied = tally_lane.satisfied + excluded.satisfied,
             dissatisfied = tally_lane.dissatisfied + excluded.dissatisfied,
             group_1 = tally_lane.group_1 + excluded.group_1,
             group_2 = tally_lane.group_2 + excluded.group_2,
             group_3 = tally_lane.group_3 + excluded.group_3,
             group_4 = tally_lane.group_4 + excluded.group_4,
             group_5 = tally_lane.group_5 + excluded.group_5,
             group_6 = tally_lane.group_6 + excluded.group_6,
             group_7 = tally_lane.group_7 + excluded.group_7,
             group_8 = tally_lane.group_8 + excluded.group_8",
        &cells,
    )?;
    Ok(())
}

/// Hands the rows of a unit to `each`: day, service, figures.
pub fn each(
    tx: &mut Tx<'_>,
    unit: UnitId,
    range: Range,
    each: &mut dyn FnMut(&Row<'_>) -> Result<()>,
) -> Result<()> {
    tx.each(
        "SELECT day, service, visits, people, arrivals, invited, rated, score_sum, satisfied,
                dissatisfied, group_1, group_2, group_3, group_4, group_5, group_6, group_7, group_8
         FROM tally_lane
         WHERE unit = $1 AND day >= $2 AND day <= $3",
        args![unit, range.from, range.to],
        each,
    )
}

/// The rows of all units.
pub fn each_of_all(
    tx: &mut Tx<'_>,
    range: Range,
    each: &mut dyn FnMut(UnitId, &str, &Figures),
) -> Result<()> {
    tx.each(
        "SELECT unit, service, visits, people, arrivals, invited, rated, score_sum, satisfied,
                dissatisfied, group_1, group_2, group_3, group_4, group_5, group_6, group_7, group_8
         FROM tally_lane
         WHERE day >= $1 AND day <= $2",
        args![range.from, range.to],
        |row| tallies::cell(row, each),
    )
}

/// The first day that has rows, if it is before this one.
pub fn first_before(tx: &mut Tx<'_>, day: Day) -> Result<Option<Day>> {
    let (first,) = tx.one("SELECT MIN(day) FROM tally_lane WHERE day < $1", args![day])?;
    Ok(first)
}

/// Forgets the rows of a day.
pub fn delete(tx: &mut Tx<'_>, day: Day) -> Result<()> {
    tx.run("DELETE FROM tally_lane WHERE day = $1", args![day])?;
    Ok(())
}
