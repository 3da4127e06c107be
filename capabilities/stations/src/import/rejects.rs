//! The rows that were not taken, as a list to be mended and imported again: the columns of the
//! list, its line and the reason.

use std::io::Write;

use documents::table::{Format, Result, Value, Writer};
use i18n::T;

use super::report::{Done, Outcome};

/// A list of rejected rows being written.
pub struct Rejects<W: Write + Send> {
    writer: Writer<W>,
    t: T,
}

impl<W: Write + Send> Rejects<W> {
    /// Begins the list with the headings of the one that is imported.
    pub fn begin(out: W, headings: &[String], t: T) -> Result<Self> {
        let own = ["import-column-line", "import-column-reason", "import-column-code"];
        let own = own.map(|key| t.msg(key).to_string());
        let all: Vec<&str> =
            headings.iter().map(String::as_str).chain(own.iter().map(String::as_str)).collect();
        Ok(Self { writer: Writer::new(Format::Csv, out, &all)?, t })
    }

    /// Adds a row, if it was rejected.
    pub fn add(&mut self, done: &Done) -> Result<()> {
        let Outcome::Rejected(code) = done.outcome else { return Ok(()) };
        self.row(done.row.line, &done.row.cells, code)
    }

    /// Adds a row by its line, its cells, and the code of the reason.
    pub fn row(&mut self, line: u64, cells: &[String], code: &str) -> Result<()> {
        let line = i64::try_from(line).unwrap_or(i64::MAX);
        let cells = cells.iter().map(|cell| Value::from(cell.as_str()));
        let own =
            [Value::from(line), Value::from(self.t.code(code).to_string()), Value::from(code)];
        self.writer.row(&cells.chain(own).collect::<Vec<_>>())
    }

    /// Ends the list and tells how many rows it has.
    pub fn finish(self) -> Result<u64> {
        self.writer.finish()
    }
}
