//! Days, times of day and durations as people say them, in both languages.
//!
//! Instants are shown in Asia/Shanghai, whose offset has been +08:00 without summer time since
//! 15 September 1991; every instant of the product lies after that. No clock is read here.

use std::fmt;

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime, Weekday},
    tz::{Offset, offset},
};

use crate::{Lang, Whole};

const SHANGHAI: Offset = offset(8);

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `11 月 26 日（周四）`, `Thu 26 Nov`.
pub fn day(lang: Lang, day: Date) -> String {
    let weekday = weekday(lang, day.weekday());
    match lang {
        Lang::ZhCn => format!("{} 月 {} 日（{weekday}）", day.month(), day.day()),
        Lang::En => format!("{weekday} {} {}", day.day(), month(day)),
    }
}

/// `2026 年 11 月 26 日（周四）`, `Thu 26 Nov 2026`.
pub fn full_day(lang: Lang, date: Date) -> String {
    let short = day(lang, date);
    match lang {
        Lang::ZhCn => format!("{} 年 {short}", date.year()),
        Lang::En => format!("{short} {}", date.year()),
    }
}

/// A day that may be near, with or without its time. `Display` is for where it stands alone:
/// `Today 18:00`; inside a message it is `today 18:00`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    text: String,
    is_word: bool,
}

impl Near {
    fn of(word: Option<&str>, far: impl FnOnce() -> String) -> Self {
        Self { text: word.map_or_else(far, ToOwned::to_owned), is_word: word.is_some() }
    }

    /// As the middle of a sentence has it.
    pub(crate) fn inside(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Near {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = self.text.chars();
        match letters.next().filter(|_| self.is_word) {
            Some(first) => write!(f, "{}{}", first.to_ascii_uppercase(), letters.as_str()),
            None => f.write_str(&self.text),
        }
    }
}

/// `今天`, `昨天`, `明天`; else the day, with its year when that is not the one of `today`.
pub fn near_day(lang: Lang, date: Date, today: Date) -> Near {
    Near::of(near_word(lang, date, today), || far_day(lang, date, today))
}

/// `18:00`, the Shanghai wall clock of an instant.
pub fn clock(at: Timestamp) -> String {
    let at = shanghai(at);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `11 月 26 日（周四）18:00`, `Mon 23 Nov 14:32`.
pub fn day_time(lang: Lang, at: Timestamp) -> String {
    join(lang, &day(lang, shanghai(at).date()), &clock(at))
}

/// `今天 18:00`, `Today 18:00`; else the day and the time, with the year when it differs.
pub fn near_day_time(lang: Lang, at: Timestamp, today: Date) -> Near {
    let date = shanghai(at).date();
    let word = near_word(lang, date, today).map(|word| format!("{word} {}", clock(at)));
    Near::of(word.as_deref(), || join(lang, &far_day(lang, date, today), &clock(at)))
}

/// `3 小时 28 分`, `28 分钟`, `2 天`, `不到 1 分钟`; `3 h 28 min`, `28 min`, `2 days`,
/// `under a minute`. Minutes are cut, not rounded: what is promised is not more than there is.
pub fn duration(lang: Lang, seconds: impl Whole) -> String {
    let minutes = seconds.whole().unsigned_abs() / 60;
    let (days, hours, rest) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    match (lang, days, hours, rest) {
        (Lang::ZhCn, 0, 0, 0) => "不到 1 分钟".to_owned(),
        (Lang::ZhCn, 0, 0, _) => format!("{rest} 分钟"),
        (Lang::ZhCn, 0, _, 0) => format!("{hours} 小时"),
        (Lang::ZhCn, 0, ..) => format!("{hours} 小时 {rest} 分"),
        (Lang::ZhCn, ..) => format!("{days} 天"),
        (Lang::En, 0, 0, 0) => "under a minute".to_owned(),
        (Lang::En, 0, 0, _) => format!("{rest} min"),
        (Lang::En, 0, _, 0) => format!("{hours} h"),
        (Lang::En, 0, ..) => format!("{hours} h {rest} min"),
        (Lang::En, 1, ..) => "1 day".to_owned(),
        (Lang::En, ..) => format!("{days} days"),
    }
}

fn shanghai(at: Timestamp) -> DateTime {
    SHANGHAI.to_datetime(at)
}

/// Chinese closes the weekday's bracket right before the time; English needs a space.
fn join(lang: Lang, day: &str, clock: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{day}{clock}"),
        Lang::En => format!("{day} {clock}"),
    }
}

fn far_day(lang: Lang, date: Date, today: Date) -> String {
    if date.year() == today.year() { day(lang, date) } else { full_day(lang, date) }
}

fn near_word(lang: Lang, date: Date, today: Date) -> Option<&'static str> {
    let words = match lang {
        Lang::ZhCn => ["昨天", "今天", "明天"],
        Lang::En => ["yesterday", "today", "tomorrow"],
    };
    (-1_i64..=1)
        .zip(words)
        .find(|(step, _)| today.checked_add(step.days()).is_ok_and(|near| near == date))
        .map(|(_, word)| word)
}

fn month(day: Date) -> &'static str {
    usize::try_from(day.month() - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or("")
}

fn weekday(lang: Lang, day: Weekday) -> &'static str {
    let (zh_cn, en) = match day {
        Weekday::Monday => ("周一", "Mon"),
        Weekday::Tuesday => ("周二", "Tue"),
        Weekday::Wednesday => ("周三", "Wed"),
        Weekday::Thursday => ("周四", "Thu"),
        Weekday::Friday => ("周五", "Fri"),
        Weekday::Saturday => ("周六", "Sat"),
        Weekday::Sunday => ("周日", "Sun"),
    };
    match lang {
        Lang::ZhCn => zh_cn,
        Lang::En => en,
    }
}
