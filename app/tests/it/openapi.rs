//! The API document as it is committed, and what it leaves out.

use std::{collections::BTreeSet, fs};

use testkit::root;
use yizhan::capabilities;

use crate::house::none;

/// Set to write the document instead of comparing it.
const WRITE: &str = "YIZHAN_WRITE_SNAPSHOTS";

#[test]
fn the_document_is_the_committed_one() {
    let document = web::api_document(&capabilities::all()).expect("names are unique");
    let fresh = document.to_pretty_json().unwrap() + "\n";
    let path = root().join("docs/openapi.json");
    if std::env::var_os(WRITE).is_some() {
        fs::write(&path, &fresh).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == fresh, "docs/openapi.json is stale: run the test once with {WRITE}=1");
}

#[test]
fn every_route_of_the_api_is_described() {
    let all = capabilities::all();
    let document = web::api_document(&all).expect("names are unique");
    let document = serde_json::to_value(&document).unwrap();
    let described: BTreeSet<String> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().keys();
            methods.map(|method| format!("{} {path}", method.to_uppercase())).collect::<Vec<_>>()
        })
        .collect();
    let served: BTreeSet<String> = all
        .iter()
        .flat_map(|each| (each.routes)())
        .filter(|route| route.path.starts_with("/api/"))
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    let findings: Vec<String> = served
        .symmetric_difference(&described)
        .map(|route| {
            let side = if served.contains(route) { "served" } else { "described" };
            format!("{route} is only {side}")
        })
        .collect();
    none(&findings, "routes and the API document differ");
}
