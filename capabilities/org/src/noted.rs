//! What the audit is told of people, accounts, grants and tokens: names of acts, and which of
//! their fields are noted. Never a password, a token or a digest of one.
//!
//! What is done to grants and posts is noted of the account, so that all that was ever done to
//! somebody stands under one number.

use audit::{Act, Entry, Object, note};
use db::Tx;
use kernel::Result;
use serde_json::{Value, json};

use crate::{
    access::{AccountId, Grant, PersonId, Role, TokenId},
    accounts::Account,
    posts::Post,
    reparenting::Reparenting,
    store,
    tree::Tree,
    unit::{Kind, UnitId},
};

/// The network and its first account were made.
pub const NETWORK_MADE: Act = Act("org.network-made");
/// An account and its person were made.
pub const ACCOUNT_MADE: Act = Act("org.account-made");
/// An account was closed.
pub const ACCOUNT_CLOSED: Act = Act("org.account-closed");
/// A closed account was opened again.
pub const ACCOUNT_REOPENED: Act = Act("org.account-reopened");
/// Somebody looked at everything that is known of a person.
pub const ACCOUNT_READ: Act = Act("org.account-read");
/// Somebody read the list of all accounts with what they hold.
pub const ACCOUNTS_LISTED: Act = Act("org.accounts-listed");
/// The owner of an account gave it another password.
pub const PASSWORD_CHANGED: Act = Act("org.password-changed");
/// Somebody else gave an account another password.
pub const PASSWORD_RESET: Act = Act("org.password-reset");
/// The owner of an account set up a second factor.
pub const FACTOR_SET_UP: Act = Act("org.factor-set-up");
/// Recovery codes were made, and those before them hold no longer.
pub const CODES_MADE: Act = Act("org.recovery-codes-made");
/// The second factor of an account was taken away.
pub const FACTOR_REMOVED: Act = Act("org.factor-removed");
/// Sessions of an account were ended.
pub const SESSIONS_ENDED: Act = Act("org.sessions-ended");
/// A grant was given.
pub const GRANT_GIVEN: Act = Act("org.grant-given");
/// A grant was taken back.
pub const GRANT_TAKEN_BACK: Act = Act("org.grant-taken-back");
/// A grant ended with its unit.
pub const GRANT_ENDED: Act = Act("org.grant-ended");
/// Somebody was posted at a station.
pub const POST_GIVEN: Act = Act("org.post-given");
/// A post ended.
pub const POST_ENDED: Act = Act("org.post-ended");
/// A unit or station was told to move.
pub const MOVE_ORDERED: Act = Act("org.move-ordered");
/// A move to come was taken back.
pub const MOVE_UNDONE: Act = Act("org.move-undone");
/// An office was told to close.
pub const CLOSING_ORDERED: Act = Act("org.closing-ordered");
/// A closing to come was taken back.
pub const CLOSING_UNDONE: Act = Act("org.closing-undone");
/// An office was told to have another name.
pub const RENAMING_ORDERED: Act = Act("org.renaming-ordered");
/// A name to come was taken back.
pub const RENAMING_UNDONE: Act = Act("org.renaming-undone");
/// A service token was issued.
pub const TOKEN_ISSUED: Act = Act("org.token-issued");
/// A service token was taken back.
pub const TOKEN_REVOKED: Act = Act("org.token-taken-back");
/// Somebody typed the right password, and the second factor is still to come.
pub const PASSWORD_SHOWN: Act = Act("org.password-shown");
/// Somebody signed in.
pub const SIGNED_IN: Act = Act("org.signed-in");
/// Somebody signed out.
pub const SIGNED_OUT: Act = Act("org.signed-out");

/// To look after somebody's account: the purpose of an act on it.
pub const CARE: &str = "org.purpose-care";

/// An account as an object.
pub fn account(id: AccountId) -> Object {
    Object::new("account", &id)
}

/// A service token as an object.
pub fn token(id: TokenId) -> Object {
    Object::new("token", &id)
}

/// What moves as an object.
pub(crate) fn moving(tree: &Tree, unit: UnitId) -> Object {
    let is_station = tree.node(unit).is_some_and(|node| node.kind == Kind::Station);
    Object::new(if is_station { "station" } else { "unit" }, &tree.code(unit))
}

/// What was ordered: that something moves, or that it closes.
pub(crate) fn ordered(it: &Reparenting) -> Act {
    if it.closes { CLOSING_ORDERED } else { MOVE_ORDERED }
}

/// What was undone.
pub(crate) fn undone(it: &Reparenting) -> Act {
    if it.closes { CLOSING_UNDONE } else { MOVE_UNDONE }
}

/// Where something stands until it moves or closes.
pub(crate) fn above(tree: &Tree, it: &Reparenting) -> Value {
    json!({ "unit": tree.standing(it.before, it.from).map_or("", |unit| tree.code(unit)) })
}

/// Where something is to stand, or who is to follow it, and from when on.
pub(crate) fn joining(tree: &Tree, it: &Reparenting) -> Value {
    let field = if it.closes { "successor" } else { "unit" };
    json!({ field: tree.code(it.parent), "from": it.from })
}

/// Notes that somebody reads everything that is known of a person.
pub fn reading(tx: &mut Tx<'_>, account: &Account, purpose: &str) {
    note(tx, Entry::of(ACCOUNT_READ, self::account(account.id)).purpose(purpose));
}

/// Notes that sessions of an account were ended: `all`, `others`, or the one with this handle.
pub(crate) fn sessions_ended(tx: &mut Tx<'_>, id: AccountId, which: &str) {
    let entry = Entry::of(SESSIONS_ENDED, account(id));
    note(tx, entry.before(json!({ "sessions": which })));
}

/// The account of a person, or the person where there is none.
pub(crate) fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Object> {
    let known = store::accounts::of_person(tx, person)?;
    Ok(known.map_or_else(|| Object::new("person", &person), |known| account(known.id)))
}

/// The fields of a grant.
pub(crate) fn grant(tx: &mut Tx<'_>, grant: &Grant) -> Result<Value> {
    Ok(json!({
        "role": grant.role.as_str(),
        "unit": code(tx, grant.unit)?,
        "from": grant.from,
        "to": grant.to,
    }))
}

/// The fields of a post: those of the grant that it amounts to.
pub(crate) fn post(tx: &mut Tx<'_>, post: &Post) -> Result<Value> {
    let Post { station: unit, from, to, .. } = *post;
    grant(tx, &Grant { role: Role::Ambassador, unit, from, to })
}

pub(crate) fn code(tx: &mut Tx<'_>, unit: UnitId) -> Result<String> {
    Ok(store::units::label(tx, unit)?.map(|(code, _)| code).unwrap_or_default())
}
