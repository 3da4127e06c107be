//! Ids: time-ordered numbers for rows that never leave the house, UUIDs for those that do.

use std::sync::atomic::{AtomicI64, Ordering};

use uuid::{Builder, Uuid};

use crate::time::Instant;

/// 2020-01-01 UTC, from which numeric ids count, so that they stay positive for 400 years.
const ORIGIN: i64 = 1_577_836_800_000_000;
/// Bits below the microseconds, random at first so that several nodes do not meet.
const LOW_BITS: u32 = 14;

/// Makes ids that grow with time and never repeat within a process.
#[derive(Default)]
pub struct IdSource {
    last: AtomicI64,
}

impl IdSource {
    /// A number larger than every one given out before.
    pub fn number(&self, now: Instant) -> i64 {
        let low = i64::from(u16::from_ne_bytes(random())) & ((1 << LOW_BITS) - 1);
        let fresh = ((now.0 - ORIGIN).max(0) << LOW_BITS) | low;
        let next = |last: i64| Some(fresh.max(last + 1));
        match self.last.fetch_update(Ordering::SeqCst, Ordering::SeqCst, next) {
            Ok(last) | Err(last) => fresh.max(last + 1),
        }
    }
}

/// A UUID of version 7 for this moment.
pub fn uuid(now: Instant) -> Uuid {
    let milliseconds = u64::try_from(now.0 / 1000).unwrap_or_default();
    Builder::from_unix_timestamp_millis(milliseconds, &random()).into_uuid()
}

/// Bytes from the random source of the system.
///
/// # Panics
/// When the system has none to give: nothing safe can be done then.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(clippy::expect_used, reason = "without randomness nothing may go on")]
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}
