//! One station as it is kept in memory.

use std::sync::Arc;

use db::Day;
use geo::Position;
use org::UnitId;

use crate::{
    features::Features,
    hours::{Week, WeeklyHours},
    import::host_type::HostType,
    life::{Life, Stage, Status},
    store::directory::StationRow,
};

/// A declared week, and the same merged for asking often.
#[derive(Debug)]
pub struct Declared {
    /// As declared.
    pub hours: WeeklyHours,
    /// Merged into stretches.
    pub week: Week,
}

impl Declared {
    /// The declaration of these hours.
    pub fn new(hours: WeeklyHours) -> Self {
        let week = hours.week();
        Self { hours, week }
    }
}

/// A plate on the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plate {
    /// The row it is kept in.
    pub id: i64,
    /// What it says.
    pub name: String,
    /// Who gave it.
    pub issuer: String,
    /// Its number, when it has one.
    pub number: Option<String>,
    /// The day it was given.
    pub from: Day,
    /// The day it was taken back.
    pub to: Option<Day>,
}

/// A station.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The leaf of the tree that it is.
    pub unit: UnitId,
    /// Its number, `440305-00121`.
    pub number: Box<str>,
    /// The owner's code of the shop.
    pub host_code: Option<Box<str>>,
    /// What kind of place hosts it.
    pub host_type: Option<HostType>,
    /// What people call it.
    pub name: Box<str>,
    /// Its address; empty when unknown.
    pub address: Box<str>,
    /// Code of the smallest division that is known: a town or a county-level one.
    pub division: Box<str>,
    /// Where it is.
    pub position: Option<Position>,
    /// Phone of the shop.
    pub phone: Option<Box<str>>,
    /// Bits of the services that are loaded.
    pub services: u64,
    /// What makes it easy to reach.
    pub features: Features,
    /// Stars, 1 to 5.
    pub grade: Option<u8>,
    /// Plates, the oldest first, those taken back too.
    pub plates: Vec<Plate>,
    /// For `If-Match`.
    pub version: i64,
    hours: Option<Arc<Declared>>,
    life: Life,
}

impl Entry {
    pub(super) fn of(row: StationRow, hours: Option<Arc<Declared>>, known: Option<Self>) -> Self {
        let (life, plates) = known.map(|known| (known.life, known.plates)).unwrap_or_default();
        let position = row.lng.zip(row.lat).and_then(|(lng, lat)| Position::new(lng, lat).ok());
        Self {
            unit: row.unit,
            number: row.number,
            host_code: row.host_code,
            host_type: row.host_type.as_deref().and_then(HostType::parse),
            name: row.name,
            address: row.address,
            division: row.division,
            position,
            phone: row.phone,
            services: row.services.cast_unsigned(),
            features: row.features,
            grade: row.grade.and_then(|grade| u8::try_from(grade).ok()),
            version: row.version,
            hours,
            life,
            plates,
        }
    }

    /// What it is on a day.
    pub fn status(&self, day: Day) -> Status {
        self.life.status(day)
    }

    /// Whether services given there on a day are recorded: trial or active on that day.
    pub fn takes_records_on(&self, day: Day) -> bool {
        self.status(day).takes_records()
    }

    /// Its life, day by day.
    pub fn life(&self) -> &Life {
        &self.life
    }

    /// Its hours as declared.
    pub fn hours(&self) -> Option<&WeeklyHours> {
        self.hours.as_deref().map(|declared| &declared.hours)
    }

    /// Its declared hours merged, for asking often.
    pub fn week(&self) -> Option<&Week> {
        self.hours.as_deref().map(|declared| &declared.week)
    }

    /// The plates that hang on a day.
    pub fn plates_on(&self, day: Day) -> impl Iterator<Item = &Plate> {
        self.plates
            .iter()
            .filter(move |plate| plate.from <= day && plate.to.is_none_or(|to| day <= to))
    }

    /// Takes in what was said of its life.
    pub(crate) fn say(&mut self, stage: Stage) {
        self.life.say(stage);
    }

    /// Takes in a new plate, or what changed of one.
    pub(crate) fn hang(&mut self, plate: Plate) {
        self.plates.retain(|known| known.id != plate.id);
        self.plates.push(plate);
        self.plates.sort_by_key(|plate| plate.id);
    }

    /// An invented station, active from the first day there is, for samples and tests.
    pub(crate) fn sample(number: &str, name: &str, hours: Option<&str>) -> Self {
        let hours = hours.and_then(|text| text.parse().ok()).map(Declared::new).map(Arc::new);
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let mut life = Life::default();
        let from = org::unit::beginning();
        life.say(Stage { from, status: Status::Active, reason: None, until: None });
        Self {
            unit: UnitId(digits.parse().unwrap_or_default()),
            number: number.into(),
            host_code: None,
            host_type: None,
            name: name.into(),
            address: "湖滨路 18 号".into(),
            division: number.split('-').next().unwrap_or_default().into(),
            position: None,
            phone: None,
            services: 0b11_1111,
            features: Features::default(),
            grade: None,
            plates: Vec::new(),
            version: 1,
            hours,
            life,
        }
    }
}
