//! Encodings, delimiters, line ends and titles of delimited text.

use super::{cells, rows};
use crate::table::{Encoding, Limits, Stored, Table};

const LIST: &str = "名称,地址\r\n翠湖路站,\"翠湖路 1 号\n二楼\"\r\n石桥站,石桥路 2 号\r\n";

fn stored(bytes: &[u8]) -> Stored {
    Table::from_bytes(bytes, &Limits::default()).unwrap().stored
}

fn utf16(text: &str, mark: bool, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let mark = if mark { "\u{FEFF}" } else { "" };
    format!("{mark}{text}").encode_utf16().flat_map(order).collect()
}

#[test]
fn every_encoding_gives_the_same_cells() {
    let gb18030 = encoding_rs::GB18030.encode(LIST).0.into_owned();
    let marked = [b"\xEF\xBB\xBF".as_slice(), LIST.as_bytes()].concat();
    let files = [
        (LIST.as_bytes().to_vec(), Encoding::Utf8),
        (marked, Encoding::Utf8),
        (gb18030, Encoding::Gb18030),
        (utf16(LIST, true, u16::to_le_bytes), Encoding::Utf16Le),
        (utf16(LIST, false, u16::to_le_bytes), Encoding::Utf16Le),
        (utf16(LIST, true, u16::to_be_bytes), Encoding::Utf16Be),
        (utf16(LIST, false, u16::to_be_bytes), Encoding::Utf16Be),
    ];
    for (bytes, encoding) in files {
        assert_eq!(stored(&bytes), Stored::Text { encoding, delimiter: ',' });
        let table = Table::from_bytes(bytes.clone(), &Limits::default()).unwrap();
        assert_eq!(table.headings, ["名称", "地址"], "{encoding:?}");
        assert_eq!(cells(bytes), [["翠湖路站", "翠湖路 1 号\n二楼"], ["石桥站", "石桥路 2 号"]]);
    }
}

#[test]
fn the_line_is_the_one_an_editor_shows() {
    for end in ["\n", "\r\n"] {
        let text = ["a,b", "", "1,\"x", "y\"", "2,z", ""].join(end);
        let lines: Vec<u64> = rows(text).iter().map(|row| row.line).collect();
        assert_eq!(lines, [3, 5], "{end:?}");
    }
}

#[test]
fn the_delimiter_is_the_one_the_rows_agree_on() {
    for delimiter in [',', ';', '\t'] {
        let text = "name|address|phone\n站|甲路1号；乙路2号|1;2,3\n站|x|y\n"
            .replace("1;2,3", "\"1;2,3\t4\"")
            .replace('|', &delimiter.to_string());
        assert_eq!(
            stored(text.as_bytes()),
            Stored::Text { encoding: Encoding::Utf8, delimiter },
            "{delimiter:?}"
        );
        assert_eq!(cells(text)[0][2], "1;2,3\t4");
    }
    let phones = "name,phone\nA,1;2\nB,3;4;5\nC,6\n";
    assert_eq!(cells(phones)[1], ["B", "3;4;5"]);
}

#[test]
fn one_column_needs_no_delimiter() {
    assert_eq!(cells("name\nA\nB\n"), [["A"], ["B"]]);
}

#[test]
fn titles_above_the_headings_are_passed_over() {
    let text = "附件,,\n2026年名单,,\n名称,地址,电话\nA,b,c\n";
    let table = Table::from_bytes(text, &Limits::default()).unwrap();
    assert_eq!(table.headings, ["名称", "地址", "电话"]);
    assert_eq!(rows(text)[0].line, 4);
}

#[test]
fn a_single_heading_is_not_taken_for_a_title() {
    let table = Table::from_bytes("name\nA\n", &Limits::default()).unwrap();
    assert_eq!(table.headings, ["name"]);
}

#[test]
fn rows_of_another_width_are_problems_of_the_row() {
    let rows = rows("a,b,,\n1,2,,\n1\n1,2,3,\n1,2\n");
    let problems: Vec<_> = rows.iter().map(|row| row.problem).collect();
    assert_eq!(problems, [None, Some("documents.columns"), Some("documents.columns"), None]);
    assert!(rows.iter().all(|row| row.cells.len() == 2));
}

#[test]
fn rows_can_be_walked_twice() {
    let mut table = Table::from_bytes(LIST, &Limits::default()).unwrap();
    let first = table.rows().unwrap().count();
    assert_eq!((first, table.rows().unwrap().count()), (2, 2));
}
