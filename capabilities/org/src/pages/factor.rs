//! `/account/factor`: the owner of an account sets up a second factor, takes new recovery codes,
//! or goes on to another device.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use db::{Instant, Tx};
use kernel::{App, Error, Result};
use serde::Deserialize;
use web::{
    Ctx, Qr, Shell,
    sessions::{Assurance, Stay},
};

use crate::{
    access::{AccountId, Before, Viewer},
    accounts,
    factor::{self, RecoveryCodes, Secret},
    gate::Who,
    pages::{
        door::{Door, Problem, account_of, set_cookie, work},
        form::Wrong,
    },
    sign_in,
};

/// The page.
#[derive(Template)]
#[template(path = "factor.html")]
pub struct FactorPage {
    pub shell: Shell,
    pub stage: Stage,
    pub wrong: Wrong,
    pub problem: Option<Problem>,
}

/// What the page says.
pub enum Stage {
    /// Of a demonstration, whose passwords are enough.
    Fixed,
    /// There is none yet.
    SetUp(SetUp),
    /// It is asked for.
    Kept { since: Instant, codes_left: i64 },
    /// Recovery codes that were made just now, and where to go on.
    Codes { codes: Vec<String>, work: &'static str },
}

/// What an app takes up.
pub struct SetUp {
    /// A role of the viewer needs it: nothing goes before.
    pub first: bool,
    pub qr: Qr,
    /// The same as an address, for an app on this very device.
    pub address: String,
    /// The secret in groups of four, to be typed.
    pub secret: String,
}

impl SetUp {
    /// What is shown of a secret.
    pub fn new(secret: &Secret, issuer: &str, login: &str, first: bool) -> Result<Self> {
        let address = secret.address(issuer, login);
        let text = secret.base32();
        let groups: Vec<&str> =
            (0..text.len()).step_by(4).filter_map(|at| text.get(at..at + 4)).collect();
        Ok(Self { first, qr: Qr::new(&address)?, address, secret: groups.join(" ") })
    }
}

/// A code that is typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    code: String,
}

/// `GET /account/factor`
pub async fn show(app: State<App>, ctx: Ctx, who: Who) -> Result<Response> {
    let (stage, shell) = load(&app, ctx.shell(), &who.viewer()).await?;
    let page = FactorPage { shell, stage, wrong: Wrong::default(), problem: None };
    web::page(StatusCode::OK, &page)
}

/// `POST /account/factor`
pub async fn confirm(
    app: State<App>,
    door: Door,
    who: Who,
    web::Form(form): web::Form<CodeForm>,
) -> Result<Response> {
    let (viewer, shell) = (who.viewer(), door.ctx.shell());
    let id = account_of(&viewer)?;
    let confirm = move |tx: &mut Tx<'_>| {
        let codes = factor::confirm(tx, id, &form.code)?;
        Ok((codes, door.begin(tx, id, Assurance::SecondFactor, Stay::Browser)?))
    };
    match app.db.write(confirm).await {
        Ok((codes, secret)) => {
            let mut response = codes_page(shell, codes, &viewer)?;
            set_cookie(&mut response, &secret.set_cookie(Stay::Browser))?;
            Ok(response)
        }
        Err(error) => {
            let wrong = Wrong::of(error)?;
            let (stage, shell) = load(&app, shell, &viewer).await?;
            let page = FactorPage { shell, stage, wrong, problem: None };
            web::page(page.wrong.status(), &page)
        }
    }
}

/// `POST /account/factor/codes`
pub async fn renew(
    app: State<App>,
    door: Door,
    who: Who,
    web::Form(form): web::Form<CodeForm>,
) -> Result<Response> {
    let (viewer, shell) = (who.viewer(), door.ctx.shell());
    let id = account_of(&viewer)?;
    let renew = move |tx: &mut Tx<'_>| factor::replace_codes(tx, id);
    let given = (id, form.code);
    match sign_in::with_code(&app, &door.throttle, given, door.address, renew).await {
        Ok(codes) => codes_page(shell, codes, &viewer),
        Err(refusal) => again(&app, shell, &viewer, Problem::of(refusal)?).await,
    }
}

/// `POST /account/factor/removal`
pub async fn remove(
    app: State<App>,
    door: Door,
    who: Who,
    web::Form(form): web::Form<CodeForm>,
) -> Result<Response> {
    let (viewer, shell) = (who.viewer(), door.ctx.shell());
    let id = account_of(&viewer)?;
    let (throttle, address) = (Arc::clone(&door.throttle), door.address);
    let remove = move |tx: &mut Tx<'_>| {
        factor::remove(tx, id)?;
        door.begin(tx, id, Assurance::Password, Stay::Browser)
    };
    match sign_in::with_code(&app, &throttle, (id, form.code), address, remove).await {
        Ok(secret) => {
            let mut response = web::see_other(Before::Factor.path());
            set_cookie(&mut response, &secret.set_cookie(Stay::Browser))?;
            Ok(response)
        }
        Err(refusal) => again(&app, shell, &viewer, Problem::of(refusal)?).await,
    }
}

fn codes_page(shell: Shell, codes: RecoveryCodes, viewer: &Viewer) -> Result<Response> {
    let stage = Stage::Codes { codes: codes.0, work: work(viewer) };
    let page = FactorPage { shell, stage, wrong: Wrong::default(), problem: None };
    web::page(StatusCode::OK, &page)
}

async fn again(app: &App, shell: Shell, viewer: &Viewer, problem: Problem) -> Result<Response> {
    let (stage, shell) = load(app, shell, viewer).await?;
    let wrong = Wrong::default();
    problem.answer(&FactorPage { shell, stage, wrong, problem: Some(problem) })
}

/// What there is to see; begins the set-up where there is nothing yet.
async fn load(app: &App, shell: Shell, viewer: &Viewer) -> Result<(Stage, Shell)> {
    let id = account_of(viewer)?;
    if viewer.is_fixed {
        return Ok((Stage::Fixed, shell));
    }
    let kept = move |tx: &mut Tx<'_>| {
        let kept = factor::confirmed(tx, id)?.and_then(|factor| factor.confirmed_at);
        let Some(since) = kept else { return Ok(None) };
        let codes_left = factor::codes_left(tx, id)?;
        Ok::<_, Error>(Some(Stage::Kept { since, codes_left }))
    };
    match app.db.read(kept).await? {
        Some(stage) => Ok((stage, shell)),
        None => Ok((Stage::SetUp(begin(app, &shell, viewer, id).await?), shell)),
    }
}

async fn begin(app: &App, shell: &Shell, viewer: &Viewer, id: AccountId) -> Result<SetUp> {
    let begin =
        move |tx: &mut Tx<'_>| Ok::<_, Error>((factor::set_up(tx, id)?, accounts::get(tx, id)?));
    let (secret, account) = app.db.write(begin).await?;
    let first = viewer.before == Some(Before::Factor);
    SetUp::new(&secret, &shell.brand, &account.login, first)
}
