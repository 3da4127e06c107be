//! Work after the answer: jobs, periodic jobs, and events that others care for.

use db::{Instant, Tx, Uuid};
use serde_json::Value;

use crate::{App, Error, Result};

/// A kind of work that is queued in a transaction and done later, at least once.
#[derive(Clone, Copy)]
pub struct JobKind {
    /// `capability.verb`, kept with each queued job.
    pub name: &'static str,
    /// Does the work, on a thread that may block; must be able to run twice.
    pub run: fn(&App, &JobRun<'_>) -> Result<Value, JobError>,
}

/// A job that is being run.
pub struct JobRun<'a> {
    /// Its id, under which it can be followed.
    pub id: Uuid,
    /// What it was queued with.
    pub payload: &'a Value,
    /// Where it says how far it is.
    pub progress: &'a dyn Progress,
}

/// Takes note of how far a job is.
pub trait Progress: Sync {
    /// `done` of `total` units of work; false when the node is shutting down and the job should
    /// return [`JobError::Retry`] at the next safe point.
    fn report(&self, done: u64, total: u64) -> bool;
}

/// Why a job did not end well.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// It may succeed later; it is run again, ever more rarely.
    #[error("to be tried again: {0}")]
    Retry(Error),
    /// It will never succeed; somebody has to look.
    #[error("given up: {0}")]
    GiveUp(Error),
}

/// A job that is queued by the clock, once for all nodes of a store.
#[derive(Clone, Copy)]
pub struct Periodic {
    /// What is queued, with nothing as its payload; its capability need not name it again.
    pub job: JobKind,
    /// When.
    pub every: Every,
}

/// Times of the clock in Shanghai. What was missed while no node ran is done once, not as often
/// as it was missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// So many minutes apart, from the beginning of the hour on.
    Minutes(u8),
    /// At this minute of each hour.
    Hour(u8),
    /// At this hour and minute of each day.
    Day(u8, u8),
}

impl Every {
    /// The last such time that is not after `now`.
    pub fn last(self, now: Instant) -> Instant {
        const HOUR: i64 = 3600;
        let day = now.day().start();
        let (first, step) = match self {
            Self::Minutes(minutes) => (0, i64::from(minutes.max(1)) * 60),
            Self::Hour(minute) => (i64::from(minute) * 60, HOUR),
            Self::Day(hour, minute) => (i64::from(hour) * HOUR + i64::from(minute) * 60, 24 * HOUR),
        };
        let since = (now.0 - day.0).div_euclid(1_000_000) - first;
        day.plus_seconds(first + since.div_euclid(step) * step)
    }

    /// The first such time after `now`.
    pub fn next(self, now: Instant) -> Instant {
        let step = match self {
            Self::Minutes(minutes) => i64::from(minutes.max(1)) * 60,
            Self::Hour(_) => 3600,
            Self::Day(..) => 24 * 3600,
        };
        self.last(now).plus_seconds(step)
    }
}

/// Something rare that happened, which others may care for: written with the fact in its
/// transaction, and handed to every subscription at least once, in order for each aggregate.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// `capability.what-happened`.
    pub kind: &'a str,
    /// What it happened to, such as `stations/440305-00121`.
    pub aggregate: &'a str,
    /// When it was told.
    pub at: Instant,
    /// What others need to know of it.
    pub payload: &'a Value,
}

/// What a capability does about an event.
#[derive(Clone, Copy)]
pub struct Subscription {
    /// `capability.verb`; two subscriptions of an event know nothing of each other.
    pub name: &'static str,
    /// The kind of event.
    pub event: &'static str,
    /// Does it, in a few milliseconds and in one transaction with the note that it is done; what
    /// takes longer or leaves the store is queued as a job. While it fails it is tried again ever
    /// more rarely, and what follows for the same aggregate waits.
    pub handle: fn(&mut Tx<'_>, &Event<'_>) -> Result<()>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_shanghai() {
        // 24 November 2026, 02:30 in Shanghai, which is still the 23rd in UTC.
        let now = Instant(1_795_458_600_000_000);
        let clock = |at: Instant| at.civil().to_string();
        let last = |every: Every| clock(every.last(now));
        assert_eq!(clock(now), "2026-11-24T02:30:00");
        assert_eq!(last(Every::Day(2, 30)), "2026-11-24T02:30:00");
        assert_eq!(last(Every::Day(2, 31)), "2026-11-23T02:31:00");
        assert_eq!(last(Every::Hour(30)), "2026-11-24T02:30:00");
        assert_eq!(last(Every::Hour(31)), "2026-11-24T01:31:00");
        let soon = Instant(now.0 + 61_000_000);
        assert_eq!(clock(Every::Minutes(10).last(soon)), "2026-11-24T02:30:00");
        assert_eq!(clock(Every::Minutes(10).next(soon)), "2026-11-24T02:40:00");
        assert_eq!(clock(Every::Day(2, 30).next(now)), "2026-11-25T02:30:00");
        assert_eq!(clock(Every::Hour(31).next(now)), "2026-11-24T02:31:00");
        let midnight = now.day().start();
        assert_eq!(clock(Every::Hour(31).last(midnight)), "2026-11-23T23:31:00");
    }
}
