//! Tables of any bytes: text, zips, and the parts inside of a workbook, each mutated from sound
//! ones. Some hundred cases with `make test`, as many as one likes with `make fuzz`.

use std::io::{Cursor, Read, Write};

use proptest::{prelude::*, sample::Index};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::table::{Format, Limits, Table, Value, write};

/// What is done to one place.
#[derive(Clone, Debug)]
enum Edit {
    Put(u8),
    Insert(Vec<u8>),
    Cut(usize),
    Again(usize),
}

fn edits() -> impl Strategy<Value = Vec<(Index, Edit)>> {
    let edit = prop_oneof![
        any::<u8>().prop_map(Edit::Put),
        prop_oneof![
            prop::collection::vec(any::<u8>(), 1..6),
            Just(b"\"".to_vec()),
            Just(b"<row r=\"1048577\" hidden=\"1\">".to_vec()),
            Just(b"<mergeCell ref=\"A1:XFD1048576\"/>".to_vec()),
            Just(b"&#x110000;".to_vec()),
            Just(b"-1".to_vec()),
            Just(b"99999999999999999999".to_vec()),
        ]
        .prop_map(Edit::Insert),
        (1_usize..40).prop_map(Edit::Cut),
        (1_usize..40).prop_map(Edit::Again),
    ];
    prop::collection::vec((any::<Index>(), edit), 1..8)
}

fn mutated(mut bytes: Vec<u8>, edits: &[(Index, Edit)]) -> Vec<u8> {
    for (place, edit) in edits {
        let at = place.index(bytes.len() + 1);
        let end = |count: usize| (at + count).min(bytes.len());
        match edit {
            Edit::Put(byte) => {
                if let Some(known) = bytes.get_mut(at) {
                    *known = *byte;
                }
            }
            Edit::Insert(more) => drop(bytes.splice(at..at, more.iter().copied())),
            Edit::Cut(count) => drop(bytes.drain(at..end(*count))),
            Edit::Again(count) => {
                let part = bytes[at..end(*count)].to_vec();
                drop(bytes.splice(at..at, part));
            }
        }
    }
    bytes
}

/// Small bounds, so that a case takes no time whatever it asks for.
fn limits() -> Limits {
    let kib = 1024;
    Limits {
        bytes: 256 * kib,
        inflated: 1024 * kib,
        shared_strings: 256 * kib,
        columns: 64,
        rows: 1_000,
        cell: 4_096,
        row: 64 * 1024,
        ..Limits::default()
    }
}

/// Reads to the end or the first refusal; every row fits the headings.
fn read(bytes: Vec<u8>) {
    let Ok(mut table) = Table::from_bytes(bytes, &limits()) else { return };
    let (width, _) = (table.headings.len(), table.other_sheets().len());
    let Ok(rows) = table.rows() else { return };
    let mut last = 0;
    for row in rows.map_while(Result::ok) {
        assert_eq!(row.cells.len(), width);
        assert!(row.line > last, "{} {last}", row.line);
        last = row.line;
    }
}

fn rows() -> Vec<Vec<Value>> {
    let row = |name: &str| vec![name.into(), Value::from(114.05), "\"福田\", \n区".into()];
    ["甲厅", "=1+1", "", "丙厅"].map(row).to_vec()
}

fn written(format: Format) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(format, &mut bytes, &["站名", "经度", "区县"], rows()).unwrap();
    bytes
}

/// A workbook with one of its parts mutated.
fn workbook(part: Index, edits: &[(Index, Edit)]) -> Vec<u8> {
    let mut sound = ZipArchive::new(Cursor::new(written(Format::Xlsx))).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let chosen = part.index(sound.len());
    for index in 0..sound.len() {
        let mut file = sound.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let bytes = if index == chosen { mutated(bytes, edits) } else { bytes };
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        read(bytes);
    }

    #[test]
    fn text(edits in edits(), encoding in 0_u8..4) {
        let csv = written(Format::Csv);
        let text = String::from_utf8(csv.clone()).unwrap();
        let bytes = match encoding {
            0 => csv,
            1 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            2 => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            _ => encoding_rs::GB18030.encode(text.trim_start_matches('\u{FEFF}')).0.into_owned(),
        };
        read(mutated(bytes, &edits));
    }

    #[test]
    fn zips(edits in edits()) {
        read(mutated(written(Format::Xlsx), &edits));
    }

    #[test]
    fn parts_of_workbooks(part in any::<Index>(), edits in edits()) {
        read(workbook(part, &edits));
    }
}
