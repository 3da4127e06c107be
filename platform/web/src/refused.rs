//! Has what was refused written down, minute by minute, beside the answers.

use std::{sync::Arc, time::Duration};

use audit::Refusals;
use db::Db;
use tokio_util::sync::CancellationToken;

/// How often it is looked whether a minute is over.
const EVERY: Duration = Duration::from_secs(20);

/// Writes down the minutes that are over, until the node is asked to end. What is left then is to
/// be written after the last answer, with [`Refusals::write`].
pub async fn write_refusals(refusals: Arc<Refusals>, db: Db, shutdown: CancellationToken) {
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        if let Err(error) = refusals.write(&db, false).await {
            tracing::warn!(%error, "refused accesses could not be noted; they are noted later");
        }
    }
}
