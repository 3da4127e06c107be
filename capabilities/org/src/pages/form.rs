//! What the forms of this crate share.

use axum::{
    extract::{FromRequestParts, Path},
    http::{StatusCode, request::Parts},
};
use db::{Day, Tx};
use kernel::{App, Error, Result};
use serde::Deserialize;
use web::{Ctx, Problems, Shell};

use crate::{
    access::{AccountId, Grant, Role, Viewer},
    gate::Who,
    tree::Tree,
    unit::UnitId,
};

/// The number in the address of a page; anything else is not found.
pub struct Id(pub i64);

impl FromRequestParts<App> for Id {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let path = Path::<String>::from_request_parts(parts, app).await.ok();
        let number = path.and_then(|Path(text)| text.parse().ok());
        number.map(Self).ok_or(Error::NotFound("request.not-found"))
    }
}

/// Where the pages about people stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// With the accounts of everybody, for security.
    Admin,
    /// With the people of a unit, for supervisors.
    Console,
}

impl Place {
    fn of(path: &str) -> Self {
        if path.starts_with("/console/") { Self::Console } else { Self::Admin }
    }

    /// The address of the list that one's work begins with.
    pub fn list(self) -> &'static str {
        match self {
            Self::Admin => "/admin/accounts",
            Self::Console => "/console/people",
        }
    }

    /// The address of the page about one of them.
    pub fn account(self, id: AccountId) -> String {
        format!("{}/{id}", self.list())
    }

    /// The key of what the list is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Admin => "org-accounts-title",
            Self::Console => "org-people-title",
        }
    }
}

/// Who sends a form, in which circumstances.
pub struct Desk {
    /// Language and frame.
    pub ctx: Ctx,
    /// The viewer.
    pub who: Who,
    /// Where the page stands.
    pub place: Place,
}

impl FromRequestParts<App> for Desk {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let ctx = Ctx::from_request_parts(parts, app).await?;
        let place = Place::of(parts.uri.path());
        Ok(Self { ctx, who: Who::from_request_parts(parts, app).await?, place })
    }
}

/// What is wrong with a form that is to be shown again: fields, or one thing about the whole.
#[derive(Clone, Debug, Default)]
pub struct Wrong {
    /// By field.
    pub fields: Problems,
    /// The code of what is wrong with the whole.
    pub whole: Option<&'static str>,
    status: u16,
}

impl Wrong {
    /// Takes up a refusal of what was typed; what is no matter of the form is handed on.
    pub fn of(error: Error) -> Result<Self> {
        let status = error.http_status();
        match error {
            Error::Refused { status: 422, fields, .. } if !fields.is_empty() => {
                Ok(Self { fields: fields.into(), whole: None, status })
            }
            Error::Refused { status: 409 | 422, code, .. } | Error::Forbidden(code) => {
                Ok(Self { fields: Problems::none(), whole: Some(code), status })
            }
            // A code that was typed, not an address that was followed.
            Error::NotFound("units.unknown") => Self::of(Error::field("unit", "units.unknown")),
            other => Err(other),
        }
    }

    /// Whether anything is wrong.
    pub fn is_some(&self) -> bool {
        self.status != 0
    }

    /// The status of the page that shows the form again; 200 when nothing is wrong.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK)
    }
}

/// A role in a list to choose from.
pub struct RoleChoice {
    /// Its word in the form.
    pub value: &'static str,
    /// Its word on the page.
    pub label: String,
    /// Chosen before.
    pub chosen: bool,
}

/// Roles to choose from, in the language of the page.
pub fn role_choices(shell: &Shell, roles: &[Role], chosen: &str) -> Vec<RoleChoice> {
    let choice = |role: &Role| RoleChoice {
        value: role.as_str(),
        label: shell.t.msg(role.message_key()).to_string(),
        chosen: role.as_str() == chosen,
    };
    roles.iter().map(choice).collect()
}

/// Every role that people hold.
pub const HUMAN_ROLES: &[Role] =
    &[Role::Ambassador, Role::Supervisor, Role::Administrator, Role::Security, Role::Auditor];

/// The roles of the field, which supervisors give.
pub const FIELD_ROLES: &[Role] = &[Role::Ambassador, Role::Supervisor];

/// The roles that a viewer may give to people.
pub fn roles_to_give(viewer: &Viewer) -> &'static [Role] {
    if viewer.has_role(Role::Security) { HUMAN_ROLES } else { FIELD_ROLES }
}

/// The role of a word that was sent.
pub fn role(word: &str) -> Result<Role> {
    Role::parse(word).ok_or_else(|| Error::field("role", "grants.role"))
}

/// The unit or station of a code that was typed.
pub fn unit(tx: &mut Tx<'_>, code: &str) -> Result<UnitId> {
    let tree = tx.cached::<Tree>()?;
    tree.by_code(code.trim()).ok_or_else(|| Error::field("unit", "units.unknown"))
}

/// A day that was typed, none when it was left empty.
pub fn day(field: &'static str, typed: Option<&str>) -> Result<Option<Day>> {
    let Some(typed) = typed.map(str::trim).filter(|typed| !typed.is_empty()) else {
        return Ok(None);
    };
    typed.parse().map(Some).map_err(|_| Error::field(field, "grants.day"))
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
        let role = role(&self.role)?;
        let from = day("from", self.from.as_deref())?.unwrap_or(tx.today());
        let to = day("to", self.to.as_deref())?;
        Ok(Grant { role, unit: unit(tx, &self.unit)?, from, to })
    }
}

/// `主管 · 深圳市`.
pub fn role_at(shell: &Shell, tree: &Tree, grant: &Grant) -> String {
    let role = shell.t.msg(grant.role.message_key()).to_string();
    let unit = tree.name(grant.unit);
    shell.t.msg("org-role-at").arg("role", role).arg("unit", unit).to_string()
}
