//! `/console/units/{code}/stations/export`: the stations of a unit as a table to take away, which may
//! be mended and imported again.

use std::{io, io::Write};

use audit::Taken;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{Db, Tx};
use documents::table::{Format, Writer};
use kernel::{App, Error, Result};
use org::{Tree, UnitId, Who};
use serde::Deserialize;
use web::{Ctx, download::FileKind};

use crate::{exporting, scope};

/// How the table is wanted.
#[derive(Debug, Deserialize)]
pub struct ExportQuery {
    format: String,
}

/// `GET /console/units/{code}/stations/export`
pub async fn stations(
    app: State<App>,
    (ctx, who): (Ctx, Who),
    Path(code): Path<String>,
    query: web::Query<ExportQuery>,
) -> Result<Response> {
    let (viewer, shell) = (who.viewer(), ctx.shell());
    let format = exporting::format(&query.0.format)?;
    let find = move |tx: &mut Tx<'_>| {
        let unit = scope::editable_unit(tx, &viewer, &code)?;
        let tree = tx.cached::<Tree>()?;
        let taken = Taken {
            what: "stations",
            format: format.extension(),
            unit: Some(tree.code(unit).to_owned()),
            ..Taken::default()
        };
        Ok::<_, Error>((unit, taken, tree.name(unit).to_owned(), tx.today()))
    };
    let (unit, taken, name, today) = app.db.read(find).await?;
    let name = shell.t.msg("stations-export-name").arg("unit", name).arg("day", today.to_string());
    let kind = FileKind {
        name: format!("{name}.{}", format.extension()),
        media_type: format.media_type(),
    };
    let notice = app.settings.demo.then(|| shell.t.msg("web-demo").to_string());
    let db = app.db.clone();
    let write = move |out: Box<dyn Write + Send>| write(&db, unit, format, notice.as_deref(), out);
    web::download::download(&app.db, &kind, taken, write)
}

fn write(
    db: &Db,
    unit: UnitId,
    format: Format,
    notice: Option<&str>,
    out: Box<dyn Write + Send>,
) -> io::Result<()> {
    let headings = exporting::HEADINGS.iter().map(|heading| (*heading).to_owned());
    let headings = exporting::noticed(headings.collect(), notice.is_some());
    let mut sheet = Writer::new(format, out, &headings).map_err(io::Error::other)?;
    let mut after = Some(String::new());
    while let Some(number) = after {
        let part = db.read_blocking(move |tx| exporting::rows_after(tx, Some(unit), &number));
        let part = part.map_err(|error: Error| io::Error::other(error.to_string()))?;
        for mut row in part.rows {
            row.extend(notice.map(Into::into));
            sheet.row(&row).map_err(io::Error::other)?;
        }
        after = part.next;
    }
    sheet.finish().map(drop).map_err(io::Error::other)
}
