//! The form of a station: what was typed, and what it means. Doubtful hours and divisions come
//! back with their readings to choose from; nothing is guessed.

use db::Day;
use geo::{Datum, Division, Hints, Resolution, divisions, resolve};
use i18n::Lang;
use kernel::{Error, FieldError, Result};
use serde::Deserialize;

use crate::{
    catalogue::Catalogue,
    features::{Feature, Features},
    hours::{self, Language, Reading, WeeklyHours},
    import::{host_type::HostType, phone::phones},
    station::{Details, Place, Station},
};

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StationForm {
    /// What people call it.
    pub name: String,
    /// Code or name of the county-level division or town.
    pub division: String,
    /// The reading that was chosen of a doubtful division.
    pub division_reading: String,
    /// Address.
    pub address: String,
    /// Degrees east.
    pub lng: String,
    /// Degrees north.
    pub lat: String,
    /// The datum of both.
    pub datum: String,
    /// Phone of the shop.
    pub phone: String,
    /// Opening hours in words.
    pub hours: String,
    /// The reading that was chosen of doubtful hours.
    pub hours_reading: String,
    /// Codes of services, a comma between them.
    pub services: String,
    /// Words of features, a comma between them.
    pub features: String,
    /// The owner's code of the shop.
    pub host_code: String,
    /// Kind of host.
    pub host_type: String,
    /// Stars.
    pub grade: String,
    /// First day of a new one.
    pub opened: String,
    /// The version that is changed.
    pub version: String,
}

/// One of several ways to read what was typed.
#[derive(Clone, Debug)]
pub struct ReadingChoice {
    /// The value of the choice.
    pub value: String,
    /// The same in words.
    pub label: String,
    /// The source's own words for when it holds.
    pub note: String,
}

/// What the form says once it is understood.
pub struct Meant {
    /// What is known of the station.
    pub details: Details,
    /// Bits of the services that are loaded.
    pub services: u64,
    /// First day of a new one.
    pub opened: Option<Day>,
}

/// Why the form is shown again.
#[derive(Debug, Default)]
pub struct Wrong {
    /// By field.
    pub fields: Vec<FieldError>,
    /// Ways to read the hours.
    pub hours: Vec<ReadingChoice>,
    /// Ways to read the division.
    pub divisions: Vec<ReadingChoice>,
}

impl Wrong {
    fn say(&mut self, field: &str, code: &'static str) {
        self.fields.push(FieldError { field: field.to_owned(), code });
    }
}

impl StationForm {
    /// The form of a known station.
    pub fn of(station: &Station, catalogue: &Catalogue, language: Language) -> Self {
        let details = &station.details;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let place = details.place;
        let number = |degrees: f64| degrees.to_string();
        let services = catalogue.services_of(station.services);
        let services: Vec<&str> = services.map(|service| &*service.code).collect();
        let features: Vec<&str> = details.features.iter().map(Feature::as_str).collect();
        Self {
            name: details.name.clone(),
            division: details.division.clone(),
            address: details.address.clone(),
            lng: place.map(|place| number(place.lng)).unwrap_or_default(),
            lat: place.map(|place| number(place.lat)).unwrap_or_default(),
            datum: place.map_or(Datum::Wgs84, |place| place.datum).to_string(),
            phone: text(&details.phone),
            hours: declared(details, language),
            services: services.join(","),
            features: features.join(","),
            host_code: text(&details.host_code),
            host_type: details.host_type.map_or("", HostType::as_str).to_owned(),
            grade: details.grade.map(|grade| grade.to_string()).unwrap_or_default(),
            version: station.version.to_string(),
            ..Self::default()
        }
    }

    /// What was typed. `known` is the station that is changed, `within` the division of the unit
    /// under which a new one is registered; readings are written in `language`.
    pub fn meant(
        &self,
        catalogue: &Catalogue,
        known: Option<&Station>,
        within: Option<&str>,
        language: Language,
    ) -> std::result::Result<Meant, Wrong> {
        let mut wrong = Wrong::default();
        let (hours, hours_text) = self.hours(known, language, &mut wrong);
        let division = self.division(within, &mut wrong);
        let details = Details {
            host_code: given(&self.host_code),
            host_type: HostType::ALL.into_iter().find(|kind| kind.as_str() == self.host_type),
            name: self.name.trim().to_owned(),
            address: self.address.trim().to_owned(),
            division: division.map(|division| division.code.to_owned()).unwrap_or_default(),
            place: self.place(&mut wrong),
            phone: self.phone(known, &mut wrong),
            hours,
            hours_text,
            features: Features::of(self.features.split(',').filter_map(Feature::parse)),
            grade: self.grade.parse().ok(),
        };
        let services = self.services.split(',').filter_map(|code| catalogue.service(code));
        let services = services.fold(0, |all, service| all | service.mask());
        let opened = self.opened(&mut wrong);
        if let Err(Error::Refused { fields, .. }) = details.check() {
            let known = |field: &FieldError| wrong.fields.iter().any(|w| w.field == field.field);
            let more: Vec<FieldError> = fields.into_iter().filter(|field| !known(field)).collect();
            wrong.fields.extend(more);
        }
        if wrong.fields.is_empty() { Ok(Meant { details, services, opened }) } else { Err(wrong) }
    }

    fn opened(&self, wrong: &mut Wrong) -> Option<Day> {
        let text = given(&self.opened)?;
        let day = text.parse().ok();
        if day.is_none() {
            wrong.say("opened", "stations.day");
        }
        day
    }

    fn place(&self, wrong: &mut Wrong) -> Option<Place> {
        let (lng, lat) = (self.lng.trim(), self.lat.trim());
        if lng.is_empty() && lat.is_empty() {
            return None;
        }
        let datum = self.datum.parse().unwrap_or_default();
        let place = lng.parse().ok().zip(lat.parse().ok());
        let place = place.and_then(|(lng, lat)| Place::new(lng, lat, datum));
        if place.is_none() {
            wrong.say("lng", "stations.location");
        }
        place
    }

    /// Numbers are written as people dial them; what was not touched stays as it is.
    fn phone(&self, known: Option<&Station>, wrong: &mut Wrong) -> Option<String> {
        let text = given(&self.phone)?;
        let before = known.and_then(|station| station.details.phone.as_deref());
        if before == Some(&text) {
            return Some(text);
        }
        let found = phones(&text);
        if found.numbers.is_empty() {
            wrong.say("phone", "import.phone");
        }
        Some(found.numbers.join(" / "))
    }

    fn hours(
        &self,
        known: Option<&Station>,
        language: Language,
        wrong: &mut Wrong,
    ) -> (Option<WeeklyHours>, Option<String>) {
        let Some(text) = given(&self.hours) else { return (None, None) };
        if let Some(details) = known.map(|station| &station.details) {
            let shown = [Language::Chinese, Language::English].map(|l| declared(details, l));
            if shown.contains(&text) {
                return (details.hours.clone(), details.hours_text.clone());
            }
        }
        match hours::parse(&text) {
            Reading::Certain(hours) => return (Some(hours), Some(text)),
            Reading::Doubtful { readings, doubts } => {
                let chosen = readings.iter().find(|r| r.hours.to_string() == self.hours_reading);
                if let Some(chosen) = chosen {
                    return (Some(chosen.hours.clone()), Some(text));
                }
                wrong.say("hours", doubts.first().copied().unwrap_or("hours.words"));
                wrong.hours =
                    readings.iter().map(|reading| hours_choice(reading, language)).collect();
            }
            Reading::Unknown(code) => wrong.say("hours", code),
        }
        (None, Some(text))
    }

    fn division(&self, within: Option<&str>, wrong: &mut Wrong) -> Option<&'static Division> {
        let text = self.division.trim();
        let of_code = |code: &str| {
            divisions::get(code).filter(|found| divisions::county_level(found.code).is_some())
        };
        if let Some(division) = of_code(&self.division_reading).or_else(|| of_code(text)) {
            return Some(division);
        }
        let hints = Hints { names: &[text], within, ..Hints::default() };
        match resolve(&hints) {
            Resolution::Certain(division) => return of_code(division.code),
            Resolution::Doubtful { readings, doubts, .. } => {
                let code = doubts.first().map_or("division.unknown", |doubt| doubt.as_str());
                wrong.say("division", code);
                let county = readings.iter().filter_map(|reading| of_code(reading.division.code));
                wrong.divisions = county.map(division_choice).collect();
            }
            Resolution::Unknown(doubt) => wrong.say("division", doubt.as_str()),
        }
        None
    }
}

/// The language in which hours are written.
pub fn language(lang: Lang) -> Language {
    match lang {
        Lang::ZhCn => Language::Chinese,
        Lang::En => Language::English,
    }
}

fn given(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The hours as the form shows them: the words they were declared with, or those for the week.
fn declared(details: &Details, language: Language) -> String {
    let week = || details.hours.as_ref().map(|hours| hours.text(language));
    details.hours_text.clone().or_else(week).unwrap_or_default()
}

fn hours_choice(reading: &hours::Hours, language: Language) -> ReadingChoice {
    ReadingChoice {
        value: reading.hours.to_string(),
        label: reading.hours.text(language),
        note: reading.note.clone(),
    }
}

fn division_choice(division: &Division) -> ReadingChoice {
    ReadingChoice {
        value: division.code.to_owned(),
        label: divisions::path_name(division.code).unwrap_or_default(),
        note: division.code.to_owned(),
    }
}

/// Takes a refusal of a verb up into what is wrong with the form; others are handed on.
pub fn wrong_of(error: Error) -> Result<(u16, Wrong)> {
    match error {
        Error::Refused { status, fields, .. } if !fields.is_empty() => {
            Ok((status, Wrong { fields, ..Wrong::default() }))
        }
        Error::Refused { status, code, .. } if status != 404 => {
            let whole = FieldError { field: "form".to_owned(), code };
            Ok((status, Wrong { fields: vec![whole], ..Wrong::default() }))
        }
        other => Err(other),
    }
}
