//! Two times to a span of open time, with the other span they may mean.

use super::super::token::{Clock, Half};
use super::super::{DAY, Span};

const NOON: u16 = DAY / 2;

pub(super) struct Resolved {
    pub span: Span,
    /// What else the two times may mean.
    pub other: Option<Span>,
    pub doubt: Option<&'static str>,
}

/// `None` when the times make no span of a day.
pub(super) fn resolve(from: Clock, to: Clock) -> Option<Resolved> {
    let typo = (from.typo || to.typo).then_some("hours.typo");
    let start = in_half(from, from.half);
    if to.half == Some(Half::NextDay) {
        let span = (to.minute <= start).then(|| Span::new(start, to.minute)).flatten()?;
        return Some(Resolved { span, other: None, doubt: typo });
    }
    // 下午2:00-4:00: the word goes on for the second time.
    let inherited = from.half == Some(Half::Afternoon) && to.half.is_none() && !to.of_24;
    let mut end = in_half(to, if inherited { from.half } else { to.half });
    if end == NOON && start > NOON && to.half == Some(Half::Afternoon) {
        end = DAY; // 下午1:00-晚12:00
    }
    // 23:59 is how some forms write the end of a day.
    if end == DAY - 1 || (start == 0 && end == 0) {
        end = DAY;
    }
    let span = Span::new(start, end)?;
    let evening = (to.half.is_none() && !to.of_24 && end <= start && end + NOON > start)
        .then(|| Span::new(start, end + NOON))
        .flatten();
    Some(match evening {
        // 9:00-5:00: five in the evening, or the next morning.
        Some(evening) => {
            Resolved { span: evening, other: Some(span), doubt: Some("hours.half-day-clock") }
        }
        None if start == end => Resolved { span, other: None, doubt: Some("hours.half-day-clock") },
        None => Resolved { span, other: None, doubt: typo },
    })
}

fn in_half(clock: Clock, half: Option<Half>) -> u16 {
    match half {
        Some(Half::Afternoon) if clock.minute < NOON => clock.minute + NOON,
        Some(Half::Noon) if clock.minute < 4 * 60 => clock.minute + NOON,
        _ => clock.minute,
    }
}
