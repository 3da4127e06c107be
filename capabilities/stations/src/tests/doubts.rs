//! What real lists hold beside clean rows: coordinates of every kind, two stations at one door,
//! totals and notes, dates and grades as people type them.

use super::{
    import::{import, outcomes},
    in_a_network, read,
};
use crate::{
    directory::Directory,
    import::{Choices, Done, Options},
};

fn codes(done: &Done) -> Vec<&'static str> {
    done.row.warnings.iter().map(|warning| warning.code).collect()
}

/// The values of the readings of a warning.
fn readings(done: &Done, code: &str) -> Vec<String> {
    let warnings = done.row.warnings.iter().filter(|warning| warning.code == code);
    warnings.flat_map(|warning| &warning.readings).map(|one| one.value.clone()).collect()
}

const HEADINGS: &str = "站名,区县,地址,电话,营业时间,经度,纬度";

fn rows(coordinates: &[&str]) -> String {
    let row = |(n, coordinates): (usize, &&str)| {
        let name = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"][n];
        format!("{name}{name}厅,福田区,{name}路1号,0755-83000001,8:30-18:00,{coordinates}\n")
    };
    let rows: String = coordinates.iter().enumerate().map(row).collect();
    format!("{HEADINGS}\n{rows}")
}

#[test]
fn coordinates_are_told_apart_by_their_division_and_never_guessed_in_silence() {
    in_a_network(|store| {
        let list = rows(&[
            "114.05,22.54",
            "22.54,114.05",
            "12695987.9,2576483.4",
            "2493597.7,38505143.3",
            "116.4,39.9",
            "126.98,37.57",
            "39.9,116.4",
        ]);
        let (report, done) = import(store, &list, &Options::default());
        assert_eq!((report.created, report.warnings), (7, 6));
        let told: Vec<Vec<&str>> = done.iter().map(codes).collect();
        assert_eq!(
            told,
            [
                vec![],
                vec!["import.location-swapped"],
                vec!["import.location-metres"],
                vec!["import.location-metres"],
                vec!["import.location-far"],
                vec!["import.location-outside"],
                vec!["import.location-swapped"],
            ]
        );
        assert_eq!(readings(&done[1], "import.location-swapped"), ["swapped", "none"]);
        assert_eq!(readings(&done[4], "import.location-far"), ["degrees", "none"]);
        assert_eq!(readings(&done[6], "import.location-swapped"), ["none", "swapped"]);
        let numbers: Vec<String> = done.iter().filter_map(|done| done.number.clone()).collect();
        read(&store.db, move |tx| {
            let directory = tx.cached::<Directory>()?;
            let place = |n: usize| directory.by_number(&numbers[n]).unwrap().position;
            for n in 1..4 {
                let away = place(0).zip(place(n)).map(|(a, b)| a.distance_m(b));
                assert!(away.is_some_and(|metres| metres < 1.0), "{n} {away:?}");
            }
            assert!(place(4).is_some() && place(5).is_none() && place(6).is_none());
            Ok(())
        });
    });
}

#[test]
fn one_choice_reads_the_coordinates_of_a_whole_list() {
    in_a_network(|store| {
        let list = rows(&["22.54,114.05", "22.55,114.06"]);
        let chosen = [
            ("import.location-swapped".to_owned(), "swapped".to_owned()),
            ("datum".to_owned(), "gcj02".to_owned()),
        ];
        let choices = Choices { places: chosen.into(), ..Choices::default() };
        let (report, done) = import(store, &list, &Options { choices, ..Options::default() });
        assert_eq!((report.created, report.warnings), (2, 0));
        let place = done[0].row.draft.location.unwrap();
        assert_eq!((place.lng, place.datum.as_str()), (114.05, "gcj02"));
        assert!((place.position.lng() - 114.05).abs() > 0.002);
    });
}

#[test]
fn a_heading_or_a_known_station_tells_the_datum() {
    in_a_network(|store| {
        let list = "门店编码,站名,区县,地址,经度(百度),纬度(百度)\nA-1,甲甲厅,福田区,甲路1号,114.05,22.54\n";
        let (_, done) = import(store, list, &Options::default());
        assert_eq!(done[0].row.draft.location.unwrap().datum.as_str(), "bd09");
        let number = done[0].number.clone().unwrap();
        let before = read(&store.db, {
            let number = number.clone();
            move |tx| Ok(tx.cached::<Directory>()?.by_number(&number).unwrap().position)
        });
        // The same station with the same numbers, and nobody says the datum.
        let bare = "门店编码,站名,区县,地址,经度,纬度\nA-1,甲甲厅,福田区,甲路1号,114.05,22.54\n";
        let (_, done) = import(store, bare, &Options::default());
        assert_eq!(outcomes(&done), ["unchanged"]);
        assert_eq!(readings(&done[0], "import.location-datum"), ["bd09", "wgs84"]);
        let after = read(&store.db, move |tx| {
            Ok(tx.cached::<Directory>()?.by_number(&number).unwrap().position)
        });
        assert_eq!(before, after);
    });
}

#[test]
fn names_alike_at_one_door_are_named_with_both() {
    in_a_network(|store| {
        let list = "站名,区县,地址,经度,纬度\n\
                    中国电信福华路营业厅爱心翼站,福田区,福华路1号,114.05,22.54\n\
                    福华路厅,福田区,福华路一号,114.0501,22.54\n\
                    会展厅,福田区,福华路3号,114.0501,22.54\n";
        let dry = Options { dry_run: true, ..Options::default() };
        for options in [&dry, &Options::default()] {
            let (report, done) = import(store, list, options);
            assert_eq!(report.created, 3, "nothing is joined");
            assert_eq!(readings(&done[1], "import.alike"), ["line:2"]);
            assert!(!codes(&done[0]).contains(&"import.alike"));
            assert!(!codes(&done[2]).contains(&"import.alike"));
        }
        let later = "站名,区县,地址,经度,纬度\n福华路电信厅,福田区,福华路甲1号,114.05,22.54\n";
        let (_, done) = import(store, later, &Options::default());
        assert!(readings(&done[0], "import.alike")[0].starts_with("440304-"));
        let (_, done) = import(store, list, &Options::default());
        assert_eq!(outcomes(&done), ["unchanged"; 3]);
    });
}

#[test]
fn rows_that_are_no_stations_are_rejected_by_name_and_as_above_is_filled() {
    in_a_network(|store| {
        let list = "序号,区县,站名,地址,电话\n\
                    一、城区,,,,\n\
                    1,福田区,甲甲厅,甲路1号,0755-83000001\n\
                    2,同上,乙乙厅,乙路1号,〃\n\
                    小计,,2,,\n\
                    序号,区县,站名,地址,电话\n\
                    3,南山区,丙丙厅,丙路1号,0755-83000003\n\
                    合计：,,3 家,,\n\
                    注：以上为自有厅,,,,\n";
        let (report, done) = import(store, list, &Options::default());
        assert_eq!((report.rows, report.created, report.rejected), (8, 3, 5));
        let rejected: Vec<&str> = done
            .iter()
            .filter_map(|done| match done.outcome {
                crate::import::Outcome::Rejected(code) => Some(code),
                _ => None,
            })
            .collect();
        assert_eq!(
            rejected,
            [
                "import.section-row",
                "import.total-row",
                "import.heading-row",
                "import.total-row",
                "import.note-row"
            ]
        );
        assert_eq!(done[2].row.draft.phones, ["0755-83000001"]);
        assert!(done[2].number.as_ref().unwrap().starts_with("440304-"));
    });
}

#[test]
fn grades_and_first_days_are_cleaned_and_kept_as_they_were_typed() {
    in_a_network(|store| {
        let list = "站号,站名,区县,地址,星级,启用日期\n\
                    ,甲甲厅,福田区,甲路1号,★★★★☆,2026年5月1日\n\
                    ,乙乙厅,福田区,乙路1号,五星级,2026年5月\n\
                    ,丙丙厅,福田区,丙路1号,优秀,45000\n";
        let (_, done) = import(store, list, &Options::default());
        let grades: Vec<Option<u8>> = done.iter().map(|done| done.row.draft.grade).collect();
        assert_eq!(grades, [Some(4), Some(5), None]);
        assert!(codes(&done[2]).contains(&"import.grade"));
        assert_eq!(readings(&done[1], "import.date-month"), ["2026-05-01"]);
        let numbers: Vec<String> = done.iter().filter_map(|done| done.number.clone()).collect();
        read(&store.db, move |tx| {
            let directory = tx.cached::<Directory>()?;
            let first = directory.by_number(&numbers[0]).unwrap();
            let opened: db::Day = "2026-05-01".parse().unwrap();
            assert_eq!(first.grade, Some(4));
            assert!(first.takes_records_on(opened) && !first.takes_records_on(opened.plus(-1)));
            Ok(())
        });
        let (again, _) = import(store, list, &Options::default());
        assert_eq!((again.unchanged, again.updated), (3, 0));
        let days = [("2026年5月".to_owned(), "2026-05-01".to_owned())];
        let choices = Choices { days: days.into(), ..Choices::default() };
        let dry = Options { choices, dry_run: true, ..Options::default() };
        let (_, done) = import(store, list, &dry);
        assert_eq!(done[1].row.draft.opened, Some("2026-05-01".parse().unwrap()));
    });
}
