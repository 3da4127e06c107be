//! SQL of people, accounts, grants, posts and tokens.

use db::{Instant, Result, Tx, args, row};

use crate::{
    access::{AccountId, Grant, PersonId, Role, TokenId},
    unit::UnitId,
};

pub struct AccountRow {
    pub id: AccountId,
    pub person: PersonId,
    pub name: String,
    pub login: String,
    pub password_hash: String,
    pub must_change: bool,
    pub is_fixed: bool,
    pub is_first: bool,
    pub disabled_at: Option<Instant>,
}
row!(AccountRow {
    id,
    person,
    name,
    login,
    password_hash,
    must_change,
    is_fixed,
    is_first,
    disabled_at
});

pub struct TokenRow {
    pub id: TokenId,
    pub label: String,
    pub role: Role,
    pub unit: UnitId,
    pub created_at: Instant,
    pub expires_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
}
row!(TokenRow { id, label, role, unit, created_at, expires_at, revoked_at });

row!(Grant { role, unit, from, to });

pub fn account(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<AccountRow>> {
    tx.maybe(
        "SELECT account.id, person, name, login, password_hash, must_change, is_fixed, is_first,
                disabled_at
         FROM account JOIN person ON person.id = account.person
         WHERE account.id = $1",
        args![id],
    )
}

pub fn account_by_login(tx: &mut Tx<'_>, login: &str) -> Result<Option<AccountRow>> {
    tx.maybe(
        "SELECT account.id, person, name, login, password_hash, must_change, is_fixed, is_first,
                disabled_at
         FROM account JOIN person ON person.id = account.person
         WHERE login = $1",
        args![login],
    )
}

/// Grants that were not revoked, and posts as the ambassador grants they amount to.
pub fn grants_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Grant>> {
    tx.all(
        "SELECT role, unit, from_day, to_day
         FROM role_grant
         WHERE person = $1 AND revoked_at IS NULL
         UNION ALL
         SELECT 'ambassador', station, from_day, to_day
         FROM post
         WHERE person = $1",
        args![person],
    )
}

pub fn token_by_digest(tx: &mut Tx<'_>, digest: &[u8; 32]) -> Result<Option<TokenRow>> {
    tx.maybe(
        "SELECT id, label, role, unit, created_at, expires_at, revoked_at
         FROM service_token
         WHERE digest = $1",
        args![digest],
    )
}
