//! Acts on one station in the console: closing it, the next step of its life, notices.

use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{Day, Tx};
use kernel::{App, Error, Result};
use org::{Viewer, Who};
use serde::Deserialize;

use super::edit::edit_path;
use crate::{
    closing::{self, Closure},
    life::Status,
    notice,
    plate::{self, NewPlate},
    scope,
    station::{self, Change, Station},
};

/// What is typed to close a station.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ClosureForm {
    reason: String,
    until: Option<Day>,
    for_good: String,
    version: String,
}

/// `POST /console/stations/{code}/closure`
pub async fn close(
    app: State<App>,
    who: Who,
    Path(code): Path<String>,
    web::Form(form): web::Form<ClosureForm>,
) -> Result<Response> {
    let (viewer, number) = (who.viewer(), code.clone());
    let close = move |tx: &mut Tx<'_>| {
        let station = versioned(tx, &viewer, &number, &form.version)?;
        let change = Change::begin(tx, Some(viewer.author()))?;
        let for_good = form.for_good == "1";
        let until = form.until.filter(|_| !for_good);
        let closure = Closure { from: None, until, reason: form.reason, for_good };
        closing::close(tx, change, &station, &closure)
    };
    app.db.write(close).await?;
    Ok(web::see_other(&edit_path(&code, true)))
}

/// What is typed to take another step.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StepForm {
    status: String,
    version: String,
}

/// `POST /console/stations/{code}/status`: the next step of its life.
pub async fn step(
    app: State<App>,
    who: Who,
    Path(code): Path<String>,
    web::Form(form): web::Form<StepForm>,
) -> Result<Response> {
    let (viewer, number) = (who.viewer(), code.clone());
    let step = move |tx: &mut Tx<'_>| {
        let station = versioned(tx, &viewer, &number, &form.version)?;
        let next = Status::parse(&form.status);
        let next = next.ok_or_else(|| Error::field("status", "stations.status"))?;
        let change = Change::begin(tx, Some(viewer.author()))?;
        closing::step(tx, change, &station, next)
    };
    app.db.write(step).await?;
    Ok(web::see_other(&edit_path(&code, true)))
}

/// What is typed to tell those who come.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NoticeForm {
    text: String,
    to: Option<Day>,
}

/// `POST /console/stations/{code}/notices`
pub async fn post_notice(
    app: State<App>,
    who: Who,
    Path(code): Path<String>,
    web::Form(form): web::Form<NoticeForm>,
) -> Result<Response> {
    let (viewer, number) = (who.viewer(), code.clone());
    let post = move |tx: &mut Tx<'_>| {
        let station = scope::editable(tx, &viewer, &number)?;
        notice::post(tx, Some(viewer.author()), station.unit, &form.text, form.to)
    };
    app.db.write(post).await?;
    Ok(web::see_other(&edit_path(&code, true)))
}

/// `POST /console/stations/{code}/notices/{id}/end`
pub async fn end_notice(
    app: State<App>,
    who: Who,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response> {
    let (viewer, number) = (who.viewer(), code.clone());
    let end = move |tx: &mut Tx<'_>| {
        let station = scope::editable(tx, &viewer, &number)?;
        let id = id.parse().map_err(|_| Error::NotFound("stations.unknown-notice"))?;
        notice::end(tx, station.unit, id)
    };
    app.db.write(end).await?;
    Ok(web::see_other(&edit_path(&code, true)))
}

/// What is typed of a plate.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PlateForm {
    name: String,
    issuer: String,
    number: String,
    since: Option<Day>,
    version: String,
}

/// `POST /console/stations/{code}/plates`
pub async fn hang_plate(
    app: State<App>,
    who: Who,
    Path(code): Path<String>,
    web::Form(form): web::Form<PlateForm>,
) -> Result<Response> {
    let (viewer, number) = (who.viewer(), code.clone());
    let hang = move |tx: &mut Tx<'_>| {
        let station = versioned(tx, &viewer, &number, &form.version)?;
        let change = Change::begin(tx, Some(viewer.author()))?;
        let plate = NewPlate {
            name: form.name.trim().to_owned(),
            issuer: form.issuer.trim().to_owned(),
            number: Some(form.number.trim().to_owned()).filter(|number| !number.is_empty()),
            since: form.since.unwrap_or(tx.today()),
        };
        plate::hang(tx, change, station.unit, &plate)?;
        station::touch(tx, change, &station)
    };
    app.db.write(hang).await?;
    Ok(web::see_other(&edit_path(&code, true)))
}

/// `POST /console/stations/{code}/plates/{id}/end`
pub async fn take_down_plate(
    app: State<App>,
    who: Who,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response> {
    let (viewer, number) = (who.viewer(), code.clone());
    let take_down = move |tx: &mut Tx<'_>| {
        let station = scope::editable(tx, &viewer, &number)?;
        let id = id.parse().map_err(|_| Error::NotFound("stations.unknown-plate"))?;
        let change = Change::begin(tx, Some(viewer.author()))?;
        plate::take_down(tx, change, station.unit, id)?;
        station::touch(tx, change, &station)
    };
    app.db.write(take_down).await?;
    Ok(web::see_other(&edit_path(&code, true)))
}

fn versioned(tx: &mut Tx<'_>, viewer: &Viewer, number: &str, version: &str) -> Result<Station> {
    let station = scope::editable(tx, viewer, number)?;
    let fresh = version == station.version.to_string();
    if fresh { Ok(station) } else { Err(Error::status(412, "stations.version-stale")) }
}
