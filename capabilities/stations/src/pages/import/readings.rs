//! Readings of what is in doubt, in words: divisions, hours, days, coordinates, their datum.

use geo::{divisions, written::Frame};
use i18n::Lang;
use web::Shell;

use crate::{
    hours::{Language, WeeklyHours},
    import::{
        headings::Field,
        place::{self, Example},
    },
    importing::summary::{DoubtGroup, Reading},
};

/// What is asked about a group, and what happens when nothing is chosen: keys of messages.
pub fn question(group: &DoubtGroup) -> (&'static str, &'static str) {
    match Field::parse(&group.field) {
        Some(Field::Hours) => ("importing-doubt-hours", "importing-open-hours"),
        Some(Field::Opened) => ("importing-doubt-opened", "importing-open-opened"),
        Some(Field::Datum) => ("importing-doubt-datum", "importing-open-datum"),
        Some(Field::Lng) if group.readings.first().is_some_and(is_none) => {
            ("importing-doubt-place", "importing-open-no-place")
        }
        Some(Field::Lng) => ("importing-doubt-place", "importing-open-place"),
        _ if group.text.is_empty() => ("importing-doubt-no-division", "importing-open-division"),
        _ => ("importing-doubt-division", "importing-open-division"),
    }
}

fn is_none(reading: &Reading) -> bool {
    reading.value == place::NONE
}

/// A reading in words.
pub fn label(field: &str, reading: &Reading, shell: &Shell) -> String {
    let known = match Field::parse(field) {
        Some(Field::Hours) => hours(&reading.value, shell.lang),
        Some(Field::Opened) => day(&reading.value, shell),
        Some(Field::Datum) => datum(&reading.value).map(|key| shell.t.msg(key).to_string()),
        Some(Field::Lng) => frame(&reading.value, shell),
        _ => divisions::path_name(&reading.value),
    };
    known.unwrap_or_else(|| reading.value.clone())
}

/// What stands beside it: what it was read from, what it gives.
pub fn note(field: &str, reading: &Reading, shell: &Shell) -> String {
    match Field::parse(field) {
        Some(Field::Hours) => reading.note.clone(),
        Some(Field::Opened | Field::Datum) => String::new(),
        Some(Field::Lng) => example(&reading.note, shell).unwrap_or_default(),
        _ => shell.t.code(&reading.note).to_string(),
    }
}

fn hours(value: &str, lang: Lang) -> Option<String> {
    let language = match lang {
        Lang::ZhCn => Language::Chinese,
        Lang::En => Language::English,
    };
    Some(value.parse::<WeeklyHours>().ok()?.text(language))
}

fn day(value: &str, shell: &Shell) -> Option<String> {
    Some(shell.t.full_day(&value.parse::<db::Day>().ok()?.date()))
}

fn datum(value: &str) -> Option<&'static str> {
    match value {
        "wgs84" => Some("importing-datum-wgs84"),
        "gcj02" => Some("importing-datum-gcj02"),
        "bd09" => Some("importing-datum-bd09"),
        _ => None,
    }
}

fn frame(value: &str, shell: &Shell) -> Option<String> {
    if value == place::NONE {
        return Some(shell.t.msg("importing-frame-none").to_string());
    }
    let key = match value.parse().ok()? {
        Frame::Degrees => "importing-frame-degrees",
        Frame::Swapped => "importing-frame-swapped",
        Frame::Minutes => "importing-frame-minutes",
        Frame::Scaled => "importing-frame-scaled",
        Frame::WebMercator => "importing-frame-web-mercator",
        Frame::GaussKruger(meridian) => {
            let message = shell.t.msg("importing-frame-gauss-kruger");
            return Some(message.arg("meridian", u64::from(meridian)).to_string());
        }
    };
    Some(shell.t.msg(key).to_string())
}

/// `114.05, 22.54，离福田区 1.8 公里`, as far as it is known.
fn example(note: &str, shell: &Shell) -> Option<String> {
    let example = Example::parse(note)?;
    let division = divisions::get(&example.division);
    let Some((division, metres)) = division.zip(example.metres) else { return Some(example.place) };
    let message = shell.t.msg("importing-frame-example").arg("place", example.place);
    let message = message.arg("division", division.name);
    Some(message.arg("distance", shell.t.distance(metres)).to_string())
}
