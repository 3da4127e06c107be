//! XLSX: the sheet that is asked for, or the first visible one that holds anything, cell by cell.
//!
//! Cells that are merged down a column all have the value of the first of them: a list that says
//! the county once for ten rows says it of each. Hidden sheets are not read; hidden rows are, and
//! say so.
//!
//! A formula is read as the value that the spreadsheet stored for it. A formula without a stored
//! value, or one that reaches outside the workbook, is read as its own text behind a `=`, so that
//! whoever reads the cells sees that it is no plain value.

use std::collections::BTreeMap;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader};

use super::layout::{Layout, Merged, Sheet};
use super::{Error, Input, Limits, RawRow, Result};

type Book = Xlsx<std::io::BufReader<Box<dyn Input>>>;

/// A workbook and the sheet that is read of it.
pub(super) struct Workbook {
    pub sheet: String,
    /// Visible sheets that hold something and are not read.
    pub others: Vec<String>,
    book: Book,
    layout: Sheet,
    columns: usize,
}

impl Workbook {
    /// Opens the sheet with this name, or the first that holds anything.
    pub fn open(
        input: Box<dyn Input>,
        limits: &Limits,
        mut layout: Layout,
        wanted: Option<&str>,
    ) -> Result<Self> {
        let book = Xlsx::new(std::io::BufReader::new(input)).map_err(|_| broken())?;
        let sheets: Vec<(usize, String)> = book
            .sheets_metadata()
            .iter()
            .enumerate()
            .filter(|(_, sheet)| sheet.visible == SheetVisible::Visible)
            .filter(|(_, sheet)| sheet.typ == SheetType::WorkSheet)
            .map(|(place, sheet)| (place, sheet.name.clone()))
            .collect();
        let mut workbook = Self {
            sheet: String::new(),
            others: Vec::new(),
            book,
            layout: Sheet::default(),
            columns: limits.columns,
        };
        let mut full = Vec::new();
        for (place, name) in sheets {
            workbook.sheet.clone_from(&name);
            if workbook.holds_anything()? {
                full.push((place, name));
            }
        }
        let read = match wanted {
            Some(wanted) => full.iter().position(|(_, name)| name == wanted),
            None => Some(0),
        };
        let read = read.ok_or(Error::Refused("documents.no-sheet"))?;
        if full.is_empty() {
            return Err(Error::Refused("documents.empty"));
        }
        let (place, name) = full.remove(read);
        workbook.sheet = name;
        workbook.others = full.into_iter().map(|(_, name)| name).collect();
        workbook.layout = layout.sheet(place);
        Ok(workbook)
    }

    /// The last of the rows that headings beginning in this row span: parts of the heading above
    /// several columns have headings of their own below.
    pub fn last_heading_row(&self, line: u64) -> u64 {
        let begins = |merged: &&Merged| u64::from(merged.first) + 1 == line;
        let lasts =
            self.layout.merged.iter().filter(begins).map(|merged| u64::from(merged.last) + 1);
        // A list that merges its first column from the headings to the end has no headings there.
        lasts.filter(|last| last - line < HEADING_ROWS).max().unwrap_or(line)
    }

    fn holds_anything(&mut self) -> Result<bool> {
        let mut rows = self.rows()?;
        while let Some(row) = rows.next()? {
            if !row.is_blank() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub fn rows(&mut self) -> Result<SheetRows<'_>> {
        let cells = self.book.worksheet_cells_reader(&self.sheet).map_err(|_| broken())?;
        let down = Down { merged: &self.layout.merged, open: BTreeMap::new() };
        let hidden = &self.layout.hidden;
        Ok(SheetRows {
            cells,
            columns: self.columns,
            ahead: None,
            last: None,
            ended: false,
            down,
            hidden,
        })
    }
}

/// Headings stand in at most so many rows.
const HEADING_ROWS: u64 = 4;

/// Values of merged cells on their way down.
struct Down<'a> {
    merged: &'a [Merged],
    open: BTreeMap<usize, (u32, String)>,
}

impl Down<'_> {
    /// Gives a row the values of the cells above that its own are merged with.
    fn fill(&mut self, row: u32, cells: &mut Vec<String>, columns: usize) {
        // A row with nothing of its own is no row of the list.
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            self.open.retain(|_, (last, _)| *last >= row);
            for (column, (_, text)) in &self.open {
                if cells.len() <= *column {
                    cells.resize(column + 1, String::new());
                }
                if cells[*column].is_empty() {
                    cells[*column].clone_from(text);
                }
            }
        }
        while let Some(merged) = self.merged.first().filter(|merged| merged.first <= row) {
            self.merged = &self.merged[1..];
            let text = cells.get(merged.column).filter(|text| !text.trim().is_empty());
            if let Some(text) = text.filter(|_| merged.first == row && merged.column < columns) {
                self.open.insert(merged.column, (merged.last, text.clone()));
            }
        }
    }
}

fn broken() -> Error {
    Error::Refused("documents.broken-workbook")
}

struct Cell {
    row: u32,
    column: usize,
    text: String,
}

/// The rows of a sheet that hold a cell.
pub(super) struct SheetRows<'a> {
    cells: XlsxCellReader<'a, std::io::BufReader<Box<dyn Input>>>,
    columns: usize,
    ahead: Option<Cell>,
    last: Option<u32>,
    ended: bool,
    down: Down<'a>,
    hidden: &'a [u32],
}

impl SheetRows<'_> {
    pub fn next(&mut self) -> Result<Option<RawRow>> {
        let Some(first) = (match self.ahead.take() {
            Some(cell) => Some(cell),
            None => self.next_cell()?,
        }) else {
            return Ok(None);
        };
        let row = first.row;
        // Rows stand in their order (ECMA-376, part 1, 18.3.1.73), or the file was made to mislead.
        if self.last.replace(row).is_some_and(|last| last >= row) {
            return Err(broken());
        }
        let line = u64::from(row) + 1;
        let hidden = self.hidden.binary_search(&row).is_ok();
        let mut raw = RawRow { line, cells: Vec::new(), problem: None, hidden };
        self.put(&mut raw, first);
        while let Some(cell) = self.next_cell()? {
            if cell.row != row {
                self.ahead = Some(cell);
                break;
            }
            self.put(&mut raw, cell);
        }
        self.down.fill(row, &mut raw.cells, self.columns);
        Ok(Some(raw))
    }

    /// One column more than allowed is kept, so that headings that are too wide are noticed.
    fn put(&self, raw: &mut RawRow, cell: Cell) {
        if cell.text.is_empty() {
            return;
        }
        if cell.column > self.columns {
            raw.problem = Some("documents.columns");
            return;
        }
        if raw.cells.len() <= cell.column {
            raw.cells.resize(cell.column + 1, String::new());
        }
        raw.cells[cell.column] = cell.text;
    }

    /// The reader must not be asked again once it has reached the end of the sheet.
    fn next_cell(&mut self) -> Result<Option<Cell>> {
        if self.ended {
            return Ok(None);
        }
        let Some(cell) = self.cells.next_cell_with_formula().map_err(|_| broken())? else {
            self.ended = true;
            return Ok(None);
        };
        let (row, column) = cell.pos;
        let mut text = plain(&cell.value);
        if let Some(formula) = cell.formula
            && (text.trim().is_empty() || reaches_outside(&formula))
        {
            text = format!("={formula}");
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        Ok(Some(Cell { row, column, text }))
    }
}

/// Whether a formula links, fetches or calls anything outside the workbook.
fn reaches_outside(formula: &str) -> bool {
    let upper = formula.to_ascii_uppercase();
    let calls = ["HYPERLINK(", "WEBSERVICE(", "IMPORT", "CALL(", "EXEC(", "REGISTER(", "RTD("];
    upper.contains(['|', '[']) || calls.iter().any(|call| upper.contains(call))
}

fn plain(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        // Spreadsheets store every number as a float: a phone number is to come out in digits.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(time) => moment(*time),
        DataRef::Error(error) => error.to_string(),
    }
}

/// A day as `2026-11-24`, a time of day as `08:30`, both as `2026-11-24 08:30:00`.
fn moment(time: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let serial = time.as_f64();
    if (0.0..1.0).contains(&serial) {
        format!("{hour:02}:{minute:02}")
    } else if serial.fract() == 0.0 {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}
