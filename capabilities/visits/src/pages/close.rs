//! `/desk/close`: the end of the day at the counter. What guests took themselves (water, WiFi, rest,
//! toilet) stands on a paper sheet in strokes of 正; its sums are recorded at once, one record a
//! service, beside what the day came to.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use db::{Instant, Tx};
use kernel::{App, Error, Result};
use org::{Tree, UnitId, Viewer, Who};
use serde::Deserialize;
use web::{Ctx, Shell};

use super::desk::{Asked, Place, asked};
use crate::{
    book::{self, Outcome, RECORDERS},
    counter::{self, Counter, Key},
    record::{Record, Refusal, VisitId},
    rights::Ratings,
};

/// The sheet of one station.
#[derive(Template)]
#[template(path = "desk_close.html")]
pub struct ClosePage {
    pub shell: Shell,
    pub station: Place,
    pub lines: Vec<Line>,
    /// What the day came to, service by service.
    pub done: Vec<Key>,
    pub people: i64,
    pub visits: i64,
    pub saved: bool,
    pub problem: Option<&'static str>,
}

/// A service of the sheet.
pub struct Line {
    pub key: Key,
    /// Of the record that it becomes.
    pub id: String,
    /// What stands in its field.
    pub typed: String,
}

/// The sheet as it was sent: `people_CODE` and `id_CODE` of each service, and `station`.
type Sheet = HashMap<String, String>;

#[derive(Deserialize)]
pub struct CloseQuery {
    station: Option<String>,
    saved: Option<String>,
}

/// `GET /desk/close`
pub async fn show(
    app: State<App>,
    who: Who,
    ctx: Ctx,
    query: web::Query<CloseQuery>,
) -> Result<Response> {
    let (viewer, shell, query) = (who.viewer(), ctx.shell(), query.0);
    app.db
        .read(move |tx| match asked(tx, &viewer, query.station.as_deref())? {
            Asked::Offered(choice) => web::page(StatusCode::OK, &choice.page(shell, "/desk/close")),
            Asked::Station { id, .. } => {
                let page = ClosePage::load(tx, &viewer, shell, id, &Sheet::new())?;
                web::page(StatusCode::OK, &ClosePage { saved: query.saved.is_some(), ..page })
            }
        })
        .await
}

impl ClosePage {
    fn load(
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        shell: Shell,
        station: UnitId,
        sheet: &Sheet,
    ) -> Result<Self> {
        let Counter { keys, self_service, today, .. } = counter::load(tx, viewer, station)?;
        let given = keys.iter().chain(&self_service).filter(|key| key.people > 0);
        let done = given.cloned().collect();
        let line = |key: Key| {
            let said = |what: &str| sheet.get(&format!("{what}_{}", key.service.code)).cloned();
            Line {
                id: said("id").unwrap_or_else(|| tx.new_uuid().to_string()),
                typed: said("people").unwrap_or_else(|| "0".to_owned()),
                key,
            }
        };
        let lines = self_service.into_iter().map(line).collect();
        let station = Place::of(&*tx.cached::<Tree>()?, station);
        let (people, visits) = (today.people, today.visits);
        Ok(Self { shell, station, lines, done, people, visits, saved: false, problem: None })
    }
}

/// `POST /desk/close`: all of the sheet or nothing of it.
pub async fn save<R: Ratings>(
    app: State<App>,
    who: Who,
    ctx: Ctx,
    form: web::Form<Sheet>,
) -> Result<Response> {
    let (viewer, shell, sheet) = (who.viewer(), ctx.shell(), form.0);
    let station = sheet.get("station").cloned().unwrap_or_default();
    let saved = match records(&sheet, &station, app.db.now()) {
        Ok(records) => {
            let by = who.viewer();
            let lane = book::lane(&records);
            let at = station.clone();
            let write = move |tx: &mut Tx<'_>| keep::<R>(tx, &by, &at, &records);
            app.db.write_in(lane, write).await
        }
        Err(code) => Err(Error::refused(code)),
    };
    match saved {
        Ok(()) => Ok(web::see_other(&format!("/desk/close?station={station}&saved=1"))),
        Err(Error::Refused { code, .. }) => {
            app.db
                .read(move |tx| {
                    let tree = tx.cached::<Tree>()?;
                    let id = tree.by_code(&station).ok_or(Error::NotFound("units.unknown"))?;
                    let page = ClosePage::load(tx, &viewer, shell, id, &sheet)?;
                    let page = ClosePage { problem: Some(code), ..page };
                    web::page(StatusCode::UNPROCESSABLE_ENTITY, &page)
                })
                .await
        }
        Err(error) => Err(error),
    }
}

/// The records of the services of which there were any.
fn records(
    sheet: &Sheet,
    station: &str,
    now: Instant,
) -> Result<Vec<Result<Record, Refusal>>, Refusal> {
    let mut records = Vec::new();
    for (name, text) in sheet {
        let Some(service) = name.strip_prefix("people_") else { continue };
        let people: i64 = text.trim().parse().map_err(|_| "visits.people")?;
        if people == 0 {
            continue;
        }
        let id = sheet.get(&format!("id_{service}")).and_then(|id| db::uuid_v7(id));
        let id = VisitId(id.ok_or("visits.bad-id")?);
        records.push(Ok(Record::of_people(id, station, service, people, now)));
    }
    Ok(records)
}

/// Records all of them, or says the first thing that is wrong.
fn keep<R: Ratings>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    station: &str,
    records: &[Result<Record, Refusal>],
) -> Result<()> {
    let tree = tx.cached::<Tree>()?;
    let known = tree.by_code(station).filter(|id| viewer.holds(&tree, &RECORDERS, *id));
    if known.is_none() {
        return Err(Error::NotFound("units.unknown"));
    }
    let outcomes = book::record::<R>(tx, viewer, records)?;
    let refused = outcomes.into_iter().find_map(|outcome| match outcome {
        Outcome::Refused(code) => Some(code),
        Outcome::Accepted | Outcome::Duplicate => None,
    });
    refused.map_or(Ok(()), |code| Err(Error::refused(code)))
}
