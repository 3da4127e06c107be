//! `/account`: one's own account, and where it is signed in.

use askama::Template;
use axum::{extract::State, response::Response};
use db::{Instant, Tx};
use kernel::{App, Error, Result};
use serde::Deserialize;
use web::{
    Credentials, Ctx, Secret, Shell,
    sessions::{self, Assurance},
};

use crate::{
    access::{self, AccountId},
    accounts::{self, Account},
    factor,
    gate::Who,
    noted,
    pages::door::account_of,
};

/// The page.
#[derive(Template)]
#[template(path = "own.html")]
pub struct OwnPage {
    pub shell: Shell,
    pub account: Account,
    /// Since when a second factor is asked for.
    pub factor_since: Option<Instant>,
    /// A role of the viewer needs one.
    pub needs_factor: bool,
    pub sessions: Vec<SessionRow>,
}

/// A browser in which an account is signed in.
#[derive(Clone)]
pub struct SessionRow {
    /// By which a form names it.
    pub handle: String,
    /// Family of browser and system; empty when they are not known.
    pub browser: String,
    pub since: Instant,
    pub seen: Instant,
    /// The one that shows this page.
    pub own: bool,
    /// The password was right, the code is still missing.
    pub waiting: bool,
}

impl SessionRow {
    /// All sessions of an account; `own` is the secret of the one that asks.
    pub fn all(tx: &mut Tx<'_>, id: AccountId, own: Option<&Secret>) -> Result<Vec<Self>> {
        let asks = factor::confirmed(tx, id)?.is_some();
        let row = |session: sessions::Session| Self {
            handle: session.handle(),
            own: own.is_some_and(|secret| session.is_of(secret)),
            waiting: asks && session.assurance == Assurance::Password,
            browser: session.browser,
            since: session.created_at,
            seen: session.seen_at,
        };
        Ok(sessions::all_of(tx, id.0)?.into_iter().map(row).collect())
    }
}

/// Which session ends; all others when none is named.
#[derive(Deserialize)]
pub struct EndForm {
    pub session: Option<String>,
}

/// `GET /account`
pub async fn show(
    app: State<App>,
    ctx: Ctx,
    who: Who,
    credentials: Credentials,
) -> Result<Response> {
    let (viewer, shell) = (who.viewer(), ctx.shell());
    let id = account_of(&viewer)?;
    let load = move |tx: &mut Tx<'_>| {
        let account = accounts::get(tx, id)?;
        let factor = factor::confirmed(tx, id)?;
        Ok::<_, Error>(OwnPage {
            shell,
            factor_since: factor.and_then(|factor| factor.confirmed_at),
            needs_factor: viewer.needs_factor() && !account.is_fixed,
            sessions: SessionRow::all(tx, id, secret_of(&credentials))?,
            account,
        })
    };
    web::page(axum::http::StatusCode::OK, &app.db.read(load).await?)
}

/// `POST /account/sessions/ending`
pub async fn end(
    app: State<App>,
    who: Who,
    credentials: Credentials,
    web::Form(form): web::Form<EndForm>,
) -> Result<Response> {
    let id = account_of(&who.viewer())?;
    let end = move |tx: &mut Tx<'_>| match (&form.session, secret_of(&credentials)) {
        (Some(handle), _) => end_called(tx, id, handle),
        (None, Some(own)) => {
            tx.bump(access::TOPIC)?;
            noted::sessions_ended(tx, id, "others");
            sessions::end_others_of(tx, id.0, own)
        }
        (None, None) => Err(Error::Forbidden("accounts.none")),
    };
    app.db.write(end).await?;
    Ok(web::see_other("/account"))
}

/// Ends the session that a form named.
///
/// # Errors
/// 404 `sessions.unknown`: it has ended already.
pub fn end_called(tx: &mut Tx<'_>, id: AccountId, handle: &str) -> Result<()> {
    tx.bump(access::TOPIC)?;
    if !sessions::end_called(tx, id.0, handle)? {
        return Err(Error::NotFound("sessions.unknown"));
    }
    noted::sessions_ended(tx, id, handle);
    Ok(())
}

fn secret_of(credentials: &Credentials) -> Option<&Secret> {
    match credentials {
        Credentials::Session(secret) => Some(secret),
        Credentials::None | Credentials::Bearer(_) => None,
    }
}
