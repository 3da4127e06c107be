//! The name under which somebody signs in. Says nothing about whether anybody does.

use std::fmt;

use kernel::{Error, Result};
use unicode_normalization::UnicodeNormalization;

/// Fewest and most characters.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=64;

/// A login: NFKC, lower case, 2 to 64 Latin letters, digits, `.`, `_`, `-` or Chinese
/// characters. Other scripts are refused because their letters pass for Latin ones.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Login(String);

impl Login {
    /// Reads what somebody typed; full-width and capital letters count as the plain ones.
    ///
    /// # Errors
    /// 422 on the field `login`: `accounts.login`.
    pub fn parse(typed: &str) -> Result<Self> {
        let login = normalised(typed);
        if LENGTH.contains(&login.chars().count()) && login.chars().all(is_allowed) {
            Ok(Self(login))
        } else {
            Err(Error::field("login", "accounts.login"))
        }
    }

    /// The text as it is stored and compared.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// NFKC and lower case, without the spaces around it: how logins are compared.
pub(crate) fn normalised(typed: &str) -> String {
    typed.trim().nfkc().collect::<String>().to_lowercase()
}

fn is_allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') || is_han(c)
}

/// Unified ideographs with their extensions, and 〇.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_ways_of_one_login_are_one() {
        for typed in ["rsx127", " RSX127 ", "ｒｓｘ１２７", "Rsx127"] {
            assert_eq!(Login::parse(typed).map(|login| login.0).ok().as_deref(), Some("rsx127"));
        }
    }

    #[test]
    fn letters_digits_three_marks_and_chinese_characters_make_a_login() {
        for good in ["沈岚", "Li.Wei9", "a-b_c.9", "13800000000", "〇二", &"x".repeat(64)] {
            assert!(Login::parse(good).is_ok(), "{good}");
        }
        // The а of the last but one is Cyrillic.
        for bad in ["", "a", " b ", "a b", "a@b", "a/b", "<b>", "pаul", &"x".repeat(65)] {
            assert!(Login::parse(bad).is_err(), "{bad}");
        }
    }
}
