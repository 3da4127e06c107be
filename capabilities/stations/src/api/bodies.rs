//! What callers send about a station, and what it means.

use db::Day;
use geo::Datum;
use kernel::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::item::LocationBody;
use crate::{
    catalogue::Catalogue,
    features::{Feature, Features},
    hours::{DaySpan, WeeklyHours},
    import::host_type::HostType,
    plate::NewPlate,
    station::{Details, Place, Station},
};

/// A station as it is sent: the whole to register one, the fields that change to change one.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = stations::NewStation)]
pub struct Body {
    /// What people call it.
    pub name: String,
    /// Code of the county-level division or town.
    pub division: String,
    /// Its address.
    #[serde(default)]
    pub address: Option<String>,
    /// Where it is.
    #[serde(default)]
    pub location: Option<LocationBody>,
    /// Phone of the shop.
    #[serde(default)]
    pub phone: Option<String>,
    /// The declared week.
    #[serde(default)]
    #[schema(value_type = Option<Vec<super::item::DaySpanBody>>)]
    pub hours: Option<Vec<DaySpan>>,
    /// The words with which the week was declared.
    #[serde(default)]
    pub hours_text: Option<String>,
    /// Codes of the services that are loaded.
    #[serde(default)]
    pub services: Option<Vec<String>>,
    /// Words of its features.
    #[serde(default)]
    pub features: Option<Vec<String>>,
    /// The owner's code of the shop; unique.
    #[serde(default)]
    pub host_code: Option<String>,
    /// `self_run`, `exclusive`, `agent`, `community` or `mobile`.
    #[serde(default)]
    pub host_type: Option<String>,
    /// Stars, 1 to 5.
    #[serde(default)]
    pub grade: Option<i64>,
    /// The plates that hang at its door; others are taken down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plates: Option<Vec<PlateInput>>,
    /// `planned`, `submitted`, `trial` or `active` (default) for a new one; the next step of its
    /// life for a known one.
    #[serde(default)]
    pub status: Option<String>,
    /// First day of a new one, when it is known; records are taken from it on.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub opened: Option<Day>,
}

/// A plate as it is sent.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = stations::NewPlate)]
pub struct PlateInput {
    /// What it says.
    name: String,
    /// Who gave it.
    issuer: String,
    /// Its number, when it has one.
    #[serde(default)]
    number: Option<String>,
    /// The day it was given.
    #[schema(value_type = String, format = Date)]
    since: Day,
}

/// What a body says once it is understood.
pub struct Meant {
    /// What is known of the station.
    pub details: Details,
    /// Bits of the services that are loaded.
    pub services: u64,
}

impl Body {
    /// Reads a body; 422 with the field that is missing or of a wrong type.
    pub fn read(fields: Map<String, Value>) -> Result<Self> {
        serde_path_to_error::deserialize(Value::Object(fields)).map_err(|error| {
            let path = error.path().to_string();
            let text = error.into_inner().to_string();
            let missing = text.strip_prefix("missing field `");
            match missing.and_then(|rest| rest.split('`').next()) {
                Some(name) => Error::field(name, "request.missing"),
                None => Error::field(path, "request.wrong-type"),
            }
        })
    }

    /// The body that would have made this station, to be patched.
    pub fn of(station: &Station, catalogue: &Catalogue) -> Self {
        let details = &station.details;
        let services = catalogue.services_of(station.services);
        Self {
            name: details.name.clone(),
            division: details.division.clone(),
            address: Some(details.address.clone()).filter(|text| !text.is_empty()),
            location: details.place.map(|place| LocationBody {
                lng: place.lng,
                lat: place.lat,
                datum: place.datum.as_str().to_owned(),
            }),
            phone: details.phone.clone(),
            hours: details.hours.as_ref().map(WeeklyHours::to_entries),
            hours_text: details.hours_text.clone(),
            services: Some(services.map(|service| service.code.to_string()).collect()),
            features: Some(details.features.iter().map(|f| f.as_str().to_owned()).collect()),
            host_code: details.host_code.clone(),
            host_type: details.host_type.map(|kind| kind.as_str().to_owned()),
            grade: details.grade.map(i64::from),
            plates: None,
            status: None,
            opened: None,
        }
    }

    /// The same body with the fields of a merge patch (RFC 7396) in it.
    pub fn patched(&self, patch: &Map<String, Value>) -> Result<Self> {
        let mut whole = serde_json::to_value(self)
            .map_err(|error| Error::Internal(format!("a station as JSON: {error}")))?;
        merge(&mut whole, &Value::Object(patch.clone()));
        match whole {
            Value::Object(fields) => Self::read(fields),
            _ => Err(Error::malformed("request.malformed")),
        }
    }

    /// The plates that it names; none when it says nothing of them.
    pub fn plates(&self) -> Option<Vec<NewPlate>> {
        let plate = |plate: &PlateInput| NewPlate {
            name: plate.name.trim().to_owned(),
            issuer: plate.issuer.trim().to_owned(),
            number: text(plate.number.as_deref()),
            since: plate.since,
        };
        self.plates.as_ref().map(|plates| plates.iter().map(plate).collect())
    }

    /// What it says; 422 with the fields that cannot be.
    pub fn meant(&self, catalogue: &Catalogue) -> Result<Meant> {
        let hours = self.hours.as_deref().map(WeeklyHours::from_entries).transpose();
        let hours = hours.map_err(|_| Error::field("hours", "stations.hours"))?;
        let host_type = match self.host_type.as_deref() {
            None => None,
            Some(word) => Some(
                HostType::ALL
                    .into_iter()
                    .find(|kind| kind.as_str() == word)
                    .ok_or_else(|| Error::field("host_type", "stations.host-type"))?,
            ),
        };
        let grade = match self.grade {
            None => None,
            Some(grade) => {
                Some(u8::try_from(grade).map_err(|_| Error::field("grade", "stations.grade"))?)
            }
        };
        let details = Details {
            host_code: text(self.host_code.as_deref()),
            host_type,
            name: self.name.trim().to_owned(),
            address: text(self.address.as_deref()).unwrap_or_default(),
            division: self.division.trim().to_owned(),
            place: self.place()?,
            phone: text(self.phone.as_deref()),
            hours: hours.filter(|hours| !hours.is_empty()),
            hours_text: text(self.hours_text.as_deref()),
            features: self.features()?,
            grade,
        };
        details.check()?;
        Ok(Meant { details, services: self.services(catalogue)? })
    }

    fn place(&self) -> Result<Option<Place>> {
        let Some(location) = &self.location else { return Ok(None) };
        let datum: Datum =
            location.datum.parse().map_err(|_| Error::field("location", "stations.datum"))?;
        let place = Place::new(location.lng, location.lat, datum);
        place.map(Some).ok_or_else(|| Error::field("location", "stations.location"))
    }

    fn services(&self, catalogue: &Catalogue) -> Result<u64> {
        self.services.iter().flatten().try_fold(0, |services, code| {
            let service = catalogue.service(code);
            let service = service.ok_or_else(|| Error::field("services", "stations.service"))?;
            Ok(services | service.mask())
        })
    }

    fn features(&self) -> Result<Features> {
        let feature = |word: &String| {
            Feature::parse(word).ok_or_else(|| Error::field("features", "stations.feature"))
        };
        let features = self.features.iter().flatten().map(feature);
        Ok(Features::of(features.collect::<Result<Vec<_>>>()?))
    }
}

fn text(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// JSON Merge Patch (RFC 7396).
pub fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(fields) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(known) = target else { return };
    for (name, value) in fields {
        if value.is_null() {
            known.remove(name);
        } else {
            merge(known.entry(name.clone()).or_insert(Value::Null), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn merging_is_that_of_the_standard() {
        // The cases of RFC 7396, appendix A, that differ in kind.
        for (mut target, patch, result) in [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
            (json!({"a": "b", "b": "c"}), json!({"a": null}), json!({"b": "c"})),
            (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
            (
                json!({"a": {"b": "c"}}),
                json!({"a": {"b": "d", "c": null}}),
                json!({"a": {"b": "d"}}),
            ),
            (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
            (json!({"e": null}), json!({"a": 1}), json!({"e": null, "a": 1})),
            (json!([1, 2]), json!({"a": "b", "c": null}), json!({"a": "b"})),
            (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
        ] {
            merge(&mut target, &patch);
            assert_eq!(target, result);
        }
    }
}
