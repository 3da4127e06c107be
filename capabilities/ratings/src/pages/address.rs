//! The address that a code opens: whose it is, and in which frame its pages are shown.

use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
    response::{IntoResponse, Response},
};
use db::Tx;
use kernel::{App, Error, Result};
use stations::{Catalogue, Directory};
use web::{Ctx, Shell};

use super::closed;
use crate::{
    rating::Brought,
    standing::{Closed, Service},
    token::Token,
};

/// Such an address. One whose token is none is answered by the page about false codes.
pub struct Address {
    pub station: String,
    pub token: Token,
    /// Seconds for which what is said may be changed.
    pub window: i64,
    pub shell: Shell,
}

/// What is rated, and under which addresses.
#[derive(Clone, Debug)]
pub struct Place {
    /// Of the page itself.
    pub path: String,
    /// Of the station's page.
    pub station: String,
    /// Station, day and service in a line.
    pub what: String,
}

impl FromRequestParts<App> for Address {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let ctx = Ctx::from_request_parts(parts, app).await.map_err(Error::into_response)?;
        let path = Path::<(String, String)>::from_request_parts(parts, app).await;
        let Path((station, token)) = path.map_err(IntoResponse::into_response)?;
        let shell = ctx.shell();
        // Who scans a code gets the large size until they say otherwise.
        let shell = if shell.offer_elder { shell.in_elder() } else { shell };
        let window = i64::from(app.settings.change_window.0);
        match Token::parse(&token) {
            Ok(token) => Ok(Self { station, token, window, shell }),
            Err(_) => Err(closed::page(shell, Closed::False, &station).into_response()),
        }
    }
}

impl Address {
    /// The token for the verbs.
    pub fn brought(&self) -> Brought<'_> {
        Brought { token: &self.token, station: &self.station, window: self.window }
    }

    /// The page that the code opens, where an act under it leads back to.
    pub fn path(&self) -> &str {
        self.shell.path.trim_end_matches("/withdrawal")
    }

    /// What is rated, as far as it is known.
    pub fn place(&self, tx: &mut Tx<'_>, service: Option<&Service>) -> Result<Place> {
        let (directory, catalogue) = (tx.cached::<Directory>()?, tx.cached::<Catalogue>()?);
        let (t, today) = (&self.shell.t, self.shell.today().date());
        let name = directory.by_number(&self.station).map(|entry| entry.name.to_string());
        let day = service.map(|service| t.near_day(&service.day.date(), &today).to_string());
        let known = service.and_then(|service| catalogue.service(&service.code));
        let known = known.map(|service| service.name(self.shell.lang).to_owned());
        let parts: Vec<String> = [name, day, known].into_iter().flatten().collect();
        Ok(Place {
            path: self.path().to_owned(),
            station: format!("/stations/{}", self.station),
            what: parts.join(" · "),
        })
    }
}
