//! Which stations an invented network has, and what each is like.

use std::collections::HashSet;

use geo::{
    Datum, Position,
    divisions::{self, Division, Kind, Level},
};
use stations::{
    Catalogue, Status,
    features::{Feature, Features},
    hours::WeeklyHours,
    import::host_type::HostType,
    station::{Details, NewStation, Place},
};

use crate::{
    ground::{self, Ground},
    names, random,
};

/// How much of the country is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// The accounts' own county.
    County,
    /// Its province.
    Province,
    /// Every division.
    Nation,
}

/// The accounts' own county: a district of a city of a province.
pub const HOME: &str = "440305";
/// Stations of the nation.
const NATION_STATIONS: usize = 90_000;
/// The county alone has so many, that a day at the counter has neighbours.
const COUNTY_STATIONS: usize = 40;

impl Scale {
    /// The word in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::County => "county",
            Self::Province => "province",
            Self::Nation => "nation",
        }
    }

    /// The scale of a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::County, Self::Province, Self::Nation].into_iter().find(|it| it.as_str() == word)
    }

    /// Records where nobody says how many.
    pub fn visits(self) -> u64 {
        match self {
            Self::County => 30_000,
            Self::Province => 150_000,
            Self::Nation => 1_000_000,
        }
    }

    fn has(self, county: &Division) -> bool {
        match self {
            Self::County => county.code == HOME,
            Self::Province => county.code[..2] == HOME[..2],
            Self::Nation => true,
        }
    }
}

/// Every county-level division that has stations, by code, with how many.
pub fn plan(scale: Scale) -> Vec<(&'static Division, usize)> {
    let counties: Vec<(&Division, f64)> = county_level().map(|it| (it, weight(it))).collect();
    let all: f64 = counties.iter().map(|(_, weight)| weight).sum();
    let wanted: Vec<(&Division, f64)> =
        counties.into_iter().filter(|(county, _)| scale.has(county)).collect();
    let weight: f64 = wanted.iter().map(|(_, weight)| weight).sum();
    let total = match scale {
        Scale::County => COUNTY_STATIONS,
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
        _ => (NATION_STATIONS as f64 * weight / all).round() as usize,
    };
    let weights: Vec<f64> = wanted.iter().map(|(_, weight)| *weight).collect();
    let counts = apportion(&weights, total - wanted.len());
    // Every county has at least one.
    wanted.iter().zip(counts).map(|((county, _), count)| (*county, count + 1)).collect()
}

/// Counties, and cities without counties, by code.
fn county_level() -> impl Iterator<Item = &'static Division> {
    let cities = divisions::all_at(Level::Prefecture)
        .filter(|city| divisions::is_city_without_counties(city) && towns(city).next().is_some());
    let mut all: Vec<&Division> = divisions::all_at(Level::County).chain(cities).collect();
    all.sort_by_key(|division| division.code);
    all.into_iter()
}

fn towns(county: &Division) -> impl Iterator<Item = &'static Division> {
    divisions::children(county.code).filter(|it| it.level == Level::Town)
}

/// Streets have more shops than towns, towns more than townships; no package carries population.
fn town_weight(town: &Division) -> f64 {
    match town.kind {
        Kind::Subdistrict => 3.0,
        Kind::Town => 1.6,
        _ => TOWNSHIP,
    }
}

const TOWNSHIP: f64 = 0.8;

/// A county younger than the last list of towns weighs as much as a township.
fn weight(county: &Division) -> f64 {
    towns(county).map(town_weight).sum::<f64>().max(TOWNSHIP)
}

/// Shares `total` out by weight, to the last one (largest remainder).
pub fn apportion(weights: &[f64], total: usize) -> Vec<usize> {
    let sum: f64 = weights.iter().sum();
    let exact: Vec<f64> = weights.iter().map(|weight| weight / sum * total as f64).collect();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    let mut counts: Vec<usize> = exact.iter().map(|share| share.floor() as usize).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let rest = |index: &usize| exact[*index] - exact[*index].floor();
    order.sort_by(|a, b| rest(b).total_cmp(&rest(a)).then(a.cmp(b)));
    let missing = total.saturating_sub(counts.iter().sum());
    for index in order.into_iter().cycle().take(missing) {
        counts[index] += 1;
    }
    counts
}

/// The ground that all counties lie on.
pub fn ground() -> Ground {
    Ground::of(county_level())
}

/// The stations of a county, in the order of their numbers.
pub fn stations_of(
    county: &'static Division,
    count: usize,
    seed: u64,
    catalogue: &Catalogue,
    ground: &Ground,
) -> Vec<NewStation> {
    // A county without towns is one place.
    let towns: Vec<&Division> = towns(county).collect();
    let towns = if towns.is_empty() { vec![county] } else { towns };
    let weights: Vec<f64> = towns.iter().map(|town| town_weight(town)).collect();
    let middles = ground.towns(county, towns.len(), &mut random(seed, ("towns", county.code)));
    let shares = apportion(&weights, count);
    let each =
        shares.into_iter().enumerate().flat_map(|(at, count)| std::iter::repeat_n(at, count));
    let mut taken = HashSet::new();
    each.enumerate()
        .map(|(index, at)| {
            let mut random = random(seed, ("station", county.code, index));
            let town = Town { county, division: towns[at], middle: middles.get(at).copied() };
            let details = details(&town, &mut taken, &mut random);
            let services = services(&mut random, catalogue);
            // The first station of a county is always open: somebody signs in there.
            let status = if index == 0 { Status::Active } else { status(&mut random) };
            NewStation { details, services, status: Some(status), ..NewStation::default() }
        })
        .collect()
}

/// A town in which a station stands, or the county itself.
struct Town {
    county: &'static Division,
    division: &'static Division,
    middle: Option<Position>,
}

fn details(town: &Town, taken: &mut HashSet<String>, random: &mut fastrand::Rng) -> Details {
    let (street, name) = loop {
        let street = names::street(random);
        let name = names::station(random, &street);
        if taken.insert(name.clone()) {
            break (street, name);
        }
    };
    let place = town.middle.and_then(|middle| {
        let (lng, lat) = ground::near(middle, ground::spread_m(town.county), random);
        Place::new(lng, lat, Datum::Wgs84)
    });
    Details {
        address: format!("{}{street} {} 号", town.division.name, random.u32(1..400)),
        place,
        division: town.division.code.to_owned(),
        host_type: random.choice(HostType::ALL),
        hours: hours(town.county, random),
        features: features(random),
        grade: random.choice([None, None, Some(3), Some(4), Some(5)]).flatten(),
        name,
        ..Details::default()
    }
}

/// Offices of counties close at noon more often than those of districts; in the far west, where
/// the clock of Beijing runs two hours ahead of the sun, the day begins and ends later.
fn hours(county: &Division, random: &mut fastrand::Rng) -> Option<WeeklyHours> {
    let west = matches!(&county.code[..2], "54" | "65");
    let district = county.kind == Kind::District;
    let text = match random.u32(0..100) {
        0..3 => return None,
        3..6 => "1234567 00:00-24:00",
        _ if west => random.choice(WEST)?,
        6..30 if !district => "1234567 08:30-12:00,14:00-17:30",
        6..12 => "1234567 08:30-12:00,14:00-17:30",
        12..20 => "1234567 08:00-20:00",
        20..36 => "123456 09:00-18:00",
        36..56 => "1234567 09:00-18:00",
        _ => "1234567 08:30-18:00",
    };
    text.parse().ok()
}

const WEST: [&str; 3] =
    ["1234567 10:00-19:30", "1234567 10:00-13:30,15:30-19:30", "123456 10:00-19:00"];

fn features(random: &mut fastrand::Rng) -> Features {
    let share = |feature: Feature| match feature {
        Feature::StepFree => 0.55,
        Feature::Wheelchair => 0.12,
        Feature::AccessibleToilet => 0.08,
        Feature::Hearing => 0.03,
        Feature::Parking => 0.35,
        Feature::EbikeCharging => 0.2,
    };
    Features::of(Feature::ALL.into_iter().filter(|feature| random.f64() < share(*feature)))
}

/// Six services stand nearly everywhere; the others by shares that were seen in reports.
fn services(random: &mut fastrand::Rng, catalogue: &Catalogue) -> u64 {
    let share = |code: &str| match code {
        "A01" | "A02" | "A03" | "A04" | "A05" | "A06" => 0.985,
        "B01" => 0.4,
        "B02" => 0.55,
        "B03" => 0.6,
        "B04" => 0.3,
        "B05" | "B07" => 0.2,
        "B06" => 0.25,
        "B08" => 0.08,
        "C01" | "C02" => 0.5,
        "C03" | "E02" => 0.03,
        "D01" => 0.7,
        "D02" => 0.12,
        "D04" | "E01" => 0.35,
        "E04" => 0.1,
        _ => 0.003,
    };
    let has = |code: &str, random: &mut fastrand::Rng| random.f64() < share(code);
    let loaded = catalogue.services().iter().filter(|service| has(&service.code, random));
    loaded.map(stations::Service::mask).fold(0, |mask, bit| mask | bit)
}

fn status(random: &mut fastrand::Rng) -> Status {
    match random.u32(0..200) {
        0..2 => Status::Suspended,
        2..5 => Status::Trial,
        5 => Status::Planned,
        _ => Status::Active,
    }
}
