//! `doctor`: what is wrong with this deployment, in words.

use std::{fs, io::Write};

use db::Instant;
use serde::Serialize;
use serde_json::json;

use crate::{
    arguments::Global,
    boot::{Expect, House},
    config::Purpose,
    output::Failure,
};

/// One thing that was looked at.
#[derive(Serialize)]
struct Check {
    name: &'static str,
    ok: bool,
    /// What was found, or what to do about it.
    detail: String,
}

/// Looks at one thing: what is right, or what is wrong and what to do.
type Look = fn(&House) -> Result<String, String>;

/// What is looked at, in this order. The schema comes before what reads the store.
const CHECKS: &[(&str, Look)] = &[
    ("configuration", configuration),
    ("disk", disk),
    ("clock", clock),
    ("schema", schema),
    ("totals", totals),
    ("audit", audit),
];

pub fn run(global: &Global) -> Result<(), Failure> {
    let house = House::open(global, Purpose::Product, Expect::Store)?;
    let mut checks = Vec::new();
    for (name, look) in CHECKS {
        house.output.progress(&format!("checking {name}"));
        let found = look(&house);
        let ok = found.is_ok();
        let detail = found.unwrap_or_else(|wrong| wrong);
        checks.push(Check { name, ok, detail });
    }
    let ok = checks.iter().all(|check| check.ok);
    let lines: Vec<String> = checks
        .iter()
        .map(|check| {
            format!(
                "{}  {}: {}",
                if check.ok { "ok   " } else { "WRONG" },
                check.name,
                check.detail
            )
        })
        .collect();
    house.output.result(&json!({ "ok": ok, "checks": checks }), &lines.join("\n"))?;
    if ok { Ok(()) } else { Err(Failure::Said) }
}

fn configuration(house: &House) -> Result<String, String> {
    let settings = &house.app.settings;
    if !settings.trusted_proxies.is_empty() && settings.public_host.is_none() {
        return Err("trusted_proxies is set, public_host is not: set it to the host that people \
                    type, or their forms are refused"
            .to_owned());
    }
    Ok(format!("data in {}, store on {:?}", settings.data_dir.display(), house.app.db.engine()))
}

/// Keys, files and, by default, the store need a folder that can be written.
fn disk(house: &House) -> Result<String, String> {
    let path = house.app.settings.data_dir.join(".doctor");
    let written = fs::File::create(&path).and_then(|mut file| {
        file.write_all(&[0; 4096])?;
        file.sync_all()
    });
    let removed = fs::remove_file(&path);
    written.and(removed).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok("the data folder can be written".to_owned())
}

/// Figures belong to days: a clock before this version was made, or behind what the store holds,
/// spoils them.
fn clock(house: &House) -> Result<String, String> {
    const MADE: Instant = Instant(1_795_449_600_000_000);
    let now = house.app.db.now();
    if now < MADE {
        return Err(format!("the clock shows {now}, which lies before this version was made"));
    }
    Ok(format!("it is {now}"))
}

fn schema(house: &House) -> Result<String, String> {
    let migrations = house.migrations();
    house.app.db.check_migrations(&migrations).map_err(|error| error.to_string())?;
    Ok(format!("{} migrations, as this version knows them", migrations.len()))
}

/// Every total against what it is made of.
fn totals(house: &House) -> Result<String, String> {
    if house.app.db.check_migrations(&house.migrations()).is_err() {
        return Err("not counted: the schema is not that of this version".to_owned());
    }
    let recount = house.app.db.read_blocking(visits::doctor::recount::<ratings::Gathered>);
    let recount = recount.map_err(|error| error.to_string())?;
    let counted = format!("{} rows of the register counted", recount.facts);
    if let Some(first) = recount.unshown.first() {
        let count = recount.unshown.len();
        return Err(format!(
            "{counted}; what {count} stations are shown of their ratings does not \
                            hold all of them, the first: {first}"
        ));
    }
    let Some(first) = recount.differences.first() else { return Ok(counted) };
    Err(format!(
        "{counted}; {} cells differ, the first: unit {}, {}, service {}: {:?} instead of {:?}",
        recount.differences.len(),
        first.unit,
        first.day,
        first.service,
        first.found,
        first.expected
    ))
}

/// Every entry of the audit, from the first to the end of the chain.
fn audit(house: &House) -> Result<String, String> {
    if house.app.db.check_migrations(&house.migrations()).is_err() {
        return Err("not verified: the schema is not that of this version".to_owned());
    }
    let verified = house.app.db.read_blocking(audit::verify::everything);
    let verified = verified.map_err(|error| error.to_string())?;
    let counted = format!("{} entries of {} days verified", verified.entries, verified.days);
    match verified.findings.first() {
        None => Ok(format!("{counted}, the last digest is {}", verified.digest)),
        Some(first) => Err(format!(
            "{counted}; it was changed behind its back, {} findings, the first: {}",
            verified.findings.len(),
            auditing::fault_line(&house.t, first)
        )),
    }
}
