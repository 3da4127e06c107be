//! `/console/units/{code}/visits/export` and `…/tallies/export`: the records and the totals of a unit
//! over a range as tables to take away, written day by day while they are fetched.

use std::{io, io::Write, sync::Arc};

use audit::Taken;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{Day, Db, Tx};
use documents::table::{Format, Value, Writer};
use kernel::{App, Error, Result};
use org::{Tree, UnitId, Who};
use serde::Deserialize;
use stations::Catalogue;
use web::{Ctx, download::FileKind};

use super::console::supervised;
use crate::{exporting, shown, tally::Range};

/// What is wanted, and how.
#[derive(Clone, Debug, Deserialize)]
pub struct ExportQuery {
    from: Day,
    to: Day,
    format: String,
}

/// A table that can be taken away.
#[derive(Clone, Copy)]
enum What {
    Records,
    Totals,
}

impl What {
    /// As the audit calls it.
    fn word(self) -> &'static str {
        match self {
            Self::Records => "visits",
            Self::Totals => "tallies",
        }
    }

    /// The key of what its file is called.
    fn title(self) -> &'static str {
        match self {
            Self::Records => "visits-export-records",
            Self::Totals => "visits-export-totals",
        }
    }
}

/// `GET /console/units/{code}/visits/export`
pub async fn records(
    app: State<App>,
    (ctx, who): (Ctx, Who),
    Path(code): Path<String>,
    query: web::Query<ExportQuery>,
) -> Result<Response> {
    answer(&app, (ctx, who), code, query.0, What::Records).await
}

/// `GET /console/units/{code}/tallies/export`
pub async fn totals(
    app: State<App>,
    (ctx, who): (Ctx, Who),
    Path(code): Path<String>,
    query: web::Query<ExportQuery>,
) -> Result<Response> {
    answer(&app, (ctx, who), code, query.0, What::Totals).await
}

async fn answer(
    app: &App,
    (ctx, who): (Ctx, Who),
    code: String,
    query: ExportQuery,
    what: What,
) -> Result<Response> {
    let (viewer, t) = (who.viewer(), ctx.t());
    let format = stations::exporting::format(&query.format)?;
    let days = Range::new(query.from, query.to)
        .ok_or_else(|| Error::field("to", "request.days-in-order"))?;
    let find = move |tx: &mut Tx<'_>| {
        let unit = supervised(tx, &viewer, &code)?;
        let (tree, catalogue) = (tx.cached::<Tree>()?, tx.cached::<Catalogue>()?);
        let with_ratings = shown::at_once(&tree, &viewer, unit);
        Ok::<_, Error>((unit, tree, catalogue, with_ratings))
    };
    let (unit, tree, catalogue, with_ratings) = app.db.read(find).await?;
    let taken = Taken {
        what: what.word(),
        format: format.extension(),
        unit: Some(tree.code(unit).to_owned()),
        from: Some(days.from),
        to: Some(days.to),
        purpose: None,
    };
    let name = t.msg(what.title()).arg("unit", tree.name(unit));
    let name = name.arg("from", days.from.to_string()).arg("to", days.to.to_string());
    let kind = FileKind {
        name: format!("{name}.{}", format.extension()),
        media_type: format.media_type(),
    };
    let notice = app.settings.demo.then(|| t.msg("web-demo").to_string());
    let table = Table { db: app.db.clone(), unit, days, tree, catalogue, notice, with_ratings };
    web::download::download(&app.db, &kind, taken, move |out| table.write(what, format, out))
}

/// A table while it is written.
struct Table {
    db: Db,
    unit: UnitId,
    days: Range,
    tree: Arc<Tree>,
    catalogue: Arc<Catalogue>,
    notice: Option<String>,
    /// The viewer sees ratings at once; by full fives they are no table of days.
    with_ratings: bool,
}

impl Table {
    fn write(&self, what: What, format: Format, out: Box<dyn Write + Send>) -> io::Result<()> {
        let headings = match what {
            What::Records => exporting::RECORD_HEADINGS.map(str::to_owned).to_vec(),
            What::Totals => exporting::total_headings(&self.catalogue),
        };
        let headings = stations::exporting::noticed(headings, self.notice.is_some());
        let mut sheet = Writer::new(format, out, &headings).map_err(io::Error::other)?;
        let mut last = self.days.from.plus(-1);
        while let Some(day) = self.ask(move |tx| exporting::next_day(tx, last))? {
            if self.days.to < day {
                break;
            }
            for mut row in self.rows(what, day)? {
                row.extend(self.notice.as_deref().map(Value::from));
                sheet.row(&row).map_err(io::Error::other)?;
            }
            last = day;
        }
        sheet.finish().map(drop).map_err(io::Error::other)
    }

    fn rows(&self, what: What, day: Day) -> io::Result<Vec<Vec<Value>>> {
        let unit = self.unit;
        Ok(match what {
            What::Records => {
                let facts = self.ask(move |tx| exporting::facts_of(tx, Some(unit), day))?;
                facts.iter().map(|fact| exporting::record_row(fact, &self.tree)).collect()
            }
            What::Totals => {
                let cells = self.ask(move |tx| exporting::cells_of(tx, unit, day))?;
                let words = (&*self.tree, &*self.catalogue);
                let row = |cell| exporting::total_row(day, &cell, words, self.with_ratings);
                cells.into_iter().map(row).collect()
            }
        })
    }

    fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> io::Result<T> {
        self.db.read_blocking(question).map_err(|error| io::Error::other(error.to_string()))
    }
}
