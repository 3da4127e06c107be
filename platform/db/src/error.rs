//! What can go wrong in the store, as plain data.

/// An error of the store.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// The writer's queue is full; the caller may try again in a second.
    #[error("the store is busy")]
    Busy,
    /// The store is shutting down, or the server behind it cannot be reached.
    #[error("the store does not answer: {0}")]
    Unavailable(String),
    /// Somebody who wrote at the same time was in the way, and everything was taken back.
    #[error("another writer was in the way: {0}")]
    Conflict(String),
    /// A uniqueness rule of the schema was broken; names the constraint or its columns.
    #[error("not unique: {0}")]
    NotUnique(String),
    /// Another rule of the schema was broken; names it.
    #[error("against a rule of the schema: {0}")]
    Constraint(String),
    /// A column did not hold what was expected.
    #[error("unexpected value: {0}")]
    Decode(String),
    /// The schema and this binary do not fit together.
    #[error("{0}")]
    Migration(String),
    /// A job panicked; its work was taken back, its neighbours' was kept.
    #[error("a job panicked: {0}")]
    Panicked(String),
    /// Anything else the engine said.
    #[error("{0}")]
    Engine(String),
}

/// A result of the store.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::{ErrorCode, ffi};
        match &error {
            rusqlite::Error::SqliteFailure(code, message) => {
                let text = message.clone().unwrap_or_else(|| code.to_string());
                match (code.code, code.extended_code) {
                    (
                        _,
                        ffi::SQLITE_CONSTRAINT_UNIQUE
                        | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
                        | ffi::SQLITE_CONSTRAINT_ROWID,
                    ) => Self::NotUnique(text),
                    (ErrorCode::ConstraintViolation, _) => Self::Constraint(text),
                    (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Self::Busy,
                    (
                        ErrorCode::DiskFull
                        | ErrorCode::CannotOpen
                        | ErrorCode::SystemIoFailure
                        | ErrorCode::ReadOnly,
                        _,
                    ) => Self::Unavailable(text),
                    _ => Self::Engine(text),
                }
            }
            _ => Self::Engine(error.to_string()),
        }
    }
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        use tokio_postgres::error::SqlState;
        let Some(server) = error.as_db_error() else {
            let source = std::error::Error::source(&error);
            let text =
                source.map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
            let unreachable = error.is_closed()
                || source.is_some_and(<dyn std::error::Error>::is::<std::io::Error>);
            return if unreachable { Self::Unavailable(text) } else { Self::Engine(text) };
        };
        let name = server.constraint().unwrap_or(server.message()).to_owned();
        match *server.code() {
            SqlState::UNIQUE_VIOLATION => Self::NotUnique(name),
            SqlState::CHECK_VIOLATION
            | SqlState::NOT_NULL_VIOLATION
            | SqlState::FOREIGN_KEY_VIOLATION => Self::Constraint(name),
            SqlState::T_R_DEADLOCK_DETECTED | SqlState::T_R_SERIALIZATION_FAILURE => {
                Self::Conflict(name)
            }
            SqlState::LOCK_NOT_AVAILABLE => Self::Busy,
            // 08: the connection; 53: out of disk, memory or connections; 57P: shut down or
            // starting; 58: files cannot be read or written; 25P03: stood still for too long.
            SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => Self::Unavailable(name),
            ref code
                if ["08", "53", "57P", "58"].iter().any(|class| code.code().starts_with(class)) =>
            {
                Self::Unavailable(name)
            }
            _ => Self::Engine(server.message().to_owned()),
        }
    }
}
