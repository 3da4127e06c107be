//! SQL of what was answered under which key.

use db::{Instant, Result, Tx, args};

pub fn find(
    tx: &mut Tx<'_>,
    author: i64,
    key: &str,
    since: Instant,
) -> Result<Option<(Vec<u8>, String)>> {
    tx.maybe(
        "SELECT digest, answer
         FROM station_answer
         WHERE author = $1 AND key = $2 AND created_at > $3",
        args![author, key, since],
    )
}

pub fn insert(
    tx: &mut Tx<'_>,
    author: i64,
    key: &str,
    digest: &[u8; 32],
    answer: &str,
) -> Result<()> {
    let now = tx.now();
    tx.run(
        "INSERT INTO station_answer (author, key, digest, answer, created_at)
         VALUES ($1, $2, $3, $4, $5)",
        args![author, key, digest, answer, now],
    )?;
    Ok(())
}

pub fn forget(tx: &mut Tx<'_>, before: Instant) -> Result<()> {
    tx.run(
        "DELETE FROM station_answer
         WHERE created_at <= $1",
        args![before],
    )?;
    Ok(())
}
