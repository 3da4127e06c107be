//! `/console/units/{code}/renaming`: another name for a unit, foreseen before it is ordered, and
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
    access::Viewer,
    api::renaming::known,
    pages::{
        form::{self, Desk, Wrong},
        reparenting::{UnitLine, may_move},
    },
    renaming::{self, Plan, RenamingId},
    tree::Tree,
    unit::{self, UnitId},
};

/// The page.
#[derive(Template)]
#[template(path = "renaming.html")]
pub struct RenamingPage {
    pub shell: Shell,
    pub unit: UnitLine,
    pub form: RenamingForm,
    pub foreseen: Option<Foreseen>,
    /// Its names from which day on, the latest first.
    pub names: Vec<NameLine>,
    /// The viewer answers for a unit above it.
    pub may_move: bool,
    pub wrong: Wrong,
}

/// What would come of it.
pub struct Foreseen {
    /// For the form that orders it.
    pub id: String,
    pub before: String,
    pub name: String,
    pub from: Day,
    pub is_today: bool,
}

/// A name that was ordered.
pub struct NameLine {
    pub id: String,
    pub name: String,
    pub from: Day,
    /// Its day has not come, and the viewer may undo it.
    pub can_undo: bool,
}

/// What is typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct RenamingForm {
    /// Made with the page that foresees it: sent twice it is one order.
    pub id: String,
    pub name: String,
    pub from: String,
}

/// `GET /console/units/{code}/renaming`: the form, and what comes of it once it is filled in.
pub async fn show(
    app: State<App>,
    desk: Desk,
    Path(code): Path<String>,
    query: web::Query<RenamingForm>,
) -> Result<Response> {
    let page = load(&app, &desk, code, query.0, Wrong::default()).await?;
    web::page(page.wrong.status(), &page)
}

/// `POST /console/units/{code}/renaming`: orders it.
pub async fn order(
    app: State<App>,
    desk: Desk,
    Path(code): Path<String>,
    web::Form(form): web::Form<RenamingForm>,
) -> Result<Response> {
    let (viewer, typed, number) = (desk.who.viewer(), form.clone(), code.clone());
    let order = move |tx: &mut Tx<'_>| {
        let tree = tx.cached::<Tree>()?;
        let unit = unit::by_code(&tree, &number)?;
        let id = RenamingId(unit::order_id(&typed.id)?);
        if !may_move(&tree, &viewer, unit)? {
            return Err(Error::Forbidden("access.not-granted"));
        }
        if renaming::find(tx, id)?.is_some() {
            return Ok(());
        }
        let plan = typed.plan(&tree, unit, tx.today())?;
        let plan = plan.ok_or_else(|| Error::field("name", "request.missing"))?;
        renaming::order(tx, &tree, plan, (id, Some(viewer.author()))).map(drop)
    };
    match app.db.write(order).await {
        Ok(()) => Ok(web::see_other(&path(&code))),
        Err(error) => {
            let page = load(&app, &desk, code, form, Wrong::of(error)?).await?;
            web::page(page.wrong.status(), &page)
        }
    }
}

/// `POST /console/units/{code}/renaming/{id}/withdrawal`: undoes it.
pub async fn withdraw(
    app: State<App>,
    desk: Desk,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response> {
    let (viewer, number) = (desk.who.viewer(), code.clone());
    let undo = move |tx: &mut Tx<'_>| {
        let tree = tx.cached::<Tree>()?;
        let it = known(tx, &viewer, (&number, &id))?;
        renaming::undo(tx, &tree, &it, Some(viewer.author())).map(drop)
    };
    app.db.write(undo).await?;
    Ok(web::see_other(&path(&code)))
}

fn path(code: &str) -> String {
    format!("/console/units/{code}/renaming")
}

async fn load(
    app: &App,
    desk: &Desk,
    code: String,
    form: RenamingForm,
    wrong: Wrong,
) -> Result<RenamingPage> {
    let (viewer, shell) = (desk.who.viewer(), desk.ctx.shell());
    let load = move |tx: &mut Tx<'_>| RenamingPage::load(tx, &viewer, shell, &code, form, wrong);
    app.db.read(load).await
}

impl RenamingForm {
    /// The name that is meant, if the form is filled in and the tree allows it.
    fn plan(&self, tree: &Tree, unit: UnitId, today: Day) -> Result<Option<Plan>> {
        let from = form::day("from", Some(&self.from))?;
        let Some(from) = from.filter(|_| !self.name.is_empty()) else { return Ok(None) };
        Plan::new(tree, today, unit, &self.name, from).map(Some)
    }
}

impl RenamingPage {
    fn load(
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        shell: Shell,
        code: &str,
        form: RenamingForm,
        wrong: Wrong,
    ) -> Result<Self> {
        let (tree, today) = (tx.cached::<Tree>()?, tx.today());
        let unit = unit::by_code(&tree, code)?;
        let may_move = may_move(&tree, viewer, unit)?;
        let plan = if may_move { form.plan(&tree, unit, today) } else { Ok(None) };
        let (foreseen, wrong) = match plan {
            _ if wrong.is_some() => (None, wrong),
            Ok(plan) => (plan.map(|plan| Foreseen::of(tx, plan)), wrong),
            Err(error) => (None, Wrong::of(error)?),
        };
        let names = tree.renamings(unit).iter().rev().map(|it| NameLine {
            id: it.id.0.to_string(),
            name: it.name.clone(),
            from: it.from,
            can_undo: may_move && it.from > today,
        });
        Ok(Self {
            unit: UnitLine::of(&tree, unit),
            names: names.collect(),
            form,
            foreseen,
            may_move,
            wrong,
            shell,
        })
    }
}

impl Foreseen {
    fn of(tx: &mut Tx<'_>, plan: Plan) -> Self {
        Self {
            id: tx.new_uuid().to_string(),
            before: plan.before,
            name: plan.name,
            from: plan.from,
            is_today: plan.from == tx.today(),
        }
    }
}
