//! SQL of people and their accounts.

use db::{Instant, Result, Tx, args, row};

use crate::{
    access::{AccountId, PersonId},
    accounts::{Account, NewAccount},
    pages::admin::Counts,
    password::Hashed,
    people::Page,
    unit::UnitId,
};

row!(Account { id, person, name, login, must_change, is_fixed, is_first, created_at, disabled_at });

pub fn insert(
    tx: &mut Tx<'_>,
    (id, person): (AccountId, PersonId),
    account: &NewAccount<'_>,
) -> Result<()> {
    let now = tx.now();
    tx.run(
        "INSERT INTO person (id, name, created_at)
         VALUES ($1, $2, $3)",
        args![person, account.name, now],
    )?;
    tx.run(
        "INSERT INTO account (id, person, login, password_hash, must_change, is_fixed, is_first,
                              created_at, disabled_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL)",
        args![
            id,
            person,
            account.login.as_str(),
            account.password.as_str(),
            account.must_change,
            account.is_fixed,
            account.is_first,
            now
        ],
    )?;
    Ok(())
}

pub fn account(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<Account>> {
    tx.maybe(
        "SELECT account.id, person, name, login, must_change, is_fixed, is_first,
                account.created_at, disabled_at
         FROM account JOIN person ON person.id = account.person
         WHERE account.id = $1",
        args![id],
    )
}

pub fn by_login(tx: &mut Tx<'_>, login: &str) -> Result<Option<Account>> {
    tx.maybe(
        "SELECT account.id, person, name, login, must_change, is_fixed, is_first,
                account.created_at, disabled_at
         FROM account JOIN person ON person.id = account.person
         WHERE login = $1",
        args![login],
    )
}

pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Account>> {
    tx.maybe(
        "SELECT account.id, person, name, login, must_change, is_fixed, is_first,
                account.created_at, disabled_at
         FROM account JOIN person ON person.id = account.person
         WHERE account.person = $1
         ORDER BY account.id",
        args![person],
    )
}

/// How many accounts and live tokens there are.
pub fn counts(tx: &mut Tx<'_>) -> Result<Counts> {
    let now = tx.now();
    let (open, waiting, closed): (i64, i64, i64) = tx.one(
        "SELECT CAST(COALESCE(SUM(CASE WHEN disabled_at IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN disabled_at IS NULL THEN must_change ELSE 0 END), 0)
                     AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END), 0) AS BIGINT)
         FROM account",
        args![],
    )?;
    let (tokens,): (i64,) = tx.one(
        "SELECT COUNT(*)
         FROM service_token
         WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $1)",
        args![now],
    )?;
    Ok(Counts { open, waiting, closed, tokens })
}

pub fn hash(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<Hashed>> {
    let found: Option<(String,)> = tx.maybe(
        "SELECT password_hash
         FROM account
         WHERE id = $1",
        args![id],
    )?;
    Ok(found.map(|(hash,)| Hashed::stored(hash)))
}

pub fn set_password(
    tx: &mut Tx<'_>,
    id: AccountId,
    password: &Hashed,
    must_change: bool,
) -> Result<()> {
    tx.run(
        "UPDATE account
         SET password_hash = $2, must_change = $3
         WHERE id = $1",
        args![id, password.as_str(), must_change],
    )?;
    Ok(())
}

pub fn set_disabled(tx: &mut Tx<'_>, id: AccountId, at: Option<Instant>) -> Result<()> {
    tx.run(
        "UPDATE account
         SET disabled_at = $2
         WHERE id = $1",
        args![id, at],
    )?;
    Ok(())
}

/// Accounts whose login follows `page.after` and whose login or name contains the words.
pub fn all(tx: &mut Tx<'_>, page: &Page) -> Result<Vec<Account>> {
    let limit = i64::from(page.limit);
    tx.all(
        "SELECT account.id, person, name, login, must_change, is_fixed, is_first,
                account.created_at, disabled_at
         FROM account JOIN person ON person.id = account.person
         WHERE login > $1 AND (login LIKE $2 ESCAPE '!' OR LOWER(name) LIKE $2 ESCAPE '!')
         ORDER BY login
         LIMIT $3",
        args![page.after, page.pattern(), limit],
    )
}

/// The same among those who were ever granted or posted anything on `unit` or below it.
pub fn below(tx: &mut Tx<'_>, unit: UnitId, page: &Page) -> Result<Vec<Account>> {
    let (today, limit) = (tx.today(), i64::from(page.limit));
    tx.all(
        "WITH RECURSIVE below (unit) AS (
             SELECT CAST($1 AS BIGINT)
             UNION
             SELECT unit_parent.unit
             FROM unit_parent JOIN below ON unit_parent.parent = below.unit
             WHERE from_day <= $2 AND (to_day IS NULL OR to_day >= $2)
         )
         SELECT account.id, account.person, name, login, must_change, is_fixed, is_first,
                account.created_at, disabled_at
         FROM account JOIN person ON person.id = account.person
         WHERE login > $3 AND (login LIKE $4 ESCAPE '!' OR LOWER(name) LIKE $4 ESCAPE '!')
           AND account.person IN (
               SELECT person
               FROM role_grant
               WHERE unit IN (SELECT unit FROM below)
               UNION
               SELECT person
               FROM post
               WHERE station IN (SELECT unit FROM below)
           )
         ORDER BY login
         LIMIT $5",
        args![unit, today, page.after, page.pattern(), limit],
    )
}
