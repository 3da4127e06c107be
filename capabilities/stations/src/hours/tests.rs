//! What hours mean, and that they read back from every form they are written in.

mod reading;
mod round_trip;
mod state;

use super::{Span, WeeklyHours};

/// Hours from the store's notation.
fn hours(notation: &str) -> WeeklyHours {
    notation.parse().unwrap()
}

fn span(from: u16, to: u16) -> Span {
    Span::new(from, to).unwrap()
}

#[test]
fn a_span_ends_on_the_next_day_when_it_ends_before_it_begins() {
    assert_eq!((span(22 * 60, 2 * 60).to(), span(600, 1080).to()), (26 * 60, 1080));
    assert_eq!(span(0, 0), Span::ALL_DAY);
    assert_eq!(span(480, 480).to(), 480 + 1440);
    assert_eq!((Span::new(1440, 1440), Span::new(0, 1441)), (None, None));
}

#[test]
fn spans_that_touch_are_one() {
    let merged = WeeklyHours::new([(1, span(600, 720)), (1, span(540, 600)), (1, span(700, 800))]);
    assert_eq!(merged, hours("1 09:00-13:20"));
    let apart = WeeklyHours::new([(1, span(540, 600)), (1, span(601, 660)), (9, span(0, 0))]);
    assert_eq!(apart.day(1).len(), 2);
    // One span cannot hold more than 24 hours: nothing may be lost.
    let long = WeeklyHours::new([(1, Span::ALL_DAY), (1, span(1380, 180))]);
    assert_eq!(long.day(1).len(), 2);
}

#[test]
fn the_api_refuses_what_is_no_hours() {
    let entry = |day, from: &str, to: &str| super::DaySpan {
        day,
        from: from.to_owned(),
        to: to.to_owned(),
    };
    let cases = [
        (entry(0, "08:00", "09:00"), "hours.day"),
        (entry(8, "08:00", "09:00"), "hours.day"),
        (entry(1, "8:00", "09:00"), "hours.time"),
        (entry(1, "08:60", "09:00"), "hours.time"),
        (entry(1, "08:00", "24:01"), "hours.time"),
        (entry(1, "24:00", "24:00"), "hours.span"),
    ];
    for (entry, code) in cases {
        assert_eq!(WeeklyHours::from_entries(std::slice::from_ref(&entry)), Err(code), "{entry:?}");
    }
}

#[test]
fn texts_are_grouped_and_short() {
    use super::Language::{Chinese, English};
    let cases = [
        ("1234567 00:00-24:00", "全天开放", "Open 24 hours"),
        ("1234567 08:30-18:00", "每天 08:30–18:00", "Daily 08:30–18:00"),
        (
            "12345 08:30-12:00,13:30-18:00;67 09:00-17:00",
            "周一至周五 08:30–12:00，13:30–18:00；周六、周日 09:00–17:00",
            "Mon–Fri 08:30–12:00, 13:30–18:00; Sat, Sun 09:00–17:00",
        ),
        (
            "134567 17:00-02:00",
            "周一、周三至周日 17:00–次日 02:00；周二休息",
            "Mon, Wed–Sun 17:00–next day 02:00; Tue closed",
        ),
        ("67 00:00-24:00", "周六、周日 全天；周一至周五休息", "Sat, Sun all day; Mon–Fri closed"),
        ("", "", ""),
    ];
    for (notation, chinese, english) in cases {
        let hours = hours(notation);
        assert_eq!(
            (hours.text(Chinese).as_str(), hours.text(English).as_str()),
            (chinese, english)
        );
        assert_eq!(hours.to_string(), notation);
    }
}
