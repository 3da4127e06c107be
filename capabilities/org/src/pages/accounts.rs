//! `/admin/accounts`: who has an account, and a new one.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use db::Tx;
use kernel::{App, Error, Result};
use serde::{Deserialize, Serialize};
use web::{PageOf, Shell, cursor};

use crate::{
    access::{AccountId, Grant, Role, Viewer},
    accounts::{self, Account, NewAccount},
    grants,
    login::Login,
    pages::form::{self, Desk, RoleChoice, Wrong},
    password::Prepared,
    people::{self, Page},
    posts,
    tree::Tree,
};

/// Accounts on a page.
const ROWS: u32 = 50;

/// The list.
#[derive(Template)]
#[template(path = "accounts.html")]
pub struct AccountsPage {
    pub shell: Shell,
    pub rows: Vec<AccountRow>,
    pub search: Search,
    pub units: Vec<UnitChoice>,
    /// The address of the next page.
    pub next: Option<String>,
}

/// A line of the list.
#[derive(Clone)]
pub struct AccountRow {
    pub id: AccountId,
    pub name: String,
    pub login: String,
    pub closed: bool,
    /// The first password was not changed yet.
    pub waiting: bool,
    /// Today's roles with the names of their units, in the language of the page.
    pub roles: Vec<String>,
}

/// A unit whose people can be looked at.
pub struct UnitChoice {
    pub code: String,
    pub name: String,
    pub chosen: bool,
}

/// What is looked for.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Search {
    pub q: String,
    pub unit: String,
    pub after: Option<String>,
}

/// The form for a new account.
#[derive(Template)]
#[template(path = "account-new.html")]
pub struct NewPage {
    pub shell: Shell,
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
    pub id: AccountId,
    pub name: String,
    pub login: String,
    pub password: String,
    /// A new account, not another password for an old one.
    pub is_new: bool,
}

/// `GET /admin/accounts`
pub async fn index(app: State<App>, desk: Desk, query: web::Query<Search>) -> Result<Response> {
    let (search, viewer, shell) = (query.0, desk.who.viewer(), desk.ctx.shell());
    let page = app.db.read(move |tx| AccountsPage::load(tx, shell, &viewer, search)).await?;
    web::page(StatusCode::OK, &page)
}

/// `GET /admin/accounts/new`
pub async fn new(desk: Desk) -> Result<Response> {
    let shell = desk.ctx.shell();
    let roles = form::roles_to_give(&desk.who.viewer());
    let roles = form::role_choices(&shell, roles, Role::Ambassador.as_str());
    let (form, wrong) = (NewForm::default(), Wrong::default());
    web::page(StatusCode::OK, &NewPage { shell, form, roles, wrong })
}

/// `POST /admin/accounts`
pub async fn create(
    app: State<App>,
    desk: Desk,
    web::Form(form): web::Form<NewForm>,
) -> Result<Response> {
    let shell = desk.ctx.shell();
    match try_create(&app, &desk, form.clone()).await {
        Ok((id, login, password)) => {
            let password = password.plain.as_str().to_owned();
            let (name, login) = (form.name, login.to_string());
            let page = GivenPage { shell, id, name, login, password, is_new: true };
            web::page(StatusCode::CREATED, &page)
        }
        Err(error) => {
            let wrong = Wrong::of(error)?;
            let roles = form::roles_to_give(&desk.who.viewer());
            let roles = form::role_choices(&shell, roles, &form.role);
            let page = NewPage { shell, form, roles, wrong };
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
        let tree = tx.cached::<Tree>()?;
        grants::check_authority(&tree, &viewer, grant.role, grant.unit)?;
        let account = NewAccount {
            name: &form.name,
            login: &given,
            password: &hashed,
            must_change: true,
            is_fixed: false,
            is_first: false,
        };
        let (id, _) = accounts::create(tx, &account)?;
        enter(tx, &viewer, id, &grant)?;
        Ok::<_, Error>(id)
    };
    let id = app.db.write(write).await?;
    Ok((id, login, password))
}

/// Role, unit and days as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct GrantForm {
    pub role: String,
    pub unit: String,
    pub from: Option<String>,
    pub to: Option<String>,
}

impl GrantForm {
    /// The grant that it describes; from today unless a day is typed.
    pub fn read(&self, tx: &mut Tx<'_>) -> Result<Grant> {
        let role = form::role(&self.role)?;
        let from = form::day("from", self.from.as_deref())?.unwrap_or(tx.today());
        let to = form::day("to", self.to.as_deref())?;
        Ok(Grant { role, unit: form::unit(tx, &self.unit)?, from, to })
    }
}

/// Enters a grant whose authority was checked: an ambassador's at a station as a post there.
pub fn enter(tx: &mut Tx<'_>, viewer: &Viewer, id: AccountId, grant: &Grant) -> Result<()> {
    let tree = tx.cached::<Tree>()?;
    let is_station =
        tree.node(grant.unit).is_some_and(|node| node.kind == crate::unit::Kind::Station);
    if is_station && grant.role == Role::Ambassador {
        let person = accounts::get(tx, id)?.person;
        let Grant { unit: station, from, to, .. } = *grant;
        return posts::record(tx, &posts::Post { person, station, from, to });
    }
    grants::record(tx, Some(viewer.author()), id, grant).map(drop)
}

impl AccountsPage {
    fn load(tx: &mut Tx<'_>, shell: Shell, viewer: &Viewer, search: Search) -> Result<Self> {
        let tree = tx.cached::<Tree>()?;
        let chosen = (!search.unit.is_empty())
            .then(|| tree.by_code(&search.unit).ok_or(Error::NotFound("units.unknown")))
            .transpose()?;
        let after = search.after.as_deref().map(cursor::decode::<String>).transpose()?;
        let page =
            Page { words: search.q.clone(), after: after.unwrap_or_default(), limit: ROWS + 1 };
        let found = people::list(tx, viewer, chosen, &page)?;
        let found = PageOf::cut(found, ROWS as usize, |account| account.login.clone());
        let rows: Result<Vec<_>> =
            found.items.into_iter().map(|account| AccountRow::load(tx, &shell, account)).collect();
        let units =
            viewer.units_of(&tree, &[Role::Supervisor]).into_iter().map(|unit| UnitChoice {
                code: tree.code(unit).to_owned(),
                name: tree.name(unit).to_owned(),
                chosen: chosen == Some(unit),
            });
        let next = found.next.map(|after| search.address(after)).transpose()?;
        Ok(Self { rows: rows?, units: units.collect(), next, shell, search })
    }
}

impl Search {
    fn address(&self, after: String) -> Result<String> {
        let search = Self { after: Some(after), ..self.clone() };
        let query = serde_urlencoded::to_string(&search);
        let query = query.map_err(|error| Error::Internal(error.to_string()))?;
        Ok(format!("/admin/accounts?{query}"))
    }
}

impl AccountRow {
    fn load(tx: &mut Tx<'_>, shell: &Shell, account: Account) -> Result<Self> {
        let tree = tx.cached::<Tree>()?;
        let today = tx.today();
        let held = crate::store::grants::of_person(tx, account.person)?;
        let held = held.iter().filter(|grant| grant.from <= today && grant.lasts_past(today));
        let Account { id, name, login, must_change, disabled_at, .. } = account;
        Ok(Self {
            id,
            name,
            login,
            closed: disabled_at.is_some(),
            waiting: must_change,
            roles: held.map(|grant| role_at(shell, &tree, grant)).collect(),
        })
    }
}

/// `主管 · 深圳市`.
pub fn role_at(shell: &Shell, tree: &Tree, grant: &Grant) -> String {
    let role = shell.t.msg(grant.role.message_key()).to_string();
    let unit = tree.name(grant.unit);
    shell.t.msg("org-role-at").arg("role", role).arg("unit", unit).to_string()
}
