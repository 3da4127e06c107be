//! How many records each day of an invented network has.

use db::Day;

use crate::{
    network::{Scale, apportion},
    rhythm::liveliness,
};

/// Days at the beginning of a new network that make up for what today still lacks.
const FIRST_WEEK: usize = 7;
/// Days of the past that a new network has.
pub const DAYS: u32 = 60;

/// What is to be made.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How much of the country.
    pub scale: Scale,
    /// Records over the days.
    pub visits: u64,
    /// Days of the past, today among them.
    pub days: u32,
    /// What everything is derived from.
    pub seed: u64,
}

impl Plan {
    /// Records of a day, on average.
    pub fn a_day(&self) -> f64 {
        self.visits as f64 / f64::from(self.days.max(1))
    }

    /// The days up to the one on which a network is made.
    fn days_until(&self, made_on: Day) -> impl Iterator<Item = Day> + use<> {
        let before = i32::try_from(self.days.max(1)).unwrap_or(i32::MAX) - 1;
        (0..=before).map(move |days| made_on.plus(days - before))
    }
}

/// The days up to the one on which a network is made, that one whole; `already` tells how many of
/// so many records have happened on it by then. The rest of them has happened in the first week,
/// so that every day between follows from the seed and the day alone, whatever the time.
pub fn first(plan: Plan, made_on: Day, already: impl FnOnce(usize) -> usize) -> Vec<(Day, usize)> {
    let days: Vec<Day> = plan.days_until(made_on).collect();
    let weights: Vec<f64> = days.iter().map(|day| liveliness(*day)).collect();
    let total = usize::try_from(plan.visits).unwrap_or(usize::MAX);
    let mut counts = apportion(&weights, total);
    let whole = counts.last().copied().unwrap_or_default();
    let first_week = FIRST_WEEK.min(days.len() - 1);
    let missing = whole.saturating_sub(already(whole));
    let more = apportion(&weights[..first_week], missing);
    for (count, more) in counts.iter_mut().zip(more) {
        *count += more;
    }
    days.into_iter().zip(counts).collect()
}

/// The days after the one on which a network was made, as lively as those before.
pub fn later(plan: Plan, made_on: Day, until: Day) -> impl Iterator<Item = (Day, usize)> {
    let usual = plan.visits as f64 / plan.days_until(made_on).map(liveliness).sum::<f64>();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    let count = move |day: Day| (usual * liveliness(day)).round() as usize;
    (1..=until.since(made_on)).map(move |days| made_on.plus(days)).map(move |day| (day, count(day)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: Plan = Plan { scale: Scale::Nation, visits: 1_000_000, days: DAYS, seed: 1 };

    #[test]
    fn the_records_that_have_happened_are_as_many_as_asked_at_any_hour() {
        let made_on: Day = "2026-11-24".parse().unwrap();
        let at = |hour: usize| {
            let mut happened = 0;
            let quotas = first(PLAN, made_on, |whole| {
                happened = whole * hour / 24;
                happened
            });
            let before: usize = quotas[..59].iter().map(|(_, count)| count).sum();
            assert_eq!((quotas.len(), before + happened), (60, 1_000_000));
            quotas
        };
        let (morning, evening) = (at(7), at(21));
        assert_eq!(morning.last().unwrap().0, made_on);
        assert_eq!(morning[FIRST_WEEK..], evening[FIRST_WEEK..]);
        assert_ne!(morning[..FIRST_WEEK], evening[..FIRST_WEEK]);
    }

    #[test]
    fn later_days_are_like_those_before() {
        let made_on: Day = "2026-11-24".parse().unwrap();
        let before = first(PLAN, made_on, |whole| whole);
        let after: Vec<(Day, usize)> = later(PLAN, made_on, made_on.plus(6)).collect();
        for (day, count) in after {
            let week_ago = before.iter().find(|(known, _)| *known == day.plus(-7)).unwrap();
            assert!(week_ago.1.abs_diff(count) <= 1, "{day}");
        }
    }
}
