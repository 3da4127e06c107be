//! How far the reading or writing of a list is. The page may be left and found again; with script
//! its frame is loaded again every second.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use db::Tx;
use kernel::{App, Result};
use web::Shell;

use super::{Desk, Found, Named, UnitName, file_name, stages};
use crate::importing::Stage;

/// The page, and the frame in it.
#[derive(Template)]
#[template(path = "import_progress.html")]
pub struct ProgressPage {
    shell: Shell,
    unit: UnitName,
    stages: Vec<web::Stage>,
    href: String,
    file_name: String,
    /// It is loaded into the frame of the page itself, which must not point to itself again.
    is_part: bool,
    /// `running`, `done` or `failed`.
    state: &'static str,
    writes: bool,
    done: u64,
    total: u64,
    percent: u64,
}

/// `GET /console/units/{code}/import/{id}/progress`
pub async fn show(app: State<App>, desk: Desk, named: Named) -> Result<Response> {
    let (viewer, shell) = (desk.viewer, desk.ctx.shell());
    let load = move |tx: &mut Tx<'_>| {
        let page = ProgressPage::of(named.load(tx, &viewer)?, shell);
        web::page(StatusCode::OK, &ProgressPage { is_part: true, ..page })
    };
    app.db.read(load).await
}

impl ProgressPage {
    /// The page of an import.
    pub fn of(found: Found, shell: Shell) -> Self {
        let writes = matches!(found.import.stage, Stage::Importing | Stage::Done);
        let count = |n: i64| u64::try_from(n).unwrap_or_default();
        let job = found.job.as_ref();
        let (done, total) = job.map_or((0, 0), |job| (count(job.done), count(job.total)));
        let state = match found.import.stage {
            _ if found.failed().is_some() => "failed",
            Stage::Reading | Stage::Importing => "running",
            _ => "done",
        };
        Self {
            stages: stages(&shell, if writes { 3 } else { 2 }),
            href: found.href(),
            file_name: file_name(&found.import, &shell),
            is_part: false,
            state,
            writes,
            done,
            total,
            percent: (done * 100).checked_div(total).unwrap_or_default().min(100),
            unit: found.unit,
            shell,
        }
    }
}
