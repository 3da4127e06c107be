//! `/console/units/{code}/closure` and `/merger`: offices that close and who follows them, foreseen
//! before it is ordered, and undone until its day.

use std::{collections::BTreeMap, fmt::Display};

use askama::Template;
use axum::{
    extract::{FromRequestParts, Path, State},
    http::request::Parts,
    response::Response,
};
use db::{Day, Tx};
use kernel::{App, Error, Result};
use serde::Deserialize;
use web::Shell;

use crate::{
    access::Viewer,
    api::{reorganisation::known, reparenting::MOVERS},
    pages::{
        form::{self, Desk, Wrong},
        reparenting::{UnitLine, may_move},
    },
    reorganisation::{self, Draft, Kind, Reach, Reorganisation},
    reparenting::{Books, ReorganisationId},
    tree::Tree,
    unit::{self, UnitId},
};

/// The page.
#[derive(Template)]
#[template(path = "reorganisation.html")]
pub struct ReorganisationPage {
    pub shell: Shell,
    pub kind: Kind,
    pub unit: UnitLine,
    /// Those beside it: the likeliest to follow it, or to be followed by it.
    pub beside: Vec<Choice>,
    pub form: ReorganisationForm,
    pub foreseen: Option<Foreseen>,
    /// What was ordered of it, the latest first.
    pub ordered: Vec<OrderedLine>,
    /// The viewer answers for a unit above it.
    pub may_move: bool,
    pub wrong: Wrong,
}

/// A unit that can be chosen.
pub struct Choice {
    pub unit: UnitLine,
    pub is_chosen: bool,
}

/// What it would do.
pub struct Foreseen {
    /// For the form that orders it.
    pub id: String,
    /// The names of those that close.
    pub closing: Vec<String>,
    pub successor: UnitLine,
    pub from: Day,
    pub is_today: bool,
    pub reach: Reach,
}

/// Something that was ordered.
pub struct OrderedLine {
    pub id: String,
    pub closing: Vec<String>,
    pub successor: String,
    pub from: Day,
    /// Its day has not come, and the viewer may undo it.
    pub can_undo: bool,
}

/// What is typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ReorganisationForm {
    /// Made with the page that foresees it: sent twice it is one order.
    pub id: String,
    /// Who follows a unit that closes.
    pub successor: String,
    /// Those that merge, a comma between them.
    pub units: String,
    pub from: String,
}

/// Which unit, and what is done to it, as the address says.
pub struct Subject {
    kind: Kind,
    code: String,
    /// Of what was ordered.
    id: Option<String>,
}

impl FromRequestParts<App> for Subject {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let path = Path::<BTreeMap<String, String>>::from_request_parts(parts, app).await;
        let Path(mut named) = path.map_err(|_| Error::NotFound("units.unknown"))?;
        let kind = parts.uri.path().split('/').nth(4).and_then(Kind::parse);
        match (kind, named.remove("code")) {
            (Some(kind), Some(code)) => Ok(Self { kind, code, id: named.remove("id") }),
            _ => Err(Error::NotFound("units.unknown")),
        }
    }
}

/// `GET /console/units/{code}/closure`, `…/merger`: the form, and what it would do once it is
/// filled in.
pub async fn show(
    app: State<App>,
    desk: Desk,
    subject: Subject,
    query: web::Query<ReorganisationForm>,
) -> Result<Response> {
    let page = load(&app, &desk, subject, query.0, Wrong::default()).await?;
    web::page(page.wrong.status(), &page)
}

/// `POST /console/units/{code}/closure`, `…/merger`: orders it.
pub async fn order<B: Books>(
    app: State<App>,
    desk: Desk,
    subject: Subject,
    web::Form(form): web::Form<ReorganisationForm>,
) -> Result<Response> {
    let (viewer, typed) = (desk.who.viewer(), form.clone());
    let (kind, code) = (subject.kind, subject.code.clone());
    let order = move |tx: &mut Tx<'_>| {
        let tree = tx.cached::<Tree>()?;
        let unit = unit::by_code(&tree, &code)?;
        let id = ReorganisationId(unit::order_id(&typed.id)?);
        if reorganisation::find(tx, id)?.is_some() {
            return Ok(());
        }
        if !may_move(&tree, &viewer, unit)? {
            return Err(Error::Forbidden("access.not-granted"));
        }
        let draft = typed.draft(&tree, &viewer, kind, unit)?;
        let draft = draft.ok_or_else(|| Error::field(field(kind), "request.missing"))?;
        reorganisation::order::<B>(tx, &draft, (id, Some(viewer.author()))).map(drop)
    };
    match app.db.write(order).await {
        Ok(()) => Ok(web::see_other(&subject.path())),
        Err(error) => {
            let page = load(&app, &desk, subject, form, Wrong::of(error)?).await?;
            web::page(page.wrong.status(), &page)
        }
    }
}

/// `POST /console/units/{code}/closure/{id}/withdrawal` and the like: undoes it.
pub async fn withdraw<B: Books>(app: State<App>, desk: Desk, subject: Subject) -> Result<Response> {
    let (viewer, path) = (desk.who.viewer(), subject.path());
    let undo = move |tx: &mut Tx<'_>| {
        let Subject { kind, code, id } = &subject;
        let it = known(tx, &viewer, *kind, (code, id.as_deref().unwrap_or_default()))?;
        reorganisation::undo::<B>(tx, &it, Some(viewer.author())).map(drop)
    };
    app.db.write(undo).await?;
    Ok(web::see_other(&path))
}

async fn load(
    app: &App,
    desk: &Desk,
    subject: Subject,
    form: ReorganisationForm,
    wrong: Wrong,
) -> Result<ReorganisationPage> {
    let (viewer, shell) = (desk.who.viewer(), desk.ctx.shell());
    let load =
        move |tx: &mut Tx<'_>| ReorganisationPage::load(tx, &viewer, shell, &subject, form, wrong);
    app.db.read(load).await
}

impl Subject {
    fn path(&self) -> String {
        format!("/console/units/{}/{}", self.code, self.kind.as_str())
    }
}

/// The field that says who is meant.
fn field(kind: Kind) -> &'static str {
    match kind {
        Kind::Closure => "successor",
        Kind::Merger => "units",
    }
}

impl ReorganisationForm {
    /// What is meant, if the form is filled in and the viewer may.
    fn draft(
        &self,
        tree: &Tree,
        viewer: &Viewer,
        kind: Kind,
        unit: UnitId,
    ) -> Result<Option<Draft>> {
        let Some(from) = form::day("from", Some(&self.from))? else { return Ok(None) };
        let field = field(kind);
        let typed = if kind == Kind::Closure { &self.successor } else { &self.units };
        let codes = typed.split(',').map(str::trim).filter(|code| !code.is_empty());
        let unknown = || Error::field(field, "units.unknown");
        let others = codes.map(|code| tree.by_code(code).ok_or_else(unknown));
        let others: Vec<UnitId> = others.collect::<Result<_>>()?;
        if others.is_empty() {
            return Ok(None);
        }
        let ends = |other| if kind == Kind::Closure { (unit, other) } else { (other, unit) };
        let draft = Draft { kind, unit, from, closes: others.into_iter().map(ends).collect() };
        draft.check_scope(tree, viewer, &MOVERS).map_err(|error| match error {
            // A code that was typed, not an address that was followed.
            Error::NotFound(code) => Error::field(field, code),
            other => other,
        })?;
        Ok(Some(draft))
    }
}

impl ReorganisationPage {
    fn load(
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        shell: Shell,
        subject: &Subject,
        form: ReorganisationForm,
        wrong: Wrong,
    ) -> Result<Self> {
        let tree = tx.cached::<Tree>()?;
        let (kind, unit) = (subject.kind, unit::by_code(&tree, &subject.code)?);
        let may_move = may_move(&tree, viewer, unit)?;
        let draft = if may_move { form.draft(&tree, viewer, kind, unit) } else { Ok(None) };
        let foreseen =
            draft.and_then(|draft| draft.map(|draft| Foreseen::of(tx, &tree, &draft)).transpose());
        let (foreseen, wrong) = match foreseen {
            _ if wrong.is_some() => (None, wrong),
            Ok(foreseen) => (foreseen, wrong),
            Err(error) => (None, Wrong::of(error)?),
        };
        let mut ordered = Vec::new();
        for it in reorganisation::of_unit(tx, unit)?.iter().filter(|it| it.kind == kind) {
            let can_undo = may_move && it.from > tx.today();
            ordered.push(OrderedLine::load(tx, &tree, it, can_undo)?);
        }
        Ok(Self {
            kind,
            unit: UnitLine::of(&tree, unit),
            beside: Choice::beside(&tree, unit, tx.today(), &form),
            ordered,
            form,
            foreseen,
            may_move,
            wrong,
            shell,
        })
    }

    /// What is to be done, on this page and to this unit.
    pub fn title(&self) -> String {
        let key = match self.kind {
            Kind::Closure => "org-closure-of",
            Kind::Merger => "org-merger-of",
        };
        self.shell.t.msg(key).arg("unit", self.unit.name.as_str()).to_string()
    }

    /// What comes of it.
    pub fn explanation(&self) -> String {
        let key = match self.kind {
            Kind::Closure => "org-closure-what",
            Kind::Merger => "org-merger-what",
        };
        self.shell.t.msg(key).to_string()
    }

    /// Which units close into which one, and when.
    pub fn sentence(&self, closing: &[String], successor: &str, day: impl Display) -> String {
        let t = &self.shell.t;
        let units = closing.join(&t.msg("org-name-joint").to_string());
        let sentence = t.msg("org-closing-line").arg("units", units).arg("count", closing.len());
        sentence.arg("successor", successor).arg("day", day.to_string()).to_string()
    }
}

impl Choice {
    fn beside(tree: &Tree, unit: UnitId, today: Day, form: &ReorganisationForm) -> Vec<Self> {
        let above = tree.parent(unit, today);
        let all = above.map(|above| tree.children(above, today)).unwrap_or_default();
        let offices = all.iter().filter(|it| it.kind == unit::Kind::Unit && it.id != unit);
        let chosen: Vec<&str> = form.units.split(',').collect();
        let is_chosen = |code: &str| chosen.contains(&code);
        offices
            .map(|it| Self { unit: UnitLine::of(tree, it.id), is_chosen: is_chosen(&it.code) })
            .collect()
    }
}

impl Foreseen {
    fn of(tx: &mut Tx<'_>, tree: &Tree, draft: &Draft) -> Result<Self> {
        let plans = draft.plans(tree, tx.today())?;
        let successor = plans.first().map_or(draft.unit, |plan| plan.parent);
        Ok(Self {
            id: tx.new_uuid().to_string(),
            closing: plans.iter().map(|plan| tree.name(plan.unit).to_owned()).collect(),
            successor: UnitLine::of(tree, successor),
            from: draft.from,
            is_today: draft.from == tx.today(),
            reach: draft.reach(tx, tree)?,
        })
    }
}

impl OrderedLine {
    fn load(tx: &mut Tx<'_>, tree: &Tree, it: &Reorganisation, can_undo: bool) -> Result<Self> {
        let parts = reorganisation::parts(tx, it.id)?;
        let successor = parts.first().map_or(it.unit, |part| part.parent);
        Ok(Self {
            id: it.id.0.to_string(),
            closing: parts.iter().map(|part| tree.name(part.unit).to_owned()).collect(),
            successor: tree.name(successor).to_owned(),
            from: it.from,
            can_undo,
        })
    }
}
