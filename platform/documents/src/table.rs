//! Tables: a row of headings and rows of text cells, read from CSV or XLSX and written to CSV,
//! XLSX or JSON lines.
//!
//! Rows are streamed; a table of a hundred thousand rows never stands in memory. What is wrong
//! with one row is said on that row, so that the rest of a list can still be taken; only what
//! makes the whole file unreadable or dangerous refuses the file.

mod container;
mod decode;
mod delimited;
mod guard;
mod headings;
mod layout;
mod rows;
mod workbook;
mod write;

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use rows::{RawRow, RawRows};

pub use decode::Encoding;
pub use rows::{Row, Rows};
pub use write::{Format, Value, Writer, write};

/// Every code that a file (`Error::code`) or a row (`Row::problem`) may carry.
pub const CODES: [&str; 17] = [
    "documents.broken-workbook",
    "documents.cell-too-large",
    "documents.columns",
    "documents.damaged-text",
    "documents.empty",
    "documents.encoding",
    "documents.legacy-excel",
    "documents.no-sheet",
    "documents.not-a-table",
    "documents.nul",
    "documents.row-too-large",
    "documents.too-large",
    "documents.too-many-columns",
    "documents.too-many-rows",
    "documents.unreadable",
    "documents.unwritable",
    "documents.zip-bomb",
];

/// Why a file was refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The content is not a table this crate accepts; the code says why.
    #[error("{0}")]
    Refused(&'static str),
    /// The bytes could not be read.
    #[error("documents.unreadable: {0}")]
    Read(std::io::Error),
    /// The bytes could not be written.
    #[error("documents.unwritable: {0}")]
    Write(std::io::Error),
}

impl Error {
    /// The stable code, one of [`CODES`].
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(code) => code,
            Self::Read(_) => "documents.unreadable",
            Self::Write(_) => "documents.unwritable",
        }
    }
}

/// What reading and writing tables answers.
pub type Result<T> = std::result::Result<T, Error>;

/// How much of a stranger's file is looked at before it is refused.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes of all parts of an XLSX after inflating.
    pub inflated: u64,
    /// Bytes of the table of shared strings of an XLSX, the one part held in memory.
    pub shared_strings: u64,
    /// How many times larger than its packed form a part of more than 16 MiB may be.
    pub ratio: u64,
    /// Columns of the headings.
    pub columns: usize,
    /// Rows below the headings.
    pub rows: u64,
    /// UTF-8 bytes of one cell. A longer one is cut and its row carries a problem.
    pub cell: usize,
    /// UTF-8 bytes of one row of a CSV; a quotation mark that is never closed makes such a row.
    pub row: usize,
}

const MIB: u64 = 1024 * 1024;

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 * MIB,
            inflated: 512 * MIB,
            shared_strings: 64 * MIB,
            ratio: 300,
            columns: 256,
            rows: 1_000_000,
            cell: 64 * 1024,
            row: 4 * 1024 * 1024,
        }
    }
}

/// Bytes that can be read from any place: a file, or a cursor over memory.
pub trait Input: Read + Seek + Send {}

impl<T: Read + Seek + Send> Input for T {}

/// How the table was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored {
    /// Delimited text.
    Text {
        /// The encoding found.
        encoding: Encoding,
        /// The delimiter found: comma, semicolon or tab.
        delimiter: char,
    },
    /// A sheet of an XLSX workbook.
    Sheet {
        /// The sheet's name.
        name: String,
    },
}

/// A table whose headings are known and whose rows can be walked, more than once.
pub struct Table {
    /// How it was stored.
    pub stored: Stored,
    /// The headings, trimmed, in the file's order; some may be empty or repeated.
    pub headings: Vec<String>,
    heading_line: u64,
    limits: Limits,
    source: Source,
}

enum Source {
    Text(delimited::Text),
    Workbook(Box<workbook::Workbook>),
}

impl Table {
    /// Opens the table in a file.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self> {
        Self::open_sheet(path, limits, None)
    }

    /// Opens the table in this sheet of a workbook; in any other file, and without a name, the
    /// first one.
    pub fn open_sheet(path: &Path, limits: &Limits, sheet: Option<&str>) -> Result<Self> {
        Self::read_sheet(File::open(path).map_err(Error::Read)?, limits, sheet)
    }

    /// Opens the table in these bytes.
    pub fn from_bytes(bytes: impl Into<Vec<u8>>, limits: &Limits) -> Result<Self> {
        Self::read(Cursor::new(bytes.into()), limits)
    }

    /// Opens the table in an input, from its start.
    pub fn read(input: impl Input + 'static, limits: &Limits) -> Result<Self> {
        Self::read_sheet(input, limits, None)
    }

    fn read_sheet(
        input: impl Input + 'static,
        limits: &Limits,
        sheet: Option<&str>,
    ) -> Result<Self> {
        let mut input: Box<dyn Input> = Box::new(input);
        let length = input.seek(SeekFrom::End(0)).map_err(Error::Read)?;
        if length > limits.bytes {
            return Err(Error::Refused("documents.too-large"));
        }
        let mut source = match decode::magic(&mut input)? {
            decode::Magic::Zip => {
                let layout = container::check(&mut input, limits)?;
                let workbook = workbook::Workbook::open(input, limits, layout, sheet)?;
                Source::Workbook(Box::new(workbook))
            }
            decode::Magic::Text => Source::Text(delimited::Text::open(input, limits)?),
        };
        let stored = source.stored();
        let (heading_line, headings) = source.headings()?;
        if headings.len() > limits.columns {
            return Err(Error::Refused("documents.too-many-columns"));
        }
        Ok(Self { stored, headings, heading_line, limits: limits.clone(), source })
    }

    /// Visible sheets of the workbook that hold something and are not read.
    pub fn other_sheets(&self) -> &[String] {
        match &self.source {
            Source::Text(_) => &[],
            Source::Workbook(workbook) => &workbook.others,
        }
    }

    /// The rows below the headings, from the first.
    pub fn rows(&mut self) -> Result<Rows<'_>> {
        let raw = self.source.raw_rows()?;
        Ok(Rows::below(self.heading_line, self.headings.len(), raw, &self.limits))
    }
}

impl Source {
    fn stored(&self) -> Stored {
        match self {
            Self::Text(text) => {
                Stored::Text { encoding: text.encoding, delimiter: char::from(text.delimiter) }
            }
            Self::Workbook(workbook) => Stored::Sheet { name: workbook.sheet.clone() },
        }
    }

    /// The line of the lowest row of headings, and the headings.
    fn headings(&mut self) -> Result<(u64, Vec<String>)> {
        let (line, found) = headings::find(&mut self.raw_rows()?)?;
        let last = match self {
            Self::Text(_) => line,
            Self::Workbook(workbook) => workbook.last_heading_row(line),
        };
        if last == line {
            return Ok((line, found));
        }
        let lowest = headings::at(&mut self.raw_rows()?, last)?;
        Ok(lowest.map_or((line, found), |lowest| (last, lowest)))
    }

    fn raw_rows(&mut self) -> Result<RawRows<'_>> {
        Ok(match self {
            Self::Text(text) => RawRows::Text(text.rows()?),
            Self::Workbook(workbook) => RawRows::Sheet(workbook.rows()?),
        })
    }
}
