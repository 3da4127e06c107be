//! A file that is written while it is fetched: however long it is, only some pieces of it stand in
//! memory, and a slow line slows the writer down.

use std::io::{self, Write};

use axum::{
    body::{Body, Bytes},
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use futures_util::stream::unfold;
use kernel::{Error, Result};
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

/// Answers with a file that `write` writes on a thread of its own. When it fails, the line ends in
/// the middle, so that nobody takes a part for the whole.
pub fn download(
    kind: &FileKind,
    write: impl FnOnce(Box<dyn Write + Send>) -> io::Result<()> + Send + 'static,
) -> Result<Response> {
    let header = |text: &str| {
        HeaderValue::from_str(text).map_err(|error| Error::Internal(error.to_string()))
    };
    let (sender, receiver) = channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let failed = sender.clone();
        if let Err(error) = write(Box::new(io::BufWriter::with_capacity(PIECE, Pieces(sender)))) {
            // Nobody may be left to hear it.
            let _ = failed.blocking_send(Err(error));
        }
    });
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

/// The name in its own script for browsers that know RFC 6266, and in plain letters for others.
fn disposition(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' };
    let ascii: String = name.chars().map(plain).collect();
    let encoded = percent_encoded(name);
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

/// Hands what is written on to the answer.
struct Pieces(Sender<io::Result<Bytes>>);

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let piece = Ok(Bytes::copy_from_slice(bytes));
        self.0.blocking_send(piece).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
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
