//! Which divisions of today took the place of former ones.
//!
//! A rule decides only where it cannot be wrong; every other former division needs a
//! line in the patch file, or the build of the table fails and names it.

use super::merge::{Divisions, is_placeholder, level};
use super::packages::Sources;
use super::patches::Patches;
use crate::Failure;
use geo::divisions::{Level, naming};
use std::collections::BTreeSet;

/// A former division and what took its place, the greater part first.
pub struct Former {
    pub code: String,
    pub name: String,
    pub successors: Vec<String>,
}

pub fn successions(
    sources: &Sources,
    patches: &Patches,
    divisions: &Divisions,
) -> Result<Vec<Former>, Failure> {
    let seats = sources.seats.iter().map(|(code, (name, _))| (code.clone(), name.clone()));
    let known: BTreeSet<(String, String)> = sources
        .revisions
        .keys()
        .cloned()
        .chain(seats)
        .chain(patches.former.keys().cloned())
        .collect();
    let mut all = Vec::new();
    let mut untold = Vec::new();
    for (code, name) in known {
        let stands = divisions.0.get(&code).is_some_and(|row| row.name == name);
        if stands || is_no_division(&code, &name) {
            continue;
        }
        let told = patches.former.get(&(code.clone(), name.clone())).cloned();
        match told.or_else(|| successor(&code, &name, divisions).map(|one| vec![one])) {
            Some(successors) => all.push(Former { code, name, successors }),
            None => untold.push(format!("{code} {name}")),
        }
    }
    if let Some(wrong) =
        all.iter().flat_map(|f| &f.successors).find(|s| !divisions.0.contains_key(*s))
    {
        return Err(format!("a successor that is no division: {wrong}").into());
    }
    if untold.is_empty() {
        return Ok(all);
    }
    Err(format!("no rule and no patch tells what became of {}", untold.join(", ")).into())
}

/// Placeholders, and the parts of Hong Kong, Macao and Taiwan, which we do not list.
fn is_no_division(code: &str, name: &str) -> bool {
    let summed = name.contains('辖') || matches!(name, "县" | "市");
    summed || is_placeholder(code) || matches!(&code[..2], "71" | "81" | "82")
}

/// The one division that plainly is the former one under a new code or name.
fn successor(code: &str, name: &str, divisions: &Divisions) -> Option<String> {
    let level = level(code);
    let same_level = |digits: usize| {
        divisions.0.iter().filter(move |(other, row)| {
            row.kind.level() == level && other[..digits] == code[..digits]
        })
    };
    // What is left of a name when a county becomes a district, or a prefecture a city.
    let alike = |digits: usize| {
        let stem = naming::stem(name, level);
        let mut found =
            same_level(digits).filter(move |(_, row)| naming::stem(&row.name, level) == stem);
        let first = found.next().map(|(code, _)| code.clone());
        if found.next().is_some() { None } else { first }
    };
    let within = if level == Level::Prefecture { 2 } else { 4 };
    let moved = same_level(within).find(|(_, row)| row.name == name).map(|(code, _)| code.clone());
    let renamed = || divisions.0.contains_key(code).then(|| code.to_owned());
    // Only where the prefecture itself is gone may a county be looked for elsewhere.
    let uprooted = !divisions.0.contains_key(&format!("{}00", &code[..4]));
    moved.or_else(renamed).or_else(|| alike(within)).or_else(|| uprooted.then(|| alike(2))?)
}
