//! The catalogue: what stations offer, and the groups of guests. Data that people may edit.
//!
//! Codes, bits and slots never change: facts and sets are kept under them. Which station offers
//! what is not said here.

pub(crate) mod defaults;

use std::{collections::HashMap, sync::Arc};

use audit::{Entry, Object, note};
use db::{Cache, Tx};
use i18n::Lang;
use kernel::{Error, Result};

use crate::{noted, store};

pub use defaults::insert_defaults;

/// The mark that every change of the catalogue bumps.
pub const TOPIC: &str = "catalogue";

/// Characters of the longest name.
const NAME_CHARS: usize = 60;
/// Characters of the longest short name: it stands on keys and chips.
const SHORT_CHARS: usize = 24;

/// Categories of services, in the order of the catalogue.
pub const CATEGORIES: [&str; 5] = ["basic", "convenience", "outdoor", "elder", "knowledge"];
/// How binding a service is.
pub const LEVELS: [&str; 5] = ["mandatory", "optional", "campaign", "scheduled", "continuous"];
/// What a service is measured in.
pub const MEASURES: [&str; 3] = ["person_times", "sessions", "items"];

/// A service of the catalogue (服务项目).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// `A02`; never changes.
    pub code: Arc<str>,
    /// Official name in Chinese.
    pub name_zh: String,
    /// Official name in English.
    pub name_en: String,
    /// Short name in Chinese, for keys, chips and bars.
    pub short_zh: String,
    /// Short name in English.
    pub short_en: String,
    /// One of [`CATEGORIES`].
    pub category: String,
    /// One of [`LEVELS`].
    pub level: String,
    /// One of [`MEASURES`].
    pub measure_unit: String,
    /// Its place in sets of services, 0 to 62.
    pub bit: u8,
    /// Self-service, counted once a day at closing: water, WiFi, rest, toilet.
    pub counted_at_close: bool,
    /// Reconstructed for this product; an official list may replace it.
    pub is_default: bool,
    /// For `If-Match`.
    pub version: i64,
}

/// A group of guests (人群), never a condition of service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// `elder`; never changes.
    pub code: Arc<str>,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English.
    pub name_en: String,
    /// Its column in the tallies, 0 to 7.
    pub slot: u8,
    /// For `If-Match`.
    pub version: i64,
}

impl Service {
    /// The official name.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::ZhCn => &self.name_zh,
            Lang::En => &self.name_en,
        }
    }

    /// The short name.
    pub fn short_name(&self, lang: Lang) -> &str {
        match lang {
            Lang::ZhCn => &self.short_zh,
            Lang::En => &self.short_en,
        }
    }

    /// Its bit in a set of services.
    pub fn mask(&self) -> u64 {
        1 << self.bit
    }

    /// Its symbol in the sprite: `s-a02`.
    pub fn icon(&self) -> String {
        format!("s-{}", self.code.to_ascii_lowercase())
    }
}

impl Group {
    /// The name.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::ZhCn => &self.name_zh,
            Lang::En => &self.name_en,
        }
    }
}

/// All services and groups.
#[derive(Debug, Default)]
pub struct Catalogue {
    services: Vec<Service>,
    groups: Vec<Group>,
    by_code: HashMap<Arc<str>, usize>,
}

impl Catalogue {
    /// A catalogue of these services and groups, in their order.
    pub fn new(services: Vec<Service>, groups: Vec<Group>) -> Self {
        let places = services.iter().enumerate();
        let by_code = places.map(|(place, service)| (Arc::clone(&service.code), place)).collect();
        Self { services, groups, by_code }
    }

    /// The service with this code.
    pub fn service(&self, code: &str) -> Option<&Service> {
        self.by_code.get(code).map(|place| &self.services[*place])
    }

    /// The service with this bit.
    pub fn service_of_bit(&self, bit: u8) -> Option<&Service> {
        self.services.iter().find(|service| service.bit == bit)
    }

    /// Every service, in the order of the catalogue.
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// The services of a set, in the order of the catalogue.
    pub fn services_of(&self, mask: u64) -> impl Iterator<Item = &Service> {
        self.services.iter().filter(move |service| service.mask() & mask != 0)
    }

    /// The service of this code or of one of its names, as lists write them.
    pub fn service_named(&self, text: &str) -> Option<&Service> {
        let text = text.trim();
        let is_it = |service: &&Service| {
            let names = [&service.name_zh, &service.name_en, &service.short_zh, &service.short_en];
            service.code.eq_ignore_ascii_case(text)
                || names.iter().any(|name| name.eq_ignore_ascii_case(text))
        };
        self.services.iter().find(is_it)
    }

    /// The group with this code.
    pub fn group(&self, code: &str) -> Option<&Group> {
        self.groups.iter().find(|group| *group.code == *code)
    }

    /// Every group, in the order of the catalogue.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }
}

impl Cache for Catalogue {
    const TOPIC: &'static str = TOPIC;

    fn load(tx: &mut Tx<'_>, _old: Option<Arc<Self>>) -> db::Result<Arc<Self>> {
        let services = store::catalogue::services(tx)?;
        let groups = store::catalogue::groups(tx)?;
        Ok(Arc::new(Self::new(services, groups)))
    }
}

/// Changes a service: everything but code, bit and version is taken from `service`, whose version
/// must be the stored one. Returns it as it now is.
pub fn change_service(tx: &mut Tx<'_>, service: Service) -> Result<Service> {
    check_names(&[
        ("name", &service.name_zh, NAME_CHARS),
        ("name_en", &service.name_en, NAME_CHARS),
        ("short_name", &service.short_zh, SHORT_CHARS),
        ("short_name_en", &service.short_en, SHORT_CHARS),
    ])?;
    check_word("category", &service.category, &CATEGORIES)?;
    check_word("level", &service.level, &LEVELS)?;
    check_word("measure_unit", &service.measure_unit, &MEASURES)?;
    let before = tx.cached::<Catalogue>()?.service(&service.code).map(noted::service);
    tx.bump(TOPIC)?;
    if store::catalogue::update_service(tx, &service)? == 0 {
        return Err(Error::status(412, "stations.version-stale"));
    }
    let (object, after) = (Object::new("service", &service.code), noted::service(&service));
    let before = before.unwrap_or_default();
    note(tx, Entry::change(noted::SERVICE_CHANGED, object, &before, &after));
    Ok(Service { is_default: false, version: service.version + 1, ..service })
}

/// Changes a group's names. Its version must be the stored one.
pub fn change_group(tx: &mut Tx<'_>, group: Group) -> Result<Group> {
    check_names(&[("name", &group.name_zh, NAME_CHARS), ("name_en", &group.name_en, NAME_CHARS)])?;
    let before = tx.cached::<Catalogue>()?.group(&group.code).map(noted::group);
    tx.bump(TOPIC)?;
    if store::catalogue::update_group(tx, &group)? == 0 {
        return Err(Error::status(412, "stations.version-stale"));
    }
    let (object, after) = (Object::new("group", &group.code), noted::group(&group));
    let before = before.unwrap_or_default();
    note(tx, Entry::change(noted::GROUP_CHANGED, object, &before, &after));
    Ok(Group { version: group.version + 1, ..group })
}

fn check_names(names: &[(&str, &str, usize)]) -> Result<()> {
    for (field, name, longest) in names {
        if name.trim().is_empty() {
            return Err(Error::field(*field, "catalogue.name-missing"));
        }
        if name.chars().count() > *longest {
            return Err(Error::field(*field, "catalogue.name-too-long"));
        }
    }
    Ok(())
}

fn check_word(field: &str, word: &str, known: &[&str]) -> Result<()> {
    if known.contains(&word) { Ok(()) } else { Err(Error::field(field, "catalogue.unknown-word")) }
}
