//! `/console/units/{code}/import`: a list of stations is chosen here, and earlier ones are found
//! again. What follows of one list is in the modules below: its headings, its preview, how far it
//! is, and what came of it.

mod done;
mod headings;
mod preview;
mod progress;
mod readings;
mod rows;
pub mod samples;
mod take_back;

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{FromRequest, FromRequestParts, Path, Request, State},
    http::{StatusCode, request::Parts},
    response::Response,
};
use db::{Tx, Uuid};
use jobs::Job;
use kernel::{App, Error, Result, Route};
use org::{Tree, UnitId, Viewer, Who};
use web::{Ctx, Problems, Shell};

use super::console::UnitName;
use crate::{
    EDIT,
    figures::PublicFigures,
    importing::{self, Import, ImportId, NewImport, Stage, upload},
    scope,
};

/// Earlier imports that are listed.
const EARLIER: u32 = 20;

/// The routes of these pages.
pub fn routes<F: PublicFigures>() -> Vec<Route> {
    vec![
        Route::get("/console/units/{code}/import", EDIT, index),
        Route::post("/console/units/{code}/import", EDIT, create).body_limit(upload::BODY_BYTES),
        Route::get("/console/units/{code}/import/{id}", EDIT, show),
        Route::get("/console/units/{code}/import/{id}/progress", EDIT, progress::show),
        Route::get("/console/units/{code}/import/{id}/headings", EDIT, headings::show),
        Route::post("/console/units/{code}/import/{id}/headings", EDIT, headings::save),
        Route::post("/console/units/{code}/import/{id}/choices", EDIT, preview::choose),
        Route::post("/console/units/{code}/import/{id}/sheet", EDIT, preview::sheet),
        Route::post("/console/units/{code}/import/{id}/confirmation", EDIT, preview::confirm),
        Route::post("/console/units/{code}/import/{id}/cancellation", EDIT, preview::cancel),
        Route::get("/console/units/{code}/import/{id}/rejects", EDIT, done::rejects),
        Route::get("/console/units/{code}/import/{id}/reversal", EDIT, take_back::show::<F>),
        Route::post("/console/units/{code}/import/{id}/reversal", EDIT, take_back::begin::<F>),
    ]
}

/// Who asks, in which circumstances.
pub struct Desk {
    ctx: Ctx,
    viewer: Arc<Viewer>,
}

impl FromRequestParts<App> for Desk {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let ctx = Ctx::from_request_parts(parts, app).await?;
        Ok(Self { ctx, viewer: Who::from_request_parts(parts, app).await?.viewer() })
    }
}

/// An import as its address names it.
#[derive(Clone, Debug)]
pub struct Named {
    code: String,
    id: ImportId,
}

impl FromRequestParts<App> for Named {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let path = Path::<(String, String)>::from_request_parts(parts, app).await;
        let Path((code, id)) = path.map_err(|_| importing::UNKNOWN)?;
        let id = Uuid::try_parse(&id).map_err(|_| importing::UNKNOWN)?;
        Ok(Self { code, id: ImportId(id) })
    }
}

/// An import with where it stands.
pub struct Found {
    unit: UnitName,
    import: Import,
    job: Option<Job>,
}

impl Named {
    /// Loads it through the viewer.
    fn load(&self, tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Found> {
        let unit = scope::editable_unit(tx, viewer, &self.code)?;
        let import = importing::visible(tx, viewer, unit, self.id)?;
        let job = jobs::find(tx, import.job)?;
        Ok(Found { unit: UnitName::of(&*tx.cached::<Tree>()?, unit), import, job })
    }

    /// The page of the import.
    fn href(&self) -> String {
        format!("/console/units/{}/import/{}", self.code, self.id)
    }
}

impl Found {
    /// The page of the import.
    fn href(&self) -> String {
        href(&self.unit.code, self.import.id)
    }

    /// Why it was given up by its job, if it was.
    fn failed(&self) -> Option<&str> {
        let failed = self.job.as_ref().filter(|job| job.state == jobs::State::Failed);
        let under_way = matches!(self.import.stage, Stage::Reading | Stage::Importing);
        failed.filter(|_| under_way).map(|job| job.error.as_deref().unwrap_or("request.internal"))
    }
}

fn href(unit: &str, id: ImportId) -> String {
    format!("/console/units/{unit}/import/{id}")
}

/// The stages of an import, of which `now` is the present one, counted from 0.
fn stages(shell: &Shell, now: usize) -> Vec<web::Stage> {
    let words = [
        "importing-stage-file",
        "importing-stage-headings",
        "importing-stage-preview",
        "importing-stage-confirm",
    ];
    web::Stage::line(words.map(|word| shell.t.msg(word).to_string()), now)
}

/// The page on which a file is chosen.
#[derive(Template)]
#[template(path = "import_choose.html")]
pub struct ChoosePage {
    shell: Shell,
    unit: UnitName,
    stages: Vec<web::Stage>,
    problems: Problems,
    earlier: Vec<Earlier>,
}

/// An earlier import.
#[derive(Clone, Debug)]
pub struct Earlier {
    href: String,
    file_name: String,
    when: String,
    state: String,
    icon: &'static str,
    tone: &'static str,
    counts: Option<String>,
}

/// `GET /console/units/{code}/import`
pub async fn index(app: State<App>, desk: Desk, Path(code): Path<String>) -> Result<Response> {
    let page = ChoosePage::load(&app, &desk, code, Problems::none()).await?;
    web::page(StatusCode::OK, &page)
}

/// `POST /console/units/{code}/import`
pub async fn create(
    app: State<App>,
    desk: Desk,
    Path(code): Path<String>,
    request: Request,
) -> Result<Response> {
    let unit = {
        let (viewer, code) = (Arc::clone(&desk.viewer), code.clone());
        // Nothing is taken in for a unit that is not the viewer's.
        app.db.read(move |tx| scope::editable_unit(tx, &viewer, &code)).await?
    };
    let upload = match upload::Upload::from_request(request, &app).await {
        Ok(upload) => upload,
        Err(Error::Refused { status: 422, fields, .. }) => {
            let page = ChoosePage::load(&app, &desk, code, fields.into()).await?;
            return web::page(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        Err(error) => return Err(error),
    };
    let (viewer, file) = (Arc::clone(&desk.viewer), upload.file.clone());
    let begun = app.db.write(move |tx| begin(tx, &viewer, unit, upload)).await;
    let id = begun.inspect_err(|_| importing::discard(&app, Some(&file)))?;
    Ok(web::see_other(&href(&code, id)))
}

fn begin(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    unit: UnitId,
    upload: upload::Upload,
) -> Result<ImportId> {
    let upload::Upload { file, file_name, .. } = upload;
    let new = NewImport { unit, file, file_name, map: Vec::new(), dry_run: false };
    Ok(importing::begin(tx, viewer, new, false)?.id)
}

/// `GET /console/units/{code}/import/{id}`: the page of the stage at which it stands.
pub async fn show(
    app: State<App>,
    desk: Desk,
    named: Named,
    query: web::Query<rows::RowsQuery>,
) -> Result<Response> {
    let (viewer, shell, query) = (Arc::clone(&desk.viewer), desk.ctx.shell(), query.0);
    let load = move |tx: &mut Tx<'_>| {
        let found = named.load(tx, &viewer)?;
        if found.failed().is_some() {
            return web::page(StatusCode::OK, &done::OverPage::of(found, shell));
        }
        match found.import.stage {
            Stage::Reading | Stage::Importing => {
                web::page(StatusCode::OK, &progress::ProgressPage::of(found, shell))
            }
            Stage::Headings => Ok(web::see_other(&format!("{}/headings", named.href()))),
            Stage::Preview => {
                web::page(StatusCode::OK, &preview::PreviewPage::load(tx, found, &query, shell)?)
            }
            Stage::Done | Stage::Cancelled => {
                web::page(StatusCode::OK, &done::OverPage::of(found, shell))
            }
        }
    };
    app.db.read(load).await
}

impl ChoosePage {
    async fn load(app: &App, desk: &Desk, code: String, problems: Problems) -> Result<Self> {
        let (viewer, shell) = (Arc::clone(&desk.viewer), desk.ctx.shell());
        let load = move |tx: &mut Tx<'_>| {
            let unit = scope::editable_unit(tx, &viewer, &code)?;
            let mut earlier = Vec::new();
            for import in importing::of_unit(tx, unit, EARLIER)? {
                let job = jobs::find(tx, import.job)?;
                let unit = UnitName { code: code.clone(), name: String::new() };
                earlier.push(Earlier::of(&Found { unit, import, job }, &shell));
            }
            let unit = UnitName::of(&*tx.cached::<Tree>()?, unit);
            Ok(Self { stages: stages(&shell, 0), unit, problems, earlier, shell })
        };
        app.db.read(load).await
    }
}

impl Earlier {
    fn of(found: &Found, shell: &Shell) -> Self {
        let import = &found.import;
        let (state, icon, tone) = match import.stage {
            _ if found.failed().is_some() => ("importing-state-failed", "i-cross", "bad"),
            Stage::Reading => ("importing-state-reading", "i-clock", "info"),
            Stage::Headings | Stage::Preview => ("importing-state-waits", "i-unsure", "warn"),
            Stage::Importing => ("importing-state-importing", "i-clock", "info"),
            Stage::Done if import.dry_run => ("importing-state-dry-run", "i-check", ""),
            Stage::Done => ("importing-state-done", "i-check", "ok"),
            Stage::Cancelled => ("importing-state-cancelled", "i-minus", ""),
        };
        let report = import.report.as_ref().filter(|_| import.stage == Stage::Done);
        Self {
            href: found.href(),
            file_name: file_name(import, shell),
            when: shell.when(&import.created_at).to_string(),
            state: shell.t.msg(state).to_string(),
            icon,
            tone,
            counts: report.map(|report| {
                let counts = shell.t.msg("importing-counts").arg("rows", report.rows);
                let counts = counts.arg("created", report.created).arg("updated", report.updated);
                counts.arg("rejected", report.rejected).to_string()
            }),
        }
    }
}

/// What the file was called; what came without a name, as such.
fn file_name(import: &Import, shell: &Shell) -> String {
    if import.file_name.is_empty() {
        shell.t.msg("importing-nameless").to_string()
    } else {
        import.file_name.clone()
    }
}
