//! The recount: every total is compared with what it is made of.
//!
//! Day by day: stations against their facts and ratings, units against those directly below them;
//! then kept months against their days. What is right at each step is right at every level.

use std::collections::{BTreeMap, BTreeSet};

use db::{Day, Tx};
use kernel::Result;
use org::{Tree, UnitId, unit::Kind};
use stations::Catalogue;

use crate::{
    rights::Ratings,
    store,
    tally::{Figures, Range},
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
    /// Stations whose ratings are not all in the series that are shown to them, by their numbers.
    pub unshown: Vec<String>,
}

/// No more differences than this are told.
const MOST_DIFFERENCES: usize = 100;

/// Figures by unit or station, and service.
type Sums = BTreeMap<(UnitId, String), Figures>;

/// Counts everything again.
pub fn recount<R: Ratings>(tx: &mut Tx<'_>) -> Result<Recount> {
    let tree = tx.cached::<Tree>()?;
    let catalogue = tx.cached::<Catalogue>()?;
    let mut recount = Recount::default();
    let mut rated: BTreeMap<UnitId, i64> = BTreeMap::new();
    let kept = store::months::kept(tx)?;
    let mut months: BTreeMap<Day, (UnitId, Sums)> =
        kept.into_iter().map(|(month, last)| (month, (last, Sums::new()))).collect();
    for day in days::<R>(tx)? {
        let found = cells(tx, day, store::tallies::each_on_day)?;
        let mut expected = facts(tx, day, &catalogue, &mut recount.facts)?;
        for (station, service, scores) in R::of_day(tx, day)? {
            add(&mut expected, station, &service, &scores.figures());
        }
        for ((unit, service), figures) in &found {
            if let Some(above) = tree.parent(*unit, day) {
                add(&mut expected, above, service, figures);
            }
            if let Some((last, sums)) = months.get_mut(&day.month_start())
                && unit <= last
                && is_office(&tree, *unit)
            {
                add(sums, *unit, service, figures);
            }
            if Some(*unit) == tree.nation() {
                recount.nation.add(figures, 1);
            }
            if !is_office(&tree, *unit) {
                *rated.entry(*unit).or_default() += figures.rated;
            }
        }
        recount.compare(&tree, day, &expected, &found);
    }
    for (month, (last, expected)) in months {
        let mut found = cells(tx, month, store::tallies::each_in_month)?;
        // What lanes added to the nation is in its days as well, and there alone until its turn.
        found.retain(|(unit, _), _| *unit <= last);
        recount.compare(&tree, month, &expected, &found);
    }
    recount.unshown = unshown(tx, &tree, rated)?;
    Ok(recount)
}

/// The stations whose ratings are not all in the series that are shown to them.
fn unshown(tx: &mut Tx<'_>, tree: &Tree, rated: BTreeMap<UnitId, i64>) -> Result<Vec<String>> {
    let shown = store::series::counts(tx)?;
    let told = |unit: &UnitId| shown.get(unit).copied().unwrap_or_default();
    let wrong = rated.into_iter().filter(|(unit, rated)| told(unit) != *rated);
    Ok(wrong.map(|(unit, _)| tree.code(unit).to_owned()).collect())
}

fn is_office(tree: &Tree, unit: UnitId) -> bool {
    tree.node(unit).is_some_and(|node| node.kind == Kind::Unit)
}

fn add(sums: &mut Sums, unit: UnitId, service: &str, figures: &Figures) {
    sums.entry((unit, service.to_owned())).or_default().add(figures, 1);
}

/// The first day after another that has something.
type Next = fn(&mut Tx<'_>, Day) -> Result<Option<Day>>;

/// The days that have facts, ratings or cells.
fn days<R: Ratings>(tx: &mut Tx<'_>) -> Result<BTreeSet<Day>> {
    let from = org::unit::beginning();
    let all = Range { from, to: from.plus(365 * 400) };
    let mut days: BTreeSet<Day> = store::tallies::days_between(tx, all)?.into_iter().collect();
    let (facts, ratings): (Next, Next) =
        (|tx, day| Ok(store::visits::next_day(tx, day)?), R::next_day);
    for next in [facts, ratings] {
        let mut last = from.plus(-1);
        while let Some(day) = next(tx, last)? {
            days.insert(day);
            last = day;
        }
    }
    Ok(days)
}

/// What the stations of a day have done, by its facts.
fn facts(tx: &mut Tx<'_>, day: Day, catalogue: &Catalogue, count: &mut i64) -> Result<Sums> {
    let mut sums = Sums::new();
    for sum in store::visits::sums_of_day(tx, day)? {
        *count += sum.rows;
        let group = sum.group.as_deref().and_then(|code| catalogue.group(code));
        let slot = group.map(|group| group.slot);
        let figures = Figures {
            visits: sum.visits,
            ..Figures::of_record(sum.people, sum.arrivals, sum.invited, slot)
        };
        add(&mut sums, sum.station, &sum.service, &figures);
    }
    Ok(sums)
}

type Each = fn(&mut Tx<'_>, Day, &mut dyn FnMut(UnitId, &str, &Figures)) -> db::Result<()>;

fn cells(tx: &mut Tx<'_>, day: Day, each: Each) -> Result<Sums> {
    let mut sums = Sums::new();
    each(tx, day, &mut |unit, service, figures| add(&mut sums, unit, service, figures))?;
    Ok(sums)
}

impl Recount {
    fn compare(&mut self, tree: &Tree, day: Day, expected: &Sums, found: &Sums) {
        let none = Figures::default();
        let more = found.keys().filter(|key| !expected.contains_key(*key));
        for key in expected.keys().chain(more) {
            let (expected, found) =
                (expected.get(key).unwrap_or(&none), found.get(key).unwrap_or(&none));
            if expected != found && self.differences.len() < MOST_DIFFERENCES {
                self.differences.push(Difference {
                    unit: tree.code(key.0).to_owned(),
                    day,
                    service: key.1.clone(),
                    expected: *expected,
                    found: *found,
                });
            }
        }
    }
}
