//! The accept loop: how many connections there may be, how long each may keep us waiting, and
//! how they end. Which request is let in is no matter of this module.

use std::{
    collections::HashMap,
    convert::Infallible,
    error::Error as StdError,
    io,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    pin::pin,
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderValue, header::CONTENT_TYPE},
    response::Response,
    routing::get,
};
use futures_util::StreamExt;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use parking_lot::Mutex;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{asked::Peer, leftover, metrics::Metrics, stall::Stall, tls::Tls};

/// The largest head of a request, and the most that is read ahead.
const BUFFER: usize = 64 * 1024;
/// After a failed accept (no file handles left), so that the loop does not spin.
const AFTER_FAILURE: Duration = Duration::from_millis(50);

/// What clients may take of the server.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Connections at one time; more wait in the system's queue.
    pub connections: usize,
    /// Connections of one address at one time; more are closed at once.
    pub per_address: usize,
    /// Addresses without such a limit: proxies, which speak for many.
    pub unlimited: Vec<IpAddr>,
    /// How long a TLS handshake and the head of a request may take, and a connection be silent.
    pub head: Duration,
    /// How long an answer may wait to be taken.
    pub stall: Duration,
    /// How long running requests may go on after the end was asked for.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 8192,
            per_address: 1024,
            unlimited: Vec::new(),
            head: Duration::from_secs(20),
            stall: Duration::from_secs(30),
            // SIGTERM is given 10 seconds in all.
            grace: Duration::from_secs(8),
        }
    }
}

/// Where connections come in.
pub struct Entrance {
    /// The socket.
    pub listener: TcpListener,
    /// The certificate under which it speaks; plain HTTP without.
    pub tls: Option<Arc<Tls>>,
}

impl From<TcpListener> for Entrance {
    fn from(listener: TcpListener) -> Self {
        Self { listener, tls: None }
    }
}

/// Serves until `shutdown` is cancelled, then lets running requests end within the grace.
pub async fn serve(
    entrance: impl Into<Entrance>,
    router: Router,
    limits: Limits,
    metrics: Arc<Metrics>,
    shutdown: CancellationToken,
) {
    let Entrance { listener, tls } = entrance.into();
    let slots = Arc::new(Semaphore::new(limits.connections));
    let tasks = TaskTracker::new();
    let killed = CancellationToken::new();
    let grace = limits.grace;
    let by_address = Mutex::default();
    let doors = Arc::new(Doors { router, tls, limits, metrics, shutdown, by_address });
    while let Some((slot, socket, peer)) = next(&listener, &slots, &doors.shutdown).await {
        if let Some(place) = Place::take(&doors, peer.ip(), slot) {
            let killed = killed.clone();
            tasks.spawn(async move {
                killed.run_until_cancelled(attend(socket, peer, place)).await;
            });
        }
    }
    drop(listener);
    tasks.close();
    if timeout(grace, tasks.wait()).await.is_err() {
        tracing::warn!(left = tasks.len(), "connections were cut at the end");
        killed.cancel();
        tasks.wait().await;
    }
}

/// The next connection; `None` when the end was asked for.
async fn next(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
    shutdown: &CancellationToken,
) -> Option<(OwnedSemaphorePermit, TcpStream, SocketAddr)> {
    let accept = async {
        let slot = Arc::clone(slots).acquire_owned().await.ok()?;
        loop {
            match listener.accept().await {
                Ok((socket, peer)) => return Some((slot, socket, peer)),
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    sleep(AFTER_FAILURE).await;
                }
            }
        }
    };
    shutdown.run_until_cancelled(accept).await.flatten()
}

struct Doors {
    router: Router,
    tls: Option<Arc<Tls>>,
    limits: Limits,
    metrics: Arc<Metrics>,
    shutdown: CancellationToken,
    by_address: Mutex<HashMap<IpAddr, usize>>,
}

/// A connection's place among all and among those of its address, given back when dropped.
struct Place {
    doors: Arc<Doors>,
    address: IpAddr,
    _slot: OwnedSemaphorePermit,
}

impl Place {
    fn take(doors: &Arc<Doors>, address: IpAddr, slot: OwnedSemaphorePermit) -> Option<Self> {
        let unlimited = doors.limits.unlimited.contains(&address.to_canonical());
        let address = household(address);
        let mut counts = doors.by_address.lock();
        let count = counts.entry(address).or_default();
        if *count >= doors.limits.per_address && !unlimited {
            doors.metrics.cut();
            return None;
        }
        *count += 1;
        doors.metrics.opened();
        Some(Self { doors: Arc::clone(doors), address, _slot: slot })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.doors.metrics.closed();
        let mut counts = self.doors.by_address.lock();
        if let Some(count) = counts.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
    }
}

/// A household has one IPv4 address, but a whole /64 of IPv6.
pub fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        v4 @ IpAddr::V4(_) => v4,
    }
}

async fn attend(socket: TcpStream, peer: SocketAddr, place: Place) {
    let doors = &place.doors;
    // Answers are written whole; waiting to fill a packet would only delay them.
    if let Err(error) = socket.set_nodelay(true) {
        tracing::debug!(%error, "a connection ended before it began");
        return;
    }
    let socket = Stall::new(socket, doors.limits.stall);
    let Some(tls) = &doors.tls else { return converse(socket, peer, doors).await };
    let shaking = timeout(doors.limits.head, tls.acceptor().accept(socket));
    match doors.shutdown.run_until_cancelled(shaking).await {
        Some(Ok(Ok(socket))) => converse(socket, peer, doors).await,
        Some(Ok(Err(error))) => tracing::debug!(%error, "no TLS came of a connection"),
        Some(Err(_)) => doors.metrics.cut(),
        None => {}
    }
}

/// Answers the requests of a connection until one side ends it.
async fn converse(
    socket: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    doors: &Doors,
) {
    let service = service_fn(|request| answer(doors, peer, request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(doors.limits.head)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(socket), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = doors.shutdown.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        if error.is_timeout() || is_stall(&error) {
            doors.metrics.cut();
        }
        tracing::debug!(%error, "a connection ended early");
    }
}

fn answer(
    doors: &Doors,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> impl Future<Output = Result<Response, Infallible>> + use<> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(Peer(peer));
    let shutdown = doors.shutdown.clone();
    let answer = leftover::answer(doors.router.clone(), request);
    async move { answer.await.map(|response| ending(response, shutdown)) }
}

/// Streams of events never end by themselves: they end when the server does.
fn ending(response: Response, shutdown: CancellationToken) -> Response {
    let kind = response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    if !kind.is_some_and(|kind| kind.starts_with(b"text/event-stream")) {
        return response;
    }
    response.map(|body| {
        Body::from_stream(body.into_data_stream().take_until(shutdown.cancelled_owned()))
    })
}

fn is_stall(error: &hyper::Error) -> bool {
    let source = error.source().and_then(|source| source.downcast_ref::<io::Error>());
    source.is_some_and(|error| error.kind() == io::ErrorKind::TimedOut)
}

/// Serves the counters on a listener of their own, at `/metrics`.
pub async fn serve_metrics(
    listener: TcpListener,
    metrics: Arc<Metrics>,
    shutdown: CancellationToken,
) {
    let shown = Arc::clone(&metrics);
    let show =
        async move || ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], shown.text());
    let router = Router::new().route("/metrics", get(show));
    let limits = Limits { connections: 16, per_address: 16, ..Limits::default() };
    // Its own connections are not counted among those of the public.
    serve(listener, router, limits, Arc::default(), shutdown).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_is_an_address_or_a_prefix() {
        let of = |text: &str| household(text.parse().unwrap()).to_string();
        assert_eq!(of("203.0.113.7"), "203.0.113.7");
        assert_eq!(of("::ffff:203.0.113.7"), "203.0.113.7");
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
    }
}
