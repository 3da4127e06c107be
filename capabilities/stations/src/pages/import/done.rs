//! What came of a list: written, given up, or not to be read; and the rows that were not taken.

use askama::Template;
use axum::{
    extract::State,
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use db::Tx;
use documents::table::Format;
use kernel::{App, Error, Result};
use web::Shell;

use super::{Desk, Found, Named, UnitName, file_name, stages};
use crate::{
    import::Report,
    importing::{Stage, rejects},
};

/// The page of an import that is over.
#[derive(Template)]
#[template(path = "import_done.html")]
pub struct OverPage {
    shell: Shell,
    unit: UnitName,
    stages: Vec<web::Stage>,
    href: String,
    file_name: String,
    /// Why it could not be done.
    failed: Option<String>,
    cancelled: bool,
    report: Option<Report>,
}

impl OverPage {
    /// The page of an import.
    pub fn of(found: Found, shell: Shell) -> Self {
        let failed = found.failed().map(|code| shell.t.code(code).to_string());
        let cancelled = found.import.stage == Stage::Cancelled;
        let report = found.import.report.clone();
        Self {
            stages: stages(&shell, if failed.is_some() || cancelled { 0 } else { 4 }),
            href: found.href(),
            file_name: file_name(&found.import, &shell),
            report: report.filter(|_| failed.is_none() && !cancelled),
            failed,
            cancelled,
            unit: found.unit,
            shell,
        }
    }
}

/// `GET /console/units/{code}/import/{id}/rejects`: the rows that were not taken, to be mended and
/// imported again.
pub async fn rejects(app: State<App>, desk: Desk, named: Named) -> Result<Response> {
    let (viewer, id) = (desk.viewer, named.id);
    let found = app.db.read(move |tx: &mut Tx<'_>| named.load(tx, &viewer)).await?;
    let body = rejects::body(app.db.clone(), &found.import, desk.ctx.t());
    let name = format!("attachment; filename=\"rejects-{id}.csv\"");
    let name = HeaderValue::from_str(&name).map_err(|error| Error::Internal(error.to_string()))?;
    let kind = HeaderValue::from_static(Format::Csv.media_type());
    Ok((StatusCode::OK, [(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)], body).into_response())
}
