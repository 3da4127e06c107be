//! Reorganisation: offices that close, and who follows them, ordered and undone as a whole.
//!
//! An office that closes is placed below the one that follows it and ends with the day before.
//! Whatever hangs on it stays there and stands below the successor from then on (`tree::closed`),
//! so a closing is one move, whatever the size of the office. What is granted on it ends with it
//! by itself: nothing hangs below it any more.

use std::{collections::BTreeSet, sync::Arc};

use db::{Day, Instant, Tx};
use kernel::{Error, Result};
use serde_json::json;

use crate::{
    access::{Role, Viewer},
    reparenting::{
        self, Books, Moved, Plan, ReorganisationId, Reparenting, ReparentingId, check_scope,
    },
    store,
    tree::Tree,
    unit::{self, UnitId},
};

/// What is done to units as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An office closes, and another one follows it.
    Closure,
    /// Offices close, and the one that is addressed follows all of them.
    Merger,
}

impl Kind {
    /// The word in the store, in addresses and in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Closure => "closure",
            Self::Merger => "merger",
        }
    }

    /// The kind of such a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Closure, Self::Merger].into_iter().find(|kind| kind.as_str() == word)
    }
}

impl db::FromColumn for Kind {
    fn from_column(value: db::Value<'_>) -> db::Result<Self> {
        let db::Value::Text(word) = value else {
            return Err(db::Error::Decode(format!("no kind of reorganisation: {value:?}")));
        };
        let unknown = || db::Error::Decode(format!("no kind of reorganisation: {word}"));
        Self::parse(word).ok_or_else(unknown)
    }
}

/// A reorganisation that was ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reorganisation {
    /// Its id.
    pub id: ReorganisationId,
    /// What is done.
    pub kind: Kind,
    /// The unit that was addressed.
    pub unit: UnitId,
    /// The first day on which it holds.
    pub from: Day,
    /// What was asked, as text: to know an order that is sent again.
    pub content: String,
    /// When it was ordered.
    pub ordered_at: Instant,
    /// The person or token that did; nothing: the command line.
    pub ordered_by: Option<i64>,
    /// When it was undone.
    pub undone_at: Option<Instant>,
}

/// A reorganisation that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What is to be done.
    pub kind: Kind,
    /// The unit that is addressed.
    pub unit: UnitId,
    /// From which day on.
    pub from: Day,
    /// The offices that are to close, each with the one that is to follow it.
    pub closes: Vec<(UnitId, UnitId)>,
}

/// No more offices than this close at once.
const MOST_UNITS: usize = 50;

impl Draft {
    /// Refuses a viewer who does not answer for both ends of everything that changes.
    ///
    /// # Errors
    /// Those of [`check_scope`].
    pub fn check_scope(&self, tree: &Tree, viewer: &Viewer, roles: &[Role]) -> Result<()> {
        let mut ends = self.closes.iter();
        ends.try_for_each(|(unit, successor)| check_scope(tree, viewer, roles, *unit, *successor))
    }

    /// All that it says, as text.
    pub fn content(&self) -> String {
        let closes: Vec<[i64; 2]> = self.closes.iter().map(|(a, b)| [a.0, b.0]).collect();
        json!([self.kind.as_str(), self.unit.0, self.from, closes]).to_string()
    }

    /// What is to move, if the tree of `today` allows all of it.
    ///
    /// # Errors
    /// 422 on `units`: `units.merger` when none is named, too many, or one twice; those of
    /// [`Plan::closing`].
    pub fn plans(&self, tree: &Tree, today: Day) -> Result<Vec<Plan>> {
        let different: BTreeSet<UnitId> = self.closes.iter().map(|(unit, _)| *unit).collect();
        let count = self.closes.len();
        if count == 0 || count > MOST_UNITS || different.len() < count {
            return Err(Error::field("units", "units.merger"));
        }
        let closing = |(unit, successor): &(UnitId, UnitId)| {
            Plan::closing(tree, today, *unit, *successor, self.from)
        };
        self.closes.iter().map(closing).collect()
    }
}

/// Whom a reorganisation concerns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Offices below those that close.
    pub units: usize,
    /// Stations below them.
    pub stations: usize,
    /// Persons who hold something at or below them, or will.
    pub people: usize,
    /// Grants on those that close: they end with them.
    pub grants: usize,
    /// Service tokens for those that close: they end with them.
    pub tokens: usize,
}

impl Draft {
    /// Whom it concerns.
    pub fn reach(&self, tx: &mut Tx<'_>, tree: &Tree) -> Result<Reach> {
        let mut reach = Reach::default();
        let mut people = BTreeSet::new();
        let holders = store::grants::holders(tx, tx.today())?;
        let mut tokens = store::tokens::all(tx)?;
        tokens.retain(|token| token.holds_at(self.from.start()));
        for (closing, _) in &self.closes {
            let within = |unit: &UnitId| tree.is_within(*unit, *closing, self.from);
            let here = holders.iter().filter(|(_, unit)| within(unit));
            people.extend(here.map(|(person, _)| *person));
            reach.stations += tree.stations_below(*closing, self.from).len();
            reach.units += tree.offices_below(*closing, self.from).len();
            reach.grants += store::grants::count_on(tx, *closing, self.from)?;
            reach.tokens += tokens.iter().filter(|token| token.unit == *closing).count();
        }
        Ok(Reach { people: people.len(), ..reach })
    }
}

/// Orders what a draft says, if the tree allows it.
///
/// # Errors
/// Those of [`Draft::plans`].
pub fn order<B: Books>(
    tx: &mut Tx<'_>,
    draft: &Draft,
    (id, by): (ReorganisationId, Option<i64>),
) -> Result<Reorganisation> {
    let plans = draft.plans(&*tx.cached::<Tree>()?, tx.today())?;
    let (kind, unit, from) = (draft.kind, draft.unit, draft.from);
    let order = (tx.now(), by);
    let (ordered_at, ordered_by) = order;
    let it = Reorganisation {
        id,
        kind,
        unit,
        from,
        content: draft.content(),
        ordered_at,
        ordered_by,
        undone_at: None,
    };
    store::reorganisations::insert(tx, &it)?;
    for plan in &plans {
        let part = plan.ordered(ReparentingId(tx.new_uuid()), order, Some(id));
        stage::<B>(tx, |tx, change, tree| reparenting::enter(tx, change, tree, &part), &[part])?;
    }
    Ok(it)
}

/// Undoes all of a reorganisation whose day has not come.
///
/// # Errors
/// 409 `units.moved-already`, `units.undone-already`; 422 `units.loop` when another move was
/// ordered that needs this one.
pub fn undo<B: Books>(
    tx: &mut Tx<'_>,
    it: &Reorganisation,
    by: Option<i64>,
) -> Result<Reorganisation> {
    if it.undone_at.is_some() {
        return Err(Error::conflict("units.undone-already"));
    }
    if it.from <= tx.today() {
        return Err(Error::conflict("units.moved-already"));
    }
    let now = tx.now();
    for part in store::reparentings::parts_of(tx, it.id)? {
        stage::<B>(
            tx,
            |tx, change, tree| reparenting::take_back(tx, change, tree, &part, by),
            &[part],
        )?;
    }
    store::reorganisations::undo(tx, it.id, now, by)?;
    Ok(Reorganisation { undone_at: Some(now), ..it.clone() })
}

/// Changes the tree, and tells whoever counts by day of the parts that moved by it.
fn stage<B: Books>(
    tx: &mut Tx<'_>,
    write: impl FnOnce(&mut Tx<'_>, unit::Change, &Tree) -> Result<()>,
    parts: &[Reparenting],
) -> Result<()> {
    let before = tx.cached::<Tree>()?;
    let change = unit::change(tx)?;
    write(tx, change, &before)?;
    let after = tx.cached::<Tree>()?;
    for part in parts {
        let (before, after) = (Arc::clone(&before), Arc::clone(&after));
        B::moved(tx, &Moved { unit: part.unit, from: part.from, before, after })?;
    }
    Ok(())
}

/// The reorganisation with this id.
pub fn find(tx: &mut Tx<'_>, id: ReorganisationId) -> Result<Option<Reorganisation>> {
    Ok(store::reorganisations::find(tx, id)?)
}

/// Those that were ordered of a unit and not undone, the latest first.
pub fn of_unit(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Reorganisation>> {
    Ok(store::reorganisations::of_unit(tx, unit)?)
}

/// What a reorganisation is made of.
pub fn parts(tx: &mut Tx<'_>, id: ReorganisationId) -> Result<Vec<Reparenting>> {
    Ok(store::reparentings::parts_of(tx, id)?)
}
