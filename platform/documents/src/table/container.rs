//! Looks into the zip around an XLSX before anything trusts it.
//!
//! The sizes that a zip declares may lie, so every part is inflated once and counted, and thrown
//! away; the limits hold for what was counted. What the tags say of the layout is read on the way.

use std::io::{self, Read, Write};

use zip::ZipArchive;

use super::layout::Layout;
use super::{Error, Input, Limits, MIB, Result};

/// Parts below this size may be packed as tightly as they like.
const RATIO_COUNTS_FROM: u64 = 16 * MIB;

/// An XLSX has some dozen parts; one with pictures some hundred.
const PARTS: usize = 10_000;

/// Refuses what is not an XLSX and what would inflate beyond the limits. Returns the layout of its
/// sheets.
pub(super) fn check(input: &mut dyn Input, limits: &Limits) -> Result<Layout> {
    let mut zip = ZipArchive::new(input).map_err(|_| broken())?;
    if zip.len() > PARTS {
        return Err(Error::Refused("documents.zip-bomb"));
    }
    let is_types = |name: &str| name.eq_ignore_ascii_case("[Content_Types].xml");
    if !zip.file_names().any(|name| name.is_ok_and(|name| is_types(&name))) {
        return Err(Error::Refused("documents.not-a-table"));
    }
    let mut total = 0;
    let mut layout = Layout::default();
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).map_err(|_| broken())?;
        let name = part.name().map_err(|_| broken())?.to_ascii_lowercase();
        let strings = name.ends_with("sharedstrings.xml");
        let packed = part.compressed_size().max(1);
        let head = if strings { read_head(&mut part)? } else { Vec::new() };
        let allowed = limits.inflated - total;
        let inflated = match layout.reader(&name) {
            Some(mut tags) => {
                let size = inflate(&mut part, allowed, &mut tags)?;
                tags.finish()?;
                size
            }
            None => inflate(&mut part, allowed, &mut io::sink())?,
        };
        let size = head.len() as u64 + inflated;
        let tight = size > RATIO_COUNTS_FROM && size / packed > limits.ratio;
        if size > allowed || tight || (strings && size > limits.shared_strings) {
            return Err(Error::Refused("documents.zip-bomb"));
        }
        if strings && announced_strings(&head) > size / SHORTEST_STRING {
            return Err(Error::Refused("documents.zip-bomb"));
        }
        total += size;
    }
    Ok(layout)
}

fn broken() -> Error {
    Error::Refused("documents.broken-workbook")
}

fn inflate(part: &mut impl Read, allowed: u64, out: &mut impl Write) -> Result<u64> {
    io::copy(&mut part.take(allowed + 1), out).map_err(|_| broken())
}

fn read_head(part: &mut impl Read) -> Result<Vec<u8>> {
    let mut head = Vec::new();
    part.take(4096).read_to_end(&mut head).map_err(|_| broken())?;
    Ok(head)
}

/// Bytes of the shortest entry, `<si/>`.
const SHORTEST_STRING: u64 = 5;

/// The number of strings the part announces. The reader behind us reserves memory for as many, so
/// a number that cannot be true must not reach it.
fn announced_strings(head: &[u8]) -> u64 {
    let head = String::from_utf8_lossy(head);
    let Some((_, after)) = head.split_once("uniqueCount") else { return 0 };
    let digits: String = after
        .chars()
        .skip_while(|c| matches!(c, '=' | '"' | '\'') || c.is_whitespace())
        .take_while(char::is_ascii_digit)
        .collect();
    if digits.is_empty() { 0 } else { digits.parse().unwrap_or(u64::MAX) }
}
