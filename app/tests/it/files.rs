//! What every file of the source keeps to.

use std::path::PathBuf;

use testkit::{
    root,
    source::{files_below, read_file, read_source},
};

use crate::house::{all_crates, from_root, none};

fn rust_files() -> Vec<PathBuf> {
    all_crates()
        .iter()
        .flat_map(|each| ["src", "tests"].map(|part| files_below(&each.folder.join(part), ".rs")))
        .flatten()
        .collect()
}

/// Everything that people write and read.
fn written_files() -> Vec<PathBuf> {
    let mut files = rust_files();
    for each in all_crates() {
        files.extend(files_below(&each.folder.join("templates"), ".html"));
    }
    for (folder, ending) in [
        ("frontend/scripts", ".ts"),
        ("frontend/controllers", ".ts"),
        ("frontend/tests", ".ts"),
        ("frontend/styles", ".css"),
        ("e2e/journeys", ".ts"),
        ("scripts", ""),
    ] {
        files.extend(files_below(&root().join(folder), ending));
    }
    files
}

#[test]
fn no_file_is_longer_than_400_lines() {
    let findings: Vec<String> = written_files()
        .iter()
        .map(|path| (read_file(path).lines().count(), path))
        .filter(|(lines, _)| *lines > 400)
        .map(|(lines, path)| format!("{} has {lines} lines", from_root(path)))
        .collect();
    none(&findings, "split it by noun");
}

#[test]
fn every_module_says_what_it_is() {
    let findings: Vec<String> = rust_files()
        .iter()
        .filter(|path| !read_file(path).starts_with("//!"))
        .map(|path| from_root(path))
        .collect();
    none(&findings, "a file opens with //! and a sentence");
}

#[test]
fn nothing_is_left_for_later_or_looked_away_from() {
    let later = ["TO", "DO"].concat();
    let mend = ["FIX", "ME"].concat();
    let banned =
        ["#[allow(", "#![allow(", "#[ignore", "todo!(", "unimplemented!(", "thread::sleep"];
    let mut findings = Vec::new();
    for path in rust_files() {
        let text = read_file(&path);
        let code = read_source(&text).code;
        let found = banned.iter().filter(|word| code.contains(**word)).copied();
        let words = [later.as_str(), mend.as_str()];
        let left = words.into_iter().filter(|word| text.contains(word));
        findings.extend(found.chain(left).map(|word| format!("{}: {word}", from_root(&path))));
    }
    none(&findings, "finish it, or say with #[expect(…, reason = \"…\")] why not");
}

#[test]
fn the_readmes_give_the_commands_of_the_makefile() {
    let makefile = read_file(&root().join("Makefile"));
    let targets: Vec<&str> = makefile
        .lines()
        .filter_map(|line| line.strip_prefix(".PHONY: "))
        .flat_map(str::split_whitespace)
        .collect();
    for readme in ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"] {
        let text = read_file(&root().join(readme));
        for command in text.split("make ").skip(1) {
            let target = command.split(|c: char| !c.is_alphanumeric() && c != '-').next();
            let target = target.unwrap_or_default();
            let is_word = command.starts_with(|c: char| c.is_ascii_lowercase());
            assert!(!is_word || targets.contains(&target), "{readme}: make {target}");
        }
    }
    for target in ["run", "test"] {
        let command = format!("make {target}\n");
        for readme in ["README.md", "README.zh-CN.md"] {
            assert!(read_file(&root().join(readme)).contains(&command), "{readme}: {command}");
        }
    }
}
