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

/// Keeps an answer, also in the place of one that is too old to count.
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
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (author, key) DO UPDATE
         SET digest = excluded.digest, answer = excluded.answer,
             created_at = excluded.created_at",
        args![author, key, digest, answer, now],
    )?;
    Ok(())
}

/// Forgets some of what was answered before, and tells how many.
pub fn forget(tx: &mut Tx<'_>, before: Instant, at_once: i64) -> Result<u64> {
    tx.run(
        "DELETE FROM station_answer
         WHERE (author, key) IN (SELECT author, key
                                 FROM station_answer
                                 WHERE created_at <= $1
                                 LIMIT $2)",
        args![before, at_once],
    )
}
