//! What happens on a day of an invented network: who comes where, when and for what.
//!
//! A day follows from the seed and the day alone, so it can be made again and carried on with.

use std::sync::Arc;

use db::{Day, Instant, Uuid};
use org::UnitId;
use stations::{Catalogue, Directory};
use uuid::Builder;
use visits::{VisitId, past::PastRecord};

use crate::{digest, network::HOME, random};

/// People that come by the hour, from 8 to 20, out of a hundred or so.
const BY_HOUR: [(u32, u32); 12] = [
    (8, 6),
    (9, 10),
    (10, 13),
    (11, 13),
    (12, 12),
    (13, 8),
    (14, 8),
    (15, 9),
    (16, 9),
    (17, 7),
    (18, 3),
    (19, 2),
];
/// Records a day at each station of the accounts' own county, on average.
const HOME_A_DAY: f64 = 16.0;

/// A place where things happen.
struct Spot {
    unit: UnitId,
    number: Arc<str>,
    services: u64,
    weight: f64,
}

/// Where things happen, and how often.
pub struct Places {
    spots: Vec<Spot>,
    /// Sums of weights up to each spot.
    sums: Vec<f64>,
    services: Vec<(Arc<str>, u64)>,
    author: Option<(UnitId, i64)>,
    seed: u64,
}

impl Places {
    /// The stations that are in operation on a day. `a_day` is how many records all of them make
    /// together; `author` records at the station of the demonstration's ambassador.
    pub fn of(
        directory: &Directory,
        catalogue: &Catalogue,
        day: Day,
        a_day: f64,
        author: Option<(UnitId, i64)>,
        seed: u64,
    ) -> Self {
        let open = directory.entries().filter(|entry| entry.takes_records_on(day));
        let mut spots: Vec<Spot> = open
            .map(|entry| Spot {
                unit: entry.unit,
                number: Arc::from(&*entry.number),
                services: entry.services,
                weight: 0.3 + 1.4 * random(seed, ("busy", &*entry.number)).f64(),
            })
            .collect();
        let usual = a_day / spots.len().max(1) as f64;
        for spot in spots.iter_mut().filter(|spot| spot.number.starts_with(HOME)) {
            spot.weight *= (HOME_A_DAY / usual).max(1.0);
        }
        let mut sum = 0.0;
        let sums = spots.iter().map(|spot| {
            sum += spot.weight;
            sum
        });
        let sums = sums.collect();
        let services = catalogue.services().iter();
        let services = services.map(|it| (Arc::clone(&it.code), it.mask())).collect();
        Self { spots, sums, services, author, seed }
    }

    fn pick(&self, random: &mut fastrand::Rng) -> Option<&Spot> {
        let at = random.f64() * self.sums.last().copied().unwrap_or_default();
        self.spots.get(self.sums.partition_point(|sum| *sum <= at))
    }

    /// `count` records of a day, in the order of their times, no two at the same moment.
    pub fn day(&self, day: Day, count: usize) -> Vec<PastRecord> {
        let mut random = random(self.seed, ("day", day.to_string()));
        let mut times: Vec<(i64, u32)> = (0..count).map(|_| time(&mut random)).collect();
        times.sort_unstable();
        let mut records = Vec::with_capacity(count);
        let mut last = 0;
        for (index, (at, hour)) in times.into_iter().enumerate() {
            last = at.max(last + 1);
            let Some(spot) = self.pick(&mut random) else { return Vec::new() };
            let occurred_at = Instant(day.start().0 + last);
            records.push(self.record(spot, occurred_at, hour, index, &mut random));
        }
        records
    }

    fn record(
        &self,
        spot: &Spot,
        occurred_at: Instant,
        hour: u32,
        index: usize,
        random: &mut fastrand::Rng,
    ) -> PastRecord {
        let month = occurred_at.day().date().month();
        let service = self.service(spot, hour, month, random);
        let people = people(&service, random);
        let arrivals = if random.f64() < 0.25 { random.i64(0..=people) } else { people };
        let recorded_at = occurred_at.plus_seconds(random.i64(3..90));
        let id = |what: &str, at: Instant| {
            VisitId(id(at, &digest(self.seed, &(what, occurred_at.0, index))))
        };
        let undone = random.f64() < 0.01;
        let back = recorded_at.plus_seconds(random.i64(20..480));
        let own = self.author.filter(|(station, _)| *station == spot.unit);
        PastRecord {
            id: id("record", occurred_at),
            station: spot.unit,
            service,
            people,
            arrivals,
            group: group(hour, random),
            occurred_at,
            recorded_at,
            author: own.map_or(spot.unit.0, |(_, person)| person),
            reversal: undone.then(|| (id("reversal", back), back)),
        }
    }

    fn service(&self, spot: &Spot, hour: u32, month: i8, random: &mut fastrand::Rng) -> Arc<str> {
        let loaded = self.services.iter().filter(|(_, mask)| spot.services & mask != 0);
        let weighed: Vec<(&Arc<str>, u32)> =
            loaded.map(|(code, _)| (code, demand(code, hour, month))).collect();
        let all: u32 = weighed.iter().map(|(_, weight)| weight).sum();
        let mut at = random.u32(0..all.max(1));
        for (code, weight) in &weighed {
            if at < *weight {
                return Arc::clone(code);
            }
            at -= weight;
        }
        weighed.first().map_or_else(|| Arc::from("A01"), |(code, _)| Arc::clone(code))
    }
}

/// How lively a day is beside others: more on working days, more in summer and winter.
pub fn liveliness(day: Day) -> f64 {
    let weekday = match day.weekday() {
        6 => 0.8,
        7 => 0.65,
        _ => 1.0,
    };
    let season = match day.date().month() {
        6..=8 => 1.25,
        12 | 1 => 1.1,
        2 => 0.8,
        _ => 1.0,
    };
    weekday * season
}

/// Microseconds since midnight, and the hour.
fn time(random: &mut fastrand::Rng) -> (i64, u32) {
    let all: u32 = BY_HOUR.iter().map(|(_, weight)| weight).sum();
    let mut at = random.u32(0..all);
    let mut hour = BY_HOUR[0].0;
    for (each, weight) in BY_HOUR {
        hour = each;
        if at < weight {
            break;
        }
        at -= weight;
    }
    (i64::from(hour) * 3_600_000_000 + random.i64(0..3_600_000_000), hour)
}

/// How often a service is asked for, by hour and month.
fn demand(code: &str, hour: u32, month: i8) -> u32 {
    let (summer, winter) = ((6..=9).contains(&month), month >= 11 || month <= 2);
    let (morning, noon) = (hour < 11, (11..=13).contains(&hour));
    match code {
        "A01" => 16,
        "A02" if summer => 40,
        "A02" => 24,
        "A03" => 14,
        "A04" => 9,
        "A05" if morning => 22,
        "A05" => 12,
        "A06" => 7,
        "B01" if noon => 26,
        "B03" if summer || winter => 8,
        "B04" => 6,
        "C01" if summer => 5,
        "C02" if winter => 4,
        "C01" | "C02" => 0,
        "D01" if morning => 7,
        "D01" => 3,
        "B02" | "B05" | "B07" | "B08" | "D02" => 2,
        _ => 1,
    }
}

fn people(service: &str, random: &mut fastrand::Rng) -> i64 {
    if matches!(service, "D02" | "E02" | "C03") {
        return random.i64(6..26);
    }
    match random.u32(0..100) {
        0..72 => 1,
        72..91 => 2,
        91..97 => 3,
        _ => random.i64(4..9),
    }
}

/// Elders come in the morning, outdoor workers around noon and in the evening.
fn group(hour: u32, random: &mut fastrand::Rng) -> Option<Arc<str>> {
    let (elder, outdoor) = if hour < 11 { (38, 22) } else { (14, 45) };
    let at = random.u32(0..100);
    let code = if at < elder {
        "elder"
    } else if at < elder + outdoor {
        "outdoor"
    } else if at < elder + outdoor + 2 {
        "disabled"
    } else if at < elder + outdoor + 5 {
        "child"
    } else {
        return None;
    };
    Some(Arc::from(code))
}

fn id(at: Instant, digest: &[u8; 32]) -> Uuid {
    let mut random = [0; 10];
    random.copy_from_slice(&digest[..10]);
    let milliseconds = u64::try_from(at.0 / 1_000).unwrap_or_default();
    Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid()
}
