//! Lists that go in and tables that come out, by the command line.

use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Output, Stdio},
};

use db::Engine;
use serde_json::Value;

use crate::server::{Deployment, object_of};

const LIST: &str = "\
站名,门店编码,区县,地址,经度,纬度,电话,营业时间
福华路厅,SZ-1,福田区,福华路1号,114.05,22.54,0755-83000001,8:30-18:00
会展厅,SZ-2,福田区,福华三路 2 号,,,0755-83000002,周一至周五 9:00-17:00
-,SZ-3,福田区,福华路3号,,,,
南头厅,,,南头街 6 号,,,,
";

fn on_each_engine(test: impl Fn(&Deployment)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        eprintln!("on {engine:?}");
        test(&Deployment::with_network(engine));
    }
}

fn file(deployment: &Deployment, name: &str, content: &str) -> String {
    let path = deployment.folder.path().join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

fn run(deployment: &Deployment, words: &[&str]) -> Output {
    deployment.command(words).output().unwrap()
}

/// Exit code and the lines of standard error.
fn refused(output: &Output) -> (i32, String) {
    (output.status.code().unwrap(), String::from_utf8(output.stderr.clone()).unwrap())
}

fn counts(report: &Value) -> [u64; 6] {
    ["rows", "created", "updated", "unchanged", "duplicates", "rejected"]
        .map(|name| report[name].as_u64().unwrap())
}

#[test]
fn a_list_is_imported_once_whatever_how_often() {
    on_each_engine(|deployment| {
        let list = file(deployment, "list.csv", LIST);
        let rejects = deployment.folder.path().join("rejects.csv");
        let import = ["import", "stations", &list, "--unit", "440305"];
        let tried = deployment.object(&[&import[..], &["--dry-run"]].concat());
        assert_eq!((counts(&tried), &tried["dry_run"]), ([4, 3, 0, 0, 0, 1], &Value::from(true)));
        let with_rejects = [&import[..], &["--rejects", rejects.to_str().unwrap()]].concat();
        let first = deployment.object(&with_rejects);
        assert_eq!(counts(&first), [4, 3, 0, 0, 0, 1]);
        assert_eq!(first["headings"].as_array().map(Vec::len), Some(8));
        assert!(first["warnings"].as_u64().unwrap() > 0);
        let written = fs::read_to_string(&rejects).unwrap();
        assert_eq!(written.lines().count(), 2, "{written}");
        assert!(written.lines().nth(1).unwrap().ends_with(",import.no-name"), "{written}");
        assert_eq!(counts(&deployment.object(&import)), [4, 0, 0, 3, 0, 1]);
        let phone = LIST.replace("83000001", "83009999");
        let phone = file(deployment, "phone.csv", &phone);
        let changed = deployment.object(&["import", "stations", &phone, "--unit", "440305"]);
        assert_eq!(counts(&changed), [4, 0, 1, 2, 0, 1]);
    });
}

#[test]
fn a_list_that_cannot_be_imported_is_refused_in_one_line() {
    let deployment = Deployment::with_network(Engine::Sqlite);
    let list = file(&deployment, "list.csv", LIST);
    let old = file(&deployment, "old.xls", "\u{0}\u{1}\u{2}");
    let cases: [(&[&str], i32, &str); 5] = [
        (&[&list, "--map", "title=站名"], 2, "host_code"),
        (&[&list, "--map", "name=名字"], 1, "import.map-heading"),
        (&[&list, "--unit", "999999"], 1, "units.unknown"),
        (&["nowhere.csv"], 1, "nowhere.csv"),
        (&[&old], 1, "documents."),
    ];
    for (words, code, says) in cases {
        let output = run(&deployment, &[&["import", "stations"], words].concat());
        let (found, line) = refused(&output);
        assert_eq!(found, code, "{line}");
        assert!(line.contains(says) && line.lines().count() == 1, "{line}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_list_without_names_is_read_to_its_end_and_refused() {
    let deployment = Deployment::with_network(Engine::Sqlite);
    let list = file(&deployment, "list.csv", "甲,乙,丙\n1,2,3\n4,5,6\n");
    let output = run(&deployment, &["--json", "import", "stations", &list]);
    let (code, line) = refused(&output);
    assert!(code == 1 && line.contains("import.no-name-column"), "{line}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(counts(&report), [2, 0, 0, 0, 0, 2]);
    let mapped = ["import", "stations", &list, "--map", "name=甲", "--unit", "440305"];
    assert_eq!(deployment.object(&mapped)["created"], 2);
}

#[test]
fn what_is_exported_is_imported_as_it_is() {
    on_each_engine(|deployment| {
        let list = file(deployment, "list.csv", LIST);
        deployment.object(&["import", "stations", &list, "--unit", "440305"]);
        for format in ["csv", "xlsx"] {
            let out = deployment.folder.path().join(format!("stations.{format}"));
            let out = out.to_str().unwrap();
            let written = deployment.object(&["export", "stations", "--format", format, "-o", out]);
            assert_eq!((&written["rows"], &written["file"]), (&Value::from(3), &Value::from(out)));
            let again = deployment.object(&["import", "stations", out]);
            assert_eq!(counts(&again), [3, 0, 0, 3, 0, 0], "{format}");
        }
        let lines =
            run(deployment, &["-q", "export", "stations", "--format", "jsonl", "--unit", "440304"]);
        let lines = String::from_utf8(lines.stdout).unwrap();
        assert_eq!(lines.lines().count(), 2);
        let station: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
        assert_eq!((&station["name"], &station["lng"]), (&"福华路厅".into(), &114.05.into()));
        assert!(station.get("notice").is_none(), "{station}");
    });
}

/// The rows of a table in JSON lines.
fn rows(deployment: &Deployment, words: &[&str]) -> Vec<Value> {
    let words = [&["-q", "export"], words, &["--format", "jsonl"]].concat();
    let output = run(deployment, &words);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn sum(rows: &[Value], field: &str) -> i64 {
    rows.iter().map(|row| row[field].as_i64().unwrap()).sum()
}

#[test]
fn totals_that_are_exported_are_those_of_the_records() {
    on_each_engine(|deployment| {
        let seed = ["-q", "seed", "--scale", "county", "--visits", "300"];
        deployment.object(&seed);
        let visits = rows(deployment, &["visits"]);
        let tallies = rows(deployment, &["tallies"]);
        assert!(visits.len() >= 300, "{}", visits.len());
        let (records, reversals): (Vec<Value>, Vec<Value>) =
            visits.iter().cloned().partition(|row| row["kind"] == "record");
        for field in ["people", "arrivals"] {
            let counted = sum(&records, field) - sum(&reversals, field);
            assert_eq!(sum(&tallies, field), counted, "{field}");
        }
        let day = visits[0]["day"].as_str().unwrap();
        let of_day = rows(deployment, &["visits", "--from", day, "--to", day]);
        assert!(!of_day.is_empty() && of_day.iter().all(|row| row["day"] == day));
        let station = visits[0]["station"].as_str().unwrap();
        let of_station = rows(deployment, &["visits", "--unit", station]);
        assert!(!of_station.is_empty() && of_station.iter().all(|row| row["station"] == station));
        let of_station = rows(deployment, &["tallies", "--unit", station]);
        assert!(of_station.iter().all(|row| row["unit"] == station));
    });
}

#[test]
fn what_commands_do_is_noted_and_taken_away() {
    on_each_engine(|deployment| {
        let add = ["user", "add", "--name", "李静", "--login", "lijing"];
        deployment.object(&[&add[..], &["--role", "supervisor", "--unit", "440305"]].concat());
        deployment.object(&["user", "reset-password", "lijing"]);
        deployment.object(&["user", "disable", "lijing"]);
        let create = ["token", "create", "--label", "gateway", "--role", "integration"];
        let token = deployment.object(&[&create[..], &["--unit", "440305"]].concat());
        deployment.object(&["token", "revoke", token["id"].as_str().unwrap()]);
        let list = file(deployment, "list.csv", LIST);
        deployment.object(&["-q", "import", "stations", &list, "--unit", "440300"]);
        rows(deployment, &["stations"]);
        let noted = rows(deployment, &["audit"]);
        let acts: Vec<&str> = noted.iter().map(|row| row["act"].as_str().unwrap()).collect();
        let expected = [
            "org.network-made",
            "org.account-made",
            "org.grant-given",
            "org.grant-given",
            "org.account-made",
            "org.grant-given",
            "org.password-reset",
            "org.account-closed",
            "org.grant-taken-back",
            "org.token-issued",
            "org.token-taken-back",
            "stations.list-uploaded",
            "stations.registered",
            "stations.registered",
            "stations.list-imported",
            "audit.taken",
        ];
        assert_eq!(acts, expected);
        // By the command line, and nothing of a secret.
        assert!(noted.iter().all(|row| row["author"] == -1));
        let text = serde_json::to_string(&noted).unwrap();
        assert!(!text.contains(token["token"].as_str().unwrap()) && !text.contains("argon2"));
        let day = noted[0]["day"].as_str().unwrap();
        let of_day = rows(deployment, &["audit", "--from", day, "--to", day]);
        assert_eq!(of_day.len(), noted.len() + 1);
        let found = deployment.object(&["-q", "doctor"]);
        assert_eq!(found["ok"], true, "{found}");
    });
}

#[test]
fn an_export_that_makes_no_sense_is_refused() {
    let deployment = Deployment::with_network(Engine::Sqlite);
    let cases: [(&[&str], i32, &str); 4] = [
        (&["--json", "export", "stations", "--format", "csv"], 2, "-o FILE"),
        (&["export", "audit", "--format", "csv", "--unit", "440305"], 2, "--unit"),
        (&["export", "visits", "--format", "csv", "--unit", "999999"], 1, "units.unknown"),
        (
            &["export", "visits", "--format", "csv", "--from", "2026-11-02", "--to", "2026-11-01"],
            1,
            "request.days-in-order",
        ),
    ];
    for (words, code, says) in cases {
        let output = run(&deployment, words);
        let (found, line) = refused(&output);
        assert_eq!(found, code, "{line}");
        assert!(line.contains(says) && output.stdout.is_empty(), "{line}");
    }
}

#[test]
fn what_a_demonstration_exports_says_so() {
    let deployment = Deployment::empty(Engine::Sqlite);
    let words = ["-q", "demo", "--scale", "county", "--visits", "50", "--listen", "127.0.0.1:0"];
    let mut child = deployment.command(&words).stdout(Stdio::piped()).spawn().unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let listens = out.lines().map_while(Result::ok).any(|line| line.starts_with("listening on"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(listens, "the demonstration starts");
    for what in ["stations", "visits", "tallies"] {
        let rows = rows(&deployment, &[what]);
        assert!(!rows.is_empty(), "{what}");
        assert!(rows.iter().all(|row| row["notice"] == "演示数据，与真实单位无关"), "{what}");
    }
    let out = deployment.folder.path().join("out.csv");
    let out = out.to_str().unwrap();
    object_of(&run(&deployment, &["--json", "export", "stations", "--format", "csv", "-o", out]));
    let again = deployment.object(&["import", "stations", out]);
    assert_eq!(again["unchanged"], again["rows"]);
}
