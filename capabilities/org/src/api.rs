//! `/api/v1/units`: units as they stood on a day. Stations are units for those in whose scope
//! they lie, and unknown to everybody else.

pub mod renaming;
pub mod reorganisation;
pub mod reparenting;

use axum::{
    extract::{FromRequestParts, Path, State},
    http::{HeaderMap, request::Parts},
    response::Response,
};
use db::Day;
use kernel::{App, Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use web::PageOf;

use crate::{
    access::{Role, Viewer},
    gate::Who,
    tree::{Node, Tree},
    unit::{Kind, UnitId},
};

/// Roles that have a station in sight, as a unit.
const FIELD_ROLES: [Role; 3] = [Role::Ambassador, Role::Supervisor, Role::Integration];

/// This part of the API document.
#[derive(OpenApi)]
#[openapi(paths(
    show,
    children,
    ancestors,
    reparenting::create,
    reparenting::withdraw,
    renaming::create,
    renaming::withdraw,
    reorganisation::close,
    reorganisation::withdraw_closure,
    reorganisation::merge,
    reorganisation::withdraw_merger
))]
pub struct Document;

/// A unit as it stood on the day asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = org::Unit)]
pub struct UnitItem {
    /// Its code; the number of a station.
    code: String,
    /// What it was called on the day asked.
    name: String,
    /// `unit` or `station`.
    #[schema(example = "unit")]
    kind: &'static str,
    /// Who stood directly above it; null for the root.
    parent: Option<UnitName>,
    /// Its first day; null when it has no known beginning.
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Day>,
    /// Its last day; null while it lasts.
    #[schema(value_type = Option<String>, format = Date)]
    to: Option<Day>,
    /// Who follows a unit that closes, the one that stands in its place first; absent while it
    /// lasts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    successors: Vec<UnitName>,
}

/// A unit by code and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = org::UnitName)]
pub struct UnitName {
    /// Its code.
    code: String,
    /// What people call it.
    name: String,
}

/// Units in order, whole: `next` is always null.
#[derive(Serialize, ToSchema)]
#[schema(as = org::UnitList)]
pub struct UnitList {
    items: Vec<UnitItem>,
    next: Option<String>,
}

/// The day asked.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub struct At {
    /// Day in Asia/Shanghai on which the tree is looked at; today unless given.
    #[param(value_type = Option<String>, format = Date)]
    at: Option<Day>,
}

/// Which unit, on which day, for whom.
pub struct Ask {
    code: String,
    at: Option<Day>,
    who: Who,
    headers: HeaderMap,
}

impl FromRequestParts<App> for Ask {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let path = Path::<String>::from_request_parts(parts, app).await;
        let Path(code) = path.map_err(|_| Error::NotFound("units.unknown"))?;
        let web::Query(At { at }) = web::Query::from_request_parts(parts, app).await?;
        let who = Who::from_request_parts(parts, app).await?;
        Ok(Self { code, at, who, headers: parts.headers.clone() })
    }
}

/// A unit.
#[utoipa::path(
    get, path = "/api/v1/units/{code}", operation_id = "get_unit", tag = "organisation",
    params(("code" = String, Path, description = "Unit code or station number"), At),
    responses((status = 200, body = UnitItem), (status = 404, description = "`units.unknown`"))
)]
pub async fn show(app: State<App>, ask: Ask) -> Result<Response> {
    answer(&app, ask, Tree::item).await
}

/// The units directly below a unit, by code; no stations.
#[utoipa::path(
    get, path = "/api/v1/units/{code}/children", operation_id = "list_child_units",
    tag = "organisation",
    params(("code" = String, Path, description = "Unit code or station number"), At),
    responses((status = 200, body = UnitList), (status = 404, description = "`units.unknown`"))
)]
pub async fn children(app: State<App>, ask: Ask) -> Result<Response> {
    answer(&app, ask, |tree, unit, day| {
        let children = tree.children(unit, day).into_iter();
        let units = children.filter(|child| child.kind == Kind::Unit);
        Some(PageOf::whole(units.filter_map(|child| tree.item(child.id, day)).collect()))
    })
    .await
}

/// The units above a unit or station, the root first, without itself.
#[utoipa::path(
    get, path = "/api/v1/units/{code}/ancestors", operation_id = "list_ancestor_units",
    tag = "organisation",
    params(("code" = String, Path, description = "Unit code or station number"), At),
    responses((status = 200, body = UnitList), (status = 404, description = "`units.unknown`"))
)]
pub async fn ancestors(app: State<App>, ask: Ask) -> Result<Response> {
    answer(&app, ask, |tree, unit, day| {
        let above = tree.chain(unit, day).skip(1).filter(|_| tree.lasts(unit, day));
        let mut items: Vec<UnitItem> = above.filter_map(|unit| tree.item(unit, day)).collect();
        items.reverse();
        Some(PageOf::whole(items))
    })
    .await
}

async fn answer<T: Serialize>(
    app: &App,
    ask: Ask,
    of: fn(&Tree, UnitId, Day) -> Option<T>,
) -> Result<Response> {
    let load = |tx: &mut db::Tx<'_>| Ok::<_, Error>((tx.cached::<Tree>()?, tx.today()));
    let (tree, today) = app.db.read(load).await?;
    let day = ask.at.unwrap_or(today);
    let node = in_sight(&tree, &ask.who.viewer(), &ask.code, day);
    let content = node.and_then(|node| of(&tree, node.id, day));
    let content = content.ok_or(Error::NotFound("units.unknown"))?;
    web::etag_json(&web::to_json(&content)?, &content, &ask.headers)
}

/// The node of a code that existed on the day or before, if the viewer may know of it: units are
/// public, stations are known as units to those in whose scope they lie.
fn in_sight<'t>(tree: &'t Tree, viewer: &Viewer, code: &str, day: Day) -> Option<&'t Node> {
    let node = tree.node(tree.by_code(code)?).filter(|node| node.from <= day)?;
    let seen = node.kind == Kind::Unit || viewer.holds(tree, &FIELD_ROLES, node.id);
    seen.then_some(node)
}

impl Tree {
    fn item(&self, unit: UnitId, day: Day) -> Option<UnitItem> {
        let node = self.node(unit)?;
        let parent = self.parent(unit, day).filter(|_| node.exists_on(day));
        let name = |unit: UnitId| {
            let node = self.node(unit)?;
            let name = self.name_on(unit, day).to_owned();
            Some(UnitName { code: node.code.to_string(), name })
        };
        Some(UnitItem {
            code: node.code.to_string(),
            name: self.name_on(unit, day).to_owned(),
            kind: node.kind.as_str(),
            parent: parent.and_then(name),
            from: Some(node.from).filter(|from| *from > crate::unit::beginning()),
            to: node.to,
            successors: self.successors(unit).into_iter().filter_map(name).collect(),
        })
    }
}
