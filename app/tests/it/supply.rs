//! What the product is made of: registry, licences and what must not be in it, as `deny.toml` has
//! it. `cargo deny check` says the same and more, where it is installed.

use std::process::Command;

use serde_json::Value;
use testkit::{root, source::read_file};
use toml::Table;

use crate::house::none;

fn rules() -> Table {
    read_file(&root().join("deny.toml")).parse().unwrap()
}

fn packages() -> Vec<Table> {
    let lock: Table = read_file(&root().join("Cargo.lock")).parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    packages.iter().map(|package| package.as_table().unwrap().clone()).collect()
}

#[test]
fn everything_comes_from_the_registry_with_its_checksum() {
    const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";
    let findings: Vec<String> = packages()
        .iter()
        .filter(|package| package.contains_key("source"))
        .filter(|package| {
            package["source"].as_str() != Some(REGISTRY) || !package.contains_key("checksum")
        })
        .map(|package| package["name"].to_string())
        .collect();
    none(&findings, "crates come from crates.io");
}

#[test]
fn what_is_banned_is_not_in_it() {
    let rules = rules();
    let banned = rules["bans"]["deny"].as_array().unwrap();
    let names: Vec<&str> = banned.iter().map(|each| each["crate"].as_str().unwrap()).collect();
    assert!(names.contains(&"openssl-sys"));
    let packages = packages();
    let found = packages.iter().map(|package| package["name"].as_str().unwrap());
    let findings: Vec<String> =
        found.filter(|name| names.contains(name)).map(str::to_owned).collect();
    none(&findings, "see deny.toml for why");
}

#[test]
fn every_licence_may_be_handed_on() {
    let rules = rules();
    let allowed = rules["licenses"]["allow"].as_array().unwrap();
    let allowed: Vec<&str> = allowed.iter().map(|each| each.as_str().unwrap()).collect();
    // Crates of other platforms alone need not lie on this machine.
    let host = Command::new("rustc").arg("-vV").output().unwrap().stdout;
    let host = String::from_utf8(host).unwrap();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let words = ["metadata", "--locked", "--offline", "--format-version", "1"];
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(words).args(["--filter-platform", host]).current_dir(root());
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 200, "the whole product");
    let findings: Vec<String> = packages
        .iter()
        .filter(|package| !fits(package["license"].as_str().unwrap_or_default(), &allowed))
        .map(|package| format!("{}: {}", package["name"], package["license"]))
        .collect();
    none(&findings, "a licence that deny.toml does not allow");
}

/// Whether an SPDX expression can be met with these licences. The slash is an older OR.
fn fits(expression: &str, allowed: &[&str]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let fits = any(&mut rest, allowed);
    fits && rest.is_empty()
}

fn any(rest: &mut &[&str], allowed: &[&str]) -> bool {
    let mut fits = all(rest, allowed);
    while take(rest, "OR") {
        fits |= all(rest, allowed);
    }
    fits
}

fn all(rest: &mut &[&str], allowed: &[&str]) -> bool {
    let mut fits = one(rest, allowed);
    while take(rest, "AND") {
        fits &= one(rest, allowed);
    }
    fits
}

fn one(rest: &mut &[&str], allowed: &[&str]) -> bool {
    if take(rest, "(") {
        return any(rest, allowed) & take(rest, ")");
    }
    let Some((name, after)) = rest.split_first() else { return false };
    *rest = after;
    if take(rest, "WITH") {
        // An exception permits more; none is relied on.
        *rest = rest.get(1..).unwrap_or_default();
    }
    allowed.contains(name)
}

fn take(rest: &mut &[&str], word: &str) -> bool {
    let found = rest.first() == Some(&word);
    if found {
        *rest = &rest[1..];
    }
    found
}

#[test]
fn licences_are_read_as_they_are_written() {
    let fits = |expression| fits(expression, &["MIT", "ISC"]);
    for good in ["MIT", "MIT/Apache-2.0", "GPL-2.0-only OR MIT", "(GPL-2.0-only OR MIT) AND ISC"] {
        assert!(fits(good), "{good}");
    }
    for bad in ["", "GPL-3.0-only", "MIT AND GPL-3.0-only", "(MIT OR ISC) AND Zlib", "MIT ISC"] {
        assert!(!fits(bad), "{bad}");
    }
}
