//! `/console/people/{id}/delegation`: one's own grant, or part of it, in somebody's hands for some
//! days.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use db::Tx;
use kernel::{App, Error, Result};
use serde::Deserialize;
use web::Shell;

use crate::{
    access::{AccountId, Role, Viewer},
    accounts::Account,
    delegation::{self, Delegation, MOST_DAYS},
    grants::GrantId,
    pages::form::{self, Desk, FIELD_ROLES, Id, RoleChoice, Wrong, role_at},
    people,
    tree::Tree,
};

/// The form.
#[derive(Template)]
#[template(path = "delegation.html")]
pub struct DelegationPage {
    pub shell: Shell,
    pub account: Account,
    pub sources: Vec<Source>,
    pub roles: Vec<RoleChoice>,
    pub form: DelegationForm,
    pub wrong: Wrong,
    /// The longest it may last, in days.
    pub most: i32,
}

/// One of the viewer's own grants.
pub struct Source {
    pub id: GrantId,
    /// `主管 · 深圳市`.
    pub what: String,
    /// The code of its unit.
    pub unit: String,
    pub chosen: bool,
}

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DelegationForm {
    pub source: String,
    pub role: String,
    pub unit: String,
    pub from: Option<String>,
    pub to: Option<String>,
}

impl DelegationForm {
    fn read(&self, tx: &mut Tx<'_>) -> Result<Delegation> {
        let source = self.source.parse().map_err(|_| Error::NotFound("grants.unknown"))?;
        let to = form::day("to", self.to.as_deref())?;
        Ok(Delegation {
            source: GrantId(source),
            role: form::role(&self.role)?,
            unit: form::unit(tx, &self.unit)?,
            from: form::day("from", self.from.as_deref())?.unwrap_or(tx.today()),
            to: to.ok_or_else(|| Error::field("to", "delegations.days"))?,
        })
    }
}

/// `GET /console/people/{id}/delegation`
pub async fn show(app: State<App>, desk: Desk, Id(id): Id) -> Result<Response> {
    let role = Role::Supervisor.as_str().to_owned();
    let form = DelegationForm { role, ..DelegationForm::default() };
    web::page(StatusCode::OK, &load(&app, &desk, AccountId(id), (form, Wrong::default())).await?)
}

/// `POST /console/people/{id}/delegation`
pub async fn delegate(
    app: State<App>,
    desk: Desk,
    Id(id): Id,
    web::Form(form): web::Form<DelegationForm>,
) -> Result<Response> {
    let (id, viewer, typed) = (AccountId(id), desk.who.viewer(), form.clone());
    let delegate = move |tx: &mut Tx<'_>| {
        people::visible(tx, &viewer, id)?;
        let asked = typed.read(tx)?;
        delegation::delegate(tx, &viewer, id, &asked)
    };
    match app.db.write(delegate).await {
        Ok(_) => Ok(web::see_other(&desk.place.account(id))),
        Err(error) => {
            let page = load(&app, &desk, id, (form, Wrong::of(error)?)).await?;
            web::page(page.wrong.status(), &page)
        }
    }
}

async fn load(
    app: &App,
    desk: &Desk,
    id: AccountId,
    form: (DelegationForm, Wrong),
) -> Result<DelegationPage> {
    let (viewer, shell) = (desk.who.viewer(), desk.ctx.shell());
    app.db.read(move |tx| DelegationPage::load(tx, shell, (&viewer, id), form)).await
}

impl DelegationPage {
    fn load(
        tx: &mut Tx<'_>,
        shell: Shell,
        (viewer, id): (&Viewer, AccountId),
        (mut form, wrong): (DelegationForm, Wrong),
    ) -> Result<Self> {
        let account = people::visible(tx, viewer, id)?;
        let tree = tx.cached::<Tree>()?;
        let sources = delegation::sources(tx, viewer)?.into_iter().map(|held| Source {
            id: held.id,
            what: role_at(&shell, &tree, &held.grant),
            unit: tree.code(held.grant.unit).to_owned(),
            chosen: held.id.to_string() == form.source,
        });
        let sources: Vec<Source> = sources.collect();
        if let (true, Some(first)) = (form.unit.is_empty(), sources.first()) {
            form.unit.clone_from(&first.unit);
        }
        let roles = form::role_choices(&shell, FIELD_ROLES, &form.role);
        Ok(Self { shell, account, sources, roles, form, wrong, most: MOST_DAYS })
    }
}
