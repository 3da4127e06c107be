//! The rejected rows of a list as a file, written while it is fetched: however many they are, only
//! a page of them stands in memory.

use std::io;

use axum::body::{Body, Bytes};
use db::Db;
use futures_util::stream::unfold;
use i18n::T;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::{
    import::rejects::Rejects,
    importing::{Import, ImportId, Shown, from_json},
    store,
};

/// Rows that are read at once.
const PAGE: u32 = 500;
/// Pieces that wait for a slow line.
const WAITING: usize = 4;

/// The body of the file.
pub fn body(db: Db, import: &Import, t: T) -> Body {
    let (sender, receiver) = channel(WAITING);
    let headings = import.report.as_ref().map(|report| report.headings.clone()).unwrap_or_default();
    let id = import.id;
    tokio::task::spawn_blocking(move || {
        let failed = sender.clone();
        if let Err(error) = write(&db, id, &headings, t, sender) {
            // The line ends in the middle, so that nobody takes a part for the whole.
            let _ = failed.blocking_send(Err(error));
        }
    });
    let next = async |mut receiver: Receiver<io::Result<Bytes>>| {
        receiver.recv().await.map(|piece| (piece, receiver))
    };
    Body::from_stream(unfold(receiver, next))
}

fn write(
    db: &Db,
    id: ImportId,
    headings: &[String],
    t: T,
    sender: Sender<io::Result<Bytes>>,
) -> io::Result<()> {
    let mut list = Rejects::begin(Pieces(sender), headings, t).map_err(io::Error::other)?;
    let mut done = 0;
    loop {
        let page = db.read_blocking(move |tx| {
            store::imports::rows_of_outcome(tx, id, "rejected", done, PAGE)
        });
        let page = page.map_err(|error: db::Error| io::Error::other(error))?;
        let Some(end) = page.last().map(|row| row.seq) else { break };
        for row in &page {
            let shown: Shown = from_json(&row.content).map_err(io::Error::other)?;
            let line = u64::try_from(row.line).unwrap_or_default();
            let code = row.code.as_deref().unwrap_or_default();
            list.row(line, &shown.cells, code).map_err(io::Error::other)?;
        }
        done = end;
    }
    list.finish().map(drop).map_err(io::Error::other)
}

/// Hands what is written on to the answer.
struct Pieces(Sender<io::Result<Bytes>>);

impl io::Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let piece = Ok(Bytes::copy_from_slice(bytes));
        self.0.blocking_send(piece).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
