//! Clients that keep the server waiting are cut at their limit, and the end is orderly.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    extract::Extension,
    response::Response,
};
use kernel::{Permission, Route};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{Notify, mpsc},
    task::JoinHandle,
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use super::{Harness, settings};
use crate::{Entrance, Limits, Metrics, Refresh, Tls, serve, serve_metrics};

pub const SHORT: Duration = Duration::from_millis(100);
/// Far longer than any limit here; a test that waits so long has failed.
pub const LONG: Duration = Duration::from_secs(20);

pub struct Server {
    address: std::net::SocketAddr,
    pub shutdown: CancellationToken,
    pub ended: JoinHandle<()>,
    metrics: Arc<Metrics>,
    bell: Arc<Bell>,
    pub dropped: mpsc::UnboundedReceiver<()>,
    _site: Harness,
}

/// How a test and a handler talk.
struct Bell {
    entered: Notify,
    leave: Notify,
    dropped: mpsc::UnboundedSender<()>,
}

fn routes() -> Vec<Route> {
    vec![
        Route::get("/quick", Permission::PUBLIC, async || "quick"),
        Route::get("/waiting", Permission::PUBLIC, waiting),
        Route::get("/endless", Permission::PUBLIC, endless),
        Route::get("/events", Permission::PUBLIC, async |refresh: Refresh| refresh.follow(["a"])),
        Route::post("/api/take", Permission::PUBLIC, async |body: Bytes| body.len().to_string())
            .body_limit(4096),
    ]
}

async fn waiting(bell: Extension<Arc<Bell>>) -> &'static str {
    bell.entered.notify_one();
    bell.leave.notified().await;
    "done"
}

/// Tells when its answer is dropped.
async fn endless(bell: Extension<Arc<Bell>>) -> Response {
    struct Endless(Arc<Bell>);
    impl Drop for Endless {
        fn drop(&mut self) {
            self.0.dropped.send(()).unwrap();
        }
    }
    impl tokio::io::AsyncRead for Endless {
        fn poll_read(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
            buffer: &mut tokio::io::ReadBuf<'_>,
        ) -> std::task::Poll<std::io::Result<()>> {
            let room = buffer.remaining();
            buffer.put_slice(&vec![b'x'; room]);
            std::task::Poll::Ready(Ok(()))
        }
    }
    let stream = tokio_util::io::ReaderStream::new(Endless(Arc::clone(&bell)));
    Response::new(Body::from_stream(stream))
}

impl Server {
    async fn start(limits: Limits) -> Self {
        Self::start_with(limits, None).await
    }

    pub async fn start_with(limits: Limits, tls: Option<Arc<Tls>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let site = Harness::with(routes, settings(), |site| site.patience(SHORT));
        let (sender, dropped) = mpsc::unbounded_channel();
        let bell = Arc::new(Bell { entered: Notify::new(), leave: Notify::new(), dropped: sender });
        let router = site.router.clone().layer(Extension(Arc::clone(&bell)));
        let (shutdown, metrics) = (CancellationToken::new(), Arc::<Metrics>::default());
        let entrance = Entrance { listener, tls };
        let serving = serve(entrance, router, limits, Arc::clone(&metrics), shutdown.clone());
        let ended = tokio::spawn(serving);
        Self { address, shutdown, ended, metrics, bell, dropped, _site: site }
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends a request of one piece on a connection of its own and reads to the end.
    async fn ask(&self, text: &str) -> String {
        let mut socket = self.connect().await;
        socket.write_all(text.as_bytes()).await.unwrap();
        end_of(socket).await
    }

    pub fn says(&self, line: &str) -> bool {
        self.metrics.text().lines().any(|each| each == line)
    }
}

pub fn limits() -> Limits {
    Limits { head: SHORT, stall: SHORT, grace: SHORT, ..Limits::default() }
}

/// Everything until the other end closes; a reset counts as closed.
pub async fn end_of(mut socket: impl AsyncRead + Unpin) -> String {
    let mut text = Vec::new();
    // An error here is a reset: the connection is gone either way.
    let _ = timeout(LONG, socket.read_to_end(&mut text)).await.expect("the connection was cut");
    String::from_utf8_lossy(&text).into_owned()
}

/// Sends `piece` again and again until the connection is gone; returns what was answered.
async fn drip(socket: TcpStream, piece: &'static [u8]) -> String {
    let (reader, mut writer) = socket.into_split();
    let dripping = tokio::spawn(async move {
        let mut pace = tokio::time::interval(SHORT / 10);
        loop {
            pace.tick().await;
            if writer.write_all(piece).await.is_err() {
                return;
            }
        }
    });
    let mut text = Vec::new();
    let mut reader = reader;
    let _ = timeout(LONG, reader.read_to_end(&mut text)).await.expect("the connection was cut");
    dripping.abort();
    String::from_utf8_lossy(&text).into_owned()
}

#[tokio::test]
async fn a_request_is_answered_and_a_silent_connection_cut() {
    let server = Server::start(limits()).await;
    let mut socket = server.connect().await;
    socket.write_all(b"GET /quick HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    let answer = end_of(socket).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("quick"), "{answer}");
    assert_eq!(end_of(server.connect().await).await, "");
    assert!(server.says("http_connections_cut_total 2"), "{}", server.metrics.text());
}

#[tokio::test]
async fn a_head_that_drips_is_cut() {
    let server = Server::start(limits()).await;
    let mut socket = server.connect().await;
    socket.write_all(b"GET /quick HTTP/1.1\r\nhost: ").await.unwrap();
    assert!(!drip(socket, b"a").await.contains("200"));
}

#[tokio::test]
async fn a_body_that_drips_is_told_so_and_cut() {
    let server = Server::start(Limits { head: LONG, ..limits() }).await;
    let mut socket = server.connect().await;
    let head = b"POST /api/take HTTP/1.1\r\nhost: a\r\ncontent-length: 4000\r\n\r\n";
    socket.write_all(head).await.unwrap();
    let answer = drip(socket, b"a").await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("\"code\":\"request.too-slow\""), "{answer}");
}

#[tokio::test]
async fn an_answer_that_nobody_takes_is_dropped() {
    let mut server = Server::start(Limits { head: LONG, ..limits() }).await;
    let mut socket = server.connect().await;
    socket.write_all(b"GET /endless HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    let dropped = timeout(LONG, server.dropped.recv()).await;
    assert_eq!(dropped.expect("the answer was dropped"), Some(()));
    drop(socket);
}

#[tokio::test]
async fn a_head_over_the_limit_is_refused() {
    let server = Server::start(limits()).await;
    let long = "a".repeat(100_000);
    let answer = server.ask(&format!("GET /{long} HTTP/1.1\r\nhost: a\r\n\r\n")).await;
    assert!(!answer.contains("200 OK"), "{answer}");
}

#[tokio::test]
async fn one_address_cannot_take_all_places() {
    let server = Server::start(Limits { per_address: 1, head: LONG, ..limits() }).await;
    let mut first = server.connect().await;
    first.write_all(b"GET /waiting HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    server.bell.entered.notified().await;
    assert_eq!(end_of(server.connect().await).await, "");
    server.bell.leave.notify_one();
    let mut answer = [0; 12];
    first.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
}

#[tokio::test]
async fn running_requests_end_before_the_server() {
    let server = Server::start(Limits { head: LONG, grace: LONG, ..limits() }).await;
    let mut running = server.connect().await;
    running.write_all(b"GET /waiting HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    server.bell.entered.notified().await;
    let idle = server.connect().await;
    server.shutdown.cancel();
    assert_eq!(end_of(idle).await, "");
    server.bell.leave.notify_one();
    assert!(end_of(running).await.ends_with("done"));
    timeout(LONG, server.ended).await.expect("the server ends").unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}

#[tokio::test]
async fn what_never_ends_is_cut_after_the_grace() {
    let server = Server::start(Limits { head: LONG, ..limits() }).await;
    let mut running = server.connect().await;
    running.write_all(b"GET /waiting HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    server.bell.entered.notified().await;
    server.shutdown.cancel();
    timeout(LONG, server.ended).await.expect("the server ends").unwrap();
    assert_eq!(end_of(running).await, "");
}

#[tokio::test]
async fn streams_of_events_end_with_the_server() {
    let server = Server::start(Limits { head: LONG, grace: LONG, ..limits() }).await;
    let mut events = server.connect().await;
    events.write_all(b"GET /events HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    let mut first = [0; 12];
    events.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    server.shutdown.cancel();
    assert!(end_of(events).await.contains("text/event-stream"));
    timeout(LONG, server.ended).await.expect("the server ends").unwrap();
}

#[tokio::test]
async fn counters_are_read_on_a_listener_of_their_own() {
    let server = Server::start(limits()).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let shutdown = server.shutdown.clone();
    tokio::spawn(serve_metrics(listener, Arc::clone(&server.metrics), shutdown));
    let request = "GET /metrics HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(request.as_bytes()).await.unwrap();
    assert!(end_of(socket).await.contains("http_connections_open 0"));
    assert!(server.ask(request).await.starts_with("HTTP/1.1 404"));
}
