//! SQL of the registry.

use db::{FromRow, Result, Row, Tx, args};
use geo::{Datum, Position};
use org::UnitId;

use crate::{
    import::host_type::HostType,
    station::{Change, Details, Place, Station},
};

impl FromRow for Station {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let host_type: Option<String> = row.get(3)?;
        let grade: Option<i64> = row.get(16)?;
        let hours: Option<String> = row.get(13)?;
        let details = Details {
            host_code: row.get(2)?,
            host_type: host_type.as_deref().and_then(HostType::parse),
            name: row.get(4)?,
            address: row.get(5)?,
            division: row.get(6)?,
            place: place(row)?,
            phone: row.get(12)?,
            hours: hours.and_then(|text| text.parse().ok()),
            hours_text: row.get(14)?,
            features: row.get(15)?,
            grade: grade.and_then(|grade| u8::try_from(grade).ok()),
        };
        Ok(Self {
            unit: row.get(0)?,
            number: row.get(1)?,
            details,
            services: row.get::<i64>(17)?.cast_unsigned(),
            version: row.get(18)?,
        })
    }
}

fn place(row: &Row<'_>) -> Result<Option<Place>> {
    let given: (Option<f64>, Option<f64>) = (row.get(7)?, row.get(8)?);
    let datum: Option<String> = row.get(9)?;
    let datum: Option<Datum> = datum.and_then(|text| text.parse().ok());
    let (lng, lat): (Option<f64>, Option<f64>) = (row.get(10)?, row.get(11)?);
    let place = || {
        let position = Position::new(lng?, lat?).ok()?;
        Some(Place { lng: given.0?, lat: given.1?, datum: datum?, position })
    };
    Ok(place())
}

pub fn insert(
    tx: &mut Tx<'_>,
    change: Change,
    station: &Station,
    county: &str,
    source: Option<&str>,
) -> Result<()> {
    let details = &station.details;
    let place = details.place;
    let now = tx.now();
    tx.run(
        "INSERT INTO station (unit, number, host_code, host_type, name, address, division, county,
                              name_key, address_key, lng, lat, given_lng, given_lat, given_datum,
                              phone, hours, hours_text, features, services, grade, source,
                              created_at, created_by, changed_at, changed_by, version, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                 $19, $20, $21, $22, $23, $24, $23, $24, $25, $26)",
        args![
            station.unit,
            station.number,
            details.host_code,
            details.host_type.map(HostType::as_str),
            details.name,
            details.address,
            details.division,
            county,
            details.name_key(),
            details.address_key(),
            place.map(|place| place.position.lng()),
            place.map(|place| place.position.lat()),
            place.map(|place| place.lng),
            place.map(|place| place.lat),
            place.map(|place| place.datum.as_str()),
            details.phone,
            details.hours.as_ref().map(ToString::to_string),
            details.hours_text,
            details.features,
            station.services.cast_signed(),
            details.grade.map(i64::from),
            source,
            now,
            change.by(),
            station.version,
            change.revision()
        ],
    )?;
    Ok(())
}

/// Touches nothing when the version is not the stored one.
pub fn update(tx: &mut Tx<'_>, change: Change, station: &Station, county: &str) -> Result<u64> {
    let details = &station.details;
    let place = details.place;
    let now = tx.now();
    tx.run(
        "UPDATE station
         SET host_code = $3, host_type = $4, name = $5, address = $6, division = $7, county = $8,
             name_key = $9, address_key = $10, lng = $11, lat = $12, given_lng = $13,
             given_lat = $14, given_datum = $15, phone = $16, hours = $17, hours_text = $18,
             features = $19, grade = $20, changed_at = $21, changed_by = $22,
             version = version + 1, revision = $23
         WHERE unit = $1 AND version = $2",
        args![
            station.unit,
            station.version,
            details.host_code,
            details.host_type.map(HostType::as_str),
            details.name,
            details.address,
            details.division,
            county,
            details.name_key(),
            details.address_key(),
            place.map(|place| place.position.lng()),
            place.map(|place| place.position.lat()),
            place.map(|place| place.lng),
            place.map(|place| place.lat),
            place.map(|place| place.datum.as_str()),
            details.phone,
            details.hours.as_ref().map(ToString::to_string),
            details.hours_text,
            details.features,
            details.grade.map(i64::from),
            now,
            change.by(),
            change.revision()
        ],
    )
}

/// A new version without other details; touches nothing when the version is not the stored one.
pub fn touch(tx: &mut Tx<'_>, change: Change, unit: UnitId, version: i64) -> Result<u64> {
    let now = tx.now();
    tx.run(
        "UPDATE station
         SET changed_at = $3, changed_by = $4, version = version + 1, revision = $5
         WHERE unit = $1 AND version = $2",
        args![unit, version, now, change.by(), change.revision()],
    )
}

pub fn touch_services(tx: &mut Tx<'_>, change: Change, unit: UnitId, services: u64) -> Result<()> {
    tx.run(
        "UPDATE station
         SET services = $2, revision = $3
         WHERE unit = $1",
        args![unit, services.cast_signed(), change.revision()],
    )?;
    Ok(())
}

pub fn by_unit(tx: &mut Tx<'_>, unit: UnitId) -> Result<Option<Station>> {
    tx.maybe(
        "SELECT unit, number, host_code, host_type, name, address, division, given_lng, given_lat,
                given_datum, lng, lat, phone, hours, hours_text, features, grade, services, version
         FROM station
         WHERE unit = $1",
        args![unit],
    )
}

pub fn by_number(tx: &mut Tx<'_>, number: &str) -> Result<Option<Station>> {
    tx.maybe(
        "SELECT unit, number, host_code, host_type, name, address, division, given_lng, given_lat,
                given_datum, lng, lat, phone, hours, hours_text, features, grade, services, version
         FROM station
         WHERE number = $1",
        args![number],
    )
}

/// In the order of numbers.
pub fn after(tx: &mut Tx<'_>, number: &str, limit: u32) -> Result<Vec<Station>> {
    tx.all(
        "SELECT unit, number, host_code, host_type, name, address, division, given_lng, given_lat,
                given_datum, lng, lat, phone, hours, hours_text, features, grade, services, version
         FROM station
         WHERE number > $1
         ORDER BY number
         LIMIT $2",
        args![number, limit],
    )
}

pub fn by_host_code(tx: &mut Tx<'_>, host_code: &str) -> Result<Option<Station>> {
    tx.maybe(
        "SELECT unit, number, host_code, host_type, name, address, division, given_lng, given_lat,
                given_datum, lng, lat, phone, hours, hours_text, features, grade, services, version
         FROM station
         WHERE host_code = $1",
        args![host_code],
    )
}

/// Several only where people registered them one by one.
pub fn by_identity(
    tx: &mut Tx<'_>,
    county: &str,
    name_key: &str,
    address_key: &str,
) -> Result<Option<Station>> {
    tx.maybe(
        "SELECT unit, number, host_code, host_type, name, address, division, given_lng, given_lat,
                given_datum, lng, lat, phone, hours, hours_text, features, grade, services, version
         FROM station
         WHERE county = $1 AND name_key = $2 AND address_key = $3
         ORDER BY unit",
        args![county, name_key, address_key],
    )
}

/// The next serial of a county-level division, from 1.
pub fn next_serial(tx: &mut Tx<'_>, county: &str) -> Result<u32> {
    let (last,): (u32,) = tx.one(
        "INSERT INTO station_serial (county, last)
         VALUES ($1, 1)
         ON CONFLICT (county) DO UPDATE SET last = station_serial.last + 1
         RETURNING last",
        args![county],
    )?;
    Ok(last)
}

pub fn set_source(tx: &mut Tx<'_>, unit: UnitId, source: Option<&str>) -> Result<()> {
    tx.run(
        "UPDATE station
         SET source = $2
         WHERE unit = $1",
        args![unit, source],
    )?;
    Ok(())
}

/// The row of a list that a station was imported from or changed by last, as it stood there.
pub fn source(tx: &mut Tx<'_>, unit: UnitId) -> Result<Option<String>> {
    let found: Option<(Option<String>,)> = tx.maybe(
        "SELECT source
         FROM station
         WHERE unit = $1",
        args![unit],
    )?;
    Ok(found.and_then(|(source,)| source))
}

/// Takes from a station by what lists know it: its shop code, and its name and address as keys.
pub fn forget_identity(tx: &mut Tx<'_>, change: Change, unit: UnitId) -> Result<()> {
    let now = tx.now();
    tx.run(
        "UPDATE station
         SET host_code = NULL, name_key = '', address_key = '', changed_at = $2, changed_by = $3,
             version = version + 1, revision = $4
         WHERE unit = $1",
        args![unit, now, change.by(), change.revision()],
    )?;
    Ok(())
}
