//! By which tree figures are added up: that of the day of each fact (按当时), or today's
//! (按当前归属).
//!
//! Cells are booked by the tree of the day of the fact alone, and a move rewrites none of them.
//! Today's tree is derived: what a unit counts by it is its own cells, and for each move across
//! its border the cells that the moved one had before it moved, plus where the move leads in,
//! minus where it leads out. Who stands within the border is told by today's tree on both ends, so
//! moves within each other, one after another, of units and of stations all add up; docs/decisions
//! has the proof. A move to come counts from its day on, without anybody doing anything at
//! midnight.

use db::Day;
use kernel::Error;
use org::{Tree, UnitId};

use crate::tally::Range;

/// By which tree figures are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lens {
    /// That of the day of each fact: 按当时.
    Then,
    /// Today's: 按当前归属.
    Now,
}

impl Lens {
    /// The word of the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Then => "then",
            Self::Now => "now",
        }
    }

    /// The lens that a query asks for with `tree`; without one it is `then`.
    pub fn asked(tree: Option<&str>) -> kernel::Result<Self> {
        let Some(word) = tree else { return Ok(Self::Then) };
        let lens = [Self::Then, Self::Now].into_iter().find(|lens| lens.word() == word);
        lens.ok_or_else(|| Error::field("tree", "request.unknown-value"))
    }
}

/// Cells of a unit or station that count so many times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Whose cells.
    pub unit: UnitId,
    /// Of which days.
    pub days: Range,
    /// 1 or -1.
    pub times: i64,
}

/// The cells that add up to the figures of a unit or station over a range.
pub fn sources(tree: &Tree, lens: Lens, unit: UnitId, range: Range, today: Day) -> Vec<Source> {
    let mut sources = vec![Source { unit, days: range, times: 1 }];
    if lens == Lens::Then {
        return sources;
    }
    if tree.is_closed(unit, today) {
        // By today's tree, all of it stands with those who follow.
        return Vec::new();
    }
    for (_, moves, into) in tree.ways_across(unit, today) {
        let times = if into { 1 } else { -1 };
        let come = moves.iter().filter(|it| it.from <= today);
        sources.extend(come.filter_map(|it| {
            let days = Range::new(range.from, range.to.min(it.from.plus(-1)))?;
            Some(Source { unit: it.unit, days, times })
        }));
    }
    sources
}
