//! The lists of the shared data are imported to their last row, and a second run changes nothing
//! (`make test-shared`). Without `YIZHAN_SHARED`, the folder that holds them, the test says so and
//! ends.

use std::path::{Path, PathBuf};

use documents::table::{Limits, Table};
use testkit::Store;

use super::in_a_network;
use crate::import::{Options, Report, Unwatched, import_stations};

fn import(store: &Store, path: &Path, options: &Options) -> Report {
    let mut table = Table::open(path, &Limits::default()).unwrap();
    import_stations(&store.db, &mut table, options, &mut Unwatched).unwrap()
}

#[test]
fn every_list_goes_through_and_a_second_run_changes_nothing() {
    let Some(shared) = std::env::var_os("YIZHAN_SHARED") else {
        eprintln!("YIZHAN_SHARED is not set: nothing to read");
        return;
    };
    let folder = PathBuf::from(shared).join("data").join("real");
    in_a_network(|store| {
        for (file, rows, within) in [
            ("fever_clinics.csv", 4_067, None),
            ("fever_clinics_jiangsu.gb18030.csv", 537, None),
            ("reception_hotels_2020.csv", 235, None),
            ("beijing_places.csv", 9_000, Some("110000")),
        ] {
            let within = within.map(str::to_owned);
            let options = Options { within, ..Options::default() };
            let path = folder.join(file);
            let dry = Options { dry_run: true, ..options.clone() };
            let foreseen = import(store, &path, &dry);
            let first = import(store, &path, &options);
            println!("{file}: {first:?}");
            assert!(first.rows >= rows || file == "beijing_places.csv", "{file}: {first:?}");
            assert_eq!(Report { dry_run: false, ..foreseen }, first, "{file}");
            let second = import(store, &path, &options);
            println!("{file} again: {second:?}");
            assert_eq!((second.created, second.updated), (0, 0), "{file}");
            assert_eq!(second.rejected, first.rejected, "{file}");
            assert_eq!(second.duplicates, first.duplicates, "{file}");
        }
    });
}
