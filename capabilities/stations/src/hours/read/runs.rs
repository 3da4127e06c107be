//! Runs of tokens that make one thing together: days and ranges of days, seasons and dates.

use crate::hours::token::{DAILY, Days, Token};

/// The days that begin with these: `周一-周五`, `周六,周日`, `周一 周三-周五`; and how many of the
/// tokens behind the first belong to them.
pub(super) fn days(tokens: &[Token], first: Days) -> (Days, usize) {
    let (mut days, mut used) = range(tokens, first);
    loop {
        let rest = &tokens[used..];
        let between =
            rest.iter().take_while(|token| matches!(token, Token::And | Token::Soft)).count();
        let Some(Token::Days(next)) = rest.get(between) else { return (days, used) };
        let (more, length) = range(&rest[between + 1..], *next);
        days |= more;
        used += between + 1 + length;
    }
}

fn range(tokens: &[Token], first: Days) -> (Days, usize) {
    let [Token::Dash, Token::Days(last), ..] = tokens else { return (first, 0) };
    let mut days = first | last;
    if first & DAILY != 0 && last & DAILY != 0 {
        let (mut day, end) = (first.trailing_zeros(), last.trailing_zeros());
        while day != end {
            days |= 1 << day;
            day = (day + 1) % 7;
        }
    }
    (days, 2)
}

/// The words of a season with those that follow it: `旺季4月1日-10月31日`, `春、夏、秋季`; and how
/// many of the tokens behind the first belong to them.
pub(super) fn seasons(tokens: &[Token], first: &str) -> (String, usize) {
    let mut words = first.to_owned();
    let mut used = 0;
    loop {
        let (sign, skip) = match tokens.get(used) {
            Some(Token::Dash) => ("-", 1),
            Some(Token::Soft) => ("，", 1),
            Some(Token::And) => ("和", 1),
            _ => ("", 0),
        };
        let Some(Token::Season(more)) = tokens.get(used + skip) else { return (words, used) };
        words.push_str(sign);
        words.push_str(more);
        used += skip + 1;
    }
}

/// Whether the text names seasons behind its times: `9:00-16:30（旺季）；9:00-16:00（淡季）`.
pub(super) fn seasons_stand_behind(tokens: &[Token]) -> bool {
    let mut telling = tokens.iter().enumerate().filter(|(at, token)| match token {
        Token::Season(_) => true,
        Token::Time(_) => matches!(tokens.get(at + 1), Some(Token::Dash)),
        _ => false,
    });
    let first = telling.next().map(|(_, token)| token);
    let last = telling.next_back().map(|(_, token)| token);
    matches!((first, last), (Some(Token::Time(_)), Some(Token::Season(_))))
}
