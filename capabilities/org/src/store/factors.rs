//! SQL of second factors and recovery codes.

use db::{FromRow, Result, Row, Tx, args};

use crate::{
    access::AccountId,
    factor::{Factor, Secret},
};

impl FromRow for Factor {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let secret: Vec<u8> = row.get(0)?;
        let secret = secret
            .try_into()
            .map_err(|_| db::Error::Decode("a secret of 20 bytes was expected".to_owned()))?;
        Ok(Self {
            secret: Secret::of(secret),
            last_step: row.get(1)?,
            created_at: row.get(2)?,
            confirmed_at: row.get(3)?,
        })
    }
}

pub fn factor(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<Factor>> {
    tx.maybe(
        "SELECT secret, last_step, created_at, confirmed_at
         FROM account_factor
         WHERE account = $1",
        args![id],
    )
}

/// Begins a set-up in the place of one that was left alone.
pub fn begin(tx: &mut Tx<'_>, id: AccountId, secret: &Secret) -> Result<()> {
    let now = tx.now();
    tx.run(
        "INSERT INTO account_factor (account, secret, last_step, created_at, confirmed_at)
         VALUES ($1, $2, 0, $3, NULL)
         ON CONFLICT (account) DO UPDATE
         SET secret = excluded.secret, last_step = 0, created_at = excluded.created_at",
        args![id, secret.bytes(), now],
    )?;
    Ok(())
}

pub fn confirm(tx: &mut Tx<'_>, id: AccountId, step: i64) -> Result<()> {
    let now = tx.now();
    tx.run(
        "UPDATE account_factor
         SET confirmed_at = $2, last_step = $3
         WHERE account = $1",
        args![id, now, step],
    )?;
    Ok(())
}

/// Notes the step of a code that is taken; false when it or a later one was taken already.
pub fn advance(tx: &mut Tx<'_>, id: AccountId, step: i64) -> Result<bool> {
    let advanced = tx.run(
        "UPDATE account_factor
         SET last_step = $2
         WHERE account = $1 AND last_step < $2",
        args![id, step],
    )?;
    Ok(advanced == 1)
}

pub fn delete(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    tx.run("DELETE FROM account_factor WHERE account = $1", args![id])?;
    Ok(())
}

pub fn codes_left(tx: &mut Tx<'_>, id: AccountId) -> Result<i64> {
    let (left,) = tx.one(
        "SELECT COUNT(*)
         FROM recovery_code
         WHERE account = $1",
        args![id],
    )?;
    Ok(left)
}

pub fn insert_code(tx: &mut Tx<'_>, id: AccountId, digest: &[u8; 32]) -> Result<()> {
    tx.run(
        "INSERT INTO recovery_code (account, digest)
         VALUES ($1, $2)",
        args![id, digest.as_slice()],
    )?;
    Ok(())
}

/// Spends a recovery code; false when there is none like it.
pub fn spend_code(tx: &mut Tx<'_>, id: AccountId, digest: &[u8; 32]) -> Result<bool> {
    let spent = tx.run(
        "DELETE FROM recovery_code
         WHERE account = $1 AND digest = $2",
        args![id, digest.as_slice()],
    )?;
    Ok(spent == 1)
}

pub fn delete_codes(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    tx.run("DELETE FROM recovery_code WHERE account = $1", args![id])?;
    Ok(())
}
