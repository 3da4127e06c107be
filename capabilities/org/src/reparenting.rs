//! Reparenting: a unit or station comes to stand below another unit, from a day on.
//!
//! The past of the tree is never rewritten: a move adds a place to those that were. It is ordered
//! for today or later, and undone until its day. What is counted by day is told in the same
//! transaction, so that it goes along ([`Books`]). Who may order one is asked in [`check_scope`].

use std::{collections::BTreeSet, sync::Arc};

use audit::{Entry, note};
use db::{Day, Instant, Tx};
use kernel::{Error, Result};

use crate::{
    access::{Role, Viewer},
    noted, store,
    tree::Tree,
    unit::{Change, Kind, UnitId},
};

db::id!(
    /// A move in the tree; made by who orders it.
    ReparentingId: Uuid
);
db::id!(
    /// A change of several units at once; made by who orders it.
    ReorganisationId: Uuid
);

/// A move that was ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reparenting {
    /// Its id.
    pub id: ReparentingId,
    /// What moves.
    pub unit: UnitId,
    /// Whom it was placed below before, closed by then or not.
    pub before: UnitId,
    /// Who stands above it afterwards.
    pub parent: UnitId,
    /// The first day on which it stands there.
    pub from: Day,
    /// When it was ordered.
    pub ordered_at: Instant,
    /// The person or token that did; nothing: the command line.
    pub ordered_by: Option<i64>,
    /// When it was undone.
    pub undone_at: Option<Instant>,
    /// It ends with the day before, and `parent` follows it.
    pub closes: bool,
    /// The reorganisation with which it is made and undone.
    pub part_of: Option<ReorganisationId>,
}

/// A move that the tree allows; nobody has ordered it yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What is to move.
    pub unit: UnitId,
    /// Whom it is placed below on the day before it does, closed by then or not.
    pub before: UnitId,
    /// Who is to stand above it.
    pub parent: UnitId,
    /// From which day on.
    pub from: Day,
    /// It is to end with the day before, and `parent` to follow it.
    pub closes: bool,
}

impl Plan {
    /// A move of `unit` below `parent` from a day on, judged by the tree of `today`.
    ///
    /// # Errors
    /// 422 `units.past`, `units.root`, `units.not-standing`, `units.parent`, `units.same-parent`,
    /// `units.loop`; 409 `units.move-ahead`.
    pub fn new(tree: &Tree, today: Day, unit: UnitId, parent: UnitId, from: Day) -> Result<Self> {
        let before = check_movable(tree, today, unit, from)?;
        check_joins(tree, unit, (parent, "parent"), from)?;
        if tree.parent(unit, from) == Some(parent) {
            return Err(Error::field("parent", "units.same-parent"));
        }
        Ok(Self { unit, before, parent, from, closes: false })
    }

    /// The end of an office before a day, from which on `successor` stands in its place.
    ///
    /// # Errors
    /// 422 `units.station` for what is no office; those of [`Plan::new`].
    pub fn closing(
        tree: &Tree,
        today: Day,
        unit: UnitId,
        successor: UnitId,
        from: Day,
    ) -> Result<Self> {
        if tree.node(unit).is_none_or(|node| node.kind != Kind::Unit) {
            return Err(Error::refused("units.station"));
        }
        let before = check_movable(tree, today, unit, from)?;
        check_joins(tree, unit, (successor, "successor"), from)?;
        Ok(Self { unit, before, parent: successor, from, closes: true })
    }
}

/// Whom a unit or station that may move on a day is placed below until then.
fn check_movable(tree: &Tree, today: Day, unit: UnitId, from: Day) -> Result<UnitId> {
    if from < today {
        return Err(Error::refused("units.past"));
    }
    if tree.moves(unit).iter().any(|it| it.from > today) {
        return Err(Error::conflict("units.move-ahead"));
    }
    if tree.placements(unit).is_empty() {
        return Err(Error::refused("units.root"));
    }
    let before = tree.placed_below(unit, from).filter(|_| tree.lasts(unit, from));
    before.ok_or_else(|| Error::field("from", "units.not-standing"))
}

/// Refuses an office, named by a field, below which a unit cannot come to stand on a day.
fn check_joins(
    tree: &Tree,
    unit: UnitId,
    (parent, field): (UnitId, &str),
    from: Day,
) -> Result<()> {
    let office = tree.node(parent).is_some_and(|node| node.kind == Kind::Unit);
    if !office || !tree.lasts(parent, from) {
        return Err(Error::field(field, "units.parent"));
    }
    if tree.would_loop(unit, parent, from) {
        return Err(Error::field(field, "units.loop"));
    }
    Ok(())
}

/// Whom a move concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Stations that move.
    pub stations: usize,
    /// Persons who hold something there, or will.
    pub people: usize,
}

impl Plan {
    /// Whom the move concerns.
    pub fn reach(&self, tx: &mut Tx<'_>, tree: &Tree) -> Result<Reach> {
        let mut people = BTreeSet::new();
        for (person, unit) in store::grants::holders(tx, tx.today())? {
            if tree.is_within(unit, self.unit, self.from) {
                people.insert(person);
            }
        }
        let stations = tree.stations_below(self.unit, self.from).len();
        Ok(Reach { stations, people: people.len() })
    }
}

/// A place in the tree that was changed, for those who count by day.
pub struct Moved {
    /// What moved, with everything below it.
    pub unit: UnitId,
    /// The first day on which it stands elsewhere.
    pub from: Day,
    /// The tree before the change.
    pub before: Arc<Tree>,
    /// The tree after it.
    pub after: Arc<Tree>,
}

/// Counts things by unit and day: what was booked for days of a move goes along with it. The app
/// says who does, for units know nothing of what is counted.
pub trait Books: 'static {
    /// Books anew what `moved` has on and after its day. In the transaction of the move.
    fn moved(tx: &mut Tx<'_>, moved: &Moved) -> Result<()>;
}

/// Nothing is counted.
pub struct NoBooks;

impl Books for NoBooks {
    fn moved(_: &mut Tx<'_>, _: &Moved) -> Result<()> {
        Ok(())
    }
}

/// Orders a move that `tree` allows. `tree` is that of before `change` was begun.
pub fn order<B: Books>(
    tx: &mut Tx<'_>,
    change: Change,
    tree: &Arc<Tree>,
    plan: &Plan,
    (id, by): (ReparentingId, Option<i64>),
) -> Result<Reparenting> {
    let it = plan.ordered(id, (tx.now(), by), None);
    enter(tx, change, tree, &it)?;
    let after = tx.cached::<Tree>()?;
    B::moved(tx, &Moved { unit: it.unit, from: it.from, before: Arc::clone(tree), after })?;
    Ok(it)
}

impl Plan {
    /// The order of it.
    pub(crate) fn ordered(
        &self,
        id: ReparentingId,
        (ordered_at, ordered_by): (Instant, Option<i64>),
        part_of: Option<ReorganisationId>,
    ) -> Reparenting {
        let Self { unit, before, parent, from, closes } = *self;
        let undone_at = None;
        Reparenting {
            id,
            unit,
            before,
            parent,
            from,
            ordered_at,
            ordered_by,
            undone_at,
            closes,
            part_of,
        }
    }
}

/// Writes an order; whoever counts by day is still to be told.
pub(crate) fn enter(tx: &mut Tx<'_>, change: Change, tree: &Tree, it: &Reparenting) -> Result<()> {
    let Reparenting { unit, parent, from, .. } = *it;
    store::reparentings::insert(tx, it, change.revision())?;
    store::reparentings::end_place(tx, unit, from, change.revision())?;
    store::reparentings::begin_place(tx, unit, parent, from, change.revision())?;
    if it.closes {
        store::units::set_last_day(tx, unit, Some(from.plus(-1)), change.revision())?;
    }
    let entry = Entry::of(noted::ordered(it), noted::moving(tree, unit));
    note(tx, entry.before(noted::above(tree, it)).after(noted::joining(tree, it)));
    Ok(())
}

/// Undoes a move whose day has not come.
///
/// # Errors
/// 409 `units.moved-already`, `units.undone-already`; 422 `units.loop` when another move was
/// ordered that needs this one.
pub fn undo<B: Books>(
    tx: &mut Tx<'_>,
    change: Change,
    tree: &Arc<Tree>,
    it: &Reparenting,
    by: Option<i64>,
) -> Result<Reparenting> {
    if it.undone_at.is_some() {
        return Err(Error::conflict("units.undone-already"));
    }
    if it.from <= tx.today() {
        return Err(Error::conflict("units.moved-already"));
    }
    take_back(tx, change, tree, it, by)?;
    let after = tx.cached::<Tree>()?;
    B::moved(tx, &Moved { unit: it.unit, from: it.from, before: Arc::clone(tree), after })?;
    Ok(Reparenting { undone_at: Some(tx.now()), ..*it })
}

/// Writes that a move is undone; whoever counts by day is still to be told.
///
/// # Errors
/// 422 `units.loop` when another move was ordered that needs this one.
pub(crate) fn take_back(
    tx: &mut Tx<'_>,
    change: Change,
    tree: &Tree,
    it: &Reparenting,
    by: Option<i64>,
) -> Result<()> {
    let now = tx.now();
    store::reparentings::undo(tx, it.id, now, by, change.revision())?;
    store::reparentings::take_place_back(tx, it.unit, it.from, change.revision())?;
    if it.closes {
        store::units::set_last_day(tx, it.unit, None, change.revision())?;
    }
    if tree.would_loop(it.unit, it.before, it.from) {
        return Err(Error::refused("units.loop"));
    }
    let entry = Entry::of(noted::undone(it), noted::moving(tree, it.unit));
    note(tx, entry.before(noted::joining(tree, it)).after(noted::above(tree, it)));
    Ok(())
}

/// The move with this id.
pub fn find(tx: &mut Tx<'_>, id: ReparentingId) -> Result<Option<Reparenting>> {
    Ok(store::reparentings::find(tx, id)?)
}

/// Refuses a viewer who does not hold one of `roles` on a unit that stands above `unit`, and
/// above `parent` or is it: moves are ordered by who answers for both ends.
///
/// # Errors
/// 404 `units.unknown` for what is out of scope, 403 `access.not-granted` for what is in sight.
pub fn check_scope(
    tree: &Tree,
    viewer: &Viewer,
    roles: &[Role],
    unit: UnitId,
    parent: UnitId,
) -> Result<()> {
    let sees = |place: UnitId| viewer.holds(tree, &Role::ALL, place);
    if sees(unit) && !viewer.holds_above(tree, roles, unit) {
        return Err(Error::Forbidden("access.not-granted"));
    }
    if !sees(unit) || !sees(parent) {
        return Err(Error::NotFound("units.unknown"));
    }
    let day = viewer.day();
    let common = |at: UnitId| at != unit && tree.is_within(parent, at, day);
    let held = |at: UnitId| {
        viewer.grants().iter().any(|grant| grant.unit == at && roles.contains(&grant.role))
    };
    if tree.chain(unit, day).any(|at| common(at) && held(at)) {
        Ok(())
    } else {
        Err(Error::Forbidden("access.not-granted"))
    }
}
