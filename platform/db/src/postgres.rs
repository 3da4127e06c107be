//! The server engine. Its connections live on threads of their own: the driver may not be used
//! or dropped on a thread of the async runtime.

use std::{collections::HashMap, error::Error as StdError};

use postgres::{
    Client, Config, NoTls, Statement,
    fallible_iterator::FallibleIterator,
    types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};

use crate::{
    backend::{Backend, Engine},
    error::{Error, Result},
    row::Row,
    value::Value,
};

pub struct Postgres {
    client: Client,
    statements: HashMap<(usize, usize), Statement>,
}

impl Postgres {
    pub fn connect(url: &str) -> Result<Self> {
        let mut config: Config = url
            .parse()
            .map_err(|error| Error::Unavailable(format!("the database address: {error}")))?;
        config.application_name("yizhan");
        config.connect_timeout(std::time::Duration::from_secs(5));
        let client = config.connect(NoTls).map_err(|error| {
            let cause = error.source().map(ToString::to_string).unwrap_or_default();
            Error::Unavailable(format!("{error}: {cause}"))
        })?;
        Ok(Self { client, statements: HashMap::new() })
    }

    fn statement(&mut self, sql: &'static str, given: usize) -> Result<Statement> {
        let key = (sql.as_ptr() as usize, sql.len());
        let statement = if let Some(statement) = self.statements.get(&key) {
            statement.clone()
        } else {
            let statement = self.client.prepare(sql)?;
            self.statements.insert(key, statement.clone());
            statement
        };
        let expected = statement.params().len();
        if expected != given {
            return Err(Error::Engine(format!("{expected} parameters, {given} given")));
        }
        Ok(statement)
    }
}

impl Backend for Postgres {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    fn alive(&self) -> bool {
        !self.client.is_closed()
    }

    fn execute(&mut self, sql: &'static str, args: &[Value<'_>]) -> Result<u64> {
        let statement = self.statement(sql, args.len())?;
        let args: Vec<&(dyn ToSql + Sync)> = args.iter().map(|v| v as _).collect();
        Ok(self.client.execute(&statement, &args)?)
    }

    fn query(
        &mut self,
        sql: &'static str,
        args: &[Value<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let statement = self.statement(sql, args.len())?;
        let mut rows = self.client.query_raw(&statement, args.iter())?;
        while let Some(row) = rows.next()? {
            each(&Row::Postgres(&row))?;
        }
        Ok(())
    }

    fn prepare(&mut self, sql: &str) -> Result<()> {
        self.client.prepare(sql)?;
        Ok(())
    }

    fn script(&mut self, sql: &str) -> Result<()> {
        Ok(self.client.batch_execute(sql)?)
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

pub fn column(row: &postgres::Row, index: usize) -> Result<Value<'_>> {
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
