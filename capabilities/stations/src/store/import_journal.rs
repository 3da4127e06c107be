//! SQL of what an import wrote, and of taking it back.

use db::{Instant, Result, Tx, Uuid, args, row};
use org::UnitId;

use crate::importing::ImportId;

/// Report and summary of an import that is under way.
pub fn progress(tx: &mut Tx<'_>, import: ImportId) -> Result<Option<(String, String)>> {
    tx.maybe(
        "SELECT report, summary
         FROM station_import_progress
         WHERE import = $1",
        args![import],
    )
}

pub fn save_progress(tx: &mut Tx<'_>, import: ImportId, report: &str, summary: &str) -> Result<()> {
    tx.run(
        "INSERT INTO station_import_progress (import, report, summary)
         VALUES ($1, $2, $3)
         ON CONFLICT (import) DO UPDATE SET report = excluded.report, summary = excluded.summary",
        args![import, report, summary],
    )?;
    Ok(())
}

pub fn forget_progress(tx: &mut Tx<'_>, import: ImportId) -> Result<()> {
    tx.run(
        "DELETE FROM station_import_progress
         WHERE import = $1",
        args![import],
    )?;
    Ok(())
}

/// A station that a list made or changed.
#[derive(Clone, Debug)]
pub struct Change {
    pub station: UnitId,
    pub line: i64,
    /// Its revision afterwards.
    pub revision: i64,
    /// What it was before; none when the list made it.
    pub earlier: Option<String>,
}
row!(Change { station, line, revision, earlier });

/// A station that the list changes again keeps what it was before the list.
pub fn note_change(tx: &mut Tx<'_>, import: ImportId, change: &Change) -> Result<()> {
    tx.run(
        "INSERT INTO station_import_change (import, station, line, revision, earlier)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (import, station)
         DO UPDATE SET line = excluded.line, revision = excluded.revision",
        args![import, change.station, change.line, change.revision, change.earlier],
    )?;
    Ok(())
}

/// The changes after a station, by station.
pub fn changes_after(
    tx: &mut Tx<'_>,
    import: ImportId,
    station: UnitId,
    limit: u32,
) -> Result<Vec<Change>> {
    tx.all(
        "SELECT station, line, revision, earlier
         FROM station_import_change
         WHERE import = $1 AND station > $2
         ORDER BY station
         LIMIT $3",
        args![import, station, limit],
    )
}

/// How many stations a list made, and how many it changed.
pub fn count_changes(tx: &mut Tx<'_>, import: ImportId) -> Result<(i64, i64)> {
    tx.one(
        "SELECT CAST(COALESCE(SUM(CASE WHEN earlier IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN earlier IS NULL THEN 0 ELSE 1 END), 0) AS BIGINT)
         FROM station_import_change
         WHERE import = $1",
        args![import],
    )
}

/// What is done with a change is forgotten: it is taken back, or stays for good.
pub fn forget_change(tx: &mut Tx<'_>, import: ImportId, station: UnitId) -> Result<()> {
    tx.run(
        "DELETE FROM station_import_change
         WHERE import = $1 AND station = $2",
        args![import, station],
    )?;
    Ok(())
}

/// Whether a station is as the list left it: no other revision, and no notice put up since.
pub fn is_untouched(tx: &mut Tx<'_>, change: &Change, since: Instant) -> Result<bool> {
    let (touched,): (i64,) = tx.one(
        "SELECT CAST(COUNT(*) AS BIGINT)
         FROM station
         WHERE unit = $1
           AND (revision <> $2
                OR EXISTS (SELECT 1 FROM station_notice
                           WHERE station_notice.station = station.unit
                             AND station_notice.created_at >= $3))",
        args![change.station, change.revision, since],
    )?;
    Ok(touched == 0)
}

/// An import that is taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reversal {
    pub job: Uuid,
    pub created_at: Instant,
    pub created_by: i64,
    /// Stations that it made and that are closed now.
    pub withdrawn: i64,
    /// Stations that have their earlier details again.
    pub restored: i64,
    /// Stations that something else had touched meanwhile and that stay.
    pub kept: i64,
    pub ended_at: Option<Instant>,
}
row!(Reversal { job, created_at, created_by, withdrawn, restored, kept, ended_at });

pub fn reversal(tx: &mut Tx<'_>, import: ImportId) -> Result<Option<Reversal>> {
    tx.maybe(
        "SELECT job, created_at, created_by, withdrawn, restored, kept, ended_at
         FROM station_import_reversal
         WHERE import = $1",
        args![import],
    )
}

pub fn begin_reversal(tx: &mut Tx<'_>, import: ImportId, job: Uuid, by: i64) -> Result<()> {
    let now = tx.now();
    tx.run(
        "INSERT INTO station_import_reversal (import, job, created_at, created_by, withdrawn,
                                              restored, kept)
         VALUES ($1, $2, $3, $4, 0, 0, 0)",
        args![import, job, now, by],
    )?;
    Ok(())
}

pub fn count_reversal(
    tx: &mut Tx<'_>,
    import: ImportId,
    withdrawn: i64,
    restored: i64,
    kept: i64,
) -> Result<()> {
    tx.run(
        "UPDATE station_import_reversal
         SET withdrawn = withdrawn + $2, restored = restored + $3, kept = kept + $4
         WHERE import = $1",
        args![import, withdrawn, restored, kept],
    )?;
    Ok(())
}

pub fn end_reversal(tx: &mut Tx<'_>, import: ImportId) -> Result<()> {
    let now = tx.now();
    tx.run(
        "UPDATE station_import_reversal
         SET ended_at = $2
         WHERE import = $1",
        args![import, now],
    )?;
    Ok(())
}

/// Notes that a station was taken back with the import that made it.
pub fn withdraw(tx: &mut Tx<'_>, import: ImportId, station: UnitId) -> Result<()> {
    tx.run(
        "INSERT INTO station_withdrawal (station, import)
         VALUES ($1, $2)",
        args![station, import],
    )?;
    Ok(())
}

pub fn is_withdrawn(tx: &mut Tx<'_>, station: UnitId) -> Result<bool> {
    let found: Option<(i64,)> = tx.maybe(
        "SELECT station
         FROM station_withdrawal
         WHERE station = $1",
        args![station],
    )?;
    Ok(found.is_some())
}
