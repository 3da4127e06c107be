//! Taking an import back: what would become of it, and what came of it.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use db::Tx;
use kernel::{App, Error, Result};
use web::Shell;

use super::{Desk, Found, Named, UnitName, file_name};
use crate::{
    figures::PublicFigures,
    importing::reversal::{self, Foresight},
    store::import_journal::Reversal,
};

/// The page.
#[derive(Template)]
#[template(path = "import_reversal.html")]
pub struct ReversalPage {
    shell: Shell,
    unit: UnitName,
    href: String,
    file_name: String,
    state: Standing,
}

/// Where the taking back stands.
pub enum Standing {
    /// Not begun: what would become of the import.
    Foreseen(Foresight),
    /// Begun, and perhaps done.
    Begun(Reversal),
}

/// `GET /console/units/{code}/import/{id}/reversal`
pub async fn show<F: PublicFigures>(app: State<App>, desk: Desk, named: Named) -> Result<Response> {
    let (viewer, shell) = (desk.viewer, desk.ctx.shell());
    let load = move |tx: &mut Tx<'_>| {
        let found = named.load(tx, &viewer)?;
        let state = match reversal::of(tx, found.import.id)? {
            Some(begun) => Standing::Begun(begun),
            None if found.import.is_written() => {
                Standing::Foreseen(reversal::foresee::<F>(tx, &found.import)?)
            }
            None => return Ok(web::see_other(&found.href())),
        };
        web::page(StatusCode::OK, &ReversalPage::of(&found, state, shell))
    };
    app.db.read(load).await
}

/// `POST /console/units/{code}/import/{id}/reversal`
pub async fn begin<F: PublicFigures>(
    app: State<App>,
    desk: Desk,
    named: Named,
) -> Result<Response> {
    let viewer = desk.viewer;
    let begin = move |tx: &mut Tx<'_>| {
        let found = named.load(tx, &viewer)?;
        reversal::begin::<F>(tx, &viewer, &found.import)?;
        Ok::<_, Error>(web::see_other(&format!("{}/reversal", named.href())))
    };
    app.db.write(begin).await
}

impl ReversalPage {
    /// The page of an import.
    pub fn of(found: &Found, state: Standing, shell: Shell) -> Self {
        Self {
            href: found.href(),
            file_name: file_name(&found.import, &shell),
            unit: found.unit.clone(),
            state,
            shell,
        }
    }
}
