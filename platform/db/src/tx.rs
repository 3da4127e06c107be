//! A transaction: what every verb of the domain takes first.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::Arc,
};

use crate::{
    Inner,
    backend::{Backend, Engine},
    cached::{AnyCache, Cache, Found, Place},
    error::{Error, Result},
    pending::{Pending, Sums},
    row::{FromRow, Row},
    time::{Day, Instant},
    value::Value,
};

/// A running transaction. Inside [`crate::Db::write`] it is the caller's own savepoint.
pub struct Tx<'c> {
    backend: &'c mut dyn Backend,
    inner: &'c Inner,
    now: Instant,
    author: Option<i64>,
    marks: Option<HashMap<String, i64>>,
    bumped: Vec<&'static str>,
    /// What it has loaded of caches for itself.
    loaded: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
    failure: Option<Failure>,
    hooks: Vec<Hook>,
    /// How many of the hooks are those of callers before this one.
    hooks_before: usize,
    sums: Sums,
}

/// How the first statement failed that failed for a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Another writer was in the way.
    Conflict,
    /// A row was there already, perhaps since a moment ago.
    NotUnique,
    Other,
}

/// What is done once a batch is durable.
pub type Hook = Box<dyn FnOnce() + Send>;

impl<'c> Tx<'c> {
    pub(crate) fn new(backend: &'c mut dyn Backend, inner: &'c Inner) -> Self {
        let now = inner.clock.now();
        let (marks, bumped, hooks) = (None, Vec::new(), Vec::new());
        let loaded = HashMap::new();
        let sums = Sums::default();
        Self {
            backend,
            inner,
            now,
            author: None,
            marks,
            bumped,
            loaded,
            failure: None,
            hooks,
            hooks_before: 0,
            sums,
        }
    }

    /// The moment at which this caller's work began; the same throughout.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The Shanghai day of [`Tx::now`].
    pub fn today(&self) -> Day {
        self.now.day()
    }

    /// The person or token on whose behalf this caller works, 0 for a visitor whom nobody knows;
    /// nobody: the command line, or the product itself. See [`crate::acting_as`].
    pub fn author(&self) -> Option<i64> {
        self.author
    }

    pub(crate) fn set_author(&mut self, author: Option<i64>) {
        self.author = author;
    }

    /// A new numeric id, larger than all before it in this process.
    pub fn new_id(&self) -> i64 {
        self.inner.ids.number(self.now)
    }

    /// A new UUID of version 7.
    pub fn new_uuid(&self) -> uuid::Uuid {
        crate::ids::uuid(self.now)
    }

    /// Random bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        crate::ids::random()
    }

    /// Which engine is behind it, for `doctor` and `dialect`; the domain does not ask.
    pub fn engine(&self) -> Engine {
        self.backend.engine()
    }

    /// A number that is this writer's alone, while others write beside it: what many of them add
    /// to is kept apart by it. None where nobody else writes at the same time.
    pub fn slot(&self) -> Option<i64> {
        self.backend.slot()
    }

    /// Runs a statement and tells how many rows it touched.
    pub fn run(&mut self, sql: &'static str, args: &[Value<'_>]) -> Result<u64> {
        let outcome = self.backend.execute(sql, args);
        self.note(outcome)
    }

    /// Runs an `INSERT … VALUES ($1, …)` for each of these rows, in their order, as one text; no
    /// two of them may have the same key.
    pub fn run_each<'v, R: AsRef<[Value<'v>]>>(
        &mut self,
        sql: &'static str,
        rows: &[R],
    ) -> Result<u64> {
        let rows: Vec<&[Value<'_>]> = rows.iter().map(AsRef::as_ref).collect();
        let outcome = self.backend.execute_each(sql, &rows);
        self.note(outcome)
    }

    /// All rows of an answer.
    pub fn all<R: FromRow>(&mut self, sql: &'static str, args: &[Value<'_>]) -> Result<Vec<R>> {
        let mut rows = Vec::new();
        self.each(sql, args, |row| {
            rows.push(R::from_row(row)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// The first row of an answer, if there is one.
    pub fn maybe<R: FromRow>(
        &mut self,
        sql: &'static str,
        args: &[Value<'_>],
    ) -> Result<Option<R>> {
        let mut first = None;
        self.each(sql, args, |row| {
            if first.is_none() {
                first = Some(R::from_row(row)?);
            }
            Ok(())
        })?;
        Ok(first)
    }

    /// The one row of an answer that always has one.
    pub fn one<R: FromRow>(&mut self, sql: &'static str, args: &[Value<'_>]) -> Result<R> {
        self.maybe(sql, args)?
            .ok_or_else(|| Error::Decode("a row was expected, none came".to_owned()))
    }

    /// Hands every row to `each`, without keeping them.
    pub fn each(
        &mut self,
        sql: &'static str,
        args: &[Value<'_>],
        mut each: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let outcome = self.backend.query(sql, args, &mut each);
        self.note(outcome)
    }

    /// Compiles a statement without running it; for the test that reads all SQL of the source.
    pub fn prepare(&mut self, sql: &str) -> Result<()> {
        self.backend.prepare(sql)
    }

    /// Runs several statements of text that is not constant: migrations, tests, maintenance.
    pub fn script(&mut self, sql: &str) -> Result<()> {
        let outcome = self.backend.script(sql);
        self.note(outcome)
    }

    /// Says that what is cached under `topic` has changed: every cache, in every process that
    /// uses this store, loads it again before it is next asked. Returns the new version, for rows
    /// that say with which version they changed. Bump before writing such rows: the mark is then
    /// held until the commit, so that versions become visible in their order.
    ///
    /// Not in [`crate::Db::write_in`]: writers beside this one rest on what they have cached.
    pub fn bump(&mut self, topic: &'static str) -> Result<i64> {
        if self.slot().is_some() {
            let text = format!("{topic} is changed by those who write alone");
            return self.note(Err(Error::Engine(text)));
        }
        let (version,) = self.one(
            "INSERT INTO mark (topic, version) VALUES ($1, 1)
             ON CONFLICT (topic) DO UPDATE SET version = mark.version + 1
             RETURNING version",
            crate::args![topic],
        )?;
        self.marks = None;
        if !self.bumped.contains(&topic) {
            self.bumped.push(topic);
        }
        Ok(version)
    }

    /// Has something short done on the writer's thread once this caller's work is durable: waking
    /// somebody up. Nothing that must happen, since the process may end before.
    pub fn after_commit(&mut self, hook: impl FnOnce() + Send + 'static) {
        self.hooks.push(Box::new(hook));
    }

    /// What this caller adds to a sum that is written once for the whole batch, right before its
    /// commit. Only inside [`crate::Db::write`]; statements of the batch do not see it yet.
    pub fn pending<P: Pending>(&mut self) -> &mut P {
        self.sums.own()
    }

    /// Whether this caller added to a sum.
    pub(crate) fn has_pending(&self) -> bool {
        self.sums.has_own()
    }

    /// Writes what this caller and those before it in its batch have pending, so that statements
    /// see it: for those who read sums in order to change them. Goes back with the caller's work.
    pub fn settle_pending(&mut self) -> Result<()> {
        let kept = self.sums.take_kept();
        let written = kept.iter().try_for_each(|sum| sum.settle(self));
        self.sums.wrote(kept);
        written?;
        self.sums.take_own().iter().try_for_each(|sum| sum.settle(self))
    }

    /// Writes what is pending.
    pub(crate) fn settle(&mut self) -> Result<()> {
        self.sums.take().iter().try_for_each(|sum| sum.settle(self))
    }

    /// What is cached of `T`, as of this transaction.
    pub fn cached<T: Cache>(&mut self) -> Result<Arc<T>> {
        let id = TypeId::of::<T>();
        if let Some(own) = self.loaded.get(&id).cloned().and_then(|own| own.downcast().ok()) {
            return Ok(own);
        }
        let place = self.place::<T>();
        let version = self.mark(T::TOPIC)?;
        let own = self.bumped.contains(&T::TOPIC);
        Ok(match place.get(self, version, own)? {
            Found::Shared(value) => value,
            Found::Alone(value) => {
                self.loaded.insert(id, Arc::clone(&value) as Arc<dyn Any + Send + Sync>);
                value
            }
        })
    }

    /// Reads the marks, so that [`crate::Db::latest_mark`] knows them.
    pub(crate) fn look_at_marks(&mut self) -> Result<()> {
        self.mark("").map(drop)
    }

    fn mark(&mut self, topic: &str) -> Result<i64> {
        if self.marks.is_none() {
            let rows: Vec<(String, i64)> =
                self.all("SELECT topic, version FROM mark", crate::args![])?;
            let marks: HashMap<String, i64> = rows.into_iter().collect();
            if self.bumped.is_empty() {
                self.inner.saw(&marks);
            }
            self.marks = Some(marks);
        }
        let marks = self.marks.as_ref();
        Ok(marks.and_then(|marks| marks.get(topic).copied()).unwrap_or_default())
    }

    fn place<T: Cache>(&self) -> Arc<Place<T>> {
        let id = TypeId::of::<T>();
        let known = self.inner.caches.read().get(&id).cloned();
        let any: Arc<dyn AnyCache> = known.unwrap_or_else(|| {
            let mut caches = self.inner.caches.write();
            let fresh = || Arc::new(Place::<T>::default()) as Arc<dyn AnyCache>;
            caches.entry(id).or_insert_with(fresh).clone()
        });
        any.into_any().downcast().unwrap_or_default()
    }

    /// Sets the clock of the next caller in a batch.
    pub(crate) fn next_caller(&mut self) {
        self.now = self.inner.clock.now();
        self.failure = None;
        self.hooks_before = self.hooks.len();
        self.sums.keep();
    }

    pub(crate) fn into_hooks(self) -> Vec<Hook> {
        self.hooks
    }

    /// Remembers that a statement failed. A row that could not be read is no such failure.
    fn note<T>(&mut self, outcome: Result<T>) -> Result<T> {
        if let Err(error) = &outcome {
            let failure = match error {
                Error::Decode(_) => None,
                Error::Conflict(_) => Some(Failure::Conflict),
                Error::NotUnique(_) => Some(Failure::NotUnique),
                _ => Some(Failure::Other),
            };
            self.failure = self.failure.or(failure);
        }
        outcome
    }

    /// The savepoint of a caller, sent along with its first statement.
    pub(crate) fn defer(&mut self, sql: &'static str) -> Result<()> {
        self.backend.defer(sql)
    }

    pub(crate) fn failure(&self) -> Option<Failure> {
        self.failure
    }

    /// Forgets what a caller whose work was taken back has changed.
    pub(crate) fn taken_back(&mut self) {
        self.failure = None;
        self.bumped.clear();
        self.marks = None;
        self.hooks.truncate(self.hooks_before);
        self.sums.forget();
    }

    pub(crate) fn has_bumped(&self) -> bool {
        !self.bumped.is_empty()
    }
}
