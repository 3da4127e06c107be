//! `/api/v1/units/{code}/closure` and `/merger`: offices that close and who follows them, ordered
//! as a whole and undone until their day.

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
    api::reparenting::MOVERS,
    gate::Who,
    reorganisation::{self, Draft, Kind, Reorganisation},
    reparenting::{self, Books, ReorganisationId, Reparenting},
    tree::Tree,
    unit::{self, UnitId},
};

/// An office that is to close.
#[derive(Deserialize, ToSchema)]
#[schema(as = org::NewClosure)]
pub struct ClosureBody {
    /// UUID of version 7, made by the caller; sent again it answers the same.
    id: String,
    /// Code of the unit that follows it.
    successor: String,
    /// The first day without it, today or later.
    #[schema(value_type = String, format = Date)]
    from: Day,
}

/// Offices that are to close into the one that is addressed.
#[derive(Deserialize, ToSchema)]
#[schema(as = org::NewMerger)]
pub struct MergerBody {
    /// UUID of version 7, made by the caller; sent again it answers the same.
    id: String,
    /// Codes of the units that close.
    units: Vec<String>,
    /// The first day without them, today or later.
    #[schema(value_type = String, format = Date)]
    from: Day,
}

/// A change of several units that was ordered.
#[derive(Serialize, ToSchema)]
#[schema(as = org::Reorganisation)]
pub struct ReorganisationItem {
    /// Its id.
    id: String,
    /// `closure` or `merger`.
    #[schema(example = "closure")]
    kind: &'static str,
    /// Code of the unit that was addressed.
    unit: String,
    /// The first day on which it holds.
    #[schema(value_type = String, format = Date)]
    from: Day,
    /// The units that close, and who follows each.
    closes: Vec<ClosingItem>,
    /// When it was ordered.
    #[schema(value_type = String, format = DateTime)]
    ordered_at: Instant,
    /// When it was undone; null while it stands.
    #[schema(value_type = Option<String>, format = DateTime)]
    undone_at: Option<Instant>,
}

/// A unit that closes.
#[derive(Serialize, ToSchema)]
#[schema(as = org::Closing)]
pub struct ClosingItem {
    /// Its code.
    unit: String,
    /// Code of the unit that follows it.
    successor: String,
}

impl ReorganisationItem {
    fn load(tx: &mut Tx<'_>, it: &Reorganisation) -> Result<Self> {
        let parts = reorganisation::parts(tx, it.id)?;
        let tree = tx.cached::<Tree>()?;
        let code = |unit| tree.code(unit).to_owned();
        let closing = |part: &Reparenting| ClosingItem {
            unit: code(part.unit),
            successor: code(part.parent),
        };
        let closings = parts.iter().filter(|part| part.closes);
        Ok(Self {
            id: it.id.0.to_string(),
            kind: it.kind.as_str(),
            unit: code(it.unit),
            from: it.from,
            closes: closings.map(closing).collect(),
            ordered_at: it.ordered_at,
            undone_at: it.undone_at,
        })
    }
}

/// What is asked to be done to a unit.
pub trait Asked {
    /// The id that the caller made.
    fn id(&self) -> &str;

    /// What is meant.
    ///
    /// # Errors
    /// 404 `units.unknown` for a code that is none.
    fn draft(&self, tree: &Tree, unit: UnitId) -> Result<Draft>;
}

impl Asked for ClosureBody {
    fn id(&self) -> &str {
        &self.id
    }

    fn draft(&self, tree: &Tree, unit: UnitId) -> Result<Draft> {
        let closes = vec![(unit, unit::by_code(tree, &self.successor)?)];
        Ok(Draft { kind: Kind::Closure, unit, from: self.from, closes })
    }
}

impl Asked for MergerBody {
    fn id(&self) -> &str {
        &self.id
    }

    fn draft(&self, tree: &Tree, unit: UnitId) -> Result<Draft> {
        let closing = |code: &String| Ok((unit::by_code(tree, code)?, unit));
        let closes = self.units.iter().map(closing).collect::<Result<_>>()?;
        Ok(Draft { kind: Kind::Merger, unit, from: self.from, closes })
    }
}

/// Closes a unit from a day on; another one follows it.
#[utoipa::path(
    post, path = "/api/v1/units/{code}/closure", operation_id = "close_unit",
    tag = "organisation",
    params(("code" = String, Path, description = "Unit code")),
    request_body = ClosureBody,
    responses(
        (status = 201, body = ReorganisationItem),
        (status = 404, description = "`units.unknown`"),
        (status = 409, description = "`units.move-ahead`, `idempotency.conflict`"),
        (status = 422, description = "`units.past` and what else the tree does not allow")
    )
)]
pub async fn close<B: Books>(
    app: State<App>,
    who: Who,
    code: Path<String>,
    body: web::ApiJson<ClosureBody>,
) -> Result<(StatusCode, Json<ReorganisationItem>)> {
    create::<B, _>(&app, &who, code.0, body.0).await
}

/// Closes units from a day on; the one that is addressed follows all of them.
#[utoipa::path(
    post, path = "/api/v1/units/{code}/merger", operation_id = "merge_units",
    tag = "organisation",
    params(("code" = String, Path, description = "Code of the unit that stays")),
    request_body = MergerBody,
    responses(
        (status = 201, body = ReorganisationItem),
        (status = 404, description = "`units.unknown`"),
        (status = 409, description = "`units.move-ahead`, `idempotency.conflict`"),
        (status = 422, description = "`units.past` and what else the tree does not allow")
    )
)]
pub async fn merge<B: Books>(
    app: State<App>,
    who: Who,
    code: Path<String>,
    body: web::ApiJson<MergerBody>,
) -> Result<(StatusCode, Json<ReorganisationItem>)> {
    create::<B, _>(&app, &who, code.0, body.0).await
}

async fn create<B: Books, A: Asked + Send + 'static>(
    app: &App,
    who: &Who,
    code: String,
    asked: A,
) -> Result<(StatusCode, Json<ReorganisationItem>)> {
    let viewer = who.viewer();
    let order = move |tx: &mut Tx<'_>| {
        let ordered = order::<B>(tx, &viewer, &code, &asked)?;
        ReorganisationItem::load(tx, &ordered)
    };
    Ok((StatusCode::CREATED, Json(app.db.write(order).await?)))
}

/// Orders what is asked, or finds that it was ordered before.
///
/// # Errors
/// 404 `units.unknown`, 403 `access.not-granted`, 409 `idempotency.conflict`, 422 `units.bad-id`;
/// those of [`reorganisation::order`].
pub fn order<B: Books>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    code: &str,
    asked: &impl Asked,
) -> Result<Reorganisation> {
    let (id, by) = (ReorganisationId(unit::order_id(asked.id())?), Some(viewer.author()));
    let tree = tx.cached::<Tree>()?;
    let draft = asked.draft(&tree, unit::by_code(&tree, code)?)?;
    let known = reorganisation::find(tx, id)?;
    if let Some(known) = known.as_ref().filter(|known| known.ordered_by == by) {
        // What was changed may be out of the caller's scope by now: the answer is his own.
        let same = known.content == draft.content();
        return if same { Ok(known.clone()) } else { Err(Error::conflict("idempotency.conflict")) };
    }
    draft.check_scope(&tree, viewer, &MOVERS)?;
    if known.is_some() {
        return Err(Error::conflict("idempotency.conflict"));
    }
    reorganisation::order::<B>(tx, &draft, (id, by))
}

/// Undoes a closure whose day has not come.
#[utoipa::path(
    post, path = "/api/v1/units/{code}/closure/{id}/withdrawal",
    operation_id = "withdraw_closure", tag = "organisation",
    params(
        ("code" = String, Path, description = "Code of the unit that was to close"),
        ("id" = String, Path, description = "Id of the closure")
    ),
    responses(
        (status = 201, body = ReorganisationItem),
        (status = 404, description = "`units.unknown`, `units.move-unknown`"),
        (status = 409, description = "`units.moved-already`")
    )
)]
pub async fn withdraw_closure<B: Books>(
    app: State<App>,
    who: Who,
    path: Path<(String, String)>,
) -> Result<(StatusCode, Json<ReorganisationItem>)> {
    withdraw::<B>(&app, &who, Kind::Closure, path.0).await
}

/// Undoes a merger whose day has not come.
#[utoipa::path(
    post, path = "/api/v1/units/{code}/merger/{id}/withdrawal",
    operation_id = "withdraw_merger", tag = "organisation",
    params(
        ("code" = String, Path, description = "Code of the unit that was to stay"),
        ("id" = String, Path, description = "Id of the merger")
    ),
    responses(
        (status = 201, body = ReorganisationItem),
        (status = 404, description = "`units.unknown`, `units.move-unknown`"),
        (status = 409, description = "`units.moved-already`")
    )
)]
pub async fn withdraw_merger<B: Books>(
    app: State<App>,
    who: Who,
    path: Path<(String, String)>,
) -> Result<(StatusCode, Json<ReorganisationItem>)> {
    withdraw::<B>(&app, &who, Kind::Merger, path.0).await
}

async fn withdraw<B: Books>(
    app: &App,
    who: &Who,
    kind: Kind,
    (code, id): (String, String),
) -> Result<(StatusCode, Json<ReorganisationItem>)> {
    let viewer = who.viewer();
    let undo = move |tx: &mut Tx<'_>| {
        let it = known(tx, &viewer, kind, (&code, &id))?;
        let undone = match it.undone_at {
            Some(_) => it,
            None => reorganisation::undo::<B>(tx, &it, Some(viewer.author()))?,
        };
        ReorganisationItem::load(tx, &undone)
    };
    Ok((StatusCode::CREATED, Json(app.db.write(undo).await?)))
}

/// What was ordered of a unit under an id, for a viewer who may undo it.
///
/// # Errors
/// 404 `units.unknown`, `units.move-unknown`; 403 `access.not-granted`.
pub fn known(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    kind: Kind,
    (code, id): (&str, &str),
) -> Result<Reorganisation> {
    let tree = tx.cached::<Tree>()?;
    let unit = unit::by_code(&tree, code)?;
    let found = match db::uuid_v7(id) {
        Some(id) => reorganisation::find(tx, ReorganisationId(id))?,
        None => None,
    };
    let found = found.filter(|it| it.unit == unit && it.kind == kind);
    let it = found.ok_or(Error::NotFound("units.move-unknown"))?;
    for part in reorganisation::parts(tx, it.id)? {
        reparenting::check_scope(&tree, viewer, &MOVERS, part.unit, part.parent)?;
    }
    Ok(it)
}
