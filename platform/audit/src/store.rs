//! All SQL of the audit. Entries are added and read; there is no statement that does anything else
//! to them, and the engines refuse it.

use db::{Day, Instant, Result, Row, Tx, args, row};

use crate::{
    chain::{Content, Digest},
    read::{self, Filter, Noted},
};

/// The end of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub seq: i64,
    pub day: Day,
    pub digest: Digest,
}
row!(Head { seq, day, digest });
row!(read::Day { day, first, last, digest });
row!(Noted { seq, day, at, author, act, object_kind, object, before, after, purpose, digest });

/// The end of the chain, held until the commit.
pub fn hold_head(tx: &mut Tx<'_>) -> Result<Head> {
    tx.one(
        "INSERT INTO audit_head (one, seq, day, digest)
         VALUES (1, 0, $1, $2)
         ON CONFLICT (one) DO UPDATE SET one = audit_head.one
         RETURNING seq, day, digest",
        args![Instant(0).day(), Digest::BEGINNING],
    )
}

pub fn move_head(tx: &mut Tx<'_>, head: &Head) -> Result<()> {
    tx.run(
        "UPDATE audit_head
         SET seq = $1, day = $2, digest = $3
         WHERE one = 1",
        args![head.seq, head.day, head.digest],
    )?;
    Ok(())
}

/// The end of the chain as it is told; none before the first entry.
pub fn head(tx: &mut Tx<'_>) -> Result<Option<Head>> {
    tx.maybe("SELECT seq, day, digest FROM audit_head", args![])
}

/// The last entry that is there.
pub fn last(tx: &mut Tx<'_>) -> Result<Option<Head>> {
    tx.maybe(
        "SELECT seq, day, digest
         FROM audit_entry
         ORDER BY seq DESC
         LIMIT 1",
        args![],
    )
}

/// Says how far a day has come; `first` counts when it begins.
pub fn tell_day(tx: &mut Tx<'_>, first: i64, head: &Head) -> Result<()> {
    tx.run(
        "INSERT INTO audit_day (day, first_seq, last_seq, digest)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (day) DO UPDATE SET last_seq = excluded.last_seq, digest = excluded.digest",
        args![head.day, first, head.seq, head.digest],
    )?;
    Ok(())
}

pub fn append(tx: &mut Tx<'_>, entry: &Content<'_>, digest: Digest) -> Result<()> {
    tx.run(
        "INSERT INTO audit_entry (seq, day, at, author, act, object_kind, object, before, after,
                                  purpose, digest)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            entry.seq,
            entry.day,
            entry.at,
            entry.author,
            entry.act,
            entry.object_kind,
            entry.object,
            entry.before,
            entry.after,
            entry.purpose,
            digest
        ],
    )?;
    Ok(())
}

/// The days that have entries, the newest first, before one.
pub fn days(tx: &mut Tx<'_>, before: Option<Day>, limit: u32) -> Result<Vec<read::Day>> {
    let before = before.map_or_else(|| "9999-99-99".to_owned(), |day| day.to_string());
    tx.all(
        "SELECT day, first_seq, last_seq, digest
         FROM audit_day
         WHERE day < $1
         ORDER BY day DESC
         LIMIT $2",
        args![before, limit],
    )
}

pub fn day(tx: &mut Tx<'_>, day: Day) -> Result<Option<read::Day>> {
    tx.maybe(
        "SELECT day, first_seq, last_seq, digest
         FROM audit_day
         WHERE day = $1",
        args![day],
    )
}

/// Every day, the oldest first.
pub fn all_days(tx: &mut Tx<'_>) -> Result<Vec<read::Day>> {
    tx.all(
        "SELECT day, first_seq, last_seq, digest
         FROM audit_day
         ORDER BY day",
        args![],
    )
}

pub fn entry(tx: &mut Tx<'_>, seq: i64) -> Result<Option<Noted>> {
    tx.maybe(
        "SELECT seq, day, at, author, act, object_kind, object, before, after, purpose, digest
         FROM audit_entry
         WHERE seq = $1",
        args![seq],
    )
}

/// Hands the entries from one number to another to `each`, in their order.
pub fn each_between(
    tx: &mut Tx<'_>,
    (first, last): (i64, i64),
    mut each: impl FnMut(Noted) -> Result<()>,
) -> Result<()> {
    tx.each(
        "SELECT seq, day, at, author, act, object_kind, object, before, after, purpose, digest
         FROM audit_entry
         WHERE seq BETWEEN $1 AND $2
         ORDER BY seq",
        args![first, last],
        |row: &Row<'_>| each(db::FromRow::from_row(row)?),
    )
}

/// The newest entries after `from` and before `to` that answer to a filter. Each statement walks
/// the index of the narrowest thing that is asked for.
pub fn newest(
    tx: &mut Tx<'_>,
    filter: &Filter,
    (from, to): (i64, i64),
    limit: u32,
) -> Result<Vec<Noted>> {
    let act = filter.act.as_deref().unwrap_or_default();
    match (&filter.object, filter.author) {
        (Some(object), author) => tx.all(
            "SELECT seq, day, at, author, act, object_kind, object, before, after, purpose, digest
             FROM audit_entry
             WHERE object = $1 AND seq > $2 AND seq < $3 AND (author = $4 OR $4 = -2)
                   AND (act = $5 OR $5 = '')
             ORDER BY seq DESC
             LIMIT $6",
            args![object, from, to, author.unwrap_or(-2), act, limit],
        ),
        (None, Some(author)) => tx.all(
            "SELECT seq, day, at, author, act, object_kind, object, before, after, purpose, digest
             FROM audit_entry
             WHERE author = $1 AND seq > $2 AND seq < $3 AND (act = $4 OR $4 = '')
             ORDER BY seq DESC
             LIMIT $5",
            args![author, from, to, act, limit],
        ),
        (None, None) if filter.act.is_some() => tx.all(
            "SELECT seq, day, at, author, act, object_kind, object, before, after, purpose, digest
             FROM audit_entry
             WHERE act = $1 AND seq > $2 AND seq < $3
             ORDER BY seq DESC
             LIMIT $4",
            args![act, from, to, limit],
        ),
        (None, None) => tx.all(
            "SELECT seq, day, at, author, act, object_kind, object, before, after, purpose, digest
             FROM audit_entry
             WHERE seq > $1 AND seq < $2
             ORDER BY seq DESC
             LIMIT $3",
            args![from, to, limit],
        ),
    }
}

/// The numbers of the first and last entry of a range of days.
pub fn range(tx: &mut Tx<'_>, from: Day, to: Option<Day>) -> Result<Option<(i64, i64)>> {
    let to = to.map_or_else(|| "9999-99-99".to_owned(), |day| day.to_string());
    let (first, last): (Option<i64>, Option<i64>) = tx.one(
        "SELECT MIN(first_seq), MAX(last_seq)
         FROM audit_day
         WHERE day BETWEEN $1 AND $2",
        args![from, to],
    )?;
    Ok(first.zip(last))
}

/// Each act once, by one step down its index for each.
pub fn acts(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = tx.all(
        "WITH RECURSIVE known (act) AS (
             SELECT MIN(act) FROM audit_entry
             UNION ALL
             SELECT (SELECT MIN(act) FROM audit_entry WHERE act > known.act)
             FROM known
             WHERE known.act IS NOT NULL
         )
         SELECT act
         FROM known
         WHERE act IS NOT NULL
         ORDER BY act",
        args![],
    )?;
    Ok(rows.into_iter().map(|(act,)| act).collect())
}
