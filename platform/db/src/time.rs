//! Instants and days.
//!
//! An instant is stored as microseconds since 1970 UTC. A day is a calendar day in
//! Asia/Shanghai, which has kept UTC+8 without summer time since 1991-09-15.

use std::{fmt, str::FromStr};

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime, ISOWeekDate, Weekday},
    tz::{Offset, TimeZone},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Seconds that Asia/Shanghai is ahead of UTC.
pub const SHANGHAI_OFFSET_SECONDS: i64 = 8 * 3600;
const DAY_MICROSECONDS: i64 = 24 * 3600 * 1_000_000;

/// A moment, in microseconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant(pub i64);

/// A calendar day in Asia/Shanghai, from 1970 on, as the number of days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(i32);

impl Instant {
    /// The Shanghai day on which this moment lies.
    pub fn day(self) -> Day {
        let local = self.0 + SHANGHAI_OFFSET_SECONDS * 1_000_000;
        Day(i32::try_from(local.div_euclid(DAY_MICROSECONDS)).unwrap_or(i32::MAX))
    }

    /// Microseconds since the beginning of its Shanghai day.
    pub fn time_of_day(self) -> i64 {
        (self.0 + SHANGHAI_OFFSET_SECONDS * 1_000_000).rem_euclid(DAY_MICROSECONDS)
    }

    /// Minutes since the beginning of its Shanghai day, 0 to 1,439.
    pub fn minute_of_day(self) -> u16 {
        u16::try_from(self.time_of_day() / 60_000_000).unwrap_or_default()
    }

    /// This moment moved by so many seconds, which may be negative.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Date and time of the wall clock in Shanghai.
    pub fn civil(self) -> DateTime {
        TimeZone::fixed(Offset::constant(8)).to_datetime(self.timestamp())
    }

    /// The same moment for the calendar library.
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or_default()
    }
}

impl Day {
    /// The last day that can be written, of the year 9999: the end of what has no end.
    pub const MAX: Self = Self(2_932_896);

    /// The day of a calendar date.
    pub fn from_date(date: Date) -> Self {
        let days = date.since(EPOCH).map_or(0, |span| span.get_days());
        Self(days)
    }

    /// The calendar date of the day.
    pub fn date(self) -> Date {
        EPOCH.saturating_add(self.0.days())
    }

    /// The moment at which the day begins in Shanghai.
    pub fn start(self) -> Instant {
        Instant(i64::from(self.0) * DAY_MICROSECONDS - SHANGHAI_OFFSET_SECONDS * 1_000_000)
    }

    /// The day so many days later (earlier when negative).
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Whole days from `earlier` to this one.
    pub fn since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// 1 for Monday to 7 for Sunday.
    pub fn weekday(self) -> u8 {
        u8::try_from((self.0 + 3).rem_euclid(7)).unwrap_or_default() + 1
    }

    /// The first day of its month.
    #[must_use]
    pub fn month_start(self) -> Self {
        Self::from_date(self.date().first_of_month())
    }

    /// The last day of its month.
    #[must_use]
    pub fn month_end(self) -> Self {
        Self::from_date(self.date().last_of_month())
    }

    /// The first day of its year.
    #[must_use]
    pub fn year_start(self) -> Self {
        Self::from_date(self.date().first_of_year())
    }

    /// The month as `YYYY-MM`.
    pub fn month(self) -> String {
        let text = self.text();
        String::from_utf8_lossy(&text[..7]).into_owned()
    }

    /// The ISO 8601 week as `YYYY-Www`.
    pub fn iso_week(self) -> String {
        let week = self.date().iso_week_date();
        format!("{:04}-W{:02}", week.year(), week.week())
    }

    /// The Monday of an ISO week, as [`Day::iso_week`] names it.
    pub fn of_iso_week(text: &str) -> Option<Self> {
        let (year, week) = text.split_once("-W")?;
        let week = ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Monday);
        Some(Self::from_date(week.ok()?.date()))
    }

    pub(crate) fn text(self) -> [u8; 10] {
        let date = self.date();
        let mut text = *b"0000-00-00";
        let digits = |number: u32, places: &mut [u8]| {
            let mut rest = number;
            for place in places.iter_mut().rev() {
                *place = b'0' + u8::try_from(rest % 10).unwrap_or_default();
                rest /= 10;
            }
        };
        digits(u32::try_from(date.year()).unwrap_or_default(), &mut text[0..4]);
        digits(u32::try_from(date.month()).unwrap_or_default(), &mut text[5..7]);
        digits(u32::try_from(date.day()).unwrap_or_default(), &mut text[8..10]);
        text
    }
}

const EPOCH: Date = Date::constant(1970, 1, 1);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.text()).unwrap_or_default())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is no day of the calendar, written `YYYY-MM-DD`, from 1970 to 9999.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a day written YYYY-MM-DD")]
pub struct NotADay;

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shaped {
            return Err(NotADay);
        }
        let number = |part: &str| part.parse::<i16>().map_err(|_| NotADay);
        let part = |text: &str| number(text).and_then(|n| i8::try_from(n).map_err(|_| NotADay));
        let date = Date::new(number(&text[0..4])?, part(&text[5..7])?, part(&text[8..10])?)
            .map_err(|_| NotADay)?;
        if date.year() < 1970 { Err(NotADay) } else { Ok(Self::from_date(date)) }
    }
}

impl fmt::Display for Instant {
    /// RFC 3339 with the offset of Shanghai, with as many decimals as needed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.timestamp().display_with_offset(Offset::constant(8)))
    }
}

impl FromStr for Instant {
    type Err = jiff::Error;

    /// Reads RFC 3339; an offset (or `Z`) is needed.
    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        text.parse::<Timestamp>().map(|at| Self(at.as_microsecond()))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}
impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}
