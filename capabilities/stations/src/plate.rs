//! Plates on the door (授牌): given on a day, taken back on another, never erased.

use db::{Day, Tx};
use kernel::{Error, Result};
use org::UnitId;
use serde_json::Value;

use crate::{directory::Plate, noted, station::Change, store};

/// Characters of the longest name, issuer and number.
const CHARS: usize = 60;
/// Plates of one station.
const MOST: usize = 20;

/// A plate to be hung.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPlate {
    /// What it says.
    pub name: String,
    /// Who gives it.
    pub issuer: String,
    /// Its number, when it has one.
    pub number: Option<String>,
    /// The day it is given.
    pub since: Day,
}

impl NewPlate {
    fn check(&self, today: Day) -> Result<()> {
        let texts = [Some(&self.name), Some(&self.issuer), self.number.as_ref()];
        if texts[..2].iter().flatten().any(|text| text.trim().is_empty()) {
            return Err(Error::field("plates", "stations.plate-missing"));
        }
        if texts.iter().flatten().any(|text| text.chars().count() > CHARS) {
            return Err(Error::field("plates", "stations.too-long"));
        }
        if self.since > today {
            return Err(Error::field("plates", "stations.plate-future"));
        }
        Ok(())
    }

    fn is(&self, plate: &Plate) -> bool {
        self.name == plate.name
            && self.issuer == plate.issuer
            && self.number == plate.number
            && self.since == plate.from
    }
}

/// Hangs a plate.
pub fn hang(tx: &mut Tx<'_>, change: Change, station: UnitId, plate: &NewPlate) -> Result<()> {
    plate.check(tx.today())?;
    store::plates::insert(tx, change, station, plate)?;
    noted::on_leaf(tx, noted::PLATE_HUNG, station, (Value::Null, noted::new_plate(plate)))
}

/// Takes a plate down: yesterday was its last day.
pub fn take_down(tx: &mut Tx<'_>, change: Change, station: UnitId, id: i64) -> Result<()> {
    let yesterday = tx.today().plus(-1);
    let known = store::plates::of_station(tx, station)?.into_iter().find(|plate| plate.id == id);
    if store::plates::end(tx, change, station, id, yesterday)? == 0 {
        return Err(Error::NotFound("stations.unknown-plate"));
    }
    let before = known.as_ref().map(noted::plate).unwrap_or_default();
    noted::on_leaf(tx, noted::PLATE_TAKEN_DOWN, station, (before, Value::Null))
}

/// Those that hang on a day, the oldest first.
pub fn on(tx: &mut Tx<'_>, station: UnitId, day: Day) -> Result<Vec<Plate>> {
    let plates = store::plates::of_station(tx, station)?;
    let hangs = |plate: &Plate| plate.from <= day && plate.to.is_none_or(|to| day <= to);
    Ok(plates.into_iter().filter(hangs).collect())
}

/// Makes these the plates that hang from today on. Tells whether anything changed.
pub fn replace(
    tx: &mut Tx<'_>,
    change: Change,
    station: UnitId,
    wanted: &[NewPlate],
) -> Result<bool> {
    if wanted.len() > MOST {
        return Err(Error::field("plates", "stations.too-long"));
    }
    let today = tx.today();
    let hanging = on(tx, station, today)?;
    let gone = hanging.iter().filter(|plate| !wanted.iter().any(|new| new.is(plate)));
    let fresh = wanted.iter().filter(|new| !hanging.iter().any(|plate| new.is(plate)));
    let (gone, fresh): (Vec<_>, Vec<_>) = (gone.collect(), fresh.collect());
    for plate in &gone {
        take_down(tx, change, station, plate.id)?;
    }
    for plate in &fresh {
        hang(tx, change, station, plate)?;
    }
    Ok(!gone.is_empty() || !fresh.is_empty())
}
