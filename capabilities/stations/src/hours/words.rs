//! The words of opening-hours texts and what each means for a week.

use super::token::{DAILY, Days, HOLIDAYS, Half, Token, WEEKEND, WORKDAYS};

/// What a word stands for, or `None` for words that change nothing.
type Meaning = Option<Token>;

/// Words and their meaning; the longest that fits is taken. A season gets its words from the text.
const WORDS: &[(&[&str], Meaning)] = &[
    (&["开放时间", "营业时间", "开诊时间", "门诊时间", "开馆时间", "服务时间"], None),
    (&["工作时间", "上班时间", "办公时间", "接诊时间", "就诊时间", "开门时间"], None),
    (&["景区每日营业时间", "景区", "对外开放", "开放", "营业", "服务", "门诊", "急诊"], None),
    (&["午市", "晚市", "早市", "早餐", "午餐", "中餐", "晚餐", "场", "左右", "时段"], None),
    (&["每周", "全年", "固定", "HOURS", "OPEN", "均", ":", "|", "/", "为", "日常"], None),
    (&["和", "及", "与", "以及", "或", "&", "AND"], Some(Token::And)),
    (
        &["全天开放", "全天营业", "全天候", "全天", "24小时", "24H", "二十四小时"],
        Some(Token::AllDay),
    ),
    (&["24小时开放", "24小时营业", "24小时服务", "24小时自助", "全天24小时"], Some(Token::AllDay)),
    (
        &[
            "昼夜",
            "昼夜服务",
            "24HOURS",
            "24 HOURS",
            "24/7",
            "7*24",
            "7*24小时",
            "7×24小时",
            "7X24小时",
            "ALL DAY",
            "OPEN 24 HOURS",
        ],
        Some(Token::AllDay),
    ),
    (
        &["闭馆", "休馆", "闭园", "闭站", "闭店", "关门", "休息", "公休", "轮休", "店休"],
        Some(Token::Closed),
    ),
    (
        &["不开放", "不对外开放", "不营业", "关闭", "歇业", "停业", "休", "CLOSED"],
        Some(Token::Closed),
    ),
    (&["全天闭馆", "全天不开放", "全天休息", "闭馆休整", "闭馆休息", "停诊"], Some(Token::Closed)),
    (
        &["停止", "止票", "停票", "最晚", "最后", "截止", "清园", "清场", "静园"],
        Some(Token::LastEntry),
    ),
    (&["闭馆前", "闭园前", "提前", "禁止入园", "换票", "后停止", "分停止"], Some(Token::LastEntry)),
    (&["暂时停业", "暂停营业", "暂停开放", "暂不开放", "暂不对外开放"], Some(Token::Suspended)),
    (
        &["暂时关闭", "即将开业", "装修", "停止营业", "现为", "封山", "关闭状态"],
        Some(Token::Suspended),
    ),
    (&["并未对外开放", "已不对外开放", "不能进入"], Some(Token::Suspended)),
    (&["每天", "每日", "天天", "周一-日", "DAILY", "EVERY DAY"], Some(Token::Days(DAILY))),
    (&["周末", "双休日"], Some(Token::Days(WEEKEND))),
    (&["工作日", "平日", "平时", "WEEKDAYS"], Some(Token::Days(WORKDAYS))),
    (
        &["国家法定节假日", "法定节假日", "节假日", "法定假日", "国家法定假日"],
        Some(Token::Days(HOLIDAYS)),
    ),
    (&["法定节日", "公众假期", "节日", "假日"], Some(Token::Days(HOLIDAYS))),
    (&["除外"], Some(Token::Except)),
    (&["照常", "照常开放", "照常营业", "正常营业", "正常开放"], Some(Token::AsUsual)),
    (&["不休", "无休", "不闭馆"], Some(Token::AsUsual)),
    (
        &["旺季", "淡季", "夏季", "冬季", "春季", "秋季", "夏令时", "冬令时", "夏令"],
        Some(Token::Season(String::new())),
    ),
    (
        &["冬令", "夏天", "冬天", "夏", "冬", "春", "秋", "秋季", "寒暑假", "暑假"],
        Some(Token::Season(String::new())),
    ),
    (
        &["寒假", "暑期", "花期", "春节", "春节期间", "初一", "正月", "除夕"],
        Some(Token::Season(String::new())),
    ),
    (&["非营业时段"], Some(Token::Exceptions)),
    (&["上午", "早上", "早晨", "清晨", "凌晨", "早", "AM"], Some(Token::Half(Half::Morning))),
    (&["中午"], Some(Token::Half(Half::Noon))),
    (
        &["下午", "午后", "傍晚", "晚上", "晚间", "夜间", "晚", "夜", "PM"],
        Some(Token::Half(Half::Afternoon)),
    ),
    (&["次日", "第二天", "翌日", "NEXT DAY"], Some(Token::Half(Half::NextDay))),
];

/// English and Chinese names of days, Monday first.
const ENGLISH_DAYS: [(&str, &str); 7] = [
    ("MONDAY", "MON"),
    ("TUESDAY", "TUE"),
    ("WEDNESDAY", "WED"),
    ("THURSDAY", "THU"),
    ("FRIDAY", "FRI"),
    ("SATURDAY", "SAT"),
    ("SUNDAY", "SUN"),
];

/// The longest word at the start of the text: its meaning and its length in characters.
pub(super) fn word(text: &[char]) -> Option<(Option<Token>, usize)> {
    let mut longest: Option<(&Meaning, usize)> = None;
    for (words, meaning) in WORDS {
        for word in *words {
            let length = word.chars().count();
            if longest.is_none_or(|(_, best)| length > best) && starts_with(text, word) {
                longest = Some((meaning, length));
            }
        }
    }
    longest.map(|(meaning, length)| (meaning.clone(), length))
}

/// A weekday's English name at the start of the text, as a set of one day, and its length.
pub(super) fn english_day(text: &[char]) -> Option<(Days, usize)> {
    ENGLISH_DAYS.iter().zip(0..).find_map(|((long, short), index)| {
        let length = [long, short].into_iter().find(|name| starts_with(text, name))?.len();
        let ends = text.get(length).is_none_or(|c| !c.is_ascii_alphabetic());
        ends.then_some((1 << index, length))
    })
}

pub(super) fn starts_with(text: &[char], word: &str) -> bool {
    let mut rest = text.iter();
    word.chars().all(|c| rest.next() == Some(&c))
}
