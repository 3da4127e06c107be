//! Rows that come back.

use uuid::Uuid;

use crate::{
    error::{Error, Result},
    time::{Day, Instant},
    value::Value,
};

/// One row of an answer, of either engine.
pub enum Row<'a> {
    /// A row of SQLite.
    Sqlite(&'a rusqlite::Row<'a>),
    /// A row of PostgreSQL.
    Postgres(&'a tokio_postgres::Row),
}

impl Row<'_> {
    /// The column at `index`, from 0, borrowed from the row.
    pub fn value(&self, index: usize) -> Result<Value<'_>> {
        match self {
            Self::Sqlite(row) => crate::sqlite::column(row, index),
            Self::Postgres(row) => crate::postgres::column(row, index),
        }
    }

    /// The column at `index`, from 0.
    pub fn get<T: FromColumn>(&self, index: usize) -> Result<T> {
        T::from_column(self.value(index)?)
            .map_err(|error| Error::Decode(format!("column {index}: {error}")))
    }
}

/// What a column can become.
pub trait FromColumn: Sized {
    /// Reads the value, or says what it is instead.
    fn from_column(value: Value<'_>) -> Result<Self>;
}

/// What a row can become; `row!` writes it for structs.
pub trait FromRow: Sized {
    /// Reads the columns by position.
    fn from_row(row: &Row<'_>) -> Result<Self>;
}

fn wrong<T>(expected: &str, value: Value<'_>) -> Result<T> {
    Err(Error::Decode(format!("expected {expected}, found {value:?}")))
}

impl FromColumn for i64 {
    fn from_column(value: Value<'_>) -> Result<Self> {
        match value {
            Value::Int(n) => Ok(n),
            other => wrong("an integer", other),
        }
    }
}
impl FromColumn for u32 {
    fn from_column(value: Value<'_>) -> Result<Self> {
        let n = i64::from_column(value)?;
        n.try_into().or_else(|_| wrong("a small positive integer", Value::Int(n)))
    }
}
impl FromColumn for bool {
    fn from_column(value: Value<'_>) -> Result<Self> {
        match value {
            Value::Int(0) => Ok(false),
            Value::Int(1) => Ok(true),
            other => wrong("0 or 1", other),
        }
    }
}
impl FromColumn for f64 {
    fn from_column(value: Value<'_>) -> Result<Self> {
        match value {
            Value::Real(x) => Ok(x),
            other => wrong("a real number", other),
        }
    }
}
impl FromColumn for String {
    fn from_column(value: Value<'_>) -> Result<Self> {
        match value {
            Value::Text(text) => Ok(text.to_owned()),
            other => wrong("a text", other),
        }
    }
}
impl FromColumn for Box<str> {
    fn from_column(value: Value<'_>) -> Result<Self> {
        match value {
            Value::Text(text) => Ok(text.into()),
            other => wrong("a text", other),
        }
    }
}
impl FromColumn for Vec<u8> {
    fn from_column(value: Value<'_>) -> Result<Self> {
        match value {
            Value::Bytes(bytes) => Ok(bytes.to_vec()),
            other => wrong("bytes", other),
        }
    }
}
impl FromColumn for Uuid {
    fn from_column(value: Value<'_>) -> Result<Self> {
        match value {
            Value::Bytes(bytes) => Self::from_slice(bytes)
                .map_err(|_| Error::Decode(format!("{} bytes are no UUID", bytes.len()))),
            other => wrong("16 bytes", other),
        }
    }
}
impl FromColumn for Instant {
    fn from_column(value: Value<'_>) -> Result<Self> {
        i64::from_column(value).map(Self)
    }
}
impl FromColumn for Day {
    fn from_column(value: Value<'_>) -> Result<Self> {
        match value {
            Value::Text(text) => text.parse().or_else(|_| wrong("a day", value)),
            other => wrong("a day", other),
        }
    }
}
impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(value: Value<'_>) -> Result<Self> {
        if value == Value::Null { Ok(None) } else { T::from_column(value).map(Some) }
    }
}

macro_rules! tuple {
    ($($name:ident $index:tt),*) => {
        impl<$($name: FromColumn),*> FromRow for ($($name,)*) {
            fn from_row(row: &Row<'_>) -> Result<Self> { Ok(($(row.get::<$name>($index)?,)*)) }
        }
    };
}
tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);

/// Reads a struct from the columns of a row, in the order in which its fields are named.
#[macro_export]
macro_rules! row {
    ($name:ty { $($field:ident),* $(,)? }) => {
        impl $crate::FromRow for $name {
            fn from_row(row: &$crate::Row<'_>) -> $crate::Result<Self> {
                let mut index = 0..;
                Ok(Self { $($field: row.get(index.next().unwrap_or_default())?),* })
            }
        }
    };
}
