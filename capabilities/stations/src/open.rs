//! Whether a station is open at a moment, why we think so, and how sure we are.
//!
//! Today it is told from the life of the station and its declared hours alone. What happens at
//! the door is not known here.

use db::{Instant, SHANGHAI_OFFSET_SECONDS};

use crate::{directory::Entry, hours::State as HoursState, life::Status};

/// How sure declared hours make us: they are what was promised, and nobody has looked.
const DECLARED: f64 = 0.7;
/// What was said about the station itself is as sure as can be.
const SAID: f64 = 1.0;
/// From here on a page says 确定开放, below it 多半开放 (public contract).
const SURE: f64 = 0.8;

/// Open, closed, or nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Open.
    Open,
    /// Closed.
    Closed,
    /// Nothing tells.
    Unsure,
}

impl State {
    /// The word in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Unsure => "unsure",
        }
    }
}

/// The open state of a station at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    /// The state.
    pub state: State,
    /// Why: `declared_hours`, `no_hours`, `suspended`, `not_open_yet`, `relocating`, `withdrawn`.
    pub reason: &'static str,
    /// When it closes, if it is open and ever does.
    pub until: Option<Instant>,
    /// When it opens, if it is closed and that is known.
    pub next_open: Option<Instant>,
    /// How sure the state is, 0 to 1.
    pub confidence: f64,
    /// The moment it is told for.
    pub as_of: Instant,
}

impl Open {
    fn told(state: State, reason: &'static str, confidence: f64, as_of: Instant) -> Self {
        Self { state, reason, until: None, next_open: None, confidence, as_of }
    }

    /// The state of a station at a moment.
    pub fn of(entry: &Entry, at: Instant) -> Self {
        let closed = |reason| Self::told(State::Closed, reason, SAID, at);
        match entry.status(at.day()) {
            Status::Trial | Status::Active => Self::by_hours(entry, at),
            Status::Suspended => {
                let stage = entry.life().suspension(at.day());
                let again = stage.and_then(|stage| stage.until).map(|until| until.plus(1).start());
                let next_open = again.and_then(|again| opens_after(entry, again));
                Self { next_open, ..closed("suspended") }
            }
            Status::Planned | Status::Submitted | Status::Returned => closed("not_open_yet"),
            Status::Relocating => closed("relocating"),
            Status::Closed => closed("withdrawn"),
        }
    }

    fn by_hours(entry: &Entry, at: Instant) -> Self {
        let Some(hours) = entry.week() else {
            return Self::told(State::Unsure, "no_hours", 0.0, at);
        };
        let told = |state| Self::told(state, "declared_hours", DECLARED, at);
        match hours.state_at(at.day().weekday(), at.minute_of_day()) {
            HoursState::Open { until } => {
                Self { until: until.map(|minutes| later(at, minutes)), ..told(State::Open) }
            }
            HoursState::Closed { next_open } => {
                let next_open = next_open.map(|minutes| later(at, minutes));
                Self { next_open, ..told(State::Closed) }
            }
        }
    }

    /// Whether a page may say 确定开放.
    pub fn is_sure(&self) -> bool {
        self.confidence >= SURE
    }
}

/// The first moment from `from` on at which the declared hours have it open.
fn opens_after(entry: &Entry, from: Instant) -> Option<Instant> {
    match entry.week()?.state_at(from.day().weekday(), from.minute_of_day()) {
        HoursState::Open { .. } => Some(from),
        HoursState::Closed { next_open } => next_open.map(|minutes| later(from, minutes)),
    }
}

/// So many minutes after the full minute of `at`.
fn later(at: Instant, minutes: u32) -> Instant {
    let shift = SHANGHAI_OFFSET_SECONDS * 1_000_000;
    let minute = 60_000_000;
    let full = (at.0 + shift).div_euclid(minute) * minute - shift;
    Instant(full).plus_seconds(i64::from(minutes) * 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{directory::Entry, life::Stage};

    /// Thursday, 26 November 2026, 10:00:30 in Shanghai.
    fn at() -> Instant {
        "2026-11-26T10:00:30+08:00".parse().unwrap()
    }

    fn station(hours: Option<&str>) -> Entry {
        Entry::sample("440305-00121", "湖滨路厅", hours)
    }

    #[test]
    fn without_hours_nobody_knows() {
        let open = Open::of(&station(None), at());
        assert_eq!((open.state, open.reason), (State::Unsure, "no_hours"));
        assert!(open.confidence < 0.5);
    }

    #[test]
    fn declared_hours_make_it_probable() {
        let open = Open::of(&station(Some("1234567 08:30-18:00")), at());
        assert_eq!(open.state, State::Open);
        assert_eq!(open.until, Some("2026-11-26T18:00:00+08:00".parse().unwrap()));
        assert!(!open.is_sure() && open.confidence > 0.5);
        let night = Open::of(&station(Some("1234567 11:00-18:00")), at());
        assert_eq!(night.state, State::Closed);
        assert_eq!(night.next_open, Some("2026-11-26T11:00:00+08:00".parse().unwrap()));
    }

    #[test]
    fn a_suspension_goes_before_the_hours_and_tells_when_it_ends() {
        let mut station = station(Some("12345 08:30-18:00"));
        let day = at().day();
        let until = Some(day.plus(1));
        station.say(Stage { from: day, status: Status::Suspended, reason: None, until });
        let open = Open::of(&station, at());
        assert_eq!((open.state, open.reason), (State::Closed, "suspended"));
        // Friday is its last day, so it opens again on Monday.
        assert_eq!(open.next_open, Some("2026-11-30T08:30:00+08:00".parse().unwrap()));
    }
}
