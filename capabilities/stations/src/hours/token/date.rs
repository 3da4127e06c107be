//! Dates: what is no part of any week.

use super::{Token, digits};
use crate::hours::words::starts_with;

/// A day or part of a year: `2018年12月1日`, `11月`, `3月中旬`, `2018-02-15`, `次年3月`, `4-10月`.
pub(super) fn date(rest: &[char], before: &[Token]) -> Option<(String, usize)> {
    let day = digits(rest);
    let ends_dates = matches!(before, [.., Token::Season(_), Token::Dash]);
    if ends_dates && (1..=2).contains(&day) && matches!(rest.get(day), Some('日' | '号')) {
        return Some((rest[..=day].iter().collect(), day + 1));
    }
    let lead = ["次年", "每年"].iter().find(|word| starts_with(rest, word)).map_or(0, |_| 2);
    let mut at = lead;
    let year = digits(&rest[at..]);
    if year == 4 && rest.get(at + 4) == Some(&'年') {
        at += 5;
    } else if year == 4 && is_iso_date(&rest[at..]) {
        return Some((rest[..at + 10].iter().collect(), at + 10));
    }
    let month = digits(&rest[at..]);
    if (1..=2).contains(&month) {
        let after = &rest[at + month..];
        // `4-10月` is a range of months, of which the first has no word of its own.
        let next_year = if starts_with(after, "-次年") { 3 } else { 1 };
        let second = digits(after.get(next_year..).unwrap_or_default());
        let in_range = after.first() == Some(&'-')
            && (1..=2).contains(&second)
            && after.get(next_year + second) == Some(&'月');
        if in_range {
            return Some((rest[..at + month].iter().collect(), at + month));
        }
        if after.first() == Some(&'月') {
            at += month + 1;
            at += day_of_month(&rest[at..]);
        }
    }
    (at > 0).then(|| (rest[..at].iter().collect(), at))
}

fn is_iso_date(rest: &[char]) -> bool {
    rest.len() >= 10
        && rest[..10].iter().enumerate().all(|(i, c)| match i {
            4 | 7 => *c == '-',
            _ => c.is_ascii_digit(),
        })
}

fn day_of_month(rest: &[char]) -> usize {
    let n = digits(rest);
    if (1..=2).contains(&n) && matches!(rest.get(n), Some('日' | '号')) {
        return n + 1;
    }
    let parts = ["上旬", "中旬", "下旬", "中下旬", "中上旬", "底", "初", "中"];
    parts
        .iter()
        .filter(|part| starts_with(rest, part))
        .map(|part| part.chars().count())
        .max()
        .unwrap_or(0)
}
