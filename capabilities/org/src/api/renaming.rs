//! `/api/v1/units/{code}/renaming`: another name for a unit from a day on, undone until then.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use db::{Day, Instant, Tx};
use kernel::{App, Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    access::Viewer,
    gate::Who,
    pages::reparenting::may_move,
    renaming::{self, Plan, Renaming, RenamingId},
    tree::Tree,
    unit::{self, UnitId},
};

/// A name as it is ordered.
#[derive(Deserialize, ToSchema)]
#[schema(as = org::NewRenaming)]
pub struct RenamingBody {
    /// UUID of version 7, made by the caller; sent again it answers the same.
    id: String,
    /// What the unit is to be called.
    name: String,
    /// The first day of the name, today or later.
    #[schema(value_type = String, format = Date)]
    from: Day,
}

/// A renaming that was ordered.
#[derive(Serialize, ToSchema)]
#[schema(as = org::Renaming)]
pub struct RenamingItem {
    /// Its id.
    id: String,
    /// Code of the unit.
    unit: String,
    /// What it is called from then on.
    name: String,
    /// The first day of the name.
    #[schema(value_type = String, format = Date)]
    from: Day,
    /// When it was ordered.
    #[schema(value_type = String, format = DateTime)]
    ordered_at: Instant,
    /// When it was undone; null while it stands.
    #[schema(value_type = Option<String>, format = DateTime)]
    undone_at: Option<Instant>,
}

impl RenamingItem {
    fn of(tree: &Tree, it: Renaming) -> Self {
        Self {
            id: it.id.0.to_string(),
            unit: tree.code(it.unit).to_owned(),
            name: it.name,
            from: it.from,
            ordered_at: it.ordered_at,
            undone_at: it.undone_at,
        }
    }
}

/// Gives a unit another name from a day on.
#[utoipa::path(
    post, path = "/api/v1/units/{code}/renaming", operation_id = "rename_unit",
    tag = "organisation",
    params(("code" = String, Path, description = "Unit code")),
    request_body = RenamingBody,
    responses(
        (status = 201, body = RenamingItem),
        (status = 404, description = "`units.unknown`"),
        (status = 409, description = "`units.renaming-ahead`, `idempotency.conflict`"),
        (status = 422, description = "`units.past`, `units.name` and the like")
    )
)]
pub async fn create(
    app: State<App>,
    who: Who,
    Path(code): Path<String>,
    body: web::ApiJson<RenamingBody>,
) -> Result<(StatusCode, Json<RenamingItem>)> {
    let viewer = who.viewer();
    let order = move |tx: &mut Tx<'_>| order(tx, &viewer, &code, &body.0);
    Ok((StatusCode::CREATED, Json(app.db.write(order).await?)))
}

fn order(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    code: &str,
    body: &RenamingBody,
) -> Result<RenamingItem> {
    let (id, by) = (RenamingId(unit::order_id(&body.id)?), Some(viewer.author()));
    let tree = tx.cached::<Tree>()?;
    let unit = unit::by_code(&tree, code)?;
    check_scope(&tree, viewer, unit)?;
    if let Some(known) = renaming::find(tx, id)? {
        let asked = (unit, body.from, body.name.trim(), by);
        let same = (known.unit, known.from, &*known.name, known.ordered_by) == asked;
        let answer = RenamingItem::of(&tree, known);
        return if same { Ok(answer) } else { Err(Error::conflict("idempotency.conflict")) };
    }
    let plan = Plan::new(&tree, tx.today(), unit, &body.name, body.from)?;
    Ok(RenamingItem::of(&tree, renaming::order(tx, &tree, plan, (id, by))?))
}

/// Undoes a renaming whose day has not come.
#[utoipa::path(
    post, path = "/api/v1/units/{code}/renaming/{id}/withdrawal",
    operation_id = "withdraw_renaming", tag = "organisation",
    params(
        ("code" = String, Path, description = "Unit code"),
        ("id" = String, Path, description = "Id of the renaming")
    ),
    responses(
        (status = 201, body = RenamingItem),
        (status = 404, description = "`units.unknown`, `units.move-unknown`"),
        (status = 409, description = "`units.moved-already`")
    )
)]
pub async fn withdraw(
    app: State<App>,
    who: Who,
    Path((code, id)): Path<(String, String)>,
) -> Result<(StatusCode, Json<RenamingItem>)> {
    let viewer = who.viewer();
    let undo = move |tx: &mut Tx<'_>| {
        let tree = tx.cached::<Tree>()?;
        let it = known(tx, &viewer, (&code, &id))?;
        let undone = match it.undone_at {
            Some(_) => it,
            None => renaming::undo(tx, &tree, &it, Some(viewer.author()))?,
        };
        Ok::<_, Error>(RenamingItem::of(&tree, undone))
    };
    Ok((StatusCode::CREATED, Json(app.db.write(undo).await?)))
}

/// What was ordered of a unit under an id, for a viewer who may undo it.
///
/// # Errors
/// 404 `units.unknown`, `units.move-unknown`; 403 `access.not-granted`.
pub fn known(tx: &mut Tx<'_>, viewer: &Viewer, (code, id): (&str, &str)) -> Result<Renaming> {
    let tree = tx.cached::<Tree>()?;
    let unit = unit::by_code(&tree, code)?;
    check_scope(&tree, viewer, unit)?;
    let found = match db::uuid_v7(id) {
        Some(id) => renaming::find(tx, RenamingId(id))?,
        None => None,
    };
    found.filter(|it| it.unit == unit).ok_or(Error::NotFound("units.move-unknown"))
}

/// Refuses a viewer who does not answer for a unit above.
fn check_scope(tree: &Tree, viewer: &Viewer, unit: UnitId) -> Result<()> {
    let may = may_move(tree, viewer, unit)?;
    if may { Ok(()) } else { Err(Error::Forbidden("access.not-granted")) }
}
