//! `/console/units/{code}/reparenting`: a move in the tree, foreseen before it is ordered, and
//! undone until its day.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{Day, Tx};
use kernel::{App, Error, Result};
use serde::Deserialize;
use web::Shell;

use crate::{
    access::{Role, Viewer},
    api::reparenting::{MOVERS, known},
    pages::form::{self, Desk, Wrong},
    reparenting::{self, Books, Plan, Reach, Reparenting, ReparentingId},
    tree::Tree,
    unit::{self, Kind, UnitId},
};

/// The page.
#[derive(Template)]
#[template(path = "reparenting.html")]
pub struct ReparentingPage {
    pub shell: Shell,
    pub unit: UnitLine,
    /// Who stands above it today.
    pub above: Option<UnitLine>,
    /// Those beside the one above: the likeliest to stand above it next.
    pub likely: Vec<UnitLine>,
    pub form: ReparentingForm,
    pub foreseen: Option<Foreseen>,
    /// Its moves, the latest first.
    pub moves: Vec<MoveLine>,
    /// The viewer answers for a unit above it.
    pub may_move: bool,
    pub wrong: Wrong,
}

/// A unit by code and name.
pub struct UnitLine {
    pub code: String,
    pub name: String,
}

/// What a move would do.
pub struct Foreseen {
    /// For the form that orders it.
    pub id: String,
    pub before: UnitLine,
    pub parent: UnitLine,
    pub from: Day,
    pub is_today: bool,
    pub reach: Reach,
}

/// A move that was ordered.
pub struct MoveLine {
    pub id: String,
    pub before: String,
    pub parent: String,
    pub from: Day,
    /// Its day has not come, and the viewer may undo it.
    pub can_undo: bool,
}

/// What is typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ReparentingForm {
    /// Made with the page that foresees it: sent twice it is one move.
    pub id: String,
    pub parent: String,
    pub from: String,
}

/// `GET /console/units/{code}/reparenting`: the form, and what it would do once it is filled in.
pub async fn show(
    app: State<App>,
    desk: Desk,
    Path(code): Path<String>,
    query: web::Query<ReparentingForm>,
) -> Result<Response> {
    let page = load(&app, &desk, code, query.0, Wrong::default()).await?;
    web::page(page.wrong.status(), &page)
}

/// `POST /console/units/{code}/reparenting`: orders it.
pub async fn order<B: Books>(
    app: State<App>,
    desk: Desk,
    Path(code): Path<String>,
    web::Form(form): web::Form<ReparentingForm>,
) -> Result<Response> {
    let (viewer, typed, number) = (desk.who.viewer(), form.clone(), code.clone());
    let order = move |tx: &mut Tx<'_>| {
        let tree = tx.cached::<Tree>()?;
        let unit = unit::by_code(&tree, &number)?;
        let id = unit::order_id(&typed.id)?;
        if reparenting::find(tx, ReparentingId(id))?.is_some() {
            return Ok(());
        }
        if !may_move(&tree, &viewer, unit)? {
            return Err(Error::Forbidden("access.not-granted"));
        }
        let plan = typed.plan(&tree, &viewer, unit, tx.today())?;
        let plan = plan.ok_or_else(|| Error::field("parent", "request.missing"))?;
        let (change, by) = (unit::change(tx)?, Some(viewer.author()));
        reparenting::order::<B>(tx, change, &tree, &plan, (ReparentingId(id), by)).map(drop)
    };
    match app.db.write(order).await {
        Ok(()) => Ok(web::see_other(&path(&code))),
        Err(error) => {
            let page = load(&app, &desk, code, form, Wrong::of(error)?).await?;
            web::page(page.wrong.status(), &page)
        }
    }
}

/// `POST /console/units/{code}/reparenting/{id}/withdrawal`: undoes it.
pub async fn withdraw<B: Books>(
    app: State<App>,
    desk: Desk,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response> {
    let (viewer, number) = (desk.who.viewer(), code.clone());
    let undo = move |tx: &mut Tx<'_>| {
        let tree = tx.cached::<Tree>()?;
        let unit = unit::by_code(&tree, &number)?;
        let it = known(tx, &id)?.filter(|it| it.unit == unit);
        let it = it.ok_or(Error::NotFound("units.move-unknown"))?;
        reparenting::check_scope(&tree, &viewer, &MOVERS, unit, it.parent)?;
        let change = unit::change(tx)?;
        reparenting::undo::<B>(tx, change, &tree, &it, Some(viewer.author())).map(drop)
    };
    app.db.write(undo).await?;
    Ok(web::see_other(&path(&code)))
}

fn path(code: &str) -> String {
    format!("/console/units/{code}/reparenting")
}

/// Whether the viewer, who answers for the unit, also answers for one above it, as who moves it
/// must.
///
/// # Errors
/// 404 `units.unknown` for what is out of scope, 403 `access.not-granted` for what is in sight.
pub fn may_move(tree: &Tree, viewer: &Viewer, unit: UnitId) -> Result<bool> {
    if viewer.holds(tree, &MOVERS, unit) {
        return Ok(viewer.holds_above(tree, &MOVERS, unit));
    }
    let seen = viewer.holds(tree, &Role::ALL, unit);
    let unknown = Error::NotFound("units.unknown");
    Err(if seen { Error::Forbidden("access.not-granted") } else { unknown })
}

impl ReparentingForm {
    /// The move that is meant, if the form is filled in, the viewer may and the tree allows it.
    fn plan(&self, tree: &Tree, viewer: &Viewer, unit: UnitId, today: Day) -> Result<Option<Plan>> {
        let from = form::day("from", Some(&self.from))?;
        let (Some(from), code) = (from, self.parent.trim()) else { return Ok(None) };
        if code.is_empty() {
            return Ok(None);
        }
        let parent = tree.by_code(code);
        let parent = parent.ok_or_else(|| Error::field("parent", "units.unknown"))?;
        let scope = reparenting::check_scope(tree, viewer, &MOVERS, unit, parent);
        scope.map_err(|error| match error {
            // A code that was typed, not an address that was followed.
            Error::NotFound(code) => Error::field("parent", code),
            other => other,
        })?;
        Plan::new(tree, today, unit, parent, from).map(Some)
    }
}

async fn load(
    app: &App,
    desk: &Desk,
    code: String,
    form: ReparentingForm,
    wrong: Wrong,
) -> Result<ReparentingPage> {
    let (viewer, shell) = (desk.who.viewer(), desk.ctx.shell());
    let load = move |tx: &mut Tx<'_>| ReparentingPage::load(tx, &viewer, shell, &code, form, wrong);
    app.db.read(load).await
}

impl ReparentingPage {
    fn load(
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        shell: Shell,
        code: &str,
        form: ReparentingForm,
        wrong: Wrong,
    ) -> Result<Self> {
        let (tree, today) = (tx.cached::<Tree>()?, tx.today());
        let unit = unit::by_code(&tree, code)?;
        let may_move = self::may_move(&tree, viewer, unit)?;
        let plan = if may_move { form.plan(&tree, viewer, unit, today) } else { Ok(None) };
        let (foreseen, wrong) = match plan {
            _ if wrong.is_some() => (None, wrong),
            Ok(plan) => (plan.map(|plan| Foreseen::of(tx, &tree, &plan)).transpose()?, wrong),
            Err(error) => (None, Wrong::of(error)?),
        };
        let line = |unit| UnitLine::of(&tree, unit);
        let above = tree.parent(unit, today);
        let beside = above.and_then(|above| tree.parent(above, today));
        let beside = beside.map(|over| tree.children(over, today)).unwrap_or_default();
        let offices = beside.iter().filter(|it| it.kind == Kind::Unit && Some(it.id) != above);
        let moves = tree.moves(unit).iter().rev().filter(|it| !it.closes);
        Ok(Self {
            unit: line(unit),
            above: above.map(line),
            likely: offices.map(|it| line(it.id)).collect(),
            moves: moves
                .map(|it| {
                    MoveLine::of(&tree, it, may_move && it.part_of.is_none() && it.from > today)
                })
                .collect(),
            form,
            foreseen,
            may_move,
            wrong,
            shell,
        })
    }
}

impl UnitLine {
    /// A unit or station by code and name.
    pub fn of(tree: &Tree, unit: UnitId) -> Self {
        Self { code: tree.code(unit).to_owned(), name: tree.name(unit).to_owned() }
    }
}

impl Foreseen {
    fn of(tx: &mut Tx<'_>, tree: &Tree, plan: &Plan) -> Result<Self> {
        Ok(Self {
            id: tx.new_uuid().to_string(),
            before: UnitLine::of(
                tree,
                tree.standing(plan.before, plan.from).unwrap_or(plan.before),
            ),
            parent: UnitLine::of(tree, plan.parent),
            from: plan.from,
            is_today: plan.from == tx.today(),
            reach: plan.reach(tx, tree)?,
        })
    }
}

impl MoveLine {
    fn of(tree: &Tree, it: &Reparenting, can_undo: bool) -> Self {
        let name = |unit| tree.name(unit).to_owned();
        let before = tree.standing(it.before, it.from).unwrap_or(it.before);
        let (before, parent) = (name(before), name(it.parent));
        Self { id: it.id.to_string(), before, parent, from: it.from, can_undo }
    }
}
