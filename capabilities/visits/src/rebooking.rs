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
        let days = Range { from: moved.from, to: Day::MAX };
        let cells = own_cells(tx, moved.unit, days)?;
        let sums = tx.pending::<Cells>();
        for ((day, bit), figures) in cells {
            let above = |tree: &Tree| tree.chain(moved.unit, day).skip(1).collect::<Vec<_>>();
            let (left, joined) = (above(&moved.before), above(&moved.after));
            for unit in left.iter().filter(|unit| !joined.contains(unit)) {
                sums.add(*unit, day, bit, &figures, -1);
            }
            for unit in joined.iter().filter(|unit| !left.contains(unit)) {
                sums.add(*unit, day, bit, &figures, 1);
            }
        }
        let is_station = |id| moved.after.node(id).is_some_and(|node| node.kind == Kind::Station);
        if is_station(moved.unit)
            && let Some(above) = moved.after.parent(moved.unit, moved.from)
        {
            store::visits::set_unit(tx, moved.unit, moved.from, above)?;
        }
        Ok(())
    }
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
