//! The router of the product: every route of every capability behind the gate, and what the
//! product answers by itself.

use std::{sync::Arc, time::Duration};

use audit::Refusals;
use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::{Extensions, HeaderMap, Method, StatusCode, Version, header::CONTENT_TYPE},
    middleware::from_fn_with_state,
    routing::get,
};
use db::Migration;
use kernel::{App, Capability, Error, Gate, Menu, Route};
use serde_json::value::{RawValue, to_raw_value};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{Predicate, SizeAbove},
    },
};

use crate::{
    api_document::api_document,
    assets,
    guard::{Guard, guard},
    house::{House, house, panicked},
    json::etag_json,
    metrics::Metrics,
    refresh::Hub,
    shares::{Fair, Shares},
    system,
};

/// Smaller answers are sent as they are.
const WORTH_PACKING: u64 = 1024;

/// Everything of which the router is made.
pub struct Site {
    app: App,
    gate: Arc<dyn Gate>,
    routes: Vec<Route>,
    menus: Vec<Menu>,
    document: Result<Box<RawValue>, String>,
    migrations: Vec<Migration>,
    metrics: Arc<Metrics>,
    refusals: Arc<Refusals>,
    patience: Duration,
    shares: Shares,
}

/// The router with everything as usual.
pub fn router(app: App, capabilities: &[Capability], gate: Arc<dyn Gate>) -> Router {
    Site::new(app, capabilities, gate).router()
}

impl Site {
    /// Collects what the capabilities bring.
    pub fn new(app: App, capabilities: &[Capability], gate: Arc<dyn Gate>) -> Self {
        let mut menus: Vec<Menu> =
            capabilities.iter().flat_map(|each| each.menu.iter().copied()).collect();
        menus.sort_by_key(|menu| menu.order);
        let schema = capabilities.iter().flat_map(|each| each.migrations.iter().copied());
        Self {
            app,
            gate,
            routes: capabilities.iter().flat_map(|each| (each.routes)()).collect(),
            menus,
            document: document(capabilities),
            migrations: crate::MIGRATIONS.iter().copied().chain(schema).collect(),
            metrics: Arc::default(),
            refusals: Arc::default(),
            patience: Duration::from_secs(30),
            shares: Shares::default(),
        }
    }

    /// Migrations of other platform crates, which `/readyz` knows then as well.
    #[must_use]
    pub fn migrations(mut self, more: &[Migration]) -> Self {
        self.migrations.extend_from_slice(more);
        self
    }

    /// How long the smallest body may take to come in; 30 seconds unless said.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// What one caller may take.
    #[must_use]
    pub fn shares(mut self, shares: Shares) -> Self {
        self.shares = shares;
        self
    }

    /// The counters of this site.
    pub fn metrics(&self) -> Arc<Metrics> {
        Arc::clone(&self.metrics)
    }

    /// What this site refuses to those who are known, for whoever writes it down.
    pub fn refusals(&self) -> Arc<Refusals> {
        Arc::clone(&self.refusals)
    }

    /// The router.
    pub fn router(self) -> Router {
        let shared = Arc::new(House {
            app: self.app.clone(),
            gate: self.gate,
            menus: self.menus,
            metrics: self.metrics,
            refusals: self.refusals,
            hub: Hub::default(),
            patience: self.patience,
            fair: Fair::new(self.shares),
        });
        let mut router = own_routes(self.document, self.migrations.into());
        for route in self.routes {
            let Route { path, permission, handler, body_limit, method } = route;
            let (house, route) = (Arc::clone(&shared), (method_name(&method), path));
            let conditions = Guard { house, permission, body_limit, route };
            router = router.route(path, handler.route_layer(from_fn_with_state(conditions, guard)));
        }
        // One layer that does it all, the outermost first: the router boxes, and copies for each
        // request, what each of its layers makes of a route.
        let layers = (
            CompressionLayer::new().compress_when(SizeAbove::new(WORTH_PACKING).and(is_text)),
            from_fn_with_state(shared, house),
            CatchPanicLayer::custom(panicked),
            DefaultBodyLimit::disable(),
        );
        router
            .fallback(async || Error::NotFound("request.not-found"))
            .method_not_allowed_fallback(async || Error::status(405, "request.method"))
            .layer(layers)
            .with_state(self.app)
    }
}

/// The methods that routes have.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        _ => "-",
    }
}

/// Whether an answer gets smaller by packing it; streams of events must not be held back.
fn is_text(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default();
    let events = kind.starts_with("text/event-stream");
    (kind.starts_with("text/") && !events) || kind.contains("json") || kind.contains("svg")
}

/// The API document as it is sent, or why there is none.
fn document(capabilities: &[Capability]) -> Result<Box<RawValue>, String> {
    let document = api_document(capabilities).map_err(|clashes| {
        clashes.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    })?;
    to_raw_value(&document).map_err(|error| error.to_string())
}

fn own_routes(
    document: Result<Box<RawValue>, String>,
    migrations: Arc<[Migration]>,
) -> Router<App> {
    let document = Arc::new(document);
    let show_document = async move |headers: HeaderMap| match &*document {
        Ok(json) => etag_json(json.get().as_bytes(), json, &headers),
        Err(why) => Err(Error::Internal(why.clone())),
    };
    let ready = move |app: State<App>| system::ready(app.0, Arc::clone(&migrations));
    Router::new()
        .route("/livez", get(system::alive))
        .route("/readyz", get(ready))
        .route("/robots.txt", get(system::robots))
        .route("/favicon.ico", get(assets::favicon))
        .route("/assets/{file}", get(assets::show))
        .route("/api/openapi.json", get(show_document))
        .route("/api/docs", get(system::docs))
}
