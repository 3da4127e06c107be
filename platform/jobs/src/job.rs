//! A job as those see it who follow it.

use db::{Error, FromColumn, FromRow, Instant, Result, Row, Uuid, Value};

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Waits for its first or next attempt.
    Queued,
    /// Is being done.
    Running,
    /// Has a result.
    Done,
    /// Was given up, with an error code.
    Failed,
}

impl State {
    /// The word of the API: `queued`, `running`, `done` or `failed`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    /// Whether nothing will happen any more.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed)
    }
}

impl FromColumn for State {
    fn from_column(value: Value<'_>) -> Result<Self> {
        match value {
            Value::Text("queued") => Ok(Self::Queued),
            Value::Text("running") => Ok(Self::Running),
            Value::Text("done") => Ok(Self::Done),
            Value::Text("failed") => Ok(Self::Failed),
            other => Err(Error::Decode(format!("{other:?} is no state of a job"))),
        }
    }
}

/// A job that somebody queued.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Its id.
    pub id: Uuid,
    /// `capability.verb`.
    pub kind: String,
    /// The account on whose behalf it was queued.
    pub owner: Option<i64>,
    /// Where it stands.
    pub state: State,
    /// Units of work done; counts of its own kind.
    pub done: i64,
    /// Units of work in all; 0 while unknown.
    pub total: i64,
    /// What came of it, when done.
    pub result: Option<serde_json::Value>,
    /// A refusal code, when failed or waiting for another attempt.
    pub error: Option<String>,
    /// When it was queued.
    pub created_at: Instant,
    /// When anything about it last changed.
    pub updated_at: Instant,
}

impl FromRow for Job {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let result: Option<String> = row.get(6)?;
        Ok(Self {
            id: row.get(0)?,
            kind: row.get(1)?,
            owner: row.get(2)?,
            state: row.get(3)?,
            done: row.get(4)?,
            total: row.get(5)?,
            result: result.map(|text| parse(&text)).transpose()?,
            error: row.get(7)?,
            created_at: row.get(8)?,
            updated_at: row.get(9)?,
        })
    }
}

/// JSON as it was stored.
pub(crate) fn parse(text: &str) -> Result<serde_json::Value> {
    serde_json::from_str(text).map_err(|error| Error::Decode(error.to_string()))
}
