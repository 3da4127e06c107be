//! Finds the row of headings: the first row, or the row below a title.
//!
//! Lists that offices publish often begin with a title in one wide cell ("附件：名单") above the
//! headings, and a line of who filled them in. Rows with a single filled cell, and such lines, above
//! a row with three or more are such titles.

use super::{Error, RawRow, RawRows, Result};

/// At most so many title lines stand above the headings.
const TITLES: usize = 5;

/// The line of the headings and the headings, trimmed, without empty ones at the end.
pub(super) fn find(rows: &mut RawRows<'_>) -> Result<(u64, Vec<String>)> {
    let mut titles = Vec::new();
    while let Some(row) = rows.next()? {
        match filled(&row) {
            1 if titles.len() < TITLES => titles.push(row),
            // `填报单位：… 填报日期：…` between the title and the headings.
            2 if titles.len() < TITLES && says_who(&row) => titles.push(row),
            3.. => return Ok(of(row)),
            _ if titles.is_empty() => return Ok(of(row)),
            _ => break,
        }
    }
    titles.into_iter().next().map(of).ok_or(Error::Refused("documents.empty"))
}

/// The headings at this line.
pub(super) fn at(rows: &mut RawRows<'_>, line: u64) -> Result<Option<Vec<String>>> {
    while let Some(row) = rows.next()? {
        if row.line >= line {
            return Ok(Some(row).filter(|row| row.line == line).map(|row| of(row).1));
        }
    }
    Ok(None)
}

fn says_who(row: &RawRow) -> bool {
    row.cells.iter().any(|cell| cell.contains(['：', ':']))
}

fn filled(row: &RawRow) -> usize {
    row.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
}

fn of(row: RawRow) -> (u64, Vec<String>) {
    let mut headings: Vec<String> = row.cells;
    for heading in &mut headings {
        *heading = heading.trim().to_owned();
    }
    while headings.last().is_some_and(String::is_empty) {
        headings.pop();
    }
    (row.line, headings)
}
