//! Open or closed, and until when.

use proptest::prelude::*;

use super::hours;
use super::round_trip::any_hours;
use crate::hours::{State, WeeklyHours};

fn open(until: u32) -> State {
    State::Open { until: Some(until) }
}

fn closed(next_open: u32) -> State {
    State::Closed { next_open: Some(next_open) }
}

#[test]
fn a_week_of_a_shop() {
    let shop = hours("12345 08:30-12:00,13:30-18:00;6 09:00-12:00");
    let cases = [
        (1, 8 * 60 + 29, closed(1)),
        (1, 8 * 60 + 30, open(210)),
        (1, 11 * 60 + 59, open(1)),
        (1, 12 * 60, closed(90)),
        (5, 18 * 60, closed(15 * 60)),
        (6, 12 * 60, closed(12 * 60 + 24 * 60 + 8 * 60 + 30)),
        (7, 0, closed(24 * 60 + 8 * 60 + 30)),
    ];
    for (day, minute, state) in cases {
        assert_eq!(shop.state_at(day, minute), state, "{day} {minute}");
    }
}

#[test]
fn nights_go_over_midnight_and_over_sunday() {
    let bar = hours("7 17:00-02:00");
    assert_eq!(bar.state_at(7, 23 * 60), open(180));
    assert_eq!(bar.state_at(1, 60), open(60));
    assert_eq!(bar.state_at(1, 120), closed(6 * 1440 + 15 * 60));
}

#[test]
fn days_that_meet_at_midnight_are_one_stretch() {
    let weekend = hours("67 00:00-24:00");
    assert_eq!(weekend.state_at(6, 0), open(2 * 1440));
    let around = hours("7 12:00-24:00;1 00:00-06:00");
    assert_eq!(around.state_at(7, 23 * 60), open(7 * 60));
}

#[test]
fn always_and_never() {
    assert_eq!(hours("1234567 00:00-24:00").state_at(3, 7), State::Open { until: None });
    assert_eq!(hours("1234567 08:00-08:00").state_at(3, 480), State::Open { until: None });
    assert_eq!(WeeklyHours::default().state_at(3, 7), State::Closed { next_open: None });
}

/// Whether a minute of the week is inside any span, by looking at each.
fn is_open(hours: &WeeklyHours, minute: u32) -> bool {
    hours.spans().any(|(day, span)| {
        let from = u32::from(day - 1) * 1440 + u32::from(span.from());
        let length = u32::from(span.to() - span.from());
        (minute + 10_080 - from) % 10_080 < length
    })
}

proptest! {
    #[test]
    fn until_and_next_open_are_the_next_change(hours in any_hours(), now in 0_u32..10_080) {
        let (day, minute) = (now / 1440 + 1, now % 1440);
        let state = hours.state_at(u8::try_from(day).unwrap(), u16::try_from(minute).unwrap());
        let is_now = is_open(&hours, now);
        let change = (1..=10_080).find(|ahead| is_open(&hours, (now + ahead) % 10_080) != is_now);
        let expected = if is_now {
            State::Open { until: change }
        } else {
            State::Closed { next_open: change }
        };
        prop_assert_eq!(state, expected);
    }
}
