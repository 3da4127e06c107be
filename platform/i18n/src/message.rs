//! A message on its way to a page: [`T`] makes it, [`Message`] carries its arguments and is
//! written by `Display`.

use std::{borrow::Cow, fmt, sync::Arc};

use fluent_bundle::FluentArgs;
use jiff::{Timestamp, civil::Date};

use crate::{Arg, Catalog, Lang, Near, Short, Whole, numbers, times};

/// The catalogue in one language. Cheap to clone; every page holds one as `t`.
#[derive(Clone, Debug)]
pub struct T {
    catalog: Arc<Catalog>,
    lang: Lang,
}

/// A message and its arguments. `Display` writes the text as it is; templates escape it.
#[must_use]
pub struct Message<'a> {
    t: &'a T,
    key: Cow<'a, str>,
    args: FluentArgs<'a>,
}

impl T {
    pub(crate) fn new(catalog: Arc<Catalog>, lang: Lang) -> Self {
        Self { catalog, lang }
    }

    /// The language of this page.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The catalogue behind it.
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// The same catalogue in another language.
    #[must_use]
    pub fn speaking(&self, lang: Lang) -> Self {
        self.catalog.speak(lang)
    }

    /// The message of a key, to be completed with [`Message::arg`].
    pub fn msg<'a>(&'a self, key: &'a str) -> Message<'a> {
        Message { t: self, key: Cow::Borrowed(key), args: FluentArgs::new() }
    }

    /// The message of a refusal code: `visits.too-old` has the key `visits-too-old`.
    pub fn code<'a>(&'a self, code: &'a str) -> Message<'a> {
        Message { t: self, key: Cow::Owned(code_key(code)), args: FluentArgs::new() }
    }

    /// `1,234`.
    pub fn number(&self, n: impl Whole) -> String {
        numbers::number(n)
    }

    /// `1.2 万` or `12k` from ten thousand up, `9,876` below.
    pub fn short_number(&self, n: impl Whole) -> Short {
        numbers::short_number(self.lang, n)
    }

    /// `93.4%` of a ratio between 0 and 1.
    pub fn percent(&self, ratio: f64) -> String {
        numbers::percent(ratio)
    }

    /// `320 米`, `1.1 公里`; `320 m`, `1.1 km`.
    pub fn distance(&self, metres: impl Whole) -> String {
        numbers::distance(self.lang, metres)
    }

    /// Minutes on foot for a distance in metres, at least 1.
    pub fn walking_minutes(&self, metres: impl Whole) -> i64 {
        numbers::walking_minutes(metres)
    }

    /// `11 月 26 日（周四）`, `Thu 26 Nov`.
    pub fn day(&self, day: &Date) -> String {
        times::day(self.lang, *day)
    }

    /// `2026 年 11 月 26 日（周四）`, `Thu 26 Nov 2026`.
    pub fn full_day(&self, day: &Date) -> String {
        times::full_day(self.lang, *day)
    }

    /// `今天`, `昨天`, `明天`, else the day, with its year when that is not the one of `today`.
    pub fn near_day(&self, day: &Date, today: &Date) -> Near {
        times::near_day(self.lang, *day, *today)
    }

    /// `18:00`, the Shanghai wall clock of an instant.
    pub fn clock(&self, at: &Timestamp) -> String {
        times::clock(*at)
    }

    /// `11 月 26 日（周四）18:00`, `Thu 26 Nov 18:00`.
    pub fn day_time(&self, at: &Timestamp) -> String {
        times::day_time(self.lang, *at)
    }

    /// `今天 18:00`, `Today 18:00`; else the day and the time, with the year when it differs.
    pub fn near_day_time(&self, at: &Timestamp, today: &Date) -> Near {
        times::near_day_time(self.lang, *at, *today)
    }

    /// `3 小时 28 分`, `28 分钟`, `2 天`; `3 h 28 min`, `28 min`, `2 days`.
    pub fn duration(&self, seconds: impl Whole) -> String {
        times::duration(self.lang, seconds)
    }
}

/// The key of a refusal code: Fluent knows no dots.
fn code_key(code: &str) -> String {
    code.replace('.', "-")
}

impl<'a> Message<'a> {
    /// Gives the message an argument, named as in the file without its `$`.
    pub fn arg(mut self, name: &'a str, value: impl Arg<'a>) -> Self {
        self.args.set(name, value.into_value());
        self
    }
}

impl fmt::Display for Message<'_> {
    /// An unknown key is written as itself, a missing argument as `{$name}`; both are noted in
    /// [`Catalog::problems`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (catalog, lang) = (&self.t.catalog, self.t.lang);
        let bundle = catalog.bundle(lang);
        let Some(pattern) = bundle.get_message(&self.key).and_then(|message| message.value())
        else {
            catalog.note(lang, &self.key, &"unknown key");
            return f.write_str(&self.key);
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&self.args), &mut errors);
        for error in errors {
            catalog.note(lang, &self.key, &error);
        }
        f.write_str(&text)
    }
}

impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({} {})", self.t.lang, self.key)
    }
}
