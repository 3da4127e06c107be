//! Delimited text: which delimiter, and the records with the lines they begin on.
//!
//! Records are bounded in bytes and cells, so that a quotation mark that is never closed, or a
//! line of nothing but commas, cannot fill the memory.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::decode::{Decoded, detect};
use super::{Encoding, Error, Input, Limits, RawRow, Result, guard};

/// The delimiters people's programs write.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// So many records at the start decide the delimiter.
const SAMPLE: usize = 50;

/// A row of more cells is no row of a table whatever the headings are.
const CELLS: usize = 64 * 1024;

/// A text whose encoding and delimiter are known.
pub(super) struct Text {
    pub encoding: Encoding,
    pub delimiter: u8,
    input: Box<dyn Input>,
    mark: u64,
    bounds: Bounds,
}

#[derive(Clone, Copy)]
struct Bounds {
    bytes: usize,
    cells: usize,
}

impl Text {
    pub fn open(mut input: Box<dyn Input>, limits: &Limits) -> Result<Self> {
        let (encoding, mark) = detect(&mut input)?;
        let bounds = Bounds { bytes: limits.row, cells: CELLS };
        let delimiter = guess(Decoded::new(&mut input, (encoding, mark))?.next()?);
        Ok(Self { encoding, delimiter, input, mark, bounds })
    }

    pub fn rows(&mut self) -> Result<TextRows<'_>> {
        Ok(TextRows {
            text: Decoded::new(&mut self.input, (self.encoding, self.mark))?,
            reader: ReaderBuilder::new().delimiter(self.delimiter).build(),
            bounds: self.bounds,
            piece: Vec::new(),
            used: 0,
            line: 1,
            after_return: false,
            record: vec![0; self.bounds.bytes.min(4096)],
            ends: vec![0; 64],
        })
    }
}

/// The delimiter that the most records at the start of the text hold equally often, outside
/// quotation marks; of two alike the one that makes more cells.
fn guess(start: &[u8]) -> u8 {
    let mut records = vec![[0_usize; DELIMITERS.len()]];
    let mut quoted = false;
    for byte in start {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => {
                if records.len() == SAMPLE {
                    break;
                }
                records.push([0; DELIMITERS.len()]);
            }
            _ if quoted => {}
            byte => {
                let counts = records.last_mut().into_iter().flatten();
                for (count, delimiter) in counts.zip(DELIMITERS) {
                    *count += usize::from(*byte == delimiter);
                }
            }
        }
    }
    let agreement = |index: usize| {
        let counts: Vec<usize> =
            records.iter().map(|record| record[index]).filter(|count| *count > 0).collect();
        let times = |count: &usize| counts.iter().filter(|other| *other == count).count();
        counts.iter().map(|count| (times(count), *count)).max().unwrap_or_default()
    };
    let mut best = 0;
    for index in 1..DELIMITERS.len() {
        if agreement(index) > agreement(best) {
            best = index;
        }
    }
    DELIMITERS[best]
}

/// The records of a text, one after the other, empty lines left out.
pub(super) struct TextRows<'a> {
    text: Decoded<'a>,
    reader: Reader,
    bounds: Bounds,
    piece: Vec<u8>,
    used: usize,
    /// The line of the next byte, and whether the byte before it was a carriage return, whose line
    /// feed does not count again.
    line: u64,
    after_return: bool,
    record: Vec<u8>,
    ends: Vec<usize>,
}

impl TextRows<'_> {
    pub fn next(&mut self) -> Result<Option<RawRow>> {
        if !self.skip_line_ends()? {
            return Ok(None);
        }
        let line = self.line;
        let (mut written, mut cells) = (0, 0);
        loop {
            let input = &self.piece[self.used..];
            let (result, read, wrote, ended) = self.reader.read_record(
                input,
                &mut self.record[written..],
                &mut self.ends[cells..],
            );
            self.pass(read);
            written += wrote;
            cells += ended;
            match result {
                ReadRecordResult::InputEmpty => self.more()?,
                ReadRecordResult::OutputFull => {
                    grow(&mut self.record, self.bounds.bytes, "documents.row-too-large")?;
                }
                ReadRecordResult::OutputEndsFull => {
                    grow(&mut self.ends, self.bounds.cells, "documents.too-many-columns")?;
                }
                ReadRecordResult::Record => return Ok(Some(self.row(line, cells))),
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    fn row(&self, line: u64, cells: usize) -> RawRow {
        let mut from = 0;
        let cells = self.ends[..cells]
            .iter()
            .map(|end| {
                let mut cell = String::from_utf8_lossy(&self.record[from..*end]).into_owned();
                from = *end;
                guard::unguard(&mut cell);
                cell
            })
            .collect();
        RawRow { line, cells, problem: None, hidden: false }
    }

    /// Goes to the first byte of the next record; `false` at the end of the text.
    fn skip_line_ends(&mut self) -> Result<bool> {
        loop {
            if self.used == self.piece.len() {
                self.more()?;
            }
            match self.piece.get(self.used) {
                None => return Ok(false),
                Some(b'\r' | b'\n') => self.pass(1),
                Some(_) => return Ok(true),
            }
        }
    }

    fn more(&mut self) -> Result<()> {
        self.piece.clear();
        self.piece.extend_from_slice(self.text.next()?);
        self.used = 0;
        Ok(())
    }

    /// Counts the lines in the bytes that were used.
    fn pass(&mut self, count: usize) {
        for byte in &self.piece[self.used..self.used + count] {
            let ends = *byte == b'\r' || (*byte == b'\n' && !self.after_return);
            self.line += u64::from(ends);
            self.after_return = *byte == b'\r';
        }
        self.used += count;
    }
}

/// Doubles a buffer up to its bound.
fn grow<T: Clone + Default>(buffer: &mut Vec<T>, bound: usize, code: &'static str) -> Result<()> {
    if buffer.len() >= bound {
        return Err(Error::Refused(code));
    }
    buffer.resize((buffer.len() * 2).min(bound), T::default());
    Ok(())
}
