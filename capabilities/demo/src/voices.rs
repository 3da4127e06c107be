//! What guests of an invented network say: some of those who are invited, at the stations of the
//! accounts' own county, so that its pages live and the rest of the country costs nothing.

use std::{collections::HashSet, sync::Arc};

use org::UnitId;
use ratings::past::PastRating;
use visits::past::PastRecord;

use crate::{life::Places, random};

/// How many of those who are invited rate.
const ANSWERS: f64 = 0.12;
/// How many of those write something.
const WRITES: f64 = 0.25;

/// Scores with their shares in a hundred.
const SCORES: [(i64, u32); 5] = [(5, 60), (4, 25), (3, 9), (2, 4), (1, 2)];
/// What is said well and badly, by code, and in words.
const PRAISE: [(&str, &str); 4] = [
    ("kind", "人很热情，还给倒了热水。"),
    ("quick", "来了就办，没怎么等。"),
    ("kind", "天冷，进来暖和一下真好。"),
    ("quick", "充电线齐全，很方便。"),
];
const COMPLAINTS: [(&str, &str); 3] = [
    ("queue", "中午人多，等了一刻钟。"),
    ("cold", "问了两遍才理我。"),
    ("queue", "就一个人在，忙不过来。"),
];

/// Those who speak.
#[derive(Clone)]
pub struct Voices {
    stations: Arc<HashSet<UnitId>>,
    seed: u64,
}

impl Voices {
    /// Guests of the accounts' own county.
    pub fn at(places: &Places, seed: u64) -> Self {
        Self { stations: Arc::new(places.home()), seed }
    }

    /// What the guest of a record says of it, if anything.
    pub fn of(&self, record: &PastRecord) -> Option<PastRating> {
        let speaks = record.invited > 0 && record.reversal.is_none();
        if !speaks || !self.stations.contains(&record.station) {
            return None;
        }
        let mut random = random(self.seed, ("voice", record.id.0.as_bytes()));
        if random.f64() > ANSWERS {
            return None;
        }
        let mut at = random.u32(0..100);
        let score = SCORES.iter().find(|(_, share)| {
            let found = at < *share;
            at = at.saturating_sub(*share);
            found
        });
        let score = score.map_or(5, |(score, _)| *score);
        let (reason, words) = if score >= 3 {
            PRAISE[random.usize(0..PRAISE.len())]
        } else {
            COMPLAINTS[random.usize(0..COMPLAINTS.len())]
        };
        Some(PastRating {
            station: record.station,
            service: record.service.to_string(),
            day: record.occurred_at.day(),
            score,
            reasons: if random.bool() { reason.to_owned() } else { String::new() },
            comment: (random.f64() < WRITES).then(|| words.to_owned()),
        })
    }
}
