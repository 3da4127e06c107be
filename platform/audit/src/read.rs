//! Reading the audit: entries, and the days under which they stand.

use db::{Instant, Result, Tx};

use crate::{
    chain::{Content, Digest},
    store,
};

/// An entry as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// Its number; they have no gaps.
    pub seq: i64,
    /// The day under which it stands.
    pub day: db::Day,
    /// When it was done.
    pub at: Instant,
    /// The person or token; 0: a visitor whom nobody knew; [`crate::NOBODY_ASKED`].
    pub author: i64,
    /// What was done, the name of a [`crate::Act`].
    pub act: String,
    /// What it was done to: which kind of thing.
    pub object_kind: String,
    /// Which one, as addresses name it.
    pub object: String,
    /// JSON object of what there was before.
    pub before: Option<String>,
    /// JSON object of what there is after it.
    pub after: Option<String>,
    /// Why.
    pub purpose: Option<String>,
    /// Of it and of all before it.
    pub digest: Digest,
}

impl Noted {
    /// The digest that it ought to have behind the one before it.
    pub fn digest_after(&self, previous: Digest) -> Digest {
        let content = Content {
            seq: self.seq,
            day: self.day,
            at: self.at,
            author: self.author,
            act: &self.act,
            object_kind: &self.object_kind,
            object: &self.object,
            before: self.before.as_deref(),
            after: self.after.as_deref(),
            purpose: self.purpose.as_deref(),
        };
        content.digest(previous)
    }
}

/// The entries of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub day: db::Day,
    /// Number of its first entry.
    pub first: i64,
    /// Number of its last entry so far.
    pub last: i64,
    /// Digest of its last entry: whoever keeps it elsewhere can tell later whether anything of
    /// this day or before it was changed.
    pub digest: Digest,
}

impl Day {
    /// How many entries it has.
    pub fn count(&self) -> i64 {
        self.last - self.first + 1
    }
}

/// What is looked for; what is none is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// By whom.
    pub author: Option<i64>,
    /// The name of an act.
    pub act: Option<String>,
    /// Code, number or id of what it was done to.
    pub object: Option<String>,
    /// On which day.
    pub day: Option<db::Day>,
}

/// The newest entries that answer to a filter, before the entry with the number `before`.
pub fn newest(
    tx: &mut Tx<'_>,
    filter: &Filter,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Noted>> {
    let before = before.unwrap_or(i64::MAX);
    let range = match filter.day {
        None => (0, before),
        Some(day) => match store::day(tx, day)? {
            None => return Ok(Vec::new()),
            Some(day) => (day.first - 1, before.min(day.last + 1)),
        },
    };
    store::newest(tx, filter, range, limit)
}

/// The entry with this number.
pub fn entry(tx: &mut Tx<'_>, seq: i64) -> Result<Option<Noted>> {
    store::entry(tx, seq)
}

/// The days that have entries, the newest first, those before `before`.
pub fn days(tx: &mut Tx<'_>, before: Option<db::Day>, limit: u32) -> Result<Vec<Day>> {
    store::days(tx, before, limit)
}

/// The day, if it has entries.
pub fn day(tx: &mut Tx<'_>, day: db::Day) -> Result<Option<Day>> {
    store::day(tx, day)
}

/// Numbers of the first and last entry of a range of days, and how many there are; none when
/// there is nothing.
pub fn range(tx: &mut Tx<'_>, from: db::Day, to: Option<db::Day>) -> Result<Option<(i64, i64)>> {
    store::range(tx, from, to)
}

/// Hands the entries from one number to another to `each`, in their order.
pub fn each_between(
    tx: &mut Tx<'_>,
    range: (i64, i64),
    each: impl FnMut(Noted) -> Result<()>,
) -> Result<()> {
    store::each_between(tx, range, each)
}

/// The names of all acts that were ever noted, in order.
pub fn acts(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    store::acts(tx)
}
