//! Whole rows.

use crate::import::headings::{Field, Mapping};
use crate::import::host_type::HostType;
use crate::import::location::Written;
use crate::import::row::{Context, RowReading, read_row};

const HEADINGS: &str =
    "code|host_code|name|省|市|区县|address|lng|lat|datum|phone|hours|services|host_type";

fn row(cells: &str) -> RowReading {
    let split = |line: &str| line.split('|').map(str::to_owned).collect::<Vec<_>>();
    let context = Context { within: Some("440300".to_owned()), ..Context::default() };
    read_row(&split(cells), &Mapping::guess(&split(HEADINGS)), &context)
}

fn codes(reading: &RowReading) -> Vec<(&'static str, &'static str)> {
    reading.doubts.iter().map(|doubt| (doubt.field.as_str(), doubt.code)).collect()
}

#[test]
fn a_clean_row_has_no_doubt() {
    let reading =
        row("440305-00121|SZ0012|石桥路爱心翼站|广东省|深圳市|南山区|石桥路 2 号。|113.95|22.55|\
         高德|0755-26001234|周一至周五 9:00-18:00|A01、A02 B01|自有厅");
    assert_eq!((codes(&reading), reading.rejected), (vec![], None));
    let fields = reading.fields;
    assert_eq!(fields.code.unwrap().as_str(), "440305-00121");
    assert_eq!(fields.host_code.as_deref(), Some("SZ0012"));
    assert_eq!(fields.name, "石桥路爱心翼站");
    assert_eq!(fields.division.names, ["广东省", "深圳市", "南山区"]);
    assert_eq!(fields.division.within.as_deref(), Some("440300"));
    assert_eq!(fields.address.as_deref(), Some("石桥路 2 号"));
    assert_eq!(fields.written, Written::Numbers(113.95, 22.55));
    assert_eq!(fields.datum, Some(geo::Datum::Gcj02));
    assert_eq!(fields.phones, ["0755-26001234"]);
    assert_eq!(fields.hours.unwrap().to_string(), "12345 09:00-18:00");
    assert_eq!(fields.services, ["A01", "A02", "B01"]);
    assert_eq!(fields.host_type, Some(HostType::SelfRun));
}

#[test]
fn what_is_missing_is_a_warning_and_a_name_a_must() {
    let reading = row("||石桥站||市-区|||0|0|||||");
    let missing = [
        ("address", "import.no-address"),
        ("lng", "import.location-zero"),
        ("phone", "import.no-phone"),
        ("hours", "import.no-hours"),
    ];
    assert_eq!((codes(&reading), reading.rejected), (missing.to_vec(), None));
    for (name, code) in [
        ("", "import.no-name"),
        ("-", "import.no-name"),
        ("（）", "import.no-name"),
        ("=HYPERLINK(\"x\")", "import.name-refused"),
    ] {
        assert_eq!(row(&format!("||{name}|||||||||||")).rejected, Some(code), "{name}");
    }
    let long = row(&format!("||{}|||||||||||", "长".repeat(101)));
    assert_eq!(long.rejected, Some("import.name-too-long"));
}

#[test]
fn doubts_carry_their_readings() {
    let reading =
        row("440305-00122||站|440305||||22.53|113.93||010-88|9:00-5:00|drinking water, wifi|公园");
    assert_eq!(
        codes(&reading),
        [
            ("code", "stations.number-check"),
            ("address", "import.no-address"),
            ("phone", "import.phone"),
            ("hours", "hours.half-day-clock"),
            ("host_type", "import.host-type"),
        ]
    );
    let values = |field: Field| -> Vec<String> {
        let doubts = reading.doubts.iter().filter(|doubt| doubt.field == field);
        doubts.flat_map(|doubt| &doubt.readings).map(|reading| reading.value.clone()).collect()
    };
    assert_eq!(reading.fields.written, Written::Numbers(22.53, 113.93));
    assert_eq!(values(Field::Hours), ["1234567 09:00-17:00", "1234567 09:00-05:00"]);
    assert_eq!(reading.fields.hours, None);
    assert_eq!(reading.fields.hours_text.as_deref(), Some("9:00-5:00"));
    assert_eq!(reading.fields.division.code.as_deref(), Some("440305"));
    assert_eq!(reading.fields.services, ["drinking water", "wifi"]);
}

#[test]
fn cells_that_name_two_divisions_are_two_names() {
    let reading = row("||站|山东省|青岛市-市北区||||||||");
    assert_eq!(reading.fields.division.names, ["山东省", "青岛市", "市北区"]);
}

#[test]
fn formulas_and_floods_in_other_cells_leave_the_row() {
    let flood = "9".repeat(3_000);
    let reading = row(&format!("||站||||=1+1|113.93|22.53||{flood}|{flood}||"));
    assert_eq!(reading.rejected, None);
    assert!(codes(&reading).contains(&("address", "import.formula")));
    assert!(codes(&reading).contains(&("phone", "import.too-long")));
    assert!(codes(&reading).contains(&("hours", "import.too-long")));
}

#[test]
fn a_short_row_is_read_as_far_as_it_goes() {
    let reading = row("||站");
    assert_eq!((reading.fields.name.as_str(), reading.rejected), ("站", None));
}
