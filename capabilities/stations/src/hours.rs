//! Weekly opening hours: what a station declares for each day of the week.
//!
//! A week is all there is here. Seasons, holidays and single days are not weekly; a text that
//! speaks of them is read as doubtful and stays with the station as its source text.

mod normalise;
mod notation;
mod read;
mod text;
mod token;
mod week;
mod words;

use serde::{Deserialize, Serialize};

pub use notation::NotationError;
pub use read::{Hours, Reading, parse};
pub use text::Language;
pub use week::{State, Week};

/// Minutes of a day.
pub const DAY: u16 = 24 * 60;

/// A stretch of open time on one day, in minutes from that day's midnight. It begins before the
/// day ends and lasts at most 24 hours, so it may end on the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    from: u16,
    to: u16,
}

impl Span {
    /// The whole day.
    pub const ALL_DAY: Self = Self { from: 0, to: DAY };

    /// From and to as people say them: an end at or before the start is on the next day, so that
    /// the same time twice is 24 hours. `None` when a minute is outside the day.
    pub fn new(from: u16, to: u16) -> Option<Self> {
        if from >= DAY || to > DAY {
            return None;
        }
        let to = if to > from { to } else { to + DAY };
        Some(Self { from, to })
    }

    /// The first open minute of the day, 0 to 1,439.
    pub fn from(self) -> u16 {
        self.from
    }

    /// The first minute after, above 1,440 when it is on the next day.
    pub fn to(self) -> u16 {
        self.to
    }

    /// `08:30`; the end of a day is `24:00`, an end on the next day that day's time.
    pub fn clock(minute: u16) -> String {
        let minute = if minute > DAY { minute - DAY } else { minute };
        format!("{:02}:{:02}", minute / 60, minute % 60)
    }
}

/// Opening hours of a week. Inside a day the spans are in order; those that touch are one,
/// as far as one span can hold them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct WeeklyHours {
    days: [Vec<Span>; 7],
}

/// One entry of the API's hours: `{"day":1,"from":"08:30","to":"18:00"}`, Monday is 1. A `to` at
/// or before `from` is on the next day; a whole day is `00:00` to `24:00`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaySpan {
    /// 1 Monday to 7 Sunday.
    pub day: u8,
    /// `HH:MM`, `00:00` to `23:59`.
    pub from: String,
    /// `HH:MM`, `00:00` to `24:00`.
    pub to: String,
}

impl WeeklyHours {
    /// The hours with these spans (day 1 Monday to 7 Sunday); spans of one day that touch become
    /// one. Days outside the week are left out.
    pub fn new(spans: impl IntoIterator<Item = (u8, Span)>) -> Self {
        let mut days: [Vec<Span>; 7] = Default::default();
        for (day, span) in spans {
            if let Some(spans) = usize::from(day).checked_sub(1).and_then(|i| days.get_mut(i)) {
                spans.push(span);
            }
        }
        for spans in &mut days {
            spans.sort_unstable();
            spans.dedup_by(|later, earlier| {
                let to = earlier.to.max(later.to);
                // A span is at most 24 hours, so two long ones stay two.
                let one = later.from <= earlier.to && to - earlier.from <= DAY;
                if one {
                    earlier.to = to;
                }
                one
            });
        }
        Self { days }
    }

    /// The same spans every day.
    pub fn daily(spans: &[Span]) -> Self {
        Self::new((1..=7).flat_map(|day| spans.iter().map(move |span| (day, *span))))
    }

    /// The spans of a day, 1 Monday to 7 Sunday; none for a day outside the week.
    pub fn day(&self, day: u8) -> &[Span] {
        usize::from(day).checked_sub(1).and_then(|i| self.days.get(i)).map_or(&[], Vec::as_slice)
    }

    /// Every span with its day, in order.
    pub fn spans(&self) -> impl Iterator<Item = (u8, Span)> + '_ {
        (1..=7).flat_map(|day| self.day(day).iter().map(move |span| (day, *span)))
    }

    /// Whether no day has any span: hours that say nothing.
    pub fn is_empty(&self) -> bool {
        self.days.iter().all(Vec::is_empty)
    }

    /// The API's shape, in order of day and time.
    pub fn to_entries(&self) -> Vec<DaySpan> {
        self.spans()
            .map(|(day, span)| DaySpan {
                day,
                from: Span::clock(span.from),
                to: Span::clock(span.to),
            })
            .collect()
    }

    /// Reads the API's shape. The error is a code: `hours.day`, `hours.time` or `hours.span`.
    pub fn from_entries(entries: &[DaySpan]) -> Result<Self, &'static str> {
        let spans = entries.iter().map(|entry| {
            if !(1..=7).contains(&entry.day) {
                return Err("hours.day");
            }
            let clock = |text: &str| notation::clock(text).ok_or("hours.time");
            let span = Span::new(clock(&entry.from)?, clock(&entry.to)?).ok_or("hours.span")?;
            Ok((entry.day, span))
        });
        Ok(Self::new(spans.collect::<Result<Vec<_>, _>>()?))
    }

    /// Days that have the same spans, grouped, in order of each group's first day. Days without
    /// spans are left out.
    pub fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for day in 1..=7 {
            let spans = self.day(day);
            if spans.is_empty() {
                continue;
            }
            match groups.iter_mut().find(|group| group.spans == spans) {
                Some(group) => group.days.push(day),
                None => groups.push(Group { days: vec![day], spans: spans.to_vec() }),
            }
        }
        groups
    }

    /// The week merged into stretches, for asking often.
    pub fn week(&self) -> Week {
        Week::of(self)
    }

    /// Open or closed at this day (1 Monday to 7 Sunday) and minute of the day.
    pub fn state_at(&self, day: u8, minute: u16) -> State {
        self.week().state_at(day, minute)
    }
}

/// Days with the same spans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// 1 Monday to 7 Sunday, ascending.
    pub days: Vec<u8>,
    /// Their spans, in order.
    pub spans: Vec<Span>,
}

impl Serialize for WeeklyHours {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_entries().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for WeeklyHours {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entries = Vec::<DaySpan>::deserialize(deserializer)?;
        Self::from_entries(&entries).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
