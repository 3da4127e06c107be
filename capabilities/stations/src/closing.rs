//! Steps of a station's life: closing it for a while or for good, and opening it again.

use audit::{Entry, note};
use db::{Day, Tx};
use kernel::{Error, Result};
use serde_json::json;

use crate::{
    life::{Life, Stage, Status},
    noted,
    station::{self, Change, Station},
    store,
};

/// Characters of the longest reason.
const REASON_CHARS: usize = 200;

/// A closure to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    /// First closed day; today unless given.
    pub from: Option<Day>,
    /// Last closed day, when it is known.
    pub until: Option<Day>,
    /// Why, in words for the public.
    pub reason: String,
    /// 撤站: for ever, the number is never reused.
    pub for_good: bool,
}

/// Closes a station. Returns its new version.
pub fn close(tx: &mut Tx<'_>, change: Change, station: &Station, closure: &Closure) -> Result<i64> {
    let today = tx.today();
    let from = closure.from.unwrap_or(today);
    let reason = closure.reason.trim();
    if from < today {
        return Err(Error::field("from", "stations.past"));
    }
    if closure.until.is_some_and(|until| until < from || closure.for_good) {
        return Err(Error::field("until", "stations.until"));
    }
    if reason.is_empty() {
        return Err(Error::field("reason", "stations.reason-missing"));
    }
    if reason.chars().count() > REASON_CHARS {
        return Err(Error::field("reason", "stations.too-long"));
    }
    let status = if closure.for_good { Status::Closed } else { Status::Suspended };
    let stage = Stage { from, status, reason: Some(reason.into()), until: closure.until };
    let before = life(tx, station)?.status(from);
    // A suspension may be given another reason or end.
    if (before, status) != (Status::Suspended, Status::Suspended) {
        before.check_step(status)?;
    }
    say(tx, change, station, (before, &stage))
}

/// Takes another step of a station's life, from today on. Suspending and closing need a reason
/// and go through [`close`]. Returns the new version.
pub fn step(tx: &mut Tx<'_>, change: Change, station: &Station, next: Status) -> Result<i64> {
    if matches!(next, Status::Suspended | Status::Closed) {
        return Err(Error::field("status", "stations.use-closure"));
    }
    let from = tx.today();
    let before = life(tx, station)?.status(from);
    before.check_step(next)?;
    let stage = Stage { from, status: next, reason: None, until: None };
    say(tx, change, station, (before, &stage))
}

/// What was said of a station's life so far.
pub fn life(tx: &mut Tx<'_>, station: &Station) -> Result<Life> {
    let mut life = Life::default();
    store::life::stages(tx, station.unit, |stage| life.say(stage))?;
    Ok(life)
}

fn say(
    tx: &mut Tx<'_>,
    change: Change,
    station: &Station,
    (before, stage): (Status, &Stage),
) -> Result<i64> {
    let version = station::touch(tx, change, station)?;
    store::life::insert_stage(tx, change, station.unit, stage)?;
    let entry = Entry::of(noted::STEP_TAKEN, noted::station(&station.number));
    let before = json!({ "status": before.as_str() });
    note(tx, entry.before(before).after(noted::stage(stage)));
    Ok(version)
}
