//! All SQL of this crate: the table `web_session`.

use db::{FromRow, Instant, Result, Row, Tx, args};

use crate::sessions::{Assurance, Session};

impl FromRow for Session {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let digest: Vec<u8> = row.get(0)?;
        Ok(Self {
            digest: digest
                .try_into()
                .map_err(|_| db::Error::Decode("a digest of 32 bytes was expected".to_owned()))?,
            subject: row.get(1)?,
            browser: row.get(2)?,
            assurance: Assurance::of_number(row.get(3)?),
            created_at: row.get(4)?,
            seen_at: row.get(5)?,
            expires_at: row.get(6)?,
        })
    }
}

pub fn insert(tx: &mut Tx<'_>, session: &Session) -> Result<()> {
    tx.run(
        "INSERT INTO web_session
             (digest, subject, browser, assurance, created_at, seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            session.digest.as_slice(),
            session.subject,
            session.browser,
            session.assurance.number(),
            session.created_at,
            session.seen_at,
            session.expires_at
        ],
    )?;
    Ok(())
}

pub fn session(tx: &mut Tx<'_>, digest: &[u8; 32], now: Instant) -> Result<Option<Session>> {
    tx.maybe(
        "SELECT digest, subject, browser, assurance, created_at, seen_at, expires_at
         FROM web_session
         WHERE digest = $1 AND expires_at > $2",
        args![digest.as_slice(), now],
    )
}

pub fn sessions_of(tx: &mut Tx<'_>, subject: i64, now: Instant) -> Result<Vec<Session>> {
    tx.all(
        "SELECT digest, subject, browser, assurance, created_at, seen_at, expires_at
         FROM web_session
         WHERE subject = $1 AND expires_at > $2
         ORDER BY seen_at DESC, digest",
        args![subject, now],
    )
}

pub fn touch(tx: &mut Tx<'_>, digest: &[u8; 32], now: Instant) -> Result<()> {
    tx.run(
        "UPDATE web_session
         SET seen_at = $2
         WHERE digest = $1",
        args![digest.as_slice(), now],
    )?;
    Ok(())
}

pub fn delete(tx: &mut Tx<'_>, digest: &[u8; 32]) -> Result<()> {
    tx.run("DELETE FROM web_session WHERE digest = $1", args![digest.as_slice()])?;
    Ok(())
}

pub fn delete_others(tx: &mut Tx<'_>, subject: i64, digest: &[u8; 32]) -> Result<()> {
    tx.run(
        "DELETE FROM web_session WHERE subject = $1 AND digest <> $2",
        args![subject, digest.as_slice()],
    )?;
    Ok(())
}

pub fn delete_of(tx: &mut Tx<'_>, subject: i64) -> Result<()> {
    tx.run("DELETE FROM web_session WHERE subject = $1", args![subject])?;
    Ok(())
}

pub fn delete_expired(tx: &mut Tx<'_>, now: Instant) -> Result<u64> {
    tx.run("DELETE FROM web_session WHERE expires_at <= $1", args![now])
}
