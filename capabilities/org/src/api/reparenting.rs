//! `/api/v1/units/{code}/reparenting`: ordering a move in the tree, and undoing it until its day.

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
    access::{Role, Viewer},
    gate::Who,
    reparenting::{self, Books, Plan, Reparenting, ReparentingId},
    tree::Tree,
    unit,
};

/// Who may change the tree.
pub const MOVERS: [Role; 1] = [Role::Supervisor];

/// A move as it is ordered.
#[derive(Deserialize, ToSchema)]
#[schema(as = org::NewReparenting)]
pub struct Body {
    /// UUID of version 7, made by the caller; sent again it answers the same.
    id: String,
    /// Code of the unit that is to stand above.
    parent: String,
    /// The first day on which it does, today or later.
    #[schema(value_type = String, format = Date)]
    from: Day,
}

/// A move that was ordered.
#[derive(Serialize, ToSchema)]
#[schema(as = org::Reparenting)]
pub struct ReparentingItem {
    /// Its id.
    id: String,
    /// Code of what moves; the number of a station.
    unit: String,
    /// Code of the unit above before.
    before: String,
    /// Code of the unit above afterwards.
    parent: String,
    /// The first day on which it stands there.
    #[schema(value_type = String, format = Date)]
    from: Day,
    /// When it was ordered.
    #[schema(value_type = String, format = DateTime)]
    ordered_at: Instant,
    /// When it was undone; null while it stands.
    #[schema(value_type = Option<String>, format = DateTime)]
    undone_at: Option<Instant>,
}

impl ReparentingItem {
    fn of(tree: &Tree, it: &Reparenting) -> Self {
        let code = |unit| tree.code(unit).to_owned();
        Self {
            id: it.id.0.to_string(),
            unit: code(it.unit),
            before: code(tree.standing(it.before, it.from).unwrap_or(it.before)),
            parent: code(it.parent),
            from: it.from,
            ordered_at: it.ordered_at,
            undone_at: it.undone_at,
        }
    }
}

/// Orders a move of a unit or station below another unit, from a day on.
#[utoipa::path(
    post, path = "/api/v1/units/{code}/reparenting", operation_id = "reparent_unit",
    tag = "organisation",
    params(("code" = String, Path, description = "Unit code or station number")),
    request_body = Body,
    responses(
        (status = 201, body = ReparentingItem),
        (status = 404, description = "`units.unknown`"),
        (status = 409, description = "`units.move-ahead`, `idempotency.conflict`"),
        (status = 422, description = "`units.past` and what else the tree does not allow")
    )
)]
pub async fn create<B: Books>(
    app: State<App>,
    who: Who,
    Path(code): Path<String>,
    body: web::ApiJson<Body>,
) -> Result<(StatusCode, Json<ReparentingItem>)> {
    let viewer = who.viewer();
    let order = move |tx: &mut Tx<'_>| order::<B>(tx, &viewer, &code, &body.0);
    Ok((StatusCode::CREATED, Json(app.db.write(order).await?)))
}

fn order<B: Books>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    code: &str,
    body: &Body,
) -> Result<ReparentingItem> {
    let id = ReparentingId(unit::order_id(&body.id)?);
    let tree = tx.cached::<Tree>()?;
    let unit = unit::by_code(&tree, code)?;
    let known = reparenting::find(tx, id)?;
    if let Some(known) = known.filter(|known| known.ordered_by == Some(viewer.author())) {
        // What was moved may be out of the caller's scope by now: the answer is his own.
        let same =
            (known.unit, known.from) == (unit, body.from) && tree.code(known.parent) == body.parent;
        let answer = ReparentingItem::of(&tree, &known);
        return if same { Ok(answer) } else { Err(Error::conflict("idempotency.conflict")) };
    }
    let parent = unit::by_code(&tree, &body.parent)?;
    reparenting::check_scope(&tree, viewer, &MOVERS, unit, parent)?;
    if known.is_some() {
        return Err(Error::conflict("idempotency.conflict"));
    }
    let plan = Plan::new(&tree, tx.today(), unit, parent, body.from)?;
    let change = unit::change(tx)?;
    let ordered = reparenting::order::<B>(tx, change, &tree, &plan, (id, Some(viewer.author())))?;
    Ok(ReparentingItem::of(&tree, &ordered))
}

/// Undoes a move whose day has not come.
#[utoipa::path(
    post, path = "/api/v1/units/{code}/reparenting/{id}/withdrawal",
    operation_id = "withdraw_reparenting", tag = "organisation",
    params(
        ("code" = String, Path, description = "Unit code or station number"),
        ("id" = String, Path, description = "Id of the move")
    ),
    responses(
        (status = 201, body = ReparentingItem),
        (status = 404, description = "`units.unknown`, `units.move-unknown`"),
        (status = 409, description = "`units.moved-already`")
    )
)]
pub async fn withdraw<B: Books>(
    app: State<App>,
    who: Who,
    path: Path<(String, String)>,
) -> Result<(StatusCode, Json<ReparentingItem>)> {
    let viewer = who.viewer();
    let Path((code, id)) = path;
    let undo = move |tx: &mut Tx<'_>| undo::<B>(tx, &viewer, &code, &id);
    Ok((StatusCode::CREATED, Json(app.db.write(undo).await?)))
}

fn undo<B: Books>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    code: &str,
    id: &str,
) -> Result<ReparentingItem> {
    let tree = tx.cached::<Tree>()?;
    let unit = unit::by_code(&tree, code)?;
    let it = known(tx, id)?.filter(|it| it.unit == unit);
    let it = it.ok_or(Error::NotFound("units.move-unknown"))?;
    reparenting::check_scope(&tree, viewer, &MOVERS, unit, it.parent)?;
    if it.undone_at.is_some() {
        return Ok(ReparentingItem::of(&tree, &it));
    }
    let change = unit::change(tx)?;
    let undone = reparenting::undo::<B>(tx, change, &tree, &it, Some(viewer.author()))?;
    Ok(ReparentingItem::of(&tree, &undone))
}

/// The move with an id as it was written, if it was ordered by itself.
pub fn known(tx: &mut Tx<'_>, id: &str) -> Result<Option<Reparenting>> {
    let Some(id) = db::uuid_v7(id) else { return Ok(None) };
    Ok(reparenting::find(tx, ReparentingId(id))?.filter(|it| it.part_of.is_none()))
}
