//! Gathers spans under the days and the names (a season, a part of the place) that they belong to,
//! and makes a reading of each.

use super::super::token::{DAILY, Days};
use super::super::{Span, WeeklyHours};
use super::Hours;

/// Spans that hold on the same days.
#[derive(Default)]
struct Segment {
    days: Option<Days>,
    spans: Vec<(Span, Option<Span>)>,
}

/// What holds under one name.
#[derive(Default)]
struct Period {
    note: String,
    segments: Vec<Segment>,
}

impl Period {
    fn has_spans(&self) -> bool {
        self.segments.iter().any(|segment| !segment.spans.is_empty())
    }
}

pub(super) struct Periods {
    all: Vec<Period>,
    /// Whether seasons are named behind their times.
    named_behind: bool,
    /// The current period has its name behind it: the next span begins another.
    ended: bool,
    season: String,
    words: String,
}

/// The readings of all periods, and what is doubtful about how their days fit together.
pub(super) struct Built {
    pub readings: Vec<Hours>,
    pub doubts: Vec<&'static str>,
}

impl Periods {
    pub fn new(named_behind: bool) -> Self {
        Self {
            all: vec![Period::default()],
            named_behind,
            ended: false,
            season: String::new(),
            words: String::new(),
        }
    }

    pub fn words(&mut self, words: &str) {
        self.words.push_str(words);
    }

    /// Words name only what follows them directly.
    pub fn end_of_words(&mut self) {
        self.words.clear();
    }

    pub fn season(&mut self, words: &str) {
        if self.named_behind && !self.ended {
            if let Some(period) = self.all.last_mut() {
                words.clone_into(&mut period.note);
            }
            self.ended = true;
        } else if self.named_behind {
            if let Some(period) = self.all.last_mut() {
                period.note.push_str(words);
            }
        } else {
            self.season.push_str(words);
        }
    }

    /// Whether a name waits for its times.
    pub fn is_named(&self) -> bool {
        !self.season.is_empty() || self.ended
    }

    /// The season that was named is closed, so its name belongs to no times.
    pub fn forget_name(&mut self) {
        self.season.clear();
        if self.ended
            && let Some(period) = self.all.last_mut()
        {
            period.note.clear();
        }
        self.ended = false;
    }

    pub fn span(&mut self, days: Option<Days>, span: Span, other: Option<Span>) {
        let note = format!("{}{}", self.season, self.words);
        let days = if self.ended || !note.is_empty() { self.begin(note, days) } else { days };
        self.season.clear();
        self.words.clear();
        let Some(period) = self.all.last_mut() else { return };
        match period.segments.last_mut() {
            Some(segment) if days.is_none() => segment.spans.push((span, other)),
            _ => period.segments.push(Segment { days, spans: vec![(span, other)] }),
        }
    }

    /// Begins a period of this name, unless the current one is still empty. Where names stand
    /// behind the times, days named once hold for all.
    fn begin(&mut self, note: String, days: Option<Days>) -> Option<Days> {
        let carried = match self.all.last() {
            Some(period) if self.ended => period.segments.last().and_then(|segment| segment.days),
            _ => None,
        };
        match self.all.last_mut() {
            Some(period) if !period.has_spans() => period.note = note,
            _ => self.all.push(Period { note, segments: Vec::new() }),
        }
        self.ended = false;
        days.or(carried)
    }

    /// Days that stand behind their times.
    pub fn days_behind(&mut self, days: Days) {
        if let Some(segment) = self.all.last_mut().and_then(|period| period.segments.last_mut())
            && segment.days.is_none()
        {
            segment.days = Some(days);
        }
    }

    pub fn take_back_span(&mut self) {
        if let Some(segment) = self.all.last_mut().and_then(|period| period.segments.last_mut()) {
            segment.spans.pop();
        }
    }

    pub fn build(&self, closed: Days) -> Built {
        let mut built = Built { readings: Vec::new(), doubts: Vec::new() };
        for period in self.all.iter().filter(|period| period.has_spans()) {
            built.check_days(period, closed);
            let readings = [false, true].map(|other| Hours {
                hours: built.hours(period, closed, other),
                note: period.note.clone(),
            });
            for reading in readings {
                let known = built.readings.iter().any(|known| known.hours == reading.hours);
                if !reading.hours.is_empty() && !known {
                    built.readings.push(reading);
                }
            }
        }
        built
    }
}

impl Built {
    fn doubt(&mut self, code: &'static str) {
        self.doubts.push(code);
    }

    fn check_days(&mut self, period: &Period, closed: Days) {
        let named = named_days(period);
        let some_have_none = period.segments.iter().any(|segment| segment.days.is_none());
        if some_have_none && named != 0 {
            self.doubt("hours.days");
        }
        if named != DAILY && named & closed != 0 {
            self.doubt("hours.contradiction");
        }
    }

    /// Times without days hold on all days that no other segment names.
    fn hours(&mut self, period: &Period, closed: Days, other: bool) -> WeeklyHours {
        let unnamed = DAILY & !named_days(period);
        let mut spans = Vec::new();
        for segment in &period.segments {
            let days = segment.days.unwrap_or(unnamed) & !closed;
            for (span, alternative) in &segment.spans {
                let span = if other { alternative.unwrap_or(*span) } else { *span };
                let on = (1..=7_u8).filter(|day| days & (1 << (day - 1)) != 0);
                spans.extend(on.map(|day| (day, span)));
            }
        }
        spans.sort_unstable();
        let overlaps = spans
            .windows(2)
            .any(|pair| pair[0].0 == pair[1].0 && pair[1].1.from() < pair[0].1.to());
        if overlaps {
            self.doubt("hours.overlap");
        }
        WeeklyHours::new(spans)
    }
}

/// The days of the week that a period names.
fn named_days(period: &Period) -> Days {
    period.segments.iter().filter_map(|segment| segment.days).fold(0, |all, days| all | days)
        & DAILY
}
