//! The functions that message files may call on their arguments:
//!
//! | in a file | says |
//! |---|---|
//! | `{ $count }`, `{ NUMBER($count) }` | `1,234`; NUMBER takes Fluent's options |
//! | `{ SHORT($count) }` | `1.2 万`, `12k` |
//! | `{ PERCENT($ratio) }` | `93.4%` |
//! | `{ DISTANCE($metres) }` | `320 米`, `320 m` |
//! | `{ WALK_MINUTES($metres) }` | a number, which a selector can take |
//! | `{ DAY($day) }`, `{ FULL_DAY($day) }` | `11 月 26 日（周四）`, with the year |
//! | `{ CLOCK($at) }`, `{ DAY_TIME($at) }` | `18:00`, `11 月 26 日（周四）18:00` |
//! | `{ DURATION($seconds) }` | `3 小时 28 分`, `3 h 28 min` |

use std::sync::Arc;

use fluent_bundle::FluentValue;
use jiff::{Timestamp, civil::Date};

use crate::{
    Lang,
    catalog::{Bundle, number_of},
    numbers,
    problems::Problems,
    times,
};

type Say = fn(Lang, &FluentValue<'_>) -> Option<FluentValue<'static>>;

const FUNCTIONS: [(&str, Say); 9] = [
    ("SHORT", |lang, value| Some(numbers::short_number(lang, whole(value)?).to_string().into())),
    ("PERCENT", |_, value| Some(numbers::percent(number_of(value)?.value).into())),
    ("DISTANCE", |lang, value| Some(numbers::distance(lang, whole(value)?).into())),
    ("WALK_MINUTES", |_, value| Some(numbers::walking_minutes(whole(value)?).into())),
    ("DAY", |lang, value| Some(times::day(lang, date(value)?).into())),
    ("FULL_DAY", |lang, value| Some(times::full_day(lang, date(value)?).into())),
    ("CLOCK", |_, value| Some(times::clock(instant(value)?).into())),
    ("DAY_TIME", |lang, value| Some(times::day_time(lang, instant(value)?).into())),
    ("DURATION", |lang, value| Some(times::duration(lang, whole(value)?).into())),
];

/// Makes the functions known to a bundle. A value that a function cannot say is noted among the
/// problems and shown as the function's name.
pub(crate) fn register(bundle: &mut Bundle, lang: Lang, problems: &Arc<Problems>) {
    let number = bundle.add_builtins();
    debug_assert!(number.is_ok(), "a fresh bundle has no NUMBER");
    for (name, function) in FUNCTIONS {
        let problems = Arc::clone(problems);
        let added = bundle.add_function(name, move |values, _| {
            let value = values.first().unwrap_or(&FluentValue::None);
            function(lang, value).unwrap_or_else(|| {
                problems.note(lang, name, &"got a value that it cannot say");
                FluentValue::Error
            })
        });
        debug_assert!(added.is_ok(), "{name} stands twice");
    }
}

/// A whole number, cut towards zero; Fluent carries every number as a float.
fn whole(value: &FluentValue<'_>) -> Option<i64> {
    number_of(value).map(i64::from)
}

fn date(value: &FluentValue<'_>) -> Option<Date> {
    text(value)?.parse().ok()
}

fn instant(value: &FluentValue<'_>) -> Option<Timestamp> {
    text(value)?.parse().ok()
}

fn text<'a>(value: &'a FluentValue<'_>) -> Option<&'a str> {
    match value {
        FluentValue::String(text) => Some(text),
        _ => None,
    }
}
