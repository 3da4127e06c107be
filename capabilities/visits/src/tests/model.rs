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
    /// The first day without those that are closed.
    pub closed: BTreeMap<UnitId, Day>,
    pub places: BTreeMap<UnitId, Vec<(Day, UnitId)>>,
    pub records: Vec<Record>,
}

impl Model {
    pub fn parent(&self, unit: UnitId, day: Day) -> Option<UnitId> {
        let above = self.placed(unit, day)?;
        if self.is_closed(above, day) { self.parent(above, day) } else { Some(above) }
    }

    fn placed(&self, unit: UnitId, day: Day) -> Option<UnitId> {
        let places = self.places.get(&unit)?;
        let begun = places.iter().filter(|(from, _)| *from <= day);
        begun.max_by_key(|(from, _)| *from).map(|(_, parent)| *parent)
    }

    fn is_closed(&self, unit: UnitId, day: Day) -> bool {
        self.closed.get(&unit).is_some_and(|first| *first <= day)
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

    /// Whether the tree allows on `today` that a unit moves, or closes into another.
    pub fn allows(
        &self,
        today: Day,
        (unit, parent): (UnitId, UnitId),
        from: Day,
        closes: bool,
    ) -> bool {
        let all = self.places.values().flatten();
        let days: Vec<Day> =
            all.map(|(day, _)| *day).filter(|day| *day > from).chain([from]).collect();
        let ahead = self.places.get(&unit).is_none_or(|all| all.iter().any(|it| it.0 > today));
        let stands = |unit| !self.is_closed(unit, from);
        let same = !closes && self.parent(unit, from) == Some(parent);
        let loops = days.iter().any(|day| self.would_meet(parent, unit, *day));
        !ahead && stands(unit) && stands(parent) && !loops && !same
    }

    /// Whether somebody is met on the way up from a unit, closed ones counted.
    fn would_meet(&self, unit: UnitId, wanted: UnitId, day: Day) -> bool {
        unit == wanted
            || self.placed(unit, day).is_some_and(|above| self.would_meet(above, wanted, day))
    }

    pub fn close(&mut self, unit: UnitId, successor: UnitId, from: Day) {
        self.place(unit, successor, from);
        self.closed.insert(unit, from);
    }

    /// Undoes what a unit was to do from a day on.
    pub fn undo(&mut self, unit: UnitId, from: Day) {
        if let Some(places) = self.places.get_mut(&unit) {
            places.retain(|(day, _)| *day != from);
        }
        self.closed.retain(|closed, first| (*closed, *first) != (unit, from));
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
