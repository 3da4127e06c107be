//! Copies of an embedded store, taken while others write to it.
//!
//! A copy is of one moment: a read transaction holds the snapshot while its pages are copied, so
//! that writers go on beside it and the copy does not begin anew with each of their commits.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, backup};

use crate::{
    Db,
    backend::Target,
    error::{Error, Result},
};

/// Pages between two words about how far it is: 16 MiB.
const PAGES: i32 = 4096;

/// An embedded store as it was at one moment.
pub struct Snapshot(Connection);

impl Db {
    /// Holds the store as it is now, whatever is written from now on.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where a server stands behind the store: it has tools of its own.
    pub fn snapshot(&self) -> Result<Snapshot> {
        let Target::Sqlite(path) = &self.inner.target else {
            return Err(Error::Unavailable("a server is copied by its own tools".to_owned()));
        };
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        // The snapshot begins with the first read, not with the transaction.
        connection.execute_batch("BEGIN; SELECT COUNT(*) FROM sqlite_schema")?;
        Ok(Snapshot(connection))
    }
}

impl Snapshot {
    /// Writes it into a new file and tells `progress` how many bytes of how many are there.
    pub fn write_to(self, path: &Path, mut progress: impl FnMut(u64, u64)) -> Result<()> {
        let mut target = Connection::open(path)?;
        let page_size: u32 = self.0.pragma_query_value(None, "page_size", |row| row.get(0))?;
        let copying = backup::Backup::new(&self.0, &mut target)?;
        let bytes = |pages: i32| u64::try_from(pages).unwrap_or_default() * u64::from(page_size);
        loop {
            let step = copying.step(PAGES)?;
            let backup::Progress { remaining, pagecount } = copying.progress();
            progress(bytes(pagecount - remaining), bytes(pagecount));
            match step {
                backup::StepResult::Done => return Ok(()),
                backup::StepResult::More => {}
                _ => return Err(Error::Busy),
            }
        }
    }
}

/// Reads every page of an embedded store that nobody else has open, and says what is broken.
pub fn check_file(path: &Path) -> Result<()> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let found: String = connection.pragma_query_value(None, "integrity_check", |row| row.get(0))?;
    if found != "ok" {
        return Err(Error::Engine(format!("the database is damaged: {found}")));
    }
    let mut orphans = connection.prepare("PRAGMA foreign_key_check")?;
    if orphans.exists([])? {
        return Err(Error::Engine("the database has rows whose owners are missing".to_owned()));
    }
    Ok(())
}
