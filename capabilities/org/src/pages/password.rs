//! `/account/password`: the owner of an account gives it another password.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use kernel::{App, Error, Result};
use serde::Deserialize;
use web::{Ctx, Shell, sessions::Stay};

use crate::{
    access::{Before, Viewer, viewer_of_session},
    accounts,
    gate::Who,
    login::Login,
    pages::{
        door::{Door, account_of, destination, set_cookie},
        form::Wrong,
    },
    password::{FEWEST, Password, Prepared},
    sign_in,
};

/// The page with the form, or with the word that it is done.
#[derive(Template)]
#[template(path = "password.html")]
pub struct PasswordPage {
    pub shell: Shell,
    pub stage: Stage,
    pub wrong: Wrong,
    pub fewest: usize,
}

/// What the page says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Somebody else knows the password: nothing else goes before.
    First,
    /// The owner wants another one.
    Open,
    /// It is printed at each start of the demonstration.
    Fixed,
    /// It was changed.
    Done,
}

/// What is typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    old: String,
    password: String,
    again: String,
}

/// Whether a change has just been made.
#[derive(Deserialize)]
pub struct Done {
    done: Option<String>,
}

/// `GET /account/password`
pub async fn show(ctx: Ctx, who: Who, query: web::Query<Done>) -> Result<Response> {
    let viewer = who.viewer();
    account_of(&viewer)?;
    let stage = match () {
        () if viewer.is_fixed => Stage::Fixed,
        () if viewer.before == Some(Before::Password) => Stage::First,
        () if query.0.done.is_some() => Stage::Done,
        () => Stage::Open,
    };
    let page = PasswordPage { shell: ctx.shell(), stage, wrong: Wrong::default(), fewest: FEWEST };
    web::page(StatusCode::OK, &page)
}

/// `POST /account/password`
pub async fn change(
    app: State<App>,
    door: Door,
    who: Who,
    web::Form(form): web::Form<PasswordForm>,
) -> Result<Response> {
    let viewer = who.viewer();
    let shell = door.ctx.shell();
    match try_change(&app, door, &viewer, form).await {
        Ok(response) => Ok(response),
        Err(error @ Error::Refused { status: 429, .. }) => Err(error),
        Err(error) => {
            let wrong = Wrong::of(error)?;
            let stage = match () {
                () if viewer.is_fixed => Stage::Fixed,
                () if viewer.before == Some(Before::Password) => Stage::First,
                () => Stage::Open,
            };
            let page = PasswordPage { shell, stage, wrong, fewest: FEWEST };
            web::page(page.wrong.status(), &page)
        }
    }
}

async fn try_change(
    app: &App,
    door: Door,
    viewer: &Viewer,
    form: PasswordForm,
) -> Result<Response> {
    let id = account_of(viewer)?;
    let account = app.db.read(move |tx| accounts::get(tx, id)).await?;
    accounts::check_not_fixed(&account)?;
    let login = Login::parse(&account.login)?;
    Password::parse(&form.password, &login)?;
    if form.password != form.again {
        return Err(Error::field("again", "accounts.password-again"));
    }
    if form.password == form.old {
        return Err(Error::field("password", "accounts.password-same"));
    }
    let old = sign_in::check_old(app, &door.throttle, id, form.old).await?;
    let new = Prepared::new(&app.db, login, Some(form.password)).await?;
    let (secret, after) = app
        .db
        .write(move |tx| {
            // A session that showed more than the password goes on as one that did.
            let assurance = door.assurance(tx)?;
            accounts::change_password(tx, id, &old, &new.hashed)?;
            let secret = door.begin(tx, id, assurance, Stay::Browser)?;
            let after = viewer_of_session(tx, id, assurance)?.ok_or(Error::SignInFirst)?;
            Ok::<_, Error>((secret, after))
        })
        .await?;
    let next = match viewer.before {
        Some(_) => destination(&after, None),
        None => "/account/password?done=1".to_owned(),
    };
    let mut response = web::see_other(&next);
    set_cookie(&mut response, &secret.set_cookie(Stay::Browser))?;
    Ok(response)
}
