//! `/admin/accounts` for security, who has an account, and `/console/units/{code}/people` for
//! supervisors, who serves in a unit and below it.

use askama::Template;
use axum::{
    extract::{FromRequestParts, Path, State},
    http::{StatusCode, request::Parts},
    response::Response,
};
use db::Tx;
use kernel::{App, Error, Result};
use serde::{Deserialize, Serialize};
use web::{PageOf, Shell, cursor};

use crate::{
    access::{AccountId, Role, Viewer},
    accounts::Account,
    pages::form::{Desk, Place, role_at},
    people::{self, Page},
    tree::Tree,
    unit::UnitId,
};

/// Accounts on a page.
const ROWS: u32 = 50;

/// The list.
#[derive(Template)]
#[template(path = "accounts.html")]
pub struct AccountsPage {
    pub shell: Shell,
    pub listing: Listing,
    /// What the unit of the list is called, when it is of one.
    pub unit_name: String,
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

/// Whose list it is: of everybody, or of those who serve in one unit and below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The code of the unit that the address names.
    pub unit: Option<String>,
}

impl FromRequestParts<App> for Listing {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let path = Path::<String>::from_request_parts(parts, app).await.ok();
        Ok(Self { unit: path.map(|Path(code)| code) })
    }
}

impl Listing {
    /// Its address.
    pub fn address(&self) -> String {
        match &self.unit {
            None => Place::Admin.list().to_owned(),
            Some(code) => format!("/console/units/{code}/people"),
        }
    }

    /// Where the pages of those on it stand.
    pub fn place(&self) -> Place {
        if self.unit.is_some() { Place::Console } else { Place::Admin }
    }

    /// The unit, when the viewer may look after its people.
    pub fn check(&self, tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Option<UnitId>> {
        let Some(code) = &self.unit else { return Ok(None) };
        let tree = tx.cached::<Tree>()?;
        let unit = tree.by_code(code);
        let unit = unit.filter(|unit| viewer.holds(&tree, &[Role::Supervisor], *unit));
        unit.map(Some).ok_or(Error::NotFound("units.unknown"))
    }
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

/// `GET /console/people`: leads to the people of one's own unit.
pub async fn home(app: State<App>, desk: Desk) -> Result<Response> {
    let viewer = desk.who.viewer();
    let first = move |tx: &mut Tx<'_>| {
        let tree = tx.cached::<Tree>()?;
        let unit = viewer.units_of(&tree, &[Role::Supervisor]).first().copied();
        let unit = unit.ok_or(Error::Forbidden("access.not-granted"))?;
        Ok::<_, Error>(Listing { unit: Some(tree.code(unit).to_owned()) })
    };
    Ok(web::see_other(&app.db.read(first).await?.address()))
}

/// `GET /admin/accounts`, `GET /console/units/{code}/people`
pub async fn index(
    app: State<App>,
    desk: Desk,
    listing: Listing,
    query: web::Query<Search>,
) -> Result<Response> {
    let (search, viewer, shell) = (query.0, desk.who.viewer(), desk.ctx.shell());
    let load = move |tx: &mut Tx<'_>| AccountsPage::load(tx, shell, &viewer, (listing, search));
    web::page(StatusCode::OK, &app.db.read(load).await?)
}

impl AccountsPage {
    fn load(
        tx: &mut Tx<'_>,
        shell: Shell,
        viewer: &Viewer,
        (listing, search): (Listing, Search),
    ) -> Result<Self> {
        let tree = tx.cached::<Tree>()?;
        let named = (!search.unit.is_empty())
            .then(|| tree.by_code(&search.unit).ok_or(Error::NotFound("units.unknown")))
            .transpose()?;
        let unit = listing.check(tx, viewer)?.or(named);
        let after = search.after.as_deref().map(cursor::decode::<String>).transpose()?;
        let page =
            Page { words: search.q.clone(), after: after.unwrap_or_default(), limit: ROWS + 1 };
        let found = people::list(tx, viewer, unit, &page)?;
        let found = PageOf::cut(found, ROWS as usize, |account| account.login.clone());
        let row = |account| AccountRow::load(tx, (&shell, unit), account);
        let rows: Result<Vec<_>> = found.items.into_iter().map(row).collect();
        let next = found.next.map(|after| search.address(&listing, after)).transpose()?;
        Ok(Self {
            units: UnitChoice::all(&tree, viewer, &listing),
            unit_name: unit.map(|unit| tree.name(unit).to_owned()).unwrap_or_default(),
            rows: rows?,
            next,
            shell,
            listing,
            search,
        })
    }
}

impl UnitChoice {
    /// The viewer's own units, for who answers for several.
    fn all(tree: &Tree, viewer: &Viewer, listing: &Listing) -> Vec<Self> {
        if listing.place() == Place::Admin {
            return Vec::new();
        }
        let units = viewer.units_of(tree, &[Role::Supervisor]).into_iter();
        let choice = |unit| Self {
            code: tree.code(unit).to_owned(),
            name: tree.name(unit).to_owned(),
            chosen: listing.unit.as_deref() == Some(tree.code(unit)),
        };
        units.map(choice).collect()
    }
}

impl Search {
    fn address(&self, listing: &Listing, after: String) -> Result<String> {
        let search = Self { after: Some(after), ..self.clone() };
        let query = serde_urlencoded::to_string(&search);
        let query = query.map_err(|error| Error::Internal(error.to_string()))?;
        Ok(format!("{}?{query}", listing.address()))
    }
}

impl AccountRow {
    /// With the roles that are held today on the unit of the list or below it.
    fn load(
        tx: &mut Tx<'_>,
        (shell, unit): (&Shell, Option<UnitId>),
        account: Account,
    ) -> Result<Self> {
        let tree = tx.cached::<Tree>()?;
        let today = tx.today();
        let held = crate::store::grants::of_person(tx, account.person)?;
        let held = held.iter().filter(|grant| {
            let here = unit.is_none_or(|unit| tree.is_within(grant.unit, unit, today));
            here && grant.from <= today && grant.lasts_past(today)
        });
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
