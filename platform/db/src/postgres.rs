//! The server engine. A connection is driven by a runtime of its own, on the thread that owns it:
//! statements are sent before those ahead of them are answered, and no wait is without an end.

use std::{collections::HashMap, error::Error as StdError, future::Future};

use futures_util::TryStreamExt;
use tokio::runtime::Runtime;
use tokio_postgres::{
    Client, Config, Statement,
    types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};

use crate::{
    backend::{Backend, Engine, Purpose},
    dialect,
    error::{Error, Result},
    patience,
    row::Row,
    value::Value,
};

/// Rows of one `INSERT`, by the sizes in which its text is kept prepared.
const BUNDLES: [usize; 4] = [64, 16, 4, 1];

pub struct Postgres {
    client: Client,
    config: Config,
    runtime: Runtime,
    /// By where the text lies and for how many rows it is.
    statements: HashMap<(usize, usize, usize), Statement>,
    /// What goes out together with the next statement.
    deferred: String,
    slot: Option<i64>,
    /// The server has stopped to answer.
    lost: bool,
}

impl Postgres {
    pub fn connect(url: &str, purpose: Purpose) -> Result<Self> {
        let mut config: Config = url
            .parse()
            .map_err(|error| Error::Unavailable(format!("the database address: {error}")))?;
        config.application_name("yizhan");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Error::Unavailable(error.to_string()))?;
        let client = runtime.block_on(patience::connect(&config))?;
        let (statements, deferred) = (HashMap::new(), String::new());
        let mut fresh =
            Self { client, config, runtime, statements, deferred, slot: None, lost: false };
        if let Some(settings) = dialect::session(purpose) {
            fresh.script(settings)?;
        }
        if purpose == Purpose::Lane {
            fresh.slot = fresh.take_slot()?;
        }
        Ok(fresh)
    }

    /// Takes the lowest number that nobody has; it is given back when the connection ends.
    fn take_slot(&mut self) -> Result<Option<i64>> {
        let mut slot = None;
        self.query(dialect::TAKE_SLOT, &[], &mut |row| {
            slot = Some(row.get(0)?);
            Ok(())
        })?;
        Ok(slot)
    }

    fn statement(&mut self, sql: &'static str, rows: usize, given: usize) -> Result<Statement> {
        let key = (sql.as_ptr() as usize, sql.len(), rows);
        let statement = if let Some(statement) = self.statements.get(&key) {
            statement.clone()
        } else {
            // A text that the server refuses must not take more with it than its own savepoint.
            self.flush()?;
            let text = dialect::repeated(sql, rows)?;
            let Self { client, config, runtime, lost, .. } = self;
            let work = async { Ok(client.prepare(&text).await?) };
            let statement = wait(runtime, config, lost, work)?;
            self.statements.insert(key, statement.clone());
            statement
        };
        let expected = statement.params().len();
        if expected != given {
            return Err(Error::Engine(format!("{expected} parameters, {given} given")));
        }
        Ok(statement)
    }

    /// Sends what was deferred, if anything was.
    fn flush(&mut self) -> Result<()> {
        if self.deferred.is_empty() { Ok(()) } else { self.script("") }
    }

    fn run(&mut self, statement: &Statement, args: &[&(dyn ToSql + Sync)]) -> Result<u64> {
        let before = std::mem::take(&mut self.deferred);
        let Self { client, config, runtime, lost, .. } = self;
        let work = after(client, &before, client.execute(statement, args));
        wait(runtime, config, lost, work)
    }
}

/// Sends the text and the work behind it at once; one round trip for both.
async fn after<T>(
    client: &Client,
    before: &str,
    work: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T> {
    if before.is_empty() {
        return Ok(work.await?);
    }
    let (before, work) = tokio::join!(biased; client.batch_execute(before), work);
    before?;
    Ok(work?)
}

fn wait<T>(
    runtime: &Runtime,
    config: &Config,
    lost: &mut bool,
    work: impl Future<Output = Result<T>>,
) -> Result<T> {
    let done = runtime.block_on(patience::wait(config, work));
    done.unwrap_or_else(|silent| {
        *lost = true;
        Err(silent)
    })
}

impl Backend for Postgres {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    fn alive(&self) -> bool {
        !self.lost && !self.client.is_closed()
    }

    fn slot(&self) -> Option<i64> {
        self.slot
    }

    fn execute(&mut self, sql: &'static str, args: &[Value<'_>]) -> Result<u64> {
        let statement = self.statement(sql, 1, args.len())?;
        let args: Vec<&(dyn ToSql + Sync)> = args.iter().map(|v| v as _).collect();
        self.run(&statement, &args)
    }

    fn execute_each(&mut self, sql: &'static str, rows: &[&[Value<'_>]]) -> Result<u64> {
        let mut touched = 0;
        let mut left = rows;
        for size in BUNDLES {
            while left.len() >= size {
                let (bundle, rest) = left.split_at(size);
                let args: Vec<&(dyn ToSql + Sync)> =
                    bundle.iter().flat_map(|row| row.iter()).map(|v| v as _).collect();
                let statement = self.statement(sql, size, args.len())?;
                touched += self.run(&statement, &args)?;
                left = rest;
            }
        }
        Ok(touched)
    }

    fn defer(&mut self, sql: &'static str) -> Result<()> {
        self.deferred.push_str(sql);
        self.deferred.push(';');
        Ok(())
    }

    fn query(
        &mut self,
        sql: &'static str,
        args: &[Value<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let statement = self.statement(sql, 1, args.len())?;
        let before = std::mem::take(&mut self.deferred);
        let Self { client, config, runtime, lost, .. } = self;
        let work = async {
            let rows = after(client, &before, client.query_raw(&statement, args.iter())).await?;
            let mut rows = std::pin::pin!(rows);
            while let Some(row) = rows.try_next().await? {
                each(&Row::Postgres(&row))?;
            }
            Ok(())
        };
        wait(runtime, config, lost, work)
    }

    fn prepare(&mut self, sql: &str) -> Result<()> {
        let Self { client, config, runtime, lost, .. } = self;
        wait(runtime, config, lost, async { Ok(client.prepare(sql).await.map(drop)?) })
    }

    fn script(&mut self, sql: &str) -> Result<()> {
        let text = std::mem::take(&mut self.deferred) + sql;
        let Self { client, config, runtime, lost, .. } = self;
        wait(runtime, config, lost, async { Ok(client.batch_execute(&text).await?) })
    }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match (self, ty) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Int(n), &Type::INT4) => i32::try_from(*n)?.to_sql(ty, out),
            (Value::Int(n), &Type::FLOAT8) => (*n as f64).to_sql(ty, out),
            (Value::Int(n), _) => n.to_sql(&Type::INT8, out),
            (Value::Real(x), _) => x.to_sql(ty, out),
            (Value::Text(text), _) => text.to_sql(ty, out),
            (Value::Day(day), _) => day.to_string().to_sql(ty, out),
            (Value::Bytes(bytes), _) => bytes.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

pub fn column(row: &tokio_postgres::Row, index: usize) -> Result<Value<'_>> {
    let ty = row
        .columns()
        .get(index)
        .ok_or_else(|| Error::Decode(format!("there is no column {index}")))?
        .type_();
    let value = match *ty {
        Type::INT8 => row.try_get::<_, Option<i64>>(index).map(|n| n.map(Value::Int)),
        Type::INT4 => {
            row.try_get::<_, Option<i32>>(index).map(|n| n.map(|n| Value::Int(i64::from(n))))
        }
        Type::BOOL => {
            row.try_get::<_, Option<bool>>(index).map(|b| b.map(|b| Value::Int(i64::from(b))))
        }
        Type::FLOAT8 => row.try_get::<_, Option<f64>>(index).map(|x| x.map(Value::Real)),
        Type::BYTEA => row.try_get::<_, Option<&[u8]>>(index).map(|b| b.map(Value::Bytes)),
        _ => row.try_get::<_, Option<&str>>(index).map(|text| text.map(Value::Text)),
    };
    match value {
        Ok(value) => Ok(value.unwrap_or(Value::Null)),
        Err(error) => Err(Error::Decode(format!("column {index} is {ty}: {error}"))),
    }
}
