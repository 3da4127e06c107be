//! `/api/v1/imports/stations`: a list that is imported without a preview, and the job that does it.

use axum::{
    Json,
    extract::{Path, State},
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_TYPE, LOCATION},
    },
    response::{IntoResponse, Response},
};
use db::{Tx, Uuid};
use i18n::T;
use jobs::Job;
use kernel::{App, Error, Result};
use org::{Tree, UnitId, Viewer, Who};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use web::Ctx;

use crate::{
    figures::PublicFigures,
    idempotency::Key,
    importing::{self, NewImport, reversal, upload::Upload},
    scope, store,
};

/// Refusal of a job that does not exist, or not for this viewer.
const UNKNOWN_JOB: Error = Error::NotFound("jobs.unknown");

/// The parts of the form.
#[derive(ToSchema)]
#[schema(as = stations::ImportForm)]
#[expect(dead_code, reason = "describes the form; `Upload` reads it")]
pub struct ImportForm {
    /// CSV (UTF-8, UTF-16, GB18030) or XLSX, up to 64 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// A unit or station below which the caller may import; its division is the default of rows
    /// that do not say theirs. The caller's uppermost unit unless given.
    unit: Option<String>,
    /// Read and say, change nothing.
    dry_run: Option<bool>,
    /// `FIELD=HEADING`, one a line; may come several times.
    map: Option<String>,
    /// A UUID of version 7 that the caller made, in the place of an `Idempotency-Key`.
    id: Option<String>,
}

/// A job, as those see it who follow it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = stations::Job)]
pub struct JobBody {
    /// Its id.
    id: String,
    /// `queued`, `running`, `done` or `failed`.
    state: &'static str,
    /// What came of it, when done: for an import the report, as the command's `--json`.
    #[schema(value_type = Option<Object>)]
    result: Option<Value>,
    /// Units of work done, of those in all; 0 while unknown.
    progress: ProgressBody,
    /// Why it was given up, when failed.
    error: Option<JobError>,
}

/// How far a job is.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = stations::JobProgress)]
pub struct ProgressBody {
    done: i64,
    total: i64,
}

/// Why a job was given up.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = stations::JobError)]
pub struct JobError {
    /// Stable, for programs.
    code: String,
    /// The same in words.
    message: String,
}

impl JobBody {
    /// A job, with why it failed in words where there is somebody to read them.
    fn of(job: Job, t: Option<&T>) -> Self {
        let error = job.error.filter(|_| job.state == jobs::State::Failed);
        let words = |code: &str| t.map(|t| t.code(code).to_string()).unwrap_or_default();
        Self {
            id: job.id.to_string(),
            state: job.state.word(),
            result: job.result,
            progress: ProgressBody { done: job.done, total: job.total },
            error: error.map(|code| JobError { message: words(&code), code }),
        }
    }
}

/// Imports a list of stations, row by row, in the background.
#[utoipa::path(
    post, path = "/api/v1/imports/stations", operation_id = "import_stations", tag = "stations",
    params(("Idempotency-Key" = Option<String>, Header, description = "Kept for 24 hours")),
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    responses(
        (status = 202, body = JobBody, description = "Follow it at `Location`"),
        (status = 404, description = "`units.unknown`"),
        (status = 409, description = "`idempotency.conflict`"),
        (status = 413, description = "`request.too-large`: more than 64 MiB"),
        (status = 415, description = "`request.content-type`: no multipart form"),
        (status = 422, description = "`import.no-file`, `import.map-field`, …")
    )
)]
pub async fn create(app: State<App>, who: Who, upload: Upload) -> Result<Response> {
    let viewer = who.viewer();
    let file = upload.file.clone();
    let begun = app.db.write(move |tx| begin_once(tx, &viewer, &upload)).await;
    if !matches!(begun, Ok((_, true))) {
        // It was refused or begun before: nobody comes for this copy of the file.
        importing::discard(&app, Some(&file));
    }
    let (answer, _) = begun?;
    let job: Value = serde_json::from_str(&answer)
        .map_err(|error| Error::Internal(format!("an answer that was kept: {error}")))?;
    let id = job.get("id").and_then(Value::as_str).unwrap_or_default();
    accepted(id.to_owned(), answer)
}

/// Begins an import under a key once. Returns what is answered, and whether it was begun now.
fn begin_once(tx: &mut Tx<'_>, viewer: &Viewer, upload: &Upload) -> Result<(String, bool)> {
    let (header, id) = (upload.key.as_deref(), upload.field("id"));
    let key = Key::of(viewer, header, id, "imports/stations", &upload.content())?;
    if let Some(answer) = key.as_ref().map(|key| key.answered(tx)).transpose()?.flatten() {
        return Ok((answer, false));
    }
    let answer = serde_json::to_string(&JobBody::of(begin(tx, viewer, upload)?, None));
    let answer = answer.map_err(unwritable)?;
    if let Some(key) = key {
        key.keep(tx, &answer)?;
    }
    Ok((answer, true))
}

fn begin(tx: &mut Tx<'_>, viewer: &Viewer, upload: &Upload) -> Result<Job> {
    let unit = match upload.field("unit") {
        Some(code) => scope::editable_unit(tx, viewer, code)?,
        None => own_unit(tx, viewer)?,
    };
    let new = NewImport {
        unit,
        file: upload.file.clone(),
        file_name: upload.file_name.clone(),
        map: importing::parse_maps(upload.all("map"))?,
        dry_run: dry_run(upload.field("dry_run"))?,
    };
    let import = importing::begin(tx, viewer, new, true)?;
    jobs::find(tx, import.job)?.ok_or(UNKNOWN_JOB)
}

fn own_unit(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<UnitId> {
    let units = viewer.units_of(&*tx.cached::<Tree>()?, &scope::EDITORS);
    units.first().copied().ok_or(Error::Forbidden("access.not-granted"))
}

fn dry_run(word: Option<&str>) -> Result<bool> {
    match word {
        None | Some("false" | "0") => Ok(false),
        Some("true" | "1") => Ok(true),
        Some(_) => Err(Error::field("dry_run", "request.wrong-type")),
    }
}

/// How far a job is, and what came of it.
#[utoipa::path(
    get, path = "/api/v1/jobs/{id}", operation_id = "get_job", tag = "jobs",
    params(("id" = String, Path, description = "Its id")),
    responses((status = 200, body = JobBody), (status = 404, description = "`jobs.unknown`"))
)]
pub async fn job(
    app: State<App>,
    who: Who,
    ctx: Ctx,
    Path(id): Path<String>,
) -> Result<Json<JobBody>> {
    let viewer = who.viewer();
    let id = Uuid::try_parse(&id).map_err(|_| UNKNOWN_JOB)?;
    let job = app.db.read(move |tx| visible_job(tx, &viewer, id)).await?;
    Ok(Json(JobBody::of(job, Some(&ctx.t()))))
}

/// Those who queued a job see it, and those who may import where it does.
fn visible_job(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid) -> Result<Job> {
    let job = jobs::find(tx, id)?.ok_or(UNKNOWN_JOB)?;
    if job.owner == Some(viewer.author()) {
        return Ok(job);
    }
    let import = store::imports::of_job(tx, id)?.ok_or(UNKNOWN_JOB)?;
    let tree = tx.cached::<Tree>()?;
    if viewer.holds(&tree, &scope::EDITORS, import.unit) { Ok(job) } else { Err(UNKNOWN_JOB) }
}

/// Takes an import back as a whole, in the background: stations that it made are closed, those that
/// it changed have their earlier details again. Sent again it answers with the same job.
#[utoipa::path(
    post, path = "/api/v1/imports/stations/{id}/reversal", operation_id = "reverse_import",
    tag = "stations",
    params(("id" = String, Path, description = "The id that the import was answered with")),
    responses(
        (status = 202, body = JobBody, description = "Follow it at `Location`; its result is \
         `withdrawn`, `restored` and `kept` stations"),
        (status = 404, description = "`import.unknown`"),
        (status = 409, description = "`import.not-done`, `import.touched`: something else touched \
         its stations meanwhile; `import.nothing-written`, `import.taken-back`")
    )
)]
pub async fn reverse<F: PublicFigures>(
    app: State<App>,
    who: Who,
    Path(id): Path<String>,
) -> Result<Response> {
    let viewer = who.viewer();
    let id = Uuid::try_parse(&id).map_err(|_| importing::UNKNOWN)?;
    let begin = move |tx: &mut Tx<'_>| {
        let import = store::imports::of_job(tx, id)?.filter(|import| import.job == id);
        let import = import.ok_or(importing::UNKNOWN)?;
        let import = importing::visible(tx, &viewer, import.unit, import.id)?;
        let job = match reversal::of(tx, import.id)? {
            Some(begun) => begun.job,
            None => reversal::begin::<F>(tx, &viewer, &import)?,
        };
        jobs::find(tx, job)?.ok_or(Error::conflict("import.taken-back"))
    };
    let job = app.db.write(begin).await.map_err(hidden)?;
    accepted(job.id, serde_json::to_string(&JobBody::of(job, None)).map_err(unwritable)?)
}

/// An import of a unit that is out of sight is unknown, whatever its unit.
fn hidden(error: Error) -> Error {
    if matches!(error, Error::NotFound("units.unknown")) { importing::UNKNOWN } else { error }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn unwritable(error: serde_json::Error) -> Error {
    Error::Internal(format!("a job as JSON: {error}"))
}

/// The answer with a job that is under way, and where it is followed.
fn accepted(id: impl std::fmt::Display, body: String) -> Result<Response> {
    let place = HeaderValue::from_str(&format!("/api/v1/jobs/{id}"))
        .map_err(|error| Error::Internal(error.to_string()))?;
    let kind = HeaderValue::from_static("application/json");
    Ok((StatusCode::ACCEPTED, [(CONTENT_TYPE, kind), (LOCATION, place)], body).into_response())
}
