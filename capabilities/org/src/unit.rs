//! Units: their codes, kinds and places in the tree, and the verbs that change them.
//!
//! A unit is never deleted: it ends on a day. A fact is booked to whoever stood above its station
//! on the day of the fact, so the past of the tree is never rewritten here.

use db::{Day, Tx, Uuid};
use kernel::{Error, Result};

use crate::{store, tree::Tree};

db::id!(
    /// A unit or, as a leaf, a station.
    UnitId
);

/// Code of the nation, the root of the tree.
pub const NATION: &str = "100000";

/// The first day there is: what has no known beginning begins here.
pub fn beginning() -> Day {
    db::Instant(0).day()
}

/// What a node of the tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An office: nation, province, city or county, at whatever depth.
    Unit,
    /// A station; it has nothing below it.
    Station,
}

impl Kind {
    /// The word in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Station => "station",
        }
    }
}

impl db::FromColumn for Kind {
    fn from_column(value: db::Value<'_>) -> db::Result<Self> {
        match value {
            db::Value::Text("unit") => Ok(Self::Unit),
            db::Value::Text("station") => Ok(Self::Station),
            other => Err(db::Error::Decode(format!("no kind of unit: {other:?}"))),
        }
    }
}

/// A node to be added to the tree.
pub struct NewUnit<'a> {
    /// Unique for ever: a unit code or a station number.
    pub code: &'a str,
    /// What people call it.
    pub name: &'a str,
    /// Office or leaf.
    pub kind: Kind,
    /// Who stands above it; only the root has nobody.
    pub parent: Option<UnitId>,
    /// Its first day.
    pub from: Day,
}

/// A change of the tree under way; everything changed under it reaches the caches together.
#[derive(Clone, Copy)]
pub struct Change {
    revision: i64,
}

impl Change {
    /// The version of the tree that will show it.
    pub fn revision(self) -> i64 {
        self.revision
    }
}

/// Begins a change of the tree: one for all that this transaction changes.
pub fn change(tx: &mut Tx<'_>) -> Result<Change> {
    Ok(Change { revision: tx.bump(crate::tree::TOPIC)? })
}

/// Adds a node.
pub fn add(tx: &mut Tx<'_>, change: Change, unit: &NewUnit<'_>) -> Result<UnitId> {
    let id = UnitId(tx.new_id());
    store::units::insert(tx, id, unit, change.revision)?;
    if let Some(parent) = unit.parent {
        store::units::insert_parent(tx, id, parent, unit.from, change.revision)?;
    }
    Ok(id)
}

/// Gives a node another name, from now on and for the past.
pub fn rename(tx: &mut Tx<'_>, change: Change, id: UnitId, name: &str) -> Result<()> {
    Ok(store::units::rename(tx, id, name, change.revision)?)
}

/// The id that a caller made for an order.
///
/// # Errors
/// 422 `units.bad-id` for what is no UUID of version 7.
pub fn order_id(text: &str) -> Result<Uuid> {
    db::uuid_v7(text).ok_or_else(|| Error::field("id", "units.bad-id"))
}

/// The unit or station with this code, whatever the caller may see.
pub fn by_code(tree: &Tree, code: &str) -> Result<UnitId> {
    tree.by_code(code).ok_or(Error::NotFound("units.unknown"))
}

/// The unit that looks after a division on a day: the one that it was given to, or whoever follows
/// that one.
pub fn of_division(tx: &mut Tx<'_>, division: &str, day: Day) -> Result<Option<UnitId>> {
    let tree = tx.cached::<Tree>()?;
    let given = store::units::by_division(tx, division, day)?;
    Ok(given.and_then(|unit| tree.standing(unit, day)))
}

/// Refuses a unit that has ended before that day: nothing more is given on it.
///
/// # Errors
/// 422 on `unit`: `units.closed`.
pub fn check_lasts(tx: &mut Tx<'_>, unit: UnitId, day: Day) -> Result<()> {
    let ended = store::units::last_day(tx, unit)?.is_some_and(|last| last < day);
    if ended { Err(Error::field("unit", "units.closed")) } else { Ok(()) }
}

/// Builds the network that mirrors the divisions: one unit for the nation, each province,
/// prefecture and county, with the codes of their divisions. Returns how many there are.
pub fn mirror_divisions(tx: &mut Tx<'_>) -> Result<usize> {
    use geo::divisions::{self, Level};
    let from = beginning();
    let change = change(tx)?;
    let mut ids = std::collections::HashMap::new();
    for level in [Level::Country, Level::Province, Level::Prefecture, Level::County] {
        for division in divisions::all_at(level) {
            let parent = ids.get(division.parent).copied();
            let unit = NewUnit {
                code: division.code,
                name: division.name,
                kind: Kind::Unit,
                parent,
                from,
            };
            let id = add(tx, change, &unit)?;
            store::units::insert_division(tx, id, division.code, from)?;
            ids.insert(division.code, id);
        }
    }
    Ok(ids.len())
}
