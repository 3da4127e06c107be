//! What the public sees on a station's page: the same totals as everywhere.

use std::collections::HashSet;

use db::{Instant, Tx};
use kernel::Result;
use org::UnitId;
use stations::{Figures, PublicFigures};

use crate::{overview::month, store, tally::Part};

/// Tells a station's person-times from its totals.
pub struct StationFigures;

impl PublicFigures for StationFigures {
    fn of_station(tx: &mut Tx<'_>, station: UnitId) -> Result<Option<Figures>> {
        let now = tx.today();
        let (mut today, mut this_month) = (0, 0);
        // A station's month is read day by day anyway; today is among its days.
        store::tallies::each(tx, station, Part::Days(month(now)), |day, _, figures| {
            this_month += figures.people;
            if day == now {
                today += figures.people;
            }
        })?;
        Ok(Some(Figures { today, month: this_month }))
    }

    fn used_since(tx: &mut Tx<'_>, since: Instant) -> Result<HashSet<UnitId>> {
        Ok(store::visits::stations_since(tx, since)?.into_iter().collect())
    }
}
