//! `restore`: a backup back into its place, after all of it was found to be whole.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use db::{Db, Options};
use serde_json::json;
use tempfile::TempDir;
use upkeep::noted::{self, Copy};

use crate::{
    archive::{self, Reader, STORE},
    arguments::Global,
    boot::make_private,
    capabilities,
    commands::{
        backup::{FILES, HIDDEN, LOCK, by_its_own_tools},
        serve,
    },
    config::{self, Config, Purpose},
    output::{Failure, Output},
};

pub fn run(global: &Global, source: &Path, force: bool) -> Result<(), Failure> {
    let config = Config::load(global, Purpose::Product)?;
    let data = &config.settings.data_dir;
    let Some(store) = config.database.strip_prefix("sqlite:").map(PathBuf::from) else {
        return Err(by_its_own_tools(data));
    };
    let output = Output { json: global.json, quiet: global.quiet };
    let wrong = |error: io::Error| Failure::Refused(format!("{}: {error}", source.display()));
    let file = File::open(source).map_err(wrong)?;
    let (bytes, sha256) = archive::digest(source).map_err(wrong)?;
    let refused = |why: String| Failure::Refused(format!("{}: {why}", source.display()));
    let mut reader = Reader::open(file).map_err(refused)?;

    let place = Place::take(data, &store)?;
    if !force && !place.is_empty().map_err(|error| place.wrong(&error))? {
        return Err(Failure::Refused(format!(
            "{} holds something already: `restore --force` replaces it",
            data.display()
        )));
    }
    output.progress("reading the backup");
    let staged = place.stage()?;
    reader.extract(&staged.store, staged.data.path()).map_err(refused)?;
    output.progress("checking what was read");
    let copy = Copy { made_at: reader.manifest.made_at.clone(), bytes, sha256: sha256.clone() };
    check(&staged.store, copy).map_err(|error| refused(error.to_string()))?;
    staged.replace(&place).map_err(|error| place.wrong(&error))?;
    let (made_at, version) = (&reader.manifest.made_at, &reader.manifest.version);
    let words = format!("restored what version {version} backed up on {made_at}");
    let file = source.display().to_string();
    let object = json!({ "file": file, "bytes": bytes, "sha256": sha256, "made_at": made_at });
    output.result(&object, &words)
}

/// Whether the copied store is whole, fits this version and holds a network. What an older version
/// made is brought up to this one, here and not yet in its place; and its audit is told what it is.
fn check(store: &Path, copy: Copy) -> Result<(), kernel::Error> {
    db::check_file(store)?;
    let db = Db::open(&format!("sqlite:{}", store.display()), Options::default())?;
    db.migrate(&capabilities::migrations(&capabilities::all()))?;
    let initialised = db.read_blocking(org::is_initialised)?;
    if initialised {
        db.write_blocking(move |tx| {
            noted::copied(tx, noted::RESTORED, &copy);
            Ok::<_, kernel::Error>(())
        })?;
    }
    drop(db);
    let log = PathBuf::from(format!("{}-wal", store.display()));
    match (initialised, log.exists()) {
        (true, false) => Ok(()),
        (false, _) => Err(kernel::Error::Internal("the store in it holds no network".to_owned())),
        (true, true) => Err(kernel::Error::Internal("the copy could not be closed".to_owned())),
    }
}

/// Where a backup is to lie, held so that no server starts there meanwhile.
struct Place {
    data: PathBuf,
    store: PathBuf,
    _lock: File,
}

impl Place {
    fn take(data: &Path, store: &Path) -> Result<Self, Failure> {
        let folder = |error: io::Error| Failure::Refused(format!("{}: {error}", data.display()));
        make_private(data).map_err(folder)?;
        let lock = serve::lock(data)?;
        Ok(Self { data: data.to_owned(), store: store.to_owned(), _lock: lock })
    }

    fn wrong(&self, error: &io::Error) -> Failure {
        Failure::Refused(format!("{}: {error}", self.data.display()))
    }

    /// The folder of the store, which may lie elsewhere than the data.
    fn store_folder(&self) -> &Path {
        let folder = self.store.parent().filter(|folder| !folder.as_os_str().is_empty());
        folder.unwrap_or(Path::new("."))
    }

    /// Nothing lies here that a restore would replace. Settings and backups may.
    fn is_empty(&self) -> io::Result<bool> {
        if self.store.exists() {
            return Ok(false);
        }
        for entry in fs::read_dir(&self.data)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let passing = name.starts_with(HIDDEN) || [LOCK, config::FILE].contains(&&*name);
            if !passing && !archive::is_archive(&entry.path()) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn stage(&self) -> Result<Staged, Failure> {
        let folder = |folder: &Path| {
            let made =
                tempfile::Builder::new().prefix(&format!("{HIDDEN}restore-")).tempdir_in(folder);
            made.map_err(|error| self.wrong(&error))
        };
        let (beside, data) = (folder(self.store_folder())?, folder(&self.data)?);
        Ok(Staged { store: beside.path().join(STORE), beside, data })
    }
}

/// What was read, on the file systems on which it is to lie, so that it moves there at once.
struct Staged {
    /// Beside the store.
    beside: TempDir,
    store: PathBuf,
    data: TempDir,
}

impl Staged {
    /// Puts everything in its place. What was there goes when all of it stands; a crash before
    /// leaves it in a folder beside.
    fn replace(self, place: &Place) -> io::Result<()> {
        let old_store = self.beside.path().join("before");
        let old_data = self.data.path().join(format!("{HIDDEN}before"));
        fs::create_dir(&old_store)?;
        fs::create_dir(&old_data)?;
        for beside in ["", "-wal", "-shm", "-journal"] {
            let mut path = place.store.clone().into_os_string();
            path.push(beside);
            move_if_there(Path::new(&path), &old_store)?;
        }
        fs::rename(&self.store, &place.store)?;
        move_if_there(&place.data.join(FILES), &old_data)?;
        for entry in fs::read_dir(self.data.path())? {
            let entry = entry?;
            if entry.path() != old_data {
                let target = place.data.join(entry.file_name());
                move_if_there(&target, &old_data)?;
                fs::rename(entry.path(), target)?;
            }
        }
        File::open(place.store_folder())?.sync_all()?;
        File::open(&place.data)?.sync_all()
    }
}

fn move_if_there(path: &Path, folder: &Path) -> io::Result<()> {
    let Some(name) = path.file_name() else { return Ok(()) };
    match fs::rename(path, folder.join(name)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
