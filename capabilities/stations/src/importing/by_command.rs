//! A list that a command writes beside the server: it stands in the console among those of its unit
//! from its first row on, as written so far, so that it can be taken back like any other, also where
//! the command was cut off.

use db::{Db, Tx};
use kernel::{Error, Result};
use org::{Tree, UnitId, unit};

use crate::{
    import::{Choices, Done, Ledger, Report, headings::Field},
    importing::{Import, ImportId, Stage, Summary, journal::Journal, named},
    noted, store,
    store::import_journal,
};

/// What a command is told to import.
#[derive(Clone, Debug)]
pub struct Order {
    /// What the file is called, without the folders of the operator's machine.
    pub file_name: String,
    /// Code of the unit, station or division that is the default of its rows.
    pub unit: Option<String>,
    /// Columns that were named by hand.
    pub map: Vec<(Field, String)>,
}

/// Enters a list that is about to be written, and returns who writes down how far it is. It stands
/// under the unit of the code, or under the nation.
pub fn begin(db: &Db, order: Order) -> Result<(ImportId, Box<dyn Ledger>)> {
    let id = db.write_blocking(move |tx| enter(tx, order))?;
    Ok((id, Box::new(Standing { id, journal: Journal::of(id, None) })))
}

fn enter(tx: &mut Tx<'_>, order: Order) -> Result<ImportId> {
    let import = Import {
        id: ImportId(tx.new_uuid()),
        unit: place(tx, order.unit.as_deref())?,
        file_name: order.file_name,
        file: None,
        dry_run: false,
        map: named(order.map),
        choices: Choices::default(),
        stage: Stage::Done,
        // No job has this id: the command does it itself.
        job: tx.new_uuid(),
        report: Some(Report::default()),
        summary: Summary::default(),
        created_at: tx.now(),
        created_by: audit::NOBODY_ASKED,
    };
    store::imports::insert(tx, &import)?;
    noted::on_list(tx, noted::LIST_UPLOADED, &import)?;
    Ok(import.id)
}

/// The unit of a code. A division that is none, such as a town, is looked for in the nation.
fn place(tx: &mut Tx<'_>, code: Option<&str>) -> Result<UnitId> {
    let tree = tx.cached::<Tree>()?;
    let known = code.and_then(|code| unit::by_code(&tree, code).ok());
    known.or_else(|| tree.nation()).ok_or(Error::NotFound("units.unknown"))
}

/// Writes down how far the list is written, beside what it wrote.
struct Standing {
    id: ImportId,
    journal: Journal,
}

impl Ledger for Standing {
    fn step(
        &mut self,
        tx: &mut Tx<'_>,
        revision: Option<i64>,
        report: &Report,
        rows: &[Done],
    ) -> Result<()> {
        if import_journal::reversal(tx, self.id)?.is_some() {
            return Err(Error::conflict("import.taken-back"));
        }
        let (report, summary) = self.journal.rows(tx, revision, report, rows)?;
        Ok(store::imports::written(tx, self.id, &report, &summary)?)
    }
}
