//! `import stations`: a list read into the store beside a serving node.

use std::{fs::File, io, path::Path, time::Duration};

use documents::table::{self, Limits, Table};
use stations::{
    import::{
        Done, ImportError, Options, Report, Start, Watch,
        headings::{Field, Mapping},
        import_from,
        rejects::Rejects,
    },
    importing::{by_command, default_division},
};

use crate::{
    arguments::{Global, Import, ImportWhat},
    boot::{Expect, House},
    config::Purpose,
    output::{Failure, Output},
};

/// Rows between two lines about how far it is.
const TELL_EVERY: u64 = 10_000;

pub fn run(global: &Global, arguments: &Import) -> Result<(), Failure> {
    let ImportWhat::Stations = arguments.what;
    let map = fields(&arguments.map)?;
    let house = House::open(global, Purpose::Product, Expect::Network)?;
    let file = &arguments.file;
    let table = Table::open(file, &Limits::default());
    let mut table = table.map_err(|error| failed(&house, file, &error))?;
    let within = match arguments.unit.clone() {
        Some(code) => house.read(move |tx| default_division(tx, &code))?,
        None => None,
    };
    let options = Options { map, within, dry_run: arguments.dry_run, ..Options::default() };
    let headings = table.headings.clone();
    let rejects = arguments.rejects.as_deref().map(|path| rejects(&house, path, &headings));
    let mut teller = Teller { output: house.output, rejects: rejects.transpose()?, told: 0 };
    let (object, start) = begin(&house, arguments, &options)?;
    let report = import_from(&house.app.db, &mut table, &options, start, &mut teller)
        .map_err(|error| import_failed(&house, file, error))?;
    if let (Some(rejects), Some(path)) = (teller.rejects, &arguments.rejects) {
        rejects.finish().map_err(|error| failed(&house, path, &error))?;
    }
    let told = report.clone();
    house.write(move |tx| {
        stations::noted::imported(tx, object, &told);
        Ok(())
    })?;
    house.output.result(&report, &words(&report))?;
    let named = Mapping::with(&headings, &options.map).is_ok_and(|map| map.has(Field::Name));
    if named { Ok(()) } else { Err(Failure::refused(said(&house, "import.no-name-column"))) }
}

/// What the audit calls the list, and where it is begun. What is written can be taken back in the
/// console; of a list that is only tried there is nothing to take back.
fn begin(
    house: &House,
    arguments: &Import,
    options: &Options,
) -> Result<(audit::Object, Start), Failure> {
    let file_name = file_name(&arguments.file);
    if options.dry_run {
        return Ok((audit::Object::new("import", &file_name), Start::default()));
    }
    let map = options.map.clone();
    let order = by_command::Order { file_name, unit: arguments.unit.clone(), map };
    let begun = by_command::begin(&house.app.db, order);
    let (id, ledger) = begun.map_err(|error| house.refusal(&error))?;
    Ok((stations::noted::list(id), Start { ledger: Some(ledger), ..Start::default() }))
}

/// What the file is called, without the folders of the operator's machine.
fn file_name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn fields(map: &[(String, String)]) -> Result<Vec<(Field, String)>, Failure> {
    let field = |(name, heading): &(String, String)| {
        let known = || Field::ALL.map(Field::as_str).join(", ");
        let field = Field::parse(name.trim());
        let field = field.ok_or_else(|| {
            Failure::Usage(format!(
                "--map {name}: a field is one of {}; see yizhan --help",
                known()
            ))
        });
        Ok((field?, heading.trim().to_owned()))
    };
    map.iter().map(field).collect()
}

fn rejects(house: &House, path: &Path, headings: &[String]) -> Result<Rejects<File>, Failure> {
    let file = File::create(path);
    let file = file.map_err(|error| Failure::refused(format!("{}: {error}", path.display())))?;
    Rejects::begin(file, headings, house.t.clone()).map_err(|error| failed(house, path, &error))
}

/// A refusal in the language of the terminal.
fn said(house: &House, code: &'static str) -> String {
    format!("{} ({code})", house.t.code(code))
}

fn failed(house: &House, path: &Path, error: &table::Error) -> Failure {
    let detail = match error {
        table::Error::Refused(_) => String::new(),
        table::Error::Read(error) | table::Error::Write(error) => format!(" {error}"),
    };
    Failure::refused(format!("{}: {}{detail}", path.display(), said(house, error.code())))
}

fn import_failed(house: &House, path: &Path, error: ImportError) -> Failure {
    match error {
        ImportError::Table(error) => failed(house, path, &error),
        ImportError::Map(error) => {
            Failure::refused(format!("--map {}: {}", error.subject(), said(house, error.code())))
        }
        ImportError::Store(error) => house.refusal(&error),
        ImportError::Ended => Failure::refused(said(house, "import.ended")),
    }
}

/// Writes what is rejected, and says how far it is.
struct Teller {
    output: Output,
    rejects: Option<Rejects<File>>,
    told: u64,
}

impl Watch for Teller {
    fn row(&mut self, done: &Done) -> kernel::Result<()> {
        let Some(rejects) = &mut self.rejects else { return Ok(()) };
        let disk = |error| kernel::Error::Internal(io::Error::other(error).to_string());
        rejects.add(done).map_err(disk)
    }

    fn step(&mut self, rows: u64, _: Duration) -> bool {
        if rows / TELL_EVERY > self.told / TELL_EVERY {
            self.output.progress(&format!("{rows} rows"));
        }
        self.told = rows;
        true
    }
}

fn words(report: &Report) -> String {
    let Report { rows, created, updated, unchanged, duplicates, rejected, warnings, .. } = report;
    let dry = if report.dry_run { "; nothing was written" } else { "" };
    format!(
        "{rows} rows: {created} created, {updated} updated, {unchanged} unchanged, \
         {duplicates} duplicates, {rejected} rejected; {warnings} warnings{dry}"
    )
}
