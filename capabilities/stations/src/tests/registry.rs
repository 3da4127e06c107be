//! Registering and changing stations, and the directory that follows.

use db::Day;
use geo::Position;
use org::Tree;

use super::*;
use crate::{directory::Directory, life::Status};

#[test]
fn a_registered_station_has_a_number_a_leaf_and_takes_records_of_the_past() {
    in_a_network(|store| {
        let first = register(&store.db, details("福华路厅"));
        let second = register(&store.db, details("会展厅"));
        assert_eq!(first.number, "440304-00016");
        assert!(crate::StationNumber::parse(&second.number).is_ok());
        assert_ne!(first.number, second.number);
        let number = first.number.clone();
        read(&store.db, move |tx| {
            let (tree, directory) = (tx.cached::<Tree>()?, tx.cached::<Directory>()?);
            let entry = directory.by_number(&number).unwrap();
            assert_eq!(tree.code(tree.parent(entry.unit, tx.today()).unwrap()), "440304");
            let past: Day = "2020-02-29".parse().unwrap();
            assert!(entry.takes_records_on(past) && entry.status(past) == Status::Active);
            assert_eq!(directory.by_unit(entry.unit).unwrap().name, entry.name);
            assert_eq!(entry.services, 0b11);
            Ok(())
        });
    });
}

#[test]
fn a_city_without_counties_gives_numbers_of_its_own() {
    in_a_network(|store| {
        let town = Details { division: "441900003".to_owned(), ..details("东城厅") };
        assert!(register(&store.db, town).number.starts_with("441900-"));
    });
}

#[test]
fn the_directory_follows_each_change_and_only_what_changed() {
    in_a_network(|store| {
        let mut known = Vec::new();
        for (n, name) in ["甲厅", "乙厅", "丙厅"].into_iter().enumerate() {
            let place = place(114.05 + n as f64 / 100.0, 22.54);
            known.push(register(&store.db, Details { place, ..details(name) }));
        }
        let here = Position::new(114.05, 22.54).unwrap();
        let nearest = |db: &Db| {
            read(db, move |tx| {
                let directory = tx.cached::<Directory>()?;
                let found = directory.nearest(here, 10, None, 0b1, |_| true);
                Ok(found.iter().map(|(entry, _)| entry.name.to_string()).collect::<Vec<_>>())
            })
        };
        assert_eq!(nearest(&store.db), ["甲厅", "乙厅", "丙厅"]);
        // The first one moves to the far end, on another handle to the same store.
        let beside = store.beside();
        let mut moved = known[0].clone();
        moved.details.place = place(114.2, 22.54);
        moved.details.name = "甲新厅".to_owned();
        write(&beside, move |tx| {
            let change = Change::begin(tx, None)?;
            station::update(tx, change, &moved)
        });
        assert_eq!(nearest(&store.db), ["乙厅", "丙厅", "甲新厅"]);
        let numbers: Vec<String> = known.iter().map(|station| station.number.clone()).collect();
        read(&store.db, move |tx| {
            let directory = tx.cached::<Directory>()?;
            let listed: Vec<&str> = directory.entries_after("").map(|e| &*e.number).collect();
            assert_eq!(listed, numbers);
            let rest: Vec<&str> =
                directory.entries_after(&numbers[1]).map(|e| &*e.number).collect();
            assert_eq!(rest, numbers[2..]);
            let tree = tx.cached::<Tree>()?;
            assert_eq!(tree.name(directory.by_number(&numbers[0]).unwrap().unit), "甲新厅");
            Ok(())
        });
    });
}

#[test]
fn a_stale_version_and_a_taken_shop_code_are_refused() {
    in_a_network(|store| {
        let host = |code: &str| Some(code.to_owned());
        let first = register(&store.db, Details { host_code: host("SZ-1"), ..details("甲厅") });
        let second = register(&store.db, Details { host_code: host("SZ-2"), ..details("乙厅") });
        let change = |mut station: Station, version, code: &str| {
            station.version = version;
            station.details.host_code = host(code);
            store.db.write_blocking(move |tx| {
                let change = Change::begin(tx, None)?;
                station::update(tx, change, &station)
            })
        };
        assert_eq!(change(first.clone(), 1, "SZ-3").unwrap(), 2);
        assert_eq!(change(first, 1, "SZ-4").unwrap_err().http_status(), 412);
        let taken = change(second, 1, "SZ-3").unwrap_err();
        let kernel::Error::Refused { status: 422, fields, .. } = taken else { panic!("{taken:?}") };
        assert_eq!(fields[0].code, "stations.host-code-taken");
    });
}

#[test]
fn services_that_stay_keep_their_day() {
    in_a_network(|store| {
        let station = register(&store.db, details("甲厅"));
        store.clock.advance(86_400);
        let unit = station.unit;
        write(&store.db, move |tx| {
            let change = Change::begin(tx, None)?;
            station::set_services(tx, change, unit, 0b110)
        });
        read(&store.db, move |tx| {
            let today = tx.today();
            let services = crate::store::life::services(tx, unit)?;
            let told: Vec<(&str, bool)> =
                services.iter().map(|row| (row.service.as_str(), row.since == today)).collect();
            assert_eq!(told, [("A02", false), ("A03", true)]);
            assert_eq!(tx.cached::<Directory>()?.by_unit(unit).unwrap().services, 0b110);
            Ok(())
        });
    });
}

#[test]
fn details_are_checked_field_by_field() {
    let long = Details {
        name: " ".to_owned(),
        address: "路".repeat(301),
        division: "440300".to_owned(),
        grade: Some(6),
        ..Details::default()
    };
    let kernel::Error::Refused { fields, .. } = long.check().unwrap_err() else { panic!() };
    let told: Vec<(&str, &str)> =
        fields.iter().map(|error| (error.field.as_str(), error.code)).collect();
    assert_eq!(
        told,
        [
            ("name", "stations.name-missing"),
            ("address", "stations.too-long"),
            ("division", "stations.division"),
            ("grade", "stations.grade")
        ]
    );
    assert!(details("福华路厅").check().is_ok());
}
