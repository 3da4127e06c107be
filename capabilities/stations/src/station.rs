//! A station: what is known of it, and the verbs that register and change it.
//!
//! Who may do so is asked in `scope`; its life is in `life` and `closing`.

use audit::{Entry, note};
use db::{Day, Tx};
use geo::{Datum, Position, divisions};
use kernel::{Error, FieldError, Result};
use org::{
    UnitId,
    unit::{self, Kind, NewUnit},
};

use crate::{
    catalogue::Catalogue,
    directory,
    features::Features,
    hours::WeeklyHours,
    import::{clean::clean_key, host_type::HostType},
    life::{Stage, Status},
    noted,
    number::StationNumber,
    store,
};

/// Characters of the longest name.
pub const NAME_CHARS: usize = 100;
/// Characters of the longest address.
pub const ADDRESS_CHARS: usize = 300;
/// Characters of the longest shop code and phone.
pub const SHORT_CHARS: usize = 100;
/// Characters of the longest source text of hours.
pub const HOURS_CHARS: usize = 2_000;

/// Coordinates as they were given, and what they mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Degrees east in `datum`, as given.
    pub lng: f64,
    /// Degrees north in `datum`, as given.
    pub lat: f64,
    /// The system they were given in.
    pub datum: Datum,
    /// The same in WGS-84.
    pub position: Position,
}

impl Place {
    /// Reads coordinates of a datum; they must lie in the country.
    pub fn new(lng: f64, lat: f64, datum: Datum) -> Option<Self> {
        let position = Position::from_datum(datum, lng, lat).ok()?;
        position.in_china_box().then_some(Self { lng, lat, datum, position })
    }
}

/// What is known of a station.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// The owner's code of the shop; unique.
    pub host_code: Option<String>,
    /// What kind of place hosts it.
    pub host_type: Option<HostType>,
    /// What people call it; needed.
    pub name: String,
    /// Its address; empty when unknown.
    pub address: String,
    /// Code of the smallest division that is known: county level or a town.
    pub division: String,
    /// Where it is.
    pub place: Option<Place>,
    /// Phone of the shop.
    pub phone: Option<String>,
    /// The declared week.
    pub hours: Option<WeeklyHours>,
    /// The words with which it was declared.
    pub hours_text: Option<String>,
    /// What makes it easy to reach.
    pub features: Features,
    /// Stars, 1 to 5.
    pub grade: Option<u8>,
}

impl Details {
    /// Code of the county-level division (or city without counties) of its division.
    pub fn county(&self) -> Result<&'static str> {
        divisions::county_level(&self.division)
            .map(|county| county.code)
            .ok_or_else(|| Error::field("division", "stations.division"))
    }

    /// The name without what lists write differently.
    pub fn name_key(&self) -> String {
        clean_key(&self.name)
    }

    /// The address without what lists write differently, and without the divisions before it.
    pub fn address_key(&self) -> String {
        clean_key(&self.address)
    }

    /// Refuses what no station may have.
    pub fn check(&self) -> Result<()> {
        let mut wrong = Vec::new();
        let mut say = |field: &str, code, is_wrong| {
            if is_wrong {
                wrong.push(FieldError { field: field.to_owned(), code });
            }
        };
        let longer =
            |text: Option<&str>, most| text.is_some_and(|text| text.chars().count() > most);
        say("name", "stations.name-missing", self.name_key().is_empty());
        say("name", "stations.too-long", longer(Some(&self.name), NAME_CHARS));
        say("address", "stations.too-long", longer(Some(&self.address), ADDRESS_CHARS));
        say("host_code", "stations.too-long", longer(self.host_code.as_deref(), SHORT_CHARS));
        say("phone", "stations.too-long", longer(self.phone.as_deref(), SHORT_CHARS));
        say("hours", "stations.too-long", longer(self.hours_text.as_deref(), HOURS_CHARS));
        say("division", "stations.division", self.county().is_err());
        say("grade", "stations.grade", self.grade.is_some_and(|grade| !(1..=5).contains(&grade)));
        if wrong.is_empty() { Ok(()) } else { Err(Error::invalid(wrong)) }
    }
}

/// A station as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// The leaf of the tree that it is.
    pub unit: UnitId,
    /// Its number.
    pub number: String,
    /// What is known of it.
    pub details: Details,
    /// Bits of the services that are loaded.
    pub services: u64,
    /// For `If-Match`.
    pub version: i64,
}

/// A station to be registered.
#[derive(Clone, Debug, Default)]
pub struct NewStation {
    /// The number that it has already; a new one unless given.
    pub number: Option<StationNumber>,
    /// What is known of it.
    pub details: Details,
    /// Bits of the services that are loaded.
    pub services: u64,
    /// What it is from its first day on; active unless said otherwise.
    pub status: Option<Status>,
    /// Its first day; the first day there is unless known, so that facts of the past are taken.
    pub opened: Option<Day>,
    /// The row it was imported from.
    pub source: Option<String>,
}

/// A change of stations under way: everything changed under it reaches the caches together.
/// Look at caches before beginning one.
#[derive(Clone, Copy)]
pub struct Change {
    units: unit::Change,
    revision: i64,
    by: Option<i64>,
}

impl Change {
    /// Of the tree.
    pub fn units(self) -> unit::Change {
        self.units
    }

    /// Begins a change by a person or token, or by a command.
    pub fn begin(tx: &mut Tx<'_>, by: Option<i64>) -> Result<Self> {
        let units = unit::change(tx)?;
        Ok(Self { units, revision: tx.bump(directory::TOPIC)?, by })
    }

    /// The version of the directory that will show it.
    pub fn revision(self) -> i64 {
        self.revision
    }

    /// Who changes.
    pub fn by(self) -> Option<i64> {
        self.by
    }
}

/// Registers a station under `parent`: number, leaf of the tree, life, services.
pub fn register(
    tx: &mut Tx<'_>,
    change: Change,
    parent: UnitId,
    new: &NewStation,
) -> Result<Station> {
    new.details.check()?;
    let county = new.details.county()?;
    let number = match &new.number {
        Some(number) => number.clone(),
        None => next_number(tx, county)?,
    };
    let from = new.opened.unwrap_or_else(unit::beginning);
    let leaf = NewUnit {
        code: number.as_str(),
        name: &new.details.name,
        kind: Kind::Station,
        parent: Some(parent),
        from,
    };
    let station = Station {
        unit: unit::add(tx, change.units, &leaf)?,
        number: number.to_string(),
        details: new.details.clone(),
        services: new.services,
        version: 1,
    };
    store::stations::insert(tx, change, &station, county, new.source.as_deref())
        .map_err(host_code_taken)?;
    let status = new.status.unwrap_or(Status::Active);
    let stage = Stage { from, status, reason: None, until: None };
    store::life::insert_stage(tx, change, station.unit, &stage)?;
    let since = new.opened.unwrap_or(tx.today());
    store::life::insert_services(tx, change, station.unit, new.services, since)?;
    let fields = noted::registered(&station, &stage, &*tx.cached::<Catalogue>()?);
    note(tx, Entry::of(noted::REGISTERED, noted::station(&station.number)).after(fields));
    Ok(station)
}

/// The unit that looks after a county-level division on a day, or the nearest one above it that
/// has a unit.
pub fn unit_of(tx: &mut Tx<'_>, county: &str, day: Day) -> Result<UnitId> {
    let mut above = divisions::get(county);
    while let Some(division) = above {
        if let Some(unit) = unit::of_division(tx, division.code, day)? {
            return Ok(unit);
        }
        above = divisions::get(division.parent);
    }
    Err(Error::field("division", "stations.division-without-unit"))
}

/// The next number of a county-level division that is not taken.
fn next_number(tx: &mut Tx<'_>, county: &str) -> Result<StationNumber> {
    loop {
        let serial = store::stations::next_serial(tx, county)?;
        let number = StationNumber::make(county, serial)
            .map_err(|error| Error::field("division", error.code()))?;
        // A number that came with an import may stand ahead of the serials.
        if store::stations::by_number(tx, number.as_str())?.is_none() {
            return Ok(number);
        }
    }
}

/// Gives a station other details. `station.version` must be the stored one. Returns the new one.
pub fn update(tx: &mut Tx<'_>, change: Change, station: &Station) -> Result<i64> {
    station.details.check()?;
    let county = station.details.county()?;
    let before = store::stations::by_unit(tx, station.unit)?;
    let touched = store::stations::update(tx, change, station, county).map_err(host_code_taken)?;
    if touched == 0 {
        return Err(Error::status(412, "stations.version-stale"));
    }
    unit::rename(tx, change.units, station.unit, &station.details.name)?;
    noted::changed(tx, before.as_ref(), station);
    Ok(station.version + 1)
}

/// Gives a station a new version when something beside its details changed. Returns it.
pub fn touch(tx: &mut Tx<'_>, change: Change, station: &Station) -> Result<i64> {
    match store::stations::touch(tx, change, station.unit, station.version)? {
        0 => Err(Error::status(412, "stations.version-stale")),
        _ => Ok(station.version + 1),
    }
}

/// Says which services are loaded; those of before are planned no more, or taken away.
pub fn set_services(tx: &mut Tx<'_>, change: Change, unit: UnitId, services: u64) -> Result<()> {
    let today = tx.today();
    if let Some(before) = store::stations::by_unit(tx, unit)? {
        noted::services_set(tx, &before, services)?;
    }
    store::life::delete_services_except(tx, unit, services)?;
    store::life::load_services(tx, change, unit, services, today)?;
    store::life::insert_services(tx, change, unit, services, today)?;
    Ok(store::stations::touch_services(tx, change, unit, services)?)
}

fn host_code_taken(error: db::Error) -> Error {
    match error {
        db::Error::NotUnique(name) if name.contains("host_code") => {
            Error::field("host_code", "stations.host-code-taken")
        }
        other => other.into(),
    }
}
