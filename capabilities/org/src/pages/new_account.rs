//! `/admin/accounts/new` and `/console/units/{code}/people/new`: somebody new, with one grant. The
//! first password is shown once.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use db::Tx;
use kernel::{App, Error, Result};
use serde::Deserialize;
use web::Shell;

use crate::{
    access::{AccountId, Role},
    accounts::NewAccount,
    login::Login,
    pages::{
        accounts::Listing,
        form::{self, Desk, GrantForm, Place, RoleChoice, Wrong},
    },
    password::Prepared,
    people,
    tree::Tree,
};

/// The form for a new account.
#[derive(Template)]
#[template(path = "account-new.html")]
pub struct NewPage {
    pub shell: Shell,
    pub listing: Listing,
    pub form: NewForm,
    pub roles: Vec<RoleChoice>,
    pub wrong: Wrong,
}

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewForm {
    pub name: String,
    pub login: String,
    pub role: String,
    pub unit: String,
    pub from: Option<String>,
    pub to: Option<String>,
}

/// The one page that shows a password.
#[derive(Template)]
#[template(path = "account-given.html")]
pub struct GivenPage {
    pub shell: Shell,
    pub place: Place,
    pub id: AccountId,
    pub name: String,
    pub login: String,
    pub password: String,
    /// A new account, not another password for an old one.
    pub is_new: bool,
}

/// `GET …/new`
pub async fn new(app: State<App>, desk: Desk, listing: Listing) -> Result<Response> {
    let (viewer, asked) = (desk.who.viewer(), listing.clone());
    let suggested = move |tx: &mut Tx<'_>| {
        let unit = asked.check(tx, &viewer)?;
        let tree = tx.cached::<Tree>()?;
        // At the viewer's own level nothing can be given, so it is not proposed.
        let below = unit.filter(|unit| viewer.holds_above(&tree, &[Role::Supervisor], *unit));
        Ok::<_, Error>(below.map(|unit| tree.code(unit).to_owned()))
    };
    let unit = app.db.read(suggested).await?.unwrap_or_default();
    let role = Role::Ambassador.as_str().to_owned();
    let form = NewForm { role, unit, ..NewForm::default() };
    web::page(StatusCode::OK, &NewPage::of(&desk, listing, (form, Wrong::default())))
}

/// `POST /admin/accounts`, `POST /console/units/{code}/people`
pub async fn create(
    app: State<App>,
    desk: Desk,
    listing: Listing,
    web::Form(form): web::Form<NewForm>,
) -> Result<Response> {
    let (viewer, asked) = (desk.who.viewer(), listing.clone());
    app.db.read(move |tx| asked.check(tx, &viewer)).await?;
    match try_create(&app, &desk, form.clone()).await {
        Ok((id, login, password)) => {
            let (shell, place) = (desk.ctx.shell(), listing.place());
            let password = password.plain.as_str().to_owned();
            let (name, login) = (form.name, login.to_string());
            let page = GivenPage { shell, place, id, name, login, password, is_new: true };
            web::page(StatusCode::CREATED, &page)
        }
        Err(error) => {
            let page = NewPage::of(&desk, listing, (form, Wrong::of(error)?));
            web::page(page.wrong.status(), &page)
        }
    }
}

async fn try_create(app: &App, desk: &Desk, form: NewForm) -> Result<(AccountId, Login, Prepared)> {
    let login = Login::parse(&form.login)?;
    let password = Prepared::new(&app.db, login.clone(), None).await?;
    let viewer = desk.who.viewer();
    let (given, hashed) = (login.clone(), password.hashed.clone());
    let write = move |tx: &mut Tx<'_>| {
        let grant = GrantForm { role: form.role, unit: form.unit, from: form.from, to: form.to };
        let grant = grant.read(tx)?;
        let account = NewAccount {
            name: &form.name,
            login: &given,
            password: &hashed,
            must_change: true,
            is_fixed: false,
            is_first: false,
        };
        people::add(tx, &viewer, &account, &grant)
    };
    let id = app.db.write(write).await?;
    Ok((id, login, password))
}

impl NewPage {
    fn of(desk: &Desk, listing: Listing, (form, wrong): (NewForm, Wrong)) -> Self {
        let shell = desk.ctx.shell();
        let roles = form::roles_to_give(&desk.who.viewer());
        let roles = form::role_choices(&shell, roles, &form.role);
        Self { shell, listing, form, roles, wrong }
    }
}
