//! `/admin/tokens`: service tokens, a new one, and taking one back.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use db::Tx;
use kernel::{App, Error, Result};
use serde::Deserialize;
use web::Shell;

use crate::{
    access::{Grant, Role, TokenId},
    pages::form::{self, Desk, Id, RoleChoice, Wrong, role_at},
    tokens::{self, NewToken, Token},
    tree::Tree,
};

/// Roles of tokens that are made here. System roles come from the command line alone: whoever
/// makes a token knows it, and security is not to give itself what it gives to others.
const ROLES: [Role; 3] = [Role::Integration, Role::Ambassador, Role::Supervisor];

/// The list with the form.
#[derive(Template)]
#[template(path = "tokens.html")]
pub struct TokensPage {
    pub shell: Shell,
    pub rows: Vec<TokenRow>,
    pub form: TokenForm,
    pub roles: Vec<RoleChoice>,
    pub wrong: Wrong,
}

/// A line of the list.
pub struct TokenRow {
    pub token: Token,
    pub what: String,
    pub unit: String,
    pub state: TokenState,
}

/// Whether a token opens anything.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TokenState {
    /// It does.
    Live,
    /// Its days are over.
    Expired,
    /// It was taken back.
    Revoked,
}

/// The one page that shows a token.
#[derive(Template)]
#[template(path = "token-made.html")]
pub struct MadePage {
    pub shell: Shell,
    pub label: String,
    pub plain: String,
}

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TokenForm {
    pub label: String,
    pub role: String,
    pub unit: String,
    pub expires: String,
}

/// `GET /admin/tokens`
pub async fn index(app: State<App>, desk: Desk) -> Result<Response> {
    let form = TokenForm { role: Role::Integration.as_str().to_owned(), ..TokenForm::default() };
    web::page(StatusCode::OK, &load(&app, &desk, form, Wrong::default()).await?)
}

/// `POST /admin/tokens`
pub async fn create(
    app: State<App>,
    desk: Desk,
    web::Form(form): web::Form<TokenForm>,
) -> Result<Response> {
    let (viewer, typed) = (desk.who.viewer(), form.clone());
    let create = move |tx: &mut Tx<'_>| {
        let role = form::role(&typed.role)?;
        if !ROLES.contains(&role) {
            return Err(Error::field("role", "tokens.role"));
        }
        let days = Some(typed.expires.trim()).filter(|days| !days.is_empty());
        let expires_days = days
            .map(|days| days.parse().map_err(|_| Error::field("expires", "tokens.expires")))
            .transpose()?;
        let unit = form::unit(tx, &typed.unit)?;
        let label = &typed.label;
        let by = Some(viewer.author());
        tokens::create(tx, &NewToken { label, role, unit, expires_days, by })
    };
    match app.db.write(create).await {
        Ok((_, plain)) => {
            let page = MadePage { shell: desk.ctx.shell(), label: form.label, plain };
            web::page(StatusCode::CREATED, &page)
        }
        Err(error) => {
            let page = load(&app, &desk, form, Wrong::of(error)?).await?;
            web::page(page.wrong.status(), &page)
        }
    }
}

/// `POST /admin/tokens/{id}/revocation`
pub async fn revoke(app: State<App>, desk: Desk, Id(id): Id) -> Result<Response> {
    let by = Some(desk.who.viewer().author());
    app.db.write(move |tx| tokens::revoke(tx, by, TokenId(id))).await?;
    Ok(web::see_other("/admin/tokens"))
}

async fn load(app: &App, desk: &Desk, form: TokenForm, wrong: Wrong) -> Result<TokensPage> {
    let shell = desk.ctx.shell();
    let read = move |tx: &mut Tx<'_>| {
        let tree = tx.cached::<Tree>()?;
        let roles = form::role_choices(&shell, &ROLES, &form.role);
        let rows = tokens::list(tx)?.into_iter().map(|token| {
            let grant = Grant {
                role: token.role,
                unit: token.unit,
                from: crate::unit::beginning(),
                to: None,
            };
            TokenRow {
                what: role_at(&shell, &tree, &grant),
                unit: tree.code(token.unit).to_owned(),
                state: match () {
                    () if token.revoked_at.is_some() => TokenState::Revoked,
                    () if !token.holds_at(shell.now) => TokenState::Expired,
                    () => TokenState::Live,
                },
                token,
            }
        });
        let rows = rows.collect();
        Ok(TokensPage { shell, rows, form, roles, wrong })
    };
    app.db.read(read).await
}
