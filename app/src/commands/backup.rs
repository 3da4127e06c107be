//! `backup`: a consistent copy of the store and of what lies beside it, while others write.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use db::{Engine, Instant, Snapshot};
use serde_json::json;
use tempfile::{NamedTempFile, TempDir};
use upkeep::noted::{self, Copy};

use crate::{
    archive::{self, DATA, STORE, Writer},
    arguments::Global,
    boot::{Expect, House},
    config::Purpose,
    output::Failure,
};

/// Where blobs lie that jobs wait for; they come and go while the server works.
pub const FILES: &str = "files";
/// The lock of the server.
pub const LOCK: &str = "server.lock";
/// Before the names of what a backup or a restore is writing beside the data.
pub const HIDDEN: &str = ".yizhan-";
/// The same of a backup alone: what a killed one left is cleared away by the next.
const OURS: &str = ".yizhan-backup-";
/// Seconds after which nobody is at work on it any more.
const LEFT_SECONDS: i64 = 24 * 3600;
/// How often it is tried to find a moment in which no blob comes or goes.
const TRIES: usize = 50;

pub fn run(global: &Global, target: &Path) -> Result<(), Failure> {
    let house = House::open(global, Purpose::Product, Expect::Store)?;
    if house.app.db.engine() == Engine::Postgres {
        return Err(by_its_own_tools(&house.app.settings.data_dir));
    }
    let wrong = |error: io::Error| Failure::Refused(format!("{}: {error}", target.display()));
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let out = tempfile::Builder::new().prefix(OURS).tempfile_in(folder).map_err(wrong)?;
    let made_at = house.app.db.now().to_string();
    write(&house, &out, &made_at)?;
    let (bytes, sha256) = archive::digest(out.path()).map_err(wrong)?;
    note(&house, Copy { made_at, bytes, sha256: sha256.clone() })?;
    out.persist(target).map_err(|error| wrong(error.error))?;
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(wrong)?;
    let file = target.display().to_string();
    let words = format!("{file}  {bytes} bytes  sha256 {sha256}");
    house.output.result(&json!({ "file": file, "bytes": bytes, "sha256": sha256 }), &words)
}

/// Notes it before the copy has its name. A store with another schema, as before an upgrade, may
/// have no place for it; that is said.
fn note(house: &House, copy: Copy) -> Result<(), Failure> {
    if house.app.db.check_migrations(&house.migrations()).is_err() {
        house.output.progress("the store has another schema: the audit is not told of this backup");
        return Ok(());
    }
    house.write(move |tx| {
        noted::copied(tx, noted::BACKED_UP, &copy);
        Ok(())
    })
}

/// PostgreSQL is backed up by what comes with it.
pub fn by_its_own_tools(data: &Path) -> Failure {
    Failure::Refused(format!(
        "this store lies on PostgreSQL: use pg_dump and pg_restore, or a continuous archive, and \
         copy {} beside it; see docs/operations/backup.md",
        data.display()
    ))
}

fn write(house: &House, out: &NamedTempFile, made_at: &str) -> Result<(), Failure> {
    let data = &house.app.settings.data_dir;
    let wrong = |error: io::Error| Failure::Refused(format!("the data folder: {error}"));
    clear_left(data, house.app.db.now()).map_err(wrong)?;
    let staging = tempfile::Builder::new().prefix(OURS).tempdir_in(data).map_err(wrong)?;
    let (snapshot, blobs) = hold(house, &staging)?;
    let store = staging.path().join(STORE);
    let mut tenth = 0;
    snapshot.write_to(&store, |done, total| {
        let reached = done * 10 / total.max(1);
        if reached > tenth {
            tenth = reached;
            house.output.progress(&format!("copied {done} of {total} bytes"));
        }
    })?;
    house.output.progress("packing the copy");
    let target = |error: io::Error| Failure::Refused(format!("writing the backup: {error}"));
    let mut writer = Writer::begin(out.as_file().try_clone().map_err(target)?, made_at.to_owned());
    writer.add(STORE, &store).map_err(target)?;
    for (name, path) in lasting(house, out.path()).map_err(wrong)?.into_iter().chain(blobs) {
        writer.add(&format!("{DATA}/{name}"), &path).map_err(target)?;
    }
    writer.finish().map_err(target)
}

/// Removes what a backup left that was killed a day ago.
fn clear_left(data: &Path, now: Instant) -> io::Result<()> {
    for entry in fs::read_dir(data)? {
        let entry = entry?;
        let ours = entry.file_name().to_string_lossy().starts_with(OURS);
        if ours && entry.file_type()?.is_dir() {
            let changed = entry.metadata()?.modified()?.duration_since(SystemTime::UNIX_EPOCH);
            let changed = changed.map_err(io::Error::other)?.as_secs().cast_signed();
            if now.0 / 1_000_000 - changed > LEFT_SECONDS {
                fs::remove_dir_all(entry.path())?;
            }
        }
    }
    Ok(())
}

/// A file by its path in the data folder.
type Named = (String, PathBuf);

/// Holds the store and the blobs of the same moment: those that a job in the store waits for are
/// among them. The blobs get a second name, under which they stay when their job is over.
fn hold(house: &House, staging: &TempDir) -> Result<(Snapshot, Vec<Named>), Failure> {
    let folder = house.app.settings.data_dir.join(FILES);
    let wrong = |error: io::Error| Failure::Refused(format!("{}: {error}", folder.display()));
    for number in 0..TRIES {
        let before = Listing::of(&folder).map_err(wrong)?;
        let second = staging.path().join(format!("{FILES}-{number}"));
        let held = before.hold(&folder, &second);
        let snapshot = house.app.db.snapshot()?;
        match held {
            Ok(blobs) if Listing::of(&folder).map_err(wrong)? == before => {
                return Ok((snapshot, blobs));
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(wrong(error)),
            _ => {}
        }
    }
    Err(Failure::refused("uploads come and go too fast: try again in a minute"))
}

/// What lies in the folder of blobs, and when that last changed.
#[derive(PartialEq, Eq)]
struct Listing {
    changed: Option<SystemTime>,
    names: BTreeSet<String>,
}

impl Listing {
    fn of(folder: &Path) -> io::Result<Self> {
        let entries = match fs::read_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self { changed: None, names: BTreeSet::new() });
            }
            entries => entries?,
        };
        let changed = Some(fs::metadata(folder)?.modified()?);
        let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        Ok(Self { changed, names: names.collect::<io::Result<_>>()? })
    }

    /// Gives each blob a second name in a folder of its own.
    fn hold(&self, folder: &Path, second: &Path) -> io::Result<Vec<Named>> {
        fs::create_dir(second)?;
        let hold = |name: &String| {
            let (from, to) = (folder.join(name), second.join(name));
            // Not every file system knows second names.
            fs::hard_link(&from, &to).or_else(|_| fs::copy(&from, &to).map(drop))?;
            Ok((format!("{FILES}/{name}"), to))
        };
        self.names.iter().map(hold).collect()
    }
}

/// Everything else in the data folder: keys and whatever was put there, but neither the store
/// itself nor earlier backups.
fn lasting(house: &House, target: &Path) -> io::Result<Vec<Named>> {
    let data = &house.app.settings.data_dir;
    let store = house.app.db.file().and_then(|path| path.canonicalize().ok());
    let mut found = Vec::new();
    let mut folders = vec![data.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            let top = folder == *data;
            let passing = name.starts_with(HIDDEN) || (top && [LOCK, FILES].contains(&&*name));
            if passing || path == target || belongs_to(&path, store.as_deref()) {
                continue;
            }
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && !archive::is_archive(&path) {
                let below = path.strip_prefix(data).map_err(io::Error::other)?;
                found.push((below.to_string_lossy().into_owned(), path));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a file is the store or one of those that its engine keeps beside it.
fn belongs_to(path: &Path, store: Option<&Path>) -> bool {
    let (Some(store), Ok(path)) = (store, path.canonicalize()) else { return false };
    let path = path.to_string_lossy().into_owned();
    let rest = path.strip_prefix(&*store.to_string_lossy()).map(str::to_owned);
    rest.is_some_and(|rest| ["", "-wal", "-shm", "-journal"].contains(&&*rest))
}
