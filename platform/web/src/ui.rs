//! Small parts of pages that templates write by value.

use std::fmt;

use askama::filters::HtmlSafe;
use kernel::FieldError;

use crate::assets;

/// A symbol of the sprite, to stand beside a word.
#[derive(Clone, Copy, Debug)]
pub struct Icon<'a>(&'a str);

impl<'a> Icon<'a> {
    /// The symbol of a name such as `i-home` or `s-a02`.
    pub fn new(name: &'a str) -> Self {
        Self(name)
    }
}

impl fmt::Display for Icon<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sprite = assets::ICONS_SVG;
        write!(f, "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"{sprite}#")?;
        // Names may come from data; letters, digits and hyphens are all that a symbol has.
        let plain = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
        self.0.chars().filter(plain).try_for_each(|c| fmt::Write::write_char(f, c))?;
        f.write_str("\"/></svg>")
    }
}

impl HtmlSafe for Icon<'_> {}

/// A level of the tree above a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// What it is called.
    pub name: String,
    /// Where it is shown.
    pub href: String,
}

impl Crumb {
    /// A level with its page.
    pub fn new(name: impl Into<String>, href: impl Into<String>) -> Self {
        Self { name: name.into(), href: href.into() }
    }
}

/// A stage of a task of several pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// What it is called.
    pub word: String,
    /// It lies behind.
    pub done: bool,
    /// It is the present page.
    pub current: bool,
}

impl Stage {
    /// The stages of a task that stands at `now`, counted from 0.
    pub fn line(words: impl IntoIterator<Item = impl ToString>, now: usize) -> Vec<Self> {
        let stage = |(index, word): (usize, _)| {
            let word = ToString::to_string(&word);
            Self { word, done: index < now, current: index == now }
        };
        words.into_iter().enumerate().map(stage).collect()
    }
}

/// What is wrong with a form, by field, for the page that shows it again.
#[derive(Clone, Debug, Default)]
pub struct Problems(Vec<FieldError>);

impl Problems {
    /// Nothing is wrong yet.
    pub fn none() -> Self {
        Self::default()
    }

    /// The code of what is wrong with a field.
    pub fn of(&self, field: &str) -> Option<&'static str> {
        self.0.iter().find(|problem| problem.field == field).map(|problem| problem.code)
    }

    /// Notes what is wrong with a field.
    pub fn add(&mut self, field: &str, code: &'static str) {
        self.0.push(FieldError { field: field.to_owned(), code });
    }

    /// Whether there is anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Vec<FieldError>> for Problems {
    fn from(problems: Vec<FieldError>) -> Self {
        Self(problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_icon_cannot_carry_markup() {
        let icon = Icon::new("s-a02\"><script>").to_string();
        assert!(icon.ends_with("#s-a02script\"/></svg>"), "{icon}");
    }
}
