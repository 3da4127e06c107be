//! `/console`: what happens below a unit, today and over a range, each figure open to its parts.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use db::{Day, Tx};
use kernel::{App, Error, Result};
use org::{Role, Tree, UnitId, Viewer, Who, reparenting::Reparenting, unit::Kind};
use stations::Catalogue;
use web::{Ctx, Shell};

use crate::{
    lens::Lens,
    list,
    overview::{self, Child, Overview},
    pages::{
        chosen::{Chosen, ConsoleQuery, Sort},
        spark::Spark,
    },
    tally::Range,
};

/// Services shown as bars.
const TOP_SERVICES: usize = 10;

/// A unit and those directly below it.
#[derive(Template)]
#[template(path = "console.html")]
pub struct ConsolePage {
    pub shell: Shell,
    pub unit: Step,
    pub above: Vec<Step>,
    pub siblings: Vec<Step>,
    /// Whether it is a station, below which there is nothing.
    pub is_station: bool,
    pub range: Chosen,
    pub sort: Sort,
    pub overview: Overview,
    pub services: Vec<ServiceBar>,
    /// Moves in the range that lead into the unit, out of it or from one part of it to another.
    pub moves: Vec<MoveLine>,
    /// Whether the viewer may look at its moves.
    pub can_move: bool,
    /// When it closed, and who follows it.
    pub closed: Option<Closed>,
}

/// That a unit is closed.
pub struct Closed {
    /// Its last day.
    pub last: Day,
    /// Who follows it.
    pub successors: Vec<Step>,
}

/// A move within the range shown.
pub struct MoveLine {
    pub from: Day,
    pub unit: String,
    pub before: String,
    pub parent: String,
    /// It closes, and `parent` follows it.
    pub closes: bool,
}

/// A unit by code and name.
pub struct Step {
    pub code: String,
    pub name: String,
}

/// A service with its share of the most asked for.
pub struct ServiceBar {
    pub code: String,
    pub name: String,
    pub icon: String,
    pub people: i64,
    pub percent: i64,
}

/// `GET /console`: the viewer's own unit, or a choice of them.
pub async fn home(app: State<App>, who: Who, ctx: Ctx) -> Result<Response> {
    let (viewer, shell) = (who.viewer(), ctx.shell());
    let load = move |tx: &mut Tx<'_>| {
        let tree = tx.cached::<Tree>()?;
        let units = viewer.units_of(&tree, &[Role::Supervisor]);
        match units.as_slice() {
            [] => Err(Error::Forbidden("access.not-granted")),
            [only] => Ok(web::see_other(&format!("/console/units/{}", tree.code(*only)))),
            several => {
                let units = several.iter().map(|id| Step::of(&tree, *id)).collect();
                web::page(StatusCode::OK, &UnitsPage { shell, units })
            }
        }
    };
    app.db.read(load).await
}

/// A choice of units, for those who answer for several.
#[derive(Template)]
#[template(path = "console_units.html")]
pub struct UnitsPage {
    pub shell: Shell,
    pub units: Vec<Step>,
}

/// `GET /console/units/{code}`
pub async fn show(
    app: State<App>,
    who: Who,
    ctx: Ctx,
    Path(code): Path<String>,
    query: web::Query<ConsoleQuery>,
) -> Result<Response> {
    let (viewer, shell) = (who.viewer(), ctx.shell());
    let load = move |tx: &mut Tx<'_>| {
        let page = ConsolePage::load(tx, &viewer, shell, &code, &query.0)?;
        web::page(StatusCode::OK, &page)
    };
    app.db.read(load).await
}

/// A unit that the viewer answers for; what one may not see does not exist.
pub fn supervised(tx: &mut Tx<'_>, viewer: &Viewer, code: &str) -> Result<UnitId> {
    let tree = tx.cached::<Tree>()?;
    let unit = list::readable(tx, viewer, code)?;
    if viewer.holds(&tree, &[Role::Supervisor], unit) {
        Ok(unit)
    } else {
        Err(Error::Forbidden("access.not-granted"))
    }
}

impl Step {
    pub fn of(tree: &Tree, id: UnitId) -> Self {
        Self { code: tree.code(id).to_owned(), name: tree.name(id).to_owned() }
    }

    /// The units above that the viewer may see, the uppermost first.
    pub fn above(tree: &Tree, viewer: &Viewer, unit: UnitId, day: Day) -> Vec<Self> {
        let mut above: Vec<Self> = tree
            .chain(unit, day)
            .skip(1)
            .filter(|id| viewer.holds(tree, &[Role::Supervisor], *id))
            .map(|id| Self::of(tree, id))
            .collect();
        above.reverse();
        above
    }
}

impl Closed {
    fn of(tree: &Tree, unit: UnitId, today: Day) -> Option<Self> {
        let last = tree.node(unit)?.to.filter(|_| tree.is_closed(unit, today))?;
        let successors = tree.successors(unit).into_iter();
        Some(Self { last, successors: successors.map(|it| Step::of(tree, it)).collect() })
    }
}

impl ConsolePage {
    fn load(
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        shell: Shell,
        code: &str,
        query: &ConsoleQuery,
    ) -> Result<Self> {
        let unit = supervised(tx, viewer, code)?;
        let (tree, today) = (tx.cached::<Tree>()?, tx.today());
        let range = Chosen::of(query, today)?;
        let sort = Sort::parse(query.sort.as_deref())?;
        let mut overview = overview::load(tx, unit, range.days, range.lens)?;
        sort.apply(&mut overview.children);
        let catalogue = tx.cached::<Catalogue>()?;
        let siblings = tree
            .parent(unit, today)
            .filter(|above| viewer.holds(&tree, &[Role::Supervisor], *above));
        let siblings = siblings.map(|above| tree.children(above, today)).unwrap_or_default();
        Ok(Self {
            unit: Step::of(&tree, unit),
            above: Step::above(&tree, viewer, unit, today),
            is_station: tree.node(unit).is_some_and(|node| node.kind == Kind::Station),
            siblings: siblings.iter().map(|node| Step::of(&tree, node.id)).collect(),
            services: bars(&overview, &catalogue, &shell),
            moves: moves(&tree, unit, range.days),
            can_move: tree.parent(unit, today).is_some() && tree.lasts(unit, today),
            closed: Closed::of(&tree, unit, today),
            range,
            sort,
            overview,
            shell,
        })
    }

    /// The line of a child's last twelve weeks.
    pub fn child_spark<'a>(&self, child: &'a Child) -> Spark<'a> {
        Spark::in_cell(&child.weeks, self.shell.t.msg("visits-twelve-weeks").to_string())
    }

    /// The line of the unit's last twelve weeks.
    pub fn spark(&self) -> Spark<'_> {
        Spark::new(&self.overview.weeks, self.shell.t.msg("visits-twelve-weeks").to_string())
    }

    /// The same in a table's cell.
    pub fn cell_spark(&self) -> Spark<'_> {
        Spark::in_cell(&self.overview.weeks, self.shell.t.msg("visits-twelve-weeks").to_string())
    }

    /// The word of a named range.
    pub fn range_word(&self, name: &str) -> String {
        let key = match name {
            "week" => "visits-range-week",
            "month" => "visits-range-month",
            "year" => "visits-range-year",
            _ => "visits-range-today",
        };
        self.shell.t.msg(key).to_string()
    }

    /// What the shown range is called.
    pub fn range_label(&self) -> String {
        if self.range.name != "custom" {
            return self.range_word(self.range.name);
        }
        let Range { from, to } = self.range.days;
        // A label of its own begins with it.
        let (from, to) = (self.shell.day(&from).to_string(), self.shell.day(&to));
        self.shell.t.msg("visits-range-custom").arg("from", from).arg("to", to).to_string()
    }

    /// This page ordered by another column.
    pub fn href_sort(&self, sort: &str) -> String {
        format!("/console/units/{}?{}&sort={sort}", self.unit.code, self.range.query())
    }

    /// This page over another range.
    pub fn href_range(&self, range: &str) -> String {
        format!("/console/units/{}?range={range}{}", self.unit.code, self.range.tree())
    }

    /// This page by one of the two trees.
    pub fn href_tree(&self, lens: Lens) -> String {
        format!("/console/units/{}?{}", self.unit.code, self.range.by(lens).query())
    }

    /// What a tree is called.
    pub fn tree_word(&self, lens: Lens) -> String {
        let key = if lens == Lens::Now { "visits-tree-now" } else { "visits-tree-then" };
        self.shell.t.msg(key).to_string()
    }

    /// Whether the children are ordered by this column.
    pub fn is_sorted(&self, word: &str) -> bool {
        Sort::ALL.iter().any(|(name, sort)| *name == word && *sort == self.sort)
    }

    /// The register of a unit over the shown range.
    pub fn href_records(&self, code: &str) -> String {
        let Range { from, to } = self.range.days;
        format!("/console/units/{code}/visits?from={from}&to={to}")
    }

    /// Records (`visits`) or totals (`tallies`) of the shown range as a file.
    pub fn href_export(&self, what: &str, format: &str) -> String {
        let (code, Range { from, to }) = (&self.unit.code, self.range.days);
        format!("/console/units/{code}/{what}/export?from={from}&to={to}&format={format}")
    }

    /// The register of a unit for one day or a range up to today.
    pub fn href_since(&self, from: Day) -> String {
        let today = self.shell.today();
        format!("/console/units/{}/visits?from={from}&to={today}", self.unit.code)
    }

    /// The first day of the present month.
    pub fn month_start(&self) -> Day {
        self.shell.today().month_start()
    }

    /// The first day of the present year.
    pub fn year_start(&self) -> Day {
        self.shell.today().year_start()
    }
}

/// The moves that count for a unit and whose days lie in a range, after its first day: what came
/// before and after them stood elsewhere.
fn moves(tree: &Tree, unit: UnitId, range: Range) -> Vec<MoveLine> {
    let line = |it: &Reparenting| MoveLine {
        from: it.from,
        unit: tree.name(it.unit).to_owned(),
        before: tree.name(tree.standing(it.before, it.from).unwrap_or(it.before)).to_owned(),
        parent: tree.name(it.parent).to_owned(),
        closes: it.closes,
    };
    let counts = |it: &&Reparenting| {
        let within = |at, day| tree.is_within(at, unit, day);
        range.from < it.from
            && it.from <= range.to
            && (within(it.before, it.from.plus(-1)) || within(it.parent, it.from))
    };
    let mut lines: Vec<MoveLine> =
        tree.ways().flat_map(|(_, moves)| moves).filter(counts).map(line).collect();
    lines.sort_by_key(|line| line.from);
    lines
}

fn bars(overview: &Overview, catalogue: &Catalogue, shell: &Shell) -> Vec<ServiceBar> {
    let most = overview.services.first().map_or(1, |(_, figures)| figures.people.max(1));
    let bar = |(code, figures): &(String, crate::tally::Figures)| {
        let service = catalogue.service(code);
        ServiceBar {
            code: code.clone(),
            name: service
                .map_or(code.as_str(), |service| service.short_name(shell.lang))
                .to_owned(),
            icon: service.map(stations::Service::icon).unwrap_or_default(),
            people: figures.people,
            percent: figures.people * 100 / most,
        }
    };
    overview.services.iter().take(TOP_SERVICES).map(bar).collect()
}
