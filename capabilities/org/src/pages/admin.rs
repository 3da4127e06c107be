//! `/admin`: what there is to administer, and how it stands.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use db::Tx;
use kernel::{App, Error, Result};
use web::Shell;

use crate::{
    access::Role,
    pages::form::{Desk, role_at},
    store,
    tree::Tree,
};

/// The overview.
#[derive(Template)]
#[template(path = "admin.html")]
pub struct AdminPage {
    pub shell: Shell,
    /// What the viewer may do, in the language of the page.
    pub roles: Vec<String>,
    /// For security alone: accounts and tokens are nobody else's matter.
    pub counts: Option<Counts>,
}

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Accounts that can be used.
    pub open: i64,
    /// Of those: the first password was not changed yet.
    pub waiting: i64,
    /// Accounts that were closed.
    pub closed: i64,
    /// Service tokens that open something.
    pub tokens: i64,
}

/// `GET /admin`
pub async fn show(app: State<App>, desk: Desk) -> Result<Response> {
    let (viewer, shell) = (desk.who.viewer(), desk.ctx.shell());
    let read = move |tx: &mut Tx<'_>| {
        let tree = tx.cached::<Tree>()?;
        let roles = viewer.grants().iter().map(|grant| role_at(&shell, &tree, grant)).collect();
        let security = viewer.has_role(Role::Security);
        let counts = security.then(|| store::accounts::counts(tx)).transpose()?;
        Ok::<_, Error>(AdminPage { shell, roles, counts })
    };
    web::page(StatusCode::OK, &app.db.read(read).await?)
}
