//! An import is taken back as a whole, while nothing else has touched its stations.

use documents::table::{Limits, Table};
use serde_json::{Value, json};
use testkit::{Caller, House};

use super::{
    house::{answers, in_a_house},
    importing::{import, supervisor},
};
use crate::{
    import::{Options, Report, Start, Unwatched, import_from},
    importing::by_command,
    store::import_journal,
};

const LIST: &str = "站号,门店编码,站名,区县,地址,电话\n\
                    ,SZ-1,福华路厅,福田区,福华路1号,0755-83000001\n\
                    ,,会展厅,福田区,会展路1号,0755-83000002\n";

/// The page of the newest import of so many rows.
fn page(who: &Caller<'_>, rows: u8) -> String {
    let list = who.get("/console/units/440304/import").expect(200).text();
    let before = "href=\"/console/units/440304/import/";
    let counts = format!("{rows} 行：");
    let found = list
        .split(before)
        .skip(1)
        .find(|rest| rest.contains(&counts) && rest.find(&counts) < rest.find("</li>"));
    let id = found.and_then(|rest| rest.split('"').next()).unwrap();
    format!("/console/units/440304/import/{id}")
}

fn station(house: &House, number: &str) -> Value {
    house.visitor().get(&format!("/api/v1/stations/{number}")).expect(200).json()
}

/// Takes the newest import of so many rows back and returns the page that says so.
fn take_back(house: &House, who: &Caller<'_>, rows: u8) -> String {
    let reversal = format!("{}/reversal", page(who, rows));
    answers(who.submit(&reversal, &[]), 303);
    house.run_jobs();
    who.get(&reversal).expect(200).text()
}

#[test]
fn new_stations_are_closed_for_ever_and_a_better_list_makes_others() {
    in_a_house(|house| {
        let her = supervisor(house, "440304");
        import(house, &her, LIST.as_bytes(), &[]);
        let first = "440304-00016";
        assert_eq!(station(house, first)["name"], "福华路厅");
        let preview = her.get(&format!("{}/reversal", page(&her, 2))).expect(200);
        drop(preview.shows("新建的站，要撤站").shows("撤回"));
        let done = take_back(house, &her, 2);
        assert!(done.contains("2 个站撤站，0 个站恢复"), "{done}");
        answers(house.visitor().get(&format!("/api/v1/stations/{first}")), 404);
        answers(her.submit(&format!("{}/reversal", page(&her, 2)), &[]), 409);
        // The same list, and one that carries the number: new stations with new numbers.
        let again = import(house, &her, LIST.as_bytes(), &[]);
        assert_eq!(
            (&again["result"]["created"], &again["result"]["unchanged"]),
            (&json!(2), &json!(0))
        );
        let named = format!("站号,站名,区县,地址\n{first},福华路三厅,福田区,福华路3号\n");
        let named = import(house, &her, named.as_bytes(), &[]);
        assert_eq!(named["result"]["created"], 1);
        answers(house.visitor().get(&format!("/api/v1/stations/{first}")), 404);
        let found = house.visitor().get("/api/v1/stations?division=440304").expect(200).json();
        let numbers: Vec<&str> = found["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|one| one["code"].as_str())
            .collect();
        assert_eq!(numbers.len(), 3, "{found}");
        assert!(!numbers.contains(&first), "{numbers:?}");
    });
}

#[test]
fn changed_stations_have_their_earlier_details_again() {
    in_a_house(|house| {
        let her = supervisor(house, "440304");
        import(house, &her, LIST.as_bytes(), &[]);
        let first = "440304-00016";
        let before = station(house, first);
        let other = "门店编码,站名,区县,地址,经度,纬度,电话,服务项目,星级\n\
                     SZ-1,福华路新厅,福田区,福华路9号,114.05,22.54,0755-83009999,A01,5\n\
                     SZ-1,福华路新新厅,福田区,福华路9号,114.05,22.54,0755-83009999,A02,5\n\
                     ,莲花厅,福田区,莲花路1号,,,,,\n";
        import(house, &her, other.as_bytes(), &[]);
        assert_eq!(station(house, first)["name"], "福华路新新厅");
        let done = take_back(house, &her, 3);
        assert!(done.contains("1 个站撤站，1 个站恢复"), "{done}");
        let after = station(house, first);
        for field in ["name", "address", "phone", "location", "services", "grade", "host_code"] {
            assert_eq!(after[field], before[field], "{field}");
        }
    });
}

#[test]
fn nothing_is_taken_back_once_something_else_touched_it() {
    in_a_house(|house| {
        let her = supervisor(house, "440304");
        import(house, &her, LIST.as_bytes(), &[]);
        let first = "440304-00016";
        let path = format!("/api/v1/stations/{first}");
        let version = station(house, first)["version"].as_i64().unwrap();
        let change = json!({"phone": "0755-83001111"});
        let tag = format!("\"{version}\"");
        let editor = supervisor(house, "440304").with("if-match", &tag);
        answers(editor.patch(&path, &change), 200);
        let reversal = format!("{}/reversal", page(&her, 2));
        drop(her.get(&reversal).expect(200).shows("有 1 个站").shows(first));
        answers(her.submit(&reversal, &[]), 409);
        assert_eq!(house.run_jobs(), 0);
        assert_eq!(station(house, first)["phone"], "0755-83001111");
        // Imports of others are no one's to take back.
        answers(supervisor(house, "440305").submit(&reversal, &[]), 404);
    });
}

#[test]
fn what_the_api_imported_is_taken_back_by_the_api_once() {
    in_a_house(|house| {
        let her = supervisor(house, "440304");
        let job = import(house, &her, LIST.as_bytes(), &[]);
        let path = format!("/api/v1/imports/stations/{}/reversal", job["id"].as_str().unwrap());
        answers(supervisor(house, "440305").post(&path, &json!({})), 404);
        let begun = her.post(&path, &json!({})).expect(202);
        let place = begun.header("location").to_owned();
        assert_eq!(begun.json()["state"], "queued");
        house.run_jobs();
        let done = her.get(&place).expect(200).json();
        assert_eq!(done["result"], json!({ "withdrawn": 2, "restored": 0, "kept": 0 }));
        // Whoever may import there sees it, and sent again it is the same.
        let colleague = supervisor(house, "440300");
        assert_eq!(colleague.get(&place).expect(200).json(), done);
        assert_eq!(her.post(&path, &json!({})).expect(202).json(), done);
        answers(her.post("/api/v1/imports/stations/x/reversal", &json!({})), 404);
        let tried = import(house, &her, LIST.as_bytes(), &[("dry_run", "true")]);
        let path = format!("/api/v1/imports/stations/{}/reversal", tried["id"].as_str().unwrap());
        answers(her.post(&path, &json!({})), 409);
    });
}

#[test]
fn what_a_command_wrote_stands_in_the_console_and_is_taken_back_there() {
    in_a_house(|house| {
        let her = supervisor(house, "440304");
        let order = by_command::Order {
            file_name: "福田.csv".to_owned(),
            unit: Some("440304".to_owned()),
            map: Vec::new(),
        };
        let db = &house.app.db;
        let (_, ledger) = by_command::begin(db, order.clone()).unwrap();
        let mut table = Table::from_bytes(LIST.as_bytes(), &Limits::default()).unwrap();
        let start = Start { ledger: Some(ledger), ..Start::default() };
        let options = Options::default();
        let report = import_from(db, &mut table, &options, start, &mut Unwatched).unwrap();
        assert_eq!(report.created, 2);
        let list = her.get("/console/units/440304/import").expect(200).text();
        assert!(list.contains("福田.csv"), "{list}");
        // One that was cut off before its first row has nothing to take back.
        let (cut_off, mut ledger) = by_command::begin(db, order).unwrap();
        let done = take_back(house, &her, 2);
        assert!(done.contains("2 个站撤站"), "{done}");
        answers(house.visitor().get("/api/v1/stations/440304-00016"), 404);
        let nothing = format!("/console/units/440304/import/{cut_off}/reversal");
        answers(her.submit(&nothing, &[]), 409);
        // What is being taken back is written no further.
        house.write(move |tx| {
            let job = tx.new_uuid();
            import_journal::begin_reversal(tx, cut_off, job, 1)?;
            let more = ledger.step(tx, None, &Report::default(), &[]);
            assert_eq!(more.unwrap_err().code(), "import.taken-back");
            Ok(())
        });
    });
}
