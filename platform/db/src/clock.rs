//! Where time comes from. Tests hold it still; the product reads the system's.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::time::Instant;

/// A source of the present.
pub trait Clock: Send + Sync + 'static {
    /// Now, in microseconds since 1970 UTC.
    fn now(&self) -> Instant;
}

/// The clock of the machine.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    fn now(&self) -> Instant {
        Instant(jiff::Timestamp::now().as_microsecond())
    }
}

/// A clock that stands where it was put.
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock that shows `at` until told otherwise.
    pub fn at(at: Instant) -> Self {
        Self(AtomicI64::new(at.0))
    }

    /// Puts the hands to `at`, which may lie in the past.
    pub fn set(&self, at: Instant) {
        self.0.store(at.0, Ordering::SeqCst);
    }

    /// Moves the hands forward by so many seconds.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}
