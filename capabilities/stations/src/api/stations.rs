//! `/api/v1/stations`, reading: finding stations, and one of them.

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use db::{Instant, Tx};
use geo::Datum;
use kernel::{App, Error, Result};
use org::{Viewer, Who};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    item::{Detail, Item, View},
    words,
};
use crate::{
    directory::Directory,
    figures::PublicFigures,
    finder::{self, Place, Search},
    scope,
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
pub async fn show<F: PublicFigures>(
    app: State<App>,
    who: Who,
    Path(code): Path<String>,
    request: (web::Query<ShowQuery>, HeaderMap),
) -> Result<Response> {
    let (query, headers) = request;
    let datum = datum(query.0.datum.as_deref())?;
    let viewer = who.viewer();
    let (mut detail, at) =
        app.db.read(move |tx| read_detail::<F>(tx, &viewer, &code, datum)).await?;
    let content = web::to_json(&detail)?;
    detail.common.told_at(at);
    web::etag_json(&content, &detail, &headers)
}

fn read_detail<F: PublicFigures>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    code: &str,
    datum: Datum,
) -> Result<(Detail, Instant)> {
    let directory = tx.cached::<Directory>()?;
    let entry = scope::visible(tx, &directory, viewer, code)?;
    let view = View::now(tx, datum)?;
    Ok((Detail::load::<F>(tx, viewer, entry, &view)?, view.at))
}
