//! Backup and restore of the test server by PostgreSQL's own tools, as an operator does it.

use std::{
    path::Path,
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

use crate::postgres::binaries;

static DATABASES: AtomicU32 = AtomicU32::new(0);

/// Writes the schema behind `url`, as [`crate::fresh_schema`] gave it, into a file of `pg_dump`.
///
/// # Panics
/// When the program is missing or says no.
pub fn dump(url: &str, file: &Path) {
    let schema = url.rsplit("search_path%3D").next().unwrap_or_default();
    let mut program = program("pg_dump");
    program.arg("--format=custom").arg(format!("--schema={schema}"));
    run(program.arg(format!("--dbname={url}")).arg("--file").arg(file));
}

/// A database into which a dump was read; dropped with its value.
pub struct RestoredDatabase {
    /// Where it is, as `--database` takes it.
    pub url: String,
    name: String,
    server: String,
}

impl RestoredDatabase {
    /// Reads a file of [`dump`] into a new database on the server of `url`.
    ///
    /// # Panics
    /// When a program is missing or says no.
    pub fn of(url: &str, file: &Path) -> Self {
        let number = DATABASES.fetch_add(1, Ordering::Relaxed);
        let name = format!("restored_{}_{number}", std::process::id());
        let restored = Self {
            url: url.replacen("/postgres?", &format!("/{name}?"), 1),
            name,
            server: url.to_owned(),
        };
        run(program("createdb").arg("--maintenance-db").arg(&restored.server).arg(&restored.name));
        let mut program = program("pg_restore");
        program.args(["--exit-on-error", "--no-owner", "--dbname"]).arg(&restored.url).arg(file);
        run(&mut program);
        restored
    }
}

impl Drop for RestoredDatabase {
    fn drop(&mut self) {
        let mut program = program("dropdb");
        program.args(["--force", "--maintenance-db"]).arg(&self.server).arg(&self.name);
        if !std::thread::panicking() {
            run(&mut program);
        }
    }
}

fn program(name: &str) -> Command {
    // What stands in a folder of `PATH` may be a link to one of the server's programs alone.
    let server = binaries().and_then(|folder| folder.join("initdb").canonicalize().ok());
    let folder = server
        .as_deref()
        .and_then(Path::parent)
        .unwrap_or_else(|| panic!("PostgreSQL ({name}) is not here: run `scripts/setup test`"));
    Command::new(folder.join(name))
}

fn run(program: &mut Command) {
    let output = program.output().unwrap_or_else(|error| panic!("{program:?}: {error}"));
    assert!(output.status.success(), "{program:?}: {}", String::from_utf8_lossy(&output.stderr));
}
