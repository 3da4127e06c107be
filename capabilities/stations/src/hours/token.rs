//! Cuts a normalised text into times, days, words with a meaning, and the words that have none.

use super::words::{starts_with, word};

mod clock;
mod date;
mod days;

use clock::clock;
use date::date;
use days::days;

/// Sets of days: bit 0 is Monday, bit 6 Sunday; bit 7 stands for holidays, which no week holds,
/// and bit 8 says that working days were meant, which are not always Monday to Friday.
pub(super) type Days = u16;
pub(super) const WORKDAYS: Days = 0b001_1111 | WORKING;
pub(super) const WEEKEND: Days = 0b110_0000;
pub(super) const DAILY: Days = 0b111_1111;
pub(super) const HOLIDAYS: Days = 0b1000_0000;
pub(super) const WORKING: Days = 0b1_0000_0000;

/// The half of the day that a word before a time names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Morning,
    Noon,
    Afternoon,
    NextDay,
}

/// A time as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub minute: u16,
    pub half: Option<Half>,
    /// Written so that only the 24-hour clock can be meant: `05:00`, `0500`, `17:00`.
    pub of_24: bool,
    /// A number alone, which is a time only beside a dash.
    pub bare: bool,
    /// A sign had to be guessed: `17；00`.
    pub typo: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Time(Clock),
    Dash,
    Days(Days),
    And,
    Half(Half),
    AllDay,
    Closed,
    /// A season or dates, in the text's own words.
    Season(String),
    /// Everything behind it is exceptions.
    Exceptions,
    /// Words about the last entry or tickets; everything to the next break belongs to them.
    LastEntry,
    /// Open as on other days.
    AsUsual,
    /// What was just said does not hold for the days just named.
    Except,
    Suspended,
    /// So many hours, without saying which.
    Length,
    /// `,` or space or bracket.
    Soft,
    /// `;` or `.`
    Hard,
    Words(String),
}

pub(super) fn tokens(text: &[char]) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let (token, length) = next(rest, &tokens);
        at += length.max(1);
        match (tokens.last_mut(), token) {
            (_, None) => {}
            (Some(Token::Words(words)), Some(Token::Words(more))) => words.push_str(&more),
            (_, Some(Token::LastEntry)) => {
                at += text[at..].iter().take_while(|c| !",;.() 周每星".contains(**c)).count();
                tokens.push(Token::LastEntry);
            }
            (_, Some(Token::Exceptions)) => {
                tokens.push(Token::Exceptions);
                return tokens;
            }
            (_, Some(token)) => tokens.push(token),
        }
    }
    tokens
}

/// The token at the start and its length in characters; no token for words without a meaning.
fn next(rest: &[char], before: &[Token]) -> (Option<Token>, usize) {
    if let Some((text, length)) = date(rest, before) {
        return (Some(Token::Season(text)), length);
    }
    if let Some((meaning, length)) = word(rest) {
        let meaning = match meaning {
            Some(Token::Season(_)) => Some(Token::Season(rest[..length].iter().collect())),
            meaning => meaning,
        };
        return (meaning, length);
    }
    if let Some((days, length)) = days(rest, before) {
        return (Some(Token::Days(days)), length);
    }
    if let Some(length) = length_only(rest) {
        return (Some(Token::Length), length);
    }
    if let Some((clock, length)) = clock(rest, before) {
        return (Some(Token::Time(clock)), length);
    }
    let token = match rest[0] {
        '-' => Token::Dash,
        ',' | ' ' | '(' | ')' => Token::Soft,
        ';' | '.' => Token::Hard,
        c => Token::Words(c.to_string()),
    };
    (Some(token), 1)
}

fn digits(text: &[char]) -> usize {
    text.iter().take_while(|c| c.is_ascii_digit()).count()
}

/// `8小时`: how long, not when.
fn length_only(rest: &[char]) -> Option<usize> {
    let n = digits(rest);
    (n > 0 && starts_with(&rest[n..], "小时")).then_some(n + 2)
}
