//! Booking anew: a move dated today takes along what was already recorded on that day.

use std::collections::HashMap;

use db::{Day, Tx};
use kernel::Result;
use org::{Books, Tree, UnitId, reparenting::Moved, unit::Kind};
use stations::Catalogue;

use crate::{
    store,
    tally::{Cells, Figures, Part, Range},
};

/// The totals of service records, as something that is counted by unit and day.
pub struct Totals;

impl Books for Totals {
    fn moved(tx: &mut Tx<'_>, moved: &Moved) -> Result<()> {
        // What neighbours in this batch recorded belongs to the day as well.
        tx.settle_pending()?;
        let Moved { unit, from, before, after } = moved;
        let days = Range { from: *from, to: Day::MAX };
        if store::tallies::days_between(tx, days)?.is_empty() {
            return Ok(());
        }
        if after.is_closed(*unit, *from) {
            // What hangs on an office that closes goes on without it: so does what it had.
            rebook(tx, *unit, days, |day| {
                (before.chain(*unit, day).collect(), above(after, *unit, day))
            })?;
            let successor = after.parent(*unit, *from);
            return successor
                .map_or(Ok(()), |it| Ok(store::visits::hand_over(tx, *unit, *from, it)?));
        }
        let movers = if before.is_closed(*unit, *from) {
            // It stays after all, and has counted nothing of these days: what hangs on it has.
            after.children(*unit, *from).iter().map(|child| child.id).collect()
        } else {
            vec![*unit]
        };
        for mover in movers {
            rebook(tx, mover, days, |day| (above(before, mover, day), above(after, mover, day)))?;
            let is_station = after.node(mover).is_some_and(|node| node.kind == Kind::Station);
            if is_station && let Some(unit) = after.parent(mover, *from) {
                store::visits::set_unit(tx, mover, *from, unit)?;
            }
        }
        Ok(())
    }
}

fn above(tree: &Tree, unit: UnitId, day: Day) -> Vec<UnitId> {
    tree.chain(unit, day).skip(1).collect()
}

/// Takes what a unit or station has of some days from those who counted it, and gives it to those
/// who do now: `ends` says both for a day.
fn rebook(
    tx: &mut Tx<'_>,
    unit: UnitId,
    days: Range,
    ends: impl Fn(Day) -> (Vec<UnitId>, Vec<UnitId>),
) -> Result<()> {
    let cells = own_cells(tx, unit, days)?;
    let sums = tx.pending::<Cells>();
    for ((day, bit), figures) in cells {
        let (left, joined) = ends(day);
        for unit in left.iter().filter(|unit| !joined.contains(unit)) {
            sums.add(*unit, day, bit, &figures, -1);
        }
        for unit in joined.iter().filter(|unit| !left.contains(unit)) {
            sums.add(*unit, day, bit, &figures, 1);
        }
    }
    Ok(())
}

fn own_cells(tx: &mut Tx<'_>, unit: UnitId, days: Range) -> Result<HashMap<(Day, u8), Figures>> {
    let catalogue = tx.cached::<Catalogue>()?;
    let mut cells = HashMap::new();
    store::tallies::each(tx, unit, Part::Days(days), |day, service, figures| {
        if let Some(service) = catalogue.service(service) {
            cells.insert((day, service.bit), *figures);
        }
    })?;
    Ok(cells)
}
