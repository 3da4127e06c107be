//! When people come: by the hour of the day and the day of the week, within the hours that a
//! station keeps.

use db::Day;
use stations::hours::{State, WeeklyHours};

/// People that come in each hour of the day to a place that is always open.
const BY_HOUR: [u32; 24] =
    [1, 1, 1, 1, 1, 2, 4, 6, 9, 12, 14, 14, 13, 8, 8, 9, 10, 9, 6, 5, 4, 3, 2, 1];
const MINUTES: u16 = 60;
const MINUTE_MICROSECONDS: i64 = 60_000_000;

/// A week of open minutes: bit `m` of an hour is its minute `m`.
pub struct OpenHours {
    days: [[u64; 24]; 7],
}

/// A moment of a day: microseconds since midnight, and the hour.
pub type Moment = (i64, u8);

impl OpenHours {
    /// The open minutes of declared hours.
    pub fn of(hours: &WeeklyHours) -> Self {
        let week = hours.week();
        let mut days = [[0; 24]; 7];
        for (day, hours) in (1..).zip(&mut days) {
            for (hour, bits) in (0..).zip(hours) {
                let open = |minute: &u16| {
                    matches!(week.state_at(day, hour * MINUTES + minute), State::Open { .. })
                };
                *bits = (0..MINUTES).filter(open).fold(0, |bits: u64, minute| bits | 1 << minute);
            }
        }
        Self { days }
    }

    /// Whether it is open at any time of a day.
    pub fn is_open_on(&self, day: Day) -> bool {
        self.on(day).iter().any(|bits| *bits != 0)
    }

    /// A moment of a day at which somebody comes; `None` when it is closed all day.
    pub fn moment(&self, day: Day, random: &mut fastrand::Rng) -> Option<Moment> {
        let hours = self.on(day);
        let weight = |hour: usize| BY_HOUR[hour] * hours[hour].count_ones();
        let all: u32 = (0..hours.len()).map(weight).sum();
        let mut at = if all == 0 { return None } else { random.u32(0..all) };
        let hour = (0..hours.len()).find(|hour| {
            let here = at < weight(*hour);
            at = at.saturating_sub(weight(*hour));
            here
        })?;
        let minute = nth_bit(hours[hour], random.u32(0..hours[hour].count_ones()));
        let hour = u8::try_from(hour).ok()?;
        let minutes = i64::from(hour) * i64::from(MINUTES) + i64::from(minute);
        let within = random.i64(0..MINUTE_MICROSECONDS);
        Some((minutes * MINUTE_MICROSECONDS + within, hour))
    }

    fn on(&self, day: Day) -> &[u64; 24] {
        &self.days[usize::from(day.weekday() - 1)]
    }
}

/// The place of the `n`th bit that is set.
fn nth_bit(mut bits: u64, n: u32) -> u32 {
    for _ in 0..n {
        bits &= bits.wrapping_sub(1);
    }
    bits.trailing_zeros()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(text: &str) -> OpenHours {
        OpenHours::of(&text.parse().unwrap())
    }

    #[test]
    fn people_come_while_it_is_open() {
        let open = hours("123456 08:30-12:00,14:00-17:30");
        let mut random = fastrand::Rng::with_seed(1);
        let monday: Day = "2026-11-23".parse().unwrap();
        let mut latest = 0;
        for _ in 0..2_000 {
            let (at, hour) = open.moment(monday, &mut random).unwrap();
            let minute = at / MINUTE_MICROSECONDS;
            assert!((510..720).contains(&minute) || (840..1_050).contains(&minute), "{minute}");
            assert_eq!(i64::from(hour), minute / 60);
            latest = latest.max(minute);
        }
        assert!(latest >= 1_040);
        let sunday = monday.plus(6);
        assert!(!open.is_open_on(sunday) && open.is_open_on(monday));
        assert_eq!(open.moment(sunday, &mut random), None);
    }

    #[test]
    fn a_place_that_never_closes_is_quiet_at_night() {
        let open = hours("1234567 00:00-24:00");
        let mut random = fastrand::Rng::with_seed(1);
        let day: Day = "2026-11-23".parse().unwrap();
        let moments = (0..2_000).filter_map(|_| open.moment(day, &mut random));
        let night = moments.filter(|(_, hour)| *hour < 5).count();
        assert!((20..200).contains(&night), "{night}");
    }

    #[test]
    fn bits_are_found_in_order() {
        let found: Vec<u32> = (0..3).map(|n| nth_bit(0b1011_0000, n)).collect();
        assert_eq!(found, [4, 5, 7]);
    }
}
