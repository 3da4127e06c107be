//! Entries as a table that is taken away. Whoever has one can count the chain again without this
//! program: the last column is SHA-256 over the digest before it and the others as they stand
//! (see `audit`'s `chain`). Writes no file itself.

use audit::{NOBODY_ASKED, Noted, read};
use db::{Day, Tx};
use documents::table::Value;
use kernel::Result;

/// The headings. `author_login` is for people, and no part of the chain.
pub const HEADINGS: [&str; 12] = [
    "seq",
    "day",
    "at",
    "author",
    "author_login",
    "act",
    "object_kind",
    "object",
    "before",
    "after",
    "purpose",
    "digest",
];

/// Entries read at a time.
const PART: i64 = 1_000;

/// The numbers of the first and last entry of some days; none when there is nothing.
pub fn range(tx: &mut Tx<'_>, from: Day, to: Option<Day>) -> Result<Option<(i64, i64)>> {
    Ok(read::range(tx, from, to)?)
}

/// A part of a table.
pub struct Part {
    /// Its rows.
    pub rows: Vec<Vec<Value>>,
    /// Where the next part begins; none after the last.
    pub next: Option<i64>,
}

/// The rows from `first`, up to `last` at most.
pub fn rows_from(tx: &mut Tx<'_>, (first, last): (i64, i64)) -> Result<Part> {
    let end = last.min(first + PART - 1);
    let mut entries = Vec::new();
    read::each_between(tx, (first, end), |entry| {
        entries.push(entry);
        Ok(())
    })?;
    let rows = entries.into_iter().map(|entry| row(tx, entry)).collect::<Result<Vec<_>>>()?;
    Ok(Part { rows, next: (end < last).then_some(end + 1) })
}

fn row(tx: &mut Tx<'_>, entry: Noted) -> Result<Vec<Value>> {
    let known = match entry.author {
        0 | NOBODY_ASKED => None,
        author => org::authors::of_number(tx, author)?,
    };
    Ok(vec![
        entry.seq.into(),
        entry.day.to_string().into(),
        entry.at.to_string().into(),
        entry.author.into(),
        known.map(|known| known.login.unwrap_or(known.name)).into(),
        entry.act.into(),
        entry.object_kind.into(),
        entry.object.into(),
        entry.before.into(),
        entry.after.into(),
        entry.purpose.into(),
        entry.digest.to_string().into(),
    ])
}
