//! The JSON of stations and of the catalogue, as the public contract has it.

mod bodies;
pub mod catalogue;
pub mod imports;
mod item;
pub mod registering;
pub mod stations;

use axum::http::{HeaderMap, header::IF_MATCH};
use kernel::{Error, Result};
use utoipa::OpenApi;

/// The part of the API document.
#[derive(OpenApi)]
#[openapi(
    paths(
        stations::list,
        stations::show,
        registering::create,
        registering::change,
        registering::close,
        catalogue::services,
        catalogue::change_service,
        catalogue::groups,
        catalogue::change_group,
        imports::create,
        imports::job,
        imports::reverse,
    ),
    components(schemas(item::OpenBody, item::PlateBody, item::CodeName, item::DivisionBody))
)]
pub struct Document;

/// The version that a change was made from: `If-Match: "3"`. 428 without; 412 for anything that
/// can be no version.
fn version_of(headers: &HeaderMap) -> Result<i64> {
    let given = headers.get(IF_MATCH).ok_or(Error::status(428, "stations.version-missing"))?;
    let text = given.to_str().unwrap_or_default().trim();
    let version = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let version = version.and_then(|version| version.parse().ok());
    version.ok_or(Error::status(412, "stations.version-stale"))
}

/// Refuses a version that is not the stored one.
fn check_version(headers: &HeaderMap, stored: i64) -> Result<()> {
    let fresh = version_of(headers)? == stored;
    if fresh { Ok(()) } else { Err(Error::status(412, "stations.version-stale")) }
}

/// The words of a comma list.
fn words(list: Option<&str>) -> Vec<String> {
    let words = list.unwrap_or_default().split(',').map(str::trim);
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
