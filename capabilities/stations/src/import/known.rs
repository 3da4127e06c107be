//! The stations that rows of a list may be: those of the store, and in a dry run those that the
//! rows before would have made or changed.

use std::collections::HashMap;

use db::Tx;
use kernel::Result;
use org::UnitId;

use crate::{
    station::{NewStation, Station},
    store,
};

type Keys = (String, String, String);

/// Known stations.
pub struct Known {
    would: Option<Would>,
}

/// What would have been written.
#[derive(Default)]
struct Would {
    stations: HashMap<UnitId, Station>,
    by_number: HashMap<String, UnitId>,
    by_host_code: HashMap<String, UnitId>,
    by_identity: HashMap<Keys, UnitId>,
}

impl Known {
    /// Those of the store alone: rows are written before they are asked for again.
    pub fn stored() -> Self {
        Self { would: None }
    }

    /// For a dry run.
    pub fn dry() -> Self {
        Self { would: Some(Would::default()) }
    }

    /// Whether nothing is written.
    pub fn is_dry(&self) -> bool {
        self.would.is_some()
    }

    /// The station with this number.
    pub fn by_number(&self, tx: &mut Tx<'_>, number: &str) -> Result<Option<Station>> {
        let would = self.would.as_ref().and_then(|would| would.by_number.get(number));
        let stored = match would {
            Some(_) => None,
            None => store::stations::by_number(tx, number)?,
        };
        Ok(self.newest(would, stored))
    }

    /// The station with this shop code.
    pub fn by_host_code(&self, tx: &mut Tx<'_>, code: &str) -> Result<Option<Station>> {
        let would = self.would.as_ref().and_then(|would| would.by_host_code.get(code));
        let stored = match would {
            Some(_) => None,
            None => store::stations::by_host_code(tx, code)?,
        };
        let found = self.newest(would, stored);
        Ok(found.filter(|station| station.details.host_code.as_deref() == Some(code)))
    }

    /// The station with this division, name and address.
    pub fn by_identity(
        &self,
        tx: &mut Tx<'_>,
        county: &str,
        name: &str,
        address: &str,
    ) -> Result<Option<Station>> {
        let keys = || (county.to_owned(), name.to_owned(), address.to_owned());
        let would = self.would.as_ref().and_then(|would| would.by_identity.get(&keys()));
        let stored = match would {
            Some(_) => None,
            None => store::stations::by_identity(tx, county, name, address)?,
        };
        let found = self.newest(would, stored);
        Ok(found.filter(|station| {
            station.details.name_key() == name && station.details.address_key() == address
        }))
    }

    /// The station as the rows before would have left it.
    fn newest(&self, would: Option<&UnitId>, stored: Option<Station>) -> Option<Station> {
        let Some(all) = &self.would else { return stored };
        match (would, stored) {
            (Some(unit), _) => all.stations.get(unit).cloned(),
            (None, Some(stored)) => all.stations.get(&stored.unit).cloned().or(Some(stored)),
            (None, None) => None,
        }
    }

    /// Notes a station that would have been made. Returns its number; empty when a new one would
    /// have been given.
    pub fn would_create(&mut self, new: NewStation) -> String {
        let Some(would) = &mut self.would else { return String::new() };
        let number = new.number.map(|number| number.to_string()).unwrap_or_default();
        // Ids of stations are positive.
        let unit = UnitId(-1 - i64::try_from(would.stations.len()).unwrap_or(i64::MAX - 1));
        let station = Station {
            unit,
            number: number.clone(),
            details: new.details,
            services: new.services,
            version: 1,
        };
        would.note(station);
        number
    }

    /// Notes a station that would have been changed.
    pub fn would_change(&mut self, station: Station) {
        if let Some(would) = &mut self.would {
            would.note(station);
        }
    }
}

impl Would {
    fn note(&mut self, station: Station) {
        let (unit, details) = (station.unit, &station.details);
        if !station.number.is_empty() {
            self.by_number.insert(station.number.clone(), unit);
        }
        if let Some(code) = &details.host_code {
            self.by_host_code.insert(code.clone(), unit);
        }
        if let Ok(county) = details.county() {
            let keys = (county.to_owned(), details.name_key(), details.address_key());
            self.by_identity.entry(keys).or_insert(unit);
        }
        self.stations.insert(unit, station);
    }
}
