//! What came of a list: written, given up, or not to be read; and the rows that were not taken.

use askama::Template;
use audit::Taken;
use axum::{extract::State, response::Response};
use db::Tx;
use documents::table::Format;
use kernel::{App, Result};
use web::{Shell, download::FileKind};

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
    can_be_taken_back: bool,
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
            can_be_taken_back: found.import.is_written(),
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
    let viewer = desk.viewer;
    let found = app.db.read(move |tx: &mut Tx<'_>| named.load(tx, &viewer)).await?;
    let (t, file) = (desk.ctx.t(), file_name(&found.import, &desk.ctx.shell()));
    let name = t.msg("importing-rejects-name").arg("file", file).to_string();
    let kind = FileKind { name: format!("{name}.csv"), media_type: Format::Csv.media_type() };
    let format = Format::Csv.extension();
    let unit = Some(found.unit.code.clone());
    let taken = Taken { what: "rejects", format, unit, ..Taken::default() };
    web::download::download(
        &app.db,
        &kind,
        taken,
        rejects::writer(app.db.clone(), &found.import, t),
    )
}
