//! The jobs of imports: reading a list for its preview, and writing one that was confirmed or sent
//! by the API. Both may run twice: a reading begins anew, a writing goes on behind its last row.

use std::time::Duration;

use documents::table::{self, Limits, Table};
use jobs::files::Files;
use kernel::{App, Error, JobError, JobKind, JobRun, Progress, Result};
use org::UnitId;
use serde_json::Value;

use crate::{
    import::{
        Done, ImportError, Options, Report, Start, Watch,
        headings::{Field, Mapping},
        import_from, import_stations,
    },
    importing::{
        Import, ImportId, Stage, WAITS_SECONDS, Work, discard, division_of, from_json,
        journal::{self, Journal},
        kept::{self, Keeper},
        summary::{self, Summary, finished},
        to_json,
    },
    noted, store,
};

/// Reads a list and foresees what would become of it.
pub const PREVIEW: JobKind = JobKind { name: "stations.preview", run: preview };
/// Writes a list. Its result is the report, as the command's `--json`.
pub const IMPORT: JobKind = JobKind { name: "stations.import", run: write };

fn preview(app: &App, job: &JobRun<'_>) -> Result<Value, JobError> {
    forget_old(app).map_err(ended)?;
    let work = work(job)?;
    let Some(import) = load(app, &work, job)? else { return Ok(Value::Null) };
    let mut table = open(app, import.file.as_deref(), &import)?;
    kept::forget(&app.db, import.id).map_err(ended)?;
    let mapping = Mapping::with(&table.headings, &import.fields());
    let mapping = mapping.map_err(|error| give_up(error.code()))?;
    if !mapping.has(Field::Name) {
        return ask_for_headings(app, job, &mut table).map(|()| Value::Null);
    }
    let foreseen = Options { dry_run: true, ..options(app, &import, &work)? };
    read(app, job, &import, (&mut table, &foreseen), Stage::Preview)?;
    Ok(Value::Null)
}

fn write(app: &App, job: &JobRun<'_>) -> Result<Value, JobError> {
    let work = work(job)?;
    let Some(import) = load(app, &work, job)? else { return Ok(Value::Null) };
    let mut table = open(app, work.file.as_deref(), &import)?;
    let options = options(app, &import, &work)?;
    // What is written is written by whoever confirmed it.
    let report = db::act_as(work.by, || {
        if import.dry_run {
            kept::forget(&app.db, import.id).map_err(ended)?;
            read(app, job, &import, (&mut table, &options), Stage::Done)
        } else {
            go_on(app, job, &import, (&mut table, &options))
        }
    })?;
    let (id, told) = (import.id, report.clone());
    let end = move |tx: &mut db::Tx<'_>| {
        noted::imported(tx, noted::list(id), &told);
        store::import_journal::forget_progress(tx, id)?;
        store::imports::forget_file(tx, id)
    };
    let ended_well = db::act_as(work.by, || app.db.write_blocking(end));
    ended_well.map_err(|error| ended(error.into()))?;
    serde_json::to_value(&report).map_err(|error| broken(&error))
}

/// Writes what is not written yet of a list.
fn go_on(
    app: &App,
    job: &JobRun<'_>,
    import: &Import,
    (table, options): (&mut Table, &Options),
) -> Result<Report, JobError> {
    let id = import.id;
    let left = app.db.read_blocking(move |tx| journal::progress(tx, id)).map_err(ended)?;
    if left.is_none() {
        // Rows of the preview.
        kept::forget(&app.db, id).map_err(ended)?;
    }
    let report = left.as_ref().map(|left| left.report.clone()).unwrap_or_default();
    let start = Start { report, ledger: Some(Box::new(Journal::of(id, left))) };
    let total = import.report.as_ref().map_or(0, |report| report.rows);
    let mut teller = Teller { progress: job.progress, total };
    let report = import_from(&app.db, table, options, start, &mut teller);
    let report = report.map_err(import_error)?;
    let summary = app.db.read_blocking(move |tx| journal::summary(tx, id)).map_err(ended)?;
    let mut summary = finished(summary, &import.summary, &import.choices);
    summary.name_sheets(table);
    tell(app, job, Stage::Done, &report, &summary)?;
    Ok(report)
}

/// Tells how far a list is written.
struct Teller<'p> {
    progress: &'p dyn Progress,
    total: u64,
}

impl Watch for Teller<'_> {
    fn row(&mut self, _: &Done) -> Result<()> {
        Ok(())
    }

    fn step(&mut self, rows: u64, _: Duration) -> bool {
        self.progress.report(rows, self.total.max(rows))
    }
}

/// Reads the list to its end and says what was found.
fn read(
    app: &App,
    job: &JobRun<'_>,
    import: &Import,
    (table, options): (&mut Table, &Options),
    stage: Stage,
) -> Result<Report, JobError> {
    let mut keeper = Keeper::new(&app.db, import.id, job.progress);
    let report = import_stations(&app.db, table, options, &mut keeper).map_err(import_error)?;
    let mut summary = keeper.finish(&import.summary, &import.choices).map_err(ended)?;
    summary.name_sheets(table);
    if !tell(app, job, stage, &report, &summary)? {
        // It was given up meanwhile.
        kept::forget(&app.db, import.id).map_err(ended)?;
    }
    Ok(report)
}

/// A list without a column for names: its headings and first rows are shown to somebody.
fn ask_for_headings(app: &App, job: &JobRun<'_>, table: &mut Table) -> Result<(), JobError> {
    let headings = table.headings.clone();
    let report = Report { dry_run: true, headings, ..Report::default() };
    let mut summary = Summary::default();
    summary.name_sheets(table);
    for row in table.rows().map_err(|error| table_error(&error))?.take(summary::SAMPLES) {
        summary.sample(&row.map_err(|error| table_error(&error))?.cells);
    }
    tell(app, job, Stage::Headings, &report, &summary).map(drop)
}

/// Writes down what was found; false when the import was given up meanwhile.
fn tell(
    app: &App,
    job: &JobRun<'_>,
    stage: Stage,
    report: &Report,
    summary: &Summary,
) -> Result<bool, JobError> {
    let id = job.id;
    let (report, summary) = to_json(report)
        .and_then(|report| Ok((report, to_json(summary)?)))
        .map_err(|e| broken(&e))?;
    let told = app
        .db
        .write_blocking(move |tx| store::imports::tell(tx, id, stage, Some(&report), &summary));
    Ok(told.map_err(|error| ended(error.into()))? == 1)
}

fn broken(error: &dyn std::error::Error) -> JobError {
    JobError::GiveUp(Error::Internal(format!("a report as JSON: {error}")))
}

fn work(job: &JobRun<'_>) -> Result<Work, JobError> {
    let work = from_json(&job.payload.to_string());
    work.map_err(|error| JobError::GiveUp(Error::Internal(error.to_string())))
}

/// The import, unless another job has taken this one's place.
fn load(app: &App, work: &Work, job: &JobRun<'_>) -> Result<Option<Import>, JobError> {
    let (id, job) = (ImportId(work.import), job.id);
    let found = app.db.read_blocking(move |tx| store::imports::find(tx, id));
    let found = found.map_err(|error| ended(error.into()))?;
    let stands = |import: &Import| matches!(import.stage, Stage::Reading | Stage::Importing);
    Ok(found.filter(|import| import.job == job && stands(import)))
}

fn open(app: &App, file: Option<&str>, import: &Import) -> Result<Table, JobError> {
    let path = file.and_then(|name| Files::of(&app.settings).path(name));
    let path = path.filter(|path| path.exists()).ok_or_else(|| give_up("import.file-gone"))?;
    let sheet = import.choices.sheet.as_deref();
    Table::open_sheet(&path, &Limits::default(), sheet).map_err(|error| table_error(&error))
}

fn options(app: &App, import: &Import, work: &Work) -> Result<Options, JobError> {
    let unit = import.unit;
    let within = app.db.read_blocking(move |tx| division_of(tx, unit)).map_err(ended)?;
    Ok(Options {
        map: import.fields(),
        within,
        scope: Some(work.scope.iter().copied().map(UnitId).collect()),
        by: Some(work.by),
        dry_run: import.dry_run,
        choices: import.choices.clone(),
    })
}

fn give_up(code: &'static str) -> JobError {
    JobError::GiveUp(Error::refused(code))
}

fn table_error(error: &table::Error) -> JobError {
    give_up(error.code())
}

fn import_error(error: ImportError) -> JobError {
    match error {
        ImportError::Table(error) => table_error(&error),
        ImportError::Map(error) => give_up(error.code()),
        ImportError::Store(error) => ended(error),
        // The node is shutting down: the next one begins again.
        ImportError::Ended => JobError::Retry(Error::Busy(1)),
    }
}

/// A store that is busy is asked again; everything else stays as it is.
pub(super) fn ended(error: Error) -> JobError {
    match error {
        Error::Busy(_) => JobError::Retry(error),
        error => JobError::GiveUp(error),
    }
}

/// Forgets lists that nobody went on with for a day, and the rows of those that were given up.
fn forget_old(app: &App) -> Result<()> {
    let before = app.db.now().plus_seconds(-WAITS_SECONDS);
    let old = app.db.read_blocking(move |tx| store::imports::waiting_since(tx, before))?;
    for id in old {
        let cancel = move |tx: &mut db::Tx<'_>| {
            let import = store::imports::find(tx, id)?;
            store::imports::cancel(tx, id)?;
            Ok::<_, db::Error>(import.and_then(|import| import.file))
        };
        let file = app.db.write_blocking(cancel)?;
        discard(app, file.as_deref());
        kept::forget(&app.db, id)?;
    }
    Ok(())
}
