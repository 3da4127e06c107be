//! Reads opening hours as people write them.
//!
//! The reading is certain only when every word was understood and the text speaks of a plain week.
//! Anything else (seasons, holidays, dates, parts of a place, a clock that may mean morning or
//! evening) is doubtful, with each reading the text allows, or unknown. Nothing is guessed in
//! silence.

use super::token::{Clock, DAILY, Days, HOLIDAYS, Half, Token, WORKING, tokens};
use super::{Span, WeeklyHours, normalise};

mod periods;
mod runs;
mod spans;

use periods::Periods;
use spans::resolve;

/// Texts longer than this are not opening hours.
const LONGEST: usize = 2_000;

/// What a text says about the hours of a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// Understood in full.
    Certain(WeeklyHours),
    /// Understood in part, or in more than one way.
    Doubtful {
        /// What it may mean, the likeliest first; at least one.
        readings: Vec<Hours>,
        /// Why it is doubtful, each code once: `hours.break`, `hours.contradiction`, `hours.days`,
        /// `hours.exceptions`, `hours.half-day-clock`, `hours.holidays`, `hours.overlap`,
        /// `hours.seasonal`, `hours.suspended`, `hours.typo`, `hours.words`, `hours.workdays`.
        doubts: Vec<&'static str>,
    },
    /// No hours to be had, and why: `hours.none` (nothing said), `hours.length-only`,
    /// `hours.no-times`, `hours.not-understood`, `hours.suspended`, `hours.too-long`.
    Unknown(&'static str),
}

/// One reading of a doubtful text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// The hours.
    pub hours: WeeklyHours,
    /// The text's own words for when or where they hold (`旺季4月1日-10月31日`); empty when it has
    /// none.
    pub note: String,
}

/// Reads a text. See [`Reading`].
pub fn parse(text: &str) -> Reading {
    if text.chars().nth(LONGEST).is_some() {
        return Reading::Unknown("hours.too-long");
    }
    let plain = normalise::normalise(text);
    let bare: String = plain.iter().filter(|c| !c.is_whitespace()).collect();
    if matches!(bare.as_str(), "" | "-" | "/" | "无" | "暂无" | "暂无信息" | "不详" | "未知")
    {
        return Reading::Unknown("hours.none");
    }
    let tokens = tokens(&plain);
    let mut reader = Reader::new(&tokens);
    while reader.at < tokens.len() {
        reader.step();
    }
    reader.end()
}

/// What was read last, for words that refer to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Span,
    Other,
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    periods: Periods,
    /// Days named that no time or closure has followed yet.
    days: Option<Days>,
    closed: Days,
    half: Option<Half>,
    last: Last,
    doubts: Vec<&'static str>,
    /// Why there may be no hours at all, the first reason met.
    missing: Option<&'static str>,
}

impl<'a> Reader<'a> {
    fn new(tokens: &'a [Token]) -> Self {
        Self {
            tokens,
            at: 0,
            periods: Periods::new(runs::seasons_stand_behind(tokens)),
            days: None,
            closed: 0,
            half: None,
            last: Last::Other,
            doubts: Vec::new(),
            missing: None,
        }
    }

    fn doubt(&mut self, code: &'static str) {
        if !self.doubts.contains(&code) {
            self.doubts.push(code);
        }
    }

    fn peek(&self, ahead: usize) -> Option<&'a Token> {
        self.tokens.get(self.at + ahead)
    }

    fn step(&mut self) {
        let Some(token) = self.peek(0) else { return };
        self.at += 1;
        let mut last = Last::Other;
        match token {
            Token::Half(half) => self.half = Some(*half),
            Token::Time(from) => last = self.time(*from),
            Token::AllDay => {
                self.span(Span::ALL_DAY, None);
                last = Last::Span;
            }
            Token::Days(days) => self.named_days(*days),
            Token::Closed => self.closure(),
            Token::Season(words) => self.season(words),
            Token::Except => self.except(),
            Token::AsUsual => self.as_usual(),
            Token::Suspended => self.suspended(),
            Token::Length => self.missing = self.missing.or(Some("hours.length-only")),
            Token::Exceptions => self.doubt("hours.exceptions"),
            Token::Words(words) => {
                self.half = None;
                self.doubt("hours.words");
                self.periods.words(words);
            }
            Token::Soft | Token::Hard => {
                // `早 9:30` still belongs together, `（夜场）。9:00` does not.
                if !matches!(self.peek(0), Some(Token::Time(_))) {
                    self.half = None;
                }
                self.periods.end_of_words();
            }
            Token::Dash | Token::And | Token::LastEntry => {}
        }
        self.last = last;
    }

    /// A time: the first of a span, or one alone.
    fn time(&mut self, mut from: Clock) -> Last {
        from.half = from.half.or(self.half.take());
        let Some(to) = self.end_of_span() else {
            return self.lone_time();
        };
        // Two numbers before a word are likelier floors or halls than times.
        let counted = from.bare && to.bare && matches!(self.peek(0), Some(Token::Words(_)));
        let Some(resolved) = resolve(from, to).filter(|_| !counted) else {
            self.doubt("hours.words");
            return Last::Other;
        };
        resolved.doubt.into_iter().for_each(|code| self.doubt(code));
        self.span(resolved.span, resolved.other);
        Last::Span
    }

    /// The time behind a dash, with the word before it: `-晚 7:00`.
    fn end_of_span(&mut self) -> Option<Clock> {
        let Some(Token::Dash) = self.peek(0) else { return None };
        let mut half = None;
        for ahead in 1.. {
            match self.peek(ahead)? {
                Token::Half(word) => half = Some(*word),
                Token::Soft if half.is_some() => {}
                Token::Time(to) => {
                    self.at += ahead + 1;
                    return Some(Clock { half: to.half.or(half), ..*to });
                }
                _ => return None,
            }
        }
        None
    }

    /// A time alone says nothing of a week, unless it is when the last guest is let in.
    fn lone_time(&mut self) -> Last {
        if !matches!(self.peek(0), Some(Token::LastEntry)) {
            self.doubt("hours.words");
        }
        Last::Other
    }

    fn span(&mut self, span: Span, other: Option<Span>) {
        self.half = None;
        let days = self.days.take();
        self.note_kind_of_days(days.unwrap_or_default());
        self.periods.span(days, span, other);
    }

    /// Holidays and working days are not days of the week.
    fn note_kind_of_days(&mut self, days: Days) {
        if days & HOLIDAYS != 0 {
            self.doubt("hours.holidays");
        }
        if days & WORKING != 0 {
            self.doubt("hours.workdays");
        }
    }

    /// Takes in a run of days: `周一-周五`, `周六,周日`.
    fn named_days(&mut self, first: Days) {
        if let Some(days) = self.days.take() {
            self.trailing_days(days);
        }
        let (days, used) = runs::days(&self.tokens[self.at..], first);
        self.at += used;
        self.days = Some(days);
    }

    /// Days behind times that had none: `10:00-20:00 周一至周日`.
    fn trailing_days(&mut self, days: Days) {
        self.note_kind_of_days(days);
        if days & DAILY != 0 {
            self.periods.days_behind(days);
        }
    }

    fn closure(&mut self) {
        match self.days.take() {
            Some(days) => {
                self.note_kind_of_days(days);
                self.closed |= days & DAILY;
            }
            None if self.last == Last::Span => {
                self.periods.take_back_span();
                self.doubt("hours.break");
            }
            None if self.periods.is_named() => self.periods.forget_name(),
            None => self.suspended(),
        }
    }

    fn suspended(&mut self) {
        self.missing = Some("hours.suspended");
        self.doubt("hours.suspended");
    }

    fn season(&mut self, words: &str) {
        self.doubt("hours.seasonal");
        let (words, used) = runs::seasons(&self.tokens[self.at..], words);
        self.at += used;
        self.periods.season(&words);
    }

    /// `周一闭馆（法定节假日除外）`: what holds on holidays is not weekly.
    fn except(&mut self) {
        let days = self.days.take().unwrap_or_default();
        self.note_kind_of_days(days);
        let rest = days & !HOLIDAYS;
        self.days = (days & HOLIDAYS != 0 && rest != 0).then_some(rest);
    }

    /// `周六、日照常`, `节假日不休`: the same hours, so nothing to add; but where some days are
    /// closed it is not said whether a holiday opens them.
    fn as_usual(&mut self) {
        let days = self.days.take().unwrap_or_default();
        if days & HOLIDAYS != 0 && self.closed != 0 {
            self.doubt("hours.holidays");
        }
    }

    fn end(mut self) -> Reading {
        if let Some(days) = self.days.take() {
            self.trailing_days(days);
        }
        let built = self.periods.build(self.closed);
        built.doubts.iter().for_each(|code| self.doubt(code));
        self.doubts.sort_unstable();
        match (built.readings.as_slice(), self.doubts.is_empty()) {
            ([], _) => {
                let words = self.doubts.contains(&"hours.words");
                let without = if words { "hours.not-understood" } else { "hours.no-times" };
                Reading::Unknown(self.missing.unwrap_or(without))
            }
            ([only], true) => Reading::Certain(only.hours.clone()),
            _ => Reading::Doubtful { readings: built.readings, doubts: self.doubts },
        }
    }
}
