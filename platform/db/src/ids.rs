//! Ids: time-ordered numbers for rows that never leave the house, UUIDs for those that do.

use std::sync::{
    LazyLock,
    atomic::{AtomicI64, Ordering},
};

use uuid::{Builder, Uuid};

use crate::time::Instant;

/// 2020-01-01 UTC, from which numeric ids count, so that they stay positive until 2162.
const ORIGIN: i64 = 1_577_836_800_000_000;
/// Bits below the microseconds. They are the same for all ids of a process and drawn at its
/// start, so that two nodes at work in the same moment do not make the same id.
const NODE_BITS: u32 = 11;
const STEP: i64 = 1 << NODE_BITS;

static NODE: LazyLock<i64> = LazyLock::new(|| i64::from(u16::from_ne_bytes(random())) & (STEP - 1));

/// Makes ids that grow with time and never repeat within a process.
#[derive(Default)]
pub struct IdSource {
    last: AtomicI64,
}

impl IdSource {
    /// A number larger than every one given out before.
    pub fn number(&self, now: Instant) -> i64 {
        let fresh = ((now.0 - ORIGIN).max(0) << NODE_BITS) | *NODE;
        let next = |last: i64| Some(fresh.max(last + STEP));
        match self.last.fetch_update(Ordering::SeqCst, Ordering::SeqCst, next) {
            Ok(last) | Err(last) => fresh.max(last + STEP),
        }
    }
}

/// A UUID of version 7 for this moment.
pub fn uuid(now: Instant) -> Uuid {
    let milliseconds = u64::try_from(now.0 / 1000).unwrap_or_default();
    Builder::from_unix_timestamp_millis(milliseconds, &random()).into_uuid()
}

/// Reads a UUID of version 7 in its usual form of 36 characters, as clients make them offline.
pub fn uuid_v7(text: &str) -> Option<Uuid> {
    let id = Uuid::try_parse(text).ok().filter(|_| text.len() == 36)?;
    (id.get_version_num() == 7 && id.get_variant() == uuid::Variant::RFC4122).then_some(id)
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

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}
