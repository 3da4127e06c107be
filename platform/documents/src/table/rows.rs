//! The rows of a table: as they stand in the file, and fitted to its headings with what is wrong
//! with each.

use super::{Error, Limits, Result, delimited, workbook};

/// One row below the headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where the row begins: the line of a CSV or the row of a sheet, counted from 1.
    pub line: u64,
    /// As many cells as there are headings, untrimmed; empty where the file has none.
    pub cells: Vec<String>,
    /// What is wrong with the row as a row: `documents.columns`, `documents.nul`,
    /// `documents.damaged-text` or `documents.cell-too-large`.
    pub problem: Option<&'static str>,
    /// Whether the sheet hides it.
    pub hidden: bool,
}

/// A row as it stands in the file, before it is measured against the headings.
pub(super) struct RawRow {
    pub line: u64,
    pub cells: Vec<String>,
    pub problem: Option<&'static str>,
    pub hidden: bool,
}

impl RawRow {
    pub fn is_blank(&self) -> bool {
        self.problem.is_none() && self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

pub(super) enum RawRows<'a> {
    Text(delimited::TextRows<'a>),
    Sheet(workbook::SheetRows<'a>),
}

impl RawRows<'_> {
    /// The next row that is not blank.
    pub fn next(&mut self) -> Result<Option<RawRow>> {
        loop {
            let row = match self {
                Self::Text(rows) => rows.next()?,
                Self::Sheet(rows) => rows.next()?,
            };
            match row {
                Some(row) if row.is_blank() => {}
                row => return Ok(row),
            }
        }
    }

    /// A sheet does not store trailing empty cells, so only in text is a short row a broken one.
    fn short_rows_are_broken(&self) -> bool {
        matches!(self, Self::Text(_))
    }
}

/// The rows of a table, in the file's order, blank ones left out. Ends after the first error.
pub struct Rows<'a> {
    raw: RawRows<'a>,
    width: usize,
    heading_line: u64,
    limits: &'a Limits,
    seen: u64,
    ended: bool,
}

impl Iterator for Rows<'_> {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.advance().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

impl<'a> Rows<'a> {
    pub(super) fn below(
        heading_line: u64,
        width: usize,
        raw: RawRows<'a>,
        limits: &'a Limits,
    ) -> Self {
        Self { raw, width, heading_line, limits, seen: 0, ended: false }
    }

    fn advance(&mut self) -> Result<Option<Row>> {
        let row = loop {
            match self.raw.next()? {
                None => return Ok(None),
                Some(row) if row.line > self.heading_line => break row,
                Some(_) => {}
            }
        };
        self.seen += 1;
        if self.seen > self.limits.rows {
            return Err(Error::Refused("documents.too-many-rows"));
        }
        Ok(Some(self.fit(row)))
    }

    /// Brings a row to the width of the headings and marks what is wrong with it.
    fn fit(&self, raw: RawRow) -> Row {
        let RawRow { line, mut cells, mut problem, hidden } = raw;
        let short = cells.len() < self.width && self.raw.short_rows_are_broken();
        let long = cells.iter().skip(self.width).any(|cell| !cell.trim().is_empty());
        if short || long {
            problem = problem.or(Some("documents.columns"));
        }
        cells.resize(self.width, String::new());
        for cell in &mut cells {
            if cell.len() > self.limits.cell {
                cell.truncate(cell.floor_char_boundary(CUT));
                problem = Some("documents.cell-too-large");
            }
            if cell.contains('\0') {
                problem = problem.or(Some("documents.nul"));
            }
            if cell.contains(char::REPLACEMENT_CHARACTER) {
                problem = problem.or(Some("documents.damaged-text"));
            }
        }
        Row { line, cells, problem, hidden }
    }
}

/// Of a cell that is too large so much is kept, for a person to recognise the row by.
const CUT: usize = 1_000;
