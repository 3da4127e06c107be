//! Moves in the tree: which there were, and where they lead.

use db::Day;

use super::{Tree, Way};
use crate::{reparenting::Reparenting, store::reparentings::MoveRow, unit::UnitId};

impl Tree {
    /// The moves of a unit or station that were not undone, in the order of their days.
    pub fn moves(&self, unit: UnitId) -> &[Reparenting] {
        self.node(unit).map_or(&[], |node| &node.moves)
    }

    /// Every move that was not undone, by whom it left and whom it joined.
    pub fn ways(&self) -> impl Iterator<Item = (Way, &[Reparenting])> {
        self.ways.iter().map(|(way, moves)| (*way, moves.as_slice()))
    }

    /// Moves across the border of `unit` by the tree of `day`, and whether they lead into it. What
    /// stays on one side of the border is not among them.
    pub fn ways_across(&self, unit: UnitId, day: Day) -> Vec<(Way, &[Reparenting], bool)> {
        let across = |(way, moves): (Way, _)| {
            let into = self.is_within(way.to, unit, day);
            (into != self.is_within(way.from, unit, day)).then_some((way, moves, into))
        };
        self.ways().filter_map(across).collect()
    }

    /// Whether `unit` would come to stand below itself, on `from` or on the day of a move to come,
    /// if it stood below `parent` from `from` on.
    pub fn would_loop(&self, unit: UnitId, parent: UnitId, from: Day) -> bool {
        let ordered = self.ways().flat_map(|(_, moves)| moves).map(|it| it.from);
        let mut days = std::iter::once(from).chain(ordered.filter(|day| *day > from));
        days.any(|day| self.is_placed_within(parent, unit, day))
    }

    pub(super) fn take_move(&mut self, row: &MoveRow) {
        self.revision = self.revision.max(row.revision);
        let Reparenting { id, unit, before, parent, undone_at, .. } = row.reparenting;
        let of_way = self.ways.entry(Way { from: before, to: parent }).or_default();
        let of_unit = self.nodes.get_mut(&unit).map(std::sync::Arc::make_mut);
        for moves in std::iter::once(of_way).chain(of_unit.map(|node| &mut node.moves)) {
            moves.retain(|known| known.id != id);
            if undone_at.is_none() {
                moves.push(row.reparenting);
                moves.sort_by_key(|it| (it.from, it.ordered_at, it.id));
            }
        }
    }
}
