//! Which stations an invented network has, and what each is like.

use std::{collections::HashSet, f64::consts::TAU};

use geo::{
    Datum,
    divisions::{self, Division, Kind, Level},
};
use stations::{
    Catalogue, Status,
    features::{Feature, Features},
    import::host_type::HostType,
    station::{Details, NewStation, Place},
};

use crate::{names, random};

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

/// Counties, and cities without counties, that have towns.
fn county_level() -> impl Iterator<Item = &'static Division> {
    let cities = divisions::all_at(Level::Prefecture)
        .filter(|city| divisions::is_city_without_counties(city));
    let mut all: Vec<&Division> = divisions::all_at(Level::County).chain(cities).collect();
    all.sort_by_key(|division| division.code);
    all.into_iter().filter(|division| weight(division) > 0.0)
}

/// Streets have more shops than towns, towns more than townships; no package carries population.
fn weight(county: &Division) -> f64 {
    let of_town = |town: &Division| match town.kind {
        Kind::Subdistrict => 3.0,
        Kind::Town => 1.6,
        _ => 0.8,
    };
    divisions::children(county.code).filter(|it| it.level == Level::Town).map(of_town).sum()
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

/// The stations of a county, in the order of their numbers.
pub fn stations_of(
    county: &Division,
    count: usize,
    seed: u64,
    catalogue: &Catalogue,
) -> Vec<NewStation> {
    let towns: Vec<&Division> =
        divisions::children(county.code).filter(|it| it.level == Level::Town).collect();
    let mut taken = HashSet::new();
    (0..count)
        .map(|index| {
            let mut random = random(seed, ("station", county.code, index));
            let town = index % towns.len().max(1);
            let mut street = names::street(&mut random);
            let mut name = names::station(&mut random, &street);
            while !taken.insert(name.clone()) {
                street = names::street(&mut random);
                name = names::station(&mut random, &street);
            }
            let division = towns.get(town).map_or(county.code, |town| town.code);
            let house = random.u32(1..400);
            let details = Details {
                address: format!("{}{street} {house} 号", towns.get(town).map_or("", |it| it.name)),
                place: place(county, town, towns.len(), &mut random),
                division: division.to_owned(),
                host_type: random.choice(HostType::ALL),
                hours: hours(&mut random),
                features: features(&mut random),
                grade: random.choice([None, None, Some(3), Some(4), Some(5)]).flatten(),
                name,
                ..Details::default()
            };
            let services = services(&mut random, catalogue);
            // The first station of a county is always open: somebody signs in there.
            let status = if index == 0 { Status::Active } else { status(&mut random) };
            NewStation { details, services, status: Some(status), ..NewStation::default() }
        })
        .collect()
}

/// Towns lie around the seat like seeds of a sunflower, stations around the middle of their town.
fn place(
    county: &Division,
    town: usize,
    towns: usize,
    random: &mut fastrand::Rng,
) -> Option<Place> {
    let seat = county.position?;
    let reach = if county.kind == Kind::District { 0.07 } else { 0.2 };
    let angle = town as f64 * TAU * 0.381_966;
    let distance = reach * ((town as f64 + 0.5) / towns.max(1) as f64).sqrt();
    let mut near = || (random.f64() + random.f64() - 1.0) * 0.012;
    let lng = seat.lng() + distance * angle.cos() + near();
    let lat = seat.lat() + distance * angle.sin() + near();
    let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
    Place::new(round(lng), round(lat), Datum::Wgs84)
}

fn hours(random: &mut fastrand::Rng) -> Option<stations::hours::WeeklyHours> {
    let text = match random.u32(0..100) {
        0..45 => "1234567 08:30-18:00",
        45..65 => "1234567 09:00-18:00",
        65..78 => "123456 09:00-18:00",
        78..88 => "1234567 08:30-12:00,14:00-17:30",
        88..94 => "1234567 08:00-20:00",
        94..97 => "1234567 00:00-24:00",
        _ => return None,
    };
    text.parse().ok()
}

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
