//! Times of day in every way they are written.

use super::{Clock, Half, Token, digits};
use crate::hours::DAY;

/// A time, and its length with the words that belong to it.
pub(super) fn clock(rest: &[char], before: &[Token]) -> Option<(Clock, usize)> {
    let n = digits(rest);
    let after = rest.get(n..).unwrap_or_default();
    let follows_dash = matches!(before.last(), Some(Token::Dash));
    let beside_dash = follows_dash || after.first() == Some(&'-');
    let in_span = matches!(before, [.., Token::Time(clock), Token::Dash] if !clock.bare);
    let mut clock = Clock { minute: 0, half: None, of_24: false, bare: false, typo: false };
    let (hour, minute, mut at) = match n {
        1 | 2 if after.first() == Some(&':') && digits(&after[1..]) >= 2 => {
            let seconds = after.get(3) == Some(&':') && digits(&after[4..]) == 2;
            let at = n + 3 + if seconds { 3 } else { 0 };
            (number(&rest[..n]), number(&after[1..3]), at)
        }
        1 | 2 if matches!(after.first(), Some('时' | '点')) => {
            let (minute, length) = minutes_in_words(&after[1..]);
            (number(&rest[..n]), minute, n + 1 + length)
        }
        1 | 2 if in_span && is_misread_minutes(after) => {
            clock.typo = true;
            (number(&rest[..n]), number(&after[1..3]), n + 3)
        }
        1 | 2 if half_suffix(after).is_some() => (number(&rest[..n]), 0, n),
        3 | 4 if beside_dash => (number(&rest[..n - 2]), number(&rest[n - 2..n]), n),
        1 | 2 if beside_dash => {
            clock.bare = true;
            (number(&rest[..n]), 0, n)
        }
        _ => return None,
    };
    clock.minute = hour * 60 + minute;
    if minute > 59 || clock.minute > DAY {
        return None;
    }
    clock.of_24 = hour > 12 || rest[0] == '0';
    at +=
        rest.get(at..).unwrap_or_default().iter().take_while(|c| "时点分整".contains(**c)).count();
    let tail = rest.get(at..).unwrap_or_default();
    if let Some((half, length)) = half_suffix(tail) {
        clock.half = Some(half);
        at += length;
    }
    Some((clock, at))
}

/// `AM` or `PM` behind a time.
fn half_suffix(after: &[char]) -> Option<(Half, usize)> {
    let space = usize::from(after.first() == Some(&' '));
    let half = match after.get(space..space + 2)? {
        ['A', 'M'] => Half::Morning,
        ['P', 'M'] => Half::Afternoon,
        _ => return None,
    };
    Some((half, space + 2))
}

/// What follows `8点`: `半`, `30`, `30分`, `整`.
fn minutes_in_words(after: &[char]) -> (u16, usize) {
    if after.first() == Some(&'半') {
        return (30, 1);
    }
    match digits(after) {
        n @ 1..=2 if after.get(n) == Some(&'分') => (number(&after[..n]), n + 1),
        2 if !matches!(after.get(2), Some(':' | '-' | '时' | '点' | '月')) => {
            (number(&after[..2]), 2)
        }
        _ => (0, 0),
    }
}

/// `;00` or `-30` where `:00` must have stood.
fn is_misread_minutes(after: &[char]) -> bool {
    matches!(after.first(), Some(';' | '-'))
        && digits(&after[1..]) == 2
        && !matches!(after.get(3), Some(':' | '时' | '点'))
}

/// The number of at most four digits.
fn number(digits: &[char]) -> u16 {
    digits.iter().filter_map(|c| u16::try_from(c.to_digit(10)?).ok()).fold(0, |n, d| n * 10 + d)
}
