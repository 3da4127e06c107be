//! Fair shares: how many requests are worked on at once.
//!
//! Reads without credentials, reads with them and writes have places of their own, so that a flood
//! of one kind leaves the others theirs. In each, who has more requests open than a fair share of
//! the places stands in a line beside the others: a flood waits behind itself. Nobody is refused
//! while there is room to wait, so a caller that has the house to itself may use all of it.
//!
//! Callers are counted in tables of fixed size, by a hash that nobody outside can foresee: memory
//! is bounded, nothing is locked, and two callers that meet in one field share one share.

use std::{
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    sync::atomic::{AtomicU32, AtomicU64, Ordering},
    time::Duration,
};

use kernel::{Error, Result};
use tokio::{
    sync::Notify,
    time::{Instant, timeout},
};

/// Fields of a table; a power of two.
const FIELDS: usize = 1 << 14;
/// Requests that anybody may have open before they count as many: a browser opens six.
const FEW: u32 = 8;
const SECOND: u64 = 1_000_000_000;

/// What one caller may take of the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shares {
    /// Reads worked on at once, of those without credentials as of those with them: for callers
    /// with few requests open, and as many again for callers with many.
    pub reads: u32,
    /// Writes worked on at once, in the same way. They wait for the disk more than they work.
    pub writes: u32,
    /// Requests of callers with many that may wait in each line; more are refused.
    pub waiting: u32,
    /// How long one may wait.
    pub patience: Duration,
    /// Requests a second of one address, account or token.
    pub per_second: u32,
}

impl Default for Shares {
    fn default() -> Self {
        Self {
            reads: 64,
            writes: 1024,
            waiting: 4096,
            patience: Duration::from_secs(5),
            per_second: 100_000,
        }
    }
}

/// What kind of request it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A read without credentials.
    Public,
    /// A read with credentials, whether they are good or not.
    Known,
    /// Everything else.
    Write,
}

/// The places of all classes.
pub struct Fair {
    shares: Shares,
    lines: [Line; 3],
    hasher: RandomState,
    rates: Rates,
}

impl Fair {
    pub fn new(shares: Shares) -> Self {
        let line = |places| Line::new(places, shares.waiting);
        Self {
            lines: [line(shares.reads), line(shares.reads), line(shares.writes)],
            hasher: RandomState::new(),
            rates: Rates::new(shares.per_second),
            shares,
        }
    }

    /// Waits for a place; it is given back when dropped. `credential` is what the request carries
    /// as one, looked at by nobody yet.
    ///
    /// # Errors
    /// 429 `request.too-often` for who has many open, 503 for who has few.
    pub async fn enter(
        &self,
        class: Class,
        address: IpAddr,
        credential: Option<&[u8]>,
    ) -> Result<Place<'_>> {
        let from = self.field(address);
        let who = credential.map_or(from, |text| self.field(text));
        let line = &self.lines[class as usize];
        let asked = Asked::count(line, who, from);
        let queue = if asked.is_many { &line.many } else { &line.few };
        if asked.is_many && queue.waiting.load(Ordering::SeqCst) >= line.most_waiting {
            return Err(too_often());
        }
        if !queue.took_at_once() && timeout(self.shares.patience, queue.take()).await.is_err() {
            return Err(if asked.is_many { too_often() } else { Error::Busy(1) });
        }
        Ok(Place { _asked: asked, queue })
    }

    /// Counts a request of an address without credentials.
    ///
    /// # Errors
    /// 429 `request.too-often`.
    pub fn count_address(&self, address: IpAddr) -> Result<()> {
        self.rates.count(self.field(address))
    }

    /// Counts a request of a known caller, by the number of the account or token.
    ///
    /// # Errors
    /// 429 `request.too-often`.
    pub fn count_caller(&self, number: i64) -> Result<()> {
        self.rates.count(self.field(number))
    }

    fn field(&self, caller: impl std::hash::Hash) -> usize {
        let hash = self.hasher.hash_one(caller);
        // The remainder is smaller than FIELDS.
        usize::try_from(hash % FIELDS as u64).unwrap_or_default()
    }
}

fn too_often() -> Error {
    Error::too_often("request.too-often", 1)
}

/// The places of one class.
struct Line {
    few: Places,
    many: Places,
    most_waiting: u32,
    /// Open requests by credential, by address where there is none.
    who: Box<[AtomicU32]>,
    /// Open requests by address.
    from: Box<[AtomicU32]>,
    /// Fields of `who` that are not zero.
    callers: AtomicU32,
}

impl Line {
    fn new(places: u32, most_waiting: u32) -> Self {
        let table = || (0..FIELDS).map(|_| AtomicU32::new(0)).collect();
        Self {
            few: Places::new(places),
            many: Places::new(places),
            most_waiting,
            who: table(),
            from: table(),
            callers: AtomicU32::new(0),
        }
    }
}

/// A request that is counted among those of its caller.
struct Asked<'a> {
    line: &'a Line,
    who: usize,
    from: usize,
    /// More are open than a fair share of the places.
    is_many: bool,
}

impl<'a> Asked<'a> {
    fn count(line: &'a Line, who: usize, from: usize) -> Self {
        let open = line.who[who].fetch_add(1, Ordering::Relaxed);
        if open == 0 {
            line.callers.fetch_add(1, Ordering::Relaxed);
        }
        let open = open.max(line.from[from].fetch_add(1, Ordering::Relaxed));
        let share = line.few.most / line.callers.load(Ordering::Relaxed).max(1);
        Self { line, who, from, is_many: open >= share.max(FEW) }
    }
}

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        self.line.from[self.from].fetch_sub(1, Ordering::Relaxed);
        if self.line.who[self.who].fetch_sub(1, Ordering::Relaxed) == 1 {
            self.line.callers.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// A place that somebody has.
pub struct Place<'a> {
    queue: &'a Places,
    _asked: Asked<'a>,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.queue.give_back();
    }
}

/// So many places, and a line before them.
struct Places {
    most: u32,
    taken: AtomicU32,
    waiting: AtomicU32,
    freed: Notify,
}

impl Places {
    fn new(most: u32) -> Self {
        let zero = || AtomicU32::new(0);
        Self { most, taken: zero(), waiting: zero(), freed: Notify::new() }
    }

    /// Takes a place if nobody waits for one.
    fn took_at_once(&self) -> bool {
        self.waiting.load(Ordering::SeqCst) == 0 && self.took()
    }

    fn took(&self) -> bool {
        let more = |taken| (taken < self.most).then_some(taken + 1);
        self.taken.fetch_update(Ordering::SeqCst, Ordering::SeqCst, more).is_ok()
    }

    async fn take(&self) {
        let _waiting = Waiting::count(&self.waiting);
        loop {
            // In the line before looking: a place given back in between is not missed.
            let mut freed = std::pin::pin!(self.freed.notified());
            freed.as_mut().enable();
            if self.took() {
                return;
            }
            freed.await;
        }
    }

    fn give_back(&self) {
        self.taken.fetch_sub(1, Ordering::SeqCst);
        if self.waiting.load(Ordering::SeqCst) > 0 {
            self.freed.notify_one();
        }
    }
}

/// Somebody in the line, counted until gone.
struct Waiting<'a>(&'a AtomicU32);

impl<'a> Waiting<'a> {
    fn count(waiting: &'a AtomicU32) -> Self {
        waiting.fetch_add(1, Ordering::SeqCst);
        Self(waiting)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// How often callers ask: for each field the moment up to which it has used its time (GCRA), so
/// that a second's worth may come at once.
struct Rates {
    began: Instant,
    /// Nanoseconds that one request uses.
    each: u64,
    used: Box<[AtomicU64]>,
}

impl Rates {
    fn new(per_second: u32) -> Self {
        let used = (0..FIELDS).map(|_| AtomicU64::new(0)).collect();
        Self { began: Instant::now(), each: SECOND / u64::from(per_second.max(1)), used }
    }

    fn count(&self, field: usize) -> Result<()> {
        let now = u64::try_from(self.began.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.count_at(field, now)
    }

    fn count_at(&self, field: usize, now: u64) -> Result<()> {
        let next = |used: u64| {
            let used = used.max(now) + self.each;
            (used <= now + SECOND).then_some(used)
        };
        let counted = self.used[field].fetch_update(Ordering::Relaxed, Ordering::Relaxed, next);
        counted.map(drop).map_err(|_| too_often())
    }
}

#[cfg(test)]
mod tests;
