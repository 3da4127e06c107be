//! `/stations/{code}/unserved`: "I was not served", for anybody who came for nothing, and the
//! poster of it for the door.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header::HOST},
    response::Response,
};
use db::Tx;
use kernel::{App, Error, Result};
use org::{Tree, Who};
use serde::Deserialize;
use web::{Ctx, Problems, Qr, Shell};

use super::figures::held;
use crate::unserved::{self, Why};

/// The form, or thanks for it.
#[derive(Template)]
#[template(path = "unserved.html")]
pub struct UnservedPage {
    pub shell: Shell,
    pub number: String,
    pub name: String,
    pub form: UnservedForm,
    pub problems: Problems,
    /// A refusal of the whole.
    pub problem: Option<&'static str>,
    pub done: bool,
}

/// The poster.
#[derive(Template)]
#[template(path = "unserved-poster.html")]
pub struct PosterPage {
    pub shell: Shell,
    pub number: String,
    pub name: String,
    /// The address that the code opens, as people type it.
    pub address: String,
    pub qr: Qr,
}

/// What is told.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct UnservedForm {
    why: Option<String>,
    comment: Option<String>,
}

impl UnservedForm {
    fn is(&self, why: Why) -> bool {
        self.why.as_deref() == Some(why.as_str())
    }

    fn comment(&self) -> &str {
        self.comment.as_deref().unwrap_or_default()
    }
}

/// What the address asks for.
#[derive(Deserialize)]
pub struct UnservedQuery {
    done: Option<String>,
}

/// `GET /stations/{code}/unserved`
pub async fn show(
    app: State<App>,
    ctx: Ctx,
    Path(number): Path<String>,
    query: web::Query<UnservedQuery>,
) -> Result<Response> {
    let (shell, done) = (ctx.shell(), query.0.done.is_some());
    let load = move |tx: &mut Tx<'_>| {
        let (_, name) = unserved::station(tx, &number)?;
        let page = UnservedPage { done, ..UnservedPage::of(shell, number, name) };
        web::page(StatusCode::OK, &page)
    };
    app.db.read(load).await
}

/// `POST /stations/{code}/unserved`
pub async fn tell(
    app: State<App>,
    ctx: Ctx,
    Path(number): Path<String>,
    form: web::Form<UnservedForm>,
) -> Result<Response> {
    let (shell, form) = (ctx.shell(), form.0);
    let tell = move |tx: &mut Tx<'_>| {
        let (station, name) = unserved::station(tx, &number)?;
        let told = unserved::tell(tx, station, form.why.as_deref(), form.comment.as_deref());
        let refusal = match told {
            Ok(()) => return Ok(web::see_other(&format!("/stations/{number}/unserved?done=1"))),
            Err(refusal) => refusal,
        };
        let status = StatusCode::from_u16(refusal.http_status()).unwrap_or_default();
        let Error::Refused { code, fields, .. } = refusal else { return Err(refusal) };
        let problem = fields.first().map_or(code, |field| field.code);
        let page = UnservedPage {
            form: form.clone(),
            problems: Problems::from(fields),
            problem: Some(problem),
            ..UnservedPage::of(shell.clone(), number.clone(), name)
        };
        web::page(status, &page)
    };
    app.db.write(tell).await
}

impl UnservedPage {
    /// The empty form of a station.
    pub fn of(shell: Shell, number: String, name: String) -> Self {
        let (form, problems) = (UnservedForm::default(), Problems::none());
        Self { shell, number, name, form, problems, problem: None, done: false }
    }
}

/// `GET /console/units/{code}/poster`: to be printed for the door.
pub async fn poster(
    app: State<App>,
    (ctx, who): (Ctx, Who),
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let (viewer, shell) = (who.viewer(), ctx.shell());
    let asked = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let host = app.settings.public_host.as_deref().unwrap_or(asked);
    let scheme = if app.settings.secure { "https" } else { "http" };
    let address = format!("{scheme}://{host}/stations/{code}/unserved");
    let load = move |tx: &mut Tx<'_>| {
        held(tx, &viewer, &code, &[org::Role::Supervisor])?;
        let (unit, _) = unserved::station(tx, &code)?;
        let name = tx.cached::<Tree>()?.name(unit).to_owned();
        let page = PosterPage { qr: Qr::new(&address)?, shell, number: code, name, address };
        web::page(StatusCode::OK, &page)
    };
    app.db.read(load).await
}
