//! Imports of station lists as people meet them: uploaded, previewed, confirmed, followed, found
//! again. The reading and the settling of rows are those of [`crate::import`]; here is what is
//! kept of a list while somebody decides about it (`kept`, `summary`), and the jobs that read and
//! write it (`job`). The pages are in `pages/import*.rs`, the API in `api/imports.rs`.
//!
//! A preview waits a day for its confirmation and survives a restart; then its file is gone.

pub mod by_command;
pub mod job;
mod journal;
mod kept;
pub mod rejects;
pub mod reversal;
pub mod summary;
pub mod upload;

use db::{Instant, Tx, Uuid};
use geo::divisions;
use kernel::{App, Error, Result};
use org::{Tree, UnitId, Viewer};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    import::{
        Choices, Report,
        headings::{Field, MapError, parse_map},
    },
    noted, scope, store,
};

pub use kept::{Shown, forget as forget_rows};
pub use summary::Summary;

db::id!(
    /// A list that was uploaded.
    ImportId: Uuid
);

/// Refusal of an import that does not exist, or not for this viewer.
pub const UNKNOWN: Error = Error::NotFound("import.unknown");
/// A list waits so long for somebody to go on with it.
pub(crate) const WAITS_SECONDS: i64 = 24 * 3600;

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Being read for its preview.
    Reading,
    /// Read, but without a column for names: somebody has to say which it is.
    Headings,
    /// Read; waits for a confirmation.
    Preview,
    /// Confirmed, being written.
    Importing,
    /// Written to its last row.
    Done,
    /// Given up before anything was written.
    Cancelled,
}

impl Stage {
    const ALL: [Self; 6] = [
        Self::Reading,
        Self::Headings,
        Self::Preview,
        Self::Importing,
        Self::Done,
        Self::Cancelled,
    ];

    /// The word in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Headings => "headings",
            Self::Preview => "preview",
            Self::Importing => "importing",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }

    /// The stage of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == word)
    }

    /// Whether it waits for somebody.
    pub fn waits(self) -> bool {
        matches!(self, Self::Headings | Self::Preview)
    }
}

/// A list that was uploaded.
#[derive(Clone, Debug)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// The unit under which it was uploaded: the default of rows that do not say their division.
    pub unit: UnitId,
    /// What the file was called.
    pub file_name: String,
    /// The blob of the file, while something may still be done with it.
    pub file: Option<String>,
    /// Nothing is to be written.
    pub dry_run: bool,
    /// Columns that were named by hand: names of fields, and headings.
    pub map: Vec<(String, String)>,
    /// Readings that were chosen.
    pub choices: Choices,
    /// Where it stands.
    pub stage: Stage,
    /// The job that brings it to the next stage, or brought it to this one.
    pub job: Uuid,
    /// What the last reading found, or what was written.
    pub report: Option<Report>,
    /// The same by doubts, warnings and rejections.
    pub summary: Summary,
    /// When it was uploaded.
    pub created_at: Instant,
    /// Who uploaded it.
    pub created_by: i64,
}

impl Import {
    /// Whether its rows are written, to the last.
    pub fn is_written(&self) -> bool {
        self.stage == Stage::Done && !self.dry_run
    }

    /// The columns that were named by hand.
    pub fn fields(&self) -> Vec<(Field, String)> {
        let field =
            |(name, heading): &(String, String)| Some((Field::parse(name)?, heading.clone()));
        self.map.iter().filter_map(field).collect()
    }
}

/// A file that came in, and how it is to be read.
#[derive(Clone, Debug)]
pub struct NewImport {
    /// The unit under which it stands.
    pub unit: UnitId,
    /// The blob.
    pub file: String,
    /// What it was called.
    pub file_name: String,
    /// Columns that were named by hand.
    pub map: Vec<(Field, String)>,
    /// Nothing is to be written.
    pub dry_run: bool,
}

/// What a job of an import is queued with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Work {
    pub import: Uuid,
    /// The blob, when the job is the last one that needs it: the queue then removes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Units below which the caller may import.
    pub scope: Vec<i64>,
    pub by: i64,
}

/// Begins an import. With `at_once` it is done without waiting for a confirmation.
pub fn begin(tx: &mut Tx<'_>, viewer: &Viewer, new: NewImport, at_once: bool) -> Result<Import> {
    let id = ImportId(tx.new_uuid());
    let by = viewer.author();
    let file = at_once.then(|| new.file.clone());
    let job = enqueue(tx, viewer, id, file)?;
    let import = Import {
        id,
        unit: new.unit,
        file_name: new.file_name,
        file: Some(new.file),
        dry_run: new.dry_run,
        map: named(new.map),
        choices: Choices::default(),
        stage: if at_once { Stage::Importing } else { Stage::Reading },
        job,
        report: None,
        summary: Summary::default(),
        created_at: tx.now(),
        created_by: by,
    };
    store::imports::insert(tx, &import)?;
    noted::on_list(tx, noted::LIST_UPLOADED, &import)?;
    Ok(import)
}

fn named(map: Vec<(Field, String)>) -> Vec<(String, String)> {
    map.into_iter().map(|(field, heading)| (field.as_str().to_owned(), heading)).collect()
}

/// Queues the reading, or with the blob of the file the writing.
fn enqueue(tx: &mut Tx<'_>, viewer: &Viewer, id: ImportId, file: Option<String>) -> Result<Uuid> {
    let tree = tx.cached::<Tree>()?;
    let scope = viewer.units_of(&tree, &scope::EDITORS).into_iter().map(|unit| unit.0).collect();
    let kind = if file.is_some() { job::IMPORT } else { job::PREVIEW };
    let work = Work { import: id.0, file, scope, by: viewer.author() };
    let payload = serde_json::to_value(&work)
        .map_err(|error| Error::Internal(format!("a job as JSON: {error}")))?;
    Ok(jobs::enqueue(tx, kind.name, &payload, Some(viewer.author()))?)
}

/// The import under a unit of the viewer's; what one may not see does not exist.
pub fn visible(tx: &mut Tx<'_>, viewer: &Viewer, unit: UnitId, id: ImportId) -> Result<Import> {
    scope::check_editable_unit(&*tx.cached::<Tree>()?, viewer, unit)?;
    let import = store::imports::find(tx, id)?.filter(|import| import.unit == unit);
    import.ok_or(UNKNOWN)
}

/// The newest imports under a unit.
pub fn of_unit(tx: &mut Tx<'_>, unit: UnitId, limit: u32) -> Result<Vec<Import>> {
    Ok(store::imports::of_unit(tx, unit, limit)?)
}

/// Reads a list again, with other columns or other readings. 409 when it is not waiting any more.
pub fn read_again(tx: &mut Tx<'_>, viewer: &Viewer, import: &Import) -> Result<()> {
    go_on(tx, viewer, import, Stage::Reading)
}

/// Confirms a preview: the list is written as it was read. 409 when it is not waiting any more.
pub fn confirm(tx: &mut Tx<'_>, viewer: &Viewer, import: &Import) -> Result<()> {
    if import.stage != Stage::Preview {
        return Err(Error::conflict("import.moved-on"));
    }
    noted::on_list(tx, noted::LIST_CONFIRMED, import)?;
    go_on(tx, viewer, import, Stage::Importing)
}

fn go_on(tx: &mut Tx<'_>, viewer: &Viewer, import: &Import, next: Stage) -> Result<()> {
    let file = import.file.clone().filter(|_| import.stage.waits());
    let file = file.ok_or(Error::conflict("import.moved-on"))?;
    let job = enqueue(tx, viewer, import.id, (next == Stage::Importing).then_some(file))?;
    if store::imports::go_on(tx, import, next, job)? == 0 {
        return Err(Error::conflict("import.moved-on"));
    }
    Ok(())
}

/// Gives up an import of which nothing is written yet. Returns the blob, which is to be removed
/// afterwards; its rows are forgotten by [`job::forget_old`].
pub fn cancel(tx: &mut Tx<'_>, import: &Import) -> Result<Option<String>> {
    if store::imports::cancel(tx, import.id)? == 0 {
        return Err(Error::conflict("import.moved-on"));
    }
    noted::on_list(tx, noted::LIST_GIVEN_UP, import)?;
    Ok(import.file.clone())
}

/// The division of rows below a unit that do not say their own: the nearest one at or above it.
/// None for the nation, which is no hint.
pub fn division_of(tx: &mut Tx<'_>, unit: UnitId) -> Result<Option<String>> {
    let (tree, today) = (tx.cached::<Tree>()?, tx.today());
    let mut codes = tree.chain(unit, today).filter_map(|unit| divisions::get(tree.code(unit)));
    Ok(codes
        .next()
        .map(|division| division.code.to_owned())
        .filter(|code| code != divisions::COUNTRY))
}

/// The division that a code means as the default of a list: of a unit or station the nearest one at
/// or above it, else the one that has the code. 404 `units.unknown` for anything else.
pub fn default_division(tx: &mut Tx<'_>, code: &str) -> Result<Option<String>> {
    match tx.cached::<Tree>()?.by_code(code) {
        Some(unit) => division_of(tx, unit),
        None => match divisions::get(code) {
            Some(division) => Ok(Some(division.code.to_owned())),
            None => Err(Error::NotFound("units.unknown")),
        },
    }
}

/// Columns named by hand, each as `FIELD=HEADING`, one a line.
pub fn parse_maps<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Vec<(Field, String)>> {
    let lines = texts.into_iter().flat_map(str::lines).filter(|line| !line.trim().is_empty());
    lines.map(|line| parse_map(line).map_err(|error| map_error(&error))).collect()
}

/// A column that cannot be named, as a refusal of the field `map`.
pub fn map_error(error: &MapError) -> Error {
    Error::field("map", error.code())
}

/// Removes a blob that nobody names any more. A failure costs disk alone, and the queue sweeps.
pub fn discard(app: &App, file: Option<&str>) {
    let Some(file) = file else { return };
    if let Err(error) = jobs::files::Files::of(&app.settings).remove(file) {
        tracing::warn!(%error, "removing the file of an import");
    }
}

pub(crate) fn to_json<T: Serialize>(value: &T) -> db::Result<String> {
    serde_json::to_string(value).map_err(|error| db::Error::Decode(error.to_string()))
}

pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> db::Result<T> {
    serde_json::from_str(text).map_err(|error| db::Error::Decode(error.to_string()))
}
