//! The embedded engine.

use std::{collections::HashMap, path::Path, time::Duration};

use rusqlite::{Connection, ToSql, config::DbConfig, types::ValueRef};

use crate::{
    backend::{Backend, Engine, Purpose},
    dialect,
    error::{Error, Result},
    row::Row,
    value::Value,
};

/// Older versions may corrupt a database whose WAL is reset while another connection reads.
const _: () = assert!(rusqlite::ffi::SQLITE_VERSION_NUMBER >= 3_051_003);

pub struct Sqlite {
    connection: Connection,
    /// `$1` means a name to SQLite, numbered by first appearance; statements are rewritten once.
    rewritten: HashMap<(usize, usize), String>,
}

impl Sqlite {
    pub fn open(path: &Path, purpose: Purpose) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(20))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // What is deleted is overwritten: what was erased is not to be read in the file.
        connection.pragma_update(None, "secure_delete", true)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        let cache = if purpose == Purpose::Write { -65_536 } else { -8_192 };
        connection.pragma_update(None, "cache_size", cache)?;
        // Pages that many batches touch go into the database once for all of them: 32 MiB of WAL
        // between checkpoints took a fifth off the cost of a record.
        connection.pragma_update(None, "wal_autocheckpoint", 8_192)?;
        // Plans never depend on the values of parameters; otherwise each new range of days has
        // its statement compiled again, which took a fifth of a page.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        // A reader refuses to write, as it does on the server engine.
        connection.pragma_update(None, "query_only", purpose == Purpose::Read)?;
        connection.set_prepared_statement_cache_capacity(256);
        Ok(Self { connection, rewritten: HashMap::new() })
    }

    fn statement(&mut self, sql: &'static str) -> Result<rusqlite::CachedStatement<'_>> {
        let key = (sql.as_ptr() as usize, sql.len());
        let text = self.rewritten.entry(key).or_insert_with(|| dialect::numbered(sql));
        Ok(self.connection.prepare_cached(text)?)
    }
}

impl Backend for Sqlite {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    fn alive(&self) -> bool {
        true
    }

    fn execute(&mut self, sql: &'static str, args: &[Value<'_>]) -> Result<u64> {
        let mut statement = self.statement(sql)?;
        bind(&mut statement, args)?;
        Ok(statement.raw_execute()? as u64)
    }

    fn query(
        &mut self,
        sql: &'static str,
        args: &[Value<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.statement(sql)?;
        bind(&mut statement, args)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            each(&Row::Sqlite(row))?;
        }
        Ok(())
    }

    fn prepare(&mut self, sql: &str) -> Result<()> {
        self.connection.prepare(&dialect::numbered(sql))?;
        Ok(())
    }

    fn script(&mut self, sql: &str) -> Result<()> {
        Ok(self.connection.execute_batch(sql)?)
    }
}

fn bind(statement: &mut rusqlite::Statement<'_>, args: &[Value<'_>]) -> Result<()> {
    let expected = statement.parameter_count();
    if expected != args.len() {
        return Err(Error::Engine(format!("{expected} parameters, {} given", args.len())));
    }
    for (index, value) in args.iter().enumerate() {
        match value {
            Value::Day(day) => {
                let text = day.text();
                let text = std::str::from_utf8(&text).unwrap_or_default();
                statement.raw_bind_parameter(index + 1, text)?;
            }
            other => statement.raw_bind_parameter(index + 1, other)?,
        }
    }
    Ok(())
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::ToSqlOutput::{Borrowed, Owned};
        Ok(match *self {
            Value::Null => Borrowed(ValueRef::Null),
            Value::Int(n) => Borrowed(ValueRef::Integer(n)),
            Value::Real(x) => Borrowed(ValueRef::Real(x)),
            Value::Text(text) => Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Bytes(bytes) => Borrowed(ValueRef::Blob(bytes)),
            Value::Day(day) => Owned(rusqlite::types::Value::Text(day.to_string())),
        })
    }
}

pub fn column<'a>(row: &'a rusqlite::Row<'_>, index: usize) -> Result<Value<'a>> {
    Ok(match row.get_ref(index)? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Int(n),
        ValueRef::Real(x) => Value::Real(x),
        ValueRef::Text(bytes) => Value::Text(
            std::str::from_utf8(bytes)
                .map_err(|_| Error::Decode(format!("column {index} is not UTF-8")))?,
        ),
        ValueRef::Blob(bytes) => Value::Bytes(bytes),
    })
}
