//! SQL of service tokens.

use db::{Instant, Result, Tx, args, row};

use crate::{
    access::{PersonId, TokenId},
    tokens::{NewToken, Token},
};

row!(Token { id, label, role, unit, created_at, expires_at, revoked_at });

pub fn insert(
    tx: &mut Tx<'_>,
    id: TokenId,
    token: &NewToken<'_>,
    (digest, expires_at): (&[u8; 32], Option<Instant>),
) -> Result<()> {
    let now = tx.now();
    tx.run(
        "INSERT INTO service_token (id, label, digest, role, unit, created_at, created_by,
                                    expires_at, revoked_at, revoked_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL)",
        args![id, token.label, digest, token.role.as_str(), token.unit, now, token.by, expires_at],
    )?;
    Ok(())
}

pub fn by_digest(tx: &mut Tx<'_>, digest: &[u8; 32]) -> Result<Option<Token>> {
    tx.maybe(
        "SELECT id, label, role, unit, created_at, expires_at, revoked_at
         FROM service_token
         WHERE digest = $1",
        args![digest],
    )
}

pub fn token(tx: &mut Tx<'_>, id: TokenId) -> Result<Option<Token>> {
    tx.maybe(
        "SELECT id, label, role, unit, created_at, expires_at, revoked_at
         FROM service_token
         WHERE id = $1",
        args![id],
    )
}

/// All tokens, the newest first.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Token>> {
    tx.all(
        "SELECT id, label, role, unit, created_at, expires_at, revoked_at
         FROM service_token
         ORDER BY id DESC",
        args![],
    )
}

/// Those that a person made and nobody took back.
pub fn live_of(tx: &mut Tx<'_>, maker: PersonId) -> Result<Vec<TokenId>> {
    let rows: Vec<(TokenId,)> = tx.all(
        "SELECT id
         FROM service_token
         WHERE created_by = $1 AND revoked_at IS NULL
         ORDER BY id",
        args![maker],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub fn revoke(tx: &mut Tx<'_>, id: TokenId, by: Option<i64>) -> Result<()> {
    let now = tx.now();
    tx.run(
        "UPDATE service_token
         SET revoked_at = $2, revoked_by = $3
         WHERE id = $1",
        args![id, now, by],
    )?;
    Ok(())
}
