//! Open or closed at a moment of the week, and until when. Pure arithmetic: which day and minute
//! it is in Asia/Shanghai is the caller's to say.

use super::{DAY, WeeklyHours};

/// Minutes of a week.
const WEEK: u32 = 7 * DAY as u32;

/// Whether a station is open by its hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Open now.
    Open {
        /// Minutes until it closes; `None` when it never does.
        until: Option<u32>,
    },
    /// Closed now.
    Closed {
        /// Minutes until it opens; `None` when it never does.
        next_open: Option<u32>,
    },
}

/// A week as stretches of open minutes from Monday 00:00, in order, not touching.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Week(Vec<(u32, u32)>);

impl Week {
    pub(super) fn of(hours: &WeeklyHours) -> Self {
        let mut stretches: Vec<(u32, u32)> = Vec::new();
        for (day, span) in hours.spans() {
            let midnight = u32::from(day - 1) * u32::from(DAY);
            let (from, to) = (midnight + u32::from(span.from()), midnight + u32::from(span.to()));
            stretches.push((from, to.min(WEEK)));
            // Sunday's night goes on at the beginning of Monday.
            if to > WEEK {
                stretches.push((0, to - WEEK));
            }
        }
        stretches.sort_unstable();
        stretches.dedup_by(|later, earlier| {
            let touches = later.0 <= earlier.1;
            if touches {
                earlier.1 = earlier.1.max(later.1);
            }
            touches
        });
        Self(stretches)
    }

    /// Open or closed at this day (1 Monday to 7 Sunday) and minute of the day.
    pub fn state_at(&self, day: u8, minute: u16) -> State {
        let now = (u32::from(day).saturating_sub(1) * u32::from(DAY) + u32::from(minute)) % WEEK;
        let Some(first) = self.0.first() else {
            return State::Closed { next_open: None };
        };
        let next = self.0.partition_point(|stretch| stretch.1 <= now);
        match self.0.get(next) {
            Some((from, to)) if *from <= now => {
                // A stretch to the end of Sunday may go on from Monday.
                let end = if *to == WEEK && first.0 == 0 { WEEK + first.1 } else { *to };
                State::Open { until: (*first != (0, WEEK)).then_some(end - now) }
            }
            Some((from, _)) => State::Closed { next_open: Some(from - now) },
            None => State::Closed { next_open: Some(WEEK + first.0 - now) },
        }
    }
}
