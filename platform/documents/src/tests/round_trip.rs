//! What is written reads back the same, and no spreadsheet runs it.

use proptest::prelude::*;

use super::cells;
use crate::table::{Format, Limits, Table, Value, write};

fn written(format: Format, headings: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let rows = rows.iter().map(|row| row.iter().map(|cell| Value::from(cell.as_str())).collect());
    write(format, &mut bytes, headings, rows).unwrap();
    bytes
}

fn text(format: Format, rows: &[Vec<String>]) -> String {
    String::from_utf8(written(format, &["a".to_owned()], rows)).unwrap()
}

/// Cells with everything that has a meaning to a parser.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z翼站,;\"' =+@\u{200F}0-9.-]{0,12}",
        "['=+@\t-]{0,3}[0-9.]{0,3}",
        "[,;\t\"\n]{0,4}",
        Just("\u{FEFF}=1".to_owned()),
    ]
}

fn table() -> impl Strategy<Value = (Vec<String>, Vec<Vec<String>>)> {
    (1_usize..5).prop_flat_map(|width| {
        let headings = prop::collection::vec("[a-z=+'@,;站\"-]{1,6}", width);
        let rows = prop::collection::vec(prop::collection::vec(cell(), width), 0..6);
        // A blank row is no row, and a heading is trimmed.
        let rows = rows.prop_map(|rows| {
            let is_blank = |row: &Vec<String>| row.iter().all(|cell| cell.trim().is_empty());
            rows.into_iter().filter(|row| !is_blank(row)).collect()
        });
        (headings, rows)
    })
}

proptest! {
    #[test]
    fn csv_reads_back((headings, rows) in table()) {
        let bytes = written(Format::Csv, &headings, &rows);
        let table = Table::from_bytes(bytes.clone(), &Limits::default()).unwrap();
        prop_assert_eq!(&table.headings, &headings);
        prop_assert_eq!(cells(bytes), rows);
    }

    #[test]
    fn xlsx_reads_back((headings, rows) in table()) {
        let bytes = written(Format::Xlsx, &headings, &rows);
        let table = Table::from_bytes(bytes.clone(), &Limits::default()).unwrap();
        prop_assert_eq!(&table.headings, &headings);
        prop_assert_eq!(cells(bytes), rows);
    }

    #[test]
    fn no_cell_of_a_csv_starts_a_formula(cell in cell()) {
        let csv = text(Format::Csv, &[vec![cell.clone()]]);
        let line = csv.split_once("\r\n").unwrap().1;
        let line = line.strip_prefix('"').unwrap_or(line);
        let runs = line.starts_with(['=', '+', '@', '\t', '\r', '-']);
        let plain = line.trim_end().trim_end_matches('"');
        prop_assert!(!runs || plain.is_empty() || plain == "-" || plain.parse::<f64>().is_ok(), "{:?}", line);
    }
}

#[test]
fn formulas_are_neutralised_and_plain_figures_are_not() {
    let rows = ["=1+1", "-", "-5", "+86 10", "@x", "'=1"].map(|cell| vec![cell.to_owned()]);
    let lines = "\u{FEFF}a\r\n'=1+1\r\n-\r\n-5\r\n'+86 10\r\n'@x\r\n''=1\r\n";
    assert_eq!(text(Format::Csv, &rows), lines);
}

#[test]
fn json_lines_keep_types() {
    let mut bytes = Vec::new();
    let row = vec![Value::from("=\"站\""), Value::from(7), Value::from(0.5), Value::Empty];
    write(Format::JsonLines, &mut bytes, &["name", "n", "x", "none"], [row]).unwrap();
    let line = "{\"name\":\"=\\\"站\\\"\",\"n\":7,\"x\":0.5,\"none\":null}\n";
    assert_eq!(String::from_utf8(bytes).unwrap(), line);
}

#[test]
fn numbers_are_numbers_in_a_workbook() {
    let mut bytes = Vec::new();
    let row = vec![Value::from(1_234_567), Value::from(f64::NAN), Value::from(-0.25)];
    write(Format::Xlsx, &mut bytes, &["a", "b", "c"], [row]).unwrap();
    assert_eq!(cells(bytes), [["1234567", "", "-0.25"]]);
}
