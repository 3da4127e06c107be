//! Counting the chain again: whether every entry is what it was when it was noted, and whether
//! none is missing between the first and the end.

use db::{Result, Tx};

use crate::{
    chain::Digest,
    read::{Day, Noted},
    store::{self, Head},
};

/// No more findings than these are told: behind the first one, much may follow from it.
const MOST_FINDINGS: usize = 100;

/// What is wrong at an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Entries are missing before this number.
    Missing,
    /// The entry, or the one before it, is not what it was.
    Altered,
    /// The day does not end as its line says.
    DayEnd,
    /// An entry stands under a day that has no line, or outside of what its line says.
    Astray,
    /// The chain does not end where it was left.
    ChainEnd,
}

/// Something that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The day.
    pub day: db::Day,
    /// Number of the entry, or of the one that ought to be there.
    pub seq: i64,
    /// What is wrong.
    pub fault: Fault,
}

/// What was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Entries that were counted.
    pub entries: i64,
    /// Days that were counted.
    pub days: i64,
    /// The digest with which the last of them ends.
    pub digest: Digest,
    /// What is wrong, at most the first hundred.
    pub findings: Vec<Finding>,
}

impl Verified {
    fn of(digest: Digest) -> Self {
        Self { entries: 0, days: 0, digest, findings: Vec::new() }
    }

    /// Whether nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.findings.is_empty()
    }

    fn say(&mut self, day: db::Day, seq: i64, fault: Fault) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(Finding { day, seq, fault });
        }
    }

    /// Takes up the next entry, which ought to have the number `seq`.
    fn entry(&mut self, entry: &Noted, seq: i64) {
        if entry.seq != seq {
            self.say(entry.day, seq, Fault::Missing);
        } else if entry.digest_after(self.digest) != entry.digest {
            self.say(entry.day, seq, Fault::Altered);
        }
        self.entries += 1;
        self.digest = entry.digest;
    }
}

/// Counts the whole chain, from its first entry to its end.
pub fn everything(tx: &mut Tx<'_>) -> Result<Verified> {
    let mut verified = Verified::of(Digest::BEGINNING);
    let mut next = 1;
    for day in store::all_days(tx)? {
        if day.first != next {
            verified.say(day.day, next, Fault::Missing);
        }
        count(tx, &mut verified, &day)?;
        next = day.last + 1;
    }
    check_end(tx, &mut verified)?;
    Ok(verified)
}

/// Counts one day, behind the end of the day before it.
pub fn one_day(tx: &mut Tx<'_>, day: &Day) -> Result<Verified> {
    let before = store::entry(tx, day.first - 1)?;
    let mut verified = Verified::of(before.map_or(Digest::BEGINNING, |entry| entry.digest));
    count(tx, &mut verified, day)?;
    if store::days(tx, None, 1)?.first().is_some_and(|newest| newest.day == day.day) {
        check_end(tx, &mut verified)?;
    }
    Ok(verified)
}

fn count(tx: &mut Tx<'_>, verified: &mut Verified, day: &Day) -> Result<()> {
    let mut next = day.first;
    store::each_between(tx, (day.first, day.last), |entry| {
        if entry.day != day.day {
            verified.say(day.day, entry.seq, Fault::Astray);
        }
        verified.entry(&entry, next);
        next = entry.seq + 1;
        Ok(())
    })?;
    if next != day.last + 1 {
        verified.say(day.day, next, Fault::Missing);
    } else if verified.digest != day.digest {
        verified.say(day.day, day.last, Fault::DayEnd);
    }
    verified.days += 1;
    Ok(())
}

/// Whether the last entry is the one at which the chain was left.
fn check_end(tx: &mut Tx<'_>, verified: &mut Verified) -> Result<()> {
    let (left, last) = (store::head(tx)?, store::last(tx)?);
    if left == last {
        return Ok(());
    }
    let of = |head: Option<Head>| head.map_or((0, db::Instant(0).day()), |it| (it.seq, it.day));
    let (seq, day) = of(left).max(of(last));
    verified.say(day, seq, Fault::ChainEnd);
    Ok(())
}
