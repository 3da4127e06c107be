//! XLSX: the first visible sheet that holds anything, cell by cell.
//!
//! A formula is read as the value that the spreadsheet stored for it. A formula without a stored
//! value, or one that reaches outside the workbook, is read as its own text behind a `=`, so that
//! whoever reads the cells sees that it is no plain value.

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader};

use super::{Error, Input, Limits, RawRow, Result};

type Book = Xlsx<std::io::BufReader<Box<dyn Input>>>;

/// A workbook and the sheet that is read of it.
pub(super) struct Workbook {
    pub sheet: String,
    book: Book,
    columns: usize,
}

impl Workbook {
    pub fn open(input: Box<dyn Input>, limits: &Limits) -> Result<Self> {
        let book = Xlsx::new(std::io::BufReader::new(input)).map_err(|_| broken())?;
        let sheets: Vec<String> = book
            .sheets_metadata()
            .iter()
            .filter(|sheet| sheet.visible == SheetVisible::Visible)
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| sheet.name.clone())
            .collect();
        let mut workbook = Self { sheet: String::new(), book, columns: limits.columns };
        for sheet in sheets {
            workbook.sheet = sheet;
            if workbook.holds_anything()? {
                return Ok(workbook);
            }
        }
        Err(Error::Refused("documents.empty"))
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
        Ok(SheetRows { cells, columns: self.columns, ahead: None, ended: false })
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
    ended: bool,
}

impl SheetRows<'_> {
    pub fn next(&mut self) -> Result<Option<RawRow>> {
        let Some(first) = (match self.ahead.take() {
            Some(cell) => Some(cell),
            None => self.next_cell()?,
        }) else {
            return Ok(None);
        };
        let line = u64::from(first.row) + 1;
        let row = first.row;
        let mut raw = RawRow { line, cells: Vec::new(), problem: None };
        self.put(&mut raw, first);
        while let Some(cell) = self.next_cell()? {
            if cell.row != row {
                self.ahead = Some(cell);
                break;
            }
            self.put(&mut raw, cell);
        }
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
