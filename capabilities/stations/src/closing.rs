//! Steps of a station's life: closing it for a while or for good, and opening it again.

use audit::{Entry, note};
use db::{Day, Tx};
use kernel::{App, Error, Every, JobError, JobKind, Periodic, Result};
use org::UnitId;
use serde_json::{Value, json};

use crate::{
    life::{Life, Stage, Status},
    noted,
    station::{self, Change, Station},
    store,
};

/// The event of a station that is closed for good, told on its first closed day: `station` is its
/// unit, `number` its number, `from` its first closed day.
pub const CLOSED: &str = "stations.closed";

/// Tells of closures that were announced and take hold today.
pub const TAKE_HOLD: Periodic = Periodic {
    job: JobKind { name: "stations.take-hold", run: |app, _| take_hold(app) },
    every: Every::Day(0, 1),
};

/// Stations that one transaction of that job looks at, which takes some milliseconds.
const AT_ONCE: i64 = 50;

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
    let before = life(tx, station.unit)?.status(from);
    // A suspension may be given another reason or end.
    if (before, status) != (Status::Suspended, Status::Suspended) {
        before.check_step(status)?;
    }
    let version = say(tx, change, station, (before, &stage))?;
    if closure.for_good && from <= today {
        tell_closed(tx, station.unit, &station.number, from)?;
    }
    Ok(version)
}

/// Takes another step of a station's life, from today on. Suspending and closing need a reason
/// and go through [`close`]. Returns the new version.
pub fn step(tx: &mut Tx<'_>, change: Change, station: &Station, next: Status) -> Result<i64> {
    if matches!(next, Status::Suspended | Status::Closed) {
        return Err(Error::field("status", "stations.use-closure"));
    }
    let from = tx.today();
    let before = life(tx, station.unit)?.status(from);
    before.check_step(next)?;
    let stage = Stage { from, status: next, reason: None, until: None };
    say(tx, change, station, (before, &stage))
}

/// What was said of a station's life so far.
pub fn life(tx: &mut Tx<'_>, station: UnitId) -> Result<Life> {
    let mut life = Life::default();
    store::life::stages(tx, station, |stage| life.say(stage))?;
    Ok(life)
}

/// Tells those who follow that a station is closed for good, once.
fn tell_closed(tx: &mut Tx<'_>, station: UnitId, number: &str, from: Day) -> Result<()> {
    if !store::closed::insert(tx, station, from)? {
        return Ok(());
    }
    let payload = json!({ "station": station.0, "number": number, "from": from });
    Ok(jobs::emit(tx, CLOSED, &format!("stations/{number}"), &payload)?)
}

fn take_hold(app: &App) -> Result<Value, JobError> {
    let mut after = UnitId(i64::MIN);
    loop {
        let step = app.db.write_blocking(move |tx| take_hold_of_some(tx, after));
        match step.map_err(JobError::Retry)? {
            Some(last) => after = last,
            None => return Ok(Value::Null),
        }
    }
}

/// Looks at the next stations after `after`, and returns the last of them. What was said later of
/// a station may have taken an announced closure back.
fn take_hold_of_some(tx: &mut Tx<'_>, after: UnitId) -> Result<Option<UnitId>> {
    let today = tx.today();
    let announced = store::closed::announced(tx, today, after, AT_ONCE)?;
    for (station, number) in &announced {
        let life = life(tx, *station)?;
        let stage = life.stage(today).filter(|stage| stage.status == Status::Closed);
        if let Some(from) = stage.map(|stage| stage.from) {
            tell_closed(tx, *station, number, from)?;
        }
    }
    Ok(announced.last().map(|(station, _)| *station))
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
