//! Behaviour of the registry on both engines.

mod api;
mod closing;
mod console;
mod doubts;
mod exporting;
mod house;
mod import;
mod import_pages;
mod importing;
mod pages;
mod registry;
mod reversing;
mod shared;

use db::{Db, Migration, Tx};
use kernel::Result;
use org::UnitId;
use testkit::Store;

use crate::{
    catalogue,
    station::{self, Change, Details, NewStation, Station},
};

fn migrations() -> Vec<Migration> {
    [audit::MIGRATIONS, org::MIGRATIONS, crate::MIGRATIONS].concat()
}

/// Runs a test in a network of divisions with a catalogue, on each engine.
fn in_a_network(test: impl Fn(&Store)) {
    testkit::on_each_engine(&migrations(), |store| {
        write(&store.db, |tx| {
            org::unit::mirror_divisions(tx)?;
            catalogue::insert_defaults(tx)
        });
        test(store);
    });
}

fn write<T: Send + 'static>(
    db: &Db,
    job: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> T {
    db.write_blocking(job).unwrap_or_else(|error| panic!("{error:?}"))
}

fn read<T: Send + 'static>(
    db: &Db,
    job: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> T {
    db.read_blocking(job).unwrap_or_else(|error| panic!("{error:?}"))
}

/// Details of a station in Futian.
fn details(name: &str) -> Details {
    Details {
        name: name.to_owned(),
        address: "福华路 1 号".to_owned(),
        division: "440304".to_owned(),
        hours: "1234567 08:30-18:00".parse().ok(),
        ..Details::default()
    }
}

fn place(lng: f64, lat: f64) -> Option<station::Place> {
    station::Place::new(lng, lat, geo::Datum::Wgs84)
}

fn register(db: &Db, details: Details) -> Station {
    write(db, move |tx| register_in(tx, details))
}

fn register_in(tx: &mut Tx<'_>, details: Details) -> Result<Station> {
    let today = tx.today();
    let parent: UnitId = station::unit_of(tx, details.county()?, today)?;
    let change = Change::begin(tx, None)?;
    let new = NewStation { details, services: 0b11, ..NewStation::default() };
    station::register(tx, change, parent, &new)
}
