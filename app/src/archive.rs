//! The file of a backup: the store and what lies beside it in the data folder, with a list that
//! says how long each part is and its SHA-256. A ZIP archive, so that people can look into it.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Write},
    path::{Component, Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// The part that is the store.
pub const STORE: &str = "store.db";
/// Before the paths of what lies in the data folder.
pub const DATA: &str = "data";
/// The part that lists the others; it is written last.
const MANIFEST: &str = "manifest.json";
/// Later forms of the archive get another number.
const FORM: u32 = 1;
/// A list longer than this is none of ours.
const MANIFEST_BYTES: u64 = 64 * 1024 * 1024;

/// What a backup holds.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Manifest {
    form: u32,
    /// The version of the program that made it.
    pub version: String,
    /// When it was made: everything acknowledged before is in it.
    pub made_at: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Part {
    path: String,
    bytes: u64,
    sha256: String,
}

/// An archive that is being written.
pub struct Writer {
    zip: ZipWriter<BufWriter<File>>,
    manifest: Manifest,
}

impl Writer {
    /// Begins one.
    pub fn begin(file: File, made_at: String) -> Self {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let manifest = Manifest { form: FORM, version, made_at, parts: Vec::new() };
        Self { zip: ZipWriter::new(BufWriter::new(file)), manifest }
    }

    /// Adds a file under a path of the archive.
    pub fn add(&mut self, path: &str, file: &Path) -> io::Result<()> {
        self.zip.start_file(path, options())?;
        let mut from = BufReader::new(File::open(file)?);
        let mut counted = Counted::new(&mut self.zip);
        io::copy(&mut from, &mut counted)?;
        let (bytes, sha256) = counted.finish();
        self.manifest.parts.push(Part { path: path.to_owned(), bytes, sha256 });
        Ok(())
    }

    /// Writes the list and makes all of it durable.
    pub fn finish(mut self) -> io::Result<()> {
        self.zip.start_file(MANIFEST, options())?;
        serde_json::to_writer_pretty(&mut self.zip, &self.manifest)?;
        let mut out = self.zip.finish()?;
        out.flush()?;
        out.get_ref().sync_all()
    }
}

fn options() -> SimpleFileOptions {
    // The store shrinks to a third already at the fastest level, which the disk outruns anyway.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    options.compression_level(Some(1)).large_file(true).unix_permissions(0o600)
}

/// An archive that is being read.
pub struct Reader {
    zip: ZipArchive<BufReader<File>>,
    /// What it holds.
    pub manifest: Manifest,
}

impl Reader {
    /// Opens one and reads its list.
    pub fn open(file: File) -> Result<Self, String> {
        let no_backup = |error: &dyn std::fmt::Display| format!("this is no backup: {error}");
        let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|error| no_backup(&error))?;
        let manifest = {
            let part = zip.by_name(MANIFEST).map_err(|error| no_backup(&error))?;
            serde_json::from_reader::<_, Manifest>(part.take(MANIFEST_BYTES))
        };
        let manifest = manifest.map_err(|error| no_backup(&error))?;
        if manifest.form != FORM {
            let version = &manifest.version;
            return Err(format!("version {version} made it in another form; use that version"));
        }
        Ok(Self { zip, manifest })
    }

    /// Writes the store to `store` and everything else below `data`, and compares each part with
    /// the list. What fails leaves behind what was written so far.
    pub fn extract(&mut self, store: &Path, data: &Path) -> Result<(), String> {
        let parts = self.manifest.parts.clone();
        if !parts.iter().any(|part| part.path == STORE) {
            return Err("it holds no store".to_owned());
        }
        for part in parts {
            let path = place(&part.path, store, data)
                .ok_or_else(|| format!("{}: no path of a backup", part.path))?;
            self.extract_part(&part, &path).map_err(|error| format!("{}: {error}", part.path))?;
        }
        Ok(())
    }

    fn extract_part(&mut self, part: &Part, path: &Path) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let from = self.zip.by_name(&part.path)?;
        let mut to = Counted::new(private(path)?);
        // One byte more than there should be is enough to see that it is not the same.
        io::copy(&mut from.take(part.bytes + 1), &mut to)?;
        to.inner.sync_all()?;
        let (bytes, sha256) = to.finish();
        if (bytes, &sha256) == (part.bytes, &part.sha256) {
            Ok(())
        } else {
            Err(io::Error::other("it is not what was backed up"))
        }
    }
}

/// A new file that nobody else on the machine may read.
fn private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Where a part belongs; `None` for paths that no backup has, such as those that lead elsewhere.
fn place(path: &str, store: &Path, data: &Path) -> Option<PathBuf> {
    if path == STORE {
        return Some(store.to_owned());
    }
    let below = Path::new(path.strip_prefix(DATA)?.strip_prefix('/')?);
    let plain = below.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && below.components().next().is_some()).then(|| data.join(below))
}

/// Whether a file is an archive, by its first bytes.
pub fn is_archive(path: &Path) -> bool {
    let mut first = [0; 4];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut first));
    read.is_ok() && first == *b"PK\x03\x04"
}

/// Length and SHA-256 of a whole file.
pub fn digest(path: &Path) -> io::Result<(u64, String)> {
    let mut counted = Counted::new(io::sink());
    io::copy(&mut File::open(path)?, &mut counted)?;
    Ok(counted.finish())
}

/// Counts and digests what goes through.
struct Counted<W> {
    inner: W,
    bytes: u64,
    digest: Sha256,
}

impl<W: Write> Counted<W> {
    fn new(inner: W) -> Self {
        Self { inner, bytes: 0, digest: Sha256::new() }
    }

    fn finish(self) -> (u64, String) {
        (self.bytes, db::hex(&self.digest.finalize()))
    }
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stay_within_their_places() {
        let (store, data) = (Path::new("/s/yizhan.db"), Path::new("/d"));
        assert_eq!(place("store.db", store, data), Some(store.to_owned()));
        assert_eq!(place("data/files/a-b", store, data), Some(PathBuf::from("/d/files/a-b")));
        for wrong in ["data", "data/", "data/../x", "data/a/../../x", "/etc/x", "x", "database/x"] {
            assert_eq!(place(wrong, store, data), None, "{wrong}");
        }
        assert_eq!(place("data//etc/x", store, data), None, "an absolute path");
    }
}
