//! SQL of what the directory follows: rows that changed after a revision.

use db::{Day, FromRow, Result, Tx, args, row};
use org::UnitId;

use crate::{
    directory::Plate,
    features::Features,
    life::{Stage, Status},
};

pub struct StationRow {
    pub unit: UnitId,
    pub number: Box<str>,
    pub host_code: Option<Box<str>>,
    pub host_type: Option<String>,
    pub name: Box<str>,
    pub address: Box<str>,
    pub division: Box<str>,
    pub lng: Option<f64>,
    pub lat: Option<f64>,
    pub phone: Option<Box<str>>,
    pub hours: Option<String>,
    pub features: Features,
    pub services: i64,
    pub grade: Option<i64>,
    pub version: i64,
    pub revision: i64,
}
row!(StationRow {
    unit,
    number,
    host_code,
    host_type,
    name,
    address,
    division,
    lng,
    lat,
    phone,
    hours,
    features,
    services,
    grade,
    version,
    revision
});

pub fn stations_after(
    tx: &mut Tx<'_>,
    revision: i64,
    mut each: impl FnMut(StationRow) -> Result<()>,
) -> Result<()> {
    tx.each(
        "SELECT unit, number, host_code, host_type, name, address, division, lng, lat, phone,
                hours, features, services, grade, version, revision
         FROM station
         WHERE revision > $1",
        args![revision],
        |row| each(StationRow::from_row(row)?),
    )
}

/// In the order in which they were said.
pub fn states_after(
    tx: &mut Tx<'_>,
    revision: i64,
    mut each: impl FnMut(UnitId, i64, Stage) -> Result<()>,
) -> Result<()> {
    tx.each(
        "SELECT station, revision, from_day, state, reason, until_day
         FROM station_state
         WHERE revision > $1
         ORDER BY revision, id",
        args![revision],
        |row| {
            let (from, status): (Day, Status) = (row.get(2)?, row.get(3)?);
            let stage = Stage { from, status, reason: row.get(4)?, until: row.get(5)? };
            each(row.get(0)?, row.get(1)?, stage)
        },
    )
}

pub fn plates_after(
    tx: &mut Tx<'_>,
    revision: i64,
    mut each: impl FnMut(UnitId, i64, Plate) -> Result<()>,
) -> Result<()> {
    tx.each(
        "SELECT station, revision, id, name, issuer, number, from_day, to_day
         FROM plate
         WHERE revision > $1
         ORDER BY id",
        args![revision],
        |row| {
            let plate = Plate {
                id: row.get(2)?,
                name: row.get(3)?,
                issuer: row.get(4)?,
                number: row.get(5)?,
                from: row.get(6)?,
                to: row.get(7)?,
            };
            each(row.get(0)?, row.get(1)?, plate)
        },
    )
}
