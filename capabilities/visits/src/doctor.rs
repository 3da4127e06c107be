//! The recount: every total is compared with what it is made of.
//!
//! Stations against their facts, units against those directly below them, months against days.
//! What is right at each step is right at every level.

use std::collections::{BTreeMap, BTreeSet};

use db::{Day, Tx};
use kernel::Result;
use org::{Tree, UnitId, unit::Kind};
use stations::Catalogue;

use crate::{
    store,
    tally::{Figures, Part, Range},
};

/// A cell that does not hold what it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Code of the unit or station.
    pub unit: String,
    /// The day, or the first day of the month.
    pub day: Day,
    /// Code of the service.
    pub service: String,
    /// What it is made of.
    pub expected: Figures,
    /// What it holds.
    pub found: Figures,
}

/// What a recount found.
#[derive(Clone, Debug, Default)]
pub struct Recount {
    /// Rows of the register that were counted.
    pub facts: i64,
    /// The nation's figures over all days.
    pub nation: Figures,
    /// Cells that are wrong, at most the first hundred.
    pub differences: Vec<Difference>,
}

/// No more differences than this are told.
const MOST_DIFFERENCES: usize = 100;

type Sums = BTreeMap<(Day, String), Figures>;

/// Counts everything again.
pub fn recount(tx: &mut Tx<'_>) -> Result<Recount> {
    let tree = tx.cached::<Tree>()?;
    let catalogue = tx.cached::<Catalogue>()?;
    let mut recount = Recount::default();
    recount_stations(tx, &tree, &catalogue, &mut recount)?;
    let offices = tree.ids().into_iter().filter_map(|id| tree.node(id));
    for node in offices.filter(|node| node.kind == Kind::Unit) {
        let found = cells(tx, node.id, Part::Days(everything()))?;
        let expected = below(tx, &tree, node.id)?;
        compare(&node.code, &expected, &found, &mut recount.differences);
        let months = cells(tx, node.id, Part::Months(everything()))?;
        compare(&node.code, &by_month(&found), &months, &mut recount.differences);
        if Some(node.id) == tree.nation() {
            for figures in found.values() {
                recount.nation.add(figures, 1);
            }
        }
    }
    recount.differences.truncate(MOST_DIFFERENCES);
    Ok(recount)
}

/// Compares the cells of stations with their facts, day by day: of the days that have facts and
/// of those that have cells.
fn recount_stations(
    tx: &mut Tx<'_>,
    tree: &Tree,
    catalogue: &Catalogue,
    recount: &mut Recount,
) -> Result<()> {
    let mut days: BTreeSet<Day> =
        store::tallies::days_between(tx, everything())?.into_iter().collect();
    let mut last = everything().from.plus(-1);
    while let Some(day) = store::visits::next_day(tx, last)? {
        days.insert(day);
        last = day;
    }
    for day in days {
        let mut expected: BTreeMap<UnitId, Sums> = BTreeMap::new();
        for sum in store::visits::sums_of_day(tx, day)? {
            recount.facts += sum.rows;
            let group = sum.group.as_deref().and_then(|code| catalogue.group(code));
            let slot = group.map(|group| group.slot);
            let figures = Figures {
                visits: sum.visits,
                ..Figures::of_record(sum.people, sum.arrivals, sum.invited, slot)
            };
            let of_station = expected.entry(sum.station).or_default();
            of_station.entry((day, sum.service)).or_default().add(&figures, 1);
        }
        let mut found: BTreeMap<UnitId, Sums> = BTreeMap::new();
        store::tallies::each_on_day(tx, day, |unit, service, figures| {
            if tree.node(unit).is_none_or(|node| node.kind == Kind::Station) {
                let of_station = found.entry(unit).or_default();
                of_station.insert((day, service.to_owned()), *figures);
            }
        })?;
        let none = Sums::new();
        let all: BTreeSet<UnitId> = expected.keys().chain(found.keys()).copied().collect();
        for station in all {
            let (expected, found) =
                (expected.get(&station).unwrap_or(&none), found.get(&station).unwrap_or(&none));
            compare(tree.code(station), expected, found, &mut recount.differences);
        }
    }
    Ok(())
}

fn everything() -> Range {
    let from = org::unit::beginning();
    Range { from, to: from.plus(365 * 400) }
}

fn cells(tx: &mut Tx<'_>, unit: UnitId, part: Part) -> Result<Sums> {
    let mut sums = Sums::new();
    store::tallies::each(tx, unit, part, |day, service, figures| {
        sums.insert((day, service.to_owned()), *figures);
    })?;
    Ok(sums)
}

/// What those directly below add up to, on the days on which they stood there.
fn below(tx: &mut Tx<'_>, tree: &Tree, unit: UnitId) -> Result<Sums> {
    let mut sums = Sums::new();
    let children: Vec<UnitId> = tree.children_ever(unit).iter().map(|child| child.id).collect();
    for child in children {
        for placement in tree.placements(child) {
            let days = everything().overlap(placement.from, placement.to);
            let Some(days) = days.filter(|_| placement.parent == unit) else { continue };
            store::tallies::each(tx, child, Part::Days(days), |day, service, figures| {
                sums.entry((day, service.to_owned())).or_default().add(figures, 1);
            })?;
        }
    }
    Ok(sums)
}

fn by_month(days: &Sums) -> Sums {
    let mut months = Sums::new();
    for ((day, service), figures) in days {
        months.entry((day.month_start(), service.clone())).or_default().add(figures, 1);
    }
    months
}

fn compare(unit: &str, expected: &Sums, found: &Sums, differences: &mut Vec<Difference>) {
    let none = Figures::default();
    for key in expected.keys().chain(found.keys().filter(|key| !expected.contains_key(*key))) {
        let (expected, found) =
            (expected.get(key).unwrap_or(&none), found.get(key).unwrap_or(&none));
        if expected != found && differences.len() < MOST_DIFFERENCES {
            differences.push(Difference {
                unit: unit.to_owned(),
                day: key.0,
                service: key.1.clone(),
                expected: *expected,
                found: *found,
            });
        }
    }
}
