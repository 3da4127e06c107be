//! The tree in memory: every unit and station, and who stood above whom on which day.

mod closed;
mod moves;
mod names;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, sync::Arc};

use db::{Cache, Day, Instant, Tx};
use foldhash::HashMap;

use crate::{
    renaming::Renaming,
    reparenting::Reparenting,
    store,
    unit::{Kind, NATION, UnitId},
};

/// The mark that every change of the tree bumps.
pub const TOPIC: &str = "units";

/// One node of the tree.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its id.
    pub id: UnitId,
    /// Its code, or the number of a station.
    pub code: Arc<str>,
    /// What people call it today.
    pub name: Arc<str>,
    /// What it was called before it had another name from a day on.
    first_name: Arc<str>,
    /// Office or station.
    pub kind: Kind,
    /// Its first day.
    pub from: Day,
    /// Its last day, when it has ended.
    pub to: Option<Day>,
    /// Who stood above it, oldest first.
    parents: Vec<Placement>,
    /// Everyone who was ever placed directly below it.
    children: Vec<UnitId>,
    /// Its moves that were not undone, in the order of their days.
    moves: Vec<Reparenting>,
}

impl Node {
    /// Whether it existed on that day.
    pub fn exists_on(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// Who stood above a unit from which day to which, both included.
#[derive(Clone, Copy, Debug)]
pub struct Placement {
    /// The unit above.
    pub parent: UnitId,
    /// First day.
    pub from: Day,
    /// Last day; `None`: still.
    pub to: Option<Day>,
}

impl Placement {
    fn holds_on(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// All units and stations.
#[derive(Clone, Default)]
pub struct Tree {
    nodes: HashMap<UnitId, Arc<Node>>,
    by_code: HashMap<Arc<str>, UnitId>,
    /// The last day of each office that is closed or will be.
    ends: HashMap<UnitId, Day>,
    /// Moves that were not undone, by whom they left and whom they joined.
    ways: BTreeMap<Way, Vec<Reparenting>>,
    /// Renamings that were not undone, by what has another name, in the order of their days.
    renamings: BTreeMap<UnitId, Vec<Renaming>>,
    /// The day on which everybody has the name that they have today.
    day: Option<Day>,
    revision: i64,
}

/// From which unit to which others moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Way {
    /// Whom they left.
    pub from: UnitId,
    /// Whom they joined.
    pub to: UnitId,
}

impl Tree {
    /// The unit or station with this code.
    pub fn by_code(&self, code: &str) -> Option<UnitId> {
        self.by_code.get(code).copied()
    }

    /// A node by id.
    pub fn node(&self, id: UnitId) -> Option<&Node> {
        self.nodes.get(&id).map(Arc::as_ref)
    }

    /// The code of a node; empty when there is none.
    pub fn code(&self, id: UnitId) -> &str {
        self.node(id).map_or("", |node| &node.code)
    }

    /// The name of a node today; empty when there is none.
    pub fn name(&self, id: UnitId) -> &str {
        self.node(id).map_or("", |node| &node.name)
    }

    /// The root.
    pub fn nation(&self) -> Option<UnitId> {
        self.by_code(NATION)
    }

    /// Who stood directly above it on that day. What hangs on a closed office stands below the one
    /// that follows it.
    pub fn parent(&self, id: UnitId, day: Day) -> Option<UnitId> {
        let mut above = self.placed_below(id, day)?;
        while self.is_closed(above, day) {
            above = self.placed_below(above, day)?;
        }
        Some(above)
    }

    /// Whether there is such a unit or station, and it exists on that day.
    pub fn lasts(&self, id: UnitId, day: Day) -> bool {
        self.node(id).is_some_and(|node| node.exists_on(day))
    }

    /// The node itself, then everyone above it on that day, the root last.
    pub fn chain(&self, id: UnitId, day: Day) -> impl Iterator<Item = UnitId> + '_ {
        std::iter::successors(Some(id), move |unit| self.parent(*unit, day))
    }

    /// The spans of days on which `id` was `ancestor` or stood below it, oldest first.
    pub fn spans_within(&self, id: UnitId, ancestor: UnitId) -> Vec<(Day, Option<Day>)> {
        if id == ancestor {
            return vec![(crate::unit::beginning(), None)];
        }
        let mut spans = Vec::new();
        for placement in self.placements(id) {
            let above = self.spans_within(placement.parent, ancestor).into_iter();
            let above = above.map(|(from, to)| Placement { from, to, ..placement });
            let both = above.filter_map(|span| span.during(&placement));
            spans.extend(both.map(|span| (span.from, span.to)));
        }
        spans
    }

    /// Those directly below it on that day, by code.
    pub fn children(&self, id: UnitId, day: Day) -> Vec<&Node> {
        let mut children = self.children_ever(id);
        children.retain(|child| child.exists_on(day) && self.parent(child.id, day) == Some(id));
        children
    }

    /// Everyone who stood directly below it on any day or below an office that it follows, by code.
    pub fn children_ever(&self, id: UnitId) -> Vec<&Node> {
        let mut children: Vec<&Node> = self.placed_ever(id).collect();
        let mut seen = 0;
        while let Some(child) = children.get(seen) {
            seen += 1;
            if self.ends.contains_key(&child.id) {
                children.extend(self.placed_ever(child.id));
            }
        }
        children.sort_by(|a, b| a.code.cmp(&b.code));
        children.dedup_by_key(|child| child.id);
        children
    }

    /// Whether `id` is `ancestor` or stood below it on that day.
    pub fn is_within(&self, id: UnitId, ancestor: UnitId, day: Day) -> bool {
        self.chain(id, day).any(|unit| unit == ancestor)
    }

    /// Every station below a unit (or the station itself) on that day, by code.
    pub fn stations_below(&self, id: UnitId, day: Day) -> Vec<&Node> {
        let mut found = Vec::new();
        let mut open = vec![id];
        while let Some(unit) = open.pop() {
            match self.node(unit) {
                Some(node) if node.kind == Kind::Station => found.push(node),
                _ => open.extend(self.children(unit, day).iter().map(|child| child.id)),
            }
        }
        found.sort_by(|a, b| a.code.cmp(&b.code));
        found
    }

    /// Every office below a unit on that day, without itself.
    pub fn offices_below(&self, id: UnitId, day: Day) -> Vec<UnitId> {
        let mut found = vec![id];
        let mut seen = 0;
        while let Some(unit) = found.get(seen).copied() {
            seen += 1;
            let children = self.children(unit, day).into_iter();
            found.extend(children.filter(|it| it.kind == Kind::Unit).map(|it| it.id));
        }
        found.split_off(1)
    }

    /// Every unit and station, those that came first first.
    pub fn ids(&self) -> Vec<UnitId> {
        let mut ids: Vec<UnitId> = self.nodes.keys().copied().collect();
        ids.sort_unstable();
        ids
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// True for a store that was not initialised.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    fn take_node(&mut self, row: store::units::NodeRow) {
        self.revision = self.revision.max(row.revision);
        let code: Arc<str> = row.code.into();
        let name: Arc<str> = row.name.into();
        let known = self.nodes.get(&row.id);
        let node = Node {
            id: row.id,
            code: Arc::clone(&code),
            first_name: Arc::clone(&name),
            name,
            kind: row.kind,
            from: row.from_day,
            to: row.to_day,
            parents: known.map(|node| node.parents.clone()).unwrap_or_default(),
            children: known.map(|node| node.children.clone()).unwrap_or_default(),
            moves: known.map(|node| node.moves.clone()).unwrap_or_default(),
        };
        self.by_code.insert(code, row.id);
        match row.to_day.filter(|_| row.kind == Kind::Unit) {
            Some(last) => self.ends.insert(row.id, last),
            None => self.ends.remove(&row.id),
        };
        self.nodes.insert(row.id, Arc::new(node));
    }

    fn take_placement(&mut self, row: &store::units::ParentRow) {
        self.revision = self.revision.max(row.revision);
        let placement = Placement { parent: row.parent, from: row.from_day, to: row.to_day };
        if let Some(node) = self.nodes.get_mut(&row.unit) {
            let parents = &mut Arc::make_mut(node).parents;
            parents.retain(|known| known.from != placement.from);
            // One that was undone ends before it begins.
            parents.extend(Some(placement).filter(|it| it.to.is_none_or(|to| it.from <= to)));
            parents.sort_by_key(|placement| placement.from);
        }
        if let Some(parent) = self.nodes.get_mut(&row.parent)
            && !parent.children.contains(&row.unit)
        {
            Arc::make_mut(parent).children.push(row.unit);
        }
    }
}

impl Cache for Tree {
    const TOPIC: &'static str = TOPIC;

    fn load(tx: &mut Tx<'_>, old: Option<Arc<Self>>) -> db::Result<Arc<Self>> {
        let mut tree = old.map(|old| Self::clone(&old)).unwrap_or_default();
        let after = tree.revision;
        for row in store::units::nodes_after(tx, after)? {
            tree.take_node(row);
        }
        for row in store::units::parents_after(tx, after)? {
            tree.take_placement(&row);
        }
        for row in store::reparentings::after(tx, after)? {
            tree.take_move(&row);
        }
        for row in store::renamings::after(tx, after)? {
            tree.take_renaming(row);
        }
        tree.turn_to(tx.today());
        Ok(Arc::new(tree))
    }

    fn expired(&self, now: Instant) -> bool {
        // Names begin at midnight.
        !self.renamings.is_empty() && self.day != Some(now.day())
    }
}
