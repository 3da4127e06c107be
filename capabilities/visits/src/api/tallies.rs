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
    list,
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
    /// Ratings.
    rated: i64,
    /// Sum of their scores.
    score_sum: i64,
    /// Scores 3 to 5.
    satisfied: i64,
    /// Scores 1 and 2.
    dissatisfied: i64,
    /// People by code of the guests' group, without zeros.
    groups: BTreeMap<String, i64>,
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
    let total = totals::total(tx, unit, asked)?;
    let body = |figures: &Figures| figures_body(figures, sight, &catalogue);
    let of_unit = |(unit, figures): &(UnitId, Figures)| Row {
        key: tree.code(*unit).to_owned(),
        name: tree.name(*unit).to_owned(),
        figures: body(figures),
    };
    let mut page = None;
    let rows = match ask.by {
        By::None => Vec::new(),
        By::Child => totals::by_child(tx, unit, asked, &total)?.iter().map(of_unit).collect(),
        By::Station => {
            let after = ask.after.as_deref();
            let (rows, more) = totals::by_station(tx, unit, asked, after, ask.limit)?;
            let rows: Vec<Row> = rows.iter().map(of_unit).collect();
            let last = rows.last().filter(|_| more);
            page = Some(NextPage { next: last.map(|row| web::cursor::encode(&row.key)) });
            rows
        }
        by => totals::split(tx, unit, by, asked)?
            .iter()
            .map(|(key, figures)| Row {
                key: key.clone(),
                name: name_of(key, by, &catalogue, lang),
                figures: body(figures),
            })
            .collect(),
    };
    Ok(Tallies {
        unit: tree.code(unit).to_owned(),
        from: ask.range.from,
        to: ask.range.to,
        tree: ask.lens.word().to_owned(),
        rows,
        page,
        total: body(&total),
        as_of: Some(tx.now()),
    })
}

/// Without credentials: offices alone, and nothing by station. With them: what is in scope.
fn sight(tx: &mut Tx<'_>, viewer: &Viewer, ask: &Ask) -> Result<(UnitId, Sight)> {
    if viewer.is_known() {
        return list::readable(tx, viewer, &ask.unit).map(|unit| (unit, Sight::Staff));
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

fn figures_body(figures: &Figures, sight: Sight, catalogue: &Catalogue) -> FiguresBody {
    let more = (sight == Sight::Staff).then(|| MoreFigures {
        invited: figures.invited,
        rated: figures.rated,
        score_sum: figures.score_sum,
        satisfied: figures.satisfied,
        dissatisfied: figures.dissatisfied,
        groups: catalogue
            .groups()
            .iter()
            .map(|group| (group, figures.groups.get(usize::from(group.slot)).copied()))
            .filter_map(|(group, people)| Some((group.code.to_string(), people?)))
            .filter(|(_, people)| *people != 0)
            .collect(),
    });
    FiguresBody { visits: figures.visits, people: figures.people, arrivals: figures.arrivals, more }
}
