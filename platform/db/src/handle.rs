//! The handle that the rest of the house holds.

use std::{collections::HashMap, path::Path, sync::Arc};

use parking_lot::{Mutex, RwLock};
use tokio::sync::oneshot;

use crate::{
    Db, Inner, Migration, Options, Threads,
    backend::{Engine, Purpose, Target},
    error::{Error, Result},
    ids::IdSource,
    lanes::Lanes,
    migrate,
    readers::Readers,
    time::Instant,
    tx::Tx,
    writer::{Answer, Caller, Job, Writer},
};

type Outcome<T, E> = std::result::Result<T, E>;

impl Db {
    /// Opens the store at `sqlite:PATH` or `postgres://…` and starts its threads. Migrates nothing.
    pub fn open(url: &str, options: Options) -> Result<Self> {
        let target = Target::parse(url)?;
        let inner = Arc::new(Inner {
            target,
            clock: options.clock,
            batch_time: options.batch_time,
            ids: IdSource::default(),
            caches: RwLock::new(HashMap::new()),
            marks: RwLock::new(HashMap::new()),
        });
        let writer = Writer::start(&inner, Purpose::Write, "db-writer", options.queue)?;
        let lanes = Lanes::start(&inner, options.lanes, options.queue)?;
        let readers = Readers::start(&inner, options.readers, options.queue)?;
        Ok(Self { inner, threads: Arc::new(Threads { writer, lanes, readers }) })
    }

    /// Applies what is missing of `migrations`, in their order.
    pub fn migrate(&self, migrations: &[Migration]) -> Result<usize> {
        migrate::apply(&self.inner, migrations)
    }

    /// Says what is wrong between the schema and `migrations`; `Ok` when they agree.
    pub fn check_migrations(&self, migrations: &[Migration]) -> Result<()> {
        let migrations = migrations.to_vec();
        self.read_blocking(move |tx| migrate::check(tx, &migrations))
    }

    /// Which engine is behind it.
    pub fn engine(&self) -> Engine {
        self.inner.target.engine()
    }

    /// The file of an embedded store.
    pub fn file(&self) -> Option<&Path> {
        match &self.inner.target {
            Target::Sqlite(path) => Some(path),
            Target::Postgres(_) => None,
        }
    }

    /// The present, from the clock that the store was opened with.
    pub fn now(&self) -> Instant {
        self.inner.clock.now()
    }

    /// The newest version of a mark that this process has seen: its own changes at once, those of
    /// others as soon as any transaction has looked. For caches outside transactions, which must
    /// ask the store themselves now and then.
    pub fn latest_mark(&self, topic: &str) -> i64 {
        self.inner.marks.read().get(topic).copied().unwrap_or_default()
    }

    /// Runs `job` as one caller of a group commit, while nobody else writes, on any node; answers
    /// after the commit is durable. An `Err` takes back what the job did and nothing else.
    pub async fn write<T, E, F>(&self, job: F) -> Outcome<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Outcome<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (caller, answer) = caller(once(job));
        self.threads.writer.submit(caller)?;
        answer.await.map_err(|_| E::from(gone()))?
    }

    /// Runs `job` as one caller of a group commit, beside the writers of other lanes and nodes.
    ///
    /// `lane` says what the job will mostly touch: those of one number wait for each other, and
    /// others hardly ever, since they touch other rows. Nothing but speed may depend on it. A job
    /// may rest on what is cached and on what the schema keeps unique; rows that it has read may
    /// be changed by others before its end. When others were in the way, everything that it did is
    /// taken back and it is run again, so what it does outside the transaction can happen twice.
    pub async fn write_in<T, E, F>(&self, lane: u64, mut job: F) -> Outcome<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Outcome<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (caller, answer) = caller(move |tx| Some(job(tx)));
        self.lane(lane).submit(caller)?;
        answer.await.map_err(|_| E::from(gone()))?
    }

    /// The same for commands and threads outside the async runtime.
    pub fn write_in_blocking<T, E, F>(&self, lane: u64, mut job: F) -> Outcome<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Outcome<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (caller, answer) = caller(move |tx| Some(job(tx)));
        self.lane(lane).submit(caller)?;
        answer.blocking_recv().map_err(|_| E::from(gone()))?
    }

    fn lane(&self, lane: u64) -> &Writer {
        self.threads.lanes.of(lane).unwrap_or(&self.threads.writer)
    }

    /// The same as [`Db::write`] for commands and threads outside the async runtime.
    pub fn write_blocking<T, E, F>(&self, job: F) -> Outcome<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Outcome<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (caller, answer) = caller(once(job));
        self.threads.writer.submit(caller)?;
        answer.blocking_recv().map_err(|_| E::from(gone()))?
    }

    /// Runs `job` on a snapshot.
    pub async fn read<T, E, F>(&self, job: F) -> Outcome<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Outcome<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (caller, answer) = caller(once(job));
        self.threads.readers.submit(caller)?;
        answer.await.map_err(|_| E::from(gone()))?
    }

    /// The same for commands and threads outside the async runtime.
    pub fn read_blocking<T, E, F>(&self, job: F) -> Outcome<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Outcome<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (caller, answer) = caller(once(job));
        self.threads.readers.submit(caller)?;
        answer.blocking_recv().map_err(|_| E::from(gone()))?
    }
}

fn gone() -> Error {
    Error::Unavailable("the store is closing".to_owned())
}

/// A job that cannot be run again: it is `None` the second time.
fn once<T, E>(
    job: impl FnOnce(&mut Tx<'_>) -> Outcome<T, E>,
) -> impl FnMut(&mut Tx<'_>) -> Option<Outcome<T, E>> {
    let mut job = Some(job);
    move |tx| job.take().map(|job| job(tx))
}

/// Packs a job so that its result waits for the commit.
fn caller<T, E, F>(mut job: F) -> (Caller, oneshot::Receiver<Outcome<T, E>>)
where
    F: FnMut(&mut Tx<'_>) -> Option<Outcome<T, E>> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    let (sender, receiver) = oneshot::channel();
    // Whoever speaks first answers: the job's own end, or the thread that could not run it.
    let sender = Arc::new(Mutex::new(Some(sender)));
    let refused = Arc::clone(&sender);
    let job: Job = Box::new(move |tx| {
        let outcome = job(tx).unwrap_or_else(|| Err(Error::Busy.into()));
        let keep = outcome.is_ok();
        let sender = Arc::clone(&sender);
        let answer: Answer = Box::new(move |end| send(&sender, end.map_err(E::from).and(outcome)));
        (keep, answer)
    });
    let tell = Box::new(move |error: Error| send(&refused, Err(error.into())));
    (Caller { job, tell }, receiver)
}

type Sender<T> = Mutex<Option<oneshot::Sender<T>>>;

fn send<T>(sender: &Sender<T>, outcome: T) {
    if let Some(sender) = sender.lock().take() {
        // A caller that went away meanwhile needs no answer; its work stands.
        let _ = sender.send(outcome);
    }
}
