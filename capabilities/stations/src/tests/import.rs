//! Lists go through to their last row, and a second run changes nothing.

use documents::table::{Limits, Table};
use testkit::Store;

use super::{in_a_network, read, write};
use crate::{
    directory::Directory,
    import::{
        Choices, Done, ImportError, Options, Outcome, Report, Unwatched, Watch, headings::Field,
        import_stations, rejects::Rejects,
    },
};

/// Imports a CSV and returns what became of each row.
pub fn import(store: &Store, csv: &str, options: &Options) -> (Report, Vec<Done>) {
    #[derive(Default)]
    struct All(Vec<Done>);
    impl Watch for All {
        fn row(&mut self, done: &Done) -> kernel::Result<()> {
            self.0.push(done.clone());
            Ok(())
        }
        fn step(&mut self, _: u64, _: std::time::Duration) -> bool {
            true
        }
    }
    let mut table = Table::from_bytes(csv.as_bytes(), &Limits::default()).unwrap();
    let mut all = All::default();
    let report = import_stations(&store.db, &mut table, options, &mut all).unwrap();
    let sum = report.created + report.updated + report.unchanged + report.duplicates;
    assert_eq!(sum + report.rejected, report.rows);
    (report, all.0)
}

pub fn outcomes(done: &[Done]) -> Vec<&'static str> {
    done.iter().map(|done| done.outcome.as_str()).collect()
}

const LIST: &str = "\
站号,门店编码,站名,省,市,区县,地址,经度,纬度,电话,营业时间,服务项目,厅店类型
,SZ-1,福华路厅,广东省,深圳市,福田区,福华路1号,114.05,22.54,0755-83000001,8:30-18:00,饮水供给、A03,自有厅
,,会展厅,广东省,深圳市,福田区,福华三路 2 号,114.06,22.53,0755-83000002,9:00-17:00,,
,,,广东省,深圳市,福田区,福华路3号,,,,,,
,,无名地厅,阿斯加德省,,,彩虹桥 1 号,,,,,,
";

#[test]
fn a_list_goes_through_and_a_second_run_changes_nothing() {
    in_a_network(|store| {
        let dry = Options { dry_run: true, ..Options::default() };
        let (foreseen, _) = import(store, LIST, &dry);
        let empty = read(&store.db, |tx| Ok(tx.cached::<Directory>()?.is_empty()));
        assert!(empty, "a dry run writes nothing");
        let (first, done) = import(store, LIST, &Options::default());
        assert_eq!(outcomes(&done), ["created", "created", "rejected", "rejected"]);
        assert_eq!(Report { dry_run: false, ..foreseen }, first);
        assert_eq!((first.rows, first.created, first.rejected), (4, 2, 2));
        assert_eq!(done[2].outcome, Outcome::Rejected("import.no-name"));
        assert_eq!(first.headings.len(), 13);
        let (again, done) = import(store, LIST, &Options::default());
        assert_eq!(outcomes(&done), ["unchanged", "unchanged", "rejected", "rejected"]);
        assert_eq!((again.created, again.updated), (0, 0));
        let number = done[0].number.clone().unwrap();
        read(&store.db, move |tx| {
            let directory = tx.cached::<Directory>()?;
            assert_eq!(directory.len(), 2);
            let entry = directory.by_number(&number).unwrap();
            assert_eq!((&*entry.name, &*entry.division), ("福华路厅", "440304"));
            assert_eq!(entry.services, 0b110);
            assert_eq!(entry.version, 1, "the second run has not touched it");
            assert!(entry.hours().is_some() && entry.position.is_some());
            Ok(())
        });
    });
}

#[test]
fn known_by_number_or_shop_code_is_updated_and_by_name_and_address_alone_is_not() {
    in_a_network(|store| {
        let (_, done) = import(store, LIST, &Options::default());
        let number = done[0].number.clone().unwrap();
        let heading = "站号,门店编码,站名,区县,地址,电话\n";
        // By number, by shop code, by place with the same details, by place with others.
        let list = format!(
            "{heading}{number},SZ-1,福华路新厅,440304,福华路1号,0755-83000001\n\
             ,SZ-1,福华路新厅,440304,福华路1号,0755-83009999\n\
             ,,会展厅,440304,福华三路2号,0755-83000002\n\
             ,,会 展 厅,440304,福华三路 2 号。,0755-83008888\n"
        );
        let (report, done) = import(store, &list, &Options::default());
        assert_eq!(outcomes(&done), ["updated", "updated", "unchanged", "duplicate"]);
        assert_eq!((report.updated, report.duplicates), (2, 1));
        read(&store.db, move |tx| {
            let directory = tx.cached::<Directory>()?;
            let entry = directory.by_number(&number).unwrap();
            assert_eq!(&*entry.name, "福华路新厅");
            assert_eq!(entry.phone.as_deref(), Some("0755-83009999"));
            // What the list does not say stays.
            assert!(entry.hours().is_some() && entry.services == 0b110);
            let other = directory.entries().find(|entry| &*entry.name == "会展厅").unwrap();
            assert_eq!(other.phone.as_deref(), Some("0755-83000002"));
            Ok(())
        });
    });
}

#[test]
fn rows_of_one_list_know_of_each_other_in_a_dry_run_too() {
    in_a_network(|store| {
        let list = "门店编码,站名,区县,地址,电话\n\
                    A-1,甲厅,440304,甲路1号,0755-83000001\n\
                    A-1,甲厅,440304,甲路1号,0755-83000002\n\
                    ,乙厅,440304,乙路1号,0755-83000003\n\
                    ,乙厅,440304,乙路1号,0755-83000003\n\
                    ,乙厅,440304,乙路1号,0755-83000004\n";
        let expected = ["created", "updated", "created", "unchanged", "duplicate"];
        let dry = Options { dry_run: true, ..Options::default() };
        assert_eq!(outcomes(&import(store, list, &dry).1), expected);
        assert_eq!(outcomes(&import(store, list, &Options::default()).1), expected);
    });
}

#[test]
fn a_doubt_is_a_warning_with_its_readings_and_a_choice_settles_it() {
    in_a_network(|store| {
        let list = "站名,区县,地址,营业时间\n甲厅,鼓楼区,中山路1号,夏季8:00-18:00 冬季9:00-17:00\n";
        let (report, done) = import(store, list, &Options { dry_run: true, ..Options::default() });
        assert!(report.warnings >= 2, "{report:?}");
        let of = |field: &str| {
            let warnings = done[0].row.warnings.iter();
            warnings.clone().find(|w| w.field == field && !w.readings.is_empty()).unwrap().clone()
        };
        let (hours, division) = (of("hours"), of("division"));
        assert!(hours.readings.len() >= 2 && division.readings.len() >= 4, "{division:?}");
        let choices = Choices {
            hours: [(hours.key.clone(), hours.readings[1].value.clone())].into(),
            divisions: [(division.key.clone(), "320106".to_owned())].into(),
            ..Choices::default()
        };
        let (_, done) = import(store, list, &Options { choices, ..Options::default() });
        assert_eq!(outcomes(&done), ["created"]);
        assert!(done[0].row.warnings.iter().all(|w| w.readings.is_empty()));
        assert!(done[0].number.as_ref().unwrap().starts_with("320106-"));
        read(&store.db, |tx| {
            let directory = tx.cached::<Directory>()?;
            let hours = directory.entries().next().unwrap().hours().cloned().unwrap();
            assert_eq!(hours.to_string(), "1234567 09:00-17:00");
            Ok(())
        });
        // The same list without the choice takes nothing back.
        let within = Some("320106".to_owned());
        let (_, done) = import(store, list, &Options { within, ..Options::default() });
        assert_eq!(outcomes(&done), ["unchanged"]);
    });
}

#[test]
fn rows_outside_of_the_callers_units_are_rejected() {
    in_a_network(|store| {
        let scope = write(&store.db, |tx| {
            let tree = tx.cached::<org::Tree>()?;
            Ok(vec![org::unit::by_code(&tree, "440300")?])
        });
        let options = Options { scope: Some(scope), by: Some(7), ..Options::default() };
        let list = "站名,区县,地址\n甲厅,440304,甲路1号\n乙厅,440106,乙路1号\n";
        let (_, done) = import(store, list, &options);
        assert_eq!(outcomes(&done), ["created", "rejected"]);
        assert_eq!(done[1].outcome, Outcome::Rejected("import.out-of-scope"));
        // Also when the station is known there already.
        let everywhere = Options::default();
        assert_eq!(outcomes(&import(store, list, &everywhere).1), ["unchanged", "created"]);
        assert_eq!(outcomes(&import(store, list, &options).1), ["unchanged", "rejected"]);
    });
}

#[test]
fn a_number_of_ones_own_is_kept_when_it_belongs_to_the_county() {
    in_a_network(|store| {
        let list = "站号,站名,区县,地址\n\
                    440304-00016,甲厅,440304,甲路1号\n\
                    440305-00121,乙厅,440304,乙路1号\n\
                    440304-00017,丙厅,440304,丙路1号\n";
        let (_, done) = import(store, list, &Options::default());
        let numbers: Vec<&str> = done.iter().filter_map(|done| done.number.as_deref()).collect();
        // The first serial is taken, so the others get those after it.
        assert_eq!(numbers[0], "440304-00016");
        assert!(numbers[1..].iter().all(|number| number.starts_with("440304-000")), "{numbers:?}");
        let codes = |done: &Done| done.row.warnings.iter().map(|w| w.code).collect::<Vec<_>>();
        assert!(codes(&done[1]).contains(&"import.number-elsewhere"));
        assert!(codes(&done[2]).contains(&"stations.number-check"));
        assert_eq!(outcomes(&import(store, list, &Options::default()).1), ["unchanged"; 3]);
    });
}

#[test]
fn a_list_without_names_rejects_every_row_and_headings_are_mapped_by_hand() {
    in_a_network(|store| {
        let list = "甲,乙\n福华路厅,440304\n会展厅,440304\n";
        let (report, done) = import(store, list, &Options::default());
        assert_eq!((report.rows, report.rejected), (2, 2));
        assert_eq!(done[0].outcome, Outcome::Rejected("import.no-name-column"));
        let map = vec![(Field::Name, "甲".to_owned()), (Field::Division, "乙".to_owned())];
        let (report, _) = import(store, list, &Options { map, ..Options::default() });
        assert_eq!(report.created, 2);
        let map = vec![(Field::Name, "丙".to_owned())];
        let mut table = Table::from_bytes(list.as_bytes(), &Limits::default()).unwrap();
        let options = Options { map, ..Options::default() };
        let refused = import_stations(&store.db, &mut table, &options, &mut Unwatched);
        assert!(matches!(refused, Err(ImportError::Map(_))));
    });
}

#[test]
fn rejected_rows_make_a_list_that_can_be_mended() {
    in_a_network(|store| {
        let (_, done) = import(store, LIST, &Options::default());
        let headings: Vec<String> = ["站名", "地址"].map(str::to_owned).to_vec();
        let catalog = std::sync::Arc::new(testkit::catalog(&super::house::capabilities()));
        let t = catalog.speak(i18n::Lang::ZhCn);
        let mut out = Vec::new();
        let mut rejects = Rejects::begin(&mut out, &headings, t).unwrap();
        for done in &done {
            rejects.add(done).unwrap();
        }
        assert_eq!(rejects.finish().unwrap(), 2);
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("没有站名。,import.no-name"), "{text}");
        assert!(text.lines().next().unwrap().ends_with("行,原因,原因代码"), "{text}");
    });
}

#[test]
fn hostile_cells_neither_stop_the_list_nor_get_in() {
    in_a_network(|store| {
        let huge = "长".repeat(400_000);
        let list = format!(
            "站名,区县,地址,备注\n\
             <script>alert(1)</script>甲厅,440304,\"甲路\n1号\",\n\
             \u{202e}乙厅,440304,-,{huge}\n\
             =HYPERLINK(\"x\"),440304,丙路1号,\n\
             丁厅,440304\n\
             戊厅\0,440304,戊路1号,\n\
             己厅,440304,己路1号,x\n"
        );
        let (report, done) = import(store, &list, &Options::default());
        let expected = ["created", "rejected", "rejected", "rejected", "rejected", "created"];
        assert_eq!(outcomes(&done), expected, "{report:?}");
        read(&store.db, |tx| {
            let directory = tx.cached::<Directory>()?;
            let names: Vec<&str> = directory.entries().map(|entry| &*entry.name).collect();
            assert_eq!(names, ["甲厅", "己厅"]);
            Ok(())
        });
    });
}
