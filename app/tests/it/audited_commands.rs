//! What the operator does on the machine is in the audit as what others do over HTTP is.

use std::fs;

use db::Engine;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::server::{Deployment, file};

/// Every entry, the oldest first.
fn entries(deployment: &Deployment) -> Vec<Value> {
    let output = deployment.command(&["-q", "export", "audit", "--format", "jsonl"]).output();
    let text = String::from_utf8(output.unwrap().stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn newest(deployment: &Deployment, act: &str) -> Value {
    let found = entries(deployment).into_iter().rfind(|entry| entry["act"] == act);
    found.unwrap_or_else(|| panic!("nothing of {act}"))
}

fn after(entry: &Value) -> Value {
    serde_json::from_str(entry["after"].as_str().unwrap()).unwrap()
}

fn sha256(path: &str) -> String {
    db::hex(&Sha256::digest(fs::read(path).unwrap()))
}

#[test]
fn what_is_taken_away_is_noted_with_its_purpose_and_its_digest() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let deployment = Deployment::with_network(engine);
        let out = deployment.folder.path().join("stations.csv");
        let out = out.to_str().unwrap();
        let words = ["export", "stations", "--format", "csv", "--unit", "440305", "-o", out];
        deployment.object(&[&words[..], &["--purpose", "年度盘点"]].concat());
        let taken = newest(&deployment, "audit.taken");
        assert_eq!((&taken["object"], &taken["purpose"]), (&"stations".into(), &"年度盘点".into()));
        let told = after(&taken);
        assert_eq!((&told["unit"], &told["sha256"]), (&"440305".into(), &sha256(out).into()));
        assert_eq!(told["bytes"], fs::metadata(out).unwrap().len());
    }
}

#[test]
fn reading_all_accounts_is_noted() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let deployment = Deployment::with_network(engine);
        deployment.object(&["user", "list"]);
        assert_eq!(newest(&deployment, "org.accounts-listed")["object"], "100000");
    }
}

#[test]
fn a_list_is_noted_under_the_number_that_the_console_knows() {
    let deployment = Deployment::with_network(Engine::Sqlite);
    let list = file(&deployment, "list.csv", "站名,区县\n竹林翼站,南山区\n");
    deployment.object(&["import", "stations", list.to_str().unwrap(), "--unit", "440305"]);
    let (begun, done) = (
        newest(&deployment, "stations.list-uploaded"),
        newest(&deployment, "stations.list-imported"),
    );
    assert_eq!(begun["object"], done["object"]);
    assert_eq!(after(&begun)["file_name"], "list.csv");
    assert_eq!(after(&done)["created"], 1);
}

#[test]
fn copies_of_the_store_are_noted_where_they_are_made_and_where_they_lie() {
    let deployment = Deployment::with_network(Engine::Sqlite);
    let copy = deployment.folder.path().join("copy.yizhan");
    let copy = copy.to_str().unwrap();
    deployment.object(&["backup", copy]);
    let made = newest(&deployment, "upkeep.backed-up");
    assert_eq!(after(&made)["sha256"], sha256(copy));
    let place = Deployment::empty(Engine::Sqlite);
    place.object(&["-q", "restore", copy]);
    let restored = newest(&place, "upkeep.restored");
    assert_eq!((&restored["object"], &restored["after"]), (&made["object"], &made["after"]));
    assert_eq!(place.object(&["-q", "doctor"])["ok"], true);
}
