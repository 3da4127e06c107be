//! `/api/v1/services` and `/api/v1/groups`: the catalogue, read by everybody, changed by the
//! administrator.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use db::Tx;
use kernel::{App, Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check_version;
use crate::catalogue::{self, Catalogue, Group, Service};

/// A service of the catalogue.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = stations::Service)]
pub struct ServiceItem {
    #[schema(example = "A02")]
    code: String,
    /// Official name.
    name: String,
    /// Official name in English.
    name_en: String,
    /// Short name, for keys, chips and bars.
    short_name: String,
    /// Short name in English.
    short_name_en: String,
    /// `basic`, `convenience`, `outdoor`, `elder` or `knowledge`.
    category: String,
    /// `mandatory`, `optional`, `campaign`, `scheduled` or `continuous`.
    level: String,
    /// `person_times`, `sessions` or `items`.
    measure_unit: String,
    /// Self-service, counted once a day at closing.
    counted_at_close: bool,
    /// Reconstructed for this product; an official list may replace it.
    is_default: bool,
    /// For `If-Match`.
    version: i64,
}

impl ServiceItem {
    fn of(service: &Service) -> Self {
        let service = service.clone();
        Self {
            code: service.code.to_string(),
            name: service.name_zh,
            name_en: service.name_en,
            short_name: service.short_zh,
            short_name_en: service.short_en,
            category: service.category,
            level: service.level,
            measure_unit: service.measure_unit,
            counted_at_close: service.counted_at_close,
            is_default: service.is_default,
            version: service.version,
        }
    }
}

/// A group of guests.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = stations::Group)]
pub struct GroupItem {
    #[schema(example = "elder")]
    code: String,
    name: String,
    /// Name in English.
    name_en: String,
    /// For `If-Match`.
    version: i64,
}

impl GroupItem {
    fn of(group: &Group) -> Self {
        Self {
            code: group.code.to_string(),
            name: group.name_zh.clone(),
            name_en: group.name_en.clone(),
            version: group.version,
        }
    }
}

/// What may be changed of a service; what is left out stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = stations::ServicePatch)]
pub struct ServicePatch {
    name: Option<String>,
    name_en: Option<String>,
    short_name: Option<String>,
    short_name_en: Option<String>,
    category: Option<String>,
    level: Option<String>,
    measure_unit: Option<String>,
    counted_at_close: Option<bool>,
}

/// What may be changed of a group; what is left out stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = stations::GroupPatch)]
pub struct GroupPatch {
    name: Option<String>,
    name_en: Option<String>,
}

/// The services, whole, in the order of the catalogue.
#[utoipa::path(
    get, path = "/api/v1/services", operation_id = "list_services", tag = "catalogue",
    responses((status = 200, body = web::PageOf<ServiceItem>))
)]
pub async fn services(app: State<App>, headers: HeaderMap) -> Result<Response> {
    let catalogue = app.db.read(read_all).await?;
    let items = catalogue.services().iter().map(ServiceItem::of).collect();
    let page = web::PageOf::whole(items);
    web::etag_json(&web::to_json(&page)?, &page, &headers)
}

/// The guests' groups, whole.
#[utoipa::path(
    get, path = "/api/v1/groups", operation_id = "list_groups", tag = "catalogue",
    responses((status = 200, body = web::PageOf<GroupItem>))
)]
pub async fn groups(app: State<App>, headers: HeaderMap) -> Result<Response> {
    let catalogue = app.db.read(read_all).await?;
    let items = catalogue.groups().iter().map(GroupItem::of).collect();
    let page = web::PageOf::whole(items);
    web::etag_json(&web::to_json(&page)?, &page, &headers)
}

fn read_all(tx: &mut Tx<'_>) -> Result<Arc<Catalogue>> {
    Ok(tx.cached()?)
}

/// Changes a service.
#[utoipa::path(
    patch, path = "/api/v1/services/{code}", operation_id = "change_service", tag = "catalogue",
    params(
        ("code" = String, Path, description = "Its code"),
        ("If-Match" = String, Header, description = "Its `version` in quotes")
    ),
    request_body(content = ServicePatch, content_type = "application/merge-patch+json"),
    responses((status = 200, body = ServiceItem))
)]
pub async fn change_service(
    app: State<App>,
    Path(code): Path<String>,
    headers: HeaderMap,
    patch: web::ApiJson<ServicePatch>,
) -> Result<Json<ServiceItem>> {
    let patch = patch.0;
    let change = move |tx: &mut Tx<'_>| {
        let catalogue = tx.cached::<Catalogue>()?;
        let known = catalogue.service(&code).ok_or(Error::NotFound("catalogue.unknown-service"))?;
        check_version(&headers, known.version)?;
        let mut service = known.clone();
        set(&mut service.name_zh, patch.name);
        set(&mut service.name_en, patch.name_en);
        set(&mut service.short_zh, patch.short_name);
        set(&mut service.short_en, patch.short_name_en);
        set(&mut service.category, patch.category);
        set(&mut service.level, patch.level);
        set(&mut service.measure_unit, patch.measure_unit);
        service.counted_at_close = patch.counted_at_close.unwrap_or(service.counted_at_close);
        catalogue::change_service(tx, service)
    };
    Ok(Json(ServiceItem::of(&app.db.write(change).await?)))
}

/// Changes a group.
#[utoipa::path(
    patch, path = "/api/v1/groups/{code}", operation_id = "change_group", tag = "catalogue",
    params(
        ("code" = String, Path, description = "Its code"),
        ("If-Match" = String, Header, description = "Its `version` in quotes")
    ),
    request_body(content = GroupPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, body = GroupItem))
)]
pub async fn change_group(
    app: State<App>,
    Path(code): Path<String>,
    headers: HeaderMap,
    patch: web::ApiJson<GroupPatch>,
) -> Result<Json<GroupItem>> {
    let patch = patch.0;
    let change = move |tx: &mut Tx<'_>| {
        let catalogue = tx.cached::<Catalogue>()?;
        let known = catalogue.group(&code).ok_or(Error::NotFound("catalogue.unknown-group"))?;
        check_version(&headers, known.version)?;
        let mut group = known.clone();
        set(&mut group.name_zh, patch.name);
        set(&mut group.name_en, patch.name_en);
        catalogue::change_group(tx, group)
    };
    Ok(Json(GroupItem::of(&app.db.write(change).await?)))
}

fn set(known: &mut String, given: Option<String>) {
    if let Some(given) = given {
        given.trim().clone_into(known);
    }
}
