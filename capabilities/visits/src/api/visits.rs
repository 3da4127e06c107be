//! `/api/v1/visits`: the batch endpoint, reversals, reads.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use db::{Day, Instant};
use kernel::{App, Error, Result, Tx};
use org::{Tree, Who};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};

use crate::{
    book::{self, Fact, Outcome},
    list::{self, Ask, Place},
    record::{Incoming, MALFORMED, Record, Refusal, VisitId},
    rights::Ratings,
    tally::Range,
};

/// Records of one request.
const MOST_RECORDS: usize = 1_000;

/// What the endpoint is sent. Each record is read by itself, so that one that cannot be read
/// never spoils the others.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    records: Vec<&'a RawValue>,
}

/// A batch of service records.
#[derive(ToSchema)]
#[schema(as = visits::Batch)]
#[expect(dead_code, reason = "describes the body for the API document")]
pub struct Batch {
    /// 1 to 1,000 records.
    records: Vec<RecordBody>,
}

/// A service record as it is sent.
#[derive(ToSchema)]
#[schema(as = visits::Record)]
#[expect(dead_code, reason = "describes the body for the API document")]
pub struct RecordBody {
    /// UUID of version 7, made by the client.
    id: String,
    /// Number of the station.
    station: String,
    /// Code of the service.
    service: String,
    /// Person-times, 1 to 10,000.
    people: i64,
    /// How many of them came in with this record; all, unless said otherwise.
    arrivals: Option<i64>,
    /// RFC 3339 with offset.
    occurred_at: String,
    /// Code of the guests' group.
    group: Option<String>,
    /// Null for now.
    activity: Option<String>,
    /// Up to 500 characters.
    note: Option<String>,
    /// base64url SHA-256 of rating tokens, at most `people` and 200.
    rating_keys: Option<Vec<String>>,
}

/// What became of a batch, record by record.
#[derive(Serialize, ToSchema)]
#[schema(as = visits::Results)]
pub struct Results {
    results: Vec<Answer>,
}

/// What became of one record.
#[derive(Serialize, ToSchema)]
#[schema(as = visits::Result)]
pub struct Answer {
    /// As it was sent; null when it was no text.
    id: Option<String>,
    /// `accepted`, `duplicate` or `refused`.
    status: &'static str,
    /// Why it was refused.
    code: Option<&'static str>,
}

/// Records a batch.
#[utoipa::path(
    post, path = "/api/v1/visits", operation_id = "record_visits", tag = "visits",
    request_body = Batch,
    responses((status = 200, body = Results, description = "In the order of the records"))
)]
pub async fn record<R: Ratings>(
    app: State<App>,
    who: Who,
    body: web::JsonText,
) -> Result<Json<Results>> {
    let (ids, records) = read_batch(&body.0)?;
    let viewer = who.viewer();
    let lane = book::lane(&records);
    let write = move |tx: &mut Tx<'_>| book::record::<R>(tx, &viewer, &records);
    let outcomes = app.db.write_in(lane, write).await?;
    let results = ids.into_iter().zip(outcomes).map(|(id, outcome)| answer(id, outcome));
    Ok(Json(Results { results: results.collect() }))
}

type Read = (Vec<Option<String>>, Vec<Result<Record, Refusal>>);

fn read_batch(body: &[u8]) -> Result<Read> {
    let envelope: Envelope<'_> =
        serde_json::from_slice(body).map_err(|_| Error::malformed("request.malformed"))?;
    match envelope.records.len() {
        0 => Err(Error::field("records", "visits.no-records")),
        count if count > MOST_RECORDS => Err(Error::status(413, "visits.too-many-records")),
        _ => Ok(envelope.records.into_iter().map(read_one).unzip()),
    }
}

fn read_one(raw: &RawValue) -> (Option<String>, Result<Record, Refusal>) {
    if let Ok(incoming) = serde_json::from_str::<Incoming>(raw.get()) {
        return (Some(incoming.id_text().to_owned()), incoming.into_record());
    }
    let value: serde_json::Value = serde_json::from_str(raw.get()).unwrap_or_default();
    let id = value.get("id").and_then(serde_json::Value::as_str).map(str::to_owned);
    (id, Err(MALFORMED))
}

fn answer(id: Option<String>, outcome: Outcome) -> Answer {
    let (status, code) = match outcome {
        Outcome::Accepted => ("accepted", None),
        Outcome::Duplicate => ("duplicate", None),
        Outcome::Refused(code) => ("refused", Some(code)),
    };
    Answer { id, status, code }
}

/// A row of the register.
#[derive(Serialize, ToSchema)]
#[schema(as = visits::Item)]
pub struct Item {
    id: String,
    /// `record` or `reversal`.
    kind: &'static str,
    /// The record that a reversal takes back.
    reverses: Option<String>,
    station: String,
    service: String,
    people: i64,
    arrivals: i64,
    group: Option<String>,
    #[schema(value_type = String)]
    occurred_at: Instant,
    #[schema(value_type = String)]
    recorded_at: Instant,
    /// Whether it was taken back.
    reversed: bool,
}

impl Item {
    fn of(fact: Fact, tree: &Tree) -> Self {
        Self {
            id: fact.id.to_string(),
            kind: if fact.reverses.is_some() { "reversal" } else { "record" },
            reverses: fact.reverses.map(|id| id.to_string()),
            station: tree.code(fact.station).to_owned(),
            service: fact.service,
            people: fact.people,
            arrivals: fact.arrivals,
            group: fact.group,
            occurred_at: fact.occurred_at,
            recorded_at: fact.recorded_at,
            reversed: fact.reversed,
        }
    }
}

/// A reversal as it is sent.
#[derive(Deserialize, ToSchema)]
#[schema(as = visits::Reversal)]
pub struct ReversalBody {
    /// UUID of version 7, made by the client.
    id: String,
    /// Why, in up to 500 characters.
    reason: Option<String>,
}

/// Takes a record back.
#[utoipa::path(
    post, path = "/api/v1/visits/{id}/reversal", operation_id = "reverse_visit", tag = "visits",
    params(("id" = String, Path, description = "The record")),
    request_body = ReversalBody,
    responses((status = 201, body = Item))
)]
pub async fn reverse(
    app: State<App>,
    who: Who,
    Path(id): Path<String>,
    body: web::ApiJson<ReversalBody>,
) -> Result<(StatusCode, Json<Item>)> {
    let id = db::uuid_v7(&id).map(VisitId).ok_or(Error::NotFound("visits.unknown"))?;
    let ReversalBody { id: reversal, reason } = body.0;
    let reversal =
        db::uuid_v7(&reversal).map(VisitId).ok_or_else(|| Error::field("id", "visits.bad-id"))?;
    let reason = book::reason(reason)?;
    let viewer = who.viewer();
    let reverse = move |tx: &mut Tx<'_>| {
        let fact = book::reverse(tx, &viewer, id, reversal, reason.as_deref())?;
        let tree = tx.cached::<Tree>()?;
        Ok::<_, Error>(Item::of(fact, &tree))
    };
    Ok((StatusCode::CREATED, Json(app.db.write(reverse).await?)))
}

/// One row of the register.
#[utoipa::path(
    get, path = "/api/v1/visits/{id}", operation_id = "get_visit", tag = "visits",
    params(("id" = String, Path, description = "A record or a reversal")),
    responses((status = 200, body = Item))
)]
pub async fn show(app: State<App>, who: Who, Path(id): Path<String>) -> Result<Json<Item>> {
    let id = db::uuid_v7(&id).map(VisitId).ok_or(Error::NotFound("visits.unknown"))?;
    let viewer = who.viewer();
    let show = move |tx: &mut Tx<'_>| {
        let fact = book::visible(tx, &viewer, id)?;
        let tree = tx.cached::<Tree>()?;
        Ok::<_, Error>(Item::of(fact, &tree))
    };
    Ok(Json(app.db.read(show).await?))
}

/// What a list of the register is asked for.
#[derive(Deserialize, IntoParams)]
pub struct ListQuery {
    /// A unit or station; needed.
    unit: Option<String>,
    /// First day of `occurred_at`; 31 days before `to` unless given.
    #[param(value_type = Option<String>)]
    from: Option<Day>,
    /// Last day of `occurred_at`; today unless given.
    #[param(value_type = Option<String>)]
    to: Option<Day>,
    /// Code of a service.
    service: Option<String>,
    /// 1 to 200, 50 unless given.
    limit: Option<String>,
    /// Where the last page ended.
    cursor: Option<String>,
}

/// The register of a unit or station, newest first.
#[utoipa::path(
    get, path = "/api/v1/visits", operation_id = "list_visits", tag = "visits",
    params(ListQuery),
    responses((status = 200, body = web::PageOf<Item>))
)]
pub async fn list(
    app: State<App>,
    who: Who,
    query: web::Query<ListQuery>,
) -> Result<Json<web::PageOf<Item>>> {
    let query = query.0;
    let limit = web::limit(query.limit.as_deref())?;
    let after = query.cursor.as_deref().map(web::cursor::decode::<(i64, String)>).transpose()?;
    let after = after.map(place).transpose()?;
    let viewer = who.viewer();
    let list = move |tx: &mut Tx<'_>| {
        let tree = tx.cached::<Tree>()?;
        let unit = query.unit.ok_or_else(|| Error::field("unit", "request.missing"))?;
        let unit = list::readable(tx, &viewer, &unit)?;
        let to = query.to.unwrap_or(tx.today());
        let from = query.from.unwrap_or(to.plus(-31));
        let days =
            Range::new(from, to).ok_or_else(|| Error::field("to", "request.days-in-order"))?;
        list::check_service(tx, query.service.as_deref())?;
        let ask = Ask { days, service: query.service.as_deref(), after, limit };
        let page = list::page(tx, unit, ask)?;
        let next = page.next.map(|place| web::cursor::encode(&(place.at.0, place.id.to_string())));
        let items = page.facts.into_iter().map(|fact| Item::of(fact, &tree)).collect();
        Ok::<_, Error>(web::PageOf { items, next })
    };
    Ok(Json(app.db.read(list).await?))
}

fn place((at, id): (i64, String)) -> Result<Place> {
    let id = db::uuid_v7(&id).ok_or_else(|| Error::field("cursor", "request.cursor"))?;
    Ok(Place { at: Instant(at), id: VisitId(id) })
}
