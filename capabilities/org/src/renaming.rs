//! Renaming: an office has another name from a day on; before that day it keeps the one it had.

use audit::{Entry, note};
use db::{Day, Instant, Tx};
use kernel::{Error, Result};
use serde_json::json;

use crate::{
    noted, store,
    tree::Tree,
    unit::{self, Kind, UnitId},
};

db::id!(
    /// A renaming; made by who orders it.
    RenamingId: Uuid
);

/// Most characters of a name.
pub const NAME_CHARS: usize = 60;

/// A renaming that was ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renaming {
    /// Its id.
    pub id: RenamingId,
    /// What is called otherwise.
    pub unit: UnitId,
    /// Its name from then on.
    pub name: String,
    /// The first day of the name.
    pub from: Day,
    /// When it was ordered.
    pub ordered_at: Instant,
    /// The person or token that did; nothing: the command line.
    pub ordered_by: Option<i64>,
    /// When it was undone.
    pub undone_at: Option<Instant>,
}

/// A name that an office may have; nobody has ordered it yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What is to be called otherwise.
    pub unit: UnitId,
    /// What it is called until then.
    pub before: String,
    /// Its name from then on.
    pub name: String,
    /// The first day of the name.
    pub from: Day,
}

impl Plan {
    /// Another name for an office from a day on, judged by the tree of `today`.
    ///
    /// # Errors
    /// 422 `units.past`, `units.station`, `units.not-standing`, `units.name`, `units.same-name`;
    /// 409 `units.renaming-ahead`.
    pub fn new(tree: &Tree, today: Day, unit: UnitId, name: &str, from: Day) -> Result<Self> {
        if from < today {
            return Err(Error::refused("units.past"));
        }
        if tree.node(unit).is_none_or(|node| node.kind != Kind::Unit) {
            return Err(Error::refused("units.station"));
        }
        if !tree.lasts(unit, from) {
            return Err(Error::field("from", "units.not-standing"));
        }
        if tree.renamings(unit).iter().any(|it| it.from > today) {
            return Err(Error::conflict("units.renaming-ahead"));
        }
        let (name, before) = (name.trim(), tree.name_on(unit, from));
        let fits = (1..=NAME_CHARS).contains(&name.chars().count());
        if !fits || name.chars().any(char::is_control) {
            return Err(Error::field("name", "units.name"));
        }
        if name == before {
            return Err(Error::field("name", "units.same-name"));
        }
        Ok(Self { unit, before: before.to_owned(), name: name.to_owned(), from })
    }
}

/// Orders a renaming that the tree allows.
pub fn order(
    tx: &mut Tx<'_>,
    tree: &Tree,
    plan: Plan,
    (id, ordered_by): (RenamingId, Option<i64>),
) -> Result<Renaming> {
    let Plan { unit, before, name, from } = plan;
    let change = unit::change(tx)?;
    let ordered_at = tx.now();
    let it = Renaming { id, unit, name, from, ordered_at, ordered_by, undone_at: None };
    store::renamings::insert(tx, &it, change.revision())?;
    let entry = Entry::of(noted::RENAMING_ORDERED, noted::moving(tree, unit));
    let after = json!({ "name": it.name, "from": from });
    note(tx, entry.before(json!({ "name": before })).after(after));
    Ok(it)
}

/// Undoes a renaming whose day has not come.
///
/// # Errors
/// 409 `units.moved-already`, `units.undone-already`.
pub fn undo(tx: &mut Tx<'_>, tree: &Tree, it: &Renaming, by: Option<i64>) -> Result<Renaming> {
    if it.undone_at.is_some() {
        return Err(Error::conflict("units.undone-already"));
    }
    if it.from <= tx.today() {
        return Err(Error::conflict("units.moved-already"));
    }
    let (now, change) = (tx.now(), unit::change(tx)?);
    store::renamings::undo(tx, it.id, now, by, change.revision())?;
    let entry = Entry::of(noted::RENAMING_UNDONE, noted::moving(tree, it.unit));
    let kept = json!({ "name": tree.name_on(it.unit, it.from.plus(-1)) });
    note(tx, entry.before(json!({ "name": it.name, "from": it.from })).after(kept));
    Ok(Renaming { undone_at: Some(now), ..it.clone() })
}

/// The renaming with this id.
pub fn find(tx: &mut Tx<'_>, id: RenamingId) -> Result<Option<Renaming>> {
    Ok(store::renamings::find(tx, id)?)
}
