//! Names in time: what a unit is called on which day.

use std::sync::Arc;

use db::Day;

use super::Tree;
use crate::{renaming::Renaming, store::renamings::RenamingRow, unit::UnitId};

impl Tree {
    /// What a unit or station is called on a day; empty when there is none.
    pub fn name_on(&self, id: UnitId, day: Day) -> &str {
        let begun = self.renamings(id).iter().rev().find(|it| it.from <= day);
        begun.map_or_else(|| self.node(id).map_or("", |node| &node.first_name), |it| &it.name)
    }

    /// The renamings of a unit that were not undone, in the order of their days.
    pub fn renamings(&self, id: UnitId) -> &[Renaming] {
        self.renamings.get(&id).map_or(&[], Vec::as_slice)
    }

    pub(super) fn take_renaming(&mut self, row: RenamingRow) {
        self.revision = self.revision.max(row.revision);
        let of_unit = self.renamings.entry(row.renaming.unit).or_default();
        of_unit.retain(|known| known.id != row.renaming.id);
        if row.renaming.undone_at.is_none() {
            of_unit.push(row.renaming);
            // Of those of one day, the one that was ordered last holds: rows come in that order.
            of_unit.sort_by_key(|it| it.from);
        }
    }

    /// Calls everybody by the name of a day.
    pub(super) fn turn_to(&mut self, day: Day) {
        self.day = Some(day);
        let renamed: Vec<UnitId> = self.renamings.keys().copied().collect();
        for unit in renamed {
            let name: Arc<str> = self.name_on(unit, day).into();
            if let Some(node) = self.nodes.get_mut(&unit) {
                Arc::make_mut(node).name = name;
            }
        }
    }
}
