//! What a station was before a list changed it, kept so that the list can be taken back. Features,
//! life and plates are not in it: no list changes them.

use db::Tx;
use geo::Datum;
use kernel::Result;
use serde::{Deserialize, Serialize};

use crate::{
    import::host_type::HostType,
    station::{Details, Place, Station},
    store,
};

/// A station as it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Earlier {
    host_code: Option<String>,
    host_type: Option<HostType>,
    name: String,
    address: String,
    division: String,
    /// Degrees east and north as given, and their datum.
    place: Option<(f64, f64, String)>,
    phone: Option<String>,
    hours: Option<String>,
    hours_text: Option<String>,
    grade: Option<u8>,
    services: u64,
    source: Option<String>,
}

impl Earlier {
    /// What a station is now.
    pub fn of(tx: &mut Tx<'_>, station: &Station) -> Result<Self> {
        let details = station.details.clone();
        let place = details.place;
        Ok(Self {
            host_code: details.host_code,
            host_type: details.host_type,
            name: details.name,
            address: details.address,
            division: details.division,
            place: place.map(|at| (at.lng, at.lat, at.datum.as_str().to_owned())),
            phone: details.phone,
            hours: details.hours.map(|week| week.to_string()),
            hours_text: details.hours_text,
            grade: details.grade,
            services: station.services,
            source: store::stations::source(tx, station.unit)?,
        })
    }

    /// The station with what it was; its version is that of now.
    pub fn restored(self, station: &Station) -> (Station, Option<String>) {
        let place = self.place.and_then(|(lng, lat, datum)| {
            let datum: Datum = datum.parse().ok()?;
            Place::new(lng, lat, datum)
        });
        let details = Details {
            host_code: self.host_code,
            host_type: self.host_type,
            name: self.name,
            address: self.address,
            division: self.division,
            place,
            phone: self.phone,
            hours: self.hours.and_then(|week| week.parse().ok()),
            hours_text: self.hours_text,
            grade: self.grade,
            features: station.details.features,
        };
        let restored = Station { details, services: self.services, ..station.clone() };
        (restored, self.source)
    }
}
