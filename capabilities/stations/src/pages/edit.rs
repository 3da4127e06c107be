//! Registering and changing a station in the console: `/console/units/{code}/stations/new` and
//! `/console/stations/{code}/edit`.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use db::Tx;
use kernel::{App, Error, Result};
use org::{Tree, Viewer, Who};
use serde::Deserialize;
use web::Ctx;

use super::{
    console::UnitName,
    form::{self, Meant, StationForm, Wrong, language},
    form_page::FormPage,
};
use crate::{
    catalogue::Catalogue,
    scope,
    station::{self, Change, NewStation, Station},
};

/// `?saved=1` after a change.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditQuery {
    saved: String,
}

/// `GET /console/units/{code}/stations/new`
pub async fn new(
    app: State<App>,
    (ctx, who): (Ctx, Who),
    Path(code): Path<String>,
) -> Result<Response> {
    let (shell, viewer) = (ctx.shell(), who.viewer());
    let load = move |tx: &mut Tx<'_>| {
        let unit = unit(tx, &viewer, &code)?;
        let division = within(&unit.code).unwrap_or_default();
        let form = StationForm { division, ..StationForm::default() };
        FormPage::load(tx, shell, unit, None, form, Wrong::default())
    };
    web::page(StatusCode::OK, &app.db.read(load).await?)
}

/// `POST /console/units/{code}/stations`
pub async fn create(
    app: State<App>,
    (ctx, who): (Ctx, Who),
    Path(code): Path<String>,
    web::Form(form): web::Form<StationForm>,
) -> Result<Response> {
    let (shell, viewer) = (ctx.shell(), who.viewer());
    let language = language(shell.lang);
    let (typed, at) = (form.clone(), code.clone());
    let by = who.viewer();
    let create = move |tx: &mut Tx<'_>| -> Result<std::result::Result<String, Wrong>> {
        let unit = unit(tx, &by, &at)?;
        let catalogue = tx.cached::<Catalogue>()?;
        let within = within(&unit.code);
        let meant = match typed.meant(&catalogue, None, within.as_deref(), language) {
            Ok(meant) => meant,
            Err(wrong) => return Ok(Err(wrong)),
        };
        register(tx, &by, meant).map(Ok)
    };
    let (status, wrong) = match app.db.write(create).await {
        Ok(Ok(number)) => {
            return Ok(web::see_other(&format!("/console/stations/{number}/edit?saved=1")));
        }
        Ok(Err(wrong)) => (422, wrong),
        Err(error) => form::wrong_of(error)?,
    };
    let again = move |tx: &mut Tx<'_>| {
        let unit = unit(tx, &viewer, &code)?;
        FormPage::load(tx, shell, unit, None, form, wrong)
    };
    web::page(status_of(status), &app.db.read(again).await?)
}

fn register(tx: &mut Tx<'_>, viewer: &Viewer, meant: Meant) -> Result<String> {
    let (county, today) = (meant.details.county()?, tx.today());
    let parent = station::unit_of(tx, county, today)?;
    match scope::check_editable_unit(&*tx.cached::<Tree>()?, viewer, parent) {
        Err(Error::NotFound(_)) => return Err(Error::field("division", "import.out-of-scope")),
        other => other?,
    }
    let change = Change::begin(tx, Some(viewer.author()))?;
    let new = NewStation {
        details: meant.details,
        services: meant.services,
        opened: meant.opened,
        ..NewStation::default()
    };
    Ok(station::register(tx, change, parent, &new)?.number)
}

/// `GET /console/stations/{code}/edit`
pub async fn edit(
    app: State<App>,
    (ctx, who): (Ctx, Who),
    Path(code): Path<String>,
    query: web::Query<EditQuery>,
) -> Result<Response> {
    let (shell, viewer) = (ctx.shell(), who.viewer());
    let language = language(shell.lang);
    let load = move |tx: &mut Tx<'_>| {
        let station = scope::editable(tx, &viewer, &code)?;
        let form = StationForm::of(&station, &*tx.cached::<Catalogue>()?, language);
        let mut page = FormPage::of_known(tx, shell, station, form, Wrong::default())?;
        page.saved = query.0.saved == "1";
        Ok::<_, Error>(page)
    };
    web::page(StatusCode::OK, &app.db.read(load).await?)
}

/// `POST /console/stations/{code}`
pub async fn change(
    app: State<App>,
    (ctx, who): (Ctx, Who),
    Path(code): Path<String>,
    web::Form(form): web::Form<StationForm>,
) -> Result<Response> {
    let (shell, viewer) = (ctx.shell(), who.viewer());
    let language = language(shell.lang);
    let (typed, number, by) = (form.clone(), code.clone(), who.viewer());
    let change = move |tx: &mut Tx<'_>| -> Result<Option<Wrong>> {
        let station = scope::editable(tx, &by, &number)?;
        let catalogue = tx.cached::<Catalogue>()?;
        match typed.meant(&catalogue, Some(&station), None, language) {
            Ok(meant) => save(tx, &by, station, &typed, meant).map(|()| None),
            Err(wrong) => Ok(Some(wrong)),
        }
    };
    let (status, wrong) = match app.db.write(change).await {
        Ok(None) => return Ok(web::see_other(&edit_path(&code, true))),
        Ok(Some(wrong)) => (422, wrong),
        Err(error) => form::wrong_of(error)?,
    };
    let again = move |tx: &mut Tx<'_>| {
        let station = scope::editable(tx, &viewer, &code)?;
        FormPage::of_known(tx, shell, station, form, wrong)
    };
    web::page(status_of(status), &app.db.read(again).await?)
}

fn save(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    station: Station,
    typed: &StationForm,
    meant: Meant,
) -> Result<()> {
    if typed.version != station.version.to_string() {
        return Err(Error::status(412, "stations.version-stale"));
    }
    let services = meant.services;
    let change = Change::begin(tx, Some(viewer.author()))?;
    let changed = Station { details: meant.details, ..station };
    station::update(tx, change, &changed)?;
    if services != changed.services {
        station::set_services(tx, change, changed.unit, services)?;
    }
    Ok(())
}

/// The form of a station; with a word that it was saved.
pub fn edit_path(code: &str, saved: bool) -> String {
    format!("/console/stations/{code}/edit{}", if saved { "?saved=1" } else { "" })
}

fn unit(tx: &mut Tx<'_>, viewer: &Viewer, code: &str) -> Result<UnitName> {
    let unit = scope::editable_unit(tx, viewer, code)?;
    Ok(UnitName::of(&*tx.cached::<Tree>()?, unit))
}

/// The division that a unit mirrors, to read names in.
fn within(code: &str) -> Option<String> {
    let division = geo::divisions::get(code)?;
    (division.code != geo::divisions::COUNTRY).then(|| division.code.to_owned())
}

fn status_of(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY)
}
