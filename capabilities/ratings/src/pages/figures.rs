//! `/console/units/{code}/ratings` and `/desk/ratings`: what guests think of a unit or station, for
//! those above it at once, for those who serve there by full fives.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use db::{Day, Tx};
use kernel::{App, Error, Result};
use org::{Role, Tree, UnitId, Viewer, Who, unit::Kind};
use serde::Deserialize;
use stations::Catalogue;
use visits::{RECORDERS, shown::FEWEST, tally::Range};
use web::{Crumb, Ctx, Faces, Shell};

use crate::{
    figures::{Rated, SMALL},
    overview::{self, Overview},
    said::Way,
    store::ratings::Remark,
    unserved::Unserved,
    words::Words,
};

/// The page.
#[derive(Template)]
#[template(path = "rating-figures.html")]
pub struct FiguresPage {
    pub shell: Shell,
    pub name: String,
    /// The units above that the viewer answers for, and this one.
    pub above: Vec<Crumb>,
    /// The range, for those who see ratings at once.
    pub days: Option<Range>,
    pub rated: Option<Rated>,
    pub faces: Option<Faces>,
    pub below: Vec<BelowLine>,
    /// How many came in each way.
    pub ways: Vec<(Way, i64)>,
    pub remarks: Vec<RemarkLine>,
    /// How many told that they were not served, for those who see it at once.
    pub unserved: Option<i64>,
    /// What they told, at a station.
    pub told: Vec<UnservedLine>,
    /// The poster of a station.
    pub poster: Option<String>,
}

/// What somebody told who was not served.
pub struct UnservedLine {
    pub day: String,
    pub why: &'static str,
    pub comment: Option<String>,
}

/// A unit or station directly below.
pub struct BelowLine {
    pub code: String,
    pub name: String,
    pub rated: Rated,
}

/// What a guest wrote or chose.
pub struct RemarkLine {
    pub meta: String,
    pub word: String,
    pub reasons: Vec<String>,
    pub comment: Option<String>,
    pub on_behalf: bool,
}

/// The range of the page.
#[derive(Deserialize)]
pub struct FiguresQuery {
    from: Option<Day>,
    to: Option<Day>,
    station: Option<String>,
}

/// `GET /console/ratings`: the first of the viewer's units.
pub async fn home(app: State<App>, who: Who) -> Result<Response> {
    let viewer = who.viewer();
    let find = move |tx: &mut Tx<'_>| {
        let tree = tx.cached::<Tree>()?;
        let units = viewer.units_of(&tree, &[Role::Supervisor]);
        let first = units.first().ok_or(Error::Forbidden("access.not-granted"))?;
        Ok(web::see_other(&format!("/console/units/{}/ratings", tree.code(*first))))
    };
    app.db.read(find).await
}

/// `GET /console/units/{code}/ratings`
pub async fn of_unit(
    app: State<App>,
    (ctx, who): (Ctx, Who),
    Path(code): Path<String>,
    query: web::Query<FiguresQuery>,
) -> Result<Response> {
    let (viewer, shell) = (who.viewer(), ctx.shell());
    let load = move |tx: &mut Tx<'_>| {
        let unit = held(tx, &viewer, &code, &[Role::Supervisor])?;
        FiguresPage::answer(tx, &viewer, shell, unit, &query.0)
    };
    app.db.read(load).await
}

/// `GET /desk/ratings`: of the station where one serves.
pub async fn of_station(
    app: State<App>,
    (ctx, who): (Ctx, Who),
    query: web::Query<FiguresQuery>,
) -> Result<Response> {
    let (viewer, shell) = (who.viewer(), ctx.shell());
    let load = move |tx: &mut Tx<'_>| {
        let tree = tx.cached::<Tree>()?;
        let unit = if let Some(number) = &query.0.station {
            held(tx, &viewer, number, &RECORDERS)?
        } else {
            let units = viewer.units_of(&tree, &RECORDERS);
            *units.first().ok_or(Error::Forbidden("access.not-granted"))?
        };
        FiguresPage::answer(tx, &viewer, shell, unit, &query.0)
    };
    app.db.read(load).await
}

/// A unit or station on which the viewer holds one of these roles; what is not, does not exist.
pub(super) fn held(tx: &mut Tx<'_>, viewer: &Viewer, code: &str, roles: &[Role]) -> Result<UnitId> {
    let tree = tx.cached::<Tree>()?;
    let unit = tree.by_code(code).filter(|unit| viewer.holds(&tree, roles, *unit));
    unit.ok_or(Error::NotFound("units.unknown"))
}

impl FiguresPage {
    fn answer(
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        shell: Shell,
        unit: UnitId,
        query: &FiguresQuery,
    ) -> Result<Response> {
        let days = overview::days(tx.today(), query.from, query.to);
        let days = days.ok_or_else(|| Error::field("to", "request.days-in-order"))?;
        let seen = overview::load(tx, viewer, unit, days)?;
        let tree = tx.cached::<Tree>()?;
        let above = tree.chain(unit, tx.today()).skip(1);
        let above = above.filter(|id| viewer.holds(&tree, &[Role::Supervisor], *id));
        let mut above: Vec<Crumb> = above.map(|id| crumb(&tree, id)).collect();
        above.reverse();
        above.push(crumb(&tree, unit));
        let (words, catalogue) = (tx.cached::<Words>()?, tx.cached::<Catalogue>()?);
        let page = Self::of(shell, (&tree, unit), seen, (&words, &catalogue));
        web::page(StatusCode::OK, &Self { above, days: page.days.map(|_| days), ..page })
    }

    /// The page about what is seen of a unit.
    pub fn of(
        shell: Shell,
        (tree, unit): (&Tree, UnitId),
        seen: Overview,
        (words, catalogue): (&Words, &Catalogue),
    ) -> Self {
        let today = shell.today();
        let below = seen.below.iter().map(|below| BelowLine {
            code: tree.code(below.unit).to_owned(),
            name: tree.name(below.unit).to_owned(),
            rated: below.rated,
        });
        let remark = |remark: Remark| RemarkLine::of(remark, &shell, (words, catalogue));
        Self {
            name: tree.name(unit).to_owned(),
            above: Vec::new(),
            days: Range::new(today, today).filter(|_| seen.at_once),
            rated: seen.rated,
            faces: seen.scores.map(|scores| Faces::new(scores.0, words.of_scores(shell.lang))),
            below: below.collect(),
            remarks: seen.remarks.into_iter().map(remark).collect(),
            ways: seen.ways,
            unserved: seen.unserved,
            told: seen.told.into_iter().map(|told| UnservedLine::of(told, &shell)).collect(),
            poster: tree
                .node(unit)
                .filter(|node| node.kind == Kind::Station)
                .map(|node| format!("/console/units/{}/poster", node.code)),
            shell,
        }
    }

    fn percent(&self, ratio: Option<f64>) -> String {
        ratio.map_or_else(
            || self.shell.t.msg("ratings-no-figure").to_string(),
            |ratio| self.shell.t.percent(ratio),
        )
    }

    fn mean(&self, mean: Option<f64>) -> String {
        mean.map_or_else(
            || self.shell.t.msg("ratings-no-figure").to_string(),
            |mean| format!("{mean:.1}"),
        )
    }
}

fn crumb(tree: &Tree, unit: UnitId) -> Crumb {
    Crumb::new(tree.name(unit), format!("/console/units/{}/ratings", tree.code(unit)))
}

impl UnservedLine {
    fn of(told: Unserved, shell: &Shell) -> Self {
        let day = shell.t.near_day(&told.day.date(), &shell.today().date());
        Self { day: day.to_string(), why: told.why.message_key(), comment: told.comment }
    }
}

impl RemarkLine {
    fn of(remark: Remark, shell: &Shell, (words, catalogue): (&Words, &Catalogue)) -> Self {
        let (t, lang) = (&shell.t, shell.lang);
        let day = t.near_day(&remark.day.date(), &shell.today().date()).to_string();
        let service = catalogue.service(&remark.service).map(|service| service.name(lang));
        let reasons = remark.reasons.split(',').filter_map(|code| words.reason(code));
        Self {
            meta: [Some(&*day), service].into_iter().flatten().collect::<Vec<_>>().join(" · "),
            word: words.word(remark.score, lang).to_owned(),
            reasons: reasons.map(|reason| reason.name(lang).to_owned()).collect(),
            comment: remark.comment,
            on_behalf: remark.on_behalf,
        }
    }
}
