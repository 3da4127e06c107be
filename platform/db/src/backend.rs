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
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Write,
    Read,
}

/// One connection, owned by one thread.
pub trait Backend {
    fn engine(&self) -> Engine;
    /// False when the connection is gone and a new one is needed.
    fn alive(&self) -> bool;
    fn execute(&mut self, sql: &'static str, args: &[Value<'_>]) -> Result<u64>;
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
            Self::Postgres(url) => Ok(Box::new(crate::postgres::Postgres::connect(url)?)),
        }
    }
}
