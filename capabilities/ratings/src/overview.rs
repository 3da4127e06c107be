//! What is seen of ratings at a unit or station: figures over a range for those above it, full
//! fives for those who serve there, with the words of guests in the same measure.

use db::{Day, Tx};
use kernel::Result;
use org::{Tree, UnitId, Viewer, unit::Kind};
use visits::{
    Scores, shown,
    tally::Range,
    totals::{self, Ask},
};

use crate::{
    figures::Rated,
    said::Way,
    store::{self, ratings::Remark},
    unserved::{self, Unserved},
};

/// Stations of a unit that are looked at in one table.
const MOST_STATIONS: usize = 500;
/// Words of guests on a page.
const MOST_REMARKS: i64 = 100;

/// What is seen.
pub struct Overview {
    /// The viewer sees ratings at once; else by full fives, over all days.
    pub at_once: bool,
    /// Figures; none while there are too few to be shown.
    pub rated: Option<Rated>,
    /// How many gave each score, at a station.
    pub scores: Option<Scores>,
    /// Those directly below, in their order of rank, small samples last.
    pub below: Vec<Below>,
    /// How many came in each way, at a station.
    pub ways: Vec<(Way, i64)>,
    /// What guests wrote or chose, the newest day first.
    pub remarks: Vec<Remark>,
    /// How many told that they were not served (未获服务); for those who see it at once.
    pub unserved: Option<i64>,
    /// What they told, at a station.
    pub told: Vec<Unserved>,
}

/// A unit or station directly below.
pub struct Below {
    /// Which.
    pub unit: UnitId,
    /// Its figures.
    pub rated: Rated,
}

/// Loads what a viewer sees of a unit or station.
pub fn load(tx: &mut Tx<'_>, viewer: &Viewer, unit: UnitId, days: Range) -> Result<Overview> {
    let tree = tx.cached::<Tree>()?;
    let is_station = tree.node(unit).is_some_and(|node| node.kind == Kind::Station);
    if !shown::at_once(&tree, viewer, unit) {
        return by_full_fives(tx, unit, is_station);
    }
    let ask = Ask::then(&tree, days);
    let total = totals::total(tx, unit, ask)?;
    let mut below = Vec::new();
    if !is_station {
        let children = totals::by_child(tx, unit, ask, &total)?;
        below.extend(children.into_iter().filter(|(child, _)| *child != unit));
        let direct = tree.children(unit, tx.today());
        if direct.iter().any(|child| child.kind == Kind::Station) {
            below.extend(totals::by_station(tx, unit, ask, None, MOST_STATIONS)?.0);
        }
    }
    let below = ranked(below.iter().map(|(unit, figures)| (*unit, Rated::from(figures))));
    let scores = if is_station { Some(store::ratings::scores(tx, unit, days)?) } else { None };
    let remarks = if is_station {
        store::ratings::remarks(tx, unit, days.from, MOST_REMARKS)?
    } else {
        Vec::new()
    };
    let told = if is_station {
        store::unserved::of_station(tx, unit, days, MOST_REMARKS)?
    } else {
        Vec::new()
    };
    Ok(Overview {
        at_once: true,
        rated: Some(Rated::from(&total)),
        scores,
        below,
        remarks,
        ways: if is_station { store::ratings::ways(tx, unit, days)? } else { Vec::new() },
        unserved: Some(unserved::count(tx, unit, days)?),
        told,
    })
}

/// By the lower bound of the satisfaction rate; small samples are not ranked and stand last.
fn ranked(rows: impl Iterator<Item = (UnitId, Rated)>) -> Vec<Below> {
    let mut below: Vec<Below> = rows
        .filter(|(_, rated)| rated.invited > 0 || rated.count > 0)
        .map(|(unit, rated)| Below { unit, rated })
        .collect();
    below.sort_by(|a, b| {
        let small = a.rated.is_small().cmp(&b.rated.is_small());
        let bound = b.rated.lower_bound().total_cmp(&a.rated.lower_bound());
        small.then(bound).then(b.rated.count.cmp(&a.rated.count))
    });
    below
}

fn by_full_fives(tx: &mut Tx<'_>, unit: UnitId, is_station: bool) -> Result<Overview> {
    let scores = shown::of_unit(tx, unit)?;
    let rated = scores.map(|scores| Rated::from(&scores.figures()));
    let month = tx.today().month_start();
    let remarks = if is_station && rated.is_some() {
        store::ratings::shown_remarks(tx, unit, month, MOST_REMARKS)?
    } else {
        Vec::new()
    };
    let (unserved, below, told, ways) = (None, Vec::new(), Vec::new(), Vec::new());
    Ok(Overview { at_once: false, rated, scores, below, ways, remarks, unserved, told })
}

/// The range that a page shows: the last ninety days unless it says otherwise.
pub fn days(today: Day, from: Option<Day>, to: Option<Day>) -> Option<Range> {
    let to = to.unwrap_or(today);
    Range::new(from.unwrap_or(to.plus(-89)), to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_samples_stand_last_and_the_rest_by_what_can_be_said_of_them() {
        let rated =
            |satisfied, count| Rated { invited: count, count, satisfied, ..Rated::default() };
        let rows = [(1, rated(5, 5)), (2, rated(40, 50)), (3, rated(95, 100)), (4, rated(0, 0))];
        let ranked = ranked(rows.into_iter().map(|(unit, rated)| (UnitId(unit), rated)));
        let order: Vec<i64> = ranked.iter().map(|it| it.unit.0).collect();
        assert_eq!(order, [3, 2, 1]);
    }
}
