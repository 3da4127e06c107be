//! What happens on a day of an invented network: who comes where, when and for what.
//!
//! A day follows from the seed and the day alone, so it can be made again and carried on with.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use db::{Day, Instant, Uuid};
use org::UnitId;
use stations::{
    Catalogue, Directory,
    hours::{Span, WeeklyHours},
};
use uuid::Builder;
use visits::{VisitId, past::PastRecord};

use crate::{
    digest,
    network::HOME,
    random,
    rhythm::{Moment, OpenHours},
};

/// Records a day at each station of the accounts' own county, on average.
const HOME_A_DAY: f64 = 16.0;

/// A place where things happen.
struct Spot {
    unit: UnitId,
    number: Arc<str>,
    services: u64,
    weight: f64,
    /// Its hours, by their place in the list of all.
    hours: usize,
}

/// Where things happen, and how often.
pub struct Places {
    spots: Vec<Spot>,
    hours: Vec<OpenHours>,
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
        let mut hours = Hours::default();
        let open = directory.entries().filter(|entry| entry.takes_records_on(day));
        let mut spots: Vec<Spot> = open
            .map(|entry| Spot {
                unit: entry.unit,
                number: Arc::from(&*entry.number),
                services: entry.services,
                weight: 0.3 + 1.4 * random(seed, ("busy", &*entry.number)).f64(),
                hours: hours.place(entry.hours()),
            })
            .collect();
        enliven_home(&mut spots, a_day);
        let services = catalogue.services().iter();
        let services = services.map(|it| (Arc::clone(&it.code), it.mask())).collect();
        Self { spots, hours: hours.all, services, author, seed }
    }

    /// The stations of the accounts' own county.
    pub fn home(&self) -> HashSet<UnitId> {
        let home = self.spots.iter().filter(|spot| spot.number.starts_with(HOME));
        home.map(|spot| spot.unit).collect()
    }

    /// Sums of weights up to each spot; those that are closed all day add nothing.
    fn sums(&self, day: Day) -> Vec<f64> {
        let is_open: Vec<bool> = self.hours.iter().map(|hours| hours.is_open_on(day)).collect();
        let mut sum = 0.0;
        let sums = self.spots.iter().map(|spot| {
            sum += if is_open[spot.hours] { spot.weight } else { 0.0 };
            sum
        });
        sums.collect()
    }

    /// A spot that is open on a day, and a moment at which somebody comes there.
    fn visit(&self, sums: &[f64], day: Day, random: &mut fastrand::Rng) -> Option<(Moment, &Spot)> {
        let at = random.f64() * sums.last().copied().unwrap_or_default();
        let spot = self.spots.get(sums.partition_point(|sum| *sum <= at))?;
        Some((self.hours[spot.hours].moment(day, random)?, spot))
    }

    /// `count` records of a day, in the order of their times, no two at the same moment.
    pub fn day(&self, day: Day, count: usize) -> Vec<PastRecord> {
        let mut random = random(self.seed, ("day", day.to_string()));
        let sums = self.sums(day);
        let mut visits: Vec<(Moment, &Spot)> =
            (0..count).filter_map(|_| self.visit(&sums, day, &mut random)).collect();
        visits.sort_by_key(|(moment, _)| *moment);
        let mut records = Vec::with_capacity(visits.len());
        let mut last = 0;
        for (index, ((at, hour), spot)) in visits.into_iter().enumerate() {
            last = at.max(last + 1);
            let occurred_at = Instant(day.start().0 + last);
            records.push(self.record(spot, occurred_at, hour, index, &mut random));
        }
        records
    }

    fn record(
        &self,
        spot: &Spot,
        occurred_at: Instant,
        hour: u8,
        index: usize,
        random: &mut fastrand::Rng,
    ) -> PastRecord {
        let month = occurred_at.day().date().month();
        let service = self.service(spot, hour, month, random);
        let people = people(&service, random);
        let invited = invited(&service, people, random);
        let group = group(&service, hour, random).map(Arc::from);
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
            group,
            occurred_at,
            recorded_at,
            author: own.map_or(spot.unit.0, |(_, person)| person),
            invited,
            reversal: undone.then(|| (id("reversal", back), back)),
        }
    }

    fn service(&self, spot: &Spot, hour: u8, month: i8, random: &mut fastrand::Rng) -> Arc<str> {
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

/// The different hours that stations keep; most keep the same.
#[derive(Default)]
struct Hours {
    known: HashMap<WeeklyHours, usize>,
    all: Vec<OpenHours>,
}

impl Hours {
    /// The place of these hours in the list; where none are declared, those of an office.
    fn place(&mut self, hours: Option<&WeeklyHours>) -> usize {
        let usual = WeeklyHours::daily(Span::new(9 * 60, 18 * 60).as_slice());
        let hours = hours.unwrap_or(&usual);
        if let Some(place) = self.known.get(hours) {
            return *place;
        }
        self.known.insert(hours.clone(), self.all.len());
        self.all.push(OpenHours::of(hours));
        self.all.len() - 1
    }
}

/// Makes the accounts' own county full of life: so many records a day at each of its stations,
/// but no more than all others have together.
fn enliven_home(spots: &mut [Spot], a_day: f64) {
    let home = spots.iter().filter(|spot| spot.number.starts_with(HOME)).count();
    let usual = a_day / spots.len().max(1) as f64;
    let most = (spots.len() - home) as f64 / home.max(1) as f64;
    for spot in spots.iter_mut().filter(|spot| spot.number.starts_with(HOME)) {
        spot.weight *= (HOME_A_DAY / usual).min(most).max(1.0);
    }
}

/// How often a service is asked for, by hour and month.
fn demand(code: &str, hour: u8, month: i8) -> u32 {
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

/// Rights to rate: at services that somebody gives, most guests are shown a code.
fn invited(service: &str, people: i64, random: &mut fastrand::Rng) -> i64 {
    let by_itself = matches!(service, "A01" | "A02" | "A04" | "B04");
    if by_itself || random.f64() < 0.4 { 0 } else { people.min(200) }
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

/// Who comes: elders in the morning, outdoor workers from noon on; some services have guests of
/// their own.
fn group(service: &str, hour: u8, random: &mut fastrand::Rng) -> Option<&'static str> {
    let shares = match service {
        "D01" | "D02" | "D03" => [88, 0, 4, 0],
        "E02" | "E03" => [0, 0, 0, 96],
        "C01" | "C02" => [6, 84, 2, 0],
        "B06" => [38, 0, 46, 4],
        _ if hour < 11 => [38, 22, 2, 3],
        _ => [14, 45, 2, 3],
    };
    let mut at = random.u32(0..100);
    for (group, share) in ["elder", "outdoor", "disabled", "child"].into_iter().zip(shares) {
        if at < share {
            return Some(group);
        }
        at -= share;
    }
    None
}

fn id(at: Instant, digest: &[u8; 32]) -> Uuid {
    let mut random = [0; 10];
    random.copy_from_slice(&digest[..10]);
    let milliseconds = u64::try_from(at.0 / 1_000).unwrap_or_default();
    Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid()
}
