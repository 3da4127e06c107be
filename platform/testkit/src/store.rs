//! A fresh store on each engine, with a clock that stands still.

use std::sync::Arc;

use db::{Db, Engine, FixedClock, Instant, Migration, Options};
use tempfile::TempDir;

use crate::postgres::{self, Durability};

/// Thursday, 26 November 2026, 10:00 in Shanghai, where every test clock begins.
pub const BEGINNING: Instant = Instant(1_795_658_400_000_000);

/// An empty store that is thrown away with its value.
pub struct Store {
    /// The store.
    pub db: Db,
    /// Its clock; stands at [`BEGINNING`] until moved.
    pub clock: Arc<FixedClock>,
    /// Where it lies, as `--database` takes it.
    pub url: String,
    /// A folder for keys and files, as `--data` takes it.
    pub folder: TempDir,
}

impl Store {
    /// A store of that engine with these migrations applied.
    ///
    /// # Panics
    /// When it cannot be made.
    pub fn fresh(engine: Engine, migrations: &[Migration]) -> Self {
        Self::with(engine, migrations, Options::default())
    }

    /// The same, opened otherwise; the clock is the test's in any case.
    ///
    /// # Panics
    /// When it cannot be made.
    pub fn with(engine: Engine, migrations: &[Migration], mut options: Options) -> Self {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("a folder: {error}"));
        let url = match engine {
            Engine::Sqlite => format!("sqlite:{}", folder.path().join("yizhan.db").display()),
            Engine::Postgres => postgres::fresh_schema(Durability::None),
        };
        let clock = Arc::new(FixedClock::at(BEGINNING));
        options.clock = Arc::clone(&clock) as _;
        let db = Db::open(&url, options).unwrap_or_else(|error| panic!("{engine:?}: {error}"));
        db.migrate(migrations).unwrap_or_else(|error| panic!("{engine:?}: {error}"));
        Self { db, clock, url, folder }
    }

    /// Another handle to the same store, as another process would have it.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub fn beside(&self) -> Db {
        let options = Options { clock: Arc::clone(&self.clock) as _, ..Options::default() };
        Db::open(&self.url, options).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The same store as another node has it, with a folder of its own.
    ///
    /// # Panics
    /// When it cannot be opened.
    #[must_use]
    pub fn node(&self) -> Self {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("a folder: {error}"));
        Self { db: self.beside(), clock: Arc::clone(&self.clock), url: self.url.clone(), folder }
    }
}

/// Runs a test on a fresh store of each engine, saying which one it was when it fails.
pub fn on_each_engine(migrations: &[Migration], test: impl Fn(&Store)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        eprintln!("on {engine:?}");
        test(&Store::fresh(engine, migrations));
    }
}
