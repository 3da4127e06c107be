//! What stands before each handler: a place among all requests, the gate, and the limits of the body
//! in size and time.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU16, Ordering},
    },
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Request, State},
    http::{
        HeaderMap,
        header::{AUTHORIZATION, CONTENT_LENGTH, COOKIE},
        request::Parts,
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use kernel::{Error, Permission, Result};
use tower_http::timeout::{DeadlineBody, TimeoutError};

use crate::{
    asked::{ClientAddress, cookie_in},
    connections::household,
    ctx::Caller,
    house::House,
    sessions,
    shares::{Class, Place},
};

/// The slowest line that is waited for, in bytes a second.
const SLOWEST: usize = 64 * 1024;

/// The conditions of one route.
#[derive(Clone)]
pub struct Guard {
    pub house: Arc<House>,
    pub permission: Permission,
    pub body_limit: usize,
    /// Method and path template, as the audit names them.
    pub route: (&'static str, &'static str),
}

impl Guard {
    /// Waits for a place, then asks the gate.
    async fn let_in(&self, parts: &mut Parts) -> Result<Place<'_>> {
        let house = &self.house;
        let trusted = &house.app.settings.trusted_proxies;
        let address = household(ClientAddress::find(parts, trusted).0);
        let credential = carried(&parts.headers);
        let class = match (parts.method.is_safe(), credential) {
            (true, None) => Class::Public,
            (true, Some(_)) => Class::Known,
            (false, _) => Class::Write,
        };
        let place = house.fair.enter(class, address, credential).await?;
        house.gate.admit(&house.app, parts, self.permission).await?;
        match parts.extensions.get::<Caller>() {
            Some(Caller(number)) => house.fair.count_caller(*number)?,
            None => house.fair.count_address(address)?,
        }
        Ok(place)
    }

    /// How long a whole body may take: the house's patience, and more for routes that take more.
    fn patience(&self) -> Duration {
        let seconds = u64::try_from(self.body_limit / SLOWEST).unwrap_or(u64::MAX);
        self.house.patience.saturating_add(Duration::from_secs(seconds))
    }
}

pub async fn guard(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    // A place is given back when there is an answer: a stream that goes on for hours holds none.
    let admitted = guard.let_in(&mut parts).await;
    let author = parts.extensions.get::<Caller>().map_or(0, |caller| caller.0);
    let response = match admitted {
        Ok(_place) => {
            db::acting_as(author, pass(&guard, Request::from_parts(parts, body), next)).await
        }
        Err(error) => error.into_response(),
    };
    let house = &guard.house;
    house.refusals.count(&house.app.db, author, guard.route, response.status().as_u16());
    response
}

/// Hands the request to its handler, within the limits of its body.
async fn pass(guard: &Guard, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let declared = parts.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let declared = declared.and_then(|text| text.parse::<u64>().ok()).unwrap_or_default();
    if declared > guard.body_limit as u64 {
        return too_large().into_response();
    }
    if body.is_end_stream() {
        return next.run(Request::from_parts(parts, body)).await;
    }
    let fault = Fault::default();
    let body =
        fault.watch(Limited::new(DeadlineBody::new(guard.patience(), body), guard.body_limit));
    let response = next.run(Request::from_parts(parts, body)).await;
    match fault.found() {
        Some(error) if !response.status().is_success() => error.into_response(),
        _ => response,
    }
}

/// What a request carries as credentials, good or not.
fn carried(headers: &HeaderMap) -> Option<&[u8]> {
    if let Some(value) = headers.get(AUTHORIZATION) {
        return Some(value.as_bytes());
    }
    let cookies = headers.get(COOKIE)?.to_str().ok()?;
    cookie_in(cookies, sessions::COOKIE).map(str::as_bytes)
}

fn too_large() -> Error {
    Error::status(413, "request.too-large")
}

/// Why a body could not be read to its end, whatever the extractor made of it.
#[derive(Clone, Default)]
struct Fault(Arc<AtomicU16>);

impl Fault {
    fn watch(&self, body: Limited<DeadlineBody<Body>>) -> Body {
        let seen = Arc::clone(&self.0);
        Body::new(body.map_err(move |error| {
            if error.is::<LengthLimitError>() {
                seen.store(413, Ordering::Relaxed);
            } else if error.is::<TimeoutError>() {
                seen.store(408, Ordering::Relaxed);
            }
            error
        }))
    }

    fn found(&self) -> Option<Error> {
        match self.0.load(Ordering::Relaxed) {
            413 => Some(too_large()),
            408 => Some(Error::status(408, "request.too-slow")),
            _ => None,
        }
    }
}

/// The whole body of a request, within the limits of its route.
pub async fn whole_body(request: Request) -> Result<Bytes> {
    let body = request.into_body().collect().await;
    // A body that is too large or too slow is told by the guard.
    body.map(http_body_util::Collected::to_bytes).map_err(|_| Error::malformed("request.malformed"))
}
