//! Every list of the shared data is read to its last row (`make test-shared`).
//!
//! The data are no part of the product: without `YIZHAN_SHARED`, the folder that holds them, the
//! test says so and ends.

use std::collections::BTreeMap;
use std::path::PathBuf;

use documents::table::{Encoding, Limits, Stored, Table};
use stations::hours::{Reading, parse};
use stations::import::headings::{Field, Mapping};
use stations::import::row::{Context, RowReading, read_row};

/// The folder `data/real`.
fn real() -> Option<PathBuf> {
    let Some(shared) = std::env::var_os("YIZHAN_SHARED") else {
        eprintln!("YIZHAN_SHARED is not set: nothing to read");
        return None;
    };
    Some(PathBuf::from(shared).join("data").join("real"))
}

/// A row, and what is wrong with it as a row.
type Row = (RowReading, Option<&'static str>);

/// Reads a whole list: how it is stored, and its rows.
fn read(file: &str) -> Option<(Stored, Vec<Row>)> {
    let path = real()?.join(file);
    let mut table = Table::open(&path, &Limits::default()).expect("the list opens");
    let mapping = Mapping::guess(&table.headings);
    assert!(mapping.has(Field::Name), "{file}: {:?}", table.headings);
    let context = Context::default();
    let rows = table.rows().expect("the list has rows").map(|row| {
        let row = row.expect("the list reads on");
        (read_row(&row.cells, &mapping, &context), row.problem)
    });
    let rows = rows.collect();
    Some((table.stored.clone(), rows))
}

/// How often each doubt and rejection comes up.
fn counts(rows: &[Row]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for (row, problem) in rows {
        let codes = row.doubts.iter().map(|doubt| doubt.code).chain(row.rejected).chain(*problem);
        for code in codes {
            *counts.entry(code).or_default() += 1;
        }
    }
    counts
}

fn text(encoding: Encoding) -> Stored {
    Stored::Text { encoding, delimiter: ',' }
}

#[test]
fn fever_clinics() {
    let Some((stored, rows)) = read("fever_clinics.csv") else { return };
    assert_eq!((stored, rows.len()), (text(Encoding::Utf8), 4_067));
    let counts = counts(&rows);
    println!("{counts:?}");
    assert!(rows.iter().all(|(row, problem)| problem.is_none() && row.rejected.is_none()));
    assert!(rows.iter().all(|(row, _)| row.fields.division.names.len() >= 2));
    assert_eq!(counts["import.no-location"], 4_067);
}

#[test]
fn the_same_clinics_in_gb18030() {
    let Some((stored, rows)) = read("fever_clinics_jiangsu.gb18030.csv") else { return };
    assert_eq!((stored, rows.len()), (text(Encoding::Gb18030), 537));
    let Some((_, all)) = read("fever_clinics.csv") else { return };
    let jiangsu = all.into_iter().filter(|(row, _)| row.fields.division.names[0] == "江苏省");
    assert_eq!(jiangsu.collect::<Vec<_>>(), rows);
}

#[test]
fn reception_points() {
    let Some((_, rows)) = read("reception_hotels_2020.csv") else { return };
    assert_eq!(rows.len(), 235);
    let counts = counts(&rows);
    println!("{counts:?}");
    assert_eq!(counts["import.location-zero"], 235);
    // Names that are a lone dash.
    let path = real().map(|real| real.join("reception_hotels_2020.csv")).unwrap();
    let dashes = std::fs::read_to_string(path).unwrap().matches(",-,").count();
    assert!(counts["import.no-name"] > 0 && counts["import.no-name"] < dashes);
    assert!(rows.iter().all(|(row, _)| row.fields.address.as_deref() != Some("-")));
}

#[test]
fn places_of_beijing() {
    let Some((_, rows)) = read("beijing_places.csv") else { return };
    assert_eq!(rows.len(), 1_274);
    println!("{:?}", counts(&rows));
    assert!(rows.iter().all(|(row, problem)| problem.is_none() && row.rejected.is_none()));
    let certain = rows.iter().filter(|(row, _)| row.fields.hours.is_some()).count();
    assert!(certain >= 600, "{certain}");
}

#[test]
fn opening_hours() {
    let Some(real) = real() else { return };
    let lines = std::fs::read_to_string(real.join("opening_hours.txt")).unwrap();
    let (mut certain, mut doubtful, mut unknown) = (0, 0, 0);
    for line in lines.lines() {
        match parse(line) {
            Reading::Certain(hours) => {
                assert!(!hours.is_empty(), "{line}");
                certain += 1;
            }
            Reading::Doubtful { readings, doubts } => {
                assert!(!readings.is_empty() && !doubts.is_empty(), "{line}");
                doubtful += 1;
            }
            Reading::Unknown(_) => unknown += 1,
        }
    }
    println!("certain {certain}, doubtful {doubtful}, unknown {unknown}");
    assert_eq!(certain + doubtful + unknown, 658);
    assert!(certain >= 384 && unknown <= 44, "{certain} {unknown}");
}
