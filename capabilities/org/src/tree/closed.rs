//! Closed offices. One that closes hangs below the one that follows it from then on, and is passed
//! over by whoever looks upwards: what hangs on it stands below its successor, and nothing of it
//! has to be moved.

use db::Day;

use super::{Node, Placement, Tree};
use crate::unit::UnitId;

impl Tree {
    /// Whether an office has ended before that day.
    pub fn is_closed(&self, id: UnitId, day: Day) -> bool {
        self.ends.get(&id).is_some_and(|last| *last < day)
    }

    /// The unit itself, or whoever stands in its place on that day if it is closed.
    pub fn standing(&self, id: UnitId, day: Day) -> Option<UnitId> {
        if self.is_closed(id, day) { self.parent(id, day) } else { Some(id) }
    }

    /// Those who follow an office that is closed or will be: who stands in its place on its first
    /// day without it, then those who took something of it on that day, by code.
    pub fn successors(&self, id: UnitId) -> Vec<UnitId> {
        let Some(first) = self.ends.get(&id).map(|last| last.plus(1)) else { return Vec::new() };
        let mut took: Vec<UnitId> = self
            .ways()
            .filter(|(way, moves)| way.from == id && moves.iter().any(|it| it.from == first))
            .map(|(way, _)| way.to)
            .collect();
        took.sort_by(|a, b| self.code(*a).cmp(self.code(*b)));
        let follows = self.parent(id, first);
        took.retain(|unit| Some(*unit) != follows);
        follows.into_iter().chain(took).collect()
    }

    /// Who stood above it and when, oldest first.
    pub fn placements(&self, id: UnitId) -> Vec<Placement> {
        let Some(node) = self.node(id) else { return Vec::new() };
        let mut found = Vec::new();
        for placement in &node.parents {
            match self.ends.get(&placement.parent) {
                Some(last) if placement.to.is_none_or(|to| *last < to) => {
                    let own = Placement { to: Some(*last), ..*placement };
                    found.extend(Some(own).filter(Placement::is_ever));
                    let after = self.placements(placement.parent).into_iter();
                    let rest = Placement { from: placement.from.max(last.plus(1)), ..*placement };
                    found.extend(after.filter_map(|above| above.during(&rest)));
                }
                _ => found.push(*placement),
            }
        }
        found
    }

    /// Who it is placed below on that day, be that one closed or not.
    pub(crate) fn placed_below(&self, id: UnitId, day: Day) -> Option<UnitId> {
        let node = self.node(id)?;
        node.parents.iter().rev().find(|placement| placement.holds_on(day)).map(|p| p.parent)
    }

    /// Everyone who was ever placed directly below it.
    pub(super) fn placed_ever(&self, id: UnitId) -> impl Iterator<Item = &Node> {
        let placed = self.node(id).map_or(&[][..], |node| &node.children);
        placed.iter().filter_map(|child| self.node(*child))
    }

    /// Whether `id` is `ancestor` or is placed below it on that day, at whatever depth, closed ones
    /// counted.
    pub(super) fn is_placed_within(&self, id: UnitId, ancestor: UnitId, day: Day) -> bool {
        let mut chain = std::iter::successors(Some(id), |unit| self.placed_below(*unit, day));
        chain.any(|unit| unit == ancestor)
    }
}

impl Placement {
    fn is_ever(&self) -> bool {
        self.to.is_none_or(|to| self.from <= to)
    }

    /// The part of it that falls into the days of another.
    pub(super) fn during(self, other: &Self) -> Option<Self> {
        let from = self.from.max(other.from);
        let to = match (self.to, other.to) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (end, None) | (None, end) => end,
        };
        Some(Self { from, to, ..self }).filter(Self::is_ever)
    }
}
