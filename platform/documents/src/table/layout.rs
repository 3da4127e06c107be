//! What a workbook says about its sheets beside their cells: rows that are hidden, cells that are
//! merged. Read from the tags while the parts are inflated and counted anyway.

use std::collections::HashMap;
use std::io::{self, Write};

use super::{Error, Result};

/// Tags longer than this are cut; none of those that matter is.
const TAG: usize = 1024;
/// Regions of merged cells and hidden rows of all sheets; nobody's list has as many.
const MARKS: usize = 200_000;

/// Cells of one column that are merged with the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Merged {
    /// The first row, from 0.
    pub first: u32,
    /// The last row.
    pub last: u32,
    /// The column, from 0.
    pub column: usize,
}

/// What one sheet says.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    /// Rows that are hidden, from 0, in order.
    pub hidden: Vec<u32>,
    /// Merged cells that span rows, in the order of their first rows.
    pub merged: Vec<Merged>,
}

/// The sheets of a workbook, in its order.
#[derive(Debug, Default)]
pub(super) struct Layout {
    sheets: HashMap<String, Sheet>,
    /// Ids of relations of the sheets in the order of the workbook, and the parts of relations.
    order: Vec<String>,
    parts: HashMap<String, String>,
    marks: usize,
}

impl Layout {
    /// What the sheet at this place in the workbook says.
    pub fn sheet(&mut self, place: usize) -> Sheet {
        let part = self.order.get(place).and_then(|id| self.parts.get(id));
        let mut sheet = part.and_then(|part| self.sheets.get(part)).cloned().unwrap_or_default();
        sheet.hidden.sort_unstable();
        sheet.merged.sort_by_key(|merged| (merged.first, merged.column));
        sheet
    }

    /// What reads the tags of a part; none for parts that say nothing of this.
    pub fn reader(&mut self, part: &str) -> Option<Tags<'_>> {
        let part = part.strip_prefix("xl/")?;
        let says = match part {
            "workbook.xml" | "_rels/workbook.xml.rels" => true,
            // Relations of sheets lie there too; they have none of the tags.
            _ => part.starts_with("worksheets/"),
        };
        says.then(|| Tags {
            layout: self,
            part: part.to_owned(),
            tag: Vec::new(),
            inside: false,
            quote: None,
        })
    }

    fn note(&mut self, part: &str, tag: &str) {
        let (name, attributes) = tag.split_once([' ', '\t', '\r', '\n']).unwrap_or((tag, ""));
        let name = name.rsplit(':').next().unwrap_or(name);
        let attribute = |name: &str| value(attributes, name);
        match name {
            "sheet" => self.order.push(attribute("id").unwrap_or_default().to_owned()),
            "Relationship" => {
                let (id, target) = (attribute("Id"), attribute("Target"));
                if let Some((id, target)) = id.zip(target) {
                    let target = target.strip_prefix("/xl/").unwrap_or(target).to_ascii_lowercase();
                    self.parts.insert(id.to_owned(), target);
                }
            }
            "row" if matches!(attribute("hidden"), Some("1" | "true")) => {
                let row = attribute("r").and_then(|row| row.parse::<u32>().ok());
                if let Some(row) = row.and_then(|row| row.checked_sub(1)) {
                    self.mark(part).hidden.push(row);
                }
            }
            "mergeCell" => {
                let merged = attribute("ref").and_then(region);
                if let Some(merged) = merged.filter(|merged| merged.first < merged.last) {
                    self.mark(part).merged.push(merged);
                }
            }
            _ => {}
        }
    }

    fn mark(&mut self, part: &str) -> &mut Sheet {
        self.marks += 1;
        self.sheets.entry(part.to_owned()).or_default()
    }
}

/// The value of an attribute, whatever the prefix of its name is.
fn value<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = attributes;
    while let Some((before, after)) = rest.split_once('=') {
        let known = before.trim();
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, behind) = after[1..].split_once(quote)?;
        if known.rsplit(':').next() == Some(name) {
            return Some(value);
        }
        rest = behind;
    }
    None
}

/// `B3:D5` as the part of its first column.
fn region(text: &str) -> Option<Merged> {
    let (from, to) = text.split_once(':')?;
    let ((first, column), (last, _)) = (cell(from)?, cell(to)?);
    Some(Merged { first, last, column })
}

/// Row and column of `B3`, from 0.
fn cell(text: &str) -> Option<(u32, usize)> {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let column = text.bytes().take(letters).fold(0, |sum, b| sum * 26 + usize::from(b - b'A') + 1);
    let row: u32 = text[letters..].parse().ok()?;
    Some((row.checked_sub(1)?, column - 1))
}

/// Reads the tags of a part that is written to it.
pub(super) struct Tags<'l> {
    layout: &'l mut Layout,
    part: String,
    tag: Vec<u8>,
    inside: bool,
    /// The quotation mark that is open inside of a tag.
    quote: Option<u8>,
}

impl Tags<'_> {
    fn end_tag(&mut self) {
        self.inside = false;
        if self.layout.marks <= MARKS
            && let Ok(tag) = std::str::from_utf8(&self.tag)
        {
            self.layout.note(&self.part, tag.trim_end_matches('/'));
        }
    }

    /// Refuses a part with more marks than any list has.
    pub fn finish(self) -> Result<()> {
        if self.layout.marks > MARKS {
            return Err(Error::Refused("documents.zip-bomb"));
        }
        Ok(())
    }
}

impl Write for Tags<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for byte in bytes {
            match (*byte, self.quote) {
                (b'<', None) => {
                    self.tag.clear();
                    self.inside = true;
                }
                (b'>', None) if self.inside => self.end_tag(),
                (byte, quote) if self.inside => {
                    if quote == Some(byte) {
                        self.quote = None;
                    } else if quote.is_none() && matches!(byte, b'"' | b'\'') {
                        self.quote = Some(byte);
                    }
                    if self.tag.len() < TAG {
                        self.tag.push(byte);
                    }
                }
                _ => {}
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(parts: &[(&str, &str)]) -> Layout {
        let mut layout = Layout::default();
        for (part, text) in parts {
            let mut tags = layout.reader(part).unwrap();
            // In pieces that end anywhere.
            text.as_bytes().chunks(7).for_each(|piece| tags.write_all(piece).unwrap());
            tags.finish().unwrap();
        }
        layout
    }

    #[test]
    fn hidden_rows_and_merged_cells_by_the_order_of_sheets() {
        let mut layout = read(&[
            (
                "xl/worksheets/sheet2.xml",
                "<x:row r=\"3\" spans=\"1:2\" hidden='1'><c/></x:row><row r=\"4\"/>",
            ),
            (
                "xl/worksheets/sheet1.xml",
                "<mergeCells><mergeCell ref=\"B3:D5\"/><mergeCell ref=\"A1:F1\"/><mergeCell ref=\"??\"/></mergeCells>",
            ),
            (
                "xl/workbook.xml",
                "<sheet name=\"a>b\" r:id=\"rId9\"/><sheet r:id=\"rId1\" name=\"乙\"/>",
            ),
            (
                "xl/_rels/workbook.xml.rels",
                "<Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/><Relationship Target='/xl/worksheets/sheet2.xml' Id='rId9'/>",
            ),
        ]);
        assert_eq!(layout.sheet(1).merged, [Merged { first: 2, last: 4, column: 1 }]);
        assert_eq!((layout.sheet(0).hidden, layout.sheet(0).merged), (vec![2], vec![]));
        assert!(layout.sheet(7).merged.is_empty());
        assert!(layout.reader("xl/media/image1.png").is_none());
    }

    #[test]
    fn places_of_cells() {
        assert_eq!(cell("A1"), Some((0, 0)));
        assert_eq!(cell("AB12"), Some((11, 27)));
        for text in ["", "1", "A", "A0", "ABCD1", "a1"] {
            assert_eq!(cell(text), None, "{text}");
        }
    }
}
