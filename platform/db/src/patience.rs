//! How long a server is waited for. A statement may take its time; a server that does not even
//! greet a new connection meanwhile has stopped, and whoever waits for it is told so.

use std::{error::Error as StdError, future::Future, pin::pin, time::Duration};

use tokio::time::timeout;
use tokio_postgres::{Client, Config, NoTls};

use crate::error::{Error, Result};

/// After so long without an answer the server is asked whether it is there.
const PATIENCE: Duration = Duration::from_secs(2);
/// Within so long a server that is there greets a new connection.
const GREETING: Duration = Duration::from_secs(3);

/// A new connection, driven by the runtime that this is called on.
pub async fn connect(config: &Config) -> Result<Client> {
    let greeted = timeout(GREETING, config.connect(NoTls)).await.map_err(|_| silent())?;
    let (client, connection) = greeted.map_err(|error| {
        let cause = error.source().map(ToString::to_string).unwrap_or_default();
        Error::Unavailable(format!("{error}: {cause}"))
    })?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection to the database server ended");
        }
    });
    Ok(client)
}

/// Waits for `work` as long as the server is there; `Err` when it is not.
pub async fn wait<T>(config: &Config, work: impl Future<Output = Result<T>>) -> Result<Result<T>> {
    let mut work = pin!(work);
    loop {
        if let Ok(done) = timeout(PATIENCE, work.as_mut()).await {
            return Ok(done);
        }
        tokio::select! {
            done = work.as_mut() => return Ok(done),
            there = is_there(config) => if !there { return Err(silent()) },
        }
    }
}

/// Whether the server says anything at all to somebody new.
async fn is_there(config: &Config) -> bool {
    match timeout(GREETING, config.connect(NoTls)).await {
        Err(_) => false,
        Ok(Ok(_)) => true,
        Ok(Err(error)) => error.as_db_error().is_some(),
    }
}

fn silent() -> Error {
    Error::Unavailable("the database server does not answer".to_owned())
}
