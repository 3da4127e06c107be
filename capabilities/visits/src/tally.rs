//! Totals: what one cell holds, which cells a fact touches, and how a range is read.
//!
//! A cell is unit × day × service. Every fact adds to the cell of its station and of each unit
//! that stood above the station on the day of the fact; units above stations also keep a cell a
//! month for months that are over, so that three years are read as months and some days.

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
        for unit in tree.chain(station, day) {
            self.add(unit, day, service.bit, figures, 1);
        }
    }

    /// Adds `times` the figures to a unit or station.
    pub fn add(&mut self, unit: UnitId, day: Day, bit: u8, figures: &Figures, times: i64) {
        self.days.entry((day, unit, bit)).or_default().add(figures, times);
    }
}

impl Pending for Cells {
    fn merge(&mut self, other: Self) {
        for (place, figures) in other.days {
            self.days.entry(place).or_default().add(&figures, 1);
        }
    }

    fn settle(&self, tx: &mut Tx<'_>) -> db::Result<()> {
        store::cells::add(tx, self)
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

    /// The months that lie in it as a whole, from the first day of the first to the last day of
    /// the last.
    pub fn whole_months(self) -> Option<Self> {
        let month = self.from.month_start();
        let from = if self.from == month { month } else { self.from.month_end().plus(1) };
        let to =
            if self.to == self.to.month_end() { self.to } else { self.to.month_start().plus(-1) };
        Self::new(from, to)
    }

    /// The range as those whole months in it whose cells are kept (their first days, in order),
    /// and the days before, between and behind them.
    pub fn parts(self, kept: &[Day]) -> Vec<Part> {
        let mut parts = Vec::with_capacity(3);
        let mut next = self.from;
        for month in kept.iter().copied() {
            match parts.last_mut() {
                Some(Part::Months(months)) if next == month => months.to = month,
                _ => {
                    parts.extend(Self::new(next, month.plus(-1)).map(Part::Days));
                    parts.push(Part::Months(Self { from: month, to: month }));
                }
            }
            next = month.month_end().plus(1);
        }
        parts.extend(Self::new(next, self.to).map(Part::Days));
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

    fn range(from: &str, to: &str) -> Range {
        Range::new(day(from), day(to)).unwrap()
    }

    #[test]
    fn a_range_is_kept_months_and_the_days_around_them() {
        let days = |from, to| Part::Days(range(from, to));
        let months = |from, to| Part::Months(range(from, to));
        let asked = range("2026-01-15", "2026-05-10");
        let kept = ["2026-02-01", "2026-04-01"].map(day);
        assert_eq!(
            asked.parts(&kept),
            [
                days("2026-01-15", "2026-01-31"),
                months("2026-02-01", "2026-02-01"),
                days("2026-03-01", "2026-03-31"),
                months("2026-04-01", "2026-04-01"),
                days("2026-05-01", "2026-05-10"),
            ]
        );
        let kept = ["2026-02-01", "2026-03-01"].map(day);
        let whole = range("2026-02-01", "2026-03-31");
        assert_eq!(whole.parts(&kept), [months("2026-02-01", "2026-03-01")]);
        assert_eq!(whole.parts(&[]), [Part::Days(whole)]);
        assert_eq!(Range::new(day("2026-02-02"), day("2026-02-01")), None);
    }

    #[test]
    fn whole_months_leave_the_edges() {
        let whole = range("2026-01-15", "2026-04-10").whole_months();
        assert_eq!(whole, Some(range("2026-02-01", "2026-03-31")));
        assert_eq!(
            range("2026-02-01", "2026-02-28").whole_months().unwrap().from,
            day("2026-02-01")
        );
        assert_eq!(range("2026-02-01", "2026-02-27").whole_months(), None);
    }

    proptest! {
        #[test]
        fn the_parts_cover_each_day_once(start in 0..20_000i32, length in 0..1_500i32, kept in any::<u64>()) {
            let from = day("1970-01-01").plus(start);
            let range = Range::new(from, from.plus(length)).unwrap();
            let whole = range.whole_months();
            let months = std::iter::successors(whole.map(|whole| whole.from), |month| {
                Some(month.month_end().plus(1))
            });
            let months = months.take_while(|month| whole.is_some_and(|whole| whole.has(*month)));
            let kept = months.enumerate().filter(|(place, _)| kept >> (place % 64) & 1 == 1);
            let kept: Vec<Day> = kept.map(|(_, month)| month).collect();
            let mut next = range.from;
            let mut whole = 0;
            for part in range.parts(&kept) {
                let days = part.range();
                prop_assert_eq!(days.from, next);
                next = days.to.plus(1);
                if let Part::Months(months) = part {
                    whole += kept.iter().filter(|month| months.has(**month)).count();
                }
            }
            prop_assert_eq!(next, range.to.plus(1));
            prop_assert_eq!(whole, kept.len());
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
