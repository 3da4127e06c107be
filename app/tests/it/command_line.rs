//! The binary as an operator meets it: exit codes, one line for an error, one object for --json.

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use crate::server::{object_of, plain_command};

fn command(data: &Path, words: &[&str]) -> Command {
    let mut command = plain_command(data);
    command.arg("--data").arg(data).args(words);
    command
}

fn run(data: &Path, words: &[&str]) -> Output {
    command(data, words).output().unwrap()
}

/// The one line of an error with its exit code.
fn error(output: &Output) -> (i32, String) {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(text.lines().count(), 1, "one line: {text}");
    assert!(output.stdout.is_empty());
    (output.status.code().unwrap(), text)
}

#[test]
fn wrong_usage_ends_with_2_and_one_line() {
    let folder = tempfile::tempdir().unwrap();
    for words in [
        &["frobnicate"][..],
        &[],
        &["serve", "--lisen", "x"],
        &["demo", "--scale", "moon"],
        &["user", "add", "--login", "x"],
        &["user", "add", "--name", "N", "--login", "x", "--role", "king", "--unit", "100000"],
        &["export", "stations"],
        &["export", "visits", "--format", "csv", "--from", "2026-11-31", "--to", "2026-12-01"],
        &["import", "stations", "x.csv", "--map", "name"],
        &["-q", "-v", "doctor"],
    ] {
        let (code, line) = error(&run(folder.path(), words));
        assert_eq!(code, 2, "{words:?}: {line}");
        assert!(line.starts_with("yizhan: ") && line.contains("--help"), "{words:?}: {line}");
    }
}

#[test]
fn what_is_refused_ends_with_1_and_one_line() {
    let folder = tempfile::tempdir().unwrap();
    for (words, says) in [
        (&["doctor"][..], "yizhan init"),
        (&["user", "list"], "yizhan init"),
        (&["serve"], "yizhan init"),
        (&["backup", "copy.zip"], "yizhan init"),
        (&["restore", "copy.zip", "--force"], "copy.zip"),
        (&["export", "audit", "--format", "csv"], "yizhan init"),
        (&["--database", "mysql://x", "migrate"], "postgres://"),
        (&["--config", "none.toml", "migrate"], "none.toml"),
    ] {
        let (code, line) = error(&run(folder.path(), words));
        assert_eq!(code, 1, "{words:?}: {line}");
        assert!(line.contains(says), "{words:?}: {line}");
    }
    assert!(!folder.path().join("yizhan.db").exists(), "looking made a store");
}

#[test]
fn help_and_version_end_with_0() {
    let folder = tempfile::tempdir().unwrap();
    for words in [&["--help"][..], &["--version"], &["import", "--help"]] {
        let output = run(folder.path(), words);
        assert_eq!(output.status.code(), Some(0));
        assert!(!output.stdout.is_empty());
    }
}

#[test]
fn a_network_is_made_once_and_gets_accounts_and_tokens() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let first = object_of(&run(data, &["--json", "-q", "init"]));
    assert_eq!(first["login"], "admin");
    assert!(first["password"].as_str().unwrap().len() >= 12);
    let (code, line) = error(&run(data, &["-q", "init"]));
    assert_eq!(code, 1, "{line}");

    let add =
        ["--json", "user", "add", "--name", "李静", "--login", "lijing", "--role", "supervisor"];
    let mut child = command(data, &[&add[..], &["--unit", "440305", "--password-stdin"]].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all("correct horse battery\n".as_bytes()).unwrap();
    let added = object_of(&child.wait_with_output().unwrap());
    assert_eq!(added["login"], "lijing");
    assert_eq!(added["password"], "correct horse battery");
    let (code, line) = error(&run(data, &[&add[1..], &["--unit", "440305"]].concat()));
    assert_eq!(code, 1, "{line}");
    let nowhere = ["--role", "supervisor", "--unit", "999999"];
    let (code, _) = error(&run(
        data,
        &[&["user", "add", "--name", "N", "--login", "n"], &nowhere[..]].concat(),
    ));
    assert_eq!(code, 1);

    let users = object_of(&run(data, &["--json", "user", "list"]));
    let users = users["users"].as_array().unwrap();
    assert_eq!(users.len(), 2);
    assert_eq!(users[1]["grants"][0]["role"], "supervisor");
    assert_eq!(users[1]["grants"][0]["unit"], "440305");
    object_of(&run(data, &["--json", "user", "disable", "lijing"]));

    let create = ["--json", "token", "create", "--label", "gateway", "--role", "integration"];
    let token =
        object_of(&run(data, &[&create[..], &["--unit", "440305", "--expires", "30"]].concat()));
    assert!(token["token"].as_str().unwrap().len() >= 32);
    let id = token["id"].as_str().unwrap();
    object_of(&run(data, &["--json", "token", "revoke", id]));
    let tokens = object_of(&run(data, &["--json", "token", "list"]));
    assert!(tokens["tokens"][0]["revoked_at"].is_string());
}

#[test]
fn doctor_says_what_it_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    object_of(&run(folder.path(), &["--json", "-q", "init"]));
    let found = object_of(&run(folder.path(), &["--json", "-q", "doctor"]));
    assert_eq!(found["ok"], true);
    let names: Vec<&str> = found["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|check| check["name"].as_str().unwrap())
        .collect();
    for name in ["configuration", "schema", "clock", "disk", "totals", "audit"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
}

#[test]
fn migrating_twice_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let first = object_of(&run(folder.path(), &["--json", "migrate"]));
    assert!(first["applied"].as_u64().unwrap() > 0);
    assert_eq!(object_of(&run(folder.path(), &["--json", "migrate"]))["applied"], 0);
}
