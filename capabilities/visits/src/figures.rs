//! What a station's page says of its work: the same totals as everywhere.

use std::collections::HashSet;

use db::{Instant, Tx};
use kernel::Result;
use org::{Tree, UnitId, Viewer};
use stations::{Figures, PublicFigures, Scores};

use crate::{overview::month, shown, store, tally::Part};

/// Tells a station's person-times from its totals, and its ratings as far as they are shown.
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

    fn ratings(tx: &mut Tx<'_>, viewer: &Viewer, station: UnitId) -> Result<Option<Scores>> {
        let tree = tx.cached::<Tree>()?;
        let scores = if shown::at_once(&tree, viewer, station) {
            Some(shown::all_of_unit(tx, station)?)
        } else {
            shown::of_unit(tx, station)?
        };
        Ok(scores.map(|scores| scores.0))
    }

    fn used_since(tx: &mut Tx<'_>, since: Instant) -> Result<HashSet<UnitId>> {
        Ok(store::visits::stations_since(tx, since)?.into_iter().collect())
    }
}
