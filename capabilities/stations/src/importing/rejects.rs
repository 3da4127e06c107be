//! The rejected rows of a list as a file, written while it is fetched: however many they are, only
//! a page of them stands in memory.

use std::io::{self, Write};

use db::Db;
use i18n::T;

use crate::{
    import::rejects::Rejects,
    importing::{Import, ImportId, Shown, from_json},
    store,
};

/// Rows that are read at once.
const PAGE: u32 = 500;

/// What writes the file of an import.
pub fn writer(
    db: Db,
    import: &Import,
    t: T,
) -> impl FnOnce(Box<dyn Write + Send>) -> io::Result<()> + Send + 'static {
    let headings = import.report.as_ref().map(|report| report.headings.clone()).unwrap_or_default();
    let id = import.id;
    move |out| write(&db, id, &headings, t, out)
}

fn write(
    db: &Db,
    id: ImportId,
    headings: &[String],
    t: T,
    out: Box<dyn Write + Send>,
) -> io::Result<()> {
    let mut list = Rejects::begin(out, headings, t).map_err(io::Error::other)?;
    let mut done = 0;
    loop {
        let page = db.read_blocking(move |tx| {
            store::imports::rows_of_outcome(tx, id, "rejected", done, PAGE)
        });
        let page = page.map_err(|error: db::Error| io::Error::other(error))?;
        let Some(end) = page.last().map(|row| row.seq) else { break };
        for row in &page {
            let shown: Shown = from_json(&row.content).map_err(io::Error::other)?;
            let line = u64::try_from(row.line).unwrap_or_default();
            let code = row.code.as_deref().unwrap_or_default();
            list.row(line, &shown.cells, code).map_err(io::Error::other)?;
        }
        done = end;
    }
    list.finish().map(drop).map_err(io::Error::other)
}
