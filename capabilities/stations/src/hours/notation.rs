//! Hours as one short text for a column of the store: `12345 08:30-12:00,13:30-18:00;67 09:00-17:00`.
//!
//! Days are digits, 1 Monday to 7 Sunday; an end at or before its start is on the next day.

use std::fmt;
use std::str::FromStr;

use super::{Span, WeeklyHours};

/// A text that is not in this notation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("hours.notation")]
pub struct NotationError;

impl fmt::Display for WeeklyHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, group) in self.groups().iter().enumerate() {
            if index > 0 {
                f.write_str(";")?;
            }
            for day in &group.days {
                write!(f, "{day}")?;
            }
            for (index, span) in group.spans.iter().enumerate() {
                f.write_str(if index == 0 { " " } else { "," })?;
                write!(f, "{}-{}", Span::clock(span.from()), Span::clock(span.to()))?;
            }
        }
        Ok(())
    }
}

impl FromStr for WeeklyHours {
    type Err = NotationError;

    fn from_str(text: &str) -> Result<Self, NotationError> {
        let mut all = Vec::new();
        for group in text.split(';').filter(|group| !group.is_empty()) {
            let (days, spans) = group.split_once(' ').ok_or(NotationError)?;
            for span in spans.split(',') {
                let (from, to) = span.split_once('-').ok_or(NotationError)?;
                let from = clock(from).ok_or(NotationError)?;
                let span = Span::new(from, clock(to).ok_or(NotationError)?).ok_or(NotationError)?;
                for day in days.bytes() {
                    if !(b'1'..=b'7').contains(&day) {
                        return Err(NotationError);
                    }
                    all.push((day - b'0', span));
                }
            }
        }
        Ok(Self::new(all))
    }
}

/// Minutes of `HH:MM`, `00:00` to `24:00`.
pub(super) fn clock(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |part: &str| {
        let digits = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse::<u16>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let minute = hours * 60 + minutes;
    (minutes < 60 && minute <= super::DAY).then_some(minute)
}
