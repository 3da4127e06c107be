//! What is exported may be imported again, here and elsewhere.

use db::Tx;
use documents::table::{Format, Limits, Table, Value, write};
use testkit::Store;

use super::{details, in_a_network, place, read, write as write_to};
use crate::{
    exporting::{HEADINGS, rows_after},
    features::{Feature, Features},
    import::{Options, Report, Unwatched, host_type::HostType, import_stations},
    station::{self, Change, Details, NewStation},
};

fn export(store: &Store, unit: Option<&str>) -> Vec<Vec<Value>> {
    let unit = unit.map(str::to_owned);
    read(&store.db, move |tx| {
        let tree = tx.cached::<org::Tree>()?;
        let unit = unit.map(|code| org::unit::by_code(&tree, &code)).transpose()?;
        Ok(rows_after(tx, unit, "")?.rows)
    })
}

fn import(store: &Store, file: &[u8]) -> Report {
    let mut table = Table::from_bytes(file, &Limits::default()).unwrap();
    import_stations(&store.db, &mut table, &Options::default(), &mut Unwatched).unwrap()
}

/// Stations with everything and with next to nothing.
fn register(tx: &mut Tx<'_>) -> kernel::Result<()> {
    let full = Details {
        host_code: Some("SZ-1".to_owned()),
        host_type: Some(HostType::SelfRun),
        place: place(114.054_321, 22.541_234),
        phone: Some("0755-83000001 / 13800138000".to_owned()),
        features: Features::of([Feature::StepFree, Feature::Parking]),
        grade: Some(4),
        ..details("=福华路厅+")
    };
    let bare = Details { hours: None, address: String::new(), ..details("岗厦厅") };
    let elsewhere = Details { division: "440305".to_owned(), ..details("南头厅") };
    for details in [full, bare, elsewhere] {
        let today = tx.today();
        let parent = station::unit_of(tx, details.county()?, today)?;
        let change = Change::begin(tx, None)?;
        let new = NewStation { details, services: 0b101, ..NewStation::default() };
        station::register(tx, change, parent, &new)?;
    }
    Ok(())
}

#[test]
fn an_export_is_imported_as_it_is() {
    in_a_network(|store| {
        write_to(&store.db, register);
        let rows = export(store, None);
        assert_eq!(rows.len(), 3);
        assert!(rows.iter().all(|row| row.len() == HEADINGS.len()));
        assert_eq!(rows[0][0], Value::from("440304-00016"));
        assert_eq!(rows[0][10], Value::from("A01、A03"));
        for format in [Format::Csv, Format::Xlsx] {
            let mut file = Vec::new();
            write(format, &mut file, &HEADINGS, rows.clone()).unwrap();
            let report = import(store, &file);
            // A name that begins like a formula is none that a list may bring.
            assert_eq!((report.rows, report.unchanged, report.rejected), (3, 2, 1), "{report:?}");
        }
        assert_eq!(export(store, None), rows);
    });
}

#[test]
fn an_export_of_a_unit_holds_what_is_below_it() {
    in_a_network(|store| {
        write_to(&store.db, register);
        assert_eq!(export(store, Some("440304")).len(), 2);
        assert_eq!(export(store, Some("440300")).len(), 3);
        let Value::Text(number) = &export(store, Some("440305"))[0][0] else { panic!("a number") };
        assert_eq!(export(store, Some(number)).len(), 1);
        assert_eq!(export(store, Some("110000")).len(), 0);
    });
}
