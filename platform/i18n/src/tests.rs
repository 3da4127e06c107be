//! Both languages side by side: what a person reads for each message, number and time.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date};

use crate::{Catalog, Fault, Faults, Lang, T, UnknownLang};

const ZH: &str = "
visits-recorded = 今天记了 { $count } 人次
visits-too-old = 超过 { $days } 天的记录不能再补
station-near = { $name }，{ DISTANCE($metres) }，走 { WALK_MINUTES($metres) } 分钟
station-opens = { DAY_TIME($at) } 开放，{ DAY($day) }起，还有 { DURATION($left) }
total = { SHORT($count) } 人次，满意 { PERCENT($ratio) }
year = { NUMBER($year, useGrouping: \"false\") } 年
";

const EN: &str = "
visits-recorded = { $count ->
    [one] { $count } person-time today
   *[other] { $count } person-times today
}
visits-too-old = Records over { $days } days old can no longer be added
station-near = { $name }, { DISTANCE($metres) }, { WALK_MINUTES($metres) ->
    [one] a minute
   *[other] { WALK_MINUTES($metres) } minutes
} on foot
station-opens = Opens { DAY_TIME($at) }, from { DAY($day) }, { DURATION($left) } left
total = { SHORT($count) } person-times, { PERCENT($ratio) } satisfied
year = { NUMBER($year, useGrouping: \"false\") }
";

fn speak(lang: Lang) -> T {
    let messages = [(Lang::ZhCn, ZH), (Lang::En, EN)];
    Arc::new(Catalog::build(&[("visits", &messages)]).unwrap()).speak(lang)
}

fn faults(resources: &[(&str, &[(Lang, &str)])]) -> Vec<Fault> {
    let Faults(faults) = Catalog::build(resources).unwrap_err();
    faults
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn english_has_a_singular_and_both_group_their_figures() {
    let (zh, en) = (speak(Lang::ZhCn), speak(Lang::En));
    let say = |t: &T, count: i64| t.msg("visits-recorded").arg("count", count).to_string();
    assert_eq!(say(&en, 1), "1 person-time today");
    assert_eq!(say(&en, 1_234), "1,234 person-times today");
    assert_eq!(say(&zh, 1), "今天记了 1 人次");
    assert_eq!(say(&zh, 1_234_567), "今天记了 1,234,567 人次");
    assert_eq!(en.catalog().problems(), []);
}

#[test]
fn functions_speak_the_language_of_their_message() {
    let (zh, en) = (speak(Lang::ZhCn), speak(Lang::En));
    let near = |t: &T, metres: u32| {
        t.msg("station-near").arg("name", "榕树下").arg("metres", metres).to_string()
    };
    assert_eq!(near(&zh, 322), "榕树下，320 米，走 5 分钟");
    assert_eq!(near(&en, 1_140), "榕树下, 1.1 km, 16 minutes on foot");
    assert_eq!(near(&en, 60), "榕树下, 60 m, a minute on foot");

    let opens = |t: &T| {
        t.msg("station-opens")
            .arg("at", at("2026-11-26T10:00:00Z"))
            .arg("day", date("2026-11-26"))
            .arg("left", 12_480)
            .to_string()
    };
    assert_eq!(
        opens(&zh),
        "11 月 26 日（周四）18:00 开放，11 月 26 日（周四）起，还有 3 小时 28 分"
    );
    assert_eq!(opens(&en), "Opens Thu 26 Nov 18:00, from Thu 26 Nov, 3 h 28 min left");

    let total = |t: &T| t.msg("total").arg("count", 401_400).arg("ratio", 0.934).to_string();
    assert_eq!(total(&zh), "40.14 万 人次，满意 93.4%");
    assert_eq!(total(&en), "401.4k person-times, 93.4% satisfied");
    assert_eq!(zh.msg("year").arg("year", 2_026).to_string(), "2026 年");
    assert_eq!(zh.catalog().problems(), []);
    assert_eq!(en.catalog().problems(), []);
}

#[test]
fn a_refusal_code_finds_its_message() {
    let zh = speak(Lang::ZhCn);
    let message = zh.code("visits.too-old").arg("days", 31).to_string();
    assert_eq!(message, "超过 31 天的记录不能再补");
}

#[test]
fn what_is_missing_is_shown_plainly_and_noted_once() {
    let en = speak(Lang::En);
    for _ in 0..2 {
        assert_eq!(en.msg("nobody-wrote-this").to_string(), "nobody-wrote-this");
        let message = en.msg("visits-too-old").to_string();
        assert_eq!(message, "Records over {$days} days old can no longer be added");
    }
    let sick = en.msg("total").arg("count", "many").arg("ratio", 0.5).to_string();
    assert_eq!(sick, "SHORT() person-times, 50% satisfied");

    let problems = en.catalog().problems();
    let told: Vec<_> = problems
        .iter()
        .map(|each| format!("{} {}: {}", each.lang, each.key, each.detail))
        .collect();
    assert_eq!(
        told,
        [
            "en SHORT: got a value that it cannot say",
            "en nobody-wrote-this: unknown key",
            "en visits-too-old: Resolver error: Unknown variable: $days",
        ]
    );
}

#[test]
fn every_key_stands_in_both_languages() {
    let found =
        faults(&[("org", &[(Lang::ZhCn, "a = 甲\nb = 乙\n"), (Lang::En, "b = B\nc = C\n")])]);
    let told: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["key `a` of org is missing in en", "key `c` of org is missing in zh-CN"]);
}

#[test]
fn two_crates_cannot_share_a_key() {
    let messages: &[(Lang, &str)] =
        &[(Lang::ZhCn, "total = 合计\n"), (Lang::En, "total = Total\n")];
    let found = faults(&[("visits", messages), ("stations", messages)]);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].to_string(), "zh-CN: key `total` of stations stands in visits already");
}

#[test]
fn a_broken_file_names_its_line_and_attributes_are_refused() {
    let found =
        faults(&[("org", &[(Lang::ZhCn, "a = 甲\nb 乙\n"), (Lang::En, "a = A\n .title = T\n")])]);
    assert!(matches!(&found[0], Fault::Syntax { lang: Lang::ZhCn, line: 2, .. }), "{found:?}");
    assert!(matches!(&found[1], Fault::Attributes { key, .. } if key == "a"), "{found:?}");
}

#[test]
fn a_language_is_read_from_tags_and_headers() {
    assert_eq!("zh-Hans-CN".parse(), Ok(Lang::ZhCn));
    assert_eq!("EN_gb".parse(), Ok(Lang::En));
    assert!(matches!("fr".parse::<Lang>(), Err(UnknownLang { .. })));
    for lang in Lang::ALL {
        assert_eq!(lang.tag().parse(), Ok(lang));
        assert_eq!(lang.other().other(), lang);
    }
    let chosen = Lang::from_accept_language;
    assert_eq!(chosen("zh-CN,zh;q=0.9,en;q=0.8"), Some(Lang::ZhCn));
    assert_eq!(chosen("fr;q=1, zh;q=0.3, en-US;q=0.7"), Some(Lang::En));
    assert_eq!(chosen("en;q=0, fr"), None);
    assert_eq!(chosen("de, *;q=0.1"), Some(Lang::ZhCn));
    assert_eq!(chosen("en;q=abc, zh;q=0.1"), Some(Lang::ZhCn));
    assert_eq!(chosen(""), None);
}

#[test]
fn numbers_are_shortened_from_ten_thousand_up() {
    let (zh, en) = (speak(Lang::ZhCn), speak(Lang::En));
    let cases: [(i64, &str, &str); 10] = [
        (0, "0", "0"),
        (9_999, "9,999", "9,999"),
        (10_000, "1 万", "10k"),
        (12_000, "1.2 万", "12k"),
        (12_345, "1.23 万", "12.3k"),
        (401_400, "40.14 万", "401.4k"),
        (999_960, "100 万", "1M"),
        (99_999_999, "1 亿", "100M"),
        (1_234_567_890, "12.35 亿", "1.2bn"),
        (-12_000, "−1.2 万", "−12k"),
    ];
    for (n, chinese, english) in cases {
        assert_eq!(zh.short_number(n).to_string(), chinese);
        assert_eq!(en.short_number(n).to_string(), english);
    }
    let short = zh.short_number(401_400);
    assert_eq!((short.figure.as_str(), short.scale), ("40.14", "万"));
    assert_eq!(zh.number(-1_234), "−1,234");
    assert_eq!(zh.number(1_000_000_u32), "1,000,000");
    assert_eq!(zh.percent(1.0), "100%");
    assert_eq!(zh.percent(f64::NAN), "–");
}

#[test]
fn distances_are_said_to_what_a_walker_can_tell() {
    let (zh, en) = (speak(Lang::ZhCn), speak(Lang::En));
    let cases: [(u32, &str, &str); 8] = [
        (0, "不到 10 米", "under 10 m"),
        (57, "60 米", "60 m"),
        (994, "990 米", "990 m"),
        (995, "1 公里", "1 km"),
        (1_140, "1.1 公里", "1.1 km"),
        (9_949, "9.9 公里", "9.9 km"),
        (9_950, "10 公里", "10 km"),
        (1_234_000, "1,234 公里", "1,234 km"),
    ];
    for (metres, chinese, english) in cases {
        assert_eq!(zh.distance(metres), chinese);
        assert_eq!(en.distance(metres), english);
    }
    assert_eq!([0, 72, 73, 1_440].map(|metres: u32| zh.walking_minutes(metres)), [1, 1, 2, 20]);
}

#[test]
fn days_near_today_have_names_and_other_years_are_told() {
    let (zh, en) = (speak(Lang::ZhCn), speak(Lang::En));
    let today = date("2026-11-24");
    let cases = [
        ("2026-11-23", "昨天", "Yesterday"),
        ("2026-11-24", "今天", "Today"),
        ("2026-11-25", "明天", "Tomorrow"),
        ("2026-11-22", "11 月 22 日（周日）", "Sun 22 Nov"),
        ("2027-01-01", "2027 年 1 月 1 日（周五）", "Fri 1 Jan 2027"),
    ];
    for (day, chinese, english) in cases {
        assert_eq!(zh.near_day(&date(day), &today).to_string(), chinese);
        assert_eq!(en.near_day(&date(day), &today).to_string(), english);
    }
    // A message has it in its middle; what stands alone begins with a capital.
    let near = en.near_day_time(&at("2026-11-24T10:00:00Z"), &today);
    assert_eq!((near.to_string().as_str(), near.inside()), ("Today 18:00", "today 18:00"));
    // 16:30 UTC is half past midnight of the next day in Shanghai.
    let night = at("2026-11-23T16:30:00Z");
    assert_eq!(zh.clock(&night), "00:30");
    assert_eq!(zh.near_day_time(&night, &today).to_string(), "今天 00:30");
    assert_eq!(
        en.near_day_time(&at("2025-11-23T06:32:00Z"), &today).to_string(),
        "Sun 23 Nov 2025 14:32"
    );
    assert_eq!(en.day_time(&at("2026-11-23T06:32:00Z")), "Mon 23 Nov 14:32");
    assert_eq!(zh.day_time(&at("2026-11-26T10:00:00Z")), "11 月 26 日（周四）18:00");
}

#[test]
fn durations_never_promise_more_than_there_is() {
    let (zh, en) = (speak(Lang::ZhCn), speak(Lang::En));
    let cases: [(i64, &str, &str); 7] = [
        (59, "不到 1 分钟", "under a minute"),
        (1_739, "28 分钟", "28 min"),
        (10_800, "3 小时", "3 h"),
        (12_480, "3 小时 28 分", "3 h 28 min"),
        (86_399, "23 小时 59 分", "23 h 59 min"),
        (86_400, "1 天", "1 day"),
        (200_000, "2 天", "2 days"),
    ];
    for (seconds, chinese, english) in cases {
        assert_eq!(zh.duration(seconds), chinese);
        assert_eq!(en.duration(seconds), english);
    }
}

#[test]
fn the_catalogue_is_shared_between_threads() {
    fn shared<S: Send + Sync>(_: &S) {}
    shared(&speak(Lang::En));
    let en = speak(Lang::En);
    assert!(en.catalog().has("total") && !en.catalog().has("totals"));
    assert_eq!(en.catalog().keys().count(), 6);
    assert_eq!(en.speaking(Lang::ZhCn).lang(), Lang::ZhCn);
}
