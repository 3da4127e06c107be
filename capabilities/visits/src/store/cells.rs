//! SQL that adds to totals.

use std::collections::{BTreeMap, BTreeSet};

use db::{Day, Result, Tx, Value, args};
use foldhash::HashMap;
use org::{Tree, UnitId, unit::Kind};
use stations::Catalogue;

use crate::{
    store::{lanes, months},
    tally::{Cells, Figures, Place},
};

/// The parameters of a cell: unit, day (or first day of the month), service, figures.
pub type Cell<'a> = [Value<'a>; 19];

/// Adds what was summed to the cells it belongs to, in the order of their keys: neighbours lie
/// on the same page, and writers beside each other wait in one order. What such a writer adds to
/// the nation, where all of them meet, it keeps in rows of its own.
pub fn add(tx: &mut Tx<'_>, cells: &Cells) -> Result<()> {
    let catalogue = tx.cached::<Catalogue>()?;
    let tree = tx.cached::<Tree>()?;
    let meeting = tree.nation().filter(|_| tx.slot().is_some());
    let (mut days, mut apart) = (Vec::new(), Vec::new());
    for place in in_order(&cells.days) {
        let cell = cell(&catalogue, place, &cells.days[place])?;
        if Some(place.1) == meeting { apart.push(cell) } else { days.push(cell) }
    }
    let months = of_kept_months(tx, &tree, meeting, cells)?;
    let months = in_order(&months).into_iter().map(|place| cell(&catalogue, place, &months[place]));
    let months = months.collect::<Result<Vec<_>>>()?;
    add_days(tx, &days)?;
    months::add(tx, &months)?;
    if let Some(slot) = tx.slot() {
        lanes::add(tx, slot, &apart)?;
    }
    add_spans(tx, cells)
}

/// What of it belongs to months whose cells are kept, by the first days of these.
fn of_kept_months(
    tx: &mut Tx<'_>,
    tree: &Tree,
    meeting: Option<UnitId>,
    cells: &Cells,
) -> Result<HashMap<Place, Figures>> {
    let mut kept = BTreeMap::new();
    let mut sums = HashMap::default();
    for ((day, unit, bit), figures) in &cells.days {
        let month = day.month_start();
        let last = match kept.get(&month) {
            Some(last) => *last,
            None => *kept.entry(month).or_insert(months::last_unit(tx, month)?),
        };
        let is_office = || tree.node(*unit).is_some_and(|node| node.kind == Kind::Unit);
        if last.is_some_and(|last| *unit <= last) && Some(*unit) != meeting && is_office() {
            sums.entry((month, *unit, *bit)).or_insert_with(Figures::default).add(figures, 1);
        }
    }
    Ok(sums)
}

fn in_order(cells: &HashMap<Place, Figures>) -> Vec<&Place> {
    let mut places: Vec<&Place> = cells.keys().collect();
    places.sort_unstable();
    places
}

fn cell<'a>(catalogue: &'a Catalogue, place: &Place, figures: &Figures) -> Result<Cell<'a>> {
    let (day, UnitId(unit), bit) = *place;
    let service = catalogue
        .service_of_bit(bit)
        .ok_or_else(|| db::Error::Decode(format!("no service has the bit {bit}")))?;
    let mut values = [Value::Null; 19];
    values[..3].copy_from_slice(&[Value::Int(unit), Value::Day(day), Value::Text(&service.code)]);
    for (value, number) in values[3..].iter_mut().zip(figures.numbers()) {
        *value = Value::Int(number);
    }
    Ok(values)
}

fn add_days(tx: &mut Tx<'_>, cells: &[Cell<'_>]) -> Result<()> {
    tx.run_each(
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
        cells,
    )?;
    Ok(())
}

/// Notes the days that have cells.
fn add_spans(tx: &mut Tx<'_>, cells: &Cells) -> Result<()> {
    let days: BTreeSet<Day> = cells.days.keys().map(|place| place.0).collect();
    for day in days {
        tx.run(
            "INSERT INTO tally_on_day (day) VALUES ($1) ON CONFLICT (day) DO NOTHING",
            args![day],
        )?;
    }
    Ok(())
}
