//! `/console/units/{code}/devices`: where those are signed in who serve at a station today, so that a
//! tablet that was lost is signed out from here, whoever of them used it last.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use db::Tx;
use kernel::{App, Error, Result};
use serde::Deserialize;
use web::Shell;

use crate::{
    access::{AccountId, Viewer},
    accounts::Account,
    pages::{
        accounts::Listing,
        form::Desk,
        own::{self, SessionRow},
    },
    people::{self, Page},
    store,
    tree::Tree,
    unit::{Kind, UnitId},
};

/// Most accounts that are looked at; no station has so many people.
const ACCOUNTS: u32 = 500;

/// The page.
#[derive(Template)]
#[template(path = "devices.html")]
pub struct DevicesPage {
    pub shell: Shell,
    /// The number of the station.
    pub code: String,
    /// What it is called.
    pub name: String,
    pub rows: Vec<DeviceRow>,
}

/// A browser in which somebody is signed in.
pub struct DeviceRow {
    pub id: AccountId,
    pub name: String,
    pub session: SessionRow,
    /// The viewer may end it.
    pub managed: bool,
}

/// Which session ends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct EndForm {
    account: String,
    session: String,
}

/// `GET /console/units/{code}/devices`
pub async fn show(app: State<App>, desk: Desk, Path(code): Path<String>) -> Result<Response> {
    let (viewer, shell) = (desk.who.viewer(), desk.ctx.shell());
    let load = move |tx: &mut Tx<'_>| DevicesPage::load(tx, shell, &viewer, code);
    web::page(StatusCode::OK, &app.db.read(load).await?)
}

/// `POST /console/units/{code}/devices/ending`
pub async fn end(
    app: State<App>,
    desk: Desk,
    Path(code): Path<String>,
    web::Form(form): web::Form<EndForm>,
) -> Result<Response> {
    let viewer = desk.who.viewer();
    let back = format!("/console/units/{code}/devices");
    let end = move |tx: &mut Tx<'_>| {
        station(tx, &viewer, code)?;
        let id = form.account.parse().map_err(|_| Error::NotFound("accounts.unknown"))?;
        let account = people::managed(tx, &viewer, AccountId(id))?;
        own::end_called(tx, account.id, &form.session)
    };
    app.db.write(end).await?;
    Ok(web::see_other(&back))
}

/// A station whose people the viewer looks after.
fn station(tx: &mut Tx<'_>, viewer: &Viewer, code: String) -> Result<UnitId> {
    let unit = Listing { unit: Some(code) }.check(tx, viewer)?;
    let tree = tx.cached::<Tree>()?;
    let is_station = |unit: &UnitId| tree.node(*unit).is_some_and(|it| it.kind == Kind::Station);
    unit.filter(is_station).ok_or(Error::NotFound("units.unknown"))
}

impl DevicesPage {
    fn load(tx: &mut Tx<'_>, shell: Shell, viewer: &Viewer, code: String) -> Result<Self> {
        let unit = station(tx, viewer, code.clone())?;
        let name = tx.cached::<Tree>()?.name(unit).to_owned();
        let all = Page { limit: ACCOUNTS, ..Page::default() };
        let mut rows = Vec::new();
        for account in people::list(tx, viewer, Some(unit), &all)? {
            if serves(tx, &account, unit)? {
                let managed = people::manages(tx, viewer, &account)?;
                let row = |session| DeviceRow {
                    id: account.id,
                    name: account.name.clone(),
                    session,
                    managed,
                };
                rows.extend(SessionRow::all(tx, account.id, None)?.into_iter().map(row));
            }
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.session.seen));
        Ok(Self { shell, code, name, rows })
    }
}

/// Whether somebody holds anything at the station today.
fn serves(tx: &mut Tx<'_>, account: &Account, station: UnitId) -> Result<bool> {
    let today = tx.today();
    let held = store::grants::of_person(tx, account.person)?;
    Ok(held.iter().any(|it| it.unit == station && it.from <= today && it.lasts_past(today)))
}
