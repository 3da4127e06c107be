//! Every word in every language, every refusal with its words.

use std::collections::BTreeSet;

use kernel::Capability;
use yizhan::capabilities;

use crate::house::{inner_crates, none};

#[test]
fn every_page_renders_from_its_samples_in_every_language() {
    testkit::render_samples(&capabilities::all());
}

#[test]
fn a_page_that_is_served_has_a_sample() {
    let all = capabilities::all();
    let catalog = std::sync::Arc::new(testkit::catalog(&all));
    for capability in &all {
        let pages = (capability.routes)()
            .iter()
            .filter(|route| route.method == "GET" && !route.path.starts_with("/api/"))
            .count();
        let samples = (capability.samples)(&catalog.speak(i18n::Lang::En)).len();
        let name = capability.name;
        assert!(pages == 0 || samples > 0, "{name} serves {pages} pages and has no sample");
    }
}

/// Names of everything that a row of the queue may ask for.
fn kinds_of_jobs(all: &[Capability]) -> BTreeSet<&'static str> {
    let jobs = all.iter().flat_map(|each| each.jobs).map(|job| job.name);
    let periodic = all.iter().flat_map(|each| each.periodic).map(|each| each.job.name);
    let subscriptions = all.iter().flat_map(|each| each.subscriptions).map(|each| each.name);
    jobs.chain(periodic).chain(subscriptions).collect()
}

/// `area.code` in the source that is no refusal: names of jobs, events and permissions.
fn other_names(all: &[Capability]) -> BTreeSet<&'static str> {
    let events = all.iter().flat_map(|each| each.events).copied();
    let permissions =
        all.iter().flat_map(|each| each.permissions).map(|(permission, _)| permission.0);
    kinds_of_jobs(all).into_iter().chain(events).chain(permissions).collect()
}

#[test]
fn a_kind_of_job_has_its_words() {
    let all = capabilities::all();
    let catalog = testkit::catalog(&all);
    let keys =
        kinds_of_jobs(&all).into_iter().map(|name| format!("job-{}", name.replace('.', "-")));
    let missing: Vec<String> = keys.filter(|key| !catalog.has(key)).collect();
    none(&missing, "an administrator reads what a job does, not its name");
}

/// Endings of file names, which look like codes otherwise.
const FILES: &[&str] = &[
    "css", "csv", "db", "ftl", "html", "ico", "js", "json", "jsonl", "key", "lock", "map", "md",
    "pem", "png", "rs", "sql", "svg", "toml", "ts", "txt", "tsv", "xlsx", "xml", "z", "zip",
];

/// Whether a literal is written like a refusal code: `visits.too-old`.
fn is_code(text: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
            && !word.starts_with('-')
            && !word.ends_with('-')
    };
    match text.split_once('.') {
        Some((area, code)) => word(area) && word(code) && !FILES.contains(&code),
        None => false,
    }
}

#[test]
fn every_refusal_code_has_its_message() {
    let all = capabilities::all();
    let others = other_names(&all);
    let catalog = testkit::catalog(&all);
    let mut findings = Vec::new();
    let mut found = 0;
    for each in inner_crates().iter().filter(|each| each.name != "testkit") {
        for (path, source) in each.sources() {
            for literal in source.literals.iter().filter(|literal| is_code(&literal.text)) {
                let key = literal.text.replace('.', "-");
                found += 1;
                if !others.contains(literal.text.as_str()) && !catalog.has(&key) {
                    findings.push(format!("{path}:{}: {key}", literal.line));
                }
            }
        }
    }
    assert!(found > 20, "only {found} codes in the whole source: the scan is broken");
    none(&findings, "a refusal code has a message of its name, with hyphens");
}

#[test]
fn codes_are_told_from_other_words() {
    assert!(is_code("visits.too-old") && is_code("request.busy"));
    for other in ["visits.html", "1.5", "a.b.c", "brand.name_zh", "Visits.old", "-a.b", "x."] {
        assert!(!is_code(other), "{other}");
    }
}
