//! Tables and copies that somebody takes away: who took what, and the digest of it, by which a file
//! that turns up later can be told.

use std::{
    io::{self, Write},
    sync::Arc,
};

use db::{Day, Tx};
use parking_lot::Mutex;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    entry::{Act, Entry, Object},
    log::note,
};

/// The act under which it is noted.
pub const TAKEN: Act = Act("audit.taken");

/// What is taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// `audit`, `stations`, …
    pub what: &'static str,
    /// `csv`, `xlsx` or `jsonl`.
    pub format: &'static str,
    /// Code of the unit below which it lies, when it is not the whole.
    pub unit: Option<String>,
    /// The first day, when it was said.
    pub from: Option<Day>,
    /// The last day, when it was said.
    pub to: Option<Day>,
    /// Why, when somebody was asked.
    pub purpose: Option<String>,
}

impl Taken {
    /// Notes that it was taken, or a part of it by somebody who did not wait for the end.
    pub fn note(&self, tx: &mut Tx<'_>, measure: &Measure, is_whole: bool) {
        let (bytes, sha256) = measure.so_far();
        let entry = Entry::of(TAKEN, Object::new("export", self.what)).after(json!({
            "format": self.format,
            "unit": self.unit,
            "from": self.from,
            "to": self.to,
            "bytes": bytes,
            "sha256": sha256,
            "broken_off": (!is_whole).then_some(true),
        }));
        note(tx, self.purpose.iter().fold(entry, Entry::purpose));
    }
}

/// Length and SHA-256 of what is written through a [`Measured`].
#[derive(Clone, Default)]
pub struct Measure(Arc<Mutex<(u64, Sha256)>>);

impl Measure {
    /// A writer that hands everything on to `out`.
    pub fn of<W: Write>(&self, out: W) -> Measured<W> {
        Measured { out, measure: self.clone() }
    }

    /// That of something that is here as a whole.
    pub fn of_all(bytes: &[u8]) -> Self {
        let digest = Sha256::new().chain_update(bytes);
        Self(Arc::new(Mutex::new((bytes.len() as u64, digest))))
    }

    /// Bytes, and their digest in hexadecimal.
    pub fn so_far(&self) -> (u64, String) {
        let measured = self.0.lock();
        (measured.0, db::hex(&measured.1.clone().finalize()))
    }
}

/// Measures what is written.
pub struct Measured<W> {
    out: W,
    measure: Measure,
}

impl<W: Write> Write for Measured<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        let mut measured = self.measure.0.lock();
        measured.0 += written as u64;
        measured.1.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
