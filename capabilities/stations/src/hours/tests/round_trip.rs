//! Hours read back from the store's notation, the API's shape and their own Chinese text.

use proptest::prelude::*;

use crate::hours::{DAY, Language, Reading, Span, WeeklyHours, parse};

/// Any hours, nights and overlaps of nights with the next day included.
pub(super) fn any_hours() -> impl Strategy<Value = WeeklyHours> {
    let span = (0_u16..DAY, 0_u16..=DAY).prop_filter_map("a span", |(a, b)| Span::new(a, b));
    prop::collection::vec((1_u8..=7, span), 0..12).prop_map(WeeklyHours::new)
}

/// Hours whose spans of one day do not overlap, as people write them.
fn plain_hours() -> impl Strategy<Value = WeeklyHours> {
    any_hours().prop_filter("not empty, not overlapping", |hours| {
        let overlap = |day| hours.day(day).windows(2).any(|pair| pair[1].from() < pair[0].to());
        !hours.is_empty() && !(1..=7).any(overlap)
    })
}

proptest! {
    #[test]
    fn notation_reads_back(hours in any_hours()) {
        prop_assert_eq!(hours.to_string().parse::<WeeklyHours>(), Ok(hours));
    }

    #[test]
    fn json_reads_back(hours in any_hours()) {
        let json = serde_json::to_string(&hours).unwrap();
        prop_assert_eq!(serde_json::from_str::<WeeklyHours>(&json).unwrap(), hours);
    }

    #[test]
    fn chinese_text_reads_back(hours in plain_hours()) {
        let text = hours.text(Language::Chinese);
        // 23:59 and 24:00 are the same end to people.
        prop_assume!(!text.contains("–23:59"));
        prop_assert_eq!(parse(&text), Reading::Certain(hours), "{}", text);
    }

    #[test]
    fn english_text_reads_back(hours in plain_hours()) {
        let text = hours.text(Language::English);
        prop_assume!(!text.contains("–23:59"));
        prop_assert_eq!(parse(&text), Reading::Certain(hours), "{}", text);
    }

    #[test]
    fn any_text_is_read_without_panic(text in "[0-9:：一至周日月年时点休夜晚;；,，（）().\\-— 季闭全天停止]{0,40}") {
        parse(&text);
    }

    #[test]
    fn any_unicode_is_read_without_panic(text in "\\PC{0,60}") {
        parse(&text);
    }
}

#[test]
fn the_json_is_that_of_the_contract() {
    let hours: WeeklyHours = "17 08:30-18:00".parse().unwrap();
    assert_eq!(
        serde_json::to_string(&hours).unwrap(),
        r#"[{"day":1,"from":"08:30","to":"18:00"},{"day":7,"from":"08:30","to":"18:00"}]"#
    );
}

#[test]
fn other_notations_are_refused() {
    for text in ["1", "8 08:00-09:00", "1 8:00-09:00", "1 08:00", "x 08:00-09:00", "1 08:00-25:00"]
    {
        assert!(text.parse::<WeeklyHours>().is_err(), "{text}");
    }
}
