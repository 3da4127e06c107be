//! SQL of imports and their rows.

use db::{FromRow, Instant, Result, Row, Tx, Uuid, args, row};
use org::UnitId;

use crate::importing::{Import, ImportId, Stage, from_json, to_json};

impl FromRow for Import {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let stage: String = row.get(7)?;
        let stage = Stage::parse(&stage)
            .ok_or_else(|| db::Error::Decode(format!("{stage} is no stage of an import")))?;
        let (map, choices): (String, String) = (row.get(5)?, row.get(6)?);
        let (report, summary): (Option<String>, Option<String>) = (row.get(9)?, row.get(10)?);
        Ok(Self {
            id: row.get(0)?,
            unit: row.get(1)?,
            file_name: row.get(2)?,
            file: row.get(3)?,
            dry_run: row.get(4)?,
            map: from_json(&map)?,
            choices: from_json(&choices)?,
            stage,
            job: row.get(8)?,
            report: report.as_deref().map(from_json).transpose()?,
            summary: summary.as_deref().map(from_json).transpose()?.unwrap_or_default(),
            created_at: row.get(11)?,
            created_by: row.get(12)?,
        })
    }
}

pub fn insert(tx: &mut Tx<'_>, import: &Import) -> Result<()> {
    let (map, choices) = (to_json(&import.map)?, to_json(&import.choices)?);
    tx.run(
        "INSERT INTO station_import (id, unit, file_name, file, dry_run, map, choices, stage, job,
                                     created_at, created_by, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $10)",
        args![
            import.id,
            import.unit,
            import.file_name,
            import.file,
            import.dry_run,
            map,
            choices,
            import.stage.as_str(),
            import.job,
            import.created_at,
            import.created_by
        ],
    )?;
    Ok(())
}

pub fn find(tx: &mut Tx<'_>, id: ImportId) -> Result<Option<Import>> {
    tx.maybe(
        "SELECT id, unit, file_name, file, dry_run, map, choices, stage, job, report, summary,
                created_at, created_by
         FROM station_import
         WHERE id = $1",
        args![id],
    )
}

/// The import of the job that wrote or reads it, or that takes it back.
pub fn of_job(tx: &mut Tx<'_>, job: Uuid) -> Result<Option<Import>> {
    tx.maybe(
        "SELECT id, unit, file_name, file, dry_run, map, choices, stage, job, report, summary,
                created_at, created_by
         FROM station_import
         WHERE job = $1
            OR id IN (SELECT import FROM station_import_reversal
                      WHERE station_import_reversal.job = $1)",
        args![job],
    )
}

/// The newest first.
pub fn of_unit(tx: &mut Tx<'_>, unit: UnitId, limit: u32) -> Result<Vec<Import>> {
    tx.all(
        "SELECT id, unit, file_name, file, dry_run, map, choices, stage, job, report, summary,
                created_at, created_by
         FROM station_import
         WHERE unit = $1
         ORDER BY id DESC
         LIMIT $2",
        args![unit, limit],
    )
}

/// Goes on from a stage with a new job; touches nothing when it has gone on meanwhile.
pub fn go_on(tx: &mut Tx<'_>, import: &Import, next: Stage, job: Uuid) -> Result<u64> {
    let now = tx.now();
    let (map, choices) = (to_json(&import.map)?, to_json(&import.choices)?);
    tx.run(
        "UPDATE station_import
         SET stage = $3, job = $4, map = $5, choices = $6, changed_at = $7
         WHERE id = $1 AND stage = $2 AND job = $8",
        args![import.id, import.stage.as_str(), next.as_str(), job, map, choices, now, import.job],
    )
}

/// What a job found; touches nothing when the import was given up or another job has taken its
/// place.
pub fn tell(
    tx: &mut Tx<'_>,
    job: Uuid,
    stage: Stage,
    report: Option<&str>,
    summary: &str,
) -> Result<u64> {
    let now = tx.now();
    tx.run(
        "UPDATE station_import
         SET stage = $2, report = $3, summary = $4, changed_at = $5
         WHERE job = $1 AND stage IN ('reading', 'importing')",
        args![job, stage.as_str(), report, summary, now],
    )
}

/// What a command has written of a list so far.
pub fn written(tx: &mut Tx<'_>, id: ImportId, report: &str, summary: &str) -> Result<()> {
    let now = tx.now();
    tx.run(
        "UPDATE station_import
         SET report = $2, summary = $3, changed_at = $4
         WHERE id = $1",
        args![id, report, summary, now],
    )?;
    Ok(())
}

/// Nothing more is done with it, and its file is no longer named; touches nothing when it is over
/// already or being written.
pub fn cancel(tx: &mut Tx<'_>, id: ImportId) -> Result<u64> {
    let now = tx.now();
    tx.run(
        "UPDATE station_import
         SET stage = 'cancelled', file = NULL, changed_at = $2
         WHERE id = $1 AND stage IN ('reading', 'headings', 'preview')",
        args![id, now],
    )
}

pub fn forget_file(tx: &mut Tx<'_>, id: ImportId) -> Result<()> {
    tx.run(
        "UPDATE station_import
         SET file = NULL
         WHERE id = $1",
        args![id],
    )?;
    Ok(())
}

/// Imports that wait for somebody since before a moment.
pub fn waiting_since(tx: &mut Tx<'_>, before: Instant) -> Result<Vec<ImportId>> {
    let ids: Vec<(ImportId,)> = tx.all(
        "SELECT id
         FROM station_import
         WHERE stage IN ('reading', 'headings', 'preview') AND changed_at < $1",
        args![before],
    )?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}

/// A row of a list as it is kept.
#[derive(Clone, Debug)]
pub struct KeptRow {
    pub seq: i64,
    pub line: i64,
    pub outcome: String,
    pub code: Option<String>,
    pub doubtful: bool,
    pub content: String,
}
row!(KeptRow { seq, line, outcome, code, doubtful, content });

pub fn insert_row(tx: &mut Tx<'_>, import: ImportId, row: &KeptRow) -> Result<()> {
    tx.run(
        "INSERT INTO station_import_row (import, seq, line, outcome, code, doubtful, content)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![import, row.seq, row.line, row.outcome, row.code, row.doubtful, row.content],
    )?;
    Ok(())
}

/// The last row that is kept; 0 without any.
pub fn last_seq(tx: &mut Tx<'_>, import: ImportId) -> Result<i64> {
    let (last,): (Option<i64>,) = tx.one(
        "SELECT MAX(seq)
         FROM station_import_row
         WHERE import = $1",
        args![import],
    )?;
    Ok(last.unwrap_or_default())
}

/// Forgets the rows after one.
pub fn delete_rows_after(tx: &mut Tx<'_>, import: ImportId, seq: i64) -> Result<()> {
    tx.run(
        "DELETE FROM station_import_row
         WHERE import = $1 AND seq > $2",
        args![import, seq],
    )?;
    Ok(())
}

pub fn rows_after(tx: &mut Tx<'_>, import: ImportId, seq: i64, limit: u32) -> Result<Vec<KeptRow>> {
    tx.all(
        "SELECT seq, line, outcome, code, doubtful, content
         FROM station_import_row
         WHERE import = $1 AND seq > $2
         ORDER BY seq
         LIMIT $3",
        args![import, seq, limit],
    )
}

pub fn rows_of_outcome(
    tx: &mut Tx<'_>,
    import: ImportId,
    outcome: &str,
    seq: i64,
    limit: u32,
) -> Result<Vec<KeptRow>> {
    tx.all(
        "SELECT seq, line, outcome, code, doubtful, content
         FROM station_import_row
         WHERE import = $1 AND outcome = $2 AND seq > $3
         ORDER BY seq
         LIMIT $4",
        args![import, outcome, seq, limit],
    )
}

pub fn doubtful_rows(
    tx: &mut Tx<'_>,
    import: ImportId,
    seq: i64,
    limit: u32,
) -> Result<Vec<KeptRow>> {
    tx.all(
        "SELECT seq, line, outcome, code, doubtful, content
         FROM station_import_row
         WHERE import = $1 AND doubtful = 1 AND seq > $2
         ORDER BY seq
         LIMIT $3",
        args![import, seq, limit],
    )
}
