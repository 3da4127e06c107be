//! `/api/v1/tallies`: totals at every level, for any range of days.

use std::collections::BTreeMap;

use axum::{extract::State, http::HeaderMap, response::Response};
use db::{Day, Instant};
use i18n::Lang;
use kernel::{App, Error, Result, Tx};
use org::{Tree, UnitId, Viewer, Who, unit::Kind};
use serde::{Deserialize, Serialize};
use stations::Catalogue;
use utoipa::{IntoParams, ToSchema};

use crate::{
    lens::Lens,
    list, shown,
    tally::{Figures, Range},
    totals::{self, By, Services},
};

/// What totals are asked for.
#[derive(Deserialize, IntoParams)]
pub struct TalliesQuery {
    /// A unit code or a station number; needed.
    unit: Option<String>,
    /// First day; needed.
    #[param(value_type = String)]
    from: Option<Day>,
    /// Last day; needed.
    #[param(value_type = String)]
    to: Option<Day>,
    /// `none`, `day`, `week`, `month`, `service`, `child` or `station`.
    by: Option<String>,
    /// `then` (by the tree of the day of each fact) or `now` (by today's).
    tree: Option<String>,
    /// A comma list of services.
    service: Option<String>,
    /// For `by=station`: 1 to 200, 50 unless given.
    limit: Option<String>,
    /// For `by=station`: where the last page ended.
    cursor: Option<String>,
}

/// Figures of a row or of the total.
#[derive(Serialize, ToSchema)]
#[schema(as = visits::Figures)]
pub struct FiguresBody {
    /// Records less reversed ones.
    visits: i64,
    /// Person-times (服务人次).
    people: i64,
    /// Arrivals (到站人次).
    arrivals: i64,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    more: Option<MoreFigures>,
}

/// Figures for those who signed in.
#[derive(Serialize, ToSchema)]
#[schema(as = visits::MoreFigures)]
pub struct MoreFigures {
    /// Rating keys handed out.
    invited: i64,
    #[serde(flatten)]
    ratings: RatingFigures,
    /// People by code of the guests' group, without zeros.
    groups: BTreeMap<String, i64>,
}

/// Figures of ratings: null under five, and moved at each full five or at the end of a month, for
/// those who serve at a station.
#[derive(Default, Serialize, ToSchema)]
#[schema(as = visits::RatingFigures)]
pub struct RatingFigures {
    /// Ratings.
    rated: Option<i64>,
    /// Sum of their scores.
    score_sum: Option<i64>,
    /// Scores 3 to 5.
    satisfied: Option<i64>,
    /// Scores 1 and 2.
    dissatisfied: Option<i64>,
}

impl RatingFigures {
    fn of(figures: &Figures) -> Self {
        Self {
            rated: Some(figures.rated),
            score_sum: Some(figures.score_sum),
            satisfied: Some(figures.satisfied),
            dissatisfied: Some(figures.dissatisfied),
        }
    }
}

/// One row.
#[derive(Serialize, ToSchema)]
#[schema(as = visits::TallyRow)]
pub struct Row {
    /// `2026-11-23`, `2026-W48`, `2026-11`, or a code.
    key: String,
    /// What people call it.
    name: String,
    #[serde(flatten)]
    figures: FiguresBody,
}

/// Totals of a unit or station over a range.
#[derive(Serialize, ToSchema)]
#[schema(as = visits::Tallies)]
pub struct Tallies {
    unit: String,
    #[schema(value_type = String)]
    from: Day,
    #[schema(value_type = String)]
    to: Day,
    tree: String,
    rows: Vec<Row>,
    /// For `by=station`: where the next page begins.
    #[serde(flatten)]
    page: Option<NextPage>,
    total: FiguresBody,
    /// The moment for which the figures are exact.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String)]
    as_of: Option<Instant>,
}

/// Where the next page begins.
#[derive(Serialize, ToSchema)]
#[schema(as = visits::NextPage)]
pub struct NextPage {
    next: Option<String>,
}

/// The question, after its parts were checked one by one.
struct Ask {
    unit: String,
    range: Range,
    by: By,
    lens: Lens,
    services: Services,
    limit: usize,
    after: Option<String>,
}

impl Ask {
    fn parse(query: TalliesQuery) -> Result<Self> {
        let missing = |field: &'static str| Error::field(field, "request.missing");
        let unit = query.unit.ok_or_else(|| missing("unit"))?;
        let from = query.from.ok_or_else(|| missing("from"))?;
        let to = query.to.ok_or_else(|| missing("to"))?;
        let range =
            Range::new(from, to).ok_or_else(|| Error::field("to", "request.days-in-order"))?;
        let by = query.by.as_deref().unwrap_or("none");
        let by = By::parse(by).ok_or_else(|| Error::field("by", "request.unknown-value"))?;
        let lens = Lens::asked(query.tree.as_deref())?;
        let services = query.service.unwrap_or_default();
        let services = services.split(',').map(str::trim).filter(|code| !code.is_empty());
        let services = Services(services.map(str::to_owned).collect());
        let limit = web::limit(query.limit.as_deref())?;
        let after = query.cursor.as_deref().map(web::cursor::decode::<String>).transpose()?;
        Ok(Self { unit, range, by, lens, services, limit, after })
    }
}

/// How much of the figures a viewer is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sight {
    Public,
    /// Those who serve at a station: ratings by full fives.
    AtStation,
    Staff,
}

/// Totals at every level, for any range of days.
#[utoipa::path(
    get, path = "/api/v1/tallies", operation_id = "get_tallies", tag = "totals",
    params(TalliesQuery),
    responses((status = 200, body = Tallies))
)]
pub async fn show(
    app: State<App>,
    who: Who,
    ctx: web::Ctx,
    headers: HeaderMap,
    query: web::Query<TalliesQuery>,
) -> Result<Response> {
    let ask = Ask::parse(query.0)?;
    let viewer = who.viewer();
    let lang = ctx.lang();
    let mut tallies = app.db.read(move |tx| read(tx, &viewer, &ask, lang)).await?;
    let as_of = tallies.as_of.take();
    let content = web::to_json(&tallies)?;
    tallies.as_of = as_of;
    web::etag_json(&content, &tallies, &headers)
}

fn read(tx: &mut Tx<'_>, viewer: &Viewer, ask: &Ask, lang: Lang) -> Result<Tallies> {
    let tree = tx.cached::<Tree>()?;
    let catalogue = tx.cached::<Catalogue>()?;
    let (unit, sight) = sight(tx, viewer, ask)?;
    for code in &ask.services.0 {
        list::check_service(tx, Some(code))?;
    }
    let asked =
        totals::Ask { tree: &tree, lens: ask.lens, range: ask.range, services: &ask.services };
    // As it was is told in the names of then, as it is in those of today.
    let named = if ask.lens == Lens::Then { ask.range.to.min(tx.today()) } else { tx.today() };
    let total = totals::total(tx, unit, asked)?;
    let mut page = None;
    let found = match ask.by {
        By::None => Vec::new(),
        By::Child => of_units(&tree, totals::by_child(tx, unit, asked, &total)?, named),
        By::Station => {
            let after = ask.after.as_deref();
            let (rows, more) = totals::by_station(tx, unit, asked, after, ask.limit)?;
            let rows = of_units(&tree, rows, named);
            let last = rows.last().filter(|_| more);
            page = Some(NextPage { next: last.map(|row| web::cursor::encode(&row.key)) });
            rows
        }
        by => totals::split(tx, unit, by, asked)?
            .into_iter()
            .map(|(key, figures)| Found {
                name: name_of(&key, by, &catalogue, lang),
                key,
                unit,
                figures,
            })
            .collect(),
    };
    let mut rows = Vec::with_capacity(found.len());
    for Found { key, name, unit, figures } in found {
        let (range, services) = covered(&key, ask);
        let figures = figures_body(tx, sight, (unit, range, &services), &figures)?;
        rows.push(Row { key, name, figures });
    }
    Ok(Tallies {
        unit: tree.code(unit).to_owned(),
        from: ask.range.from,
        to: ask.range.to,
        tree: ask.lens.word().to_owned(),
        rows,
        page,
        total: figures_body(tx, sight, (unit, ask.range, &ask.services), &total)?,
        as_of: Some(tx.now()),
    })
}

/// A row before it is decided how much of it is shown.
struct Found {
    key: String,
    name: String,
    /// Whose figures they are.
    unit: UnitId,
    figures: Figures,
}

/// The days and services of a row.
fn covered(key: &str, ask: &Ask) -> (Range, Services) {
    let services =
        if ask.by == By::Service { Services(vec![key.to_owned()]) } else { ask.services.clone() };
    let days = totals::days_of(key, ask.by);
    let range = days.and_then(|days| ask.range.overlap(days.from, Some(days.to)));
    (range.unwrap_or(ask.range), services)
}

/// Rows of units and stations, in the names of a day.
fn of_units(tree: &Tree, rows: Vec<(UnitId, Figures)>, named: Day) -> Vec<Found> {
    let of_unit = |(unit, figures)| {
        let (key, name) = (tree.code(unit).to_owned(), tree.name_on(unit, named).to_owned());
        Found { key, name, unit, figures }
    };
    rows.into_iter().map(of_unit).collect()
}

/// Without credentials: offices alone, and nothing by station. With them: what is in scope.
fn sight(tx: &mut Tx<'_>, viewer: &Viewer, ask: &Ask) -> Result<(UnitId, Sight)> {
    if viewer.is_known() {
        let unit = list::readable(tx, viewer, &ask.unit)?;
        let at_once = shown::at_once(&*tx.cached::<Tree>()?, viewer, unit);
        return Ok((unit, if at_once { Sight::Staff } else { Sight::AtStation }));
    }
    // A number is taken for a station's by its hyphen, so that nobody learns which exist.
    if ask.by == By::Station || ask.unit.contains('-') {
        return Err(Error::SignInFirst);
    }
    let tree = tx.cached::<Tree>()?;
    let office = |unit: &UnitId| tree.node(*unit).is_some_and(|node| node.kind == Kind::Unit);
    let unit = tree.by_code(&ask.unit).filter(office);
    unit.map(|unit| (unit, Sight::Public)).ok_or(Error::NotFound("units.unknown"))
}

fn name_of(key: &str, by: By, catalogue: &Catalogue, lang: Lang) -> String {
    let service = catalogue.service(key).filter(|_| by == By::Service);
    service.map_or(key, |service| service.name(lang)).to_owned()
}

/// The figures of a unit over days and services, as far as they are shown.
fn figures_body(
    tx: &mut Tx<'_>,
    sight: Sight,
    (unit, range, services): (UnitId, Range, &Services),
    figures: &Figures,
) -> Result<FiguresBody> {
    let ratings = match sight {
        Sight::Public => None,
        Sight::Staff => Some(RatingFigures::of(figures)),
        Sight::AtStation => {
            let shown = shown::of_row(tx, unit, range, services, figures)?;
            Some(shown.map_or_else(RatingFigures::default, |it| RatingFigures::of(&it.figures())))
        }
    };
    let groups = groups(figures, &*tx.cached::<Catalogue>()?);
    let more = ratings.map(|ratings| MoreFigures { invited: figures.invited, ratings, groups });
    let Figures { visits, people, arrivals, .. } = *figures;
    Ok(FiguresBody { visits, people, arrivals, more })
}

/// People by code of the guests' group, without zeros.
fn groups(figures: &Figures, catalogue: &Catalogue) -> BTreeMap<String, i64> {
    let groups = catalogue.groups().iter();
    let people = groups.map(|group| {
        let people = figures.groups.get(usize::from(group.slot)).copied().unwrap_or_default();
        (group.code.to_string(), people)
    });
    people.filter(|(_, people)| *people != 0).collect()
}
