//! `serve`: the product on a socket, until it is told to end.

use std::{
    fs::File,
    io,
    net::{SocketAddr, ToSocketAddrs},
    path::Path,
    sync::Arc,
    time::Duration,
};

use jobs::{Runner, Work};
use org::gate::AccessGate;
use tokio::{
    net::TcpListener,
    runtime::Runtime,
    signal::unix::{SignalKind, signal},
};
use tokio_util::sync::CancellationToken;
use web::{Entrance, Site, Tls};

use crate::{
    arguments::{Global, Serve},
    boot::{Expect, House},
    commands::backup::LOCK,
    config::Purpose,
    output::{self, Failure},
};

/// Where to listen when nobody says it.
const ADDRESS: &str = "127.0.0.1:8080";
/// How often the files of the certificate are looked at.
const LOOK: Duration = Duration::from_secs(10);
/// How long the worker of the queue may take to let go of its job; with the grace of running
/// requests it stays within ten seconds.
const LET_GO: Duration = Duration::from_millis(1500);

pub fn run(global: &Global, arguments: Serve) -> Result<(), Failure> {
    let mut house = House::open(global, Purpose::Product, Expect::Store)?;
    let listen = arguments.listen.listen.as_ref().or(house.listen.as_ref());
    let address = address(listen.map_or(ADDRESS, String::as_str))?;
    let tls = match arguments.tls_cert.zip(arguments.tls_key).or(house.tls.take()) {
        Some((cert, key)) => Some(Arc::new(Tls::load(&cert, &key).map_err(Failure::Refused)?)),
        None => None,
    };
    let proxied = !house.app.settings.trusted_proxies.is_empty();
    if !address.ip().is_loopback() && !proxied && tls.is_none() {
        return Err(Failure::Refused(format!(
            "{address} can be reached by others without TLS: give --tls-cert and --tls-key, listen \
             on 127.0.0.1, or put a proxy with TLS before it and name its address in trusted_proxies"
        )));
    }
    if tls.is_some() {
        house.say_it_is_secure();
    }
    let metrics = arguments.metrics.or_else(|| house.metrics.clone());
    let metrics = metrics.map(|text| self::address(&text)).transpose()?;
    let _only = only_server(&house)?;
    house.migrate()?;
    house.require_network()?;
    if house.read(demo::is_demo)? {
        house.call_it_a_demonstration();
    }
    let scheme = if tls.is_some() { "https" } else { "http" };
    let ready = |at| output::words(&format!("listening on {scheme}://{at}"));
    serve(&house, (address, tls), metrics, ready)
}

/// The address of `HOST:PORT`.
pub fn address(text: &str) -> Result<SocketAddr, Failure> {
    let found = text.to_socket_addrs().ok().and_then(|mut all| all.next());
    found.ok_or_else(|| Failure::Refused(format!("{text} is no address like {ADDRESS}")))
}

/// Takes the data folder for this server; the system gives it back when the process ends.
pub fn only_server(house: &House) -> Result<Option<File>, Failure> {
    let embedded = house.app.db.file().is_some();
    embedded.then(|| lock(&house.app.settings.data_dir)).transpose()
}

/// Takes a data folder, unless a server is at work there.
pub fn lock(data: &Path) -> Result<File, Failure> {
    let path = data.join(LOCK);
    let wrong = |error: io::Error| Failure::Refused(format!("{}: {error}", path.display()));
    let lock =
        File::options().create(true).truncate(false).write(true).open(&path).map_err(wrong)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(std::fs::TryLockError::WouldBlock) => {
            Err(Failure::Refused(format!("another server is at work on {}", data.display())))
        }
        Err(std::fs::TryLockError::Error(error)) => Err(wrong(error)),
    }
}

/// Serves the house. `ready` is called with the bound address before the first request is taken.
pub fn serve(
    house: &House,
    (address, tls): (SocketAddr, Option<Arc<Tls>>),
    metrics: Option<SocketAddr>,
    ready: impl FnOnce(SocketAddr) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let runtime = Runtime::new().map_err(|error| Failure::Refused(error.to_string()))?;
    let gate = AccessGate::new(&house.capabilities).map_err(|error| house.refusal(&error))?;
    let site = Site::new(house.app.clone(), &house.capabilities, Arc::new(gate))
        .migrations(&[jobs::MIGRATIONS, audit::MIGRATIONS].concat())
        .shares(house.shares.clone());
    let (counters, refusals) = (site.metrics(), site.refusals());
    let router = site.router();
    let bind = |address| {
        let bound = runtime.block_on(TcpListener::bind(address));
        bound.map_err(|error| Failure::Refused(format!("{address}: {error}")))
    };
    let listener = bind(address)?;
    let at = listener.local_addr().map_err(|error| Failure::Refused(error.to_string()))?;
    let shutdown = CancellationToken::new();
    if let Some(address) = metrics {
        let listener = bind(address)?;
        runtime.spawn(web::serve_metrics(listener, Arc::clone(&counters), shutdown.clone()));
    }
    let runner = Runner::start(&house.app, &Work::of(&house.capabilities))
        .map_err(|error| Failure::Refused(format!("the workers of the queue: {error}")))?;
    let ended = runtime.block_on(async {
        let asked_to_end = ends(&shutdown)?;
        if let Some(tls) = &tls {
            tokio::spawn(renews(Arc::clone(tls))?);
        }
        ready(at)?;
        tokio::spawn(asked_to_end);
        let (store, refused) = (house.app.db.clone(), Arc::clone(&refusals));
        tokio::spawn(web::write_refusals(refused, store, shutdown.clone()));
        let entrance = Entrance { listener, tls };
        let limits = house.limits.clone();
        web::serve(entrance, router, limits, counters, shutdown.clone()).await;
        tracing::info!("the last connection ended");
        if let Err(error) = refusals.write(&house.app.db, true).await {
            tracing::warn!(%error, "the last refused accesses could not be noted");
        }
        let stopped = tokio::task::spawn_blocking(move || runner.stop());
        if tokio::time::timeout(LET_GO, stopped).await.is_err() {
            tracing::warn!("a job did not let go; it is taken up again at the next start");
        }
        Ok(())
    });
    runtime.shutdown_background();
    ended
}

/// Takes up a new certificate: at SIGHUP, and when its files have changed.
fn renews(tls: Arc<Tls>) -> Result<impl Future<Output = ()> + use<>, Failure> {
    let hangup = signal(SignalKind::hangup());
    let mut hangup = hangup.map_err(|error| Failure::Refused(error.to_string()))?;
    let mut look = tokio::time::interval(LOOK);
    Ok(async move {
        loop {
            let reloaded = tokio::select! {
                _ = hangup.recv() => tls.reload().map(|()| true),
                _ = look.tick() => tls.reload_if_changed(),
            };
            match reloaded {
                Ok(true) => tracing::info!("the certificate was read again"),
                Ok(false) => {}
                Err(why) => tracing::warn!(why, "the old certificate stays in use"),
            }
        }
    })
}

/// Waits for SIGTERM or Ctrl-C, then asks everything to end.
fn ends(shutdown: &CancellationToken) -> Result<impl Future<Output = ()> + use<>, Failure> {
    let listen = |kind| signal(kind).map_err(|error| Failure::Refused(error.to_string()));
    let mut terminate = listen(SignalKind::terminate())?;
    let mut interrupt = listen(SignalKind::interrupt())?;
    let shutdown = shutdown.clone();
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("asked to end");
        shutdown.cancel();
    })
}
