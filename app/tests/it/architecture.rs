//! Who leans on whom, who names a driver, where time comes from.

use std::collections::{BTreeMap, BTreeSet};

use testkit::{root, source::read_file};

use crate::house::{all_crates, crates_in, inner_crates, none};

/// The list of edges in ARCHITECTURE.md.
fn allowed_edges() -> BTreeMap<String, BTreeSet<String>> {
    let page = read_file(&root().join("ARCHITECTURE.md"));
    let list = page.split("```edges\n").nth(1).and_then(|rest| rest.split("```").next());
    let lines = list.expect("a list of edges").lines();
    lines
        .map(|line| {
            let (from, to) = line.split_once(':').expect("crate: those it leans on");
            (from.to_owned(), to.split_whitespace().map(str::to_owned).collect())
        })
        .collect()
}

#[test]
fn the_edges_are_those_of_the_page() {
    let names: BTreeSet<String> = inner_crates().into_iter().map(|each| each.name).collect();
    let found: BTreeMap<String, BTreeSet<String>> = inner_crates()
        .into_iter()
        .map(|each| {
            let used = each.dependencies("dependencies").into_iter();
            let used = used.filter(|name| names.contains(name)).collect();
            (each.name, used)
        })
        .collect();
    let allowed = allowed_edges();
    for (name, used) in &found {
        let list = allowed.get(name);
        assert_eq!(Some(used), list, "{name}: its edges and those in ARCHITECTURE.md differ");
    }
    assert_eq!(found.len(), allowed.len(), "ARCHITECTURE.md names a crate that is not there");
}

#[test]
fn the_platform_knows_no_capability() {
    let capabilities: Vec<String> =
        crates_in("capabilities").into_iter().map(|each| each.name).collect();
    let findings: Vec<String> = crates_in("platform")
        .iter()
        .flat_map(|each| {
            let used = ["dependencies", "dev-dependencies", "build-dependencies"];
            let used = used.into_iter().flat_map(|section| each.dependencies(section));
            used.filter(|name| capabilities.contains(name))
                .map(|name| format!("{} leans on {name}", each.name))
                .collect::<Vec<_>>()
        })
        .collect();
    none(&findings, "publish an event, or move the code");
}

#[test]
fn only_db_names_a_driver() {
    let findings: Vec<String> = all_crates()
        .iter()
        .filter(|each| each.name != "db")
        .flat_map(|each| {
            let sections = ["dependencies", "dev-dependencies", "build-dependencies"];
            let used = sections.into_iter().flat_map(|section| each.dependencies(section));
            used.filter(|name| ["rusqlite", "postgres", "tokio-postgres"].contains(&name.as_str()))
                .map(|name| format!("{} depends on {name}", each.name))
                .collect::<Vec<_>>()
        })
        // The benchmark measures the naive way beside ours.
        .filter(|finding| !finding.starts_with("benches "))
        .collect();
    none(&findings, "the store is reached through `db`");
}

#[test]
fn testkit_is_for_tests() {
    let findings: Vec<String> = all_crates()
        .into_iter()
        .filter(|each| each.name != "benches")
        .filter(|each| each.dependencies("dependencies").contains(&"testkit".to_owned()))
        .map(|each| each.name)
        .collect();
    none(&findings, "testkit belongs under [dev-dependencies]");
}

#[test]
fn nobody_reads_the_wall_clock() {
    let mut findings = Vec::new();
    for each in inner_crates() {
        for (path, source) in each.sources() {
            if path == "platform/db/src/clock.rs" {
                continue;
            }
            for clock in ["SystemTime::now", "Timestamp::now", "Zoned::now", "UtcDateTime::now"] {
                if source.code.contains(clock) {
                    findings.push(format!("{path}: {clock}"));
                }
            }
            for literal in source.literals.iter().filter(|one| testkit::source::is_sql(&one.text)) {
                let upper = literal.text.to_uppercase();
                let clocks = ["NOW()", "CURRENT_DATE", "CURRENT_TIME", "'NOW'", "RANDOM()"];
                if clocks.iter().any(|clock| upper.contains(clock)) {
                    findings.push(format!("{path}:{}: time or chance in SQL", literal.line));
                }
            }
        }
    }
    none(&findings, "time comes from `tx.now()`");
}
