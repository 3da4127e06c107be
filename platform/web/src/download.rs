//! A file that is written while it is fetched: however long it is, only some pieces of it stand in
//! memory, and a slow line slows the writer down. Who took it is noted with its digest before the
//! last piece is handed over, so that nobody has the whole of a file that no entry tells of.

use std::{
    io::{self, Write},
    sync::Arc,
};

use audit::{Measure, Taken};
use axum::{
    body::{Body, Bytes},
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use db::{Db, Tx};
use futures_util::stream::unfold;
use kernel::{Error, Result};
use parking_lot::Mutex;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::percent_encoded;

/// Pieces that wait for a slow line.
const WAITING: usize = 4;
/// Bytes of a piece.
const PIECE: usize = 64 * 1024;

/// What a file is called, and what it is.
#[derive(Clone, Debug)]
pub struct FileKind {
    /// Its name, in any script.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
}

/// Answers with a file that `write` writes on a thread of its own, and notes that it was taken. When
/// either fails, the line ends in the middle, so that nobody takes a part for the whole.
pub fn download(
    db: &Db,
    kind: &FileKind,
    taken: Taken,
    write: impl FnOnce(Box<dyn Write + Send>) -> io::Result<()> + Send + 'static,
) -> Result<Response> {
    let header = |text: &str| {
        HeaderValue::from_str(text).map_err(|error| Error::Internal(error.to_string()))
    };
    let (sender, receiver) = channel(WAITING);
    let db = db.clone();
    tokio::task::spawn_blocking(db::on_same_behalf(move || {
        if let Err(error) = hand_over(&db, taken, &sender, write) {
            // Nobody may be left to hear it.
            let _ = sender.blocking_send(Err(error));
        }
    }));
    let next = async |mut receiver: Receiver<io::Result<Bytes>>| {
        receiver.recv().await.map(|piece| (piece, receiver))
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind.media_type)),
        (CONTENT_DISPOSITION, header(&disposition(&kind.name))?),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((StatusCode::OK, headers, Body::from_stream(unfold(receiver, next))).into_response())
}

fn hand_over(
    db: &Db,
    taken: Taken,
    sender: &Sender<io::Result<Bytes>>,
    write: impl FnOnce(Box<dyn Write + Send>) -> io::Result<()>,
) -> io::Result<()> {
    let (measure, last) = (Measure::default(), Arc::default());
    let pieces = Pieces { sender: sender.clone(), last: Arc::clone(&last) };
    let written = write(Box::new(io::BufWriter::with_capacity(PIECE, measure.of(pieces))));
    let is_whole = written.is_ok();
    let note = move |tx: &mut Tx<'_>| {
        taken.note(tx, &measure, is_whole);
        Ok::<_, db::Error>(())
    };
    db.write_blocking(note).map_err(io::Error::other)?;
    written?;
    let last = last.lock().take();
    last.map_or(Ok(()), |piece| send(sender, piece))
}

fn send(sender: &Sender<io::Result<Bytes>>, piece: Bytes) -> io::Result<()> {
    sender.blocking_send(Ok(piece)).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
}

/// The name in its own script for browsers that know RFC 6266, and in plain letters for others.
fn disposition(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' };
    let ascii: String = name.chars().map(plain).collect();
    let encoded = percent_encoded(name);
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

/// Hands what is written on to the answer, all but the last piece.
struct Pieces {
    sender: Sender<io::Result<Bytes>>,
    last: Arc<Mutex<Option<Bytes>>>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let before = self.last.lock().replace(Bytes::copy_from_slice(bytes));
        if let Some(piece) = before {
            send(&self.sender, piece)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_any_script_is_told_twice() {
        assert_eq!(
            disposition("福田 a\"\r.csv"),
            "attachment; filename=\"__ a__.csv\"; filename*=UTF-8''%E7%A6%8F%E7%94%B0%20a%22%0D.csv"
        );
    }
}
