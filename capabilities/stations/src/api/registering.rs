//! `/api/v1/stations`, writing: registering, changing and closing.

use std::sync::Arc;

use axum::{
    Json,
    extract::{FromRequest, Path, Request, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CONTENT_TYPE, LOCATION},
    },
    response::{IntoResponse, Response},
};
use db::{Day, Tx};
use geo::Datum;
use kernel::{App, Error, Result};
use org::{Books, Tree, Viewer, Who};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{
    bodies::Body,
    check_version,
    item::{Detail, View},
    version_of,
};
use crate::{
    catalogue::Catalogue,
    closing::{self, Closure},
    directory::Directory,
    figures::PublicFigures,
    idempotency::Key,
    life::Status,
    moving, plate, scope,
    station::{self, Change, NewStation, Station},
};

/// A station just changed, as its editor sees it.
fn changed<F: PublicFigures>(tx: &mut Tx<'_>, viewer: &Viewer, number: &str) -> Result<Detail> {
    let directory = tx.cached::<Directory>()?;
    let entry = directory.by_number(number).ok_or(scope::UNKNOWN)?;
    let view = View::now(tx, Datum::Wgs84)?;
    let mut detail = Detail::load::<F>(tx, viewer, entry, &view)?;
    detail.common.told_at(view.at);
    Ok(detail)
}

/// Registers a station under the unit of its county-level division.
#[utoipa::path(
    post, path = "/api/v1/stations", operation_id = "create_station", tag = "stations",
    params(("Idempotency-Key" = Option<String>, Header, description = "Kept for 24 hours")),
    request_body = Body,
    responses((status = 201, body = Detail), (status = 409, description = "`idempotency.conflict`"))
)]
pub async fn create<F: PublicFigures>(
    app: State<App>,
    who: Who,
    headers: HeaderMap,
    body: web::ApiJson<Map<String, Value>>,
) -> Result<Response> {
    let viewer = who.viewer();
    let key = key(&viewer, &headers, "stations", &body.0)?;
    let answer =
        app.db.write(move |tx| create_once::<F>(tx, &viewer, body.0, key.as_ref())).await?;
    created(answer)
}

fn create_once<F: PublicFigures>(
    tx: &mut Tx<'_>,
    viewer: &Arc<Viewer>,
    fields: Map<String, Value>,
    key: Option<&Key>,
) -> Result<String> {
    once(tx, key, |tx| {
        if fields.contains_key("unit") {
            return Err(Error::refused("stations.unit"));
        }
        let body = Body::read(fields)?;
        let meant = body.meant(&*tx.cached::<Catalogue>()?)?;
        let (county, today) = (meant.details.county()?, tx.today());
        let parent = station::unit_of(tx, county, today)?;
        scope::check_editable_unit(&*tx.cached::<Tree>()?, viewer, parent)?;
        let new = NewStation {
            number: None,
            details: meant.details,
            services: meant.services,
            status: body.status.as_deref().map(first_status).transpose()?,
            opened: body.opened,
            source: None,
        };
        let change = Change::begin(tx, Some(viewer.author()))?;
        let station = station::register(tx, change, parent, &new)?;
        plate::replace(tx, change, station.unit, &body.plates().unwrap_or_default())?;
        changed::<F>(tx, viewer, &station.number)
    })
}

/// What a life may begin with.
fn first_status(word: &str) -> Result<Status> {
    let first = [Status::Planned, Status::Submitted, Status::Trial, Status::Active];
    let status = Status::parse(word).filter(|status| first.contains(status));
    status.ok_or_else(|| Error::field("status", "stations.status"))
}

/// Changes a station: JSON Merge Patch over what registering takes, the next step of its life as
/// `status`, and with `unit` and `from` the unit below which it stands from that day on.
#[utoipa::path(
    patch, path = "/api/v1/stations/{code}", operation_id = "change_station", tag = "stations",
    params(
        ("code" = String, Path, description = "Its number"),
        ("If-Match" = String, Header, description = "Its `version` in quotes")
    ),
    request_body(content = Body, content_type = "application/merge-patch+json"),
    responses(
        (status = 200, body = Detail),
        (status = 412, description = "`stations.version-stale`"),
        (status = 422, description = "`units.past` and what else the tree does not allow"),
        (status = 428, description = "`stations.version-missing`")
    )
)]
pub async fn change<F: PublicFigures, B: Books>(
    app: State<App>,
    who: Who,
    Path(code): Path<String>,
    request: Patch,
) -> Result<Json<Detail>> {
    let viewer = who.viewer();
    let change = move |tx: &mut Tx<'_>| {
        let station = scope::editable(tx, &viewer, &code)?;
        check_version(&request.headers, station.version)?;
        patch::<B>(tx, &viewer, station, &request.fields)?;
        changed::<F>(tx, &viewer, &code)
    };
    Ok(Json(app.db.write(change).await?))
}

/// A merge patch and the headers it came with.
pub struct Patch {
    headers: HeaderMap,
    fields: Map<String, Value>,
}

impl FromRequest<App> for Patch {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let headers = request.headers().clone();
        let body = web::ApiJson::from_request(request, app).await?;
        Ok(Self { headers, fields: body.0 })
    }
}

fn patch<B: Books>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    station: Station,
    fields: &Map<String, Value>,
) -> Result<()> {
    let to = moving::asked(fields)?;
    let plan = to.map(|(unit, from)| moving::plan(tx, viewer, &station, (&unit, from)));
    let plan = plan.transpose()?;
    let (tree, catalogue) = (tx.cached::<Tree>()?, tx.cached::<Catalogue>()?);
    let mut body = Body::of(&station, &catalogue).patched(fields)?;
    if fields.get("plates").is_some_and(Value::is_null) {
        body.plates = Some(Vec::new());
    }
    if fields.contains_key("hours") && !fields.contains_key("hours_text") {
        // The words of before were said of other hours.
        body.hours_text = None;
    }
    let meant = body.meant(&catalogue)?;
    let change = Change::begin(tx, Some(viewer.author()))?;
    let mut station = station;
    if let Some(plan) = plan {
        station.version = moving::carry_out::<B>(tx, change, &tree, &station, &plan)?;
    }
    if meant.details != station.details || meant.services != station.services {
        let services = meant.services;
        let other = services != station.services;
        station.details = meant.details;
        station.version = station::update(tx, change, &station)?;
        if other {
            station::set_services(tx, change, station.unit, services)?;
        }
    }
    if let Some(plates) = body.plates()
        && plate::replace(tx, change, station.unit, &plates)?
    {
        station.version = station::touch(tx, change, &station)?;
    }
    if let Some(word) = &body.status {
        let next = Status::parse(word).ok_or_else(|| Error::field("status", "stations.status"))?;
        if closing::life(tx, station.unit)?.status(tx.today()) != next {
            closing::step(tx, change, &station, next)?;
        }
    }
    Ok(())
}

/// A closure as it is sent.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = stations::Closure)]
pub struct ClosureBody {
    /// Why, in words for the public; up to 200 characters.
    reason: String,
    /// First closed day; today unless given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Day>,
    /// Last closed day, when it is known; the station is open again on the next one.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Day>,
    /// For ever.
    #[serde(default)]
    permanent: bool,
}

/// Closes a station for a while, or for ever.
#[utoipa::path(
    post, path = "/api/v1/stations/{code}/closure", operation_id = "close_station",
    tag = "stations",
    params(
        ("code" = String, Path, description = "Its number"),
        ("If-Match" = String, Header, description = "Its `version` in quotes"),
        ("Idempotency-Key" = Option<String>, Header, description = "Kept for 24 hours")
    ),
    request_body = ClosureBody,
    responses(
        (status = 201, body = Detail),
        (status = 412, description = "`stations.version-stale`"),
        (status = 428, description = "`stations.version-missing`")
    )
)]
pub async fn close<F: PublicFigures>(
    app: State<App>,
    who: Who,
    Path(code): Path<String>,
    request: Patch,
) -> Result<Response> {
    let viewer = who.viewer();
    let Patch { headers, fields } = request;
    let key = key(&viewer, &headers, &format!("stations/{code}/closure"), &fields)?;
    let answer = move |tx: &mut Tx<'_>| {
        let station = scope::editable(tx, &viewer, &code)?;
        version_of(&headers)?;
        once(tx, key.as_ref(), |tx| {
            check_version(&headers, station.version)?;
            let closure = read_closure(fields)?;
            let change = Change::begin(tx, Some(viewer.author()))?;
            closing::close(tx, change, &station, &closure)?;
            changed::<F>(tx, &viewer, &code)
        })
    };
    created(app.db.write(answer).await?)
}

fn read_closure(fields: Map<String, Value>) -> Result<Closure> {
    let body: ClosureBody =
        serde_path_to_error::deserialize(Value::Object(fields)).map_err(|error| {
            let path = error.path().to_string();
            let missing = error.into_inner().to_string().starts_with("missing field");
            if missing {
                Error::field("reason", "request.missing")
            } else {
                Error::field(path, "request.wrong-type")
            }
        })?;
    let ClosureBody { reason, from, until, permanent } = body;
    Ok(Closure { from, until, reason, for_good: permanent })
}

fn key(
    viewer: &Viewer,
    headers: &HeaderMap,
    route: &str,
    fields: &Map<String, Value>,
) -> Result<Option<Key>> {
    let header = headers.get("idempotency-key").map(HeaderValue::to_str).transpose();
    let header = header.map_err(|_| Error::malformed("idempotency.key"))?;
    let id = match fields.get("id") {
        None | Some(Value::Null) => None,
        Some(Value::String(id)) => Some(id.as_str()),
        Some(_) => return Err(Error::field("id", "stations.bad-id")),
    };
    Key::of(viewer, header, id, route, &web::to_json(fields)?)
}

/// Does something under a key once, and answers the same afterwards.
fn once(
    tx: &mut Tx<'_>,
    key: Option<&Key>,
    act: impl FnOnce(&mut Tx<'_>) -> Result<Detail>,
) -> Result<String> {
    if let Some(answer) = key.map(|key| key.answered(tx)).transpose()?.flatten() {
        return Ok(answer);
    }
    let detail = act(tx)?;
    let answer = serde_json::to_string(&detail)
        .map_err(|error| Error::Internal(format!("a station as JSON: {error}")))?;
    if let Some(key) = key {
        key.keep(tx, &answer)?;
    }
    Ok(answer)
}

fn created(answer: String) -> Result<Response> {
    let detail: Value = serde_json::from_str(&answer)
        .map_err(|error| Error::Internal(format!("an answer that was kept: {error}")))?;
    let code = detail.get("code").and_then(Value::as_str).unwrap_or_default();
    let place = HeaderValue::from_str(&format!("/api/v1/stations/{code}"))
        .map_err(|error| Error::Internal(error.to_string()))?;
    let kind = HeaderValue::from_static("application/json");
    Ok((StatusCode::CREATED, [(CONTENT_TYPE, kind), (LOCATION, place)], answer).into_response())
}
