//! Delegation: a supervisor's own grant, or part of it, in somebody else's hands for some days.
//! It ends by itself with its last day, and at once with the grant that it was taken from.
//!
//! What was delegated is not delegated further: whoever looks for who answers for a unit finds
//! the supervisor within one step.

use db::{Day, Tx};
use kernel::{Error, Result};

use crate::{
    access::{AccountId, Grant, Role, Viewer},
    grants::{self, GrantId, Held},
    people, store,
    tree::Tree,
    unit::UnitId,
};

/// The longest delegation in days, a quarter of a year: for longer somebody is appointed by the
/// unit above.
pub const MOST_DAYS: i32 = 92;

/// What is given into somebody's hands.
#[derive(Clone, Copy, Debug)]
pub struct Delegation {
    /// The viewer's own grant.
    pub source: GrantId,
    /// That grant's role, or `ambassador`.
    pub role: Role,
    /// That grant's unit, or one below it.
    pub unit: UnitId,
    /// From this day, today or later.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

/// Delegates to the person of an account in sight.
///
/// # Errors
/// 404 `accounts.unknown`, `grants.unknown`; 403 `grants.own`, `delegations.not-this-grant`,
/// `delegations.not-within`; 422 on `to`: `delegations.days`, `grants.beyond-own`; those of
/// [`grants::record`].
pub fn delegate(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    account: AccountId,
    asked: &Delegation,
) -> Result<GrantId> {
    let account = people::visible(tx, viewer, account)?;
    if viewer.person() == Some(account.person) {
        return Err(Error::Forbidden("grants.own"));
    }
    let own = store::grants::grant(tx, asked.source)?;
    let own = own.filter(|held| viewer.person() == Some(held.person));
    let own = own.ok_or(Error::NotFound("grants.unknown"))?;
    let tree = tx.cached::<Tree>()?;
    check(&tree, &own, asked, tx.today())?;
    let grant = Grant { role: asked.role, unit: asked.unit, from: asked.from, to: Some(asked.to) };
    grants::record_from(tx, Some(viewer.author()), account.id, &grant, Some(own.id))
}

/// The viewer's own grants that can be delegated today or later.
pub fn sources(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Vec<Held>> {
    let Some(person) = viewer.person() else { return Ok(Vec::new()) };
    let today = tx.today();
    let held = store::grants::held(tx, person)?.into_iter();
    Ok(held.filter(|held| is_source(held) && held.grant.lasts_past(today)).collect())
}

/// Whether the viewer delegated this grant.
pub(crate) fn is_of(tx: &mut Tx<'_>, viewer: &Viewer, held: &Held) -> Result<bool> {
    let Some(source) = held.source else { return Ok(false) };
    let source = store::grants::grant(tx, source)?;
    Ok(source.is_some_and(|source| viewer.person() == Some(source.person)))
}

fn is_source(held: &Held) -> bool {
    held.grant.role == Role::Supervisor && held.source.is_none()
}

fn check(tree: &Tree, own: &Held, asked: &Delegation, today: Day) -> Result<()> {
    let part = asked.role == own.grant.role || asked.role == Role::Ambassador;
    if !is_source(own) || !part {
        return Err(Error::Forbidden("delegations.not-this-grant"));
    }
    if !tree.is_within(asked.unit, own.grant.unit, today) {
        return Err(Error::Forbidden("delegations.not-within"));
    }
    let in_order = today <= asked.from && asked.from <= asked.to;
    if !in_order || asked.to >= asked.from.plus(MOST_DAYS) {
        return Err(Error::field("to", "delegations.days"));
    }
    if asked.from < own.grant.from || own.grant.to.is_some_and(|end| end < asked.to) {
        return Err(Error::field("to", "grants.beyond-own"));
    }
    Ok(())
}
