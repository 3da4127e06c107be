//! Files that mean harm or are broken: each ends in a code, never in a panic or a full memory.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{refusal, refusal_within, rows};
use crate::table::{Format, Limits, Table, Value, Writer, write};

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn workbook(rows: &[&[Value]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let headings = ["name", "address", "phone"];
    write(Format::Xlsx, &mut bytes, &headings, rows.iter().map(|row| row.to_vec())).unwrap();
    bytes
}

#[test]
fn what_is_no_table_is_refused() {
    assert_eq!(refusal(""), "documents.empty");
    assert_eq!(refusal("\n\n , \n"), "documents.empty");
    assert_eq!(refusal(b"%PDF-1.7 a,b".to_vec()), "documents.not-a-table");
    assert_eq!(refusal(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec()), "documents.legacy-excel");
    assert_eq!(
        refusal((0..=255).cycle().take(9_000).collect::<Vec<u8>>()),
        "documents.not-a-table"
    );
    assert_eq!(refusal(zipped(&[("photo.jpg", b"x")])), "documents.not-a-table");
    assert_eq!(refusal(b"PK\x03\x04 not really".to_vec()), "documents.broken-workbook");
}

#[test]
fn a_workbook_cut_short_is_refused() {
    let whole = workbook(&[&["A".into()]]);
    for length in [10, 200, whole.len() / 2, whole.len() - 30] {
        let code = refusal(&whole[..length]);
        assert_eq!(code, "documents.broken-workbook", "{length}");
    }
}

#[test]
fn text_that_is_neither_utf8_nor_gb18030_is_refused() {
    let latin = b"name,adresse\nBl\xFCtenstra\xDF\xFF,caf\xE9\xFF\n".to_vec();
    assert_eq!(refusal(latin), "documents.encoding");
}

#[test]
fn a_few_broken_bytes_mark_their_row() {
    let mut text = "名称,地址\n".repeat(60).into_bytes();
    text.extend_from_slice(b"broken \xE7\xAB,x\n\xE5\xA5\xBD,y\n");
    let rows = rows(text);
    let marked: Vec<_> = rows.iter().filter(|row| row.problem.is_some()).collect();
    assert_eq!(marked.len(), 1);
    assert_eq!(marked[0].problem, Some("documents.damaged-text"));
    assert_eq!(rows.last().unwrap().cells, ["好", "y"]);
}

#[test]
fn nul_marks_its_row() {
    let text = format!("a,b\n1\0,2\n{}", "3,4\n".repeat(100));
    let rows = rows(text);
    assert_eq!(rows[0].problem, Some("documents.nul"));
    assert_eq!(rows.iter().filter(|row| row.problem.is_none()).count(), 100);
}

#[test]
fn a_huge_cell_is_cut_and_marks_its_row() {
    let text = format!("a,b\n1,{}\n3,4\n", "长".repeat(400_000));
    let rows = rows(text);
    assert_eq!(rows[0].problem, Some("documents.cell-too-large"));
    assert!(rows[0].cells[1].len() <= 1_000);
    assert_eq!(rows[1].problem, None);
}

#[test]
fn an_unclosed_quote_does_not_swallow_a_file_in_silence() {
    let open = |count| format!("a,b\n1,\"open\n{}", "x,y\n".repeat(count));
    let rows = rows(open(100_000));
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].problem, Some("documents.cell-too-large"));
    assert_eq!(refusal(open(2_000_000)), "documents.row-too-large");
}

#[test]
fn a_row_of_many_cells_is_a_problem_of_the_row() {
    let rows = rows(format!("a,b\n{}\n1,2\n", "x,".repeat(5_000)));
    assert_eq!(rows[0].problem, Some("documents.columns"));
    assert_eq!(rows[1].problem, None);
}

#[test]
fn limits_of_size_hold() {
    let small = Limits { bytes: 19, rows: 2, columns: 2, row: 12, ..Limits::default() };
    assert_eq!(refusal_within("a,b\n1,2\n3,4\n5,6\n7,8\n", &small), "documents.too-large");
    assert_eq!(refusal_within("a,b\n1,2\n3,4\n5,6\n", &small), "documents.too-many-rows");
    assert_eq!(refusal_within("a,b,c\n1,2,3\n", &small), "documents.too-many-columns");
    assert_eq!(refusal_within("a,b\n1,abcdefghijkl\n", &small), "documents.row-too-large");
    assert_eq!(refusal_within("a,b\n1,2\n3,4\n", &small), "nothing refused");
    let commas = ",".repeat(5 * 1024 * 1024);
    assert_eq!(refusal(commas), "documents.too-many-columns");
}

#[test]
fn zip_bombs_are_refused() {
    let types = ("[Content_Types].xml", b"<x/>".as_slice());
    let zeros = vec![b' '; 40 * 1024 * 1024];
    let bomb = zipped(&[types, ("xl/worksheets/sheet1.xml", &zeros)]);
    assert!(bomb.len() < 200_000);
    assert_eq!(refusal(bomb.clone()), "documents.zip-bomb");
    let strict = Limits { inflated: 1024 * 1024, ratio: u64::MAX, ..Limits::default() };
    assert_eq!(refusal_within(bomb, &strict), "documents.zip-bomb");
}

#[test]
fn a_lie_about_the_number_of_strings_reserves_no_memory() {
    let types = ("[Content_Types].xml", b"<x/>".as_slice());
    let strings =
        b"<?xml version='1.0'?><sst uniqueCount=\"99999999999999\"><si><t>a</t></si></sst>";
    let lie = zipped(&[types, ("xl/sharedStrings.xml", strings)]);
    assert_eq!(refusal(lie), "documents.zip-bomb");
}

#[test]
fn formulas_of_a_workbook_are_seen() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let hidden = book.add_worksheet();
    hidden.set_hidden(true).write_string(0, 0, "hidden").unwrap();
    book.add_worksheet().set_name("空").unwrap();
    let sheet = book.add_worksheet().set_name("站点").unwrap().set_active(true);
    for (column, heading) in (0..).zip(["name", "sum", "link", "empty"]) {
        sheet.write_string(0, column, heading).unwrap();
    }
    sheet.write_number(1, 0, 13_800_000_000.0).unwrap();
    let sum = rust_xlsxwriter::Formula::new("=1+1").set_result("2");
    sheet.write_formula(1, 1, sum).unwrap();
    let link = rust_xlsxwriter::Formula::new("=HYPERLINK(\"http://x\",\"y\")").set_result("y");
    sheet.write_formula(1, 2, link).unwrap();
    sheet.write_formula(1, 3, rust_xlsxwriter::Formula::new("=A1").set_result(" ")).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let read = rows(bytes.clone());
    assert_eq!(read[0].cells[..2], ["13800000000", "2"]);
    assert!(read[0].cells[2].starts_with("=HYPERLINK("), "{:?}", read[0].cells[2]);
    assert!(read[0].cells[3].starts_with('='), "{:?}", read[0].cells[3]);
    let table = Table::from_bytes(bytes, &Limits::default()).unwrap();
    assert_eq!(table.stored, crate::table::Stored::Sheet { name: "站点".to_owned() });
}

#[test]
fn moments_of_a_workbook_read_as_people_write_them() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "when").unwrap();
    let time = rust_xlsxwriter::Format::new().set_num_format("hh:mm");
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_number_with_format(1, 0, 8.5 / 24.0, &time).unwrap();
    sheet.write_number_with_format(2, 0, 46_350.0, &day).unwrap();
    sheet.write_number_with_format(3, 0, 46_350.5, &day).unwrap();
    let read = rows(book.save_to_buffer().unwrap());
    let texts: Vec<_> = read.iter().map(|row| row.cells[0].as_str()).collect();
    assert_eq!(texts, ["08:30", "2026-11-24", "2026-11-24 12:00:00"]);
}

#[test]
fn a_workbook_cell_too_long_to_write_is_refused() {
    let mut writer = Writer::new(Format::Xlsx, Vec::new(), &["a"]).unwrap();
    let error = writer.row(&["x".repeat(40_000).into()]).unwrap_err();
    assert_eq!(error.code(), "documents.cell-too-large");
}
