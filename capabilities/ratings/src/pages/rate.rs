//! `/r/{station}/{token}`: one screen on which a guest rates, without account and without script.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode, response::Response};
use db::Tx;
use kernel::{App, Result};
use serde::Deserialize;

use super::{address::Address, closed, form::RateForm, thanks::ThanksPage};
use crate::{
    rating::{self, Verb},
    said::{Said, Sent},
    standing::{self, Stands},
    words::Words,
};

/// What the address asks for.
#[derive(Deserialize)]
pub struct RateQuery {
    /// What was said is to be changed.
    change: Option<String>,
    /// How it comes in, when not on the guest's own phone.
    way: Option<String>,
}

/// `GET /r/{station}/{token}`
pub async fn show(
    app: State<App>,
    address: Address,
    query: web::Query<RateQuery>,
) -> Result<Response> {
    app.db.read(move |tx| standing_page(tx, address, &query.0)).await
}

fn standing_page(tx: &mut Tx<'_>, address: Address, query: &RateQuery) -> Result<Response> {
    match standing::of(tx, &address.brought())? {
        Stands::Closed(why) => closed::page(address.shell, why, &address.station),
        Stands::Open(service) => {
            let blank = Sent { way: query.way.clone(), ..Sent::default() };
            let page = address.form(tx, service.as_ref(), blank, None)?;
            web::page(StatusCode::OK, &page)
        }
        Stands::Said { said, service } if query.change.is_some() => {
            let page = address.form(tx, service.as_ref(), Sent::again(&said), None)?;
            web::page(StatusCode::OK, &page)
        }
        Stands::Said { said, service } => {
            let words: Arc<Words> = tx.cached()?;
            let place = address.place(tx, service.as_ref())?;
            let Address { shell, window, .. } = address;
            let word = words.word(said.score, shell.lang).to_owned();
            let held = service.is_none();
            web::page(StatusCode::OK, &ThanksPage { shell, place, word, window, held })
        }
    }
}

/// `POST /r/{station}/{token}`: says it, or what is said instead.
pub async fn say(app: State<App>, address: Address, form: web::Form<RateForm>) -> Result<Response> {
    let sent = form.0.sent();
    app.db.write(move |tx| said_page(tx, address, sent.clone())).await
}

fn said_page(tx: &mut Tx<'_>, address: Address, sent: Sent) -> Result<Response> {
    let words: Arc<Words> = tx.cached()?;
    let stands = standing::of(tx, &address.brought())?;
    let (verb, service): (Verb, _) = match stands {
        Stands::Closed(why) => return closed::page(address.shell, why, &address.station),
        Stands::Open(service) => (rating::give, service),
        Stands::Said { service, .. } => (rating::replace, service),
    };
    let done =
        Said::judge(sent.clone(), &words).and_then(|said| verb(tx, &address.brought(), &said));
    match done {
        Ok(_) => Ok(web::see_other(address.path())),
        Err(refusal) => {
            let status = StatusCode::from_u16(refusal.http_status()).unwrap_or_default();
            let page = address.form(tx, service.as_ref(), sent, Some(refusal))?;
            web::page(status, &page)
        }
    }
}

/// `POST /r/{station}/{token}/withdrawal`
pub async fn withdraw(app: State<App>, address: Address) -> Result<Response> {
    app.db
        .write(move |tx| match standing::of(tx, &address.brought())? {
            Stands::Closed(why) => closed::page(address.shell, why, &address.station),
            Stands::Open(_) | Stands::Said { .. } => {
                rating::withdraw(tx, &address.brought())?;
                Ok(web::see_other(address.path()))
            }
        })
        .await
}
