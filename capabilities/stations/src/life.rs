//! The life of a station (field guide 1.6): planned, submitted, returned, trial, active,
//! suspended, relocating, closed. True by day, and known for every day of the past.
//!
//! Opening hours are not life: a station that is closed for the night is active.

use db::Day;
use kernel::{Error, Result};

/// What a station is on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// 筹建
    Planned,
    /// 待验收
    Submitted,
    /// 退回
    Returned,
    /// 试运行
    Trial,
    /// 已点亮
    Active,
    /// 临时停服
    Suspended,
    /// 搬迁
    Relocating,
    /// 撤站, for ever; the number is never reused.
    Closed,
}

impl Status {
    /// Every status, in the order of a life.
    pub const ALL: [Self; 8] = [
        Self::Planned,
        Self::Submitted,
        Self::Returned,
        Self::Trial,
        Self::Active,
        Self::Suspended,
        Self::Relocating,
        Self::Closed,
    ];

    /// The word in the store and the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Trial => "trial",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Relocating => "relocating",
            Self::Closed => "closed",
        }
    }

    /// The key of its word on pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Planned => "stations-status-planned",
            Self::Submitted => "stations-status-submitted",
            Self::Returned => "stations-status-returned",
            Self::Trial => "stations-status-trial",
            Self::Active => "stations-status-active",
            Self::Suspended => "stations-status-suspended",
            Self::Relocating => "stations-status-relocating",
            Self::Closed => "stations-status-closed",
        }
    }

    /// The status of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// Whether services given on such a day are recorded.
    pub fn takes_records(self) -> bool {
        matches!(self, Self::Trial | Self::Active)
    }

    /// Whether everybody may know of the station.
    pub fn is_public(self) -> bool {
        matches!(self, Self::Active | Self::Suspended)
    }

    /// Whether a station may go from this to `next`; to stay as it is, is no step.
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Planned | Self::Returned, Self::Submitted)
                | (Self::Submitted, Self::Returned | Self::Trial)
                | (Self::Trial | Self::Relocating, Self::Active)
                | (Self::Active, Self::Suspended | Self::Relocating | Self::Closed)
                | (Self::Suspended, Self::Active | Self::Closed)
        )
    }

    /// Refuses a step that no station takes.
    pub fn check_step(self, next: Self) -> Result<()> {
        let taken = self.may_become(next);
        if taken { Ok(()) } else { Err(Error::field("status", "stations.status-step")) }
    }
}

impl db::FromColumn for Status {
    fn from_column(value: db::Value<'_>) -> db::Result<Self> {
        let text = String::from_column(value)?;
        Self::parse(&text).ok_or_else(|| db::Error::Decode(format!("no status: {text}")))
    }
}

/// From which day a station was what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// First day.
    pub from: Day,
    /// What it was.
    pub status: Status,
    /// Why, of a suspension or a closure.
    pub reason: Option<Box<str>>,
    /// Last day of a suspension whose end is known; after it the station is active again.
    pub until: Option<Day>,
}

/// All stages of a life, oldest first. What was said last holds, and takes back what was said
/// before it about its own and later days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Life {
    stages: Vec<Stage>,
}

impl Life {
    /// Adds what was said next.
    pub fn say(&mut self, stage: Stage) {
        self.stages.retain(|earlier| earlier.from < stage.from);
        // Most lives have one stage, and there are ninety thousand of them.
        self.stages.reserve_exact(1);
        self.stages.push(stage);
    }

    /// The stage that holds on a day; none before the first.
    pub fn stage(&self, day: Day) -> Option<&Stage> {
        self.stages.iter().rev().find(|stage| stage.from <= day)
    }

    /// What the station is on a day: planned before its first day, active again after a
    /// suspension has run out.
    pub fn status(&self, day: Day) -> Status {
        match self.stage(day) {
            None => Status::Planned,
            Some(Stage { status: Status::Suspended, until: Some(until), .. }) if *until < day => {
                Status::Active
            }
            Some(stage) => stage.status,
        }
    }

    /// Why the station is suspended on a day, and until when.
    pub fn suspension(&self, day: Day) -> Option<&Stage> {
        self.stage(day).filter(|_| self.status(day) == Status::Suspended)
    }

    /// Every stage, oldest first.
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i32) -> Day {
        db::Instant(0).day().plus(number)
    }

    fn stage(from: i32, status: Status) -> Stage {
        Stage { from: day(from), status, reason: None, until: None }
    }

    #[test]
    fn a_day_is_what_was_said_last_about_it() {
        let mut life = Life::default();
        assert_eq!(life.status(day(3)), Status::Planned);
        life.say(stage(5, Status::Active));
        life.say(stage(9, Status::Closed));
        assert_eq!(life.status(day(4)), Status::Planned);
        assert_eq!(life.status(day(8)), Status::Active);
        assert_eq!(life.status(day(9)), Status::Closed);
        // Closed sooner than was said: the later word is void.
        life.say(stage(7, Status::Suspended));
        assert_eq!(life.status(day(6)), Status::Active);
        assert_eq!(life.status(day(20)), Status::Suspended);
        // The same day again.
        life.say(stage(7, Status::Active));
        assert_eq!(life.status(day(7)), Status::Active);
        assert_eq!(life.stages().len(), 2);
    }

    #[test]
    fn a_suspension_with_an_end_runs_out() {
        let mut life = Life::default();
        life.say(stage(0, Status::Active));
        life.say(Stage { until: Some(day(6)), ..stage(4, Status::Suspended) });
        assert_eq!(life.status(day(4)), Status::Suspended);
        assert_eq!(life.status(day(6)), Status::Suspended);
        assert_eq!(life.status(day(7)), Status::Active);
        assert!(life.suspension(day(5)).is_some() && life.suspension(day(7)).is_none());
    }

    #[test]
    fn a_closed_station_stays_closed_and_nothing_is_skipped() {
        for next in Status::ALL {
            assert!(!Status::Closed.may_become(next), "{next:?}");
        }
        assert!(!Status::Planned.may_become(Status::Active));
        assert!(Status::Active.may_become(Status::Suspended));
        assert!(Status::Suspended.may_become(Status::Active));
        assert!(!Status::Active.may_become(Status::Active));
    }
}
