//! Blobs that wait for a job, such as an uploaded list. They lie in a folder beside the keys, not
//! in the store, and are removed when their job is over.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use db::Instant;
use kernel::Settings;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

const PREFIX: &str = "incoming-";
/// A blob that no job names is an upload whose request failed, if it is older than this.
const ORPHAN_SECONDS: i64 = 24 * 3600;

/// The folder of blobs of a deployment.
pub struct Files {
    folder: PathBuf,
}

impl Files {
    /// The folder `files` in the data folder.
    pub fn of(settings: &Settings) -> Self {
        Self { folder: settings.data_dir.join("files") }
    }

    /// Begins a blob that comes in pieces.
    pub fn begin(&self) -> io::Result<Incoming> {
        fs::create_dir_all(&self.folder)?;
        let file =
            tempfile::Builder::new().prefix(PREFIX).rand_bytes(12).tempfile_in(&self.folder)?;
        Ok(Incoming { file, digest: Sha256::new(), bytes: 0 })
    }

    /// Stores a blob that is here already.
    pub fn store(&self, bytes: &[u8]) -> io::Result<String> {
        let mut incoming = self.begin()?;
        incoming.write_all(bytes)?;
        incoming.finish()
    }

    /// Where the blob of that name lies; `None` for what [`Incoming::finish`] never named.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (plain && !name.is_empty()).then(|| self.folder.join(name))
    }

    /// Removes a blob; that there is none is no error.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        let Some(path) = self.path(name) else { return Ok(()) };
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Removes blobs that none of `live` names and that have lain there for a day at `now`.
    pub(crate) fn sweep(&self, live: &[String], now: Instant) -> io::Result<usize> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
            Err(error) => return Err(error),
        };
        let mut removed = 0;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let named = live.contains(&name);
            if !named && age(&entry.path(), now)? > ORPHAN_SECONDS {
                fs::remove_file(entry.path())?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}

/// Seconds since the file was written.
fn age(path: &Path, now: Instant) -> io::Result<i64> {
    let modified = fs::metadata(path)?.modified()?;
    let modified = modified.duration_since(UNIX_EPOCH).map_err(io::Error::other)?;
    let modified = i64::try_from(modified.as_secs()).map_err(io::Error::other)?;
    Ok(now.0 / 1_000_000 - modified)
}

/// A blob that is coming in; it vanishes unless it is finished.
pub struct Incoming {
    file: NamedTempFile,
    digest: Sha256,
    bytes: u64,
}

impl Incoming {
    /// How many bytes have come.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Makes the blob durable and returns its name: its SHA-256, and a few letters that keep two
    /// uploads of the same content apart.
    pub fn finish(self) -> io::Result<String> {
        let incoming = self.file.path().file_name().unwrap_or_default().to_string_lossy();
        let letters = incoming.strip_prefix(PREFIX).unwrap_or_default();
        let name = format!("{}-{letters}", db::hex(&self.digest.finalize()));
        self.file.as_file().sync_all()?;
        let folder = self.file.path().parent().map(Path::to_owned).unwrap_or_default();
        self.file.persist(folder.join(&name))?;
        File::open(folder)?.sync_all()?;
        Ok(name)
    }
}

impl Write for Incoming {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
