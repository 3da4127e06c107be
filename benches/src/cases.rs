//! The figures that are asked for, each with its baseline.

mod demo;
mod edit;
mod nearest;
mod postgres;
mod shares;
mod totals;
mod writes;

use crate::{
    Options, Result,
    report::Report,
    server::{Server, Yizhan},
};

/// Runs every case whose name matches.
pub async fn run(options: &Options) -> Result<Report> {
    let wants = |name: &str| name.contains(&options.only);
    let mut report = Report::default();
    let folder = tempfile::tempdir()?;
    let yizhan =
        Yizhan { binary: options.binary.clone(), data: folder.path().join("demo"), database: None };
    if wants("demo") {
        demo::run(&yizhan, &mut report)?;
    }
    if wants("nearest") {
        nearest::run(options, &yizhan, &mut report).await?;
    }
    if wants("writes") {
        writes::run(options, &yizhan, &mut report).await?;
    }
    if wants("postgres") {
        postgres::run(options, &yizhan, &mut report).await?;
    }
    if wants("shares") {
        shares::run(options, &yizhan, &mut report).await?;
    }
    if wants("totals") {
        totals::run(options, &yizhan, &mut report).await?;
    }
    if wants("edit") {
        edit::run(folder.path(), &mut report)?;
    }
    Ok(report)
}

/// CPU that the server used for each answer while `work` ran, in microseconds.
async fn cpu_each<F>(server: &Server, work: F) -> Result<(crate::client::Load, f64)>
where
    F: Future<Output = Result<crate::client::Load>>,
{
    let before = server.cpu()?;
    let load = work.await?;
    let used = server.cpu()?.saturating_sub(before);
    let each = used.as_secs_f64() * 1e6 / load.answered.max(1) as f64;
    Ok((load, each))
}

/// A token that may do everything that `integration` may, on the whole network.
fn token(yizhan: &Yizhan) -> Result<String> {
    token_of(yizhan, "integration")
}

/// A token with a role on the whole network.
fn token_of(yizhan: &Yizhan, role: &str) -> Result<String> {
    let arguments = ["token", "create", "--label", "bench", "--unit", "100000", "--json"];
    let text = yizhan.run(&[&arguments[..], &["--role", role]].concat())?;
    let answer: serde_json::Value = serde_json::from_str(&text)?;
    Ok(answer["token"].as_str().ok_or("no token")?.to_owned())
}
