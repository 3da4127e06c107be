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
