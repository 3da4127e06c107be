//! Writes tables: CSV for spreadsheets (UTF-8 with byte order mark, CRLF), XLSX, JSON lines.
//!
//! Rows are pushed one by one and leave memory at once. In CSV a text that a spreadsheet would run
//! as a formula is neutralised (`guard`); in XLSX and JSON texts are typed and need no guard.

use std::io::{self, BufWriter, Write};

use rust_xlsxwriter::{Format as CellFormat, Workbook};

use super::{Error, Result, guard};

/// The formats a table can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma separated values.
    Csv,
    /// An Excel workbook of one sheet.
    Xlsx,
    /// A JSON object a line, keyed by the headings.
    JsonLines,
}

impl Format {
    /// The format of this name: `csv`, `xlsx` or `jsonl`.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            "jsonl" => Some(Self::JsonLines),
            _ => None,
        }
    }

    /// The ending of a file's name, without the dot; also the format's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::JsonLines => "jsonl",
        }
    }

    /// The media type to serve it as.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::JsonLines => "application/x-ndjson",
        }
    }
}

/// One cell to write.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: an empty cell, `null` in JSON.
    Empty,
    /// Text, written as it is.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Any other number; one that is not finite is written as nothing.
    Number(f64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        if number.is_finite() { Self::Number(number) } else { Self::Empty }
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// Writes a whole table and tells how many rows it had.
pub fn write<W: Write + Send, H: AsRef<str>>(
    format: Format,
    out: W,
    headings: &[H],
    rows: impl IntoIterator<Item = Vec<Value>>,
) -> Result<u64> {
    let mut writer = Writer::new(format, out, headings)?;
    for row in rows {
        writer.row(&row)?;
    }
    writer.finish()
}

/// A table being written.
pub struct Writer<W: Write + Send> {
    out: BufWriter<W>,
    rows: u64,
    headings: Vec<String>,
    kind: Kind,
}

enum Kind {
    Csv,
    Xlsx(Box<Workbook>),
    JsonLines,
}

impl<W: Write + Send> Writer<W> {
    /// Begins a table with its headings.
    pub fn new<H: AsRef<str>>(format: Format, out: W, headings: &[H]) -> Result<Self> {
        let headings: Vec<String> = headings.iter().map(|h| h.as_ref().to_owned()).collect();
        let mut out = BufWriter::new(out);
        let kind = match format {
            Format::Csv => {
                out.write_all(b"\xEF\xBB\xBF").map_err(Error::Write)?;
                csv_line(&mut out, headings.iter().map(|heading| guarded(heading)))
                    .map_err(Error::Write)?;
                Kind::Csv
            }
            Format::Xlsx => Kind::Xlsx(Box::new(workbook(&headings)?)),
            Format::JsonLines => Kind::JsonLines,
        };
        Ok(Self { out, rows: 0, headings, kind })
    }

    /// Writes one row: a value for each heading, missing ones as nothing.
    pub fn row(&mut self, values: &[Value]) -> Result<()> {
        self.rows += 1;
        match &mut self.kind {
            Kind::Csv => csv_line(&mut self.out, values.iter().map(csv_cell)),
            Kind::JsonLines => json_line(&mut self.out, &self.headings, values),
            Kind::Xlsx(workbook) => return xlsx_row(workbook, self.rows, values),
        }
        .map_err(Error::Write)
    }

    /// Ends the table and tells how many rows it has.
    pub fn finish(mut self) -> Result<u64> {
        if let Kind::Xlsx(workbook) = &mut self.kind {
            workbook.save_to_writer(&mut self.out).map_err(xlsx_error)?;
        }
        self.out.flush().map_err(Error::Write)?;
        Ok(self.rows)
    }
}

fn guarded(text: &str) -> String {
    if guard::needs_guard(text) { format!("'{text}") } else { text.to_owned() }
}

fn csv_cell(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => guarded(text),
        Value::Integer(number) => number.to_string(),
        Value::Number(number) => number.to_string(),
    }
}

/// Every delimiter that a reader may guess is quoted, not only the comma, so that the guess cannot
/// go wrong on our own files.
fn csv_line(out: &mut impl Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    let mut line = String::new();
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            line.push(',');
        }
        if cell.contains([',', ';', '\t', '"', '\r', '\n']) || cell.trim() != cell {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(&cell);
        }
    }
    if line.is_empty() {
        line.push_str("\"\"");
    }
    line.push_str("\r\n");
    out.write_all(line.as_bytes())
}

fn json_line(out: &mut impl Write, headings: &[String], values: &[Value]) -> io::Result<()> {
    for (index, heading) in headings.iter().enumerate() {
        out.write_all(if index == 0 { b"{" } else { b"," })?;
        serde_json::to_writer(&mut *out, heading)?;
        out.write_all(b":")?;
        match values.get(index) {
            Some(Value::Text(text)) => serde_json::to_writer(&mut *out, text)?,
            Some(Value::Integer(number)) => write!(out, "{number}")?,
            Some(Value::Number(number)) => serde_json::to_writer(&mut *out, number)?,
            Some(Value::Empty) | None => out.write_all(b"null")?,
        }
    }
    out.write_all(b"}\n")
}

/// A workbook of one sheet whose rows go to a temporary file as they come.
fn workbook(headings: &[String]) -> Result<Workbook> {
    let mut workbook = Workbook::new();
    let bold = CellFormat::new().set_bold();
    let sheet = workbook.add_worksheet_with_constant_memory().map_err(xlsx_error)?;
    sheet.set_freeze_panes(1, 0).map_err(xlsx_error)?;
    for (column, heading) in (0..).zip(headings) {
        sheet.write_string_with_format(0, column, heading, &bold).map_err(xlsx_error)?;
    }
    Ok(workbook)
}

fn xlsx_row(workbook: &mut Workbook, row: u64, values: &[Value]) -> Result<()> {
    let row = u32::try_from(row).map_err(|_| Error::Refused("documents.too-many-rows"))?;
    let sheet = workbook.worksheet_from_index(0).map_err(xlsx_error)?;
    for (column, value) in (0..).zip(values) {
        match value {
            Value::Empty => continue,
            Value::Text(text) => sheet.write_string(row, column, text),
            #[expect(clippy::cast_precision_loss, reason = "a spreadsheet has no other number")]
            Value::Integer(number) => sheet.write_number(row, column, *number as f64),
            Value::Number(number) => sheet.write_number(row, column, *number),
        }
        .map_err(xlsx_error)?;
    }
    Ok(())
}

fn xlsx_error(error: rust_xlsxwriter::XlsxError) -> Error {
    use rust_xlsxwriter::XlsxError;
    match error {
        XlsxError::RowColumnLimitError => Error::Refused("documents.too-many-rows"),
        XlsxError::MaxStringLengthExceeded => Error::Refused("documents.cell-too-large"),
        XlsxError::IoError(error) => Error::Write(error),
        other => Error::Write(io::Error::other(other)),
    }
}
