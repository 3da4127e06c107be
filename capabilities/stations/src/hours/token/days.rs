//! Weekdays by name, in runs and in short.

use super::{Days, Token, WEEKEND};
use crate::hours::words::{english_day, starts_with};

fn day_name(c: char) -> Option<Days> {
    match c {
        '天' => Some(1 << 6),
        '末' => Some(WEEKEND),
        c => {
            "一二三四五六日".chars().zip(0..).find(|(name, _)| *name == c).map(|(_, bit)| 1 << bit)
        }
    }
}

/// `周一`, `星期一`, `周一,二`, `周六日`; after a dash also a bare `五`; before a word of rest or as
/// a range also bare days, `六日休`, `一-五`.
pub(super) fn days(rest: &[char], before: &[Token]) -> Option<(Days, usize)> {
    if let Some(day) = english_day(rest) {
        return Some(day);
    }
    if let Some(lead) = ["星期", "礼拜", "周"].iter().find(|word| starts_with(rest, word)) {
        let lead = lead.chars().count();
        let (days, length) = day_run(&rest[lead..])?;
        return Some((days, lead + length));
    }
    let (days, length) = day_run(rest)?;
    if matches!(before, [.., Token::Days(_), Token::Dash]) {
        return Some((days, length));
    }
    // Other bare names are days only where nothing stands before them that they may belong to.
    let free = !matches!(before.last(), Some(Token::Words(_) | Token::Season(_) | Token::Dash));
    let resting = rest.get(length).is_some_and(|c| matches!(c, '休' | '闭'));
    let range = rest.get(1) == Some(&'-') && rest.get(2).copied().and_then(day_name).is_some();
    (free && (resting || range)).then_some((days, length))
}

/// Names of days in a row, commas between them or not.
fn day_run(rest: &[char]) -> Option<(Days, usize)> {
    let mut days = day_name(*rest.first()?)?;
    let mut at = 1;
    loop {
        let comma = usize::from(rest.get(at) == Some(&','));
        match rest.get(at + comma).copied().and_then(day_name) {
            Some(day) => days |= day,
            None => return Some((days, at)),
        }
        at += comma + 1;
    }
}
