//! What the public sees on a station's page: the same totals as everywhere.

use db::Tx;
use kernel::Result;
use org::{Tree, UnitId};
use stations::{Figures, PublicFigures};

use crate::{
    overview::{day, month},
    totals::{self, Services},
};

/// Tells a station's person-times from its totals.
pub struct StationFigures;

impl PublicFigures for StationFigures {
    fn of_station(tx: &mut Tx<'_>, station: UnitId) -> Result<Option<Figures>> {
        let (tree, today, all) = (tx.cached::<Tree>()?, tx.today(), Services::default());
        let mut people = |range| totals::total(tx, &tree, station, range, &all);
        let (today, month) = (people(day(today))?.people, people(month(today))?.people);
        Ok(Some(Figures { today, month }))
    }
}
