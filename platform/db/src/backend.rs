//! What an engine must do. Only `sqlite` and `postgres` beside this file name a driver.

use std::path::PathBuf;

use crate::{
    error::{Error, Result},
    row::Row,
    value::Value,
};

/// Which engine stands behind a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded default.
    Sqlite,
    /// A server for many nodes.
    Postgres,
}

/// Where a store lies.
#[derive(Clone, Debug)]
pub enum Target {
    /// A file.
    Sqlite(PathBuf),
    /// A connection string.
    Postgres(String),
}

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To write while nobody else does.
    Write,
    /// To write beside other lanes.
    Lane,
    /// To read snapshots.
    Read,
    /// To change the schema, however long that takes.
    Migrate,
}

/// One connection, owned by one thread.
pub trait Backend {
    fn engine(&self) -> Engine;
    /// False when the connection is gone and a new one is needed.
    fn alive(&self) -> bool;
    /// A number that no other connection of a lane has, on any node; none for other connections.
    fn slot(&self) -> Option<i64> {
        None
    }
    fn execute(&mut self, sql: &'static str, args: &[Value<'_>]) -> Result<u64>;
    /// Runs an `INSERT … VALUES` for each of the rows, in their order.
    fn execute_each(&mut self, sql: &'static str, rows: &[&[Value<'_>]]) -> Result<u64> {
        rows.iter().map(|row| self.execute(sql, row)).sum()
    }
    /// Runs a statement without parameters at the latest before the next one; what goes wrong
    /// with it is said then.
    fn defer(&mut self, sql: &'static str) -> Result<()> {
        self.execute(sql, &[]).map(drop)
    }
    fn query(
        &mut self,
        sql: &'static str,
        args: &[Value<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()>;
    /// Compiles a statement without running it.
    fn prepare(&mut self, sql: &str) -> Result<()>;
    /// Runs several statements of engine-specific text.
    fn script(&mut self, sql: &str) -> Result<()>;
}

impl Target {
    /// `sqlite:PATH` or `postgres://…`.
    pub fn parse(url: &str) -> Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            Ok(Self::Sqlite(PathBuf::from(path)))
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Self::Postgres(url.to_owned()))
        } else {
            Err(Error::Unavailable("a database is sqlite:PATH or postgres://…".to_owned()))
        }
    }

    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    pub fn connect(&self, purpose: Purpose) -> Result<Box<dyn Backend>> {
        match self {
            Self::Sqlite(path) => Ok(Box::new(crate::sqlite::Sqlite::open(path, purpose)?)),
            Self::Postgres(url) => Ok(Box::new(crate::postgres::Postgres::connect(url, purpose)?)),
        }
    }
}
