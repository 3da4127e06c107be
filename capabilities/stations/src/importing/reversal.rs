//! An import is taken back as a whole, while nothing else has touched its stations: those that it
//! made are closed from their first day on, those that it changed have their earlier details again.
//! Numbers are never given to another station, so what is taken back stays closed for ever, and a
//! better list makes new ones.

use std::collections::HashSet;

use audit::{Entry, note};
use db::{Instant, Tx, Uuid};
use kernel::{App, Error, JobError, JobKind, JobRun, Result};
use org::{UnitId, Viewer};
use serde_json::{Value, json};

use super::{Import, ImportId, Work, from_json};
use crate::{
    closing,
    figures::PublicFigures,
    importing::job::ended,
    life::{self, Status},
    noted,
    station::{self, Change, Station},
    store::{
        self,
        import_journal::{self, Reversal},
    },
};

/// The name of the job.
pub const NAME: &str = "stations.take-back";
/// Stations that are taken back in one step, far below the 50 milliseconds of the contract.
const STEP: u32 = 25;
/// Clocks of nodes that share a store agree to within so long.
const SLACK_SECONDS: i64 = 30;
/// Stations that are looked at in one step of the foresight.
const LOOK: u32 = 500;
/// Stations that something else touched and that are named.
const NAMED: usize = 20;

/// What would become of an import that is taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foresight {
    /// Stations that it made.
    pub made: u64,
    /// Stations that it changed.
    pub changed: u64,
    /// How many of them something else touched; it can be taken back while there are none.
    pub touched: u64,
    /// The first of those: line of the list, number and name.
    pub named: Vec<(i64, String, String)>,
}

/// The job that takes an import back.
pub const fn kind<F: PublicFigures>() -> JobKind {
    JobKind { name: NAME, run: run::<F> }
}

/// What would become of an import that is taken back.
pub fn foresee<F: PublicFigures>(tx: &mut Tx<'_>, import: &Import) -> Result<Foresight> {
    let (made, mended) = import_journal::count_changes(tx, import.id)?;
    let count = |n: i64| u64::try_from(n).unwrap_or_default();
    let mut foresight =
        Foresight { made: count(made), changed: count(mended), ..Foresight::default() };
    let used = F::used_since(tx, import.created_at)?;
    let mut last = UnitId(i64::MIN);
    loop {
        let changes = import_journal::changes_after(tx, import.id, last, LOOK)?;
        let Some(end) = changes.last() else { return Ok(foresight) };
        last = end.station;
        for change in changes {
            if is_untouched(tx, &change, import.created_at, &used)? {
                continue;
            }
            foresight.touched += 1;
            if foresight.named.len() < NAMED
                && let Some(station) = store::stations::by_unit(tx, change.station)?
            {
                foresight.named.push((change.line, station.number, station.details.name));
            }
        }
    }
}

/// Whether nothing happened to a station since the list wrote it. What a list merely changed had
/// its records before and may have more.
fn is_untouched(
    tx: &mut Tx<'_>,
    change: &import_journal::Change,
    since: Instant,
    used: &HashSet<UnitId>,
) -> Result<bool> {
    let recorded = change.earlier.is_none() && used.contains(&change.station);
    Ok(!recorded && import_journal::is_untouched(tx, change, since)?)
}

/// Begins to take an import back. 409 `import.not-done` before it is written to its end,
/// `import.taken-back` when that was begun already, `import.touched` when something else touched
/// its stations meanwhile.
pub fn begin<F: PublicFigures>(tx: &mut Tx<'_>, viewer: &Viewer, import: &Import) -> Result<Uuid> {
    if !import.is_written() {
        return Err(Error::conflict("import.not-done"));
    }
    if import_journal::reversal(tx, import.id)?.is_some() {
        return Err(Error::conflict("import.taken-back"));
    }
    let foresight = foresee::<F>(tx, import)?;
    if foresight.touched > 0 {
        return Err(Error::conflict("import.touched"));
    }
    if foresight.made + foresight.changed == 0 {
        return Err(Error::conflict("import.nothing-written"));
    }
    let by = viewer.author();
    let work = Work { import: import.id.0, file: None, scope: Vec::new(), by };
    let payload = serde_json::to_value(&work)
        .map_err(|error| Error::Internal(format!("a job as JSON: {error}")))?;
    let job = jobs::enqueue(tx, NAME, &payload, Some(by))?;
    import_journal::begin_reversal(tx, import.id, job, by)?;
    noted::on_list(tx, noted::LIST_REVERSED, import)?;
    Ok(job)
}

/// Who takes an import back or did so, and what came of it.
pub fn of(tx: &mut Tx<'_>, import: ImportId) -> Result<Option<Reversal>> {
    Ok(import_journal::reversal(tx, import)?)
}

fn run<F: PublicFigures>(app: &App, job: &JobRun<'_>) -> Result<Value, JobError> {
    let work: Work = from_json(&job.payload.to_string())
        .map_err(|error| JobError::GiveUp(Error::Internal(error.to_string())))?;
    let (id, by) = (ImportId(work.import), work.by);
    let find = move |tx: &mut Tx<'_>| {
        let import = store::imports::find(tx, id)?;
        let (made, changed) = import_journal::count_changes(tx, id)?;
        Ok::<_, Error>(import.map(|import| (import.created_at, made + changed)))
    };
    let Some((since, total)) = app.db.read_blocking(find).map_err(ended)? else {
        return Ok(Value::Null);
    };
    let total = u64::try_from(total).unwrap_or_default();
    let (mut done, mut used, mut looked) = (0, HashSet::new(), since);
    loop {
        // Records go on while stations are taken back: each step looks at those that are new.
        let at = app.db.now();
        used.extend(app.db.read_blocking(move |tx| F::used_since(tx, looked)).map_err(ended)?);
        looked = at.plus_seconds(-SLACK_SECONDS);
        let known = used.clone();
        // What is done is forgotten with it, so that a step after a crash goes on behind it.
        let step = move |tx: &mut Tx<'_>| step::<F>(tx, id, (since, looked), (by, known));
        let stations = db::act_as(by, || app.db.write_blocking(step)).map_err(ended)?;
        if stations == 0 {
            break;
        }
        done += stations;
        if !job.progress.report(done, total) {
            return Err(JobError::Retry(Error::Busy(1)));
        }
    }
    let end = move |tx: &mut Tx<'_>| {
        import_journal::end_reversal(tx, id)?;
        let told = import_journal::reversal(tx, id)?.map(|reversal| told(&reversal));
        let told = told.unwrap_or_default();
        let entry = Entry::of(noted::LIST_TAKEN_BACK, noted::list(id)).after(told.clone());
        note(tx, entry);
        Ok::<_, db::Error>(told)
    };
    let ended_well = db::act_as(by, || app.db.write_blocking(end));
    ended_well.map_err(|error| ended(error.into()))
}

fn told(reversal: &Reversal) -> Value {
    json!({
        "withdrawn": reversal.withdrawn,
        "restored": reversal.restored,
        "kept": reversal.kept,
    })
}

/// Takes some stations back; tells how many it looked at.
fn step<F: PublicFigures>(
    tx: &mut Tx<'_>,
    import: ImportId,
    (since, looked): (Instant, Instant),
    (by, mut used): (i64, HashSet<UnitId>),
) -> Result<u64> {
    let changes = import_journal::changes_after(tx, import, UnitId(i64::MIN), STEP)?;
    if changes.is_empty() {
        return Ok(0);
    }
    used.extend(F::used_since(tx, looked)?);
    let mut untouched = Vec::new();
    for change in &changes {
        if is_untouched(tx, change, since, &used)?
            && let Some(station) = store::stations::by_unit(tx, change.station)?
        {
            untouched.push((change, station));
        }
        import_journal::forget_change(tx, import, change.station)?;
    }
    let kept = changes.len() - untouched.len();
    let (mut withdrawn, mut restored) = (0, 0);
    if !untouched.is_empty() {
        let under = Change::begin(tx, Some(by))?;
        for (change, station) in untouched {
            match &change.earlier {
                None => {
                    withdraw(tx, under, import, &station)?;
                    withdrawn += 1;
                }
                Some(earlier) => {
                    restore(tx, under, &station, earlier)?;
                    restored += 1;
                }
            }
        }
    }
    import_journal::count_reversal(
        tx,
        import,
        withdrawn,
        restored,
        i64::try_from(kept).unwrap_or_default(),
    )?;
    Ok(changes.len() as u64)
}

/// Closes a station from its first day on, and takes from it by what lists know it.
fn withdraw(tx: &mut Tx<'_>, under: Change, import: ImportId, station: &Station) -> Result<()> {
    let life = closing::life(tx, station.unit)?;
    let first = life.stages().first().map_or_else(org::unit::beginning, |stage| stage.from);
    let stage = life::Stage { from: first, status: Status::Closed, reason: None, until: None };
    store::life::insert_stage(tx, under, station.unit, &stage)?;
    let told = (json!({}), noted::stage(&stage));
    noted::on_leaf(tx, noted::STEP_TAKEN, station.unit, told)?;
    store::stations::forget_identity(tx, under, station.unit)?;
    Ok(import_journal::withdraw(tx, import, station.unit)?)
}

fn restore(tx: &mut Tx<'_>, under: Change, station: &Station, earlier: &str) -> Result<()> {
    let earlier: crate::import::Earlier = from_json(earlier)?;
    let (restored, source) = earlier.restored(station);
    station::update(tx, under, &restored)?;
    if restored.services != station.services {
        station::set_services(tx, under, station.unit, restored.services)?;
    }
    Ok(store::stations::set_source(tx, station.unit, source.as_deref())?)
}
