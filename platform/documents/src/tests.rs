//! Tables as strangers send them, and that what is written reads back the same.

mod fuzz;
mod hostile;
mod round_trip;
mod text;
mod workbooks;

use crate::table::{Limits, Row, Table};

fn rows(bytes: impl Into<Vec<u8>>) -> Vec<Row> {
    let mut table = Table::from_bytes(bytes, &Limits::default()).unwrap();
    table.rows().unwrap().map(Result::unwrap).collect()
}

fn cells(bytes: impl Into<Vec<u8>>) -> Vec<Vec<String>> {
    rows(bytes).into_iter().map(|row| row.cells).collect()
}

fn refusal(bytes: impl Into<Vec<u8>>) -> &'static str {
    refusal_within(bytes, &Limits::default())
}

/// The code that refuses the file, at its opening or on the way through its rows.
fn refusal_within(bytes: impl Into<Vec<u8>>, limits: &Limits) -> &'static str {
    match Table::from_bytes(bytes, limits) {
        Err(error) => error.code(),
        Ok(mut table) => match table.rows().unwrap().find_map(Result::err) {
            Some(error) => error.code(),
            None => "nothing refused",
        },
    }
}
