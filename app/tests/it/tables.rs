//! A table has one owner, and SQL has one place.

use std::collections::BTreeMap;

use testkit::source::{files_below, is_sql, read_file};

use crate::house::{inner_crates, none};

/// Every table and the crate whose migrations make it.
fn owners() -> BTreeMap<String, String> {
    let mut owners = BTreeMap::new();
    for each in inner_crates() {
        for path in files_below(&each.folder.join("migrations"), ".sql") {
            let text = read_file(&path);
            for table in words_after(&text, &["CREATE TABLE", "CREATE TABLE IF NOT EXISTS"]) {
                if let Some(other) = owners.insert(table.clone(), each.name.clone()) {
                    assert_eq!(other, each.name, "table {table} is made twice");
                }
            }
        }
    }
    owners.insert("migration".to_owned(), "db".to_owned());
    owners
}

fn words_after(text: &str, phrases: &[&str]) -> Vec<String> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .collect();
    let follows = |phrase: &str| {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        words
            .windows(phrase.len() + 1)
            .filter(|window| window[..phrase.len()] == phrase[..])
            .map(|window| window[phrase.len()].to_owned())
            .collect::<Vec<_>>()
    };
    phrases.iter().flat_map(|phrase| follows(phrase)).collect()
}

#[test]
fn a_crate_touches_its_own_tables_alone() {
    let owners = owners();
    let mut findings = Vec::new();
    for each in inner_crates() {
        for (path, source) in each.sources() {
            for literal in source.literals.iter().filter(|literal| is_sql(&literal.text)) {
                for table in words_after(&literal.text, &["FROM", "JOIN", "INTO", "UPDATE"]) {
                    let owner = owners.get(&table);
                    if owner.is_some_and(|owner| *owner != each.name) {
                        let line = literal.line;
                        findings.push(format!("{path}:{line}: {table} of {}", owners[&table]));
                    }
                }
            }
        }
    }
    none(&findings, "call the owner's functions or read its view");
}

#[test]
fn sql_stands_in_store_alone() {
    let mut findings = Vec::new();
    for each in
        inner_crates().iter().filter(|each| !["db", "testkit"].contains(&each.name.as_str()))
    {
        for (path, source) in each.sources() {
            if path.contains("/src/store.rs") || path.contains("/src/store/") {
                continue;
            }
            for literal in source.literals.iter().filter(|literal| is_sql(&literal.text)) {
                findings.push(format!("{path}:{}", literal.line));
            }
        }
    }
    none(&findings, "SQL belongs into `store`");
}

#[test]
fn migrations_are_numbered_without_gaps_and_named_after_their_files() {
    let capabilities = yizhan::capabilities::all();
    let mut numbers: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    let migrations = yizhan::capabilities::migrations(&capabilities);
    for migration in &migrations {
        numbers.entry(migration.capability).or_default().push(migration.number);
        let begins = format!("{:04}_", migration.number);
        assert!(migration.name.starts_with(&begins), "{}", migration.name);
    }
    for (owner, numbers) in numbers {
        assert!(numbers.iter().copied().eq((1..).take(numbers.len())), "{owner}: {numbers:?}");
    }
    let files: usize = inner_crates()
        .iter()
        .filter(|each| each.name != "db")
        .map(|each| files_below(&each.folder.join("migrations"), ".sql").len())
        .sum();
    assert_eq!(migrations.len(), files, "a file of a migration is not named in its crate");
}

#[test]
fn the_whole_schema_is_made_from_empty_on_each_engine() {
    let capabilities = yizhan::capabilities::all();
    let migrations = yizhan::capabilities::migrations(&capabilities);
    testkit::on_each_engine(&migrations, |store| {
        store.db.check_migrations(&migrations).unwrap();
        assert_eq!(store.db.migrate(&migrations).unwrap(), 0);
    });
}

#[test]
fn every_statement_of_the_source_compiles_on_each_engine() {
    let capabilities = yizhan::capabilities::all();
    let migrations = yizhan::capabilities::migrations(&capabilities);
    for each in inner_crates() {
        if !testkit::statements_in(&each.folder).is_empty() {
            testkit::statements_compile(&each.folder, &migrations);
        }
    }
}
