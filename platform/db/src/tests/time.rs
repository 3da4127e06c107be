//! Days and instants, against the calendar library.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use proptest::prelude::*;

use crate::time::{Day, Instant, NotADay};

/// 1992 to 2200: Shanghai has had no summer time since 1991.
fn moments() -> impl Strategy<Value = i64> {
    694_224_000_000_000_i64..7_258_118_400_000_000
}

fn dates() -> impl Strategy<Value = Date> {
    (1970_i16..=9999, 1_i8..=12, 1_i8..=31)
        .prop_filter_map("a day of the calendar", |(y, m, d)| Date::new(y, m, d).ok())
}

proptest! {
    #[test]
    fn a_moment_lies_on_its_shanghai_day(microseconds in moments()) {
        let at = Instant(microseconds);
        let shanghai = TimeZone::get("Asia/Shanghai").unwrap();
        let civil = shanghai.to_datetime(Timestamp::from_microsecond(microseconds).unwrap());
        prop_assert_eq!(at.day().date(), civil.date());
        prop_assert_eq!(at.civil(), civil);
        let minute = i64::from(civil.hour()) * 60 + i64::from(civil.minute());
        prop_assert_eq!(i64::from(at.minute_of_day()), minute);
        prop_assert!(at.day().start() <= at && at < at.day().plus(1).start());
        prop_assert_eq!(at.to_string().parse::<Instant>().unwrap(), at);
    }

    #[test]
    fn a_day_is_a_date(date in dates()) {
        let day = Day::from_date(date);
        prop_assert_eq!(day.date(), date);
        prop_assert_eq!(day.to_string(), date.to_string());
        prop_assert_eq!(day.to_string().parse::<Day>(), Ok(day));
        prop_assert_eq!(day.start().day(), day);
        prop_assert_eq!(i16::from(day.weekday()), i16::from(date.weekday().to_monday_one_offset()));
        prop_assert_eq!(day.month(), date.strftime("%Y-%m").to_string());
        prop_assert_eq!(day.iso_week(), date.strftime("%G-W%V").to_string());
        prop_assert_eq!(day.month_start().date(), date.first_of_month());
        prop_assert_eq!(day.month_end().date(), date.last_of_month());
        prop_assert_eq!(day.year_start().date(), date.first_of_year());
    }

    #[test]
    fn days_count(date in dates(), days in -800_i32..800) {
        let day = Day::from_date(date);
        prop_assert_eq!(day.plus(days).since(day), days);
    }

    #[test]
    fn nothing_else_is_a_day(text in "\\PC{0,12}") {
        if let Ok(day) = text.parse::<Day>() {
            prop_assert_eq!(day.to_string(), text);
        }
    }
}

#[test]
fn a_shanghai_day_begins_at_sixteen_hours_utc() {
    let at = |text: &str| text.parse::<Instant>().unwrap();
    assert_eq!(at("2026-11-23T15:59:59.999999Z").day().to_string(), "2026-11-23");
    assert_eq!(at("2026-11-23T16:00:00Z").day().to_string(), "2026-11-24");
    assert_eq!(at("2026-11-24T00:00:00+08:00").to_string(), "2026-11-24T00:00:00+08:00");
    assert_eq!(at("1969-12-31T16:00:00Z").day().to_string(), "1970-01-01");
}

#[test]
fn iso_weeks_belong_to_the_year_of_their_thursday() {
    let week = |text: &str| text.parse::<Day>().unwrap().iso_week();
    let monday = |text: &str| Day::of_iso_week(text).map(|day| day.to_string());
    assert_eq!(monday("2026-W48").as_deref(), Some("2026-11-23"));
    assert_eq!(monday("2026-W54"), None);
    assert_eq!(monday("2026-11"), None);
    assert_eq!(week("2027-01-03"), "2026-W53");
    assert_eq!(week("2027-01-04"), "2027-W01");
    assert_eq!(week("2024-12-30"), "2025-W01");
    assert_eq!(week("2026-11-24"), "2026-W48");
}

#[test]
fn days_before_1970_and_impossible_ones_are_refused() {
    for wrong in
        ["1969-12-31", "2026-02-29", "2026-13-01", "2026-1-01", "26-01-01", "", "2026-11-24T00:00"]
    {
        assert_eq!(wrong.parse::<Day>(), Err(NotADay), "{wrong}");
    }
}

#[test]
fn an_instant_needs_an_offset() {
    assert!("2026-11-24T10:00:00".parse::<Instant>().is_err());
    assert!("2026-11-24".parse::<Instant>().is_err());
}
