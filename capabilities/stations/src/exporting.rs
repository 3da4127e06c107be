//! Stations as rows of a table that may be imported again: the same headings as
//! [`crate::import::headings`], and what they are today beside them. Writes no file itself.

use db::Tx;
use documents::table::{Format, Value};
use kernel::{Error, Result};
use org::{Tree, UnitId};

use crate::{
    catalogue::Catalogue,
    directory::Directory,
    features::Feature,
    hours::Language,
    import::host_type::HostType,
    station::{Place, Station},
    store,
};

/// The headings of the table.
pub const HEADINGS: [&str; 15] = [
    "code",
    "host_code",
    "name",
    "division",
    "address",
    "lng",
    "lat",
    "datum",
    "phone",
    "hours",
    "services",
    "host_type",
    "features",
    "grade",
    "status",
];

/// The column in which each row of a demonstration says what it is.
pub const NOTICE: &str = "notice";

/// The format of this name; 422 about `format` for any other.
pub fn format(name: &str) -> Result<Format> {
    Format::parse(name).ok_or_else(|| Error::field("format", "request.unknown-value"))
}

/// The headings of a table, with the column of a demonstration's notice.
pub fn noticed(mut headings: Vec<String>, is_demo: bool) -> Vec<String> {
    headings.extend(is_demo.then(|| NOTICE.to_owned()));
    headings
}

/// Stations that are looked at in one step.
const STEP: u32 = 1_000;

/// A part of the table.
pub struct Rows {
    /// Its rows, in the order of numbers.
    pub rows: Vec<Vec<Value>>,
    /// Where the next part begins; none after the last.
    pub next: Option<String>,
}

/// The stations after a number (all of them after the empty one), those below a unit alone when it
/// is given. A part may be empty though others follow.
pub fn rows_after(tx: &mut Tx<'_>, unit: Option<UnitId>, number: &str) -> Result<Rows> {
    let (tree, today) = (tx.cached::<Tree>()?, tx.today());
    let directory = tx.cached::<Directory>()?;
    let catalogue = tx.cached::<Catalogue>()?;
    let stations = store::stations::after(tx, number, STEP)?;
    let full = stations.len() == usize::try_from(STEP).unwrap_or(usize::MAX);
    let next = stations.last().filter(|_| full).map(|station| station.number.clone());
    let within =
        |station: &&Station| unit.is_none_or(|unit| tree.is_within(station.unit, unit, today));
    let row = |station: &Station| {
        let entry = directory.by_number(&station.number);
        let status = entry.map(|entry| entry.status(today).as_str());
        row(station, &catalogue, status)
    };
    Ok(Rows { rows: stations.iter().filter(within).map(row).collect(), next })
}

fn row(station: &Station, catalogue: &Catalogue, status: Option<&'static str>) -> Vec<Value> {
    let details = &station.details;
    let said = details.hours_text.clone();
    let hours = said.or_else(|| details.hours.as_ref().map(|week| week.text(Language::Chinese)));
    let services: Vec<&str> =
        catalogue.services_of(station.services).map(|service| &*service.code).collect();
    let features: Vec<&str> = details.features.iter().map(Feature::as_str).collect();
    let place = details.place;
    vec![
        text(&station.number),
        details.host_code.clone().into(),
        text(&details.name),
        text(&details.division),
        text(&details.address),
        place.map(|place: Place| place.lng).into(),
        place.map(|place| place.lat).into(),
        place.map(|place| place.datum.as_str()).into(),
        details.phone.clone().into(),
        hours.into(),
        text(&services.join("、")),
        details.host_type.map(HostType::as_str).into(),
        text(&features.join("、")),
        details.grade.map(i64::from).into(),
        status.into(),
    ]
}

/// A text, or nothing.
fn text(text: &str) -> Value {
    Some(text).filter(|text| !text.is_empty()).into()
}
