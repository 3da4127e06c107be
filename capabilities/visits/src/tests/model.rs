//! A naive model of facts and of the tree in time: everything is added up from the beginning.

use std::collections::BTreeMap;

use db::Day;
use org::UnitId;

use crate::{lens::Lens, tally::Range};

/// A record that stands.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    pub station: UnitId,
    pub day: Day,
    pub people: i64,
}

/// Who stood where, in the order in which it was said: what was said last of a day holds.
#[derive(Default)]
pub struct Model {
    pub places: BTreeMap<UnitId, Vec<(Day, UnitId)>>,
    pub records: Vec<Record>,
}

impl Model {
    pub fn parent(&self, unit: UnitId, day: Day) -> Option<UnitId> {
        let places = self.places.get(&unit)?;
        let begun = places.iter().filter(|(from, _)| *from <= day);
        begun.max_by_key(|(from, _)| *from).map(|(_, parent)| *parent)
    }

    /// The unit and all above it; panics where somebody stands above himself.
    pub fn chain(&self, unit: UnitId, day: Day) -> Vec<UnitId> {
        let mut chain = vec![unit];
        while let Some(above) = self.parent(chain[chain.len() - 1], day) {
            assert!(!chain.contains(&above), "{above:?} stands above itself on {day}");
            chain.push(above);
        }
        chain
    }

    /// Whether the tree allows a move on `today`.
    pub fn allows(&self, today: Day, unit: UnitId, parent: UnitId, from: Day) -> bool {
        let all = self.places.values().flatten();
        let days: Vec<Day> =
            all.map(|(day, _)| *day).filter(|day| *day > from).chain([from]).collect();
        let ahead = self.places[&unit].iter().any(|(day, _)| *day > today);
        let loops = days.iter().any(|day| self.chain(parent, *day).contains(&unit));
        !ahead && !loops && self.parent(unit, from) != Some(parent)
    }

    pub fn place(&mut self, unit: UnitId, parent: UnitId, from: Day) {
        let places = self.places.entry(unit).or_default();
        places.retain(|(day, _)| *day != from);
        places.push((from, parent));
    }

    /// People of a unit or station over a range.
    pub fn people(&self, unit: UnitId, range: Range, lens: Lens, today: Day) -> i64 {
        let counts = |record: &&Record| {
            let day = if lens == Lens::Now { today } else { record.day };
            range.has(record.day) && self.chain(record.station, day).contains(&unit)
        };
        self.records.iter().filter(counts).map(|record| record.people).sum()
    }

    /// The same by those directly below; `unit` itself for the stations that hang directly on it.
    pub fn by_child(
        &self,
        unit: UnitId,
        range: Range,
        lens: Lens,
        today: Day,
    ) -> BTreeMap<UnitId, i64> {
        let mut rows = BTreeMap::new();
        for record in self.records.iter().filter(|record| range.has(record.day)) {
            let day = if lens == Lens::Now { today } else { record.day };
            let chain = self.chain(record.station, day);
            if let Some(at) = chain.iter().position(|above| *above == unit) {
                // A station that hangs directly on the unit counts for the unit itself.
                let row = if at <= 1 { unit } else { chain[at - 1] };
                *rows.entry(row).or_default() += record.people;
            }
        }
        rows
    }
}
