//! `/api/v1/stations`: finding, reading, registering, changing and closing.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CONTENT_TYPE, LOCATION},
    },
    response::{IntoResponse, Response},
};
use db::{Day, Instant, Tx};
use geo::Datum;
use kernel::{App, Error, Result};
use org::{Tree, Viewer, Who};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

use super::{
    bodies::Body,
    check_version,
    item::{Detail, Item, View},
    version_of, words,
};
use crate::{
    catalogue::Catalogue,
    closing::{self, Closure},
    directory::Directory,
    finder::{self, Place, Search},
    idempotency::Key,
    life::Status,
    scope,
    station::{self, Change, NewStation, Station},
};

/// What a list of stations is narrowed by.
#[derive(Debug, Default, Deserialize, IntoParams)]
pub struct ListQuery {
    /// `LNG,LAT`: stations by exact distance from here, those without location left out.
    near: Option<String>,
    /// Metres from `near`.
    radius: Option<String>,
    /// Codes of services, all of them loaded: `A02,B01`.
    services: Option<String>,
    /// `now` or RFC 3339: those whose `open.state` is `open` then.
    open: Option<String>,
    /// Words of features, all of them: `step_free,wheelchair`.
    features: Option<String>,
    /// Code of a division, with everything below it.
    division: Option<String>,
    /// Part of name, address or number.
    q: Option<String>,
    /// Words of statuses; more than `active,suspended` needs a grant.
    status: Option<String>,
    /// Of `near` and of locations: `wgs84` (default), `gcj02`, `bd09`.
    datum: Option<String>,
    /// 1 to 200, 50 unless given.
    limit: Option<String>,
    /// Where the last page ended.
    cursor: Option<String>,
}

impl ListQuery {
    fn datum(&self) -> Result<Datum> {
        datum(self.datum.as_deref())
    }

    fn search(&self, now: Instant) -> Result<Search> {
        let datum = self.datum()?;
        let near = match self.near.as_deref() {
            None => None,
            Some(text) => {
                let at = finder::position(text, datum);
                Some(at.ok_or_else(|| Error::field("near", "stations.near"))?)
            }
        };
        let radius_m = match self.radius.as_deref() {
            None => None,
            Some(text) => {
                let metres = text.parse::<f64>().ok().filter(|m| m.is_finite() && *m >= 0.0);
                Some(metres.ok_or_else(|| Error::field("radius", "stations.radius"))?)
            }
        };
        let open_at = match self.open.as_deref() {
            None => None,
            Some("now") => Some(now),
            Some(text) => {
                // In a query a plus sign is a space.
                let at = text.replace(' ', "+").parse();
                Some(at.map_err(|_| Error::field("open", "stations.open"))?)
            }
        };
        Ok(Search {
            near,
            radius_m,
            services: words(self.services.as_deref()),
            features: words(self.features.as_deref()),
            open_at,
            division: self.division.clone(),
            part: self.q.clone(),
            statuses: words(self.status.as_deref()),
            limit: web::limit(self.limit.as_deref())?,
            after: self.after(near.is_some())?,
        })
    }

    fn after(&self, by_distance: bool) -> Result<Option<Place>> {
        let Some(cursor) = self.cursor.as_deref() else { return Ok(None) };
        // A distance is kept by its bits, so that it comes back exactly.
        Ok(Some(if by_distance {
            let (bits, unit) = web::cursor::decode::<(u64, i64)>(cursor)?;
            Place::Distance(f64::from_bits(bits), unit)
        } else {
            Place::Number(web::cursor::decode(cursor)?)
        }))
    }
}

fn datum(word: Option<&str>) -> Result<Datum> {
    let datum = word.map_or(Ok(Datum::Wgs84), str::parse);
    datum.map_err(|_| Error::field("datum", "stations.datum"))
}

/// Stations, the nearest first, or by number.
#[utoipa::path(
    get, path = "/api/v1/stations", operation_id = "list_stations", tag = "stations",
    params(ListQuery),
    responses((status = 200, body = web::PageOf<Item>))
)]
pub async fn list(
    app: State<App>,
    who: Who,
    query: web::Query<ListQuery>,
    headers: HeaderMap,
) -> Result<Response> {
    let query = query.0;
    let viewer = who.viewer();
    let (mut page, at) = app.db.read(move |tx| read_list(tx, &viewer, &query)).await?;
    let content = web::to_json(&page)?;
    page.items.iter_mut().for_each(|item| item.common.told_at(at));
    web::etag_json(&content, &page, &headers)
}

fn read_list(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    query: &ListQuery,
) -> Result<(web::PageOf<Item>, Instant)> {
    let search = query.search(tx.now())?;
    let (found, more) = finder::find(tx, viewer, &search)?;
    let now = View::now(tx, query.datum()?)?;
    let view = View { at: search.open_at.unwrap_or(now.at), ..now };
    let last = found.last().filter(|_| more);
    let next = last.map(|(entry, distance)| match distance {
        Some(distance) => web::cursor::encode(&(distance.to_bits(), entry.unit.0)),
        None => web::cursor::encode(&entry.number),
    });
    let items = found.iter().map(|(entry, distance)| Item::of(entry, *distance, &view)).collect();
    Ok((web::PageOf { items, next }, view.at))
}

/// In which datum a station is shown.
#[derive(Debug, Default, Deserialize, IntoParams)]
pub struct ShowQuery {
    /// `wgs84` (default), `gcj02`, `bd09`.
    datum: Option<String>,
}

/// One station.
#[utoipa::path(
    get, path = "/api/v1/stations/{code}", operation_id = "get_station", tag = "stations",
    params(("code" = String, Path, description = "Its number"), ShowQuery),
    responses((status = 200, body = Detail), (status = 404, description = "`stations.unknown`"))
)]
pub async fn show(
    app: State<App>,
    who: Who,
    Path(code): Path<String>,
    request: (web::Query<ShowQuery>, HeaderMap),
) -> Result<Response> {
    let (query, headers) = request;
    let datum = datum(query.0.datum.as_deref())?;
    let viewer = who.viewer();
    let (mut detail, at) = app.db.read(move |tx| read_detail(tx, &viewer, &code, datum)).await?;
    let content = web::to_json(&detail)?;
    detail.common.told_at(at);
    web::etag_json(&content, &detail, &headers)
}

fn read_detail(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    code: &str,
    datum: Datum,
) -> Result<(Detail, Instant)> {
    let directory = tx.cached::<Directory>()?;
    let entry = scope::visible(tx, &directory, viewer, code)?;
    let view = View::now(tx, datum)?;
    Ok((Detail::load(tx, entry, &view)?, view.at))
}

/// A station just changed, as its editor sees it.
fn changed(tx: &mut Tx<'_>, number: &str) -> Result<Detail> {
    let directory = tx.cached::<Directory>()?;
    let entry = directory.by_number(number).ok_or(scope::UNKNOWN)?;
    let view = View::now(tx, Datum::Wgs84)?;
    let mut detail = Detail::load(tx, entry, &view)?;
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
pub async fn create(
    app: State<App>,
    who: Who,
    headers: HeaderMap,
    body: web::ApiJson<Map<String, Value>>,
) -> Result<Response> {
    let viewer = who.viewer();
    let key = key(&viewer, &headers, "stations", &body.0)?;
    let answer = app.db.write(move |tx| create_once(tx, &viewer, body.0, key.as_ref())).await?;
    created(answer)
}

fn create_once(
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
        changed(tx, &station.number)
    })
}

/// What a life may begin with.
fn first_status(word: &str) -> Result<Status> {
    let first = [Status::Planned, Status::Submitted, Status::Trial, Status::Active];
    let status = Status::parse(word).filter(|status| first.contains(status));
    status.ok_or_else(|| Error::field("status", "stations.status"))
}

/// Changes a station: JSON Merge Patch over what registering takes, and the next step of its
/// life as `status`.
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
        (status = 422, description = "`stations.unit`: units cannot be changed yet"),
        (status = 428, description = "`stations.version-missing`")
    )
)]
pub async fn change(
    app: State<App>,
    who: Who,
    Path(code): Path<String>,
    request: Patch,
) -> Result<Json<Detail>> {
    let viewer = who.viewer();
    let change = move |tx: &mut Tx<'_>| {
        let station = scope::editable(tx, &viewer, &code)?;
        check_version(&request.headers, station.version)?;
        patch(tx, &viewer, station, &request.fields)?;
        changed(tx, &code)
    };
    Ok(Json(app.db.write(change).await?))
}

/// A merge patch and the headers it came with.
pub struct Patch {
    headers: HeaderMap,
    fields: Map<String, Value>,
}

impl axum::extract::FromRequest<App> for Patch {
    type Rejection = Error;

    async fn from_request(request: axum::extract::Request, app: &App) -> Result<Self> {
        let headers = request.headers().clone();
        let body = web::ApiJson::from_request(request, app).await?;
        Ok(Self { headers, fields: body.0 })
    }
}

fn patch(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    station: Station,
    fields: &Map<String, Value>,
) -> Result<()> {
    if fields.contains_key("unit") {
        return Err(Error::refused("stations.unit"));
    }
    let catalogue = tx.cached::<Catalogue>()?;
    let mut body = Body::of(&station, &catalogue).patched(fields)?;
    if fields.contains_key("hours") && !fields.contains_key("hours_text") {
        // The words of before were said of other hours.
        body.hours_text = None;
    }
    let meant = body.meant(&catalogue)?;
    station::check_same_unit(tx, &station, &meant.details)?;
    let change = Change::begin(tx, Some(viewer.author()))?;
    let mut station = station;
    if meant.details != station.details || meant.services != station.services {
        let services = meant.services;
        let other = services != station.services;
        station.details = meant.details;
        station.version = station::update(tx, change, &station)?;
        if other {
            station::set_services(tx, change, station.unit, services)?;
        }
    }
    if let Some(word) = &body.status {
        let next = Status::parse(word).ok_or_else(|| Error::field("status", "stations.status"))?;
        if closing::life(tx, &station)?.status(tx.today()) != next {
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
pub async fn close(
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
            changed(tx, &code)
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
