//! The counter: what a station did today, its keys in the order of use, and what can still be
//! taken back. Rules and figures alone; the page is in `pages/desk.rs`.

use db::{Day, Instant, Tx};
use kernel::{Error, Result};
use org::{Tree, UnitId, Viewer};
use stations::{Catalogue, Service};

use crate::{
    book::{Fact, RECORDERS, UNDO_SECONDS},
    list::{self, Ask},
    overview::day,
    tally::{Figures, Range},
    totals::{self, By},
};

/// Keys are ordered by what was used in so many days before this week's Monday, so that they stay
/// where they are from Monday to Sunday.
const ORDER_DAYS: i32 = 28;
/// Facts shown as what was just recorded.
const LATEST: usize = 12;

/// One key of the counter.
#[derive(Clone)]
pub struct Key {
    /// The service.
    pub service: Service,
    /// People today.
    pub people: i64,
}

impl Key {
    /// Symbols of 正 for its count; only the last three characters fit on a key.
    pub fn strokes(&self) -> Vec<String> {
        let (whole, rest) = tally_strokes(self.people);
        let mut symbols: Vec<String> = (0..whole.min(3)).map(|_| "tally-5".to_owned()).collect();
        if rest > 0 {
            symbols.push(format!("tally-{rest}"));
        }
        symbols
    }
}

/// A fact of today, and whether the viewer may take it back.
pub struct Line {
    /// The fact.
    pub fact: Fact,
    /// Whether this viewer may take it back now.
    pub can_undo: bool,
}

impl Line {
    /// The symbol of its service.
    pub fn icon(&self) -> String {
        format!("s-{}", self.fact.service.to_ascii_lowercase())
    }
}

/// A station's day at the counter.
pub struct Counter {
    /// Services given by one person to another, the most used first.
    pub keys: Vec<Key>,
    /// Services that guests take themselves: water, WiFi, rest, toilet.
    pub self_service: Vec<Key>,
    /// Today so far.
    pub today: Figures,
    /// What was recorded last.
    pub latest: Vec<Line>,
}

/// The stations at which the viewer may record, by number; at most `limit`.
pub fn stations_of(tx: &mut Tx<'_>, viewer: &Viewer, limit: usize) -> Result<Vec<UnitId>> {
    let tree = tx.cached::<Tree>()?;
    let mut found = Vec::new();
    for unit in viewer.units_of(&tree, &RECORDERS) {
        let below = tree.stations_below(unit, tx.today());
        found.extend(below.iter().take(limit - found.len()).map(|node| node.id));
        if found.len() >= limit {
            break;
        }
    }
    Ok(found)
}

/// The counter of a station that the viewer may record at.
pub fn load(tx: &mut Tx<'_>, viewer: &Viewer, station: UnitId) -> Result<Counter> {
    let tree = tx.cached::<Tree>()?;
    if !viewer.holds(&tree, &RECORDERS, station) {
        return Err(Error::NotFound("units.unknown"));
    }
    let catalogue = tx.cached::<Catalogue>()?;
    let directory = tx.cached::<stations::Directory>()?;
    let entry = directory.by_unit(station).ok_or(Error::NotFound("units.unknown"))?;
    let today = tx.today();
    let mut split =
        |range| totals::split(tx, station, By::Service, totals::Ask::then(&tree, range));
    let (used, now) = (split(order_range(today))?, split(day(today))?);
    let mut loaded: Vec<&Service> = catalogue
        .services()
        .iter()
        .filter(|service| {
            entry.services >> service.bit & 1 == 1 || now.contains_key(&*service.code)
        })
        .collect();
    let use_of = |service: &Service| used.get(&*service.code).map_or(0, |figures| figures.people);
    loaded.sort_by_key(|service| std::cmp::Reverse(use_of(service)));
    let key = |service: &Service| Key {
        people: now.get(&*service.code).map_or(0, |figures| figures.people),
        service: service.clone(),
    };
    let (own, given): (Vec<&Service>, Vec<&Service>) =
        loaded.into_iter().partition(|service| service.counted_at_close);
    Ok(Counter {
        keys: given.into_iter().map(key).collect(),
        self_service: own.into_iter().map(key).collect(),
        today: now.values().fold(Figures::default(), |mut sum, figures| {
            sum.add(figures, 1);
            sum
        }),
        latest: latest(tx, viewer, station)?,
    })
}

fn order_range(today: Day) -> Range {
    let monday = today.plus(1 - i32::from(today.weekday()));
    Range { from: monday.plus(-ORDER_DAYS), to: monday.plus(-1) }
}

fn latest(tx: &mut Tx<'_>, viewer: &Viewer, station: UnitId) -> Result<Vec<Line>> {
    let now = tx.now();
    let ask = Ask { days: day(tx.today()), service: None, after: None, limit: LATEST };
    let page = list::page(tx, station, ask)?;
    let line = |fact: Fact| Line { can_undo: can_undo(&fact, viewer, now), fact };
    Ok(page.facts.into_iter().map(line).collect())
}

/// Whether a fact is the viewer's own, stands, and is at most ten minutes old.
pub fn can_undo(fact: &Fact, viewer: &Viewer, now: Instant) -> bool {
    fact.reverses.is_none()
        && !fact.reversed
        && fact.author == viewer.author()
        && now <= fact.recorded_at.plus_seconds(UNDO_SECONDS)
}

/// The strokes of 正 for a count: full characters, then the strokes of the last one (0 to 4).
pub fn tally_strokes(people: i64) -> (i64, i64) {
    (people.max(0) / 5, people.max(0) % 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stay_from_monday_to_sunday() {
        let range = |text: &str| order_range(text.parse().unwrap());
        assert_eq!(range("2026-11-23"), range("2026-11-29"));
        assert_ne!(range("2026-11-22"), range("2026-11-23"));
        assert_eq!(range("2026-11-23").to, "2026-11-22".parse().unwrap());
    }

    #[test]
    fn five_strokes_make_one_character() {
        assert_eq!(tally_strokes(0), (0, 0));
        assert_eq!(tally_strokes(4), (0, 4));
        assert_eq!(tally_strokes(13), (2, 3));
    }
}
