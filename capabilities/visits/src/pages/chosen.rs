//! What is asked of the console: which days, by which tree, in which order.

use db::Day;
use kernel::{Error, Result};
use serde::Deserialize;

use crate::{
    lens::Lens,
    overview::{self, Child},
    tally::Range,
};

/// The range of days that is shown.
pub struct Chosen {
    /// `today`, `week`, `month`, `year` or `custom`.
    pub name: &'static str,
    pub days: Range,
    /// By which tree.
    pub lens: Lens,
}

/// How children are ordered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Code,
    Today,
    Month,
    Year,
    Chosen,
}

#[derive(Clone, Default, Deserialize)]
pub struct ConsoleQuery {
    range: Option<String>,
    from: Option<Day>,
    to: Option<Day>,
    tree: Option<String>,
    pub sort: Option<String>,
}

impl Chosen {
    /// The range of a query, today unless it says otherwise.
    pub fn of(query: &ConsoleQuery, today: Day) -> Result<Self> {
        let lens = Lens::asked(query.tree.as_deref())?;
        if query.from.is_some() || query.to.is_some() {
            let to = query.to.unwrap_or(today);
            let from = query.from.unwrap_or(to);
            let days = Range::new(from, to);
            let days = days.ok_or_else(|| Error::field("to", "request.days-in-order"))?;
            return Ok(Self { name: "custom", days, lens });
        }
        let (name, days) = match query.range.as_deref().unwrap_or("today") {
            "today" => ("today", overview::day(today)),
            "week" => ("week", overview::week(today)),
            "month" => ("month", overview::month(today)),
            "year" => ("year", overview::year(today)),
            _ => return Err(Error::field("range", "request.unknown-value")),
        };
        Ok(Self { name, days, lens })
    }

    /// The range as a query string.
    pub fn query(&self) -> String {
        let days = if self.name == "custom" {
            format!("from={}&to={}", self.days.from, self.days.to)
        } else {
            format!("range={}", self.name)
        };
        format!("{days}{}", self.tree())
    }

    /// The tree as the rest of a query string; nothing for that of the day of each fact.
    pub fn tree(&self) -> &'static str {
        if self.lens == Lens::Now { "&tree=now" } else { "" }
    }

    /// The same range by another tree.
    pub fn by(&self, lens: Lens) -> Self {
        Self { lens, ..*self }
    }
}

impl Sort {
    pub const ALL: [(&'static str, Self); 5] = [
        ("code", Self::Code),
        ("today", Self::Today),
        ("month", Self::Month),
        ("year", Self::Year),
        ("chosen", Self::Chosen),
    ];

    pub fn parse(word: Option<&str>) -> Result<Self> {
        let word = word.unwrap_or("code");
        let found = Self::ALL.into_iter().find(|(name, _)| *name == word);
        found.map(|(_, sort)| sort).ok_or_else(|| Error::field("sort", "request.unknown-value"))
    }

    pub fn apply(self, children: &mut [Child]) {
        // Equal ones stay in the order of their codes.
        children.sort_by_key(|child| match self {
            Self::Code => 0,
            Self::Today => -child.today,
            Self::Month => -child.month,
            Self::Year => -child.year,
            Self::Chosen => -child.chosen.people,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn ranges_end_today_unless_chosen() {
        let today = day("2026-11-25");
        let named = |range: &str| {
            let query = ConsoleQuery { range: Some(range.to_owned()), ..ConsoleQuery::default() };
            Chosen::of(&query, today).map(|chosen| chosen.days)
        };
        let days = |from: &str| Range { from: day(from), to: today };
        assert_eq!(named("today").unwrap(), days("2026-11-25"));
        assert_eq!(named("week").unwrap(), days("2026-11-23"));
        assert_eq!(named("month").unwrap(), days("2026-11-01"));
        assert_eq!(named("year").unwrap(), days("2026-01-01"));
        assert!(named("decade").is_err());
        let tree = |word: &str| {
            let query = ConsoleQuery { tree: Some(word.to_owned()), ..ConsoleQuery::default() };
            Chosen::of(&query, today).map(|chosen| chosen.query())
        };
        assert_eq!(tree("now").unwrap(), "range=today&tree=now");
        assert_eq!(tree("then").unwrap(), "range=today");
        assert!(tree("later").is_err());
        let backwards = ConsoleQuery {
            from: Some(day("2026-11-02")),
            to: Some(day("2026-11-01")),
            ..ConsoleQuery::default()
        };
        assert!(Chosen::of(&backwards, today).is_err());
    }
}
