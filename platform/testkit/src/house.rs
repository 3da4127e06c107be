//! The whole house behind its router, without a socket.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes},
    http::Request,
};
use db::{Engine, Migration, Tx};
use http_body_util::BodyExt;
use i18n::{Catalog, Lang};
use jobs::Work;
use kernel::{Capability, Gate, Settings};
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

use crate::{
    request::{Answer, Caller},
    store::Store,
};

/// The host under which a test house is reached.
pub const HOST: &str = "yizhan.example";

/// Some capabilities at work on a store of their own. Dropping it fails the test when jobs are
/// left in the queue: what was promised was not done.
pub struct House {
    /// What handlers are given.
    pub app: kernel::App,
    /// Its store and clock.
    pub store: Store,
    router: Router,
    refusals: Arc<audit::Refusals>,
    work: Work,
    runtime: Runtime,
}

/// The schema of the platform crates and of these capabilities.
pub fn migrations(capabilities: &[Capability]) -> Vec<Migration> {
    let platform = web::MIGRATIONS.iter().chain(jobs::MIGRATIONS).chain(audit::MIGRATIONS);
    platform.chain(capabilities.iter().flat_map(|each| each.migrations)).copied().collect()
}

/// The messages of the platform crates and of these capabilities.
///
/// # Panics
/// With every fault of theirs.
pub fn catalog(capabilities: &[Capability]) -> Catalog {
    type Messages = &'static [(Lang, &'static str)];
    let mut resources: Vec<(&str, Messages)> =
        vec![("web", web::MESSAGES), ("jobs", jobs::MESSAGES)];
    resources.extend(capabilities.iter().map(|each| (each.name, each.messages)));
    Catalog::build(&resources).unwrap_or_else(|faults| panic!("{faults}"))
}

impl House {
    /// The house on a fresh store of that engine, behind the gate that `gate` makes.
    ///
    /// # Panics
    /// When it cannot be put together.
    pub fn on(
        engine: Engine,
        capabilities: &[Capability],
        gate: impl FnOnce(&[Capability]) -> Arc<dyn Gate>,
    ) -> Self {
        Self::of(Store::fresh(engine, &migrations(capabilities)), capabilities, gate)
    }

    /// Another node on the same store, with memory of its own.
    ///
    /// # Panics
    /// When it cannot be put together.
    #[must_use]
    pub fn beside(
        &self,
        capabilities: &[Capability],
        gate: impl FnOnce(&[Capability]) -> Arc<dyn Gate>,
    ) -> Self {
        Self::of(self.store.node(), capabilities, gate)
    }

    fn of(
        store: Store,
        capabilities: &[Capability],
        gate: impl FnOnce(&[Capability]) -> Arc<dyn Gate>,
    ) -> Self {
        let settings = Settings {
            data_dir: store.folder.path().to_owned(),
            public_host: Some(HOST.to_owned()),
            secure: true,
            ..Settings::default()
        };
        let messages = Arc::new(catalog(capabilities));
        let app = kernel::App::new(store.db.clone(), settings, messages);
        let site = web::Site::new(app.clone(), capabilities, gate(capabilities));
        let refusals = site.refusals();
        let router = site.router();
        let work = Work::of(capabilities);
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap_or_else(|error| panic!("a runtime: {error}"));
        Self { app, store, router, refusals, work, runtime }
    }

    /// Somebody without credentials.
    pub fn visitor(&self) -> Caller<'_> {
        Caller::new(self)
    }

    /// Somebody with a service token.
    pub fn bearer(&self, token: &str) -> Caller<'_> {
        self.visitor().with("authorization", &format!("Bearer {token}"))
    }

    /// Somebody with a browser session; `cookie` is `name=value`.
    pub fn session(&self, cookie: &str) -> Caller<'_> {
        self.visitor().with("cookie", cookie).with("sec-fetch-site", "same-origin")
    }

    /// Writes directly, as a verb of the domain would.
    ///
    /// # Panics
    /// When the verb refuses.
    pub fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Tx<'_>) -> kernel::Result<T> + Send + 'static,
    ) -> T {
        self.app.db.write_blocking(job).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Reads directly.
    ///
    /// # Panics
    /// When the verb refuses.
    pub fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Tx<'_>) -> kernel::Result<T> + Send + 'static,
    ) -> T {
        self.app.db.read_blocking(job).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Does every job that is due and all that is due about events, and tells how many attempts
    /// that took.
    ///
    /// # Panics
    /// When the queue cannot be read.
    pub fn run_jobs(&self) -> usize {
        jobs::run_due(&self.app, &self.work).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Queues what the clock asks for at the time that it shows.
    ///
    /// # Panics
    /// When nothing can be queued.
    pub fn look_at_clock(&self) {
        jobs::plan(&self.app, &self.work).unwrap_or_else(|error| panic!("{error}"));
    }

    /// Notes what was refused to those who are known, as a node does when a minute is over.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn note_refusals(&self) {
        let written = self.wait(self.refusals.write(&self.app.db, true));
        written.unwrap_or_else(|error| panic!("{error}"));
    }

    /// Waits for something asynchronous on the runtime of this house.
    pub fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    pub(crate) fn answer(&self, request: Request<Body>) -> Answer {
        let place = format!("{} {}", request.method(), request.uri());
        self.wait(async {
            let Ok(response) = self.router.clone().oneshot(request).await;
            let (parts, body) = response.into_parts();
            let body = body.collect().await.unwrap_or_else(|error| panic!("{place}: {error}"));
            Answer::new(place, parts, body.to_bytes())
        })
    }

    /// The answer without its body, which may have no end.
    pub(crate) fn head_of(&self, request: Request<Body>) -> Answer {
        let place = format!("{} {}", request.method(), request.uri());
        self.wait(async {
            let Ok(response) = self.router.clone().oneshot(request).await;
            Answer::new(place, response.into_parts().0, Bytes::new())
        })
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let left = self.app.db.read_blocking(jobs::unfinished);
        let left = left.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(left, 0, "jobs were left in the queue: call `run_jobs`");
    }
}

/// Runs a test on the house of these capabilities, on each engine.
pub fn on_each_house(
    capabilities: impl Fn() -> Vec<Capability>,
    gate: impl Fn(&[Capability]) -> Arc<dyn Gate>,
    test: impl Fn(&House),
) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        eprintln!("on {engine:?}");
        test(&House::on(engine, &capabilities(), &gate));
    }
}
