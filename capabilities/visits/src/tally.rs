//! Totals: what one cell holds, which cells a fact touches, and how a range is read.
//!
//! A cell is unit × day × service. Every fact adds to the cell of its station and of each unit
//! that stood above the station on the day of the fact; units above stations also keep a cell a
//! month, so that three years are read as months and edge days.

use db::{Day, Pending, Tx};
use foldhash::HashMap;
use org::{Tree, UnitId};
use stations::Service;

use crate::store;

/// Columns for the guests' groups; a group's `slot` is its column.
pub const GROUP_SLOTS: usize = 8;

/// The figures of a cell, or of any sum of cells. Reversed records are not in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Service records.
    pub visits: i64,
    /// Person-times (服务人次).
    pub people: i64,
    /// Arrivals (到站人次).
    pub arrivals: i64,
    /// Rating keys handed out.
    pub invited: i64,
    /// Ratings.
    pub rated: i64,
    /// Sum of their scores.
    pub score_sum: i64,
    /// Scores 3 to 5.
    pub satisfied: i64,
    /// Scores 1 and 2.
    pub dissatisfied: i64,
    /// People by the slot of their group.
    pub groups: [i64; GROUP_SLOTS],
}

impl Figures {
    /// What one record adds.
    pub fn of_record(people: i64, arrivals: i64, invited: i64, slot: Option<u8>) -> Self {
        let mut groups = [0; GROUP_SLOTS];
        if let Some(place) = slot.and_then(|slot| groups.get_mut(usize::from(slot))) {
            *place = people;
        }
        Self { visits: 1, people, arrivals, invited, groups, ..Self::default() }
    }

    /// The opposite, for a reversal.
    #[must_use]
    pub fn negated(self) -> Self {
        let mut none = Self::default();
        none.add(&self, -1);
        none
    }

    /// Adds `times` the other figures.
    pub fn add(&mut self, other: &Self, times: i64) {
        let mut sum = self.numbers();
        for (mine, theirs) in sum.iter_mut().zip(other.numbers()) {
            *mine += times * theirs;
        }
        *self = Self::from_numbers(&sum);
    }

    /// Whether nothing is in it.
    pub fn is_zero(&self) -> bool {
        *self == Self::default()
    }

    /// All figures in the order of the columns.
    pub fn numbers(&self) -> [i64; 8 + GROUP_SLOTS] {
        let mut numbers = [0; 8 + GROUP_SLOTS];
        numbers[..8].copy_from_slice(&[
            self.visits,
            self.people,
            self.arrivals,
            self.invited,
            self.rated,
            self.score_sum,
            self.satisfied,
            self.dissatisfied,
        ]);
        numbers[8..].copy_from_slice(&self.groups);
        numbers
    }

    /// The figures of such a row of numbers.
    pub fn from_numbers(numbers: &[i64; 8 + GROUP_SLOTS]) -> Self {
        let mut groups = [0; GROUP_SLOTS];
        groups.copy_from_slice(&numbers[8..]);
        Self {
            visits: numbers[0],
            people: numbers[1],
            arrivals: numbers[2],
            invited: numbers[3],
            rated: numbers[4],
            score_sum: numbers[5],
            satisfied: numbers[6],
            dissatisfied: numbers[7],
            groups,
        }
    }
}

/// Where a cell lies: day (or first day of the month), unit and the bit of the service.
pub type Place = (Day, UnitId, u8);

/// What is to be added to which cell. The facts of a whole batch of callers are summed here before
/// the store is touched, for all of them add to the same cells of province and nation.
#[derive(Default)]
pub struct Cells {
    /// Day × unit × service.
    pub days: HashMap<Place, Figures>,
    /// First day of the month × unit × service.
    pub months: HashMap<Place, Figures>,
}

impl Cells {
    /// Books figures of a station on a day, to it and to all above it on that day.
    pub fn book(
        &mut self,
        tree: &Tree,
        station: UnitId,
        day: Day,
        service: &Service,
        figures: &Figures,
    ) {
        let month = day.month_start();
        for unit in tree.chain(station, day) {
            self.days.entry((day, unit, service.bit)).or_default().add(figures, 1);
            if unit != station {
                self.months.entry((month, unit, service.bit)).or_default().add(figures, 1);
            }
        }
    }

    /// Adds to the cell of an office and to that of its month.
    pub fn add(&mut self, (day, unit, bit): Place, figures: &Figures) {
        self.days.entry((day, unit, bit)).or_default().add(figures, 1);
        self.months.entry((day.month_start(), unit, bit)).or_default().add(figures, 1);
    }
}

impl Pending for Cells {
    fn merge(&mut self, other: Self) {
        for (mine, theirs) in [(&mut self.days, other.days), (&mut self.months, other.months)] {
            for (place, figures) in theirs {
                mine.entry(place).or_default().add(&figures, 1);
            }
        }
    }

    fn settle(self, tx: &mut Tx<'_>) -> db::Result<()> {
        store::cells::add(tx, &self)
    }
}

/// A range of days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// First day.
    pub from: Day,
    /// Last day, not before the first.
    pub to: Day,
}

/// A part of a range, read from one table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Days, both included.
    Days(Range),
    /// Whole months, by their first days, both included.
    Months(Range),
}

impl Part {
    /// Its days.
    pub fn range(self) -> Range {
        match self {
            Self::Days(days) => days,
            Self::Months(months) => Range { from: months.from, to: months.to.month_end() },
        }
    }
}

impl Range {
    /// A range, if its days are in order.
    pub fn new(from: Day, to: Day) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    /// Whether a day lies in it.
    pub fn has(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// What both ranges have in common.
    pub fn overlap(self, from: Day, to: Option<Day>) -> Option<Self> {
        Self::new(self.from.max(from), to.map_or(self.to, |to| self.to.min(to)))
    }

    /// The range as edge days and whole months between them.
    pub fn parts(self) -> Vec<Part> {
        let first = if self.from == self.from.month_start() {
            self.from
        } else {
            self.from.month_end().plus(1)
        };
        let last =
            if self.to == self.to.month_end() { self.to } else { self.to.month_start().plus(-1) };
        if first > last {
            return vec![Part::Days(self)];
        }
        let mut parts = Vec::with_capacity(3);
        parts.extend(Self::new(self.from, first.plus(-1)).map(Part::Days));
        parts.push(Part::Months(Self { from: first, to: last.month_start() }));
        parts.extend(Self::new(last.plus(1), self.to).map(Part::Days));
        parts
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_range_is_whole_months_between_edge_days() {
        let range = Range::new(day("2026-01-15"), day("2026-04-10")).unwrap();
        let days = |from, to| Part::Days(Range { from: day(from), to: day(to) });
        let months = |from, to| Part::Months(Range { from: day(from), to: day(to) });
        assert_eq!(
            range.parts(),
            [
                days("2026-01-15", "2026-01-31"),
                months("2026-02-01", "2026-03-01"),
                days("2026-04-01", "2026-04-10")
            ]
        );
        let whole = Range::new(day("2026-02-01"), day("2026-02-28")).unwrap();
        assert_eq!(whole.parts(), [months("2026-02-01", "2026-02-01")]);
        let inside = Range::new(day("2026-02-01"), day("2026-02-27")).unwrap();
        assert_eq!(inside.parts(), [days("2026-02-01", "2026-02-27")]);
        assert_eq!(Range::new(day("2026-02-02"), day("2026-02-01")), None);
    }

    proptest! {
        #[test]
        fn the_parts_cover_each_day_once(start in 0..20_000i32, length in 0..1_500i32) {
            let from = day("1970-01-01").plus(start);
            let range = Range::new(from, from.plus(length)).unwrap();
            let mut next = range.from;
            for part in range.parts() {
                let (first, last) = match part {
                    Part::Days(days) => (days.from, days.to),
                    Part::Months(months) => (months.from, months.to.month_end()),
                };
                prop_assert_eq!(first, next);
                next = last.plus(1);
            }
            prop_assert_eq!(next, range.to.plus(1));
        }

        #[test]
        fn a_record_and_its_reversal_leave_nothing(people in 1..100i64, slot in 0..8u8) {
            let mut sum = Figures::of_record(people, 1, 0, Some(slot));
            prop_assert_eq!(sum.groups.iter().sum::<i64>(), people);
            let reversal = sum.negated();
            sum.add(&reversal, 1);
            prop_assert!(sum.is_zero());
        }
    }
}
