//! SQL of what happened and was not handed on yet.

use db::{Instant, Result, Tx, args, row};

/// Events that one transaction hands on at most.
const AT_ONCE: i64 = 100;

/// Something that happened.
pub struct Told {
    pub aggregate: String,
    pub number: i64,
    pub kind: String,
    pub payload: String,
    pub at: Instant,
}
row!(Told { aggregate, number, kind, payload, at });

/// The next number of an aggregate; others wait for it until this transaction ends.
pub fn next_number(tx: &mut Tx<'_>, aggregate: &str) -> Result<i64> {
    let (last,) = tx.one(
        "INSERT INTO outbox_number (aggregate, last)
         VALUES ($1, 1)
         ON CONFLICT (aggregate) DO UPDATE
         SET last = outbox_number.last + 1
         RETURNING last",
        args![aggregate],
    )?;
    Ok(last)
}

pub fn insert(tx: &mut Tx<'_>, told: &Told) -> Result<()> {
    tx.run(
        "INSERT INTO outbox (aggregate, number, kind, payload, happened_at)
         VALUES ($1, $2, $3, $4, $5)",
        args![told.aggregate, told.number, told.kind, told.payload, told.at],
    )?;
    Ok(())
}

/// Events to be handed on; those of an aggregate from its oldest on.
pub fn waiting(tx: &mut Tx<'_>) -> Result<Vec<Told>> {
    tx.all(
        "SELECT aggregate, number, kind, payload, happened_at
         FROM outbox
         ORDER BY aggregate, number
         LIMIT $1",
        args![AT_ONCE],
    )
}

/// Takes an event out; false when another node was faster.
pub fn take(tx: &mut Tx<'_>, told: &Told) -> Result<bool> {
    let taken = tx.run(
        "DELETE FROM outbox
         WHERE aggregate = $1 AND number = $2",
        args![told.aggregate, told.number],
    )?;
    Ok(taken == 1)
}

pub fn count(tx: &mut Tx<'_>) -> Result<i64> {
    let (count,) = tx.one("SELECT COUNT(*) FROM outbox", args![])?;
    Ok(count)
}
