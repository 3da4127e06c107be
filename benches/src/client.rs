//! A plain HTTP/1.1 client: many keep-alive connections that each send one request after another
//! and wait for its answer. It spends as little as it can, for it shares the machine.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::Semaphore,
    task::JoinHandle,
};

use crate::Result;

/// What a load came to.
pub struct Load {
    /// Requests that were answered as they should be.
    pub answered: usize,
    /// From the first to the last.
    pub took: Duration,
    latencies: Vec<Duration>,
}

impl Load {
    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.answered as f64 / self.took.as_secs_f64()
    }

    /// The latency that a share of the requests stayed under, in milliseconds.
    pub fn percentile(&self, share: f64) -> f64 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
        let index = ((self.latencies.len() as f64 - 1.0) * share).round() as usize;
        self.latencies.get(index).map_or(0.0, |latency| latency.as_secs_f64() * 1000.0)
    }
}

/// Makes the bytes of the n-th request.
pub type Requests = Arc<dyn Fn(usize) -> Vec<u8> + Send + Sync>;

/// Sends `count` requests over so many connections; every answer must have status 200.
pub async fn load(
    address: SocketAddr,
    connections: usize,
    count: usize,
    requests: &Requests,
) -> Result<Load> {
    // Made before the clock runs: the client shares the machine with the server.
    let prepared: Arc<Vec<Vec<u8>>> = Arc::new((0..count).map(|number| requests(number)).collect());
    let next = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    let workers: Vec<_> = (0..connections)
        .map(|_| {
            let (next, prepared) = (Arc::clone(&next), Arc::clone(&prepared));
            tokio::spawn(async move {
                let mut connection = Connection::open(address).await?;
                let mut latencies = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(request) = prepared.get(number) else {
                        return Ok::<_, Box<dyn std::error::Error + Send + Sync>>(latencies);
                    };
                    let sent = Instant::now();
                    let answer = connection.ask(request).await?;
                    if answer.status != 200 {
                        let body = String::from_utf8_lossy(answer.body).into_owned();
                        return Err(format!("status {}: {body}", answer.status).into());
                    }
                    latencies.push(sent.elapsed());
                }
            })
        })
        .collect();
    let mut latencies = Vec::with_capacity(count);
    for worker in workers {
        latencies.extend(worker.await??);
    }
    let took = began.elapsed();
    latencies.sort_unstable();
    Ok(Load { answered: latencies.len(), took, latencies })
}

/// Connections that ask without end, whatever they are answered, until this is dropped.
pub struct Flood {
    workers: Vec<JoinHandle<()>>,
    answered: Arc<Semaphore>,
}

impl Flood {
    /// Begins to ask over so many connections.
    pub fn begin(address: SocketAddr, connections: usize, requests: &Requests) -> Self {
        let (next, answered) = (Arc::new(AtomicUsize::new(0)), Arc::new(Semaphore::new(0)));
        let worker = |_| {
            let (requests, next) = (Arc::clone(requests), Arc::clone(&next));
            let answered = Arc::clone(&answered);
            tokio::spawn(async move {
                // A connection that is cut is opened again: a flood does not give up.
                while let Ok(mut connection) = Connection::open(address).await {
                    let number = || next.fetch_add(1, Ordering::Relaxed);
                    while connection.ask(&requests(number())).await.is_ok() {
                        answered.add_permits(1);
                    }
                }
            })
        };
        Self { workers: (0..connections).map(worker).collect(), answered }
    }

    /// Waits until every connection has been answered some times.
    pub async fn has_risen(&self) {
        for _ in 0..self.workers.len() * 4 {
            // It is never closed.
            if let Ok(permit) = self.answered.acquire().await {
                permit.forget();
            }
        }
    }
}

impl Drop for Flood {
    fn drop(&mut self) {
        self.workers.iter().for_each(JoinHandle::abort);
    }
}

/// An answer, as it stands in its connection's buffer.
pub struct Answer<'c> {
    /// Its status.
    pub status: u16,
    /// Its body.
    pub body: &'c [u8],
}

/// One keep-alive connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(8192) })
    }

    /// Sends a request and reads its answer, framed by `Content-Length`.
    pub async fn ask(&mut self, request: &[u8]) -> Result<Answer<'_>> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let (head, length) = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break (end + 4, content_length(&self.buffer[..end])?);
            }
            self.fill().await?;
        };
        while self.buffer.len() < head + length {
            self.fill().await?;
        }
        let status = std::str::from_utf8(self.buffer.get(9..12).unwrap_or_default())?.parse()?;
        Ok(Answer { status, body: &self.buffer[head..head + length] })
    }

    async fn fill(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            return Err("the server closed the connection".into());
        }
        Ok(())
    }
}

/// The length that a head declares; header names come in any case.
fn content_length(head: &[u8]) -> Result<usize> {
    const NAME: &[u8] = b"content-length:";
    let named =
        |line: &&[u8]| line.len() > NAME.len() && line[..NAME.len()].eq_ignore_ascii_case(NAME);
    let line =
        head.split(|byte| *byte == b'\n').find(named).ok_or("an answer without its length")?;
    Ok(std::str::from_utf8(&line[NAME.len()..])?.trim().parse()?)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// The bytes of a GET.
pub fn get(path: &str, token: Option<&str>) -> Vec<u8> {
    let authorization =
        token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{authorization}\r\n").into_bytes()
}

/// The bytes of a POST of JSON.
pub fn post(path: &str, token: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
