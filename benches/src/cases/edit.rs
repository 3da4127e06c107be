//! From the edit of one handler to a checked workspace, and to a running product, in the profile
//! that people develop in; beside it the same commands where nothing was edited.

use std::{
    fs::{self, File},
    path::Path,
    process::Command,
    time::{Instant, SystemTime},
};

use crate::{
    Result,
    report::{Figure, Report},
    server::Yizhan,
};

/// A handler of the counter.
const HANDLER: &str = "capabilities/visits/src/pages/desk.rs";

pub fn run(folder: &Path, report: &mut Report) -> Result<()> {
    if !Path::new(HANDLER).exists() {
        return Err(format!("{HANDLER} is not here: run from the project's root").into());
    }
    let yizhan =
        Yizhan { binary: "target/debug/yizhan".into(), data: folder.join("edit"), database: None };
    cargo("check")?;
    cargo("build")?;
    yizhan.run(&["init", "--json"])?;
    let (idle_check, idle_run) = (cargo("check")?, running(&yizhan)?);
    edit()?;
    let check = cargo("check")?;
    edit()?;
    let run = running(&yizhan)?;
    report.add(Figure {
        what: "edit of one handler".to_owned(),
        measured: format!("checked {check:.1} s, running {run:.1} s"),
        baseline: format!("no edit: {idle_check:.1} s, {idle_run:.1} s"),
        result: format!("{check:.1} s, {run:.1} s"),
        asked: "≤ 3 s, ≤ 8 s",
    });
    Ok(())
}

/// Builds the product and starts it, until it listens.
fn running(yizhan: &Yizhan) -> Result<f64> {
    Ok(cargo("build")? + yizhan.serve(&["serve"], &[])?.started_in.as_secs_f64())
}

/// Makes the handler newer than everything built from it, and leaves its text alone.
fn edit() -> Result<()> {
    #[expect(clippy::disallowed_methods, reason = "cargo compares the times of files")]
    let now = SystemTime::now();
    File::options().append(true).open(fs::canonicalize(HANDLER)?)?.set_modified(now)?;
    Ok(())
}

fn cargo(command: &str) -> Result<f64> {
    let began = Instant::now();
    let status = Command::new("cargo").args([command, "--quiet", "--bin", "yizhan"]).status()?;
    if status.success() {
        Ok(began.elapsed().as_secs_f64())
    } else {
        Err(format!("cargo {command} failed").into())
    }
}
